"""个人账户养老金计发月数：整岁查表，不是整岁的按相邻两岁推算。

依据：国发〔2005〕38 号文件附件只有整岁；按月推算的写法由公开的核定表归纳，没有国家级文件。
"""

from fractions import Fraction
from functools import cache
from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Choice, Whole
from calc.money import to_fen
from calc.months import age_text
from calc.parameters import load

OFFICIAL = "guofa-2005-38"
INFERRED = "payout-months-forms-2025"


@cache
def whole_ages() -> dict[int, int]:
    """整岁到计发月数。"""
    return {int(age): months for age, months in load("payout_months")["months"].items()}


FIRST, LAST = min(whole_ages()), max(whole_ages())


def interpolated(years: int, months: int) -> str:
    """推算的计发月数，四舍五入到一位小数；正好是整数的不写小数。"""
    months_at = whole_ages()
    step = Fraction(months_at[years + 1] - months_at[years]) / 12 if months else 0
    return f"{to_fen((months_at[years] + step * months) / Fraction(10)) * 10:.1f}".removesuffix(".0")


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.age_years == LAST and values.age_months:
        problems.add("age_months", f"表只到 {LAST} 岁整，{LAST} 岁请填 0")


def compute(values: SimpleNamespace) -> Result:
    years, months = values.age_years, values.age_months
    whole, estimate = whole_ages()[years], interpolated(years, months)
    is_estimate = months > 0 and values.table == "interpolated"
    figures = {
        "payout_months": estimate if is_estimate else str(whole),
        "interpolated_payout_months": estimate,
        "whole_age_payout_months": str(whole),
    }
    steps = [Step("整岁的计发月数", "按退休年龄的整岁查表", f"{years} 岁", str(whole), OFFICIAL)]
    notes = ["计发月数用来算每月发多少，不是只发这么多个月：账户里的钱发完以后，由统筹基金继续按原标准支付。"]
    if months:
        after = whole_ages()[years + 1]
        steps.append(
            Step(
                "按月推算",
                "这一岁的月数 −（这一岁 − 下一岁）× 多出的月份 ÷ 12，四舍五入到一位小数",
                f"{whole} −（{whole} − {after}）× {months} ÷ 12",
                estimate,
                INFERRED,
            )
        )
        notes = [
            f"{age_text(years, months)}不是整岁。推算是 {estimate}，按整岁是 {whole}；这里取的是{'推算' if is_estimate else '整岁'}的数。"
            "除以的数大，每月就少一点。",
            "没有查到按月取值的国家级文件。2025 年以后退休、不是整岁的公开核定表，约一半与推算相符，其余用整岁的数或邻近的数，其中有的可能是出生月或退休月录得不准；各地做法不一。用哪个，以核定表为准。",
            *notes,
        ]
    sources = [OFFICIAL, INFERRED] if months else [OFFICIAL]
    return Result(figures, steps, notes, {"by_month": rows(years)}, sources)


def rows(years: int) -> list[dict]:
    """这一岁各月的推算值。"""
    return [
        {"age": age_text(years, month), "interpolated": interpolated(years, month), "whole_age": str(whole_ages()[years])}
        for month in range(12 if years < LAST else 1)
    ]


CALCULATOR = Calculator(
    id="payout-months",
    title="计发月数",
    answers="按退休时的年龄，个人账户的钱要除以多少，得出每月发的数。",
    limits=(
        "不是整岁时的数是推算，不是官方公布的表。",
        "没有收录表以外的年龄。",
        "只说职工基本养老保险，不说城乡居民养老保险。",
    ),
    inputs=(
        Input(
            "age_years",
            "退休时几岁",
            Whole(FIRST, LAST, "岁"),
            help="办理退休那个月的年龄，只填满了几岁。弹性提前、延迟的，用实际退休的年龄。",
            term="退休年龄",
            required=True,
        ),
        Input("age_months", "零几个月", Whole(0, 11, "个月"), help="退休月份减出生月份，满整岁以后多出的月数。", term="退休年龄", default="0"),
        Input(
            "table",
            "不是整岁怎样取",
            Choice((("interpolated", "按月推算"), ("whole-age", "只看整岁"))),
            help="各地做法不一，看你或同事核定表上的数更像哪一种。",
            term="计发月数",
            default="interpolated",
        ),
    ),
    figures=(
        Figure("payout_months", "计发月数", "text", main=True),
        Figure("interpolated_payout_months", "按月推算", "text", main=True),
        Figure("whole_age_payout_months", "只看整岁", "text", main=True),
    ),
    check=check,
    compute=compute,
    tables=(
        Table(
            "by_month",
            "这一岁各月的数（推算）",
            (Column("age", "退休年龄"), Column("interpolated", "按月推算"), Column("whole_age", "只看整岁")),
        ),
    ),
)
