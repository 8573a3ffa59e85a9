"""命令行：``python -m calc list | run | batch``。

人看的输出默认是中文表格，``--json`` 给程序用。输入有误时退出状态为 2，``batch`` 有任何一行有误时为 1。
"""

import json
import sys
import unicodedata
from pathlib import Path

import calc
from calc.html import shown

BAD_INPUT = 2
UNREADABLE = {FileNotFoundError: "没有这个文件", IsADirectoryError: "这是一个文件夹", PermissionError: "没有权限"}


USAGE = """用法：
  python -m calc list [--json]                                  列出计算器和输入项
  python -m calc run ID [名称=值 ...] [--json]                   计算一次
  python -m calc run ID --input 文件.json [--json]               从文件读输入，- 为标准输入
  python -m calc batch ID < 输入.jsonl > 结果.jsonl              一行一个输入，一行一个结果

例：
  python -m calc run annual-interest opening_balance=100978.25 year=2021 annual_base=146616
"""


def main(words: list[str] | None = None) -> int:
    """运行一条命令，返回退出状态。"""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors=errors)
    words = list(sys.argv[1:] if words is None else words)
    if "-h" in words or "--help" in words:
        print(USAGE)
        return 0
    as_json = "--json" in words
    match [word for word in words if word != "--json"]:
        case ["list"]:
            return list_calculators(as_json)
        case ["run", id, *given]:
            return run_once(id, given, as_json)
        case ["batch", id] if not as_json:
            return run_batch(id)
    print(f"命令写法不对。\n{USAGE}", file=sys.stderr)
    return BAD_INPUT


def list_calculators(as_json: bool) -> int:
    calculators = [calc.calculator(id) for id in calc.calculator_ids()]
    if as_json:
        print(to_json([describe(item) for item in calculators]))
        return 0
    for item in calculators:
        print(f"{item.id}  {item.title}\n    {item.answers}")
        for entry in item.inputs:
            print(f"    {pad(entry.name, 18)} {entry.label}：{codes(entry) or entry.kind.accepts}")
    return 0


def codes(entry) -> str:
    """选项的代号和中文名，都能填。"""
    return "、".join(f"{value}（{label}）" for value, label in getattr(entry.kind, "options", ()))


def describe(item: calc.Calculator) -> dict:
    """计算器的声明，供程序和参考页使用。"""
    return {
        "id": item.id,
        "title": item.title,
        "answers": item.answers,
        "limits": list(item.limits),
        "inputs": [
            {
                "name": entry.name,
                "label": entry.label,
                "term": entry.term,
                "accepts": entry.kind.accepts,
                "options": dict(getattr(entry.kind, "options", ())),
                "unit": entry.kind.unit,
                "help": entry.help,
                "required": entry.required,
                "default": entry.default,
            }
            for entry in item.inputs
        ],
        "exactly_one_of": [list(group.names) for group in item.one_of],
        "figures": [{"name": entry.name, "label": entry.label, "unit": entry.unit} for entry in item.figures],
        "tables": [
            {"name": table.name, "title": table.title, "columns": [column.__dict__ for column in table.columns]}
            for table in item.tables
        ],
    }


def run_once(id: str, words: list[str], as_json: bool) -> int:
    try:
        answer = calc.run(id, given_in(words))
    except calc.InputErrors as wrong:
        answer = {"calculator": id, "errors": wrong.errors}
    failed = "errors" in answer
    if as_json:
        print(to_json(answer))
    elif failed:
        for error in answer["errors"]:
            print(f"{error['field']}：{error['message']}" if error["field"] else error["message"], file=sys.stderr)
    else:
        print(readable(answer))
    return BAD_INPUT if failed else 0


def given_in(words: list[str]) -> dict:
    """``名称=值`` 和 ``--input 文件`` 合在一起；两处都有的，以 ``名称=值`` 为准。"""
    if "--input" not in words:
        return pairs(words)
    place = words.index("--input")
    if place + 1 == len(words):
        raise calc.InputErrors([{"field": None, "message": "--input 后面要写文件名，- 为标准输入"}])
    return read_input(words[place + 1]) | pairs(words[:place] + words[place + 2 :])


def pairs(words: list[str]) -> dict:
    given, problems = {}, calc.declaration.Problems()
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            problems.add(None, f"“{word}”不是“名称=值”的写法")
        elif name in given:
            problems.add(name, f"“{name}”写了不止一次")
        else:
            given[name] = list_or_text(value)
    if problems.errors:
        raise calc.InputErrors(problems.errors)
    return given


def list_or_text(value: str):
    """``[9,10]`` 这样的 JSON 读成列表；不合格的照原样留给输入检查去说。"""
    try:
        return parse_json(value) if value.lstrip().startswith(("[", "{")) else value
    except calc.InputErrors:
        return value


def read_input(place: str) -> dict:
    try:
        text = (sys.stdin.read() if sys.stdin else "") if place == "-" else Path(place).read_text("utf-8")
    except UnicodeDecodeError:
        raise calc.InputErrors([{"field": None, "message": f"读不了输入文件 {place}：不是 UTF-8 文字"}]) from None
    except (OSError, ValueError) as wrong:
        reason = next((words for kind, words in UNREADABLE.items() if isinstance(wrong, kind)), "读取出错")
        raise calc.InputErrors([{"field": None, "message": f"读不了输入文件 {place}：{reason}"}]) from None
    given = parse_json(text)
    if not isinstance(given, dict):
        raise calc.InputErrors([{"field": None, "message": "输入文件里应当是一个 JSON 对象"}])
    return given


def parse_json(text: str):
    """读 JSON；数字按原样保留为文字，不经过浮点。"""
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_float=str, parse_int=str, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise calc.InputErrors([{"field": None, "message": f"不是合格的 JSON：{text.strip()[:40] or '空行'}"}]) from None


def refuse_constant(name: str):
    raise ValueError(name)


def run_batch(id: str) -> int:
    """逐行读、算、写，不积累；返回 0 或 1。"""
    failed = False
    for line in sys.stdin or ():
        try:
            answer = calc.run(id, parse_json(line))
        except calc.InputErrors as wrong:
            answer = {"calculator": id, "errors": wrong.errors}
        failed |= "errors" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return int(failed)


def to_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def pad(text: str, size: int) -> str:
    """按终端里的显示宽度补空格；汉字占两格。"""
    return text + " " * (size - width(text))


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def in_words(value, item) -> str:
    """一个数，给人看；金额不加千位逗号，便于复制。"""
    if item.unit in ("yuan", "product"):
        return f"{value} 元" if item.unit == "yuan" else str(value)
    return shown(value, item.unit, item.options)


def readable_table(table, rows: list[dict]) -> list[str]:
    cells = [[column.label for column in table.columns]]
    cells += [["—" if row[column.name] is None else in_words(row[column.name], column).removesuffix(" 元") for column in table.columns] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells)]
    return ["", table.title, *("  " + "  ".join(pad(text, size) for text, size in zip(row, widths)).rstrip() for row in cells)]


def readable(answer: dict) -> str:
    item = calc.calculator(answer["calculator"])
    lines = [item.title, ""]
    for figure in item.figures:
        value = answer["figures"][figure.name]
        if value is not None and not figure.data:
            lines.append(f"  {pad(figure.label, 30)}{in_words(value, figure)}")
    for table, entry in zip(item.tables, answer["tables"]):
        lines += readable_table(table, entry["rows"]) if table.opened and entry["rows"] else []
    lines += ["", "计算过程"]
    for number, step in enumerate(answer["steps"], 1):
        lines += [f"  {number}. {step['label']} ＝ {step['value']}", f"     {step['formula']}", f"     {step['numbers']}"]
    lines += ["", "说明", *(f"  · {note}" for note in answer["notes"]), "", "依据"]
    for source in answer["sources"]:
        name = f"{source['title']} {source['number']}".strip()
        lines.append(f"  · {name}（{source['issuer']}；核对于 {source['checked']}）")
    return "\n".join(lines)
