"""早退、到点退、晚退：各个退休月份的缴费月数、账户余额、每月的养老金，和一共领多少。

缴费从 ``paid_until`` 的次月到退休当月，退休的次月开始领；缴费和计发基数都按今天的数，不增长。
退休当年的余额和缴费都只计息到退休当月。
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.money import round_up
from calc.months import YearMonth
from calc.rules import pension
from calc.rules.contribution import Contribution
from calc.rules.history import roll_forward
from calc.rules.interest import in_fen, in_yuan, interest_months
from calc.rules.pension import Pension
from calc.rules.rates import published_rate
from calc.rules.retirement import Retirement

LONGEST_WAIT = 480  # 晚退的领这么多个月还没有赶上，就当作赶不上


def interest_years(paid_until: YearMonth, month: YearMonth) -> range:
    """到那个月退休，计息的各年；填的余额当作上一年末的。"""
    return range(paid_until.plus(1).year, month.year + 1)


def unpublished_years(paid_until: YearMonth, month: YearMonth) -> list[int]:
    """到那个月退休，没有公布利率的各年。"""
    return [year for year in interest_years(paid_until, month) if published_rate(year) is None]


@dataclass(frozen=True)
class Plan:
    """一个人到 ``paid_until`` 月末的数，和以后的打算；不再缴费的没有 ``contribution``。"""

    retirement: Retirement
    paid_until: YearMonth
    contributed: int
    balance: Decimal
    contribution: Contribution | None
    pension_base: Decimal
    average_index: Decimal
    future_index: Decimal
    basic_rate: Decimal
    default_rate: Decimal | None

    def rate(self, year: int) -> Decimal:
        found = published_rate(year)
        rate = self.default_rate if found is None else found.value
        assert rate is not None, year
        return rate

    @property
    def monthly_cost(self) -> Decimal:
        """以后每月自己缴。"""
        paid = self.contribution
        return Decimal(0) if paid is None else paid.monthly(paid.paid_rate)

    @property
    def monthly_credited(self) -> Decimal:
        """以后每月记进账户。"""
        paid = self.contribution
        return Decimal(0) if paid is None else paid.monthly(paid.rates.account)

    def months_to_come(self, month: YearMonth) -> int:
        """到那个月退休，还要缴几个月。"""
        return 0 if self.contribution is None else month.since(self.paid_until)

    def index(self, month: YearMonth) -> Fraction:
        """全部缴费月份的平均缴费工资指数，按月数加权；一个月也没有的是 0。"""
        more = self.months_to_come(month)
        weighted = self.contributed * Fraction(self.average_index)
        weighted += more * Fraction(self.future_index)
        return weighted / (self.contributed + more or 1)

    def balance_at(self, month: YearMonth) -> Decimal:
        """到那个月退休时账户里有多少；当年的余额和缴费都算到那个月。"""
        years, first = interest_years(self.paid_until, month), self.paid_until.plus(1).month - 1
        if not years:
            return self.balance
        amounts = [0] * (12 * len(years))
        for place in range(first, first + self.months_to_come(month)):
            amounts[place] = in_fen(self.monthly_credited)
        rates = {year: self.rate(year) for year in years}
        ending = interest_months("to-month", month.month)
        history = roll_forward(in_fen(self.balance), amounts, rates, ending, "total")
        return in_yuan(history[-1].closing)

    def choice(self, offset: int) -> "Choice":
        month = self.retirement.statutory.plus(offset)
        minimum = self.retirement.minimum(month)
        assert minimum is not None, month
        return Choice(self, offset, month, minimum)


class Choice:
    """一个退休月份。"""

    def __init__(self, plan: Plan, offset: int, month: YearMonth, minimum: int):
        self.offset, self.month, self.minimum = offset, month, minimum
        self.birth = plan.retirement.birth
        self.months_to_come = plan.months_to_come(month)
        self.contributed = plan.contributed + self.months_to_come
        self.own_cost = plan.monthly_cost * self.months_to_come
        self.balance = plan.balance_at(month)
        self.index = plan.index(month)
        self.payout_months = pension.interpolated_months(*self.age)
        indexed = Fraction(plan.pension_base) * self.index
        years = Fraction(self.contributed, 12)
        self.pension = Pension(
            pension.basic(plan.pension_base, indexed, years, plan.basic_rate),
            pension.account(self.balance, self.payout_months),
            None,
            None,
        )

    @property
    def age(self) -> tuple[int, int]:
        return divmod(self.month.since(self.birth), 12)

    @property
    def first(self) -> YearMonth:
        """第一次领的月份。"""
        return self.month.plus(1)

    @property
    def missing(self) -> int:
        """年限还差几个月。"""
        return max(0, self.minimum - self.contributed)

    @property
    def is_enough(self) -> bool:
        return not self.missing

    def drawn_before(self, month: YearMonth) -> Decimal:
        """那个月以前一共领了多少。"""
        return self.pension.total * max(0, month.since(self.first))


def caught_up(early: Choice, late: Choice) -> int | None:
    """晚退的领到几岁（月龄），一共领的减去自己缴的，才不比早退的少；太久赶不上的没有。"""
    behind = early.drawn_before(late.first) + late.own_cost - early.own_cost
    gain = late.pension.total - early.pension.total
    if behind > 0 and not gain:
        return None
    months = round_up(Fraction(behind) / Fraction(gain)) if behind > 0 else 0
    return None if months > LONGEST_WAIT else late.first.since(late.birth) + months


def usual_offsets(retirement: Retirement, paid_until: YearMonth) -> list[int]:
    """最早、按时、最晚比法定晚几个月；已经缴过了的月份，从缴到的那个月起比。"""
    months = (retirement.earliest, retirement.statutory, retirement.latest)
    offsets = {max(month, paid_until).since(retirement.statutory) for month in months}
    return sorted(offsets)
