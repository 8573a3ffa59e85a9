"""每月养老金的各项和计发月数。

计发月数只有整岁的表；不是整岁的按相邻两岁推算，四舍五入到一位小数。
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calc import parameters
from calc.money import percent, round_half_up, to_fen, to_jiao
from calc.rules.recorded import recorded_from


def payout_table() -> dict[int, int]:
    """整岁到计发月数。"""
    return parameters.payout_months().months


FIRST_AGE, LAST_AGE = min(payout_table()), max(payout_table())


def interpolated_months(years: int, months: int) -> Decimal:
    """推算的计发月数；正好是整数的不带小数。"""
    whole = payout_table()[years]
    exact = Fraction(whole)
    if months:
        exact += Fraction(payout_table()[years + 1] - whole, 12) * months
    rounded = round_half_up(exact, 1)
    return Decimal(int(rounded)) if rounded == int(rounded) else rounded


def payout_months(years: int, months: int) -> dict[str, Decimal]:
    """一个年龄的计发月数，按两种取法的代号。"""
    whole = Decimal(payout_table()[years])
    return {"interpolated": interpolated_months(years, months), "whole-age": whole}


def basic_rate(day: date) -> Decimal | None:
    """那一天，每满一年缴费年限计发的百分数；没有收录的是 ``None``。"""
    found = parameters.parameter("basic_pension_rate").on(day)
    return None if found is None else found.value


def first_day() -> date:
    """从哪一天起有收录的计发比例。"""
    return recorded_from("basic_pension_rate")


def basic(base: Decimal, indexed: Fraction, years: Fraction, rate: Decimal) -> Fraction:
    """基础养老金：计发基数与指数化月平均缴费工资 ``indexed`` 的平均值，每年 ``rate``。"""
    return (Fraction(base) + indexed) / 2 * years * percent(rate)


def account(balance: Decimal, months: Decimal) -> Fraction:
    return Fraction(balance) / Fraction(months)


def transition(indexed: Fraction, months: int, coefficient: Decimal) -> Fraction:
    """过渡性养老金：``months`` 是视同缴费的月数，``coefficient`` 是百分数。"""
    return indexed * Fraction(months, 12) * percent(coefficient)


@dataclass(frozen=True)
class Pension:
    """每月的各项（元），精确值；没有的一项是 ``None``。

    ``rounding``：``fen`` 各项到分；``total-up`` 合计再进到角；``items-up``、``items-nearest``
    各项进到角、四舍五入到角。
    """

    basic: Fraction
    account: Fraction
    transition: Fraction | None
    other: Fraction | None
    rounding: str = "fen"

    def rounded(self, part: Fraction | None) -> Decimal:
        """一项取整以后；没有的是 0。"""
        if self.rounding.startswith("items-"):
            return to_jiao(part or Fraction(0), self.rounding == "items-up")
        return to_fen(part or Fraction(0))

    @property
    def total(self) -> Decimal:
        """各项取整，再相加。"""
        parts = (self.basic, self.account, self.transition, self.other)
        total = sum(map(self.rounded, parts), Decimal(0))
        return to_jiao(Fraction(total), up=True) if self.rounding == "total-up" else total
