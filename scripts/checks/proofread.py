"""建站前的校对：手写的政策数字、没有登记的文件和网址、没有列出的依据、没有用到的来源。

各检查收一页的各行，有错时抛出 :class:`MarkupError`，行从 0 起。
"""

import ast
import html
import re
import unicodedata
from decimal import Decimal
from functools import cache
from urllib.parse import parse_qsl

import calc
from calc.parameters import load, parameter, site_confidence, sources
from scripts.pages.blocks import DOCS, ROOT, TABLES, UNCONFIRMED, MarkupError, fenced_blocks

MACRO = re.compile(r"\{\{[^{}]*\}\}")
SOURCE_MACRO = re.compile(r"\{\{ *source +([\w-]+) *\}\}")
NEW_PASSAGE = re.compile(r"\s*([-*+>|#]|\d+\.|!!!|\?\?\?)|\s*$|---")
SENTENCE_END = re.compile(r"(?<=[。；！？])")
DIGIT = {word: number for number, word in enumerate("零一二三四五六七八九")}
LAW_NAME = re.compile(r"《([^《》]*(?:〈[^〈〉]*〉[^《》]*)?)》")
LAW_KIND = re.compile(
    r"(法|条例|规定|办法|决定|通知|意见|规则|公告|通告|细则|规程|批复|方案|函|纲要|解答|解释|典|令)"
    r"(（[^（）]*）)?$"
)
ARTICLE = re.compile(
    r"([\u4e00-\u9fff〈〉]{3,}(?:法|条例|规定|办法|决定|细则|规程))》?(?:（[^（）]*）)?"
    r"第[一二三四五六七八九十百\d]+条"
)
DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,})〔(\d{4})〕第?(\d+)号")
ORDER = re.compile(r"([\u4e00-\u9fff]*)(?:令第?(\d+)号|第(\d+)号令)")
BACK_REFERENCE = re.compile(r"(同一部?|这部|这个|该|是|的)(法|条例|规定|办法|决定|细则|规程)$")
SAYING = re.compile(r"#+ “[^”]*”")
BODY = re.compile(r"(部|院|会|局|委|署|办|厅|府|行)$")
SHORT_NAMES = {"人社部": "人力资源和社会保障部"}
ADDRESS = re.compile(r"(?<![.\w-])(https?://)?((?:[a-z\d-]+\.)+[a-z]{2,})(/[\w/.?=&%-]*)?", re.I)
FILLED = re.compile(r'\]\([./]*calculators/([a-z-]+)\.md\)\{ data-fill="([^"]+)" \}')
FILLED_LIKE = '[算一算](../calculators/contribution.md){ data-fill="annual_base=60000" }'
SOURCED = ("query", "rules", "regions", "calculators", "examples")
LISTS = {"catalogue", "reference", "terms"}


class Passage:
    """连着的几行合成的一段文字，和各字所在的行。"""

    def __init__(self):
        self.text, self.lines = "", []

    def add(self, number: int, text: str) -> None:
        self.text += text
        self.lines += [number] * len(text)

    def sentences(self):
        """各句：(行, 句子)。"""
        place = 0
        for sentence in SENTENCE_END.split(self.text):
            if sentence:
                yield self.lines[place], sentence
            place += len(sentence)


def passages(lines: list[str]):
    """要校对的各段。写给读者复制的 text 块要看；计算器等代码块由程序写，不看；
    页首 asked 里是读者的话，只给搜索用，页面上没有，也不看。
    """
    blocks = [block for block in fenced_blocks(lines) if block.kind not in ("text", "")]
    inside = {number for block in blocks for number in range(block.line, block.end)}
    inside |= {number for number, line in enumerate(lines[:5]) if line.startswith("asked: ")}
    passage = Passage()
    for number, line in enumerate(lines):
        if number in inside or NEW_PASSAGE.match(line):
            yield passage
            passage = Passage()
        if number not in inside:
            passage.add(number, line.strip())
    yield passage


def in_digits(words: str) -> str:
    """十五 → 15；不成数的照原样。"""
    if not set(words) <= set("十一二三四五六七八九"):
        return words
    tens, ten, ones = words.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or (not ten and len(words) > 1):
        return words
    return str((DIGIT.get(tens, 1) * 10 if ten else 0) + DIGIT.get(ones, 0))


def plain_digits(text: str) -> str:
    """各种写法的数字写成一种。

    全角变半角，去掉加粗和反斜线，“百分之八”“8.0 %”写成“8%”，“十五年”写成“15年”。
    """
    text = re.sub(r"[*_\\`]", "", unicodedata.normalize("NFKC", html.unescape(text)))
    text = re.sub(
        r"百分之\s*([\d.]+|[一二三四五六七八九十]+)", lambda found: f"{in_digits(found[1])}%", text
    )
    text = re.sub(
        r"[一二三四五六七八九十]+(?=个?半?(周?岁|年|个月|倍))",
        lambda found: in_digits(found[0]),
        text,
    )
    return re.sub(r"(\d)\.0+(?=\s*(%|年))", r"\1", text)


def dated_values(*names: str) -> set[str]:
    return {str(value.value) for name in names for value in parameter(name).values}


PERCENT = r"{}\s*%"
BASE = r"利率|利息|比例|费|缴|记进|记入|计入|划入|基数|工资|上限|下限"
AT_LEAST = r"最低|[缴交]不?[满够到足]|至少[缴交]|缴费，?要?[满到够]|不到|年限|不足|不满|累计[缴交]"
MOVED = r"法定|原定|原来的\s*(?:\d|法定|退休)|延迟到|延到|推迟到|不早于|不得低于|弹性"
PERSON = r"(?:男|女|男性|女性|男的|女的|职工|干部|工人|退休年龄是|退休年龄为)(?:年满|满)?"
AGE = r"\s*周?岁(?!\s*\d)"
# 哪些数、怎样写、同一句里有什么话才算、应当改用的宏；空的一组是不论对错的任何数。
FORMS = (
    ("rates", PERCENT, "", "crediting_rate 2021"),
    ("shares", PERCENT, BASE, "account_contribution_rate 2024"),
    ("times", r"{}\s*倍", r"工资|基数", "contribution_base_ceiling 2024"),
    ("years", r"{}\s*年", AT_LEAST, "minimum_contribution_months 2025 years"),
    (
        "minimum",
        r"{}\s*个月",
        r"最低|缴费年限|[缴交][满够足]|累计",
        "minimum_contribution_months 2030",
    ),
    ("ages", "{}" + AGE, MOVED, "retirement_ages male.original_age"),
    ("ages", PERSON + r"\s*{}" + AGE, "", "retirement_ages male.original_age"),
    ("divisors", r"{}\s*(?:个月)?", "计发月数", "payout_months months.60"),
    ("divisors", r"(?:除以|÷)\s*{}(?!\d)", "", "payout_months months.60"),
    ("survivor", r"{}\s*个月", r"抚恤|丧葬|遗属", "survivor_benefit bereavement.most"),
    (
        "",
        r"(?:最低缴费年限|最低年限)(?:是|为|：)\s*[\d.]+\s*年",
        "",
        "minimum_contribution_months 2025 years",
    ),
    ("", r"计发月数(?:是|为|：)\s*\d{2,3}", "", "payout_months months.60"),
    (
        "",
        r"(?:法定)?退休年龄(?:是|为|：)?[男女]?\s*\d{2}" + AGE,
        "",
        "retirement_ages male.original_age",
    ),
    ("", r"记账利率(?:是|为|：)\s*[\d.]+\s*%", "", "crediting_rate 2021"),
)


def policy_figures() -> dict[str, set]:
    """各组政策数字，都来自参数。"""
    minimum = {int(value.value) for value in parameter("minimum_contribution_months").values}
    groups = [group for group in load("retirement_ages").values() if isinstance(group, dict)]
    survivor, ceiling = load("survivor_benefit"), dated_values("contribution_base_ceiling")
    return {
        "rates": dated_values("crediting_rate"),
        "shares": ceiling
        | dated_values(
            "account_contribution_rate", "flexible_contribution_rate", "contribution_base_floor"
        ),
        "times": {f"{Decimal(share) / 100:f}" for share in ceiling},
        "years": {f"{count / 12:g}" for count in minimum},
        "minimum": minimum,
        "ages": {group[name] for group in groups for name in ("original_age", "target_age")},
        "divisors": set(load("payout_months")["months"].values()),
        "survivor": {
            survivor["funeral_grant"]["months"],
            survivor["bereavement"]["most"],
            survivor["bereavement"]["retired_least"],
        },
        "": set(),
    }


@cache
def figure_patterns() -> tuple:
    """政策数字的写法、同一句里有什么话才算、应当改用的宏。"""
    figures = policy_figures()
    return tuple(
        (re.compile(form.replace("{}", alternatives(figures[name]))), re.compile(context), macro)
        for name, form, context, macro in FORMS
    )


def alternatives(figures) -> str:
    longest = sorted(map(re.escape, map(str, figures)), key=len, reverse=True)
    return rf"(?<![\d.,])(?:{'|'.join(longest)})(?![\d.,]\d|\d)"


def typed_figures(lines: list[str]) -> None:
    """政策数字应当从参数取，不在文字里手写。"""
    problems = []
    for passage in passages(lines):
        for number, sentence in () if SAYING.fullmatch(passage.text) else passage.sentences():
            words = plain_digits(MACRO.sub("", sentence))
            for figure, context, macro in figure_patterns():
                found = figure.search(words)
                if found and context.search(words):
                    problems.append((number, figure_words(found[0].strip(), macro)))
    if problems:
        raise MarkupError(problems)


def figure_words(figure: str, macro: str) -> str:
    return (
        f"“{figure}”是政策数字，请从参数取，如 {{{{{macro}}}}}；"
        f"不是政策数字的，写成 {{{{literal {figure}}}}}"
    )


def plain(text: str) -> str:
    """去掉空白和书名号，括号统一成〔〕和（）。"""
    text = re.sub(r"[\[【（(](\d{4})[\]】）)]", r"〔\1〕", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s《》〈〉*_`]", "", text.replace("(", "（").replace(")", "）"))


@cache
def registered() -> dict[str, tuple[set[str], str]]:
    """每份文件：可以怎样称呼它，和它的文号与说明。"""
    found = {}
    for key, item in sources().items():
        title = plain(item.title)
        bare = re.sub(r"（[^（）]*）$", "", title)
        found[key] = (
            {title, bare, bare.removeprefix("中华人民共和国"), item.short or title},
            plain(f"{item.title}；{item.number}；{item.note}"),
        )
    return found


def known_title(name: str) -> set[str]:
    name = plain(name)
    bare = re.sub(r"（[^（）]*）$", "", name)
    return {
        key
        for key, (titles, _) in registered().items()
        if any(title.endswith((name, bare)) for title in titles)
    }


def known_ending(name: str) -> set[str]:
    """不带书名号的，前面可能连着别的字，如“按照社会保险法”：名称要以登记的全名或简称结尾。"""
    name = plain(name)
    endings = {name[start:] for start in range(len(name))}
    return {key for key, (titles, _) in registered().items() if titles & endings}


def known_number(issuer: str, year: str, count: str) -> set[str]:
    return {
        key
        for key, (_, number) in registered().items()
        if any(f"{issuer[start:]}〔{year}〕{count}号" in number for start in range(len(issuer) - 1))
    }


def known_order(issuer: str, count: str) -> set[str]:
    """令第几号；写了发文机关的，机关要对。"""
    for short, long in SHORT_NAMES.items():
        issuer = re.sub(f"{short}$", long, issuer)
    found = {
        key: re.findall(rf"([\u4e00-\u9fff]+)令第{count}号", number)
        for key, (_, number) in registered().items()
    }
    return {
        key
        for key, bodies in found.items()
        for body in bodies
        if issuer.endswith(body) or not BODY.search(issuer)
    }


def cited_in(text: str):
    """一段文字里提到的文件：(怎样写的, 登记过的哪几份)。"""
    for name in LAW_NAME.findall(text):
        if LAW_KIND.search(plain(name).strip()):
            yield f"《{name}》", known_title(name)
    words = plain(LAW_NAME.sub("，", text))
    for name in ARTICLE.findall(words):
        if known_ending(name) or not BACK_REFERENCE.search(name):
            yield name, known_ending(name)
    for issuer, year, count in DOCUMENT_NUMBER.findall(plain(text)):
        yield f"{issuer}〔{year}〕{count} 号", known_number(issuer, year, count)
    for issuer, after, before in ORDER.findall(plain(text)):
        yield f"{issuer}令第 {after or before} 号", known_order(issuer, after or before)


def listed_sources(lines: list[str]) -> set[str]:
    return {
        line.split("|")[0].strip()
        for block in fenced_blocks(lines)
        if block.kind == "sources"
        for line in block.lines
    } - {""}


def citation_problem(cited: str, known: set[str], listed: set[str]) -> str:
    if not known:
        return f"{cited} 没有登记；来源登记在 calc/parameters/sources.toml"
    if not known & listed:
        return f"{cited} 没有列在本页的 sources 里（{'、'.join(sorted(known))}）"
    return ""


def citations(lines: list[str]) -> None:
    """页面提到的文件都要登记过，并列在本页的 sources 里。"""
    listed, problems = listed_sources(lines), []
    for passage in passages(lines):
        named = [key for key in SOURCE_MACRO.findall(passage.text) if listed and key not in listed]
        wrong = [f"提到的 {key} 没有列在本页的 sources 里" for key in named]
        wrong += [citation_problem(cited, known, listed) for cited, known in cited_in(passage.text)]
        problems += [(passage.lines[0], each) for each in wrong if each]
    if problems:
        raise MarkupError(problems)


def addresses(lines: list[str]) -> None:
    """网址只写登记过的官方首页；只有一个来源的，那一段要注明。

    文字里提到的 .gov.cn 域名也要登记过。
    """
    problems = []
    for passage in passages(lines):
        for scheme, host, path in ADDRESS.findall(
            unicodedata.normalize("NFKC", passage.text).lower()
        ):
            if scheme or host.endswith(".gov.cn"):
                problems += [
                    (passage.lines[0], message)
                    for message in address_problems(scheme, host, path, UNCONFIRMED in passage.text)
                ]
    if problems:
        raise MarkupError(problems)


def address_problems(scheme: str, host: str, path: str, marked: bool) -> list[str]:
    refused = next(
        (
            why
            for name, why in load("official_sites")["refused"].items()
            if host == name or host.endswith(f".{name}")
        ),
        None,
    )
    home = f"{scheme}{host}/"
    starts = [scheme] if scheme else ["https://", "http://", "https://www."]
    known = {site_confidence(f"{start}{host}/") for start in starts} - {None}
    if refused:
        return [f"{host} 不能用：{refused}"]
    if not known:
        return [f"{home} 没有登记；官方首页登记在 calc/parameters/official_sites.toml"]
    if scheme and path not in ("", "/"):
        return [f"{home} 后面不要写 {path[1:30]}，只写官方首页"]
    if not marked and known == {"single"}:
        return [f"{home} 只有一个来源，这一段里要写“{UNCONFIRMED[1:-1]}”"]
    return []


def filled_links(lines: list[str]) -> None:
    """带着数字打开计算器的链接，数字要能算。

    写法是 ``[算一算](../calculators/x.md){ data-fill="名称=值&名称=值" }``。
    """
    problems = []
    for number, line in enumerate(lines):
        for id, given in FILLED.findall(line):
            answer = (
                calc.run(id, dict(parse_qsl(given)))
                if id in calc.calculator_ids()
                else {"errors": [{"message": f"没有 {id} 这个计算器"}]}
            )
            problems += [
                (number, f"data-fill：{error['message']}") for error in answer.get("errors", ())
            ]
        if line.count("data-fill") != len(FILLED.findall(line)):
            problems.append((number, f"带数字的链接应当像 {FILLED_LIKE}"))
    if problems:
        raise MarkupError(problems)


def basis(path, lines: list[str]) -> None:
    """查法、规则、地区、计算器和算例的每一页都要列出依据；地区的页面要有它那些数据的来源。"""
    kinds = {block.kind for block in fenced_blocks(lines)}
    place = path.relative_to(DOCS)
    if place.parts[0] not in SOURCED or kinds & LISTS:
        return
    listed = listed_sources(lines)
    if not listed:
        raise MarkupError([(len(lines) - 1, "这一页没有列出依据：页末要有 sources 代码块")])
    needed = set(load("regions")["sources"]) if "region" in kinds else set()
    if needed - listed:
        raise MarkupError(
            [(len(lines) - 1, f"地区的页面，sources 里要有 {'、'.join(sorted(needed - listed))}")]
        )


# 各省早年的通知，只在那一张表里登记：文号和把握写在同一段里。
REGISTERED = ("document",)


def strings(value, skipped: tuple[str, ...] = ()) -> list[str]:
    """表里所有的文字，名称除外。"""
    if isinstance(value, dict):
        return [
            text
            for name, each in value.items()
            if name not in skipped
            for text in strings(each, skipped)
        ]
    if isinstance(value, list):
        return [text for each in value for text in strings(each, skipped)]
    return [value] if isinstance(value, str) else []


def table_texts(name: str) -> list[str]:
    """参数表里给读者看的话：手写的政策数字、没有登记的文件和网址。

    数值自己的表、条文原来的话（says）和错的说法（wrong）里可以有数。
    """
    table = load(name)
    problems = (
        []
        if "values" in table or name in TABLES
        else [
            problem
            for text in strings(table, ("says", "wrong"))
            for problem in problems_of(typed_figures, text)
        ]
    )
    for text in strings(table, REGISTERED):
        problems += problems_of(addresses, text + UNCONFIRMED if ADDRESS.fullmatch(text) else text)
        problems += [
            f"{cited} 没有登记（{text[:40]}）" for cited, known in cited_in(text) if not known
        ]
    return [f"calc/parameters/{name}.toml: {problem}" for problem in problems]


def problems_of(check, text: str) -> list[str]:
    try:
        check(text.splitlines())
    except MarkupError as wrong:
        return [f"{message}（{text[:40]}）" for _, message in wrong.problems]
    return []


def used_sources() -> set[str]:
    """页面的 sources 和宏、参数表、程序里用到的来源。"""
    used = set()
    for path in DOCS.rglob("*.md"):
        text = path.read_text("utf-8")
        used |= listed_sources(text.splitlines()) | set(SOURCE_MACRO.findall(text))
    for path in (ROOT / "calc").rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        used |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for path in (ROOT / "calc" / "parameters").glob("*.toml"):
        used |= set() if path.stem == "sources" else set(strings(load(path.stem)))
    return used


def unused_sources() -> list[str]:
    """登记了、没有一处用到的文件。"""
    return [
        f"calc/parameters/sources.toml: {key} 没有一处用到"
        for key in sorted(set(sources()) - used_sources())
    ]
