"""多缴值不值：多缴的钱，要领多少个月才领得回来。

按月领取见社会保险法第十六条。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result, Step
from calc.kinds import Money, Whole
from calc.money import exact_text, grouped
from calc.months import age_text, years_and_months
from calc.rules.break_even import BreakEven, break_even

LAW = "social-insurance-law"
NOTES = (
    (
        "只是多缴的钱除以每月多领的钱：没有算这笔钱放在别处的利息，也没有算今后养老金的调整。"
        "两样都会改变结果。"
    ),
    (
        "多缴里记进个人账户的那部分，没有领完的余额可以继承（社会保险法第十四条），"
        "不会因为去世得早就没有了。"
    ),
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    years, months = values.start_age_years, values.start_age_months
    if values.monthly_gain is not None and not values.monthly_gain:
        problems.add("monthly_gain", "每月多领的钱应当大于 0：一分不多领，就永远领不回来")
    if months is not None and years is None and not problems.has("start_age_years"):
        problems.add("start_age_years", "填了几个月，还要填开始领的年龄是几岁，如 60")


def compute(values: SimpleNamespace) -> Result:
    start = None
    if values.start_age_years is not None:
        start = values.start_age_years * 12 + (values.start_age_months or 0)
    found = break_even(values.extra_cost, values.monthly_gain, start)
    figures = {
        "months": found.months,
        "years": found.years,
        "age": found.age,
        "age_text": None if found.end is None else age_text(*divmod(found.end, 12)),
    }
    return Result(figures, steps(values, found), list(NOTES), sources=[LAW])


def steps(values: SimpleNamespace, found: BreakEven) -> list[Step]:
    spent, gain = grouped(values.extra_cost), grouped(values.monthly_gain)
    months = years_and_months(found.months)
    result = [
        Step(
            "领回本钱的月数",
            "多缴的钱 ÷ 每月多领的钱，四舍五入到月",
            f"{spent} ÷ {gain} ＝ {exact_text(found.exact_months)}",
            f"{found.months} 个月（{months}）",
            "",
        )
    ]
    if found.start is not None and found.end is not None:
        numbers = f"{age_text(*divmod(found.start, 12))} ＋ {months}"
        formula, end = "开始领的年龄 ＋ 领回本钱的月数", age_text(*divmod(found.end, 12))
        result.append(Step("领回本钱的年龄", formula, numbers, end, ""))
    return result


CALCULATOR = Calculator(
    id="break-even",
    title="多缴值不值",
    answers="提高档次、多缴几年多花的钱，退休后领多久能领回来。",
    limits=(
        "不计利息：先缴后领，隔的年头越长，差得越多。",
        "不计养老金今后的调整。",
        "不判断该不该多缴；单位缴的那部分不是你出的钱，不要算进去。",
    ),
    inputs=(
        Input(
            "extra_cost",
            "一共多缴的钱",
            Money(),
            help="两种缴法从现在缴到退休，总额相减。只算自己出的。",
            term="个人缴费",
            required=True,
        ),
        Input(
            "monthly_gain",
            "退休后每月多领的钱",
            Money(),
            help="用“养老金估算”把两种缴法各算一次，相减。",
            term="基本养老金",
            required=True,
        ),
        Input(
            "start_age_years",
            "开始领的年龄",
            Whole(40, 80, "岁"),
            help="几岁开始领。不填就只算要领几个月。",
            term="退休年龄",
        ),
        Input(
            "start_age_months",
            "再加几个月",
            Whole(0, 11, "个月"),
            help="60 岁 3 个月开始领的，这里填 3。",
            term="退休年龄",
        ),
    ),
    figures=(
        Figure("months", "领回本钱要几个月", unit="months", main=True),
        Figure("years", "合多少年", unit="years", main=True),
        Figure("age_text", "那时的年龄", unit="text", main=True),
        Figure("age", "那时的年龄（按小数写）", unit="text", help="由没有取整的月数算出"),
    ),
    check=check,
    compute=compute,
)
