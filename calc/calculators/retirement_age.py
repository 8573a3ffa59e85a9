"""法定退休年龄与弹性退休：哪个月退休、最早最晚哪个月、要缴满几年。

依据：国务院关于渐进式延迟法定退休年龄的办法第一至三条、实施弹性退休制度暂行办法第七条。
"""

from functools import cache
from types import SimpleNamespace

from calc.calculators.minimum_contribution import FLEXIBLE, LAW, MEASURES, SHORT_SOURCES, day_in_force, minimum_months, short_notes
from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Birth, Choice, Whole
from calc.months import YearMonth, age_text, years_and_months
from calc.parameters import load, source

CATEGORIES = (("male", "男职工"), ("female55", "女职工，原定 55 岁退休"), ("female50", "女职工，原定 50 岁退休"))
CHOICES = (("earliest", "最早"), ("statutory", "法定"), ("chosen", "你选的"), ("latest", "最晚"))


class Offset(Whole):
    """提前或延迟的月数。手机的数字键盘没有负号，所以用普通键盘。"""

    keyboard = "text"

    @property
    def accepts(self) -> str:
        return f"{self.low} 到 {self.high} 的整数，提前写负数，如 -12"


@cache
def ages() -> dict:
    return load("retirement_ages")


def first_birth(rule: dict) -> YearMonth:
    return YearMonth(*map(int, rule["first_birth"].split("-")))


class Retirement:
    """一个人的退休月份：原定、法定、最早、最晚。"""

    def __init__(self, category: str, birth: YearMonth):
        self.rule = ages()[category]
        self.birth = birth
        self.late = birth.since(first_birth(self.rule))
        self.most = (self.rule["target_age"] - self.rule["original_age"]) * 12
        self.delay = 0 if self.late < 0 else min(self.late // self.rule["step_months"] + 1, self.most)
        self.original = birth.plus(self.rule["original_age"] * 12)
        self.statutory = self.original.plus(self.delay)
        in_force = source(MEASURES).in_force
        self.is_flexible = self.statutory >= (in_force.year, in_force.month)
        span = ages()["flexible_months"] if self.is_flexible else 0
        self.earliest = max(self.original, self.statutory.plus(-span))
        self.latest = self.statutory.plus(span)

    def age(self, month: YearMonth) -> tuple[int, int]:
        return divmod(month.since(self.birth), 12)

    def minimum(self, month: YearMonth) -> int | None:
        """在那个月退休的最低缴费年限（月）：提前的看那一年，延迟的看法定退休那一年。"""
        return minimum_months(min(month, self.statutory).year)


def retirement(values: SimpleNamespace) -> Retirement:
    return Retirement(values.category, values.birth[0])


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.category is None or values.birth is None or values.offset_months is None:
        return
    found = retirement(values)
    chosen = found.statutory.plus(values.offset_months)
    if found.earliest <= chosen <= found.latest:
        return
    if not found.is_flexible:
        message = f"你的法定退休月份是 {found.statutory.chinese}，早于弹性退休的施行，只能填 0"
    else:
        low, high = found.earliest.since(found.statutory), found.latest.since(found.statutory)
        message = (
            f"只能填 {low} 到 {high}：最早 {found.earliest.chinese}，最晚 {found.latest.chinese}。"
            f"提前不能早于原来的 {found.rule['original_age']} 岁，提前、延迟都不超过 {ages()['flexible_months']} 个月"
        )
    problems.add("offset_months", message)


def compute(values: SimpleNamespace) -> Result:
    found, day = retirement(values), values.birth[1]
    chosen = found.statutory.plus(values.offset_months)
    minimum = found.minimum(chosen)
    years, months = found.age(found.statutory)
    missing = None
    if None not in (minimum, values.contributed_months):
        missing = max(0, minimum - values.contributed_months)
    figures = {
        "delay_months": found.delay,
        "statutory_age_years": years,
        "statutory_age_months": months,
        "statutory_age": age_text(years, months),
        "statutory_month": found.statutory,
        "statutory_date": found.statutory.day(day) if day else None,
        "earliest_month": found.earliest,
        "latest_month": found.latest,
        "chosen_month": chosen,
        "minimum_contribution_months": minimum,
        "missing_months": missing,
    }
    notes = flexible_notes(found, values.offset_months) + contribution_notes(values, minimum, missing)
    if day and found.statutory.day(day).day != day:
        notes.append(f"{found.statutory.chinese}没有 {day} 日，取这个月的最后一天；具体以经办机构的认定为准。")
    sources = [MEASURES, FLEXIBLE if found.is_flexible else LAW, *(SHORT_SOURCES if missing else [])]
    return Result(figures, steps(found, chosen, minimum), notes, {"choices": rows(found, chosen)}, sources)


def steps(found: Retirement, chosen: YearMonth, minimum: int | None) -> list[Step]:
    rule, start = found.rule, first_birth(found.rule)
    age, allowed = rule["original_age"], ages()["flexible_months"]
    if found.late < 0:
        numbers = f"{found.birth.chinese}早于 {start.chinese}，不延迟"
    else:
        step = rule["step_months"]
        numbers = f"比 {start.chinese}晚 {found.late} 个月，{found.late} ÷ {step} 取整得 {found.late // step}，加 1"
        numbers += f"，超过上限，取 {found.delay}" if found.late // step >= found.most else ""
    formula = f"{start.chinese}出生的起，每 {rule['step_months']} 个月延迟 1 个月，最多 {found.most} 个月"
    result = [
        Step("原来的退休月份", f"出生月份 ＋ {age} 岁", f"{found.birth.chinese} ＋ {age} 年", found.original.chinese, MEASURES),
        Step("延迟几个月", formula, numbers, f"{found.delay} 个月", MEASURES),
        Step(
            "法定退休月份",
            "原来的退休月份 ＋ 延迟的月数",
            f"{found.original.chinese} ＋ {found.delay} 个月",
            f"{found.statutory.chinese}，{age_text(*found.age(found.statutory))}",
            MEASURES,
        ),
    ]
    if found.is_flexible:
        numbers = f"最早 {found.earliest.chinese}（{age_text(*found.age(found.earliest))}），最晚 {found.latest.chinese}（{age_text(*found.age(found.latest))}）"
        formula = f"提前最多 {allowed} 个月，不早于原来的 {age} 岁；延迟最多 {allowed} 个月"
        value = f"{found.latest.since(found.earliest) + 1} 个月份可选"
        result.append(Step("弹性退休的范围", formula, numbers, value, MEASURES))
    if minimum is not None:
        year = min(chosen, found.statutory).year
        which = "你选的退休年份" if chosen < found.statutory else "法定退休年份"
        formula = "提前退休的看所选的年份，延迟退休的看法定退休的年份" if found.is_flexible else "看法定退休的年份"
        value = f"{minimum} 个月，就是 {years_and_months(minimum)}"
        result.append(Step("最低缴费年限", formula, f"{which} {year} 年", value, FLEXIBLE if found.is_flexible else LAW))
    return result


def flexible_notes(found: Retirement, offset: int) -> list[str]:
    if not found.is_flexible:
        return [f"延迟退休和弹性退休 {day_in_force(MEASURES)}起施行。你的法定退休月份在那以前，不延迟；这里没有给出弹性的范围。"]
    early = f"提前退休由你自愿，要已经满足最低缴费年限，至少提前 {ages()['early_notice_months']} 个月书面告知单位。"
    late = f"延迟退休要和单位协商一致，提前 {ages()['late_notice_months']} 个月书面明确。"
    notes = [early if offset < 0 else late] if offset else [early, late]
    return notes + ["任何人不得违背你的意愿，强迫你选哪个退休年龄。"]


def contribution_notes(values: SimpleNamespace, minimum: int | None, missing: int | None) -> list[str]:
    if minimum is None:
        return [f"社会保险法 {day_in_force(LAW)}施行，更早的最低缴费年限没有收录。"]
    if missing is None:
        return []
    if not missing:
        return [f"按你填的 {years_and_months(values.contributed_months)}，到那时缴费年限已经够了。"]
    notes = [f"还差 {years_and_months(missing)}。请确认填的是到退休那个月为止的累计数，今后还会缴的也要算进去。"]
    if values.offset_months < 0:
        notes.append("年限不够，不能选择提前退休；可以晚一点再选，或者到法定退休年龄再办。")
    return notes + short_notes()


def rows(found: Retirement, chosen: YearMonth) -> list[dict]:
    """最早、法定、选定、最晚几个月份；相同的月份不重复列。"""
    months = {"statutory": found.statutory, "earliest": found.earliest, "latest": found.latest, "chosen": chosen}
    first = {}
    for choice, month in months.items():
        first.setdefault(month, choice)
    return [
        {
            "choice": dict(CHOICES)[choice],
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
        "公务员、国有企业和事业单位的领导和管理人员，弹性延迟可能不适用（未经官方来源核实），请问单位。",
        "女职工原来该 50 岁还是 55 岁退休，看岗位和身份，这里不替你判断。",
        "出生日期和缴费年限以经办机构的认定为准。",
    ),
    inputs=(
        Input(
            "category",
            "你是哪一类",
            Choice(CATEGORIES),
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
            Offset(-36, 36, "个月"),
            help="提前 12 个月填 -12，延迟 12 个月填 12，按时退休填 0。",
            term="弹性退休",
            default="0",
        ),
        Input(
            "contributed_months",
            "到那时累计缴费几个月",
            Whole(0, 720, "个月"),
            help="可以不填。权益记录单上的累计缴费月数，加上从现在到退休还要缴的月数。",
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
        Figure("statutory_age_months", "法定退休年龄的月数", "text", help="岁数以外的月数，0 到 11", data=True),
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
