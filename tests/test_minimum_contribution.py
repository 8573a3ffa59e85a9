"""最低缴费年限：逐年的数、不再提高以后、社会保险法以前。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, assert_proper


def good(year) -> dict:
    answer = calc.run("minimum-contribution", {"year": year})
    assert "errors" not in answer, answer
    return answer


def errors(**inputs) -> dict:
    answer = calc.run("minimum-contribution", inputs)
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


@pytest.mark.parametrize(
    "year, months, years",
    [
        ("2011", 180, "15"),
        ("2024", 180, "15"),
        ("2029", 180, "15"),
        ("2030", 186, "15.5"),
        ("2031", 192, "16"),
        ("2032", 198, "16.5"),
        ("2033", 204, "17"),
        ("2034", 210, "17.5"),
        ("2035", 216, "18"),
        ("2036", 222, "18.5"),
        ("2037", 228, "19"),
        ("2038", 234, "19.5"),
        ("2039", 240, "20"),
        ("2040", 240, "20"),
        ("2100", 240, "20"),
    ],
)
def test_year_by_year(year, months, years):
    found = good(year)["figures"]
    assert found == {
        "minimum_contribution_months": months,
        "minimum_contribution_years": years,
        "increase_months": months - 180,
    }


@given(st.integers(2012, 2100))
@PROPERTY
def test_rises_by_six_months_or_stays(year):
    rise = (
        good(year)["figures"]["minimum_contribution_months"]
        - good(year - 1)["figures"]["minimum_contribution_months"]
    )
    assert rise == (6 if 2030 <= year <= 2039 else 0)


def test_table_covers_the_change():
    rows = good("2032")["tables"][0]["rows"]
    assert [row["year"] for row in rows] == list(range(2029, 2040))
    assert [row["minimum_contribution_months"] for row in rows] == list(range(180, 241, 6))
    assert rows[1]["years"] == "15 年 6 个月" and rows[-1]["years"] == "20 年"


@pytest.mark.parametrize(
    "year, numbers",
    [
        ("2029", "没有提高"),
        ("2030", "180 ＋ 6 ×（2030 − 2029）"),
        ("2039", "180 ＋ 6 ×（2039 − 2029）"),
        ("2050", "180 ＋ 6 ×（2039 − 2029）；2039 年起不再提高"),
    ],
)
def test_step_shows_the_sum(year, numbers):
    shown = good(year)["steps"][1]["numbers"]
    assert shown.endswith(numbers)


def test_notes_name_the_ways_out_and_which_year_counts():
    answer = good("2032")
    words = "".join(answer["notes"])
    for text in (
        "延长缴费",
        "一次性缴",
        "城乡居民养老保险",
        "书面申请终止",
        "弹性延迟的仍看法定退休的年份",
    ):
        assert text in words, text
    known = {entry["id"] for entry in answer["sources"]}
    assert {"social-insurance-law", "mohrss-order-13", "flexible-retirement-rules-2024"} <= known
    assert {step["source"] for step in answer["steps"]} <= known


def test_before_the_law_is_explained():
    assert "2011 年 7 月 1 日" in errors(year="2010")["year"]
    assert "2011 年 7 月 1 日" in errors(year="1990")["year"]


@pytest.mark.parametrize("year", ["1949", "2101", "2030.5", "明年", "-2030"])
def test_bad_years(year):
    assert "1950 到 2100" in errors(year=year)["year"]


def test_year_is_required():
    assert set(errors()) == {"year"}
    assert set(errors(yeer="2030")) == {"year", "yeer"}
