"""照声明读一张表：每一个字段的类型旁边写着它应有的样子，不合的说出在哪里、应当是什么。

字段的类型是下面的一种（``Whole``、``Day`` 等），或者另一段的声明、``tuple[种类, ...]``
（不空的一列）、``dict[名称的种类, 种类]``（名称不定的一段）。有默认值的字段可以不写。
"""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

from calc.months import YearMonth

FOLDER = Path(__file__).parent
MARKS = re.compile(r"[|\[\]<>`{}\n]")
NUMBER = re.compile(r"\d{1,4}(\.\d{1,4})?", re.ASCII)
MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
CODE = re.compile(r"[a-z\d]+(-[a-z\d]+)*", re.ASCII)
PAGE = re.compile(r"[a-z\d-]+(/[a-z\d-]+)*", re.ASCII)
HOST = re.compile(r"([a-z\d-]+\.)+[a-z]+", re.ASCII)
ADDRESS = re.compile(r"https?://([a-z\d-]+\.)+gov\.cn/", re.ASCII)
SURE = ("verified", "single")


class ParameterError(ValueError):
    """一张表写错了。``problems`` 是每一处的说明，都说出文件和名称。"""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


class Findings:
    """读一张表时找到的错误，一次报全；``name`` 是文件的名称。"""

    def __init__(self, name: str):
        self.name = name
        self.problems: list[str] = []

    def add(self, problem: str) -> None:
        self.problems.append(problem)

    def expect(self, place: str, expected: str) -> None:
        self.add(f"{place} 应当是 {expected}")


# 读一处：值、它在哪里、找到的错误。返回读好的值；有错时返回的不用。
Reader = Callable[[object, str, Findings], object]


@cache
def load(name: str) -> dict:
    """一个 TOML 文件里写的；读一次，不要改它。"""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def written(name: str) -> dict:
    """同 :func:`load`，读不懂时抛出 :class:`ParameterError`。"""
    try:
        return load(name)
    except ValueError as wrong:
        message = f"calc/parameters/{name}.toml: 读不懂，不是 UTF-8 的 TOML：{wrong}"
        raise ParameterError([message]) from None


# 一个值


def value_of(expected: str, is_good: Callable, make: Callable | None = None) -> Reader:
    def read(value, place, found):
        if not is_good(value):
            return found.expect(place, expected)
        return make(value) if make else value

    return read


def is_text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def matches(pattern: re.Pattern, expected: str, make: Callable | None = None) -> Reader:
    return value_of(
        expected, lambda value: isinstance(value, str) and bool(pattern.fullmatch(value)), make
    )


def whole(low: int, high: int, expected: str) -> Reader:
    return value_of(expected, lambda value: type(value) is int and low <= value <= high)


def one_of(*allowed: str) -> Reader:
    return value_of(
        f"{'、'.join(allowed)} 之一", lambda value: isinstance(value, str) and value in allowed
    )


def maybe(read: Reader) -> Reader:
    """可以是空文字。"""
    return lambda value, place, found: value if value == "" else read(value, place, found)


def is_number(value) -> bool:
    return isinstance(value, str) and bool(NUMBER.fullmatch(value)) and Decimal(value) > 0


def is_source(value) -> bool:
    return isinstance(value, str) and value in written("sources")


def is_home(value) -> bool:
    """是登记过的官方首页。"""
    listed = [written("official_sites").get(sure) for sure in SURE]
    return isinstance(value, str) and any(
        isinstance(homes, dict) and value in homes for homes in listed
    )


def is_region(value) -> bool:
    return isinstance(value, str) and value in written("regions").get("regions", {})


def read_words(value, place: str, found: Findings):
    """会写进表格和链接的文字。"""
    if not is_text(value):
        found.expect(place, "一段文字")
    elif MARKS.search(value):
        found.expect(place, "文字，不含 | [ ] < > ` { }")
    return value


def read_codes(value, place: str, found: Findings):
    """一列代号，可以是空的。"""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return found.expect(place, "一列，写在方括号里，可以是空的")
    return tuple(value)


HOME = "official_sites.toml 里登记过的官方首页"
DAY = value_of("日期，如 2026-11-23，不加引号", lambda value: type(value) is date)
MONTH_OF_YEAR = matches(
    MONTH, '年月，如 "1965-01"', lambda text: YearMonth(*map(int, text.split("-")))
)
LINES = value_of("一段文字", is_text)

Text = Annotated[str, LINES]
Words = Annotated[str, read_words]
MaybeWords = Annotated[str, maybe(read_words)]
Number = Annotated[Decimal, value_of('加引号的正数，如 "2.62"', is_number, Decimal)]
Whole = Annotated[int, whole(0, 9999, "不小于 0、不大于 9999 的整数")]
Positive = Annotated[int, whole(1, 9999, "大于 0、不大于 9999 的整数")]
Age = Annotated[int, whole(30, 99, "30 到 99 的岁数")]
Flag = Annotated[bool, value_of("true 或 false", lambda value: isinstance(value, bool))]
Day = Annotated[date, DAY]
MaybeDay = Annotated[date | None, DAY]
Month = Annotated[YearMonth, MONTH_OF_YEAR]
MaybeMonth = Annotated[YearMonth | None, MONTH_OF_YEAR]
Confidence = Annotated[str, one_of(*SURE)]
SourceId = Annotated[str, value_of("sources.toml 里登记过的名称", is_source)]
RegionCode = Annotated[str, value_of("regions.toml 里的一个地区", is_region)]
Home = Annotated[str, value_of(HOME, is_home)]
MaybeHome = Annotated[str, maybe(value_of(HOME, is_home))]
Page = Annotated[str, matches(PAGE, "docs/ 里的一页，如 query/app-12333")]
Codes = Annotated[tuple[str, ...], read_codes]

# 一段里的名称
Code = Annotated[str, matches(CODE, "小写字母、数字和连字符，如 phone-app")]
PathKey = Annotated[str, matches(PAGE, "代号，用 / 连起来，如 leaving/keep")]
Host = Annotated[str, matches(HOST, "网站的名称，如 www.gov.cn")]
Address = Annotated[str, matches(ADDRESS, ".gov.cn 的首页，以 / 结尾")]

# 不写在这一段里，是这一段的名称
KEY = object()
Key = Annotated[str, KEY]


# 一列、一段


def row(kind: Callable[..., object], *readers: Reader, least: int | None = None) -> Reader:
    """定数的一列，读成 ``kind``；``least`` 项以后的可以没有。"""
    counts = range(least or len(readers), len(readers) + 1)

    def read(value, place, found):
        if not isinstance(value, list) or len(value) not in counts:
            return found.expect(place, f"{' 或 '.join(map(str, counts))} 项的一列")
        places = (f"{place} 第 {number} 项" for number in range(1, len(value) + 1))
        return kind(*(item(*each, found) for item, each in zip(readers, zip(value, places))))

    return read


def listing(read_item: Reader) -> Reader:
    def read(value, place, found):
        if not isinstance(value, list) or not value:
            return found.add(f"{place} 应当是不空的一列，写在方括号里")
        places = (f"{place} 第 {number} 项" for number in range(1, len(value) + 1))
        return tuple(read_item(*each, found) for each in zip(value, places))

    return read


def is_part(value, place: str, found: Findings) -> bool:
    if not isinstance(value, dict):
        found.add(f"{place} 应当是一段，写成 [{place}]")
    return isinstance(value, dict)


def named(read_key: Reader, read_part: Reader) -> Reader:
    """名称不定的一段。"""

    def read(value, place, found):
        if not is_part(value, place, found):
            return None
        inside = f"{place}." if place else ""
        for key in value:
            read_key(key, f"{place or '文件'} 里的名称 {key}", found)
        return {key: read_part(each, f"{inside}{key}", found) for key, each in value.items()}

    return read


def months_by_age(value, place: str, found: Findings):
    """40 到 70 岁，一岁一个月数，一岁也不少。"""
    if not is_part(value, place, found):
        return None
    ages = [str(age) for age in range(40, 71)]
    for age in ages:
        if age not in value:
            found.add(f"{place}.{age} 没有写")
    read = reader_of(Positive)
    for age, months in value.items():
        if age in ages:
            read(months, f"{place}.{age}", found)
        else:
            found.add(f"{place}.{age} 不认识，能写的是 40 到 70")
    return {int(age): value[age] for age in ages if age in value}


def record(kind: type) -> Reader:
    """一段，名称是声明过的那些；``kind.WRITTEN`` 是与字段不同名的写法。"""
    spelled = getattr(kind, "WRITTEN", {})
    keyed = [name for name, each in fields_of(kind) if metadata(each) is KEY]
    plan = {
        spelled.get(name, name): (name, reader_of(each))
        for name, each in fields_of(kind)
        if name not in keyed
    }
    needed = [key for key, (name, _) in plan.items() if not hasattr(kind, name)]

    def read(value, place, found):
        if not is_part(value, place, found):
            return None
        before, inside = len(found.problems), f"{place}." if place else ""
        for key in needed:
            if key not in value:
                found.add(f"{inside}{key} 没有写")
        made = dict.fromkeys(keyed, place.rpartition(".")[2] or found.name)
        for key, each in value.items():
            if key not in plan:
                found.add(f"{inside}{key} 不认识，能写的有 {'、'.join(plan)}")
                continue
            name, read_field = plan[key]
            made[name] = read_field(each, f"{inside}{key}", found)
        return kind(**made) if len(found.problems) == before else None

    return read


def fields_of(kind: type) -> list[tuple[str, object]]:
    return list(kind.__annotations__.items())


def metadata(kind):
    return getattr(kind, "__metadata__", (None,))[0]


@cache
def reader_of(kind) -> Reader:
    """一种类型怎样读。"""
    if metadata(kind):
        return metadata(kind)
    origin = getattr(kind, "__origin__", None)
    inner: tuple = getattr(kind, "__args__", ())
    if origin is tuple:
        return listing(reader_of(inner[0]))
    if origin is dict:
        return named(*map(reader_of, inner))
    return record(kind)
