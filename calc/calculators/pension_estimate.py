"""养老金估算：基础养老金、个人账户养老金、过渡性养老金和其他各项，各自到分再相加。

依据：国发〔2005〕38 号文件。计发基数、平均缴费工资指数、过渡系数都是各地各人的数，
只向读者要，不猜。
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from calc.declaration import TODAY, Calculator, Figure, Input, OneOf, Problems, Result, Step
from calc.kinds import Choice, Money, MoneyList, Months, Number, Percent, Whole, Years
from calc.money import grouped, percent, to_fen
from calc.months import age_text
from calc.pension_inputs import AGE_MONTHS, AVERAGE_INDEX, PENSION_BASE
from calc.rules import pension
from calc.rules.pension import FIRST_AGE, LAST_AGE, Pension
from calc.rules.rates import account_share
from calc.words.days import not_recorded
from calc.words.doubts import small_balance
from calc.words.payout_months import INFERRED, METHODS
from calc.words.pension import (
    METHOD,
    account_words,
    basic_formula,
    basic_numbers,
    part_step,
    years_text,
)

CONTRIBUTED = Months(of_years=True, keyboard="text")
LOCAL = "renshebufa-2015-28"
LOCAL_BASE = (
    "各地公布的计发基数每年不同，领多少以参保地社会保险经办机构的核定为准。"
    "缴费还要满最低缴费年限，才能按月领取。"
)
PRINTED = (
    "核定表上的年限和指数是取整以后印的，用它们复算，可能和核定的差几角钱；知道缴费月数的，"
    "填月数更准。"
)
ONE_WAY = (
    "过渡性养老金各省的公式和系数都不同（例如北京另分两段计算），这里只是一种写法；"
    "有核定表的，请直接填表上的金额。"
)
ROUNDINGS = {
    "fen": "各项到分，再相加",
    "total-up": "各项到分，合计有零头的进到一角",
    "items-up": "每一项有零头的进到一角，再相加",
    "items-nearest": "每一项四舍五入到角，再相加",
}
TOTALS = {
    "fen": "各项分别四舍五入到分，再相加",
    "total-up": "各项分别四舍五入到分，再相加；合计有零头的进到一角",
    "items-up": "各项有零头的分别进到一角，再相加",
    "items-nearest": "各项分别四舍五入到角，再相加",
}
ROUNDED = (
    "核定表怎样取整，各地不同，没有查到全国统一的规定；和核定表差几分到几角的，可以换一种看看。"
)
GOES_ON = "账户里的钱发完以后，个人账户养老金由统筹基金继续按原标准支付，不会停发。"


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.payout_months is not None and values.age_months:
        problems.add("age_months", "填了计发月数，就不用再填年龄")
    if values.payout_months is None and values.age_years == LAST_AGE and values.age_months:
        problems.add("age_months", f"计发月数表只到 {LAST_AGE} 岁整，这里不填")
    check_transition(values, problems)
    total, deemed = values.contribution_months, values.deemed_months
    if total and deemed and deemed > total:
        message = f"视同缴费年限 {deemed} 个月，比缴费年限 {total} 个月还长；"
        message += "缴费年限要把视同缴费年限算在里面"
        problems.add("deemed_months", message)
    if values.today is not None and pension.basic_rate(values.today) is None:
        problems.add("today", not_recorded(pension.first_day()))


def check_transition(values: SimpleNamespace, problems: Problems) -> None:
    deemed, coefficient = values.deemed_months, values.transition_coefficient_percent
    is_given = values.transition_pension is not None
    if is_given and (deemed is not None or coefficient is not None):
        message = "过渡性养老金，或者填核定表上的金额，或者填视同缴费年限和过渡系数，只用一种"
        problems.add("transition_pension", message)
    elif deemed and coefficient is None and not problems.has("transition_coefficient_percent"):
        message = (
            "填了视同缴费年限，还要填当地的过渡系数，如 1.3；各省不同，问参保地社会保险经办机构"
        )
        problems.add("transition_coefficient_percent", message)
    elif coefficient is not None and deemed is None and not problems.has("deemed_months"):
        problems.add("deemed_months", "填了过渡系数，还要填视同缴费年限有多少个月，如 60")


def payout_of(values: SimpleNamespace) -> tuple[Decimal, list[str], list[str]]:
    """计发月数、它的依据和说明。"""
    if values.payout_months is not None:
        return values.payout_months, [], []
    age = values.age_years, values.age_months or 0
    found = pension.payout_months(*age)
    months = found[values.table]
    if len(set(found.values())) == 1:
        return months, [], [f"{age_text(*age)}的计发月数是 {months}。"]
    return months, [INFERRED], [two_ways(values.account_balance, age_text(*age), found)]


def two_ways(balance: Decimal, age: str, found: dict[str, Decimal]) -> str:
    """两种取法各是多少、差多少。"""
    amounts = {method: to_fen(pension.account(balance, each)) for method, each in found.items()}
    shown = "，".join(
        f"{label}是 {found[method]}、每月 {grouped(amounts[method])} 元"
        for method, label in METHODS.items()
    )
    spread = grouped(abs(amounts["interpolated"] - amounts["whole-age"]))
    return (
        f"{age}的计发月数有两种取法：{shown}，相差 {spread} 元。按月推算的数没有见到国家级文件，"
        "各地做法不一，以核定表上的为准。"
    )


def pension_of(values: SimpleNamespace, payout: Decimal) -> Pension:
    amounts, rate = values.other_amounts or (), pension.basic_rate(values.today)
    assert rate is not None
    return Pension(
        pension.basic(values.pension_base, indexed_of(values), years_of(values), rate),
        pension.account(values.account_balance, payout),
        transition_of(values),
        Fraction(sum(amounts)) if any(amounts) else None,
        values.rounding,
    )


def indexed_base(values: SimpleNamespace) -> tuple[str, Decimal]:
    """和指数相乘的平均工资，叫什么，是多少。"""
    if values.indexed_base is None:
        return "计发基数", values.pension_base
    return "指数对应的平均工资", values.indexed_base


def indexed_of(values: SimpleNamespace) -> Fraction:
    """本人指数化月平均缴费工资，精确值。"""
    return Fraction(indexed_base(values)[1]) * Fraction(values.average_index)


def years_of(values: SimpleNamespace) -> Fraction:
    """缴费年限（年），精确值。"""
    if values.contribution_months is None:
        return Fraction(values.contribution_years)
    return Fraction(values.contribution_months, 12)


def transition_of(values: SimpleNamespace) -> Fraction | None:
    if values.transition_pension is not None:
        return Fraction(values.transition_pension)
    if not values.deemed_months:
        return None
    coefficient = values.transition_coefficient_percent
    return pension.transition(indexed_of(values), values.deemed_months, coefficient)


def compute(values: SimpleNamespace) -> Result:
    payout, payout_sources, payout_notes = payout_of(values)
    found = pension_of(values, payout)
    figures = {
        "basic_pension": found.rounded(found.basic),
        "account_pension": found.rounded(found.account),
        "transition_pension": found.rounded(found.transition),
        "other_pension": found.rounded(found.other),
        "total_pension": found.total,
        "payout_months": payout,
    }
    shown = steps(values, found, payout)
    local = [LOCAL] if any(step.source == LOCAL for step in shown) else []
    sources = [METHOD, *local, *payout_sources]
    said = [*notes(values), *payout_notes]
    return Result(figures, shown, said, sources=sources, doubts=doubts(values))


def doubts(values: SimpleNamespace) -> list[str]:
    share = account_share(values.today)
    if share is None:
        return []
    year = to_fen(indexed_of(values) * percent(share.value) * 12)
    return small_balance("个人账户储存额", values.account_balance, year)


def steps(values: SimpleNamespace, found: Pension, payout: Decimal) -> list[Step]:
    parts = [basic_step(values, found), account_step(values, found, payout)]
    amounts = [found.basic, found.account]
    if found.transition is not None:
        parts.append(transition_step(values, found))
        amounts.append(found.transition)
    if found.other is not None:
        numbers = " ＋ ".join(map(grouped, values.other_amounts))
        formula = "核定表上另外列出的各项相加"
        parts.append(part_step(("其他各项", formula, numbers), found, found.other, ""))
        amounts.append(found.other)
    numbers = " ＋ ".join(grouped(found.rounded(each)) for each in amounts)
    formula, total = TOTALS[values.rounding], f"{grouped(found.total)} 元"
    return [*parts, Step("每月养老金", formula, numbers, total, METHOD)]


def basic_step(values: SimpleNamespace, found: Pension) -> Step:
    rate, (name, wage) = pension.basic_rate(values.today), indexed_base(values)
    years = years_text(values.contribution_months, values.contribution_years)
    indexed = f"{grouped(wage)} × {values.average_index:f}"
    numbers = basic_numbers(values.pension_base, indexed, years, rate)
    return part_step(("基础养老金", basic_formula(rate, name), numbers), found, found.basic)


def account_step(values: SimpleNamespace, found: Pension, payout: Decimal) -> Step:
    return part_step(account_words(values.account_balance, payout), found, found.account)


def transition_step(values: SimpleNamespace, found: Pension) -> Step:
    assert found.transition is not None
    label = "过渡性养老金"
    if values.transition_pension is not None:
        words = label, "照核定表填写", grouped(values.transition_pension)
        return part_step(words, found, found.transition, "")
    coefficient, years = values.transition_coefficient_percent, years_text(values.deemed_months)
    name, wage = indexed_base(values)
    numbers = f"{grouped(wage)} × {values.average_index:f} {years} {coefficient}%"
    formula = f"{name} × 平均缴费工资指数 × 视同缴费年限 × 过渡系数"
    return part_step((label, formula, numbers), found, found.transition, LOCAL)


def notes(values: SimpleNamespace) -> list[str]:
    said = {
        LOCAL_BASE: True,
        "计发基数填了 0，没有算基础养老金。": not values.pension_base,
        "储存额填了 0，没有算个人账户养老金。": not values.account_balance,
        PRINTED: values.contribution_years is not None,
        ONE_WAY: values.deemed_months,
        ROUNDED: values.rounding != "fen",
        GOES_ON: values.account_balance,
    }
    return [text for text, is_said in said.items() if is_said]


CALCULATOR = Calculator(
    id="pension-estimate",
    title="养老金估算",
    answers="退休后每月大约领多少，由哪几项组成，每一项怎样算出来；也可以用来核对核定表。",
    limits=(
        "不预测将来的计发基数、缴费和利率；填今天的数，算的是今天的钱。",
        "过渡性养老金和地方另加的项目，各省不同，要照当地的数填写。",
        "不含职业年金、企业年金、个人养老金，也不含退休后的调整。",
        "机关事业单位十年过渡期内新老办法的对比没有算。",
    ),
    inputs=(
        replace(PENSION_BASE, help=f"{PENSION_BASE.help}只想算别的项，填 0。"),
        AVERAGE_INDEX,
        Input(
            "contribution_months",
            "缴费年限（月数）",
            CONTRIBUTED,
            help="含视同缴费年限；权益记录单上有累计缴费月数。",
            term="缴费年限",
        ),
        Input(
            "contribution_years",
            "缴费年限（年数）",
            Years(),
            help="照核定表填写：小数如 28.83，几年几个月如 41年6个月；含视同缴费年限。",
            term="缴费年限",
        ),
        Input(
            "account_balance",
            "个人账户储存额",
            Money(),
            help="退休时的数，看权益记录单或核定表；离退休还远的，先用“历年滚存”推算。",
            term="个人账户储存额",
            required=True,
        ),
        Input(
            "age_years",
            "退休年龄",
            Whole(FIRST_AGE, LAST_AGE, "岁"),
            help="开始领养老金时满几岁，用来查计发月数。",
            term="退休年龄",
        ),
        replace(AGE_MONTHS, default=None, unless="payout_months"),
        Input(
            "table",
            "计发月数怎样取",
            Choice(tuple(METHODS.items())),
            help="年龄不是整岁才有分别。按月推算的数不是官方公布的，"
            "各地做法不一；两种差多少会列出来。",
            term="计发月数",
            default="interpolated",
            unless="payout_months",
        ),
        Input(
            "payout_months",
            "计发月数",
            Number(1, 400, 2, "个月", example="138.4"),
            help="核定表上的计发月数。",
            term="计发月数",
        ),
        Input(
            "transition_pension",
            "过渡性养老金",
            Money(),
            help="有核定表的，照填表上的金额；没有视同缴费年限的，一般不填。",
            term="过渡性养老金",
            more=True,
        ),
        Input(
            "deemed_months",
            "视同缴费年限",
            CONTRIBUTED,
            help="没有核定表、又有视同缴费年限的才填；要和过渡系数一起填。",
            term="视同缴费年限",
            more=True,
        ),
        Input(
            "transition_coefficient_percent",
            "过渡系数",
            Percent(0, 10),
            help="当地规定的数，各省不同；问参保地社会保险经办机构。",
            term="过渡系数",
            more=True,
        ),
        Input(
            "other_amounts",
            "其他各项",
            MoneyList(exact=False, item="第 {} 项"),
            help="核定表上另外列出的项目，如增发、补贴，一项一个数。",
            term="地方另加的项目",
            more=True,
        ),
        Input(
            "indexed_base",
            "指数对应的平均工资",
            Money(yearly_from=30_000),
            help="核定表上有两个平均工资的才填：和平均缴费工资指数相乘的那一个，填在这里；"
            "另一个填“计发基数”。",
            term="平均工资",
            more=True,
        ),
        Input(
            "rounding",
            "怎样取整",
            Choice(tuple(ROUNDINGS.items())),
            help="看核定表上的数：每一项、合计各到分还是到角。没有查到全国统一的规定。",
            default="fen",
            more=True,
        ),
        TODAY,
    ),
    one_of=(
        OneOf("缴费年限怎样填？", ("contribution_months", "contribution_years")),
        OneOf("计发月数怎样填？", ("age_years", "payout_months")),
    ),
    figures=(
        Figure("total_pension", "每月养老金", main=True),
        Figure("basic_pension", "基础养老金", main=True),
        Figure("account_pension", "个人账户养老金", main=True),
        Figure("transition_pension", "过渡性养老金"),
        Figure("other_pension", "其他各项"),
        Figure("payout_months", "用的计发月数", unit="months"),
    ),
    check=check,
    compute=compute,
)
