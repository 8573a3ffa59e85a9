"""法定退休年龄与弹性退休：哪个月退休、最早最晚哪个月、要缴满几年。

依据：国务院关于渐进式延迟法定退休年龄的办法第一至三条、实施弹性退休制度暂行办法第七条。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Birth, Choice, Months, Offset
from calc.months import YearMonth, age_text, chinese_date, years_and_months
from calc.parameters import retirement_ages
from calc.rules.retirement import CATEGORIES, Retirement, law_day
from calc.words.minimum_contribution import FLEXIBLE, LAW, MEASURES, SHORT_SOURCES, short_notes

LABELS = ("男职工", "女职工，原定 55 岁退休", "女职工，原定 50 岁退休")
CATEGORY_NAMES = dict(zip(CATEGORIES, LABELS))
MOST = retirement_ages().flexible_months
CHOICES = {"earliest": "最早", "statutory": "法定", "chosen": "你选的", "latest": "最晚"}


def check(values: SimpleNamespace, problems: Problems) -> None:
    if None in (values.category, values.birth, values.offset_months):
        return
    found = Retirement(values.category, values.birth[0])
    chosen = found.statutory.plus(values.offset_months)
    if not found.earliest <= chosen <= found.latest:
        problems.add("offset_months", offset_message(found))


def offset_message(found: Retirement) -> str:
    statutory = found.statutory
    if not found.is_flexible:
        month = f"你的法定退休月份是 {statutory.chinese}，早于弹性退休的施行"
        return f"{month}，不能提前也不能延迟，请选按时（就是 0）"
    low, high = found.earliest.since(statutory), found.latest.since(statutory)
    return (
        f"提前最多 {-low} 个月，延迟最多 {high} 个月（{low} 到 {high}）："
        f"最早 {found.earliest.chinese}，最晚 {found.latest.chinese}。"
        f"提前不能早于原来的 {found.ages.original_age} 岁，提前、延迟都不超过 {MOST} 个月"
    )


def compute(values: SimpleNamespace) -> Result:
    found, day = Retirement(values.category, values.birth[0]), values.birth[1]
    chosen = found.statutory.plus(values.offset_months)
    minimum, missing = found.minimum(chosen), found.missing(chosen, values.contributed_months)
    figures = month_figures(found, day) | {
        "chosen_month": chosen,
        "minimum_contribution_months": minimum,
        "missing_months": missing,
    }
    notes = [
        *flexible_notes(found, values.offset_months),
        *contribution_notes(values, minimum, missing),
        *day_notes(found.statutory, day),
    ]
    short_sources = SHORT_SOURCES if missing else []
    sources = [MEASURES, FLEXIBLE if found.is_flexible else LAW, *short_sources]
    steps = [*month_steps(found), *range_steps(found), *minimum_steps(found, chosen)]
    return Result(figures, steps, notes, {"choices": rows(found, chosen)}, sources)


def month_figures(found: Retirement, day: int | None) -> dict:
    """只由出生时间定的数。"""
    years, months = found.age(found.statutory)
    return {
        "delay_months": found.delay,
        "statutory_age_years": years,
        "statutory_age_months": months,
        "statutory_age": age_text(years, months),
        "statutory_month": found.statutory,
        "statutory_date": found.statutory.day(day) if day else None,
        "earliest_month": found.earliest,
        "latest_month": found.latest,
    }


def month_steps(found: Retirement) -> list[Step]:
    """原来的、法定的退休月份。"""
    ages, birth, original = found.ages, found.birth.chinese, found.original.chinese
    formula = f"{ages.first_birth.chinese}出生的起，每 {ages.step_months} 个月延迟 1 个月"
    formula += f"，最多 {found.most} 个月"
    added, delay = f"出生月份 ＋ {ages.original_age} 岁", f"{found.delay} 个月"
    numbers = f"{birth} ＋ {ages.original_age} 年"
    statutory = f"{found.statutory.chinese}，{age_text(*found.age(found.statutory))}"
    sum_of = "原来的退休月份 ＋ 延迟的月数"
    return [
        Step("原来的退休月份", added, numbers, original, MEASURES),
        Step("延迟几个月", formula, delay_numbers(found), delay, MEASURES),
        Step("法定退休月份", sum_of, f"{original} ＋ {delay}", statutory, MEASURES),
    ]


def delay_numbers(found: Retirement) -> str:
    start, step = found.ages.first_birth.chinese, found.ages.step_months
    if found.late < 0:
        return f"{found.birth.chinese}早于 {start}，不延迟"
    whole = found.late // step
    numbers = f"比 {start}晚 {found.late} 个月，{found.late} ÷ {step} 取整得 {whole}，加 1"
    return numbers + (f"，超过上限，取 {found.delay}" if whole >= found.most else "")


def range_steps(found: Retirement) -> list[Step]:
    if not found.is_flexible:
        return []
    earliest, latest = (
        f"{month.chinese}（{age_text(*found.age(month))}）"
        for month in (found.earliest, found.latest)
    )
    most, age = MOST, found.ages.original_age
    formula = f"提前最多 {most} 个月，不早于原来的 {age} 岁；延迟最多 {most} 个月"
    value = f"{found.latest.since(found.earliest) + 1} 个月份可选"
    numbers = f"最早 {earliest}，最晚 {latest}"
    return [Step("弹性退休的范围", formula, numbers, value, MEASURES)]


def minimum_steps(found: Retirement, chosen: YearMonth) -> list[Step]:
    minimum = found.minimum(chosen)
    if minimum is None:
        return []
    formula, source = "看法定退休的年份", LAW
    if found.is_flexible:
        formula, source = "提前退休的看所选的年份，延迟退休的看法定退休的年份", FLEXIBLE
    which = "你选的退休年份" if chosen < found.statutory else "法定退休年份"
    numbers = f"{which} {found.minimum_year(chosen)} 年"
    value = f"{minimum} 个月，就是 {years_and_months(minimum)}"
    return [Step("最低缴费年限", formula, numbers, value, source)]


def flexible_notes(found: Retirement, offset: int) -> list[str]:
    terms = retirement_ages()
    if not found.is_flexible:
        return [
            (
                f"延迟退休和弹性退休 {chinese_date(terms.start)}起施行。"
                "你的法定退休月份在那以前，不延迟；这里没有给出弹性的范围。"
            )
        ]
    early = (
        "提前退休由你自愿，要已经满足最低缴费年限，"
        f"至少提前 {terms.early_notice_months} 个月书面告知单位。"
    )
    late = f"延迟退休要和单位协商一致，提前 {terms.late_notice_months} 个月书面明确。"
    notes = [early if offset < 0 else late] if offset else [early, late]
    return [*notes, "任何人不得违背你的意愿，强迫你选哪个退休年龄。"]


def contribution_notes(
    values: SimpleNamespace, minimum: int | None, missing: int | None
) -> list[str]:
    if minimum is None:
        return [f"社会保险法 {chinese_date(law_day())}施行，更早的最低缴费年限没有收录。"]
    if missing is None:
        return []
    if not missing:
        contributed = years_and_months(values.contributed_months)
        return [f"按你填的 {contributed}，到那时缴费年限已经够了。"]
    notes = [
        (
            f"还差 {years_and_months(missing)}。请确认填的是到退休那个月为止的累计数，"
            "今后还会缴的也要算进去。"
        )
    ]
    if values.offset_months < 0:
        notes.append("年限不够，不能选择提前退休；可以晚一点再选，或者到法定退休年龄再办。")
    return notes + short_notes()


def day_notes(statutory: YearMonth, day: int | None) -> list[str]:
    if day is None or statutory.day(day).day == day:
        return []
    month = statutory.chinese
    return [f"{month}没有 {day} 日，取这个月的最后一天；具体以经办机构的认定为准。"]


def rows(found: Retirement, chosen: YearMonth) -> list[dict]:
    """最早、法定、选定、最晚几个月份；相同的月份不重复列。"""
    months = {
        "statutory": found.statutory,
        "earliest": found.earliest,
        "latest": found.latest,
        "chosen": chosen,
    }
    first: dict[YearMonth, str] = {}
    for choice, month in months.items():
        first.setdefault(month, choice)
    return [
        {
            "choice": CHOICES[choice],
            "month": month,
            "age": age_text(*found.age(month)),
            "minimum_contribution_months": found.minimum(month),
        }
        for month, choice in sorted(first.items())
    ]


CALCULATOR = Calculator(
    id="retirement-age",
    title="法定退休年龄与弹性退休",
    answers="我哪年哪月退休，最早、最晚可以到哪个月，那时要缴满几年。",
    limits=(
        "特殊工种和高海拔地区职工的提前退休，要另外申请和认定；病残津贴也没有考虑。",
        "公务员，国有企业、事业单位的领导和管理人员，到龄应当及时退休，是不是这类人请问单位。",
        "女职工原来该 50 岁还是 55 岁退休，看岗位和身份，这里不替你判断。",
        "出生日期和缴费年限以经办机构的认定为准。",
    ),
    inputs=(
        Input(
            "category",
            "你是哪一类",
            Choice(tuple(CATEGORY_NAMES.items())),
            help="女职工按延迟退休以前该几岁退休来选；不清楚的，问单位人事或参保地社保经办机构。",
            term="原法定退休年龄",
            required=True,
        ),
        Input(
            "birth",
            "出生年月或年月日",
            Birth(),
            help="只写到月也可以。写了日，会算出具体的日期。",
            term="出生时间",
            required=True,
        ),
        Input(
            "offset_months",
            "想提前或延迟几个月",
            Offset(-MOST, MOST),
            help="选提前或延迟，再写几个月；按时退休的不用写。",
            term="弹性退休",
            default="0",
        ),
        Input(
            "contributed_months",
            "到那时累计缴费几个月",
            Months(of_years=True, keyboard="text"),
            help="权益记录单上的累计缴费月数，加上从现在到退休还要缴的月数。",
            term="累计缴费年限",
        ),
    ),
    figures=(
        Figure("statutory_month", "法定退休月份", "month", main=True),
        Figure("statutory_age", "法定退休年龄", "text", main=True),
        Figure("earliest_month", "最早可以到", "month", main=True),
        Figure("latest_month", "最晚可以到", "month", main=True),
        Figure("statutory_date", "法定退休日期", "date", help="没有填出生的日，就没有这个数"),
        Figure("delay_months", "比原来延迟", "months"),
        Figure("statutory_age_years", "法定退休年龄的岁数", "text", data=True),
        Figure(
            "statutory_age_months",
            "法定退休年龄的月数",
            "text",
            help="岁数以外的月数，0 到 11",
            data=True,
        ),
        Figure("chosen_month", "你选的退休月份", "month"),
        Figure("minimum_contribution_months", "最低缴费年限", "months"),
        Figure("missing_months", "还差", "months"),
    ),
    check=check,
    compute=compute,
    tables=(
        Table(
            "choices",
            "可以选的月份",
            (
                Column("choice", "哪一个"),
                Column("month", "退休月份", "month"),
                Column("age", "年龄"),
                Column("minimum_contribution_months", "要缴满的月数", "months"),
            ),
            opened=True,
        ),
    ),
)
