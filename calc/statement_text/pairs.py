"""名称和数配成对：同一行的，上下行的，一列名称一列数的，一张表的。配不准的不配。"""

from decimal import Decimal
from typing import NamedTuple

from calc.statement_text.cells import Cell, Line
from calc.statement_text.names import (
    FIRST_DATE,
    LAST_DATE,
    Name,
    insurance_in,
    is_fragment,
    is_other_label,
    name_of,
)


class Pair(NamedTuple):
    """一个名称和它的数，在第几行；``date`` 是名称里写的日期；数配不准的是 ``None``。"""

    number: int
    kind: str
    value: Decimal | None
    date: tuple | None = None


class Spot(NamedTuple):
    """一格和它所在的行。"""

    cell: Cell
    line: Line


def pairs_of(lines: list[Line]) -> list[Pair]:
    lines = in_section(joined(lines))
    found: list[Pair] = []
    groups: list[list[Spot]] = [[]]  # 名称和数各在各的行；中间隔着别的行的，分开
    place = 0
    while place < len(lines):
        line = lines[place]
        rows = table_rows(lines, place)
        if not rows and bool(line.names) != bool(line.values):
            groups[-1] += spots(line)
        else:
            groups.append([])
        for row in rows:
            found += zipped(line, row)
        if not rows and line.names and line.values:
            found += matched(spots(line), lone_last=True)
        place += 1 + len(rows)
    if is_reversed(runs_of([spot for group in groups for spot in group])):
        return found + [pair(spot, None) for group in groups for spot in group if spot.cell.name]
    return found + [each for group in groups for each in matched(group, lone_last=False)]


def spots(line: Line) -> list[Spot]:
    return [Spot(cell, line) for cell in line.cells if cell.name or cell.is_value]


def pair(name: Spot, value: Spot | None) -> Pair:
    assert name.cell.name is not None
    line, kind = name.line, name.cell.name.kind
    date = date_in(name)
    if value is None:
        return Pair(line.number, kind, None, date)
    return Pair(value.line.number, kind, value.cell.value, date or date_in(value))


def date_in(spot: Spot) -> tuple | None:
    """这一格里写的日期。"""
    places = [ord(letter) - FIRST_DATE for letter in spot.cell.text if is_date(letter)]
    return spot.line.dates[places[0]] if places else None


def is_date(letter: str) -> bool:
    return FIRST_DATE <= ord(letter) <= LAST_DATE


# 上一行没有写完的名称，别的险种


def joined(lines: list[Line]) -> list[Line]:
    """名称断在两行的，接起来；接不起来的，后一行只写“累计储存额”的不算。"""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before is None or before.values or before.names or not is_fragment(before.text):
            found.append(line)
            continue
        if len(before.cells) > 1 and len(before.cells) == len(line.cells) and not line.values:
            texts = [one.text + other.text for one, other in zip(before.cells, line.cells)]
            found[-1] = line._replace(cells=[Cell(text, name_of(text)) for text in texts])
            continue
        first = line.cells[0]
        text = before.text + first.text
        name = None if first.is_value or before.dates else name_of(text)
        if name and name.kind not in ("other", "other-insurance"):
            found[-1] = line._replace(cells=[Cell(text, name), *line.cells[1:]])
            continue
        cells = [doubtful(cell) for cell in line.cells]
        found.append(line._replace(cells=cells))
    return found


def doubtful(cell: Cell) -> Cell:
    return cell._replace(name=Name("other")) if cell.name and cell.name.bare else cell


def in_section(lines: list[Line]) -> list[Line]:
    """医疗、失业等险种的一节里，没有写明养老的名称不算。"""
    found, other = [], False
    for line in lines:
        text = "".join(
            f"{cell.text}保险" if is_other_label(cell.text) else cell.text for cell in line.cells
        )
        ends_other, pension = insurance_in(text)
        if ends_other and not pension:
            other = True
        elif pension:
            other = False
        found.append(
            line._replace(cells=[of_other(cell) for cell in line.cells]) if other else line
        )
        if line.values:
            other = ends_other or (other and not pension)
    return found


def of_other(cell: Cell) -> Cell:
    return cell._replace(name=Name("other-insurance")) if cell.name else cell


# 一张表


def table_rows(lines: list[Line], place: int) -> list[Line]:
    """表头下面格数一样的各行。"""
    head = lines[place]
    if head.values or len(head.names) < 2:
        return []
    rows = []
    for line in lines[place + 1 :]:
        if line.names or not line.values or len(line.cells) != len(head.cells):
            break
        rows.append(line)
    return rows


def zipped(head: Line, row: Line) -> list[Pair]:
    """表里的一行；别的险种的不算，该是数的一格写着字的，是错了位，整行不算。"""
    whole = [
        (Spot(name, head), Spot(cell, row))
        for name, cell in zip(head.cells, row.cells)
        if name.name
    ]
    if any(is_other_label(cell.text) or of_section(cell.text) for cell in row.cells):
        return []
    if any(is_money(name) and not value.cell.is_value for name, value in whole):
        return [pair(name, None) for name, _ in whole]
    return [pair(name, value) for name, value in whole]


def of_section(text: str) -> bool:
    other, pension = insurance_in(text)
    return other and not pension


# 同一行


def runs_of(found: list[Spot]) -> list[list[Spot]]:
    """连着的名称一段，连着的数一段，按先后。"""
    runs: list[list[Spot]] = []
    for spot in found:
        if runs and runs[-1][-1].cell.is_value == spot.cell.is_value:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs


def is_money(spot: Spot) -> bool:
    """要读的金额的名称。"""
    name = spot.cell.name
    return name is not None and name.kind not in ("other", "other-insurance", "year")


def has_cents(run: list[Spot]) -> bool:
    return any("." in spot.cell.text for spot in run)


def is_reversed(runs: list[list[Spot]]) -> bool:
    """数可能写在名称前面：以金额开头的，或者最后的名称没有数的。"""
    if len(runs) < 2:
        return False
    first, last = runs[0], runs[-1]
    starts = first[0].cell.is_value and has_cents(first)
    return starts or any(map(is_money, last))


def matched(found: list[Spot], lone_last: bool) -> list[Pair]:
    """一段名称和后面的一段数：一样多的，按先后配；只有一个数的，配最后一个名称。"""
    runs = runs_of(found)
    if is_reversed(runs):
        return [pair(spot, None) for spot in found if spot.cell.name]
    if runs and runs[0][0].cell.is_value:
        runs = runs[1:]
    pairs = []
    for place in range(0, len(runs), 2):
        names, values = runs[place], runs[place + 1] if place + 1 < len(runs) else []
        if lone_last and len(values) == 1:
            pairs += [pair(name, None) for name in names[:-1]]
            names = names[-1:]
        if len(names) == len(values):
            pairs += [pair(*each) for each in zip(names, values)]
        else:
            pairs += [pair(name, None) for name in names]
    return pairs
