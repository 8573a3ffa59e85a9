"""终止、一次性领取与继承：各种情形、终止当年的三种计息、领取以后的余额、填错。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from calc.calculators.account_payout import REASONS
from helpers import LAST, PROPERTY, assert_proper, fields

DEATH = {
    "reason": "death-before",
    "opening_balance": "52630.18",
    "event_month": "2024-05",
    "monthly_amount": "576",
}
RETIRED = {"reason": "death-after", "opening_balance": "1000", "monthly_account_pension": "100"}
WORKING = sorted(set(REASONS) - {"death-after"})


def run(**inputs) -> dict:
    return calc.run("account-payout", inputs)


def good(**inputs) -> dict:
    answer = run(**inputs)
    assert "errors" not in answer, answer
    return answer


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def wrong(**inputs) -> set:
    found = run(**inputs)["errors"]
    assert_proper(found)
    return fields(found)


@pytest.mark.parametrize("reason", WORKING)
def test_death_in_may_2024(reason):
    """52,630.18 × 2.62% × 5 ÷ 12 ＋ 576 × 15 × 2.62% ÷ 12 ＝ 574.546… ＋ 18.864。"""
    assert figures(**DEATH | {"reason": reason}) == {
        "payable": "56103.59",
        "credited_interest": "593.41",
        "credited_amount": "2880.00",
        "paid_out": "0.00",
        "interest_spread": "848.38",
    }


@pytest.mark.parametrize(
    "way, interest", [("to-month", "593.41"), ("full-year", "1441.79"), ("mixed", "637.43")]
)
def test_three_ways_of_interest(way, interest):
    """到年末的利息是 1,378.910… ＋ 62.88。

    52,630.18 × 2.62% ＋ 576 ×（12＋11＋10＋9＋8）× 2.62% ÷ 12。
    """
    answer = good(**DEATH, final_year=way)
    assert answer["figures"]["credited_interest"] == interest
    rows = {row["credited_interest"]: row["payable"] for row in answer["tables"][0]["rows"]}
    assert rows == {"593.41": "56103.59", "1441.79": "56951.97", "637.43": "56147.61"}
    assert any("相差 848.38 元" in note for note in answer["notes"])


def test_in_december_the_ways_agree():
    found = figures(**DEATH | {"event_month": "2024-12"})
    assert found["interest_spread"] == "0.00"
    assert (
        found["credited_interest"] == "1477.00"
    )  # 1,378.910716 ＋ 576 × 78 × 2.62% ÷ 12 ＝ 1,378.910716 ＋ 98.0928


def test_without_contributions_this_year():
    found = figures(reason="lost-nationality", opening_balance="10000", event_month="2024-06")
    assert (found["credited_amount"], found["credited_interest"], found["payable"]) == (
        "0.00",
        "131.00",
        "10131.00",
    )


def test_ways_to_write_the_same_contributions():
    by_list = figures(
        **DEATH | {"monthly_amount": None, "monthly_amounts": ["0", "576", "576"] + ["0"] * 9}
    )
    assert by_list == figures(**DEATH, months="2-3")
    assert by_list["credited_amount"] == "1152.00"


@pytest.mark.parametrize("month", ["2015-12", f"{LAST + 1}-01"])
def test_a_year_without_a_published_rate_asks_for_it(month):
    assert wrong(**DEATH | {"event_month": month}) == {"rate_percent"}
    assert figures(**DEATH | {"event_month": month}, rate_percent="2.62")["paid_out"] == "0.00"


@pytest.mark.parametrize(
    "paid, taken, left",
    [
        (0, "0.00", "1000.00"),
        (9, "900.00", "100.00"),
        (10, "1000.00", "0.00"),
        (11, "1000.00", "0.00"),
    ],
)
def test_balance_after_the_pension_began(paid, taken, left):
    answer = good(**RETIRED, paid_months=paid)
    assert (answer["figures"]["paid_out"], answer["figures"]["payable"]) == (taken, left)
    assert answer["figures"]["credited_interest"] == "0.00"
    assert any("统筹基金继续" in note for note in answer["notes"]) == (left == "0.00")
    assert answer["tables"] == []


def test_duplicate_account_already_paying():
    found = figures(
        reason="duplicate", opening_balance="1000", monthly_account_pension="99.99", paid_months="3"
    )
    assert (found["paid_out"], found["payable"]) == ("299.97", "700.03")
    assert wrong(reason="duplicate", opening_balance="1000", monthly_account_pension="99.99") == {
        "paid_months"
    }


def test_after_the_pension_no_rate_is_needed():
    assert figures(**RETIRED, paid_months=1, event_month="2026-05")["payable"] == "900.00"


@pytest.mark.parametrize(
    "reason, article, source",
    [
        ("death-before", "第六条", "mohrss-order-13"),
        ("death-after", "第六条", "mohrss-order-13"),
        ("lost-nationality", "第六条", "mohrss-order-13"),
        ("short-of-minimum", "第三条", "mohrss-order-13"),
        ("foreigner-leaving", "第五条", "mohrss-order-16"),
        ("hmt-leaving", "第七条", "mohrss-order-41"),
        ("duplicate", "第三条", "renshebufa-2009-187"),
    ],
)
def test_every_reason_has_its_basis(reason, article, source):
    answer = (
        good(**RETIRED, paid_months=1)
        if reason == "death-after"
        else good(**DEATH | {"reason": reason})
    )
    last = answer["steps"][-1]
    assert article in last["label"] and last["source"] == source
    assert {step["source"] for step in answer["steps"]} <= {
        each["id"] for each in answer["sources"]
    }
    assert "不会自动到账" in answer["notes"][0]
    assert last["value"] in html.result(answer)


@pytest.mark.parametrize(
    "inputs, expected",
    [
        ({}, {"reason", "opening_balance"}),
        ({"reason": "hardship", "opening_balance": "1"}, {"reason"}),
        ({"reason": "death-before", "opening_balance": "1"}, {"event_month"}),
        (
            {"reason": "death-before", "opening_balance": "1", "event_month": "2024-13"},
            {"event_month"},
        ),
        (
            {"reason": "death-after", "opening_balance": "1"},
            {"monthly_account_pension", "paid_months"},
        ),
        (
            RETIRED | {"paid_months": "1", "monthly_amount": "1", "months": "1"},
            {"monthly_amount", "months"},
        ),
        (
            DEATH | {"paid_months": "1", "monthly_account_pension": "1"},
            {"monthly_account_pension", "paid_months"},
        ),
        (DEATH | {"monthly_amounts": ["1"] * 5 + ["0"] * 7}, {"monthly_amounts"}),
        (DEATH | {"months": "5-6"}, {"months"}),
        (DEATH | {"monthly_amount": None, "months": "1"}, {"monthly_amount"}),
        (
            DEATH | {"monthly_amount": None, "monthly_amounts": ["1"] * 6 + ["0"] * 6},
            {"monthly_amounts"},
        ),
        (
            DEATH | {"opening_balance": "-1", "event_month": f"{LAST + 1}-02"},
            {"opening_balance", "rate_percent"},
        ),
    ],
)
def test_errors(inputs, expected):
    assert wrong(**inputs) == expected


def test_missing_rate_says_what_to_do():
    message = run(**DEATH | {"event_month": f"{LAST + 1}-02"})["errors"][0]["message"]
    assert f"{LAST + 1} 年" in message and "请在这里填写" in message


@PROPERTY
@given(
    balance=st.integers(0, 100_000_000),
    amount=st.integers(0, 1_000_000),
    month=st.integers(1, 12),
    way=st.sampled_from(["to-month", "full-year", "mixed"]),
    rate=st.integers(0, 1000),
)
def test_interest_is_that_of_the_year(balance, amount, month, way, rate):
    """余额和各月的钱乘以计息月数，只用整数：元的万分之一再除以 12。"""
    found = figures(
        reason="foreigner-leaving",
        opening_balance=str(Decimal(balance) / 100),
        monthly_amount=str(Decimal(amount) / 100),
        event_month=f"2024-{month:02d}",
        final_year=way,
        rate_percent=str(Decimal(rate) / 100),
    )
    last = month if way == "to-month" else 12
    product = balance * (12 if way == "full-year" else month) + amount * sum(
        last - n for n in range(month)
    )
    fen = (product * rate * 2 + 120_000) // 240_000
    assert Decimal(found["credited_interest"]) * 100 == fen
    assert Decimal(found["payable"]) * 100 == balance + amount * month + fen


@PROPERTY
@given(
    balance=st.integers(0, 100_000_000), each=st.integers(0, 1_000_000), paid=st.integers(0, 720)
)
def test_what_is_paid_and_what_is_left_make_the_balance(balance, each, paid):
    found = figures(
        reason="death-after",
        opening_balance=str(Decimal(balance) / 100),
        monthly_account_pension=str(Decimal(each) / 100),
        paid_months=paid,
    )
    assert Decimal(found["paid_out"]) + Decimal(found["payable"]) == Decimal(balance) / 100
    assert Decimal(found["payable"]) * 100 == max(0, balance - each * paid)
