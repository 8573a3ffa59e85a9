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
    HENAN,
    JIANGSU,
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


# 两张真实账单


@pytest.mark.parametrize(
    "rounding, interest, closing",
    [
        ("total", "7180.48", "119888.01"),
        ("item", "7180.48", "119888.01"),
        ("monthly", "7180.49", "119888.02"),
    ],
)
def test_henan_2021(rounding, interest, closing):
    found = figures(**HENAN, rounding=rounding)
    assert found == {
        "credited_amount": "11729.28",
        "month_product": "76240.32",
        "opening_interest": "6755.44",
        "contribution_interest": "425.04",
        "credited_interest": interest,
        "closing_balance": closing,
    }


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_jiangsu_2019(rounding):
    found = figures(**JIANGSU, rounding=rounding)
    assert found["credited_interest"] == "14059.32"
    assert found["closing_balance"] == "225555.65"
    assert found["opening_interest"] == "13664.11"
    assert found["contribution_interest"] == "395.21"


def test_default_is_total_rounding():
    assert figures(**HENAN) == figures(**HENAN, rounding="total", period="calendar")


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_rejected_values_do_not_come_out(rounding):
    """12 月 31 日复利、平均利率乘积数、次月起计、1.083 平均法；逐月进一、逐月舍去、年度法。"""
    assert figures(**JIANGSU, rounding=rounding)["credited_interest"] not in {
        "14293.16",
        "14081.47",
        "13995.11",
        "14081.34",
    }
    assert figures(**HENAN, rounding=rounding)["credited_interest"] not in {
        "7180.54",
        "7180.42",
        "7180.35",
    }


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


def test_base_is_rounded_to_the_fen_each_month():
    """月缴费基数 333.33 元的 8% 是 26.6664 元，每月记入 26.67 元。"""
    assert (
        figures(opening_balance="0", year="2021", monthly_base="333.33")["credited_amount"]
        == "320.04"
    )


def test_annual_amount_is_spread_without_loss():
    """全年 100 元分到 3 个月，每月除不尽，本金仍是 100 元；月积数 100 ÷ 3 ×（3＋2＋1）。"""
    found = figures(opening_balance="0", year="2021", annual_amount="100", months="10-12")
    assert found["credited_amount"] == "100.00"
    assert found["month_product"] == "200.00"


@pytest.mark.parametrize(
    "months",
    [
        "9-12",
        "9,10,11,12",
        [9, 10, 11, 12],
        ["9-10", "11-12"],
        "9、10、11、12",
        "９－１２",
        [12, 9, 11, 10],
    ],
)
def test_ways_to_write_months(months):
    """四个月的权数是 4＋3＋2＋1。"""
    found = figures(opening_balance="0", year="2021", monthly_amount="1000", months=months)
    assert found["credited_amount"] == "4000.00"
    assert found["month_product"] == "10000.00"
    assert found["credited_interest"] == "55.75"


def test_gap_equals_zero_in_monthly_amounts():
    amounts = ["500"] * 3 + ["0"] * 5 + ["500"] * 4
    by_list = figures(opening_balance="20000", year="2022", monthly_amounts=amounts)
    by_months = figures(
        opening_balance="20000", year="2022", monthly_amount="500", months="1-3,9-12"
    )
    by_total = figures(
        opening_balance="20000", year="2022", annual_amount="3500", months="1-3,9-12"
    )
    assert by_list == by_months == by_total
    assert by_list["month_product"] == "21500.00"  # 500 ×（12＋11＋10＋4＋3＋2＋1）


def test_irregular_months_and_amounts():
    """2 月 100 元、5 月 200 元、11 月 300 元：积数 1100＋1600＋600。"""
    amounts = ["0", "100", "0", "0", "200", "0", "0", "0", "0", "0", "300", "0"]
    found = figures(opening_balance="0", year="2021", monthly_amounts=amounts)
    assert found["credited_amount"] == "600.00"
    assert found["month_product"] == "3300.00"
    assert found["credited_interest"] == "18.40"  # 3300 × 6.69% ÷ 12 ＝ 18.3975


@pytest.mark.parametrize(
    "amounts", [{name: "0"} for name in AMOUNTS[:4]] + [{"monthly_amounts": ["0"] * 12}]
)
def test_no_contribution_at_all(amounts):
    found = figures(opening_balance="10000", year="2023", **amounts)
    assert found == {
        "credited_amount": "0.00",
        "month_product": "0.00",
        "opening_interest": "397.00",
        "contribution_interest": "0.00",
        "credited_interest": "397.00",
        "closing_balance": "10397.00",
    }


def test_empty_account():
    assert set(figures(opening_balance="0", year="2021", annual_amount="0").values()) == {"0.00"}


def test_negative_zero_is_zero():
    answer = good(opening_balance="-0", year="2021", annual_amount="0")
    assert "-0" not in json.dumps(answer["steps"])


def test_months_that_contradict_the_amounts():
    amounts = ["100"] * 12
    found = errors(opening_balance="0", year="2021", monthly_amounts=amounts, months="1-11")
    assert fields(found) == {"months"}
    assert "12 月" in found[0]["message"]


# 社保年度每个月的权数


@pytest.mark.parametrize("position", range(1, 13))
def test_july_june_weight_of_each_month(position):
    """期内第 k 月记入 1200 元：k ≤ 6 得（7−k）r₁＋6 r₂ 元（利率的百分数），以后得（13−k）r₂ 元。"""
    first, second = 761, 604
    fen = (7 - position) * first + 6 * second if position <= 6 else (13 - position) * second
    month = (position + 5) % 12 + 1
    found = figures(
        opening_balance="0", period="july-june", year="2019", monthly_amount="1200", months=[month]
    )
    assert (
        found["contribution_interest"]
        == found["credited_interest"]
        == f"{fen // 100}.{fen % 100:02d}"
    )
    assert found["month_product"] == f"{1200 * (13 - position)}.00"


@pytest.mark.parametrize("month", range(1, 13))
def test_calendar_weight_of_each_month(month):
    found = figures(opening_balance="0", year="2021", monthly_amount="1200", months=[month])
    fen = (13 - month) * 669
    assert found["credited_interest"] == f"{fen // 100}.{fen % 100:02d}"
    assert found["month_product"] == f"{1200 * (13 - month)}.00"


def test_july_june_opening_earns_half_of_each_rate():
    found = figures(opening_balance="20000", period="july-june", year="2019", annual_amount="0")
    assert found["credited_interest"] == "1365.00"  # 20000 ×（7.61%＋6.04%）÷ 2


def test_july_june_monthly_amounts_begin_in_july():
    july = figures(
        opening_balance="0", period="july-june", year="2019", monthly_amounts=["1200"] + ["0"] * 11
    )
    assert july == figures(
        opening_balance="0", period="july-june", year="2019", monthly_amount="1200", months="7"
    )


def test_table_names_the_months():
    def rows(**inputs):
        (table,) = good(**inputs)["tables"]
        return [row["month"] for row in table["rows"]]

    assert rows(**HENAN) == [f"2021-{month:02d}" for month in range(1, 13)]
    assert rows(**JIANGSU) == [f"2019-{month:02d}" for month in range(7, 13)] + [
        f"2020-{month:02d}" for month in range(1, 7)
    ]


def test_steps_show_the_weights_of_the_statement():
    """每月等额，积数是月额乘 78；读者的数字要出现在式子里。"""
    steps = good(**HENAN)["steps"]
    assert "146,616.00 × 8%" in steps[0]["numbers"]
    assert "977.44 × 78" in steps[1]["numbers"]
    assert "100,978.25 × 6.69%" in steps[2]["numbers"]
    assert "76,240.32 × 6.69% ÷ 12" in steps[3]["numbers"]
    assert "7,180.484709" in steps[4]["numbers"]


# 终止当年


@pytest.mark.parametrize(
    "final_year, opening_interest, contribution_interest, closing",
    [
        ("to-month", "1500.00", "24.00", "103924.00"),  # 100000×6%×3/12；800×(3+2+1)×6%/12
        ("full-year", "6000.00", "132.00", "108532.00"),  # 100000×6%；800×(12+11+10)×6%/12
        ("mixed", "1500.00", "132.00", "104032.00"),
    ],
)
def test_final_year_to_march(final_year, opening_interest, contribution_interest, closing):
    found = figures(
        opening_balance="100000",
        year="2026",
        rate_percent="6",
        monthly_amount="800",
        through_month="3",
        final_year=final_year,
    )
    assert found["credited_amount"] == "2400.00"
    assert found["opening_interest"] == opening_interest
    assert found["contribution_interest"] == contribution_interest
    assert found["closing_balance"] == closing


@pytest.mark.parametrize(
    "final_year, opening_interest, contribution_interest",
    [
        ("to-month", "2283.00", "45.66"),  # 120000×7.61%×3/12；1200×(3+2+1)×7.61%/12
        ("full-year", "8190.00", "222.87"),  # 120000×(7.61%+6.04%)/2；(6+5+4)×7.61＋18×6.04
        ("mixed", "2283.00", "222.87"),
    ],
)
def test_final_year_of_a_july_june_period(final_year, opening_interest, contribution_interest):
    """计息到 9 月，是期内第三个月。"""
    found = figures(
        opening_balance="120000",
        period="july-june",
        year="2019",
        monthly_amount="1200",
        through_month="9",
        final_year=final_year,
    )
    assert found["credited_amount"] == "3600.00"
    assert found["opening_interest"] == opening_interest
    assert found["contribution_interest"] == contribution_interest


@pytest.mark.parametrize("period, last", [("calendar", "12"), ("july-june", "6")])
@pytest.mark.parametrize("final_year", ["to-month", "full-year", "mixed"])
def test_through_the_last_month_is_the_whole_period(period, last, final_year):
    whole = {"opening_balance": "5000", "year": "2019", "period": period, "monthly_amount": "300"}
    assert figures(**whole, through_month=last, final_year=final_year) == figures(**whole)


def test_annual_amount_is_spread_up_to_the_last_month():
    """全年 300 元、计息到 3 月：每月 100 元，积数 100 ×（3＋2＋1）。"""
    assert (
        figures(opening_balance="0", year="2021", annual_amount="300", through_month="3")[
            "month_product"
        ]
        == "600.00"
    )


def test_no_contribution_after_the_last_month():
    assert fields(errors(**HENAN, through_month="3", months="1-4")) == {"months"}
    amounts = ["100"] * 4 + ["0"] * 8
    found = errors(opening_balance="0", year="2021", through_month="3", monthly_amounts=amounts)
    assert fields(found) == {"monthly_amounts"}
    assert "4 月" in found[0]["message"]


# 利率和年份的边界


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_published_rates(year):
    found = figures(**IDLE, year=year)
    assert Decimal(found["credited_interest"]) == 100 * Decimal(PUBLISHED[year])


@pytest.mark.parametrize("year", [1992, 2015, LAST + 1, 2100])
def test_year_without_a_published_rate(year):
    (error,) = errors(**IDLE, year=year)
    assert error["field"] == "rate_percent"
    assert str(year) in error["message"]


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


@pytest.mark.parametrize("year", [2016, 2024])
def test_july_june_with_both_rates_published(year):
    total = Decimal(PUBLISHED[year]) + Decimal(PUBLISHED[year + 1])
    assert (
        Decimal(figures(**IDLE, period="july-june", year=year)["credited_interest"]) == 50 * total
    )


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


def test_override_is_accepted_and_noted():
    answer = good(**IDLE, year="2021", rate_percent="5.35")
    assert answer["figures"]["credited_interest"] == "535.00"
    assert any("5.35%" in note and "6.69%" in note and "2021" in note for note in answer["notes"])


@pytest.mark.parametrize("year", ["2015", str(LAST + 1)])
def test_override_of_an_unpublished_year_is_noted(year):
    answer = good(**IDLE, year=year, rate_percent="3")
    assert answer["figures"]["credited_interest"] == "300.00"
    assert any(year in note and "3%" in note for note in answer["notes"])


def test_override_of_both_halves():
    answer = good(**IDLE, period="july-june", year="2025", rate_percent="2", next_rate_percent="4")
    assert answer["figures"]["credited_interest"] == "300.00"
    assert any("2025" in note and "1.50%" in note for note in answer["notes"])
    assert any("2026" in note and "4%" in note for note in answer["notes"])


def test_the_published_value_typed_in_is_not_remarked_upon():
    notes = good(**IDLE, year="2021", rate_percent="6.69")["notes"]
    assert not any("你填写" in note for note in notes)


def test_second_rate_is_refused_for_a_calendar_year():
    assert fields(errors(**HENAN, next_rate_percent="6")) == {"next_rate_percent"}


@pytest.mark.parametrize("name", ["annual_base", "monthly_base"])
def test_base_before_2006(name):
    inputs = {"opening_balance": "0", "rate_percent": "3", name: "12000"}
    (error,) = errors(**inputs, year="2005")
    assert error["field"] == name and "2006" in error["message"]
    assert Decimal(figures(**inputs, year="2006")["credited_amount"]) == (
        960 if name == "annual_base" else 11520
    )
    assert fields(errors(**inputs, year="2005", period="july-june", next_rate_percent="3")) == {
        name
    }


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


def test_amount_before_2006_is_taken_as_it_is():
    assert (
        figures(
            opening_balance="0",
            year="2000",
            rate_percent="2.62",
            monthly_amount="800",
            months="9-12",
        )["credited_interest"]
        == "17.47"
    )


# 恰好半分


@pytest.mark.parametrize(
    "opening, interest",
    [
        ("0.49", "0.00"),  # 0.0049
        ("0.50", "0.01"),  # 0.0050
        ("0.51", "0.01"),  # 0.0051
        ("1000.49", "10.00"),
        ("1000.50", "10.01"),  # 10.005：四舍六入五成双会得 10.00
        ("1000.51", "10.01"),
        ("267.49", "2.67"),
        ("267.50", "2.68"),  # 2.675：二进制浮点数会得 2.67
        ("267.51", "2.68"),
    ],
)
def test_half_a_fen_goes_up(opening, interest):
    found = figures(opening_balance=opening, year="2021", rate_percent="1", annual_amount="0")
    assert found["credited_interest"] == found["opening_interest"] == interest


def test_half_a_fen_of_the_sum():
    """余额和缴费的利息各 0.005 元：合计 0.01 元，分项是 0.02 元。"""
    inputs = {
        "opening_balance": "0.50",
        "year": "2021",
        "rate_percent": "1",
        "monthly_amount": "6",
        "months": "12",
    }
    assert figures(**inputs)["credited_interest"] == "0.01"
    assert figures(**inputs, rounding="item")["credited_interest"] == "0.02"


def test_half_a_fen_of_each_month():
    """每月利息 0.005 元：逐月取整是 12 分，合计是 6 分，正是三种取整相差的上限。"""
    inputs = {"opening_balance": "6", "year": "2021", "rate_percent": "1", "annual_amount": "0"}
    assert figures(**inputs)["credited_interest"] == "0.06"
    assert figures(**inputs, rounding="monthly")["credited_interest"] == "0.12"


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
