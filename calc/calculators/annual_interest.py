"""当年记账利息：月积数法，自然年度与 7 月至次年 6 月的社保年度。

依据：《职工基本养老保险个人账户管理暂行办法》的月积数法。跨年度的算法由一张江苏账单反推，没有官方文本。
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, OneOf, Problems, Result, Step, Table
from calc.kinds import Choice, Money, MoneyList, MonthSet, Percent, Whole
from calc.money import exact_text, grouped, percent, to_fen
from calc.parameters import parameter, source

METHOD = "account-rules-1997"
INFERRED = "jiangsu-statement-2019"
AMOUNTS = ("annual_base", "monthly_base", "annual_amount", "monthly_amount", "monthly_amounts")
ROUNDING_TOLERANCE = Decimal("0.02")
ROUNDINGS = {"total": "合计一次取整", "item": "两项利息分别取整", "monthly": "逐月取整"}
FINAL_YEARS = {
    "to-month": "余额和当年缴费都算到该月",
    "full-year": "余额和当年缴费都算到期末",
    "mixed": "余额算到该月，当年缴费算到期末",
}


def period_months(period: str, year: int) -> list[tuple[int, int]]:
    """期内十二个月，按先后的 (年, 月)。"""
    first = 7 if period == "july-june" else 1
    return [(year + (month < first), month) for month in [*range(first, 13), *range(1, first)]]


def published_rate(year: int) -> Decimal | None:
    value = parameter("crediting_rate").at(date(year, 1, 1))
    return value and value.value


def missing_rate(year: int) -> str:
    known = [value.start.year for value in parameter("crediting_rate").values]
    if year < known[0]:
        return f"{known[0]} 年以前没有全国统一的记账利率，{year} 年的利率由各省规定；请在这里填写当地公布的利率，如 4.25"
    return f"{year} 年的记账利率尚未收录（已收录 {known[0]}–{known[-1]} 年）；如已公布，请在这里填写，如 2.62"


def position_of(values: SimpleNamespace) -> int:
    """计息到期内第几个月，1–12。"""
    if values.through_month is None:
        return 12
    return [month for _, month in period_months(values.period, 2000)].index(values.through_month) + 1


def interest_months(final_year: str, last: int) -> tuple[int, int]:
    """计息到第 ``last`` 个月时，期初余额算几个月、当年缴费算到第几个月。"""
    return 12 if final_year == "full-year" else last, last if final_year == "to-month" else 12


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.period == "calendar" and values.next_rate_percent is not None:
        problems.add("next_rate_percent", "自然年度只用一个利率；只有 7 月至次年 6 月的年度才填第二个")
    if not problems.has("year"):
        check_base_year(values, problems)
    if problems.has("period"):
        return
    if not problems.has("year"):
        check_rates(values, problems)
    if not problems.has("months", "through_month", "monthly_amounts"):
        check_months(values, problems)


def check_rates(values: SimpleNamespace, problems: Problems) -> None:
    if values.rate_percent is None and not problems.has("rate_percent") and published_rate(values.year) is None:
        problems.add("rate_percent", missing_rate(values.year))
    if values.period != "july-june" or problems.has("next_rate_percent", "through_month", "final_year"):
        return
    if values.next_rate_percent is None and needs_second_rate(values) and published_rate(values.year + 1) is None:
        problems.add("next_rate_percent", missing_rate(values.year + 1))


def needs_second_rate(values: SimpleNamespace) -> bool:
    return position_of(values) > 6 or values.final_year != "to-month"


def base_problem(year: int) -> str | None:
    """这一年不能由缴费基数推出记账金额时，怎样说。"""
    first = source("guofa-2005-38").in_force.year
    return f"{first} 年以前的记账比例各地不同，不能由缴费基数推出；请改填账单上的记账金额" if year < first else None


def check_base_year(values: SimpleNamespace, problems: Problems) -> None:
    for name in ("annual_base", "monthly_base"):
        if getattr(values, name) is not None and base_problem(values.year):
            problems.add(name, base_problem(values.year))


def check_months(values: SimpleNamespace, problems: Problems) -> None:
    order = [month for _, month in period_months(values.period, 2000)]
    last = position_of(values)
    late = [month for month in order[last:] if month in (values.months or ())]
    if late:
        problems.add("months", f"只计息到 {values.through_month} 月，{late[0]} 月不能再有缴费")
    if values.monthly_amounts is None:
        return
    for month, amount in zip(order, values.monthly_amounts):
        if not amount:
            continue
        if values.months is not None and month not in values.months:
            problems.add("months", f"逐月金额里 {month} 月有 {grouped(amount)} 元，缴费月份里却没有 {month} 月")
        elif month in order[last:]:
            problems.add("monthly_amounts", f"只计息到 {values.through_month} 月，{month} 月应当填 0")


def contribution_rate(values: SimpleNamespace) -> Decimal:
    return parameter("account_contribution_rate").at(date(values.year, 1, 1)).value


def credited(values: SimpleNamespace) -> list[Fraction]:
    """期内十二个月各记入的本金（元），精确值。全年的数平均分到有缴费的月份。"""
    order = [month for _, month in period_months(values.period, 2000)]
    if values.monthly_amounts is not None:
        return [Fraction(amount) for amount in values.monthly_amounts]
    paid = values.months or order[: position_of(values)]
    if values.monthly_base is not None:
        each = Fraction(to_fen(Fraction(values.monthly_base) * percent(contribution_rate(values))))
    elif values.annual_base is not None:
        each = Fraction(to_fen(Fraction(values.annual_base) * percent(contribution_rate(values)))) / len(paid)
    elif values.annual_amount is not None:
        each = Fraction(values.annual_amount) / len(paid)
    else:
        each = Fraction(values.monthly_amount)
    return [each if month in paid else Fraction(0) for month in order]


class PeriodAccount:
    """一个期间的账户：期初余额、十二个月的本金和利率（百分数）。

    金额都是以元计的 ``Fraction``（``unit`` 是 1），或都是以分计的整数（``unit`` 是 100）。
    下标是期内月份的先后，前 ``split`` 个月用第一个利率。
    """

    def __init__(
        self,
        opening: Fraction | int,
        amounts: list,
        rates: list[Decimal | None],
        opening_months: int,
        deposit_months: int,
        split: int = 12,
        unit: int = 1,
    ):
        self.opening, self.amounts, self.rates, self.unit = opening, amounts, rates, unit
        self.opening_months, self.deposit_months = opening_months, deposit_months
        self.parts = [(0, split), (split, 12)] if split < 12 else [(0, 12)]

    def weight(self, position: int) -> int:
        """第 ``position``（0 起）个月的缴费计息几个月。"""
        return max(0, self.deposit_months - position)

    def month_product(self, start: int = 0, stop: int = 12) -> Fraction | int:
        """期内第 ``start`` 到 ``stop`` 个月的月积数（元·月，或分·月）：各月末已缴本金之和。"""
        product = deposits = 0
        for position, amount in enumerate(self.amounts[: min(stop, self.deposit_months)]):
            deposits += amount
            if position >= start:
                product += deposits
        return product

    def earned(self, product: Fraction | int, position: int) -> Fraction:
        """这么多元·月（分·月）按第 ``position`` 个月的利率得多少利息（元）。"""
        top, bottom = (self.rates[position] or Decimal(0)).as_integer_ratio()
        return Fraction(product.numerator * top, product.denominator * bottom * 1200 * self.unit)

    def opening_interest(self) -> Fraction:
        months = ((start, max(0, min(stop, self.opening_months) - start)) for start, stop in self.parts)
        first, *rest = (self.earned(self.opening * count, start) for start, count in months)
        return sum(rest, first)

    def contribution_interest(self) -> Fraction:
        first, *rest = (self.earned(self.month_product(*part), part[0]) for part in self.parts)
        return sum(rest, first)

    def month_interests(self) -> list[Fraction]:
        """各月的利息：当月计息的余额乘以月利率。"""
        found, deposits = [], 0
        for position, amount in enumerate(self.amounts):
            deposits = deposits + amount if position < self.deposit_months else 0
            found.append(self.earned(deposits + self.opening if position < self.opening_months else deposits, position))
        return found

    def interest(self, rounding: str, items: tuple[Fraction, Fraction] | None = None) -> Decimal:
        """当年记账利息（元，到分）。全国没有统一的取整规定，三种方式都可能见到。

        ``items`` 是已经算好的余额利息和缴费利息。
        """
        if rounding == "monthly":
            return sum(map(to_fen, self.month_interests()), Decimal("0.00"))
        opening, contribution = items or (self.opening_interest(), self.contribution_interest())
        return to_fen(opening) + to_fen(contribution) if rounding == "item" else to_fen(opening + contribution)


class Account(PeriodAccount):
    """按输入项建的账户。"""

    def __init__(self, values: SimpleNamespace, final_year: str | None = None):
        self.months = period_months(values.period, values.year)
        first = values.rate_percent if values.rate_percent is not None else published_rate(values.year)
        second = values.next_rate_percent if values.next_rate_percent is not None else published_rate(values.year + 1)
        super().__init__(
            Fraction(values.opening_balance),
            credited(values),
            [first if year == values.year else second for year, _ in self.months],
            *interest_months(final_year or values.final_year, position_of(values)),
            sum(year == values.year for year, _ in self.months),
        )


def compute(values: SimpleNamespace) -> Result:
    account = Account(values)
    credited_amount = to_fen(sum(account.amounts, Fraction(0)))
    interest = account.interest(values.rounding)
    figures = {
        "credited_amount": credited_amount,
        "month_product": to_fen(account.month_product()),
        "opening_interest": to_fen(account.opening_interest()),
        "contribution_interest": to_fen(account.contribution_interest()),
        "credited_interest": interest,
        "closing_balance": values.opening_balance + credited_amount + interest,
    }
    steps = [
        credited_step(values, account, figures),
        product_step(account, figures),
        *interest_steps(values, account, figures),
        Step(
            "本年末累计储存额",
            "上年末累计储存额 ＋ 当年记账金额 ＋ 当年记账利息",
            f"{grouped(values.opening_balance)} ＋ {grouped(credited_amount)} ＋ {grouped(interest)}",
            f"{grouped(figures['closing_balance'])} 元",
            METHOD,
        ),
    ]
    notes, sources = notes_and_sources(values, account)
    return Result(figures, steps, notes, {"months": month_rows(account)}, sources)


def credited_step(values: SimpleNamespace, account: Account, figures: dict) -> Step:
    value = f"{grouped(figures['credited_amount'])} 元"
    paid = sum(amount > 0 for amount in account.amounts)
    if values.annual_base is not None:
        numbers = f"{grouped(values.annual_base)} × {contribution_rate(values)}%"
        return Step("当年记账金额", "年缴费基数 × 记账比例", numbers, value, "guofa-2005-38")
    if values.monthly_base is not None:
        each = max(account.amounts)
        numbers = f"{grouped(values.monthly_base)} × {contribution_rate(values)}% ＝ {exact_text(each)}，× {paid} 个月"
        return Step("当年记账金额", "月缴费基数 × 记账比例 × 缴费月数", numbers, value, "guofa-2005-38")
    if values.annual_amount is not None:
        return Step("当年记账金额", "全年记入的本金", grouped(values.annual_amount), value, METHOD)
    if values.monthly_amount is not None:
        numbers = f"{grouped(values.monthly_amount)} × {paid} 个月"
        return Step("当年记账金额", "每月记账额 × 缴费月数", numbers, value, METHOD)
    numbers = " ＋ ".join(grouped(amount) for amount in values.monthly_amounts if amount) or "0.00"
    return Step("当年记账金额", "各月记账额相加", numbers, value, METHOD)


def product_step(account: Account, figures: dict) -> Step:
    paid = [position for position, amount in enumerate(account.amounts) if amount]
    weights = [account.weight(position) for position in paid]
    if len({account.amounts[position] for position in paid}) == 1:
        each = exact_text(account.amounts[paid[0]])
        shown = " ＋ ".join(map(str, weights)) if len(weights) < 6 else f"{weights[0]} ＋ {weights[1]} ＋ … ＋ {weights[-1]}"
        numbers = f"{each} ×（{shown}）＝ {each} × {sum(weights)}" if len(weights) > 1 else f"{each} × {weights[0]}"
    else:
        terms = (f"{exact_text(account.amounts[p])} × {account.weight(p)}" for p in paid)
        numbers = " ＋ ".join(terms) or "没有缴费"
    formula = "Σ［第 n 个月的记账额 ×（12 − n ＋ 1）］"
    if account.deposit_months != 12:
        formula = f"Σ［第 n 个月的记账额 ×（{account.deposit_months} − n ＋ 1）］"
    return Step("当年记账月积数", formula, numbers, grouped(figures["month_product"]), METHOD)


def interest_steps(values: SimpleNamespace, account: Account, figures: dict) -> list[Step]:
    """余额利息、当年缴费利息、合计三步。"""
    two_rates = values.period == "july-june"
    basis = INFERRED if two_rates else METHOD
    parts = account.parts
    opening, contribution = account.opening_interest(), account.contribution_interest()
    total = opening + contribution
    opening_numbers = f"{exact_text(account.opening)} × {opening_factor(account, parts)}"
    products = [
        f"{exact_text(account.month_product(*part))} × {account.rates[part[0]]}%"
        for part in parts
        if account.rates[part[0]] is not None
    ]
    product_numbers = f"（{' ＋ '.join(products)}）÷ 12" if two_rates else f"{products[0]} ÷ 12"
    return [
        Step(
            "上年末储存额的利息",
            "期初储存额 × 各月月利率之和" if two_rates else "上年末累计储存额 × 记账利率",
            f"{opening_numbers} ＝ {exact_text(opening)}",
            f"{grouped(figures['opening_interest'])} 元",
            basis,
        ),
        Step(
            "当年记账额的利息",
            "Σ（每一年利率下的月积数 × 该年利率）÷ 12" if two_rates else "当年记账月积数 × 记账利率 ÷ 12",
            f"{product_numbers} ＝ {exact_text(contribution)}",
            f"{grouped(figures['contribution_interest'])} 元",
            basis,
        ),
        Step(
            "当年记账利息",
            f"两项相加，{ROUNDINGS[values.rounding]}到分",
            rounding_numbers(values.rounding, opening, contribution, total),
            f"{grouped(figures['credited_interest'])} 元",
            basis,
        ),
    ]


def opening_factor(account: Account, parts: list[tuple[int, int]]) -> str:
    """余额乘的利率，写成读者能核对的式子。"""
    terms = []
    for start, stop in parts:
        months = max(0, min(stop, account.opening_months) - start)
        if months and account.rates[start] is not None:
            terms.append(f"{account.rates[start]}%" + (f" × {months}" if months < 12 else ""))
    if len(terms) == 1:
        return terms[0] + (" ÷ 12" if "×" in terms[0] else "")
    return f"（{' ＋ '.join(terms)}）÷ 12"


def rounding_numbers(rounding: str, opening: Fraction, contribution: Fraction, total: Fraction) -> str:
    if rounding == "item":
        return f"{grouped(to_fen(opening))} ＋ {grouped(to_fen(contribution))}"
    if rounding == "monthly":
        return f"十二个月的利息各自取整后相加；不取整是 {exact_text(total)}"
    return f"{exact_text(opening)} ＋ {exact_text(contribution)} ＝ {exact_text(total)}"


def month_rows(account: Account) -> list[dict]:
    interests = account.month_interests()
    return [
        {
            "month": f"{year}-{month:02d}",
            "credited_amount": to_fen(account.amounts[position]),
            "weight": account.weight(position),
            "product": to_fen(account.amounts[position] * account.weight(position)),
            "interest": to_fen(interests[position]),
        }
        for position, (year, month) in enumerate(account.months)
    ]


def notes_and_sources(values: SimpleNamespace, account: Account) -> tuple[list[str], list[str]]:
    notes, sources = [], [METHOD]
    amounts = {mode: account.interest(mode) for mode in ROUNDINGS}
    shown = "、".join(f"{ROUNDINGS[mode]} {grouped(amount)} 元" for mode, amount in amounts.items())
    usual = f"与“{ROUNDINGS['total']}”相差不超过 {ROUNDING_TOLERANCE} 元，或者正好等于其中一个数的"
    notes.append(f"怎样取整没有查到全国统一的规定。{shown}。账单上的利息{usual}，可以看作取整的差别。")
    if values.period == "july-june":
        notes.append("7 月至次年 6 月的算法是由一张江苏账单反推的，没有见到官方文本；12 月 31 日不另外结息。")
        sources.append(INFERRED)
    if values.annual_base is not None or values.monthly_base is not None:
        sources += parameter("account_contribution_rate").at(date(values.year, 1, 1)).sources
    if values.through_month is not None:
        notes.append(final_year_note(values))
    for year, typed in rates_used(values, account):
        rate = parameter("crediting_rate").at(date(year, 1, 1))
        if typed is None:
            sources += rate.sources
            notes += [] if rate.published else [f"{year} 年的利率 {rate.value}%：{rate.note}"]
            notes += [f"{year} 年的利率有不同说法：{rate.disputed}"] if rate.disputed else []
        elif rate and rate.value != typed:
            notes.append(f"你填写的 {year} 年利率是 {typed}%，本站收录的公布值是 {rate.value}%。")
        elif not rate:
            notes.append(f"{year} 年的利率 {typed}% 由你填写，本站没有核对。")
    return notes, sources


def rates_used(values: SimpleNamespace, account: Account) -> list[tuple[int, Decimal | None]]:
    """用到的各年和读者自己填写的利率（没有填的是 ``None``）。"""
    used = [(values.year, values.rate_percent), (values.year + 1, values.next_rate_percent)]
    return used[: 2 if values.period == "july-june" and needs_second_rate(values) else 1]


def final_year_note(values: SimpleNamespace) -> str:
    if values.period == "july-june" and published_rate(values.year + 1) is None and values.next_rate_percent is None:
        return "退休、死亡等终止当年怎样计息，没有查到统一规定；这里按你选的方式计算。"
    shown = "；".join(
        f"{label}，利息 {grouped(Account(values, way).interest(values.rounding))} 元" for way, label in FINAL_YEARS.items()
    )
    return f"退休、死亡等终止当年怎样计息，没有查到统一规定。{shown}。"


RATE_INPUTS = (
    Input(
        "rate_percent",
        "记账利率",
        Percent(),
        help="不填就用全国公布的利率；没有公布的年份、2016 年以前，请填当地的数。",
        term="个人账户记账利率",
        more=True,
    ),
    Input(
        "next_rate_percent",
        "次年的记账利率",
        Percent(),
        help="社保年度的后六个月（次年 1 月至 6 月）用的利率，不填就用公布的。",
        term="个人账户记账利率",
        shown_when=("period", "july-june"),
        more=True,
    ),
)

CALCULATOR = Calculator(
    id="annual-interest",
    title="当年记账利息",
    answers="账单上这一年的利息对不对：用上年末余额、当年缴费和记账利率，按月积数法算到分，并列出每一步。",
    limits=(
        "只算一个年度；多年滚存要逐年接着算。",
        "不含补缴、转移、清退等当年发生的调整。",
        "2016 年以前的利率由各省规定，需要自己填写当地公布的数。",
    ),
    inputs=(
        Input(
            "opening_balance",
            "上年末累计储存额",
            Money(),
            help="账单上“截至上年末”的个人账户累计储存额；7 月至次年 6 月的年度，填 6 月 30 日的数。",
            term="个人账户累计储存额",
            required=True,
        ),
        Input(
            "period",
            "结息年度",
            Choice((("calendar", "自然年度（1 月至 12 月）"), ("july-june", "社保年度（7 月至次年 6 月）"))),
            help="各地、各年不一样；看账单上写的起止月份。",
            term="结息年度",
            default="calendar",
        ),
        Input(
            "year", "年份", Whole(1992, 2100, "年"), help="社保年度填开始的那一年。", term="结息年度", required=True
        ),
        Input("annual_base", "年缴费基数", Money(), help="十二个月的缴费基数之和，不是缴的钱。", term="缴费基数"),
        Input("monthly_base", "月缴费基数", Money(), help="每月的缴费基数，记入账户的是它的一个固定比例。", term="缴费基数"),
        Input("annual_amount", "全年记账金额", Money(), help="账单上的“当年记账金额”，平均分到缴费的月份。", term="当年记账金额"),
        Input("monthly_amount", "每月记账金额", Money(), help="每月记入个人账户的本金。", term="当年记账金额"),
        Input("monthly_amounts", "各月记账金额", MoneyList(), help="每个月不一样时，逐月填写；没有缴费的月份填 0。", term="当年记账金额"),
        Input(
            "months",
            "缴费的月份",
            MonthSet(),
            help="中间断过、年中才参加的，只选有缴费的月份。",
            term="记账月份",
            unless="monthly_amounts",
        ),
        *RATE_INPUTS,
        Input(
            "through_month",
            "计息到几月",
            Whole(1, 12, "月"),
            help="当年退休、终止的，填最后一个计息的月份；一般不填。",
            term="终止当年的计息",
            more=True,
        ),
        Input(
            "final_year",
            "终止当年怎样计息",
            Choice(tuple(FINAL_YEARS.items())),
            help="填了上一项才用得上。没有查到统一规定。",
            default="to-month",
            more=True,
        ),
        Input(
            "rounding",
            "怎样取整",
            Choice(tuple(ROUNDINGS.items())),
            help="全国没有统一规定，与账单差一分时可以换一种看看。",
            default="total",
            more=True,
        ),
    ),
    one_of=(OneOf("你手上有哪个数？", AMOUNTS),),
    figures=(
        Figure("credited_interest", "当年记账利息", main=True),
        Figure("closing_balance", "本年末累计储存额", main=True),
        Figure("credited_amount", "当年记账金额", help="当年记入个人账户的本金"),
        Figure("opening_interest", "其中：上年末储存额的利息"),
        Figure("contribution_interest", "其中：当年记账额的利息"),
        Figure("month_product", "当年记账月积数", unit="product", help="各月记账额乘以计息月数之和"),
    ),
    tables=(
        Table(
            "months",
            "逐月明细",
            (
                Column("month", "月份"),
                Column("credited_amount", "记账金额", "yuan"),
                Column("weight", "计息月数", "months"),
                Column("product", "月积数", "yuan"),
                Column("interest", "该月利息", "yuan"),
            ),
        ),
    ),
    check=check,
    compute=compute,
)
