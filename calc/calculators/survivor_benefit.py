"""丧葬补助金与抚恤金：遗属一次性领取的两笔钱，和个人账户的继承是两回事。

依据：社会保险法第十七条、《企业职工基本养老保险遗属待遇暂行办法》。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result, Step
from calc.kinds import YesNo
from calc.money import grouped
from calc.payout_inputs import CONTRIBUTED, INCOME, received_input
from calc.rules.survivor import Bereavement, Grants
from calc.words.survivor import LAW, RULES, grant_notes, grant_steps

APPLY = "这两笔钱要由遗属申请，不会自动到账；个人账户的余额另外继承，用“去世以后三笔钱”一起算。"


def check(values: SimpleNamespace, problems: Problems) -> None:
    if values.retired == "no" and values.pension_months_received:
        name = "pension_months_received"
        problems.add(name, "没有领过养老金的，这一项不填；领过的，请把上一项改成已经在领")


def compute(values: SimpleNamespace) -> Result:
    received = values.pension_months_received if values.retired == "yes" else None
    terms = Bereavement(values.contribution_months, received)
    grants = Grants(values.disposable_income_monthly, terms)
    figures = {
        "funeral_grant": grants.funeral,
        "bereavement_months": terms.counted,
        "bereavement_grant": grants.bereavement,
        "total": grants.total,
    }
    steps = [*grant_steps(grants), total_step(grants)]
    return Result(figures, steps, [APPLY, *grant_notes(grants)], sources=[RULES, LAW])


def total_step(grants: Grants) -> Step:
    numbers = f"{grouped(grants.funeral)} ＋ {grouped(grants.bereavement)}"
    total = f"{grouped(grants.total)} 元"
    return Step("遗属待遇合计", "丧葬补助金 ＋ 抚恤金", numbers, total, LAW)


CALCULATOR = Calculator(
    id="survivor-benefit",
    title="丧葬补助金和抚恤金",
    answers="参保人去世后，遗属能领多少丧葬补助金和抚恤金。",
    limits=(
        "只算因病或非因工去世的；因工死亡的不按这个算。",
        "只算企业职工基本养老保险的（含灵活就业人员）；机关事业单位的不在内。",
        "不含个人账户余额的继承，也不含单位和地方另外给的补助。",
    ),
    inputs=(
        INCOME,
        CONTRIBUTED,
        Input(
            "retired",
            "去世前领养老金了没有",
            YesNo((("no", "还没有领"), ("yes", "已经在领"))),
            help="已经按月领基本养老金的，选“已经在领”。",
            term="退休人员",
            default="no",
        ),
        received_input(required=True),
    ),
    figures=(
        Figure("total", "遗属待遇合计", main=True, claimed=True),
        Figure("funeral_grant", "丧葬补助金", main=True, claimed=True),
        Figure("bereavement_grant", "抚恤金", main=True, claimed=True),
        Figure("bereavement_months", "抚恤金发放月数", unit="months"),
    ),
    check=check,
    compute=compute,
)
