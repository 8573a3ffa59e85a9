"""计发月数：整岁表、按月推算、两头的年龄、两种取法。"""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, Calculate

TABLE = (
    "40:233 41:230 42:226 43:223 44:220 45:216 46:212 47:208 48:204 49:199 "
    "50:195 51:190 52:185 53:180 54:175 55:170 56:164 57:158 58:152 59:145 "
    "60:139 61:132 62:125 63:117 64:109 65:101 66:93 67:84 68:75 69:65 70:56"
)
WHOLE = {int(age): int(months) for age, months in (pair.split(":") for pair in TABLE.split())}
AGES = st.tuples(st.integers(40, 69), st.integers(0, 11))


PAYOUT = Calculate("payout-months", "age_years", "age_months")
good, figures = PAYOUT.good, PAYOUT.figures


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
