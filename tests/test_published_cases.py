"""公开发表过的算例：``accept`` 应当在允许的差内算出来，``reject`` 是流传的错数，不应当出现。"""

import json
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
        return {"rate_percent": parameter("crediting_rate").at(date(int(case["inputs"]["year"]), 1, 1)).value}
    answer = calc.run(case["calculator"], case["inputs"])
    assert "errors" not in answer, answer
    return answer["figures"]


def matches(case: dict) -> dict:
    """每个数是否在允许的差之内；没有写允许的差，就要一分不差。"""
    found = computed(case)
    return {
        name: abs(Decimal(found[name]) - Decimal(value)) <= Decimal(case["tolerance"].get(name, "0"))
        for name, value in case["expected"].items()
    }


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


@pytest.mark.parametrize("case", [case for case in CASES if case["calculator"] == "crediting-rate"], ids=lambda case: case["id"])
def test_calculator_uses_the_rate_of_the_year(case):
    """本金 10,000 元、没有缴费，一年的利息是利率的 100 倍。"""
    interest = figures(opening_balance="10000", year=case["inputs"]["year"], annual_amount="0")["credited_interest"]
    same = Decimal(interest) == 100 * Decimal(case["expected"]["rate_percent"])
    assert same == (case["use"] == "accept"), interest


def test_how_many_cases():
    counts = Counter(case["use"] for case in CASES)
    print(dict(counts))
    assert counts == {"accept": 20, "reject": 2}
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case_says_where_it_comes_from(case):
    """来源是一句给人看的话，不写深层网址、索引编号和第三方仓库名。"""
    assert set(case) == {"id", "calculator", "inputs", "expected", "tolerance", "use", "source", "note"}
    assert set(case["tolerance"]) <= set(case["expected"])
    assert case["source"]
    for text in (case["source"], case["note"]):
        assert not any(word in text.lower() for word in ("http", "index id", "github", "www.", "/"))
