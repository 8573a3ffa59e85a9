"""页面里“很多人一起算”的表单。程序来了才显出来；没有来，只有一句话。"""

from datetime import date

import calc
from calc.html.elements import Markup, element
from calc.sheets import MOST_ROWS

ASLEEP = "还没打开，等几秒。一直这样就刷新，或换个新浏览器。"
NO_SCRIPT = "没有打开 JavaScript：这一页要在浏览器里算，请打开 JavaScript。"
PASTE = "在 Excel、WPS 里选中，连第一行的表头一起复制，粘贴到这里。"
FILE = f"CSV 或 TSV 文件，一次最多 {MOST_ROWS:,} 行。Excel 工作簿（.xlsx）先另存为 CSV。"
FIRST = ("retirement-age", "statement-check")  # 用得最多的，放在前面
BUTTON = {"type": "button", "class": "md-button"}
SUBMIT = {"type": "submit", "class": "md-button md-button--primary"}
FORM = {"novalidate": True, "autocomplete": "off", "data-search-exclude": True, "hidden": True}


def batch_card(key: str, samples: dict[str, str], today: date) -> Markup:
    """``samples`` 是每个计算器的空表；``today`` 是没有填“按哪一天的规定”时的那一天。"""
    return element(
        "calc-batch",
        {"class": "calc", "data-today": today},
        element("p", {"class": "calc-lead"}, ASLEEP),
        element("form", FORM, controls(key, samples), outcome()),
        element("noscript", None, element("p", None, NO_SCRIPT)),
    )


def controls(key: str, samples: dict[str, str]) -> list[Markup]:
    options = (option(id, samples[id]) for id in dict.fromkeys([*FIRST, *samples]))
    opened = {"name": "file", "type": "file"}
    typed = {"name": "text", "rows": 6, "spellcheck": "false"}
    return [
        field(f"{key}-calculator", "算什么", "select", {"name": "calculator"}, options),
        element(
            "p",
            {"class": "calc-buttons"},
            element("button", BUTTON | {"data-sample": True}, "下载空表"),
        ),
        field(f"{key}-text", "从表格里粘贴", "textarea", typed, notes=PASTE),
        field(f"{key}-file", "或者打开一个文件", "input", opened, notes=FILE),
    ]


def field(id: str, label: str, name: str, facts: dict, inside=None, notes: str = "") -> Markup:
    shown = element("span", {"class": "calc-help", "id": f"{id}-help"}, notes) if notes else None
    described = {"id": id, **facts, "aria-describedby": f"{id}-help" if notes else None}
    return element(
        "div",
        {"class": "calc-field"},
        element("label", {"for": id}, label),
        element(name, described, inside),
        shown,
    )


def option(id: str, sample: str) -> Markup:
    """属性里的换行只是一个字，下载的时候再换回来。"""
    facts = {"value": id, "data-sample": sample.replace("\r\n", "\n")}
    return element("option", facts, calc.calculator(id).title)


def outcome() -> list[Markup]:
    """读成了什么，算到哪里，算出了什么。"""
    progress = element("progress", {"aria-label": "算了多少行"})
    return [
        element("div", {"class": "calc-columns"}),
        element(
            "p",
            {"class": "calc-buttons"},
            element("button", SUBMIT, "开始算"),
            " ",
            element("button", BUTTON | {"data-stop": True, "hidden": True}, "取消"),
        ),
        element("div", {"class": "calc-progress", "hidden": True}, progress, element("span")),
        element("div", {"class": "calc-status", "role": "status"}),
        element("div", {"class": "calc-answers"}),
    ]
