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
from helpers import LAST, ORDER, PROPERTY, PUBLISHED, assert_proper

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


def good(**inputs) -> dict:
    answer = calc.run("statement-check", inputs)
    assert "errors" not in answer, answer
    return answer


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def rows(answer: dict) -> list[dict]:
    return answer["tables"][0]["rows"]


def first(**inputs) -> dict:
    """结论和第一条解释。"""
    answer = good(**inputs)
    found = rows(answer)
    return {"verdict": answer["figures"]["verdict"], **(found[0] if found else {})}


def errors(**inputs) -> dict:
    answer = calc.run("statement-check", inputs)
    assert set(answer) == {"calculator", "errors"}, answer
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


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


def test_henan_2021_is_right_within_rounding():
    """账单多一分，正是逐月取整的结果。"""
    answer = good(**HENAN)
    assert answer["figures"] == {
        "verdict": "rounding",
        "expected_interest": "7180.48",
        "interest_difference": "0.01",
        "identity_difference": "0.00",
        "implied_closing": "119888.02",
        "full_closing": None,
    }
    assert [row["cause"] for row in rows(answer)] == ["rounding"]
    assert "逐月取整" in rows(answer)[0]["text"]


def test_henan_2021_with_a_digit_dropped():
    found = first(**HENAN | {"closing_balance": "11988.02"})
    assert (found["verdict"], found["cause"]) == ("explained", "misprint")
    assert (
        "本年末累计储存额" in found["text"]
        and "119,888.02 元" in found["text"]
        and "漏了一个数字" in found["text"]
    )
    assert figures(**HENAN | {"closing_balance": "11988.02"})["identity_difference"] == "-107900.00"


@pytest.mark.parametrize("closing, identity", [("225555.65", "0.00"), (None, None)])
def test_jiangsu_2019_matches(closing, identity):
    answer = good(**JIANGSU, closing_balance=closing)
    assert answer["figures"] == {
        "verdict": "match",
        "expected_interest": "14059.32",
        "interest_difference": "0.00",
        "identity_difference": identity,
        "implied_closing": "225555.65",
        "full_closing": None,
    }
    assert rows(answer) == []


def test_typed_rates_give_the_same():
    assert figures(**HENAN, rate_percent="6.69") == figures(**HENAN)
    assert figures(**JIANGSU, rate_percent="7.61", next_rate_percent="6.04") == figures(**JIANGSU)


# 手算的例子：上年末 52,630.18 元，每月 576 元，2024 年利率 2.62%，
# 应得 1378.910716 ＋ 98.0928 ＝ 1477.00

PLAIN = {
    "year": "2024",
    "opening_balance": "52630.18",
    "credited_amount": "6912",
    "credited_interest": "1477.00",
}


@pytest.mark.parametrize(
    "changed, cause, words",
    [
        ({"credited_interest": "98.09"}, "interest-scope", "1,378.91 元"),
        ({"credited_interest": "1378.91"}, "opening-only", "没有计息"),
        (
            {"credited_interest": "2238.05"},
            "other-rate",
            "2023 年的利率 3.97%",
        ),  # 2089.418146 ＋ 148.6368
        (
            {"credited_interest": "1151.63"},
            "other-period",
            "2024 年 7 月至次年 6 月",
        ),  # 1084.181708 ＋ 67.4496
        (
            {"credited_interest": "1448.08"},
            "late-credit",
            "晚 2 个月",
        ),  # 576 × 55 × 2.62% ÷ 12 ＝ 69.168
        (
            {"credited_interest": "1476.97"},
            "annual-method",
            "1.083",
        ),  # 6912 × 2.62% × 0.5415 ＝ 98.0626
        (
            {"credited_interest": "1471.03"},
            "base-change",
            "2024 年 7 月起",
        ),  # 500 × 57 ＋ 652 × 21，利息 92.1192
        (
            {"credited_amount": "3456", "credited_interest": "1405.32"},
            "missing-months",
            "只有 7 月至 12 月缴费（1 月至 6 月没有）",
        ),
        (
            {"credited_amount": "3456", "credited_interest": "1450.60"},
            "missing-months",
            "只有 1 月至 6 月缴费",
        ),  # 576 × 57
        ({"credited_interest": "147.00"}, "misprint", "1,477.00 元"),
        ({"credited_interest": "14777.00"}, "misprint", "1,477.00 元"),
    ],
)
def test_cause_of_a_calendar_year(changed, cause, words):
    """每一种原因，利息都由手算给出；没有印年末余额。"""
    found = first(**PLAIN | changed)
    assert (found["verdict"], found["cause"]) == ("explained", cause)
    assert words in found["text"]
    assert abs(Decimal(found["difference"])) <= Decimal("0.02")


@pytest.mark.parametrize(
    "changed, cause, words",
    [
        # 上年末 13664.1093225 元的利息；前六个月 940.80 × 1.2684 ÷ 12 ＝ 99.44256
        (
            {"credited_amount": "5644.80", "credited_interest": "13763.55"},
            "missing-months",
            "只有 1 月至 6 月缴费",
        ),
        (
            {"credited_interest": "15701.10"},
            "other-period",
            "2019 年 1 月至 12 月",
        ),  # 15235.732153 ＋ 465.36672
        (
            {"credited_interest": "12461.84"},
            "other-period",
            "2020 年 1 月至 12 月",
        ),  # 12092.486492 ＋ 369.35808
        ({"credited_interest": "13995.11"}, "late-credit", "晚 1 个月"),
        ({"credited_interest": "13664.11"}, "opening-only", "没有计息"),
        (
            {"credited_interest": "395.21", "closing_balance": "225555.65"},
            "interest-scope",
            "账是平的",
        ),
        (
            {"credited_interest": "395.21", "closing_balance": "211891.54"},
            "interest-scope",
            "年末余额里也没有加上",
        ),
    ],
)
def test_cause_of_a_july_june_period(changed, cause, words):
    found = first(**JIANGSU | changed)
    assert (found["verdict"], found["cause"]) == ("explained", cause)
    assert words in found["text"]


@pytest.mark.parametrize(
    "name, wrong, right",
    [
        ("closing_balance", "11988.02", "119,888.02"),
        ("closing_balance", "1198888.02", "119,888.02"),
        ("closing_balance", "191888.02", "119,888.02"),
        ("closing_balance", "119838.02", "119,888.02"),
        ("credited_interest", "7810.49", "7,180.49"),
        ("credited_interest", "718.49", "7,180.49"),
        ("credited_amount", "11929.28", "11,729.28"),
        ("credited_amount", "111729.28", "11,729.28"),
        ("opening_balance", "10978.25", "100,978.25"),
        ("opening_balance", "100987.25", "100,978.25"),
        ("opening_balance", "105978.52", None),
    ],
)
def test_misprint_names_the_figure_and_the_value(name, wrong, right):
    """漏、多、颠倒、错一个数字；错了不止一个的不猜。"""
    answer = good(**HENAN | {name: wrong})
    label = next(
        entry.label for entry in calc.calculator("statement-check").inputs if entry.name == name
    )
    if right is None:
        assert all(row["cause"] != "misprint" or label not in row["text"] for row in rows(answer))
        return
    found = rows(answer)[0]
    assert (answer["figures"]["verdict"], found["cause"]) == ("explained", "misprint")
    assert found["text"].startswith(label) and f"改成 {right} 元" in found["text"]


def test_several_that_fit_are_all_listed():
    """两种原因一分不差。

    每月 576 元从 3 月缴起（月积数 576 × 55）；480 元缴满一年、每笔晚一个月（480 × 66）。
    """
    answer = good(**PLAIN | {"credited_amount": "5760", "credited_interest": "1448.08"})
    causes = [row["cause"] for row in rows(answer)]
    assert causes[0] == "late-credit" and {"missing-months", "base-change"} <= set(causes)
    assert any("只有 3 月至 12 月缴费" in row["text"] for row in rows(answer))
    assert any("分不出是哪一种" in note for note in answer["notes"])


def test_months_that_are_known():
    """知道只缴了 7 月至 12 月的，选上就对得上。"""
    known = PLAIN | {"credited_amount": "3456", "credited_interest": "1405.32", "months": "7-12"}
    assert figures(**known)["verdict"] == "match"
    assert first(**known | {"credited_interest": "1378.91"})["cause"] == "opening-only"


@pytest.mark.parametrize("months", ["1-11", "7-12", "1-6", "2-12"])
@pytest.mark.parametrize("closing", ["61019.18", None])
def test_all_twelve_months_are_tried_first(months, closing):
    found = rows(good(**PLAIN, months=months, closing_balance=closing))
    assert (found[0]["cause"], found[0]["difference"]) == ("missing-months", "0.00")
    assert found[0]["text"] == "按全年 12 个月都有缴费算，正好对得上；看看月份有没有选错。"


def test_all_twelve_months_one_fen_apart():
    found = first(**HENAN, months="7-12")
    assert (found["cause"], found["difference"]) == ("missing-months", "0.01")
    assert found["text"] == "按全年 12 个月都有缴费算，只差 0.01 元；看看月份有没有选错。"


def test_all_twelve_months_in_a_july_june_period():
    assert "全年 12 个月" in first(**JIANGSU, months="7-12")["text"]


def test_misprint_is_also_tried_with_all_twelve_months():
    found = first(**HENAN | {"closing_balance": "11988.02", "months": "7-12"})
    assert (found["verdict"], found["cause"]) == ("explained", "misprint")
    assert "按全年 12 个月都有缴费算，改成 119,888.02 元，利息只差 0.01 元" in found["text"]


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


def test_rounding_note_of_the_contributions_line():
    """利息只印当年缴费的，取整的几个数也只算这一行。"""
    notes = "".join(good(**TWO_LINES, interest_scope="contributions")["notes"])
    assert "合计一次取整 425.04 元" in notes


# 印错的数


def test_misprint_says_what_is_left_over():
    found = first(**HENAN | {"closing_balance": "11988.02"})
    assert "利息只差 0.01 元" in found["text"] and "都对得上" not in found["text"]
    exact = first(**PLAIN | {"credited_interest": "147.00"})
    assert exact["text"].endswith("几个数就都对得上。")
    split = rows(
        good(**TWO_LINES | {"interest_scope": "contributions", "closing_balance": "11988.02"})
    )
    assert split[0]["cause"] == "misprint" and "119,888.02 元，余额只差 0.01 元" in split[0]["text"]


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


# 利息的口径


@pytest.mark.parametrize("scope", ["all", "unknown"])
def test_scope_all_is_the_default(scope):
    assert figures(**HENAN, interest_scope=scope) == figures(**HENAN)


def test_statement_that_prints_two_lines():
    """利息只印当年缴费的，年末余额含上年末余额的利息：425.04 ＋ 6755.44。"""
    inputs = HENAN | {
        "credited_interest": "425.04",
        "closing_balance": "119888.01",
        "interest_scope": "contributions",
    }
    assert figures(**inputs) == {
        "verdict": "match",
        "expected_interest": "425.04",
        "interest_difference": "0.00",
        "identity_difference": "6755.44",
        "implied_closing": "113132.57",
        "full_closing": "119888.01",
    }
    assert first(**inputs | {"interest_scope": "unknown"})["cause"] == "interest-scope"
    lacking = first(**inputs | {"closing_balance": "113132.57"})
    assert lacking["cause"] == "interest-scope" and "没有加上" in lacking["text"]
    whole = first(**HENAN | {"interest_scope": "contributions"})
    assert whole["cause"] == "interest-scope" and "已经包括" in whole["text"]
    assert figures(**HENAN | {"interest_scope": "contributions"})["full_closing"] is None


@pytest.mark.parametrize("scope", ["contributions", "unknown"])
def test_interest_of_the_opening_balance_fills_the_gap(scope):
    """100978.25 × 6.69% ＝ 6755.44；三项之和 113132.57 是照字面加的。"""
    answer = good(**TWO_LINES, interest_scope=scope)
    found = answer["figures"]
    assert (found["implied_closing"], found["identity_difference"], found["full_closing"]) == (
        "113132.57",
        "6755.44",
        "119888.01",
    )
    assert any(
        "正好等于上年末余额的利息" in note and "6,755.44 元" in note for note in answer["notes"]
    )
    assert any(
        step["label"] == "加上余额利息后的年末余额" and "119,888.01" in str(step)
        for step in answer["steps"]
    )


def test_a_gap_that_is_not_the_interest_is_not_called_so():
    answer = good(**TWO_LINES | {"interest_scope": "contributions", "closing_balance": "119888.02"})
    assert answer["figures"]["full_closing"] == "119888.01"
    assert not any("正好等于上年末余额的利息" in note for note in answer["notes"])
    assert (
        figures(**TWO_LINES | {"interest_scope": "contributions", "closing_balance": None})[
            "full_closing"
        ]
        == "119888.01"
    )


# 边界


@pytest.mark.parametrize(
    "interest, verdict",
    [
        ("1477.00", "match"),
        ("1476.98", "rounding"),
        ("1477.02", "rounding"),
        ("1476.97", "explained"),
        ("1477.03", "explained"),
    ],
)
def test_two_fen_is_rounding_and_three_is_not(interest, verdict):
    assert figures(**PLAIN | {"credited_interest": interest})["verdict"] == verdict


@pytest.mark.parametrize(
    "closing, verdict",
    [
        ("61019.18", "match"),
        ("61019.20", "rounding"),
        ("61019.16", "rounding"),
        ("61022.22", "unexplained"),
    ],
)
def test_closing_that_does_not_add_up(closing, verdict):
    assert figures(**PLAIN, closing_balance=closing)["verdict"] == verdict


def test_unexplained_says_what_to_ask():
    answer = good(**PLAIN | {"closing_balance": "64444.44"})
    assert answer["figures"]["verdict"] == "unexplained" and rows(answer) == []
    notes = "".join(answer["notes"])
    assert "利息是对的" in notes and "3,425.26 元" in notes and "逐月的记账明细" in notes
    backwards = good(**PLAIN | {"credited_interest": "1222.22", "closing_balance": "61019.18"})
    assert backwards["figures"]["verdict"] == "unexplained"
    assert any("用年末余额倒推" in note and "1,477.00 元" in note for note in backwards["notes"])


def test_no_contributions_and_no_balance():
    nothing = {
        "year": "2021",
        "opening_balance": "0",
        "credited_amount": "0",
        "credited_interest": "0",
    }
    assert figures(**nothing, closing_balance="0")["verdict"] == "match"
    only_balance = {**nothing, "opening_balance": "10000", "credited_interest": "612"}
    assert first(**only_balance)["cause"] == "other-rate"
    assert "2022 年" in first(**only_balance)["text"]


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


def test_every_missing_input_is_reported():
    assert set(errors()) == {"year", "opening_balance", "credited_amount", "credited_interest"}


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"year": str(LAST + 1)}, "rate_percent"),
        ({"year": "2015"}, "rate_percent"),
        ({"year": str(LAST), "period": "july-june"}, "next_rate_percent"),
        ({"next_rate_percent": "6.04"}, "next_rate_percent"),
        ({"interest_scope": "some"}, "interest_scope"),
        ({"closing_balance": "-1"}, "closing_balance"),
        ({"closing_balance": "12,34"}, "closing_balance"),
        ({"credited_interest": "7180.485"}, "credited_interest"),
        ({"months": "0-3"}, "months"),
        ({"months": []}, "months"),
        ({"period": "weekly"}, "period"),
        ({"rate_percent": "31"}, "rate_percent"),
        ({"monthly_amount": "1"}, "monthly_amount"),
    ],
)
def test_bad_input(changed, field):
    assert set(errors(**HENAN | changed)) == {field}


def test_year_without_a_published_rate_can_be_typed():
    inputs = {
        "year": "2026",
        "opening_balance": "10000",
        "credited_amount": "0",
        "credited_interest": "150",
        "rate_percent": "1.5",
    }
    assert figures(**inputs)["verdict"] == "match"
    assert first(**inputs | {"credited_interest": "262"})["cause"] == "other-rate"


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
