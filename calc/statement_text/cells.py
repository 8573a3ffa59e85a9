"""账单的文字拆成一格一格：名称、金额、日期。证件、电话、卡号一类的数换成不再用的记号。"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from calc.months import YearMonth
from calc.statement_text.names import (
    FIRST_DATE,
    LAST_DATE,
    OTHER_INSURANCE,
    Name,
    is_fragment,
    name_of,
)
from calc.writing import narrow

Y, M, D = r"((?:19[5-9]|20[0-9])\d)", r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
ALONE, ENDED = r"(?<![\d.,])", r"(?!\d)"
WRITTEN = rf"{Y}\s*[年./-]\s*{M}\s*(?:月份?|(?=[^\d月]|$)|[./-])\s*(?:{D}\s*日?)?"
COMPACT = rf"{Y}(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])?"
TO = r"\s*(?:至|到|[-~—])+\s*"
RANGES = [re.compile(f"{ALONE}{each}{TO}{each}{ENDED}", re.ASCII) for each in (WRITTEN, COMPACT)]
SINGLES = [
    re.compile(rf"{ALONE}{Y}\s*年\s*{M}\s*月(?:\s*{D}\s*日)?", re.ASCII),
    re.compile(rf"{ALONE}{Y}[-/.]{M}[-/.]{D}{ENDED}", re.ASCII),
]
YEAR = re.compile(rf"{ALONE}{Y}\s*年", re.ASCII)
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?", re.ASCII)
SECRET = "\uf8ff"
# 证件、电话、卡号：夹着星号、字母的；三位以上一段用空格、横线隔开，一共十一位以上的整数。
MASKED = re.compile(r"[\dA-Za-z]*[*][\dA-Za-z*]*|[A-Za-z]+\d\w*|\d+[A-Za-z]\w*", re.ASCII)
DIGITS = re.compile(r"(?<![\d.,])\d{3,}(?:[ -]\d{3,})*(?!\d*[.,]?\d)", re.ASCII)
FEWEST_SECRET = 11
NUMBERING = re.compile(r"^\s*\d{1,2}(?:[、)）]|[.](?!\d))", re.ASCII)
NUMBER = re.compile(
    r"(?<![\d.,+-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?(?![.,]*\d)"
    r"(?!\s*(?:万|%|‰|个月|月|年|日|号|岁))",
    re.ASCII,
)
UNUSABLE = re.compile(rf"[-+]?\d[\d.,]*(?:万|%|‰|个月|月|年|日|号|岁)*|{SECRET}", re.ASCII)
MOST_WHOLE = 7  # 没有逗号和小数的，最多几位才当作金额
BLANK = re.compile(r"[-—/]+|无|空")
ONLY_DATE = re.compile("[\ue000-\ue0ff][度份]?")
WIDE_GAP = re.compile(r"\t|\||│|\s{2,}")
MARKS = re.compile(r"[:：=＝;；、。]|，|,(?!\d{3}(?!\d))|(?<!\d),")


class Cell(NamedTuple):
    """一格：字，认出的名称，金额。是数、但是不能用的，和空着的格，金额是 ``None``。"""

    text: str
    name: Name | None = None
    is_value: bool = False
    value: Decimal | None = None


class Line(NamedTuple):
    """一行：第几行，各格，写着的日期：("range", 起, 止)、("day", 年月)、("year", 年)。"""

    number: int
    cells: list[Cell]
    dates: list[tuple]

    @property
    def names(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.name]

    @property
    def values(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_value]

    @property
    def text(self) -> str:
        return "".join(cell.text for cell in self.cells)


def lines_of(text: str) -> list[Line]:
    lines = (line_of(number, raw) for number, raw in enumerate(text.splitlines(), 1))
    return [line for line in lines if line.cells]


def line_of(number: int, raw: str) -> Line:
    dates: list[tuple] = []
    text = with_dates(CLOCK.sub(" ", NUMBERING.sub("", narrow(raw))), dates)
    text = DIGITS.sub(hidden, MASKED.sub(SECRET, text))
    split = WIDE_GAP.split(text) if WIDE_GAP.search(text) else text.split()
    cells = [cell for part in split for cell in cells_of(part)]
    return Line(number, named(cells), dates)


def hidden(found: re.Match) -> str:
    digits = re.sub(r"\D", "", found[0])
    return found[0] if len(digits) < FEWEST_SECRET else SECRET


def with_dates(text: str, dates: list[tuple]) -> str:
    """日期换成记号：第几个日期就是第几个记号。"""

    def mark(date: tuple) -> str:
        dates.append(date)
        place = FIRST_DATE + len(dates) - 1
        return chr(place) if place <= LAST_DATE else SECRET

    def period(found: re.Match) -> str:
        year, month, _, last_year, last_month, _ = found.groups()
        start, end = YearMonth(int(year), int(month)), YearMonth(int(last_year), int(last_month))
        return f" {mark(('range', start, end))} "

    def day(found: re.Match) -> str:
        return mark(("day", YearMonth(int(found[1]), int(found[2]))))

    for pattern in RANGES:
        text = pattern.sub(period, text)
    for pattern in SINGLES:
        text = pattern.sub(day, text)
    return YEAR.sub(lambda found: mark(("year", int(found[1]))), text)


def cells_of(part: str) -> Iterator[Cell]:
    """一段里的字和数，按先后；整段是横线的，是空着的一格。"""
    if BLANK.fullmatch(part.strip()):
        yield Cell(part.strip(), is_value=True)
        return
    start = 0
    for found in NUMBER.finditer(part):
        yield from words_of(part[start : found.start()])
        yield Cell(found[0], is_value=True, value=amount_of(found[0]))
        start = found.end()
    yield from words_of(part[start:])


def words_of(text: str) -> Iterator[Cell]:
    """没有可用的数的一段字；夹着的不能用的数，是空着的格。"""
    start = 0
    for found in [*UNUSABLE.finditer(text), None]:
        end = len(text) if found is None else found.start()
        for word in MARKS.sub(" ", text[start:end]).split():
            if ONLY_DATE.fullmatch(word):
                yield Cell(word, is_value=True)
            elif re.search(r"[^\W_]|[\ue000-\ue0ff]", word) and word not in ("元", "¥", "￥"):
                yield Cell(word)
        if found is not None:
            yield Cell("", is_value=True)
            start = found.end()


def amount_of(text: str) -> Decimal | None:
    whole = text.replace(",", "")
    integer = whole == text and "." not in text
    too_long = len(text) > MOST_WHOLE or (text[0] == "0" and len(text) > 1)
    if (integer and too_long) or len(whole.partition(".")[0]) > 9:
        return None
    return Decimal(whole)


def named(cells: list[Cell]) -> list[Cell]:
    """认出名称：一行里认得出两个以上的，一格一个；不然，几格连起来是一个。"""
    found: list[Cell] = []
    run: list[Cell] = []
    for cell in [*cells, Cell("", is_value=True)]:
        if not cell.is_value:
            run.append(cell)
            continue
        found += named_run(run) if run else []
        found.append(cell)
        run = []
    return found[:-1]


def named_run(run: list[Cell]) -> list[Cell]:
    each = [cell._replace(name=name_of(cell.text)) for cell in run]
    if sum(cell.name is not None for cell in each) > 1 and not is_broken(each):
        return each
    for start in range(len(run)):
        text = "".join(cell.text for cell in run[start:])
        name = name_of(text)
        if name and (start == 0 or name.kind != "other"):
            if any(OTHER_INSURANCE.search(cell.text) for cell in run[:start]):
                name = Name("other-insurance")
            return [*run[:start], Cell(text, name)]
    return each


def is_broken(run: list[Cell]) -> bool:
    """有一格是前半截，后面一格只写着“累计储存额”：连起来才是一个名称。"""
    pairs = pairwise(run)
    return any(
        one.name is None and is_fragment(one.text) and other.name and other.name.bare
        for one, other in pairs
    )
