"""养老金的各项怎样写成一步：公式、代入的数、结果。"""

from decimal import Decimal
from fractions import Fraction

from calc.declaration import Step
from calc.money import exact_text, grouped
from calc.months import years_and_months
from calc.rules.pension import Pension

METHOD = "guofa-2005-38"


def part_step(
    words: tuple[str, str, str], found: Pension, exact: Fraction, source: str = METHOD
) -> Step:
    """养老金的一项：名称、公式和代入的数；取整过的，连精确值一起写。"""
    label, formula, numbers = words
    amount = found.rounded(exact)
    shown = numbers if Fraction(amount) == exact else f"{numbers} ＝ {exact_text(exact)}"
    return Step(label, formula, shown, f"{grouped(amount)} 元", source)


def basic_formula(rate: Decimal | None, wage: str = "计发基数") -> str:
    """``wage`` 是和指数相乘的平均工资叫什么。"""
    return (
        f"（计发基数 ＋ 本人指数化月平均缴费工资）÷ 2 × 缴费年限 × {rate}%；"
        f"本人指数化月平均缴费工资 ＝ {wage} × 平均缴费工资指数"
    )


def basic_numbers(base: Decimal, indexed: str, years: str, rate: Decimal | None) -> str:
    return f"（{grouped(base)} ＋ {indexed}）÷ 2 {years} {rate}%"


def account_words(balance: Decimal, payout: Decimal) -> tuple[str, str, str]:
    numbers = f"{grouped(balance)} ÷ {payout}"
    return "个人账户养老金", "退休时个人账户储存额 ÷ 计发月数", numbers


def two_parts(
    found: Pension, basic: tuple[str, str], balance: Decimal, payout: Decimal
) -> list[Step]:
    """只有两项的养老金：``basic`` 是基础养老金的公式和代入的数。"""
    total = " ＋ ".join(grouped(found.rounded(part)) for part in (found.basic, found.account))
    return [
        part_step(("基础养老金", *basic), found, found.basic),
        part_step(account_words(balance, payout), found, found.account),
        Step("每月养老金", "两项相加", total, f"{grouped(found.total)} 元", METHOD),
    ]


def headed(head: str, steps: list[Step]) -> list[Step]:
    """几步的名称前面，写明是哪一种的。"""
    return [
        Step(f"{head}：{step.label}", step.formula, step.numbers, step.value, step.source)
        for step in steps
    ]


def months_text(months: int) -> str:
    """``147 个月（12 年 3 个月）``。"""
    return f"{months} 个月" + (f"（{years_and_months(months)}）" if months >= 12 else "")


def years_text(months: int | None, years: Decimal | Fraction | None = None) -> str:
    """代进式子的年数和两边的乘号：不是整年的写成月数除以 12。"""
    if isinstance(years, Fraction):
        months = int(years * 12)
    if months is not None and months % 12:
        return f"×（{months} ÷ 12）×"
    return f"× {years if months is None else months // 12} ×"
