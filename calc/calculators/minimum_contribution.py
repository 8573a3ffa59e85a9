"""最低缴费年限：哪一年退休，要累计缴费满多少个月才能按月领取基本养老金。

依据：社会保险法第十六条、国务院关于渐进式延迟法定退休年龄的办法第二条；
年限不够的办法另见人社部令第 13 号第二、三条。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Whole
from calc.months import chinese_date, years_and_months
from calc.rules.retirement import Rise, in_years, known_minimum, law_day, minimum_months, rise
from calc.words.minimum_contribution import FLEXIBLE, LAW, MEASURES, SHORT_SOURCES, short_notes

WHICH_YEAR = (
    "看哪一年：按时退休看法定退休的年份；弹性提前的看你选的那一年；弹性延迟的仍看法定退休的年份"
    "（《实施弹性退休制度暂行办法》第七条）。"
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.year is not None and minimum_months(values.year) is None:
        message = f"社会保险法 {chinese_date(law_day())}施行，更早的规定没有收录；"
        message += f"请填写 {law_day().year} 年或以后的年份，如 2032"
        problems.add("year", message)


def compute(values: SimpleNamespace) -> Result:
    months, rises = known_minimum(values.year), rise()
    figures = {
        "minimum_contribution_months": months,
        "minimum_contribution_years": in_years(months),
        "increase_months": months - rises.before,
    }
    sources = [MEASURES, FLEXIBLE, *SHORT_SOURCES]
    notes = [WHICH_YEAR, *short_notes()]
    return Result(
        figures, steps(values.year, months, rises), notes, {"by_year": rows(rises)}, sources
    )


def steps(year: int, months: int, rises: Rise) -> list[Step]:
    before, last = years_and_months(rises.before), years_and_months(rises.years[rises.last_year])
    formula = f"{rises.first_year} 年起每年比上一年多 {rises.step} 个月，到 {last}为止"
    value = f"{months} 个月，就是 {years_and_months(months)}"
    return [
        Step("提高以前的年限", f"累计缴费满 {before}", before, f"{rises.before} 个月", LAW),
        Step("这一年的最低缴费年限", formula, rise_numbers(year, months, rises), value, MEASURES),
    ]


def rise_numbers(year: int, months: int, rises: Rise) -> str:
    if months == rises.before:
        return f"{year} 年在 {rises.first_year} 年以前，没有提高"
    counted = min(year, rises.last_year)
    numbers = f"{rises.before} ＋ {rises.step} ×（{counted} − {rises.first_year - 1}）"
    return numbers + (f"；{rises.last_year} 年起不再提高" if year > counted else "")


def rows(rises: Rise) -> list[dict]:
    """逐年的年限：提高前的最后一年起，到不再提高的那一年。"""
    return [
        {"year": year, "minimum_contribution_months": months, "years": years_and_months(months)}
        for year, months in rises.with_year_before().items()
    ]


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
            help=(
                "不知道哪一年退休，先用法定退休年龄计算器算。"
                "提前退休的填选定的年份，延迟退休的填法定退休的年份。"
            ),
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
            (
                Column("year", "退休年份"),
                Column("minimum_contribution_months", "月数", "months"),
                Column("years", "年限"),
            ),
        ),
    ),
)
