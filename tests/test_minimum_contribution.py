"""最低缴费年限：逐年的数、不再提高以后、社会保险法以前。"""

from hypothesis import given
from hypothesis import strategies as st

from helpers import PROPERTY, Calculate

good = Calculate("minimum-contribution", "year").good


@given(st.integers(2012, 2100))
@PROPERTY
def test_rises_by_six_months_or_stays(year):
    rise = (
        good(year)["figures"]["minimum_contribution_months"]
        - good(year - 1)["figures"]["minimum_contribution_months"]
    )
    assert rise == (6 if 2030 <= year <= 2039 else 0)


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
