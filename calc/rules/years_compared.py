"""缴的年数不同：自己一共缴多少、账户里有多少、每月领多少，和少缴几年的比。

每月缴一样多，缴费和计发基数都按今天的数，不增长。
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.money import round_up
from calc.rules import pension
from calc.rules.contribution import Contribution
from calc.rules.history import roll_forward
from calc.rules.interest import in_fen, in_yuan
from calc.rules.pension import Pension


@dataclass(frozen=True)
class Terms:
    """几个年数都一样的：缴费、计发基数、指数、每年的百分数、计发月数、每年的利率。"""

    contribution: Contribution
    pension_base: Decimal
    average_index: Decimal
    basic_rate: Decimal
    payout_months: Decimal
    interest_rate: Decimal

    @property
    def monthly_cost(self) -> Decimal:
        """每月自己缴。"""
        return self.contribution.monthly(self.contribution.paid_rate)

    @property
    def monthly_credited(self) -> Decimal:
        """每月记进账户。"""
        return self.contribution.monthly(self.contribution.rates.account)


@dataclass(frozen=True)
class Contributed:
    """缴满 ``years`` 年的。"""

    years: int
    own_cost: Decimal
    balance: Decimal
    pension: Pension


@dataclass(frozen=True)
class Longer:
    """缴得久的比缴得短的多缴多少、每月多领多少。"""

    cost: Decimal
    pension: Decimal

    @property
    def months(self) -> int | None:
        """领几个月领回多缴的，进到月；每月不多领的，领不回来。"""
        return round_up(Fraction(self.cost) / Fraction(self.pension)) if self.pension else None


def balances(terms: Terms, most: int) -> list[int]:
    """缴满一年、两年……账户里各有多少（分）。"""
    monthly = [in_fen(terms.monthly_credited)] * (12 * most)
    rates = dict.fromkeys(range(most), terms.interest_rate)
    return [year.closing for year in roll_forward(0, monthly, rates, (12, 12), "total")]


def compared(terms: Terms, years: Sequence[int]) -> list[Contributed]:
    saved = balances(terms, max(years))
    return [contributed(terms, count, in_yuan(saved[count - 1])) for count in years]


def contributed(terms: Terms, years: int, balance: Decimal) -> Contributed:
    indexed = Fraction(terms.pension_base) * Fraction(terms.average_index)
    found = Pension(
        pension.basic(terms.pension_base, indexed, Fraction(years), terms.basic_rate),
        pension.account(balance, terms.payout_months),
        None,
        None,
    )
    return Contributed(years, terms.monthly_cost * 12 * years, balance, found)


def longer(short: Contributed, long: Contributed) -> Longer:
    return Longer(long.own_cost - short.own_cost, long.pension.total - short.pension.total)
