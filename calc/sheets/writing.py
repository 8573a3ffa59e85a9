"""写表：一格怎样写，才能在 Excel、WPS 里照原样打开，不会当成公式来算；每个计算器的空表。"""

import re

from calc.declaration import TODAY, Calculator, Figure, Input
from calc.kinds import Birth, Month, MonthSet
from calc.months import YearMonth
from calc.units import UNITS, named

BOM = "\ufeff"
ERROR = "错误"
# 表格软件会当成公式的开头，全角的也算；单是一个负数的照原样。
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
NEGATIVE = re.compile(r"-[0-9]+(,[0-9]{3})*(\.[0-9]+)?%?")
SPLITTING = re.compile(r"[\",;\t\r\n]")
YEAR_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def harmless(cell: str) -> str:
    """会当成公式的，前面加一个撇号。"""
    return f"'{cell}" if FORMULA.match(cell) and not NEGATIVE.fullmatch(cell) else cell


def line(cells: list[str], delimiter: str = ",") -> str:
    """一行，以回车换行结尾。"""
    return delimiter.join(written(harmless(cell)) for cell in cells) + "\r\n"


def written(cell: str) -> str:
    """一格；有分隔的符号、引号、换行的，用引号括起来。"""
    if SPLITTING.search(cell):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


def main_figures(item: Calculator) -> list[Figure]:
    return [figure for figure in item.figures if figure.main]


def heading(figure: Figure) -> str:
    """中文名，带单位。"""
    unit = UNITS[figure.unit].suffix.strip()
    return f"{figure.label}（{unit}）" if unit else figure.label


def figure_cell(figure: Figure, value) -> str:
    """结果的一格：数不带单位和千位逗号，可以接着算；没有的是空的。"""
    if value is None:
        return ""
    if figure.unit == "month":
        return month_cell(value)
    return str(named(value, figure.options))


def month_cell(text: str) -> str:
    """2035-08 在 Excel 里会变成 Aug-35，所以写成汉字。"""
    return YEAR_MONTH.sub(lambda found: f"{found[1]}年{int(found[2])}月", text)


def input_cell(entry: Input, raw) -> str:
    """一个输入写进表里：选项写中文名，年月、月份写成不会变成日期的样子。"""
    kind = entry.kind
    if raw is None:
        return ""
    if kind.options:
        return str(named(kind.coded(raw), kind.options))
    if isinstance(kind, MonthSet):
        return f"{raw}月"
    if isinstance(kind, Birth | Month):
        value = kind.parse(raw)
        month = value if isinstance(value, YearMonth) else value[0] if value[1] is None else None
        return month_cell(str(month)) if month else str(raw)
    return str(raw)


def template(item: Calculator, given: dict) -> str:
    """一张空表的样子：表头，和算例填成的一行。"""
    entries = [entry for entry in item.inputs if entry.name != TODAY.name]
    example = [input_cell(entry, given.get(entry.name)) for entry in entries]
    return line([entry.label for entry in entries]) + line(example)
