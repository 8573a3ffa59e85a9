"""最低缴费年限：哪一年退休，要累计缴费满多少个月才能按月领取基本养老金。

依据：社会保险法第十六条、国务院关于渐进式延迟法定退休年龄的办法第二条；年限不够的办法另见人社部令第 13 号第二、三条。
"""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Whole
from calc.months import years_and_months
from calc.parameters import parameter, source

MEASURES = "delayed-retirement-measures-2024"
FLEXIBLE = "flexible-retirement-rules-2024"
LAW = "social-insurance-law"
ORDER_13 = "mohrss-order-13"
SHORT_SOURCES = [LAW, ORDER_13, MEASURES]


def minimum_months(year: int) -> int | None:
    """那一年的最低缴费年限（月）；社会保险法施行以前的年份是 ``None``。"""
    value = parameter("minimum_contribution_months").at(date(year, 12, 31))
    return value and int(value.value)


def day_in_force(key: str) -> str:
    """一份文件的施行日：``2025 年 1 月 1 日``。"""
    day = source(key).in_force
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def first_months() -> int:
    """社会保险法第十六条的年限（月），提高以前的数。"""
    return int(parameter("minimum_contribution_months").values[0].value)


def short_notes() -> list[str]:
    """年限不够时可以走的路。"""
    years = years_and_months(first_months())
    return [
        "到了法定退休年龄年限还不够，有几条路，要自己选：一是按规定延长缴费，或者一次性缴费（延迟退休办法第二条），具体条件以参保地的规定为准。",
        f"二是 {day_in_force(LAW)}以前参保、延长缴费 5 年后仍不满 {years}的，可以一次性缴到满 {years}（人社部令第 13 号第二条）；"
        f"最低年限已经超过 {years}的，这样还不够，要另问参保地社保经办机构。",
        "三是申请转入城乡居民养老保险；四是书面申请终止职工基本养老保险关系，个人账户储存额一次性支付给本人"
        "（社会保险法第十六条、人社部令第 13 号第三条）。终止以后不再按月领，先问清楚再签字。"
        f"这两条写的是不满 {years}的人；已经满 {years}、不够提高以后的年限的，没有读到规定，先问参保地社保经办机构。",
    ]


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.year is not None and minimum_months(values.year) is None:
        first = source(LAW).in_force.year
        message = f"社会保险法 {day_in_force(LAW)}施行，更早的规定没有收录；请填写 {first} 年或以后的年份，如 2032"
        problems.add("year", message)


def rows() -> list[dict]:
    """逐年的年限：提高前的最后一年起，到不再提高的那一年。"""
    values = parameter("minimum_contribution_months").values
    years = [values[0].end.year, *(value.start.year for value in values[1:])]
    return [
        {"year": year, "minimum_contribution_months": minimum_months(year), "years": years_and_months(minimum_months(year))}
        for year in years
    ]


def compute(values: SimpleNamespace) -> Result:
    months, start = minimum_months(values.year), first_months()
    more = months - start
    figures = {
        "minimum_contribution_months": months,
        "minimum_contribution_years": (Decimal(months) / 12).normalize() + 0,
        "increase_months": more,
    }
    first, last = rows()[1], rows()[-1]
    formula = f"{first['year']} 年起每年比上一年多 {first['minimum_contribution_months'] - start} 个月，到 {last['years']}为止"
    numbers = f"{values.year} 年在 {first['year']} 年以前，没有提高"
    if more:
        counted = min(values.year, last["year"])
        numbers = f"{start} ＋ {first['minimum_contribution_months'] - start} ×（{counted} − {first['year'] - 1}）"
        numbers += f"；{last['year']} 年起不再提高" if values.year > counted else ""
    steps = [
        Step("提高以前的年限", f"累计缴费满 {years_and_months(start)}", years_and_months(start), f"{start} 个月", LAW),
        Step("这一年的最低缴费年限", formula, numbers, f"{months} 个月，就是 {years_and_months(months)}", MEASURES),
    ]
    notes = [
        "看哪一年：按时退休看法定退休的年份；弹性提前的看你选的那一年；弹性延迟的仍看法定退休的年份"
        "（《实施弹性退休制度暂行办法》第七条）。",
        *short_notes(),
    ]
    return Result(figures, steps, notes, {"by_year": rows()}, [MEASURES, FLEXIBLE, *SHORT_SOURCES])


CALCULATOR = Calculator(
    id="minimum-contribution",
    title="最低缴费年限",
    answers="哪一年退休，累计要缴费满几年，才能按月领养老金。",
    limits=(
        "不判断你的缴费年限怎么认定：视同缴费年限、补缴、重复缴费要由经办机构核。",
        "各地延长缴费、一次性缴费的具体条件不在这里。",
        "只说职工基本养老保险，不说城乡居民养老保险。",
    ),
    inputs=(
        Input(
            "year",
            "退休的年份",
            Whole(1950, 2100, "年"),
            help="不知道哪一年退休，先用法定退休年龄计算器算。提前退休的填选定的年份，延迟退休的填法定退休的年份。",
            term="达到法定退休年龄的年份",
            required=True,
        ),
    ),
    figures=(
        Figure("minimum_contribution_months", "最低缴费年限", "months", main=True),
        Figure("minimum_contribution_years", "折合", "years", help="年，可以有半年", main=True),
        Figure("increase_months", "比提高以前多", "months"),
    ),
    check=check,
    compute=compute,
    tables=(
        Table(
            "by_year",
            "逐年的最低缴费年限",
            (Column("year", "退休年份"), Column("minimum_contribution_months", "月数", "months"), Column("years", "年限")),
        ),
    ),
)
