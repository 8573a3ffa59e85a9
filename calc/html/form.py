"""表单写成 HTML：由声明得出，填好算例。"""

from decimal import Decimal

from calc.declaration import Calculator, Input, OneOf
from calc.html.elements import Markup, element, joined
from calc.kinds import Kind, MoneyList, MonthSet, Rows

MONTHS = range(1, 13)
FEWEST_AMOUNTS = 3  # 个数不定的一串金额，先给几格


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
        made = field(entry, given.get(entry.name, entry.default), key, off)
        (more if entry.more else rows).append(made)
    opened = any(entry.more and entry.name in given for entry in item.inputs)
    return joined(rows, folded_options(more, opened))


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


def field(entry: Input, raw, key: str, off: bool) -> Markup:
    """一个输入项：名称、控件、说明和写错误的地方。"""
    id, kind = f"{key}-{entry.name}", entry.kind
    described = {"aria-describedby": f"{id}-help {id}-error"}
    label = joined(entry.label, unit_beside(entry))
    notes = (
        element("span", {"class": "calc-help", "id": f"{id}-help"}, entry.help),
        element("span", {"class": "calc-error", "id": f"{id}-error"}),
    )
    attributes = outline(entry, off)
    if kind.control in MANY:
        legend = element("legend", None, label)
        return element(
            "fieldset", attributes | described, legend, MANY[kind.control](entry, raw, id), notes
        )
    control = (select if kind.control == "select" else text_box)(entry, raw, id, described)
    return element("div", attributes, element("label", {"for": id}, label), control, notes)


def outline(entry: Input, off: bool) -> dict:
    """一个输入项外框的属性。"""
    return {
        "class": "calc-field",
        "data-field": entry.name,
        "data-when": "=".join(entry.shown_when) if entry.shown_when else None,
        "data-unless": entry.unless or None,
        "hidden": off,
    }


def unit_beside(entry: Input) -> Markup | None:
    unit = entry.kind.unit
    if not unit or unit in entry.label:
        return None
    return joined(" ", element("span", {"class": "calc-unit"}, unit))


def box(kind: Kind, id: str, name: str, value, extra: dict | None = None) -> Markup:
    """填一格文字的控件。"""
    attributes = {"id": id, "name": name, "type": "text", "inputmode": kind.keyboard}
    return element("input", attributes | {"value": value} | (extra or {}))


def text_box(entry: Input, raw, id: str, described: dict) -> Markup:
    return box(entry.kind, id, entry.name, raw or "", described)


def select(entry: Input, raw, id: str, described: dict) -> Markup:
    blank = f"（{'请选择' if entry.required else '不选'}）"
    first = None if entry.default else element("option", {"value": ""}, blank)
    options = choices(entry.kind.options, raw)
    return element("select", {"id": id, "name": entry.name} | described, first, options)


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
    rows = (line(entry.name, kind, row, f"{id}-{number}") for number, row in enumerate(given, 1))
    add = {"type": "button", "class": "calc-add", "data-add": True}
    return joined(
        element("span", {"class": "calc-lines", "data-most": kind.most}, rows),
        element("button", add, "再加一行"),
    )


def line(name: str, kind: Rows, row: list, id: str) -> Markup:
    cells = (
        element(
            "label",
            None,
            cell.label,
            joined(" ", element("span", None, cell.kind.unit)) if cell.kind.unit else None,
            " ",
            box(cell.kind, f"{id}-{cell.name}", name, "" if value is None else value),
        )
        for cell, value in zip(kind.cells, row)
    )
    return element("span", {"class": "calc-line"}, cells)


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
