"""法定退休年龄与弹性退休：延迟的边界、弹性范围、最低年限按哪一年、年限不够时的说明。"""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, Calculate

OPEN = {"male": (1965, 60, 4, 36), "female55": (1970, 55, 4, 36), "female50": (1975, 50, 2, 60)}
BIRTHS = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1930, 2030), st.integers(1, 12))


RETIREMENT = Calculate("retirement-age", "category", "birth")
good, figures = RETIREMENT.good, RETIREMENT.figures


def index(month: str) -> int:
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def walked(category: str):
    """另一种写法：从第一个出生月起一个月一个月数，数满一步就多延迟一个月。"""
    year, age, step, most = OPEN[category]
    delay, birth = 1, year * 12
    while True:
        for _ in range(step):
            yield month(birth), delay, month(birth + age * 12 + delay)
            birth += 1
        delay = min(delay + 1, most)


@pytest.mark.parametrize("category", OPEN)
def test_every_birth_month_of_the_three_tables(category):
    for birth, delay, retire in islice(walked(category), 200):
        found = figures(category, birth)
        assert (found["delay_months"], found["statutory_month"]) == (delay, retire), birth
        years, months = divmod(index(retire) - index(birth), 12)
        assert (found["statutory_age_years"], found["statutory_age_months"]) == (years, months), (
            birth
        )


# 弹性范围


@given(st.sampled_from(list(OPEN)), BIRTHS)
@PROPERTY
def test_window_rules(category, birth):
    found = figures(category, birth)
    original = index(birth) + OPEN[category][1] * 12
    early, legal, late = (
        index(found[name]) for name in ("earliest_month", "statutory_month", "latest_month")
    )
    assert legal - original == found["delay_months"] <= OPEN[category][3]
    assert found["chosen_month"] == found["statutory_month"]
    if legal >= 2025 * 12:
        assert early >= original and legal - early <= 36 and late - legal == 36
        assert early == original or legal - early == 36
    else:
        assert early == legal == late


@given(st.sampled_from(list(OPEN)), BIRTHS, st.integers(-36, 36))
@PROPERTY
def test_chosen_month_is_inside_the_window_or_an_error(category, birth, offset):
    limits = figures(category, birth)
    chosen = month(index(limits["statutory_month"]) + offset)
    answer = calc.run(
        "retirement-age", {"category": category, "birth": birth, "offset_months": offset}
    )
    if limits["earliest_month"] <= chosen <= limits["latest_month"]:
        assert answer["figures"]["chosen_month"] == chosen
    else:
        assert [error["field"] for error in answer["errors"]] == ["offset_months"]


# 日期


# 表和步骤


@given(st.sampled_from(list(OPEN)), BIRTHS, st.none() | st.integers(0, 720))
@PROPERTY
def test_every_step_names_a_listed_source(category, birth, contributed):
    answer = good(category, birth, contributed_months=contributed)
    assert {step["source"] for step in answer["steps"]} <= {
        entry["id"] for entry in answer["sources"]
    }


# 输入有误
