"""丧葬补助金与抚恤金：遗属一次性领取的两笔钱，和个人账户的继承是两回事。

依据：社会保险法第十七条、《企业职工基本养老保险遗属待遇暂行办法》。月数在 ``survivor_benefit.toml``。
"""

from fractions import Fraction
from functools import cache
from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result, Step
from calc.kinds import Choice, Money, Whole
from calc.money import exact_text, grouped, to_fen
from calc.months import years_and_months
from calc.parameters import load

RULES = "renshebufa-2021-18"
LAW = "social-insurance-law"
CAPPED_BELOW = 60


class YesNo(Choice):
    """是或否；也接受 JSON 的真假。"""

    def parse(self, raw) -> str:
        return super().parse({"true": "yes", "false": "no"}.get(str(raw).lower(), raw))


@cache
def rules() -> dict:
    return load("survivor_benefit")


def tier(contribution_months: int) -> dict:
    """缴费月数落在哪一档。"""
    return [each for each in rules()["tiers"] if each["from"] <= contribution_months][-1]


def grant_months(contribution_months: int, received: int | None, unit: int = 1) -> Fraction:
    """抚恤金的发放月数。``received`` 是已领养老金的月数，没有退休的是 ``None``。

    不满一年的部分按月折算；``unit`` 为 12 时只算满整年的部分。
    """
    rule = rules()["bereavement"]
    beyond = max(0, contribution_months - rule["step_from"]) // unit * unit
    months = min(Fraction(rule["most"]), tier(contribution_months)["months"] + Fraction(beyond * rule["step"], 12))
    if received is None:
        return months
    return max(Fraction(rule["retired_least"]), months - Fraction(received // unit * unit * rule["step"], 12))


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.retired == "yes" and values.pension_months_received is None and not problems.has("pension_months_received"):
        problems.add("pension_months_received", "请填写已领养老金的月数，如 42；刚退休还没有领到的填 0")
    if values.retired == "no" and values.pension_months_received:
        problems.add("pension_months_received", "没有领过养老金的，这一项不填；领过的，请把上一项改成已经在领")


def compute(values: SimpleNamespace) -> Result:
    received = values.pension_months_received if values.retired == "yes" else None
    income, times = values.disposable_income_monthly, rules()["funeral_grant"]["months"]
    exact = grant_months(values.contribution_months, received)
    funeral, bereavement = to_fen(Fraction(income) * times), to_fen(Fraction(income) * exact)
    months = exact.numerator if exact.denominator == 1 else to_fen(exact)
    figures = {
        "funeral_grant": funeral,
        "bereavement_months": months,
        "bereavement_grant": bereavement,
        "total": funeral + bereavement,
    }
    steps = [
        Step("丧葬补助金", f"本省上年度城镇居民月人均可支配收入 × {times}", f"{grouped(income)} × {times}", f"{grouped(funeral)} 元", RULES),
        *month_steps(values.contribution_months, received, exact),
        Step(
            "抚恤金", "本省上年度城镇居民月人均可支配收入 × 发放月数", f"{grouped(income)} × {count(exact)}", f"{grouped(bereavement)} 元", RULES
        ),
        Step("遗属待遇合计", "丧葬补助金 ＋ 抚恤金", f"{grouped(funeral)} ＋ {grouped(bereavement)}", f"{grouped(funeral + bereavement)} 元", LAW),
    ]
    return Result(figures, steps, notes(values, received, bereavement), sources=[RULES, LAW])


def count(months: Fraction) -> str:
    """月数，整的不带小数。"""
    return str(months.numerator) if months.denominator == 1 else exact_text(months)


def month_steps(contribution_months: int, received: int | None, exact: Fraction) -> list[Step]:
    """先由缴费年限定月数，退休人员再减去已领的年数。"""
    rule, first = rules()["bereavement"], tier(contribution_months)["months"]
    most, least, start = rule["most"], rule["retired_least"], years_and_months(rule["step_from"])
    before, beyond = grant_months(contribution_months, None), contribution_months - rule["step_from"]
    formula, numbers = "缴费年限所在一档的月数", f"缴费 {years_and_months(contribution_months)}"
    if beyond > 0:
        formula = f"{start}为 {first} 个月，每多缴 1 年加 {rule['step']} 个月，最多 {most} 个月"
        numbers = f"{first} ＋ {beyond} ÷ 12 ＝ {count(first + Fraction(beyond * rule['step'], 12))}，最多 {most}"
    steps = [Step("由缴费年限定的月数", formula, numbers, f"{count(before)} 个月", RULES)]
    if received is not None:
        numbers = f"{count(before)} − {received} ÷ 12 ＝ {count(before - Fraction(received * rule['step'], 12))}，最少 {least}"
        formula = f"每领取 1 年基本养老金减 {rule['step']} 个月，最少 {least} 个月"
        steps.append(Step("减去已领养老金的年数", formula, numbers, f"{count(exact)} 个月", RULES))
    return steps


def notes(values: SimpleNamespace, received: int | None, bereavement) -> list[str]:
    found = ["这两笔钱要由遗属申请，不会自动到账；个人账户的余额另外继承，用“一次性领取和继承的金额”算。"]
    if values.contribution_months < rules()["bereavement"]["step_from"]:
        found.append("缴费年限较短的各档月数只见于文件全文的几份转载（未经官方来源核实），请向参保地社会保险经办机构核实。")
    if values.contribution_months < CAPPED_BELOW:
        found.append("缴费不满 5 年的，转载的文章说两笔合计不超过本人缴费之和（未经官方来源核实）。这里没有算这个上限，请向经办机构核实。")
    whole = to_fen(Fraction(values.disposable_income_monthly) * grant_months(values.contribution_months, received, 12))
    if whole != bereavement:
        found.append(
            f"不满一年的部分，转载的文件写“计算到月”，这里按月折算。如果当地只算满整年的，抚恤金是 {grouped(whole)} 元，"
            f"相差 {grouped(abs(whole - bereavement))} 元。"
        )
    return found


CALCULATOR = Calculator(
    id="survivor-benefit",
    title="丧葬补助金和抚恤金",
    answers="参保人去世后，遗属能领多少丧葬补助金和抚恤金。",
    limits=(
        "只算因病或非因工去世的；因工死亡的不按这个算。",
        "只算企业职工基本养老保险的（含灵活就业人员）；机关事业单位的不在内。",
        "不含个人账户余额的继承，也不含单位和地方另外给的补助。",
    ),
    inputs=(
        Input(
            "disposable_income_monthly",
            "本省上年度城镇居民月人均可支配收入",
            Money(),
            help="去世那一年的上一年的数。统计公布的多是全年数，除以 12；可以问参保地社会保险经办机构或 12333。",
            term="城镇居民月人均可支配收入",
            required=True,
        ),
        Input(
            "contribution_months",
            "缴费年限",
            Whole(1, 720, "个月"),
            help="累计缴了多少个月，含视同缴费年限；权益记录单上有。已经退休的，填退休时核定的。",
            term="累计缴费年限",
            required=True,
        ),
        Input(
            "retired",
            "去世前领养老金了没有",
            YesNo((("no", "还没有领"), ("yes", "已经在领"))),
            help="已经按月领基本养老金的，选“已经在领”。",
            term="退休人员",
            default="no",
        ),
        Input(
            "pension_months_received",
            "已经领了几个月养老金",
            Whole(0, 720, "个月"),
            help="从开始领到去世，一共领了几个月。",
            term="领取基本养老金的时间",
            shown_when=("retired", "yes"),
        ),
    ),
    figures=(
        Figure("total", "遗属待遇合计", main=True),
        Figure("funeral_grant", "丧葬补助金", main=True),
        Figure("bereavement_grant", "抚恤金", main=True),
        Figure("bereavement_months", "抚恤金发放月数", unit="months"),
    ),
    check=check,
    compute=compute,
)
