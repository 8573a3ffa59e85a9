"""历年对账：边界、缺年、先后、空着的余额、社保年度、没有利率的年份，和另写的公式比的随机账单。"""

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

import calc
from helpers import LAST, PUBLISHED, assert_proper

NAMES = ("year", "opening_balance", "credited_amount", "credited_interest", "closing_balance")
FEN = Decimal("0.01")


def good(rows, **inputs) -> dict:
    answer = calc.run("statement-history", {"rows": rows, **inputs})
    assert "errors" not in answer, answer
    return answer


def figures(rows, **inputs) -> dict:
    return good(rows, **inputs)["figures"]


def years(rows, **inputs) -> dict[int, dict]:
    return {row["year"]: row for row in good(rows, **inputs)["tables"][0]["rows"]}


def error(rows, **inputs) -> str:
    answer = calc.run("statement-history", {"rows": rows, **inputs})
    assert set(answer) == {"calculator", "errors"}, answer
    assert_proper(answer["errors"])
    return "".join(each["message"] for each in answer["errors"])


# 另写的公式：一个月一个月走，利息逐年到分


def cents(exact: Fraction) -> Decimal:
    """四舍五入到分；负数同样离零远的那边。"""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(FEN, ROUND_HALF_UP)


def month_rates(period: str, year: int) -> list[Fraction]:
    spans = [year] * 12 if period == "calendar" else [year] * 6 + [year + 1] * 6
    return [Fraction(PUBLISHED[each]) / 1200 for each in spans]


def year_interest(period: str, year: int, opening: Decimal, amount: Decimal) -> Decimal:
    balance, each = Fraction(opening), Fraction(amount) / 12
    total = Fraction(0)
    for rate in month_rates(period, year):
        balance += each
        total += balance * rate
    return cents(total)


class Chain:
    """一条没有错的账，可以在一年里放进一处错，以后照着错的接着算。"""

    def __init__(self, seed: int):
        dice = self.dice = random.Random(seed)
        self.period = dice.choice(["calendar", "july-june"])
        last = LAST - (self.period == "july-june")
        self.first = dice.randint(2016, last - 1)
        self.last = dice.randint(self.first + 1, last)
        self.opening = self.money(20_000, 400_000)
        self.amounts = {year: self.money(1_200, 30_000) for year in self.span}

    @property
    def span(self) -> range:
        return range(self.first, self.last + 1)

    def money(self, low: int, high: int) -> Decimal:
        return Decimal(self.dice.randint(low * 100, high * 100)) / 100

    def rows(self, wrong: int = 0, kind: str = "", by: Decimal = Decimal(0)) -> list[dict]:
        found, opening = [], self.opening
        for year in self.span:
            spoiled = {kind: by} if year == wrong else {}
            opening += spoiled.get("carry", 0)
            interest = year_interest(self.period, year, opening, self.amounts[year])
            interest += spoiled.get("interest", 0)
            closing = opening + self.amounts[year] + interest + spoiled.get("closing", 0)
            cells = (year, opening, self.amounts[year], interest, closing)
            found.append(dict(zip(NAMES, map(str, cells))))
            opening = closing
        return found

    def grown(self, wrong: int, kind: str, by: Decimal) -> Decimal:
        """差额连同以后各年的利息，每年到分；年初就差的，当年也有利息。"""
        total = by
        for year in range(wrong + (kind != "carry"), self.last + 1):
            total += cents(Fraction(total) * sum(month_rates(self.period, year)))
        return total


# 一条对的账


CHAIN = [
    ("2020", "46200.00", "4800.00", "2947.52", "53947.52"),
    ("2021", "53947.52", "4992.00", "3789.99", "62729.51"),
    ("2022", "62729.51", "5184.00", "4010.90", "71924.41"),
]


def spoiled(year: str, **cells) -> list[dict]:
    """``CHAIN`` 里改了一年的几格。"""
    rows = [dict(zip(NAMES, row)) for row in CHAIN]
    return [row | (cells if row["year"] == year else {}) for row in rows]


def test_a_chain_without_a_mistake():
    found = figures(spoiled(""))
    assert found == {
        "verdict": "match",
        "first_different_year": None,
        "closing_difference": "0.00",
        "interest_difference": "0.00",
        "years_checked": 3,
    }


def test_any_order_and_every_way_to_write_it():
    plain = good(spoiled(""))
    for rows in (
        spoiled("")[::-1],
        "; ".join(" ".join(row) for row in CHAIN),
        "\n".join(" ".join(row) for row in (CHAIN[1], CHAIN[2], CHAIN[0])),
    ):
        assert good(rows) == plain


def test_openings_and_closings_left_out():
    """上年末余额空着，用前一行的本年末余额；没有印本年末余额的，照三项之和接。"""
    plain = figures(spoiled(""))
    rows = spoiled("")
    for row in rows[1:]:
        del row["opening_balance"]
    assert figures(rows) == plain
    rows = spoiled("")
    for row in rows:
        del row["closing_balance"]
    assert figures(rows) == plain
    found = years(rows)
    assert found[2021]["carry_difference"] == "0.00"
    assert found[2021]["identity_difference"] is None
    assert found[2020]["carry_difference"] is None


@pytest.mark.parametrize(
    ("fen", "verdict"),
    [("0.00", "match"), ("0.02", "rounding"), ("-0.02", "rounding"), ("0.03", "different")],
)
@pytest.mark.parametrize("where", ["credited_interest", "closing_balance"])
def test_two_cents_are_rounding_three_are_not(fen, verdict, where):
    """利息、余额差两分看作取整，差三分就不是。"""
    last = dict(zip(NAMES, CHAIN[2]))
    moved = str(Decimal(last[where]) + Decimal(fen))
    cells = {where: moved}
    if where == "credited_interest":
        cells["closing_balance"] = str(Decimal(last["closing_balance"]) + Decimal(fen))
    found = figures(spoiled("2022", **cells))
    assert found["verdict"] == verdict
    assert found["first_different_year"] == (2022 if verdict == "different" else None)
    assert found["closing_difference"] == fen


@pytest.mark.parametrize(
    ("fen", "verdict"), [("0.02", "rounding"), ("-0.02", "rounding"), ("0.03", "different")]
)
def test_two_cents_between_two_statements(fen, verdict):
    before = Decimal(CHAIN[0][4]) - Decimal(fen)
    found = years(spoiled("2020", closing_balance=str(before)))
    assert found[2021]["carry_difference"] == fen
    assert found[2021]["verdict"] == verdict


def test_the_cause_is_the_first_of_statement_check():
    rows = spoiled("2021", credited_interest="3421.75", closing_balance="62361.27")
    found = years(rows)[2021]
    one = calc.run("statement-check", rows[1])
    assert found["cause"] == one["tables"][0]["rows"][0]["cause"] == "other-rate"
    assert found["verdict"] == "different"


def test_no_cause_fits():
    rows = spoiled("2021", credited_interest="9999.99", closing_balance="70000.00")
    found = years(rows)[2021]
    assert calc.run("statement-check", rows[1])["figures"]["verdict"] == "unexplained"
    assert found["cause"] is None and found["verdict"] == "different"


def test_one_line_that_leaves_out_the_interest_on_the_opening():
    """青岛那样的：利息一行没有余额的利息，年末余额里有，账是平的，差额抵消。"""
    alone = year_interest("calendar", 2021, Decimal(0), Decimal("4992.00"))
    found = good(spoiled("2021", credited_interest=str(alone)))
    row = {row["year"]: row for row in found["tables"][0]["rows"]}[2021]
    assert row["cause"] == "interest-scope"
    assert row["interest_difference"] == f"-{row['identity_difference']}"
    assert found["figures"]["closing_difference"] == "0.00"


# 缺年


def test_years_missing_in_between():
    rows = [spoiled("")[0], spoiled("")[2]]
    found = good(rows)
    assert found["figures"]["years_checked"] == 2
    assert found["figures"]["verdict"] == "match"
    assert found["tables"][0]["rows"][1]["carry_difference"] is None
    assert any("2021 年没有账单" in note for note in found["notes"])


def test_a_difference_earns_interest_through_a_missing_year():
    """2020 年末少 100.00，2021 年 6.69% 到分，2022 年 6.12% 到分。"""
    rows = [spoiled("2020", closing_balance="53847.52")[0], spoiled("")[2]]
    assert figures(rows)["closing_difference"] == "-113.22"  # 100 ＋ 6.69 ＋ 6.53


def test_after_a_gap_the_opening_is_needed():
    rows = [spoiled("")[0], spoiled("2022", opening_balance=None)[2]]
    assert "第 2 行的上年末余额" in error(rows)


# 没有公布的利率


OLD = {"year": "2014", "opening_balance": "10000", "credited_amount": "0"}
NEXT = {"year": "2015", "credited_amount": "0", "credited_interest": "308.25"}


def old(**cells) -> list[dict]:
    first = OLD | {"credited_interest": "275.00", "closing_balance": "10275.00"} | cells
    closing = Decimal("10583.25")
    return [first, NEXT | {"closing_balance": str(closing)}]


def test_years_without_a_rate_are_not_checked():
    rows = [*old(), dict(zip(NAMES, ("2016", "10583.25", "0", "879.47", "11462.72")))]
    found = good(rows)
    listed = {row["year"]: row["verdict"] for row in found["tables"][0]["rows"]}
    assert listed == {2014: "not-checked", 2015: "not-checked", 2016: "match"}
    assert found["figures"]["years_checked"] == 1
    assert found["figures"]["verdict"] == "match"
    assert found["figures"]["closing_difference"] == "0.00"
    assert found["tables"][0]["rows"][0]["expected_interest"] is None


def test_no_year_can_be_checked():
    found = figures(old())
    assert (found["verdict"], found["years_checked"]) == (None, 0)
    assert found["first_different_year"] is None


def test_balances_of_unchecked_years_are_still_compared():
    found = figures(old(closing_balance="10375.00"))
    assert (found["verdict"], found["first_different_year"]) == ("different", 2014)
    assert found["closing_difference"] is None  # 2015 年没有利率，100 元滚不过去


def test_typed_rates_are_used():
    rates = "2014 2.75; 2015 3"
    found = figures(old(), rates_percent=rates)
    assert (found["verdict"], found["years_checked"]) == ("match", 2)
    wrong = figures(old(credited_interest="375.00"), rates_percent=rates)
    assert wrong["interest_difference"] == "100.00"
    assert wrong["first_different_year"] == 2014


def test_a_typed_rate_comes_before_the_published_one():
    rows = spoiled("2021", credited_interest="3421.75", closing_balance="62361.27")
    found = good(rows, rates_percent={"2021": "6.04"})
    assert found["tables"][0]["rows"][1]["verdict"] == "match"
    assert any("6.04%，本站收录的公布值是 6.69%" in note for note in found["notes"])


def test_half_a_july_june_year_without_a_rate_is_not_checked():
    rows = [
        dict(zip(NAMES, (str(LAST - 1), "10000", "0", "206.00", "10206.00"))),
        dict(zip(NAMES, (str(LAST), "10206", "0", "150.00", "10356.00"))),
    ]
    found = years(rows, period="july-june")
    assert found[LAST - 1]["verdict"] == "match"  # （2.62% ＋ 1.50%）÷ 2
    assert found[LAST]["verdict"] == "not-checked"


# 填错的


def test_two_rows_at_least_and_sixty_at_most():
    many = [dict(zip(NAMES, (str(year), "1", "1", "0"))) for year in range(1992, 2053)]
    assert "至少要有 2 年" in error(many[:1])
    assert "至少要有 2 年" in error([])
    assert "最多 60 行" in error(many)
    assert len(years(many[:60])) == 60


@pytest.mark.parametrize("name", ["year", "credited_amount", "credited_interest"])
def test_what_every_row_needs(name):
    rows = spoiled("")
    del rows[1][name]
    assert "第 2 行的" in error(rows)


def test_the_first_opening_is_needed():
    assert "第 1 行的上年末余额：请填写" in error(spoiled("2020", opening_balance=None))


def test_a_year_twice():
    assert "2021 年写了不止一次" in error([*spoiled(""), spoiled("")[1]])


def test_an_opening_left_out_after_a_closing_left_out():
    rows = spoiled("2020", closing_balance=None)
    rows[1]["opening_balance"] = None
    assert "2020 年没有本年末余额" in error(rows)


# 400 条随机的账，一年有一处错


@pytest.mark.parametrize("seed", range(400))
def test_a_random_chain_with_one_wrong_year(seed):
    chain = Chain(seed)
    kind = chain.dice.choice(["interest", "closing", "carry"])
    wrong = chain.dice.choice([*chain.span][kind == "carry" :])
    by = chain.money(10, 900) * chain.dice.choice([1, -1])
    rows = chain.rows(wrong, kind, by)
    chain.dice.shuffle(rows)
    found = figures(rows, period=chain.period)
    assert found["verdict"] == "different"
    assert found["first_different_year"] == wrong
    assert found["years_checked"] == len(chain.span)
    assert Decimal(found["interest_difference"]) == (by if kind == "interest" else 0)
    assert Decimal(found["closing_difference"]) == chain.grown(wrong, kind, by)
    right, last = chain.rows()[-1], max(rows, key=lambda row: row["year"])
    apart = Decimal(last["closing_balance"]) - Decimal(right["closing_balance"])
    assert abs(Decimal(found["closing_difference"]) - apart) <= FEN * len(chain.span)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_chain_without_a_mistake(seed):
    chain = Chain(seed)
    found = figures(chain.rows(), period=chain.period)
    assert found["verdict"] == "match"
    assert found["closing_difference"] == found["interest_difference"] == "0.00"
