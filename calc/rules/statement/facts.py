"""找到的原因，写成事实：哪种原因、哪一年、哪些月、多少钱，没有写给读者的话。金额以分计。"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from calc.months import YearMonth


@dataclass(frozen=True)
class Rounding:
    """只有取整的差别。

    ``mode`` 是正好算出账单这个数的取整方式；``difference`` 是与应得的差，``apart`` 是余额的尾差。
    """

    cause = "rounding"
    mode: str | None
    difference: int
    apart: int


@dataclass(frozen=True)
class InterestScope:
    """利息的口径不同：这一行含不含上年末余额的利息 ``opening_interest``，年末余额里加上了没有。"""

    cause = "interest-scope"
    included: bool
    opening_interest: int
    in_closing: bool | None


@dataclass(frozen=True)
class OpeningOnly:
    """只有上年末余额计了利息，当年记入的 ``amount`` 没有。"""

    cause = "opening-only"
    amount: int


@dataclass(frozen=True)
class AnnualMethod:
    """用了年度计算法。"""

    cause = "annual-method"
    coefficient: Decimal


@dataclass(frozen=True)
class OtherRate:
    """用了别的年份的利率。

    ``used``：``year`` 自然年度，``all`` 社保年度的十二个月，``first``、``second`` 前、后六个月，
    ``each`` 前后六个月各用一年的，``swapped`` 前后颠倒。利率是 (年, 百分数)。
    """

    cause = "other-rate"
    used: str
    rates: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True)
class OtherPeriod:
    """按另一种结息年度 ``period`` 算的，从 ``year`` 年开始。"""

    cause = "other-period"
    period: str
    year: int


@dataclass(frozen=True)
class AllMonths:
    """不是填的那几个月，全年十二个月都有缴费。"""

    cause = "missing-months"
    difference: int


@dataclass(frozen=True)
class MissingMonths:
    """只有 ``paid`` 这几段缴费，``missing`` 没有；一段是起止的月份。

    ``each`` 是每月记入的，``exact`` 是除得尽；
    ``others`` 是另外还有几种取法，``uneven`` 是它们的月数不止一种。
    """

    cause = "missing-months"
    paid: list[tuple[int, int]]
    missing: list[tuple[int, int]]
    each: int
    exact: bool
    others: int
    uneven: bool


@dataclass(frozen=True)
class LateCredit:
    """每笔缴费都晚几个月才记账。"""

    cause = "late-credit"
    months: int


@dataclass(frozen=True)
class BaseChange:
    """从 ``month`` 起，每月记入的由 ``before`` 变成 ``after``。"""

    cause = "base-change"
    month: YearMonth
    before: int
    after: int


@dataclass(frozen=True)
class Misprint:
    """``name`` 这个数应当是 ``corrected``，印成了 ``printed``。

    ``slip``：``wrong`` 错一个数字，``swap`` 相邻两个颠倒，``drop`` 漏一个，``double`` 重一个。
    ``all_months`` 是按全年十二个月缴费算的；改正以后利息还差 ``difference``，余额还差 ``apart``。
    """

    cause = "misprint"
    name: str
    printed: int
    corrected: int
    slip: str
    all_months: bool
    difference: int
    apart: int


class Fact(NamedTuple):
    """一种对得上的解释：要多少巧合、内容、按它算得的利息、账单减它的差。"""

    bits: int
    detail: (
        Rounding
        | InterestScope
        | OpeningOnly
        | AnnualMethod
        | OtherRate
        | OtherPeriod
        | AllMonths
        | MissingMonths
        | LateCredit
        | BaseChange
        | Misprint
    )
    expected: int
    difference: int

    @property
    def cause(self) -> str:
        return self.detail.cause
