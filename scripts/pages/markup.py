"""本站的 Markdown 扩展：算例、参数表、依据清单、行内数值；建站以前查页面、参数表和文件。

页面里的写法::

    ```calc annual-interest        一个算例：输入和应得的数
    ```parameter crediting_rate    一张由参数生成的表；别的代码块见 scripts.pages.blocks
    ```sources                     本页的依据，一行一个：id | 说明
    {{crediting_rate 2021}}        一个数值；{{source social-insurance-law}} 一份文件
    {{retirement_ages flexible_months years}}    表里的一项，月数写成几年

写错的地方让建站失败，并说出文件和行号。收哪些写法，见 scripts.checks.grammar。
"""

import itertools
import re
import struct
import sys
import xml.etree.ElementTree as etree
import zlib
from pathlib import Path

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from mkdocs.exceptions import Abort
from pymdownx.slugs import slugify

from calc import html
from calc.parameters import load
from scripts.checks import grammar, proofread, shapes
from scripts.checks.allowed import ICON_SHAPE
from scripts.pages.blocks import (
    BLOCKS,
    DOCS,
    FOLDED,
    ROOT,
    Block,
    Example,
    MarkupError,
    expand_macros,
    fenced_blocks,
    read_example,
    term_problems,
    terms,
)

FRAGMENTS = DOCS / "fragments"
PARAMETERS = ROOT / "calc" / "parameters"
MOST_FILES = 400
MOST_SHOWN = 20
# docs/assets/ 里的文件，一个不多。
PUBLISHED_ASSETS = {
    "assets/icon.svg",
    "assets/screenshot.png",
    "assets/calc/batch/batch.mjs",
    "assets/calc/batch/batches.mjs",
    "assets/calc/batch/file.mjs",
    "assets/calc/batch/loader.mjs",
    "assets/calc/batch/tables.mjs",
    "assets/calc/batch/words.mjs",
    "assets/share.png",
    "assets/calc/calc.css",
    "assets/calc/calc.mjs",
    "assets/calc/copy.mjs",
    "assets/calc/early-storage.js",
    "assets/calc/early.js",
    "assets/calc/elements.mjs",
    "assets/calc/engine/download.mjs",
    "assets/calc/engine/engine.mjs",
    "assets/calc/engine/modes.mjs",
    "assets/calc/engine/reasons.mjs",
    "assets/calc/engine/start.mjs",
    "assets/calc/engine/update.mjs",
    "assets/calc/engine/watchdog.mjs",
    "assets/calc/form/device.mjs",
    "assets/calc/form/chart.mjs",
    "assets/calc/form/errors.mjs",
    "assets/calc/form/example.mjs",
    "assets/calc/form/fields.mjs",
    "assets/calc/form/given.mjs",
    "assets/calc/form/kept.mjs",
    "assets/calc/form/live.mjs",
    "assets/calc/form/memory.mjs",
    "assets/calc/form/panel.mjs",
    "assets/calc/form/paste.mjs",
    "assets/calc/form/reader.mjs",
    "assets/calc/form/result.mjs",
    "assets/calc/form/rows.mjs",
    "assets/calc/form/share.mjs",
    "assets/calc/form/sheet.mjs",
    "assets/calc/form/status.mjs",
    "assets/calc/form/values.mjs",
    "assets/calc/qr.mjs",
    "assets/calc/search/find.mjs",
    "assets/calc/search/search.mjs",
    "assets/calc/theme.mjs",
    "assets/calc/wake.mjs",
    "assets/calc/words.mjs",
    "assets/calc/worker/snapshot.mjs",
    "assets/calc/worker/worker.mjs",
}
OVERRIDES = {"overrides/main.html", "overrides/404.html"}  # 主题的模板里我们自己写的
FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,2}")
PAGE_NAME = re.compile(r"([a-z0-9][a-z0-9-]*/){0,2}[a-z0-9][a-z0-9-]*\.md")
NOT_TABLE_TEXT = re.compile(r"[<>&\\`{}]")
DOUBTFUL = {
    "account-history",
    "after-death",
    "annual-interest",
    "query-channel",
    "statement-check",
    "survivor-benefit",
}
PNG_START = b"\x89PNG\r\n\x1a\n"


def expand_line(line: str) -> list[str]:
    grammar.check_line(line)
    expanded = expand_macros(line)
    if expanded != line:
        grammar.check_line(expanded)
    return [expanded]


def expand_block(block: Block, lines: list[str], first: bool) -> list:
    grammar.check_fence(block, lines)
    if block.kind in grammar.SHOWN_AS_IS:
        return lines[block.line : block.end]
    grammar.check_body(block)
    made = BLOCKS[block.kind](block, first)
    if not isinstance(made, list):
        return [(made,)]
    for line in made:
        if isinstance(line, str):
            grammar.check_line(line)
    return made


def expand(lines: list[str]) -> list:
    """展开一页：返回 Markdown 行和 (HTML,) 元组交错的列表。所有错误一次抛出。"""
    output, problems, number, kinds = [], [], 0, set()
    blocks = {block.line: block for block in fenced_blocks(lines)}
    while number < len(lines):
        block = blocks.get(number)
        try:
            if block is None:
                output += expand_line(lines[number])
            else:
                output += expand_block(block, lines, block.kind not in kinds)
        except MarkupError as wrong:
            problems += [(number + line, message) for line, message in wrong.problems]
        kinds |= {block.kind} if block else set()
        number = block.end if block else number + 1
    if problems:
        raise MarkupError(problems)
    return output


def check_includes(lines: list[str], fragment: bool = False) -> None:
    """``{!…!}`` 要顶格独占一行，只能是 docs/fragments/ 里现有的 .md，不含 ``..``，不经过符号链接。

    markdown-include 展开后会把前后的文字接起来再找一遍，所以片段里不能再引用，
    一行里也不能有别的字。
    """
    only = "引用要顶格独占一行，只能是 docs/fragments/ 里现有的 .md 文件，如 {!name.md!}"
    where = "片段里不能再引用" if fragment else only
    wrong = [
        (number, f"{line.strip()[:60]}：{where}")
        for number, line in enumerate(lines)
        if ("{!" in line or "!}" in line) and (fragment or not is_include(line))
    ]
    if wrong:
        raise MarkupError(wrong)


def is_include(line: str) -> bool:
    allowed = grammar.INCLUDE.fullmatch(line.rstrip())
    target = FRAGMENTS / allowed["path"] if allowed else FRAGMENTS
    return target.is_file() and target.resolve().is_relative_to(FRAGMENTS.resolve())


def check_page(path: Path) -> list[str]:
    """一个 Markdown 文件里的错误，写成 ``docs/页面.md:行: 说明``。"""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return [f"{path.relative_to(ROOT)}:1: 不是 UTF-8 文字"]
    found = [place(path, problem) for problem in grammar.file_problems(text)]
    return found or written_problems(path, text.splitlines())


def place(path: Path, problem: tuple[int, str]) -> str:
    return f"{path.relative_to(ROOT)}:{problem[0] + 1}: {problem[1]}"


def written_problems(path: Path, lines: list[str]) -> list[str]:
    fragment, found = path.is_relative_to(FRAGMENTS), []
    checks = [
        grammar.check_front if not fragment else list,
        lambda lines: check_includes(lines, fragment),
        grammar.check_ids,
        expand,
        proofread.typed_figures,
        proofread.citations,
        proofread.addresses,
        proofread.filled_links,
        lambda lines: proofread.basis(path, lines),
    ]
    for check in checks:
        try:
            check(lines)
        except MarkupError as wrong:
            found += [place(path, problem) for problem in wrong.problems]
        except (ArithmeticError, LookupError, ValueError, TypeError) as wrong:
            why = f"算不下去，多半是 calc/parameters/ 里的值不对：{type(wrong).__name__} {wrong}"
            found.append(place(path, (0, why)))
    return list(dict.fromkeys(found))


def check_files() -> list[str]:
    """docs/ 里不该有的文件：符号链接能把这台机器上的文件带进网站，别的文件会原样发布。"""
    paths = sorted(DOCS.rglob("*"))
    if len(paths) > MOST_FILES:
        return [f"docs:1: 有 {len(paths)} 个文件，最多 {MOST_FILES} 个"]
    problems = [(path, file_problem(path)) for path in paths]
    return [f"{path.relative_to(ROOT)}:1: {wrong}" for path, wrong in problems if wrong]


def file_problem(path: Path) -> str:
    name = path.relative_to(DOCS).as_posix()
    if path.is_symlink():
        return "不能是符号链接"
    if path.is_dir():
        return "" if FOLDER_NAME.fullmatch(name) else "文件夹的名称只用小写字母、数字和 -"
    if name.startswith("overrides/"):
        return "" if name in OVERRIDES else f"docs/overrides/ 里只放 {'、'.join(sorted(OVERRIDES))}"
    if name.startswith("assets/"):
        if name not in PUBLISHED_ASSETS:
            return f"docs/assets/ 里只放 {'、'.join(sorted(PUBLISHED_ASSETS))}"
        if path.suffix == ".svg":
            return "" if is_drawing(path) else "图标里只画几条线，不写别的"
        return "不是一张完整的 PNG 图片" if path.suffix == ".png" and not is_png(path) else ""
    if not path.name.endswith(".md"):
        return "docs/ 里只放 .md，docs/assets/ 里只放登记过的文件"
    good = PAGE_NAME.fullmatch(name)
    return "" if good else "页面的名称只用小写字母、数字和 -，最多放在两层文件夹里"


def is_drawing(path: Path) -> bool:
    return bool(re.fullmatch(ICON_SHAPE, path.read_text("utf-8", "replace")))


def is_png(path: Path) -> bool:
    """从头到尾是一张 PNG：各段的校验都对，后面没有别的东西。"""
    data, kinds = path.read_bytes(), []
    start = len(PNG_START)
    while data.startswith(PNG_START) and start + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, start)
        end = start + 12 + size
        body = data[start + 4 : end - 4]
        if end > len(data) or data[end - 4 : end] != struct.pack(">I", zlib.crc32(body)):
            return False
        kinds.append(kind)
        start = end
    return start == len(data) and kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"]


def check_parameters() -> list[str]:
    """calc/parameters/ 里读不懂的文件，不合形状的地方，和其中的文字。"""
    names = [path.stem for path in sorted(PARAMETERS.glob("*.toml"))]
    found = [problem for name in names for problem in unreadable(PARAMETERS / f"{name}.toml")]
    found = found or [problem for name in names for problem in shapes.problems(name)]
    checks = (markup_in_table, proofread.table_texts)
    return found or [
        *(problem for name in names for check in checks for problem in check(name)),
        *term_problems(),
    ]


def unreadable(path: Path) -> list[str]:
    try:
        found = grammar.file_problems(path.read_text("utf-8"))
        if not found:
            load(path.stem)
    except (ValueError, RecursionError) as wrong:
        return [f"{path.relative_to(ROOT)}: 读不懂，不是 UTF-8 的 TOML：{wrong}"]
    return [place(path, problem) for problem in found]


def markup_in_table(name: str) -> list[str]:
    """参数表里的文字和名称会写进网页，不写记号；用转义写的看不见的字也要查。"""
    path, problems = PARAMETERS / f"{name}.toml", []
    lines = path.read_text("utf-8").split("\n")
    for text in all_texts(load(name)):
        if NOT_TABLE_TEXT.search(text) or grammar.letter_problem(text):
            row = next((number for number, line in enumerate(lines) if text in line), 0)
            why = "文字里不写 < > & ` { } 和反斜线，也不能有看不见的、看着像别的字的字"
            problems.append(place(path, (row, f"{why}：{text[:40]!r}")))
    return problems


def all_texts(value) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for each in pair for text in all_texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in all_texts(each)]
    return [value] if isinstance(value, str) else []


def check_all() -> list[str]:
    """页面和参数里的所有错误。"""
    first = check_files() + check_parameters()
    pages = () if first else sorted(DOCS.rglob("*.md"))
    found = first or [problem for path in pages for problem in check_page(path)]
    return found or proofread.unused_sources()


def all_examples() -> list[Example]:
    """所有页面的算例，按文件和先后。"""
    pages = (path.read_text("utf-8").splitlines() for path in sorted(DOCS.rglob("*.md")))
    blocks = (block for lines in pages for block in fenced_blocks(lines))
    found = [read_example(block) for block in blocks if block.kind == "calc"]
    return [example for example in found if example.shown != "blank"]


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
                same = itertools.takewhile(lambda pair: is_same(*pair), pairs)
                alike[f"{path.relative_to(ROOT)}:{number + 1}"] = sum(1 for _ in same)
    best = max(alike.values(), default=0)
    places = [place for place, length in alike.items() if length == best]
    return f"{'、'.join(places[:3])}: {message}"


def is_same(line: str, other: str) -> bool:
    return line.rstrip() == other.rstrip()


class GuardIncludes(Preprocessor):
    """在 markdown-include 之前运行；片段里的引用一并检查，因为它会继续展开。"""

    def run(self, lines):
        if check_files():
            raise Abort("\n".join(check_files()))
        for path in FRAGMENTS.rglob("*.md"):
            stop_on_error(guard_fragment, path.read_text("utf-8").split("\n"))
        stop_on_error(guard_page, lines)
        return lines


def guard_page(lines: list[str], fragment: bool = False) -> None:
    problems = grammar.file_problems("\n".join(lines))
    if problems:
        raise MarkupError(problems)
    check_includes(lines, fragment)


def guard_fragment(lines: list[str]) -> None:
    guard_page(lines, fragment=True)


class ExpandBlocks(Preprocessor):
    def run(self, lines):
        output = []
        for part in stop_on_error(expand, lines):
            is_html = isinstance(part, tuple)
            output += ["", self.md.htmlStash.store(part[0]), ""] if is_html else [part]
        return output


class Tooltips(Treeprocessor):
    """每个术语在一页里第一次出现时，加上术语表里的解释。标题、链接和代码里的不加。"""

    skipped = {"h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "abbr"}

    def run(self, root):
        self.meanings = terms()
        words = sorted(map(re.escape, self.meanings), key=len, reverse=True)
        self.pattern = re.compile("|".join(words))
        self.walk(root)

    def walk(self, element):
        if element.tag in self.skipped:
            return
        children = list(element)
        if element.text and not isinstance(element.text, AtomicString):
            element.text, marked = self.mark(element.text)
            element[:0] = marked
        for child in children:
            self.walk(child)
            if child.tail:
                child.tail, marked = self.mark(child.tail)
                place = list(element).index(child) + 1
                element[place:place] = marked

    def mark(self, text: str) -> tuple[str, list]:
        """文字拆成开头的一段和若干 abbr，各带后面的文字。"""
        marked: list[etree.Element] = []
        lead, start = text, 0
        for found in self.pattern.finditer(text):
            meaning = self.meanings.pop(found[0], None)
            if meaning is None:
                continue
            before = text[start : found.start()]
            lead = before if not marked else lead
            if marked:
                marked[-1].tail = before
            marked.append(etree.Element("abbr", title=meaning, tabindex="0"))
            marked[-1].text, start = found[0], found.end()
        if marked:
            marked[-1].tail = text[start:]
        return lead, marked


class MarkDoubts(Postprocessor):
    """没有核实的话换成记号；有记号的一页说明一次，放在第一个记号那一节的末尾，收起来的各条之前。"""

    heading = re.compile(r"<h[23]\b|\Z")

    def run(self, text):
        text = html.marked(text)
        places = [at for word in (html.MARK, *self.forms) if (at := text.find(word)) >= 0]
        if not places:
            return text
        folded = text.find(FOLDED)
        begin = folded if 0 <= folded < min(places) else min(places)
        end = next(self.heading.finditer(text, begin)).start()
        return f"{text[:end]}{html.LEGEND}\n{text[end:]}"

    # 这几个计算器的结果里会有记号。
    forms = tuple(f'calculator="{id}"' for id in sorted(DOUBTFUL))


def stop_on_error(work, lines: list[str]):
    try:
        return work(lines)
    except MarkupError as wrong:
        shown = wrong.problems[:MOST_SHOWN]
        raise Abort("\n".join(located(lines, problem) for problem in shown)) from None


class SiteMarkup(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(GuardIncludes(md), "calc_includes", 200)
        md.preprocessors.register(ExpandBlocks(md), "calc_blocks", 27)
        md.treeprocessors.register(Tooltips(md), "term_tooltips", 6)
        md.postprocessors.register(MarkDoubts(md), "doubt_marks", 5)
        md.registerExtension(self)
        self.markdown = md

    def reset(self):
        """标题的名称留住汉字；各扩展都装好以后才会到这里，先后没有关系。"""
        if "toc" in self.markdown.treeprocessors:
            self.markdown.treeprocessors["toc"].slugify = slugify()


def makeExtension(**options):
    return SiteMarkup(**options)


if __name__ == "__main__":
    problems = check_all()
    print("\n".join(problems), file=sys.stderr)
    sys.exit(bool(problems))
