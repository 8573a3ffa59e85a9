"""认列：表头里的输入名称或者中文名，对到计算器的输入项。不猜，认不出的照原样留着。"""

import re
from dataclasses import dataclass

from calc.declaration import Calculator, Input
from calc.kinds import quoted
from calc.sheets.reading import refuse

MOST_NAMED = 20
UNSAID = re.compile(r"\W+")  # 空格、括号、星号、看不见的字，都不影响认列


def plain(text: str) -> str:
    return UNSAID.sub("", text).lower()


def names_of(entry: Input) -> set[str]:
    """一个输入项可以叫的：名称、中文名、中文名加单位。"""
    return {plain(each) for each in (entry.name, entry.label, entry.label + entry.kind.unit)}


@dataclass(frozen=True)
class Columns:
    """各列；``inputs`` 和表头一样长，认不出的是 ``None``。"""

    item: Calculator
    header: list[str]
    inputs: list[Input | None]

    @classmethod
    def of(cls, item: Calculator, header: list[str]) -> "Columns":
        known = {name: entry for entry in item.inputs for name in names_of(entry)}
        inputs = [known.get(plain(cell)) for cell in header]
        check_header(item, header, inputs)
        return cls(item, header, inputs)

    @property
    def labels(self) -> list[str | None]:
        """每一列读作什么，认不出的是 ``None``。"""
        return [entry.label if entry else None for entry in self.inputs]

    def given(self, cells: list[str]) -> dict[str, str]:
        """一行里填了的输入。"""
        pairs = zip(self.inputs, cells)
        return {entry.name: cell for entry, cell in pairs if entry and cell.strip()}

    def extra_problem(self, cells: list[str]) -> str:
        """比表头多出来的格里有字：多半错了位，不算。"""
        if not any(map(str.strip, cells[len(self.header) :])):
            return ""
        return (
            f"这一行有 {len(cells)} 格，表头只有 {len(self.header)} 格，可能错了位，没有算。"
            "金额里有千位逗号的，去掉逗号，或者用英文双引号括起来"
        )

    @property
    def notes(self) -> list[str]:
        """没有认出的列，还缺的列。"""
        pairs = zip(self.header, self.inputs)
        unknown = [quoted(cell) for cell, entry in pairs if cell and entry is None]
        found = []
        if unknown:
            rest = f"等 {len(unknown)} 列" if len(unknown) > MOST_NAMED else ""
            listed = "、".join(unknown[:MOST_NAMED]) + rest
            found.append(f"没有认出的列：{listed}。照原样留着，不参加计算。")
        missing = self.missing()
        if missing:
            found.append(f"没有找到要填的列：{'、'.join(missing)}。没有它们，算不出来。")
        return found

    def missing(self) -> list[str]:
        """每个人都要填、表里没有的。"""
        have = {entry.name for entry in self.inputs if entry}
        labels = {entry.name: entry.label for entry in self.item.inputs}
        needed = [
            entry.label
            for entry in self.item.inputs
            if entry.required and not entry.shown_when and entry.name not in have
        ]
        groups = [
            "或".join(f"“{labels[name]}”" for name in group.names)
            for group in self.item.one_of
            if have.isdisjoint(group.names)
        ]
        return [f"“{label}”" for label in needed] + groups


def check_header(item: Calculator, header: list[str], inputs: list[Input | None]) -> None:
    """至少认出一列，没有两列是同一项。"""
    if not any(inputs):
        known = "、".join(entry.label for entry in item.inputs)
        refuse(
            "第一行里没有认出一列。第一行应当是表头，表格上面有标题的先删掉；"
            f"“{item.title}”可以有的列：{known}"
        )
    first: dict[str, str] = {}
    for cell, entry in zip(header, inputs):
        if entry and entry.name in first:
            both = f"{quoted(first[entry.name])}和{quoted(cell)}"
            refuse(f"表头里{both}是同一项“{entry.label}”，留一列，删掉另一列")
        if entry:
            first[entry.name] = cell


def error_text(item: Calculator, errors: list[dict]) -> str:
    """一行的各处错误，写成一格字。"""
    labels = {entry.name: entry.label for entry in item.inputs}
    texts = []
    for error in errors:
        label, message = labels.get(error["field"], ""), error["message"].rstrip("。")
        texts.append(message if label in message else f"{label}：{message}")
    return "；".join(texts)
