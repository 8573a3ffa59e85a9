"""缴费基数与记账金额：上下限的边界、灵活就业、两种填法、取整。"""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, assert_proper

FEN = Decimal("0.01")
YUAN = st.decimals("0.01", "99999", places=2)
AVERAGE = "8000"


def good(**inputs) -> dict:
    answer = calc.run("contribution", inputs)
    assert "errors" not in answer, answer
    return answer


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def errors(**inputs) -> dict:
    answer = calc.run("contribution", inputs)
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


def cents(value) -> Decimal:
    return Decimal(value).quantize(FEN, ROUND_HALF_UP)


def test_henan_statement():
    assert figures(annual_base="146616") == {
        "monthly_base": "12218.00",
        "monthly_contribution": "977.44",
        "monthly_credited": "977.44",
        "annual_contribution": "11729.28",
        "annual_credited": "11729.28",
        "lowest_base": None,
        "highest_base": None,
    }


# 上下限


@pytest.mark.parametrize(
    "wage, base, words",
    [
        ("4799.99", "4800.00", "低于下限"),
        ("4800", "4800.00", "在上下限之间"),
        ("4800.01", "4800.01", "在上下限之间"),
        ("23999.99", "23999.99", "在上下限之间"),
        ("24000", "24000.00", "在上下限之间"),
        ("24000.01", "24000.00", "高于上限"),
        ("90000", "24000.00", "高于上限"),
    ],
)
def test_limits(wage, base, words):
    answer = good(monthly_wage=wage, average_wage=AVERAGE)
    assert answer["figures"]["monthly_base"] == base
    assert (answer["figures"]["lowest_base"], answer["figures"]["highest_base"]) == (
        "4800.00",
        "24000.00",
    )
    assert words in answer["steps"][1]["numbers"]
    assert any("超出了上下限" in note for note in answer["notes"]) == (words != "在上下限之间")
    assert "guobanfa-2019-13" in {entry["id"] for entry in answer["sources"]}


def test_limits_apply_to_an_annual_base_too():
    found = figures(annual_base="36000", average_wage=AVERAGE)
    assert (found["monthly_base"], found["annual_credited"]) == ("4800.00", "4608.00")
    found = figures(annual_base="57600", average_wage=AVERAGE)
    assert (found["monthly_base"], found["annual_credited"]) == ("4800.00", "4608.00")
    assert figures(annual_base="600000", average_wage=AVERAGE)["monthly_base"] == "24000.00"


def test_without_average_wage_there_are_no_limits_and_a_note_says_so():
    answer = good(monthly_wage="100")
    assert answer["figures"]["monthly_base"] == "100.00"
    assert any("没有按 60%、300% 的上下限调整" in note for note in answer["notes"])
    assert not any(
        "没有按" in note for note in good(monthly_wage="100", average_wage=AVERAGE)["notes"]
    )
    assert "guobanfa-2019-13" not in {entry["id"] for entry in answer["sources"]}


# 灵活就业


@pytest.mark.parametrize(
    "level, base, paid, credited, annual",
    [
        ("60", "4800.00", "960.00", "384.00", "4608.00"),
        ("100", "8000.00", "1600.00", "640.00", "7680.00"),
        ("75.5", "6040.00", "1208.00", "483.20", "5798.40"),
        ("300", "24000.00", "4800.00", "1920.00", "23040.00"),
    ],
)
def test_flexible_levels(level, base, paid, credited, annual):
    found = figures(kind="flexible", level_percent=level, average_wage=AVERAGE)
    assert (found["monthly_base"], found["monthly_contribution"]) == (base, paid)
    assert (found["monthly_credited"], found["annual_credited"]) == (credited, annual)


@pytest.mark.parametrize("level", ["59.99", "300.01", "0", "高"])
def test_levels_outside_the_limits(level):
    message = errors(kind="flexible", level_percent=level, average_wage=AVERAGE)["level_percent"]
    assert "60 到 300" in message


@pytest.mark.parametrize("average", ["7333.33", "7333.34", "0.01", "12345.67"])
@pytest.mark.parametrize("level", ["60", "300"])
def test_lowest_and_highest_level_are_the_limits(average, level):
    found = figures(kind="flexible", level_percent=level, average_wage=average)
    assert found["monthly_base"] == found["lowest_base" if level == "60" else "highest_base"]
    answer = good(kind="flexible", level_percent=level, average_wage=average)
    assert not any("超出了上下限" in note for note in answer["notes"])


def test_flexible_with_a_chosen_base():
    found = figures(kind="flexible", monthly_wage="5000")
    assert (found["monthly_contribution"], found["monthly_credited"]) == ("1000.00", "400.00")
    assert (found["annual_contribution"], found["annual_credited"]) == ("12000.00", "4800.00")
    assert (
        figures(kind="flexible", monthly_wage="4000", average_wage=AVERAGE)["monthly_base"]
        == "4800.00"
    )
    assert figures(kind="flexible", annual_base="60000") == found


def test_employee_is_the_default():
    assert figures(monthly_wage="5000") == figures(kind="employee", monthly_wage="5000")
    assert figures(monthly_wage="5000")["monthly_contribution"] == "400.00"


# 取整


def test_rounding_to_the_fen():
    assert figures(annual_base="0.75")["monthly_credited"] == "0.01"  # 正好 0.005，进位
    assert figures(annual_base="0.74")["monthly_credited"] == "0.00"
    assert figures(annual_base="0.06")["monthly_base"] == "0.01"  # 正好 0.005
    assert figures(monthly_wage="100.06")["monthly_credited"] == "8.00"  # 8.0048
    assert figures(monthly_wage="100.07")["monthly_credited"] == "8.01"  # 8.0056


def test_an_annual_base_is_not_rounded_month_by_month():
    found = figures(annual_base="100001")
    assert found["monthly_base"] == "8333.42"
    assert found["monthly_credited"] == "666.67"
    assert found["annual_credited"] == "8000.08"


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
    "inputs, wrong",
    [
        ({}, {"monthly_wage"}),
        ({"monthly_wage": "5000", "annual_base": "60000"}, {"annual_base"}),
        ({"kind": "employee", "level_percent": "100", "average_wage": AVERAGE}, {"level_percent"}),
        ({"kind": "flexible", "level_percent": "100"}, {"average_wage"}),
        ({"kind": "flexible", "level_percent": "100", "average_wage": "多"}, {"average_wage"}),
        ({"level_percent": "100"}, {"level_percent", "average_wage"}),
        ({"monthly_wage": "0", "average_wage": "0"}, {"monthly_wage", "average_wage"}),
        ({"annual_base": "0"}, {"annual_base"}),
        ({"monthly_wage": "-1"}, {"monthly_wage"}),
        (
            {"kind": "boss", "monthly_wage": "x", "average_wage": "1.234"},
            {"kind", "monthly_wage", "average_wage"},
        ),
    ],
)
def test_bad_inputs(inputs, wrong):
    assert set(errors(**inputs)) == wrong


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
