"""去世以后三笔钱：和两个分开的计算器一分不差，账户刚好发完，缴费年限的各档，填错。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from helpers import LAST, PROPERTY, assert_proper, fields

INCOME = {"disposable_income_monthly": "3000"}
GRANTS = INCOME | {"contribution_months": "240"}
WORKER = GRANTS | {"retired": "no", "account_balance": "83260.45"}
OPENING = {"opening_balance": "52630.18", "event_month": "2024-05", "monthly_amount": "576"}
PENSIONER = GRANTS | {
    "retired": "yes",
    "account_balance_at_retirement": "1000",
    "monthly_account_pension": "100",
}
MONEY = st.integers(0, 100_000_000).map(lambda fen: str(Decimal(fen) / 100))


def run(**inputs) -> dict:
    return calc.run("after-death", inputs)


def good(**inputs) -> dict:
    answer = run(**inputs)
    assert "errors" not in answer, answer
    return answer


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def other(id: str, **inputs) -> dict:
    answer = calc.run(id, inputs)
    assert "errors" not in answer, answer
    return answer["figures"]


# 和另外两个计算器


def assert_same(found: dict, payout: str, grants: dict) -> None:
    assert found["account_inheritable"] == payout
    for name in ("funeral_grant", "bereavement_grant", "bereavement_months"):
        assert found[name] == grants[name], name
    parts = (payout, grants["funeral_grant"], grants["bereavement_grant"])
    assert Decimal(found["total"]) == sum(map(Decimal, parts))


@PROPERTY
@given(
    balance=MONEY,
    amounts=st.lists(MONEY, min_size=12, max_size=12),
    month=st.integers(1, 12),
    way=st.sampled_from(["to-month", "full-year", "mixed"]),
    rate=st.integers(0, 1000),
    income=MONEY,
    contributed=st.integers(1, 720),
)
def test_a_worker_gets_what_the_two_calculators_say(
    balance, amounts, month, way, rate, income, contributed
):
    account = {
        "opening_balance": balance,
        "event_month": f"2024-{month:02d}",
        "monthly_amounts": amounts[:month] + ["0"] * (12 - month),
        "rate_percent": str(Decimal(rate) / 100),
        "final_year": way,
    }
    grants = {"disposable_income_monthly": income, "contribution_months": contributed}
    payout = other("account-payout", reason="death-before", **account)
    found = figures(retired="no", **account, **grants)
    assert_same(found, payout["payable"], other("survivor-benefit", retired="no", **grants))
    assert found["interest_spread"] == payout["interest_spread"]
    by_balance = figures(retired="no", account_balance=payout["payable"], **grants)
    assert by_balance == found | {"interest_spread": None}


@PROPERTY
@given(
    balance=MONEY,
    monthly=MONEY,
    paid=st.integers(0, 720),
    received=st.integers(0, 720),
    income=MONEY,
    contributed=st.integers(1, 720),
)
def test_a_pensioner_gets_what_the_two_calculators_say(
    balance, monthly, paid, received, income, contributed
):
    own = {"monthly_account_pension": monthly, "paid_months": paid}
    grants = {
        "retired": "yes",
        "disposable_income_monthly": income,
        "contribution_months": contributed,
        "pension_months_received": received,
    }
    payout = other("account-payout", reason="death-after", opening_balance=balance, **own)
    found = figures(account_balance_at_retirement=balance, **own, **grants)
    assert_same(found, payout["payable"], other("survivor-benefit", **grants))
    assert found["paid_out"] == payout["paid_out"]


# 账户发完的前后


@pytest.mark.parametrize(
    ("paid", "left", "emptied"),
    [(0, "1000.00", False), (9, "100.00", False), (10, "0.00", True), (11, "0.00", True)],
)
def test_around_the_month_the_account_runs_out(paid, left, emptied):
    answer = good(**PENSIONER, paid_months=paid, pension_months_received=paid)
    assert answer["figures"]["account_inheritable"] == left
    assert any("统筹基金继续" in note for note in answer["notes"]) == emptied


def test_the_last_month_may_be_short():
    """1,000 ÷ 300：三个月领 900，第四个月只剩 100。"""
    for paid, left in ((3, "100.00"), (4, "0.00")):
        inputs = PENSIONER | {"monthly_account_pension": "300"}
        assert figures(**inputs, pension_months_received=paid)["account_inheritable"] == left


def test_months_are_asked_once():
    """只填一种月数，两处都用它；两种都填，各用各的。"""
    once = figures(**PENSIONER, pension_months_received=4)
    assert once == figures(**PENSIONER, paid_months=4)
    both = figures(**PENSIONER, pension_months_received=40, paid_months=4)
    assert both["account_inheritable"] == once["account_inheritable"] == "600.00"
    assert (once["bereavement_months"], both["bereavement_months"]) == ("13.67", "10.67")
    assert not any(note.startswith("请核对") for note in good(**PENSIONER, paid_months=4)["notes"])
    more = good(**PENSIONER, pension_months_received=4, paid_months=5)["notes"]
    assert more[0].startswith("请核对：从余额里领了 5 个月，比一共领的 4 个月还多")


# 抚恤金的各档：转载的文件，一年一个月，最多 24，退休的最少 9


@pytest.mark.parametrize(
    ("contributed", "months"),
    [
        (1, 3), (59, 3), (60, 6), (61, 6),
        (119, 6), (120, 9), (121, 9),
        (179, 9), (180, 9), (181, "9.08"),
        (359, "23.92"), (360, 24), (361, 24),
    ],
)  # fmt: skip
def test_contributed_years_of_one_who_had_no_pension(contributed, months):
    found = figures(**WORKER | {"contribution_months": contributed})
    assert found["bereavement_months"] == months
    assert found["funeral_grant"] == "6000.00"


@pytest.mark.parametrize(
    ("received", "months"), [(0, 14), (12, 13), (59, "9.08"), (60, 9), (61, 9), (720, 9)]
)
def test_months_received_lower_it_to_nine(received, months):
    found = figures(**PENSIONER, pension_months_received=received)
    assert found["bereavement_months"] == months
    assert Decimal(found["bereavement_grant"]) >= 27000


@pytest.mark.parametrize(("contributed", "said"), [(59, True), (60, False), (180, False)])
def test_short_records_are_marked(contributed, said):
    notes = good(**WORKER | {"contribution_months": contributed})["notes"]
    assert any("未经官方来源核实" in note for note in notes) == said


# 一个问题，几种填法


def test_both_ways_to_give_the_balance():
    """52,630.18 在 2024 年 5 月是 56,103.59，见一次性领取的测试。"""
    grants = GRANTS | {"retired": "no"}
    answer = good(**grants, **OPENING, account_from="opening")
    assert answer["figures"]["account_inheritable"] == "56103.59"
    assert answer["figures"] == good(**grants, **OPENING)["figures"]
    assert len(answer["tables"][0]["rows"]) == 3
    assert good(**WORKER)["tables"] == []


@pytest.mark.parametrize("yes", ["yes", True, "true", "已经在领"])
def test_ways_to_say_the_pension_had_begun(yes):
    assert figures(**PENSIONER | {"retired": yes}, paid_months=1)["paid_out"] == "100.00"


def test_every_step_has_its_source_and_the_money_is_in_words():
    for inputs in (WORKER, GRANTS | {"retired": "no"} | OPENING, PENSIONER | {"paid_months": "1"}):
        answer = good(**inputs)
        known = {source["id"] for source in answer["sources"]}
        assert {step["source"] for step in answer["steps"]} <= known
        assert "mohrss-order-13" in known and "renshebufa-2021-18" in known
        last = answer["steps"][-1]
        assert last["label"] == "三笔合计"
        assert last["value"].replace(",", "") == f"{answer['figures']['total']} 元"
        assert html.result(answer).count("（大写）</dt>") == 4
        assert "不会自动到账" in answer["notes"][0]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, {"retired", "disposable_income_monthly", "contribution_months"}),
        (GRANTS | {"retired": "maybe"}, {"retired"}),
        (GRANTS | {"retired": "no"}, {"account_balance"}),
        (
            GRANTS | {"retired": "no", "account_from": "opening"},
            {"opening_balance", "event_month"},
        ),
        (GRANTS | {"retired": "no", "opening_balance": "1"}, {"event_month"}),
        (
            GRANTS | {"retired": "yes"},
            {
                "account_balance_at_retirement",
                "monthly_account_pension",
                "pension_months_received",
            },
        ),
        (PENSIONER | {"pension_months_received": "-1"}, {"pension_months_received"}),
        (PENSIONER | {"paid_months": "x"}, {"paid_months"}),
        (
            PENSIONER | {"paid_months": "1", "account_balance": "1", "event_month": "2024-05"},
            {"account_balance", "event_month"},
        ),
        (WORKER | {"paid_months": "3"}, {"paid_months"}),
        (WORKER | {"opening_balance": "1", "event_month": "2024-05"}, {"account_balance"}),
        (WORKER | {"event_month": "2024-05", "months": "3"}, {"event_month", "months"}),
        (WORKER | {"account_balance": "-1"}, {"account_balance"}),
        (WORKER | {"contribution_months": "0"}, {"contribution_months"}),
        (WORKER | {"contribution_months": "721"}, {"contribution_months"}),
        (GRANTS | {"retired": "no"} | OPENING | {"opening_balance": "x"}, {"opening_balance"}),
        (GRANTS | {"retired": "no"} | OPENING | {"months": "5-6"}, {"months"}),
        (
            GRANTS | {"retired": "no"} | OPENING | {"event_month": f"{LAST + 1}-02"},
            {"rate_percent"},
        ),
    ],
)
def test_errors(inputs, expected):
    found = run(**inputs)["errors"]
    assert_proper(found)
    assert fields(found) == expected


def test_what_looks_like_a_slip_is_said():
    assert any("就填 180" in note for note in good(**WORKER | {"contribution_months": 15})["notes"])
    yearly = WORKER | {"disposable_income_monthly": "48000"}
    assert any("像是一年的数" in note for note in good(**yearly)["notes"])
