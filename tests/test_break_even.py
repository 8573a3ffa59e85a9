"""多缴值不值：公开的例子、除尽与除不尽、填错。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from helpers import PROPERTY, assert_proper, fields


def run(**inputs) -> dict:
    return calc.run("break-even", inputs)


def figures(**inputs) -> dict:
    answer = run(**inputs)
    assert "errors" not in answer, answer
    return answer["figures"]


def test_published_article():
    """283,780 ÷ 2,041.58 ＝ 139.0002，公开的文章印 139 个月。

    60.25 岁加 11.58 年是 71.8 岁，几个数要说同一件事。
    """
    found = figures(
        extra_cost="283780", monthly_gain="2041.58", start_age_years="60", start_age_months="3"
    )
    assert found == {"months": 139, "years": "11.58", "age_text": "71 岁 10 个月", "age": "71.8"}


@pytest.mark.parametrize(
    "cost, months, years, age",
    [
        ("1199.99", 12, "1.00", "61 岁"),
        ("1200", 12, "1.00", "61 岁"),
        ("1249.99", 12, "1.04", "61 岁"),
        ("1250", 13, "1.04", "61 岁 1 个月"),
        ("0", 0, "0.00", "60 岁"),
        ("0.01", 0, "0.00", "60 岁"),
    ],
)
def test_months_are_rounded_half_up(cost, months, years, age):
    found = figures(extra_cost=cost, monthly_gain="100", start_age_years="60")
    assert (found["months"], found["years"], found["age_text"]) == (months, years, age)


def test_without_an_age():
    answer = run(extra_cost="5000", monthly_gain="30")
    assert answer["figures"] == {"months": 167, "years": "13.89", "age": None, "age_text": None}
    assert len(answer["steps"]) == 1
    assert "167 个月" in html.result(answer)


def test_age_is_rounded_half_up():
    """3 个月是 0.25 岁，进到 60.3。"""
    assert figures(extra_cost="3", monthly_gain="1", start_age_years="60")["age"] == "60.3"


def test_interest_and_adjustment_are_named():
    notes = "".join(run(extra_cost="1", monthly_gain="1")["notes"])
    assert "利息" in notes and "调整" in notes


@pytest.mark.parametrize(
    "inputs, expected",
    [
        ({}, {"extra_cost", "monthly_gain"}),
        ({"extra_cost": "1", "monthly_gain": "0"}, {"monthly_gain"}),
        ({"extra_cost": "-1", "monthly_gain": "0.00"}, {"extra_cost", "monthly_gain"}),
        ({"extra_cost": "1", "monthly_gain": "1", "start_age_months": "3"}, {"start_age_years"}),
        ({"extra_cost": "1", "monthly_gain": "1", "start_age_years": "39"}, {"start_age_years"}),
        (
            {
                "extra_cost": "1",
                "monthly_gain": "1",
                "start_age_years": "60",
                "start_age_months": "12",
            },
            {"start_age_months"},
        ),
    ],
)
def test_errors(inputs, expected):
    found = run(**inputs)["errors"]
    assert_proper(found)
    assert fields(found) == expected


@PROPERTY
@given(cost=st.integers(0, 99_999_999_900), gain=st.integers(1, 10_000_000))
def test_months_are_the_nearest(cost, gain):
    inputs = {
        "extra_cost": f"{Decimal(cost) / 100:.2f}",
        "monthly_gain": f"{Decimal(gain) / 100:.2f}",
    }
    answer = run(**inputs)
    assert abs(answer["figures"]["months"] * gain - cost) * 2 <= gain
