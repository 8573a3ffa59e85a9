"""输入项的种类：怎样读懂人写的一个值，读不懂时怎样说。

``parse`` 接受命令行和网页送来的文字，也接受 JSON 的整数、``Decimal`` 与列表；
看不懂时抛出 :class:`ValueError`，消息是给人看的中文，说明可以填什么。
"""

import re
from dataclasses import dataclass
from decimal import Decimal

FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．，－＋％：／～", "0123456789.,-+%:/~")}
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?")
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
    """读一个十进制数。千位逗号必须成组，小数不超过 ``places`` 位。"""
    text = text_of(raw)
    if not NUMBER.fullmatch(text):
        hint = "逗号只能用作千位分隔，如 123,456.78" if re.fullmatch(r"[\d,.]+", text) else "不是数字"
        raise ValueError(f"{quoted(text)}：{hint}")
    if len(text.partition(".")[2].rstrip("0")) > places:
        raise ValueError(f"{quoted(text)} 的小数太多，最多 {places} 位")
    return Decimal(text.replace(",", ""))


def whole_of(raw) -> int:
    text = text_of(raw)
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
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
    return [part for part in re.split(r"[\s;；、]+" if re.search(r"[\s;；、]", text) else ",", text) if part]


def within(value, low, high, unit: str):
    if not low <= value <= high:
        raise ValueError(f"应当在 {low:,} 到 {high:,}{unit}之间")
    return value


@dataclass(frozen=True)
class Money:
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


@dataclass(frozen=True)
class Percent:
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
class Whole:
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
class Choice:
    """几个选项中的一个；``options`` 是 (值, 中文说明)。"""

    options: tuple[tuple[str, str], ...]
    unit = ""

    @property
    def accepts(self) -> str:
        return "、".join(f"{value}（{label}）" for value, label in self.options)

    def parse(self, raw) -> str:
        if not isinstance(raw, str) or raw not in dict(self.options):
            raise ValueError(f"没有{f' {quoted(raw)} ' if isinstance(raw, str) else ''}这个选项")
        return raw


@dataclass(frozen=True)
class MonthSet:
    """一年中的若干月份，月份号 1–12，不重复。"""

    unit = "月"
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


@dataclass(frozen=True)
class MoneyList:
    """固定个数的金额，按期内月份的先后排列；没有的写 0。"""

    count: int = 12
    each: Money = Money()
    unit = "元"

    @property
    def accepts(self) -> str:
        return f"{self.count} 个金额，按月份先后，没有缴费的月份填 0"

    def parse(self, raw) -> tuple[Decimal, ...]:
        parts = list_of(raw)
        if isinstance(raw, str) and any(re.match(r"0\d", part) for part in parts):
            raise ValueError("逗号分不清是千位还是间隔，各个金额之间请用空格隔开")
        if len(parts) != self.count:
            raise ValueError(f"应当是 {self.count} 个月的金额，现在有 {len(parts)} 个")
        amounts = []
        for position, part in enumerate(parts, 1):
            try:
                amounts.append(self.each.parse("0" if part in ("", None) else part))
            except ValueError as wrong:
                raise ValueError(f"第 {position} 个：{wrong}") from None
        return tuple(amounts)
