"""养老金估算：公开的核定表、各种填法、边界、计发月数的两种取法和随机对照。"""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calc import html
from helpers import PROPERTY, Calculate

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


ESTIMATE = Calculate("pension-estimate")
good, figures = ESTIMATE.good, ESTIMATE.figures


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


def test_the_same_wage_twice_changes_nothing():
    same = figures(**JILIN, indexed_base=JILIN["pension_base"])
    assert same == figures(**JILIN)
