"""历年对账：许多年的账单一起查，从哪一年起不对，到最后一年差多少。"""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.interest_inputs import PERIODS, RATE_ROWS, check_typed_rates, typed_rates
from calc.kinds import Cell, Choice, Money, Rows, Whole
from calc.rules.interest import in_fen, in_yuan
from calc.rules.rates import YearRate, published_rate
from calc.rules.statement.chain import (
    UNSETTLED,
    ChainYear,
    Row,
    examine,
    in_order,
    year_rates,
    years_used,
)
from calc.words.interest import (
    INFERRED,
    INFERRED_NOTE,
    METHOD,
    UNUSED_RATES,
    about_years,
    changed_notes,
    fen_text,
    interest_steps,
    product_step,
    published_notes,
    rate_sources,
    typed_notes,
    yuan_text,
)
from calc.words.statement import ASK, CAUSES

LAW = "social-insurance-law"
FEWEST, MOST = 2, 60
VERDICTS = (
    ("match", "各年都对得上，一分不差"),
    ("rounding", "各年都对得上，只有取整的差别"),
    ("different", "有的年份对不上"),
)
YEAR_VERDICTS = (
    ("match", "一分不差"),
    ("rounding", "只差取整"),
    ("different", "对不上"),
    ("not-checked", "没有利率，没有查"),
)
NEEDED = ("year", "credited_amount", "credited_interest")
ROWS = Rows(
    (
        Cell("year", "年份", Whole(1992, 2100, "年")),
        Cell("opening_balance", "上年末余额", Money()),
        Cell("credited_amount", "当年记账金额", Money()),
        Cell("credited_interest", "当年记账利息", Money()),
        Cell("closing_balance", "本年末余额", Money()),
    ),
    example="2022 20000 4800 1383.12 26183.12; 2023 - 4800 1142.69 32125.81",
    most=MOST,
)


def cell_label(name: str) -> str:
    return next(cell.label for cell in ROWS.cells if cell.name == name)


def check(values: SimpleNamespace, problems: Problems) -> None:
    if not problems.has("rates_percent"):
        check_typed_rates(values.rates_percent, problems)
    if problems.has("rows"):
        return
    given = values.rows or ()
    wrong = list(row_problems(given))
    if len(given) < FEWEST:
        wrong.append(
            f"再填一年：至少要有 {FEWEST} 年，现在有 {len(given)} 年；只有一年的用“账单对账”"
        )
    if wrong:
        problems.add("rows", "；".join(wrong))


def row_problems(given: tuple[SimpleNamespace, ...]) -> Iterator[str]:
    """每行要有的各格；一年一行；没有上年末余额的，前一行要接得上。"""
    for number, row in enumerate(given, 1):
        for name in NEEDED:
            if getattr(row, name) is None:
                yield f"第 {number} 行的{cell_label(name)}：请填写"
    years = [row.year for row in given if row.year is not None]
    yield from (f"{year} 年写了不止一次" for year in sorted(set(years)) if years.count(year) > 1)
    ends = {row.year: row.closing_balance for row in given}
    for number, row in enumerate(given, 1):
        known = row.opening_balance is not None or row.year is None
        if not known and ends.get(row.year - 1) is None:
            label = cell_label("opening_balance")
            yield f"第 {number} 行的{label}：请填写；{row.year - 1} 年没有本年末余额，接不上"


def rows_of(values: SimpleNamespace) -> list[Row]:
    return in_order(
        Row(
            row.year,
            fen_of(row.opening_balance),
            in_fen(row.credited_amount),
            in_fen(row.credited_interest),
            fen_of(row.closing_balance),
        )
        for row in values.rows
    )


def fen_of(amount: Decimal | None) -> int | None:
    return None if amount is None else in_fen(amount)


def compute(values: SimpleNamespace) -> Result:
    rows, typed = rows_of(values), typed_rates(values.rates_percent)
    rates = {
        year: YearRate(year, typed.get(year), published_rate(year))
        for year in years_used(values.period, rows)
    }
    known = {year: rate.value for year, rate in rates.items() if rate.value is not None}
    years = examine(values.period, rows, known)
    used = used_rates(values.period, years, rates, known)
    unused = about_years(sorted(set(typed) - {rate.year for rate in used}), UNUSED_RATES)
    return Result(
        figures(years),
        steps(years),
        [
            *result_notes(years),
            *gap_notes(values.period, years, known),
            *unchecked_notes(years),
            *[INFERRED_NOTE] * (values.period == "july-june"),
            *changed_notes(used),
            *typed_notes(used),
            *unused,
            *published_notes(used),
        ],
        {"years": [year_row(each, rates_text(values.period, each.year, known)) for each in years]},
        [METHOD, *[INFERRED] * (values.period == "july-june"), *rate_sources(used), LAW],
    )


def used_rates(period: str, years: list[ChainYear], rates: dict, known: dict) -> list[YearRate]:
    """查了利息的各年，和差额滚过的各年用到的利率。"""
    found: dict[int, YearRate] = {}
    checked = {each.year for each in years if each.statement}
    start = next((each.year for each in years if each.total), years[-1].year)
    for year in range(years[0].year, years[-1].year + 1):
        if (year in checked or year > start) and year_rates(period, year, known):
            spans = (year, year + 1) if period == "july-june" else (year,)
            found |= {each: rates[each] for each in spans}
    return list(found.values())


def figures(years: list[ChainYear]) -> dict:
    checked = [each for each in years if each.statement]
    off = next((each.year for each in years if each.is_off), None)
    total = years[-1].total
    return {
        "verdict": verdict(years),
        "first_different_year": off,
        "closing_difference": None if total is None else in_yuan(total),
        "interest_difference": in_yuan(sum(each.interest_difference or 0 for each in checked)),
        "years_checked": len(checked),
    }


def verdict(years: list[ChainYear]) -> str | None:
    """一年也没有查、余额也接得上的，没有结论。"""
    if any(each.is_off for each in years):
        return "different"
    found = {each.verdict for each in years} - {"not-checked"}
    return "rounding" if "rounding" in found else "match" if found else None


def rates_text(period: str, year: int, known: dict[int, Decimal]) -> str | None:
    """这一年用的利率；社保年度前后六个月各一个。"""
    rates = year_rates(period, year, known)
    return "、".join(f"{rate}%" for rate in rates) if rates else None


def year_row(each: ChainYear, rates: str | None) -> dict:
    s, printed = each.statement, each.printed
    fen = {
        "opening_balance": printed.opening,
        "credited_amount": printed.amount,
        "credited_interest": printed.interest,
        "expected_interest": s.expected if s else None,
        "interest_difference": each.interest_difference,
        "closing_balance": printed.closing,
        "identity_difference": printed.gap,
        "carry_difference": each.carry,
        "total_difference": each.total,
    }
    amounts = {name: None if each is None else in_yuan(each) for name, each in fen.items()}
    cause = None if each.cause == UNSETTLED else each.cause
    named = {"year": each.year, "rates": rates, "verdict": each.verdict, "cause": cause}
    return named | amounts


# 步骤


def steps(years: list[ChainYear]) -> list[Step]:
    """一年怎样查：最早对不上的一年，都对得上的是最后一年；再是合计和滚到最后。"""
    checked = [each for each in years if each.statement]
    off = [each for each in checked if each.is_off]
    shown = off[:1] or checked[-1:]
    return [*(step for each in shown for step in year_steps(each)), *total_steps(years)]


def year_steps(each: ChainYear) -> list[Step]:
    s = each.statement
    assert s is not None
    found = [
        product_step(s.account),
        *interest_steps(s.account, "total"),
        Step(
            "账单与应得的差",
            "账单上的利息 − 当年记账利息",
            f"{fen_text(s.interest)} − {fen_text(s.expected)}",
            yuan_text(s.interest - s.expected),
            METHOD,
        ),
    ]
    return [
        Step(f"{each.year} 年：{step.label}", step.formula, step.numbers, step.value, step.source)
        for step in found
    ]


def total_steps(years: list[ChainYear]) -> list[Step]:
    differences = [(each.year, each.interest_difference) for each in years if each.statement]
    own = [f"{fen_text(fen)}（{year} 年）" for year, fen in differences if fen]
    total = sum(fen or 0 for _, fen in differences)
    formula = "查过的各年，账单上的利息 − 应得的，相加"
    numbers = " ＋ ".join(own) or "各年都没有差"
    found = [Step("利息的差合计", formula, numbers, yuan_text(total), METHOD)]
    last = years[-1]
    if last.total is not None:
        formula = (
            "一年接一年：上一年的累计差额 ＋ 年初余额的差，连同当年的利息（到分），"
            "再加当年利息的差和年末余额的差"
        )
        numbers = f"{years[0].year} 年到 {last.year} 年，见逐年的表"
        found.append(Step("到最后一年的差额", formula, numbers, yuan_text(last.total), METHOD))
    return found


# 说明


def result_notes(years: list[ChainYear]) -> list[str]:
    off = next((each for each in years if each.is_off), None)
    if off is None:
        return ["怎样取整没有查到全国统一的规定，一年差一两分的，看作取整的差别。"]
    last = years[-1]
    found = [f"最早对不上的是 {off.year} 年：{differences_text(off)}。"]
    if last.total:
        way = "少" if last.total < 0 else "多"
        amount = yuan_text(abs(last.total))
        found.append(f"各年的差额连同以后各年的利息，到 {last.year} 年末一共{way} {amount}。")
    if last.total == 0:
        found.append(f"各年的差额有多有少，到 {last.year} 年末正好抵消。")
    if any(each.carry for each in years):
        found.append("年初余额与上一年末不同的，可能补缴、转移、退费过，也可能有一张印错或抄错。")
    return [
        *found,
        "先看看有没有抄错。再用“账单对账”单独查这一年，那里会列出各种可能的原因。",
        "这里只是推算。要弄清楚，带着这几年的账单去找参保地的社保经办机构，" + ASK,
    ]


def differences_text(each: ChainYear) -> str:
    """这一年差在哪里、差多少。"""
    amounts = (
        ("利息比应得的", each.interest_difference),
        ("年末余额比前面几个数之和", each.printed.gap),
        ("年初余额比上一年末", each.carry),
    )
    return "；".join(
        f"{what}{'少' if fen < 0 else '多'} {yuan_text(abs(fen))}" for what, fen in amounts if fen
    )


def gap_notes(period: str, years: list[ChainYear], known: dict[int, Decimal]) -> list[str]:
    there = {each.year for each in years}
    gaps = [year for year in range(years[0].year, years[-1].year) if year not in there]
    found = about_years(gaps, "没有账单，前后两年接不接得上没有查。")
    rates = [text for year in gaps if (text := rates_text(period, year, known))]
    if rates and years[-1].total:
        found.append(f"这些年按 {'、'.join(rates)} 给以前的差额算利息。")
    return found


def unchecked_notes(years: list[ChainYear]) -> list[str]:
    found = about_years(
        (each.year for each in years if not each.statement),
        "没有全国公布的利率，利息没有查。填了“各年的记账利率”就能查。",
    )
    if years[-1].total is None:
        found.append("缺利率的年份以前已有差额，滚不过去，所以到最后一年的差额算不出。")
    return found


CALCULATOR = Calculator(
    id="statement-history",
    title="历年对账",
    answers="许多年的账单一起查：哪些年对得上，最早从哪一年起不对，到最后一年多了或少了多少。",
    limits=(
        "缴费金额按平均分到十二个月推算；当年只缴了几个月的，利息会显得多了或少了。",
        "当年有补缴、转移、退费、支付的，会显得对不上。",
        "每年只写一种可能的原因，是最简单的一种；别的原因要用“账单对账”单独查。",
        "2016 年以前的利率由各省规定，要自己填写当地公布的数。",
        "各年只能是同一种结息年度；改过结息年度的，分成两次查。",
    ),
    inputs=(
        Input(
            "rows",
            "各年的账单",
            ROWS,
            help=(
                "一年一行，先后不限，缺几年也行。上年末余额和前一行的本年末余额一样的可以空着；"
                "账单没有印本年末余额的也空着。"
            ),
            term="个人权益记录单",
            required=True,
        ),
        Input(
            "period",
            "结息年度",
            Choice(PERIODS),
            help="看账单上写的起止月份；社保年度的年份填开始的那一年。",
            term="结息年度",
            default="calendar",
        ),
        Input(
            "rates_percent",
            "各年的记账利率",
            RATE_ROWS,
            help="不填就用全国公布的利率；填了以你填的为准，2016 年以前请填当地公布的数。",
            term="个人账户记账利率",
            more=True,
        ),
    ),
    figures=(
        Figure("verdict", "结论", "text", main=True, options=VERDICTS),
        Figure("first_different_year", "最早对不上的年份", "text", main=True),
        Figure(
            "closing_difference",
            "到最后一年末的差额",
            main=True,
            help="最后的余额少了是负数，多了是正数：各年的差额，连同以后各年的利息",
            claimed=True,
        ),
        Figure("interest_difference", "利息的差合计", help="查过的各年，账单上的减应得的"),
        Figure("years_checked", "查了利息的年数", "years"),
    ),
    tables=(
        Table(
            "years",
            "逐年对账",
            (
                Column("year", "年份"),
                Column("verdict", "结论", options=YEAR_VERDICTS),
                Column("credited_interest", "账单利息", "yuan"),
                Column("expected_interest", "应得利息", "yuan"),
                Column("interest_difference", "利息的差", "yuan"),
                Column("cause", "原因", options=CAUSES),
                Column("carry_difference", "年初的差", "yuan"),
                Column("identity_difference", "年末的差", "yuan"),
                Column("total_difference", "累计差额", "yuan"),
                Column("rates", "利率", aside=True),
                Column("opening_balance", "上年末余额", "yuan", aside=True),
                Column("credited_amount", "当年记账金额", "yuan", aside=True),
                Column("closing_balance", "本年末余额", "yuan", aside=True),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
