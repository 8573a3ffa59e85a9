"""命令行：``python -m calc list | run | batch``。

人看的输出默认是中文表格，``--json`` 给程序用。输入有误时退出状态为 2，``batch`` 有任何一行有误时
为 1，结果写不出去时为 3；读结果的一端先关了，不出声，为 1。
"""

import errno
import io
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import calc
from calc import sheets
from calc.units import typed, typed_cell
from calc.writing import quoted

FAILED, BAD_INPUT, UNWRITABLE = 1, 2, 3
LONGEST = 10_000_000
MOST_SHOWN = 20
UNREADABLE = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有权限",
}
FULL = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "用完了磁盘配额",
    errno.EFBIG: "超过了文件大小的限制",
    errno.EBADF: "标准输出关着",
}
UNCOMMON = re.compile("[^ -~、-】一-鿿！-～]")
# 分类上算看得见、其实看不见的字：填充字、变体选择符、盲文空格。
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)

USAGE = """用法：
  python -m calc list [--json]                                  列出计算器和输入项
  python -m calc run ID [名称=值 ...] [--json]                   计算一次
  python -m calc run ID --input 文件.json [--json]               从文件读输入，- 为标准输入
  python -m calc batch ID < 输入.jsonl > 结果.jsonl              一行一个输入，一行一个结果
  python -m calc batch ID --csv < 输入.csv > 结果.csv            表格：第一行是输入的名称或中文名

例：
  python -m calc run annual-interest opening_balance=100978.25 year=2021 annual_base=146616
"""


def main(words: list[str] | None = None, today: date | None = None) -> int:
    """运行一条命令，返回退出状态；读不进、写不出也用中文说，不中断。

    ``today`` 见 :func:`calc.run`；这里不读时钟。
    """
    escaped = "backslashreplace"
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, escaped), (sys.stderr, escaped)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        return command(list(sys.argv[1:] if words is None else words), today)
    except calc.InputErrors as wrong:
        complain(*wrong.errors)
        return BAD_INPUT
    except Unwritable as wrong:
        if wrong.errno == errno.EPIPE:
            return FAILED
        complain(problem(f"结果写不出去：{FULL.get(wrong.errno or 0, '写的时候出了错')}"))
        return UNWRITABLE


def command(words: list[str], today: date | None) -> int:
    if "-h" in words or "--help" in words:
        write(USAGE)
        return 0
    as_json = "--json" in words
    match [word for word in words if word != "--json"]:
        case ["list"]:
            return list_calculators(as_json)
        case ["run", id, *given]:
            return run_once(id, given, as_json, today)
        case ["batch", id] if not as_json:
            return run_batch(id, today)
        case ["batch", id, "--csv"] | ["batch", "--csv", id] if not as_json:
            return run_csv(id, today)
    write_errors(f"命令写法不对。\n{USAGE}")
    return BAD_INPUT


class Unwritable(Exception):
    """结果写不出去。"""

    def __init__(self, code: int | None):
        super().__init__()
        self.errno = code


def write(text: str, end: str = "\n") -> None:
    """写到标准输出，马上送出去。"""
    if sys.stdout is None:
        raise Unwritable(errno.EBADF)
    try:
        print(text, end=end, flush=True)
    except OSError as wrong:
        silence(sys.stdout)
        raise Unwritable(wrong.errno) from None


def write_errors(text: str) -> None:
    """写到标准错误；关着、满了就算了，不改退出状态。"""
    if sys.stderr is None:
        return
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def silence(stream) -> None:
    """写不出去的流改接到空设备，退出时不再为没有写完的字出声。"""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def problem(message: str, field: str | None = None) -> dict:
    return {"field": field, "message": message}


def complain(*errors: dict) -> None:
    """给人看的错误，一个一行。"""
    for error in errors:
        name = "" if error["field"] is None else f"{short(error['field'])}："
        write_errors(visible(f"{name}{error['message']}"))


def short(text: str, most: int = 60) -> str:
    return f"{text[:most]}…" if len(text) > most else text


def is_seen(letter: str) -> bool:
    """是不是看得见的字或空格；控制符、改变文字方向的符号都不是。"""
    printable = letter.isprintable() or unicodedata.category(letter) == "Zs"
    return printable and not UNSEEN.match(letter)


def visible(text: str, written=lambda letter: f"‹U+{ord(letter):04X}›") -> str:
    """终端里不能照原样写出的字，换一种写法。"""
    return UNCOMMON.sub(lambda found: found[0] if is_seen(found[0]) else written(found[0]), text)


def list_calculators(as_json: bool) -> int:
    calculators = [calc.calculator(id) for id in calc.calculator_ids()]
    write(to_json([describe(item) for item in calculators], 2) if as_json else listing(calculators))
    return 0


def listing(calculators: list[calc.Calculator]) -> str:
    lines = []
    for item in calculators:
        lines += [f"{item.id}  {item.title}", f"    {item.answers}"]
        for entry in item.inputs:
            accepted = codes(entry) or entry.kind.accepts
            lines.append(f"    {pad(entry.name, 18)} {entry.label}：{accepted}")
    return "\n".join(lines)


def codes(entry) -> str:
    """选项的代号和中文名，都能填。"""
    return "、".join(f"{value}（{label}）" for value, label in entry.kind.options)


def describe(item: calc.Calculator) -> dict:
    """计算器的声明，供程序和参考页使用。"""
    return {
        "id": item.id,
        "title": item.title,
        "answers": item.answers,
        "limits": list(item.limits),
        "inputs": [describe_input(entry) for entry in item.inputs],
        "exactly_one_of": [list(group.names) for group in item.one_of],
        "figures": [describe_figure(entry) for entry in item.figures],
        "tables": [describe_table(table) for table in item.tables],
    }


def describe_input(entry) -> dict:
    return {
        "name": entry.name,
        "label": entry.label,
        "term": entry.term,
        "accepts": entry.kind.accepts,
        "options": dict(entry.kind.options),
        "unit": entry.kind.unit,
        "help": entry.help,
        "required": entry.required,
        "default": entry.default,
    }


def describe_figure(entry) -> dict:
    return {"name": entry.name, "label": entry.label, "unit": entry.unit}


def describe_table(table) -> dict:
    columns = [column.__dict__ for column in table.columns]
    return {"name": table.name, "title": table.title, "columns": columns}


def run_once(id: str, words: list[str], as_json: bool, today: date | None) -> int:
    try:
        calc.calculator(id)
        answer = calc.run(id, given_in(words), today)
    except calc.InputErrors as wrong:
        answer = {"calculator": id, "errors": wrong.plain}
    failed = "errors" in answer
    if as_json:
        write(to_json(answer, 2))
    elif failed:
        complain(*answer["errors"])
    else:
        write(readable(answer))
    return BAD_INPUT if failed else 0


def given_in(words: list[str]) -> dict:
    """``名称=值`` 和 ``--input 文件`` 合在一起；两处都有的，以 ``名称=值`` 为准。"""
    if "--input" not in words:
        return pairs(words)
    place = words.index("--input")
    if place + 1 == len(words):
        raise calc.InputErrors([problem("--input 后面要写文件名，- 为标准输入")])
    return read_input(words[place + 1]) | pairs(words[:place] + words[place + 2 :])


def pairs(words: list[str]) -> dict:
    given, wrong = {}, []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            wrong.append(problem(f"{quoted(word)}不是“名称=值”的写法"))
        elif name in given:
            wrong.append(problem(f"{quoted(name)}写了不止一次", name))
        else:
            given[name], repeated = list_or_text(value)
            wrong += [problem(f"{quoted(key)}写了不止一次", name) for key in repeated]
    refuse(wrong)
    return given


def refuse(wrong: list[dict]) -> None:
    """有错就抛出；太多时只报前面的和还有几个。"""
    if len(wrong) > MOST_SHOWN:
        rest = f"还有 {len(wrong) - MOST_SHOWN:,} 处也写得不对，没有一一列出"
        wrong = [*wrong[:MOST_SHOWN], problem(rest)]
    if wrong:
        raise calc.InputErrors(wrong)


def list_or_text(value: str) -> tuple[object, list[str]]:
    """``[9,10]`` 这样的 JSON 读成列表，连同写了不止一次的键；不合格的照原样留给输入检查去说。"""
    try:
        if value.lstrip().startswith(("[", "{")):
            return loads(value)[:2]
    except (ValueError, RecursionError):
        pass
    return value, []


def read_input(place: str) -> dict:
    given = parse_json(read_text(place))
    if not isinstance(given, dict):
        raise calc.InputErrors([problem("输入文件里应当是一个 JSON 对象")])
    return given


def read_text(place: str) -> str:
    try:
        if place == "-":
            return not_too_long(standard_input().read(LONGEST + 1))
        with Path(place).open(encoding="utf-8") as file:
            return not_too_long(file.read(LONGEST + 1))
    except UnicodeDecodeError:
        reason = "不是 UTF-8 文字"
    except (OSError, ValueError) as wrong:
        known = (text for kind, text in UNREADABLE.items() if isinstance(wrong, kind))
        reason = next(known, "读取出错")
    raise calc.InputErrors([problem(f"读不了输入文件 {short(place, 200)}：{reason}")])


def standard_input():
    if sys.stdin is None:
        raise calc.InputErrors([problem("标准输入关着，没有可读的输入")])
    return sys.stdin


def not_too_long(text: str) -> str:
    if len(text) > LONGEST:
        raise calc.InputErrors([problem(f"输入太长，最多 {LONGEST:,} 个字")])
    return text


def parse_json(text: str):
    """读 JSON；不合格，或者有键写了不止一次，抛出 :class:`InputErrors`。"""
    try:
        value, repeated, own = loads(text)
    except (ValueError, RecursionError):
        start = text.strip()[:40] or "空行"
        raise calc.InputErrors([problem(f"不是合格的 JSON：{start}")]) from None
    refuse([problem(f"{quoted(key)}写了不止一次", key if key in own else None) for key in repeated])
    return value


def loads(text: str) -> tuple[object, list[str], set[str]]:
    """读 JSON，数字按原样保留为文字，不经过浮点。

    返回值、写了不止一次的键、其中属于最外层对象的。
    """
    repeated: dict[str, None] = {}
    own: set[str] = set()

    def once(pairs: list[tuple[str, object]]) -> dict:
        nonlocal own
        found = dict(pairs)
        counts = Counter(key for key, _ in pairs) if len(found) < len(pairs) else {}
        own = {key for key, count in counts.items() if count > 1}
        repeated.update(dict.fromkeys(own))
        return found

    value = json.loads(
        text.removeprefix("\ufeff"),
        parse_float=str,
        parse_int=str,
        parse_constant=refuse_constant,
        object_pairs_hook=once,
    )
    return value, list(repeated), own if isinstance(value, dict) else set()


def refuse_constant(name: str):
    raise ValueError(name)


def run_batch(id: str, today: date | None) -> int:
    """逐行读、算、写，不积累；返回 0 或 1。"""
    calc.calculator(id)
    status = 0
    for line in lines_of(standard_input()):
        try:
            answer = calc.run(id, parse_json(not_too_long(line)), today)
        except calc.InputErrors as wrong:
            answer = {"calculator": id, "errors": wrong.plain}
        status = FAILED if "errors" in answer else status
        write(to_json(answer))
    return status


def run_csv(id: str, today: date | None) -> int:
    """表格：逐行读、算、写，不积累。编码、没有认出的列，说在标准错误上；返回 0 或 1。"""
    calc.calculator(id)
    table = sheets.read_bytes(lines_of(standard_input().buffer))
    sheet = sheets.open_sheet(id, table)
    if table.encoding != "utf-8":
        write_errors(sheets.ENCODINGS[table.encoding])
    for note in sheet.columns.notes:
        write_errors(visible(note))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    write(sheets.BOM + sheets.line(sheet.heading), "")
    status = 0
    for row in table.rows:
        answer = sheet.answer(row, today)
        status = FAILED if answer[-1] else status
        write(sheets.line(answer), "")
    return status


def lines_of(stream) -> Iterator:
    """一行一行地读文字或字节；太长的行只留开头，够看出它太长。"""
    try:
        while line := stream.readline(LONGEST + 1):
            yield line
            while len(line) > LONGEST and line[-1:] not in ("\n", b"\n"):
                line = stream.readline(LONGEST + 1)
    except (OSError, ValueError):
        raise calc.InputErrors([problem("标准输入读不了")]) from None


def to_json(value, indent: int | None = None) -> str:
    """写成 JSON；看不见的字用 JSON 的转义，读回来还是原样。"""
    return visible(json.dumps(value, ensure_ascii=False, indent=indent), json_escape)


def json_escape(letter: str) -> str:
    if letter == "\n":
        return letter
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def pad(text: str, size: int) -> str:
    """按终端里的显示宽度补空格；汉字占两格。"""
    return text + " " * (size - width(text))


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def readable_table(table, rows: list[dict]) -> list[str]:
    cells = [[column.label for column in table.columns]]
    cells += [[typed_cell(row[column.name], column) for column in table.columns] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells)]
    lines = ("  ".join(pad(text, size) for text, size in zip(row, widths)) for row in cells)
    return ["", table.title, *(f"  {line}".rstrip() for line in lines)]


def readable_step(number: int, step: dict) -> list[str]:
    heading = f"  {number}. {step['label']} ＝ {step['value']}"
    return [heading, f"     {step['formula']}", f"     {step['numbers']}"]


def readable_source(source: dict) -> str:
    name = f"{source['title']} {source['number']}".strip()
    return f"  · {name}（{source['issuer']}；核对于 {source['checked']}）"


def readable(answer: dict) -> str:
    item = calc.calculator(answer["calculator"])
    lines = [item.title, ""]
    for figure, value in item.listed_figures(answer):
        lines.append(f"  {pad(figure.label, 30)}{typed(value, figure)}")
    for table, rows in item.listed_tables(answer):
        lines += readable_table(table, rows) if table.opened else []
    lines += ["", "计算过程"]
    for number, step in enumerate(answer["steps"], 1):
        lines += readable_step(number, step)
    lines += ["", "说明", *(f"  · {note}" for note in answer["notes"]), "", "依据"]
    lines += map(readable_source, answer["sources"])
    return "\n".join(map(visible, lines))
