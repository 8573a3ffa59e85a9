"""丧葬补助金与抚恤金：遗属一次性领取的两笔钱，和个人账户的继承是两回事。

依据：社会保险法第十七条、《企业职工基本养老保险遗属待遇暂行办法》。
"""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result, Step
from calc.kinds import Choice, Money, Months
from calc.money import exact_text, grouped, to_fen
from calc.months import years_and_months
from calc.rules.survivor import CAPPED_BELOW, Bereavement, funeral_months, grant, terms

RULES = "renshebufa-2021-18"
LAW = "social-insurance-law"
INCOME = "本省上年度城镇居民月人均可支配收入"
APPLY = "这两笔钱要由遗属申请，不会自动到账；个人账户的余额另外继承，用“一次性领取和继承的金额”算。"
CAPPED = (
    "缴费不满 5 年的，转载的文章说两笔合计不超过本人缴费之和（未经官方来源核实）。"
    "这里没有算这个上限，请向经办机构核实。"
)


class YesNo(Choice):
    """是或否；也接受 JSON 的真假。"""

    def parse(self, raw) -> str:
        return super().parse({"true": "yes", "false": "no"}.get(str(raw).lower(), raw))


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.retired == "no" and values.pension_months_received:
        name = "pension_months_received"
        problems.add(name, "没有领过养老金的，这一项不填；领过的，请把上一项改成已经在领")


def bereavement_of(values: SimpleNamespace, unit: int = 1) -> Bereavement:
    received = values.pension_months_received if values.retired == "yes" else None
    return Bereavement(values.contribution_months, received, unit)


def compute(values: SimpleNamespace) -> Result:
    found, income = bereavement_of(values), values.disposable_income_monthly
    exact = found.months
    funeral, bereavement = grant(income, funeral_months()), grant(income, exact)
    figures = {
        "funeral_grant": funeral,
        "bereavement_months": exact.numerator if exact.denominator == 1 else to_fen(exact),
        "bereavement_grant": bereavement,
        "total": funeral + bereavement,
    }
    capped = [CAPPED] if values.contribution_months < CAPPED_BELOW else []
    notes = [*capped, *whole_years_note(values, bereavement)]
    return Result(figures, steps(income, found, figures), [APPLY, *notes], sources=[RULES, LAW])


def steps(income: Decimal, found: Bereavement, figures: dict) -> list[Step]:
    names = ("funeral_grant", "bereavement_grant", "total")
    funeral, bereavement, total = (grouped(figures[name]) for name in names)
    times, months, each = funeral_months(), count(found.months), grouped(income)
    formula, sum_of = f"{INCOME} × 发放月数", f"{funeral} ＋ {bereavement}"
    return [
        Step("丧葬补助金", f"{INCOME} × {times}", f"{each} × {times}", f"{funeral} 元", RULES),
        earned_step(found),
        *reduced_steps(found),
        Step("抚恤金", formula, f"{each} × {months}", f"{bereavement} 元", RULES),
        Step("遗属待遇合计", "丧葬补助金 ＋ 抚恤金", sum_of, f"{total} 元", LAW),
    ]


def earned_step(found: Bereavement) -> Step:
    """由缴费年限定月数。"""
    most, start, step = terms().most, years_and_months(terms().step_from), terms().step
    formula = "缴费年限所在一档的月数"
    numbers = f"缴费 {years_and_months(found.contribution_months)}"
    if found.beyond:
        formula = f"{start}为 {found.first} 个月，每多缴 1 年加 {step} 个月，最多 {most} 个月"
        numbers = f"{found.first} ＋ {found.beyond} ÷ 12 ＝ {count(found.uncapped)}，最多 {most}"
    return Step("由缴费年限定的月数", formula, numbers, f"{count(found.earned)} 个月", RULES)


def reduced_steps(found: Bereavement) -> list[Step]:
    """退休人员再减去已领的年数。"""
    if found.reduced is None:
        return []
    least = terms().retired_least
    formula = f"每领取 1 年基本养老金减 {terms().step} 个月，最少 {least} 个月"
    numbers = (
        f"{count(found.earned)} − {found.received} ÷ 12 ＝ {count(found.reduced)}，最少 {least}"
    )
    value = f"{count(found.months)} 个月"
    return [Step("减去已领养老金的年数", formula, numbers, value, RULES)]


def count(months: Fraction) -> str:
    """月数，整的不带小数。"""
    return str(months.numerator) if months.denominator == 1 else exact_text(months)


def whole_years_note(values: SimpleNamespace, bereavement: Decimal) -> list[str]:
    """只算满整年的地方，抚恤金是多少；一样的不说。"""
    whole = grant(values.disposable_income_monthly, bereavement_of(values, 12).months)
    if whole == bereavement:
        return []
    return [
        (
            "不满一年的部分，转载的文件写“计算到月”，这里按月折算。"
            f"如果当地只算满整年的，抚恤金是 {grouped(whole)} 元，"
            f"相差 {grouped(abs(whole - bereavement))} 元。"
        )
    ]


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
            Money(yearly_from=15_000),
            help="去世那一年的上一年的数。统计公布的多是全年数，除以 12；"
            "可以问参保地社会保险经办机构或 12333。",
            term="城镇居民月人均可支配收入",
            required=True,
        ),
        Input(
            "contribution_months",
            "缴费年限",
            Months(1, of_years=True, keyboard="text"),
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
            Months(),
            help="从开始领到去世，一共领了几个月；刚退休还没有领到的填 0。",
            term="领取基本养老金的时间",
            required=True,
            shown_when=("retired", "yes"),
        ),
    ),
    figures=(
        Figure("total", "遗属待遇合计", main=True, claimed=True),
        Figure("funeral_grant", "丧葬补助金", main=True, claimed=True),
        Figure("bereavement_grant", "抚恤金", main=True, claimed=True),
        Figure("bereavement_months", "抚恤金发放月数", unit="months"),
    ),
    check=check,
    compute=compute,
)
