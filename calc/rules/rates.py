"""记账利率和记账比例：读者填的优先，没有填就用公布的。"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from calc.money import percent, to_fen
from calc.months import YearMonth
from calc.parameters import Value, parameter
from calc.rules.interest import in_fen

# 国发〔2005〕38 号文件：从这一天起，各地的记账比例才一样，个人账户全部由个人缴费形成。
SHARED_NATIONWIDE = date(2006, 1, 1)


@cache
def published_rate(year: int) -> Value | None:
    """这一年全国公布的记账利率。"""
    return parameter("crediting_rate").on(date(year, 1, 1))


def known_rate(year: int) -> Decimal:
    """这一年全国公布的百分数，一定有的。"""
    found = published_rate(year)
    assert found is not None, year
    return found.value


def published_years() -> list[int]:
    values = parameter("crediting_rate").values
    return [value.start.year for value in values if value.start]


class YearRate(NamedTuple):
    """一年的记账利率：读者填的优先，没有填就用公布的。"""

    year: int
    typed: Decimal | None
    published: Value | None

    @property
    def value(self) -> Decimal | None:
        """百分数；没有填也没有公布的是 ``None``。"""
        if self.typed is not None or self.published is None:
            return self.typed
        return self.published.value

    @property
    def known_value(self) -> Decimal:
        """百分数，一定有的。"""
        assert self.value is not None, self.year
        return self.value

    @property
    def known_published(self) -> Value:
        """公布的，一定有的。"""
        assert self.published is not None, self.year
        return self.published


def period_rates(
    period: str, year: int, typed: Decimal | None, typed_next: Decimal | None = None
) -> list[YearRate]:
    """自然年度一个利率；社保年度两个，前六个月和后六个月。"""
    rates = [YearRate(year, typed, published_rate(year))]
    if period == "july-june":
        rates.append(YearRate(year + 1, typed_next, published_rate(year + 1)))
    return rates


def account_share(day: date) -> Value | None:
    """那一天的记账比例：记入个人账户的钱占缴费基数的百分之几。"""
    return parameter("account_contribution_rate").on(day)


def shares_that_differ(spans: Sequence[tuple[YearMonth, YearMonth]]) -> list[Value]:
    """这几段月份（首月、末月）用到的记账比例里，有的省那时还没有用的。"""
    values = parameter("account_contribution_rate").values
    return [value for value in values if any(is_early(value, *span) for span in spans)]


def is_early(value: Value, first: YearMonth, last: YearMonth) -> bool:
    """这段月份里，有的月份在首日以后、有的省改用它以前。"""
    if value.start is None or value.later is None:
        return False
    return first.day(1) < value.later and value.start <= last.day(1)


def credited_from_base(base: Decimal, share: Decimal) -> int:
    """缴费基数 × 记账比例，到分。"""
    return in_fen(to_fen(Fraction(base) * percent(share)))
