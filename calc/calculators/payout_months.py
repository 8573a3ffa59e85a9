"""个人账户养老金计发月数：整岁查表，不是整岁的按相邻两岁推算。

依据：国发〔2005〕38 号文件附件只有整岁；按月推算的写法由公开的核定表归纳，没有国家级文件。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Choice, Whole
from calc.months import age_text
from calc.rules.pension import FIRST_AGE, LAST_AGE, payout_months, payout_table
from calc.words.payout_months import INFERRED, METHODS

OFFICIAL = "guofa-2005-38"
GOES_ON = (
    "计发月数用来算每月发多少，不是只发这么多个月：账户里的钱发完以后，由统筹基金继续按原标准支付。"
)
NOT_OFFICIAL = (
    "没有查到按月取值的国家级文件。2025 年以后退休、不是整岁的公开核定表，约一半与推算相符，"
    "其余用整岁的数或邻近的数，其中有的可能是出生月或退休月录得不准；各地做法不一。"
    "用哪个，以核定表为准。"
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.age_years == LAST_AGE and values.age_months:
        problems.add("age_months", f"表只到 {LAST_AGE} 岁整，{LAST_AGE} 岁请填 0")


def texts(years: int, months: int) -> dict[str, str]:
    """两种取法的计发月数。"""
    return {method: str(found) for method, found in payout_months(years, months).items()}


def compute(values: SimpleNamespace) -> Result:
    years, months = values.age_years, values.age_months
    found = texts(years, months)
    figures = {
        "payout_months": found[values.table],
        "interpolated_payout_months": found["interpolated"],
        "whole_age_payout_months": found["whole-age"],
    }
    notes = ([chosen_note(values, found), NOT_OFFICIAL] if months else []) + [GOES_ON]
    sources = [OFFICIAL, INFERRED] if months else [OFFICIAL]
    return Result(figures, steps(years, months, found), notes, {"by_month": rows(years)}, sources)


def steps(years: int, months: int, found: dict[str, str]) -> list[Step]:
    whole = found["whole-age"]
    result = [Step("整岁的计发月数", "按退休年龄的整岁查表", f"{years} 岁", whole, OFFICIAL)]
    if months:
        formula = "这一岁的月数 −（这一岁 − 下一岁）× 多出的月份 ÷ 12，四舍五入到一位小数"
        numbers = f"{whole} −（{whole} − {payout_table()[years + 1]}）× {months} ÷ 12"
        result.append(Step("按月推算", formula, numbers, found["interpolated"], INFERRED))
    return result


def chosen_note(values: SimpleNamespace, found: dict[str, str]) -> str:
    age, taken = age_text(values.age_years, values.age_months), "整岁"
    if values.table == "interpolated":
        taken = "推算"
    return (
        f"{age}不是整岁。推算是 {found['interpolated']}，按整岁是 {found['whole-age']}；"
        f"这里取的是{taken}的数。除以的数大，每月就少一点。"
    )


def rows(years: int) -> list[dict]:
    """这一岁各月的推算值。"""
    found = {month: texts(years, month) for month in range(12 if years < LAST_AGE else 1)}
    return [
        {
            "age": age_text(years, month),
            "interpolated": each["interpolated"],
            "whole_age": each["whole-age"],
        }
        for month, each in found.items()
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
            Whole(FIRST_AGE, LAST_AGE, "岁"),
            help="办理退休那个月的年龄，只填满了几岁。弹性提前、延迟的，用实际退休的年龄。",
            term="退休年龄",
            required=True,
        ),
        Input(
            "age_months",
            "零几个月",
            Whole(0, 11, "个月"),
            help="退休月份减出生月份，满整岁以后多出的月数。",
            term="退休年龄",
            default="0",
        ),
        Input(
            "table",
            "不是整岁怎样取",
            Choice(tuple(METHODS.items())),
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
            (
                Column("age", "退休年龄"),
                Column("interpolated", "按月推算"),
                Column("whole_age", "只看整岁"),
            ),
        ),
    ),
)
