"""页面里代码块和行内数值的内容：算例、参数表、依据、退休年龄表、各地入口、术语。

每个代码块由一个函数写成，返回 HTML（一段文字），或者 Markdown 的若干行（其中的 HTML 放在元组里）。
怎样找到它们，见 ``scripts.pages.markup``。
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby, pairwise
from urllib.parse import urlencode

import yaml

import calc
from calc import html
from calc.cli import codes
from calc.html.batch import batch_card
from calc.months import YearMonth, age_text, years_and_months
from calc.parameters import (
    changes,
    load,
    parameter,
    provincial_rates,
    regions,
    site_confidence,
    source,
    sources,
)
from calc.rules.retirement import CATEGORIES, Retirement, first_delayed
from calc.sheets import template
from calc.units import UNITS
from scripts.local.environment import ROOT
from scripts.publish import licences

DOCS = ROOT / "docs"
TERM = re.compile(r"\*\[(?P<word>[^\[\]]*[^\[\]\s][^\[\]]*)\]: *(?P<meaning>\S.*)")
TERMS = DOCS / "fragments" / "terms.md"
FENCE = re.compile(r"(?P<ticks>`{3,})(?P<info>[^`]*)|(?P<tildes>~{3,})(?P<words>.*)")
CODE_SPAN = re.compile(r"(`+)[^`]*\1")
LITERAL = re.compile(r"\{\{ *literal +([^{}]+?) *\}\}")  # 看着像政策数字，其实不是的
MACRO = re.compile(
    r"`[^`]*`|\{\{ *(?P<name>[\w-]+)(?: +(?P<argument>[\w.-]+))?"
    r"(?: +(?P<form>years|month|later))? *\}\}"
)
UNCONFIRMED = "（未经官方来源核实）"
# 不按日期的参数
TABLES = {"retirement_ages", "payout_months", "survivor_benefit", "other_benefits"}


class MarkupError(Exception):
    """页面里的写法有误。``problems`` 是 (行, 说明)，行从 0 起，相对所给文字。"""

    def __init__(self, problems: list[tuple[int, str]]):
        super().__init__("\n".join(message for _, message in problems))
        self.problems = problems


@dataclass(frozen=True)
class Block:
    """一个围栏代码块。``line`` 是开头那一行，从 0 起。"""

    kind: str
    argument: str
    lines: tuple[str, ...]
    line: int

    @property
    def end(self) -> int:
        return self.line + len(self.lines) + 2


def fenced_blocks(lines: list[str]) -> list[Block]:
    """所有围栏代码块，按出现的先后；外层围栏里的内容不再拆开。"""
    blocks, number = [], 0
    while number < len(lines):
        opening = FENCE.fullmatch(lines[number].rstrip())
        if not opening:
            number += 1
            continue
        ticks = opening["ticks"] or opening["tildes"]
        words = (opening["info"] or opening["words"] or "").split()
        body = []
        for text in lines[number + 1 :]:
            closing = text.strip()
            if closing.startswith(ticks) and set(closing) == {ticks[0]}:
                break
            body.append(text)
        else:
            raise MarkupError([(number, f"{ticks} 开了头，后面没有收尾")])
        blocks.append(Block(words[0] if words else "", " ".join(words[1:]), tuple(body), number))
        number += len(body) + 2
    return blocks


@dataclass(frozen=True)
class Example:
    """一个算例：计算器、输入、应得的数，以及各项所在的行（相对围栏开头）。

    ``shown``：form 是填好的表单和结果，result 只有结果和一个填好了打开计算器的链接，
    blank 是空的表单。
    ``about`` 是讲这个例子的话，结果还是例子的时候才有。
    """

    id: str
    inputs: dict
    expect: dict
    lines: dict
    shown: str = "form"
    about: str = ""


SHOWN = ("form", "result", "blank")


def read_example(block: Block) -> Example:
    """没有 inputs 和 expect、写着 ``shown: blank`` 的，是空的表单。"""
    text = "\n".join(block.lines)
    try:
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        read = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  只读成文字
    except (yaml.YAMLError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise MarkupError([(line, "算例的写法不对，应当是“名称: 值”，冒号后有空格")]) from None
    entries, data = (tree.value, read) if isinstance(tree, yaml.MappingNode) else ([], {})
    check_parts(data, [name.value for name, _ in entries])
    lines, problems = {}, []
    for part, mapping in entries:
        for name, _ in mapping.value if isinstance(mapping, yaml.MappingNode) else ():
            place = (part.value, name.value)
            if place in lines:
                problems.append((name.start_mark.line + 1, f"{name.value} 写了不止一次"))
            lines[place] = name.start_mark.line + 1
    if problems:
        raise MarkupError(problems)
    parts = (data.get("inputs", {}), data.get("expect", {}), lines)
    return Example(block.argument, *parts, data.get("shown", "form"), data.get("about", ""))


def check_parts(data: dict, names: list[str]) -> None:
    """算例写了哪几部分，各是什么样子。"""
    words = [name for name in names if name in ("shown", "about")]
    parts = sorted(name for name in names if name not in words)
    blank = data.get("shown") == "blank"
    if parts != ([] if blank else ["expect", "inputs"]) or not all(
        data[part] and isinstance(data[part], dict) for part in parts
    ):
        raise MarkupError([(0, "算例应当有 inputs 和 expect 两部分，expect 至少写一个应得的数")])
    texts = all(isinstance(data[name], str) for name in words)
    if len(set(words)) < len(words) or not texts or data.get("shown", "form") not in SHOWN:
        raise MarkupError([(0, f"shown 是 {'、'.join(SHOWN)} 之一，about 是一段话，各写一次")])
    if "about" in words and data.get("shown", "form") != "form":
        raise MarkupError([(0, "about 只用在有填好的表单的算例里")])


def compute_example(example: Example) -> dict:
    """计算并核对；不符时抛出 :class:`MarkupError`。"""
    answer = computed(example.id, json.dumps(example.inputs), date.today())
    if "errors" in answer:
        problems = [
            (
                example.lines.get(("inputs", error["field"]), 0),
                f"{error['field'] or example.id}：{error['message']}",
            )
            for error in answer["errors"]
        ]
        raise MarkupError(problems)
    problems = []
    for name, expected in example.expect.items():
        line = example.lines["expect", name]
        if name not in answer["figures"]:
            problems.append(
                (line, f"没有 {name} 这个结果；可用的有：{'、'.join(answer['figures'])}")
            )
        elif str(answer["figures"][name]) != expected:
            problems.append((line, f"{name} 写的是 {expected}，计算得 {answer['figures'][name]}"))
    if problems:
        raise MarkupError(problems)
    return answer


@cache
def computed(id: str, inputs: str, day: date) -> dict:
    """检查和写页面各要一次答案，只算一次。"""
    return calc.run(id, json.loads(inputs), day)


def calc_html(block: Block, first: bool) -> str:
    example = read_example(block)
    item, key = known_calculator(example.id), f"c{block.line}"
    if example.shown == "blank":
        return f"<div>{html.card(item, {}, None, key, first, date.today())}</div>"
    answer = compute_example(example)
    if example.shown == "result":
        numbers = urlencode(html.pairs(item, example.inputs), doseq=True)
        return html.illustration(item, example.inputs, answer, numbers)
    about = expand_macros(example.about)
    card = html.card(item, example.inputs, answer, key, first, date.today(), about)
    return f"<div>{card}</div>"


def batch_html(block: Block, _) -> str:
    """很多人一起算的表单；各计算器的空表取自它那一页的第一个算例。"""
    samples = {id: template(calc.calculator(id), first_example(id)) for id in calc.calculator_ids()}
    return f"<div>{batch_card(f'c{block.line}', samples, date.today())}</div>"


def first_example(id: str) -> dict:
    """一个计算器自己那一页的第一个算例填了什么。"""
    lines = (DOCS / "calculators" / f"{id}.md").read_text("utf-8").splitlines()
    blocks = fenced_blocks(lines)
    found = (block for block in blocks if (block.kind, block.argument) == ("calc", id))
    return read_example(next(found)).inputs


def known_calculator(id: str):
    if id not in calc.calculator_ids():
        raise MarkupError([(0, f"没有 {id} 这个计算器")])
    return calc.calculator(id)


def parameter_html(block: Block, _) -> str:
    """参数表：先是各年的数值，再是每一年的来源和不同的说法。"""
    item = known_parameter(block.argument)
    values = list(reversed(item.values))
    rows = "".join(
        f'<tr><th scope="row">{period_text(value)}</th><td>{amount_text(value, item)}</td>'
        f"<td>{standing(value)}</td></tr>"
        for value in values
    )
    proofs = "".join(
        f"<li><b>{period_text(value)}，{amount_text(value, item)}</b><br>{evidence(value)}</li>"
        for value in values
    )
    checked = html.chinese_date(min(value.checked for value in values).isoformat())
    return (
        '<div><table class="calc-rows calc-parameter"><thead><tr><th scope="col">时间</th>'
        f'<th scope="col">{item.label}</th><th scope="col">核实情况</th></tr></thead>'
        f'<tbody>{rows}</tbody></table><p class="calc-asof">核对于 {checked}。</p>'
        f"<details><summary>每一年的来源和不同的说法</summary><ul>{proofs}</ul></details></div>"
    )


def standing(value) -> str:
    known = (
        "读过公布的通知"
        if value.published
        else "多处转引一致"
        if value.confidence == "verified"
        else "未经官方来源核实"
    )
    return f"{known}；有不同的说法" if value.disputed else known


def period_text(value) -> str:
    first, last = value.start, value.end
    if (
        first
        and last
        and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        and first.year == last.year
    ):
        return f"{first.year} 年"
    begun = html.chinese_date(first.isoformat()) if first else "此前"
    return begun + (f"至{html.chinese_date(last.isoformat())}" if last else "起")


def amount_text(value, item) -> str:
    """参数的一个数值，带单位。"""
    if item.unit == "months":
        return years_and_months(int(value.value))
    return f"{value.value}%" if item.unit == "percent" else str(value.value)


def evidence(value) -> str:
    documents = "、".join(f"{source(key).title}{source(key).number}" for key in value.sources)
    if value.published:
        documents += f"，{html.chinese_date(value.published.isoformat())}"
    lines = [
        f"依据：{documents}。" if value.published else f"公布的依据：{documents}，其中没有这个数。"
    ]
    lines += [f"数值见：{value.seen}。"] if value.seen else []
    lines += [value.note] if value.note else []
    lines += [f"不同的说法：{value.disputed}"] if value.disputed else []
    return "<br>".join(html.escape(line) for line in lines)


def sources_html(block: Block, _) -> str:
    rows, keys, problems = [], [], []
    for number, line in enumerate(block.lines, 1):
        key, _, note = (part.strip() for part in line.partition("|"))
        if not key:
            continue
        try:
            keys.append(source(key).id)
            rows.append(
                html.source_line(source(key).as_dict()) + (f"：{html.escape(note)}" if note else "")
            )
        except KeyError:
            problems.append(
                (number, f"没有登记 {key} 这个来源；来源登记在 calc/parameters/sources.toml")
            )
    if problems:
        raise MarkupError(problems)
    days = sorted({source(key).checked for key in keys})
    checked = " 到 ".join(
        html.chinese_date(day.isoformat())
        for day in (days if len(days) < 3 else [days[0], days[-1]])
    )
    return (
        html.listing("calc-basis", rows)
        + f'<p class="calc-asof">本页的规则和来源核对于 {checked}。'
        "文件的名称链接到发文机关的首页，要看原文，在首页上搜文件名。</p>"
    )


def reference_html(block: Block, _) -> str:
    """所有计算器的输入和结果，由声明写成。"""
    return (
        f"<div>{''.join(reference_of(calc.calculator(id)) for id in calc.calculator_ids())}</div>"
    )


def reference_of(item) -> str:
    inputs = "".join(
        reference_row(entry.name, entry.label, input_facts(item, entry)) for entry in item.inputs
    )
    figures = "".join(
        reference_row(entry.name, entry.label, figure_facts(entry)) for entry in item.figures
    )
    tables = "".join(
        reference_row(
            f"{table.name}[]",
            table.title,
            [f"每行：{'、'.join(f'{column.name}（{column.label}）' for column in table.columns)}"],
        )
        for table in item.tables
    )
    return (
        f'<h2 id="{item.id}">{html.escape(item.title)} <code>{item.id}</code></h2>'
        f"<p>{html.escape(item.answers)}</p>"
        f"<h3>输入</h3><dl>{inputs}</dl><h3>结果</h3><dl>{figures}{tables}</dl>"
    )


def reference_row(name: str, label: str, facts: list[str]) -> str:
    words = "。".join(html.escape(fact.rstrip("。")) for fact in facts if fact)
    return f"<dt><code>{name}</code> {html.escape(label)}</dt><dd>{words}</dd>"


def input_facts(item, entry) -> list[str]:
    group = next((group for group in item.one_of if entry.name in group.names), None)
    when = (
        f"{entry.shown_when[0]} 为 {entry.shown_when[1].replace(' ', '、')} 时才用"
        if entry.shown_when
        else ""
    )
    need = (
        "必填"
        if entry.required
        else f"不填是 {entry.default}"
        if entry.default
        else f"与 {'、'.join(group.names)} 恰好填一个"
        if group
        else "可以不填"
    )
    return [
        codes(entry) or entry.kind.accepts,
        need,
        when,
        f"法定术语：{entry.term}" if entry.term else "",
    ]


def figure_facts(entry) -> list[str]:
    results = "、".join(f"{value}（{label}）" for value, label in entry.options)
    return [results or UNITS[entry.unit].described, entry.help]


def catalogue_markdown(block: Block, _) -> list:
    """全站引用的文件，按种类。"""
    titles = {
        "law": "法律、法规和规章",
        "notice": "规范性文件",
        "page": "网页和清单",
        "statement": "公开的账单和核定表",
    }
    groups = {
        kind: [html.source_line(item.as_dict()) for item in sources().values() if item.kind == kind]
        for kind in titles
    }
    return [
        part
        for kind, rows in groups.items()
        for part in ("", f"## {titles[kind]}", "", (html.listing("calc-basis", rows),), "")
    ]


def terms() -> dict[str, str]:
    """术语和解释，一行一个：``*[记账利率]: 解释``。"""
    found = (TERM.fullmatch(line) for line in TERMS.read_text("utf-8").splitlines())
    return {term["word"]: expand_macros(term["meaning"]) for term in found if term}


def term_problems() -> list[str]:
    """术语表里写错的行、写了不止一次的术语。"""
    if not TERMS.is_file():
        return ["docs/fragments/terms.md:1: 没有这个文件；术语表和各页的解释从它取"]
    lines = list(enumerate(TERMS.read_text("utf-8").splitlines(), 1))
    found = {number: TERM.fullmatch(line) for number, line in lines if line.strip()}
    problems = [
        f"docs/fragments/terms.md:{number}: 应当像 *[记账利率]: 解释，半角的方括号和冒号"
        for number, term in found.items()
        if not term
    ]
    words = [term["word"] for term in found.values() if term]
    return problems + [
        f"docs/fragments/terms.md:1: {word} 写了不止一次"
        for word in sorted(set(words))
        if words.count(word) > 1
    ]


def terms_html(block: Block, _) -> str:
    rows = "".join(
        f"<dt>{html.escape(word)}</dt><dd>{html.escape(meaning)}</dd>"
        for word, meaning in terms().items()
    )
    return f'<dl class="calc-terms">{rows}</dl>'


def retirement_html(block: Block, _) -> str:
    """一类人的退休年龄全表：从开始延迟的月份，到延满的那一年年底。"""
    if block.argument not in CATEGORIES:
        raise MarkupError([(0, f"retirement 后面应当写 {'、'.join(CATEGORIES)} 之一")])
    person, rows = first_delayed(block.argument), list[Retirement]()
    while not rows or person.delay < person.most or person.birth.month != 1:
        rows.append(person)
        person = Retirement(block.argument, person.birth.plus(1))
    cells = "".join(retirement_row(person) for person in rows)
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("出生", "延迟月数", "退休年龄", "退休")
    )
    return (
        f'<div><table class="calc-rows calc-months"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{cells}</tbody></table></div>"
    )


def retirement_row(person: Retirement) -> str:
    age = age_text(*person.age(person.statutory))
    return (
        f'<tr><th scope="row">{person.birth.chinese}</th><td>{person.delay}</td>'
        f"<td>{age}</td><td>{person.statutory.chinese}</td></tr>"
    )


def region_markdown(block: Block, _) -> list[str]:
    """一个地区的入口、单上的写法和要注意的事，各注明把握。"""
    region = load("regions")["regions"].get(block.argument)
    if region is None:
        raise MarkupError(
            [(0, f"没有 {block.argument} 这个地区；地区在 calc/parameters/regions.toml")]
        )
    lines = ["## 官方入口", "", *(f"- {entry}" for entry in region_entries(region))]
    absent = [
        name for field, name in ENTRIES[1:] + (("apps", "当地 App"),) if not region.get(field)
    ]
    if absent:
        instead = (
            "先用[全国的渠道](../query/index.md)、[社保窗口](../query/service-counter.md)"
            "和 [12333](../query/hotline-12333.md)。"
        )
        lines += ["", f"{'、'.join(absent)}：没有查到可靠的来源，所以不写。{instead}"]
    items = "、".join(
        f"“{name}”"
        for name in region.get(
            "items", ["个人权益记录查询打印", "个人权益记录（参保证明）查询打印"]
        )
    )
    lines += ["", MARKS_MEAN]
    lines += [
        "",
        "## 进去以后找什么",
        "",
        f"搜{items}{UNCONFIRMED}。{BALANCE_WORDS}",
    ]
    lines += ["", "## 单上余额怎么写", "", terms_text(region)]
    lines += ["", "## 要注意的", "", *(f"- {note}" for note in region_notes(region))]
    return ["", *lines, ""]


ENTRIES = (("site", "人社厅（局）官网"), ("hall", "人社网上大厅"), ("portal", "政务服务网"))


def region_entries(region: dict) -> list[str]:
    """入口，一行一个，没有核实的注明；大厅和政务服务网是同一个的，写成一行。"""
    labels: dict[str, list[str]] = {}
    for field, label in ENTRIES:
        if field in region:
            labels.setdefault(region[field], []).append(label)
    found = [
        (f"{'、'.join(names)}：[{url.split('/')[2]}]({url})", site_confidence(url) == "single")
        for url, names in labels.items()
    ]
    found += [
        (f"App：手机自带的应用商店搜“{name}”", name in region.get("unconfirmed", ()))
        for name in region.get("apps", ())
    ]
    shown = [text + (UNCONFIRMED if doubt else "（已核实）") for text, doubt in found]
    return [*shown, "电话：12333，在外地先拨参保地的区号（已核实）"]


BALANCE_WORDS = (
    "看余额，还要找“养老个人账户”“年度账户”“个人账户信息”“对账单”这些字，以页面显示为准。"
)
MARKS_MEAN = "“已核实”：两份以上独立的来源一致，或者见于官方文件，本站没有在线打开过。"


def terms_text(region: dict) -> str:
    known = "；".join(f"“{term}”" for term in region.get("terms", ()))
    guide = "别的写法见[看懂权益单](../query/statement-guide.md)。"
    return f"可能写成{known}{UNCONFIRMED}。{guide}" if known else f"这里的写法没有查到来源。{guide}"


def region_notes(region: dict) -> list[str]:
    notes = [f"结息年度：{region['year']}{UNCONFIRMED}。"] if "year" in region else []
    notes += [
        text.rstrip("。") + (UNCONFIRMED if sure == "single" else "") + "。"
        for sure, text in region.get("notes", ())
    ]
    return [*notes, "只说到省一级。市、县的入口和窗口地址，打 12333 问。"]


def regions_markdown(block: Block, _) -> list[str]:
    """各地一览，链接到各地的一页。"""
    rows = [
        f"| [{region['name']}]({code}.md) | [{region['site'].split('/')[2]}]({region['site']}) |"
        for code, region in load("regions")["regions"].items()
    ]
    return ["", "| 地区 | 人社部门官网 |", "| --- | --- |", *rows, ""]


def provincial_markdown(block: Block, _) -> list:
    """2016 年以前各省的利率，一个地区一节，逐条写出处和把握；最后是没有查到的地区。"""
    names = {code: region.name for code, region in regions().regions.items()}
    found = {code: provincial_rates().of(code) for code in names}
    lines: list = []
    for code, rates in found.items():
        if rates:
            lines += ["", f"### {names[code]} {{ #{code} }}", "", (provincial_table(rates),)]
    absent = "、".join(names[code] for code, rates in found.items() if not rates)
    return [*lines, "", "### 没有查到的", "", f"一个数也没有查到的：{absent}。", ""]


def provincial_table(rates: list) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("时间", "利率", "怎样用，哪里见到"))
    rows = "".join(
        f'<tr><th scope="row">{html.escape(provincial_period(rate))}</th>'
        f"<td>{rate.value}%</td><td>{provincial_evidence(rate)}</td></tr>"
        for rate in rates
    )
    return (
        f'<table class="calc-rows calc-parameter"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def provincial_period(rate) -> str:
    if rate.period:
        return rate.period
    if (rate.start.month, rate.end.month, rate.end.year) == (1, 12, rate.start.year):
        return f"{rate.start.year} 年"
    return f"{rate.start.chinese}至 {rate.end.chinese}"


def provincial_evidence(rate) -> str:
    known = "（已核实）" if rate.confidence == "verified" else UNCONFIRMED
    document = f"{rate.document}；" if rate.document else "文号没有查到；"
    lines = [rate.applies, rate.method, f"{document}{rate.seen}{known}", rate.note]
    return "<br>".join(html.escape(f"{line}。") for line in lines if line)


def cards_markdown(block: Block, _) -> list:
    """首页的几张卡片，一行一张：``页面.md | 名称 | 一句话``。"""
    rows = [tuple(part.strip() for part in line.split("|")) for line in block.lines]
    wrong = [number for number, row in enumerate(rows, 1) if len(row) != 3 or not all(row)]
    if wrong:
        raise MarkupError([(number, "应当像 页面.md | 名称 | 一句话") for number in wrong])
    links = [f"- [**{name}** {words}]({page})" for page, name, words in rows]
    return ["", ('<div class="calc-cards">',), "", *links, "", ("</div>",), ""]


@dataclass(frozen=True)
class Change:
    """一项变化：从哪一天起，那一天怎样说，变成什么，依据哪一份文件，细看哪一页。"""

    day: date
    when: str
    says: str
    basis: str
    page: str


def begun(day: date, today: date) -> str:
    """从某一天起；今天还没有到的，说“将从”。"""
    start = f"{html.chinese_date(day.isoformat())}起"
    return f"将从 {start}" if day > today else start


def figure_changes(page: str, name: str, today: date) -> Iterator[Change]:
    """一个参数历来的变化；以后的只列最近的一次。"""
    item = parameter(name)
    for before, value in pairwise((None, *item.values)):
        if value is None or value.start is None:
            continue
        was = f"，此前是 {amount_text(before, item)}" if before else ""
        said = f"{item.label} {amount_text(value, item)}{was}。"
        if value.published:
            said += f"{html.chinese_date(value.published.isoformat())}公布。"
        said += "有不同的说法。" if value.disputed else ""
        is_past_year = value.is_year and value.start <= today
        when = f"{value.start.year} 年" if is_past_year else begun(value.start, today)
        yield Change(value.start, when, said, "", page)
        if value.start > today:
            return


def entry_change(entry, today: date) -> Change:
    """写给读者的一项；没有来源的是本站改的，说那一天。"""
    if not entry.source:
        day = html.chinese_date(entry.day.isoformat())
        return Change(entry.day, day, entry.says, "", entry.page)
    basis = f"依据：{source(entry.source).title}。"
    return Change(entry.day, begun(entry.day, today), entry.says, basis, entry.page)


def changes_known(today: date) -> list[Change]:
    """规定、数值和本站的变化，新的在前；本站的，还没有到那一天的不列。"""
    listed = changes()
    entries = [each for each in listed.entries.values() if each.source or each.day <= today]
    found = [entry_change(entry, today) for entry in entries]
    for page, name in listed.figures.items():
        found += figure_changes(page, name, today)
    return sorted(found, key=lambda change: change.day, reverse=True)


def change_line(change: Change, basis: str = "") -> str:
    title = page_title(change.page)
    return f"- **{change.when}**：{change.says}{basis}见[{title}]({change.page}.md)。"


def page_title(page: str) -> str:
    lines = (DOCS / f"{page}.md").read_text("utf-8").splitlines()
    return next(line.removeprefix("# ") for line in lines if line.startswith("# "))


def changes_markdown(block: Block, _) -> list[str]:
    """变了什么：后面写了几的，只列已经变了的最近几项；不写的，按年列全。"""
    today = date.today()
    return recent_changes(block.argument, today) if block.argument else all_changes(today)


def recent_changes(count: str, today: date) -> list[str]:
    if not re.fullmatch(r"[1-9]", count):
        raise MarkupError([(0, "changes 后面应当写列几项，如 changes 3")])
    past = [change for change in changes_known(today) if change.day <= today]
    return ["", *map(change_line, past[: int(count)]), ""]


def all_changes(today: date) -> list[str]:
    groups = groupby(changes_known(today), lambda change: changed_when(change.day, today))
    lines = [
        line
        for title, group in groups
        for line in (f"## {title}", "", *(change_line(each, each.basis) for each in group), "")
    ]
    checked = max(item.checked for item in sources().values()).isoformat()
    return ["", *lines, f"引用的文件最近一次核对于 {html.chinese_date(checked)}。", ""]


def changed_when(day: date, today: date) -> str:
    """列在哪个标题下面：以后的，今年和去年各一年，更早的在一起。"""
    if day > today:
        return LATER
    return f"{day.year} 年" if day.year >= today.year - 1 else "更早"


LATER = "已经定了、以后才变的"
FOLDED = '<p class="calc-fold">点一下标题，看下面的内容。</p>'


def fold_html(block: Block, _) -> str:
    """从这里起，每个三级标题下面的内容收起来；建站的最后一步照它做，见 ``scripts.build``。"""
    return FOLDED


def licences_html(block: Block, _) -> str:
    """随网站发布的作品、各自的许可、改动和源代码。"""
    return f"<div>{licences.tables_html()}</div>"


BLOCKS = {
    "calc": calc_html,
    "batch": batch_html,
    "parameter": parameter_html,
    "sources": sources_html,
    "reference": reference_html,
    "catalogue": catalogue_markdown,
    "terms": terms_html,
    "retirement": retirement_html,
    "region": region_markdown,
    "regions": regions_markdown,
    "provinces": provincial_markdown,
    "licences": licences_html,
    "cards": cards_markdown,
    "changes": changes_markdown,
    "fold": fold_html,
}
WITH_BODY = {"calc", "sources", "cards"}


def known_parameter(name: str):
    try:
        if name == "sources":
            raise FileNotFoundError
        return parameter(name)
    except (FileNotFoundError, KeyError):
        raise MarkupError([(0, f"没有 {name} 这个参数；参数在 calc/parameters/")]) from None


def expand_macros(line: str) -> str:
    line = LITERAL.sub(r"\1", line)
    expanded = MACRO.sub(
        lambda found: (
            macro_text(found["name"], found["argument"], found["form"])
            if found["name"]
            else found[0]
        ),
        line,
    )
    if "{{" in CODE_SPAN.sub("", expanded):
        raise MarkupError([(0, "双花括号的写法不对，应当像 {{crediting_rate 2021}}")])
    return expanded


def macro_text(name: str, argument: str, form: str | None) -> str:
    """``{{name argument form}}`` 的内容：一份文件，某一年的数值，或表里的一项。"""
    if name == "source":
        return source_link(argument)
    if name in TABLES:
        return shaped(table_entry(name, argument or ""), form)
    item = known_parameter(name)
    if not re.fullmatch(r"[12]\d{3}", argument or ""):
        raise MarkupError([(0, f"{name} 后面应当写年份，如 {{{{{name} 2021}}}}")])
    value = item.on(date(int(argument), 1, 1))
    if value is None:
        raise MarkupError([(0, f"{argument} 年的{item.label}没有收录")])
    if form == "later" and value.later:
        return html.chinese_date(value.later.isoformat())
    return (
        shaped(str(value.value), form)
        if form or item.unit == "months"
        else amount_text(value, item)
    )


def source_link(key: str) -> str:
    try:
        found = source(key)
    except KeyError:
        raise MarkupError([(0, f"没有登记 {key} 这个来源")]) from None
    return f"[{found.title}]({found.url})" if found.url else found.title


def table_entry(name: str, path: str) -> str:
    found: object = load(name)
    for part in path.split("."):
        if isinstance(found, list) and part.isdigit():
            found = dict(enumerate(found)).get(int(part))
        else:
            found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, (int, str)):
        raise MarkupError([(0, f"{name} 里没有 {path} 这一项；见 calc/parameters/{name}.toml")])
    return str(found)


def shaped(text: str, form: str | None) -> str:
    """``years``：月数写成几年几个月；``month``：1965-01 写成 1965 年 1 月。"""
    if form == "years" and text.isdecimal():
        return years_and_months(int(text))
    if form == "month" and re.fullmatch(r"\d{4}-\d{2}", text):
        return YearMonth(*map(int, text.split("-"))).chinese
    if form:
        uses = "years 用于月数，month 用于年月，later 用于有的省晚一些的"
        raise MarkupError([(0, f"{text} 不能写成 {form}：{uses}")])
    return text
