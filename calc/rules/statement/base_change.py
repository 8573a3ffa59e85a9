"""年中缴费变了：由全年记账金额和利息解出前后两档的数。"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from calc.rules.interest import YEAR, times_rates
from calc.rules.rates import SHARED_NATIONWIDE, account_share
from calc.rules.statement import ranking
from calc.rules.statement.arithmetic import UNIT_PRODUCTS, Statement, Way
from calc.rules.statement.causes import fact_of
from calc.rules.statement.facts import BaseChange, Fact


class Levels(NamedTuple):
    """前后两档（分）：与账单的利息差多少、基数是不是不足整元、离解出的数多远，都小的最合适。"""

    difference: int
    odd: bool
    far: int
    before: int
    after: int
    way: Way


def base_changes(s: Statement) -> Iterator[Fact]:
    """前后两档：由全年记账金额和利息解出两档的数。"""
    weights = [times_rates(UNIT_PRODUCTS[place], s.rates) for place in s.positions]
    whole = whole_base(s.year)
    found = []
    for split in range(1, s.count if s.amount else 1):
        change = Change(s, weights, split)
        best = change.best(whole)
        if best:
            found.append((change.bits(best), split, best))
    for bits, split, best in sorted(found)[: ranking.ROWS_PER_CAUSE]:
        detail = BaseChange(s.month(s.positions[split]), best.before, best.after)
        yield fact_of(s, bits, detail, best.way)


def whole_base(year: int) -> int:
    """整元的缴费基数，每月记入的分数是它的倍数；记账比例没有收录的年份，照全国统一以后的比例看。"""
    share = account_share(date(year, 1, 1)) or account_share(SHARED_NATIONWIDE)
    assert share is not None
    return int(share.value)


class Change:
    """缴费从第 ``split`` 个缴费月起改变。``early``、``late`` 是改变前后各月的积数 × 利率之和。"""

    def __init__(self, s: Statement, weights: list[int], split: int):
        self.s, self.split, self.rest = s, split, s.count - split
        self.opening = s.way.opening
        self.early, self.late = sum(weights[:split]), sum(weights[split:])
        self.slope = self.rest * self.early - split * self.late

    def best(self, whole: int) -> Levels | None:
        """最合适的两档。"""
        best = None
        for far, before, after in self.near():
            way = Way(self.opening, before * self.early + after * self.late, self.s.amount)
            if not self.s.fits(way):
                continue
            difference = abs(self.s.difference(way))
            odd = bool(before % whole or after % whole)
            if best is None or (difference, odd, far) < best[:3]:
                best = Levels(difference, odd, far, before, after, way)
        return best

    def near(self) -> Iterator[tuple[int, int, int]]:
        """解出的数附近，加起来正好是记账金额的两档；改变的幅度不出三成到三倍。"""
        amount, split, rest = self.s.amount, self.split, self.rest
        shared = gcd(split, rest)
        if self.slope <= 0 or amount % shared:
            return
        step = rest // shared
        middle = self.solved()
        middle += (amount // shared * pow(split // shared, -1, step) - middle) % step
        for tries in range(-40, 41):
            before = middle + tries * step
            after = (amount - split * before) // rest
            if before > 0 and before != after and 3 * before <= 10 * after <= 30 * before:
                yield abs(tries), before, after

    def solved(self) -> int:
        """由利息解出的前一档：前后两档的利息相加，是账单上的利息减余额的利息。"""
        s = self.s
        interest = s.interest * YEAR - s.opening * self.opening * s.shown
        return (self.rest * interest - s.amount * self.late) // self.slope

    def bits(self, best: Levels) -> int:
        s, split, rest = self.s, self.split, self.rest
        least = Fraction(s.amount, split + 3 * rest)
        most = Fraction(10 * s.amount, 10 * split + 3 * rest)
        span = int((most - least) * self.slope / rest / YEAR)
        large = not 6 * best.before <= 10 * best.after <= 17 * best.before
        return ranking.base_change(s.order[s.positions[split]], span, best.odd, large)
