"""缴 15 年、20 年、30 年，差多少：手算的数，另写的公式，边界，应有的性质，填错。"""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from helpers import PROPERTY, assert_proper
from test_payout_months import WHOLE

ID = "years-compared"
PLAIN = {
    "kind": "flexible",
    "monthly_base": "6000",
    "pension_base": "8000",
    "average_index": "0.75",
    "age_years": "60",
}
USUAL = [15, 20, 25, 30, 35, 40]
PAID = {"employee": 8, "flexible": 20}  # 自己缴基数的百分之几


def good(**inputs) -> dict:
    answer = calc.run(ID, PLAIN | inputs)
    assert "errors" not in answer, answer
    return answer


def rows(**inputs) -> list[dict]:
    (table,) = good(**inputs)["tables"]
    assert table["name"] == "years"
    return table["rows"]


def column(name: str, **inputs) -> list:
    return [row[name] for row in rows(**inputs)]


def wrong(**inputs) -> dict[str, str]:
    answer = calc.run(ID, PLAIN | inputs)
    assert set(answer) == {"calculator", "errors"}, answer
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


# 手算


def test_by_hand():
    """每月缴 1,200、记 480；7,000 × 15% ＋ 86,400 ÷ 139，7,000 × 20% ＋ 115,200 ÷ 139。"""
    first, second, *_ = rows()
    assert first == {
        "contribution_years": 15,
        "own_cost": "216000.00",
        "account_balance": "86400.00",
        "basic_pension": "1050.00",
        "account_pension": "621.58",
        "total_pension": "1671.58",
        "extra_cost": None,
        "extra_pension": None,
        "break_even_months": None,
    }
    assert (second["total_pension"], second["extra_cost"]) == ("2228.78", "72000.00")
    assert (second["extra_pension"], second["break_even_months"]) == ("557.20", 130)
    assert column("contribution_years") == USUAL


def test_a_year_of_interest_by_hand():
    """每月记 480，每年 10%：480 × 78 × 10% ÷ 12 ＝ 312；第二年再加 6,072 × 10% ＝ 607.20。

    十年是 5,760 和 312 的和，各滚到第十年末：6,072 ×（1.1 的 10 次方 − 1）÷ 0.1。
    """
    (balance,) = column("account_balance", years="10", rate_percent="10")
    exact = Fraction(6072) * (Fraction(11, 10) ** 10 - 1) * 10
    assert abs(Fraction(balance) - exact) < Fraction(2, 100), "每年到分，十年差不到两分"


def test_an_employee_pays_only_what_goes_into_the_account():
    employee = rows(kind="employee")
    assert [row["own_cost"] for row in employee] == [row["account_balance"] for row in employee]
    assert [row["total_pension"] for row in employee] == column("total_pension")


def test_the_answer_in_words():
    figures = good()["figures"]
    assert (figures["least"], figures["most"]) == ("1671.58", "4457.55")
    assert figures["difference"] == (
        "缴 40 年比缴 15 年，自己多出 360,000.00 元，每月多领 2,785.97 元，"
        "领 130 个月（10 年 10 个月）才领回来"
    )


def test_one_number_of_years_has_nothing_to_compare_with():
    figures = good(years="15")["figures"]
    assert (figures["least"], figures["most"]) == ("1671.58", "1671.58")
    assert figures["difference"] is None


# 另写的公式


def to_fen(exact: Fraction) -> Decimal:
    return Decimal(int(exact * 100 + Fraction(1, 2))) / 100


def divisor(years: int, months: int) -> Fraction:
    """相邻两岁之间按月推算，一位小数。"""
    after = WHOLE[years + 1] if months else WHOLE[years]
    exact = WHOLE[years] - Fraction(WHOLE[years] - after) * months / 12
    return Fraction(int(exact * 10 + Fraction(1, 2)), 10)


def expected(given: dict, years: int) -> dict:
    base = Fraction(given["monthly_base"])
    monthly = to_fen(base * PAID[given["kind"]] / 100)
    credited, rate = Fraction(to_fen(base * 8 / 100)), Fraction(given["rate_percent"]) / 100
    balance = Decimal(0)
    for _ in range(years):
        deposits = sum(credited * (13 - month) for month in range(1, 13))
        interest = to_fen(Fraction(balance) * rate + deposits * rate / 12)
        balance += Decimal(str(to_fen(credited * 12))) + interest
    wage, index = Fraction(given["pension_base"]), Fraction(given["average_index"])
    basic = to_fen((wage + wage * index) / 2 * years / 100)
    account = to_fen(Fraction(balance) / divisor(given["age_years"], given["age_months"]))
    return {
        "contribution_years": years,
        "own_cost": f"{monthly * 12 * years:.2f}",
        "account_balance": f"{balance:.2f}",
        "basic_pension": f"{basic:.2f}",
        "account_pension": f"{account:.2f}",
        "total_pension": f"{basic + account:.2f}",
    }


def made_up(dice: random.Random) -> dict:
    age = dice.randint(40, 70)
    return {
        "kind": dice.choice(list(PAID)),
        "monthly_base": f"{Decimal(dice.randint(1, dice.choice((99, 10**6, 10**8)))) / 100:f}",
        "pension_base": f"{Decimal(dice.randint(1, 2 * 10**6)) / 100:f}",
        "average_index": f"{Decimal(dice.randint(0, 30000)) / 10000:f}",
        "age_years": age,
        "age_months": 0 if age == 70 else dice.randint(0, 11),
        "rate_percent": f"{Decimal(dice.choice((0, dice.randint(0, 900)))) / 100:f}",
        "years": dice.sample(range(10, 46), dice.randint(1, 8)),
    }


def test_500_made_up_people_against_formulas_written_here():
    dice = random.Random(20261127)
    for _ in range(500):
        given = made_up(dice)
        found = rows(**given)
        assert [row["contribution_years"] for row in found] == sorted(given["years"])
        before = None
        for row in found:
            wanted = expected(given, row["contribution_years"])
            assert {name: row[name] for name in wanted} == wanted, given
            check_extra(row, before)
            before = row


def check_extra(row: dict, before: dict | None) -> None:
    """比上一行多的，领这么多个月刚够，少一个月不够。"""
    extra = row["extra_cost"], row["extra_pension"], row["break_even_months"]
    if before is None:
        assert extra == (None, None, None)
        return
    cost = Decimal(row["own_cost"]) - Decimal(before["own_cost"])
    gain = Decimal(row["total_pension"]) - Decimal(before["total_pension"])
    assert extra[:2] == (f"{cost:.2f}", f"{gain:.2f}")
    if gain == 0:
        assert extra[2] is None
    else:
        assert gain * extra[2] >= cost and (extra[2] == 0 or gain * (extra[2] - 1) < cost)


# 应有的性质

LISTS = st.lists(st.integers(10, 45), min_size=2, max_size=10, unique=True)


@PROPERTY
@given(LISTS, st.sampled_from(list(PAID)), st.integers(0, 300))
def test_longer_is_never_less(years, kind, fen):
    rate = f"{Decimal(fen) / 100:f}"
    found = rows(years=years, kind=kind, rate_percent=rate)
    for name in ("own_cost", "account_balance", "basic_pension", "total_pension"):
        amounts = [Decimal(row[name]) for row in found]
        assert amounts == sorted(amounts), name
    assert found == rows(years=sorted(years), kind=kind, rate_percent=rate)


@PROPERTY
@given(st.integers(10, 45))
def test_a_row_does_not_depend_on_the_others(years):
    names = ("own_cost", "account_balance", "total_pension")
    alone, among = rows(years=[years])[0], rows(years=list(range(10, 46)))[years - 10]
    assert [alone[name] for name in names] == [among[name] for name in names]


# 边界


@pytest.mark.parametrize(
    "text", ["15 20 30", "15，20，30", "15、20年、30", "30;20;15", [30, "20", 15]]
)
def test_years_as_people_write_them(text):
    assert column("contribution_years", years=text) == [15, 20, 30]


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("9 15", "第 1 个：应当是 10 到 45 的整数"),
        ("15 46", "第 2 个：应当是 10 到 45 的整数"),
        ("15 15", "15 年写了不止一次"),
        ("15 20.5", "第 2 个：“20.5” 不是整数。请填写：10 到 45 的整数"),
        ([], "至少要有一个数。请填写：一个或几个数"),
        (list(range(10, 47)), "最多 36 个，现在有 37 个"),
    ],
)
def test_wrong_years_are_explained(years, words):
    assert words in wrong(years=years)["years"]


def test_all_the_years_there_are():
    assert column("contribution_years", years="10 45") == [10, 45]
    assert len(rows(years=list(range(10, 46)))) == 36


@pytest.mark.parametrize(("age", "months"), [("40", "233"), ("70", "56")])
def test_the_ends_of_the_table_of_divisors(age, months):
    row = rows(age_years=age, years="10")[0]
    assert row["account_pension"] == f"{to_fen(Fraction(57600) / int(months)):.2f}"


def test_beyond_the_table_of_divisors():
    assert "70 岁整" in wrong(age_years="70", age_months="1")["age_months"]
    assert "40 到 70" in wrong(age_years="39")["age_years"]
    assert "40 到 70" in wrong(age_years="71")["age_years"]


def test_a_base_of_nothing_is_refused():
    found = wrong(monthly_base="0", pension_base="0")
    assert "应当大于 0" in found["monthly_base"] and "应当大于 0" in found["pension_base"]


def test_everything_missing_is_said_at_once():
    answer = calc.run(ID, {})
    missing = {error["field"] for error in answer["errors"]}
    assert missing == {"monthly_base", "pension_base", "average_index", "age_years"}


def test_nothing_more_each_month_is_never_caught_up_with():
    """基数小到账户里一分也没有，养老金取整以后一样多。"""
    found = rows(monthly_base="0.05", pension_base="0.01", average_index="0", years="10 11")
    assert (found[1]["extra_cost"], found[1]["extra_pension"]) == ("0.12", "0.00")
    assert found[1]["break_even_months"] is None
    figures = good(monthly_base="0.05", pension_base="0.01", average_index="0", years="10 11")
    assert "每月领的一样" in figures["figures"]["difference"]


def test_a_day_before_the_rules_is_refused():
    """缴费基数的上下限 2019 年 5 月 1 日起才有收录，缴费的几个比例一起取。"""
    assert "2019 年 5 月 1 日以前" in wrong(today="2019-04-30")["today"]
    assert rows(today="2019-05-01") == rows()


# 说给人听的


def said(**inputs) -> str:
    return "\n".join(good(**inputs)["notes"])


def test_too_few_years_for_a_monthly_pension_are_named():
    """15 年是最低年限，正好够；差一年的说出来。"""
    assert "缴 10 年、14 年的，年限不够" in said(years="10 14 15")
    assert "年限不够" not in said(years="15 16")
    assert "2029 年和以前退休的 15 年" in said() and "2039 年起 20 年" in said()


def test_starting_as_a_child_is_pointed_out():
    assert "要从 15 岁缴起" in said(age_years="50", years="30 35")
    assert "多半做不到" not in said(age_years="51", years="30 35")


def test_it_says_whose_money_and_that_it_is_todays():
    assert "单位替你缴的不是你出的钱" in said(kind="employee")
    assert "其余进统筹基金" in said()
    assert "今天的钱" in said() and "不算利息" in said()
    assert "按 2.5% 计息，是你填的" in said(rate_percent="2.5")


def test_an_age_with_months_is_marked_as_inferred():
    answer = good(age_months="3")
    assert "60 岁 3 个月的计发月数 137.3 是按月推算的" in "\n".join(answer["notes"])
    assert "payout-months-forms-2025" in {source["id"] for source in answer["sources"]}
    assert "推算" not in said()


def test_slips_are_pointed_out_and_still_computed():
    notes = good(monthly_base="72000", pension_base="96000")["notes"]
    assert notes[0].startswith("请核对：月缴费基数，72,000.00 元像是一年的数")
    assert notes[1].startswith("请核对：计发基数，96,000.00 元像是一年的数")


def test_the_steps_lead_to_the_first_and_the_last_row():
    steps = {step["label"]: step for step in good(rate_percent="3")["steps"]}
    assert (
        steps["缴 15 年：每月养老金"]["value"]
        == f"{Decimal(good(rate_percent='3')['figures']['least']):,} 元"
    )
    assert "× 15 × 1%" in steps["缴 15 年：基础养老金"]["numbers"]
    assert "缴 40 年：每月养老金" in steps and "缴 20 年：每月养老金" not in steps
    assert len([label for label in steps if label.startswith("缴 ")]) == 10


def test_the_chart_has_a_bar_for_each_number_of_years():
    page = html.result(good(years="15 30"))
    assert page.count("calc-slot") == 2
    assert "15 年：基础养老金 1,050 元，个人账户养老金 622 元" in page
    assert ">15 年</text>" in page and ">30 年</text>" in page
