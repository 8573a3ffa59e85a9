"""账单对账：真实账单、各种原因、边界，以及逐月模拟、每张放进一种原因的随机账单。

直接运行这个文件，打印随机账单的识别率::

    python tests/test_statement_check.py [张数] [种子]
"""

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import calc
from helpers import LAST, ORDER, PROPERTY, PUBLISHED, Calculate

CAUSES = (
    "rounding",
    "interest-scope",
    "opening-only",
    "other-rate",
    "other-period",
    "missing-months",
    "late-credit",
    "base-change",
    "annual-method",
    "misprint",
)
HENAN = {
    "year": "2021",
    "opening_balance": "100978.25",
    "credited_amount": "11729.28",
    "credited_interest": "7180.49",
    "closing_balance": "119888.02",
}
TWO_LINES = HENAN | {"credited_interest": "425.04", "closing_balance": "119888.01"}
JIANGSU = {
    "period": "july-june",
    "year": "2019",
    "opening_balance": "200206.73",
    "credited_amount": "11289.60",
    "credited_interest": "14059.32",
}


CHECK = Calculate("statement-check")
good, figures, errors = CHECK.good, CHECK.figures, CHECK.errors


def rows(answer: dict) -> list[dict]:
    return answer["tables"][0]["rows"]


def first(**inputs) -> dict:
    """结论和第一条解释。"""
    answer = good(**inputs)
    found = rows(answer)
    return {"verdict": answer["figures"]["verdict"], **(found[0] if found else {})}


# 独立的逐月模拟，不用 calc 的任何算法


def cents(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def month_rates(period: str, year: int) -> list[Fraction]:
    years = [year] * 12 if period == "calendar" else [year] * 6 + [year + 1] * 6
    return [Fraction(PUBLISHED[each]) / 1200 for each in years]


def parts(
    opening: Decimal, deposits: list, rates: list[Fraction], late: int = 0
) -> tuple[Fraction, list[Fraction], list[Fraction]]:
    """一个月一个月走：余额每月的利息，各月缴费合起来每月的利息。"""
    kept, balance, own = Fraction(0), [], []
    for month in range(12):
        if month >= late:
            kept += Fraction(deposits[month - late])
        balance.append(Fraction(opening) * rates[month])
        own.append(kept * rates[month])
    return sum(balance) + sum(own), balance, own


def simulated(opening, deposits, rates, late: int = 0) -> Decimal:
    return cents(parts(opening, deposits, rates, late)[0])


# 随机账单


@dataclass
class Case:
    """一张放进一种原因的账单；``details`` 是说明里应当出现的话，有一句就算说对。"""

    cause: str
    inputs: dict
    details: list[str] = field(default_factory=list)


class Maker:
    """造账单。余额 1,000–400,000 元，每月 100–3,000 元，2016–2025 年，两种结息年度。"""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def money(self, low: int, high: int) -> Decimal:
        return Decimal(self.random.randint(low * 100, high * 100)) / 100

    def level(self) -> Decimal:
        """每月记入的钱：一半是整元基数的 8%，一半精确到分。"""
        if self.random.random() < 0.5:
            return Decimal(self.random.randint(1250, 37500)) * 8 / 100
        return self.money(100, 3000)

    def make(self, cause: str) -> Case:
        self.period = self.random.choice(["calendar", "july-june"])
        self.year = self.random.randint(2016, 2024 if self.period == "july-june" else 2025)
        self.opening = self.money(1000, 400_000)
        self.each = self.level()
        self.deposits = [self.each] * 12
        self.rates = month_rates(self.period, self.year)
        self.hidden = Decimal(0)
        self.printed = None
        details = getattr(self, cause.replace("-", "_"))()
        if details is None:
            return self.make(cause)
        return Case(cause, self.printed or self.statement(self.interest), details)

    def statement(self, interest: Decimal, closing: bool | None = None) -> dict:
        amount = sum(self.deposits)
        inputs = {
            "period": self.period,
            "year": str(self.year),
            "opening_balance": str(self.opening),
            "credited_amount": str(amount),
            "credited_interest": str(interest),
        }
        if self.random.random() < 0.75 if closing is None else closing:
            inputs["closing_balance"] = str(self.opening + amount + interest + self.hidden)
        return inputs

    def plain(self) -> Decimal:
        return simulated(self.opening, self.deposits, self.rates)

    def rounding(self):
        exact, balance, own = parts(self.opening, self.deposits, self.rates)
        self.interest = self.random.choice(
            [
                cents(sum(balance)) + cents(sum(own)),
                sum(cents(b + o) for b, o in zip(balance, own)),
                cents(exact) + self.random.choice([-2, -1, 1, 2]) * Decimal("0.01"),
            ]
        )
        return None if self.interest == cents(exact) else [""]

    def interest_scope(self):
        self.interest = simulated(Decimal(0), self.deposits, self.rates)
        if self.random.random() < 0.8:
            self.hidden = simulated(self.opening, [0] * 12, self.rates)
        return [""]

    def opening_only(self):
        self.interest = simulated(self.opening, [0] * 12, self.rates)
        return [""]

    def other_rate(self):
        last = 2024 if self.period == "july-june" else 2025
        near = self.random.random() < 0.6
        years = [
            y
            for y in range(2016, last + 1)
            if y != self.year and (not near or abs(y - self.year) == 1)
        ]
        other = self.random.choice(years)
        self.interest = simulated(self.opening, self.deposits, month_rates(self.period, other))
        return [f"{other} 年"]

    def other_period(self):
        """印的是另一种结息年度的利息。"""
        self.period = "july-june" if self.period == "calendar" else "calendar"
        if self.period == "july-june":
            self.year = min(self.year, 2024)
            used = self.random.choice([self.year, self.year + 1])
            rates = month_rates("calendar", used)
        else:
            used = self.random.choice([y for y in (self.year - 1, self.year) if 2016 <= y <= 2024])
            rates = month_rates("july-june", used)
        self.interest = simulated(self.opening, self.deposits, rates)
        return [f"{used} 年"]

    def missing_months(self):
        """年中才参加、年中停缴的多，中间断的少，零散缺几个月的最少。"""
        kind = self.random.choices(
            ["joined", "left", "inside", "gap", "scattered"], [40, 30, 5, 15, 10]
        )[0]
        start, stop = sorted(self.random.sample(range(1, 12), 2))
        paid = {
            "joined": range(start, 12),
            "left": range(start),
            "inside": range(start, stop),
            "gap": [*range(start), *range(stop, 12)],
            "scattered": sorted(self.random.sample(range(12), self.random.randint(8, 10))),
        }[kind]
        self.deposits = [self.each if position in paid else Decimal(0) for position in range(12)]
        self.interest = self.plain()
        names = [f"{month} 月" for month in ORDER[self.period]]
        starts = [p for p in paid if p - 1 not in paid]
        ends = [p for p in paid if p + 1 not in paid]
        return [
            "只有 "
            + "、".join(
                names[s] if s == e else f"{names[s]}至 {names[e]}" for s, e in zip(starts, ends)
            )
            + "缴费"
        ]

    def late_credit(self):
        late = self.random.randint(1, 6)
        self.interest = simulated(self.opening, self.deposits, self.rates, late)
        return [f"晚 {late} 个月"]

    def base_change(self):
        split = 6 if self.random.random() < 0.6 else self.random.randint(1, 11)
        factor = Fraction(self.random.randint(600, 1600), 1000)
        after = cents(Fraction(self.each) * factor)
        if self.each * 100 % 8 == 0:
            after = cents(Fraction(round(Fraction(after) / Fraction(8, 100)) * Fraction(8, 100)))
        if after == self.each:
            return None
        self.deposits = [self.each] * split + [after] * (12 - split)
        self.interest = self.plain()
        month = ORDER[self.period][split]
        return [f"{self.year + (self.period == 'july-june' and month < 7)} 年 {month} 月起"]

    def annual_method(self):
        """年度计算法；社保年度取两年利率的平均。"""
        year_rate = sum(self.rates)
        amount = Fraction(sum(self.deposits))
        self.interest = cents(
            Fraction(self.opening) * year_rate + amount * year_rate * Fraction("1.083") / 2
        )
        return [""]

    def misprint(self):
        correct = self.statement(self.plain(), self.random.random() < 0.85)
        name = self.random.choice([n for n in correct if n not in ("period", "year")])
        wrong = self.slipped(correct[name])
        if Decimal(wrong) == Decimal(correct[name]):
            return None
        self.printed = {**correct, name: wrong}
        return [f"{Decimal(correct[name]):,.2f} 元，几个数就都对得上"]

    def slipped(self, right: str) -> str:
        """漏一个、多印一个、颠倒相邻两个，或错一个数字；多印和漏掉只在整数部分。"""
        whole, decimals = f"{Decimal(right):.2f}".split(".")
        spot = self.random.randrange(len(whole))
        way = self.random.choice(["drop", "double", "swap", "wrong"])
        if way == "drop":
            return (
                f"{whole[:spot]}{whole[spot + 1 :] or '0'}.{decimals}" if len(whole) > 1 else right
            )
        if way == "double":
            return f"{whole[: spot + 1]}{whole[spot:]}.{decimals}"
        digits = whole + decimals
        if way == "swap":
            spot = self.random.randrange(len(digits) - 1)
            digits = digits[:spot] + digits[spot + 1] + digits[spot] + digits[spot + 2 :]
        else:
            spot = self.random.randrange(len(digits))
            digits = digits[:spot] + self.random.choice("0123456789") + digits[spot + 1 :]
        return f"{digits[:-2]}.{digits[-2:]}"


def outcome(case: Case) -> dict:
    """一张账单的结果。

    ``unseen``：放进去的原因改变利息不超过 0.02 元，判成对得上；``rival``：排在前面的另一种原因
    一分不差，放进去的原因也列出来了。两种都照样计入总数。
    """
    answer = good(**case.inputs)
    found = rows(answer)
    verdict = answer["figures"]["verdict"]
    top = bool(found) and found[0]["cause"] == case.cause
    listed = any(row["cause"] == case.cause for row in found)
    texts = [row["text"] for row in found if row["cause"] == case.cause]
    rival = not top and listed and found[0]["difference"] == "0.00"
    return {
        "top": top,
        "listed": listed,
        "detail": any(words in text for words in case.details for text in texts),
        "unseen": case.cause != "rounding" and verdict in ("match", "rounding"),
        "rival": rival and verdict == "explained",
        "before": found[0]["cause"] if found and not top else "",
        "verdict": verdict,
    }


@cache
def measured(total: int = 1200, seed: int = 20261123) -> dict[str, list[dict]]:
    maker = Maker(seed)
    return {
        cause: [outcome(maker.make(cause)) for _ in range(total // len(CAUSES))] for cause in CAUSES
    }


def rate(outcomes: list[dict], key: str, clear: bool = False) -> float:
    """``clear``：不计看不出的和另有一种同样精确的。"""
    counted = [
        each
        for each in outcomes
        if not clear or (not each["unseen"] and (not each["rival"] or key != "top"))
    ]
    return sum(each[key] for each in counted) / len(counted)


def print_table(results: dict) -> None:
    print(
        f"{'cause':16}{'count':>6}{'first':>8}{'listed':>8}{'detail':>8}"
        f"{'unseen':>8}{'rival':>7}   first instead"
    )
    everything = [each for outcomes in results.values() for each in outcomes]
    for name, outcomes in [*results.items(), ("all", everything)]:
        before = Counter(each["before"] or each["verdict"] for each in outcomes if not each["top"])
        shares = "".join(f"{rate(outcomes, key):>8.1%}" for key in ("top", "listed", "detail"))
        unseen, rival = (sum(each[key] for each in outcomes) for key in ("unseen", "rival"))
        instead = "、".join(f"{key} {count}" for key, count in before.most_common(6))
        print(f"{name:16}{len(outcomes):>6}{shares}{unseen:>8}{rival:>7}   {instead}")
    clear = "".join(f"{rate(everything, key, clear=True):>8.1%}" for key in ("top", "listed"))
    print(f"{'clear':22}{clear}   (without unseen; first also without rival)")


# 公开的账单


# 应得 1378.910716 ＋ 98.0928 ＝ 1477.00

PLAIN = {
    "year": "2024",
    "opening_balance": "52630.18",
    "credited_amount": "6912",
    "credited_interest": "1477.00",
}


def test_two_wrong_digits_are_not_guessed():
    found = rows(good(**HENAN | {"opening_balance": "105978.52"}))
    assert all(row["cause"] != "misprint" or "上年末" not in row["text"] for row in found)


def test_several_that_fit_are_all_listed():
    """两种原因一分不差。

    每月 576 元从 3 月缴起（月积数 576 × 55）；480 元缴满一年、每笔晚一个月（480 × 66）。
    """
    answer = good(**PLAIN | {"credited_amount": "5760", "credited_interest": "1448.08"})
    causes = [row["cause"] for row in rows(answer)]
    assert causes[0] == "late-credit" and {"missing-months", "base-change"} <= set(causes)
    assert any("只有 3 月至 12 月缴费" in row["text"] for row in rows(answer))
    assert any("分不出是哪一种" in note for note in answer["notes"])


def test_months_that_fit_are_kept_for_the_misprint():
    found = first(
        **PLAIN
        | {
            "credited_amount": "3456",
            "credited_interest": "1405.32",
            "closing_balance": "5749.50",
            "months": "7-12",
        }
    )
    assert (
        found["cause"] == "misprint"
        and "全年" not in found["text"]
        and "57,491.50 元" in found["text"]
    )


def test_number_of_month_sets_is_counted():
    """逐一试 4094 种取法：除列出的这一种以外还有几种。"""
    inputs = PLAIN | {"credited_amount": "3456", "credited_interest": "1405.32"}
    texts = [row["text"] for row in rows(good(**inputs)) if row["cause"] == "missing-months"]
    fitting = []
    for mask in range(1, 4095):
        paid = [month for month in range(12) if mask >> month & 1]
        interest = (
            Fraction("52630.18") * Fraction("0.0262")
            + Fraction(3456, len(paid)) * sum(12 - m for m in paid) * Fraction("0.0262") / 12
        )
        if abs(cents(interest) - Decimal("1405.32")) <= Decimal("0.02"):
            fitting.append(len(paid))
    assert len(set(fitting)) > 1
    assert texts[0].endswith(
        f"能对上的月份取法还有 {len(fitting) - 1} 种（有的每月金额不同），这里先列最简单的。"
    )
    assert not any("最常见" in text for text in texts)


# 取整的说法与结论一致


@pytest.mark.parametrize(
    "inputs", [HENAN, PLAIN | {"credited_interest": "1477.03"}], ids=["henan", "three-fen"]
)
def test_rounding_note_is_what_the_verdict_uses(inputs):
    notes = "".join(good(**inputs)["notes"])
    assert (
        "与“合计一次取整”相差不超过 0.02 元，或者正好等于其中一个数的，可以看作取整的差别" in notes
    )


def test_a_note_never_allows_more_than_the_verdict():
    """逐月取整差 0.06 元：印 0.12 正好是逐月取整的数；印 0.09 既不在两分以内，也不是哪一种取整。"""
    inputs = {
        "year": "2021",
        "opening_balance": "10",
        "credited_amount": "0",
        "rate_percent": "0.6",
    }
    notes = "".join(good(**inputs, credited_interest="0.12")["notes"])
    assert "逐月取整 0.12 元" in notes and "0.06 元以内" not in notes
    verdicts = [
        figures(**inputs, credited_interest=each)["verdict"] for each in ("0.06", "0.08", "0.12")
    ]
    assert verdicts == ["match", "rounding", "rounding"]
    assert figures(**inputs, credited_interest="0.09")["verdict"] not in ("match", "rounding")


# 印错的数


@pytest.mark.parametrize(
    "interest, amount",
    [("1378.94", "0.00"), ("1378.95", "0"), ("1379.20", "0"), ("1378.94", "20.00")],
)
def test_no_misprint_of_a_tiny_amount(interest, amount):
    found = rows(good(**PLAIN | {"credited_amount": amount, "credited_interest": interest}))
    assert not any(row["text"].startswith("当年记账金额印成") for row in found)


def test_a_bare_zero_is_not_a_dropped_digit():
    """2000 元的利息是 28.38 元；印的 0.00 不当作漏了一个数字。"""
    found = rows(good(**PLAIN | {"credited_amount": "0.00", "credited_interest": "1407.29"}))
    assert not any(
        "漏了一个数字" in row["text"] and "印成（或填成）了 0.00" in row["text"] for row in found
    )


# 边界


@pytest.mark.parametrize("rate_typed", ["0", "0.0001", "30"])
def test_extreme_numbers_do_not_break(rate_typed):
    huge = {
        "year": "2021",
        "opening_balance": "999999999",
        "credited_amount": "999999999",
        "credited_interest": "999999999",
    }
    assert figures(**huge, rate_percent=rate_typed)["verdict"] in {"explained", "unexplained"}


# 输入有误


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"year": str(LAST + 1)}, "rate_percent"),
        ({"year": str(LAST), "period": "july-june"}, "next_rate_percent"),
    ],
)
def test_the_first_year_without_a_published_rate(changed, field):
    assert set(errors(**HENAN | changed)) == {field}


# 声明、步骤和依据


def test_every_cause_and_verdict_has_a_chinese_label():
    item = calc.calculator("statement-check")
    labels = dict(item.tables[0].columns[0].options)
    assert set(labels) == set(CAUSES)
    assert set(dict(item.figures[0].options)) == {"match", "rounding", "explained", "unexplained"}
    assert any("分不开" in limit for limit in item.limits)


@pytest.mark.parametrize(
    "inputs",
    [HENAN, JIANGSU, PLAIN | {"credited_interest": "1448.08"}],
    ids=["henan", "jiangsu", "late"],
)
def test_every_step_has_its_source(inputs):
    answer = good(**inputs)
    known = {each["id"] for each in answer["sources"]}
    assert len(answer["steps"]) == 6
    assert all(step["source"] in known for step in answer["steps"])


money = st.integers(0, 50_000_000).map(lambda fen: str(Decimal(fen) / 100))


@PROPERTY
@given(
    period=st.sampled_from(["calendar", "july-june"]),
    year=st.integers(2016, 2024),
    opening=money,
    amount=money,
    printed=money,
    closing=st.none() | money,
    months=st.sets(st.integers(1, 12), min_size=1).map(sorted),
    scope=st.sampled_from(["unknown", "all", "contributions"]),
)
def test_any_statement(period, year, opening, amount, printed, closing, months, scope):
    """应得的利息与逐月模拟一致；列出的都对得上，每种原因不超过三条。"""
    answer = good(
        period=period,
        year=year,
        opening_balance=opening,
        credited_amount=amount,
        credited_interest=printed,
        closing_balance=closing,
        months=months,
        interest_scope=scope,
    )
    found = answer["figures"]
    each = Fraction(Decimal(amount)) / len(months)
    deposits = [each if month in months else 0 for month in ORDER[period]]
    counted = Decimal(0) if scope == "contributions" else Decimal(opening)
    expected = simulated(counted, deposits, month_rates(period, year))
    assert Decimal(found["expected_interest"]) == expected
    assert Decimal(found["interest_difference"]) == Decimal(printed) - expected
    if closing is None:
        assert found["identity_difference"] is None
    else:
        total = Decimal(opening) + Decimal(amount) + Decimal(printed)
        assert Decimal(found["identity_difference"]) == Decimal(closing) - total
    assert Decimal(found["implied_closing"]) == Decimal(opening) + Decimal(amount) + Decimal(
        printed
    )
    listed = rows(answer)
    assert bool(listed) == (found["verdict"] in ("rounding", "explained"))
    assert all(abs(Decimal(row["difference"])) <= Decimal("0.02") for row in listed)
    assert max(Counter(row["cause"] for row in listed).values(), default=0) <= 3


# 随机账单：放进一种原因，看找不找得出来


def test_injected_causes_are_found():
    """看不出的和另有解释的都计入总数；表由 ``python tests/test_statement_check.py`` 打印。"""
    results = measured()
    print_table(results)
    everything = [each for outcomes in results.values() for each in outcomes]
    assert len(everything) >= 1000
    assert min(map(len, results.values())) == max(map(len, results.values()))
    assert rate(everything, "top") >= 0.95
    assert rate(everything, "listed") >= 0.99
    for cause, outcomes in results.items():
        assert rate(outcomes, "top") >= 0.9, cause
        assert rate(outcomes, "listed") >= 0.95, cause
        assert rate(outcomes, "detail") >= 0.75, cause


def test_few_are_set_aside_and_the_clear_ones_are_nearly_all_found():
    everything = [each for outcomes in measured().values() for each in outcomes]
    assert sum(each["unseen"] or each["rival"] for each in everything) <= len(everything) * 0.03
    assert rate(everything, "top", clear=True) >= 0.99
    assert rate(everything, "listed", clear=True) >= 0.995


def test_correct_statements_are_never_accused():
    """没有放进原因的账单，都判成一分不差。"""
    maker = Maker(7)
    for _ in range(100):
        maker.make("opening-only")
        inputs = maker.statement(maker.plain())
        assert figures(**inputs)["verdict"] == "match", inputs


def test_a_check_is_fast():
    maker = Maker(11)
    cases = [maker.make(cause) for cause in CAUSES for _ in range(5)]
    spent = []
    for case in cases:
        start = time.process_time()
        good(**case.inputs)
        spent.append(time.process_time() - start)
    assert sorted(spent)[len(spent) // 2] < 0.06


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[1:]]
    print_table(measured(*arguments))
    sys.exit()
