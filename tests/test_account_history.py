"""历年滚存：公开的算例、与逐月写法和当年记账利息的对照、滚存应有的性质、边界和错误。"""

import json
import subprocess
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import calc
from calc.parameters import Parameter, Value
from calc.rules import history
from helpers import LAST, PROPERTY, PUBLISHED, ROOT, Calculate

ID = "account-history"
ROUNDINGS = ("total", "item", "monthly")
MODES = ("full-year", "to-month", "mixed")
SERIES = {
    "segments": [
        {"from": "2000-09", "to": "2005-12", "monthly_amount": "800"},
        {"from": "2006-01", "to": "2025-08", "monthly_base": "10000"},
    ],
    "until": "2025-08",
    "default_rate_percent": "2.62",
    "rates_percent": {"2025": "2.62"},
}


HISTORY = Calculate(ID)
good, figures, errors = HISTORY.good, HISTORY.figures, HISTORY.errors


def years(**inputs) -> list[dict]:
    (table,) = good(**inputs)["tables"]
    assert table["name"] == "years"
    return table["rows"]


def paid(start: str, end: str, amount: str) -> dict:
    return {"from": start, "to": end, "monthly_amount": amount}


def closing(**inputs) -> Decimal:
    return Decimal(figures(**inputs)["closing_balance"])


# 公开的算例


def test_rollforward_wrong_001_is_the_wrong_rate_of_2022():
    wrong = closing(
        **SERIES | {"rates_percent": {"2025": "2.62", "2022": "4.12"}}, final_year="mixed"
    )
    assert abs(wrong - Decimal("430669.96")) <= 1


def test_rollforward_005():
    """“半年法”：每年的缴费都当作 7 月记入；退休当年按 13−n 折算。"""
    yearly = [paid("2000-07", "2000-07", "3200")] + [
        paid(f"{year}-07", f"{year}-07", "9600") for year in range(2001, 2025)
    ]
    flat = {"rates_percent": {str(year): "4" for year in range(2000, 2026)}}
    last = years(
        segments=[*yearly, paid("2025-01", "2025-08", "800")],
        until="2025-08",
        final_year="mixed",
        **flat,
    )[-1]
    assert abs(Decimal(last["credited_interest"]) - Decimal("10609.69")) <= Decimal("0.02")


def test_rollforward_007():
    """逐月复利：一个月当一年，年利率取十二分之一；月末缴的当作下一个月初的，最后一笔不计息。

    82 个月分两次接着算。原例的利息不逐月取整，所以金额都放大 100 倍再缩回来。
    """
    each = str(Decimal(36348) * 8)
    rates = {str(year): "0.125" for year in range(2001, 2100)}
    first = {
        "opening_balance": "67292000",
        "opening_year": 2000,
        "segments": [paid(f"{year}-01", f"{year}-01", each) for year in range(2002, 2042)],
    }
    middle = closing(**first, until="2041-12", rates_percent=rates)
    rest = [paid(f"{year}-01", f"{year}-01", each) for year in range(2042, 2084)]
    rates |= {"2083": "0"}
    found = figures(
        opening_balance=str(middle),
        opening_year=2041,
        segments=rest,
        until="2083-12",
        rates_percent=rates,
    )
    assert abs(Decimal(found["closing_balance"]) / 100 - Decimal("996432.00")) <= Decimal("0.02")


def test_rollforward_010():
    """当年缴费当年不计息：当作次年 1 月记入，最后一笔不计息。"""
    paid_in = [("2021-01", "4980.5", 12), ("2022-01", "5450.3", 12), ("2023-01", "5890.1", 11)]
    rows = [
        paid(
            month,
            month,
            str((Decimal(base) * 8 / 100 * count).quantize(Decimal("0.01"), ROUND_HALF_UP)),
        )
        for month, base, count in paid_in
    ]
    found = closing(
        segments=rows, until="2023-12", rates_percent={"2021": "5.35", "2022": "6.12", "2023": "0"}
    )
    assert abs(found - Decimal("16081.14")) <= Decimal("0.01")


def test_rollforward_016():
    """年末存入：当作次年 1 月记入，最后一笔不计息。"""
    rows = [paid(f"{year}-01", f"{year}-01", "5760") for year in range(2001, 2016)]
    found = closing(
        segments=rows, until="2015-12", rates_percent={"2015": "0"}, default_rate_percent="3"
    )
    assert abs(found - 107130) <= 2


@pytest.mark.parametrize(("until", "expected"), [("2045-12", 18061), ("2070-12", 37816)])
@pytest.mark.parametrize(
    "start", [{"opening_year": 2025}, {"segments": [paid("2026-01", "2026-01", "0")]}]
)
def test_future_value(until, expected, start):
    rates = {str(year): "3" for year in range(2026, int(until[:4]) + 1)}
    found = figures(opening_balance="10000", until=until, rates_percent=rates, **start)
    assert round(Decimal(found["closing_balance"])) == expected
    assert found["total_contributions"] == "0.00"


# 与另一种写法对照：按月累加余额，利息另记，年末并入


def rounded(value: Fraction) -> Fraction:
    """逐分四舍五入，独立于 calc.money。"""
    return Fraction((value * 100 + Fraction(1, 2)) // 1, 100)


def month_by_month(
    opening, amounts: dict, rates: dict, first: int, until: tuple[int, int]
) -> Fraction:
    """``amounts`` 是 (年, 月) 到元；期末余额，都计息到 ``until``。"""
    balance = Fraction(opening)
    for year in range(first, until[0] + 1):
        principal, interest = balance, Fraction(0)
        for month in range(1, (until[1] if year == until[0] else 12) + 1):
            principal += Fraction(amounts.get((year, month), 0))
            interest += principal * Fraction(rates[year]) / 1200
        balance = principal + rounded(interest)
    return balance


MONEY = st.integers(0, 3_000_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
BALANCE = st.integers(0, 10**9).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
RATE = st.integers(0, 120_000).map(lambda rate: f"{rate // 10000}.{rate % 10000:04d}")
ANY_MONTH = st.integers(1, 12)
FIRST, FINAL = 2001, 2012


@st.composite
def histories(draw, last_month=ANY_MONTH):
    """有断缴、有重叠的历史，利率每年不同。"""
    until = (draw(st.integers(FIRST, FINAL)), draw(last_month))
    months = (until[0] - FIRST) * 12 + until[1]
    segments = []
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, months - 1)), draw(st.integers(0, months - 1))))
        segments.append(paid(month_text(start), month_text(end), draw(MONEY)))
    return {
        "opening_balance": draw(BALANCE),
        "opening_year": str(FIRST - 1),
        "segments": segments,
        "until": f"{until[0]}-{until[1]:02d}",
        "rates_percent": {str(year): draw(RATE) for year in range(FIRST, FINAL + 1)},
    }


def month_text(place: int) -> str:
    return f"{FIRST + place // 12}-{place % 12 + 1:02d}"


def amounts_of(history: dict) -> dict:
    amounts: dict = {}
    for row in history["segments"]:
        for place in range(12 * (FINAL - FIRST + 1)):
            if row["from"] <= month_text(place) <= row["to"]:
                month = FIRST + place // 12, place % 12 + 1
                amounts[month] = amounts.get(month, 0) + Decimal(row["monthly_amount"])
    return amounts


@PROPERTY
@given(histories())
def test_agrees_with_month_by_month(history):
    rates = {int(year): rate for year, rate in history["rates_percent"].items()}
    until = tuple(map(int, history["until"].split("-")))
    expected = month_by_month(history["opening_balance"], amounts_of(history), rates, FIRST, until)
    assert closing(**history) == Decimal(expected.numerator) / expected.denominator


@PROPERTY
@given(histories(), st.sampled_from(ROUNDINGS), st.sampled_from(MODES))
def test_closing_is_opening_plus_contributions_plus_interest(history, rounding, mode):
    answer = good(**history, rounding=rounding, final_year=mode)
    found = {name: Decimal(value) for name, value in answer["figures"].items() if value}
    assert (
        found["closing_balance"]
        == Decimal(history["opening_balance"])
        + found["total_contributions"]
        + found["total_interest"]
    )
    assert found["total_contributions"] == sum(amounts_of(history).values())
    balance, principal, interest = (
        Decimal(history["opening_balance"]),
        Decimal(history["opening_balance"]),
        Decimal(0),
    )
    for place, row in enumerate(answer["tables"][0]["rows"]):
        money = {name: Decimal(value) for name, value in row.items()}
        principal, interest = (
            principal + money["credited_amount"],
            interest + money["credited_interest"],
        )
        assert row["year"] == FIRST + place
        assert money["opening_balance"] == balance
        balance = balance + money["credited_amount"] + money["credited_interest"]
        assert money["closing_balance"] == balance
        assert (money["cumulative_principal"], money["cumulative_interest"]) == (
            principal,
            interest,
        )
        apart = (
            money["credited_interest"] - money["opening_interest"] - money["contribution_interest"]
        )
        assert (
            abs(apart)
            <= {"item": 0, "total": Decimal("0.01"), "monthly": Decimal("0.07")}[rounding]
        )
    assert balance == found["closing_balance"]


@PROPERTY
@given(
    histories(),
    st.integers(0, 3),
    st.integers(1, 100_000),
    st.sampled_from(ROUNDINGS),
    st.sampled_from(MODES),
)
def test_more_contributed_is_never_less(history, place, more, rounding, mode):
    assume(history["segments"])
    row = history["segments"][place % len(history["segments"])]
    larger = row | {"monthly_amount": str(Decimal(row["monthly_amount"]) + Decimal(more) / 100)}
    changed = history | {
        "segments": [larger if each is row else each for each in history["segments"]]
    }
    before, after = (
        figures(**each, rounding=rounding, final_year=mode) for each in (history, changed)
    )
    assert Decimal(after["total_contributions"]) > Decimal(before["total_contributions"])
    assert Decimal(after["total_interest"]) >= Decimal(before["total_interest"])


@settings(PROPERTY, max_examples=300)
@given(
    BALANCE,
    st.lists(st.one_of(st.just("0"), MONEY), min_size=12, max_size=12),
    RATE,
    st.integers(1, 12),
    st.sampled_from(ROUNDINGS),
    st.sampled_from(MODES),
)
def test_one_year_equals_annual_interest(opening, amounts, rate, last, rounding, mode):
    """断缴、每月不同、各种取整和最后一年的算法，都与当年记账利息一分不差。"""
    amounts = amounts[:last] + ["0"] * (12 - last)
    common = {"opening_balance": opening, "rounding": rounding, "final_year": mode}
    annual = calc.run(
        "annual-interest",
        common
        | {"year": "2010", "rate_percent": rate, "through_month": last, "monthly_amounts": amounts},
    )["figures"]
    rows = [
        paid(f"2010-{month:02d}", f"2010-{month:02d}", amount)
        for month, amount in enumerate(amounts, 1)
        if amount != "0"
    ]
    answer = good(
        **common,
        opening_year="2009",
        segments=rows,
        until=f"2010-{last:02d}",
        default_rate_percent=rate,
    )
    (year,) = answer["tables"][0]["rows"]
    shared = (
        "credited_amount",
        "opening_interest",
        "contribution_interest",
        "credited_interest",
        "closing_balance",
    )
    assert {name: year[name] for name in shared} == {name: annual[name] for name in shared}
    assert answer["figures"]["total_interest"] == annual["credited_interest"]


@PROPERTY
@given(
    histories(), st.integers(FIRST, FINAL - 1), st.sampled_from(ROUNDINGS), st.sampled_from(MODES)
)
def test_splitting_at_a_years_end_changes_nothing(history, year, rounding, mode):
    """算到某年末，再把年末余额当作期初接着算，与一次算完相同；缴费在年末断成两段。"""
    assume(year < int(history["until"][:4]))
    how = {"rounding": rounding, "final_year": mode, "rates_percent": history["rates_percent"]}
    end, start = f"{year}-12", f"{year + 1}-01"
    early = [row | {"to": min(row["to"], end)} for row in history["segments"] if row["from"] <= end]
    late = [
        row | {"from": max(row["from"], start)} for row in history["segments"] if row["to"] >= start
    ]
    first = figures(
        opening_balance=history["opening_balance"],
        opening_year=FIRST - 1,
        segments=early,
        until=end,
        **how,
    )
    second = figures(
        opening_balance=first["closing_balance"],
        opening_year=year,
        segments=late,
        until=history["until"],
        **how,
    )
    whole = figures(**history, rounding=rounding, final_year=mode)
    assert second["closing_balance"] == whole["closing_balance"]
    assert Decimal(first["total_interest"]) + Decimal(second["total_interest"]) == Decimal(
        whole["total_interest"]
    )


def test_batch_equals_run():
    lines = [
        SERIES | {"rounding": rounding, "final_year": mode}
        for rounding in ROUNDINGS
        for mode in MODES
    ]
    lines.insert(4, {"until": "2020-12"})
    given_lines = "\n".join(json.dumps(line) for line in lines)
    command = [sys.executable, "-m", "calc", "batch", ID]
    done = subprocess.run(command, input=given_lines, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        calc.run(ID, line) for line in lines
    ]


# 缴费的时间段


def test_base_follows_the_dated_rate(monkeypatch):
    def value(number, start, end=None):
        return Value(
            value=Decimal(number),
            sources=("guofa-2005-38",),
            confidence="verified",
            checked=start,
            start=start,
            end=end,
        )

    values = value("8", date(2006, 1, 1), date(2019, 6, 30)), value("10", date(2019, 7, 1))
    name = "account_contribution_rate"
    dated = Parameter(name=name, label="", unit="percent", description="", values=values)
    real = history.parameter
    monkeypatch.setattr(
        history,
        "parameter",
        lambda name: dated if name == "account_contribution_rate" else real(name),
    )
    answer = good(
        segments=[{"from": "2019-05", "to": "2019-08", "monthly_base": "1000"}], until="2019-12"
    )
    assert answer["figures"]["total_contributions"] == "360.00"
    assert [step["value"] for step in answer["steps"] if step["source"] == "guofa-2005-38"] == [
        "80.00 元",
        "100.00 元",
    ]


@pytest.mark.parametrize(
    ("segments", "told", "paid"),
    [
        ("2006-01 2006-01 - 1000", True, "80.00"),
        ("2006-06 2006-12 - 1000", True, "560.00"),
        ("2006-07 2006-12 - 1000", False, "480.00"),
        ("2006-07 2006-12 - 1000; 2006-01 2006-03 - 1000", True, "720.00"),
        ("2006-01 2006-12 80 -", False, "960.00"),
    ],
)
def test_months_when_some_provinces_had_not_followed_are_told(segments, told, paid):
    """江苏 2006 年 7 月 1 日才改：由基数推出的月份在它以前的，要说；数照国家的 8% 算，不变。"""
    answer = good(segments=segments, until="2006-12", default_rate_percent="0")
    assert sum("江苏" in note for note in answer["notes"]) == told
    assert answer["figures"]["total_contributions"] == paid


def test_three_ways_to_write_segments():
    rows = [
        paid("2019-01", "2019-12", "500"),
        {"from": "2020-01", "to": "2020-06", "monthly_base": "9000"},
    ]
    text = "2019-01 2019-12 500; 2020-01 2020-06 - 9000"
    listed = [["2019-01", "2019-12", "500"], ["2020-01", "2020-06", None, "9000"]]
    answers = [good(segments=each, until="2020-12") for each in (rows, text, listed)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["figures"]["total_contributions"] == "10320.00"


# 利率


def test_typed_rate_then_published_then_default():
    rows = years(
        segments=[paid("2015-01", f"{LAST + 1}-06", "100")],
        until=f"{LAST + 1}-06",
        rates_percent={"2022": "6.00"},
        default_rate_percent="2.50",
    )
    assert {row["year"]: row["rate_percent"] for row in rows} == PUBLISHED | {
        2015: "2.50",
        2022: "6.00",
        LAST + 1: "2.50",
    }


def test_rates_written_as_text_or_rows():
    inputs = {"segments": [paid("2014-01", "2015-12", "100")], "until": "2015-12"}
    ways = (
        {"2014": "4.25", "2015": "2.75"},
        "2014 4.25; 2015 2.75",
        [{"year": 2014, "rate_percent": "4.25"}, {"year": 2015, "rate_percent": "2.75"}],
    )
    found = [years(**inputs, rates_percent=way) for way in ways]
    assert found[0] == found[1] == found[2]
    assert [row["rate_percent"] for row in found[0]] == ["4.25", "2.75"]


def test_years_without_a_rate_are_named_in_one_error():
    found = errors(
        segments=[paid("2012-01", f"{LAST + 2}-12", "100")],
        until=f"{LAST + 2}-12",
        rates_percent={"2013": "3"},
    )
    assert set(found) == {"rates_percent"}
    assert found["rates_percent"].startswith(
        f"2012、2014、2015、{LAST + 1}、{LAST + 2} 年的记账利率没有收录"
    )
    unanswered = errors(segments=[paid("1996-01", "2016-12", "100")], until="2016-12")
    assert set(unanswered) == {"missing_rates"}
    assert unanswered["missing_rates"].startswith("1996–2015 年")


OLD = {"segments": [paid("2014-01", "2016-12", "100")], "until": "2016-12"}


@pytest.mark.parametrize(
    ("inputs", "field", "words"),
    [
        ({}, "missing_rates", "请选：填当地公布的利率"),
        ({"missing_rates": "typed"}, "rates_percent", "如 2014 4.25"),
        ({"missing_rates": "assumed"}, "default_rate_percent", "按多少算"),
        ({"missing_rates": "range"}, "default_rate_percent", "按多少算"),
        (
            {"missing_rates": "range", "default_rate_percent": "2"},
            "default_rate_high_percent",
            "最高按多少算",
        ),
    ],
)
def test_what_to_do_is_asked_when_a_year_has_no_rate(inputs, field, words):
    """每种办法缺什么问什么；年年都有利率的，选了也不问。"""
    found = errors(**OLD, **inputs)
    assert set(found) == {field} and words in found[field]
    known = {"segments": [paid("2016-01", "2016-12", "100")], "until": "2016-12"}
    assert figures(**known, **inputs)["assumed_interest"] is None


@pytest.mark.parametrize(
    ("inputs", "answer"),
    [
        ({"rates_percent": "2014 3; 2015 3"}, "typed"),
        ({"default_rate_percent": "3"}, "assumed"),
        ({"default_rate_percent": "3", "rates_percent": "2014 3"}, "assumed"),
        ({"default_rate_percent": "3", "default_rate_high_percent": "4"}, "range"),
        ({"default_rate_percent": "3", "missing_rates": "typed"}, "typed"),
    ],
)
def test_what_is_filled_in_answers_the_question(inputs, answer):
    """填了就用，不管选没选；没有选的，照填的算选了。"""
    item = calc.calculator(ID)
    assert item.read(OLD | inputs).missing_rates == answer
    assert (
        figures(**OLD, **inputs)["closing_balance"]
        == figures(**OLD, rates_percent="2014 3; 2015 3")["closing_balance"]
    )


def test_the_result_says_which_interest_rests_on_an_assumed_rate():
    """2014 年填了，2015 年是假设的：1,219.50 × 3% ＋ 1,200 × 6.5 × 3% ÷ 12 ＝ 56.085。"""
    answer = good(**OLD, rates_percent="2014 3", default_rate_percent="3")
    assert answer["tables"][0]["rows"][0]["closing_balance"] == "1219.50"
    assert answer["figures"]["assumed_interest"] == "56.09"
    said = next(note for note in answer["notes"] if note.startswith("2015 年按你填写的 3% 算"))
    assert "利息里有 56.09 元" in said
    typed = good(**OLD, rates_percent="2014 3; 2015 3")
    assert typed["figures"]["assumed_interest"] is None
    assert not any("利息里有" in note for note in typed["notes"])


def test_notes_show_every_final_year():
    """三种算法的最后一年利息都列出，与各自算出的相同；算满一年的不列。"""
    note = good(**SERIES)["notes"][0]
    for mode in MODES:
        interest = Decimal(years(**SERIES, final_year=mode)[-1]["credited_interest"])
        assert f"{interest:,} 元" in note
    full = good(segments=[paid("2020-01", "2020-12", "100")], until="2020-12")
    assert not any("终止当年" in each for each in full["notes"])


# 说明


def test_steps_explain_first_last_and_totals():
    answer = good(**SERIES)
    labels = [step["label"] for step in answer["steps"]]
    assert {label[:4] for label in labels if " 年：" in label} == {"2000", "2025"}
    assert labels[-3:] == ["记账金额合计", "记账利息合计", "2025 年 8 月累计储存额"]
    known = {source["id"] for source in answer["sources"]}
    assert {step["source"] for step in answer["steps"]} <= known
    assert "guofa-2005-38" in known and "crediting-rate-rules-2017" in known
    values = {step["label"]: step["value"] for step in answer["steps"]}
    last = answer["tables"][0]["rows"][-1]
    assert values["2025 年：当年记账利息"] == f"{Decimal(last['credited_interest']):,} 元"
    assert values["2025 年：当年记账月积数"] == "28,800.00"  # 800 ×（8 ＋ 7 ＋ … ＋ 1）
    assert values["2025 年 8 月累计储存额"] == "438,282.74 元"


def test_one_year_is_explained_once():
    labels = [
        step["label"]
        for step in good(segments=[paid("2020-01", "2020-12", "100")], until="2020-12")["steps"]
    ]
    assert len(labels) == len(set(labels)) == 8


# 边界和错误


@pytest.mark.parametrize(("until", "count"), [("2100-12", 80), ("2100-12", 81)])
def test_eighty_years_at_most(until, count):
    inputs = {
        "opening_balance": "999999999",
        "opening_year": 2100 - count,
        "until": until,
        "default_rate_percent": "30",
    }
    if count == 80:
        rows = years(
            **inputs,
            rates_percent={str(year): "30" for year in range(2016, 2026)},
            segments=[paid("2021-01", "2100-12", "999999999")] * 240,
        )
        assert len(rows) == 80
        assert Decimal(rows[-1]["closing_balance"]) == Decimal(
            rows[-1]["cumulative_principal"]
        ) + Decimal(rows[-1]["cumulative_interest"])
    else:
        assert "最多算 80 年" in errors(**inputs)["until"]


def test_segments_that_are_no_text_or_rows():
    assert "看不懂" in errors(segments=5, until="2020-12")["segments"]


# 利率不知道的年份：一个范围


FUTURE = {"segments": [paid("2030-01", "2031-12", "500")], "until": "2031-12"}


def test_a_higher_rate_gives_a_range():
    low = figures(**FUTURE, default_rate_percent="2")["closing_balance"]
    high = figures(**FUTURE, default_rate_percent="4")["closing_balance"]
    answer = good(**FUTURE, default_rate_percent="2", default_rate_high_percent="4")
    found = answer["figures"]
    assert (found["closing_balance"], found["closing_balance_high"]) == (low, high)
    ends = f"在 {Decimal(low):,} 元到 {Decimal(high):,} 元之间"
    assert any(ends in note for note in answer["notes"])
    assert answer["steps"][-1]["value"] == f"{Decimal(high):,} 元"


def test_a_range_where_every_rate_is_known_is_one_number():
    known = {"segments": [paid("2021-01", "2021-12", "500")], "until": "2021-12"}
    answer = good(**known, default_rate_percent="2", default_rate_high_percent="4")
    assert answer["figures"]["closing_balance_high"] == answer["figures"]["closing_balance"]
    assert any("没有范围" in note for note in answer["notes"])


def test_the_higher_rate_needs_the_lower_one():
    assert "default_rate_percent" in errors(**FUTURE, default_rate_high_percent="4")
    found = errors(**FUTURE, default_rate_percent="4", default_rate_high_percent="3.99")
    assert list(found) == ["default_rate_high_percent"]
    equal = figures(**FUTURE, default_rate_percent="4", default_rate_high_percent="4")
    assert equal["closing_balance_high"] == equal["closing_balance"]
