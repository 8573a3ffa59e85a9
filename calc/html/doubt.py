"""把握不大的话怎样标出来：句子里写的是整句，网页上是一个小记号，整句留给读屏软件和纸。

记号只在这里写；引号里说到这几个字的，不是记号。
"""

import re

from calc.html.elements import Markup, element, joined

WORDS = "未经官方来源核实"
SHORT = "未核实"
HIDDEN = WORDS.removeprefix(SHORT[0]).removesuffix(SHORT[1:])
MARK = element(
    "span",
    {"class": "calc-doubt"},
    f"〔{SHORT[0]}",
    element("span", None, HIDDEN),
    f"{SHORT[1:]}〕",
)
LEGEND = element(
    "p",
    {"class": "calc-legend"},
    joined(element("b", None, f"〔{SHORT}〕"), f"：{WORDS}。只有一个来源，先认清再用。"),
)
KEPT = "pre|code|select|title|script|style"
FOUND = re.compile(
    rf"(?s:<(?P<kept>{KEPT})\b.*?</(?P=kept)>)|<[^>]*>|“[^“”<]*”"
    rf"|(?P<whole>（{WORDS}）)|，?(?P<words>{WORDS})"
)


def marked(html: str) -> Markup:
    """一段 HTML，其中的每一处整句换成记号；换过的再换一次，还是一样。"""
    if WORDS not in html:
        return Markup(html)
    return Markup(FOUND.sub(replaced, html))


def replaced(found: re.Match) -> str:
    return MARK if found["whole"] or found["words"] else found[0]
