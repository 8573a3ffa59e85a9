"""终止、一次性领取与继承时，个人账户里的钱有多少，依据哪一条，要申请什么。"""

from dataclasses import dataclass
from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result
from calc.kinds import Choice, Money, Month, Months
from calc.months import YearMonth
from calc.payout_inputs import (
    AMOUNTS,
    WAYS,
    amount_inputs,
    balance_doubts,
    check_amounts,
    check_this_year,
    rates_of,
    working_payout_of,
    year_inputs,
)
from calc.rules.account_payout import PensionerPayout
from calc.rules.interest import in_fen, in_yuan
from calc.words.account_payout import (
    FUND,
    pensioner_notes,
    pensioner_steps,
    way_rows,
    working_notes,
    working_steps,
)
from calc.words.interest import METHOD, rate_sources

LAW = "social-insurance-law"
RULES = "mohrss-order-13"


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
WORKING = " ".join(code for code in REASONS if code != "death-after")


def is_paid(values: SimpleNamespace) -> bool:
    """这个账户已经按月领过养老金。"""
    if values.reason == "duplicate":
        return bool(values.monthly_account_pension or values.paid_months)
    return values.reason == "death-after"


# 检查


def check(values: SimpleNamespace, problems: Problems) -> None:
    check_amounts(values, problems)
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
    check_this_year(values, problems)


# 计算


def compute(values: SimpleNamespace) -> Result:
    reason = REASONS[values.reason]
    result = after_pension(values, reason) if is_paid(values) else before_pension(values, reason)
    apply = (
        f"{reason.applies}这些都要申请，不会自动到账；"
        "要带哪些材料，各地不同，先问参保地社会保险经办机构或 12333。"
    )
    result.notes.insert(0, apply)
    result.doubts = balance_doubts(values)
    result.sources = [reason.source, *reason.also, *result.sources]
    return result


def before_pension(values: SimpleNamespace, reason: Reason) -> Result:
    """没有领过养老金：余额、当年记账额和利息相加。"""
    found, mode = working_payout_of(values), values.final_year
    figures = {
        "credited_amount": found.account.credited_amount,
        "credited_interest": found.interests[mode],
        "paid_out": 0,
        "payable": found.payable(mode),
        "interest_spread": found.spread,
    }
    listed, rates = values.monthly_amounts is not None, rates_of(values)
    steps = working_steps(found, mode, listed, payable_label(reason), reason.source)
    tables = {WAYS.name: way_rows(found)}
    sources = [METHOD, *rate_sources(rates)]
    return Result(in_money(figures), steps, working_notes(found, rates), tables, sources)


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
    steps = pensioner_steps(found, payable_label(reason), reason.source)
    return Result(in_money(figures), steps, pensioner_notes(found), sources=[FUND])


def payable_label(reason: Reason) -> str:
    return f"应付金额（{reason.article}）"


def in_money(figures: dict) -> dict:
    return {name: fen if fen is None else in_yuan(fen) for name, fen in figures.items()}


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
        *amount_inputs(("reason", WORKING)),
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
        *year_inputs(("reason", WORKING)),
    ),
    figures=(
        Figure("payable", "应付金额", main=True, claimed=True),
        Figure("credited_interest", "当年记账利息", main=True),
        Figure("credited_amount", "当年记账金额"),
        Figure("paid_out", "已经从个人账户领的", help="不超过储存额"),
        Figure("interest_spread", "当年利息几种算法相差", help="没有查到统一规定"),
    ),
    tables=(WAYS,),
    check=check,
    compute=compute,
)
