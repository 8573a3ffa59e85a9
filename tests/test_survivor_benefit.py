"""丧葬补助金与抚恤金：公开的算例、各档的边界、退休人员的减法、填错。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from helpers import PROPERTY, assert_proper, fields


def run(**inputs) -> dict:
    return calc.run("survivor-benefit", inputs)


def good(**inputs) -> dict:
    answer = run(**inputs)
    assert "errors" not in answer, answer
    return answer


def months(contribution_months, received=None) -> object:
    retired = {} if received is None else {"retired": "yes", "pension_months_received": received}
    return good(
        disposable_income_monthly="1000", contribution_months=contribution_months, **retired
    )["figures"]["bereavement_months"]


@pytest.mark.parametrize(
    "received, count, bereavement, total",
    [("42", "19.25", "54256.13", "59893.13"), ("186", 9, "25366.50", "31003.50")],
)
def test_magazine_cases(received, count, bereavement, total):
    """一本期刊 2023 年的两个算例。

    缴费 28 年 9 个月，领了 3 年 6 个月或 15 年 6 个月，月人均可支配收入 2,818.5 元。
    """
    found = good(
        disposable_income_monthly="2818.5",
        contribution_months="345",
        retired="yes",
        pension_months_received=received,
    )
    assert found["figures"] == {
        "funeral_grant": "5637.00",
        "bereavement_months": count,
        "bereavement_grant": bereavement,
        "total": total,
    }


def test_least_for_a_retired_person():
    """一个市人社局 2023 年 8 月 8 日的答复：5,015 元，退休人员最低 55,165 元。"""
    found = good(
        disposable_income_monthly="5015",
        contribution_months="180",
        retired="yes",
        pension_months_received="240",
    )
    assert found["figures"]["total"] == "55165.00"


@pytest.mark.parametrize(
    "contributed, expected",
    [
        (1, 3),
        (59, 3),
        (60, 6),
        (119, 6),
        (120, 9),
        (179, 9),
        (180, 9),
        (181, "9.08"),
        (192, 10),
        (240, 14),
        (359, "23.92"),
        (360, 24),
        (361, 24),
        (720, 24),
    ],
)
def test_tiers(contributed, expected):
    assert months(contributed) == expected


@pytest.mark.parametrize(
    "received, expected",
    [(0, 24), (1, "23.92"), (12, 23), (120, 14), (179, "9.08"), (180, 9), (181, 9), (720, 9)],
)
def test_one_month_less_for_each_year_received(received, expected):
    assert months(360, received) == expected


def test_retired_with_a_short_record_still_gets_the_least():
    assert months(60, 0) == 9


def test_only_the_limit_on_the_shortest_records_is_unverified():
    """各档的月数，第五条读到了；不满 5 年的上限只见于转载的文章。"""
    for contributed, marked in ((59, True), (60, False), (61, False), (180, False)):
        notes = good(disposable_income_monthly="4000", contribution_months=contributed)["notes"]
        assert any("未经官方来源核实" in note for note in notes) == marked


def test_parts_of_a_year_are_said_in_yuan():
    """181 个月：按月折算 9 ＋ 1 ÷ 12，只算满整年 9，差 1,200 ÷ 12 ＝ 100 元。"""
    notes = good(disposable_income_monthly="1200", contribution_months="181")["notes"]
    assert any("10,800.00 元" in note and "相差 100.00 元" in note for note in notes)
    assert not any(
        "相差" in note
        for note in good(disposable_income_monthly="1200", contribution_months="192")["notes"]
    )


@pytest.mark.parametrize("yes", ["yes", True, "true"])
@pytest.mark.parametrize("no", ["no", False, "false", None])
def test_ways_to_say_retired(yes, no):
    base = {"disposable_income_monthly": "1000", "contribution_months": 240}
    assert (
        good(**base, retired=yes, pension_months_received=24)["figures"]["bereavement_months"] == 12
    )
    assert good(**base, retired=no)["figures"]["bereavement_months"] == 14


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"retired": "yes"}, {"pension_months_received"}),
        ({"retired": "yes", "pension_months_received": "-1"}, {"pension_months_received"}),
        ({"pension_months_received": "12"}, {"pension_months_received"}),
        ({"retired": "maybe"}, {"retired"}),
        ({"contribution_months": "0"}, {"contribution_months"}),
        (
            {"contribution_months": "721", "disposable_income_monthly": "-1"},
            {"contribution_months", "disposable_income_monthly"},
        ),
        (
            {"contribution_months": None, "disposable_income_monthly": None},
            {"contribution_months", "disposable_income_monthly"},
        ),
    ],
)
def test_errors(changes, expected):
    found = run(**{"disposable_income_monthly": "4000", "contribution_months": "200"} | changes)[
        "errors"
    ]
    assert_proper(found)
    assert fields(found) == expected


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
