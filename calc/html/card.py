"""页面里的一个计算器：填好算例的表单和算好的结果。"""

from datetime import date

from calc.declaration import TODAY, Calculator, coded
from calc.html.elements import Markup, element, joined
from calc.html.form import fields, given_list
from calc.html.result import bullets, result
from calc.parameters import checked_day

# 页面的程序来了才换掉；没有来，表单不会被当成活的。
ASLEEP = "计算器还没打开，改数字不会算，下面是例子的结果。一直这样就刷新，或换个新浏览器。"
NO_SCRIPT = "没有打开 JavaScript：要换成自己的数字，请打开 JavaScript。"
BLANK = {"type": "button", "class": "calc-copy", "data-blank": True}
SUBMIT = {"type": "submit", "class": "md-button md-button--primary"}
RESET = {"type": "reset", "class": "md-button"}
SHARE = {"type": "button", "class": "md-button", "data-share": True}
PRINT = {"type": "button", "class": "md-button", "data-print": True}


def card(
    item: Calculator,
    given: dict,
    answer: dict,
    key: str,
    first: bool = True,
    today: date | None = None,
) -> Markup:
    """``key`` 在一页之内不重复；不是页面里第一个的，表单收起来，只列出填了什么。

    ``today`` 是没有填“按哪一天的规定”时的那一天，写进页面，浏览器里照它算；没有给，同
    ``calc.run``。
    """
    given = {name: coded(item.input(name), raw) for name, raw in given.items()}
    dated = (today or checked_day()) if item.input(TODAY.name) else None
    # 一页里只有第一个是区域；区域多了，读屏软件的目录里分不清。
    role = "region" if first else "group"
    named = {"class": "calc-result", "role": role, "aria-label": "结果"}
    return element(
        "calc-form",
        {"class": "calc", "calculator": item.id, "data-today": dated},
        form(item, given, key, first),
        element("div", named, result(answer)),
        limits(item),
    )


def form(item: Calculator, given: dict, key: str, first: bool) -> Markup:
    typed = any(entry.kind.control != "select" for entry in item.inputs)
    own = f"换成你的{'数字' if typed else '情况'}"
    lead = element("p", {"class": "calc-lead"}, ASLEEP)
    controls = joined(lead, fields(item, given, key))
    return element(
        "form",
        {"novalidate": True, "autocomplete": "off", "data-search-exclude": True},
        title(item, f"：{own}" if first else "", typed),
        controls if first else folded_form(item, given, own, controls),
        buttons(),
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


def buttons() -> Markup:
    return element(
        "p",
        {"class": "calc-buttons"},
        element("button", SUBMIT, "计算"),
        " ",
        element("button", RESET, "恢复算例"),
        " ",
        element("button", SHARE, "分享"),
        " ",
        element("button", PRINT, "打印"),
    )


def limits(item: Calculator) -> Markup:
    heading = element("p", None, element("b", None, "没有考虑的"))
    return element("div", {"class": "calc-limits"}, heading, bullets("", item.limits))
