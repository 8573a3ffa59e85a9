"""由配好的名称和数，定出对账的几项；有两个不同的数、说不准的，空着，说为什么。"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from calc.money import grouped
from calc.months import YearMonth
from calc.statement_text.cells import lines_of
from calc.statement_text.names import FIRST_DATE, LABELS, LAST_DATE, plain
from calc.statement_text.pairs import Pair, pairs_of

AMOUNTS = ("opening_balance", "credited_amount", "credited_interest", "closing_balance")
INTERESTS = (
    "opening_interest",
    "contribution_interest",
    "total_interest",
    "credited_interest",
)
PERIODS = {"calendar": "1 月至 12 月", "july-june": "7 月至次年 6 月"}
# 写着年份的标题，年份后面是这些字。
TITLE = ("度", "个人", "社会保险", "养老", "职工", "城镇", "企业", "权益", "对账", "基本", "参保人")
NOT_PERIODS = ("缴费", "参保", "打印", "查询", "出生", "下载", "补缴", "有效")
DIFFERENT = "有几个不同的数，没有用；好几年的账单用“历年对账”"
NO_NUMBER = "没有找到它的数，或者配不准"
NO_DATE = "不知道是上年末的还是本年末的，没有用"
LIKE_YEAR = "像是年份，没有当作金额"
HALF = "只找到一部分利息，没有用"
NOT_SUM = "两行利息加起来和合计不一样，没有用"
INCLUDED = "已经在合计里，没有再加"
PARTED = "单位划入的另有一行，说不准，没有用"
OTHER = "别的险种的，没有用"


class Said(NamedTuple):
    """读的一行：第几行、哪一栏、填进哪一项、值、没有用的原因。"""

    number: int
    name: str
    field: str | None
    value: str | None
    reason: str | None


class Reading(NamedTuple):
    """读出的各项，没有把握的是 ``None``；读的各行；加过的两行利息。"""

    fields: dict
    said: list[Said]
    added: tuple[Decimal, Decimal] | None


class Reader:
    """读一次。"""

    def __init__(self, text: str):
        self.lines = lines_of(text)
        self.pairs = pairs_of(self.lines)
        self.said: list[Said] = []
        self.added: tuple[Decimal, Decimal] | None = None

    def read(self) -> Reading:
        years, periods = self.dates_of_text()
        years |= {year for each in self.pairs if (year := named_year(each))}
        found = self.dates_of_balances(years, periods)
        year, period = self.settle_dates(*found)
        self.pairs = [placed(each, year, period) for each in self.pairs]
        fields: dict = {"period": period, "year": year}
        for name in AMOUNTS:
            fields[name] = self.interest() if name == "credited_interest" else self.one(name)
        self.say_the_rest()
        said = sorted(dict.fromkeys(self.said), key=lambda each: each.number)
        return Reading(fields, said, self.added)

    def say(self, pair: Pair, field: str | None, reason: str | None = None) -> None:
        value = None if pair.value is None else f"{grouped(pair.value)} 元"
        self.said.append(Said(pair.number, LABELS[pair.kind], field, value, reason))

    # 年份和结息年度

    def dates_of_text(self) -> tuple[set[int], set[str]]:
        """标题里的年份，和写着的起止月份。"""
        years: set[int] = set()
        periods: set[str] = set()
        for line in self.lines:
            places = (place for cell in line.cells for place in titled_in(cell.text))
            years |= {date[1] for place in places if (date := line.dates[place])[0] == "year"}
            if not any(word in plain(line.text) for word in NOT_PERIODS):
                for period, year in filter(None, map(period_of, line.dates)):
                    years.add(year)
                    periods.add(period)
        return years, periods

    def dates_of_balances(self, years: set[int], periods: set[str]) -> tuple[set[int], set[str]]:
        """余额写着日期的：上年末、本年末的各是哪一年；正好隔一年的两个，前一个是上年末的。"""
        for each in self.pairs:
            if each.date and each.kind in ("opening_balance", "closing_balance"):
                shift = each.kind == "opening_balance"
                month = month_of(each.date)
                if month.month == 12:
                    years = years | {month.year + shift}
                elif month.month == 6:
                    years, periods = years | {month.year - (not shift)}, periods | {"july-june"}
        months = {month_of(each.date) for each in self.pairs if each.kind == "dated_balance"}
        if len(months) == 2:
            early, late = sorted(months)
            if late.since(early) == 12 and early.month in (6, 12):
                is_june = early.month == 6
                years = years | {early.year if is_june else late.year}
                periods = periods | {"july-june"} if is_june else periods
        return years, periods

    def settle_dates(self, years: set[int], periods: set[str]) -> tuple[int | None, str | None]:
        year = next(iter(years)) if len(years) == 1 else None
        period = next(iter(periods)) if len(periods) == 1 else None
        for line in self.lines:
            if period and period in [found[0] for found in map(period_of, line.dates) if found]:
                self.said.append(Said(line.number, "起止月份", "period", PERIODS[period], None))
        if year is not None:
            self.said.append(Said(self.year_line(year), "年度", "year", f"{year} 年", None))
        elif years:
            shown = "、".join(map(str, sorted(years)))
            first = min(self.year_line(each) for each in years)
            self.said.append(Said(first, "年度", None, f"{shown} 年", DIFFERENT))
        return year, period

    def year_line(self, year: int) -> int:
        """哪一行写着这一年。"""
        for each in self.pairs:
            if named_year(each) == year:
                return each.number
        numbers = [line.number for line in self.lines if year in map(year_of, line.dates)]
        return numbers[0] if numbers else 1

    # 金额

    def usable(self, *kinds: str) -> list[Pair]:
        found = [each for each in self.pairs if each.kind in kinds and each.value is not None]
        for each in filter(is_year, found):
            self.say(each._replace(value=None), None, LIKE_YEAR)
        return [each for each in found if not is_year(each)]

    def one(self, name: str) -> Decimal | None:
        """一项的数：写了几遍都一样才用。"""
        found = self.usable(name)
        reason = None if len({each.value for each in found}) == 1 else DIFFERENT
        parts = self.usable("employer_part") if name == "credited_amount" else []
        if any(each.value for each in parts):
            reason = PARTED
        for each in found:
            self.say(each, None if reason else name, reason)
        return found[0].value if found and not reason else None

    def interest(self) -> Decimal | None:
        """利息分成两行的，加起来；有合计的，用合计。"""
        lines = {kind: self.usable(kind) for kind in INTERESTS}
        lines = {kind: found for kind, found in lines.items() if found}
        used, reason = self.interest_used(lines)
        for kind, found in lines.items():
            for each in found:
                in_use = kind in used
                self.say(each, "credited_interest" if in_use else None, None if in_use else reason)
        values = [amount(lines[kind][0]) for kind in used]
        if len(values) == 2:
            self.added = (values[0], values[1])
        return sum(values, Decimal(0)) if values else None

    def interest_used(self, lines: dict[str, list[Pair]]) -> tuple[tuple[str, ...], str | None]:
        """用哪几行利息；别的几行为什么没有用。"""
        if any(len({each.value for each in found}) > 1 for found in lines.values()):
            return (), DIFFERENT
        first = {kind: amount(found[0]) for kind, found in lines.items()}
        parts: list[str] = [kind for kind in INTERESTS[:2] if kind in first]
        two = ("opening_interest", "credited_interest")
        if set(first) == set(two) and not self.is_whole(first["credited_interest"]):
            return two, None
        total = "total_interest" if "total_interest" in first else "credited_interest"
        if total in first:
            return self.total_used(first, parts, total)
        if not parts:
            return (), None
        return (tuple(parts), None) if len(parts) == 2 else ((), HALF)

    def total_used(
        self, first: dict[str, Decimal], parts: list[str], total: str
    ) -> tuple[tuple[str, ...], str | None]:
        """有一行是合计：几行加起来和它一样才用。"""
        both = "credited_interest" in first and total != "credited_interest"
        if both and not parts and first["credited_interest"] != first[total]:
            return (), DIFFERENT
        if parts == ["contribution_interest"] and total == "credited_interest":
            return (), HALF
        if both and parts == ["opening_interest"]:
            parts = [*parts, "credited_interest"]
        if len(parts) == 2 and sum(first[kind] for kind in parts) != first[total]:
            return (), NOT_SUM
        return (total,), INCLUDED

    def is_whole(self, interest: Decimal) -> bool:
        """加上上年末余额和本金，正好是年末余额：这一行已经是全部的利息。"""
        found = [
            {each.value for each in self.pairs if each.kind == name and each.value is not None}
            for name in ("opening_balance", "credited_amount", "closing_balance")
        ]
        if any(len(values) != 1 for values in found):
            return False
        opening, credited, closing = (values.pop() for values in found)
        return opening + credited + interest == closing

    def say_the_rest(self) -> None:
        told = {each.number for each in self.said}
        for each in self.pairs:
            if each.kind == "other-insurance":
                if each.value is not None:
                    self.say(each._replace(value=None), None, OTHER)
            elif each.kind == "dated_balance" and each.value is not None:
                self.say(each, None, NO_DATE)
            elif each.value is None and self.is_lost(each, told):
                self.say(each, None, NO_NUMBER)

    def is_lost(self, pair: Pair, told: set[int]) -> bool:
        """要读的一栏没有数，这一行也没有说过别的。"""
        return pair.kind not in ("other", "year") and pair.number not in told


def titled_in(text: str) -> Iterator[int]:
    """标题里的年份是这一行的第几个日期：后面是“度”，或者开头的年份后面是单据的名称。"""
    for place, letter in enumerate(text):
        if FIRST_DATE <= ord(letter) <= LAST_DATE:
            rest = text[place + 1 :]
            if rest.startswith("度") or (place == 0 and rest.startswith(TITLE)):
                yield ord(letter) - FIRST_DATE


def amount(pair: Pair) -> Decimal:
    """一定有的数。"""
    assert pair.value is not None
    return pair.value


def is_year(pair: Pair) -> bool:
    """像年份的整数，不当作金额。"""
    value = pair.value
    return value is not None and value.as_tuple().exponent == 0 and 1990 <= value <= 2100


def named_year(pair: Pair) -> int | None:
    """“年度”这一栏的年份。"""
    if pair.kind != "year":
        return None
    if pair.date and pair.date[0] == "year":
        return pair.date[1]
    return int(pair.value) if pair.value is not None and is_year(pair) else None


def year_of(date: tuple) -> int:
    return date[1] if date[0] == "year" else date[1].year


def month_of(date: tuple | None) -> YearMonth:
    """余额截至的月份；只写了年的，是十二月。"""
    if date is None:
        return YearMonth(1, 1)
    return YearMonth(date[1], 12) if date[0] == "year" else date[-1]


def period_of(date: tuple) -> tuple[str, int] | None:
    """写着的起止正好是一个结息年度的：哪一种、哪一年。"""
    if date[0] != "range" or date[2].since(date[1]) != 11:
        return None
    return {1: ("calendar", date[1].year), 7: ("july-june", date[1].year)}.get(date[1].month)


def placed(pair: Pair, year: int | None, period: str | None) -> Pair:
    """只写着日期的余额，是上年末的还是本年末的。"""
    if pair.kind != "dated_balance" or year is None or pair.date is None:
        return pair
    month = month_of(pair.date)
    opening = YearMonth(year, 6) if period == "july-june" else YearMonth(year - 1, 12)
    kinds = {0: "opening_balance", 12: "closing_balance"}
    return pair._replace(kind=kinds.get(month.since(opening), pair.kind))


def read(text: str) -> Reading:
    return Reader(text).read()
