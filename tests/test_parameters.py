"""政策数值的体检：来源、日期、区间、没有核到的说法，以及 ``calc`` 自己的几条规矩。"""

import ast
import itertools
import re
import sys
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from calc.parameters import parameter, source, sources
from helpers import LAST, ROOT

PARAMETERS = ROOT / "calc" / "parameters"
TABLES = {
    place.stem: tomllib.loads(place.read_text("utf-8"))
    for place in sorted(PARAMETERS.glob("*.toml"))
    if place.stem != "sources"
}
NAMES = [name for name, table in TABLES.items() if "values" in table]
KEYED = [name for name in TABLES if name not in NAMES]  # 按年龄、出生月、地区等查的表
CODE = sorted((ROOT / "calc").rglob("*.py"))
SOURCES = tomllib.loads((PARAMETERS / "sources.toml").read_text("utf-8"))
TEXT = {".py", ".toml", ".md", ".js", ".mjs", ".css", ".html", ".json", ".yml", ".txt", ".svg"}
FILES = sorted(
    place
    for folder in ("calc", "docs")
    for place in (ROOT / folder).rglob("*")
    if place.suffix in TEXT
)

# 事实表里注明“记忆”、没有见过来源的编号和数。
UNSEEN = [
    r"人社部发〔2010〕70号",
    r"病残津贴[^。]*(12个月|3个月)",
]


def entries(name: str) -> list[dict]:
    return tomllib.loads((PARAMETERS / f"{name}.toml").read_text("utf-8"))["values"]


def sane(day) -> bool:
    return type(day) is date and date(2026, 1, 1) <= day <= max(date.today(), date(2026, 11, 23))


def short(place: Path) -> str:
    return str(place.relative_to(ROOT))


# 数值


def test_there_are_parameters():
    assert {"crediting_rate", "account_contribution_rate"} <= set(NAMES)
    assert FILES and CODE


@pytest.mark.parametrize("name", NAMES)
def test_parameter_is_described(name):
    found = parameter(name)
    assert found.label and found.unit
    assert found.description.endswith("。")
    assert found.values


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_sources_confidence_and_date(name):
    for entry in entries(name):
        assert entry["sources"] and set(entry["sources"]) <= set(SOURCES), entry
        assert entry["confidence"] in {"verified", "single"}, entry
        assert sane(entry["checked"]), entry
        assert isinstance(entry["value"], str) and Decimal(entry["value"]).is_finite(), entry
        assert str(Decimal(entry["value"])) == entry["value"], entry


@pytest.mark.parametrize("name", NAMES)
def test_periods_ascend_without_overlap(name):
    values = entries(name)
    for entry in values:
        assert entry.get("from", date.min) <= entry.get("to", date.max), entry
    for before, after in itertools.pairwise(values):
        assert before.get("to", date.max) < after.get("from", date.min), (before, after)


def test_crediting_rates_cover_each_year_since_2016():
    values = entries("crediting_rate")
    assert [(entry["from"], entry["to"]) for entry in values] == [
        (date(y, 1, 1), date(y, 12, 31)) for y in range(2016, LAST + 1)
    ]
    assert all(re.fullmatch(r"\d\.\d\d", entry["value"]) for entry in values)


def test_account_contribution_rate_changes_in_2006():
    values = entries("account_contribution_rate")
    assert [entry["value"] for entry in values] == ["11", "8"]
    assert values[0]["to"] + timedelta(days=1) == values[1]["from"] == date(2006, 1, 1)


def test_value_of_a_day():
    rate = parameter("crediting_rate")
    assert rate.on(date(2015, 12, 31)) is None
    assert rate.on(date(2016, 1, 1)).value == rate.on(date(2016, 12, 31)).value == Decimal("8.31")
    assert rate.on(date(2025, 12, 31)).value == Decimal("1.50")
    assert rate.on(date(LAST + 1, 1, 1)) is None
    share = parameter("account_contribution_rate")
    assert share.on(date(2005, 12, 31)).value == 11
    assert share.on(date(2006, 1, 1)).value == share.on(date(2100, 1, 1)).value == 8
    assert [value.later for value in share.values] == [None, date(2006, 7, 1)]


def test_unknown_names():
    with pytest.raises(FileNotFoundError):
        parameter("nope")
    with pytest.raises(KeyError):
        source("nope")


# 来源


@pytest.mark.parametrize("key", SOURCES)
def test_source_is_complete(key):
    entry = SOURCES[key]
    assert entry["kind"] in {"law", "notice", "page", "statement"}
    assert entry["title"] and entry["issuer"]
    assert entry["read"] in {"text", "quoted"}
    assert sane(entry["checked"])
    assert source(key).as_dict()["checked"] == entry["checked"].isoformat()


@pytest.mark.parametrize("key", SOURCES)
def test_source_links_only_to_an_official_home_page(key):
    url = SOURCES[key]["url"]
    if url:
        parts = urlsplit(url)
        assert (parts.scheme, parts.path, parts.query, parts.fragment) == ("https", "/", "", "")
        assert parts.netloc == "gov.cn" or parts.netloc.endswith(".gov.cn")


def test_sources_are_loaded_as_written():
    assert list(sources()) == list(SOURCES)


# 没有核到的说法


@pytest.mark.parametrize("pattern", UNSEEN)
def test_nothing_unseen_is_published(pattern):
    """去掉空白再找，“116 号”和“116号”一样算。"""
    found = [
        short(place)
        for place in FILES
        if re.search(pattern, re.sub(r"\s", "", place.read_text("utf-8")))
    ]
    assert found == []


# calc 的规矩


def trees():
    return [pytest.param(ast.parse(place.read_text("utf-8")), id=short(place)) for place in CODE]


def clock_readings(tree) -> list[int]:
    """读时钟的行：叫 ``now`` 一类的，或者从类或调用的结果取的 ``today``。

    ``values.today`` 是输入。
    """
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [node for node in attributes if node.attr in {"now", "utcnow", "fromtimestamp"}]
    for node in attributes:
        owner = getattr(node.value, "id", "") or getattr(node.value, "attr", "")
        if node.attr == "today" and (id(node) in called or owner in {"date", "datetime", ""}):
            found.append(node)
    return [node.lineno for node in found]


@pytest.mark.parametrize(
    "text",
    [
        "date.today()",
        "x = date.today",
        "datetime.date.today",
        "f().today",
        "now().today()",
        "d.utcnow",
        "values.today()",
    ],
)
def test_a_reading_of_the_clock_is_seen(text):
    assert clock_readings(ast.parse(text))


def test_only_the_command_reads_the_clock():
    assert not clock_readings(ast.parse("values.today, self.today, today"))
    assert [
        short(place) for place in CODE if clock_readings(ast.parse(place.read_text("utf-8")))
    ] == ["calc/__main__.py"]


@pytest.mark.parametrize("tree", trees())
def test_only_the_standard_library_and_no_clock_or_network(tree):
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(node.module.split(".")[0])
    assert imported <= set(sys.stdlib_module_names) | {"calc"}
    assert not imported & {
        "time",
        "random",
        "secrets",
        "socket",
        "ssl",
        "urllib",
        "http",
        "ftplib",
        "asyncio",
        "subprocess",
    }


@pytest.mark.parametrize("tree", trees())
def test_no_floating_point(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, (float, complex)), node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"float", "round"} or (
                node.func.id == "round" and len(node.args) == 2
            ), node.lineno


def undocumented(tree: ast.Module, kinds) -> list[str]:
    found = [] if ast.get_docstring(tree) else ["模块"]
    named = (
        node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")
    )
    return found + [node.name for node in named if not ast.get_docstring(node)]


@pytest.mark.parametrize("tree", trees())
def test_modules_and_classes_are_documented(tree):
    assert undocumented(tree, ast.ClassDef) == []


@pytest.mark.parametrize(
    "name", ["calc/__init__.py", "calc/money.py", "calc/parameters/__init__.py"]
)
def test_public_functions_are_documented(name):
    assert (
        undocumented(ast.parse((ROOT / name).read_text("utf-8")), (ast.ClassDef, ast.FunctionDef))
        == []
    )


# 不按日期查的表：每一条都说得出来源和核对日期


def cited(part) -> list[str]:
    """表里写着的每一个来源。"""
    if isinstance(part, list):
        return [found for each in part for found in cited(each)]
    if not isinstance(part, dict):
        return []
    here = [text for text in part.values() if isinstance(text, str) and text in SOURCES]
    here += [*part.get("sources", ()), *([part["source"]] if "source" in part else [])]
    return here + [found for each in part.values() for found in cited(each)]


@pytest.mark.parametrize("name", KEYED)
def test_keyed_table_has_sources_and_a_day(name):
    keys = cited(TABLES[name])
    assert keys, name
    assert set(keys) <= set(SOURCES), name
    text = (PARAMETERS / f"{name}.toml").read_text("utf-8")
    days = re.findall(r"checked = (\S+)", text)
    assert days and all(sane(date.fromisoformat(day)) for day in days), name
    assert set(re.findall(r'confidence = "(\w+)"', text)) <= {"verified", "single", "inferred"}, (
        name
    )
