"""两个答案、两页之间，哪些数变了。"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from types import SimpleNamespace

from scripts.numbers.site_text import short
from scripts.numbers.trees import Page, put

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
NAMELESS = SimpleNamespace(label="", unit="text", options=())  # 这里没有声明过的结果


@dataclass
class Moves:
    """比出来的：变了的数，一个一句；多了、少了几个；只改了文字的有几处。"""

    numbers: list[str] = field(default_factory=list)
    added: int = 0
    gone: int = 0
    reworded: int = 0


@dataclass
class Change:
    """一个算例或一页的变化：要说的话、变了几个数、只改了文字的有几处。"""

    said: list[str] = field(default_factory=list)
    numbers: int = 0
    reworded: int = 0

    def add(self, moves: Moves, most: int, name: str = "") -> None:
        """说出头 ``most`` 个数，和一共几个；有 ``name`` 的先说一共几个。"""
        count, listed = len(moves.numbers), "；".join(moves.numbers[:most])
        if name and count:
            self.said.append(f"{name} {count:,} 个数变了，如 {listed}")
        elif count:
            self.said.append(listed + (f"；等 {count:,} 个数" if count > most else ""))
        extra = (("多了", moves.added), ("少了", moves.gone))
        self.said += [f"{name or '表格'}{word} {cells:,} 个数" for word, cells in extra if cells]
        self.numbers += count + moves.added + moves.gone
        self.reworded += moves.reworded


def cells_moved(before: dict[str, str], after: dict[str, str]) -> Moves:
    """同名的格子比内容。"""
    moves = Moves()
    for name in before | after:
        old, new = before.get(name, ""), after.get(name, "")
        is_number = bool(NUMBER.search(old + new))
        moves.reworded += old != new and not is_number
        if is_number and name in before and name in after and old != new:
            moves.numbers.append(f"{name} {short(old, 40)} → {short(new, 40)}")
        moves.added += is_number and name not in before
        moves.gone += is_number and name not in after
    return moves


def lines_moved(before: list[str], after: list[str]) -> Moves:
    """一段一段地比：只有数不同的，说数；别的算改了文字。"""
    moves = Moves()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = list(zip(before[start:end], after[first:last]))
        moves.reworded += max(end - start, last - first) - len(pairs)
        for old, new in pairs:
            if NUMBER.sub("", old) == NUMBER.sub("", new):
                moves.numbers += numbers_moved(old, new)
            else:
                moves.reworded += 1
    return moves


def numbers_moved(old: str, new: str) -> list[str]:
    """一段话里变了的数，带着前面几个字。"""
    found = []
    for before, after in zip(NUMBER.finditer(old), NUMBER.finditer(new)):
        if before[0] != after[0]:
            start = max(0, before.start() - 14)
            lead = f"{'…' if start else ''}{old[start : before.start()].strip()}"
            found.append(f"“{lead}” {before[0]} → {after[0]}")
    return found


def answer_changed(item, before: dict, after: dict) -> Change:
    """同一题的两个答案，用 ``item`` 声明的名称说。步骤和说明里的数是重复的，别的没变才计。"""
    change = Change()
    if "figures" not in before or "figures" not in after:
        said = [one["errors"][0]["message"] if "errors" in one else "" for one in (before, after)]
        if said[0] != said[1]:
            words = [f"算不出（{message}）" if message else "算得出" for message in said]
            change.said.append(f"原来{words[0]}，现在{words[1]}")
            change.numbers += "" in said
        return change
    change.add(figures_moved(item, before["figures"], after["figures"]), 8)
    titles = {table["name"]: table["title"] for table in before["tables"] + after["tables"]}
    for name, title in titles.items():
        old, new = (table_cells(item, answer, name) for answer in (before, after))
        change.add(cells_moved(old, new), 1, title)
    for name, lines in (("步骤", step_lines), ("说明", note_lines)):
        moves = lines_moved(lines(before), lines(after))
        change.said += [f"{name} {len(moves.numbers)} 个数变了"] if moves.numbers else []
        change.numbers = change.numbers or len(moves.numbers)
        change.reworded += moves.reworded
    change.reworded += before["sources"] != after["sources"]
    return change


def figures_moved(item, before: dict, after: dict) -> Moves:
    from calc.html import shown

    moves, declared = Moves(), {figure.name: figure for figure in item.figures}
    for name in before | after:
        figure = declared.get(name, NAMELESS)
        old, new = (
            shown(one[name], figure.unit, figure.options) if name in one else "没有"
            for one in (before, after)
        )
        if old != new:
            moves.numbers.append(f"{figure.label or name} {old} → {new}")
    return moves


def table_cells(item, answer: dict, name: str) -> dict[str, str]:
    """结果里的一张表：行的第一格和列的名称合起来，是格子的名称。"""
    from calc.html import shown

    cells: dict[str, str] = {}
    declared = [table.columns for table in item.tables if table.name == name]
    options = {column.name: column.options for columns in declared for column in columns}
    for table in (table for table in answer["tables"] if table["name"] == name):
        for row in table["rows"]:
            texts = [
                shown(row[key], unit.replace("percent", "text"), options.get(key, ()))
                for key, unit in ((column["name"], column["unit"]) for column in table["columns"])
            ]
            for column, text in zip(table["columns"][1:], texts[1:]):
                put(cells, f"{texts[0]} {column['label']}", text)
    return cells


def step_lines(answer: dict) -> list[str]:
    names = ("label", "formula", "numbers", "value")
    return [" ".join(step[name] for name in names) for step in answer["steps"]]


def note_lines(answer: dict) -> list[str]:
    return answer["notes"]


def page_changed(before: Page, after: Page) -> Change:
    change, macros = Change(), Moves()
    for key, (line, new) in after.macros.items():
        old = before.macros.get(key, (line, new))[1]
        if old != new and NUMBER.search(old + new):
            macros.numbers.append(f"第 {line} 行 {key[0]} {old} → {new}")
        macros.reworded += old != new and not NUMBER.search(old + new)
    change.add(macros, 8)
    change.add(cells_moved(before.cells, after.cells), 3)
    change.add(lines_moved(before.lines, after.lines), 3)
    return change
