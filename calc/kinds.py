"""输入项的种类：怎样读懂人写的一个值，读不懂时怎样说，用什么控件填，填了什么怎样写出来。

``parse`` 接受命令行和网页送来的文字，也接受 JSON 的整数、``Decimal`` 与列表；
看不懂时抛出 :class:`ValueError`，消息是给人看的中文，说明可以填什么。
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from calc.money import grouped
from calc.months import YearMonth

FULL_WIDTH = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９．，－＋％：／～", "0123456789.,-+%:/~")
}
# 只认半角的 0–9，不认别的文字里的数字。
MONTH = re.compile(r"(\d{4})(?: ?[-/.年 ] ?(\d{1,2})|(\d{2}))(?: ?月)?", re.ASCII)
DAY = re.compile(
    r"(\d{4})(?: ?[-/.年 ] ?(\d{1,2}) ?[-/.月 ] ?(\d{1,2})|(\d{2})(\d{2}))(?: ?日)?", re.ASCII
)
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
LONGEST = 60


def text_of(raw) -> str:
    """统一成半角、去掉空白的文字。真假值和别的类型不算数字。"""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise ValueError("应当是一个数")
    if isinstance(raw, int) and abs(raw) >= 10**LONGEST:
        raise ValueError("数字太长")
    text = str(raw).translate(FULL_WIDTH).strip()
    if len(text) > LONGEST:
        raise ValueError(f"{quoted(text)} 太长")
    return text


def quoted(text: str) -> str:
    return f"“{text[:20]}…”" if len(text) > 20 else f"“{text}”"


def decimal_of(raw, places: int) -> Decimal:
    """读一个十进制数。

    千位逗号必须成组，小数不超过 ``places`` 位；多出来的位都是零的，去掉末尾的零。
    """
    text = text_of(raw)
    if not NUMBER.fullmatch(text):
        commas = re.fullmatch(r"[0-9,.]+", text) and "," in text
        hint = "逗号只能用作千位分隔，如 123,456.78" if commas else "不是数字"
        raise ValueError(f"{quoted(text)}：{hint}")
    whole, point, decimals = text.replace(",", "").partition(".")
    kept = decimals if len(decimals) <= places else decimals.rstrip("0")
    if len(kept) > places:
        raise ValueError(f"{quoted(text)} 的小数太多，最多 {places} 位")
    return Decimal(whole + point + kept)


def whole_of(raw) -> int:
    text = text_of(raw)
    if not WHOLE.fullmatch(text):
        raise ValueError(f"{quoted(text)} 不是整数")
    return int(text)


def list_of(raw) -> list:
    """把一串值拆开：列表，或用空白、分号、顿号隔开的文字；没有这些时用逗号。"""
    if isinstance(raw, (list, tuple)):
        return list(raw)
    if not isinstance(raw, str):
        return [raw]
    text = raw.translate(FULL_WIDTH).strip().replace(", ", ",")
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    return [
        part
        for part in re.split(r"[\s;；、]+" if re.search(r"[\s;；、]", text) else ",", text)
        if part
    ]


def within(value, low, high, unit: str):
    if not low <= value <= high:
        raise ValueError(f"应当在 {low:,} 到 {high:,}{unit}之间")
    return value


class Kind:
    """各种输入项共有的：没有另说的，是一格文字。

    ``control`` 是控件：``text`` 一格文字、``select`` 下拉、``months`` 十二个月的勾选框、
    ``amounts`` 一串金额、``rows`` 若干行。``keyboard`` 是手机上的键盘。
    """

    unit = ""
    keyboard = "text"
    control = "text"
    options: tuple[tuple[str, str], ...] = ()

    @property
    def accepts(self) -> str:
        """可以填什么。"""
        raise NotImplementedError

    def parse(self, raw) -> object:
        """读懂写的值。"""
        raise NotImplementedError

    def coded(self, raw):
        """写法换成代号；不是选项的照原样。"""
        return raw

    def given(self, raw) -> str:
        """填了什么，写给人看。"""
        return f"{raw} {self.unit}".rstrip()


@dataclass(frozen=True)
class Money(Kind):
    """金额，单位元，不为负，最多两位小数。"""

    most: int = 999_999_999
    unit = "元"
    keyboard = "decimal"

    @property
    def accepts(self) -> str:
        return f"0 到 {self.most:,} 元，最多两位小数，如 100978.25 或 100,978.25"

    def parse(self, raw) -> Decimal:
        if isinstance(raw, str):
            raw = raw.translate(FULL_WIDTH).strip().lstrip("¥￥").removesuffix("元").strip()
        amount = decimal_of(raw, 2)
        if amount < 0:
            raise ValueError("金额不能是负数")
        return within(abs(amount), 0, self.most, " 元")

    def given(self, raw) -> str:
        return f"{grouped(self.parse(raw))} 元"


@dataclass(frozen=True)
class Percent(Kind):
    """百分数，6.69 表示 6.69%，最多四位小数。"""

    low: int = 0
    high: int = 30
    unit = "%"
    keyboard = "decimal"

    @property
    def accepts(self) -> str:
        return f"百分号前面的数，{self.low} 到 {self.high}，如 6.69"

    def parse(self, raw) -> Decimal:
        if isinstance(raw, str):
            raw = raw.translate(FULL_WIDTH).strip().removesuffix("%")
        return within(decimal_of(raw, 4), self.low, self.high, " ") + 0


@dataclass(frozen=True)
class Whole(Kind):
    """整数，含上下限。"""

    low: int
    high: int
    unit: str = ""
    keyboard = "numeric"

    @property
    def accepts(self) -> str:
        return f"{self.low} 到 {self.high} 的整数"

    def parse(self, raw) -> int:
        if isinstance(raw, str) and self.unit:
            raw = raw.strip().removesuffix(self.unit)
        number = whole_of(raw)
        if not self.low <= number <= self.high:
            raise ValueError(f"应当是 {self.low} 到 {self.high} 的整数")
        return number


@dataclass(frozen=True)
class Choice(Kind):
    """几个选项中的一个；``options`` 是 (值, 中文说明)。

    说明里的两个字以上只合一项的，也认得，如“河南”。
    """

    options: tuple[tuple[str, str], ...]
    control = "select"

    @property
    def accepts(self) -> str:
        many = len(self.options) > 12
        listed = "、".join(f"“{label}”" for _, label in self.options[: 3 if many else None])
        return f"{listed}等 {len(self.options)} 项中的一项" if many else f"{listed}中的一项"

    def parse(self, raw) -> str:
        if not isinstance(raw, str):
            raise ValueError("没有这个选项")
        word = raw.strip()
        alike = [value for value, label in self.options if len(word) > 1 and word in label]
        if word in dict(self.options) or len(alike) == 1:
            return word if word in dict(self.options) else alike[0]
        names = "、".join(label for value, label in self.options if value in alike)
        raise ValueError(
            f"{quoted(word)} 可以是{names}，写全一点" if alike else f"没有 {quoted(raw)} 这个选项"
        )

    def coded(self, raw):
        try:
            return self.parse(raw)
        except ValueError:
            return raw

    def given(self, raw) -> str:
        return dict(self.options)[raw]


@dataclass(frozen=True)
class MonthSet(Kind):
    """一年中的若干月份，月份号 1–12，不重复。"""

    unit = "月"
    control = "months"
    accepts = "1 到 12 的月份，可写 9-12 或 1,2,9，每个月只写一次"

    def parse(self, raw) -> tuple[int, ...]:
        months: set[int] = set()
        for part in list_of(raw):
            for month in self.span(text_of(part).replace("~", "-").removesuffix("月")):
                if month in months:
                    raise ValueError(f"{month} 月写了不止一次")
                months.add(month)
        if not months:
            raise ValueError("至少要有一个月")
        return tuple(sorted(months))

    def span(self, text: str) -> range:
        """``9-12`` 或 ``9``。"""
        first, dash, last = text.partition("-")
        ends = [whole_of(first), whole_of(last if dash else first)]
        for month in ends:
            if not 1 <= month <= 12:
                raise ValueError(f"没有 {month} 月")
        if ends[0] > ends[1]:
            raise ValueError(f"{quoted(text)} 的起点在终点之后")
        return range(ends[0], ends[1] + 1)

    def given(self, raw) -> str:
        return f"{'、'.join(map(str, self.parse(raw)))} {self.unit}"


@dataclass(frozen=True)
class Number(Kind):
    """十进制数，最多 ``places`` 位小数。"""

    low: int | str | Decimal
    high: int | str | Decimal
    places: int = 4
    unit: str = ""
    example: str = ""
    keyboard = "decimal"

    @property
    def accepts(self) -> str:
        example = f"，如 {self.example}" if self.example else ""
        return f"{self.low} 到 {self.high} 的数，最多 {self.places} 位小数{example}"

    def parse(self, raw) -> Decimal:
        if isinstance(raw, str) and self.unit:
            raw = raw.strip().removesuffix(self.unit)
        return within(decimal_of(raw, self.places), Decimal(self.low), Decimal(self.high), " ") + 0


def month_of(text: str, low: YearMonth, high: YearMonth) -> YearMonth:
    found = MONTH.fullmatch(text)
    if not found:
        raise ValueError(f"{quoted(text)} 不是月份")
    year, month = int(found[1]), int(found[2] or found[3])
    if not 1 <= month <= 12:
        raise ValueError(f"没有 {month} 月")
    if not low <= YearMonth(year, month) <= high:
        raise ValueError(f"应当在 {low.chinese}到 {high.chinese}之间")
    return YearMonth(year, month)


@dataclass(frozen=True)
class Month(Kind):
    """一个月份。"""

    low: YearMonth = YearMonth(1980, 1)
    high: YearMonth = YearMonth(2100, 12)

    @property
    def accepts(self) -> str:
        return f"年和月，如 {self.high.year - 10 if self.high.year < 2050 else 2015}-09"

    def parse(self, raw) -> YearMonth:
        return month_of(text_of(raw), self.low, self.high)


def day_of(found: re.Match, low: YearMonth, high: YearMonth) -> date:
    """``DAY`` 认出来的年、月、日。"""
    month = month_of(f"{found[1]}-{found[2] or found[4]}", low, high)
    day = int(found[3] or found[5])
    if not 1 <= day <= month.day(31).day:
        raise ValueError(f"{month.chinese}没有 {day} 日")
    return month.day(day)


@dataclass(frozen=True)
class Day(Kind):
    """某一天，读成 ``date``。"""

    low: YearMonth = YearMonth(1980, 1)
    high: YearMonth = YearMonth(2100, 12)
    accepts = "年月日，如 2026-11-23"

    def parse(self, raw) -> date:
        text = str(raw) if isinstance(raw, date) else text_of(raw)
        found = DAY.fullmatch(text)
        if not found:
            raise ValueError(f"{quoted(text)} 不是年月日")
        return day_of(found, self.low, self.high)


@dataclass(frozen=True)
class Birth(Kind):
    """出生年月，或出生年月日。读成 (年月, 日)；没有写日的是 ``None``。"""

    low: YearMonth = YearMonth(1930, 1)
    high: YearMonth = YearMonth(2030, 12)
    accepts = "出生年月或年月日，如 1972-04 或 1972-04-18"

    def parse(self, raw) -> tuple[YearMonth, int | None]:
        text = text_of(raw)
        found = DAY.fullmatch(text)
        if not found:
            return month_of(text, self.low, self.high), None
        born = day_of(found, self.low, self.high)
        return YearMonth(born.year, born.month), born.day


@dataclass(frozen=True)
class Cell:
    """一行里的一格。"""

    name: str
    label: str
    kind: Kind


@dataclass(frozen=True)
class Rows(Kind):
    """若干行，每行几格，没有填的格是 ``None``。

    文字写法：行与行用分号或换行隔开，格与格用空格隔开，空着的格写 ``-``。也接受对象的列表；
    只有两格的，还接受 ``{第一格: 第二格}``。读成 ``SimpleNamespace`` 的元组。
    """

    cells: tuple[Cell, ...]
    example: str
    most: int = 60
    control = "rows"

    @property
    def accepts(self) -> str:
        labels = "、".join(cell.label for cell in self.cells)
        return f"每行依次是{labels}，如 {self.example}"

    def texts(self, raw) -> list[list]:
        """每行各格的原始值，空着的是 ``None``。"""
        if isinstance(raw, dict) and len(self.cells) == 2:
            return [[key, value] for key, value in raw.items()]
        if isinstance(raw, str):
            raw = [line.split() for line in re.split(r"[;；\n]", raw) if line.strip()]
        if not isinstance(raw, (list, tuple)):
            raise ValueError("看不懂")
        return [self.line(row, number) for number, row in enumerate(raw, 1)]

    def line(self, row, number: int) -> list:
        names = [cell.name for cell in self.cells]
        if isinstance(row, dict):
            unknown = next((name for name in row if name not in names), None)
            if unknown is not None:
                known = f"可用的有 {'、'.join(names)}"
                raise ValueError(f"第 {number} 行：没有{quoted(str(unknown))}这一格，{known}")
            row = [row.get(name) for name in names]
        if not isinstance(row, (list, tuple)) or len(row) > len(names):
            raise ValueError(f"第 {number} 行应当有 {len(names)} 格")
        blank = [None if cell in ("", "-", "－", None) else cell for cell in row]
        return blank + [None] * (len(names) - len(blank))

    def parse(self, raw) -> tuple[SimpleNamespace, ...]:
        rows = [
            (number, row)
            for number, row in enumerate(self.texts(raw), 1)
            if any(cell is not None for cell in row)
        ]
        if len(rows) > self.most:
            raise ValueError(f"最多 {self.most} 行")
        return tuple(self.read(number, row) for number, row in rows)

    def read(self, number: int, row: list) -> SimpleNamespace:
        read = {}
        for cell, raw in zip(self.cells, row):
            try:
                read[cell.name] = None if raw is None else cell.kind.parse(raw)
            except ValueError as wrong:
                raise ValueError(f"第 {number} 行的{cell.label}：{wrong}") from None
        return SimpleNamespace(**read)

    def given(self, raw) -> str:
        rows = self.texts(raw)
        return "；".join(
            " ".join("—" if cell is None else str(cell) for cell in row) for row in rows
        )


@dataclass(frozen=True)
class MoneyList(Kind):
    """一串金额，没有的写 0。``exact`` 时个数固定，是期内各月的先后；否则不超过 ``count`` 个。"""

    count: int = 12
    each: Money = Money()
    exact: bool = True
    item: str = "第 {} 个月"
    unit = "元"
    control = "amounts"

    @property
    def accepts(self) -> str:
        if self.exact:
            return f"{self.count} 个金额，按月份先后，没有缴费的月份填 0"
        return f"一个或几个金额，用空格隔开，最多 {self.count} 个"

    def is_unclear(self, parts: list) -> bool:
        """逗号像是千位：``1,200.00`` 既可以是 1200 元，也可以是 1 元和 200 元。"""
        pairs = [f"{first},{second}" for first, second in itertools.pairwise(parts)]
        grouped = r"\d{1,3},\d{3}\.\d+" if self.exact else r"\d{1,3},\d{3}(\.\d+)?"
        return any(re.match(r"0\d", part) for part in parts) or any(
            re.fullmatch(grouped, pair) for pair in pairs
        )

    def parse(self, raw) -> tuple[Decimal, ...]:
        parts = list_of(raw)
        if isinstance(raw, str) and self.is_unclear(parts):
            raise ValueError("逗号分不清是千位还是间隔，各个金额之间请用空格隔开")
        if len(parts) > self.count and not self.exact:
            raise ValueError(f"最多 {self.count} 个，现在有 {len(parts)} 个")
        if len(parts) != self.count and self.exact:
            raise ValueError(f"应当是 {self.count} 个月的金额，现在有 {len(parts)} 个")
        amounts = []
        for position, part in enumerate(parts, 1):
            try:
                amounts.append(self.each.parse("0" if part in ("", None) else part))
            except ValueError as wrong:
                raise ValueError(f"第 {position} 个：{wrong}") from None
        return tuple(amounts)

    def given(self, raw) -> str:
        return f"{'、'.join(map(str, self.parse(raw)))} {self.unit}"
