"""历年滚存：从开始记账到某个月，一年一年算下来，各年都用月积数法。"""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

from calc.declaration import Calculator, Chart, Column, Figure, Input, Problems, Result, Step, Table
from calc.interest_inputs import (
    FINAL_YEARS,
    RATE_ROWS,
    ROUNDINGS,
    check_typed_rates,
    typed_rates,
)
from calc.kinds import Cell, Choice, Money, Month, Percent, Rows, Whole
from calc.money import grouped
from calc.rules.history import (
    HistoryYear,
    Segment,
    credits_of,
    first_year,
    monthly_credits,
    roll_forward,
)
from calc.rules.interest import (
    in_fen,
    in_yuan,
    interest_months,
)
from calc.rules.rates import (
    YearRate,
    published_rate,
    published_years,
)
from calc.words.doubts import small_balance
from calc.words.interest import (
    METHOD,
    UNUSED_RATES,
    about_years,
    base_problem,
    changed_notes,
    fen_text,
    final_year_note,
    interest_steps,
    listed_years,
    product_step,
    published_notes,
    rate_sources,
    share_notes,
    typed_notes,
    yuan_text,
)

SHARE_BASIS = "guofa-2005-38"
LONGEST = 80


def history_years(values: SimpleNamespace) -> range:
    """逐年计算的年份：期初余额的次年，没有写就从第一段缴费那年起。"""
    known = values.opening_year
    start = first_year(segments(values)) if known is None else known + 1
    return range(start, values.until.year + 1)


def segments(values: SimpleNamespace) -> list[Segment]:
    return [
        Segment(getattr(row, "from"), row.to, row.monthly_amount, row.monthly_base)
        for row in values.segments or ()
    ]


# 检查


def check(values: SimpleNamespace, problems: Problems) -> None:
    if not problems.has("rates_percent"):
        check_typed_rates(values.rates_percent, problems)
    check_high_rate(values, problems)
    if problems.has("segments", "until", "opening_year"):
        return
    numbered = enumerate(segments(values), 1)
    wrong = [
        f"第 {number} 行：{text}"
        for number, row in numbered
        for text in segment_problems(row, values)
    ]
    if not values.segments and values.opening_year is None:
        message = "请填写缴费的时间段；以后没有再缴费的，请填写期初余额是哪一年末的"
        problems.add("segments", message, missing=True)
    elif wrong:
        problems.add("segments", "；".join(wrong))
    else:
        check_years(values, problems)


def check_high_rate(values: SimpleNamespace, problems: Problems) -> None:
    name, low = "default_rate_high_percent", values.default_rate_percent
    high = values.default_rate_high_percent
    if high is None or problems.has("default_rate_percent"):
        return
    if low is None:
        message = "填了“最高按多少算”，还要填“没有利率的年份用”，如 2.5"
        problems.add("default_rate_percent", message, missing=True)
    elif high < low:
        problems.add(name, f"应当不低于“没有利率的年份用”的 {low}%")


def segment_problems(row: Segment, values: SimpleNamespace) -> Iterator[str]:
    known = values.opening_year
    if row.start is None or row.end is None:
        yield "要有起、止两个月份"
    elif row.start > row.end:
        yield f"{row.start} 在 {row.end} 之后"
    elif row.end > values.until:
        yield f"到 {row.end}，晚于算到的月份 {values.until}"
    elif known is not None and row.start.year <= known:
        yield f"从 {row.start} 起，期初余额里已经有 {known} 年和以前的缴费"
    if (row.amount is None) == (row.base is None):
        yield "每月记账额和月缴费基数恰好填一个，另一格空着"
    elif row.base is not None and row.start and (problem := base_problem(row.start.year)):
        yield problem


def check_years(values: SimpleNamespace, problems: Problems) -> None:
    years = history_years(values)
    if not years:
        message = f"期初余额是 {values.opening_year} 年末的，只能算到它以后的月份"
        problems.add("until", message)
    elif len(years) > LONGEST:
        counted = f"{years[0]} 年到 {years[-1]} 年有 {len(years)} 年"
        problems.add("until", f"最多算 {LONGEST} 年，{counted}")
    elif not problems.has("rates_percent", "default_rate_percent"):
        missing = assumed_years(rates_of(values))
        if missing and values.default_rate_percent is None:
            name, message = unknown_rates(values.missing_rates, missing)
            problems.add(name, message, missing=name == "default_rate_percent")
        elif missing and values.missing_rates == "range":
            check_has_high(values, problems)


def check_has_high(values: SimpleNamespace, problems: Problems) -> None:
    name = "default_rate_high_percent"
    if values.default_rate_high_percent is None and not problems.has(name):
        problems.add(name, "选了给一个范围，还要填最高按多少算，如 4", missing=True)


def unknown_rates(chosen: str | None, years: list[int]) -> tuple[str, str]:
    """有的年份没有利率，又没有假设的：问在哪一项，怎样说。"""
    known = published_years()
    lacking = (
        f"{listed_years(years)}的记账利率没有收录"
        f"（已收录 {known[0]}–{known[-1]} 年，更早的由各省规定）；"
    )
    if chosen == "typed":
        how = f"请在这里填写当地公布的利率，如 {years[0]} 4.25；没有的，上面改选按一个利率试算"
        return "rates_percent", lacking + how
    if chosen:
        return "default_rate_percent", f"{lacking}请填写按多少算，如 2.5"
    how = "请选：填当地公布的利率，先按一个利率试算，或者按一高一低给一个范围"
    return "missing_rates", lacking + how


# 计算


def rates_of(values: SimpleNamespace) -> list[YearRate]:
    """各年填的和公布的利率。"""
    typed = typed_rates(values.rates_percent)
    return [YearRate(year, typed.get(year), published_rate(year)) for year in history_years(values)]


def compute(values: SimpleNamespace) -> Result:
    rates, opening = rates_of(values), in_fen(values.opening_balance)
    history = history_of(values, rates, values.default_rate_percent)
    last, high = history[-1], high_closing(values, rates)
    figures = {
        "total_contributions": last.cumulative_principal - opening,
        "total_interest": last.cumulative_interest,
        "closing_balance": last.closing,
    }
    explained = history if len(history) == 1 else [history[0], last]
    steps = [
        *base_steps(values),
        *(step for each in explained for step in year_steps(each, values.rounding)),
        *total_steps(values, rates, opening, *figures.values()),
    ]
    amounts = {name: in_yuan(fen) for name, fen in figures.items()}
    assumed = assumed_interest(rates, history)
    more = {"closing_balance_high": high, "assumed_interest": assumed}
    optional = {name: fen if fen is None else in_yuan(fen) for name, fen in more.items()}
    tables = {"years": list(map(year_row, history))}
    first_year = in_yuan(history[0].account.credited_amount)
    return Result(
        amounts | optional,
        [*steps, *high_steps(values, high)],
        [*range_notes(values, rates, last.closing, high), *notes(values, rates, last, assumed)],
        tables,
        sources(values, rates),
        small_balance("期初余额", values.opening_balance, first_year),
    )


def assumed_years(rates: list[YearRate]) -> list[int]:
    """没有填、也没有公布利率的年份。"""
    return [rate.year for rate in rates if rate.value is None]


def assumed_interest(rates: list[YearRate], history: list[HistoryYear]) -> int | None:
    """按假设的利率算的利息；每年都有利率的，没有。"""
    years = assumed_years(rates)
    return sum(each.interest for each in history if each.year in years) if years else None


def high_closing(values: SimpleNamespace, rates: list[YearRate]) -> int | None:
    """没有利率的年份按高的那个利率算，最后有多少；没有填，没有。"""
    high = values.default_rate_high_percent
    return None if high is None else history_of(values, rates, high)[-1].closing


def high_steps(values: SimpleNamespace, high: int | None) -> list[Step]:
    if high is None:
        return []
    formula, rate = "同样的算法，没有利率的年份用高的利率", values.default_rate_high_percent
    return [Step("利率高一点的累计储存额", formula, f"{rate}%", yuan_text(high), METHOD)]


def range_notes(
    values: SimpleNamespace, rates: list[YearRate], low: int, high: int | None
) -> list[str]:
    """利率是假设的，结果是一个范围。"""
    if high is None:
        return []
    if all(rate.value is not None for rate in rates):
        return ["各年的利率都有，没有用到假设的利率，所以没有范围。"]
    ends = f"{values.default_rate_percent}% 到 {values.default_rate_high_percent}%"
    return [f"没有利率的年份按 {ends} 算，累计储存额在 {yuan_text(low)}到 {yuan_text(high)}之间。"]


def history_of(
    values: SimpleNamespace, rates: list[YearRate], default: Decimal | None
) -> list[HistoryYear]:
    """逐年滚存；没有利率的年份用 ``default``，没有这样的年份就用不到。"""
    unknown = Decimal(0) if default is None else default
    return roll_forward(
        in_fen(values.opening_balance),
        monthly_credits(segments(values), history_years(values)),
        {rate.year: unknown if rate.value is None else rate.value for rate in rates},
        interest_months(values.final_year, values.until.month),
        values.rounding,
    )


def year_row(each: HistoryYear) -> dict:
    account = each.account
    fen = {
        "opening_balance": account.opening,
        "credited_amount": account.credited_amount,
        "opening_interest": account.opening_interest,
        "contribution_interest": account.contribution_interest,
        "credited_interest": each.interest,
        "closing_balance": each.closing,
        "cumulative_principal": each.cumulative_principal,
        "cumulative_interest": each.cumulative_interest,
    }
    amounts = {name: in_yuan(amount) for name, amount in fen.items()}
    return {"year": each.year, "rate_percent": account.rates[0], **amounts}


# 步骤


def base_steps(values: SimpleNamespace) -> list[Step]:
    """由缴费基数推出每月记账额；段数多时只写头三个。"""
    rows = [(row.base, credits_of(row)) for row in segments(values) if row.base is not None][:3]
    found = dict.fromkeys(
        (f"{grouped(base)} × {credit.share}%", yuan_text(credit.amount))
        for base, credits in rows
        for credit in credits
    )
    label, formula = "由缴费基数算每月记账额", "月缴费基数 × 记账比例，到分"
    return [Step(label, formula, numbers, value, SHARE_BASIS) for numbers, value in found]


def year_steps(each: HistoryYear, rounding: str) -> list[Step]:
    """一年的计算，与当年记账利息的步骤相同。"""
    account = each.account
    closing = Step(
        "年末累计储存额",
        "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息",
        " ＋ ".join(map(fen_text, (account.opening, account.credited_amount, each.interest))),
        yuan_text(each.closing),
        METHOD,
    )
    steps = [product_step(account), *interest_steps(account, rounding), closing]
    return [
        Step(f"{each.year} 年：{step.label}", step.formula, step.numbers, step.value, step.source)
        for step in steps
    ]


def total_steps(
    values: SimpleNamespace,
    rates: list[YearRate],
    opening: int,
    paid: int,
    earned: int,
    closing: int,
) -> list[Step]:
    years = f"{listed_years([rate.year for rate in rates])}，见逐年的表"
    formula = "期初余额 ＋ 记账金额合计 ＋ 记账利息合计"
    numbers = " ＋ ".join(map(fen_text, (opening, paid, earned)))
    label = f"{values.until.chinese}累计储存额"
    return [
        Step("记账金额合计", "各年当年记账金额相加", years, yuan_text(paid), METHOD),
        Step("记账利息合计", "各年当年记账利息相加", years, yuan_text(earned), METHOD),
        Step(label, formula, numbers, yuan_text(closing), METHOD),
    ]


# 说明和依据


def sources(values: SimpleNamespace, rates: list[YearRate]) -> list[str]:
    published = rate_sources(rate for rate in rates if rate.published)
    has_base = any(row.base is not None for row in segments(values))
    return [METHOD, *published, *[SHARE_BASIS] * has_base]


def base_notes(values: SimpleNamespace) -> list[str]:
    """由缴费基数推出的，有的月份当地的记账比例可能不同。"""
    rows = [row for row in segments(values) if row.base is not None]
    return share_notes([(row.start, row.end) for row in rows if row.start and row.end])


def notes(
    values: SimpleNamespace, rates: list[YearRate], last: HistoryYear, assumed: int | None
) -> list[str]:
    found = []
    if values.until.month < 12:
        interests = last.account.final_year_interests(values.until.month, values.rounding)
        note = final_year_note(interests, f"{last.year} 年")
        found.append(f"算到 {values.until.chinese}，不满一年。{note}")
    return [
        *found,
        *base_notes(values),
        *changed_notes(rates),
        *rate_notes(values, rates, assumed),
        "怎样取整没有查到全国统一的规定。换一种取整，每年的利息可能差几分，多年下来会多差一些。",
    ]


def rate_notes(values: SimpleNamespace, rates: list[YearRate], assumed: int | None) -> list[str]:
    """哪些年的利率是假设的、读者填的、没有用到、没有见到通知或有不同说法。"""
    typed, years = typed_rates(values.rates_percent), {rate.year for rate in rates}
    supposed = (
        f"按你填写的 {values.default_rate_percent}% 算，不是公布的利率：利息里有 "
        f"{yuan_text(assumed or 0)}是这样来的，以后各年的余额和利息也跟着它变。"
    )
    return [
        *about_years(assumed_years(rates), supposed),
        *typed_notes(rates),
        *about_years(set(typed) - years, UNUSED_RATES),
        *published_notes(rates),
    ]


CALCULATOR = Calculator(
    id="account-history",
    title="历年滚存",
    answers=(
        "从开始缴费到某个月，个人账户一共有多少钱：每年的缴费、利率、利息和年末余额逐年列出，"
        "本金和利息分开。"
    ),
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
                    Cell("monthly_amount", "每月记账额", Money(yearly_from=5_000)),
                    Cell("monthly_base", "月缴费基数", Money(yearly_from=50_000)),
                ),
                example="2016-01 2018-12 800; 2019-04 2020-12 - 12000",
                most=240,
            ),
            help=(
                "一段一行，写起止月份，再写每月记入账户的钱或月缴费基数，二选一。"
                "中间断过的分成两段；重叠的会加在一起。"
            ),
            term="缴费记录",
            need="没有再缴费的可不填",
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
            "missing_rates",
            "没有利率的年份怎样办",
            Choice(
                (
                    ("typed", "填当地公布的利率"),
                    ("assumed", "先按一个利率试算"),
                    ("range", "按一高一低，给一个范围"),
                )
            ),
            help=(
                "2016 年以前、还没有公布的年份才用得上。有那以后任何一年的账单，"
                "就从那年末的余额算起，不用管它。"
            ),
            need="年年有利率的不选",
        ),
        Input(
            "rates_percent",
            "各年的记账利率",
            RATE_ROWS,
            help="一年一行，填了以你填的为准；没有填的年份，用公布的。",
            term="个人账户记账利率",
            shown_when=("missing_rates", "typed assumed range"),
        ),
        Input(
            "default_rate_percent",
            "没有利率的年份用",
            Percent(),
            help="没有填、也没有公布的年份都按它算，只是假设。",
            term="个人账户记账利率",
            shown_when=("missing_rates", "assumed range"),
            need="选了就要填",
        ),
        Input(
            "default_rate_high_percent",
            "最高按多少算",
            Percent(),
            help="再按一个高一点的利率算一遍，得出一个范围。",
            term="个人账户记账利率",
            shown_when=("missing_rates", "range"),
            need="选了就要填",
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
            "final_year",
            "最后一年怎样计息",
            Choice(FINAL_YEARS),
            help="算到 12 月的用不上。没有查到统一规定。",
            default="to-month",
            more=True,
        ),
        Input(
            "rounding",
            "每年的利息怎样取整",
            Choice(ROUNDINGS),
            help="全国没有统一规定。",
            default="total",
            more=True,
        ),
    ),
    figures=(
        Figure("closing_balance", "累计储存额", main=True, help="算到的那个月"),
        Figure(
            "closing_balance_high",
            "利率高一点的累计储存额",
            main=True,
            help="没有利率的年份按高的利率算；没有填高的利率，就没有这个数",
        ),
        Figure("total_contributions", "记账金额合计", main=True, help="不含期初余额"),
        Figure("total_interest", "记账利息合计", main=True),
        Figure("assumed_interest", "其中按假设的利率算的", help="每年都有利率的，没有这个数"),
    ),
    tables=(
        Table(
            "years",
            "逐年明细",
            (
                Column("year", "年份"),
                Column("credited_amount", "当年记账金额", "yuan"),
                Column("rate_percent", "利率（%）", "percent", aside=True),
                Column("credited_interest", "当年记账利息", "yuan"),
                Column("closing_balance", "年末余额", "yuan"),
                Column("opening_balance", "年初余额", "yuan", aside=True),
                Column("opening_interest", "余额的利息", "yuan", aside=True),
                Column("contribution_interest", "当年缴费的利息", "yuan", aside=True),
                Column("cumulative_principal", "累计本金", "yuan", aside=True),
                Column("cumulative_interest", "累计利息", "yuan", aside=True),
            ),
            chart=Chart(
                "余额里有多少本金、多少利息",
                "year",
                ("cumulative_principal", "cumulative_interest"),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
