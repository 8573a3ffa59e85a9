"""很多人一起算：一张表，一行一个人。命令行和网页用的是同一份。

读表（:mod:`calc.sheets.reading`），认列（:mod:`calc.sheets.columns`），一行一行地算，写成表
（:mod:`calc.sheets.writing`）。
"""

import json
from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import calc
from calc.declaration import Calculator, InputErrors
from calc.sheets.columns import Columns, error_text
from calc.sheets.reading import (
    ENCODINGS,
    Row,
    Table,
    lines_of_bytes,
    read_bytes,
    read_text,
    refuse,
)
from calc.sheets.writing import BOM, ERROR, figure_cell, heading, line, main_figures, template

__all__ = [
    "BOM",
    "ENCODINGS",
    "ERROR",
    "MOST_ROWS",
    "Sheet",
    "line",
    "lines_of_bytes",
    "open_sheet",
    "page_read",
    "page_rows",
    "read_bytes",
    "read_text",
    "template",
]

MOST_ROWS = 5_000  # 网页一次算的；命令行不限


@dataclass(frozen=True)
class Sheet:
    """一张表接上一个计算器：哪一列是哪一个输入项，算出来的有哪些列。"""

    item: Calculator
    columns: Columns

    @property
    def heading(self) -> list[str]:
        """结果的表头：原来的列，主要的数，错误。"""
        return [*self.columns.header, *map(heading, main_figures(self.item)), ERROR]

    def answer(self, row: Row, today: date | None) -> list[str]:
        """一行的结果，和表头一样长；最后一格是错误，没有错的是空的。"""
        width = len(self.columns.header)
        own = (row.cells + [""] * width)[:width]
        figures = main_figures(self.item)
        wrong = row.problem or self.columns.extra_problem(row.cells)
        if not wrong:
            try:
                found = calc.compute(self.item.id, self.columns.given(own), today)["figures"]
                return [*own, *(figure_cell(each, found[each.name]) for each in figures), ""]
            except InputErrors as errors:
                wrong = error_text(self.item, errors.errors)
        return [*own, *[""] * len(figures), wrong]


def open_sheet(id: str, table: Table) -> Sheet:
    """认出各列；一列也认不出、两列是同一项的，抛出 :class:`InputErrors`。"""
    item = calc.calculator(id)
    return Sheet(item, Columns.of(item, table.header))


def page_read(id: str, given_json: str) -> str:
    """网页读一张表：``{"text"}`` 是粘贴的，``{"bytes"}`` 是文件的 base64；返回各列和各行。

    返回的行再一批一批交给 :func:`page_rows`，这里什么都不留。
    """
    given = json.loads(given_json)
    try:
        table = read_text(given["text"]) if "text" in given else read_file(given["bytes"])
        sheet = open_sheet(id, table)
        rows = few(table.rows)
    except InputErrors as wrong:
        return to_json({"errors": wrong.plain})
    return to_json(
        {
            "notes": [ENCODINGS.get(table.encoding, "") + table.split, *sheet.columns.notes],
            "header": table.header,
            "labels": sheet.columns.labels,
            "heading": sheet.heading,
            "csv": BOM + line(sheet.heading),
            "tsv": line(sheet.heading, "\t"),
            "rows": [[row.number, row.cells, row.problem] for row in rows],
        }
    )


def read_file(encoded: str) -> Table:
    return read_bytes(lines_of_bytes(a2b_base64(encoded)))


def few(rows: Iterator[Row]) -> list[Row]:
    """不太多的几行；太多的数完再说。"""
    found = [row for _, row in zip(range(MOST_ROWS), rows)]
    if len(found) == MOST_ROWS:
        more = sum(1 for _ in rows)
        if more:
            many = f"有 {MOST_ROWS + more:,} 行，一次最多 {MOST_ROWS:,} 行"
            refuse(f"{many}。分成几个文件，一个一个算")
    if not found:
        refuse("表头下面没有数据")
    return found


def page_rows(id: str, given_json: str) -> str:
    """网页算一批：``header``、``rows``、``today``；返回每一行的结果，和要下载、要复制的文字。"""
    given = json.loads(given_json)
    today = date.fromisoformat(given["today"]) if given.get("today") else None
    sheet = Sheet(calc.calculator(id), Columns.of(calc.calculator(id), given["header"]))
    answers = [sheet.answer(Row(*row), today) for row in given["rows"]]
    return to_json(
        {
            "rows": answers,
            "csv": "".join(line(cells) for cells in answers),
            "tsv": "".join(line(cells, "\t") for cells in answers),
        }
    )


def to_json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False)
