"""缴费基数与记账金额：职工和灵活就业人员每月缴多少、记进个人账户多少。

依据：社会保险法第十二条、国发〔2005〕38 号文件；缴费基数上下限见国办发〔2019〕13 号文件。
"""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from calc.declaration import TODAY, Calculator, Figure, Input, OneOf, Problems, Result, Step
from calc.kinds import Money, Number
from calc.money import exact_text, grouped, to_fen
from calc.pension_inputs import KIND
from calc.rules.contribution import Contribution, first_day, level_base, rates_on, widest_levels
from calc.words.days import not_recorded

LAW = "social-insurance-law"
ACCOUNT = "guofa-2005-38"
LIMITS = "guobanfa-2019-13"
NEEDED = (
    ("monthly_wage", "月缴费工资"),
    ("annual_base", "年缴费基数"),
    ("average_wage", "当地月平均工资"),
)
ENDS = {"floor": ("下限", "低于"), "ceiling": ("上限", "高于")}


def check(values: SimpleNamespace, problems: Problems) -> None:
    for name, label in NEEDED:
        if getattr(values, name) == 0:
            problems.add(name, f"{label}应当大于 0，请填写元，如 6000")
    if values.level_percent is not None:
        check_level(values, problems)
    if values.today is not None and rates_on(values.today) is None:
        problems.add("today", not_recorded(first_day()))


def check_level(values: SimpleNamespace, problems: Problems) -> None:
    if values.kind == "employee":
        problems.add(
            "level_percent", "职工的基数按工资定，不能自己选档次；请改填月缴费工资，或者选灵活就业"
        )
    rates = values.today and rates_on(values.today)
    if rates and not rates.floor <= values.level_percent <= rates.ceiling:
        problems.add(
            "level_percent", f"按这一天的规定，应当在 {rates.floor} 到 {rates.ceiling} 之间"
        )
    if values.average_wage is None and not problems.has("average_wage"):
        problems.add(
            "average_wage",
            "选了缴费档次，就要填当地月平均工资，它写在当地公布缴费基数上下限的通知里",
        )


def contribution_of(values: SimpleNamespace) -> Contribution:
    if values.level_percent is not None:
        declared = level_base(values.average_wage, values.level_percent)
    elif values.monthly_wage is not None:
        declared = Fraction(values.monthly_wage)
    else:
        declared = Fraction(values.annual_base) / 12
    by_year, is_flexible = values.annual_base is not None, values.kind == "flexible"
    rates = rates_on(values.today)
    assert rates is not None
    return Contribution(declared, by_year, values.average_wage, is_flexible, rates)


def compute(values: SimpleNamespace) -> Result:
    found = contribution_of(values)
    low, high = found.limits or (None, None)
    figures = {
        "monthly_base": to_fen(found.base),
        "monthly_contribution": found.monthly(found.paid_rate),
        "monthly_credited": found.monthly(found.rates.account),
        "annual_contribution": found.annual(found.paid_rate),
        "annual_credited": found.annual(found.rates.account),
        "lowest_base": low,
        "highest_base": high,
    }
    steps = [*base_steps(values, found), *amount_steps(values, found)]
    sources = [LAW, ACCOUNT, *([LIMITS] if found.limits else [])]
    return Result(figures, steps, notes(values, found), {}, sources, doubts(values, found))


def doubts(values: SimpleNamespace, found: Contribution) -> list[str]:
    if not found.limited_by:
        return []
    average, rates = grouped(values.average_wage), found.rates
    declared = f"基数 {grouped(to_fen(found.declared))} 元"
    share = {"floor": f"低于 {rates.floor}%", "ceiling": f"高于 {rates.ceiling}%"}
    return [f"{declared}和当地月平均工资 {average} 元相比，{share[found.limited_by]}"]


def declared_words(values: SimpleNamespace, declared: Fraction) -> tuple[str, str]:
    """上下限以前的基数：公式和代入的数。"""
    if values.level_percent is not None:
        return (
            "当地月平均工资 × 缴费档次",
            f"{grouped(values.average_wage)} × {values.level_percent}%",
        )
    if values.annual_base is not None:
        return "年缴费基数 ÷ 12", f"{grouped(values.annual_base)} ÷ 12 ＝ {exact_text(declared)}"
    return "月缴费工资", grouped(values.monthly_wage)


def base_steps(values: SimpleNamespace, found: Contribution) -> list[Step]:
    formula, numbers = declared_words(values, found.declared)
    value = f"{grouped(to_fen(found.base))} 元"
    if found.limits is None:
        return [Step("月缴费基数", formula, numbers, value, LAW)]
    end, beyond = ENDS.get(found.limited_by or "", ("", ""))
    compared = f"{numbers}，{beyond}{end}，按{end}" if end else f"{numbers}，在上下限之间"
    formula = f"{formula}，低于下限按下限，高于上限按上限"
    return [limit_step(found), Step("月缴费基数", formula, compared, value, LIMITS)]


def limit_step(found: Contribution) -> Step:
    assert found.limits is not None and found.average_wage is not None
    low, high = map(grouped, found.limits)
    average, rates = grouped(found.average_wage), found.rates
    return Step(
        "缴费基数的下限和上限",
        f"当地月平均工资 × {rates.floor}%、× {rates.ceiling}%",
        f"{average} × {rates.floor}%，{average} × {rates.ceiling}%",
        f"{low} 元到 {high} 元",
        LIMITS,
    )


def amount_steps(values: SimpleNamespace, found: Contribution) -> list[Step]:
    rate = found.rates.account
    formula, numbers = "每月记账额 × 12", f"{grouped(found.monthly(rate))} × 12"
    if found.is_annual:
        formula, numbers = "年缴费基数 × 记账比例", f"{grouped(values.annual_base)} × {rate}%"
    return [
        monthly_step("每月自己缴", found, found.paid_rate),
        monthly_step("每月记进个人账户", found, rate),
        Step("全年记进个人账户", formula, numbers, f"{grouped(found.annual(rate))} 元", ACCOUNT),
    ]


def monthly_step(label: str, found: Contribution, rate: Decimal) -> Step:
    numbers = f"{exact_text(found.base)} × {rate}%"
    return Step(
        label, f"月缴费基数 × {rate}%", numbers, f"{grouped(found.monthly(rate))} 元", ACCOUNT
    )


def notes(values: SimpleNamespace, found: Contribution) -> list[str]:
    is_flexible = values.kind == "flexible"
    result = []
    if found.limits is None:
        result.append(
            "没有填当地月平均工资，"
            f"没有按 {found.rates.floor}%、{found.rates.ceiling}% 的上下限调整。"
            "要核对的，请查参保地公布的缴费基数上下限。"
        )
    elif found.limited_by:
        which, end = "你选的基数" if is_flexible else "你的工资", ENDS[found.limited_by][0]
        result.append(f"{which}超出了上下限，这里按{end}算。")
    if is_flexible:
        result.append("你缴的钱只有一部分记进个人账户，其余进统筹基金，不在账户里。")
    else:
        result.append("自己缴的全部记进个人账户；单位另外缴的那一份进统筹基金，不在你的账户里。")
    rounding = "金额四舍五入到分；各地基数和金额的取整可能不同，以实际扣款和参保地的通知为准。"
    return [*result, rounding]


CALCULATOR = Calculator(
    id="contribution",
    title="缴费基数与记账金额",
    answers="每月按多少基数缴，自己缴多少钱，记进个人账户多少钱。",
    limits=(
        "各地月平均工资每年公布，这里没有收录，要自己填。",
        "单位缴的部分、医保等其他社会保险不在这里算。",
        "按现在的比例算，不适用于 2006 年以前；地方的过渡办法、补缴和补贴没有考虑。",
    ),
    inputs=(
        KIND,
        Input(
            "monthly_wage",
            "月缴费工资",
            Money(yearly_from=50_000),
            help="单位为你申报的月缴费工资，或者灵活就业自己选的月基数。"
            "一般不是到手的钱，可以问单位人事。",
            term="缴费基数",
        ),
        Input(
            "annual_base",
            "年缴费基数",
            Money(),
            help="权益记录单上全年的缴费基数，十二个月的和。",
            term="缴费基数",
        ),
        Input(
            "level_percent",
            "缴费档次（只用于灵活就业）",
            Number(*widest_levels(), 2, "%", "100"),
            help="占当地月平均工资的百分之几。",
            term="缴费基数",
        ),
        Input(
            "average_wage",
            "当地月平均工资",
            Money(yearly_from=30_000),
            help="本省公布的全口径城镇单位就业人员月平均工资，写在缴费基数上下限的通知里。"
            "公布的是年数，就除以 12。",
            term="全口径城镇单位就业人员平均工资",
            need="选缴费档次的要填，别的可不填",
        ),
        TODAY,
    ),
    one_of=(OneOf("你手上有哪个数？", ("monthly_wage", "annual_base", "level_percent")),),
    figures=(
        Figure("monthly_base", "月缴费基数", main=True),
        Figure("monthly_contribution", "每月自己缴", main=True),
        Figure("monthly_credited", "每月记进个人账户", main=True),
        Figure("annual_credited", "全年记进个人账户"),
        Figure("annual_contribution", "全年自己缴"),
        Figure("lowest_base", "缴费基数下限"),
        Figure("highest_base", "缴费基数上限"),
    ),
    check=check,
    compute=compute,
)
