"""账单上印的数，和能算出利息的各种算法。

全用整数：金额以分计，利率以万分之一个百分点计。一种算法由前后各六个月的月积数和利率得出。
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from calc.months import YearMonth
from calc.rules.interest import (
    ROUNDING_TOLERANCE,
    ROUNDINGS,
    PeriodInterest,
    each_month,
    in_units,
    interest_fen,
    month_product,
    period_months,
    times_rates,
    totals_within,
)

# 只在第 n 个月记入 1 分，前六个月和后六个月的月积数。
UNIT_PRODUCTS = [
    (month_product(each_month(1, [position]), 0, 6), month_product(each_month(1, [position]), 6))
    for position in range(12)
]


def products_of(positions: Iterable[int]) -> tuple[int, int]:
    """这几个月各记入 1 分，前六个月和后六个月的月积数。"""
    before, after = zip(*(UNIT_PRODUCTS[position] for position in positions))
    return sum(before), sum(after)


class Way(NamedTuple):
    """一种算法：利息 ＝（期初 × opening ＋ 记账金额 × weight ÷ parts）÷ 12。

    ``opening`` 和 ``weight`` 都是积数 × 利率。
    """

    opening: int
    weight: int
    parts: int

    def interest(self, opening: int, amount: int, shown: bool = True) -> int:
        """账单那一行的利息（分）；``shown`` 为假时这一行不含上年末余额的利息。"""
        return interest_fen(self.total(opening, amount, shown), self.parts)

    def total(self, opening: int, amount: int, shown: bool) -> int:
        """积数 × 利率的 ``parts`` 倍。"""
        return opening * self.opening * shown * self.parts + amount * self.weight

    def hidden(self, opening: int) -> int:
        """上年末余额的利息（分）。"""
        return interest_fen(opening * self.opening)


def way_of(rates: tuple[int, int], products: tuple[int, int], count: int) -> Way:
    """月积数法：记账金额平均分到 ``count`` 个月。"""
    return Way(6 * sum(rates), times_rates(products, rates), count)


class Printed(NamedTuple):
    """账单上的四个数：上年末余额、当年记账金额、当年记账利息、年末余额（没有印的是 ``None``）。"""

    opening: int
    amount: int
    interest: int
    closing: int | None

    @property
    def implied_closing(self) -> int:
        """前三个数之和。"""
        return self.opening + self.amount + self.interest

    @property
    def gap(self) -> int | None:
        """年末余额 − 前三个数之和。"""
        return None if self.closing is None else self.closing - self.implied_closing

    def apart(self, hidden: int) -> int:
        """几个数加起来差多少；``hidden`` 是没有印出、已经加进年末余额的利息。"""
        if self.closing is None:
            return 0
        return self.closing - self.opening - self.amount - self.interest - hidden

    def difference(self, way: Way, shown: bool) -> int:
        """账单上的利息减这种算法的。"""
        return self.interest - way.interest(self.opening, self.amount, shown)


class Statement:
    """账单上印的数（分），和应得的算法。

    ``shown``：利息这一行含上年末余额的利息。``rates`` 是百分数，自然年度一个，社保年度两个。
    """

    def __init__(
        self,
        period: str,
        year: int,
        rates: Sequence[Decimal],
        months: Sequence[int] | None,
        printed: Printed,
        shown: bool,
    ):
        self.period, self.year, self.months, self.shown = period, year, months, shown
        self.printed = printed
        self.opening, self.amount, self.interest, self.closing = printed
        self.percents = list(rates)
        self.rates = in_units(rates[0]), in_units(rates[-1])
        self.calendar = period_months(period, year)
        self.order = [month for _, month in self.calendar]
        self.positions = self.positions_in(self.order)
        self.products, self.count = products_of(self.positions), len(self.positions)
        self.way = self.way_at(self.rates)
        self.whole_year = way_of(self.rates, products_of(range(12)), 12)
        self.account = self.account_with(self.opening)
        self.line = self.account if shown else self.account_with(0)
        self.roundings = {mode: self.line.interest(mode) for mode in ROUNDINGS}
        self.expected = self.roundings["total"]
        self.fitting = totals_within(self.interest, ROUNDING_TOLERANCE)

    def account_with(self, opening: int) -> PeriodInterest:
        amounts = each_month(self.amount, self.positions)
        return PeriodInterest(opening, amounts, self.percents, shares=self.count)

    def positions_in(self, order: list[int]) -> list[int]:
        """缴费的月份在结息年度里的先后。"""
        paid = self.months or order
        return [position for position, month in enumerate(order) if month in paid]

    def way_at(self, rates: tuple[int, int]) -> Way:
        """缴费月份不变，利率换成前后各六个月的 ``rates``。"""
        return way_of(rates, self.products, self.count)

    def month(self, position: int) -> YearMonth:
        return YearMonth(*self.calendar[position])

    def hidden(self, way: Way) -> int:
        """没有印在利息这一行的余额利息（分）。"""
        return 0 if self.shown else way.hidden(self.opening)

    def books(self, hidden: int) -> bool:
        """几个数加得起来。"""
        return abs(self.printed.apart(hidden)) <= ROUNDING_TOLERANCE

    def difference(self, way: Way) -> int:
        return self.printed.difference(way, self.shown)

    def fits(self, way: Way) -> bool:
        """这种算法的利息与账单的差，可以只是取整的差别。"""
        first, stop = self.fitting
        return (
            first * way.parts <= way.total(self.opening, self.amount, self.shown) < stop * way.parts
        )
