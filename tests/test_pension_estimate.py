"""养老金估算：公开的核定表、各种填法、边界、计发月数的两种取法和随机对照。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from helpers import PROPERTY, assert_proper, fields

ID = "pension-estimate"
# 一份转录的核定表（海南，2025 年 11 月退休）
FORM = {
    "pension_base": "8188",
    "average_index": "0.7703",
    "contribution_months": "435",
    "account_balance": "94318.99",
    "payout_months": "139",
}
# 只想看某一项时，别的填 0
NOTHING = {
    "pension_base": "0",
    "average_index": "0",
    "contribution_months": "0",
    "account_balance": "0",
    "payout_months": "139",
}


def good(**inputs) -> dict:
    answer = calc.run(ID, inputs)
    assert "errors" not in answer, answer
    return answer


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def wrong(**inputs) -> set:
    answer = calc.run(ID, inputs)
    assert_proper(answer["errors"])
    return fields(answer["errors"])


def without(*names: str, **changes) -> dict:
    return {name: value for name, value in FORM.items() if name not in names} | changes


def test_approval_form():
    found = figures(**FORM, transition_pension="824.14")
    assert found == {
        "total_pension": "4129.95",
        "basic_pension": "2627.26",
        "account_pension": "678.55",
        "transition_pension": "824.14",
        "other_pension": "0.00",
        "payout_months": "139",
    }
    assert figures(**FORM, other_amounts=["824.14"])["total_pension"] == "4129.95"


def test_several_other_amounts_are_added():
    """一份转录的核定表（辽宁，2025 年 3 月退休）。"""
    form = {
        "pension_base": "8266",
        "average_index": "0.5841",
        "contribution_months": "379",
        "account_balance": "92868.01",
    }
    for written in (["213.87", "0.11"], "213.87 0.11", "213.87；0.11"):
        found = figures(**form, payout_months="194.6", other_amounts=written)
        assert (found["other_pension"], found["total_pension"]) == ("213.98", "2759.00")
    found = figures(
        **form, payout_months="194.6", transition_pension="213.87", other_amounts=["0.11"]
    )
    assert found["total_pension"] == "2759.00"


def test_index_of_many_digits():
    """公开的例子：指数是 20000 ÷ 12116，368 个月，4924.45 元。"""
    found = figures(
        **NOTHING
        | {"pension_base": "12116", "average_index": "1.65070981", "contribution_months": "368"}
    )
    assert found["basic_pension"] == "4924.45"


def test_years_as_printed_and_months():
    assert figures(**FORM) == figures(**without("contribution_months", contribution_years="36.25"))
    # 核定表印 41.9167 年（海南），503 个月是 41.91666…
    printed = {
        "pension_base": "8131",
        "average_index": "1.8444",
        "account_balance": "0",
        "payout_months": "139",
    }
    assert figures(**printed, contribution_years="41.9167")["basic_pension"] == "4847.21"


def test_each_part_is_rounded_then_added():
    """三项各是 0.125 元：每项进到 0.13，合计 0.39，不是 0.375 进到 0.38。"""
    found = figures(
        pension_base="12.5",
        average_index="1",
        contribution_months="12",
        account_balance="12.5",
        payout_months="100",
        deemed_months="12",
        transition_coefficient_percent="1",
    )
    assert [found[name] for name in ("basic_pension", "account_pension", "transition_pension")] == [
        "0.13"
    ] * 3
    assert found["total_pension"] == "0.39"


def test_transition_pension_by_formula():
    """10,000 × 0.8 × 61 ÷ 12 × 1.3% ＝ 528.666…"""
    found = figures(
        **NOTHING | {"pension_base": "10000", "average_index": "0.8"},
        deemed_months="61",
        transition_coefficient_percent="1.3",
    )
    assert found["transition_pension"] == found["total_pension"] == "528.67"
    zero = figures(**FORM, deemed_months="0")
    assert zero["transition_pension"] == "0.00"


def test_two_payout_tables_and_the_difference_in_yuan():
    """60 岁 3 个月：94,318.99 ÷ 137.3 ＝ 686.955…，÷ 139 ＝ 678.553…，相差 8.41 元。"""
    age = without("payout_months", age_years="60", age_months="3")
    answer = good(**age)
    assert answer["figures"]["payout_months"] == "137.3"
    assert answer["figures"]["account_pension"] == "686.96"
    whole = good(**age, table="whole-age")
    assert whole["figures"]["payout_months"] == "139"
    assert whole["figures"]["account_pension"] == "678.55"
    for each in (answer, whole):
        assert any("相差 8.41 元" in note and "推算" in note for note in each["notes"])
        assert "payout-months-forms-2025" in {source["id"] for source in each["sources"]}


@pytest.mark.parametrize("age, months", [("40", "233"), ("50", "195"), ("60", "139"), ("70", "56")])
def test_whole_age(age, months):
    answer = good(**without("payout_months", age_years=age))
    assert answer["figures"]["payout_months"] == months
    assert not any("相差" in note for note in answer["notes"])
    assert (
        good(**without("payout_months", age_years=age, age_months="0", table="whole-age"))[
            "figures"
        ]
        == answer["figures"]
    )


def test_what_is_left_out_is_said():
    notes = "".join(good(**NOTHING)["notes"])
    assert "没有算基础养老金" in notes and "没有算个人账户养老金" in notes
    assert "没有算" not in "".join(good(**FORM)["notes"])


def test_steps_add_up_and_are_shown():
    answer = good(**FORM, transition_pension="824.14", other_amounts=["1.00", "2.00"])
    assert [step["label"] for step in answer["steps"]] == [
        "基础养老金",
        "个人账户养老金",
        "过渡性养老金",
        "其他各项",
        "每月养老金",
    ]
    assert [step["source"] for step in answer["steps"]] == [
        "guofa-2005-38",
        "guofa-2005-38",
        "",
        "",
        "guofa-2005-38",
    ]
    assert "×（435 ÷ 12）×" in answer["steps"][0]["numbers"]
    assert "4,132.95 元" in html.result(answer)


# 填错


def test_all_errors_at_once():
    assert wrong() == {
        "pension_base",
        "average_index",
        "account_balance",
        "contribution_months",
        "age_years",
    }
    assert wrong(
        **FORM
        | {
            "pension_base": "-1",
            "average_index": "10.1",
            "account_balance": "甲",
            "payout_months": "0",
        }
    ) == {
        "pension_base",
        "average_index",
        "account_balance",
        "payout_months",
    }


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"contribution_years": "36.25"}, "contribution_years"),
        ({"age_years": "60"}, "payout_months"),
        ({"age_months": "3"}, "age_months"),
        ({"deemed_months": "60"}, "transition_coefficient_percent"),
        ({"transition_coefficient_percent": "1.3"}, "deemed_months"),
        (
            {
                "deemed_months": "60",
                "transition_coefficient_percent": "1.3",
                "transition_pension": "1",
            },
            "transition_pension",
        ),
        ({"deemed_months": "436", "transition_coefficient_percent": "1.3"}, "deemed_months"),
        ({"contribution_months": "721"}, "contribution_months"),
        ({"other_amounts": "甲"}, "other_amounts"),
        ({"other_amounts": ["1"] * 13}, "other_amounts"),
    ],
)
def test_wrong_combinations(changes, field):
    assert wrong(**FORM | changes) == {field}


@pytest.mark.parametrize(
    "age, field",
    [
        ({"age_years": "39"}, "age_years"),
        ({"age_years": "71"}, "age_years"),
        ({"age_years": "70", "age_months": "1"}, "age_months"),
        ({"age_years": "60", "age_months": "12"}, "age_months"),
    ],
)
def test_ages_outside_the_table(age, field):
    assert wrong(**without("payout_months", **age)) == {field}


def test_deemed_may_be_the_whole_period():
    assert (
        figures(**FORM, deemed_months="435", transition_coefficient_percent="1")[
            "transition_pension"
        ]
        != "0.00"
    )


def half_up(numerator: int, denominator: int) -> Decimal:
    """分数（元）四舍五入到分，只用整数。"""
    return Decimal((numerator * 200 + denominator) // (2 * denominator)) / 100


@PROPERTY
@given(
    base=st.integers(1, 3_000_000),
    index=st.integers(0, 40_000),
    months=st.integers(1, 600),
    balance=st.integers(0, 300_000_000),
    divisor=st.integers(10, 2_400),
    other=st.lists(st.integers(0, 100_000), max_size=12),
)
def test_against_whole_numbers(base, index, months, balance, divisor, other):
    """计发基数、储存额以分计，指数以万分之一计，计发月数以十分之一计。"""
    found = figures(
        pension_base=str(Decimal(base) / 100),
        average_index=str(Decimal(index) / 10_000),
        contribution_months=months,
        account_balance=str(Decimal(balance) / 100),
        payout_months=str(Decimal(divisor) / 10),
        other_amounts=[str(Decimal(amount) / 100) for amount in other] or None,
    )
    basic = half_up(base * (10_000 + index) * months, 100 * 10_000 * 2 * 12 * 100)
    account = half_up(balance * 10, 100 * divisor)
    assert Decimal(found["basic_pension"]) == basic
    assert Decimal(found["account_pension"]) == account
    assert Decimal(found["total_pension"]) == basic + account + Decimal(sum(other)) / 100


# 取整到角，两个平均工资


JIANGSU_1974 = {
    "pension_base": "8613",
    "average_index": "1.2762",
    "account_balance": "190912.85",
    "payout_months": "195",
    "contribution_months": "304",
}
# 基础养老金 2483.288676，个人账户养老金 979.040256……
ROUNDED = {
    "fen": ("2483.29", "979.04", "3462.33"),
    "total-up": ("2483.29", "979.04", "3462.40"),
    "items-up": ("2483.30", "979.10", "3462.40"),
    "items-nearest": ("2483.30", "979.00", "3462.30"),
}


@pytest.mark.parametrize(("rounding", "amounts"), ROUNDED.items(), ids=ROUNDED)
def test_rounding_as_forms_print_it(rounding, amounts):
    answer = good(**JIANGSU_1974, rounding=rounding)
    names = ("basic_pension", "account_pension", "total_pension")
    assert tuple(answer["figures"][name] for name in names) == amounts
    assert answer["steps"][-1]["value"] == f"{Decimal(amounts[-1]):,} 元"
    assert any("没有查到全国统一的规定" in note for note in answer["notes"]) == (rounding != "fen")


@PROPERTY
@given(st.integers(0, 10**7), st.integers(100, 234))
def test_rounding_up_never_takes_away_and_adds_less_than_a_jiao(fen, payout):
    inputs = NOTHING | {"account_balance": f"{fen / 100:.2f}", "payout_months": str(payout)}
    exact = Decimal(fen) / 100 / payout
    up = Decimal(figures(**inputs, rounding="items-up")["account_pension"])
    near = Decimal(figures(**inputs, rounding="items-nearest")["account_pension"])
    assert 0 <= up - exact < Decimal("0.1") and abs(near - exact) <= Decimal("0.05")
    assert up % Decimal("0.1") == near % Decimal("0.1") == 0
    total = Decimal(figures(**inputs, rounding="total-up")["total_pension"])
    assert total % Decimal("0.1") == 0


JILIN = {
    "pension_base": "7978.25",
    "average_index": "0.62",
    "account_balance": "96750.01",
    "payout_months": "139",
    "contribution_years": "41.67",
}


def test_the_wage_behind_the_index_may_be_another():
    answer = good(
        **JILIN, indexed_base="7322.08", transition_pension="699.11", other_amounts=["292.14"]
    )
    found = answer["figures"]
    assert (found["basic_pension"], found["total_pension"]) == ("2608.11", "4295.40")
    assert "（7,978.25 ＋ 7,322.08 × 0.62）÷ 2" in answer["steps"][0]["numbers"]
    assert "指数对应的平均工资 × 平均缴费工资指数" in answer["steps"][0]["formula"]
    same = figures(**JILIN, indexed_base=JILIN["pension_base"])
    assert same == figures(**JILIN)


def test_the_transition_goes_by_the_same_wage():
    """指数化月平均缴费工资 7322.08 × 0.62 ＝ 4539.6896；× 5 年 × 1.2% ＝ 272.381376。"""
    found = figures(
        **JILIN, indexed_base="7322.08", deemed_months="60", transition_coefficient_percent="1.2"
    )
    assert found["transition_pension"] == "272.38"


def test_years_printed_as_years_and_months():
    """41 年 6 个月是 41.5 年：8213 × 41.5% ＝ 3408.395。"""
    form = {"pension_base": "8213", "average_index": "1", "account_balance": "100000"}
    written = good(**form, payout_months="139", contribution_years="41年6月")
    assert written["figures"]["basic_pension"] == "3408.40"
    assert "×（498 ÷ 12）×" in written["steps"][0]["numbers"]
    counted = figures(**form, payout_months="139", contribution_months="498")
    assert written["figures"] == counted
    assert figures(**form, payout_months="139", contribution_months="41年6个月") == counted
