"""当年记账利息的步骤和说明，几个计算器说得一样；由算好的账户写出。"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from calc.declaration import Step
from calc.money import exact_text, grouped
from calc.months import YearMonth
from calc.rules.interest import (
    ROUNDING_TOLERANCE,
    ROUNDINGS,
    PeriodInterest,
    in_yuan,
)
from calc.rules.rates import (
    SHARED_NATIONWIDE,
    YearRate,
    published_years,
    shares_that_differ,
)

METHOD = "account-rules-1997"
INFERRED = "jiangsu-statement-2019"
INFERRED_NOTE = (
    "7 月至次年 6 月的算法是由一张江苏账单反推的，没有见到官方文本；12 月 31 日不另外结息。"
)
ROUNDING_LABELS = {
    "total": "合计一次取整",
    "item": "两项利息分别取整",
    "monthly": "逐月取整",
}
FINAL_YEAR_LABELS = {
    "to-month": "余额和当年缴费都算到该月",
    "full-year": "余额和当年缴费都算到期末",
    "mixed": "余额算到该月，当年缴费算到期末",
}
UNUSED_RATES = "的利率没有用到，这一次不算这些年份。"
NO_FINAL_YEAR_RULE = "退休、死亡等终止当年怎样计息，没有查到统一规定"


def fen_text(fen: int) -> str:
    """``7,180.48``。"""
    return grouped(in_yuan(fen))


def yuan_text(fen: int) -> str:
    """``7,180.48 元``。"""
    return f"{fen_text(fen)} 元"


def listed_years(years: Iterable[int]) -> str:
    """``2000–2015、2026 年``：连着三年以上的只写头尾。"""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts = (f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)
    return "、".join(texts) + " 年"


# 填得不全、不对的


def missing_rate(year: int) -> str:
    known = published_years()
    if year < known[0]:
        return (
            f"{known[0]} 年以前没有全国统一的记账利率，{year} 年的利率由各省规定；"
            "请在这里填写当地公布的利率，如 4.25"
        )
    return (
        f"{year} 年的记账利率尚未收录（已收录 {known[0]}–{known[-1]} 年）；"
        "如已公布，请在这里填写，如 2.62"
    )


def base_problem(year: int) -> str | None:
    """这一年不能由缴费基数推出记账金额时，怎样说。"""
    first = SHARED_NATIONWIDE.year
    if year >= first:
        return None
    return f"{first} 年以前的记账比例各地不同，不能由缴费基数推出；请改填账单上的记账金额"


def share_notes(spans: Sequence[tuple[YearMonth, YearMonth]]) -> list[str]:
    """由缴费基数推出的月份里，有的省还没有用全国的比例。"""
    return [
        f"记账比例按 {share.value}% 算。{share.note}那以前的月份，请照当时的账单改填记账额。"
        for share in shares_that_differ(spans)
    ]


def late_month(through_month: int, month: int) -> str:
    return f"只计息到 {through_month} 月，{month} 月不能再有缴费"


def late_amount(through_month: int, month: int) -> str:
    return f"只计息到 {through_month} 月，{month} 月应当填 0"


def month_left_out(month: int, amount: int) -> str:
    return f"逐月金额里 {month} 月有 {fen_text(amount)} 元，缴费月份里却没有 {month} 月"


# 步骤


def monthly_amount_step(account: PeriodInterest) -> Step:
    paid = sum(amount > 0 for amount in account.amounts)
    numbers = f"{amount_text(account, max(account.amounts))} × {paid} 个月"
    return credited_step(account, "每月记账额 × 缴费月数", numbers)


def monthly_amounts_step(account: PeriodInterest) -> Step:
    numbers = " ＋ ".join(amount_text(account, amount) for amount in account.amounts if amount)
    return credited_step(account, "各月记账额相加", numbers or "0.00")


def credited_step(account: PeriodInterest, formula: str, numbers: str) -> Step:
    return Step("当年记账金额", formula, numbers, yuan_text(account.credited_amount), METHOD)


def product_step(account: PeriodInterest) -> Step:
    last = account.deposit_months
    return Step(
        "当年记账月积数",
        f"Σ［第 n 个月的记账额 ×（{last} − n ＋ 1）］",
        product_numbers(account),
        grouped(in_yuan(account.month_product)),
        METHOD,
    )


def product_numbers(account: PeriodInterest) -> str:
    """各月记账额乘计息月数；每月一样多的合成一个式子。"""
    terms = [(amount, account.weight(n)) for n, amount in enumerate(account.amounts) if amount]
    weights = [weight for _, weight in terms]
    if len({amount for amount, _ in terms}) != 1:
        shown = (f"{amount_text(account, amount)} × {weight}" for amount, weight in terms)
        return " ＋ ".join(shown) or "没有缴费"
    each = amount_text(account, terms[0][0])
    if len(weights) == 1:
        return f"{each} × {weights[0]}"
    listed = " ＋ ".join(map(str, weights))
    if len(weights) >= 6:
        listed = f"{weights[0]} ＋ {weights[1]} ＋ … ＋ {weights[-1]}"
    return f"{each} ×（{listed}）＝ {each} × {sum(weights)}"


def amount_text(account: PeriodInterest, amount: int) -> str:
    return exact_text(account.exact_amount(amount))


def interest_steps(account: PeriodInterest, rounding: str) -> list[Step]:
    """余额利息、当年缴费利息、合计三步。"""
    return [opening_step(account), contribution_step(account), total_step(account, rounding)]


def basis(account: PeriodInterest) -> str:
    return INFERRED if account.has_two_rates else METHOD


def opening_step(account: PeriodInterest) -> Step:
    opening = exact_text(Fraction(account.opening, 100))
    interest = exact_text(account.exact_interest(account.opening_total))
    return Step(
        "上年末储存额的利息",
        "期初储存额 × 各月月利率之和" if account.has_two_rates else "上年末累计储存额 × 记账利率",
        f"{opening} × {opening_factor(account)} ＝ {interest}",
        yuan_text(account.opening_interest),
        basis(account),
    )


def opening_factor(account: PeriodInterest) -> str:
    """余额乘的利率，写成读者能核对的式子。"""
    terms = []
    for part, rate in zip(account.parts, account.rates):
        months = account.months_earning(*part)
        if months and rate is not None:
            terms.append(f"{rate}%" + (f" × {months}" if months < 12 else ""))
    if len(terms) == 1:
        return terms[0] + (" ÷ 12" if "×" in terms[0] else "")
    return f"（{' ＋ '.join(terms)}）÷ 12"


def contribution_step(account: PeriodInterest) -> Step:
    products = " ＋ ".join(
        f"{amount_text(account, product)} × {rate}%"
        for product, rate in zip(account.month_products(), account.rates)
        if rate is not None
    )
    formula, numbers = "当年记账月积数 × 记账利率 ÷ 12", f"{products} ÷ 12"
    if account.has_two_rates:
        formula = "Σ（每一年利率下的月积数 × 该年利率）÷ 12"
        numbers = f"（{products}）÷ 12"
    interest = exact_text(account.exact_interest(account.contribution_total))
    return Step(
        "当年记账额的利息",
        formula,
        f"{numbers} ＝ {interest}",
        yuan_text(account.contribution_interest),
        basis(account),
    )


def total_step(account: PeriodInterest, rounding: str) -> Step:
    return Step(
        "当年记账利息",
        f"两项相加，{ROUNDING_LABELS[rounding]}到分",
        total_numbers(account, rounding),
        yuan_text(account.interest(rounding)),
        basis(account),
    )


def total_numbers(account: PeriodInterest, rounding: str) -> str:
    if rounding == "item":
        rounded = account.opening_interest, account.contribution_interest
        return " ＋ ".join(map(fen_text, rounded))
    totals = account.opening_total, account.contribution_total
    *items, total = (exact_text(account.exact_interest(each)) for each in (*totals, sum(totals)))
    if rounding == "monthly":
        return f"十二个月的利息各自取整后相加；不取整是 {total}"
    return f"{' ＋ '.join(items)} ＝ {total}"


# 说明


def rounding_note(account: PeriodInterest) -> str:
    """三种取整各得多少。"""
    amounts = {mode: account.interest(mode) for mode in ROUNDINGS}
    listed = "、".join(f"{ROUNDING_LABELS[mode]} {yuan_text(fen)}" for mode, fen in amounts.items())
    return (
        f"怎样取整没有查到全国统一的规定。{listed}。"
        f"账单上的利息与“{ROUNDING_LABELS['total']}”相差不超过 {yuan_text(ROUNDING_TOLERANCE)}，"
        "或者正好等于其中一个数的，可以看作取整的差别。"
    )


def final_year_note(interests: dict[str, int], year: str = "") -> str:
    """终止当年三种计息各得多少利息；``year`` 是利息前面写的年份。"""
    listed = "；".join(
        f"{FINAL_YEAR_LABELS[mode]}，{year}利息 {yuan_text(fen)}" for mode, fen in interests.items()
    )
    return f"{NO_FINAL_YEAR_RULE}。{listed}。"


def rate_notes(rates: Iterable[YearRate]) -> list[str]:
    """利率没有见到通知、有不同说法，或者是读者自己填的。"""
    return [note for rate in rates for note in notes_on(rate)]


def notes_on(rate: YearRate) -> list[str]:
    if rate.typed is None:
        known = rate.known_published
        transcribed = f"{rate.year} 年的利率 {known.value}%：{known.note}"
        disputed = f"{rate.year} 年的利率有不同说法：{known.disputed}"
        return [transcribed] * (not known.published) + [disputed] * bool(known.disputed)
    if rate.published is None:
        return [f"{rate.year} 年的利率 {rate.typed}% 由你填写，本站没有核对。"]
    return [typed_instead(rate)] if rate.typed != rate.published.value else []


def typed_instead(rate: YearRate) -> str:
    known = rate.known_published.value
    return f"你填写的 {rate.year} 年利率是 {rate.typed}%，本站收录的公布值是 {known}%。"


def rate_sources(rates: Iterable[YearRate]) -> list[str]:
    """用到的公布值的出处。"""
    return [key for rate in rates if rate.typed is None for key in rate.known_published.sources]


# 许多年一起说


def about_years(years: Iterable[int], text: str) -> list[str]:
    """这几年的一句话；一年也没有，就不说。"""
    listed = list(years)
    return [f"{listed_years(listed)}{text}"] if listed else []


def changed_notes(rates: Iterable[YearRate]) -> list[str]:
    """填了公布的以外的利率的各年。"""
    return [
        typed_instead(rate)
        for rate in rates
        if rate.typed is not None and rate.published and rate.typed != rate.published.value
    ]


def typed_notes(rates: Iterable[YearRate]) -> list[str]:
    """没有公布的利率、由读者填的各年。"""
    years = [rate.year for rate in rates if rate.published is None and rate.typed is not None]
    return about_years(years, "的利率由你填写，本站没有核对。")


def published_notes(rates: Iterable[YearRate]) -> list[str]:
    """用了公布的利率，没有见到通知或有不同说法的各年。"""
    used = [(rate.year, rate.published) for rate in rates if rate.typed is None and rate.published]
    quoted = [year for year, value in used if not value.published]
    disputed = [year for year, value in used if value.disputed]
    return [
        *about_years(quoted, "的利率据转引，公布通知的文号和日期没有查到。"),
        *about_years(disputed, "的利率有不同说法，见“记账利率”一页。"),
    ]
