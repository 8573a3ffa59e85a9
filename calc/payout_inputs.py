"""一次性领取、继承和遗属待遇的计算器都问的输入项：终止那一年的账户，遗属待遇看的数。"""

from decimal import Decimal
from types import SimpleNamespace

from calc.declaration import Column, Input, Problems, Table
from calc.interest_inputs import FINAL_YEARS, check_months, check_rates
from calc.kinds import Choice, Money, MoneyList, Months, MonthSet, Percent
from calc.rules.account_payout import WorkingPayout, working_payout
from calc.rules.interest import PeriodInterest, each_month, in_fen, interest_months
from calc.rules.rates import YearRate, period_rates
from calc.words.doubts import small_balance

AMOUNTS = ("monthly_amount", "monthly_amounts")
INCOME = Input(
    "disposable_income_monthly",
    "本省上年度城镇居民月人均可支配收入",
    Money(yearly_from=15_000),
    help="去世那一年的上一年的数。统计公布的多是全年数，除以 12；"
    "可以问参保地社会保险经办机构或 12333。",
    term="城镇居民月人均可支配收入",
    required=True,
)
CONTRIBUTED = Input(
    "contribution_months",
    "缴费年限",
    Months(1, of_years=True, keyboard="text"),
    help="累计缴了多少个月，含视同缴费年限；权益记录单上有。已经退休的，填退休时核定的。",
    term="累计缴费年限",
    required=True,
)
WAYS = Table(
    "ways",
    "当年利息的三种算法",
    (
        Column("way", "怎样计息"),
        Column("credited_interest", "当年利息", "yuan"),
        Column("payable", "应付金额", "yuan"),
    ),
    opened=True,
)


def amount_inputs(when: tuple[str, str]) -> tuple[Input, ...]:
    """今年的缴费；``when`` 是什么时候才问。"""
    return (
        Input(
            "monthly_amount",
            "今年每月记账金额",
            Money(yearly_from=5_000),
            help="今年每月记入个人账户的本金；今年没有缴费的不填。",
            term="当年记账金额",
            shown_when=when,
        ),
        Input(
            "months",
            "今年缴费的月份",
            MonthSet(),
            help="不填就是从 1 月到上面那个月，月月都缴。",
            term="记账月份",
            more=True,
            shown_when=when,
        ),
        Input(
            "monthly_amounts",
            "今年各月记账金额",
            MoneyList(each=Money(yearly_from=5_000)),
            help=(
                "每月不一样时，逐月填写十二个数，没有缴费的月份填 0；填了它，就不填每月记账金额。"
            ),
            term="当年记账金额",
            more=True,
            shown_when=when,
        ),
    )


def year_inputs(when: tuple[str, str]) -> tuple[Input, ...]:
    """终止当年的利率和怎样计息；``when`` 是什么时候才问。"""
    return (
        Input(
            "rate_percent",
            "当年的记账利率",
            Percent(),
            help="不填就用公布的利率；当年的还没有公布，就要自己填，可以问经办机构用的是多少。",
            term="个人账户记账利率",
            shown_when=when,
        ),
        Input(
            "final_year",
            "终止当年怎样计息",
            Choice(FINAL_YEARS),
            help="没有查到统一规定；三种都会列出来。",
            default="to-month",
            more=True,
            shown_when=when,
        ),
    )


def received_input(required: bool = False, need: str = "") -> Input:
    return Input(
        "pension_months_received",
        "已经领了几个月养老金",
        Months(),
        help="从开始领到去世，一共领了几个月；刚退休还没有领到的填 0。",
        term="领取基本养老金的时间",
        shown_when=("retired", "yes"),
        required=required,
        need=need,
    )


# 检查


def check_amounts(values: SimpleNamespace, problems: Problems) -> None:
    """今年的缴费只写一种；选了月份的，要写金额。"""
    given = [name for name in AMOUNTS if getattr(values, name) is not None]
    if len(given) == 2:
        problems.add("monthly_amounts", "每月记账金额和各月记账金额，只填一项")
    if values.months is not None and not given:
        problems.add(
            "monthly_amount",
            "选了缴费的月份，还要填每月记账金额；今年没有缴费的，两项都不填",
        )


def check_this_year(values: SimpleNamespace, problems: Problems) -> None:
    """终止的年月、当年的利率和缴费的月份。"""
    month = values.event_month
    if month is None:
        if not problems.has("event_month"):
            problems.add("event_month", "请填写哪一年哪一月，如 2025-05", missing=True)
        return
    check_rates(rates_of(values), 1, problems)
    if not problems.has("months", "monthly_amounts"):
        check_months("calendar", month.month, values.months, values.monthly_amounts, problems)


def balance_doubts(values: SimpleNamespace) -> list[str]:
    year = 12 * (values.monthly_amount or Decimal(0))
    return small_balance("上年末累计储存额", values.opening_balance, year)


# 终止那一年的账户


def rates_of(values: SimpleNamespace) -> list[YearRate]:
    return period_rates("calendar", values.event_month.year, values.rate_percent)


def working_payout_of(values: SimpleNamespace) -> WorkingPayout:
    """没有领过养老金的；没有填缴费的，当年记账金额是 0。"""
    last = values.event_month.month
    paid = [month - 1 for month in values.months or range(1, last + 1)]
    amounts = each_month(in_fen(values.monthly_amount or 0), paid)
    if values.monthly_amounts is not None:
        amounts = list(map(in_fen, values.monthly_amounts))
    rates = [rate.value for rate in rates_of(values)]
    earning = interest_months(values.final_year, last)
    account = PeriodInterest(in_fen(values.opening_balance), amounts, rates, earning)
    return working_payout(account, last)
