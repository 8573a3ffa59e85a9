"""造好的网站里各页正文的文字，和两次造好的有什么不同。"""

import itertools
from collections.abc import Iterator
from difflib import SequenceMatcher
from os.path import commonprefix
from pathlib import Path

APART = "\ue003"
BLOCKS = (
    "p, li, dt, dd, h1, h2, h3, h4, h5, h6, th, td, tr, summary, legend, label, option, button, "
    "pre, div, br, text, details"
)


def article_lines(article) -> list[str]:
    """正文的文字，一段一行；输入框里的值和链接的地址写在方括号里。"""
    for element in article.css("script, style, a.headerlink"):
        element.decompose()
    for element in article.css("input[value], a[href]"):
        value = element.attributes.get("value") or element.attributes.get("href")
        element.insert_after(f"[{value}]")
    for element in article.css(BLOCKS):
        element.insert_before(APART)
        element.insert_after(APART)
    lines = (" ".join(line.split()) for line in article.text().split(APART))
    return [line for line in lines if line]


def site_text(site: Path) -> dict[str, list[str]]:
    """造好的网站里每一页正文的文字。"""
    from selectolax.lexbor import LexborHTMLParser

    found = {}
    for path in sorted(site.rglob("*.html")):
        article = LexborHTMLParser(path.read_text("utf-8")).css_first("article")
        found[path.relative_to(site).as_posix()] = article_lines(article) if article else []
    return found


def page_differences(before: Path, after: Path, most: int = 20) -> list[str]:
    """两次造好的网站，各页正文的差别，每页最多 ``most`` 行。"""
    old, new = site_text(before), site_text(after)
    output = [f"没有了：{page}" for page in old if page not in new]
    output += [f"新的：{page}" for page in new if page not in old]
    for page in (page for page in old if page in new and old[page] != new[page]):
        lines = list(line_differences(old[page], new[page]))
        output += [f"{page}：", *(f"  {line}" for line in lines[:most])]
        output += [f"  ……还有 {len(lines) - most} 行"] if len(lines) > most else []
    return output


def line_differences(before: list[str], after: list[str], width: int = 70) -> Iterator[str]:
    """不同的各行，从不同的地方往前几个字写起。"""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        for old, new in itertools.zip_longest(before[start:end], after[first:last], fillvalue=""):
            same = max(0, len(commonprefix([old, new])) - 12)
            cut = (f"{'…' * (same > 0)}{short(text[same:], width)}" for text in (old, new))
            yield from (f"{sign} {text}" for sign, text in zip("-+", cut) if text)


def short(text: str, most: int) -> str:
    return f"{text[:most]}…" if len(text) > most else text
