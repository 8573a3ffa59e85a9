"""把计算器的声明和结果写成 HTML。建站时和浏览器里用的是同一份代码，同样的输入得到同样的字节。"""

import json
from datetime import date
from decimal import Decimal
from html import escape

import calc
from calc import chart
from calc.declaration import Calculator, Figure, Input, coded
from calc.kinds import Choice, Money, MoneyList, MonthSet, Rows
from calc.money import grouped
from calc.months import YearMonth, years_and_months

# 页面的程序来了才换掉；没有来，表单不会被当成活的。
ASLEEP = "计算器还没打开，改数字不会算，下面是例子的结果。一直这样就刷新，或换个新浏览器。"
READ = {"text": "已读原文", "quoted": "据转引，未读到原文"}


def chinese_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def shown(value, unit: str, options: tuple = ()) -> str:
    """一个结果数，给人看的写法；``options`` 把代号换成中文。"""
    if value is None:
        return "—"
    if unit in ("yuan", "product"):
        return grouped(Decimal(value)) + (" 元" if unit == "yuan" else "")
    if unit == "month":
        return YearMonth(*map(int, value.split("-"))).chinese
    if unit == "date":
        return chinese_date(value)
    if unit == "months" and isinstance(value, int) and value >= 24:
        return f"{value} 个月（{years_and_months(value)}）"
    return dict(options).get(value, str(value)) + {"months": " 个月", "years": " 年", "percent": "%"}.get(unit, "")


def written(text: str, unit: str = "text") -> str:
    """网址和本站的一页写成链接，别的照原样。本站页面的 ``href`` 由建站程序和 calc.mjs 补上。"""
    if unit == "page":
        return f'<a data-page="{escape(text)}/">看这一页</a>'
    if unit == "phone":
        return f'<a href="tel:{escape(text)}">{escape(text)}</a>'
    return f'<a href="{escape(text)}" rel="noopener">{escape(text)}</a>' if text.startswith(("http://", "https://")) else escape(text)


def cell(value, column) -> str:
    if column.unit == "yuan" and value is not None:
        return grouped(Decimal(value))
    unit = column.unit if column.unit in ("month", "date") else "text"
    return shown(value, unit, column.options)


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
    declared = {entry.name: entry for entry in item.tables}
    tables = [(declared[entry["name"]], entry["rows"]) for entry in answer["tables"]]
    parts = [
        figures([figure for figure in item.figures if figure.main], answer, "calc-main"),
        figures([figure for figure in item.figures if not figure.main], answer, "calc-figures"),
        *(table(*entry) for entry in tables if entry[0].opened),
        f'<p class="calc-asof">所用规则和数值核对于 {chinese_date(checked)}。</p>',
        listing("calc-notes", (escape(note) for note in answer["notes"])),
        steps(answer),
        *(table(*entry) for entry in tables if not entry[0].opened),
        sources(answer),
    ]
    return "".join(parts)


def figures(items: list[Figure], answer: dict, style: str) -> str:
    rows = "".join(
        f'<div data-figure="{item.name}"><dt>{escape(item.label)}</dt>'
        f"<dd>{written(shown(answer['figures'][item.name], item.unit, item.options), item.unit)}</dd></div>"
        for item in items
        if answer["figures"][item.name] is not None and not item.data
    )
    return f'<dl class="{style}">{rows}</dl>'


def listing(style: str, items) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    attribute = f' class="{style}"' if style else ""
    return f"<ul{attribute}>{rows}</ul>" if rows else ""


def steps(answer: dict) -> str:
    titles = {source["id"]: f"依据：{source['title']}" for source in answer["sources"]} | {"": "只是算术"}
    rows = "".join(
        f"<li><b>{escape(step['label'])}</b> <span class=\"calc-formula\">{escape(step['formula'])}</span> "
        f'<span class="calc-numbers">{escape(step["numbers"])}</span> '
        f'<span class="calc-value">＝ {escape(step["value"])}</span> '
        f'<span class="calc-source">{escape(titles[step["source"]])}</span></li>'
        for step in answer["steps"]
    )
    return f'<details class="calc-steps" open><summary>一步一步怎样算出来</summary><ol>{rows}</ol></details>'


def words(column) -> str:
    """一列是文字还是数：文字靠左。"""
    return ' class="calc-words"' if column.unit == "text" else ""


def table(item, rows: list[dict]) -> str:
    """一张表，连同它的图和复制按钮；没有一行的不写。文字多的，手机上一行排成一块。"""
    if not rows:
        return ""
    head = "".join(f'<th scope="col"{words(column)}>{escape(column.label)}</th>' for column in item.columns)
    body = "".join(
        "<tr>" + "".join(f'<td{words(column)} data-label="{escape(column.label)}">{written(cell(row[column.name], column), column.unit)}</td>' for column in item.columns) + "</tr>" for row in rows
    )
    title = escape(item.title)
    wordy = " calc-wordy" if sum(column.unit == "text" for column in item.columns) > 1 else ""
    return (
        f'{chart.draw(item, rows) if item.chart else ""}<details class="calc-table"{" open" if item.opened else ""}><summary>{title}</summary>'
        f'<div class="calc-scroll" tabindex="0" role="group" aria-label="{title}"><table class="calc-rows{wordy}"><thead><tr>{head}</tr></thead>'
        f'<tbody>{body}</tbody></table></div><p><button type="button" class="calc-copy" data-copy>复制这张表</button></p></details>'
    )


def sources(answer: dict) -> str:
    rows = listing("", (source_line(source) for source in answer["sources"]))
    return f'<details class="calc-sources" open><summary>依据</summary>{rows}</details>'


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
    given = {name: coded(item.input(name), raw) for name, raw in given.items()}
    form = fields(item, given, key)
    typed = not all(isinstance(entry.kind, Choice) for entry in item.inputs)
    own = "数字" if typed else "情况"
    lead = f'<p class="calc-lead">{ASLEEP}</p>'
    blank = ' <button type="button" class="calc-copy" data-blank>清空，填自己的</button>' if typed else ""
    if not first:
        form = f'<div class="calc-given"><p>例子里填的数：</p>{given_list(item, given)}</div><details class="calc-more"><summary>换成你的{own}</summary>{lead}{form}</details>'
    return (
        f'<calc-form class="calc" calculator="{item.id}"><form novalidate autocomplete="off" data-search-exclude>'
        f'<p class="calc-title"><b>{escape(item.title)}</b>{f"：换成你的{own}" if first else ""}{blank}</p>{lead if first else ""}{form}'
        '<p class="calc-buttons"><button type="submit" class="md-button md-button--primary">计算</button> '
        '<button type="reset" class="md-button">恢复算例</button> '
        '<button type="button" class="md-button" data-share>复制带数字的链接</button></p>'
        '<div class="calc-status" role="status"></div>'
        "<noscript><p>没有打开 JavaScript：要换成自己的数字，请打开 JavaScript。</p></noscript>"
        f'</form><p class="calc-whose">例子的结果</p><div class="calc-result">{result(answer)}</div>'
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
    if isinstance(entry.kind, Rows):
        return "；".join(" ".join("—" if cell is None else str(cell) for cell in row) for row in entry.kind.texts(raw))
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
        off |= not item.is_shown(entry, given)
        (more if entry.more else rows).append(field(entry, given.get(entry.name, entry.default), key, off))
    opened = " open" if any(entry.more and entry.name in given for entry in item.inputs) else ""
    if not more:
        return "".join(rows)
    return "".join(rows) + f'<details class="calc-more"{opened}><summary>更多选项</summary>{"".join(more)}</details>'


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
    if isinstance(entry.kind, (MonthSet, MoneyList, Rows)):
        return f"<fieldset {attributes} {described}><legend>{label}</legend>{many(entry, raw, id)}{notes}</fieldset>"
    if isinstance(entry.kind, Choice):
        blank = "" if entry.default else f'<option value="">（{"请选择" if entry.required else "不选"}）</option>'
        control = f'<select id="{id}" name="{entry.name}" {described}>{blank}{choices(entry.kind.options, raw)}</select>'
    else:
        control = (
            f'<input id="{id}" name="{entry.name}" type="text" inputmode="{entry.kind.keyboard}" '
            f'value="{escape(str(raw or ""))}" {described}>'
        )
    return f'<div {attributes}><label for="{id}">{label}</label>{control}{notes}</div>'


def many(entry: Input, raw, id: str) -> str:
    """一组控件：十二个月的勾选框、一串金额，或若干行。"""
    if isinstance(entry.kind, Rows):
        return lines(entry, raw, id)
    if isinstance(entry.kind, MonthSet):
        paid = entry.kind.parse(raw) if raw else range(1, 13)
        boxes = (
            f'<label><input type="checkbox" name="{entry.name}" value="{month}"{" checked" if month in paid else ""}> {month} 月</label>'
            for month in range(1, 13)
        )
        return f'<span class="calc-many">{"".join(boxes)}</span>'
    amounts = list(entry.kind.parse(raw)) if raw else []
    amounts += [""] * ((entry.kind.count if entry.kind.exact else min(3, entry.kind.count)) - len(amounts))
    inputs = (
        f'<label>{entry.kind.item.format(position)} <input id="{id}-{position}" name="{entry.name}" type="text" '
        f'inputmode="{entry.kind.each.keyboard}" value="{amount}"></label>'
        for position, amount in enumerate(amounts, 1)
    )
    return f'<span class="calc-many calc-amounts">{"".join(inputs)}</span>'


def lines(entry: Input, raw, id: str) -> str:
    """若干行，每行几格；要更多的行，按钮再加。"""
    given = entry.kind.texts(raw) if raw else []
    given = given or [[None] * len(entry.kind.cells)]
    rows = "".join(line(entry, row, f"{id}-{number}") for number, row in enumerate(given, 1))
    return f'<span class="calc-lines" data-most="{entry.kind.most}">{rows}</span><button type="button" class="calc-add" data-add>再加一行</button>'


def line(entry: Input, row: list, id: str) -> str:
    cells = (
        f'<label>{escape(cell.label)}{f" <span>{cell.kind.unit}</span>" if cell.kind.unit else ""} <input id="{id}-{cell.name}" name="{entry.name}" '
        f'type="text" inputmode="{cell.kind.keyboard}" value="{escape(str("" if value is None else value))}"></label>'
        for cell, value in zip(entry.kind.cells, row)
    )
    return f'<span class="calc-line">{"".join(cells)}</span>'
