"""表单写成 HTML：由声明得出，填好算例。"""

from decimal import Decimal

from calc.declaration import MAY_BE_EMPTY, Calculator, Input, OneOf
from calc.html.elements import Markup, element, joined
from calc.kinds import Kind, MoneyList, MonthSet, Offset, Rows, Whole

MONTHS = range(1, 13)
FEWEST_AMOUNTS = 3  # 个数不定的一串金额，先给几格
REQUIRED = f"没有写“{MAY_BE_EMPTY}”的，都要填。"


def fields(item: Calculator, given: dict, key: str) -> Markup:
    """各个输入项；不常用的收进“更多选项”。"""
    chosen = {group: chosen_in(group, given) for group in item.one_of}
    rows: list[Markup] = []
    more: list[Markup] = []
    for entry in item.inputs:
        group = next((group for group in item.one_of if entry.name in group.names), None)
        if group and entry.name == group.names[0]:
            rows.append(chooser(item, group, chosen[group], key))
        off = group is not None and chosen[group] != entry.name
        off |= entry.unless is not None and entry.unless in chosen.values()
        off |= not item.is_shown(entry, given)
        made = field(entry, given, item.need(entry), key, off)
        (more if entry.more else rows).append(made)
    opened = any(entry.more and entry.name in given for entry in item.inputs)
    has_optional = any(item.need(entry) and not entry.more for entry in item.inputs)
    required = element("p", {"class": "calc-required"}, REQUIRED) if has_optional else None
    return joined(required, rows, folded_options(more, opened))


def folded_options(more: list[Markup], opened: bool) -> Markup | None:
    if not more:
        return None
    summary = element("summary", None, "更多选项")
    return element("details", {"class": "calc-more", "open": opened}, summary, more)


def chosen_in(group: OneOf, given: dict) -> str:
    return next((name for name in group.names if name in given), group.names[0])


def chooser(item: Calculator, group: OneOf, chosen: str, key: str) -> Markup:
    labels = {entry.name: entry.label for entry in item.inputs}
    id = f"{key}-{group.names[0]}-choice"
    options = choices([(name, labels[name]) for name in group.names], chosen)
    return element(
        "div",
        {"class": "calc-field"},
        element("label", {"for": id}, group.label),
        element("select", {"id": id, "data-chooses": " ".join(group.names)}, options),
    )


def choices(options, chosen: str | None) -> list[Markup]:
    return [
        element("option", {"value": value, "selected": value == chosen}, label)
        for value, label in options
    ]


def field(entry: Input, given: dict, need: str, key: str, off: bool) -> Markup:
    """一个输入项：名称、控件、说明和写错误的地方。"""
    id, kind, raw = f"{key}-{entry.name}", entry.kind, given.get(entry.name, entry.default)
    described = {"aria-describedby": f"{id}-help {id}-error"}
    label = joined(entry.label, unit_beside(entry), need_beside(need))
    notes = (
        element("span", {"class": "calc-help", "id": f"{id}-help"}, entry.help),
        element("span", {"class": "calc-error", "id": f"{id}-error"}),
    )
    attributes = outline(entry, given, off)
    if kind.control in MANY:
        legend = element("legend", None, label)
        return element(
            "fieldset", attributes | described, legend, MANY[kind.control](entry, raw, id), notes
        )
    control = SINGLE[kind.control](entry, raw, id, described)
    return element("div", attributes, element("label", {"for": id}, label), control, notes)


def outline(entry: Input, given: dict, off: bool) -> dict:
    """一个输入项外框的属性；``data-example`` 是例子里填了的，不是默认的。"""
    return {
        "class": "calc-field",
        "data-field": entry.name,
        "data-example": str(given.get(entry.name, entry.default)) != str(entry.default),
        "data-when": "=".join(entry.shown_when) if entry.shown_when else None,
        "data-unless": entry.unless or None,
        "hidden": off,
    }


def unit_beside(entry: Input) -> Markup | None:
    unit = entry.kind.unit
    if not unit or unit in entry.label:
        return None
    return joined(" ", element("span", {"class": "calc-unit"}, unit))


def need_beside(need: str) -> Markup | None:
    return joined(" ", element("span", {"class": "calc-need"}, need)) if need else None


def box(kind: Kind, id: str, name: str, value, extra: dict | None = None) -> Markup:
    """填一格文字的控件。"""
    attributes = {"id": id, "name": name, "type": "text", "inputmode": kind.keyboard}
    return element("input", attributes | {"value": value} | (extra or {}))


def text_box(entry: Input, raw, id: str, described: dict) -> Markup:
    return box(entry.kind, id, entry.name, raw or "", described)


def area(entry: Input, raw, id: str, described: dict) -> Markup:
    """许多行文字。头一个换行不算内容，所以多写一个。"""
    attributes = {"id": id, "name": entry.name, "rows": 8}
    return element("textarea", attributes | described, "\n", raw or "")


def select(entry: Input, raw, id: str, described: dict) -> Markup:
    blank = f"（{'请选择' if entry.required else '不选'}）"
    first = None if entry.default else element("option", {"value": ""}, blank)
    options = choices(entry.kind.options, raw)
    return element("select", {"id": id, "name": entry.name} | described, first, options)


def offset(entry: Input, raw, id: str, described: dict) -> Markup:
    """按时、提前还是延迟；不是按时的，再写几个月。两个控件合成一个值。"""
    kind = entry.kind
    assert isinstance(kind, Offset)
    months = kind.parse(raw or 0)
    sign = "-" if months < 0 else "+" if months else ""
    named = {"id": f"{id}-count", "name": entry.name, "type": "text", "inputmode": "numeric"}
    count = {"value": abs(months) or "", "aria-label": f"{entry.label}：几个月"}
    return element(
        "span",
        {"class": "calc-offset"},
        element("select", {"id": id, "name": entry.name} | described, choices(OFFSETS, sign)),
        " ",
        element(
            "span", {"class": "calc-count", "hidden": not sign}, element("input", named | count)
        ),
    )


def months(entry: Input, raw, id: str) -> Markup:
    """十二个月的勾选框；没有填的，全勾上。"""
    assert isinstance(entry.kind, MonthSet)
    paid = entry.kind.parse(raw) if raw else MONTHS
    boxes = (month_box(entry.name, month, month in paid) for month in MONTHS)
    return element("span", {"class": "calc-many"}, boxes)


def month_box(name: str, month: int, checked: bool) -> Markup:
    attributes = {"type": "checkbox", "name": name, "value": month, "checked": checked}
    return element("label", None, element("input", attributes), f" {month} 月")


def amounts(entry: Input, raw, id: str) -> Markup:
    """一串金额，一格一个。"""
    kind = entry.kind
    assert isinstance(kind, MoneyList)
    given: list[Decimal | str] = list(kind.parse(raw)) if raw else []
    count = kind.count if kind.exact else min(FEWEST_AMOUNTS, kind.count)
    given += [""] * (count - len(given))
    boxes = (
        element(
            "label",
            None,
            f"{kind.item.format(position)} ",
            box(kind.each, f"{id}-{position}", entry.name, amount),
        )
        for position, amount in enumerate(given, 1)
    )
    return element("span", {"class": "calc-many calc-amounts"}, boxes)


def lines(entry: Input, raw, id: str) -> Markup:
    """若干行，每行几格；要更多的行，按钮再加。"""
    kind = entry.kind
    assert isinstance(kind, Rows)
    given = (kind.texts(raw) if raw else []) or [[None] * len(kind.cells)]
    rows = (line(entry.name, kind, row, number, id) for number, row in enumerate(given, 1))
    yearly = {"data-yearly": is_yearly(kind)}
    add = {"type": "button", "class": "calc-add", "data-add": True}
    return joined(
        element("span", {"class": "calc-lines", "data-most": kind.most} | yearly, rows),
        " ",
        element("button", add, "再加一行"),
    )


def line(name: str, kind: Rows, row: list, number: int, id: str) -> Markup:
    """一行：叫什么，各格，去掉它的按钮。每一格念出来的名称带着这一行的。"""
    called = row_name(kind, row, number)
    cells = (
        element(
            "label",
            None,
            cell.label,
            joined(" ", element("span", None, cell.kind.unit)) if cell.kind.unit else None,
            " ",
            box(
                cell.kind,
                f"{id}-{number}-{cell.name}",
                name,
                "" if value is None else value,
                {"aria-label": f"{called} {cell.label}", "data-label": cell.label},
            ),
        )
        for cell, value in zip(kind.cells, row)
    )
    remove = {"type": "button", "class": "calc-remove", "data-remove": True}
    return element(
        "span",
        {"class": "calc-line"},
        element("span", {"class": "calc-row"}, called),
        cells,
        element("button", remove | {"aria-label": f"去掉{called}"}, "去掉"),
    )


def row_name(kind: Rows, row: list, number: int) -> str:
    """一行叫什么；头一格是年份的，带上年份。"""
    year = f"，{row[0]} 年" if is_yearly(kind) and row[0] else ""
    return f"第 {number} 行{year}"


def is_yearly(kind: Rows) -> bool:
    first = kind.cells[0].kind
    return isinstance(first, Whole) and first.unit == "年"


OFFSETS = (("", "按时"), ("-", "提前几个月"), ("+", "延迟几个月"))
SINGLE = {"text": text_box, "area": area, "select": select, "offset": offset}
MANY = {"months": months, "amounts": amounts, "rows": lines}


def given_list(item: Calculator, given: dict) -> Markup:
    """算例填了什么，按声明的先后。"""
    rows = (
        element(
            "div",
            None,
            element("dt", None, entry.label),
            element("dd", None, entry.kind.given(given[entry.name])),
        )
        for entry in item.inputs
        if entry.name in given
    )
    return element("dl", {"class": "calc-figures"}, rows)
