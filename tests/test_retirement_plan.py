"""早退、到点退、晚退，各领多少：手算的数，另写的公式，和别的计算器一致，边界，性质，填错。"""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import html
from helpers import LAST, PROPERTY, PUBLISHED, assert_proper
from test_years_compared import PAID, divisor, to_fen

ID = "retirement-plan"
PLAIN = {
    "category": "male",
    "birth": "1972-04",
    "paid_until": "2025-12",
    "contributed_months": "300",
    "account_balance": "120000",
    "kind": "employee",
    "monthly_base": "6000",
    "pension_base": "8000",
    "average_index": "0.75",
    "default_rate_percent": "2",
}
NAMES = ("earliest", "statutory", "latest")


def good(**inputs) -> dict:
    given = {name: value for name, value in (PLAIN | inputs).items() if value is not None}
    answer = calc.run(ID, given)
    assert "errors" not in answer, answer
    return answer


def tables(**inputs) -> dict[str, list[dict]]:
    return {table["name"]: table["rows"] for table in good(**inputs)["tables"]}


def rows(**inputs) -> list[dict]:
    return tables(**inputs)["choices"]


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def said(**inputs) -> str:
    return "\n".join(good(**inputs)["notes"])


def wrong(**inputs) -> dict[str, str]:
    given = {name: value for name, value in (PLAIN | inputs).items() if value is not None}
    answer = calc.run(ID, given)
    assert set(answer) == {"calculator", "errors"}, answer
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


# 手算


def test_by_hand():
    """没有利息、不再缴费：100,000 ÷ 139，（8,000 ＋ 8,000）÷ 2 × 25 × 1%。"""
    plain = {"account_balance": "100000", "average_index": "1", "monthly_base": "0"}
    first, _, last = rows(**plain, default_rate_percent="0")
    assert first == {
        "offset_months": -22,
        "month": "2032-04",
        "age": "60 岁",
        "contribution_months": 300,
        "minimum_contribution_months": 198,
        "enough": "yes",
        "account_balance": "100000.00",
        "payout_months": "139",
        "basic_pension": "2000.00",
        "account_pension": "719.42",
        "total_pension": "2719.42",
        "own_cost": "0.00",
        "drawn_before_latest": "157726.36",  # 2,719.42 × 58
        "break_even_age": None,
    }
    # 64 岁 10 个月的计发月数是 109 − 8 × 10 ÷ 12 ＝ 102.3；977.52 − 719.42 ＝ 258.10
    assert (last["account_pension"], last["total_pension"]) == ("977.52", "2977.52")
    # 157,726.36 ÷ 258.10 ＝ 611.1，四十年赶不上
    assert last["break_even_age"] is None
    assert "领 40 年也赶不上" in figures(**plain, default_rate_percent="0")["best_note"]


def test_the_answer_in_words():
    assert figures()["best_note"] == (
        "2037 年 2 月退比 2032 年 4 月退，晚领 4 年 10 个月，每月多领 1,247.43 元，"
        "连多缴的算上，领到 80 岁 2 个月才赶上"
    )
    assert figures(kind="flexible")["best_note"].endswith("领到 83 岁才赶上")


def test_months_until_it_has_caught_up_by_hand():
    """200,210.20 先领的，多缴 58 × 480 ＝ 27,840；÷ 1,247.43 ＝ 182.8，进到 183 个月。

    最晚的 64 岁 11 个月开始领，183 个月以后是 80 岁 2 个月。
    """
    early, _, late = rows()
    assert (early["total_pension"], late["total_pension"]) == ("3451.90", "4699.33")
    assert early["drawn_before_latest"] == "200210.20"
    assert Decimal(late["own_cost"]) - Decimal(early["own_cost"]) == 27840
    assert late["break_even_age"] == "80 岁 2 个月"


# 另写的公式

AGES = {"male": (60, 63, 4), "female55": (55, 58, 4), "female50": (50, 55, 2)}
FIRST = {"male": 1965 * 12, "female55": 1970 * 12, "female50": 1975 * 12}  # 一月


def months_of(text: str) -> int:
    year, month = map(int, text.split("-"))
    return year * 12 + month - 1


def text_of(months: int) -> str:
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def statutory(given: dict) -> tuple[int, int, int]:
    """最早、法定、最晚的月份，从 2025 年起退休的。"""
    original, target, step = AGES[given["category"]]
    birth = months_of(given["birth"])
    delay = min((birth - FIRST[given["category"]]) // step + 1, (target - original) * 12)
    legal = birth + original * 12 + delay
    return max(birth + original * 12, legal - 36), legal, legal + 36


def minimum(year: int) -> int:
    return 180 + 6 * min(max(year - 2029, 0), 10)


def balance(given: dict, until: int) -> Decimal:
    """到退休那个月的余额：上年末的余额、当年的缴费都算到那个月。"""
    start = months_of(given["paid_until"]) + 1
    credited = to_fen(Fraction(given["monthly_base"]) * 8 / 100)
    found = Decimal(given["account_balance"])
    for year in range(start // 12, until // 12 + 1):
        last = until % 12 + 1 if year == until // 12 else 12
        rate = Fraction(PUBLISHED.get(year, given["default_rate_percent"])) / 100
        paid = [month for month in range(1, 13) if start <= year * 12 + month - 1 <= until]
        product = sum(last - month + 1 for month in paid) * Fraction(credited)
        interest = to_fen((Fraction(found) * last + product) * rate / 12)
        found += credited * len(paid) + interest
    return found


def expected(given: dict, offset: int) -> dict:
    _, legal, _ = statutory(given)
    month, birth = legal + offset, months_of(given["birth"])
    base = Fraction(given["monthly_base"])
    more = month - months_of(given["paid_until"]) if base else 0
    count = int(given["contributed_months"]) + more
    past = Fraction(given["average_index"]) * int(given["contributed_months"])
    index = (past + Fraction(given["future_index"]) * more) / count
    saved, age = balance(given, month), month - birth
    wage = Fraction(given["pension_base"])
    basic = to_fen((wage + wage * index) / 2 * count / 12 / 100)
    account = to_fen(Fraction(saved) / divisor(*divmod(age, 12)))
    own = to_fen(base * PAID[given["kind"]] / 100) * more
    needed = minimum(min(month, legal) // 12)
    years, rest = divmod(age, 12)
    return {
        "offset_months": offset,
        "month": text_of(month),
        "age": f"{years} 岁" + (f" {rest} 个月" if rest else ""),
        "contribution_months": count,
        "minimum_contribution_months": needed,
        "enough": "yes" if count >= needed else "no",
        "account_balance": f"{saved:.2f}",
        "basic_pension": f"{basic:.2f}",
        "account_pension": f"{account:.2f}",
        "total_pension": f"{basic + account:.2f}" if count >= needed else None,
        "own_cost": f"{own:.2f}",
    }


def made_up(dice: random.Random) -> dict:
    """2026 年以后才到最早的月份的一个人。"""
    category = dice.choice(list(AGES))
    birth = months_of("2026-01") - AGES[category][0] * 12 + dice.randint(0, 240)
    given = {"category": category, "birth": text_of(birth)}
    earliest, legal, latest = statutory(given)
    paid = dice.randint(months_of("2015-12"), earliest)
    offsets = range(max(earliest, paid) - legal, latest - legal + 1)
    return given | {
        "paid_until": text_of(paid),
        "contributed_months": str(dice.randint(1, min(480, paid - birth))),
        "account_balance": f"{Decimal(dice.randint(0, 3 * 10**7)) / 100:f}",
        "kind": dice.choice(list(PAID)),
        "monthly_base": dice.choice(("0", f"{Decimal(dice.randint(1, 3 * 10**6)) / 100:f}")),
        "pension_base": f"{Decimal(dice.randint(1, 2 * 10**6)) / 100:f}",
        "average_index": f"{Decimal(dice.randint(0, 30000)) / 10000:f}",
        "future_index": f"{Decimal(dice.randint(0, 30000)) / 10000:f}",
        "default_rate_percent": f"{Decimal(dice.randint(0, 900)) / 100:f}",
        "offsets": dice.sample(offsets, min(len(offsets), dice.randint(1, 5))),
    }


def caught_up(given: dict, early: dict, late: dict) -> str | None:
    """一个月一个月地领，看几岁赶上。"""
    first, start = months_of(early["month"]) + 1, months_of(late["month"]) + 1
    each, more = Decimal(early["total_pension"]), Decimal(late["total_pension"])
    had = each * (start - first) - Decimal(early["own_cost"])
    has = -Decimal(late["own_cost"])
    for month in range(481):
        if has >= had:
            years, rest = divmod(start + month - months_of(given["birth"]), 12)
            return f"{years} 岁" + (f" {rest} 个月" if rest else "")
        had, has = had + each, has + more
    return None


def test_300_made_up_people_against_formulas_written_here():
    dice = random.Random(20261127)
    for _ in range(300):
        given = made_up(dice)
        found = rows(**given)
        assert [row["offset_months"] for row in found] == sorted(given["offsets"])
        for row in found:
            wanted = expected(given, row["offset_months"])
            assert {name: row[name] for name in wanted} == wanted, given
        check_compared(given, found)


def check_compared(given: dict, found: list[dict]) -> None:
    """最晚的开始领时，各领了多少；够年限的里面，领到几岁赶上最早的。"""
    able = [row for row in found if row["enough"] == "yes"]
    last = months_of(found[-1]["month"])
    for row in found:
        if row not in able:
            assert row["drawn_before_latest"] is row["break_even_age"] is None
            continue
        drawn = Decimal(row["total_pension"]) * (last - months_of(row["month"]))
        assert row["drawn_before_latest"] == f"{drawn:.2f}"
        age = None if row is able[0] else caught_up(given, able[0], row)
        assert row["break_even_age"] == age, given


# 和别的计算器一致


def other(id: str, **inputs) -> dict:
    answer = calc.run(id, inputs)
    assert "errors" not in answer, answer
    return answer["figures"]


def test_300_made_up_people_agree_with_the_other_calculators():
    dice = random.Random(1997)
    for _ in range(300):
        given = made_up(dice)
        who = {name: given[name] for name in ("category", "birth")}
        for row in rows(**given):
            check_history(given, row)
            check_estimate(given, row)
            asked = {"offset_months": row["offset_months"]}
            asked["contributed_months"] = row["contribution_months"]
            age = other("retirement-age", **who, **asked)
            assert (age["chosen_month"], age["missing_months"] == 0) == (
                row["month"],
                row["enough"] == "yes",
            )
            assert age["minimum_contribution_months"] == row["minimum_contribution_months"]


def check_history(given: dict, row: dict) -> None:
    """余额和“历年滚存”一样：没有再缴费的，写明余额是上一年末的。"""
    start = months_of(given["paid_until"]) + 1
    if months_of(row["month"]) // 12 < start // 12:
        assert row["account_balance"] == f"{Decimal(given['account_balance']):.2f}"
        return
    asked = {"opening_balance": given["account_balance"], "until": row["month"]}
    asked |= {"opening_year": start // 12 - 1, "final_year": "to-month"}
    asked |= {"default_rate_percent": given["default_rate_percent"]}
    if Decimal(given["monthly_base"]) and months_of(row["month"]) >= start:
        paid = {"from": text_of(start), "to": row["month"], "monthly_base": given["monthly_base"]}
        asked["segments"] = [paid]
    history = other("account-history", **asked)
    assert history["closing_balance"] == row["account_balance"], (given, row)


def check_estimate(given: dict, row: dict) -> None:
    """计发月数、两项养老金和“计发月数”“养老金估算”一样。"""
    years, _, months = row["age"].partition(" 岁")
    age = {"age_years": years, "age_months": months.split()[0] if months else "0"}
    assert other("payout-months", **age)["payout_months"] == row["payout_months"]
    if given["average_index"] != given["future_index"]:
        given = given | {"average_index": "0", "pension_base": "0"}
    estimate = other(
        "pension-estimate",
        **age,
        pension_base=given["pension_base"],
        average_index=given["average_index"],
        contribution_months=row["contribution_months"],
        account_balance=row["account_balance"],
    )
    assert estimate["account_pension"] == row["account_pension"]
    if given["pension_base"] != "0":
        assert estimate["basic_pension"] == row["basic_pension"]


@PROPERTY
@given(st.integers(1, 40), st.sampled_from(["0.6", "1", "2.5"]))
def test_the_same_index_makes_the_same_pension_as_the_estimate(years, index):
    for row in rows(contributed_months=12 * years, average_index=index, future_index=index):
        given = PLAIN | {"average_index": index, "future_index": index}
        check_estimate(given, row)


# 应有的性质


@PROPERTY
@given(
    st.sampled_from(list(AGES)),
    st.integers(0, 200),
    st.sampled_from(["0", "0.05", "5000", "30000"]),
    st.integers(1, 400),
    st.integers(0, 500),
)
def test_later_is_never_less_a_month(category, later, base, contributed, rate):
    birth = text_of(FIRST[category] + 60 + later)
    found = rows(
        category=category,
        birth=birth,
        monthly_base=base,
        contributed_months=min(contributed, months_of("2025-12") - months_of(birth)),
        default_rate_percent=f"{Decimal(rate) / 100:f}",
    )
    for name in ("account_balance", "basic_pension", "account_pension", "own_cost"):
        amounts = [Decimal(row[name]) for row in found]
        assert amounts == sorted(amounts), name


@PROPERTY
@given(st.lists(st.integers(-22, 36), min_size=1, max_size=6, unique=True))
def test_a_choice_does_not_depend_on_the_others(offsets):
    alone = {"drawn_before_latest", "break_even_age"}
    for row in rows(offsets=offsets):
        (single,) = rows(offsets=[row["offset_months"]])
        assert {row[name] == single[name] for name in row if name not in alone} == {True}


# 边界：年限


def test_one_month_short_just_enough_and_more():
    """法定退休在 2034 年，要满 210 个月；到 2034 年 2 月还要缴 98 个月。"""
    for contributed, enough in ((111, "no"), (112, "yes"), (113, "yes")):
        (row,) = rows(offsets="0", contributed_months=contributed)
        assert row["contribution_months"] == contributed + 98
        assert (row["minimum_contribution_months"], row["enough"]) == (210, enough)
        assert (row["total_pension"] is None) == (enough == "no")


@pytest.mark.parametrize(
    ("offset", "minimum"), [(-14, 198), (-13, 204), (-2, 204), (-1, 210), (0, 210), (36, 210)]
)
def test_the_minimum_of_an_earlier_year_and_of_a_later_one(offset, minimum):
    """提前到 2032 年 12 月的看 2032 年，到 2033 年的看 2033 年；延迟的仍看法定的 2034 年。"""
    (row,) = rows(offsets=[offset])
    assert row["minimum_contribution_months"] == minimum


@pytest.mark.parametrize(
    ("birth", "month", "minimum"),
    [
        ("1968-12", "2029-12", 180),
        ("1969-01", "2030-02", 186),
        ("1976-01", "2038-11", 234),
        ("1976-05", "2039-04", 240),
        ("1985-01", "2048-01", 240),
    ],
)
def test_the_minimum_rises_from_2030(birth, month, minimum):
    (row,) = rows(birth=birth, offsets="0")
    assert (row["month"], row["minimum_contribution_months"]) == (month, minimum)


def test_the_earliest_is_short_and_the_others_are_compared_with_the_next():
    inputs = {"contributed_months": 120}
    first, second, third = rows(**inputs)
    assert (first["enough"], second["enough"], third["enough"]) == ("no", "yes", "yes")
    assert first["total_pension"] is first["drawn_before_latest"] is None
    assert second["break_even_age"] is None and third["break_even_age"] is not None
    found = figures(**inputs)
    assert found["earliest_pension"] is None
    assert found["best_note"].startswith("2032 年 4 月退还差 2 个月，不能按月领；2037 年 2 月退比")
    assert "年限不够的不能按月领，没有列每月领多少：2032 年 4 月退还差 2 个月。" in said(**inputs)


def test_none_is_enough():
    found = figures(contributed_months=12, monthly_base="0")
    assert [found[f"{name}_pension"] for name in NAMES] == [None] * 3
    assert found["best_note"] == (
        "这几个月份退休，年限都不够，不能按月领；2037 年 2 月退还差 16 年 6 个月"
    )
    page = html.result(good(contributed_months=12, monthly_base="0"))
    assert "calc-chart" not in page


def test_early_is_enough_and_on_time_is_not():
    """不再缴费，205 个月：2033 年要 204 个月，2034 年要 210 个月。"""
    inputs = {"contributed_months": "205", "monthly_base": "0", "offsets": "-2 0 12"}
    assert [row["enough"] for row in rows(**inputs)] == ["yes", "no", "no"]
    found = figures(**inputs)
    assert [found[f"{name}_pension"] is None for name in NAMES] == [False, True, True]
    assert found["best_note"].startswith(
        "2034 年 2 月退还差 5 个月，不能按月领；2033 年 12 月退休，每月领 "
    )
    labels = {step["label"] for step in good(**inputs)["steps"]}
    assert "2033 年 12 月退：每月养老金" in labels and "2035 年 2 月退：基础养老金" in labels
    assert "2035 年 2 月退：每月养老金" not in labels


# 边界：月份


def test_the_ends_of_the_flexible_range():
    found = [row["offset_months"] for row in rows(offsets="-22 36")]
    assert found == [-22, 36]
    assert "-22 到 36" in wrong(offsets="-23")["offsets"]
    assert "应当是 -36 到 36 的整数" in wrong(offsets="37")["offsets"]
    born = {"birth": "1976-09", "category": "male"}
    assert rows(**born, offsets="-36 36")[0]["age"] == "60 岁"
    assert "-36 到 36" in wrong(**born, offsets="-37")["offsets"]


def test_only_on_time_before_the_measures():
    """2024 年 12 月满 60 岁：没有弹性，只有一个月份。"""
    inputs = {"birth": "1964-12", "paid_until": "2023-12"}
    (row,) = rows(**inputs, default_rate_percent=None)
    assert (row["month"], row["offset_months"], row["break_even_age"]) == ("2024-12", 0, None)
    found = figures(**inputs)
    assert [found[f"{name}_pension"] is None for name in NAMES] == [False, True, True]
    assert found["best_note"].startswith("2024 年 12 月退休，每月领")
    assert "不能提前也不能延迟" in wrong(**inputs, offsets="-1")["offsets"]


def test_paid_until_after_the_earliest_month():
    """已经过了最早的月份，从缴到的那个月比起；再早的不能填。"""
    inputs = {"birth": "1966-04", "paid_until": "2026-10", "account_balance": "100000"}
    found = rows(**inputs)
    assert [row["month"] for row in found] == ["2026-10", "2029-08"]
    assert found[0]["own_cost"] == "0.00" and found[0]["contribution_months"] == 300
    assert "最早的 2026 年 4 月已经过了，从缴到的 2026 年 10 月比起" in said(**inputs)
    message = wrong(**inputs, offsets="-1 0")["offsets"]
    assert "2026 年 7 月早于缴费算到的 2026 年 10 月，最早填 延迟2" in message


@pytest.mark.parametrize("month", ["2037-01", "2037-02"])
def test_paid_until_the_latest_month(month):
    assert rows(paid_until=month)[-1]["contribution_months"] == 300 + (month == "2037-01")


def test_paid_until_after_the_latest_month_is_refused():
    assert "不晚于 2037 年 2 月" in wrong(paid_until="2037-03")["paid_until"]


def test_the_end_of_a_year_and_the_middle_of_one():
    """12 月末的余额从次年起计息；年中的当作还没有当年的利息，余额按整年计息。"""
    plain = {"monthly_base": "0", "offsets": "0", "default_rate_percent": "12"}
    at_end = rows(**plain, paid_until="2033-12", account_balance="100000")
    assert at_end[0]["account_balance"] == "102000.00"
    middle = rows(**plain, paid_until="2033-06", account_balance="100000")
    assert middle[0]["account_balance"] == "114240.00"
    assert "当作还没有今年的利息" in said(paid_until="2033-06")
    assert "还没有今年的利息" not in said(paid_until="2033-12")
    same = rows(**plain, paid_until="2034-02", account_balance="100000")
    assert same[0]["account_balance"] == "102000.00"


# 边界：没有公布的利率


def test_a_year_without_a_published_rate_needs_an_assumed_one():
    message = wrong(default_rate_percent=None)["default_rate_percent"]
    assert f"{LAST + 1}–2037 年没有公布的记账利率" in message and "如 2" in message
    answer = calc.run(ID, {**PLAIN, "default_rate_percent": ""})
    assert [error["field"] for error in answer["errors"]] == ["default_rate_percent"]


def test_published_years_need_no_assumed_rate():
    """到 2025 年 12 月退休，只用公布的利率；晚一个月就用到 2026 年的。"""
    born = {"birth": "1965-11", "paid_until": "2024-12", "default_rate_percent": None}
    (row,) = rows(**born, offsets="-2")
    assert row["month"] == f"{LAST}-12"
    interest = Fraction(120000 * 12 + 480 * 78) * Fraction(PUBLISHED[LAST]) / 1200
    assert row["account_balance"] == f"{120000 + 480 * 12 + to_fen(interest):.2f}"
    assert "default_rate_percent" in wrong(**born, offsets="-1")
    assert "只是假设" not in said(**born, offsets="-2")
    assert f"{LAST + 1} 年的利率按你填的 2% 算" in said(
        **born | {"default_rate_percent": "2"}, offsets="-1"
    )


# 填错


def test_everything_missing_is_said_at_once():
    answer = calc.run(ID, {})
    assert {error["field"] for error in answer["errors"]} == {
        *("category", "birth", "paid_until", "contributed_months", "account_balance"),
        *("monthly_base", "pension_base", "average_index"),
    }


def test_more_months_than_a_life():
    """到 2025 年 12 月 53 岁 8 个月，就是 644 个月。"""
    assert rows(contributed_months="644")
    message = wrong(contributed_months="645")["contributed_months"]
    assert "53 岁 8 个月" in message and "不超过 644 个月" in message


def test_paid_until_before_birth():
    assert "出生的 2010 年 5 月以后" in wrong(birth="2010-05", paid_until="2010-05")["paid_until"]


def test_retired_before_the_law():
    message = wrong(birth="1950-12", paid_until="2010-11")["birth"]
    assert "2010 年 12 月" in message and "没有收录" in message
    assert rows(birth="1951-01", paid_until="2010-12")[0]["minimum_contribution_months"] == 180


def test_wrong_values_are_explained():
    found = wrong(pension_base="0", monthly_base="-1", average_index="11", offsets="1 1")
    assert "应当大于 0" in found["pension_base"] and "负数" in found["monthly_base"]
    assert "0 到 10" in found["average_index"] and "写了不止一次" in found["offsets"]
    assert "2019 年 5 月 1 日以前" in wrong(today="2019-04-30")["today"]


def test_slips_are_pointed_out_and_still_computed():
    notes = good(contributed_months="30", account_balance="1200")["notes"]
    assert notes[0].startswith("请核对：到那时累计缴费几个月，30 个月就是 2 年 6 个月")
    assert "账户里有，1,200.00 元，比一年记账的 5,760.00 元还少" in notes[1]
    assert not any(note.startswith("请核对") for note in good()["notes"])


def test_a_month_that_has_passed_is_said():
    inputs = {"birth": "1966-01", "paid_until": "2025-12"}
    assert "2026 年 1 月已经过去，只供比较" in said(**inputs, today="2026-02-01")
    assert "已经过去" not in said(**inputs, today="2026-01-31")


# 画的图


def test_the_chart_compares_three_side_by_side():
    ages = tables()["by_age"]
    assert [row["age"] for row in ages] == [f"{age} 岁" for age in range(65, 91, 5)]
    first, last = ages[0], ages[-1]
    # 60 岁 1 个月起领到满 65 岁，59 个月；64 岁 11 个月起的，1 个月
    assert first["earliest"] == f"{Decimal('3451.90') * 59:.2f}"
    assert first["latest"] == "4699.33"
    assert Decimal(last["latest"]) > Decimal(last["statutory"]) > Decimal(last["earliest"])
    page = html.result(good())
    assert page.count("calc-slot") == 6 and page.count('<rect class="calc-part-2"') == 6
    assert "65 岁：退得最早的 203,662 元，按时退的 142,243 元，退得最晚的 4,699 元" in page


def test_what_cannot_be_drawn_is_not_in_the_chart():
    page = html.result(good(contributed_months=120))
    assert '<rect class="calc-part-2"' not in page
    assert "65 岁：按时退的" in page and "退得最早的 0 元" not in page


@PROPERTY
@given(st.integers(100, 500))
def test_the_chart_and_the_table_say_the_same_age(contributed):
    """赶上的年纪以前，最晚的领的减去多缴的还少；以后不少。"""
    early, _, late = rows(contributed_months=contributed)
    if late["break_even_age"] is None or early["enough"] == "no":
        return
    years = int(late["break_even_age"].split()[0])
    more = Decimal(late["own_cost"]) - Decimal(early["own_cost"])
    for row in tables(contributed_months=contributed)["by_age"]:
        ahead = Decimal(row["latest"]) - more >= Decimal(row["earliest"])
        age = int(row["age"].split()[0])
        if age != years:
            assert ahead == (age > years)
