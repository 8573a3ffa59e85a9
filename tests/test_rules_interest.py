"""月积数法的规则：与逐月走一遍的另一种写法对照，和它应有的性质、边界。"""

import ast
import math
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.parameters import parameter, source
from calc.rules.interest import (
    FINAL_YEARS,
    ROUNDINGS,
    YEAR,
    PeriodInterest,
    each_month,
    interest_fen,
    interest_months,
    month_product,
    months_through,
    period_months,
    rates_needed,
    totals_within,
)
from calc.rules.rates import (
    SHARED_NATIONWIDE,
    account_share,
    credited_from_base,
    period_rates,
    published_rate,
    published_years,
)
from calc.rules.statement.base_change import whole_base
from helpers import ORDER, PROPERTY, PUBLISHED, ROOT

FEN = st.integers(0, 99_999_999_999)
AMOUNTS = st.lists(st.one_of(st.just(0), st.integers(0, 10_000_000)), min_size=12, max_size=12)
RATE = st.integers(0, 300_000).map(lambda units: Decimal(units).scaleb(-4))
RATES = st.lists(RATE, min_size=1, max_size=2)
MONTHS = st.tuples(st.integers(1, 12), st.integers(1, 12))
SHARES = st.integers(1, 12)


def rounded(exact: Fraction) -> int:
    """非负数四舍五入到整数；不用 calc 的取整。"""
    return math.floor(exact + Fraction(1, 2))


def month_by_month(
    opening: int, amounts: list[int], rates: list[Decimal], months: tuple[int, int], shares: int
) -> list[tuple[Fraction, Fraction]]:
    """一个月一个月走：当月余额的利息、当月缴费合起来的利息（分）。"""
    paid, found = Fraction(0), []
    for month in range(12):
        paid += Fraction(amounts[month], shares)
        rate = Fraction(rates[month // 6 if len(rates) == 2 else 0]) / 1200
        balance = opening * rate if month < months[0] else Fraction(0)
        found.append((balance, paid * rate if month < months[1] else Fraction(0)))
    return found


@PROPERTY
@given(FEN, AMOUNTS, RATES, MONTHS, SHARES)
def test_agrees_with_month_by_month(opening, amounts, rates, months, shares):
    """各月利息之和，三种取整都一分不差。"""
    account = PeriodInterest(opening, amounts, rates, months, shares)
    walked = month_by_month(opening, amounts, rates, months, shares)
    balance, paid = (sum(column) for column in zip(*walked))
    assert account.exact_interest(account.opening_total) == balance / 100
    assert account.exact_interest(account.contribution_total) == paid / 100
    assert account.interest("total") == rounded(balance + paid)
    assert account.interest("item") == rounded(balance) + rounded(paid)
    assert account.interest("monthly") == sum(rounded(sum(month)) for month in walked)


@PROPERTY
@given(FEN, AMOUNTS, RATE)
def test_is_the_formula_of_the_law(opening, amounts, rate):
    """上年末余额 × 利率 ＋ Σ［第 n 个月的记账额 ×（12 − n ＋ 1）］× 利率 ÷ 12。"""
    product = sum(amount * (12 - n + 1) for n, amount in enumerate(amounts, 1))
    exact = Fraction(rate) / 100 * (opening + Fraction(product, 12))
    assert month_product(amounts) == product
    assert PeriodInterest(opening, amounts, [rate]).interest() == rounded(exact)


@PROPERTY
@given(FEN, AMOUNTS, RATE, MONTHS, SHARES, st.sampled_from(ROUNDINGS))
def test_two_equal_rates_are_one_rate(opening, amounts, rate, months, shares, rounding):
    one = PeriodInterest(opening, amounts, [rate], months, shares)
    two = PeriodInterest(opening, amounts, [rate, rate], months, shares)
    assert one.interest(rounding) == two.interest(rounding)
    assert one.month_product == two.month_product


@PROPERTY
@given(FEN, st.integers(0, 1_000_000), st.sets(st.integers(0, 11), min_size=1), RATES)
def test_shares_lose_nothing(opening, amount, paid, rates):
    """全年的数平均分到几个月：放大到除得尽，得数放大同样的倍数。"""
    count = len(paid)
    spread = PeriodInterest(opening, each_month(amount, paid), rates, shares=count)
    whole = PeriodInterest(opening * count, each_month(amount, paid), rates)
    assert spread.credited_amount == amount
    assert spread.exact_interest(spread.opening_total) * count == (
        whole.exact_interest(whole.opening_total)
    )
    assert spread.exact_interest(spread.contribution_total) * count == (
        whole.exact_interest(whole.contribution_total)
    )


@PROPERTY
@given(FEN, AMOUNTS, RATES, st.integers(1, 12), st.sampled_from(ROUNDINGS))
def test_final_years_are_in_order(opening, amounts, rates, last, rounding):
    """算到该月的最少，都算到期末的最多；算到最后一个月，三种一样。"""
    account = PeriodInterest(opening, amounts[:last] + [0] * (12 - last), rates)
    found = account.final_year_interests(last, rounding)
    assert set(found) == set(FINAL_YEARS)
    assert found["to-month"] <= found["mixed"] <= found["full-year"] == account.interest(rounding)
    assert last < 12 or len(set(found.values())) == 1


@PROPERTY
@given(st.integers(0, 10**15), st.integers(0, 10**6), st.integers(0, 5), SHARES)
def test_totals_within_is_the_inverse_of_rounding(total, apart_from, apart, shares):
    interest = interest_fen(total, shares) + apart_from % 13 - 6
    first, stop = totals_within(interest, apart)
    close = abs(interest - interest_fen(total, shares)) <= apart
    assert (first * shares <= total < stop * shares) == close


@pytest.mark.parametrize(
    "total, fen",
    [(0, 0), (YEAR // 2 - 1, 0), (YEAR // 2, 1), (YEAR, 1), (3 * YEAR // 2 - 1, 1)],
)
def test_half_a_fen_goes_up(total, fen):
    assert interest_fen(total) == fen
    assert interest_fen(3 * total, 3) == fen


def test_rate_not_yet_published_counts_as_nothing():
    """社保年度只算到前六个月的，第二个利率可以没有。"""
    known = PeriodInterest(100_000, [0] * 12, [Decimal(6), None], (6, 6))
    assert known.interest() == 3_000
    assert rates_needed("july-june", 6, "to-month") == 1
    assert rates_needed("july-june", 6, "mixed") == rates_needed("july-june", 7, "to-month") == 2
    assert rates_needed("calendar", 12, "full-year") == 1


@pytest.mark.parametrize("period", ORDER)
def test_months_of_a_period(period):
    months = period_months(period, 2019)
    assert [month for _, month in months] == ORDER[period]
    assert months == sorted(months)
    assert [months_through(period, month) for month in ORDER[period]] == [*range(1, 13)]
    assert months_through(period, None) == 12


@pytest.mark.parametrize("last", range(1, 13))
def test_months_of_the_final_year(last):
    assert interest_months("to-month", last) == (last, last)
    assert interest_months("mixed", last) == (last, 12)
    assert interest_months("full-year", last) == (12, 12)


# 利率和记账比例按日期取


def test_rates_are_dated():
    assert {year: str(published_rate(year).value) for year in published_years()} == PUBLISHED
    assert published_rate(min(PUBLISHED) - 1) is None is published_rate(max(PUBLISHED) + 1)
    (only,) = period_rates("calendar", 2021, None)
    first, second = period_rates("july-june", 2019, None, Decimal(3))
    assert (only.value, first.value, second.value) == (Decimal("6.69"), Decimal("7.61"), 3)


def test_typed_zero_is_a_rate():
    (rate,) = period_rates("calendar", 2021, Decimal(0))
    assert rate.value == 0


def test_shared_nationwide_is_a_day_in_the_table():
    """规则里写的日期，就是记账比例表里一条数值的首日，也是文件的施行日。"""
    assert account_share(SHARED_NATIONWIDE).start == SHARED_NATIONWIDE
    assert source("guofa-2005-38").in_force == SHARED_NATIONWIDE
    assert credited_from_base(Decimal("333.33"), account_share(date(2021, 1, 1)).value) == 2667


def test_whole_base_follows_the_year():
    """整元基数每月记入几分，看那一年的比例；没有收录的年份，照全国统一以后的。"""
    values = parameter("account_contribution_rate").values
    dated = {value.start.year: int(value.value) for value in values}
    assert {year: whole_base(year) for year in dated} == dated
    assert whole_base(1998) == whole_base(SHARED_NATIONWIDE.year)


# 规则里没有写给读者的话


@pytest.mark.parametrize(
    "path", sorted((ROOT / "calc" / "rules").rglob("*.py")), ids=lambda path: path.stem
)
def test_rules_know_no_word(path):
    tree = ast.parse(path.read_text("utf-8"))
    has_doc = (ast.Module, ast.ClassDef, ast.FunctionDef)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, has_doc) and ast.get_docstring(node)
    }
    words = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in documented and re.search("[\u4e00-\u9fff]", node.value)
    ]
    assert not words
