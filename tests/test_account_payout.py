"""终止、一次性领取与继承：各种情形、终止当年的三种计息、领取以后的余额、填错。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import html
from calc.calculators.account_payout import REASONS
from helpers import LAST, PROPERTY, Calculate

DEATH = {
    "reason": "death-before",
    "opening_balance": "52630.18",
    "event_month": "2024-05",
    "monthly_amount": "576",
}
RETIRED = {"reason": "death-after", "opening_balance": "1000", "monthly_account_pension": "100"}
WORKING = sorted(set(REASONS) - {"death-after"})


PAYOUT = Calculate("account-payout")
good, figures = PAYOUT.good, PAYOUT.figures


def test_the_year_after_the_last_published_rate_asks_for_it():
    month = {"event_month": f"{LAST + 1}-01"}
    assert set(PAYOUT.errors(**DEATH | month)) == {"rate_percent"}
    assert figures(**DEATH | month, rate_percent="2.62")["paid_out"] == "0.00"


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
