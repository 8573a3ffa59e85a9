"""2016 年以前各省的利率：一条不多，一条不少，各有出处和把握；没有一个计算器用它。"""

import re

import pytest

import calc
from calc import parameters
from calc.parameters import provincial_rates
from helpers import ROOT
from scripts.pages import blocks

# 另外抄的一份：地区，条数，各条的利率，已核实的有几条。
SEEN = {
    "tianjin": ("2.75", 0),
    "hebei": ("2.25", 0),
    "shanxi": ("3.20", 1),
    "liaoning": ("2.25 2.25 2.25 2.25 2.31 3.25 2.76", 0),
    "shanghai": ("1.98 4.14 2.25 2.25 2.75 3.50 4.25 2.75 2.75", 2),
    "jiangsu": ("4.5 2.60", 0),
    "anhui": ("1.62", 0),
    "jiangxi": ("2.3 2.0 2.5", 0),
    "shandong": ("4.25 4.25", 0),
    "henan": ("9.6 2.7 3.5", 3),
    "guangdong": ("3.28 3.24 2.12", 0),
    "guangxi": ("2.52", 1),
    "hainan": ("2.75 1.5", 0),
    "sichuan": ("3.0 1.5", 0),
    "yunnan": ("3.25", 0),
}


@pytest.fixture(scope="module")
def listed() -> str:
    made = blocks.provincial_markdown(blocks.Block("provinces", "", (), 0), False)
    return "\n".join(part if isinstance(part, str) else part[0] for part in made)


def test_thirty_nine_rates_of_fifteen_provinces():
    assert {rate.region for rate in provincial_rates().rates} == set(SEEN)
    assert len(provincial_rates().rates) == 39
    for region, (values, verified) in SEEN.items():
        rates = provincial_rates().of(region)
        assert sorted(str(rate.value) for rate in rates) == sorted(values.split()), region
        assert sum(rate.confidence == "verified" for rate in rates) == verified, region


def test_every_row_says_where_it_was_seen_and_how_sure_it_is(listed):
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", listed)
    assert len(rows) == 39
    for row in rows:
        assert ("（已核实）" in row) != (blocks.UNCONFIRMED in row), row
        assert re.search(r"<td>\d+\.\d+%</td>", row), row
    assert sum("（已核实）" in row for row in rows) == 7
    assert not re.search(r"https?:|github|index id|tid=", listed, re.I)


def test_what_another_method_needs_stands_beside_the_rate(listed):
    sections = dict(re.findall(r"### \S+ \{ #([a-z]+) \}(.*?)(?=\n###)", listed, re.S))
    assert "复利" in sections["guangdong"] and "一半" in sections["hebei"]
    assert sections["liaoning"].count("2001 年 6 月 30 日以前") == 7
    assert "2004 年 4 月至 2005 年 3 月" in sections["shanghai"]
    assert '<th scope="row">2008 年</th>' in sections["shanghai"]


def test_regions_without_a_rate_are_named(listed):
    absent = listed.split("### 没有查到的")[1]
    names = {code: region.name for code, region in parameters.regions().regions.items()}
    for code, name in names.items():
        assert (name in absent) == (code not in SEEN), name


def test_no_calculator_uses_them():
    """不是默认值：没有填利率的年份，照旧要问。"""
    for path in [*(ROOT / "calc").rglob("*.py")]:
        if path.parent.name != "parameters":
            assert "provincial_rates" not in path.read_text("utf-8"), path
    answer = calc.run("annual-interest", {"year": "2012", "annual_amount": "0"})
    assert any(error["field"] == "rate_percent" for error in answer["errors"])
