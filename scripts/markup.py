"""本站的 Markdown 扩展：算例、参数表、依据清单、行内数值，以及对 ``{!…!}`` 的检查。

页面里的写法::

    ```calc annual-interest        一个算例：输入和应得的数
    ```parameter crediting_rate    一张由参数生成的表；别的代码块见 scripts.blocks
    ```sources                     本页的依据，一行一个：id | 说明
    {{crediting_rate 2021}}        一个数值；{{source social-insurance-law}} 一份文件
    {{retirement_ages flexible_months years}}    表里的一项，月数写成几年

写错的地方让建站失败，并说出文件和行号。
"""

import itertools
import re
import sys
import xml.etree.ElementTree as etree
from pathlib import Path

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from calc.parameters import load, site_confidence
from scripts import proofread, shapes
from scripts.blocks import BLOCKS, CODE_SPAN, DOCS, ROOT, WITH_BODY, Example, MarkupError, expand_macros, fenced_blocks, read_example, term_problems, terms

FRAGMENTS = DOCS / "fragments"

ALLOWED_INCLUDE = re.compile(r"\{!(?P<path>\w[\w-]*(?:/\w[\w-]*)*\.md)!\}")
RAW_HTML = re.compile(r"<(?!https?://)[a-zA-Z/!?]")
MISPLACED_BLOCK = re.compile(r"[\s>*+\-\d.]*[`~]{3,}[\s{.]*(" + "|".join(BLOCKS) + r")\b", re.I)
ACTIVE = re.compile(r"javascript:|!\[[^\]]*\]\(\s*(https?:)?//|\b(on[a-z]+|href|style)\s*=", re.I)
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
ELSEWHERE = re.compile(r"[a-z][a-z\d+.-]*:|//", re.I)
INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
ALMOST_MACRO = re.compile(r"[{｛]{1,2} *(crediting_rate|account_contribution_rate|[a-z]+_[a-z_]+|source) +[^{}]*[}｝]{1,2}")
ASSETS = {".css", ".mjs", ".png"}


def check_line(line: str) -> None:
    """代码块之外的一行：不写 HTML（它能带进脚本），算例等代码块不缩进（缩进了就不会计算）。"""
    if MISPLACED_BLOCK.match(line):
        raise MarkupError([(0, "calc、sources 等代码块要顶格写，不能放在列表、引用和提示框里")])
    words = CODE_SPAN.sub("", line)
    found = RAW_HTML.search(words)
    if found:
        raise MarkupError([(0, f"页面里不能写 HTML：{words[found.start():][:20]}")])
    if ACTIVE.search(words):
        raise MarkupError([(0, "页面里不能写脚本、事件和别处的图片")])
    for target in LINK.findall(words):
        if ELSEWHERE.match(target) and not site_confidence(target):
            raise MarkupError([(0, f"链接只能到本站的页面，或者 official_sites.toml 里登记过的官方首页，以 / 结尾：{target[:60]}")])
    if ALMOST_MACRO.search(re.sub(r"\{\{[^{}｛｝]*\}\}", "", words)):
        raise MarkupError([(0, "从参数取数要用两个半角花括号，如 {{crediting_rate 2021}}")])
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
                raise MarkupError([(0, "calc、sources 等应当小写，紧跟在围栏后面，不加花括号")])
            elif block.kind in BLOCKS:
                first = not any(other.kind == block.kind for other in blocks.values() if other.line < number)
                if block.kind not in WITH_BODY and any(line.strip() for line in block.lines):
                    raise MarkupError([(1, f"{block.kind} 里面不写东西；是不是少了收尾的 ```")])
                made = BLOCKS[block.kind](block, first)
                for line in (line for line in made if isinstance(made, list) and isinstance(line, str)):
                    check_line(line)
                output += made if isinstance(made, list) else [(made,)]
            else:
                output += lines[block.line : block.end]
        except MarkupError as wrong:
            problems += [(number + line, message) for line, message in wrong.problems]
        number = block.end if block else number + 1
    if problems:
        raise MarkupError(problems)
    return output


def check_front(lines: list[str]) -> None:
    """页首（标题、说明）不展开宏。"""
    if lines[:1] == ["---"] and "---" in lines[1:]:
        wrong = [number for number, line in enumerate(lines[: lines.index("---", 1)]) if "{{" in line]
        if wrong:
            raise MarkupError([(number, "页首的标题和说明里不能用双花括号，改写成不带数的话") for number in wrong])


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
    checks = [check_front, lambda lines: check_includes(lines, fragment), expand, proofread.typed_figures, proofread.citations, proofread.addresses, proofread.filled_links]
    for check in checks + [lambda lines: proofread.basis(path, lines)]:
        try:
            check(lines)
        except MarkupError as wrong:
            found += [f"{path.relative_to(ROOT)}:{line + 1}: {message}" for line, message in wrong.problems]
        except (ArithmeticError, LookupError, ValueError, TypeError) as wrong:
            found.append(f"{path.relative_to(ROOT)}:1: 算不下去，多半是 calc/parameters/ 里的值不对：{type(wrong).__name__} {wrong}")
    return list(dict.fromkeys(found))


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


def check_parameters() -> list[str]:
    """calc/parameters/ 里读不懂的文件，不合形状的地方，和其中的文字。"""
    names, found = [path.stem for path in sorted((ROOT / "calc" / "parameters").glob("*.toml"))], []
    for name in names:
        try:
            load(name)
        except ValueError as wrong:
            found.append(f"calc/parameters/{name}.toml: 读不懂，不是 UTF-8 的 TOML：{wrong}")
    found = found or [problem for name in names for problem in shapes.problems(name)]
    return found or [problem for name in names for problem in proofread.table_texts(name)] + term_problems()


def check_all() -> list[str]:
    """页面和参数里的所有错误。"""
    first = check_files() + check_parameters()
    return first or [problem for path in sorted(DOCS.rglob("*.md")) for problem in check_page(path)] or proofread.unused_sources()


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


class Tooltips(Treeprocessor):
    """每个术语在一页里第一次出现时，加上术语表里的解释。标题、链接和代码里的不加。"""

    skipped = {"h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "abbr"}

    def run(self, root):
        self.meanings = terms()
        self.pattern = re.compile("|".join(sorted(map(re.escape, self.meanings), key=len, reverse=True)))
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
        lead, marked, start = text, [], 0
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


def stop_on_error(work, lines: list[str]):
    try:
        return work(lines)
    except MarkupError as wrong:
        raise SystemExit("\n".join(located(lines, problem) for problem in wrong.problems)) from None


class SiteMarkup(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(GuardIncludes(md), "calc_includes", 200)
        md.preprocessors.register(ExpandBlocks(md), "calc_blocks", 27)
        md.treeprocessors.register(Tooltips(md), "term_tooltips", 6)


def makeExtension(**options):
    return SiteMarkup(**options)


if __name__ == "__main__":
    problems = check_all()
    print("\n".join(problems), file=sys.stderr)
    sys.exit(bool(problems))
