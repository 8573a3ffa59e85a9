"""权益单对账：账单上印的数对不对；不对时逐个试各种原因，看哪一种能算出印的那个数。

应得的利息用当年记账利息的月积数法。找原因时全用整数：金额以分计，年利率以万分之一个百分点计。
``bits`` 是一种解释要多少巧合才会碰上（约为 2 的几次方分之一），小的排在前面。
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from calc.calculators import annual_interest as interest
from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Choice, Money, MonthSet, Whole
from calc.money import FEN, grouped, to_fen
from calc.months import YearMonth
from calc.parameters import parameter

UNIT = 10_000
WHOLE = 12 * 100 * UNIT
TOLERANCE = int(interest.ROUNDING_TOLERANCE * 100)
FULL = (1 << 12) - 1
ROWS_PER_CAUSE = 3
INEXACT = 5
UNEVEN = 6
LEAST_AMOUNT = 100 * 100  # 有缴费的一年，记账金额（分）再少也不会少于这个数；更少的不当作印错前的数
ROUND_BASE = int(parameter("account_contribution_rate").values[-1].value)
LABELS = {"opening": "上年末累计储存额", "amount": "当年记账金额", "interest": "当年记账利息", "closing": "本年末累计储存额"}
SLIPS = {"wrong": "有一个数字印错", "swap": "相邻两个数字颠倒", "drop": "漏了一个数字", "double": "多印了一个相同的数字"}
PERIODS = (("calendar", "自然年度（1 月至 12 月）"), ("july-june", "社保年度（7 月至次年 6 月）"))
VERDICTS = (
    ("match", "对得上，一分不差"),
    ("rounding", "对得上，只有取整的差别"),
    ("explained", "与应得的不同，找到了可能的原因"),
    ("unexplained", "有数对不上，没有找到原因"),
)
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


def fen(amount: Decimal) -> int:
    return int(amount * 100)


def yuan(amount: int) -> Decimal:
    return Decimal(amount) * FEN


def text(amount: int) -> str:
    return grouped(yuan(amount)) + " 元"


def nearest(top: int, bottom: int) -> int:
    """非负数的商四舍五入到整数。"""
    return (2 * top + bottom) // (2 * bottom)


class Way(NamedTuple):
    """一种算法：利息 ＝（期初 × opening ＋ 记账金额 × weight ÷ count）÷ WHOLE。"""

    opening: int
    weight: int
    count: int

    def interest(self, opening: int, amount: int, shown: bool = True) -> int:
        """账单那一行的利息（分）；``shown`` 为假时这一行不含上年末余额的利息。"""
        return nearest(opening * self.opening * shown * self.count + amount * self.weight, WHOLE * self.count)

    def hidden(self, opening: int, shown: bool) -> int:
        """没有印在这一行的余额利息（分）。"""
        return 0 if shown else nearest(opening * self.opening, WHOLE)


class Found(NamedTuple):
    """一种解释：按它算得的利息和账单与它的差（分）。"""

    bits: int
    cause: str
    text: str
    expected: int
    difference: int


def running(rates: list[int]) -> list[int]:
    """期内各月记入的钱到期末所得的利率之和。"""
    return [sum(rates[position:]) for position in range(12)]


def way_of(rates: list[int], positions: list[int]) -> Way:
    """月积数法：记账金额平均分在 ``positions`` 这几个月。"""
    weights = running(rates)
    return Way(sum(rates), sum(weights[position] for position in positions), len(positions))


class Statement:
    """账单上印的数（分），和应得的算法。"""

    def __init__(self, values: SimpleNamespace):
        self.period, self.year, self.months = values.period, values.year, values.months
        self.opening, self.amount = fen(values.opening_balance), fen(values.credited_amount)
        self.interest = fen(values.credited_interest)
        self.closing = None if values.closing_balance is None else fen(values.closing_balance)
        self.shown = values.interest_scope != "contributions"
        self.asked = as_interest(values)
        self.account = interest.Account(self.asked)
        self.rates = [int(rate * UNIT) for rate in self.account.rates]
        self.order = [month for _, month in self.account.months]
        self.positions = self.positions_in(self.order)
        self.way = way_of(self.rates, self.positions)
        self.whole_year = way_of(self.rates, [*range(12)])
        line = self.asked if self.shown else SimpleNamespace(**{**vars(self.asked), "opening_balance": Decimal(0)})
        self.line = interest.Account(line)
        self.roundings = {mode: fen(self.line.interest(mode)) for mode in interest.ROUNDINGS}
        self.expected = self.roundings["total"]

    def positions_in(self, order: list[int]) -> list[int]:
        return [position for position, month in enumerate(order) if self.months is None or month in self.months]

    def gap(self) -> int | None:
        """年末余额 − 三项之和（分）；没有年末余额的是 ``None``。"""
        return None if self.closing is None else self.closing - self.opening - self.amount - self.interest

    def books(self, way: Way, shown: bool) -> bool:
        """几个数加得起来。"""
        return self.closing is None or abs(self.gap() - way.hidden(self.opening, shown)) <= TOLERANCE

    def difference(self, way: Way) -> int:
        return self.interest - way.interest(self.opening, self.amount, self.shown)

    def fits(self, way: Way) -> bool:
        return abs(self.difference(way)) <= TOLERANCE

    def found(self, bits: int, cause: str, words: str, way: Way) -> Found:
        difference = self.difference(way)
        return Found(bits + surprise(difference), cause, words, self.interest - difference, difference)

    def month(self, position: int) -> str:
        return YearMonth(*self.account.months[position]).chinese


def surprise(difference: int) -> int:
    """差一两分的不如一分不差的可信。"""
    return INEXACT + abs(difference) if difference else 0


def as_interest(values: SimpleNamespace) -> SimpleNamespace:
    """写成当年记账利息的输入。"""
    blank = dict.fromkeys((*interest.AMOUNTS, "through_month"))
    given = {name: getattr(values, name) for name in ("opening_balance", "period", "year", "months", "rate_percent", "next_rate_percent")}
    return SimpleNamespace(**{**blank, **given, "annual_amount": values.credited_amount, "final_year": "full-year", "rounding": "total"})


def check(values: SimpleNamespace, problems: Problems) -> None:
    interest.check(as_interest(values), problems)


# 各种原因


def rate_in(year: int) -> int | None:
    rate = interest.published_rate(year)
    return None if rate is None else int(rate * UNIT)


def published_years() -> list[int]:
    return [value.start.year for value in parameter("crediting_rate").values]


def interest_scope(s: Statement) -> Iterator[Found]:
    """这一行含不含上年末余额的利息，年末余额里有没有这笔利息。"""
    kept = s.way.hidden(s.opening, False)
    if not kept:
        return
    for shown, hidden in ((False, kept), (False, 0), (True, 0)):
        expected = s.way.interest(s.opening, s.amount, shown)
        difference = s.interest - expected
        usual = shown == s.shown and hidden == s.way.hidden(s.opening, shown)
        books = s.closing is None or abs(s.gap() - hidden) <= TOLERANCE
        if usual or not books or abs(difference) > TOLERANCE or (s.closing is None and not hidden and not shown):
            continue
        if shown:
            words = f"这一行已经包括上年末余额的利息 {text(kept)}，不只是当年缴费的利息。"
        else:
            words = f"这一行只有当年缴费的利息，没有包括上年末余额的利息 {text(kept)}。"
            if s.closing is not None:
                words += "年末余额里已经加上了，账是平的。" if hidden else "年末余额里也没有加上，要请经办机构说明。"
        yield Found(1 + surprise(difference), "interest-scope", words, expected, difference)


def whole_ways(s: Statement) -> Iterator[tuple[int, str, str, Way]]:
    """不改缴费月份的几种算法：(bits, 原因, 说明, 算法)。"""
    total = sum(s.rates)
    if s.amount:
        yield 2, "opening-only", f"只有上年末余额计了利息，当年记入的 {text(s.amount)}没有计息。", Way(total, 0, 1)
        half = Fraction(parameter("annual_method_coefficient").at(date(s.year, 1, 1)).value) / 2
        words = f"用了年度计算法：当年记账额 × 利率 × {exact(half * 2)} ÷ 2，不是逐月算（这种算法未经官方来源核实）。"
        yield 2, "annual-method", words, Way(total, total * half.numerator, half.denominator)
    yield from other_rates(s)
    yield from other_periods(s)


def exact(value: Fraction) -> str:
    return str(Decimal(value.numerator) / Decimal(value.denominator))


def other_rates(s: Statement) -> Iterator[tuple[int, str, str, Way]]:
    first, second = s.rates[0], s.rates[11]
    years = [(year, rate_in(year)) for year in published_years()]
    for year, rate in years:
        bits = 3 if abs(year - s.year) == 1 else 4
        shown = f"{year} 年的利率 {Decimal(rate) / UNIT:.2f}%"
        if s.period == "calendar":
            if rate != first:
                yield bits, "other-rate", f"用了 {shown}，应当是 {s.account.rates[0]}%。", way_of([rate] * 12, s.positions)
            continue
        if rate not in (first, second):
            yield bits + 1, "other-rate", f"十二个月都用了 {shown}。", way_of([rate] * 12, s.positions)
        if rate not in (first, second):
            halves = (("前六个月", [rate] * 6 + [second] * 6), ("后六个月", [first] * 6 + [rate] * 6))
            for half, rates in halves:
                yield bits + 2, "other-rate", f"{half}用了 {shown}。", way_of(rates, s.positions)
        following = rate_in(year + 1)
        if following is not None and (rate, following) != (first, second):
            words = f"前后各六个月用了 {year} 年和 {year + 1} 年的利率 {Decimal(rate) / UNIT:.2f}%、{Decimal(following) / UNIT:.2f}%。"
            yield bits, "other-rate", words, way_of([rate] * 6 + [following] * 6, s.positions)
    if s.period == "july-june" and first != second:
        yield 5, "other-rate", "前后两个六个月的利率用颠倒了。", way_of([second] * 6 + [first] * 6, s.positions)


def other_periods(s: Statement) -> Iterator[tuple[int, str, str, Way]]:
    first, second = s.rates[0], s.rates[11]
    if s.period == "july-june":
        choices = [(s.year, [first] * 12), (s.year + 1, [second] * 12)]
        words = "是按 {} 年 1 月至 12 月的自然年度算的，十二个月只用这一年的利率。"
    else:
        near = [(s.year, first, rate_in(s.year + 1)), (s.year - 1, rate_in(s.year - 1), first)]
        choices = [(year, [before] * 6 + [after] * 6) for year, before, after in near if None not in (before, after)]
        words = "是按 {} 年 7 月至次年 6 月的社保年度算的，前后六个月各用一年的利率。"
    order = [month for _, month in interest.period_months("calendar" if s.period == "july-june" else "july-june", s.year)]
    for year, rates in choices:
        if rates != s.rates:
            yield 2, "other-period", words.format(year), way_of(rates, s.positions_in(order))


def late_credits(s: Statement) -> Iterator[tuple[int, str, str, Way]]:
    """每笔缴费都晚 k 个月起息，晚到期末以后的本期没有利息。"""
    weights = [*running(s.rates), *[0] * 12]
    uneven = UNEVEN * bool(s.amount % len(s.positions))
    for late in range(1, 12 * bool(s.amount)):
        way = Way(s.way.opening, sum(weights[position + late] for position in s.positions), len(s.positions))
        bits = uneven + (2 if late == 1 else 3 + late // 4)
        yield bits, "late-credit", f"每笔缴费都晚 {late} 个月才记账，少算 {late} 个月的利息。", way


@cache
def month_sets() -> list[tuple[int, int, int, int, int, int]]:
    """缴费月份的各种取法，利息相同的归成一组：(bits, 月份, 组内有几种, 月数, 第一年的积数, 第二年的积数)。

    ``月份`` 是十二位的二进制数，最低位是期内第一个月；每组留下最简单的一种。
    """
    groups = {}
    for mask in range(1, FULL):
        paid = [position for position in range(12) if mask >> position & 1]
        first = sum(6 - position for position in paid if position < 6)
        key = (len(paid), first, sum(min(6, 12 - position) for position in paid))
        bits, best, count = groups.get(key, (99, 0, 0))
        groups[key] = (*min((bits, best), (oddness(mask), mask)), count + 1)
    return [(*kept, *key) for key, kept in groups.items()]


def oddness(mask: int) -> int:
    """缴费月份有多复杂：年中才参加、年中停缴的最简单，中间断一次的其次。"""
    missing = FULL ^ mask
    blocks = (missing & ~(missing << 1)).bit_count()
    if blocks == 1 and missing & (1 | 1 << 11):
        return 5
    if blocks == 1:
        return 6 + missing.bit_count() // 2
    if blocks == 2 and missing & 1 and missing >> 11:
        return 8
    return 8 + 2 * blocks + missing.bit_count() // 3


def missing_months(s: Statement) -> Iterator[Found]:
    """缴费的月份与填的不同，金额平均分在这些月份；填了月份的，先试全年 12 个月。"""
    if not s.amount:
        return
    if len(s.positions) < 12 and s.fits(s.whole_year):
        close = s.difference(s.whole_year)
        fit = f"只差 {text(abs(close))}" if close else "正好对得上"
        words = f"按全年 12 个月都有缴费算，{fit}；看看月份有没有选错。"
        yield Found(0, "missing-months", words, s.interest - close, close)
    first, second = s.rates[0], s.rates[11]
    fitting, total = [], 0
    for bits, mask, sets, count, before, after in month_sets():
        way = Way(s.way.opening, first * before + second * after, count)
        if s.fits(way):
            fitting.append((bits + UNEVEN * bool(s.amount % count), mask, way))
            total += sets
    uneven = "（有的每月金额不同）" if len({way.count for _, _, way in fitting}) > 1 else ""
    for bits, mask, way in sorted(fitting, key=lambda each: each[0] + surprise(s.difference(each[2])))[:ROWS_PER_CAUSE]:
        words = f"能对上的月份取法还有 {total - 1} 种{uneven}，这里先列最简单的。" if total > 1 else ""
        yield s.found(bits, "missing-months", months_text(s, mask) + words, way)
        total = 0


def months_text(s: Statement, mask: int) -> str:
    paid, missing = ([p for p in range(12) if mask >> p & 1 == wanted] for wanted in (1, 0))
    each = text(nearest(s.amount, len(paid)))
    return f"只有 {spans(s, paid)}缴费（{spans(s, missing)}没有），每月记入{'约 ' if s.amount % len(paid) else ' '}{each}。"


def spans(s: Statement, positions: list[int]) -> str:
    """期内几个月写成几段：``3 月至 6 月、9 月``。"""
    starts = [p for p in positions if p - 1 not in positions]
    ends = [p for p in positions if p + 1 not in positions]
    names = [f"{month} 月" for month in s.order]
    return "、".join(names[start] if start == end else f"{names[start]}至 {names[end]}" for start, end in zip(starts, ends))


def base_changes(s: Statement) -> Iterator[Found]:
    """前后两档：由全年记账金额和利息解出两档的数。"""
    weights = [running(s.rates)[position] for position in s.positions]
    found = [level for split in range(1, len(weights)) for level in levels(s, weights, split)]
    for bits, split, before, after, way in sorted(found)[:ROWS_PER_CAUSE]:
        words = f"{s.month(s.positions[split])}起缴费变了：每月记入由约 {text(before)}变成约 {text(after)}。改变的月份不同，两档的数也不同。"
        yield s.found(bits, "base-change", words, way)


def levels(s: Statement, weights: list[int], split: int) -> Iterator[tuple]:
    """从第 ``split`` 个缴费月（0 起）改变时的两档（分），最合适的一组：(bits, split, 前档, 后档, 算法)。"""
    early, late, rest = sum(weights[:split]), sum(weights[split:]), len(weights) - split
    slope = rest * early - split * late
    step = Fraction(split, rest).denominator
    shared = rest // step
    if not slope > 0 or not s.amount or s.amount % shared:
        return
    target = rest * (s.interest * WHOLE - s.opening * s.way.opening * s.shown) - s.amount * late
    middle = target // slope
    middle += (s.amount // shared * pow(split // shared, -1, step) - middle) % step
    best = None
    for tries in range(-40, 41):
        before = middle + tries * step
        after = (s.amount - split * before) // rest
        if before <= 0 or before == after or not 3 * before <= 10 * after <= 30 * before:
            continue
        way = Way(s.way.opening, before * early + after * late, s.amount)
        difference = abs(s.difference(way))
        ugly = bool(before % ROUND_BASE or after % ROUND_BASE)
        if difference <= TOLERANCE and (best is None or (difference, ugly, abs(tries)) < best[0]):
            best = (difference, ugly, abs(tries)), before, after, way
    if best:
        (_, ugly, _), before, after, way = best
        widest = Fraction(10 * s.amount, 10 * split + 3 * rest) - Fraction(s.amount, split + 3 * rest)
        span = int(widest * slope / rest / WHOLE)
        natural = s.order[s.positions[split]] in (1, 7)
        extreme = not 6 * before <= 10 * after <= 17 * before
        yield (2 if natural else 4) + span.bit_length() + ugly + 2 * extreme, split, before, after, way


def corrections(printed: int) -> dict[int, str]:
    """印成 ``printed``（分）的，本来可能是哪些数，各是怎样印错的。"""
    digits = f"{printed:03d}"
    options = [("swap", digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in range(len(digits) - 1)]
    options += [("double", digits[:i] + digits[i + 1 :]) for i in range(len(digits) - 1) if digits[i] == digits[i + 1]]
    for new in "0123456789":
        options += [("drop", digits[:i] + new + digits[i:]) for i in range(len(digits) + 1)]
        options += [("drop", new + zeros + digits) for zeros in ("0", "00")]
        options += [("drop", digits[:-2] + new + digits[-2])] if digits[-1] == "0" else []
        options += [("wrong", digits[:i] + new + digits[i + 1 :]) for i in range(len(digits))]
    found = {}
    for slip, each in options:
        found.setdefault(int(each), slip)
    found.pop(printed, None)
    return found if printed else {value: slip for value, slip in found.items() if slip != "drop"}


def misprints(s: Statement) -> Iterator[Found]:
    """四个数里有一个印错一个数字，改正后利息和合计都对得上；填的月份对不上的，再按全年 12 个月试。"""
    printed = {name: getattr(s, name) for name in LABELS if getattr(s, name) is not None}
    blind = 8 if "closing" in printed else 10
    ways = [(0, "", s.way)]
    if len(s.positions) < 12 and s.amount and not s.fits(s.way):
        ways.append((1, "按全年 12 个月都有缴费算，", s.whole_year))
    for rank, name in enumerate(("closing", "interest", "amount", "opening")):
        for value, slip in corrections(printed[name]).items() if name in printed else ():
            if name == "amount" and 0 < value < LEAST_AMOUNT:
                continue
            trial = SimpleNamespace(**{"closing": None, **printed, name: value})
            total = trial.opening + trial.amount + trial.interest + s.way.hidden(trial.opening, s.shown)
            apart = 0 if trial.closing is None else trial.closing - total
            if abs(apart) > (not s.shown):
                continue
            for extra, months, way in ways:
                expected = way.interest(trial.opening, trial.amount, s.shown)
                difference = trial.interest - expected
                if abs(difference) > TOLERANCE:
                    continue
                words = f"{LABELS[name]}印成（或填成）了 {text(printed[name])}，像是{SLIPS[slip]}；"
                words += f"{months}改成 {text(value)}，{remaining(difference, apart)}。"
                bits = blind + rank // 2 + extra + surprise(difference) + surprise(apart)
                yield Found(bits, "misprint", words, expected, difference)


def remaining(difference: int, apart: int) -> str:
    """改正以后，利息与应得的、余额与合计还差多少（分）。"""
    left = [f"{name}只差 {text(abs(amount))}" for name, amount in (("利息", difference), ("余额", apart)) if amount]
    return "、".join(left) or "几个数就都对得上"


def explanations(s: Statement) -> list[Found]:
    """对得上的各种原因，最简单的在前，每种原因最多列三条。"""
    found = [s.found(*each) for each in [*whole_ways(s), *late_credits(s)] if s.fits(each[3]) and s.books(each[3], s.shown)]
    found += interest_scope(s)
    if s.books(s.way, s.shown):
        found += [*missing_months(s), *base_changes(s)]
    found += misprints(s)
    kept = []
    for each in sorted(found, key=lambda each: each.bits):
        if sum(other.cause == each.cause for other in kept) < ROWS_PER_CAUSE:
            kept.append(each)
    return kept


def judge(s: Statement) -> tuple[str, list[Found]]:
    difference = s.interest - s.expected
    mode = next((mode for mode, amount in s.roundings.items() if amount == s.interest), None)
    if not s.books(s.way, s.shown) or mode is None and abs(difference) > TOLERANCE:
        found = explanations(s)
        return ("explained" if found else "unexplained"), found
    apart = 0 if s.closing is None else s.gap() - s.way.hidden(s.opening, s.shown)
    if not difference and not apart:
        return "match", []
    if difference and mode:
        words = f"按“{interest.ROUNDINGS[mode]}”的办法算，正好是 {text(s.interest)}。不是算错。"
    elif difference:
        words = f"与应得的只差 {text(abs(difference))}，在取整可能造成的范围之内。不是算错。"
    else:
        words = f"利息一分不差；几个数相加与年末余额差 {text(abs(apart))}，是取整的尾差。"
    expected = s.interest if mode else s.expected
    rounding = Found(0, "rounding", words, expected, s.interest - expected)
    others = [] if apart or not difference else explanations(s)
    return "rounding", [rounding, *(each for each in others if not each.difference and each.cause not in ("base-change", "misprint"))]


# 结果


def compute(values: SimpleNamespace) -> Result:
    s = Statement(values)
    verdict, found = judge(s)
    kept = s.way.hidden(s.opening, False)
    implied = s.opening + s.amount + s.interest
    full = implied + kept if line_alone(s, found) else None
    figures = {
        "verdict": verdict,
        "expected_interest": yuan(s.expected),
        "interest_difference": yuan(s.interest - s.expected),
        "identity_difference": None if s.closing is None else yuan(s.gap()),
        "implied_closing": yuan(implied),
        "full_closing": None if full is None else yuan(full),
    }
    rows = [
        {"cause": each.cause, "text": each.text, "expected_interest": yuan(each.expected), "difference": yuan(each.difference)}
        for each in found
    ]
    notes, sources = interest.notes_and_sources(s.asked, s.line)
    if full is not None and kept and s.gap() == kept:
        notes.insert(0, f"年末余额减三项之和是 {text(kept)}，正好等于上年末余额的利息：账单上的利息只有当年缴费的那一部分。")
    notes = advice(s, verdict, found) + notes
    sources = [*sources, "social-insurance-law"]
    if {"other-rate", "other-period"} & {each.cause for each in found}:
        sources += [key for value in parameter("crediting_rate").values for key in value.sources]
    return Result(figures, steps(s, figures, kept), notes, {"explanations": rows}, sources)


def line_alone(s: Statement, found: list[Found]) -> bool:
    """账单上的利息不含上年末余额的利息：读者这样选的，或者找到的原因是这样。"""
    scope = next((each for each in found if each.cause == "interest-scope"), None)
    if scope is None:
        return not s.shown
    return scope.expected != s.way.interest(s.opening, s.amount)


def steps(s: Statement, figures: dict, kept: int) -> list[Step]:
    account = s.account
    parts = {
        "month_product": to_fen(account.month_product()),
        "opening_interest": to_fen(account.opening_interest()),
        "contribution_interest": to_fen(account.contribution_interest()),
        "credited_interest": account.interest("total"),
    }
    printed, expected = grouped(yuan(s.interest)), grouped(figures["expected_interest"])
    numbers = " ＋ ".join(grouped(yuan(amount)) for amount in (s.opening, s.amount, s.interest))
    on_paper = "" if s.closing is None else f"；账单上是 {grouped(yuan(s.closing))}"
    implied, full = figures["implied_closing"], figures["full_closing"]
    formula = "上年末累计储存额 ＋ 当年记账金额 ＋ 账单上的利息"
    totals = [Step("几个数加起来的年末余额", formula, numbers + on_paper, f"{grouped(implied)} 元", interest.METHOD)]
    if full is not None:
        formula, numbers = "几个数加起来的年末余额 ＋ 上年末储存额的利息", f"{grouped(implied)} ＋ {grouped(yuan(kept))}"
        totals.append(Step("加上余额利息后的年末余额", formula, numbers + on_paper, f"{grouped(full)} 元", interest.METHOD))
    return [
        *totals,
        interest.product_step(account, parts),
        *interest.interest_steps(s.asked, account, parts),
        Step(
            "账单与应得的差",
            "账单上的利息 − " + ("当年记账利息" if s.shown else "当年记账额的利息"),
            f"{printed} − {expected}",
            f"{grouped(figures['interest_difference'])} 元",
            interest.METHOD,
        ),
    ]


def advice(s: Statement, verdict: str, found: list[Found]) -> list[str]:
    """怎样看这个结论，下一步做什么。"""
    if verdict in ("match", "rounding"):
        return []
    notes = ["先看看四个数、年份和结息年度有没有填错。"]
    ask = "请他们打印逐月的记账明细，说明各月记了多少、从哪个月计息、用的什么利率。查询和核对依法免费。"
    if verdict == "unexplained":
        if s.closing is not None and abs(s.interest - s.expected) <= TOLERANCE:
            notes.insert(0, f"利息是对的。对不上的是余额：年末余额与几个数之和差 {text(abs(s.gap()))}。当年有补缴、转移、退费、支付的，会这样。")
        elif s.closing is not None and abs(s.interest + s.gap() - s.expected - s.way.hidden(s.opening, s.shown)) <= TOLERANCE:
            notes.append(f"用年末余额倒推，利息是 {text(s.interest + s.gap())}，与应得的一致；不对的是印的利息这一个数。")
        else:
            notes.append("试过的原因都对不上。可能是当年有补缴、转移、退费，也可能同时有两种原因。")
        return [*notes, "带着账单去找参保地的社保经办机构，" + ask]
    causes = {each.cause for each in found}
    if len(causes) > 1:
        notes.append("能算出账单上这个数的原因不止一种，简单的排在前面。只凭一年的几个数分不出是哪一种。")
    if causes & {"missing-months", "base-change", "late-credit"}:
        notes.append("缴费月份少了、年中变了缴费、记账晚了，可以算出同样的利息。对照工资条或缴费记录，看各月缴了多少。")
    return [*notes, "这里只是推算。要弄清楚，找参保地的社保经办机构，" + ask]


CALCULATOR = Calculator(
    id="statement-check",
    title="权益单对账",
    answers="权益记录单上的利息和余额对不对：一分不差、只差取整，还是另有原因，原因是什么。",
    limits=(
        "只凭一年的几个数，有些原因分不开：少缴几个月、年中变了缴费、记账晚了，可以得出同样的利息；利息没有含上年末余额的那一部分，也可能像是用了较低的利率。",
        "一次只试一种原因。当年有补缴、转移、退费、支付的，或者同时有两处不对的，可能找不到原因，也可能找到一个碰巧对得上的。",
        "余额和缴费都很少时，几分钱的利息能对上许多种原因，结论不可靠。",
        "缴费金额按平均分到各月推算，不是经办机构的逐月记录。",
        "2016 年以前的利率由各省规定，要自己填写当地公布的数。",
    ),
    inputs=(
        Input("period", "结息年度", Choice(PERIODS), help="看账单上写的起止月份。", term="结息年度", default="calendar"),
        Input("year", "年份", Whole(1992, 2100, "年"), help="账单是哪一年的；社保年度填开始的那一年。", term="结息年度", required=True),
        Input(
            "opening_balance",
            "上年末累计储存额",
            Money(),
            help="账单上“截至上年末”的个人账户累计储存额；社保年度填 6 月 30 日的数。",
            term="个人账户累计储存额",
            required=True,
        ),
        Input("credited_amount", "当年记账金额", Money(), help="账单上当年记入个人账户的本金，不是缴费基数。", term="当年记账金额", required=True),
        Input("credited_interest", "当年记账利息", Money(), help="账单上的利息。分两行印的，填两行之和。", term="当年记账利息", required=True),
        Input("closing_balance", "本年末累计储存额", Money(), help="账单上“至本年末”的累计储存额；没有印就不填。", term="个人账户累计储存额"),
        Input("months", "缴费的月份", MonthSet(), help="知道哪些月没有缴费的，只选缴了的；不知道就全选。", term="记账月份"),
        Input(
            "interest_scope",
            "账单上的利息包括什么",
            Choice((("unknown", "不清楚"), ("all", "上年末余额的利息和当年缴费的利息"), ("contributions", "只有当年缴费的利息"))),
            help="有的账单把两种利息分成两行。",
            default="unknown",
            more=True,
        ),
        *interest.RATE_INPUTS,
    ),
    figures=(
        Figure("verdict", "结论", "text", main=True, options=VERDICTS),
        Figure("expected_interest", "应得的利息", main=True, help="按月积数法一次算完再取整"),
        Figure("interest_difference", "账单上的利息减应得的", main=True, help="少了是负数"),
        Figure("identity_difference", "年末余额减三项之和", help="应当是 0；利息只印当年缴费那一部分的，应当等于上年末余额的利息"),
        Figure("implied_closing", "几个数加起来的年末余额", help="上年末累计储存额、当年记账金额、账单上的利息三项之和"),
        Figure("full_closing", "加上余额利息后的年末余额", help="利息只印当年缴费那一部分的才有：三项之和 ＋ 上年末余额的利息"),
    ),
    tables=(
        Table(
            "explanations",
            "可能的原因",
            (
                Column("cause", "原因", options=CAUSES),
                Column("text", "说明"),
                Column("expected_interest", "这样算的利息", "yuan"),
                Column("difference", "与账单的差", "yuan"),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
