"""去世以后三笔钱：个人账户可以继承的余额，遗属的丧葬补助金和抚恤金，一次问全。

依据：社会保险法第十四条、第十七条，《实施〈中华人民共和国社会保险法〉若干规定》第六条，
《企业职工基本养老保险遗属待遇暂行办法》。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result, Step
from calc.kinds import Choice, Money, Month, Months, YesNo
from calc.money import grouped
from calc.months import YearMonth
from calc.payout_inputs import (
    CONTRIBUTED,
    INCOME,
    WAYS,
    amount_inputs,
    balance_doubts,
    check_amounts,
    check_this_year,
    rates_of,
    received_input,
    working_payout_of,
    year_inputs,
)
from calc.rules.account_payout import PensionerPayout
from calc.rules.interest import in_fen, in_yuan
from calc.rules.survivor import Bereavement, Grants
from calc.words.account_payout import (
    FUND,
    pensioner_notes,
    pensioner_steps,
    way_rows,
    working_notes,
    working_steps,
)
from calc.words.interest import METHOD, rate_sources
from calc.words.survivor import LAW, RULES, grant_notes, grant_steps

HEIRS = "mohrss-order-13"
INHERITED = "可以继承的账户余额（第六条）"
WHO = (
    "余额归继承人，丧葬补助金和抚恤金给遗属，领的人不一定相同。三笔都要申请，不会自动到账；"
    "要带哪些材料，各地不同，先问参保地社会保险经办机构或 12333。"
)
AS_GIVEN = "账户余额照你填的算，没有再加利息；以经办机构的记录为准。"
YEAR = ("opening_balance", "event_month", "monthly_amount", "monthly_amounts", "months")
OPENING = (*YEAR, "rate_percent")
PAID = (
    "account_balance_at_retirement",
    "monthly_account_pension",
    "pension_months_received",
    "paid_months",
)


# 检查


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.retired == "yes":
        message = "已经在领养老金的，账户填退休时的储存额，这一项不填"
        refuse(values, ("account_balance", *OPENING), message, problems)
        check_received(values, problems)
    elif values.retired == "no":
        message = "没有领过养老金的，这一项不填；领过的，请把第一项改成已经在领"
        refuse(values, PAID, message, problems)
        check_balance(values, problems)


def refuse(values: SimpleNamespace, names, message: str, problems: Problems) -> None:
    """用不上却填了的；填 0 的不算。"""
    for name in names:
        if getattr(values, name):
            problems.add(name, message)


def check_received(values: SimpleNamespace, problems: Problems) -> None:
    names = ("pension_months_received", "paid_months")
    if not problems.has(*names) and all(getattr(values, name) is None for name in names):
        message = "请填写已经领了几个月养老金；一个月也没有领到的填 0"
        problems.add("pension_months_received", message, missing=True)


def check_balance(values: SimpleNamespace, problems: Problems) -> None:
    """账户余额：去世那个月的一个数，或者由上年末的推算。"""
    worked_out = is_worked_out(values) or problems.has("opening_balance")
    name = "opening_balance" if worked_out else "account_balance"
    if getattr(values, name) is None and not problems.has(name):
        message = "请填写账户余额，如 61200；没有的填 0"
        problems.add(name, message, missing=True)
    if worked_out:
        message = "由上年末的余额推算的，这一项不填；知道去世那个月余额的，只填这一项"
        refuse(values, ("account_balance",), message, problems)
        check_amounts(values, problems)
        check_this_year(values, problems)
    else:
        message = "填了去世那个月的余额，今年的缴费和利息都在里面，这一项不填"
        refuse(values, OPENING[1:], message, problems)


def is_worked_out(values: SimpleNamespace) -> bool:
    """余额由上年末的推算：选了这样填，或者填了上年末的。"""
    return values.account_from == "opening" or values.opening_balance is not None


# 计算


def compute(values: SimpleNamespace) -> Result:
    account = pensioner(values) if values.retired == "yes" else worker(values)
    grants = grants_of(values)
    inherited = account.figures["account_inheritable"]
    account.figures |= {
        "funeral_grant": grants.funeral,
        "bereavement_months": grants.terms.counted,
        "bereavement_grant": grants.bereavement,
        "total": inherited + grants.total,
    }
    account.steps += [*grant_steps(grants), total_step(account.figures)]
    account.notes = [WHO, *account.notes, *grant_notes(grants)]
    account.sources = [HEIRS, *account.sources, RULES, LAW]
    return account


def grants_of(values: SimpleNamespace) -> Grants:
    received = months_received(values) if values.retired == "yes" else None
    terms = Bereavement(values.contribution_months, received)
    return Grants(values.disposable_income_monthly, terms)


def months_received(values: SimpleNamespace) -> int:
    """一共领了几个月养老金；没有填的，就是从余额里领的月数。"""
    received = values.pension_months_received
    return values.paid_months if received is None else received


def pensioner(values: SimpleNamespace) -> Result:
    """已经按月领过：退休时的储存额减去已领的。"""
    amounts = values.account_balance_at_retirement, values.monthly_account_pension
    months = months_received(values) if values.paid_months is None else values.paid_months
    balance, monthly = map(in_fen, amounts)
    found = PensionerPayout(balance, monthly, months)
    figures = figures_of(found.payable) | {"paid_out": in_yuan(found.paid_out)}
    steps = pensioner_steps(found, INHERITED, HEIRS)
    doubts = []
    if months > months_received(values):
        doubts.append(f"从余额里领了 {months} 个月，比一共领的 {months_received(values)} 个月还多")
    return Result(figures, steps, pensioner_notes(found), sources=[FUND], doubts=doubts)


def worker(values: SimpleNamespace) -> Result:
    """没有领过养老金：去世那个月的余额，或者由上年末的推算。"""
    if not is_worked_out(values):
        balance = in_fen(values.account_balance)
        numbers = f"{grouped(values.account_balance)} 元"
        step = Step(INHERITED, "去世那个月的累计储存额", numbers, numbers, HEIRS)
        return Result(figures_of(balance), [step], [AS_GIVEN])
    found, mode, rates = working_payout_of(values), values.final_year, rates_of(values)
    figures = figures_of(found.payable(mode)) | {"interest_spread": in_yuan(found.spread)}
    steps = working_steps(found, mode, values.monthly_amounts is not None, INHERITED, HEIRS)
    result = Result(figures, steps, working_notes(found, rates), {WAYS.name: way_rows(found)})
    result.sources, result.doubts = [METHOD, *rate_sources(rates)], balance_doubts(values)
    return result


def figures_of(inherited: int) -> dict:
    """账户的几个数；别的情形才有的是 ``None``。"""
    return {"account_inheritable": in_yuan(inherited), "paid_out": None, "interest_spread": None}


def total_step(figures: dict) -> Step:
    names = ("account_inheritable", "funeral_grant", "bereavement_grant")
    return Step(
        "三笔合计",
        "账户余额 ＋ 丧葬补助金 ＋ 抚恤金",
        " ＋ ".join(grouped(figures[name]) for name in names),
        f"{grouped(figures['total'])} 元",
        LAW,
    )


CALCULATOR = Calculator(
    id="after-death",
    title="去世以后三笔钱",
    answers="人去世以后，家人从职工养老保险里一共能领多少：账户余额、丧葬补助金、抚恤金。",
    limits=(
        "只算因病或非因工去世的；因工死亡的，余额照样继承，两笔补助按工伤保险的办。",
        "只算企业职工基本养老保险的（含灵活就业人员）；机关事业单位的不在内。",
        "多领了养老金要退回的，没有减。",
        "领取期间余额的利息没有算；当年有补缴、转移、退费的，没有算。",
    ),
    inputs=(
        Input(
            "retired",
            "去世前领养老金了没有",
            YesNo((("no", "还没有领"), ("yes", "已经在领"))),
            help="已经按月领基本养老金的，选“已经在领”。",
            term="退休人员",
            required=True,
        ),
        Input(
            "account_from",
            "账户余额怎样填",
            Choice((("balance", "填去世那个月的余额"), ("opening", "填上年末的余额，替我推算"))),
            help="经办机构给了去世那个月的数，填那个数；只有上一年的权益记录单，选推算。",
            default="balance",
            shown_when=("retired", "no"),
        ),
        Input(
            "account_balance",
            "去世那个月的账户余额",
            Money(),
            help="个人账户累计储存额，算到去世那个月，含利息。",
            term="个人账户累计储存额",
            shown_when=("account_from", "balance"),
            need="没有的填 0",
        ),
        Input(
            "opening_balance",
            "上年末累计储存额",
            Money(),
            help="上一年 12 月 31 日的个人账户累计储存额，看权益记录单。",
            term="个人账户累计储存额",
            shown_when=("account_from", "opening"),
            need="没有的填 0",
        ),
        Input(
            "event_month",
            "哪年哪月去世",
            Month(low=YearMonth(1992, 1)),
            help="去世的那个月，如 2025-05。",
            term="终止时间",
            shown_when=("account_from", "opening"),
            need="推算余额要用",
        ),
        *amount_inputs(("account_from", "opening")),
        Input(
            "account_balance_at_retirement",
            "退休时的账户储存额",
            Money(),
            help="退休核定表上的个人账户储存额。",
            term="个人账户储存额",
            required=True,
            shown_when=("retired", "yes"),
        ),
        Input(
            "monthly_account_pension",
            "每月的个人账户养老金",
            Money(yearly_from=5_000),
            help="只填养老金里“个人账户养老金”这一项，看核定表；不是每月领的总数。",
            term="个人账户养老金",
            required=True,
            shown_when=("retired", "yes"),
        ),
        received_input(need="没有领到的填 0"),
        INCOME,
        CONTRIBUTED,
        Input(
            "paid_months",
            "从这笔储存额里领了几个月",
            Months(),
            help="不填就和一共领的月数一样；储存额填的不是退休时的，填从那时起领的月数。",
            term="领取月数",
            shown_when=("retired", "yes"),
            more=True,
        ),
        *year_inputs(("account_from", "opening")),
    ),
    figures=(
        Figure("total", "三笔合计", main=True, claimed=True),
        Figure("account_inheritable", "可以继承的账户余额", main=True, claimed=True),
        Figure("funeral_grant", "丧葬补助金", main=True, claimed=True),
        Figure("bereavement_grant", "抚恤金", main=True, claimed=True),
        Figure("bereavement_months", "抚恤金发放月数", unit="months"),
        Figure("paid_out", "已经从个人账户领的", help="不超过储存额；还没有领养老金的没有"),
        Figure(
            "interest_spread",
            "当年利息几种算法相差",
            help="没有查到统一规定；由上年末余额推算的才有",
        ),
    ),
    tables=(WAYS,),
    check=check,
    compute=compute,
)
