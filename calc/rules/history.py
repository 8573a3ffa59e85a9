"""历年滚存：一个自然年度接一个自然年度，每年的利息到分后记入余额，次年起一起计息。

金额是以分计的整数，``base`` 和 ``amount`` 是读者写的元。
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from calc.months import YearMonth
from calc.parameters import parameter
from calc.rules.interest import (
    PeriodInterest,
    in_fen,
)
from calc.rules.rates import (
    credited_from_base,
)

FIRST_MONTH = YearMonth(1, 1)
LAST_MONTH = YearMonth(9999, 12)


class Segment(NamedTuple):
    """一段缴费：起止月份，每月记账额或月缴费基数（元），只有一个。"""

    start: YearMonth | None
    end: YearMonth | None
    amount: Decimal | None
    base: Decimal | None


class Credit(NamedTuple):
    """一段时间里每月记入多少（分）；``share`` 是由缴费基数推出时的记账比例。"""

    start: YearMonth
    end: YearMonth
    amount: int
    share: Decimal | None = None


class HistoryYear(NamedTuple):
    """一年的账户和滚存到年末的数。"""

    year: int
    account: PeriodInterest
    interest: int
    cumulative_principal: int
    cumulative_interest: int

    @property
    def closing(self) -> int:
        """年末累计储存额。"""
        return self.cumulative_principal + self.cumulative_interest


def first_year(segments: Sequence[Segment]) -> int:
    return min(segment.start.year for segment in segments if segment.start)


def credits_of(segment: Segment) -> Iterator[Credit]:
    """这一段每月记入多少；由缴费基数推出的，按各个时期的记账比例分开。"""
    first, last = segment.start, segment.end
    assert first is not None and last is not None
    if segment.base is None:
        assert segment.amount is not None
        yield Credit(first, last, in_fen(segment.amount))
        return
    for value in parameter("account_contribution_rate").values:
        since = YearMonth(value.start.year, value.start.month) if value.start else FIRST_MONTH
        until = YearMonth(value.end.year, value.end.month) if value.end else LAST_MONTH
        start, end = max(since, first), min(until, last)
        if start <= end:
            yield Credit(start, end, credited_from_base(segment.base, value.value), value.value)


def monthly_credits(segments: Sequence[Segment], years: range) -> list[int]:
    """各月的记账额，从第一年 1 月到最后一年 12 月；重叠的相加。"""
    amounts = [0] * (12 * len(years))
    january = YearMonth(years[0], 1)
    for segment in segments:
        for credit in credits_of(segment):
            for place in range(credit.start.since(january), credit.end.since(january) + 1):
                amounts[place] += credit.amount
    return amounts


def roll_forward(
    opening: int,
    amounts: list[int],
    rates: dict[int, Decimal],
    last_year_months: tuple[int, int],
    rounding: str,
) -> list[HistoryYear]:
    """逐年滚存。``rates`` 是各年的利率；``last_year_months`` 是最后一年计息的月数。"""
    found: list[HistoryYear] = []
    principal, interest = opening, 0
    for place, (year, rate) in enumerate(rates.items()):
        months = last_year_months if place == len(rates) - 1 else (12, 12)
        credited = amounts[12 * place : 12 * place + 12]
        account = PeriodInterest(principal + interest, credited, [rate], months)
        earned = account.interest(rounding)
        principal, interest = principal + account.credited_amount, interest + earned
        found.append(HistoryYear(year, account, earned, principal, interest))
    return found
