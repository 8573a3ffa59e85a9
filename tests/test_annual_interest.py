"""当年记账利息：真实账单、各种填法、边界，以及与另一种写法的随机对照。"""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import calc
from helpers import (
    CALCULATOR,
    LAST,
    ORDER,
    PROPERTY,
    PUBLISHED,
    errors,
    fields,
    figures,
    good,
)

AMOUNTS = ("annual_base", "monthly_base", "annual_amount", "monthly_amount", "monthly_amounts")
ROUNDINGS = ("total", "item", "monthly")
IDLE = {"opening_balance": "10000", "annual_amount": "0"}


# 各种填法


@pytest.mark.parametrize("period", ORDER)
@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_every_way_to_write_the_same_money(period, rounding):
    ways = [
        {"annual_base": "146616"},
        {"monthly_base": "12218"},
        {"annual_amount": "11729.28"},
        {"monthly_amount": "977.44"},
        {"monthly_amounts": ["977.44"] * 12},
        {"monthly_amounts": " ".join(["977.44"] * 12)},
    ]
    answers = [
        figures(opening_balance="100978.25", year="2021", period=period, rounding=rounding, **way)
        for way in ways
    ]
    assert answers == answers[:1] * len(ways)


def test_negative_zero_is_zero():
    answer = good(opening_balance="-0", year="2021", annual_amount="0")
    assert "-0" not in json.dumps(answer["steps"])


# 终止当年


@pytest.mark.parametrize("period, last", [("calendar", "12"), ("july-june", "6")])
@pytest.mark.parametrize("final_year", ["to-month", "full-year", "mixed"])
def test_through_the_last_month_is_the_whole_period(period, last, final_year):
    whole = {"opening_balance": "5000", "year": "2019", "period": period, "monthly_amount": "300"}
    assert figures(**whole, through_month=last, final_year=final_year) == figures(**whole)


# 利率和年份的边界


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_published_rates(year):
    found = figures(**IDLE, year=year)
    assert Decimal(found["credited_interest"]) == 100 * Decimal(PUBLISHED[year])


def test_the_year_after_the_last_published_rate():
    (error,) = errors(**IDLE, year=LAST + 1)
    assert error["field"] == "rate_percent"
    assert str(LAST + 1) in error["message"]


@pytest.mark.parametrize(
    "year, missing",
    [
        (2015, {"rate_percent"}),
        (LAST, {"next_rate_percent"}),
        (LAST + 1, {"rate_percent", "next_rate_percent"}),
    ],
)
def test_july_june_without_a_published_rate(year, missing):
    found = errors(**IDLE, period="july-june", year=year)
    assert fields(found) == missing
    for error in found:
        assert str(year if error["field"] == "rate_percent" else year + 1) in error["message"]


def test_second_rate_is_asked_for_only_when_it_is_used():
    half = {**IDLE, "period": "july-june", "year": LAST, "through_month": "9"}
    rate = Decimal(PUBLISHED[LAST])
    assert Decimal(figures(**half)["credited_interest"]) == 25 * rate  # 10000×利率×3/12
    assert (
        Decimal(figures(**{**half, "through_month": "12"})["credited_interest"]) == 50 * rate
    )  # 10000×利率×6/12
    assert fields(errors(**half, final_year="full-year")) == {"next_rate_percent"}
    assert fields(errors(**half, final_year="mixed")) == {"next_rate_percent"}
    assert fields(errors(**{**half, "through_month": "1"})) == {"next_rate_percent"}


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"monthly_base": "1000"}, True),
        ({"monthly_base": "1000", "months": "6-12"}, True),
        ({"monthly_base": "1000", "months": "7-12"}, False),
        ({"annual_base": "12000", "months": "1"}, True),
        ({"annual_base": "12000", "period": "july-june", "next_rate_percent": "2"}, False),
        ({"monthly_amount": "80"}, False),
    ],
)
def test_months_when_some_provinces_had_not_followed_are_told(inputs, told):
    answer = good(year="2006", opening_balance="0", rate_percent="2", **inputs)
    assert told == any("例如江苏从" in note for note in answer["notes"])


# 随机对照


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def half_up(top: int, bottom: int) -> int:
    return (2 * top + bottom) // (2 * bottom)


def oracle(opening, deposits, parts, rates, opening_months, deposit_months, rounding):
    """只用整数重算。

    ``opening`` 是分；第 i 月记入 ``deposits[i] / parts`` 分；利率是万分之一个百分点。
    """
    unit = parts * 12 * 10**6
    old = opening * parts * sum(rates[:opening_months])
    new = sum(deposit * sum(rates[start:deposit_months]) for start, deposit in enumerate(deposits))
    if rounding == "total":
        interest = half_up(old + new, unit)
    elif rounding == "item":
        interest = half_up(old, unit) + half_up(new, unit)
    else:
        interest, paid = 0, 0
        for month in range(12):
            paid += deposits[month]
            base = opening * parts * (month < opening_months) + paid * (month < deposit_months)
            interest += half_up(base * rates[month], unit)
    credited = half_up(sum(deposits), parts)
    product = sum(
        deposit * max(0, deposit_months - start) for start, deposit in enumerate(deposits)
    )
    return {
        "credited_amount": yuan(credited),
        "month_product": yuan(half_up(product, parts)),
        "opening_interest": yuan(half_up(old, unit)),
        "contribution_interest": yuan(half_up(new, unit)),
        "credited_interest": yuan(interest),
        "closing_balance": yuan(opening + credited + interest),
    }


FEN = st.one_of(st.integers(0, 10_000), st.integers(0, 99_999_999_900))
RATE = st.one_of(
    st.integers(0, 300_000),
    st.sampled_from([int(Decimal(rate) * 10_000) for rate in PUBLISHED.values()]),
)


@st.composite
def accounts(draw):
    """一组随机输入，和 :func:`oracle` 用的同一个账户。"""
    period = draw(st.sampled_from(list(ORDER)))
    inputs = {"period": period, "rounding": draw(st.sampled_from(ROUNDINGS))}
    if draw(st.booleans()):
        year = draw(st.integers(2016, 2024))
        first, second = (int(Decimal(PUBLISHED[y]) * 10_000) for y in (year, year + 1))
    else:
        year, first, second = draw(st.integers(1992, 2100)), draw(RATE), draw(RATE)
        inputs["rate_percent"] = str(Decimal(first) / 10_000)
        if period == "july-june":
            inputs["next_rate_percent"] = str(Decimal(second) / 10_000)
    rates = [first] * 12 if period == "calendar" else [first] * 6 + [second] * 6
    last, opening_months, deposit_months = 12, 12, 12
    if draw(st.booleans()):
        last = draw(st.integers(1, 12))
        way = draw(st.sampled_from(["to-month", "full-year", "mixed"]))
        inputs |= {"through_month": ORDER[period][last - 1], "final_year": way}
        opening_months = {"to-month": last, "full-year": 12, "mixed": last}[way]
        deposit_months = {"to-month": last, "full-year": 12, "mixed": 12}[way]
    kind = draw(st.sampled_from(AMOUNTS if year >= 2006 else AMOUNTS[2:]))
    paid = range(last)
    if kind != "monthly_amounts" and draw(st.booleans()):
        paid = sorted(draw(st.sets(st.integers(0, last - 1), min_size=1)))
        inputs["months"] = [ORDER[period][position] for position in draw(st.permutations(paid))]
    fen, parts = draw(FEN), 1
    if kind == "monthly_amounts":
        deposits = [draw(FEN) for _ in range(last)] + [0] * (12 - last)
        inputs[kind] = [yuan(deposit) for deposit in deposits]
    else:
        inputs[kind] = yuan(fen)
        if kind.endswith("_base"):
            fen = half_up(fen * 8, 100)
        if kind.startswith("annual"):
            parts = len(paid)
        deposits = [fen if position in paid else 0 for position in range(12)]
    opening = draw(FEN)
    inputs |= {"year": year, "opening_balance": yuan(opening)}
    return inputs, (
        opening,
        deposits,
        parts,
        rates,
        opening_months,
        deposit_months,
        inputs["rounding"],
    )


@settings(PROPERTY, max_examples=400)
@given(accounts())
def test_same_as_an_independent_calculation(account):
    inputs, numbers = account
    assert figures(**inputs) == oracle(*numbers)


def test_oracle_knows_the_two_statements():
    """对照用的算法自己也要算得对。"""
    henan = oracle(10097825, [97744] * 12, 1, [66900] * 12, 12, 12, "monthly")
    assert (henan["credited_interest"], henan["closing_balance"]) == ("7180.49", "119888.02")
    jiangsu = oracle(20020673, [1128960] * 12, 12, [76100] * 6 + [60400] * 6, 12, 12, "total")
    assert (jiangsu["credited_interest"], jiangsu["closing_balance"]) == ("14059.32", "225555.65")


@PROPERTY
@given(accounts())
def test_the_three_numbers_add_up(account):
    found = {name: Decimal(value) for name, value in figures(**account[0]).items()}
    opening = Decimal(account[0]["opening_balance"])
    assert (
        found["closing_balance"] == opening + found["credited_amount"] + found["credited_interest"]
    )


@PROPERTY
@given(accounts())
def test_roundings_differ_by_six_fen_at_most(account):
    interests = [
        Decimal(figures(**account[0] | {"rounding": mode})["credited_interest"])
        for mode in ROUNDINGS
    ]
    assert max(interests) - min(interests) <= Decimal("0.06")


@PROPERTY
@given(accounts(), st.integers(1, 100_000_00))
def test_more_contributed_never_gives_less(account, more):
    inputs, (opening, deposits, *_) = account
    inputs = {name: value for name, value in inputs.items() if name not in (*AMOUNTS, "months")}
    month = next((position for position, deposit in enumerate(deposits) if deposit), 0)
    raised = [
        min(fen, 10**10) + more * (position == month) for position, fen in enumerate(deposits)
    ]
    less = figures(**inputs, monthly_amounts=[yuan(min(fen, 10**10)) for fen in deposits])
    greater = figures(**inputs, monthly_amounts=[yuan(fen) for fen in raised])
    for name in less:
        assert Decimal(greater[name]) >= Decimal(less[name])


@PROPERTY
@given(
    st.sampled_from(list(ORDER)),
    st.sets(st.integers(1, 12), min_size=1).flatmap(lambda paid: st.permutations(sorted(paid))),
)
def test_order_of_months_does_not_matter(period, months):
    inputs = {
        "opening_balance": "1234.56",
        "year": "2019",
        "period": period,
        "annual_amount": "7777.77",
    }
    straight = calc.run(CALCULATOR, inputs | {"months": sorted(months)})
    assert calc.run(CALCULATOR, inputs | {"months": months}) == straight
    assert calc.run(CALCULATOR, inputs | {"months": ",".join(map(str, months))}) == straight


def leaves(value):
    """一个 JSON 值里所有不再分的值。"""
    if isinstance(value, dict):
        assert all(isinstance(name, str) for name in value)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@PROPERTY
@given(accounts())
def test_result_is_plain_json_that_explains_itself(account):
    answer = good(**account[0])
    assert all(value is None or isinstance(value, (str, int)) for value in leaves(answer))
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert all(re.fullmatch(r"\d+\.\d\d", value) for value in answer["figures"].values())
    known = {source["id"] for source in answer["sources"]}
    assert len(known) == len(answer["sources"])
    assert len(answer["steps"]) >= 4
    for step in answer["steps"]:
        assert step["source"] in known
        assert all(step.values())


@PROPERTY
@given(accounts())
def test_last_steps_and_table_carry_the_figures(account):
    """步骤的结果和逐月明细与结果里的数是同一组数。"""
    answer = good(**account[0])
    found = answer["figures"]
    shown = [
        Decimal(step["value"].removesuffix(" 元").replace(",", "")) for step in answer["steps"]
    ]
    assert shown[-2:] == [Decimal(found["credited_interest"]), Decimal(found["closing_balance"])]
    (table,) = answer["tables"]
    deposit_months = account[1][5]
    assert [row["weight"] for row in table["rows"]] == [
        max(0, deposit_months - month) for month in range(12)
    ]
    off = sum(Decimal(row["product"]) for row in table["rows"]) - Decimal(found["month_product"])
    assert abs(off) <= Decimal("0.06")  # 除不尽的每月金额，各行分别取整
    if account[0]["rounding"] == "monthly":
        assert sum(Decimal(row["interest"]) for row in table["rows"]) == Decimal(
            found["credited_interest"]
        )


def test_inputs_are_not_changed():
    inputs = {
        "opening_balance": " 1,000 ",
        "year": 2021,
        "monthly_amounts": ["1"] * 12,
        "months": [*range(1, 13)],
    }
    before = json.dumps(inputs)
    first, second = calc.run(CALCULATOR, inputs), calc.run(CALCULATOR, inputs)
    assert first == second and "figures" in first
    assert json.dumps(inputs) == before
