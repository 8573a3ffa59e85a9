"""丧葬补助金与抚恤金：公开的算例、各档的边界、退休人员的减法、填错。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import html
from helpers import PROPERTY, Calculate

good = Calculate("survivor-benefit").good


@pytest.mark.parametrize("yes", ["yes", True, "true"])
@pytest.mark.parametrize("no", ["no", False, "false", None])
def test_ways_to_say_retired(yes, no):
    base = {"disposable_income_monthly": "1000", "contribution_months": 240}
    assert (
        good(**base, retired=yes, pension_months_received=24)["figures"]["bereavement_months"] == 12
    )
    assert good(**base, retired=no)["figures"]["bereavement_months"] == 14


def test_every_step_has_its_source():
    answer = good(
        disposable_income_monthly="4000",
        contribution_months="345",
        retired="yes",
        pension_months_received="42",
    )
    assert len(answer["steps"]) == 5
    assert {step["source"] for step in answer["steps"]} == {
        source["id"] for source in answer["sources"]
    }
    assert "19.25 个月" in html.result(answer)


@PROPERTY
@given(
    income=st.integers(0, 2_000_000),
    contributed=st.integers(180, 720),
    received=st.none() | st.integers(0, 720),
)
def test_against_whole_numbers(income, contributed, received):
    """收入以分计，月数以十二分之一计。"""
    twelfths = min(24 * 12, 9 * 12 + contributed - 180)
    retired = {}
    if received is not None:
        twelfths = max(9 * 12, twelfths - received)
        retired = {"retired": "yes", "pension_months_received": received}
    found = good(
        disposable_income_monthly=str(Decimal(income) / 100),
        contribution_months=contributed,
        **retired,
    )["figures"]
    fen = (income * twelfths * 2 + 12) // 24
    assert Decimal(found["bereavement_grant"]) * 100 == fen
    assert Decimal(found["total"]) * 100 == fen + 2 * income
