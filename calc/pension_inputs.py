"""几个算退休和养老金的计算器都问的输入项，和它们的检查。"""

from datetime import date
from types import SimpleNamespace

from calc.declaration import Input, Problems
from calc.kinds import Birth, Choice, Money, Number, Whole
from calc.rules import contribution, pension
from calc.rules.retirement import CATEGORIES
from calc.words.days import not_recorded

CATEGORY = Input(
    "category",
    "你是哪一类",
    Choice(tuple(zip(CATEGORIES, ("男职工", "女职工，原定 55 岁退休", "女职工，原定 50 岁退休")))),
    help="女职工按延迟退休以前该几岁退休来选；不清楚的，问单位人事或参保地社保经办机构。",
    term="原法定退休年龄",
    required=True,
)
BIRTH = Input(
    "birth",
    "出生年月或年月日",
    Birth(),
    help="只写到月也可以。写了日，会算出具体的日期。",
    term="出生时间",
    required=True,
)
KIND = Input(
    "kind",
    "怎样参保",
    Choice((("employee", "职工（单位代扣）"), ("flexible", "灵活就业（自己缴）"))),
    help="单位从工资里代扣的选职工，自己缴费的选灵活就业。",
    term="参保身份",
    default="employee",
)
MONTHLY_BASE = Input(
    "monthly_base",
    "月缴费基数",
    Money(yearly_from=50_000),
    help="每月按多少钱算社保。职工问单位人事，灵活就业看自己选的基数；不是每月缴的钱。",
    term="缴费基数",
    required=True,
)
PENSION_BASE = Input(
    "pension_base",
    "计发基数",
    Money(yearly_from=30_000),
    help="参保地公布的退休当年（没有公布的用上一年）的养老金计发基数，元每月；"
    "看当地人社局的通知或核定表，也可以打 12333 问。",
    term="计发基数",
    required=True,
)
AVERAGE_INDEX = Input(
    "average_index",
    "平均缴费工资指数",
    Number(0, 10, 8, example="0.7703"),
    help="历年缴费工资和当年平均工资之比的平均数，一直按平均工资缴的是 1；"
    "看核定表，或请经办机构打印。",
    term="平均缴费工资指数",
    required=True,
)
AGE_MONTHS = Input(
    "age_months",
    "再加几个月",
    Whole(0, 11, "个月"),
    help="60 岁 3 个月退休的，这里填 3。",
    term="退休年龄",
    default="0",
)


def check_positive(values: SimpleNamespace, problems: Problems, **examples: str) -> None:
    """这几项填了的，应当大于 0。"""
    for name, text in examples.items():
        if getattr(values, name) == 0:
            problems.add(name, f"应当大于 0，{text}")


def check_today(day: date | None, problems: Problems) -> None:
    """那一天的缴费比例和计发比例，都要有收录。"""
    if day and (contribution.rates_on(day) is None or pension.basic_rate(day) is None):
        first = max(contribution.first_day(), pension.first_day())
        problems.add("today", not_recorded(first))
