"""法定退休年龄、弹性退休和最低缴费年限。"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calc.months import YearMonth
from calc.parameters import parameter, retirement_ages
from calc.parameters.ages import Ages
from calc.rules.recorded import recorded_from

CATEGORIES = ("male", "female55", "female50")


@dataclass(frozen=True)
class Retirement:
    """一个人的退休月份：原定、法定、最早、最晚。"""

    category: str
    birth: YearMonth

    @property
    def ages(self) -> Ages:
        return getattr(retirement_ages(), self.category)

    @property
    def late(self) -> int:
        """比开始延迟的出生月份晚几个月；早的是负数。"""
        return self.birth.since(self.ages.first_birth)

    @property
    def most(self) -> int:
        """最多延迟几个月。"""
        return (self.ages.target_age - self.ages.original_age) * 12

    @property
    def delay(self) -> int:
        if self.late < 0:
            return 0
        return min(self.late // self.ages.step_months + 1, self.most)

    @property
    def original(self) -> YearMonth:
        return self.birth.plus(self.ages.original_age * 12)

    @property
    def statutory(self) -> YearMonth:
        return self.original.plus(self.delay)

    @property
    def is_flexible(self) -> bool:
        start = retirement_ages().start
        return self.statutory >= (start.year, start.month)

    @property
    def span(self) -> int:
        return retirement_ages().flexible_months if self.is_flexible else 0

    @property
    def earliest(self) -> YearMonth:
        return max(self.original, self.statutory.plus(-self.span))

    @property
    def latest(self) -> YearMonth:
        return self.statutory.plus(self.span)

    def age(self, month: YearMonth) -> tuple[int, int]:
        return divmod(month.since(self.birth), 12)

    def minimum_year(self, month: YearMonth) -> int:
        """在那个月退休，最低缴费年限看哪一年：提前的看那一年，延迟的看法定退休那一年。"""
        return min(month, self.statutory).year

    def minimum(self, month: YearMonth) -> int | None:
        return minimum_months(self.minimum_year(month))

    def missing(self, month: YearMonth, contributed: int | None) -> int | None:
        """在那个月退休，缴费年限还差几个月；不知道的是 ``None``。"""
        minimum = self.minimum(month)
        if minimum is None or contributed is None:
            return None
        return max(0, minimum - contributed)


def first_delayed(category: str) -> Retirement:
    """这一类里最早开始延迟的人。"""
    return Retirement(category, getattr(retirement_ages(), category).first_birth)


def minimum_months(year: int) -> int | None:
    """那一年的最低缴费年限（月）；社会保险法施行以前的年份是 ``None``。"""
    value = parameter("minimum_contribution_months").on(date(year, 12, 31))
    return None if value is None else int(value.value)


def known_minimum(year: int) -> int:
    """那一年的最低缴费年限（月），一定有的。"""
    found = minimum_months(year)
    assert found is not None, year
    return found


def law_day() -> date:
    """社会保险法施行的那一天：从那天起才有收录的年限。"""
    return recorded_from("minimum_contribution_months")


def first_minimum() -> int:
    """社会保险法第十六条的年限（月），提高以前的数。"""
    return int(parameter("minimum_contribution_months").known_on(law_day()).value)


@dataclass(frozen=True)
class Rise:
    """最低缴费年限怎样提高：``years`` 是提高的各年和那一年的月数，由早到晚。"""

    before: int
    years: dict[int, int]

    @property
    def first_year(self) -> int:
        return min(self.years)

    @property
    def last_year(self) -> int:
        return max(self.years)

    @property
    def step(self) -> int:
        return self.years[self.first_year] - self.before

    def with_year_before(self) -> dict[int, int]:
        return {self.first_year - 1: self.before} | self.years


def rise() -> Rise:
    values = parameter("minimum_contribution_months").values
    starts = (value.start.year for value in values if value.start)
    later = sorted(year for year in starts if year > law_day().year)
    return Rise(first_minimum(), {year: known_minimum(year) for year in later})


def in_years(months: int) -> Decimal:
    return (Decimal(months) / 12).normalize() + 0
