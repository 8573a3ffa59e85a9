"""一次性领取和继承的步骤和说明，几个计算器说得一样。"""

from collections.abc import Sequence

from calc.declaration import Step
from calc.rules.account_payout import PensionerPayout, WorkingPayout
from calc.rules.interest import in_yuan
from calc.rules.rates import YearRate
from calc.words.interest import (
    FINAL_YEAR_LABELS,
    fen_text,
    interest_steps,
    monthly_amount_step,
    monthly_amounts_step,
    product_step,
    rate_notes,
    rounding_note,
    yuan_text,
)

FUND = "guofa-2005-38"


def working_steps(
    found: WorkingPayout, mode: str, listed: bool, label: str, source: str
) -> list[Step]:
    """没有领过养老金的；``listed`` 是逐月写了金额的，``label`` 是最后一步叫什么。"""
    account = found.account
    parts = account.opening, account.credited_amount, found.interests[mode]
    return [
        (monthly_amounts_step if listed else monthly_amount_step)(account),
        product_step(account),
        *interest_steps(account, "total"),
        Step(
            label,
            "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息",
            " ＋ ".join(map(fen_text, parts)),
            yuan_text(found.payable(mode)),
            source,
        ),
    ]


def working_notes(found: WorkingPayout, rates: Sequence[YearRate]) -> list[str]:
    spread = (
        f"当年的利息三种算法，最多和最少相差 {yuan_text(found.spread)}，见下表。"
        "以经办机构算的为准，可以请他们说明用的是哪一种。"
    )
    return [spread, rounding_note(found.account), *rate_notes(rates)]


def way_rows(found: WorkingPayout) -> list[dict]:
    """终止当年三种计息，各得多少。"""
    return [
        {
            "way": FINAL_YEAR_LABELS[mode],
            "credited_interest": in_yuan(interest),
            "payable": in_yuan(found.payable(mode)),
        }
        for mode, interest in found.interests.items()
    ]


def pensioner_steps(found: PensionerPayout, label: str, source: str) -> list[Step]:
    taken = f"{fen_text(found.monthly_pension)} × {found.months} ＝ {fen_text(found.taken)}"
    return [
        Step(
            "已经从个人账户领的",
            "每月的个人账户养老金 × 已领月数，最多到储存额为止",
            taken,
            yuan_text(found.paid_out),
            FUND,
        ),
        Step(
            label,
            "个人账户储存额 − 已经从个人账户领的",
            f"{fen_text(found.balance)} − {fen_text(found.paid_out)}",
            yuan_text(found.payable),
            source,
        ),
    ]


def pensioner_notes(found: PensionerPayout) -> list[str]:
    notes = [
        (
            "领取期间没有领完的余额怎样计息，没有查到统一规定，这里没有算利息。"
            "余额以经办机构的记录为准。"
        )
    ]
    if not found.payable:
        notes.append(
            "账户里的钱已经领完。领完以后，养老金由统筹基金继续按原标准支付，"
            "所以生前每月领的不会少，只是账户里没有余额可以继承或退还。"
        )
    return notes
