"""缴费基数的上下限，和由基数算出的缴费额、记账额。"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calc.money import percent, to_fen
from calc.parameters import parameter
from calc.rules.recorded import recorded_from

NAMES = {
    "account": "account_contribution_rate",
    "flexible": "flexible_contribution_rate",
    "floor": "contribution_base_floor",
    "ceiling": "contribution_base_ceiling",
}


@dataclass(frozen=True)
class Rates:
    """某一天的百分数：记进账户的、灵活就业人员自己缴的，和缴费基数的下限、上限。"""

    account: Decimal
    flexible: Decimal
    floor: Decimal
    ceiling: Decimal


def rates_on(day: date) -> Rates | None:
    """那一天的百分数；有一个没有收录，就是 ``None``。"""
    found = {field: parameter(name).on(day) for field, name in NAMES.items()}
    known = {field: value.value for field, value in found.items() if value is not None}
    return Rates(**known) if len(known) == len(NAMES) else None


def first_day() -> date:
    """从哪一天起，几个百分数都有收录。"""
    return recorded_from(*NAMES.values())


def widest_levels() -> tuple[Decimal, Decimal]:
    """收录的各段日期里，最低的下限和最高的上限。"""
    low = min(value.value for value in parameter(NAMES["floor"]).values)
    return low, max(value.value for value in parameter(NAMES["ceiling"]).values)


@dataclass(frozen=True)
class Contribution:
    """一个人的缴费。``declared`` 是上下限以前的月基数，``by_year`` 是由年基数除出来的。"""

    declared: Fraction
    by_year: bool
    average_wage: Decimal | None
    is_flexible: bool
    rates: Rates

    @property
    def limits(self) -> tuple[Decimal, Decimal] | None:
        """月基数的下限和上限（元）；不知道当地月平均工资的是 ``None``。"""
        if self.average_wage is None:
            return None
        average = Fraction(self.average_wage)
        low, high = (average * percent(each) for each in (self.rates.floor, self.rates.ceiling))
        return to_fen(low), to_fen(high)

    @property
    def within_limits(self) -> Fraction:
        if self.limits is None:
            return self.declared
        low, high = map(Fraction, self.limits)
        return min(max(self.declared, low), high)

    @property
    def is_annual(self) -> bool:
        """全年的数直接由年基数算：年基数没有碰到上下限。"""
        return self.by_year and self.within_limits == self.declared

    @property
    def base(self) -> Fraction:
        """用来计算的月基数：年基数除出来的不取整，别的到分。"""
        return self.within_limits if self.is_annual else Fraction(to_fen(self.within_limits))

    @property
    def limited_by(self) -> str | None:
        """改变了基数的那一头：``floor`` 或 ``ceiling``。"""
        if self.limits is None or to_fen(self.declared) == to_fen(self.base):
            return None
        return "floor" if self.declared < self.limits[0] else "ceiling"

    @property
    def paid_rate(self) -> Decimal:
        """自己缴的百分数；职工缴的全部记进账户。"""
        return self.rates.flexible if self.is_flexible else self.rates.account

    def monthly(self, rate: Decimal) -> Decimal:
        return to_fen(self.base * percent(rate))

    def annual(self, rate: Decimal) -> Decimal:
        return to_fen(12 * self.base * percent(rate)) if self.is_annual else 12 * self.monthly(rate)


def level_base(average_wage: Decimal, level: Decimal) -> Fraction:
    """按档次选的月基数，精确值。"""
    return Fraction(average_wage) * percent(level)
