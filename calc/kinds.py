"""输入项的种类：怎样读懂人写的一个值，读不懂时怎样说，用什么控件填，填了什么怎样写出来。

``parse`` 接受命令行和网页送来的文字，也接受 JSON 的整数、``Decimal`` 与列表；
看不懂时抛出 :class:`ValueError`，消息是给人看的中文，说明可以填什么。
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from calc.money import FEN, grouped
from calc.months import YearMonth, years_and_months
from calc.writing import (
    NUMBER,
    decimal_of,
    list_of,
    narrow,
    quoted,
    span_of,
    text_of,
    visible,
    whole_of,
)

# 只认半角的 0–9，不认别的文字里的数字。
MONTH = re.compile(r"(\d{4})(?: ?[-/.年 ] ?(\d{1,2})|(\d{2}))(?: ?月)?", re.ASCII)
DAY = re.compile(
    r"(\d{4})(?: ?[-/.年 ] ?(\d{1,2}) ?[-/.月 ] ?(\d{1,2})|(\d{2})(\d{2}))(?: ?日)?", re.ASCII
)


class Explained(ValueError):
    """消息里已经说了这一格可以填什么。"""


class Unfinished(ValueError):
    """写了一半，还没有写完。"""


def within(value, low, high, unit: str):
    if not low <= value <= high:
        raise ValueError(f"应当在 {low:,} 到 {high:,}{unit}之间")
    return value


class Kind:
    """各种输入项共有的：没有另说的，是一格文字。

    ``control`` 是控件：``text`` 一格文字、``select`` 下拉、``months`` 十二个月的勾选框、
    ``amounts`` 一串金额、``rows`` 若干行、``offset`` 提前或延迟、
    ``area`` 一段文字。``keyboard`` 是手机上的键盘。
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

    def reading(self, raw) -> str:
        """写法和平常不同的，读作什么；平常的是空的。"""
        return ""

    def doubt(self, value, today: date) -> str:
        """读得懂，但像是填错了的，说为什么；不像的是空的。"""
        return ""


@dataclass(frozen=True)
class Money(Kind):
    """金额，单位元，不为负，最多两位小数；也认得几万。

    ``yearly_from``：填一个月的数，到了这么多就像是把一年的数填进来了。
    """

    most: int = 999_999_999
    yearly_from: int | None = None
    unit = "元"
    keyboard = "decimal"

    @property
    def accepts(self) -> str:
        return f"0 到 {self.most:,} 元，最多两位小数，如 100978.25、100,978.25 或 8.5万"

    def parse(self, raw) -> Decimal:
        amount = self.amount_of(raw)
        if amount < 0:
            raise ValueError("金额不能是负数")
        return within(abs(amount), 0, self.most, " 元")

    def amount_of(self, raw) -> Decimal:
        if isinstance(raw, str):
            raw = narrow(raw).lstrip("¥￥").removesuffix("元").strip()
            number = raw.removesuffix("万").rstrip()
            if number != raw and NUMBER.fullmatch(number):
                return (decimal_of(number, 6) * 10_000).quantize(FEN)
        return decimal_of(raw, 2)

    def given(self, raw) -> str:
        return f"{grouped(self.parse(raw))} 元"

    def reading(self, raw) -> str:
        has_unit = isinstance(raw, str) and "万" in raw
        return f"{quoted(visible(raw))}读作 {self.given(raw)}" if has_unit else ""

    def doubt(self, value, today: date) -> str:
        if self.yearly_from is None or value < self.yearly_from:
            return ""
        return f"{grouped(value)} 元像是一年的数，这里要填一个月的"


@dataclass(frozen=True)
class LongText(Kind):
    """一段文字，可以有许多行；只读，不写给别人看。"""

    most: int = 20_000
    control = "area"

    @property
    def accepts(self) -> str:
        return f"复制来的文字，最多 {self.most:,} 个字"

    def parse(self, raw) -> str:
        if not isinstance(raw, str):
            raise ValueError("应当是一段文字")
        if len(raw) > self.most:
            raise ValueError(f"太长，最多 {self.most:,} 个字")
        return raw

    def given(self, raw) -> str:
        return f"{len(raw):,} 个字"


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
            raw = narrow(raw).removesuffix("%")
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
            raw = narrow(raw).removesuffix(self.unit)
        number = whole_of(raw)
        if not self.low <= number <= self.high:
            raise ValueError(f"应当是 {self.low} 到 {self.high} 的整数")
        return number


@dataclass(frozen=True)
class Months(Whole):
    """月数；也认得几年几个月，如 25年4个月。

    ``of_years``：人们多半按年说的，填得很少时，像是把年数填进来了。
    """

    low: int = 0
    high: int = 720
    unit: str = "个月"
    of_years: bool = False
    keyboard: str = "numeric"

    @property
    def accepts(self) -> str:
        return f"{self.low} 到 {self.high} 的整数，也可以写成几年几个月，如 25年4个月"

    def parse(self, raw) -> int:
        months = span_of(raw)
        return super().parse(raw if months is None else months)

    def given(self, raw) -> str:
        return visible(raw) if span_of(raw) is not None else super().given(raw)

    def reading(self, raw) -> str:
        months = span_of(raw)
        return "" if months is None else f"{quoted(visible(raw))}读作 {months} 个月"

    def doubt(self, value, today: date) -> str:
        if not self.of_years or not 0 < value <= 50:
            return ""
        text = years_and_months(value)
        short = f"{value} 个月" + ("" if value < 12 else f"就是 {text}")
        return f"{short}；如果是 {value} 年，就填 {value * 12}，或者写 {value}年"


@dataclass(frozen=True)
class Offset(Months):
    """提前或延迟几个月：提前是负数。``提前12`` 和 ``-12`` 是一样的。"""

    control = "offset"
    signs = {"提前": -1, "延迟": 1, "推迟": 1}

    @property
    def accepts(self) -> str:
        ends = f"{self.low} 到 {self.high}，提前的是负数"
        return f"提前或延迟几个月（{ends}），如 提前12、延迟12、-12，按时是 0"

    def parse(self, raw) -> int:
        text = narrow(raw) if isinstance(raw, str) else ""
        if text in ("按时", "按时退休"):
            return 0
        word, rest = text[:2], text[2:].strip()
        if word not in self.signs:
            return super().parse(raw)
        if not rest:
            raise Unfinished(f"还要写{word}几个月，如 12")
        if not rest[0].isdigit():
            raise ValueError(f"{quoted(rest)} 不是月数，{word}几个月就写几，如 12")
        return self.signs[word] * super().parse(rest)

    def given(self, raw) -> str:
        months = self.parse(raw)
        return f"{'提前' if months < 0 else '延迟'} {abs(months)} 个月" if months else "按时"

    def reading(self, raw) -> str:
        return f"{quoted(visible(raw))}读作{self.given(raw)}" if "年" in str(raw) else ""


@dataclass(frozen=True)
class Several(Kind):
    """一个或几个整数，每个只写一次；读成由小到大的元组。"""

    each: Whole
    most: int
    example: str

    @property
    def accepts(self) -> str:
        each = f"每个是 {self.each.low} 到 {self.each.high} 的整数，只写一次"
        return f"一个或几个数，用空格隔开，{each}，如 {self.example}"

    def parse(self, raw) -> tuple[int, ...]:
        parts = self.parts(raw)
        if not parts:
            raise ValueError("至少要有一个数")
        if len(parts) > self.most:
            raise ValueError(f"最多 {self.most} 个，现在有 {len(parts)} 个")
        numbers = [self.one(*each) for each in enumerate(parts, 1)]
        again = next((number for number in numbers if numbers.count(number) > 1), None)
        if again is not None:
            raise ValueError(f"{self.each.given(again)}写了不止一次")
        return tuple(sorted(numbers))

    def parts(self, raw) -> list:
        """逗号和空格一样：整数没有千位。"""
        return list_of(narrow(raw).replace(",", " ") if isinstance(raw, str) else raw)

    def one(self, position: int, part) -> int:
        try:
            return self.each.parse(part)
        except ValueError as wrong:
            said = self.each.accepts in str(wrong)
            wanted = "" if said else f"。请填写：{self.each.accepts}"
            raise Explained(f"第 {position} 个：{wrong}{wanted}") from None

    def given(self, raw) -> str:
        return "、".join(map(self.each.given, self.parse(raw)))

    def reading(self, raw) -> str:
        return numbered("第 {} 个", map(self.each.reading, self.parts(raw)))


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
        word = visible(raw)
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


class YesNo(Choice):
    """是或否；也接受 JSON 的真假。"""

    def parse(self, raw) -> str:
        return super().parse({"true": "yes", "false": "no"}.get(str(raw).lower(), raw))


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

    def parse(self, raw) -> Decimal | Fraction:
        if isinstance(raw, str) and self.unit:
            raw = narrow(raw).removesuffix(self.unit)
        return within(decimal_of(raw, self.places), Decimal(self.low), Decimal(self.high), " ") + 0


@dataclass(frozen=True)
class Years(Number):
    """年数：小数，如 28.83；也认得几年几个月，``41年6月`` 是 41 年半，不是 41.6。"""

    low: int | str | Decimal = 0
    high: int | str | Decimal = 60
    places: int = 8
    unit: str = "年"
    example: str = "28.83"
    keyboard = "text"

    @property
    def accepts(self) -> str:
        return f"{super().accepts}；也可以写成几年几个月，如 41年6个月"

    def parse(self, raw) -> Decimal | Fraction:
        months = self.span(raw)
        if months is None:
            return super().parse(raw)
        return within(Fraction(months, 12), int(self.low), int(self.high), " ")

    def span(self, raw) -> int | None:
        """写成几年几个月的，一共几个月；只写几年的，不算。"""
        is_plain = not isinstance(raw, str) or narrow(raw).endswith("年")
        return None if is_plain else span_of(raw)

    def given(self, raw) -> str:
        return visible(raw) if self.span(raw) is not None else super().given(raw)

    def reading(self, raw) -> str:
        months = self.span(raw)
        if months is None:
            return ""
        decimal = f"{Decimal(months) / 12:f} 年" if months % 3 == 0 else f"{months} 个月"
        return f"{quoted(visible(raw))}读作 {years_and_months(months)}，就是 {decimal}"


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
    keyboard = "numeric"

    @property
    def accepts(self) -> str:
        year = self.high.year - 10 if self.high.year < 2050 else 2015
        return f"年和月，如 {year}-09 或 {year}09"

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
    accepts = "年月日，如 2026-11-23 或 20261123"
    keyboard = "numeric"

    def parse(self, raw) -> date:
        text = str(raw) if isinstance(raw, date) else text_of(raw)
        found = DAY.fullmatch(text)
        if not found:
            raise ValueError(f"{quoted(text)} 不是年月日")
        return day_of(found, self.low, self.high)


@dataclass(frozen=True)
class Birth(Kind):
    """出生年月，或出生年月日。读成 (年月, 日)；没有写日的是 ``None``。"""

    low: YearMonth = YearMonth(1900, 1)
    high: YearMonth = YearMonth(2030, 12)
    accepts = "出生年月或年月日，如 197204、1972-04 或 1972-04-18"
    keyboard = "numeric"

    def parse(self, raw) -> tuple[YearMonth, int | None]:
        text = text_of(raw)
        found = DAY.fullmatch(text)
        if not found:
            return month_of(text, self.low, self.high), None
        born = day_of(found, self.low, self.high)
        return YearMonth(born.year, born.month), born.day

    def doubt(self, value, today: date) -> str:
        months = YearMonth(today.year, today.month).since(value[0])
        return f"照这样算，已经 {months // 12} 岁了" if months > 1200 else ""


@dataclass(frozen=True)
class Cell:
    """一行里的一格。"""

    name: str
    label: str
    kind: Kind


def is_empty(cell) -> bool:
    """一格没有填：什么也没有，或者只有一道横线。"""
    return cell is None or (isinstance(cell, str) and narrow(cell) in ("", "-"))


def numbered(item: str, texts) -> str:
    """几项各说一句，只说有话的，冠上是第几项。"""
    said = ((item.format(number), text) for number, text in enumerate(texts, 1))
    return "；".join(f"{name}：{text}" for name, text in said if text)


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
            raw = [line.split() for line in re.split(r"[;；\n]", visible(raw)) if line.strip()]
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
        cells = [None if is_empty(cell) else cell for cell in row]
        return cells + [None] * (len(names) - len(cells))

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
                wanted = f"{wrong}。请填写：{cell.kind.accepts}"
                raise Explained(f"第 {number} 行的{cell.label}：{wanted}") from None
        return SimpleNamespace(**read)

    def given(self, raw) -> str:
        rows = self.texts(raw)
        return "；".join(
            " ".join("—" if cell is None else str(cell) for cell in row) for row in rows
        )

    def reading(self, raw) -> str:
        return self.said(self.texts(raw), lambda kind, text: kind.reading(text))

    def doubt(self, value, today: date) -> str:
        rows = [[getattr(row, cell.name) for cell in self.cells] for row in value]
        return self.said(rows, lambda kind, each: kind.doubt(each, today))

    def said(self, rows: list[list], say: Callable[[Kind, object], str]) -> str:
        """各格的话，冠上是第几行。"""
        lines = (
            "，".join(
                f"{cell.label} {text}"
                for cell, each in zip(self.cells, row)
                if each is not None and (text := say(cell.kind, each))
            )
            for row in rows
        )
        return numbered("第 {} 行", lines)


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
                raise Explained(f"第 {position} 个：{wrong}。请填写：{self.each.accepts}") from None
        return tuple(amounts)

    def given(self, raw) -> str:
        return f"{'、'.join(map(str, self.parse(raw)))} {self.unit}"

    def reading(self, raw) -> str:
        return numbered("第 {} 个", map(self.each.reading, list_of(raw)))

    def doubt(self, value, today: date) -> str:
        return numbered("第 {} 个", (self.each.doubt(amount, today) for amount in value))
