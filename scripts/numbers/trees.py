"""一棵文件树的页面和算例，和它的程序算出来的数。"""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.numbers.asking import Asked, write_lines
from scripts.numbers.inside import to_json
from scripts.numbers.questions import read_pages, worked_examples
from scripts.numbers.site_text import article_lines

OPEN, SHUT = "〔〔", "〕〔〕"  # 页面里没有的写法，检查也认得是普通的字
MACRO = re.compile(r"\{\{[^{}]*\}\}")
MARKED = re.compile(rf"{OPEN}(\d+){OPEN}(.*?){SHUT}", re.S)
TAG = re.compile(r"<[^>]*>")


@dataclass
class Page:
    """一页里的数：行内的值、表格的格子、各段文字。"""

    macros: dict[tuple[str, int], tuple[int, str]]
    cells: dict[str, str]
    lines: list[str]


class Tree:
    """一棵文件树的页面和算例，和它的程序算出来的数。"""

    def __init__(self, name: str, root: Path, folder: Path, randoms: list[dict]):
        self.name, self.root, self.folder, self.randoms = name, root, folder, randoms
        self.texts = read_pages(root)
        self.examples = worked_examples(self.texts)
        self.macros: dict[str, list] = {}
        folder.mkdir()
        marked = {page: self.mark(page, text) for page, text in self.texts.items()}
        (folder / "pages.json").write_text(to_json(marked), "utf-8")
        write_lines(folder / "questions.jsonl", [*self.examples, *randoms])

    def ask(self) -> Asked:
        return Asked(self.root, self.folder, self.name)

    def mark(self, page: str, text: str) -> str:
        """拿掉算例（另外问），给每个行内的值做上记号。"""
        from scripts.pages.blocks import fenced_blocks

        lines, found = text.splitlines(), self.macros.setdefault(page, [])
        fenced = set()
        for block in fenced_blocks(lines):
            fenced |= set(range(block.line, block.end))
            if block.kind == "calc":
                lines[block.line : block.end] = [""] * (block.end - block.line)

        def marked(macro: re.Match) -> str:
            found.append((number + 1, macro[0]))
            return f"{OPEN}{len(found) - 1}{OPEN}{macro[0]}{SHUT}"

        for number, line in enumerate(lines):
            if number not in fenced:
                lines[number] = MACRO.sub(marked, line)
        return "\n".join(lines)

    def take(self, answers: Iterator[str]) -> None:
        """读出各页的数和各算例的答案；``answers`` 剩下的是随机题。"""
        shown = json.loads((self.folder / "html.json").read_text("utf-8"))
        self.pages = {page: self.read(page, html) for page, html in shown.items()}
        self.examples = [json.loads(next(answers)) for _ in self.examples]

    def read(self, page: str, html: str) -> Page:
        from selectolax.lexbor import LexborHTMLParser

        values = {int(number): TAG.sub("", value) for number, value in MARKED.findall(html)}
        seen: Counter[str] = Counter()
        macros = {}
        for number, (line, macro) in enumerate(self.macros[page]):
            seen[macro] += 1
            macros[macro, seen[macro]] = (line, values.get(number, ""))
        tree = LexborHTMLParser(f"<article>{MARKED.sub('〔数〕', html)}</article>")
        return Page(macros, take_cells(tree), article_lines(tree.css_first("article")))


def take_cells(tree) -> dict[str, str]:
    """从页面里取走表格；每一格的名称是列的名称和这一行的第一格。"""
    cells: dict[str, str] = {}
    for table in tree.css("table"):
        rows = [[squeezed(cell) for cell in row.css("th, td")] for row in table.css("tr")]
        for row in rows[1:]:
            for head, text in zip(rows[0][1:], row[1:]):
                put(cells, f"表“{head}”{row[0]}", text)
        table.decompose()
    return cells


def squeezed(element) -> str:
    return " ".join(element.text().split())


def put(cells: dict[str, str], name: str, text: str) -> None:
    """放进一格；名称有了的，后面编上号。"""
    names = itertools.chain([name], (f"{name}（{number}）" for number in itertools.count(2)))
    cells[next(one for one in names if one not in cells)] = text
