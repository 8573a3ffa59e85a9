"""终止、清理或继承时个人账户里有多少。金额是以分计的整数。

没有领过养老金的，上年末储存额、当年记账金额和利息全额支付；领过的，支付余额：
《实施〈中华人民共和国社会保险法〉若干规定》第六条。
"""

from typing import NamedTuple

from calc.rules.interest import PeriodInterest


class WorkingPayout(NamedTuple):
    """没有领过养老金的：当年的账户，和终止当年三种计息各得的利息。"""

    account: PeriodInterest
    interests: dict[str, int]

    @property
    def principal(self) -> int:
        return self.account.opening + self.account.credited_amount

    def payable(self, mode: str) -> int:
        """照一种计息，一共有多少。"""
        return self.principal + self.interests[mode]

    @property
    def spread(self) -> int:
        """三种计息最多和最少相差多少。"""
        return max(self.interests.values()) - min(self.interests.values())


class PensionerPayout(NamedTuple):
    """已经按月领过个人账户养老金的。"""

    balance: int
    monthly_pension: int
    months: int

    @property
    def taken(self) -> int:
        """每月的个人账户养老金 × 已领月数。"""
        return self.monthly_pension * self.months

    @property
    def paid_out(self) -> int:
        """已经从个人账户领的：账户领完以后由统筹基金支付，不再从账户领。"""
        return min(self.taken, self.balance)

    @property
    def payable(self) -> int:
        return self.balance - self.paid_out


def working_payout(year: PeriodInterest, last: int) -> WorkingPayout:
    """终止在第 ``last`` 个月。"""
    return WorkingPayout(year, year.final_year_interests(last))
