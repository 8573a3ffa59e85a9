"""读懂账单文字：从 App、PDF 或照片里复制的文字，认出账单对账要填的几项。"""

from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.interest_inputs import PERIODS
from calc.kinds import LongText
from calc.money import grouped
from calc.statement_text.reading import Reading, Said, read

NAMES = "statement-field-names"
FIELDS = (
    ("period", "结息年度"),
    ("year", "年份"),
    ("opening_balance", "上年末累计储存额"),
    ("credited_amount", "当年记账金额"),
    ("credited_interest", "当年记账利息"),
    ("closing_balance", "本年末累计储存额"),
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    """只有一项，没有互相矛盾的。"""


def compute(values: SimpleNamespace) -> Result:
    found = read(values.text)
    count = sum(value is not None for value in found.fields.values())
    return Result(
        found.fields | {"found": count},
        steps(found, count),
        notes(found),
        {"lines": [said._asdict() | {"line": said.number} for said in found.said]},
        [NAMES],
    )


def steps(found: Reading, count: int) -> list[Step]:
    listed = [step_of(said) for said in found.said if said.field]
    if found.added:
        balance, own = found.added
        numbers = f"{grouped(balance)} ＋ {grouped(own)}"
        total = f"{grouped(balance + own)} 元"
        listed.append(Step("当年记账利息", "两行利息相加", numbers, total, NAMES))
    formula = "逐行认出名称和它的数，说不准的不用"
    return [*listed, Step("读出的项数", formula, f"共 {len(FIELDS)} 项", f"{count} 项", NAMES)]


def step_of(said: Said) -> Step:
    assert said.field and said.value
    return Step(
        dict(FIELDS)[said.field], f"{said.name}的数", f"第 {said.number} 行", said.value, NAMES
    )


def notes(found: Reading) -> list[str]:
    said = []
    if found.added:
        balance, own = found.added
        sums = f"{grouped(balance)} ＋ {grouped(own)} ＝ {grouped(balance + own)}"
        said.append(f"利息有两行，已经加起来：{sums} 元。")
    clashing = [
        f"第 {each.number} 行的{each.name}：{each.reason}。"
        for each in found.said
        if each.reason and each.value and not each.field
    ]
    absent = [label for name, label in FIELDS[1:] if found.fields[name] is None]
    if absent:
        said.append(f"没有读出来的，请看着账单自己填：{'、'.join(absent)}。")
    if found.fields["period"] is None:
        said.append("没有读到起止月份：是 1 月到 12 月，还是 7 月到次年 6 月，请看账单。")
    return [*said, *clashing, "读出来的数，请对着账单看一遍再用。"]


CALCULATOR = Calculator(
    id="statement-read",
    title="读懂账单文字",
    answers="把账单上的文字粘贴进来，认出年份、余额、记账金额和利息；说不准的空着，不猜。",
    limits=(
        "只认文字，不认图片；照片要先用手机的“提取文字”变成文字。",
        "一次只读一年的账单；有好几年的，不同的数都不用。",
        "各地的写法很多，认不出的要自己填。",
        "只读数，不判断对不对；读完用“账单对账”核对。",
    ),
    inputs=(
        Input(
            "text",
            "账单上的文字",
            LongText(),
            help="姓名和证件号可以不贴；贴了也不会出现在结果里，不会保存，也不会传出去。",
            term="个人权益记录单",
            required=True,
        ),
    ),
    figures=(
        Figure("year", "年份", "text", main=True),
        Figure("period", "结息年度", "text", main=True, options=PERIODS),
        Figure("opening_balance", "上年末累计储存额", main=True),
        Figure("credited_amount", "当年记账金额", main=True),
        Figure("credited_interest", "当年记账利息", main=True),
        Figure("closing_balance", "本年末累计储存额", main=True),
        Figure("found", "读出的项数", "text"),
    ),
    tables=(
        Table(
            "lines",
            "从哪一行读的",
            (
                Column("line", "第几行"),
                Column("name", "认出的名称"),
                Column("value", "读出的数"),
                Column("field", "填进哪一项", options=FIELDS),
                Column("reason", "没有用的原因"),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
