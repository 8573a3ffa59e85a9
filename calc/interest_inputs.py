"""几个计算器都问的输入项：结息年度、记账利率、终止当年怎样计息，和它们的检查。"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from types import SimpleNamespace

from calc.declaration import Input, Problems
from calc.kinds import Cell, Percent, Rows, Whole
from calc.rules.interest import (
    in_fen,
    month_order,
    months_through,
)
from calc.rules.rates import (
    YearRate,
)
from calc.words.interest import (
    FINAL_YEAR_LABELS,
    ROUNDING_LABELS,
    late_amount,
    late_month,
    missing_rate,
    month_left_out,
)

PERIODS = (("calendar", "自然年度（1 月至 12 月）"), ("july-june", "社保年度（7 月至次年 6 月）"))
FINAL_YEARS = tuple(FINAL_YEAR_LABELS.items())
ROUNDINGS = tuple(ROUNDING_LABELS.items())
RATE_INPUTS = (
    Input(
        "rate_percent",
        "记账利率",
        Percent(),
        help="不填就用全国公布的利率；没有公布的年份、2016 年以前，请填当地的数。",
        term="个人账户记账利率",
        more=True,
    ),
    Input(
        "next_rate_percent",
        "次年的记账利率",
        Percent(),
        help="社保年度的后六个月（次年 1 月至 6 月）用的利率，不填就用公布的。",
        term="个人账户记账利率",
        shown_when=("period", "july-june"),
        more=True,
    ),
)
RATE_ROWS = Rows(
    (
        Cell("year", "年份", Whole(1980, 2100, "年")),
        Cell("rate_percent", "利率", Percent()),
    ),
    example="2014 4.25; 2015 2.75",
    most=160,
)


def check_next_rate(period: str | None, typed: Decimal | None, problems: Problems) -> None:
    if period == "calendar" and typed is not None:
        message = "自然年度只用一个利率；只有 7 月至次年 6 月的年度才填第二个"
        problems.add("next_rate_percent", message)


def check_rates(rates: Sequence[YearRate], needed: int, problems: Problems) -> None:
    """用得到的利率都要有：公布的，或者读者填的。"""
    first, *following = rates
    if first.value is None and not problems.has("rate_percent"):
        problems.add("rate_percent", missing_rate(first.year))
    if problems.has("next_rate_percent", "through_month", "final_year"):
        return
    for rate in following[: needed - 1]:
        if rate.value is None:
            problems.add("next_rate_percent", missing_rate(rate.year))


def check_months(
    period: str,
    through_month: int | None,
    months: tuple[int, ...] | None,
    monthly_amounts: list[Decimal] | None,
    problems: Problems,
) -> None:
    """缴费的月份、各月记账金额和计息到几月，互相不矛盾。"""
    order = month_order(period)
    last = order[-1] if through_month is None else through_month
    after = order[months_through(period, last) :]
    late = [month for month in after if month in (months or ())]
    if late:
        problems.add("months", late_month(last, late[0]))
    for month, amount in zip(order, monthly_amounts or ()):
        if amount and months is not None and month not in months:
            problems.add("months", month_left_out(month, in_fen(amount)))
        elif amount and month in after:
            problems.add("monthly_amounts", late_amount(last, month))


def typed_rates(rows: Iterable[SimpleNamespace] | None) -> dict[int, Decimal]:
    """各年填的利率。"""
    return {row.year: row.rate_percent for row in rows or ()}


def check_typed_rates(given: Iterable[SimpleNamespace] | None, problems: Problems) -> None:
    """每一行都有年份和利率，一年只写一次。"""
    rows = list(given or ())
    numbered = enumerate(rows, 1)
    blank = [number for number, row in numbered if None in (row.year, row.rate_percent)]
    wrong = [f"第 {number} 行要有年份和利率，如 2015 4.25" for number in blank]
    years = [row.year for row in rows if row.year is not None]
    wrong += [f"{year} 年写了不止一次" for year in sorted(set(years)) if years.count(year) > 1]
    if wrong:
        problems.add("rates_percent", "；".join(wrong))
