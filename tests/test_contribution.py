"""缴费基数与记账金额：上下限的边界、灵活就业、两种填法、取整。"""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, Calculate

FEN = Decimal("0.01")
YUAN = st.decimals("0.01", "99999", places=2)
AVERAGE = "8000"


CONTRIBUTION = Calculate("contribution")
good, figures = CONTRIBUTION.good, CONTRIBUTION.figures


def cents(value) -> Decimal:
    return Decimal(value).quantize(FEN, ROUND_HALF_UP)


# 灵活就业


@pytest.mark.parametrize("average", ["7333.33", "7333.34", "0.01", "12345.67"])
@pytest.mark.parametrize("level", ["60", "300"])
def test_lowest_and_highest_level_are_the_limits(average, level):
    found = figures(kind="flexible", level_percent=level, average_wage=average)
    assert found["monthly_base"] == found["lowest_base" if level == "60" else "highest_base"]
    answer = good(kind="flexible", level_percent=level, average_wage=average)
    assert not any("超出了上下限" in note for note in answer["notes"])


# 取整


@given(YUAN, YUAN)
@PROPERTY
def test_against_another_way(wage, average):
    low, high = cents(average * 60 / 100), cents(average * 3)
    base = low if wage < low else min(wage, high)
    found = figures(kind="flexible", monthly_wage=str(wage), average_wage=str(average))
    assert found["monthly_base"] == str(base)
    assert found["monthly_contribution"] == str(cents(base / 5))
    assert found["monthly_credited"] == str(cents(base * 8 / 100))
    assert found["annual_credited"] == str(12 * cents(base * 8 / 100))


@given(st.integers(1, 10**9))
@PROPERTY
def test_annual_base_agrees_with_annual_interest(fen):
    base = str(Decimal(fen) * FEN)
    other = calc.run(
        "annual-interest", {"opening_balance": "0", "year": "2021", "annual_base": base}
    )
    assert figures(annual_base=base)["annual_credited"] == other["figures"]["credited_amount"]


# 输入有误


@pytest.mark.parametrize(
    "inputs",
    [
        {"annual_base": "146616"},
        {"monthly_wage": "3000", "average_wage": AVERAGE},
        {"kind": "flexible", "level_percent": "80", "average_wage": AVERAGE},
    ],
)
def test_steps_name_listed_sources_and_show_the_figures(inputs):
    answer = good(**inputs)
    assert {step["source"] for step in answer["steps"]} <= {
        entry["id"] for entry in answer["sources"]
    }
    values = {
        step["label"]: step["value"].replace(",", "").removesuffix(" 元")
        for step in answer["steps"]
    }
    for label, name in (
        ("月缴费基数", "monthly_base"),
        ("每月自己缴", "monthly_contribution"),
        ("全年记进个人账户", "annual_credited"),
    ):
        assert values[label] == answer["figures"][name]
