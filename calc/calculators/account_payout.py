"""终止、一次性领取与继承时，个人账户里的钱有多少，依据哪一条，要申请什么。"""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.interest_inputs import FINAL_YEARS, check_months, check_rates
from calc.kinds import Choice, Money, MoneyList, Month, Months, MonthSet, Percent
from calc.months import YearMonth
from calc.rules.account_payout import PensionerPayout, WorkingPayout, working_payout
from calc.rules.interest import (
    PeriodInterest,
    each_month,
    in_fen,
    in_yuan,
    interest_months,
)
from calc.rules.rates import (
    YearRate,
    period_rates,
)
from calc.words.doubts import small_balance
from calc.words.interest import (
    FINAL_YEAR_LABELS,
    METHOD,
    fen_text,
    interest_steps,
    monthly_amount_step,
    monthly_amounts_step,
    product_step,
    rate_notes,
    rate_sources,
    rounding_note,
    yuan_text,
)

LAW = "social-insurance-law"
RULES = "mohrss-order-13"
FUND = "guofa-2005-38"


@dataclass(frozen=True)
class Reason:
    """一种情形：依据和条款、能领什么、要申请什么。"""

    label: str
    source: str
    article: str
    applies: str
    also: tuple[str, ...] = ()


REASONS = {
    "death-before": Reason(
        "去世，还没有领养老金",
        RULES,
        "第六条",
        (
            "个人账户余额可以全部依法继承。继承人要向参保地社会保险经办机构申请。"
            "遗属还可以领丧葬补助金和抚恤金，另算。"
        ),
        (LAW,),
    ),
    "death-after": Reason(
        "去世，已经在领养老金",
        RULES,
        "第六条",
        (
            "个人账户没有领完的余额可以全部依法继承。继承人要向参保地社会保险经办机构申请。"
            "遗属还可以领丧葬补助金和抚恤金，另算。"
        ),
        (LAW, "guofa-2005-38"),
    ),
    "lost-nationality": Reason(
        "丧失中国国籍",
        RULES,
        "第六条",
        (
            "可以在离境时或离境后书面申请终止职工基本养老保险关系，一次性领取。只是离境定居、"
            "没有丧失国籍的，不能领，账户保留。"
        ),
    ),
    "foreigner-leaving": Reason(
        "外国人离境",
        "mohrss-order-16",
        "第五条",
        "不申请，账户就保留，以后再来就业累计计算；书面申请终止的，才一次性领取。",
    ),
    "hmt-leaving": Reason(
        "港澳台居民离开内地（大陆）",
        "mohrss-order-41",
        "第七条",
        "不申请，账户就保留，以后再来累计计算；书面申请终止的，才一次性领取。",
    ),
    "short-of-minimum": Reason(
        "到了退休年龄，缴费不满最低年限",
        RULES,
        "第三条",
        (
            "可以书面申请终止职工基本养老保险关系，一次性领取；也可以申请转入城乡居民养老保险，"
            "或者继续缴费。终止以后就没有按月的养老金了，先比一比。"
        ),
        (LAW,),
    ),
    "duplicate": Reason(
        "重复参保，清理其中一个账户",
        "renshebufa-2009-187",
        "第三条",
        (
            "由经办机构与本人协商保留一个关系和账户，其他的清理，个人账户储存额退还本人，"
            "缴费年限不重复计算。这里填要清理的那个账户。"
        ),
        ("renshebugui-2016-5",),
    ),
}
AMOUNTS = ("monthly_amount", "monthly_amounts")
WORKING = " ".join(code for code in REASONS if code != "death-after")


def is_paid(values: SimpleNamespace) -> bool:
    """这个账户已经按月领过养老金。"""
    if values.reason == "duplicate":
        return bool(values.monthly_account_pension or values.paid_months)
    return values.reason == "death-after"


# 检查


def check(values: SimpleNamespace, problems: Problems) -> None:
    given = [name for name in AMOUNTS if getattr(values, name) is not None]
    if len(given) == 2:
        problems.add("monthly_amounts", "每月记账金额和各月记账金额，只填一项")
    if values.months is not None and not given:
        problems.add(
            "monthly_amount",
            "选了缴费的月份，还要填每月记账金额；今年没有缴费的，两项都不填",
        )
    if values.reason is not None:
        (check_paid if is_paid(values) else check_working)(values, problems)


def check_paid(values: SimpleNamespace, problems: Problems) -> None:
    examples = (
        ("monthly_account_pension", "719.42"),
        ("paid_months", "24；一个月也没有领到的填 0"),
    )
    for name, example in examples:
        if getattr(values, name) is None and not problems.has(name):
            problems.add(name, f"已经在领养老金的，这一项要填，如 {example}")
    for name in (*AMOUNTS, "months"):
        if getattr(values, name) is not None:
            problems.add(name, "已经在领养老金的，不再缴费，这一项不填")
    if values.rate_percent is not None:
        problems.add(
            "rate_percent",
            "已经在领养老金的，剩余部分怎样计息没有查到规定，这里不算利息，这一项不填",
        )


def check_working(values: SimpleNamespace, problems: Problems) -> None:
    for name in ("monthly_account_pension", "paid_months"):
        if getattr(values, name):
            problems.add(
                name,
                "没有领过养老金的，这一项不填；领过的，请改选“去世，已经在领养老金”或“重复参保”",
            )
    month = values.event_month
    if month is None:
        if not problems.has("event_month"):
            problems.add("event_month", "请填写哪一年哪一月，如 2025-05", missing=True)
        return
    check_rates(rates_of(values), 1, problems)
    if not problems.has("months", "monthly_amounts"):
        check_months("calendar", month.month, values.months, values.monthly_amounts, problems)


# 计算


def rates_of(values: SimpleNamespace) -> list[YearRate]:
    return period_rates("calendar", values.event_month.year, values.rate_percent)


def account_of(values: SimpleNamespace) -> PeriodInterest:
    """终止当年的账户；没有填缴费的，是 0。"""
    last = values.event_month.month
    paid = [month - 1 for month in values.months or range(1, last + 1)]
    amounts = each_month(in_fen(values.monthly_amount or 0), paid)
    if values.monthly_amounts is not None:
        amounts = list(map(in_fen, values.monthly_amounts))
    return PeriodInterest(
        in_fen(values.opening_balance),
        amounts,
        [rate.value for rate in rates_of(values)],
        interest_months(values.final_year, last),
    )


def compute(values: SimpleNamespace) -> Result:
    reason = REASONS[values.reason]
    result = after_pension(values, reason) if is_paid(values) else before_pension(values, reason)
    apply = (
        f"{reason.applies}这些都要申请，不会自动到账；"
        "要带哪些材料，各地不同，先问参保地社会保险经办机构或 12333。"
    )
    result.notes.insert(0, apply)
    year = 12 * (values.monthly_amount or Decimal(0))
    result.doubts = small_balance("上年末累计储存额", values.opening_balance, year)
    result.sources = [reason.source, *reason.also, *result.sources]
    return result


def before_pension(values: SimpleNamespace, reason: Reason) -> Result:
    """没有领过养老金：余额、当年记账额和利息相加。"""
    account, rates = account_of(values), rates_of(values)
    found = working_payout(account, values.event_month.month)
    interest = found.interests[values.final_year]
    figures = {
        "credited_amount": account.credited_amount,
        "credited_interest": interest,
        "paid_out": 0,
        "payable": found.principal + interest,
        "interest_spread": found.spread,
    }
    given = values.monthly_amounts is not None
    steps = [
        (monthly_amounts_step if given else monthly_amount_step)(account),
        product_step(account),
        *interest_steps(account, "total"),
        working_step(found, interest, reason),
    ]
    notes = [spread_note(found), rounding_note(account), *rate_notes(rates)]
    tables = {"ways": [way_row(found, mode) for mode in found.interests]}
    return Result(in_money(figures), steps, notes, tables, [METHOD, *rate_sources(rates)])


def in_money(figures: dict) -> dict:
    return {name: fen if fen is None else in_yuan(fen) for name, fen in figures.items()}


def working_step(found: WorkingPayout, interest: int, reason: Reason) -> Step:
    parts = found.account.opening, found.account.credited_amount, interest
    return Step(
        f"应付金额（{reason.article}）",
        "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息",
        " ＋ ".join(map(fen_text, parts)),
        yuan_text(sum(parts)),
        reason.source,
    )


def spread_note(found: WorkingPayout) -> str:
    return (
        f"当年的利息三种算法，最多和最少相差 {yuan_text(found.spread)}，见下表。"
        "以经办机构算的为准，可以请他们说明用的是哪一种。"
    )


def way_row(found: WorkingPayout, mode: str) -> dict:
    interest = found.interests[mode]
    return {
        "way": FINAL_YEAR_LABELS[mode],
        "credited_interest": in_yuan(interest),
        "payable": in_yuan(found.principal + interest),
    }


def after_pension(values: SimpleNamespace, reason: Reason) -> Result:
    """已经按月领过：余额减去已领的，最少是 0。"""
    amounts = values.opening_balance, values.monthly_account_pension
    balance, monthly = map(in_fen, amounts)
    found = PensionerPayout(balance, monthly, values.paid_months)
    figures = {
        "credited_amount": 0,
        "credited_interest": 0,
        "paid_out": found.paid_out,
        "payable": found.payable,
        "interest_spread": None,
    }
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
    return Result(in_money(figures), pensioner_steps(found, reason), notes, sources=[FUND])


def pensioner_steps(found: PensionerPayout, reason: Reason) -> list[Step]:
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
            f"应付金额（{reason.article}）",
            "个人账户储存额 − 已经从个人账户领的",
            f"{fen_text(found.balance)} − {fen_text(found.paid_out)}",
            yuan_text(found.payable),
            reason.source,
        ),
    ]


CALCULATOR = Calculator(
    id="account-payout",
    title="一次性领取和继承的金额",
    answers="终止、清理或继承时，个人账户里能拿到多少钱，依据哪一条，要申请什么。",
    limits=(
        "只算个人账户，不含丧葬补助金和抚恤金。",
        "不判断你符不符合条件；符合的，也要申请了才办。",
        "领取期间余额的利息没有算。",
        "当年有补缴、转移、退费的，没有算。",
    ),
    inputs=(
        Input(
            "reason",
            "是哪一种情形",
            Choice(tuple((code, reason.label) for code, reason in REASONS.items())),
            help="法规里能一次性领取、退还或继承个人账户的情形，只列这几种。",
            required=True,
        ),
        Input(
            "opening_balance",
            "上年末累计储存额",
            Money(),
            help=(
                "上一年 12 月 31 日的个人账户累计储存额，看权益记录单。已经在领养老金、"
                "只知道退休时储存额的，填退休时的。"
            ),
            term="个人账户累计储存额",
            required=True,
        ),
        Input(
            "event_month",
            "哪年哪月",
            Month(low=YearMonth(1992, 1)),
            help="去世、离境、申请终止或清理的那个月，如 2025-05。",
            term="终止时间",
            shown_when=("reason", WORKING),
            need="重复参保、已经领过养老金的不填",
        ),
        Input(
            "monthly_amount",
            "今年每月记账金额",
            Money(yearly_from=5_000),
            help="今年每月记入个人账户的本金；今年没有缴费的不填。",
            term="当年记账金额",
            shown_when=("reason", WORKING),
        ),
        Input(
            "months",
            "今年缴费的月份",
            MonthSet(),
            help="不填就是从 1 月到上面那个月，月月都缴。",
            term="记账月份",
            shown_when=("reason", WORKING),
            more=True,
        ),
        Input(
            "monthly_amounts",
            "今年各月记账金额",
            MoneyList(each=Money(yearly_from=5_000)),
            help=(
                "每月不一样时，逐月填写十二个数，没有缴费的月份填 0；填了这一项，"
                "就不填每月记账金额。"
            ),
            term="当年记账金额",
            shown_when=("reason", WORKING),
            more=True,
        ),
        Input(
            "monthly_account_pension",
            "每月的个人账户养老金",
            Money(yearly_from=5_000),
            help="只填养老金里“个人账户养老金”这一项，看退休时的核定表；不是每月领的总数。",
            term="个人账户养老金",
            shown_when=("reason", "death-after duplicate"),
            need="重复参保、没有领过的不填",
        ),
        Input(
            "paid_months",
            "已经领了几个月",
            Months(),
            help="从上面那个储存额的日期以后，领了几个月。填退休时储存额的，从开始领的那个月数起。",
            term="领取月数",
            shown_when=("reason", "death-after duplicate"),
            need="重复参保、没有领过的不填",
        ),
        Input(
            "rate_percent",
            "当年的记账利率",
            Percent(),
            help="不填就用公布的利率；当年的还没有公布，就要自己填，可以问经办机构用的是多少。",
            term="个人账户记账利率",
            shown_when=("reason", WORKING),
        ),
        Input(
            "final_year",
            "终止当年怎样计息",
            Choice(FINAL_YEARS),
            help="没有查到统一规定；三种都会列出来。",
            default="to-month",
            shown_when=("reason", WORKING),
            more=True,
        ),
    ),
    figures=(
        Figure("payable", "应付金额", main=True, claimed=True),
        Figure("credited_interest", "当年记账利息", main=True),
        Figure("credited_amount", "当年记账金额"),
        Figure("paid_out", "已经从个人账户领的", help="不超过储存额"),
        Figure("interest_spread", "当年利息几种算法相差", help="没有查到统一规定"),
    ),
    tables=(
        Table(
            "ways",
            "当年利息的三种算法",
            (
                Column("way", "怎样计息"),
                Column("credited_interest", "当年利息", "yuan"),
                Column("payable", "应付金额", "yuan"),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
