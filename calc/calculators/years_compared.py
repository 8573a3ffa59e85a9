"""缴的年数不同，差多少：自己缴的、账户里的、每月领的，一个年数一行。

依据：国发〔2005〕38 号文件的缴费比例和养老金公式；账户按月积数法计息。
"""

from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

from calc.declaration import (
    TODAY,
    Calculator,
    Chart,
    Column,
    Figure,
    Input,
    Problems,
    Result,
    Step,
    Table,
)
from calc.kinds import Percent, Several, Whole
from calc.money import exact_text, grouped
from calc.months import age_text
from calc.pension_inputs import (
    AGE_MONTHS,
    AVERAGE_INDEX,
    KIND,
    MONTHLY_BASE,
    PENSION_BASE,
    check_positive,
    check_today,
)
from calc.rules import pension
from calc.rules.contribution import Contribution, rates_on
from calc.rules.pension import FIRST_AGE, LAST_AGE
from calc.rules.retirement import in_years, rise
from calc.rules.years_compared import Contributed, Terms, compared, longer
from calc.words.interest import METHOD as ACCOUNT_RULES
from calc.words.minimum_contribution import MEASURES
from calc.words.payout_months import INFERRED
from calc.words.pension import (
    METHOD,
    basic_formula,
    basic_numbers,
    headed,
    months_text,
    two_parts,
    years_text,
)

YEARS = Several(Whole(10, 45, "年"), 36, "15 20 30")
USUAL = "15 20 25 30 35 40"
YOUNGEST = 16  # 比这更早就开始缴的，多半做不到
NOT_COUNTED = (
    "领几个月才领回来，没有算多缴的钱放在别处的利息，也没有算养老金今后的调整。"
    "账户里没有领完的余额可以继承。"
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    check_positive(
        values,
        problems,
        monthly_base="请填每月的缴费基数，如 6000",
        pension_base="请填当地公布的计发基数，如 8000",
    )
    if values.age_years == LAST_AGE and values.age_months:
        problems.add("age_months", f"计发月数表只到 {LAST_AGE} 岁整，这里填 0")
    check_today(values.today, problems)


def terms_of(values: SimpleNamespace) -> Terms:
    rates, rate = rates_on(values.today), pension.basic_rate(values.today)
    assert rates is not None and rate is not None
    is_flexible = values.kind == "flexible"
    return Terms(
        Contribution(Fraction(values.monthly_base), False, None, is_flexible, rates),
        values.pension_base,
        values.average_index,
        rate,
        pension.interpolated_months(values.age_years, values.age_months),
        values.rate_percent,
    )


def compute(values: SimpleNamespace) -> Result:
    terms = terms_of(values)
    found = compared(terms, values.years)
    first, last = found[0], found[-1]
    figures = {
        "least": first.pension.total,
        "most": last.pension.total,
        "difference": difference(first, last) if len(found) > 1 else None,
    }
    explained = [first, last] if len(found) > 1 else [first]
    steps = [
        *monthly_steps(terms),
        *(step for each in explained for step in row_steps(terms, each)),
    ]
    inferred = [INFERRED] if values.age_months else []
    sources = [METHOD, ACCOUNT_RULES, MEASURES, *inferred]
    return Result(figures, steps, notes(values, terms), {"years": rows(found)}, sources)


def rows(found: list[Contributed]) -> list[dict]:
    more = [None, *(longer(*pair) for pair in pairwise(found))]
    return [
        {
            "contribution_years": each.years,
            "own_cost": each.own_cost,
            "account_balance": each.balance,
            "basic_pension": each.pension.rounded(each.pension.basic),
            "account_pension": each.pension.rounded(each.pension.account),
            "total_pension": each.pension.total,
            "extra_cost": extra and extra.cost,
            "extra_pension": extra and extra.pension,
            "break_even_months": extra and extra.months,
        }
        for each, extra in zip(found, more)
    ]


def difference(first: Contributed, last: Contributed) -> str:
    """两头相比，一句话。"""
    extra = longer(first, last)
    head = f"缴 {last.years} 年比缴 {first.years} 年，自己多出 {grouped(extra.cost)} 元"
    if extra.months is None:
        return f"{head}，每月领的一样"
    gain = f"每月多领 {grouped(extra.pension)} 元"
    return f"{head}，{gain}，领 {months_text(extra.months)}才领回来"


# 步骤


def monthly_steps(terms: Terms) -> list[Step]:
    base, rates = exact_text(terms.contribution.base), terms.contribution.rates
    amounts = (
        ("每月自己缴", terms.contribution.paid_rate, terms.monthly_cost),
        ("每月记进个人账户", rates.account, terms.monthly_credited),
    )
    return [
        Step(label, f"月缴费基数 × {rate}%", f"{base} × {rate}%", f"{grouped(amount)} 元", METHOD)
        for label, rate, amount in amounts
    ]


def row_steps(terms: Terms, each: Contributed) -> list[Step]:
    """缴这么多年的，一步一步。"""
    indexed = f"{grouped(terms.pension_base)} × {terms.average_index:f}"
    rate, years = terms.basic_rate, years_text(12 * each.years)
    basic = basic_formula(rate), basic_numbers(terms.pension_base, indexed, years, rate)
    parts = two_parts(each.pension, basic, each.balance, terms.payout_months)
    return headed(
        f"缴 {each.years} 年", [cost_step(terms, each), balance_step(terms, each), *parts]
    )


def cost_step(terms: Terms, each: Contributed) -> Step:
    numbers = f"{grouped(terms.monthly_cost)} × 12 × {each.years}"
    value = f"{grouped(each.own_cost)} 元"
    return Step("自己一共缴", "每月自己缴 × 12 × 年数", numbers, value, "")


def balance_step(terms: Terms, each: Contributed) -> Step:
    numbers = f"{grouped(terms.monthly_credited)} × 12 × {each.years}"
    formula = "每月记进个人账户 × 12 × 年数，不算利息"
    if terms.interest_rate:
        formula = "每年十二个月一样多，月积数法计息，利息到分，并入余额，下一年一起计息"
        numbers = f"每月 {grouped(terms.monthly_credited)}，每年 {terms.interest_rate}%"
    return Step("账户里有", formula, numbers, f"{grouped(each.balance)} 元", ACCOUNT_RULES)


# 说明


def notes(values: SimpleNamespace, terms: Terms) -> list[str]:
    is_flexible = values.kind == "flexible"
    own = "你缴的只有一部分记进账户，其余进统筹基金。"
    if not is_flexible:
        own = "单位替你缴的不是你出的钱，没有算进自己缴的；它进统筹基金，不在账户里。"
    first = [today_note(values), *minimum_notes(values), own]
    return [*first, *start_notes(values), NOT_COUNTED, *payout_notes(values, terms)]


def today_note(values: SimpleNamespace) -> str:
    rate = values.rate_percent
    interest = f"账户每年按 {rate}% 计息，是你填的" if rate else "账户也不算利息，真的会多一些"
    return f"算的是今天的钱：缴费基数和计发基数一直不变，不猜以后涨多少；{interest}。"


def minimum_notes(values: SimpleNamespace) -> list[str]:
    """要缴满几年才能按月领；不够的几个年数。"""
    terms = rise()
    least, most = in_years(terms.before), in_years(terms.years[terms.last_year])
    law = (
        f"要缴满最低年限才能按月领：{terms.first_year - 1} 年和以前退休的 {least} 年，"
        f"以后逐年提高，{terms.last_year} 年起 {most} 年。"
    )
    short = [years for years in values.years if years * 12 < terms.before]
    listed = "、".join(f"{years} 年" for years in short)
    return [law] + ([f"缴 {listed}的，年限不够，不能按月领，这里只供比较。"] if short else [])


def start_notes(values: SimpleNamespace) -> list[str]:
    """缴到开始领，要从几岁缴起；太早的多半做不到。"""
    most = values.years[-1]
    start = values.age_years - most
    if start >= YOUNGEST:
        return []
    return [f"缴满 {most} 年、{values.age_years} 岁开始领，要从 {start} 岁缴起，多半做不到。"]


def payout_notes(values: SimpleNamespace, terms: Terms) -> list[str]:
    if not values.age_months:
        return []
    age = age_text(values.age_years, values.age_months)
    found = f"{age}的计发月数 {terms.payout_months} 是按月推算的，没有见到国家级文件"
    return [f"{found}，各地做法不一，以核定表上的为准。"]


CALCULATOR = Calculator(
    id="years-compared",
    title="缴 15 年、20 年、30 年，差多少",
    answers="缴的年数不同，自己一共缴多少、退休后每月领多少，多缴几年的钱领多久领回来。",
    limits=(
        "缴费基数、计发基数、指数一直用填的数，不猜以后涨多少。",
        "没有视同缴费年限、过渡性养老金和地方另加的项目。",
        "不含退休后的调整；当地的缴费补贴也没有算。",
        "不判断该不该多缴。",
    ),
    inputs=(
        KIND,
        MONTHLY_BASE,
        PENSION_BASE,
        AVERAGE_INDEX,
        Input(
            "age_years",
            "开始领的年龄",
            Whole(FIRST_AGE, LAST_AGE, "岁"),
            help="退休时满几岁，用来查计发月数。不知道的，先算“法定退休年龄”。",
            term="退休年龄",
            required=True,
        ),
        AGE_MONTHS,
        Input(
            "years",
            "比哪几个年数",
            YEARS,
            help="一共缴几年，用空格隔开，如 15 20 30。",
            term="缴费年限",
            default=USUAL,
        ),
        Input(
            "rate_percent",
            "账户每年的利率",
            Percent(),
            help="不填就不算利息。以后的利率谁也不知道，填的只是假设。",
            term="个人账户记账利率",
            default="0",
            more=True,
        ),
        TODAY,
    ),
    figures=(
        Figure("least", "缴得最短的，每月领", main=True),
        Figure("most", "缴得最久的，每月领", main=True),
        Figure("difference", "两头相比", "text", main=True, help="只有一个年数的，没有这一句"),
    ),
    tables=(
        Table(
            "years",
            "缴几年，领多少",
            (
                Column("contribution_years", "缴几年", "years"),
                Column("own_cost", "自己一共缴", "yuan"),
                Column("total_pension", "每月领", "yuan"),
                Column("break_even_months", "多缴的几个月领回", "months"),
                Column("extra_cost", "比上一行多缴", "yuan", aside=True),
                Column("extra_pension", "每月多领", "yuan", aside=True),
                Column("account_balance", "账户里有", "yuan", aside=True),
                Column("basic_pension", "基础养老金", "yuan", aside=True),
                Column("account_pension", "个人账户养老金", "yuan", aside=True),
            ),
            chart=Chart(
                "缴几年，每月领多少", "contribution_years", ("basic_pension", "account_pension")
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
