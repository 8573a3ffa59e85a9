"""账单与应得的不同时，把找到的原因说给人听。"""

from collections.abc import Callable

from calc.rules.interest import ROUNDING_TOLERANCE
from calc.rules.statement.arithmetic import Statement
from calc.rules.statement.facts import (
    AllMonths,
    AnnualMethod,
    BaseChange,
    Fact,
    InterestScope,
    LateCredit,
    Misprint,
    MissingMonths,
    OpeningOnly,
    OtherPeriod,
    OtherRate,
    Rounding,
)
from calc.words.interest import ROUNDING_LABELS, yuan_text

CAUSES = (
    ("rounding", "取整的差别"),
    ("interest-scope", "利息的口径不同"),
    ("opening-only", "当年缴费没有计息"),
    ("other-rate", "用了别的年份的利率"),
    ("other-period", "结息年度不同"),
    ("missing-months", "有的月份没有缴费"),
    ("late-credit", "记账晚了几个月"),
    ("base-change", "年中缴费变了"),
    ("annual-method", "用了年度计算法"),
    ("misprint", "有一个数印错或填错"),
)
LABELS = {
    "opening": "上年末累计储存额",
    "amount": "当年记账金额",
    "interest": "当年记账利息",
    "closing": "本年末累计储存额",
}
SLIPS = {
    "wrong": "有一个数字印错",
    "swap": "相邻两个数字颠倒",
    "drop": "漏了一个数字",
    "double": "多印了一个相同的数字",
}
WHERE = {"all": "十二个月都", "first": "前六个月", "second": "后六个月"}
PERIOD_TEXTS = {
    "calendar": "1 月至 12 月的自然年度算的，十二个月只用这一年的利率",
    "july-june": "7 月至次年 6 月的社保年度算的，前后六个月各用一年的利率",
}
ASK = "请他们打印逐月的记账明细，说明各月记了多少、从哪个月计息、用的什么利率。查询和核对依法免费。"


def explain(s: Statement, detail) -> str:
    """一条原因的说明。"""
    match detail:
        case OpeningOnly(amount):
            return f"只有上年末余额计了利息，当年记入的 {yuan_text(amount)}没有计息。"
        case OtherPeriod(period, year):
            return f"是按 {year} 年 {PERIOD_TEXTS[period]}。"
        case LateCredit(months):
            return f"每笔缴费都晚 {months} 个月才记账，少算 {months} 个月的利息。"
        case OtherRate():
            return other_rate(s, detail)
        case Rounding():
            return rounding(s, detail)
    return OTHERS[type(detail)](detail)


def annual_method(detail: AnnualMethod) -> str:
    formula = f"当年记账额 × 利率 × {detail.coefficient} ÷ 2"
    return f"用了年度计算法：{formula}，不是逐月算（这种算法未经官方来源核实）。"


def all_months(detail: AllMonths) -> str:
    fit = f"只差 {yuan_text(abs(detail.difference))}" if detail.difference else "正好对得上"
    return f"按全年 12 个月都有缴费算，{fit}；看看月份有没有选错。"


def rounding(s: Statement, detail: Rounding) -> str:
    if not detail.difference:
        apart = yuan_text(abs(detail.apart))
        return f"利息一分不差；几个数相加与年末余额差 {apart}，是取整的尾差。"
    if detail.mode:
        label = ROUNDING_LABELS[detail.mode]
        return f"按“{label}”的办法算，正好是 {yuan_text(s.interest)}。不是算错。"
    difference = yuan_text(abs(detail.difference))
    return f"与应得的只差 {difference}，在取整可能造成的范围之内。不是算错。"


def interest_scope(detail: InterestScope) -> str:
    kept = yuan_text(detail.opening_interest)
    if detail.included:
        return f"这一行已经包括上年末余额的利息 {kept}，不只是当年缴费的利息。"
    closing = {
        None: "",
        True: "年末余额里已经加上了，账是平的。",
        False: "年末余额里也没有加上，要请经办机构说明。",
    }
    words = f"这一行只有当年缴费的利息，没有包括上年末余额的利息 {kept}。"
    return words + closing[detail.in_closing]


def other_rate(s: Statement, detail: OtherRate) -> str:
    years = "和 ".join(f"{year} 年" for year, _ in detail.rates)
    percents = "、".join(f"{rate:.2f}%" for _, rate in detail.rates)
    shown = f"用了 {years}的利率 {percents}"
    match detail.used:
        case "swapped":
            return "前后两个六个月的利率用颠倒了。"
        case "year":
            return f"{shown}，应当是 {s.percents[0]}%。"
        case "each":
            return f"前后各六个月{shown}。"
    return f"{WHERE[detail.used]}{shown}。"


def missing_months(detail: MissingMonths) -> str:
    about = " " if detail.exact else "约 "
    words = (
        f"只有 {runs_text(detail.paid)}缴费（{runs_text(detail.missing)}没有），"
        f"每月记入{about}{yuan_text(detail.each)}。"
    )
    if detail.others:
        uneven = "（有的每月金额不同）" if detail.uneven else ""
        words += f"能对上的月份取法还有 {detail.others} 种{uneven}，这里先列最简单的。"
    return words


def runs_text(runs: list[tuple[int, int]]) -> str:
    """``3 月至 6 月、9 月``。"""
    return "、".join(
        f"{first} 月" if first == last else f"{first} 月至 {last} 月" for first, last in runs
    )


def base_change(detail: BaseChange) -> str:
    change = f"由约 {yuan_text(detail.before)}变成约 {yuan_text(detail.after)}"
    return f"{detail.month.chinese}起缴费变了：每月记入{change}。改变的月份不同，两档的数也不同。"


def misprint(detail: Misprint) -> str:
    months = "按全年 12 个月都有缴费算，" if detail.all_months else ""
    left = [
        f"{name}只差 {yuan_text(abs(fen))}"
        for name, fen in (("利息", detail.difference), ("余额", detail.apart))
        if fen
    ]
    return (
        f"{LABELS[detail.name]}印成（或填成）了 {yuan_text(detail.printed)}，"
        f"像是{SLIPS[detail.slip]}；"
        f"{months}改成 {yuan_text(detail.corrected)}，{'、'.join(left) or '几个数就都对得上'}。"
    )


OTHERS: dict[type, Callable[..., str]] = {
    AllMonths: all_months,
    AnnualMethod: annual_method,
    BaseChange: base_change,
    InterestScope: interest_scope,
    MissingMonths: missing_months,
    Misprint: misprint,
}


# 怎样看这个结论，下一步做什么


def advice(s: Statement, verdict: str, found: list[Fact]) -> list[str]:
    if verdict in ("match", "rounding"):
        return []
    check = "先看看四个数、年份和结息年度有没有填错。"
    if verdict == "unexplained":
        return [*unexplained(s, check), "带着账单去找参保地的社保经办机构，" + ASK]
    notes, causes = [check], {fact.cause for fact in found}
    if len(causes) > 1:
        notes.append(
            "能算出账单上这个数的原因不止一种，简单的排在前面。只凭一年的几个数分不出是哪一种。"
        )
    if causes & {"missing-months", "base-change", "late-credit"}:
        notes.append(
            "缴费月份少了、年中变了缴费、记账晚了，可以算出同样的利息。"
            "对照工资条或缴费记录，看各月缴了多少。"
        )
    return [*notes, "这里只是推算。要弄清楚，找参保地的社保经办机构，" + ASK]


def unexplained(s: Statement, check: str) -> list[str]:
    """利息对、余额不对；余额对、利息不对；或者都不对。"""
    printed = s.printed
    if printed.gap is not None and abs(s.interest - s.expected) <= ROUNDING_TOLERANCE:
        apart = yuan_text(abs(printed.gap))
        right = (
            f"利息是对的。对不上的是余额：年末余额与几个数之和差 {apart}。"
            "当年有补缴、转移、退费、支付的，会这样。"
        )
        return [right, check]
    if printed.gap is not None:
        backwards = s.interest + printed.gap
        if abs(backwards - s.expected - s.hidden(s.way)) <= ROUNDING_TOLERANCE:
            derived = (
                f"用年末余额倒推，利息是 {yuan_text(backwards)}，与应得的一致；"
                "不对的是印的利息这一个数。"
            )
            return [check, derived]
    return [check, "试过的原因都对不上。可能是当年有补缴、转移、退费，也可能同时有两种原因。"]
