"""终止、一次性领取与继承时，个人账户里的钱有多少。

没有退休的：上年末储存额加当年记账额和利息，利息借用当年记账利息的算法；已经按月领取的：余额减去已领的个人账户养老金。
"""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

from calc.calculators import annual_interest
from calc.calculators.annual_interest import FINAL_YEARS
from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Choice, Money, MoneyList, Month, MonthSet, Percent, Whole
from calc.money import grouped
from calc.months import YearMonth

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
        "个人账户余额可以全部依法继承。继承人要向参保地社会保险经办机构申请。遗属还可以领丧葬补助金和抚恤金，另算。",
        (LAW,),
    ),
    "death-after": Reason(
        "去世，已经在领养老金",
        RULES,
        "第六条",
        "个人账户没有领完的余额可以全部依法继承。继承人要向参保地社会保险经办机构申请。遗属还可以领丧葬补助金和抚恤金，另算。",
        (LAW, "guofa-2005-38"),
    ),
    "lost-nationality": Reason(
        "丧失中国国籍",
        RULES,
        "第六条",
        "可以在离境时或离境后书面申请终止职工基本养老保险关系，一次性领取。只是离境定居、没有丧失国籍的，不能领，账户保留。",
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
        "可以书面申请终止职工基本养老保险关系，一次性领取；也可以申请转入城乡居民养老保险，或者继续缴费。终止以后就没有按月的养老金了，先比一比。",
        (LAW,),
    ),
    "duplicate": Reason(
        "重复参保，清理其中一个账户",
        "renshebufa-2009-187",
        "第三条",
        "由经办机构与本人协商保留一个关系和账户，其他的清理，个人账户储存额退还本人，缴费年限不重复计算。这里填要清理的那个账户。",
        ("renshebugui-2016-5",),
    ),
}
WORKING = " ".join(code for code in REASONS if code != "death-after")


def is_paid(values: SimpleNamespace) -> bool:
    """这个账户已经按月领过养老金。"""
    return values.reason == "death-after" or values.reason == "duplicate" and bool(values.monthly_account_pension or values.paid_months)


def as_year(values: SimpleNamespace) -> SimpleNamespace:
    """这一年当作当年记账利息的输入项；没有填缴费的，是 0。"""
    no_amount = values.monthly_amount is None and values.monthly_amounts is None
    return SimpleNamespace(
        opening_balance=values.opening_balance,
        period="calendar",
        year=values.event_month.year,
        annual_base=None,
        monthly_base=None,
        annual_amount=None,
        monthly_amount=Decimal(0) if no_amount else values.monthly_amount,
        monthly_amounts=values.monthly_amounts,
        months=values.months,
        rate_percent=values.rate_percent,
        next_rate_percent=None,
        through_month=values.event_month.month,
        final_year=values.final_year,
        rounding="total",
    )


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.monthly_amount is not None and values.monthly_amounts is not None:
        problems.add("monthly_amounts", "每月记账金额和各月记账金额，只填一项")
    if values.months is not None and values.monthly_amount is None and values.monthly_amounts is None:
        problems.add("monthly_amount", "选了缴费的月份，还要填每月记账金额；今年没有缴费的，两项都不填")
    if values.reason is not None:
        (check_paid if is_paid(values) else check_working)(values, problems)


def check_paid(values: SimpleNamespace, problems: Problems) -> None:
    for name, example in (("monthly_account_pension", "719.42"), ("paid_months", "24；一个月也没有领到的填 0")):
        if getattr(values, name) is None and not problems.has(name):
            problems.add(name, f"已经在领养老金的，这一项要填，如 {example}")
    for name in ("monthly_amount", "monthly_amounts", "months"):
        if getattr(values, name) is not None:
            problems.add(name, "已经在领养老金的，不再缴费，这一项不填")
    if values.rate_percent is not None:
        problems.add("rate_percent", "已经在领养老金的，剩余部分怎样计息没有查到规定，这里不算利息，这一项不填")


def check_working(values: SimpleNamespace, problems: Problems) -> None:
    for name in ("monthly_account_pension", "paid_months"):
        if getattr(values, name):
            problems.add(name, "没有领过养老金的，这一项不填；领过的，请改选“去世，已经在领养老金”或“重复参保”")
    if values.event_month is None:
        if not problems.has("event_month"):
            problems.add("event_month", "请填写哪一年哪一月，如 2025-05")
        return
    year = as_year(values)
    annual_interest.check_rates(year, problems)
    if not problems.has("months", "monthly_amounts"):
        annual_interest.check_months(year, problems)


def compute(values: SimpleNamespace) -> Result:
    reason = REASONS[values.reason]
    result = after_pension(values, reason) if is_paid(values) else before_pension(values, reason)
    result.notes.insert(0, f"{reason.applies}这些都要申请，不会自动到账；要带哪些材料，各地不同，先问参保地社会保险经办机构或 12333。")
    result.sources = [reason.source, *reason.also, *result.sources]
    return result


def before_pension(values: SimpleNamespace, reason: Reason) -> Result:
    """没有领过养老金：余额、当年记账额和利息相加。"""
    year = as_year(values)
    inner = annual_interest.compute(year)
    figures = {name: inner.figures[name] for name in ("credited_amount", "credited_interest")}
    payable = inner.figures["closing_balance"]
    rows = [way_row(year, way, payable - figures["credited_interest"]) for way in FINAL_YEARS]
    amounts = [row["payable"] for row in rows]
    numbers = f"{grouped(values.opening_balance)} ＋ {grouped(figures['credited_amount'])} ＋ {grouped(figures['credited_interest'])}"
    formula = "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息"
    step = Step(f"应付金额（{reason.article}）", formula, numbers, f"{grouped(payable)} 元", reason.source)
    spread = max(amounts) - min(amounts)
    note = f"当年的利息三种算法，最多和最少相差 {grouped(spread)} 元，见下表。以经办机构算的为准，可以请他们说明用的是哪一种。"
    figures |= {"paid_out": Decimal("0.00"), "payable": payable, "interest_spread": spread}
    others = [each for each in inner.notes if each != annual_interest.final_year_note(year)]
    return Result(figures, [*inner.steps[:-1], step], [note, *others], {"ways": rows}, inner.sources)


def way_row(year: SimpleNamespace, way: str, principal: Decimal) -> dict:
    interest = annual_interest.Account(year, way).interest("total")
    return {"way": FINAL_YEARS[way], "credited_interest": interest, "payable": principal + interest}


def after_pension(values: SimpleNamespace, reason: Reason) -> Result:
    """已经按月领过：余额减去已领的，最少是 0。"""
    taken = values.monthly_account_pension * values.paid_months
    paid_out = min(taken, values.opening_balance)
    payable = values.opening_balance - paid_out
    zero = Decimal("0.00")
    figures = {"credited_amount": zero, "credited_interest": zero, "paid_out": paid_out, "payable": payable, "interest_spread": None}
    fund = "guofa-2005-38"
    steps = [
        Step(
            "已经从个人账户领的",
            "每月的个人账户养老金 × 已领月数，最多到储存额为止",
            f"{grouped(values.monthly_account_pension)} × {values.paid_months} ＝ {grouped(taken)}",
            f"{grouped(paid_out)} 元",
            fund,
        ),
        Step(
            f"应付金额（{reason.article}）",
            "个人账户储存额 − 已经从个人账户领的",
            f"{grouped(values.opening_balance)} − {grouped(paid_out)}",
            f"{grouped(payable)} 元",
            reason.source,
        ),
    ]
    notes = ["领取期间没有领完的余额怎样计息，没有查到统一规定，这里没有算利息。余额以经办机构的记录为准。"]
    if not payable:
        notes.append("账户里的钱已经领完。领完以后，养老金由统筹基金继续按原标准支付，所以生前每月领的不会少，只是账户里没有余额可以继承或退还。")
    return Result(figures, steps, notes, sources=[fund])


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
            help="上一年 12 月 31 日的个人账户累计储存额，看权益记录单。已经在领养老金、只知道退休时储存额的，填退休时的。",
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
        ),
        Input(
            "monthly_amount",
            "今年每月记账金额",
            Money(),
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
            MoneyList(),
            help="每月不一样时，逐月填写十二个数，没有缴费的月份填 0；填了这一项，就不填每月记账金额。",
            term="当年记账金额",
            shown_when=("reason", WORKING),
            more=True,
        ),
        Input(
            "monthly_account_pension",
            "每月的个人账户养老金",
            Money(),
            help="只填养老金里“个人账户养老金”这一项，看退休时的核定表；不是每月领的总数。",
            term="个人账户养老金",
            shown_when=("reason", "death-after duplicate"),
        ),
        Input(
            "paid_months",
            "已经领了几个月",
            Whole(0, 720, "个月"),
            help="从上面那个储存额的日期以后，领了几个月。填退休时储存额的，从开始领的那个月数起。",
            term="领取月数",
            shown_when=("reason", "death-after duplicate"),
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
            Choice(tuple(FINAL_YEARS.items())),
            help="没有查到统一规定；三种都会列出来。",
            default="to-month",
            shown_when=("reason", WORKING),
            more=True,
        ),
    ),
    figures=(
        Figure("payable", "应付金额", main=True),
        Figure("credited_interest", "当年记账利息", main=True),
        Figure("credited_amount", "当年记账金额"),
        Figure("paid_out", "已经从个人账户领的", help="不超过储存额"),
        Figure("interest_spread", "当年利息几种算法相差", help="没有查到统一规定"),
    ),
    tables=(
        Table(
            "ways",
            "当年利息的三种算法",
            (Column("way", "怎样计息"), Column("credited_interest", "当年利息", "yuan"), Column("payable", "应付金额", "yuan")),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
