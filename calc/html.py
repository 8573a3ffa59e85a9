"""把计算器的声明和结果写成 HTML。建站时和浏览器里用的是同一份代码，同样的输入得到同样的字节。"""

import json
from datetime import date
from decimal import Decimal
from html import escape

import calc
from calc.declaration import Calculator, Figure, Input
from calc.kinds import Choice, Money, MoneyList, MonthSet
from calc.money import grouped

READ = {"text": "已读原文", "quoted": "据转引，未读到原文"}


def chinese_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def shown(value, unit: str) -> str:
    """一个结果数，给人看的写法。"""
    if value is None:
        return "—"
    if unit in ("yuan", "product"):
        return grouped(Decimal(value)) + (" 元" if unit == "yuan" else "")
    return str(value) + {"months": " 个月", "years": " 年", "percent": "%"}.get(unit, "")


def cell(value, unit: str) -> str:
    return grouped(Decimal(value)) if unit == "yuan" and value is not None else shown(value, "text")


def page_answer(id: str, given_json: str) -> str:
    """网页的一次计算：输入和返回都是 JSON 文字，返回 ``{"html"}`` 或 ``{"errors"}``。"""
    answer = calc.run(id, json.loads(given_json))
    if "errors" not in answer:
        answer = {"html": result(answer)}
    return json.dumps(answer, ensure_ascii=False)


def result(answer: dict) -> str:
    """结果、说明、步骤、明细和依据。"""
    item = calc.calculator(answer["calculator"])
    checked = min(source["checked"] for source in answer["sources"])
    parts = [
        figures([figure for figure in item.figures if figure.main], answer, "calc-main"),
        figures([figure for figure in item.figures if not figure.main], answer, "calc-figures"),
        f'<p class="calc-asof">所用规则和数值核对于 {chinese_date(checked)}。</p>',
        listing("calc-notes", (escape(note) for note in answer["notes"])),
        steps(answer),
        *(table(entry) for entry in answer["tables"]),
        sources(answer),
    ]
    return "".join(parts)


def figures(items: list[Figure], answer: dict, style: str) -> str:
    rows = "".join(
        f'<div data-figure="{item.name}"><dt>{escape(item.label)}</dt>'
        f"<dd>{shown(answer['figures'][item.name], item.unit)}</dd></div>"
        for item in items
    )
    return f'<dl class="{style}">{rows}</dl>'


def listing(style: str, items) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    attribute = f' class="{style}"' if style else ""
    return f"<ul{attribute}>{rows}</ul>" if rows else ""


def steps(answer: dict) -> str:
    titles = {source["id"]: source["title"] for source in answer["sources"]}
    rows = "".join(
        f"<li><b>{escape(step['label'])}</b> <span class=\"calc-formula\">{escape(step['formula'])}</span> "
        f'<span class="calc-numbers">{escape(step["numbers"])}</span> '
        f'<span class="calc-value">＝ {escape(step["value"])}</span> '
        f'<span class="calc-source">依据：{escape(titles[step["source"]])}</span></li>'
        for step in answer["steps"]
    )
    return f'<details class="calc-steps" open><summary>一步一步怎样算出来</summary><ol>{rows}</ol></details>'


def table(entry: dict) -> str:
    head = "".join(f'<th scope="col">{escape(column["label"])}</th>' for column in entry["columns"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell(row[column['name']], column['unit']))}</td>" for column in entry["columns"]) + "</tr>"
        for row in entry["rows"]
    )
    title = escape(entry["title"])
    return (
        f'<details class="calc-table"><summary>{title}</summary><div class="calc-scroll" tabindex="0" role="group" '
        f'aria-label="{title}"><table class="calc-rows"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def sources(answer: dict) -> str:
    rows = listing("", (source_line(source) for source in answer["sources"]))
    return f'<div class="calc-sources"><p><b>依据</b></p>{rows}</div>'


def source_line(source: dict) -> str:
    """一份依据：名称、文号、发文机关、日期、怎样核对的。名称链接到官方首页。"""
    name = escape(source["title"])
    if source["url"]:
        name = f'<a href="{escape(source["url"])}" rel="noopener">{name}</a>'
    facts = [source["number"], source["issuer"], source["issued"], READ[source["read"]], source["note"].rstrip("。")]
    shown_facts = "；".join(escape(fact) for fact in facts if fact)
    return f"{name}（{shown_facts}；核对于 {chinese_date(source['checked'])}）"


def card(item: Calculator, given: dict, answer: dict, key: str, first: bool = True) -> str:
    """页面里的一个计算器：填好算例的表单和算好的结果。

    ``key`` 在一页之内不重复；不是页面里第一个的，表单收起来，只列出填了什么。
    """
    form = fields(item, given, key)
    if not first:
        form = f'<div class="calc-given"><p>例子里填的数：</p>{given_list(item, given)}</div><details class="calc-more"><summary>换成你的数字</summary>{form}</details>'
    return (
        f'<calc-form class="calc" calculator="{item.id}"><form novalidate autocomplete="off" data-search-exclude>'
        f'<p class="calc-title"><b>{escape(item.title)}</b>{"：换成你的数字" if first else ""}</p>{form}'
        '<p class="calc-buttons"><button type="submit" class="md-button md-button--primary">计算</button> '
        '<button type="reset" class="md-button">恢复算例</button> '
        '<button type="button" class="md-button" data-share>复制带数字的链接</button></p>'
        '<div class="calc-status" role="status"></div>'
        "<noscript><p>没有打开 JavaScript：下面是按上面的数字算好的结果，要换成自己的数字，请打开 JavaScript。</p></noscript>"
        f'</form><div class="calc-result">{result(answer)}</div>'
        f'<div class="calc-limits"><p><b>没有考虑的</b></p>{listing("", map(escape, item.limits))}</div></calc-form>'
    )


def given_list(item: Calculator, given: dict) -> str:
    """算例填了什么，按声明的先后。"""
    rows = "".join(
        f"<div><dt>{escape(entry.label)}</dt><dd>{escape(given_text(entry, given[entry.name]))}</dd></div>"
        for entry in item.inputs
        if entry.name in given
    )
    return f'<dl class="calc-figures">{rows}</dl>'


def given_text(entry: Input, raw) -> str:
    if isinstance(entry.kind, Choice):
        return dict(entry.kind.options)[raw]
    if isinstance(entry.kind, Money):
        return shown(entry.kind.parse(raw), "yuan")
    text = "、".join(map(str, entry.kind.parse(raw))) if isinstance(entry.kind, (MonthSet, MoneyList)) else str(raw)
    return f"{text} {entry.kind.unit}".rstrip()


def fields(item: Calculator, given: dict, key: str) -> str:
    chosen = {group: next((name for name in group.names if name in given), group.names[0]) for group in item.one_of}
    rows, more = [], []
    for entry in item.inputs:
        group = next((group for group in item.one_of if entry.name in group.names), None)
        if group and entry.name == group.names[0]:
            rows.append(chooser(item, group, chosen[group], key))
        off = group is not None and chosen[group] != entry.name
        off |= entry.unless is not None and entry.unless in chosen.values()
        off |= entry.shown_when is not None and current(item, given, entry.shown_when[0]) != entry.shown_when[1]
        (more if entry.more else rows).append(field(entry, given.get(entry.name, entry.default), key, off))
    opened = " open" if any(entry.more and entry.name in given for entry in item.inputs) else ""
    return "".join(rows) + f'<details class="calc-more"{opened}><summary>更多选项</summary>{"".join(more)}</details>'


def current(item: Calculator, given: dict, name: str):
    return given.get(name, next(entry.default for entry in item.inputs if entry.name == name))


def chooser(item: Calculator, group, chosen: str, key: str) -> str:
    labels = {entry.name: entry.label for entry in item.inputs}
    options = ((name, labels[name]) for name in group.names)
    return (
        f'<div class="calc-field"><label for="{key}-{group.names[0]}-choice">{escape(group.label)}</label>'
        f'<select id="{key}-{group.names[0]}-choice" data-chooses="{" ".join(group.names)}">{choices(options, chosen)}</select></div>'
    )


def choices(options, chosen: str | None) -> str:
    return "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(label)}</option>' for value, label in options
    )


def field(entry: Input, raw, key: str, off: bool) -> str:
    id = f"{key}-{entry.name}"
    when = f' data-when="{"=".join(entry.shown_when)}"' if entry.shown_when else ""
    when += f' data-unless="{entry.unless}"' if entry.unless else ""
    attributes = f'class="calc-field" data-field="{entry.name}"{when}{" hidden" if off else ""}'
    needed = entry.kind.unit and entry.kind.unit not in entry.label
    unit = f' <span class="calc-unit">{entry.kind.unit}</span>' if needed else ""
    label = f"{escape(entry.label)}{unit}"
    notes = f'<span class="calc-help" id="{id}-help">{escape(entry.help)}</span><span class="calc-error" id="{id}-error"></span>'
    described = f'aria-describedby="{id}-help {id}-error"'
    if isinstance(entry.kind, (MonthSet, MoneyList)):
        return f"<fieldset {attributes} {described}><legend>{label}</legend>{many(entry, raw, id)}{notes}</fieldset>"
    if isinstance(entry.kind, Choice):
        control = f'<select id="{id}" name="{entry.name}" {described}>{choices(entry.kind.options, raw)}</select>'
    else:
        control = (
            f'<input id="{id}" name="{entry.name}" type="text" inputmode="{entry.kind.keyboard}" '
            f'value="{escape(str(raw or ""))}" {described}>'
        )
    return f'<div {attributes}><label for="{id}">{label}</label>{control}{notes}</div>'


def many(entry: Input, raw, id: str) -> str:
    """一组控件：十二个月的勾选框，或一串金额。"""
    if isinstance(entry.kind, MonthSet):
        paid = entry.kind.parse(raw) if raw else range(1, 13)
        boxes = (
            f'<label><input type="checkbox" name="{entry.name}" value="{month}"{" checked" if month in paid else ""}> {month} 月</label>'
            for month in range(1, 13)
        )
        return f'<span class="calc-many">{"".join(boxes)}</span>'
    amounts = entry.kind.parse(raw) if raw else [""] * entry.kind.count
    inputs = (
        f'<label>第 {position} 个月 <input id="{id}-{position}" name="{entry.name}" type="text" '
        f'inputmode="{entry.kind.each.keyboard}" value="{amount}"></label>'
        for position, amount in enumerate(amounts, 1)
    )
    return f'<span class="calc-many calc-amounts">{"".join(inputs)}</span>'
