"""把计算器的声明和结果写成 HTML。

建站时和浏览器里用的是同一份代码，同样的输入得到同样的字节。
"""

import json
from html import escape

import calc
from calc.declaration import InputErrors
from calc.html.card import card, illustration, pairs
from calc.html.doubt import LEGEND, MARK, marked
from calc.html.elements import Markup, element, joined
from calc.html.form import fields, given_list
from calc.html.result import bullets, result, source_line
from calc.months import chinese_date
from calc.units import shown

__all__ = [
    "LEGEND",
    "MARK",
    "Markup",
    "bullets",
    "card",
    "chinese_date",
    "element",
    "escape",
    "fields",
    "given_list",
    "illustration",
    "joined",
    "listing",
    "marked",
    "pairs",
    "page_answer",
    "result",
    "shown",
    "source_line",
]


def page_answer(id: str, given_json: str) -> str:
    """网页的一次计算：输入和返回都是 JSON 文字，返回 ``{"html"}`` 或 ``{"errors"}``。

    错误里 ``missing`` 的，是还没有填，不是填错了。``read`` 是写法和平常不同的各项读作什么，
    没有这样的就不写。
    """
    given = json.loads(given_json)
    answer: dict[str, object]
    try:
        answer = {"html": result(calc.compute(id, given))}
    except InputErrors as wrong:
        answer = {"calculator": id, "errors": wrong.errors}
    if isinstance(given, dict) and (read := calc.readings(id, given)):
        answer["read"] = read
    return json.dumps(answer, ensure_ascii=False)


def listing(style: str, items) -> str:
    """已经写成 HTML 的几项，排成一列。"""
    return bullets(style, map(Markup, items)) or ""
