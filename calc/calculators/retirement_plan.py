"""早退、到点退、晚退，各领多少：同一个人的几个退休月份放在一起比。

依据：国务院关于渐进式延迟法定退休年龄的办法、国发〔2005〕38 号文件；账户按月积数法计息。
"""

from dataclasses import replace
from fractions import Fraction
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
from calc.kinds import Money, Month, Months, Offset, Percent, Several
from calc.money import exact_text, grouped
from calc.months import YearMonth, age_text, years_and_months
from calc.pension_inputs import (
    AVERAGE_INDEX,
    BIRTH,
    CATEGORY,
    KIND,
    MONTHLY_BASE,
    PENSION_BASE,
    check_positive,
    check_today,
)
from calc.rules import pension
from calc.rules.contribution import Contribution, rates_on
from calc.rules.rates import published_years
from calc.rules.retirement import Retirement, law_day
from calc.rules.retirement_plan import (
    LONGEST_WAIT,
    Choice,
    Plan,
    caught_up,
    unpublished_years,
    usual_offsets,
)
from calc.words.doubts import small_balance
from calc.words.interest import METHOD as ACCOUNT_RULES
from calc.words.interest import listed_years
from calc.words.minimum_contribution import FLEXIBLE, LAW, MEASURES
from calc.words.payout_months import INFERRED
from calc.words.pension import METHOD, basic_formula, basic_numbers, headed, two_parts, years_text
from calc.words.retirement import FREE_CHOICE, MOST, early_note, late_note, offset_message

ENOUGH = (("yes", "够"), ("no", "不够"))
AGES_APART, LAST_AGE = 5, 90  # 图里隔几岁比一次，比到几岁
NOT_COUNTED = (
    "没有算养老金今后的调整，也没有算早领的钱放着的利息；晚退几年的工资、没有领完可以继承的余额，"
    "也没有算。这些都会改变谁先谁后。"
)
TODAY_MONEY = (
    "算的是今天的钱：缴费基数、计发基数都不变，不猜以后涨多少；退休的次月开始领，以后每月一样多。"
)
MIDDLE_OF_YEAR = (
    "余额算到 {}：当年的利息年末才记，这里当作还没有今年的利息，余额按整年计息；填年末的余额最准。"
)


# 检查


def check(values: SimpleNamespace, problems: Problems) -> None:
    check_positive(values, problems, pension_base="请填当地公布的计发基数，如 8000")
    check_today(values.today, problems)
    if None in (values.category, values.birth, values.paid_until):
        return
    found = Retirement(values.category, values.birth[0])
    if found.minimum(found.statutory) is None:
        message = f"法定退休在 {found.statutory.chinese}，{law_day().year} 年以前的最低缴费年限"
        problems.add("birth", f"{message}没有收录，请核对出生年月和类别")
    elif values.paid_until > found.latest:
        message = f"应当不晚于 {found.latest.chinese}：最晚到这个月退休"
        problems.add("paid_until", f"{message}。年限不够、要延长缴费的，这里不算")
    else:
        check_paid(values, problems)
        check_offsets(values, found, problems)
        check_rates(values, found, problems)


def check_paid(values: SimpleNamespace, problems: Problems) -> None:
    months = values.paid_until.since(values.birth[0])
    if months <= 0:
        problems.add("paid_until", f"应当在出生的 {values.birth[0].chinese}以后，如 2025-12")
    elif values.contributed_months is not None and values.contributed_months > months:
        age = age_text(*divmod(months, 12))
        message = f"到 {values.paid_until.chinese}才 {age}，缴费月数应当不超过 {months} 个月"
        problems.add("contributed_months", message)


def check_offsets(values: SimpleNamespace, found: Retirement, problems: Problems) -> None:
    months = [found.statutory.plus(offset) for offset in values.offsets or ()]
    if any(not found.earliest <= month <= found.latest for month in months):
        problems.add("offsets", offset_message(found))
    elif months and months[0] < values.paid_until:
        first = offset_text(values.paid_until.since(found.statutory))
        message = f"{months[0].chinese}早于缴费算到的 {values.paid_until.chinese}"
        problems.add("offsets", f"{message}，最早填 {first}")


def check_rates(values: SimpleNamespace, found: Retirement, problems: Problems) -> None:
    """没有公布利率的年份，要填假设的利率。"""
    needed = values.default_rate_percent is None and not problems.has("default_rate_percent")
    if not needed or problems.has("offsets", "paid_until"):
        return
    last = found.statutory.plus(offsets_of(values)[-1])
    years = unpublished_years(values.paid_until, last)
    if years:
        known = published_years()
        message = f"{listed_years(years)}没有公布的记账利率（已收录 {known[0]}–{known[-1]} 年）"
        message += "，请填一个假设的数，百分号前面的，如 2"
        problems.add("default_rate_percent", message, missing=True)


# 计算


def offsets_of(values: SimpleNamespace) -> list[int]:
    if values.offsets:
        return list(values.offsets)
    return usual_offsets(Retirement(values.category, values.birth[0]), values.paid_until)


def plan_of(values: SimpleNamespace, found: Retirement) -> Plan:
    future, rate = values.future_index, pension.basic_rate(values.today)
    assert rate is not None
    return Plan(
        found,
        values.paid_until,
        values.contributed_months,
        values.account_balance,
        contribution_of(values),
        values.pension_base,
        values.average_index,
        values.average_index if future is None else future,
        rate,
        values.default_rate_percent,
    )


def contribution_of(values: SimpleNamespace) -> Contribution | None:
    rates = rates_on(values.today)
    assert rates is not None
    if not values.monthly_base:
        return None
    base = Fraction(values.monthly_base)
    return Contribution(base, False, None, values.kind == "flexible", rates)


def compute(values: SimpleNamespace) -> Result:
    found = Retirement(values.category, values.birth[0])
    plan = plan_of(values, found)
    choices = [plan.choice(offset) for offset in offsets_of(values)]
    figures = {
        **pension_figures(choices),
        "best_note": best_note(choices),
        "earliest_month": found.earliest,
        "statutory_month": found.statutory,
        "latest_month": found.latest,
    }
    explained = choices if len(choices) == 1 else [choices[0], choices[-1]]
    steps = [step for each in explained for step in choice_steps(plan, each)]
    return Result(
        figures,
        [*steps, *catch_up_steps(choices)],
        notes(values, plan, choices),
        {"choices": rows(choices), "by_age": age_rows(choices)},
        sources(found, choices),
        doubts(values, plan),
    )


def named(choices: list[Choice]) -> dict[str, Choice]:
    """最早的、按时的、最晚的一种；按时的正好是头尾的，不另列。"""
    found = [("earliest", choices[0])]
    found += [("statutory", each) for each in choices[1:-1] if not each.offset]
    found += [("latest", each) for each in choices[1:][-1:]]
    return dict(found)


def pension_figures(choices: list[Choice]) -> dict:
    found = named(choices)
    return {
        f"{name}_pension": found[name].pension.total
        if name in found and found[name].is_enough
        else None
        for name in ("earliest", "statutory", "latest")
    }


def rows(choices: list[Choice]) -> list[dict]:
    latest, ages = choices[-1], catch_up_ages(choices)
    return [
        {
            "offset_months": each.offset,
            "month": each.month,
            "age": age_text(*each.age),
            "contribution_months": each.contributed,
            "minimum_contribution_months": each.minimum,
            "enough": "yes" if each.is_enough else "no",
            "account_balance": each.balance,
            "payout_months": each.payout_months,
            "basic_pension": each.pension.rounded(each.pension.basic),
            "account_pension": each.pension.rounded(each.pension.account),
            "total_pension": each.pension.total if each.is_enough else None,
            "own_cost": each.own_cost,
            "drawn_before_latest": each.drawn_before(latest.first) if each.is_enough else None,
            "break_even_age": age and age_text(*divmod(age, 12)),
        }
        for each, age in zip(choices, ages)
    ]


def catch_up_ages(choices: list[Choice]) -> list[int | None]:
    """各种领到几岁（月龄）赶上最早的一种；够年限、能领的才比。"""
    able = [each for each in choices if each.is_enough]
    return [caught_up(able[0], each) if each in able[1:] else None for each in choices]


def age_rows(choices: list[Choice]) -> list[dict]:
    """到几岁，各种一共领了多少。"""
    found = named(choices)
    if not any(each.is_enough for each in choices):
        return []
    start = choices[0].age[0] // AGES_APART * AGES_APART + AGES_APART
    return [
        {"age": f"{age} 岁"}
        | {
            name: found[name].drawn_before(choices[0].birth.plus(12 * age))
            if name in found and found[name].is_enough
            else None
            for name in ("earliest", "statutory", "latest")
        }
        for age in range(start, LAST_AGE + 1, AGES_APART)
    ]


# 一句话


def best_note(choices: list[Choice]) -> str:
    """最早的和最晚的比，只说差多少，不说该选哪个。"""
    able = [each for each in choices if each.is_enough]
    short = [each for each in choices if not each.is_enough]
    if not able:
        return f"这几个月份退休，年限都不够，不能按月领；{short_text(short[-1])}"
    early, late = able[0], able[-1]
    head = f"{short_text(short[0])}，不能按月领；" if short else ""
    if early is late:
        return f"{head}{early.month.chinese}退休，每月领 {grouped(early.pension.total)} 元"
    more = grouped(late.pension.total - early.pension.total)
    wait = years_and_months(late.month.since(early.month))
    months = f"{late.month.chinese}退比 {early.month.chinese}退"
    return f"{head}{months}，晚领 {wait}，每月多领 {more} 元，{catch_up_text(early, late)}"


def catch_up_text(early: Choice, late: Choice) -> str:
    age = caught_up(early, late)
    if age is None:
        return f"连多缴的算上，领 {LONGEST_WAIT // 12} 年也赶不上"
    return f"连多缴的算上，领到 {age_text(*divmod(age, 12))}才赶上"


def short_text(each: Choice) -> str:
    return f"{each.month.chinese}退还差 {years_and_months(each.missing)}"


def offset_text(offset: int) -> str:
    return f"{'提前' if offset < 0 else '延迟'}{abs(offset)}" if offset else "0"


# 步骤


def choice_steps(plan: Plan, each: Choice) -> list[Step]:
    """一个退休月份，一步一步；年限不够的，不写每月领多少。"""
    months = f"{plan.contributed} ＋ {each.months_to_come}"
    contributed = f"{each.contributed} 个月，要满 {each.minimum} 个月"
    indexed = f"{grouped(plan.pension_base)} × {exact_text(each.index)}"
    years, rate = years_text(each.contributed), plan.basic_rate
    basic = basic_formula(rate), basic_numbers(plan.pension_base, indexed, years, rate)
    *parts, total = two_parts(each.pension, basic, each.balance, each.payout_months)
    steps = [
        Step("缴费月数", "已经缴的 ＋ 以后的", months, contributed, MEASURES),
        index_step(plan, each),
        balance_step(plan, each),
        *parts,
    ]
    return headed(f"{each.month.chinese}退", [*steps, total] if each.is_enough else steps)


def index_step(plan: Plan, each: Choice) -> Step:
    past = f"{plan.average_index:f} × {plan.contributed}"
    future = f"{plan.future_index:f} × {each.months_to_come}"
    numbers = f"（{past} ＋ {future}）÷ {each.contributed or 1}"
    return Step(
        "平均缴费工资指数", "已缴的和以后的，按月数平均", numbers, exact_text(each.index), ""
    )


def balance_step(plan: Plan, each: Choice) -> Step:
    credited = f"每月记 {grouped(plan.monthly_credited)} × {each.months_to_come} 个月"
    numbers = f"{grouped(plan.balance)}，{credited}，逐年计息"
    formula = "从现在的余额起，逐年用月积数法滚存，当年只计息到退休当月"
    return Step("账户余额", formula, numbers, f"{grouped(each.balance)} 元", ACCOUNT_RULES)


def catch_up_steps(choices: list[Choice]) -> list[Step]:
    """最晚的一种怎样赶上最早的一种。"""
    able = [each for each in choices if each.is_enough]
    if len(able) < 2:
        return []
    early, late = able[0], able[-1]
    drawn = early.drawn_before(late.first)
    gain = late.pension.total - early.pension.total
    numbers = (
        f"（{grouped(drawn)} ＋ {grouped(late.own_cost)} − {grouped(early.own_cost)}）"
        f"÷ {grouped(gain)}"
    )
    formula = "（早退的先领的 ＋ 晚退的多缴的）÷ 每月多领的，进到月，从晚退的开始领数起"
    return [Step("领多久才赶上", formula, numbers, catch_up_text(early, late), "")]


# 说明和依据


def notes(values: SimpleNamespace, plan: Plan, choices: list[Choice]) -> list[str]:
    found = plan.retirement
    return [
        TODAY_MONEY,
        *short_notes(choices),
        *past_notes(values, found, choices),
        *rate_notes(values, choices),
        *own_notes(values),
        NOT_COUNTED,
        *([early_note(), late_note(), FREE_CHOICE] if found.is_flexible else []),
        *payout_notes(choices),
    ]


def short_notes(choices: list[Choice]) -> list[str]:
    """年限不够的月份。"""
    short = "；".join(short_text(each) for each in choices if not each.is_enough)
    if not short:
        return []
    return [f"年限不够的不能按月领，没有列每月领多少：{short}。怎么办，见“最低缴费年限”一页。"]


def past_notes(values: SimpleNamespace, found: Retirement, choices: list[Choice]) -> list[str]:
    """已经过去的月份。"""
    now, paid = YearMonth(values.today.year, values.today.month), values.paid_until
    said = []
    if not values.offsets and found.earliest < paid:
        said.append(f"最早的 {found.earliest.chinese}已经过了，从缴到的 {paid.chinese}比起。")
    if choices[0].month < now:
        said.append(f"{choices[0].month.chinese}已经过去，只供比较。")
    return said


def rate_notes(values: SimpleNamespace, choices: list[Choice]) -> list[str]:
    years = unpublished_years(values.paid_until, choices[-1].month)
    rate = values.default_rate_percent
    said = [f"{listed_years(years)}的利率按你填的 {rate}% 算，只是假设。"] if years else []
    if values.paid_until.month < 12:
        said.append(MIDDLE_OF_YEAR.format(values.paid_until.chinese))
    return said


def own_notes(values: SimpleNamespace) -> list[str]:
    if not values.monthly_base:
        return ["以后不再缴费，晚退的多领，只来自利息和计发月数。"]
    if values.kind == "flexible":
        return ["以后自己缴的，全部算在“自己缴”里；其中只有一部分记进账户。"]
    return ["单位替你缴的不是你出的钱，没有算在“自己缴”里。"]


def payout_notes(choices: list[Choice]) -> list[str]:
    listed = "、".join(age_text(*each.age) for each in choices if each.age[1])
    if not listed:
        return []
    return [f"{listed}不是整岁，计发月数是按月推算的，没有见到国家级文件，以核定表上的为准。"]


def sources(found: Retirement, choices: list[Choice]) -> list[str]:
    inferred = [INFERRED] if any(each.age[1] for each in choices) else []
    law = FLEXIBLE if found.is_flexible else LAW
    return [MEASURES, law, METHOD, ACCOUNT_RULES, *inferred]


def doubts(values: SimpleNamespace, plan: Plan) -> list[str]:
    year = 12 * plan.monthly_credited
    return small_balance("账户里有", values.account_balance, year)


CALCULATOR = Calculator(
    id="retirement-plan",
    title="早退、到点退、晚退，各领多少",
    answers="提前退、按时退、延迟退，每月各领多少、一共要缴多少、晚退的领到几岁才赶上。",
    limits=(
        "缴费基数、计发基数一直用填的数，不猜以后涨多少；利率没有公布的年份是假设。",
        "没有过渡性养老金（有视同缴费年限的）和地方另加的项目。",
        "特殊工种、病退和年限不够时的延长缴费没有算。",
        "只比钱，不判断该选哪一个；身体、工作、家里的情况更要紧。",
    ),
    inputs=(
        CATEGORY,
        BIRTH,
        Input(
            "paid_until",
            "缴费算到哪个月",
            Month(low=YearMonth(2005, 12)),
            help="下面两个数是哪个月末的：照年末的权益单填的，就填那年 12 月，如 2025-12。",
            term="截至月份",
            required=True,
        ),
        Input(
            "contributed_months",
            "到那时累计缴费几个月",
            Months(of_years=True, keyboard="text"),
            help="权益记录单上的累计缴费月数，视同缴费年限也算。25 年写 300 或 25年。",
            term="累计缴费年限",
            required=True,
        ),
        Input(
            "account_balance",
            "到那时账户里有",
            Money(),
            help="权益记录单上的年末余额，本金和利息都在内。",
            term="个人账户累计储存额",
            required=True,
        ),
        KIND,
        replace(
            MONTHLY_BASE,
            label="以后的月缴费基数",
            help="以后每月按多少钱算社保，不是每月缴的钱。不再缴的填 0。",
        ),
        PENSION_BASE,
        replace(
            AVERAGE_INDEX,
            help="到那时为止的，一直按平均工资缴的是 1；看核定表，或请经办机构打印。",
        ),
        Input(
            "default_rate_percent",
            "没有公布利率的年份用",
            Percent(),
            help="以后每年账户的利率谁也不知道，填一个假设的数，如 2。",
            term="个人账户记账利率",
            need="算到还没有公布利率的年份，就要填",
        ),
        Input(
            "offsets",
            "比哪几个月份",
            Several(Offset(-MOST, MOST), 2 * MOST + 1, "提前12 0 延迟12"),
            help="比法定退休提前或延迟几个月，用空格隔开。不填就比最早、按时、最晚三个。",
            term="弹性退休",
            more=True,
        ),
        replace(
            AVERAGE_INDEX,
            name="future_index",
            label="以后的缴费工资指数",
            help="以后缴的和当地平均工资之比。不填，就和以前的一样。",
            required=False,
            more=True,
        ),
        TODAY,
    ),
    figures=(
        Figure("earliest_pension", "退得最早的，每月领", main=True),
        Figure("statutory_pension", "按时退的，每月领", main=True),
        Figure("latest_pension", "退得最晚的，每月领", main=True),
        Figure("best_note", "早和晚比", "text", main=True),
        Figure("earliest_month", "最早可以到", "month"),
        Figure("statutory_month", "法定退休月份", "month"),
        Figure("latest_month", "最晚可以到", "month"),
    ),
    tables=(
        Table(
            "choices",
            "各个月份退休",
            (
                Column("month", "退休月份", "month"),
                Column("age", "那时的年龄"),
                Column("total_pension", "每月领", "yuan"),
                Column("break_even_age", "领到几岁赶上"),
                Column("own_cost", "还要自己缴", "yuan"),
                Column("drawn_before_latest", "最晚的开始领时已领", "yuan", aside=True),
                Column("contribution_months", "缴费月数", "months", aside=True),
                Column("minimum_contribution_months", "要缴满的月数", "months", aside=True),
                Column("enough", "年限够不够", options=ENOUGH, aside=True),
                Column("account_balance", "账户余额", "yuan", aside=True),
                Column("payout_months", "计发月数", "months", aside=True),
                Column("basic_pension", "基础养老金", "yuan", aside=True),
                Column("account_pension", "个人账户养老金", "yuan", aside=True),
                Column("offset_months", "比法定晚几个月", "months", aside=True),
            ),
            opened=True,
        ),
        Table(
            "by_age",
            "领到几岁，一共领了多少",
            (
                Column("age", "领到"),
                Column("earliest", "退得最早的", "yuan"),
                Column("statutory", "按时退的", "yuan"),
                Column("latest", "退得最晚的", "yuan"),
            ),
            chart=Chart(
                "领到几岁，一共领了多少",
                "age",
                ("earliest", "statutory", "latest"),
                beside=True,
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
