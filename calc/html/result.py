"""结果写成 HTML：数、说明、步骤、明细和依据。"""

from decimal import Decimal
from itertools import starmap

import calc
from calc import units
from calc.declaration import Column, Figure, Table
from calc.html import chart
from calc.html.doubt import marked
from calc.html.elements import GAP, Markup, element, joined, pattern
from calc.money import capital
from calc.months import chinese_date
from calc.units import shown

WHOSE = "例子的结果"  # 读者填了数，网页的程序换成别的
UNFILLED = "选好、填好上面的各项，这里就有结果"
READ = {"text": "已读原文", "quoted": "据转引，未读到原文"}


ITEM = pattern(element("li", None, GAP))
LINK = pattern(element("a", {"href": GAP, "rel": "noopener"}, GAP))
FIGURE = pattern(
    element("div", {"data-figure": GAP}, element("dt", None, GAP), element("dd", None, GAP))
)
CAPITAL = pattern(element("div", None, element("dt", None, GAP), element("dd", None, GAP)))
STEP = pattern(
    element(
        "li",
        None,
        element("b", None, GAP),
        [
            (" ", element("span", {"class": f"calc-{part}"}, GAP))
            for part in ("formula", "numbers", "value", "source")
        ],
    )
)
COPY = element("button", {"type": "button", "class": "calc-copy", "data-copy": True}, "复制这张表")
# 程序没有来，各栏都列着。
ALL_COLUMNS = element(
    "button",
    {"type": "button", "class": "calc-copy", "data-columns": True},
    "列出各栏",
)


def result(answer: dict) -> Markup:
    """一次计算的结果，由 :func:`calc.run` 的回答写成。"""
    item = calc.calculator(answer["calculator"])
    checked = min(source["checked"] for source in answer["sources"])
    listed, tables = item.listed_figures(answer), item.listed_tables(answer)
    asof = f"所用规则和数值核对于 {chinese_date(checked)}。"
    return marked(
        joined(
            answer_box(
                WHOSE,
                figures([each for each in listed if each[0].main], "calc-main"),
                figures([each for each in listed if not each[0].main], "calc-figures"),
                capitals(listed),
            ),
            (table(*each) for each in tables if each[0].opened),
            element("p", {"class": "calc-asof"}, asof),
            bullets("calc-notes", answer["notes"]),
            steps(answer),
            (table(*each) for each in tables if not each[0].opened),
            sources(answer),
        )
    )


def answer_box(whose: str, *parts) -> Markup:
    """最要紧的：是谁的结果，和各个数；网页的程序让它一直看得见。"""
    heading = element("p", {"class": "calc-whose", "role": "heading", "aria-level": 2}, whose)
    return element("div", {"class": "calc-answer", "data-live-result": True}, heading, *parts)


def unfilled() -> Markup:
    """表单还没有填。"""
    return answer_box(UNFILLED)


def brief(answer: dict, given: Markup) -> Markup:
    """讲解里的结果：各个数和要紧的表；填了什么、说明、步骤和依据收在一处。"""
    item = calc.calculator(answer["calculator"])
    opened = [each for each in item.listed_tables(answer) if each[0].opened]
    return marked(
        joined(
            figures([each for each in item.listed_figures(answer) if each[0].main], "calc-main"),
            figures([e for e in item.listed_figures(answer) if not e[0].main], "calc-figures"),
            (table(*each, copied=False) for each in opened),
            folded(
                "calc-detail",
                "例子填的数、说明、步骤和依据",
                given,
                bullets("calc-notes", answer["notes"]),
                step_list(answer, "calc-steps"),
                bullets("", map(source_line, answer["sources"])),
                opened=False,
            ),
        )
    )


def figures(listed: list, style: str) -> Markup:
    rows = [
        FIGURE(item.name, item.label, linked(shown(value, item.unit, item.options), item.unit))
        for item, value in listed
    ]
    return element("dl", {"class": style}, rows)


def capitals(listed: list[tuple[Figure, object]]) -> Markup | None:
    """向经办机构要的钱，大写；只在打印时看得见。"""
    claimed = [(item.label, Decimal(str(value))) for item, value in listed if item.claimed]
    rows = [CAPITAL(f"{label}（大写）", capital(amount)) for label, amount in claimed]
    return element("dl", {"class": "calc-capital"}, rows) if rows else None


LINKED = ("text", "page", "phone")


def linked(text: str, unit: str = "text") -> str:
    """网址、电话和本站的一页写成链接，别的照原样。

    本站页面的 ``href`` 由建站程序和网页的程序补上。
    """
    if unit not in LINKED:
        return text
    if unit == "page":
        return element("a", {"data-page": f"{text}/"}, "看这一页")
    if unit == "phone":
        return element("a", {"href": f"tel:{text}"}, text)
    return LINK(text, text) if text.startswith(("http://", "https://")) else text


def bullets(style: str, items) -> Markup | None:
    """一列；一项也没有的不写。"""
    rows = [ITEM(item) for item in items]
    return element("ul", {"class": style or None}, rows) if rows else None


def folded(style: str, title: str, *children, opened: bool = True) -> Markup:
    """可以收起的一栏。"""
    summary = element("summary", None, title)
    return element("details", {"class": style, "open": opened}, summary, *children)


def steps(answer: dict) -> Markup:
    return folded("calc-steps", "一步一步怎样算出来", step_list(answer))


def step_list(answer: dict, style: str | None = None) -> Markup:
    titles = {each["id"]: f"依据：{each['title']}" for each in answer["sources"]}
    titles[""] = "只是算术"
    rows = [
        STEP(
            each["label"],
            each["formula"],
            each["numbers"],
            f"＝ {each['value']}",
            titles[each["source"]],
        )
        for each in answer["steps"]
    ]
    return element("ol", {"class": style}, rows)


def table(item: Table, rows: list[dict], copied: bool = True) -> Markup:
    """一张表，连同它的图和复制按钮。文字多的，手机上一行排成一块。"""
    wordy = " calc-wordy" if sum(map(is_words, item.columns)) > 1 else ""
    scroll = {"class": "calc-scroll", "tabindex": "0", "role": "group", "aria-label": item.title}
    drawn = element(
        "table", {"class": f"calc-rows{wordy}"}, head(item.columns), body(item.columns, rows)
    )
    more = ALL_COLUMNS if any(column.aside for column in item.columns) else None
    buttons = element("p", None, more, " ", COPY if copied else None) if more or copied else None
    parts = (element("div", scroll, drawn), buttons)
    return joined(
        chart.draw(item, rows) if item.chart else None,
        folded("calc-table", item.title, *parts, opened=item.opened),
    )


def is_words(column: Column) -> bool:
    """一列是文字还是数：文字靠左。"""
    return column.unit == "text"


def style(column: Column) -> str | None:
    if column.aside:
        return "calc-aside"
    return "calc-words" if is_words(column) else None


def head(columns: tuple[Column, ...]) -> Markup:
    cells = (
        element("th", {"scope": "col", "class": style(column)}, column.label) for column in columns
    )
    return element("thead", None, element("tr", None, cells))


def body(columns: tuple[Column, ...], rows: list[dict]) -> Markup:
    line = pattern(element("tr", None, starmap(gap, enumerate(columns))))
    writers = [(column.name, units.cell_writer(column), column.unit) for column in columns]
    lines = [
        line(*[linked(written(row[name]), unit) for name, written, unit in writers]) for row in rows
    ]
    return element("tbody", None, lines)


def gap(place: int, column: Column) -> Markup:
    """这一列的一格，空着；头一列的是这一行的名称。"""
    name, scope = ("td", None) if place else ("th", "row")
    facts = {"scope": scope, "class": style(column), "data-label": column.label}
    return element(name, facts, GAP)


def sources(answer: dict) -> Markup:
    return folded("calc-sources", "依据", bullets("", map(source_line, answer["sources"])))


def source_line(source: dict) -> Markup:
    """一份依据：名称、文号、发文机关、日期、怎样核对的。名称链接到官方首页。"""
    title, url = source["title"], source["url"]
    facts = [source["number"], source["issuer"], source["issued"], READ[source["read"]]]
    facts.append(source["note"].rstrip("。"))
    said = "；".join(fact for fact in facts if fact)
    checked = chinese_date(source["checked"])
    return joined(LINK(url, title) if url else title, f"（{said}；核对于 {checked}）")
