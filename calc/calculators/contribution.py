"""缴费基数与记账金额：职工和灵活就业人员每月缴多少、记进个人账户多少。

依据：社会保险法第十二条、国发〔2005〕38 号文件；缴费基数上下限见国办发〔2019〕13 号文件。
"""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, OneOf, Problems, Result, Step
from calc.kinds import Choice, Money, Number
from calc.money import exact_text, grouped, percent, to_fen
from calc.parameters import parameter

LAW = "social-insurance-law"
ACCOUNT = "guofa-2005-38"
LIMITS = "guobanfa-2019-13"


def current(name: str) -> Decimal:
    """现在的百分数。"""
    return parameter(name).values[-1].value


FLOOR, CEILING = current("contribution_base_floor"), current("contribution_base_ceiling")


def check(values: SimpleNamespace, problems: Problems) -> None:
    for name, label in (("monthly_wage", "月缴费工资"), ("annual_base", "年缴费基数"), ("average_wage", "当地月平均工资")):
        if getattr(values, name) == 0:
            problems.add(name, f"{label}应当大于 0，请填写元，如 6000")
    if values.level_percent is None:
        return
    if values.kind == "employee":
        problems.add("level_percent", "职工的基数按工资定，不能自己选档次；请改填月缴费工资，或者选灵活就业")
    if values.average_wage is None and not problems.has("average_wage"):
        problems.add("average_wage", "选了缴费档次，就要填当地月平均工资，它写在当地公布缴费基数上下限的通知里")


def declared_base(values: SimpleNamespace) -> Fraction:
    """上下限以前的月缴费基数（元），精确值。"""
    if values.level_percent is not None:
        return Fraction(values.average_wage) * percent(values.level_percent)
    return Fraction(values.annual_base) / 12 if values.monthly_wage is None else Fraction(values.monthly_wage)


def compute(values: SimpleNamespace) -> Result:
    declared, low, high = declared_base(values), None, None
    base = declared
    if values.average_wage is not None:
        low, high = (to_fen(Fraction(values.average_wage) * percent(each)) for each in (FLOOR, CEILING))
        base = min(max(declared, Fraction(low)), Fraction(high))
    is_annual = values.annual_base is not None and base == declared
    base = base if is_annual else Fraction(to_fen(base))
    rate = current("account_contribution_rate")
    paid_rate = current("flexible_contribution_rate") if values.kind == "flexible" else rate
    credited, paid = (to_fen(base * percent(each)) for each in (rate, paid_rate))
    figures = {
        "monthly_base": to_fen(base),
        "monthly_contribution": paid,
        "monthly_credited": credited,
        "annual_contribution": to_fen(12 * base * percent(paid_rate)) if is_annual else 12 * paid,
        "annual_credited": to_fen(12 * base * percent(rate)) if is_annual else 12 * credited,
        "lowest_base": low,
        "highest_base": high,
    }
    used = limit_words(declared, base, low, high)
    steps = base_steps(values, declared, figures, used) + amount_steps(values, base, figures, rate, paid_rate, is_annual)
    sources = [LAW, ACCOUNT, *([LIMITS] if low is not None else [])]
    return Result(figures, steps, notes(values, used), {}, sources)


def limit_words(declared: Fraction, base: Fraction, low: Decimal | None, high: Decimal | None) -> str:
    """基数用了上限还是下限；都没有用的是空文字。"""
    if low is None or to_fen(declared) == to_fen(base):
        return ""
    return "下限" if declared < low else "上限"


def base_steps(values: SimpleNamespace, declared: Fraction, figures: dict, used: str) -> list[Step]:
    value = f"{grouped(figures['monthly_base'])} 元"
    if values.level_percent is not None:
        formula, numbers = "当地月平均工资 × 缴费档次", f"{grouped(values.average_wage)} × {values.level_percent}%"
    elif values.annual_base is not None:
        formula, numbers = "年缴费基数 ÷ 12", f"{grouped(values.annual_base)} ÷ 12 ＝ {exact_text(declared)}"
    else:
        formula, numbers = "月缴费工资", grouped(values.monthly_wage)
    if figures["lowest_base"] is None:
        return [Step("月缴费基数", formula, numbers, value, LAW)]
    average = grouped(values.average_wage)
    low, high = grouped(figures["lowest_base"]), grouped(figures["highest_base"])
    compared = f"{numbers}，{'低于' if used == '下限' else '高于'}{used}，按{used}" if used else f"{numbers}，在上下限之间"
    return [
        Step(
            "缴费基数的下限和上限",
            f"当地月平均工资 × {FLOOR}%、× {CEILING}%",
            f"{average} × {FLOOR}%，{average} × {CEILING}%",
            f"{low} 元到 {high} 元",
            LIMITS,
        ),
        Step("月缴费基数", f"{formula}，低于下限按下限，高于上限按上限", compared, value, LIMITS),
    ]


def amount_steps(
    values: SimpleNamespace, base: Fraction, figures: dict, rate: Decimal, paid_rate: Decimal, is_annual: bool
) -> list[Step]:
    def step(label: str, each: Decimal, name: str) -> Step:
        return Step(label, f"月缴费基数 × {each}%", f"{exact_text(base)} × {each}%", f"{grouped(figures[name])} 元", ACCOUNT)

    annual = ("每月记账额 × 12", f"{grouped(figures['monthly_credited'])} × 12")
    if is_annual:
        annual = ("年缴费基数 × 记账比例", f"{grouped(values.annual_base)} × {rate}%")
    return [
        step("每月自己缴", paid_rate, "monthly_contribution"),
        step("每月记进个人账户", rate, "monthly_credited"),
        Step("全年记进个人账户", *annual, f"{grouped(figures['annual_credited'])} 元", ACCOUNT),
    ]


def notes(values: SimpleNamespace, used: str) -> list[str]:
    found = []
    if values.average_wage is None:
        found.append(
            f"没有填当地月平均工资，没有按 {FLOOR}%、{CEILING}% 的上下限调整。要核对的，请查参保地公布的缴费基数上下限。"
        )
    elif used:
        found.append(f"{'你选的基数' if values.kind == 'flexible' else '你的工资'}超出了上下限，这里按{used}算。")
    if values.kind == "flexible":
        found.append("你缴的钱只有一部分记进个人账户，其余进统筹基金，不在账户里。")
    else:
        found.append("自己缴的全部记进个人账户；单位另外缴的那一份进统筹基金，不在你的账户里。")
    return found + ["金额四舍五入到分；各地基数和金额的取整可能不同，以实际扣款和参保地的通知为准。"]


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
        Input(
            "kind",
            "怎样参保",
            Choice((("employee", "职工（单位代扣）"), ("flexible", "灵活就业（自己缴）"))),
            help="单位从工资里代扣的选职工，自己缴费的选灵活就业。",
            term="参保身份",
            default="employee",
        ),
        Input("monthly_wage", "月缴费工资", Money(), help="单位为你申报的月缴费工资，或者灵活就业自己选的月基数。一般不是到手的钱，可以问单位人事。", term="缴费基数"),
        Input("annual_base", "年缴费基数", Money(), help="权益记录单上全年的缴费基数，十二个月的和。", term="缴费基数"),
        Input(
            "level_percent",
            "缴费档次（只用于灵活就业）",
            Number(FLOOR, CEILING, 2, "%", "100"),
            help="占当地月平均工资的百分之几。",
            term="缴费基数",
        ),
        Input(
            "average_wage",
            "当地月平均工资",
            Money(),
            help="本省公布的全口径城镇单位就业人员月平均工资，写在缴费基数上下限的通知里。公布的是年数，就除以 12。",
            term="全口径城镇单位就业人员平均工资",
        ),
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
