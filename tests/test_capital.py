"""大写金额：照《正确填写票据和结算凭证的基本规定》。"""

from decimal import Decimal

import pytest
from hypothesis import given, strategies

import calc
from calc import html
from calc.money import DIGITS, capital
from helpers import PROPERTY

CASES = {
    "0": "零元整",
    "0.01": "壹分",
    "0.10": "壹角整",
    "1.05": "壹元零伍分",
    "10.05": "壹拾元零伍分",
    "325.04": "叁佰贰拾伍元零肆分",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "19679.22": "壹万玖仟陆佰柒拾玖元贰角贰分",
    "100050": "壹拾万零伍拾元整",
    "1000100": "壹佰万零壹佰元整",
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "-22.64": "负贰拾贰元陆角肆分",
}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}


@pytest.mark.parametrize(("value", "words"), CASES.items())
def test_amounts_at_the_boundaries(value, words):
    assert capital(Decimal(value)) == words


def read_back(words: str) -> int:
    """读回来，是几分。"""
    fen = 0
    yuan, _, rest = words.rpartition("元")
    total = group = digit = 0
    for sign in yuan:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in UNITS:
            group, digit = group + digit * UNITS[sign], 0
        else:
            total, group, digit = total + (group + digit) * GROUPS[sign], 0, 0
    for sign, worth in (("角", 10), ("分", 1)):
        if sign in rest:
            fen += worth * DIGITS.index(rest[rest.index(sign) - 1])
    return (total + group + digit) * 100 + fen


@PROPERTY
@given(strategies.integers(0, 10**14 - 1))
def test_every_amount_reads_back_as_itself(fen):
    words = capital(Decimal(fen) / 100)
    assert read_back(words) == fen
    assert "零零" not in words and not words.startswith("零元零")


def test_claimed_money_has_it_and_other_money_not():
    claimed = {
        id: [figure.name for figure in calc.calculator(id).figures if figure.claimed]
        for id in calc.calculator_ids()
    }
    assert claimed["account-payout"] == ["payable"]
    assert claimed["statement-check"] == ["interest_difference"]
    inputs = {"disposable_income_monthly": "4000", "contribution_months": "240", "retired": "no"}
    written = html.result(calc.compute("survivor-benefit", inputs))
    assert "丧葬补助金（大写）</dt><dd>捌仟元整</dd>" in written
    whole = {"opening_balance": "100", "year": "2021", "annual_amount": "1200"}
    assert "calc-capital" not in html.result(calc.compute("annual-interest", whole))
