"""页面里收哪些写法、多大的文件。

只收列在这里的，别的一律不收：不必猜 Markdown 会把没见过的写法变成什么。
各检查的行从 0 起；造好的网页另由 scripts.checks.published 查一遍。
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import yaml

from calc.parameters import site_confidence
from scripts.checks import proofread
from scripts.pages.blocks import (
    BLOCKS,
    CODE_SPAN,
    TERM,
    WITH_BODY,
    Block,
    MarkupError,
    fenced_blocks,
)

# 一个文件的大小，都比现有的大几倍；再大，Markdown 和校对会慢得建不成站。
MOST_BYTES = 100_000
MOST_LINES = 2_000
LONGEST_LINE = 3_000
LONGEST_BLOCK = 10_000
LONGEST_CLAUSE = 200
MOST_BRACKETS = 1_500
MOST_BRACKETS_IN_BLOCK = 200
MOST_STARS_IN_BLOCK = 400
MOST_FENCES = 60
MOST_TERMS = 200
MOST_INCLUDES = 5
DEEPEST = 12

# 看得见的种类里，也有看不见的字：谚文和盲文的空白、替换符。
UNSEEN = set("\u115f\u1160\u2800\u3164\uffa0\ufffc\ufffd\U0001d159")
PLAIN_SPACES = set("\n \u3000")
OTHER_LETTERS = set("Σ〇々")  # 除了英文字母和汉字，还可以写的
HIDDEN = "这一行有看不见的字符，可能是从别处粘贴来的，请重新输入"
LOOK_ALIKE = "这一行有别的文字里的字母，看着像英文字母或汉字，请重新输入："

FRONT = re.compile(r"(?P<name>title|description|asked): (?P<text>\S.*)")
FRONT_SHAPE = (
    "页首应当正好是三个减号、title、description（可以再有 asked，再有 search、boost）、三个减号"
)
FRONT_PLAIN = "页首的标题和说明只写文字，不写引号、反斜线、反引号、< > & 和花括号"
FRONT_YAML = "页首的标题和说明只写文字，不写 YAML 的记号，也不能只是一个数"
BOOST = re.compile(r"  boost: \d(\.\d{1,2})?")
NOT_PLAIN = re.compile(r"""[<>&"'\\`{}]""")

FENCE_LINE = re.compile(r"(?P<ticks>`{3,})(?P<kind>[a-z]*)(?P<argument>( [\w.-]+)?) *")
FENCE_WORDS = (
    "calc、sources 等应当小写，紧跟在围栏后面，不加花括号；"
    "别的代码块后面不写字，或者写 text、markdown"
)
SHOWN_AS_IS = {"", "text", "markdown"}
YAML_EXTRA = re.compile(r"(^|[\s:,\[{?-])[&*!]|[\\<]|^%")

HTML = re.compile(r"<(?! ).{0,20}")
ENTITY = re.compile(r"&(?! ).{0,20}")
ACTIVE = re.compile(r"javascript:|\b(on[a-z]+|href|style)\s*=", re.I)
IMAGE = re.compile(r"!\[[^\[\]]*\]\((?P<address>[^()]*)\)?|!\[")
PICTURE = re.compile(r"(\.\./){0,3}assets/screenshot\.png")
LINK = re.compile(r"\]\((?P<address>[^()\[\]\s]*)(?P<end>\)?)")
OWN_PAGE = re.compile(r"(\.\./){0,3}([a-z0-9-]+/){0,3}[a-z0-9-]+\.md(#[\w-]+)?|#[\w-]+")
REFERENCE = re.compile(r"\]:|\]\[|\[\^|\[TOC\]", re.I)
MACRO = re.compile(r"\{\{[^{}｛｝]*\}\}")
ALMOST_MACRO = re.compile(
    r"[{｛]{1,2} *(crediting_rate|account_contribution_rate|[a-z]+_[a-z_]+|source) +"
    r"[^{}]*[}｝]{1,2}"
)
VALUE = r"[a-z_]+=[^\"'<>&{}`\\]*"
ATTRIBUTES = re.compile(
    rf'(?<=\))\{{ (data-fill="{VALUE}(&{VALUE})*"|\.md-button( \.md-button--primary)?) \}}'
)
HEADING = re.compile(r"#{1,6} [^#\s].*")
HEADING_ID = re.compile(r" \{ ?#(?P<id>[a-z][a-z0-9-]*) ?\}$")
FORM_ID = re.compile(r"c\d+-")
INCLUDE = re.compile(r"\{!(?P<path>\w[\w-]*(/\w[\w-]*)*\.md)!\}")
ADMONITION = re.compile(r'!!! (note|tip|warning) "[^"]+"')
NESTING = re.compile(r"( *(>|[-*+](?= )|\d{1,9}[.)](?= )))*")
CLAUSE = re.compile(rf"[\u4e00-\u9fff]{{{LONGEST_CLAUSE},}}")


# 大小和看不见的字


@cache
def is_hidden(letter: str) -> bool:
    """看不见的字：控制符、格式符、私用区、叠在别的字上的符号、不常见的空格。"""
    kind = unicodedata.category(letter)
    if kind == "Cn":
        return not 0x20000 <= ord(letter) < 0x40000  # 新收的汉字，旧的 Python 不认得
    return letter in UNSEEN or (kind[0] in "CMZ" and letter not in PLAIN_SPACES)


def has_hidden(text: str) -> bool:
    return any(map(is_hidden, set(text)))


@cache
def is_look_alike(letter: str) -> bool:
    """英文字母和汉字以外的字母、部首：能写成和官方网站一样的网址。"""
    code = ord(letter)
    if code < 0x80 or letter in OTHER_LETTERS or 0x4E00 <= code <= 0x9FFF:
        return False
    if 0x3400 <= code <= 0x4DBF or 0x20000 <= code < 0x40000:
        return False
    kind = unicodedata.category(letter)
    return kind[0] == "L" or kind == "Nl" or 0x2E80 <= code <= 0x2FDF


def letter_problem(text: str) -> str:
    letters = set(text)
    if any(map(is_hidden, letters)):
        return HIDDEN
    strange = sorted(filter(is_look_alike, letters))
    return LOOK_ALIKE + "".join(strange[:10]) if strange else ""


def file_problems(text: str) -> list[tuple[int, str]]:
    """大小和看不见的字：先查过这些，别的检查才不会慢，行号才对。"""
    size, lines = len(text.encode()), text.split("\n")
    if size > MOST_BYTES or len(lines) > MOST_LINES:
        most = f"一个文件最多 {MOST_BYTES:,} 字节、{MOST_LINES:,} 行"
        return [(0, f"文件太大，有 {size:,} 字节、{len(lines):,} 行；{most}，请分成几页")]
    return letter_problems(lines) or size_problems(lines)


def letter_problems(lines: list[str]) -> list[tuple[int, str]]:
    return [(number, what) for number, line in enumerate(lines) if (what := letter_problem(line))]


def size_problems(lines: list[str]) -> list[tuple[int, str]]:
    problems = [(number, wrong) for number, line in enumerate(lines) if (wrong := too_long(line))]
    start = 0
    for blank, group in itertools.groupby(lines, key=lambda line: not line.strip()):
        block = list(group)
        wrong = "" if blank else too_much("\n".join(block))
        problems += [(start, wrong)] if wrong else []
        start += len(block)
    return problems + [(0, wrong) for wrong in counts(lines)]


def counts(lines: list[str]) -> Iterator[str]:
    """一个文件里各种记号的个数。"""
    for name, most, found in (
        ("[", MOST_BRACKETS, sum(line.count("[") for line in lines)),
        ("代码块", MOST_FENCES, sum(line.startswith("```") for line in lines) // 2),
        ("术语", MOST_TERMS, sum(line.startswith("*[") for line in lines)),
        ("引用的片段", MOST_INCLUDES, sum("{!" in line for line in lines)),
    ):
        if found > most:
            yield f"一个文件里的 {name} 最多 {most:,} 个，现在有 {found:,} 个"


def too_long(line: str) -> str:
    if len(line) > LONGEST_LINE:
        return f"这一行有 {len(line):,} 个字，最多 {LONGEST_LINE:,} 个"
    if nesting(line) > DEEPEST:
        return f"列表和引用套得太深，最多 {DEEPEST} 层"
    return ""


def nesting(line: str) -> int:
    """一行开头的列表、引用记号和缩进，共几层。"""
    marks = NESTING.match(line)
    found = re.findall(r"[>*+-]|\d+", marks[0] if marks else "")
    return len(found) + (len(line) - len(line.lstrip(" "))) // 4


def too_much(block: str) -> str:
    """两个空行之间的一段。"""
    if len(block) > LONGEST_BLOCK:
        return f"这一段有 {len(block):,} 个字，最多 {LONGEST_BLOCK:,} 个；用空行分开"
    for bracket in "[{":
        if block.count(bracket) > MOST_BRACKETS_IN_BLOCK:
            return f"这一段里的 {bracket} 最多 {MOST_BRACKETS_IN_BLOCK} 个；用空行分开"
    if block.count("*") + block.count("_") > MOST_STARS_IN_BLOCK:
        return f"这一段里的 * 和 _ 最多 {MOST_STARS_IN_BLOCK} 个；用空行分开"
    if CLAUSE.search(proofread.plain(block)):
        return f"这一段里有一句话 {LONGEST_CLAUSE} 个字没有标点"
    return ""


# 页首


def check_front(lines: list[str]) -> None:
    """页首正好是标题、说明，可以再有读者的问法、搜索的轻重。

    它原样写进网页的开头，每一样只能是一行文字。
    """
    problem = front_problem(lines + [""] * 6)
    if problem:
        raise MarkupError([problem])


def front_problem(lines: list[str]) -> tuple[int, str] | None:
    if lines[0] != "---":
        return 0, FRONT_SHAPE
    names = ["title", "description"] + ["asked"] * lines[3].startswith("asked:")
    for number, name in enumerate(names, 1):
        problem = front_text_problem(lines[number], name)
        if problem:
            return number, problem
    end = len(names) + 1
    if lines[end] == "search:":
        end += 2
    if end > len(names) + 1 and not BOOST.fullmatch(lines[end - 1]):
        return end - 1, "页首的 search 下面只能写一行 boost: 数，前面空两格"
    if lines[end] != "---":
        return end, FRONT_SHAPE
    return (end + 1, "页首后面空一行") if lines[end + 1] else None


def front_text_problem(line: str, name: str) -> str:
    """标题、说明是没有记号的一行文字，YAML 读出来和写的一样。"""
    found = FRONT.fullmatch(line)
    if not found or found["name"] != name:
        return FRONT_SHAPE
    if NOT_PLAIN.search(found["text"]):
        return FRONT_PLAIN
    try:
        same = yaml.safe_load(line) == {name: found["text"]}
    except (yaml.YAMLError, ValueError):
        same = False
    return "" if same else FRONT_YAML


# 代码块


def check_fence(block: Block, lines: list[str]) -> None:
    """围栏的两头都要和 Markdown 认得的一样，才说得准里面是不是代码。"""
    opening = FENCE_LINE.fullmatch(lines[block.line])
    if opening is None or opening["kind"] not in {*BLOCKS, *SHOWN_AS_IS}:
        raise MarkupError([(0, FENCE_WORDS)])
    if opening["kind"] in SHOWN_AS_IS and opening["argument"]:
        raise MarkupError([(0, FENCE_WORDS)])
    if lines[block.end - 1].rstrip(" ") != opening["ticks"]:
        raise MarkupError([(len(block.lines) + 1, "收尾的围栏要顶格，和开头一样长")])


def check_body(block: Block) -> None:
    """由程序写成的代码块里面写的：只有 calc、sources 和 cards 有；calc 的 YAML 只是名称和值。"""
    if block.kind not in WITH_BODY and any(line.strip() for line in block.lines):
        raise MarkupError([(1, f"{block.kind} 里面不写东西；是不是少了收尾的 ```")])
    lines = enumerate(block.lines, 1) if block.kind == "calc" else ()
    extra = [number for number, line in lines if YAML_EXTRA.search(line)]
    if extra:
        raise MarkupError([(number, "算例里不写 & * ! < 和反斜线") for number in extra])


# 一行


def check_line(line: str) -> None:
    """代码块之外的一行。"""
    problem = sign_problem(line) or word_problem(line)
    if problem:
        raise MarkupError([(0, problem)])


def sign_problem(line: str) -> str:
    """不收的符号，在反引号里也不收：哪里算代码，Markdown 的读法和这里不一定一样。"""
    strange = letter_problem(line)
    if strange:
        return strange
    if "```" in line or "~~~" in line:
        return "calc、sources 等代码块要顶格写，不能放在列表、引用和提示框里；不用 ~~~"
    for sign, message in (
        (HTML.search(line), "页面里不能写 HTML：{}；要写小于号，后面空一格"),
        (ENTITY.search(ATTRIBUTES.sub("", line)), "不能写字符实体：{}；要写 & 本身，后面空一格"),
    ):
        if sign:
            return message.format(sign[0])
    if "\\" in line:
        return "页面里不用反斜线：它会改变后面的符号的意思"
    if "``" in line or line.count("`") % 2:
        return "反引号要成对，写在同一行，不连着写两个"
    return ""


def word_problem(line: str) -> str:
    """脚本、图片、链接、花括号和提示框。"""
    prose = CODE_SPAN.sub("", ATTRIBUTES.sub("", line))
    images = (found["address"] or "" for found in IMAGE.finditer(line))
    if ACTIVE.search(prose) or not all(map(PICTURE.fullmatch, images)):
        return "页面里不能写脚本、事件和别处的图片；图片只能是 assets/screenshot.png"
    if ALMOST_MACRO.search(MACRO.sub("，", prose)):
        return "从参数取数要用两个半角花括号，如 {{crediting_rate 2021}}"
    if re.search(r"!!!|\?\?\?", line) and not ADMONITION.fullmatch(line):
        return '提示框要顶格写成 !!! note "标题"，种类只有 note、tip、warning'
    if "__" in prose:
        return "不用连着的下划线，加粗写成 **字**：标题的名称不能和主题自己的相同"
    term = TERM.fullmatch(line)
    return link_problem(term["meaning"] if term else line) or brace_problem(line)


def link_problem(line: str) -> str:
    """每一处 ](，不论外面套了什么，都要是一个收的链接。"""
    for found in LINK.finditer(IMAGE.sub("", line)):
        address = found["address"]
        if not found["end"] or not (OWN_PAGE.fullmatch(address) or site_confidence(address)):
            where = "链接只能到本站的页面，或者 official_sites.toml 里登记过的官方首页，以 / 结尾"
            return f"{where}：{address[:60]}"
    if REFERENCE.search(line):
        return "链接要写成 [文字](页面.md)；不用引用式的链接、脚注和 [TOC]"
    return ""


def brace_problem(line: str) -> str:
    """花括号能给元素加任何属性，只收用到的几种；引用另外查。"""
    words = ATTRIBUTES.sub("，", MACRO.sub("，", line))
    words = HEADING_ID.sub("", words) if HEADING.fullmatch(words) else words
    if "{" in words and not INCLUDE.fullmatch(line.rstrip()):
        return "花括号里只能写 data-fill、.md-button 和标题的 { #名称 }；不能写事件、样式和别的属性"
    return ""


def check_ids(lines: list[str]) -> None:
    """标题自己起的名称：一页里不重复，不和计算器的表单相同；前面空一行，才真的是标题。"""
    inside = {n for block in fenced_blocks(lines) for n in range(block.line, block.end)}
    seen, problems = set(), []
    for number, line in enumerate(lines):
        found = HEADING_ID.search(line) if number not in inside else None
        if found and (found["id"] in seen or FORM_ID.match(found["id"])):
            problems.append((number, f"标题的名称 {found['id']} 已经用过，换一个"))
        if found and number and lines[number - 1].strip():
            problems.append((number, "写了名称的标题，前面要空一行"))
        seen |= {found["id"]} if found else set()
    if problems:
        raise MarkupError(problems)
