"""历年对账：许多年的账单逐年查，前后两年接不接得上，差额滚到最后一年有多少。金额以分计。"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from calc.money import nearest
from calc.rules.interest import ROUNDING_TOLERANCE, YEAR, in_units
from calc.rules.statement.arithmetic import Printed, Statement
from calc.rules.statement.verdict import explanations, settled

UNSETTLED = "unsettled"  # 对不上，试过的原因都不合


class Row(NamedTuple):
    """一张账单。没有印上年末余额、年末余额的是 ``None``。"""

    year: int
    opening: int | None
    amount: int
    interest: int
    closing: int | None


class ChainYear(NamedTuple):
    """查过的一年。

    ``statement`` 没有利率、没有查的是 ``None``；``cause`` 是第一种原因，一分不差的是 ``None``，
    试过都不合的是 :data:`UNSETTLED`；``carry`` 是年初余额减上一年末的；
    ``total`` 是到这一年末的累计差额，缺利率、算不出的是 ``None``。
    """

    year: int
    printed: Printed
    statement: Statement | None
    cause: str | None
    carry: int | None
    total: int | None

    @property
    def interest_difference(self) -> int | None:
        """账单上的利息减应得的。"""
        s = self.statement
        return None if s is None else s.interest - s.expected

    @property
    def verdict(self) -> str:
        if self.statement is None:
            return "not-checked"
        if self.cause not in (None, "rounding") or is_apart(self.carry):
            return "different"
        return "rounding" if self.cause or self.carry else "match"

    @property
    def is_off(self) -> bool:
        """对不上；没有查利息的，看余额接不接得上。"""
        if self.statement is None:
            return is_apart(self.printed.gap) or is_apart(self.carry)
        return self.verdict == "different"


def is_apart(fen: int | None) -> bool:
    """差得超过取整的差别。"""
    return abs(fen or 0) > ROUNDING_TOLERANCE


def in_order(rows: Iterable[Row]) -> list[Row]:
    """按年份先后；没有印上年末余额的，用上一年的年末余额。"""
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: row.year):
        before = found[-1] if found else None
        if row.opening is None and before and before.year == row.year - 1:
            row = row._replace(opening=before.closing)
        found.append(row)
    return found


def years_used(period: str, rows: Sequence[Row]) -> range:
    """从第一年到最后一年，用得到利率的各年。"""
    years = [row.year for row in rows]
    return range(min(years), max(years) + 1 + (period == "july-june"))


def examine(period: str, rows: Sequence[Row], rates: dict[int, Decimal]) -> list[ChainYear]:
    """逐年查。``rows`` 是 :func:`in_order` 的；``rates`` 是各年的利率，没有的不在里面。"""
    by_year = {row.year: row for row in rows}
    found: list[ChainYear] = []
    total: int | None = 0
    for year in range(rows[0].year, rows[-1].year + 1):
        known, row = year_rates(period, year, rates), by_year.get(year)
        before = found[-1] if found else None
        if row is None:
            total = carried(total, known)
            continue
        checked = check_one(period, row, before, known)
        started = None if total is None else total + (checked.carry or 0)
        total = with_own(carried(started, known), checked)
        found.append(checked._replace(total=total))
    return found


def year_rates(period: str, year: int, rates: dict[int, Decimal]) -> tuple[Decimal, ...] | None:
    """这一年的利率，社保年度两个；缺一个就没有。"""
    years = (year, year + 1) if period == "july-june" else (year,)
    found = [rates[each] for each in years if each in rates]
    return tuple(found) if len(found) == len(years) else None


def check_one(
    period: str, row: Row, before: ChainYear | None, rates: tuple[Decimal, ...] | None
) -> ChainYear:
    assert row.opening is not None, row.year
    printed = Printed(row.opening, row.amount, row.interest, row.closing)
    carry = None
    if before and before.year == row.year - 1:
        end = before.printed.closing
        carry = row.opening - (before.printed.implied_closing if end is None else end)
    if rates is None:
        return ChainYear(row.year, printed, None, None, carry, None)
    statement, cause = judged(period, row.year, rates, printed)
    return ChainYear(row.year, printed, statement, cause, carry, None)


@lru_cache(256)
def judged(
    period: str, year: int, rates: tuple[Decimal, ...], printed: Printed
) -> tuple[Statement, str | None]:
    """一年的账单和第一种原因；改一年的数，别的年不用重查。"""
    s = Statement(period, year, rates, None, printed, True)
    agreed = settled(s)
    if agreed is None:
        found = explanations(s)
        return s, found[0].cause if found else UNSETTLED
    return s, agreed[0].cause if agreed else None


def carried(total: int | None, rates: tuple[Decimal, ...] | None) -> int | None:
    """年初的差额到年末连同利息有多少；有差额而没有利率的，算不出。"""
    if not total:
        return total
    if rates is None:
        return None
    weight = 6 * (in_units(rates[0]) + in_units(rates[-1]))
    interest = nearest(abs(total) * weight, YEAR)
    return total + (interest if total > 0 else -interest)


def with_own(total: int | None, checked: ChainYear) -> int | None:
    """再加上这一年自己的：利息的差和年末余额的差。"""
    if total is None:
        return None
    return total + (checked.interest_difference or 0) + (checked.printed.gap or 0)
