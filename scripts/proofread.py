"""建站前的校对：手写的政策数字、没有登记或没有列出的文件、没有用到的来源、缺东西的地区。

各检查返回 (行, 说明) 的错误，行从 0 起；全站的检查返回写好文件名的说明。
"""

import re
import unicodedata
from functools import cache

from calc.parameters import load, parameter, sources
from scripts.blocks import CODE_SPAN, DOCS, ROOT, MarkupError, fenced_blocks

MACRO = re.compile(r"\{\{[^{}]*\}\}")
SOURCE_MACRO = re.compile(r"\{\{ *source +([\w-]+) *\}\}")
LAW_NAME = re.compile(r"《[^《》]*(?:法|条例|规定|办法|决定|通知|意见|规则|公告)》")
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,6}〔\d{4}〕\s*\d+\s*号|令第\s*\d+\s*号")
DIGITS = {"八": "8", "十一": "11", "二十": "20", "六十": "60"}
HOME_PAGE = re.compile(r"https?://([\w-]+\.)+gov\.cn/")
REGION_FIELDS = {"name", "site", "hall", "portal", "apps", "unconfirmed", "items", "terms", "year", "notes"}


def outside_blocks(lines: list[str]):
    """代码块之外的各行：(行号, 去掉行内代码的文字)。"""
    inside = {number for block in fenced_blocks(lines) for number in range(block.line, block.end)}
    return [(number, CODE_SPAN.sub("", line)) for number, line in enumerate(lines) if number not in inside]


@cache
def figure_patterns() -> tuple[tuple[re.Pattern, re.Pattern], ...]:
    """政策数字的写法，和它出现在什么话里才算：(数字, 上下文)。数字都来自参数。"""
    dated = ("crediting_rate", "account_contribution_rate", "flexible_contribution_rate", "contribution_base_floor", "contribution_base_ceiling")
    percents = {str(value.value) for name in dated for value in parameter(name).values}
    minimum = [int(value.value) for value in parameter("minimum_contribution_months").values]
    groups = [group for group in load("retirement_ages").values() if isinstance(group, dict)]
    ages = {group[name] for group in groups for name in ("original_age", "target_age")}
    divisors = load("payout_months")["months"].values()
    survivor = load("survivor_benefit")
    months = {survivor["funeral_grant"]["months"], survivor["bereavement"]["most"], survivor["bereavement"]["retired_least"]}
    written = (
        (percents, r"\s*[%％]", r""),
        ({f"{count / 12:g}" for count in minimum}, r"\s*年", r"最低|缴满|缴费满|年限|不足|不满|累计"),
        (minimum, r"\s*个月", r"最低|缴费年限"),
        (ages, r"\s*(周)?岁(?! *\d)", r"法定|原定|原来的|延迟到|延到|推迟到|不早于|不得低于|弹性"),
        (divisors, r"\s*(个月)?", r"计发月数"),
        (months, r"\s*个月", r"抚恤|丧葬"),
    )
    return tuple(
        (re.compile(rf"(?<![\d.,]){'(?:' + '|'.join(sorted(map(re.escape, map(str, figures)), key=len, reverse=True)) + ')'}(?![\d.,]\d|\d){unit}"), re.compile(context))
        for figures, unit, context in written
    )


def plain_digits(text: str) -> str:
    """全角变半角，去掉加粗和反斜线，“百分之 8”写成“8%”，好认出数字。"""
    text = re.sub(r"[*_\\]", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"百分之\s*([\d.]+|[一二三四五六七八九十]+)", lambda found: f"{DIGITS.get(found[1], found[1])}%", text)
    return re.sub(r"(\d)\.0+(?=\s*%)", r"\1", text)


def typed_figures(lines: list[str]) -> None:
    """政策数字应当从参数取，不在文字里手写。"""
    problems = []
    for number, line in outside_blocks(lines):
        words = plain_digits(MACRO.sub("", line))
        for figure, context in figure_patterns():
            found = figure.search(words)
            if found and context.search(words):
                problems.append((number, f"“{found[0].strip()}”是政策数字，请从参数取，如 {{{{crediting_rate 2021}}}}"))
    if problems:
        raise MarkupError(problems)


def plain(text: str) -> str:
    return re.sub(r"[\s《》〈〉]", "", text)


def endings(cited: str) -> list[str]:
    """文号前面可能连着别的字，如“见国发〔2005〕38 号”：逐字去掉试，至少留发文机关的两个字。"""
    return [cited[start:] for start in range(max(1, cited.find("〔") - 1))]


def citations(lines: list[str]) -> None:
    """页面提到的文件都要登记过，并列在本页的 sources 里。"""
    listed = {line.split("|")[0].strip() for block in fenced_blocks(lines) if block.kind == "sources" for line in block.lines}
    named = {key: plain(item.title + item.number + item.note) for key, item in sources().items()}
    problems = []
    for number, line in outside_blocks(lines):
        for key in SOURCE_MACRO.findall(line):
            if listed and key not in listed:
                problems.append((number, f"提到的 {key} 没有列在本页的 sources 里"))
        for cited in LAW_NAME.findall(line) + DOCUMENT_NUMBER.findall(line):
            known = {key for key, text in named.items() if any(ending in text for ending in endings(plain(cited)))}
            if not known:
                problems.append((number, f"{cited} 没有登记；来源登记在 calc/parameters/sources.toml"))
            elif not known & listed:
                problems.append((number, f"{cited} 没有列在本页的 sources 里（{'、'.join(sorted(known))}）"))
    if problems:
        raise MarkupError(problems)


def unused_sources() -> list[str]:
    """登记了、没有一处用到的文件。"""
    files = [*DOCS.rglob("*.md"), *(ROOT / "calc").rglob("*.py"), *(ROOT / "calc" / "parameters").glob("*.toml")]
    texts = "\n".join(path.read_text("utf-8") for path in files if path.name != "sources.toml")
    unused = [key for key in sources() if not re.search(rf"(?<![\w-]){key}(?![\w-])", texts)]
    return [f"calc/parameters/sources.toml: {key} 没有一处用到" for key in unused]


def written_wrong(region: dict) -> bool:
    try:
        typed_figures(str(region).splitlines())
    except MarkupError:
        return True
    return False


def region_problems(code: str, region: dict) -> list[str]:
    """一个地区要有名称、官网和一页；入口只写政府网站首页；每条说明注明把握。"""
    entries = [region[field] for field in ("site", "hall", "portal") if field in region]
    known = {"site", "hall", "portal", *region.get("apps", ())}
    page = DOCS / "regions" / f"{code}.md"
    text = page.read_text("utf-8") if page.is_file() else ""
    checks = (
        (not written_wrong(region), "文字里有手写的政策数字"),
        ({"name", "site"} <= set(region) <= REGION_FIELDS, f"要有 name、site，别的只能是 {'、'.join(sorted(REGION_FIELDS))}"),
        (all(HOME_PAGE.fullmatch(entry) for entry in entries), "入口只写 .gov.cn 的首页，以 / 结尾"),
        (set(region.get("unconfirmed", ())) <= known, "unconfirmed 里有不认识的项"),
        (all(sure in ("verified", "single") for sure, _ in region.get("notes", ())), "notes 的把握是 verified 或 single"),
        (f"```region {code}\n" in text and f"region: {code}\n" in text and "```sources" in text, f"docs/regions/{code}.md 里要有它的 region、query-channel 和 sources 代码块"),
    )
    return [f"calc/parameters/regions.toml: {code} {message}" for good, message in checks if not good]


def regions() -> list[str]:
    return [problem for code, region in load("regions")["regions"].items() for problem in region_problems(code, region)]
