"""历年滚存：从开始记账到某个月，一年一年算下来。

每年都是当年记账利息的月积数法，利息到分后记入余额，次年起一起计息；依据同 :mod:`calc.calculators.annual_interest`。
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import SimpleNamespace

from calc.calculators.annual_interest import (
    FINAL_YEARS,
    METHOD,
    ROUNDINGS,
    PeriodAccount,
    base_problem,
    interest_months,
    interest_steps,
    product_step,
)
from calc.declaration import Calculator, Chart, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Cell, Choice, Money, Month, Percent, Rows, Whole
from calc.money import FEN, grouped, percent, to_fen
from calc.months import YearMonth
from calc.parameters import Value, parameter

LONGEST = 80
ZERO = Decimal("0.00")


@cache
def published(year: int) -> Value | None:
    """这一年公布的记账利率。"""
    return parameter("crediting_rate").at(date(year, 1, 1))


def years_text(years: list[int]) -> str:
    """``2000–2015、2026 年``：连着三年以上的只写头尾。"""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts = (f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
    return "、".join(texts) + " 年"


def history_years(values: SimpleNamespace) -> range:
    """逐年计算的年份：期初余额的次年，没有写就从第一段缴费那年起。"""
    if values.opening_year is not None:
        return range(values.opening_year + 1, values.until.year + 1)
    return range(min(row.start.year for row in segments(values)), values.until.year + 1)


def segments(values: SimpleNamespace) -> list[SimpleNamespace]:
    """各段的起止月份和每月记账额或月缴费基数。"""
    return [
        SimpleNamespace(start=getattr(row, "from"), end=row.to, amount=row.monthly_amount, base=row.monthly_base)
        for row in values.segments or ()
    ]


def typed_rates(values: SimpleNamespace) -> dict[int, Decimal]:
    return {row.year: row.rate_percent for row in values.rates_percent or ()}


def check(values: SimpleNamespace, problems: Problems) -> None:
    if not problems.has("rates_percent"):
        check_typed_rates(values, problems)
    if problems.has("segments", "until", "opening_year"):
        return
    numbered = enumerate(segments(values), 1)
    wrong = [f"第 {number} 行：{text}" for number, row in numbered for text in segment_problems(row, values)]
    if not values.segments and values.opening_year is None:
        wrong = ["请填写缴费的时间段；以后没有再缴费的，请填写期初余额是哪一年末的"]
    if wrong:
        problems.add("segments", "；".join(wrong))
    else:
        check_years(values, problems)


def check_typed_rates(values: SimpleNamespace, problems: Problems) -> None:
    rows = values.rates_percent or ()
    blank = [number for number, row in enumerate(rows, 1) if None in (row.year, row.rate_percent)]
    wrong = [f"第 {number} 行要有年份和利率，如 2015 4.25" for number in blank]
    years = [row.year for row in rows if row.year is not None]
    wrong += [f"{year} 年写了不止一次" for year in sorted(set(years)) if years.count(year) > 1]
    if wrong:
        problems.add("rates_percent", "；".join(wrong))


def segment_problems(row: SimpleNamespace, values: SimpleNamespace) -> Iterator[str]:
    if row.start is None or row.end is None:
        yield "要有起、止两个月份"
    elif row.start > row.end:
        yield f"{row.start} 在 {row.end} 之后"
    elif row.end > values.until:
        yield f"到 {row.end}，晚于算到的月份 {values.until}"
    elif values.opening_year is not None and row.start.year <= values.opening_year:
        yield f"从 {row.start} 起，期初余额里已经有 {values.opening_year} 年和以前的缴费"
    if (row.amount is None) == (row.base is None):
        yield "每月记账额和月缴费基数恰好填一个，另一格空着"
    elif row.base is not None and row.start is not None and base_problem(row.start.year):
        yield base_problem(row.start.year)


def check_years(values: SimpleNamespace, problems: Problems) -> None:
    years = history_years(values)
    if not years:
        problems.add("until", f"期初余额是 {values.opening_year} 年末的，只能算到它以后的月份")
    elif len(years) > LONGEST:
        problems.add("until", f"最多算 {LONGEST} 年，{years[0]} 年到 {years[-1]} 年有 {len(years)} 年")
    elif not problems.has("rates_percent", "default_rate_percent") and values.default_rate_percent is None:
        typed = typed_rates(values)
        missing = [year for year in years if year not in typed and published(year) is None]
        if missing:
            problems.add("rates_percent", missing_rates(missing))


def missing_rates(years: list[int]) -> str:
    known = [value.start.year for value in parameter("crediting_rate").values]
    return (
        f"{years_text(years)}的记账利率没有收录（已收录 {known[0]}–{known[-1]} 年，更早的由各省规定）；"
        f"请在这里填写当地公布的利率，如 {years[0]} 4.25，或者填写“没有利率的年份用”"
    )


def base_amounts(base: Decimal) -> list[tuple[YearMonth, YearMonth, Decimal, Decimal]]:
    """月缴费基数每月记入多少（到分），按记账比例的有效期：起、止月份、比例、金额。"""
    return [
        (
            YearMonth(value.start.year, value.start.month),
            YearMonth(value.end.year, value.end.month) if value.end else YearMonth(9999, 12),
            value.value,
            to_fen(Fraction(base) * percent(value.value)),
        )
        for value in parameter("account_contribution_rate").values
    ]


def fen(amount: Decimal) -> int:
    """以分计的整数；``amount`` 是到分的元。"""
    return int(amount.scaleb(2))


def yuan(amount: int) -> Decimal:
    return amount * FEN


def deposits(values: SimpleNamespace, years: range) -> list[int]:
    """各月记入的本金（分），从第一年 1 月到最后一年 12 月。"""
    amounts = [0] * (12 * len(years))
    january = YearMonth(years[0], 1)
    for row in segments(values):
        pieces = [(row.start, row.end, None, row.amount)] if row.base is None else base_amounts(row.base)
        for start, end, _, amount in pieces:
            each = fen(amount)
            for place in range(max(start, row.start).since(january), min(end, row.end).since(january) + 1):
                amounts[place] += each
    return amounts


class History:
    """逐年滚存。``rates`` 是各年的利率，``rows`` 是逐年的表。"""

    def __init__(self, values: SimpleNamespace):
        self.values, self.years = values, history_years(values)
        typed = typed_rates(values)
        self.rates = {year: self.rate(year, typed) for year in self.years}
        self.amounts = deposits(values, self.years)
        self.rows: list[dict] = []
        balance, principal, interest = values.opening_balance, values.opening_balance, ZERO
        for year in self.years:
            row = self.row(year, balance)
            principal, interest = principal + row["credited_amount"], interest + row["credited_interest"]
            balance = row["closing_balance"]
            self.rows.append(row | {"cumulative_principal": principal, "cumulative_interest": interest})

    def rate(self, year: int, typed: dict[int, Decimal]) -> Decimal:
        if year in typed:
            return typed[year]
        return published(year).value if published(year) else self.values.default_rate_percent

    def account(self, year: int, opening: Decimal, final_year: str) -> PeriodAccount:
        """一年的账户，金额以分计。"""
        place = 12 * (year - self.years[0])
        last = self.values.until.month if year == self.years[-1] else 12
        months = interest_months(final_year, last)
        return PeriodAccount(fen(opening), self.amounts[place : place + 12], [self.rates[year]] * 12, *months, unit=100)

    def row(self, year: int, opening: Decimal) -> dict:
        account = self.account(year, opening, self.values.final_year)
        items = account.opening_interest(), account.contribution_interest()
        credited, interest = yuan(sum(account.amounts)), account.interest(self.values.rounding, items)
        return {
            "year": year,
            "opening_balance": opening,
            "credited_amount": credited,
            "rate_percent": self.rates[year],
            "opening_interest": to_fen(items[0]),
            "contribution_interest": to_fen(items[1]),
            "credited_interest": interest,
            "closing_balance": opening + credited + interest,
        }


def compute(values: SimpleNamespace) -> Result:
    history = History(values)
    last = history.rows[-1]
    figures = {
        "total_contributions": last["cumulative_principal"] - values.opening_balance,
        "total_interest": last["cumulative_interest"],
        "closing_balance": last["closing_balance"],
    }
    explained = dict.fromkeys((0, len(history.rows) - 1))
    steps = [
        *base_steps(values),
        *(step for place in explained for step in year_steps(history, history.rows[place])),
        *total_steps(history, figures),
    ]
    notes, sources = notes_and_sources(history)
    return Result(figures, steps, notes, {"years": history.rows}, sources)


def base_steps(values: SimpleNamespace) -> list[Step]:
    """由缴费基数推出每月记账额；段数多时只写头三个。"""
    rows = [row for row in segments(values) if row.base is not None][:3]
    found = [
        (f"{grouped(row.base)} × {rate}%", f"{grouped(each)} 元")
        for row in rows
        for start, end, rate, each in base_amounts(row.base)
        if max(start, row.start) <= min(end, row.end)
    ]
    label = "由缴费基数算每月记账额"
    return [Step(label, "月缴费基数 × 记账比例，到分", numbers, value, "guofa-2005-38") for numbers, value in dict.fromkeys(found)]


def year_steps(history: History, row: dict) -> list[Step]:
    """一年的计算，与当年记账利息的步骤相同。"""
    account = history.account(row["year"], row["opening_balance"], history.values.final_year)
    account.opening, *account.amounts = (Fraction(amount, 100) for amount in (account.opening, *account.amounts))
    account.unit = 1
    shown = row | {"month_product": to_fen(account.month_product())}
    closing = Step(
        "年末累计储存额",
        "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息",
        " ＋ ".join(grouped(row[name]) for name in ("opening_balance", "credited_amount", "credited_interest")),
        f"{grouped(row['closing_balance'])} 元",
        METHOD,
    )
    how = SimpleNamespace(period="calendar", rounding=history.values.rounding)
    steps = [product_step(account, shown), *interest_steps(how, account, shown), closing]
    return [Step(**{**step.__dict__, "label": f"{row['year']} 年：{step.label}"}) for step in steps]


def total_steps(history: History, figures: dict) -> list[Step]:
    amounts = history.values.opening_balance, *figures.values()
    opening, paid, interest, closing = map(grouped, amounts)
    sums = f"{years_text(list(history.years))}，见逐年的表"
    return [
        Step("记账金额合计", "各年当年记账金额相加", sums, f"{paid} 元", METHOD),
        Step("记账利息合计", "各年当年记账利息相加", sums, f"{interest} 元", METHOD),
        Step(
            f"{history.values.until.chinese}累计储存额",
            "期初余额 ＋ 记账金额合计 ＋ 记账利息合计",
            f"{opening} ＋ {paid} ＋ {interest}",
            f"{closing} 元",
            METHOD,
        ),
    ]


def notes_and_sources(history: History) -> tuple[list[str], list[str]]:
    values, sources = history.values, [METHOD]
    typed = typed_rates(values)
    used = {year: published(year) for year in history.years if year not in typed and published(year)}
    for value in used.values():
        sources += value.sources
    if any(row.base is not None for row in segments(values)):
        sources.append("guofa-2005-38")
    notes = [final_year_note(history)] if values.until.month < 12 else []
    notes += rate_notes(history, typed, used)
    notes.append("怎样取整没有查到全国统一的规定。换一种取整，每年的利息可能差几分，多年下来会多差一些。")
    return notes, sources


def rate_notes(history: History, typed: dict[int, Decimal], used: dict[int, Value]) -> list[str]:
    """哪些年的利率是读者填的、与公布的不同、没有用到、没有见到通知或有不同说法。"""
    default = history.values.default_rate_percent
    known = [year for year in typed if year in history.rates and published(year)]
    changed = [year for year in sorted(known) if published(year).value != typed[year]]
    groups = (
        ([year for year in history.years if year not in typed and year not in used], f"按你填写的 {default}% 算，不是公布的利率。"),
        ([year for year in typed if year in history.rates and not published(year)], "的利率由你填写，本站没有核对。"),
        ([year for year in typed if year not in history.rates], "的利率没有用到，这一次不算这些年份。"),
        ([year for year, value in used.items() if not value.published], "的利率据转引，公布通知的文号和日期没有查到。"),
        ([year for year, value in used.items() if value.disputed], "的利率有不同说法，见“记账利率”一页。"),
    )
    notes = [f"你填写的 {year} 年利率是 {typed[year]}%，本站收录的公布值是 {published(year).value}%。" for year in changed]
    return notes + [f"{years_text(years)}{text}" for years, text in groups if years]


def final_year_note(history: History) -> str:
    values, last = history.values, history.rows[-1]
    shown = []
    for way, label in FINAL_YEARS.items():
        interest = history.account(last["year"], last["opening_balance"], way).interest(values.rounding)
        shown.append(f"{label}，{last['year']} 年利息 {grouped(interest)} 元")
    return f"算到 {values.until.chinese}，不满一年。退休、死亡等终止当年怎样计息，没有查到统一规定。{'；'.join(shown)}。"


CALCULATOR = Calculator(
    id="account-history",
    title="历年滚存",
    answers="从开始缴费到某个月，个人账户一共有多少钱：每年的缴费、利率、利息和年末余额逐年列出，本金和利息分开。",
    limits=(
        "只按自然年度计息；曾按 7 月至次年 6 月结息的年份，与账单会有出入。",
        "不含补缴、转移、清退、多缴退还等调整。",
        "2016 年以前的利率由各省规定，需要自己填写当地公布的数。",
        "未来年份的利率谁也不知道，用假设的利率算出来的只是推算。",
    ),
    inputs=(
        Input(
            "segments",
            "缴费的时间段",
            Rows(
                (
                    Cell("from", "起", Month()),
                    Cell("to", "止", Month()),
                    Cell("monthly_amount", "每月记账额", Money()),
                    Cell("monthly_base", "月缴费基数", Money()),
                ),
                example="2016-01 2018-12 800; 2019-04 2020-12 - 12000",
                most=240,
            ),
            help="一段一行，写起止月份，再写每月记入账户的钱或月缴费基数，二选一。中间断过的分成两段；重叠的会加在一起。",
            term="缴费记录",
        ),
        Input(
            "until",
            "算到哪个月",
            Month(),
            help="最后一个计息的月份，如退休前一个月，或某年 12 月。",
            term="计息截止月份",
            required=True,
        ),
        Input(
            "opening_balance",
            "期初余额",
            Money(),
            help="第一段缴费之前，账户里已有的钱；从头算起的填 0。",
            term="个人账户累计储存额",
            default="0",
        ),
        Input(
            "default_rate_percent",
            "没有利率的年份用",
            Percent(),
            help="没有公布利率的年份（2016 年以前、还没有公布的、未来的）都按它算，只是假设。",
            term="个人账户记账利率",
        ),
        Input(
            "opening_year",
            "期初余额是哪一年末的",
            Whole(1979, 2100, "年"),
            help="不填就当作第一段缴费的上一年末；隔了几年没有缴费的，请填写。",
            term="截至年末",
            more=True,
        ),
        Input(
            "rates_percent",
            "各年的记账利率",
            Rows(
                (Cell("year", "年份", Whole(1980, 2100, "年")), Cell("rate_percent", "利率", Percent())),
                example="2014 4.25; 2015 2.75",
                most=LONGEST * 2,
            ),
            help="不填就用全国公布的利率；填了以你填的为准，2016 年以前请填当地公布的数。",
            term="个人账户记账利率",
            more=True,
        ),
        Input(
            "final_year",
            "最后一年怎样计息",
            Choice(tuple(FINAL_YEARS.items())),
            help="算到 12 月的用不上。没有查到统一规定。",
            default="to-month",
            more=True,
        ),
        Input(
            "rounding",
            "每年的利息怎样取整",
            Choice(tuple(ROUNDINGS.items())),
            help="全国没有统一规定。",
            default="total",
            more=True,
        ),
    ),
    figures=(
        Figure("closing_balance", "累计储存额", main=True, help="算到的那个月"),
        Figure("total_contributions", "记账金额合计", main=True, help="不含期初余额"),
        Figure("total_interest", "记账利息合计", main=True),
    ),
    tables=(
        Table(
            "years",
            "逐年明细",
            (
                Column("year", "年份"),
                Column("credited_amount", "当年记账金额", "yuan"),
                Column("rate_percent", "利率（%）", "percent"),
                Column("credited_interest", "当年记账利息", "yuan"),
                Column("closing_balance", "年末余额", "yuan"),
                Column("opening_balance", "年初余额", "yuan"),
                Column("opening_interest", "余额的利息", "yuan"),
                Column("contribution_interest", "当年缴费的利息", "yuan"),
                Column("cumulative_principal", "累计本金", "yuan"),
                Column("cumulative_interest", "累计利息", "yuan"),
            ),
            chart=Chart("余额里有多少本金、多少利息", "year", ("cumulative_principal", "cumulative_interest")),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
