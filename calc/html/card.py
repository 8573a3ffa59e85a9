"""页面里的一个计算器：填好算例的表单和算好的结果。"""

from datetime import date

from calc.declaration import TODAY, Calculator, coded
from calc.html.elements import Markup, element, joined
from calc.html.form import fields, given_list
from calc.html.result import WHOSE, brief, bullets, result, unfilled
from calc.parameters import checked_day

# 页面的程序来了才换掉；没有来，表单不会被当成活的。
ASLEEP = "计算器还没打开，改数字不会算，下面是例子的结果。一直这样就刷新，或换个新浏览器。"
LIMITS = "没有考虑的"
NO_SCRIPT = "没有打开 JavaScript：要换成自己的数字，请打开 JavaScript。"
# 例子的数不是读者要找的答案，搜索里不列。
UNSEARCHED = {"data-search-exclude": True}
ABOUT = {"class": "calc-about", "data-about-example": True}
BLANK = {"type": "button", "class": "calc-copy", "data-blank": True}
SUBMIT = {"type": "submit", "class": "md-button md-button--primary"}
RESET = {"type": "reset", "class": "md-button"}
SHARE = {"type": "button", "class": "md-button", "data-share": True}
PRINT = {"type": "button", "class": "md-button", "data-print": True}


def card(
    item: Calculator,
    given: dict,
    answer: dict | None,
    key: str,
    first: bool = True,
    today: date | None = None,
    about: str = "",
) -> Markup:
    """``key`` 在一页之内不重复；不是页面里第一个的，表单收起来，只列出填了什么。

    没有 ``answer`` 的，是没有填的表单；``about`` 是讲例子的话，结果还是例子的时候才有。

    ``today`` 是没有填“按哪一天的规定”时的那一天，写进页面，浏览器里照它算；没有给，同
    ``calc.run``。
    """
    given = item.implied({name: coded(item.input(name), raw) for name, raw in given.items()})
    dated = (today or checked_day()) if item.input(TODAY.name) else None
    # 一页里只有第一个是区域；区域多了，读屏软件的目录里分不清。
    role = "region" if first else "group"
    named = {"class": "calc-result", "role": role, "aria-label": "结果"}
    return element(
        "calc-form",
        {"class": "calc", "calculator": item.id, "data-today": dated},
        form(item, given, key, first, answer is None),
        element("div", UNSEARCHED | named, result(answer) if answer else unfilled()),
        element("p", UNSEARCHED | ABOUT, about) if about else None,
        limits(item, first),
    )


def form(item: Calculator, given: dict, key: str, first: bool, blank: bool) -> Markup:
    typed = any(entry.kind.control != "select" for entry in item.inputs)
    own = f"换成你的{'数字' if typed else '情况'}"
    lead = element("p", {"class": "calc-lead"}, ASLEEP)
    controls = joined(lead, fields(item, given, key))
    return element(
        "form",
        {"novalidate": True, "autocomplete": "off", "data-search-exclude": True},
        title(item, f"：{own}" if first and not blank else "", typed),
        controls if first else folded_form(item, given, own, controls),
        buttons(blank),
        element("div", {"class": "calc-status", "role": "status"}),
        element("noscript", None, element("p", None, NO_SCRIPT)),
    )


def title(item: Calculator, own: str, typed: bool) -> Markup:
    name = element("b", None, item.title)
    blank = joined(" ", element("button", BLANK, "清空，填自己的")) if typed else None
    return element("p", {"class": "calc-title"}, name, own, blank)


def folded_form(item: Calculator, given: dict, own: str, controls: Markup) -> Markup:
    return joined(
        element(
            "div",
            {"class": "calc-given"},
            element("p", None, "例子里填的数："),
            given_list(item, given),
        ),
        element("details", {"class": "calc-more"}, element("summary", None, own), controls),
    )


def buttons(blank: bool) -> Markup:
    return element(
        "p",
        {"class": "calc-buttons"},
        element("button", SUBMIT, "计算"),
        " ",
        element("button", RESET, "重新选" if blank else "恢复算例"),
        " ",
        element("button", SHARE, "分享"),
        " ",
        element("button", PRINT, "打印"),
    )


def illustration(item: Calculator, given: dict, answer: dict, numbers: str) -> Markup:
    """讲解里的一个例子：结果，收起来的步骤，和填好了打开计算器的链接。

    ``numbers`` 是链接里的数字，由 :func:`pairs` 写成。
    """
    given = {name: coded(item.input(name), raw) for name, raw in given.items()}
    filled = {"data-page": f"calculators/{item.id}/", "data-fill": numbers}
    link = element("a", filled, "打开计算器，换成自己的数")
    name = element("p", {"class": "calc-title"}, element("b", None, item.title), f"：{WHOSE}")
    return element(
        "div",
        UNSEARCHED | {"class": "calc calc-shown"},
        name,
        brief(answer, given_list(item, given)),
        element("p", None, link),
    )


def pairs(item: Calculator, given: dict) -> dict:
    """带数字的链接里怎样写：勾选的月份和一串金额，一格一个。"""
    given = {name: coded(item.input(name), raw) for name, raw in given.items()}
    kinds = {entry.name: entry.kind for entry in item.inputs}
    many = {name for name in given if kinds[name].control in ("months", "amounts")}
    return {name: kinds[name].parse(raw) if name in many else raw for name, raw in given.items()}


def limits(item: Calculator, first: bool) -> Markup:
    """一页里只有第一个摊开，别的收起来。"""
    listed = bullets("", item.limits)
    if first:
        heading = element("p", None, element("b", None, LIMITS))
        return element("div", {"class": "calc-limits"}, heading, listed)
    return element("details", {"class": "calc-limits"}, element("summary", None, LIMITS), listed)
