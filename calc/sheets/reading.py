"""读表：CSV、TSV 的文字或字节，认出编码和分隔的符号，一行一行地给。"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn

from calc.declaration import InputErrors

SAMPLE = 1_000_000  # 字节；看这么多，认出编码
LONGEST_LINE = 10_000_000
SAVE_AS = "在 Excel 或 WPS 里“另存为”，类型选“CSV UTF-8（逗号分隔）”，没有的选“CSV”，再打开那个文件"
# 开头的几个字节，是什么文件。
REFUSED = {
    b"PK\x03\x04": f"这是 Excel 工作簿（.xlsx）一类的文件，不是文字。{SAVE_AS}",
    b"\xd0\xcf\x11\xe0": f"这是旧的 Excel、WPS 工作簿（.xls、.et）一类的文件，不是文字。{SAVE_AS}",
    b"\xff\xfe": f"这是 UTF-16 编码的文字。{SAVE_AS}",
    b"\xfe\xff": f"这是 UTF-16 编码的文字。{SAVE_AS}",
}
ENCODINGS = {
    "utf-8": "文字的编码是 UTF-8。",
    "gb18030": "文字的编码认作 GB18030（GBK），看一看汉字对不对。",
}
QUOTED = re.compile(r'"[^"]*"?')
DELIMITERS = {"\t": "制表符", ",": "逗号", ";": "分号"}


@dataclass(frozen=True)
class Row:
    """一行。``number`` 是表格里的第几行，表头是第 1 行；``problem`` 是这一行读不成的原因。"""

    number: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """读出来的表；``rows`` 只能读一遍，空行不算。

    ``encoding`` 是 utf-8 或 gb18030，粘贴的没有；``split`` 是格与格之间的符号。
    """

    header: list[str]
    rows: Iterator[Row]
    encoding: str
    split: str


def refuse(message: str) -> NoReturn:
    raise InputErrors([{"field": None, "message": message}])


def lines_of_bytes(content: bytes) -> Iterator[bytes]:
    return iter(io.BytesIO(content))


def read_bytes(lines: Iterable[bytes]) -> Table:
    """读一个文件的各行。编码看开头的一段：是 UTF-8 就是 UTF-8，不是的再看 GB18030。"""
    rest = iter(lines)
    head: list[bytes] = []
    size = 0
    for each in rest:
        head.append(each)
        size += len(each)
        if size >= SAMPLE:
            break
    encoding = encoding_of(b"".join(head))
    return table_of(decoded(chain(head, rest), encoding), encoding)


def encoding_of(head: bytes) -> str:
    """开头的一段是什么编码；不是文字的不收。"""
    for start, message in REFUSED.items():
        if head.startswith(start):
            refuse(message)
    if b"\0" in head:
        refuse(f"这不是文字文件。{SAVE_AS}")
    with_mark = head.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8",) if with_mark else ENCODINGS:
        try:
            head.decode(encoding)
            return encoding
        except UnicodeDecodeError:
            pass
    refuse(f"认不出文字的编码，不是 UTF-8，也不是 GB18030。{SAVE_AS}")


def decoded(lines: Iterable[bytes], encoding: str) -> Iterator[str]:
    """一行一行地解码；苹果电脑旧的换行符也算换行。"""
    for number, each in enumerate(lines, 1):
        if len(each) > LONGEST_LINE:
            refuse(f"第 {number} 行太长，最多 {LONGEST_LINE:,} 个字节")
        try:
            text = each.decode(encoding)
        except UnicodeDecodeError:
            refuse(f"第 {number} 行的编码和前面的不一样，读不了。{SAVE_AS}")
        yield from io.StringIO(text, newline="")


def read_text(text: str) -> Table:
    """读粘贴的文字。"""
    return table_of(io.StringIO(text, newline=""), "")


def table_of(lines: Iterable[str], encoding: str) -> Table:
    rest = iter(lines)
    first = next((each for each in rest if each.strip("\ufeff \t,;\r\n")), "")
    first = first.removeprefix("\ufeff")
    bare = QUOTED.sub("", first)
    delimiter = next((sign for sign in DELIMITERS if sign in bare), ",")
    records = rows_of(chain([first], rest), delimiter)
    header = next(records, None)
    if header is None:
        refuse("表是空的")
    if header.problem:
        refuse(f"表头：{header.problem}")
    cells = list(map(str.strip, header.cells))
    while cells and not cells[-1]:
        cells.pop()
    split = f"格与格之间是{DELIMITERS[delimiter]}。" if len(cells) > 1 else "只有一列。"
    return Table(cells, records, encoding, split)


def rows_of(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """各行，空行跳过；引号写错的一行说出来，接着往下读。"""
    taken: list[str] = []

    def watched() -> Iterator[str]:
        for each in lines:
            taken.append(each)
            yield each

    reader = csv.reader(watched(), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = taken[0].rstrip("\r\n").split(delimiter)
            yield Row(number, cells, quote_problem(len(taken)))
        else:
            if any(map(str.strip, cells)):
                yield Row(number, cells)


def quote_problem(count: int) -> str:
    if count == 1:
        return "这一行的引号写法不对，或者一格里的字太多，没有读"
    return f"这一行有一个引号没有收尾，从它起的 {count:,} 行都没有读"
