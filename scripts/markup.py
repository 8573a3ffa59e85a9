"""本站的 Markdown 扩展：算例、参数表、依据清单、行内数值，以及对 ``{!…!}`` 的检查。

页面里的写法::

    ```calc annual-interest        一个算例：输入和应得的数
    ```parameter crediting_rate    一张由参数生成的表
    ```sources                     本页的依据，一行一个：id | 说明
    {{crediting_rate 2021}}        一个数值；{{source social-insurance-law}} 一份文件

写错的地方让建站失败，并说出文件和行号。
"""

import itertools
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

import calc
from calc import html
from calc.parameters import load, parameter, source, sources

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FRAGMENTS = DOCS / "fragments"

FENCE = re.compile(r"(?P<ticks>`{3,})(?P<info>[^`]*)|(?P<tildes>~{3,})(?P<words>.*)")
MACRO = re.compile(r"`[^`]*`|\{\{ *(?P<name>[\w-]+)(?: +(?P<argument>[\w-]+))? *\}\}")
ALLOWED_INCLUDE = re.compile(r"\{!(?P<path>\w[\w-]*(?:/\w[\w-]*)*\.md)!\}")
CODE_SPAN = re.compile(r"(`+)[^`]*\1")
RAW_HTML = re.compile(r"<(?!https?://)[a-zA-Z/!?]")
MISPLACED_BLOCK = re.compile(r"[\s>*+\-\d.]*[`~]{3,}[\s{.]*(calc|parameter|sources|reference)\b", re.I)
ACTIVE = re.compile(r"javascript:|!\[[^\]]*\]\(\s*(https?:)?//|\bon[a-z]+\s*=", re.I)
INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
ASSETS = {".css", ".mjs", ".png"}


class MarkupError(Exception):
    """页面里的写法有误。``problems`` 是 (行, 说明)，行从 0 起，相对所给文字。"""

    def __init__(self, problems: list[tuple[int, str]]):
        super().__init__("\n".join(message for _, message in problems))
        self.problems = problems


@dataclass(frozen=True)
class Block:
    """一个围栏代码块。``line`` 是开头那一行，从 0 起。"""

    kind: str
    argument: str
    lines: tuple[str, ...]
    line: int

    @property
    def end(self) -> int:
        return self.line + len(self.lines) + 2


def fenced_blocks(lines: list[str]) -> list[Block]:
    """所有围栏代码块，按出现的先后；外层围栏里的内容不再拆开。"""
    blocks, number = [], 0
    while number < len(lines):
        opening = FENCE.fullmatch(lines[number].rstrip())
        if not opening:
            number += 1
            continue
        ticks = opening["ticks"] or opening["tildes"]
        words = (opening["info"] or opening["words"] or "").split()
        body = []
        for text in lines[number + 1 :]:
            closing = text.strip()
            if closing.startswith(ticks) and set(closing) == {ticks[0]}:
                break
            body.append(text)
        else:
            raise MarkupError([(number, f"{ticks} 开了头，后面没有收尾")])
        blocks.append(Block(words[0] if words else "", " ".join(words[1:]), tuple(body), number))
        number += len(body) + 2
    return blocks


@dataclass(frozen=True)
class Example:
    """一个算例：计算器、输入、应得的数，以及各项所在的行（相对围栏开头）。"""

    id: str
    inputs: dict
    expect: dict
    lines: dict


def read_example(block: Block) -> Example:
    text = "\n".join(block.lines)
    try:
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        data = yaml.load(text, Loader=yaml.BaseLoader) or {}
    except (yaml.YAMLError, RecursionError) as wrong:
        line = wrong.problem_mark.line + 1 if getattr(wrong, "problem_mark", None) else 0
        raise MarkupError([(line, "算例的写法不对，应当是“名称: 值”，冒号后有空格")]) from None
    parts = sorted(name.value for name, _ in tree.value) if isinstance(data, dict) and data else []
    if parts != ["expect", "inputs"] or not all(data[part] and isinstance(data[part], dict) for part in parts):
        raise MarkupError([(0, "算例应当有 inputs 和 expect 两部分，expect 至少写一个应得的数")])
    lines, problems = {}, []
    for part, mapping in tree.value:
        for name, _ in mapping.value:
            place = (part.value, name.value)
            if place in lines:
                problems.append((name.start_mark.line + 1, f"{name.value} 写了不止一次"))
            lines[place] = name.start_mark.line + 1
    if problems:
        raise MarkupError(problems)
    return Example(block.argument, data["inputs"], data["expect"], lines)


def compute_example(example: Example) -> dict:
    """计算并核对；不符时抛出 :class:`MarkupError`。"""
    answer = calc.run(example.id, example.inputs)
    if "errors" in answer:
        problems = [
            (example.lines.get(("inputs", error["field"]), 0), f"{error['field'] or example.id}：{error['message']}")
            for error in answer["errors"]
        ]
        raise MarkupError(problems)
    problems = []
    for name, expected in example.expect.items():
        line = example.lines["expect", name]
        if name not in answer["figures"]:
            problems.append((line, f"没有 {name} 这个结果；可用的有：{'、'.join(answer['figures'])}"))
        elif str(answer["figures"][name]) != expected:
            problems.append((line, f"{name} 写的是 {expected}，计算得 {answer['figures'][name]}"))
    if problems:
        raise MarkupError(problems)
    return answer


def calc_html(block: Block, first: bool) -> str:
    example = read_example(block)
    answer = compute_example(example)
    card = html.card(calc.calculator(example.id), example.inputs, answer, f"c{block.line}", first)
    return f"<div>{card}</div>"


def parameter_html(block: Block, _) -> str:
    """参数表：先是各年的数值，再是每一年的来源和不同的说法。"""
    item = known_parameter(block.argument)
    values = list(reversed(item.values))
    rows = "".join(
        f'<tr><th scope="row">{period_text(value)}</th><td>{percent_text(value, item)}</td><td>{standing(value)}</td></tr>'
        for value in values
    )
    proofs = "".join(f"<li><b>{period_text(value)}，{percent_text(value, item)}</b><br>{evidence(value)}</li>" for value in values)
    checked = html.chinese_date(min(value.checked for value in values).isoformat())
    return (
        f'<div><table class="calc-rows calc-parameter"><thead><tr><th scope="col">年份</th><th scope="col">{item.label}</th>'
        f'<th scope="col">核实情况</th></tr></thead><tbody>{rows}</tbody></table><p class="calc-asof">核对于 {checked}。</p>'
        f"<details><summary>每一年的来源和不同的说法</summary><ul>{proofs}</ul></details></div>"
    )


def standing(value) -> str:
    known = "读过公布的通知" if value.published else "多处转引一致" if value.confidence == "verified" else "未经官方来源核实"
    return f"{known}；有不同的说法" if value.disputed else known


def period_text(value) -> str:
    first, last = value.start, value.end
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year} 年"
    return f"{html.chinese_date(first.isoformat()) if first else '此前'}{'至' + html.chinese_date(last.isoformat()) if last else '起'}"


def percent_text(value, item) -> str:
    return f"{value.value}%" if item.unit == "percent" else str(value.value)


def evidence(value) -> str:
    documents = "、".join(f"{source(key).title}{source(key).number}" for key in value.sources)
    if value.published:
        documents += f"，{html.chinese_date(value.published.isoformat())}"
    lines = [f"依据：{documents}。" if value.published else f"公布的依据：{documents}，其中没有这个数。"]
    lines += [f"数值见：{value.seen}。"] if value.seen else []
    lines += [value.note] if value.note else []
    lines += [f"不同的说法：{value.disputed}"] if value.disputed else []
    return "<br>".join(html.escape(line) for line in lines)


def sources_html(block: Block, _) -> str:
    rows, problems = [], []
    for number, line in enumerate(block.lines, 1):
        key, _, note = (part.strip() for part in line.partition("|"))
        if not key:
            continue
        try:
            rows.append(html.source_line(source(key).as_dict()) + (f"：{html.escape(note)}" if note else ""))
        except KeyError:
            problems.append((number, f"没有登记 {key} 这个来源；来源登记在 calc/parameters/sources.toml"))
    if problems:
        raise MarkupError(problems)
    return html.listing("calc-basis", rows)


def reference_html(block: Block, _) -> str:
    """所有计算器的输入和结果，由声明写成。"""
    return f"<div>{''.join(reference_of(calc.calculator(id)) for id in calc.calculator_ids())}</div>"


def reference_of(item) -> str:
    inputs = "".join(reference_row(entry.name, entry.label, input_facts(item, entry)) for entry in item.inputs)
    figures = "".join(reference_row(entry.name, entry.label, figure_facts(entry)) for entry in item.figures)
    tables = "".join(
        reference_row(f"{table.name}[]", table.title, [f"每行：{'、'.join(f'{column.name}（{column.label}）' for column in table.columns)}"])
        for table in item.tables
    )
    return (
        f'<h2 id="{item.id}">{html.escape(item.title)} <code>{item.id}</code></h2><p>{html.escape(item.answers)}</p>'
        f"<h3>输入</h3><dl>{inputs}</dl><h3>结果</h3><dl>{figures}{tables}</dl>"
    )


def reference_row(name: str, label: str, facts: list[str]) -> str:
    words = "。".join(html.escape(fact.rstrip("。")) for fact in facts if fact)
    return f"<dt><code>{name}</code> {html.escape(label)}</dt><dd>{words}</dd>"


def input_facts(item, entry) -> list[str]:
    group = next((group for group in item.one_of if entry.name in group.names), None)
    when = f"{entry.shown_when[0]} 为 {entry.shown_when[1].replace(' ', '、')} 时才用" if entry.shown_when else ""
    need = "必填" if entry.required else f"不填是 {entry.default}" if entry.default else f"与 {'、'.join(group.names)} 恰好填一个" if group else "可以不填"
    return [entry.kind.accepts, need, when, f"法定术语：{entry.term}" if entry.term else ""]


def figure_facts(entry) -> list[str]:
    codes = "、".join(f"{value}（{label}）" for value, label in entry.options)
    return [codes or UNITS.get(entry.unit, ""), entry.help]


UNITS = {"yuan": "元，两位小数", "months": "月数", "years": "年数", "percent": "百分号前面的数", "month": "年月", "date": "年月日", "product": "元·月"}
BLOCKS = {"calc": calc_html, "parameter": parameter_html, "sources": sources_html, "reference": reference_html}


def known_parameter(name: str):
    try:
        if name == "sources":
            raise FileNotFoundError
        return parameter(name)
    except (FileNotFoundError, KeyError):
        raise MarkupError([(0, f"没有 {name} 这个参数；参数在 calc/parameters/")]) from None


def macro_text(name: str, argument: str) -> str:
    if name == "source":
        try:
            found = source(argument)
        except KeyError:
            raise MarkupError([(0, f"没有登记 {argument} 这个来源")]) from None
        return f"[{found.title}]({found.url})" if found.url else found.title
    item = known_parameter(name)
    if not re.fullmatch(r"[12]\d{3}", argument or ""):
        raise MarkupError([(0, f"{name} 后面应当写年份，如 {{{{{name} 2021}}}}")])
    value = item.at(date(int(argument), 1, 1))
    if value is None:
        raise MarkupError([(0, f"{argument} 年的{item.label}没有收录")])
    return percent_text(value, item)


def expand_macros(line: str) -> str:
    expanded = MACRO.sub(lambda found: macro_text(found["name"], found["argument"]) if found["name"] else found[0], line)
    if "{{" in CODE_SPAN.sub("", expanded):
        raise MarkupError([(0, "双花括号的写法不对，应当像 {{crediting_rate 2021}}")])
    return expanded


def check_line(line: str) -> None:
    """代码块之外的一行：不写 HTML（它能带进脚本），算例等代码块不缩进（缩进了就不会计算）。"""
    if MISPLACED_BLOCK.match(line):
        raise MarkupError([(0, "calc、parameter、sources、reference 代码块要顶格写，不能放在列表、引用和提示框里")])
    words = CODE_SPAN.sub("", line)
    found = RAW_HTML.search(words)
    if found:
        raise MarkupError([(0, f"页面里不能写 HTML：{words[found.start():][:20]}")])
    if ACTIVE.search(words):
        raise MarkupError([(0, "页面里不能写脚本、事件和别处的图片")])
    if INVISIBLE.search(line):
        raise MarkupError([(0, "这一行有看不见的字符，可能是从别处粘贴来的，请重新输入")])


def expand(lines: list[str]) -> list:
    """展开一页：返回 Markdown 行和 (HTML,) 元组交错的列表。所有错误一次抛出。"""
    output, problems, number = [], [], 0
    blocks = {block.line: block for block in fenced_blocks(lines)}
    while number < len(lines):
        block = blocks.get(number)
        try:
            if block is None:
                check_line(lines[number])
                output.append(expand_macros(lines[number]))
            elif block.kind not in BLOCKS and MISPLACED_BLOCK.match(INVISIBLE.sub("", lines[number])):
                raise MarkupError([(0, "calc、parameter、sources、reference 应当小写，紧跟在围栏后面，不加花括号")])
            elif block.kind in BLOCKS:
                first = not any(other.kind == block.kind for other in blocks.values() if other.line < number)
                output.append((BLOCKS[block.kind](block, first),))
            else:
                output += lines[block.line : block.end]
        except MarkupError as wrong:
            problems += [(number + line, message) for line, message in wrong.problems]
        number = block.end if block else number + 1
    if problems:
        raise MarkupError(problems)
    return output


def check_includes(lines: list[str], fragment: bool = False) -> None:
    """``{!…!}`` 要独占一行，只能是 docs/fragments/ 里现有的 .md，相对路径，不含 ``..``，不经过符号链接。

    markdown-include 展开后会把前后的文字接起来再找一遍，所以片段里不能再引用，一行里也不能有别的字。
    """
    problems = []
    for number, line in enumerate(lines):
        if "{!" not in line and "!}" not in line:
            continue
        allowed = ALLOWED_INCLUDE.fullmatch(line.strip())
        target = FRAGMENTS / allowed["path"] if allowed and not fragment else None
        if target is None or not target.is_file() or not target.resolve().is_relative_to(FRAGMENTS.resolve()):
            where = "片段里不能再引用" if fragment else "引用要独占一行，只能是 docs/fragments/ 里现有的 .md 文件，如 {!name.md!}"
            problems.append((number, f"{line.strip()[:60]}：{where}"))
    if problems:
        raise MarkupError(problems)


def check_page(path: Path) -> list[str]:
    """一个 Markdown 文件里的错误，写成 ``docs/页面.md:行: 说明``。"""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        return [f"{path.relative_to(ROOT)}:1: 不是 UTF-8 文字"]
    fragment, found = path.is_relative_to(FRAGMENTS), []
    for check in (lambda lines: check_includes(lines, fragment), expand):
        try:
            check(lines)
        except MarkupError as wrong:
            found += [f"{path.relative_to(ROOT)}:{line + 1}: {message}" for line, message in wrong.problems]
    return found


def check_files() -> list[str]:
    """docs/ 里不该有的文件：符号链接能把这台机器上的文件带进网站，别的文件会原样发布。"""
    found = []
    for path in sorted(DOCS.rglob("*")):
        published = path.suffix in (ASSETS if path.is_relative_to(DOCS / "assets") else {".md"})
        if path.is_symlink():
            found.append(f"{path.relative_to(ROOT)}:1: 不能是符号链接")
        elif path.is_file() and not published:
            found.append(f"{path.relative_to(ROOT)}:1: docs/ 里只放 .md，docs/assets/ 里只放 {'、'.join(sorted(ASSETS))}")
    return found


def read_parameters(name: str) -> None:
    """逐个读一遍：目录、按日期的参数，或计算器自己的表。"""
    if name == "sources":
        sources()
    elif "values" in load(name):
        parameter(name)


def check_parameters() -> list[str]:
    """calc/parameters/ 里读不懂的文件。"""
    found = []
    for path in sorted((ROOT / "calc" / "parameters").glob("*.toml")):
        try:
            read_parameters(path.stem)
        except (ValueError, TypeError, KeyError, ArithmeticError) as wrong:
            found.append(f"{path.relative_to(ROOT)}: 写法不对：{type(wrong).__name__} {wrong}")
    return found


def check_all() -> list[str]:
    """页面和参数里的所有错误。"""
    first = check_files() + check_parameters()
    return first or [problem for path in sorted(DOCS.rglob("*.md")) for problem in check_page(path)]


def all_examples() -> list[Example]:
    """所有页面的算例，按文件和先后。"""
    pages = (path.read_text("utf-8").splitlines() for path in sorted(DOCS.rglob("*.md")))
    return [read_example(block) for lines in pages for block in fenced_blocks(lines) if block.kind == "calc"]


def located(lines: list[str], problem: tuple[int, str]) -> str:
    """在 docs/ 里找出错的那一行，说出文件和行号。

    扩展不知道自己在哪一页，页首和片段又会让行数变化，所以找上文相同的行数最多的地方。
    """
    line, message = problem
    alike = {}
    for path in sorted(DOCS.rglob("*.md")):
        here = path.read_text("utf-8").splitlines()
        for number, text in enumerate(here):
            if text.rstrip() == lines[line].rstrip():
                pairs = zip(reversed(here[:number]), reversed(lines[:line]))
                same = itertools.takewhile(lambda pair: pair[0].rstrip() == pair[1].rstrip(), pairs)
                alike[f"{path.relative_to(ROOT)}:{number + 1}"] = sum(1 for _ in same)
    best = max(alike.values(), default=0)
    places = [place for place, length in alike.items() if length == best]
    return f"{'、'.join(places[:3])}: {message}"


class GuardIncludes(Preprocessor):
    """在 markdown-include 之前运行；片段里的引用一并检查，因为它会继续展开。"""

    def run(self, lines):
        if check_files():
            raise SystemExit("\n".join(check_files()))
        for path in FRAGMENTS.rglob("*.md"):
            stop_on_error(lambda text: check_includes(text, fragment=True), path.read_text("utf-8").splitlines())
        return stop_on_error(check_includes, lines) or lines


class ExpandBlocks(Preprocessor):
    def run(self, lines):
        output = []
        for part in stop_on_error(expand, lines):
            output += ["", self.md.htmlStash.store(part[0]), ""] if isinstance(part, tuple) else [part]
        return output


def stop_on_error(work, lines: list[str]):
    try:
        return work(lines)
    except MarkupError as wrong:
        raise SystemExit("\n".join(located(lines, problem) for problem in wrong.problems)) from None


class SiteMarkup(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(GuardIncludes(md), "calc_includes", 200)
        md.preprocessors.register(ExpandBlocks(md), "calc_blocks", 27)


def makeExtension(**options):
    return SiteMarkup(**options)


if __name__ == "__main__":
    problems = check_all()
    print("\n".join(problems), file=sys.stderr)
    sys.exit(bool(problems))
