"""能算出账单上这个利息的各种原因：口径、利率、结息年度、缴费的月份和金额。"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from calc.money import nearest
from calc.parameters import parameter
from calc.rules.interest import (
    ROUNDING_TOLERANCE,
    in_units,
    month_order,
    times_rates,
)
from calc.rules.rates import (
    known_rate,
    published_rate,
    published_years,
)
from calc.rules.statement import ranking
from calc.rules.statement.arithmetic import (
    UNIT_PRODUCTS,
    Statement,
    Way,
    products_of,
    way_of,
)
from calc.rules.statement.facts import (
    AllMonths,
    AnnualMethod,
    Fact,
    InterestScope,
    LateCredit,
    MissingMonths,
    OpeningOnly,
    OtherPeriod,
    OtherRate,
)

FULL = (1 << 12) - 1

Candidate = tuple[int, object, Way]  # 要多少巧合、内容、算法


def fact_of(s: Statement, bits: int, detail, way: Way) -> Fact:
    difference = s.difference(way)
    bits += ranking.surprise(difference)
    return Fact(bits, detail, s.interest - difference, difference)


def whole_facts(s: Statement) -> Iterator[Fact]:
    """不改缴费月份的几种算法里，对得上的。"""
    for candidates in (one_way, other_rates, other_periods, late_credits):
        for bits, detail, way in candidates(s):
            if s.fits(way) and s.books(s.hidden(way)):
                yield fact_of(s, bits, detail, way)


def one_way(s: Statement) -> Iterator[Candidate]:
    """当年缴费没有计息；年度计算法：当年记账额 × 利率 × 系数 ÷ 2。"""
    if not s.amount:
        return
    total = s.way.opening
    yield ranking.SINGLE, OpeningOnly(s.amount), Way(total, 0, 1)
    coefficient = parameter("annual_method_coefficient").known_on(date(s.year, 1, 1)).value
    half = Fraction(coefficient) / 2
    way = Way(total, total * half.numerator, half.denominator)
    yield ranking.SINGLE, AnnualMethod(coefficient), way


# 利率和结息年度


def units_in(year: int) -> int | None:
    """那一年公布的利率；没有公布的是 ``None``。"""
    rate = published_rate(year)
    return None if rate is None else in_units(rate.value)


def other_rates(s: Statement) -> Iterator[Candidate]:
    """用了别的年份公布的利率。"""
    spans = wrong_rate if s.period == "calendar" else wrong_rates
    for year in published_years():
        bits = ranking.published_rate(s.year, year)
        for more, used, years, rates in spans(s, year):
            shown = tuple((each, known_rate(each)) for each in years)
            yield bits + more, OtherRate(used, shown), s.way_at(rates)
    if s.rates[0] != s.rates[1]:
        yield ranking.SWAPPED_RATES, OtherRate("swapped"), s.way_at(s.rates[::-1])


def wrong_rate(s: Statement, year: int) -> Iterator[tuple]:
    """自然年度，十二个月用了 ``year`` 年的利率。"""
    rate = units_in(year)
    if rate != s.rates[0]:
        yield 0, "year", [year], (rate, rate)


def wrong_rates(s: Statement, year: int) -> Iterator[tuple]:
    """社保年度，十二个月、半年或前后两个半年用了 ``year`` 年起的利率。"""
    (first, second), rate, following = s.rates, units_in(year), units_in(year + 1)
    if rate not in (first, second):
        yield ranking.ALL_MONTHS_RATE, "all", [year], (rate, rate)
        yield ranking.HALF_RATE, "first", [year], (rate, second)
        yield ranking.HALF_RATE, "second", [year], (first, rate)
    if following is not None and (rate, following) != (first, second):
        yield 0, "each", [year, year + 1], (rate, following)


def other_periods(s: Statement) -> Iterator[Candidate]:
    """按另一种结息年度算的；缴费的月份不变，先后变了。"""
    first, second = s.rates
    choices: list[tuple[int, int | None, int | None]]
    if s.period == "july-june":
        period, choices = "calendar", [(s.year, first, first), (s.year + 1, second, second)]
    else:
        period, before, after = "july-june", units_in(s.year - 1), units_in(s.year + 1)
        choices = [(s.year, first, after), (s.year - 1, before, first)]
    products = products_of(s.positions_in(month_order(period)))
    for year, early, late in choices:
        if early is not None and late is not None and (early, late) != s.rates:
            way = way_of((early, late), products, s.count)
            yield ranking.SINGLE, OtherPeriod(period, year), way


def interest_scopes(s: Statement) -> Iterator[Fact]:
    """这一行含不含上年末余额的利息，年末余额里有没有这笔利息。"""
    kept = s.way.hidden(s.opening)
    if not kept:
        return
    printed = s.closing is not None
    for included, hidden in ((False, kept), (False, 0), (True, 0)):
        expected = s.way.interest(s.opening, s.amount, included)
        difference = s.interest - expected
        usual = included == s.shown and hidden == (0 if included else kept)
        unknown = not printed and not hidden and not included
        if usual or unknown or not s.books(hidden) or abs(difference) > ROUNDING_TOLERANCE:
            continue
        detail = InterestScope(included, kept, bool(hidden) if printed else None)
        yield Fact(ranking.SCOPE + ranking.surprise(difference), detail, expected, difference)


# 缴费的月份


def late_credits(s: Statement) -> Iterator[Candidate]:
    """每笔缴费都晚几个月起息，晚到期末以后的本期没有利息。"""
    uneven = ranking.uneven(s.amount, s.count)
    for late in range(1, 12 if s.amount else 1):
        weights = (UNIT_PRODUCTS[place + late] for place in s.positions if place + late < 12)
        weight = sum(times_rates(each, s.rates) for each in weights)
        way = Way(s.way.opening, weight, s.count)
        yield uneven + ranking.late_credit(late), LateCredit(late), way


class MonthSets(NamedTuple):
    """利息相同的各种缴费月份：最简单的一种、一共几种、几个月、前后六个月的月积数。

    ``paid`` 是十二位的二进制数，最低位是期内第一个月。
    """

    bits: int
    paid: int
    ways: int
    months: int
    products: tuple[int, int]


@cache
def month_sets() -> list[MonthSets]:
    """缴费月份的各种取法，不含十二个月都缴。"""
    groups: dict[tuple, tuple[int, int, int]] = {}
    for paid in range(1, FULL):
        key = paid.bit_count(), products_of(positions_of(paid))
        bits, best, ways = groups.get(key, (99, 0, 0))
        simplest = min((bits, best), (ranking.missing_months(FULL ^ paid), paid))
        groups[key] = (*simplest, ways + 1)
    return [MonthSets(*kept, *key) for key, kept in groups.items()]


def positions_of(mask: int) -> list[int]:
    return [position for position in range(12) if mask >> position & 1]


def all_months(s: Statement) -> Iterator[Fact]:
    """填了月份的，先试全年十二个月。"""
    if s.amount and s.count < 12 and s.fits(s.whole_year):
        difference = s.difference(s.whole_year)
        expected = s.interest - difference
        yield Fact(ranking.CERTAIN, AllMonths(difference), expected, difference)


def missing_months(s: Statement) -> Iterator[Fact]:
    """缴费的月份与填的不同，金额平均分在这些月份。"""
    fitting = []
    for sets in month_sets() if s.amount else ():
        way = Way(s.way.opening, times_rates(sets.products, s.rates), sets.months)
        if s.fits(way):
            bits = sets.bits + ranking.uneven(s.amount, sets.months)
            fitting.append((bits + ranking.surprise(s.difference(way)), bits, way, sets))
    others = sum(sets.ways for *_, sets in fitting) - 1
    uneven = len({sets.months for *_, sets in fitting}) > 1
    best = sorted(fitting, key=lambda each: each[0])[: ranking.ROWS_PER_CAUSE]
    for _, bits, way, sets in best:
        yield fact_of(s, bits, months_fact(s, sets, others, uneven), way)
        others = 0


def months_fact(s: Statement, sets: MonthSets, others: int, uneven: bool) -> MissingMonths:
    paid, missing = runs_of(s, sets.paid), runs_of(s, FULL ^ sets.paid)
    each, exact = nearest(s.amount, sets.months), s.amount % sets.months == 0
    return MissingMonths(paid, missing, each, exact, others, uneven)


def runs_of(s: Statement, mask: int) -> list[tuple[int, int]]:
    """期内几个月写成几段起止的月份。"""
    positions = positions_of(mask)
    starts = [place for place in positions if place - 1 not in positions]
    ends = [place for place in positions if place + 1 not in positions]
    return [(s.order[start], s.order[end]) for start, end in zip(starts, ends)]
