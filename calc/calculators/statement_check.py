"""账单对账：账单上印的数对不对，不对时可能是什么原因。"""

from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.interest_inputs import PERIODS, RATE_INPUTS, check_next_rate, check_rates
from calc.kinds import Choice, Money, MonthSet, Whole
from calc.parameters import parameter
from calc.rules.interest import (
    in_fen,
    in_yuan,
)
from calc.rules.rates import (
    YearRate,
    period_rates,
)
from calc.rules.statement.arithmetic import Printed, Statement
from calc.rules.statement.facts import Fact
from calc.rules.statement.verdict import is_line_alone, judge
from calc.words.doubts import small_balance
from calc.words.interest import (
    INFERRED,
    INFERRED_NOTE,
    METHOD,
    fen_text,
    interest_steps,
    product_step,
    rate_notes,
    rate_sources,
    rounding_note,
    yuan_text,
)
from calc.words.statement import CAUSES, advice, explain

LAW = "social-insurance-law"
VERDICTS = (
    ("match", "对得上，一分不差"),
    ("rounding", "对得上，只有取整的差别"),
    ("explained", "与应得的不同，找到了可能的原因"),
    ("unexplained", "有数对不上，没有找到原因"),
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    check_next_rate(values.period, values.next_rate_percent, problems)
    if not problems.has("period", "year"):
        rates = rates_of(values)
        check_rates(rates, len(rates), problems)


def rates_of(values: SimpleNamespace) -> list[YearRate]:
    typed = values.rate_percent, values.next_rate_percent
    return period_rates(values.period, values.year, *typed)


def statement_of(values: SimpleNamespace) -> Statement:
    closing = values.closing_balance
    printed = Printed(
        in_fen(values.opening_balance),
        in_fen(values.credited_amount),
        in_fen(values.credited_interest),
        None if closing is None else in_fen(closing),
    )
    rates = [rate.known_value for rate in rates_of(values)]
    shown = values.interest_scope != "contributions"
    return Statement(values.period, values.year, rates, values.months, printed, shown)


def compute(values: SimpleNamespace) -> Result:
    s = statement_of(values)
    verdict, found = judge(s)
    kept, implied = s.way.hidden(s.opening), s.printed.implied_closing
    full = implied + kept if is_line_alone(s, found) else None
    amounts = {
        "expected_interest": s.expected,
        "interest_difference": s.interest - s.expected,
        "identity_difference": s.printed.gap,
        "implied_closing": implied,
        "full_closing": full,
    }
    figures = {name: fen if fen is None else in_yuan(fen) for name, fen in amounts.items()}
    tables = {"explanations": [row_of(s, fact) for fact in found]}
    notes = advice(s, verdict, found) + notes_on(s, rates_of(values), full is not None)
    return Result(
        {"verdict": verdict, **figures},
        steps(s, full),
        notes,
        tables,
        sources(s, rates_of(values), found),
        small_balance("上年末累计储存额", values.opening_balance, values.credited_amount),
    )


def row_of(s: Statement, fact: Fact) -> dict:
    return {
        "cause": fact.cause,
        "text": explain(s, fact.detail),
        "expected_interest": in_yuan(fact.expected),
        "difference": in_yuan(fact.difference),
    }


def steps(s: Statement, full: int | None) -> list[Step]:
    interest = "当年记账利息" if s.shown else "当年记账额的利息"
    return [
        *closing_steps(s, full),
        product_step(s.account),
        *interest_steps(s.account, "total"),
        Step(
            "账单与应得的差",
            f"账单上的利息 − {interest}",
            f"{fen_text(s.interest)} − {fen_text(s.expected)}",
            yuan_text(s.interest - s.expected),
            METHOD,
        ),
    ]


def closing_steps(s: Statement, full: int | None) -> list[Step]:
    """几个数加起来的年末余额；利息只印当年缴费的，再加上余额的利息。"""
    implied = s.printed.implied_closing
    on_paper = "" if s.closing is None else f"；账单上是 {fen_text(s.closing)}"
    sums = " ＋ ".join(map(fen_text, (s.opening, s.amount, s.interest)))
    found = [
        Step(
            "几个数加起来的年末余额",
            "上年末累计储存额 ＋ 当年记账金额 ＋ 账单上的利息",
            sums + on_paper,
            yuan_text(implied),
            METHOD,
        )
    ]
    if full is not None:
        step = Step(
            "加上余额利息后的年末余额",
            "几个数加起来的年末余额 ＋ 上年末储存额的利息",
            f"{fen_text(implied)} ＋ {fen_text(full - implied)}{on_paper}",
            yuan_text(full),
            METHOD,
        )
        found.append(step)
    return found


def notes_on(s: Statement, rates: list[YearRate], alone: bool) -> list[str]:
    found = [
        rounding_note(s.line),
        *[INFERRED_NOTE] * (s.period == "july-june"),
        *rate_notes(rates),
    ]
    kept = s.way.hidden(s.opening)
    if alone and kept and s.printed.gap == kept:
        found.insert(
            0,
            f"年末余额减三项之和是 {yuan_text(kept)}，正好等于上年末余额的利息："
            "账单上的利息只有当年缴费的那一部分。",
        )
    return found


def sources(s: Statement, rates: list[YearRate], found: list[Fact]) -> list[str]:
    basis = [METHOD, *[INFERRED] * (s.period == "july-june"), *rate_sources(rates), LAW]
    if {"other-rate", "other-period"} & {fact.cause for fact in found}:
        basis += [key for value in parameter("crediting_rate").values for key in value.sources]
    return basis


CALCULATOR = Calculator(
    id="statement-check",
    title="账单对账",
    answers="权益记录单上的利息和余额对不对：一分不差、只差取整，还是另有原因，原因是什么。",
    limits=(
        (
            "只凭一年的几个数，有些原因分不开：少缴几个月、年中变了缴费、记账晚了，"
            "可以得出同样的利息；利息没有含上年末余额的那一部分，也可能像是用了较低的利率。"
        ),
        (
            "一次只试一种原因。当年有补缴、转移、退费、支付的，或者同时有两处不对的，"
            "可能找不到原因，也可能找到一个碰巧对得上的。"
        ),
        "余额和缴费都很少时，几分钱的利息能对上许多种原因，结论不可靠。",
        "缴费金额按平均分到各月推算，不是经办机构的逐月记录。",
        "2016 年以前的利率由各省规定，要自己填写当地公布的数。",
    ),
    inputs=(
        Input(
            "period",
            "结息年度",
            Choice(PERIODS),
            help="看账单上写的起止月份。",
            term="结息年度",
            default="calendar",
        ),
        Input(
            "year",
            "年份",
            Whole(1992, 2100, "年"),
            help="账单是哪一年的；社保年度填开始的那一年。",
            term="结息年度",
            required=True,
        ),
        Input(
            "opening_balance",
            "上年末累计储存额",
            Money(),
            help="账单上“截至上年末”的个人账户累计储存额；社保年度填 6 月 30 日的数。",
            term="个人账户累计储存额",
            required=True,
        ),
        Input(
            "credited_amount",
            "当年记账金额",
            Money(),
            help="账单上当年记入个人账户的本金，不是缴费基数。",
            term="当年记账金额",
            required=True,
        ),
        Input(
            "credited_interest",
            "当年记账利息",
            Money(),
            help="账单上的利息。分两行印的，填两行之和。",
            term="当年记账利息",
            required=True,
        ),
        Input(
            "closing_balance",
            "本年末累计储存额",
            Money(),
            help="账单上“至本年末”的累计储存额；没有印就不填。",
            term="个人账户累计储存额",
        ),
        Input(
            "months",
            "缴费的月份",
            MonthSet(),
            help="知道哪些月没有缴费的，只选缴了的；不知道就全选。",
            term="记账月份",
        ),
        Input(
            "interest_scope",
            "账单上的利息包括什么",
            Choice(
                (
                    ("unknown", "不清楚"),
                    ("all", "上年末余额的利息和当年缴费的利息"),
                    ("contributions", "只有当年缴费的利息"),
                )
            ),
            help="有的账单把两种利息分成两行。",
            default="unknown",
            more=True,
        ),
        *RATE_INPUTS,
    ),
    figures=(
        Figure("verdict", "结论", "text", main=True, options=VERDICTS),
        Figure(
            "interest_difference",
            "账单上的利息减应得的",
            main=True,
            help="少了是负数",
            claimed=True,
        ),
        Figure("expected_interest", "应得的利息", main=True, help="按月积数法一次算完再取整"),
        Figure(
            "identity_difference",
            "年末余额减三项之和",
            help="应当是 0；利息只印当年缴费那一部分的，应当等于上年末余额的利息",
        ),
        Figure(
            "implied_closing",
            "几个数加起来的年末余额",
            help="上年末累计储存额、当年记账金额、账单上的利息三项之和",
        ),
        Figure(
            "full_closing",
            "加上余额利息后的年末余额",
            help="利息只印当年缴费那一部分的才有：三项之和 ＋ 上年末余额的利息",
        ),
    ),
    tables=(
        Table(
            "explanations",
            "可能的原因",
            (
                Column("cause", "原因", options=CAUSES),
                Column("text", "说明"),
                Column("expected_interest", "这样算的利息", "yuan"),
                Column("difference", "与账单的差", "yuan"),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
