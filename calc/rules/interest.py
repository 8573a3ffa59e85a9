"""当年记账利息：月积数法。

《职工基本养老保险个人账户管理暂行办法》：

    当年记账利息 ＝ 上年末累计储存额 × 记账利率 ＋ 当年记账月积数 × 记账利率 ÷ 12
    当年记账月积数 ＝ Σ［第 n 个月的记账额 ×（12 − n ＋ 1）］

社保年度（7 月至次年 6 月）前后各六个月用各自那一年的利率，12 月 31 日不另外结息；
这一条由一张江苏账单反推，没有官方文本。
终止当年怎样计息、怎样取整，没有全国统一的规定，所以各有三种。

金额是以分计的整数；全年的数平均分到 ``shares`` 个月时，以 ``shares`` 分之一分计，除不尽也不损失。
月份用期内的先后：0 是第一个月，11 是最后一个月。
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from operator import mul

from calc.money import FEN, nearest

ROUNDINGS = ("total", "item", "monthly")
FINAL_YEARS = ("to-month", "full-year", "mixed")
RATE_UNITS = 10_000  # 利率以万分之一个百分点计：输入的利率最多四位小数
YEAR = 12 * 100 * RATE_UNITS  # 积数 × 利率，除以它就是利息
ROUNDING_TOLERANCE = 2  # 分；账单与应得的相差不超过这么多，可以只是取整的差别


# 公式


def month_product(amounts: Sequence[int], start: int = 0, stop: int = 12) -> int:
    """月积数：期内第 ``start`` 到 ``stop`` 个月（不含），各月末已记入本金之和。

    十二个月都算，就是 Σ［第 n 个月的记账额 ×（12 − n ＋ 1）］。
    """
    return sum([*accumulate(amounts)][start:stop])


def times_rates(products: Iterable[int], rates: Iterable[int]) -> int:
    """积数 × 利率；前后两段利率不同的，各乘各的再相加。"""
    return sum(map(mul, products, rates))


def interest_fen(total: int, shares: int = 1) -> int:
    """÷ 12，四舍五入到分。``total`` 是积数 × 利率。"""
    return nearest(total, YEAR * shares)


def totals_within(interest: int, apart: int) -> tuple[int, int]:
    """取整后与 ``interest`` 相差不超过 ``apart`` 分的积数 × 利率：从第一个数起，不到第二个数。"""
    middle, width = interest * YEAR, apart * YEAR + YEAR // 2
    return middle - width, middle + width


def in_units(rate: Decimal | None) -> int:
    """以万分之一个百分点计的利率；还没有公布的当作 0。"""
    return int((rate or 0) * RATE_UNITS)


def in_fen(amount: Decimal | int) -> int:
    return int(amount * 100)


def in_yuan(fen: int) -> Decimal:
    return fen * FEN


# 计息的月份


def period_months(period: str, year: int) -> list[tuple[int, int]]:
    """结息年度的十二个月，按先后的 (年, 月)。"""
    first = 7 if period == "july-june" else 1
    return [(year + (month < first), month) for month in [*range(first, 13), *range(1, first)]]


def month_order(period: str) -> list[int]:
    return [month for _, month in period_months(period, 2000)]


def months_through(period: str, month: int | None) -> int:
    """计息到 ``month`` 月，是期内的几个月；没有说到几月，是十二个月。"""
    return 12 if month is None else month_order(period).index(month) + 1


def interest_months(final_year: str, last: int) -> tuple[int, int]:
    """计息到第 ``last`` 个月时，上年末余额算几个月、当年缴费算到第几个月。"""
    return 12 if final_year == "full-year" else last, last if final_year == "to-month" else 12


def rates_needed(period: str, last: int, final_year: str) -> int:
    """用到几个利率：社保年度只算到前六个月的，用不到第二个。"""
    return 2 if period == "july-june" and max(interest_months(final_year, last)) > 6 else 1


# 一个结息年度


class PeriodInterest:
    """一个结息年度的账户：上年末余额（分）、各月的记账额（``shares`` 分之一分）和利率（百分数）。

    利率有一个的，十二个月都用它；有两个的，前后各用六个月。
    """

    def __init__(
        self,
        opening: int,
        amounts: list[int],
        rates: Sequence[Decimal | None],
        months: tuple[int, int] = (12, 12),
        shares: int = 1,
    ):
        self.opening, self.amounts, self.rates, self.shares = opening, amounts, rates, shares
        self.opening_months, self.deposit_months = months
        self.parts = [(0, 6), (6, 12)] if len(rates) == 2 else [(0, 12)]
        self.units = [in_units(rate) for rate in rates]
        self.opening_total = times_rates(self.opening_products(), self.units)
        self.contribution_total = times_rates(self.month_products(), self.units)

    def months_earning(self, start: int, stop: int) -> int:
        """上年末余额在第 ``start`` 到 ``stop`` 个月里计息几个月。"""
        return max(0, min(stop, self.opening_months) - start)

    def weight(self, position: int) -> int:
        """第 ``position`` 个月的缴费计息几个月：12 − n ＋ 1。"""
        return max(0, self.deposit_months - position)

    def opening_products(self) -> list[int]:
        """上年末余额 × 计息月数，一个利率一个数。"""
        return [self.opening * self.shares * self.months_earning(*part) for part in self.parts]

    def month_products(self) -> list[int]:
        """当年记账月积数，一个利率一个数。"""
        last = self.deposit_months
        return [month_product(self.amounts, start, min(stop, last)) for start, stop in self.parts]

    def month_totals(self) -> Iterator[int]:
        """各月计息的余额 × 当月的利率。"""
        for position, deposits in enumerate(accumulate(self.amounts)):
            earning = deposits if position < self.deposit_months else 0
            if position < self.opening_months:
                earning += self.opening * self.shares
            yield earning * self.units[position * len(self.units) // 12]

    def fen(self, total: int) -> int:
        """由积数 × 利率得利息，到分。"""
        return interest_fen(total, self.shares)

    def exact_interest(self, total: int) -> Fraction:
        """由积数 × 利率得利息（元），不取整。"""
        return Fraction(total, 100 * YEAR * self.shares)

    def exact_amount(self, amount: int) -> Fraction:
        """记账额或月积数（元），不取整。"""
        return Fraction(amount, 100 * self.shares)

    def whole_fen(self, amount: int) -> int:
        """记账额或月积数，到分。"""
        return nearest(amount, self.shares)

    @property
    def has_two_rates(self) -> bool:
        return len(self.rates) == 2

    @property
    def credited_amount(self) -> int:
        """当年记账金额（分）。"""
        return self.whole_fen(sum(self.amounts))

    @property
    def month_product(self) -> int:
        """当年记账月积数（分·月）。"""
        return self.whole_fen(sum(self.month_products()))

    @property
    def opening_interest(self) -> int:
        """上年末余额的利息（分）。"""
        return self.fen(self.opening_total)

    @property
    def contribution_interest(self) -> int:
        """当年记账额的利息（分）。"""
        return self.fen(self.contribution_total)

    def interest(self, rounding: str = "total") -> int:
        """当年记账利息（分）：合计一次取整、两项分别取整或逐月取整。"""
        if rounding == "monthly":
            return sum(map(self.fen, self.month_totals()))
        if rounding == "item":
            return self.opening_interest + self.contribution_interest
        return self.fen(self.opening_total + self.contribution_total)

    def final_year_interests(self, last: int, rounding: str = "total") -> dict[str, int]:
        """只到第 ``last`` 个月的，终止当年三种计息各得多少利息（分）。"""
        return {mode: self.ending(mode, last).interest(rounding) for mode in FINAL_YEARS}

    def ending(self, final_year: str, last: int) -> "PeriodInterest":
        """同一个账户，换一种终止当年的计息。"""
        months = interest_months(final_year, last)
        return PeriodInterest(self.opening, self.amounts, self.rates, months, self.shares)


def each_month(amount: int, positions: Iterable[int]) -> list[int]:
    """这几个月各记入 ``amount``，别的月是 0。"""
    paid = set(positions)
    return [amount if position in paid else 0 for position in range(12)]
