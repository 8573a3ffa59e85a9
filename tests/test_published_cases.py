"""公开发表过的算例：``accept`` 应当在允许的差内算出来，``reject`` 是流传的错数，不应当出现。"""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import calc
from calc.parameters import parameter
from helpers import figures

CASES = json.loads(Path(__file__).with_name("published_cases.json").read_text("utf-8"))


def computed(case: dict) -> dict:
    if case["calculator"] == "crediting-rate":
        return {
            "rate_percent": parameter("crediting_rate")
            .on(date(int(case["inputs"]["year"]), 1, 1))
            .value
        }
    answer = calc.run(case["calculator"], always_the_same_rate(case["inputs"]))
    assert "errors" not in answer, answer
    found = dict(answer["figures"])
    if case["calculator"] == "account-history":
        found["first_interest"] = answer["tables"][0]["rows"][0]["credited_interest"]
    return found


def always_the_same_rate(inputs: dict) -> dict:
    """算例假定以后每年都是一个利率；发表以后公布的利率不代进去。"""
    if "default_rate_percent" not in inputs or "rates_percent" in inputs:
        return inputs
    years = range(int(inputs["segments"][0]["from"][:4]), int(inputs["until"][:4]) + 1)
    return inputs | {
        "rates_percent": {
            str(year): inputs["default_rate_percent"] for year in years if year > 2025
        }
    }


def matches(case: dict) -> dict:
    """每个数是否在允许的差之内；没有写允许的差，就要一分不差。"""
    found = computed(case)
    return {
        name: close(found[name], value, case["tolerance"].get(name))
        for name, value in case["expected"].items()
    }


def close(found, expected: str, tolerance: str | None) -> bool:
    """没有写允许的差，就要一模一样；月份和年龄比文字。"""
    if not re.fullmatch(r"-?[\d.]+", expected):
        return str(found) == expected
    return abs(Decimal(found) - Decimal(expected)) <= Decimal(tolerance or "0")


def chosen(use: str):
    return [pytest.param(case, id=case["id"]) for case in CASES if case["use"] == use]


@pytest.mark.parametrize("case", chosen("accept"))
def test_accepted_value_comes_out(case):
    assert case["expected"]
    assert all(matches(case).values()), (computed(case), case["expected"])


@pytest.mark.parametrize("case", chosen("reject"))
def test_rejected_value_does_not_come_out(case):
    assert case["expected"]
    assert not any(matches(case).values()), computed(case)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["calculator"] == "crediting-rate"],
    ids=lambda case: case["id"],
)
def test_calculator_uses_the_rate_of_the_year(case):
    """本金 10,000 元、没有缴费，一年的利息是利率的 100 倍。"""
    interest = figures(opening_balance="10000", year=case["inputs"]["year"], annual_amount="0")[
        "credited_interest"
    ]
    same = Decimal(interest) == 100 * Decimal(case["expected"]["rate_percent"])
    assert same == (case["use"] == "accept"), interest


# 有的程序用的不是月积数法：当年缴的钱当年不计息。逐年用“没有缴费的一年”接起来，就是它们的算法。


def year_end_balance(years) -> Decimal:
    balance = Decimal(0)
    for amount, rate in years:
        closing = figures(
            opening_balance=str(balance), year="2100", annual_amount="0", rate_percent=rate
        )["closing_balance"]
        balance = Decimal(closing) + Decimal(amount)
    return balance


def test_year_end_deposits():
    """5760 元一年、3%、15 年末：公开的程序印 107,130 元，取整到十元。"""
    assert abs(year_end_balance([("5760", "3")] * 15) - 107130) <= 2


def test_a_record_without_interest_in_the_year():
    """4980.50、5450.30 元各十二个月和 5890.10 元十一个月的 8%。

    2021 年的 5.35% 是当时的假定，不是公布的 6.69%。
    """
    years = [("4781.28", "6.04"), ("5232.29", "5.35"), ("5183.29", "6.12")]
    assert abs(year_end_balance(years) - Decimal("16081.14")) <= Decimal("0.01")


def test_how_many_cases():
    """没有收进来的两例：按半年估算利息，按月复利；都不是养老保险的算法。"""
    counts = Counter(case["use"] for case in CASES)
    print(dict(counts))
    assert counts == {"accept": 298, "reject": 12}
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_says_where_it_comes_from(case):
    """来源是一句给人看的话，不写深层网址、索引编号和第三方仓库名。"""
    assert set(case) == {
        "id",
        "calculator",
        "inputs",
        "expected",
        "tolerance",
        "use",
        "source",
        "note",
    }
    assert set(case["tolerance"]) <= set(case["expected"])
    assert case["source"]
    for text in (case["source"], case["note"]):
        assert not any(word in text.lower() for word in ("http", "index id", "github", "www.", "/"))
