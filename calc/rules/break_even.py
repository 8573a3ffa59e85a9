"""多缴的钱多久领回来：多缴的钱 ÷ 每月多领的钱，不计利息和养老金调整。"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.money import round_half_up, to_fen


@dataclass(frozen=True)
class BreakEven:
    """领回本钱要的月数；``start`` 是开始领时的月龄，没有说的是 ``None``。"""

    exact_months: Fraction
    start: int | None = None

    @property
    def months(self) -> int:
        return int(round_half_up(self.exact_months, 0))

    @property
    def years(self) -> Decimal:
        return to_fen(self.exact_months / 12)

    @property
    def end(self) -> int | None:
        """领回本钱时的月龄，由取整的月数算出。"""
        return None if self.start is None else self.start + self.months

    @property
    def age(self) -> Decimal | None:
        """领回本钱时的年龄，一位小数，由没有取整的月数算出。"""
        if self.start is None:
            return None
        return round_half_up((self.start + self.exact_months) / 12, 1)


def break_even(extra_cost: Decimal, monthly_gain: Decimal, start: int | None = None) -> BreakEven:
    return BreakEven(Fraction(extra_cost) / Fraction(monthly_gain), start)
