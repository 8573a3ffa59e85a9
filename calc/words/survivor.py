"""丧葬补助金和抚恤金的步骤和说明，几个计算器说得一样。"""

from fractions import Fraction

from calc.declaration import Step
from calc.money import exact_text, grouped
from calc.months import years_and_months
from calc.rules.survivor import CAPPED_BELOW, Bereavement, Grants, funeral_months, terms

RULES = "renshebufa-2021-18"
LAW = "social-insurance-law"
INCOME = "本省上年度城镇居民月人均可支配收入"
CAPPED = (
    "缴费不满 5 年的，转载的文章说两笔合计不超过本人缴费之和（未经官方来源核实）。"
    "这里没有算这个上限，请向经办机构核实。"
)


def grant_steps(grants: Grants) -> list[Step]:
    """丧葬补助金一步，抚恤金的月数一两步，抚恤金一步。"""
    times, months = funeral_months(), count(grants.terms.months)
    each, funeral = grouped(grants.income), f"{grouped(grants.funeral)} 元"
    bereavement = f"{grouped(grants.bereavement)} 元"
    return [
        Step("丧葬补助金", f"{INCOME} × {times}", f"{each} × {times}", funeral, RULES),
        earned_step(grants.terms),
        *reduced_steps(grants.terms),
        Step("抚恤金", f"{INCOME} × 发放月数", f"{each} × {months}", bereavement, RULES),
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


def grant_notes(grants: Grants) -> list[str]:
    """没有核实的上限；只算满整年的地方差多少，一样的不说。"""
    months, whole = grants.terms.contribution_months, grants.whole_years.bereavement
    found = [CAPPED] * (months < CAPPED_BELOW)
    if whole == grants.bereavement:
        return found
    return [
        *found,
        (
            "不满一年的部分，转载的文件写“计算到月”，这里按月折算。"
            f"如果当地只算满整年的，抚恤金是 {grouped(whole)} 元，"
            f"相差 {grouped(abs(whole - grants.bereavement))} 元。"
        ),
    ]
