"""当年记账利息：账单上这一年的利息对不对，按月积数法算到分。"""

from datetime import date
from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, OneOf, Problems, Result, Step, Table
from calc.interest_inputs import (
    FINAL_YEARS,
    PERIODS,
    RATE_INPUTS,
    ROUNDINGS,
    check_months,
    check_next_rate,
    check_rates,
)
from calc.kinds import Choice, Money, MoneyList, MonthSet, Whole
from calc.money import grouped
from calc.months import YearMonth
from calc.parameters import Value
from calc.rules.interest import (
    PeriodInterest,
    each_month,
    in_fen,
    in_yuan,
    interest_months,
    month_order,
    months_through,
    period_months,
    rates_needed,
)
from calc.rules.rates import (
    YearRate,
    account_share,
    credited_from_base,
    period_rates,
)
from calc.words.doubts import small_balance
from calc.words.interest import (
    INFERRED,
    INFERRED_NOTE,
    METHOD,
    NO_FINAL_YEAR_RULE,
    amount_text,
    base_problem,
    fen_text,
    final_year_note,
    interest_steps,
    monthly_amount_step,
    monthly_amounts_step,
    product_step,
    rate_notes,
    rate_sources,
    rounding_note,
    share_notes,
    yuan_text,
)

SHARE_BASIS = "guofa-2005-38"
AMOUNTS = ("annual_base", "monthly_base", "annual_amount", "monthly_amount", "monthly_amounts")


def check(values: SimpleNamespace, problems: Problems) -> None:
    check_next_rate(values.period, values.next_rate_percent, problems)
    if not problems.has("year"):
        check_base_year(values, problems)
    if problems.has("period"):
        return
    if not problems.has("year"):
        check_rates(rates_of(values), needed(values), problems)
    if not problems.has("months", "through_month", "monthly_amounts"):
        check_months(
            values.period, values.through_month, values.months, values.monthly_amounts, problems
        )


def check_base_year(values: SimpleNamespace, problems: Problems) -> None:
    for name in ("annual_base", "monthly_base"):
        if getattr(values, name) is not None and (problem := base_problem(values.year)):
            problems.add(name, problem)


def rates_of(values: SimpleNamespace) -> list[YearRate]:
    typed = values.rate_percent, values.next_rate_percent
    return period_rates(values.period, values.year, *typed)


def last_month(values: SimpleNamespace) -> int:
    return months_through(values.period, values.through_month)


def needed(values: SimpleNamespace) -> int:
    """用到几个利率。"""
    return rates_needed(values.period, last_month(values), values.final_year)


def account_of(values: SimpleNamespace) -> PeriodInterest:
    last = last_month(values)
    order = month_order(values.period)
    paid = [order.index(month) for month in values.months or order[:last]]
    amounts, shares = credited(values, paid)
    return PeriodInterest(
        in_fen(values.opening_balance),
        amounts,
        [rate.value for rate in rates_of(values)],
        interest_months(values.final_year, last),
        shares,
    )


def share_of(values: SimpleNamespace) -> Value:
    """那一年的记账比例。"""
    found = account_share(date(values.year, 1, 1))
    assert found is not None
    return found


def credited(values: SimpleNamespace, paid: list[int]) -> tuple[list[int], int]:
    """各月的记账额，和它以几分之一分计；全年的数平均分到有缴费的月份。"""
    if values.monthly_amounts is not None:
        return list(map(in_fen, values.monthly_amounts)), 1
    if values.monthly_amount is not None:
        return each_month(in_fen(values.monthly_amount), paid), 1
    if values.annual_amount is not None:
        return each_month(in_fen(values.annual_amount), paid), len(paid)
    share = share_of(values).value
    if values.monthly_base is not None:
        return each_month(credited_from_base(values.monthly_base, share), paid), 1
    return each_month(credited_from_base(values.annual_base, share), paid), len(paid)


def compute(values: SimpleNamespace) -> Result:
    account = account_of(values)
    figures = figures_of(account, values.rounding)
    steps = [
        credited_step(values, account),
        product_step(account),
        *interest_steps(account, values.rounding),
        closing_step(account.opening, figures),
    ]
    amounts = {name: in_yuan(fen) for name, fen in figures.items()}
    tables = {"months": month_rows(values, account)}
    small = small_balance(
        "上年末累计储存额", values.opening_balance, in_yuan(account.credited_amount)
    )
    return Result(amounts, steps, notes(values, account), tables, sources(values), small)


def figures_of(account: PeriodInterest, rounding: str) -> dict[str, int]:
    """结果里的数（分）。"""
    interest = account.interest(rounding)
    return {
        "credited_amount": account.credited_amount,
        "month_product": account.month_product,
        "opening_interest": account.opening_interest,
        "contribution_interest": account.contribution_interest,
        "credited_interest": interest,
        "closing_balance": account.opening + account.credited_amount + interest,
    }


def closing_step(opening: int, figures: dict[str, int]) -> Step:
    parts = opening, figures["credited_amount"], figures["credited_interest"]
    return Step(
        "本年末累计储存额",
        "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息",
        " ＋ ".join(map(fen_text, parts)),
        yuan_text(figures["closing_balance"]),
        METHOD,
    )


def credited_step(values: SimpleNamespace, account: PeriodInterest) -> Step:
    if values.monthly_amount is not None:
        return monthly_amount_step(account)
    if values.monthly_amounts is not None:
        return monthly_amounts_step(account)
    label, value = "当年记账金额", yuan_text(account.credited_amount)
    if values.annual_amount is not None:
        return Step(label, "全年记入的本金", grouped(values.annual_amount), value, METHOD)
    share = f"{share_of(values).value}%"
    if values.annual_base is not None:
        numbers = f"{grouped(values.annual_base)} × {share}"
        return Step(label, "年缴费基数 × 记账比例", numbers, value, SHARE_BASIS)
    each, paid = max(account.amounts), sum(amount > 0 for amount in account.amounts)
    numbers = f"{grouped(values.monthly_base)} × {share} ＝ {amount_text(account, each)}"
    formula = "月缴费基数 × 记账比例 × 缴费月数"
    return Step(label, formula, f"{numbers}，× {paid} 个月", value, SHARE_BASIS)


def month_rows(values: SimpleNamespace, account: PeriodInterest) -> list[dict]:
    months = period_months(values.period, values.year)
    return [
        {
            "month": f"{year}-{month:02d}",
            "credited_amount": in_yuan(account.whole_fen(amount)),
            "weight": account.weight(position),
            "product": in_yuan(account.whole_fen(amount * account.weight(position))),
            "interest": in_yuan(account.fen(total)),
        }
        for position, ((year, month), amount, total) in enumerate(
            zip(months, account.amounts, account.month_totals())
        )
    ]


def notes(values: SimpleNamespace, account: PeriodInterest) -> list[str]:
    found = [rounding_note(account), *base_notes(values, account)]
    if values.period == "july-june":
        found.append(INFERRED_NOTE)
    if values.through_month is not None:
        found.append(through_note(values, account))
    return found + rate_notes(rates_of(values)[: needed(values)])


def base_notes(values: SimpleNamespace, account: PeriodInterest) -> list[str]:
    """由缴费基数推出的，有的月份当地的记账比例可能不同。"""
    if values.annual_base is None and values.monthly_base is None:
        return []
    months = zip(period_months(values.period, values.year), account.amounts)
    paid = [YearMonth(*month) for month, amount in months if amount]
    return share_notes([(month, month) for month in paid])


def through_note(values: SimpleNamespace, account: PeriodInterest) -> str:
    """三种计息各得多少；第二个利率还没有的，算不出来。"""
    if None in account.rates:
        return f"{NO_FINAL_YEAR_RULE}；这里按你选的方式计算。"
    return final_year_note(account.final_year_interests(last_month(values), values.rounding))


def sources(values: SimpleNamespace) -> list[str]:
    found = [METHOD]
    if values.period == "july-june":
        found.append(INFERRED)
    if values.annual_base is not None or values.monthly_base is not None:
        found += share_of(values).sources
    return found + rate_sources(rates_of(values)[: needed(values)])


CALCULATOR = Calculator(
    id="annual-interest",
    title="当年记账利息",
    answers=(
        "账单上这一年的利息对不对：用上年末余额、当年缴费和记账利率，按月积数法算到分，"
        "并列出每一步。"
    ),
    limits=(
        "只算一个年度；多年滚存要逐年接着算。",
        "不含补缴、转移、清退等当年发生的调整。",
        "2016 年以前的利率由各省规定，需要自己填写当地公布的数。",
    ),
    inputs=(
        Input(
            "opening_balance",
            "上年末累计储存额",
            Money(),
            help=(
                "账单上“截至上年末”的个人账户累计储存额；7 月至次年 6 月的年度，填 6 月 30 日的数。"
            ),
            term="个人账户累计储存额",
            required=True,
        ),
        Input(
            "period",
            "结息年度",
            Choice(PERIODS),
            help="各地、各年不一样；看账单上写的起止月份。",
            term="结息年度",
            default="calendar",
        ),
        Input(
            "year",
            "年份",
            Whole(1992, 2100, "年"),
            help="社保年度填开始的那一年。",
            term="结息年度",
            required=True,
        ),
        Input(
            "annual_base",
            "年缴费基数",
            Money(),
            help="十二个月的缴费基数之和，不是缴的钱。",
            term="缴费基数",
        ),
        Input(
            "monthly_base",
            "月缴费基数",
            Money(yearly_from=50_000),
            help="每月的缴费基数，记入账户的是它的一个固定比例。",
            term="缴费基数",
        ),
        Input(
            "annual_amount",
            "全年记账金额",
            Money(),
            help="账单上的“当年记账金额”，平均分到缴费的月份。",
            term="当年记账金额",
        ),
        Input(
            "monthly_amount",
            "每月记账金额",
            Money(yearly_from=5_000),
            help="每月记入个人账户的本金。",
            term="当年记账金额",
        ),
        Input(
            "monthly_amounts",
            "各月记账金额",
            MoneyList(each=Money(yearly_from=5_000)),
            help="每个月不一样时，逐月填写；没有缴费的月份填 0。",
            term="当年记账金额",
        ),
        Input(
            "months",
            "缴费的月份",
            MonthSet(),
            help="中间断过、年中才参加的，只选有缴费的月份。",
            term="记账月份",
            unless="monthly_amounts",
        ),
        *RATE_INPUTS,
        Input(
            "through_month",
            "计息到几月",
            Whole(1, 12, "月"),
            help="当年退休、终止的，填最后一个计息的月份；一般不填。",
            term="终止当年的计息",
            more=True,
        ),
        Input(
            "final_year",
            "终止当年怎样计息",
            Choice(FINAL_YEARS),
            help="填了上一项才用得上。没有查到统一规定。",
            default="to-month",
            more=True,
        ),
        Input(
            "rounding",
            "怎样取整",
            Choice(ROUNDINGS),
            help="全国没有统一规定，与账单差一分时可以换一种看看。",
            default="total",
            more=True,
        ),
    ),
    one_of=(OneOf("你手上有哪个数？", AMOUNTS),),
    figures=(
        Figure("credited_interest", "当年记账利息", main=True),
        Figure("closing_balance", "本年末累计储存额", main=True),
        Figure("credited_amount", "当年记账金额", help="当年记入个人账户的本金"),
        Figure("opening_interest", "其中：上年末储存额的利息"),
        Figure("contribution_interest", "其中：当年记账额的利息"),
        Figure(
            "month_product", "当年记账月积数", unit="product", help="各月记账额乘以计息月数之和"
        ),
    ),
    tables=(
        Table(
            "months",
            "逐月明细",
            (
                Column("month", "月份"),
                Column("credited_amount", "记账金额", "yuan"),
                Column("weight", "计息月数", "months"),
                Column("product", "月积数", "yuan"),
                Column("interest", "该月利息", "yuan"),
            ),
        ),
    ),
    check=check,
    compute=compute,
)
