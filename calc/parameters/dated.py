"""引用的文件，和按日期的参数。

``conflicts`` 说出合了形状、相互之间却不对的地方；别的表也是这样。
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from calc.parameters.reading import (
    Confidence,
    Day,
    Key,
    MaybeDay,
    MaybeHome,
    MaybeWords,
    Number,
    SourceId,
    Text,
    Words,
    one_of,
)

# 百分数写百分号前面的数；比这还小的，多半写成了比率。
LEAST_PERCENT = {"crediting_rate": Decimal("0.2")}
YEARLY = ("crediting_rate",)  # 一年公布一个
MOST = {"percent": 300, "months": 600, "times": 10}


# 引用的文件


@dataclass(frozen=True)
class Source:
    """一份法律、文件、网页或公开账单。

    ``read``：``text`` 读过原文，``quoted`` 只见过转引；``short`` 是页面上的简称。
    """

    id: Key
    kind: Annotated[str, one_of("law", "notice", "page", "statement")]
    title: Words
    number: MaybeWords
    issuer: Words
    issued: MaybeWords
    url: MaybeHome
    read: Annotated[str, one_of("text", "quoted")]
    checked: Day
    in_force: MaybeDay = None
    note: Text = ""
    short: Words = ""

    def as_dict(self) -> dict:
        """写进结果的样子，日期是 ISO 文字。"""
        shown = ("id", "kind", "title", "number", "issuer", "issued", "url", "read", "note")
        return {name: getattr(self, name) for name in shown} | {"checked": self.checked.isoformat()}


# 按日期的数值


@dataclass(frozen=True)
class Value:
    """一段时间内有效的数值。``start``、``end`` 为首日和末日，``None`` 表示没有界限。

    ``later``：查到的省里，有的从这一天才用；首日到它之间，当地的数可能不同。
    """

    WRITTEN = {"start": "from", "end": "to"}

    value: Number
    sources: tuple[SourceId, ...]
    confidence: Confidence
    checked: Day
    start: MaybeDay = None
    end: MaybeDay = None
    published: MaybeDay = None
    later: MaybeDay = None
    seen: Text = ""
    note: Text = ""
    disputed: Text = ""

    def covers(self, day: date) -> bool:
        """那一天是否在有效期内。"""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def is_year(self) -> bool:
        """正好一个自然年度。"""
        if self.start is None:
            return False
        year = self.start.year
        return (self.start, self.end) == (date(year, 1, 1), date(year, 12, 31))

    @property
    def period(self) -> str:
        return f"{self.start or '此前'} 到 {self.end or '以后'}"


@dataclass(frozen=True)
class Parameter:
    """一个政策参数和它历来的数值，按时间先后。"""

    name: Key
    label: Words
    unit: Annotated[str, one_of(*MOST)]
    description: Text
    values: tuple[Value, ...]

    def on(self, day: date) -> Value | None:
        """那一天有效的数值；没有公布的是 ``None``。"""
        return next((value for value in self.values if value.covers(day)), None)

    def known_on(self, day: date) -> Value:
        """那一天有效的数值，一定有的。"""
        found = self.on(day)
        assert found is not None, (self.name, day)
        return found

    def conflicts(self) -> Iterator[str]:
        for before, after in itertools.pairwise(self.values):
            if not follows(before, after):
                end, start = before.end or "没有写 to", after.start or "没有写 from"
                yield f"{end} 的下一段应当从第二天起，写的是 {start}"
        for each in self.values:
            if self.name in YEARLY and not each.is_year:
                yield f"{each.period}：这张表一年一段，从 1 月 1 日到 12 月 31 日"
            if each.start and each.end and each.start > each.end:
                yield f"{each.period}：先后颠倒了"
            if each.later and not (each.start and each.start < each.later and each.note):
                yield f"{each.period} 的 later 应当在 from 以后，note 里说是哪个省"
            if expected := self.misfit(each.value):
                yield f"{each.period} 的 value 应当是 {expected}，写的是 {each.value}"

    def misfit(self, value: Decimal) -> str:
        """这个单位的数应当是什么；对的是空的。"""
        least = LEAST_PERCENT.get(self.name, Decimal(1))
        if self.unit == "percent" and value < least:
            return f"百分号前面的数，不小于 {least}，如 8 表示 8%"
        if self.unit == "months" and value != value.to_integral_value():
            return "整月数"
        return f"不大于 {MOST[self.unit]} 的数" if value > MOST[self.unit] else ""


def follows(before: Value, after: Value) -> bool:
    """后一段从前一段的第二天起。"""
    if before.end is None or after.start is None or before.end == date.max:
        return False
    return before.end + timedelta(1) == after.start
