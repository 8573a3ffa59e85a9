"""丧葬补助金和抚恤金的月数；数在 ``survivor_benefit.toml``。"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from calc.money import to_fen
from calc.parameters import ages, survivor_benefit

CAPPED_BELOW = 60  # 缴费不满这么多个月的，转载的文章说两笔合计有上限；没有算


def terms() -> ages.Bereavement:
    """抚恤金的起点、步子、最多和最少。"""
    return survivor_benefit().bereavement


def funeral_months() -> int:
    return survivor_benefit().funeral_grant.months


def tier_months(contribution_months: int) -> int:
    """缴费月数落在的那一档的月数。"""
    tiers = survivor_benefit().tiers
    reached = [tier for tier in tiers if tier.start <= contribution_months]
    return max(reached, key=lambda tier: tier.start).months


@dataclass(frozen=True)
class Bereavement:
    """抚恤金的发放月数。``received`` 是已领养老金的月数，没有退休的是 ``None``。

    不满一年的部分按月折算；``unit`` 为 12 时只算满整年的部分。
    """

    contribution_months: int
    received: int | None
    unit: int = 1

    @property
    def first(self) -> int:
        return tier_months(self.contribution_months)

    @property
    def beyond(self) -> int:
        """超过起点的缴费月数。"""
        more = max(0, self.contribution_months - terms().step_from)
        return more // self.unit * self.unit

    @property
    def uncapped(self) -> Fraction:
        return self.first + Fraction(self.beyond * terms().step, 12)

    @property
    def earned(self) -> Fraction:
        """由缴费年限定的月数。"""
        return min(Fraction(terms().most), self.uncapped)

    @property
    def reduced(self) -> Fraction | None:
        """减去已领养老金的年数，还没有看最少。"""
        if self.received is None:
            return None
        return self.earned - Fraction(self.received // self.unit * self.unit * terms().step, 12)

    @property
    def months(self) -> Fraction:
        if self.reduced is None:
            return self.earned
        return max(Fraction(terms().retired_least), self.reduced)

    @property
    def counted(self) -> int | Decimal:
        """写成结果的月数：整的是整数，不整的两位小数。"""
        return self.months.numerator if self.months.denominator == 1 else to_fen(self.months)


class Grants(NamedTuple):
    """遗属的两笔钱；``income`` 是本省上年度城镇居民月人均可支配收入。"""

    income: Decimal
    terms: Bereavement

    @property
    def funeral(self) -> Decimal:
        return grant(self.income, funeral_months())

    @property
    def bereavement(self) -> Decimal:
        return grant(self.income, self.terms.months)

    @property
    def total(self) -> Decimal:
        return self.funeral + self.bereavement

    @property
    def whole_years(self) -> "Grants":
        """不满一年的部分不算时的两笔钱。"""
        contributed, received = self.terms.contribution_months, self.terms.received
        return Grants(self.income, Bereavement(contributed, received, 12))


def grant(income: Decimal, months: Fraction | int) -> Decimal:
    """月人均可支配收入 × 月数，到分。"""
    return to_fen(Fraction(income) * months)
