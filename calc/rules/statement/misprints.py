"""四个数里有一个印错或填错了一个数字。"""

from collections.abc import Iterator

from calc.rules.interest import ROUNDING_TOLERANCE
from calc.rules.statement import ranking
from calc.rules.statement.arithmetic import Printed, Statement, Way
from calc.rules.statement.facts import Fact, Misprint

NAMES = ("closing", "interest", "amount", "opening")
LEAST_AMOUNT = 100 * 100  # 分；有缴费的一年，记账金额再少也不会少于这个数


def slips(digits: str) -> list[tuple[str, str]]:
    """各种印错和本来的数字。"""
    ends = range(len(digits) - 1)
    found = [("swap", digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in ends]
    same = (i for i in ends if digits[i] == digits[i + 1])
    found += [("double", digits[:i] + digits[i + 1 :]) for i in same]
    for new in "0123456789":
        found += [("drop", digits[:i] + new + digits[i:]) for i in range(len(digits) + 1)]
        found += [("drop", new + zeros + digits) for zeros in ("0", "00")]
        if digits[-1] == "0":
            found.append(("drop", digits[:-2] + new + digits[-2]))
        found += [("wrong", digits[:i] + new + digits[i + 1 :]) for i in range(len(digits))]
    return found


def corrections(printed: int) -> dict[int, str]:
    """印成 ``printed``（分）的，本来可能是哪些数，各是怎样印错的。"""
    found: dict[int, str] = {}
    for slip, digits in slips(f"{printed:03d}"):
        found.setdefault(int(digits), slip)
    found.pop(printed, None)
    return found if printed else {each: slip for each, slip in found.items() if slip != "drop"}


def misprints(s: Statement) -> Iterator[Fact]:
    """改正一个数，利息和合计都对得上的。"""
    ways = ways_to_try(s)
    for rank, name in enumerate(NAMES):
        wrong = getattr(s, name)
        for right, slip in corrections(wrong).items() if wrong is not None else ():
            trial = corrected(s, name, right)
            apart = trial.apart(0 if s.shown else s.way.hidden(trial.opening))
            if abs(apart) > (not s.shown) or (name == "amount" and 0 < right < LEAST_AMOUNT):
                continue
            for all_months, way in ways:
                difference = trial.difference(way, s.shown)
                if abs(difference) <= ROUNDING_TOLERANCE:
                    detail = Misprint(name, wrong, right, slip, all_months, difference, apart)
                    bits = ranking.misprint(detail, rank, s.closing is not None)
                    yield Fact(bits, detail, trial.interest - difference, difference)


def corrected(s: Statement, name: str, right: int) -> Printed:
    """把 ``name`` 这个数改成 ``right``。"""
    return s.printed._replace(**{name: right})


def ways_to_try(s: Statement) -> list[tuple[bool, Way]]:
    """应得的算法；填的月份对不上的，再按全年十二个月缴费试。"""
    ways = [(False, s.way)]
    if s.count < 12 and s.amount and not s.fits(s.way):
        ways.append((True, s.whole_year))
    return ways
