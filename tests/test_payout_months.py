"""计发月数：整岁表、按月推算、两头的年龄、两种取法。"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, assert_proper

TABLE = (
    "40:233 41:230 42:226 43:223 44:220 45:216 46:212 47:208 48:204 49:199 "
    "50:195 51:190 52:185 53:180 54:175 55:170 56:164 57:158 58:152 59:145 "
    "60:139 61:132 62:125 63:117 64:109 65:101 66:93 67:84 68:75 69:65 70:56"
)
WHOLE = {int(age): int(months) for age, months in (pair.split(":") for pair in TABLE.split())}
AGES = st.tuples(st.integers(40, 69), st.integers(0, 11))


def good(years, months=0, **inputs) -> dict:
    answer = calc.run("payout-months", {"age_years": years, "age_months": months, **inputs})
    assert "errors" not in answer, answer
    return answer


def figures(*given, **inputs) -> dict:
    return good(*given, **inputs)["figures"]


def errors(**inputs) -> dict:
    answer = calc.run("payout-months", inputs)
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


@pytest.mark.parametrize("table", ["interpolated", "whole-age"])
@pytest.mark.parametrize("age", WHOLE)
def test_whole_ages(age, table):
    months = str(WHOLE[age])
    assert figures(age, table=table) == dict.fromkeys(
        ("payout_months", "interpolated_payout_months", "whole_age_payout_months"), months
    )


@pytest.mark.parametrize(
    "years, months, expected",
    [
        (60, 1, "138.4"),
        (60, 2, "137.8"),
        (60, 11, "132.6"),
        (50, 1, "194.6"),
        (50, 10, "190.8"),
        (55, 1, "169.5"),
        (55, 2, "169"),
        (55, 4, "168"),
        (55, 11, "164.5"),
        (58, 3, "150.3"),  # 150.25，五进一
        (40, 1, "232.8"),  # 232.75
        (69, 11, "56.8"),  # 56.75
        (63, 11, "109.7"),
    ],
)
def test_months_between_whole_ages(years, months, expected):
    found = figures(years, months)
    assert found["payout_months"] == found["interpolated_payout_months"] == expected
    assert found["whole_age_payout_months"] == str(WHOLE[years])


@pytest.mark.parametrize(
    "wrong", [(55, 1, "169.6"), (55, 5, "167.9"), (55, 7, "167.1"), (55, 1, "164")]
)
def test_published_errors_do_not_come_out(wrong):
    years, months, value = wrong
    for table in ("interpolated", "whole-age"):
        assert figures(years, months, table=table)["payout_months"] != value


def test_47_is_208():
    assert figures(47)["payout_months"] == "208"


@given(AGES)
@PROPERTY
def test_interpolation_is_the_nearest_tenth(age):
    years, months = age
    exact = (WHOLE[years] * (12 - months) + WHOLE[years + 1] * Fraction(months)) / 12
    gap = Fraction(figures(years, months)["payout_months"]) - exact
    assert -Fraction(1, 20) < gap <= Fraction(1, 20)


@given(AGES, st.sampled_from(["interpolated", "whole-age"]))
@PROPERTY
def test_choice_of_table(age, table):
    found = figures(*age, table=table)
    chosen = "interpolated_payout_months" if table == "interpolated" else "whole_age_payout_months"
    assert found["payout_months"] == found[chosen]
    assert found["whole_age_payout_months"] == str(WHOLE[age[0]])


@given(AGES)
@PROPERTY
def test_later_is_never_more(age):
    later = divmod(age[0] * 12 + age[1] + 1, 12)
    assert Fraction(figures(*later)["payout_months"]) < Fraction(figures(*age)["payout_months"])


def test_estimate_is_called_an_estimate():
    estimate, whole = good(60, 1), good(60)
    words = "".join(estimate["notes"])
    assert (
        "推算是 138.4，按整岁是 139；这里取的是推算的数" in words
        and "没有查到按月取值的国家级文件" in words
    )
    assert "这里取的是整岁的数" in "".join(good(60, 1, table="whole-age")["notes"])
    assert "推算" not in "".join(whole["notes"])
    assert [entry["id"] for entry in estimate["sources"]] == [
        "guofa-2005-38",
        "payout-months-forms-2025",
    ]
    assert [entry["id"] for entry in whole["sources"]] == ["guofa-2005-38"]
    assert estimate["steps"][1]["numbers"] == "139 −（139 − 132）× 1 ÷ 12"
    assert "官方公布的表" in "".join(calc.calculator("payout-months").limits)


def test_rows_of_the_year_of_age():
    rows = good(60, 5)["tables"][0]["rows"]
    assert [
        row["interpolated"] for row in rows
    ] == "139 138.4 137.8 137.3 136.7 136.1 135.5 134.9 134.3 133.8 133.2 132.6".split()
    assert {row["whole_age"] for row in rows} == {"139"}
    assert [row["interpolated"] for row in good(70)["tables"][0]["rows"]] == ["56"]


def test_the_ends():
    assert figures(40)["payout_months"] == "233"
    assert figures(69, 11)["payout_months"] == "56.8"
    assert figures(70, 0)["payout_months"] == "56"
    assert "70 岁" in errors(age_years="70", age_months="1")["age_months"]
    for table in ("interpolated", "whole-age"):
        assert set(errors(age_years="70", age_months="11", table=table)) == {"age_months"}


@pytest.mark.parametrize("age", ["39", "71", "60.5", "六十", "-60"])
def test_bad_ages(age):
    assert "40 到 70" in errors(age_years=age)["age_years"]


def test_all_errors_at_once():
    assert set(errors(age_years="39", age_months="12", table="monthly")) == {
        "age_years",
        "age_months",
        "table",
    }
    assert set(errors()) == {"age_years"}
