"""建站前的校对，和由参数生成的表、地区页、术语解释。"""

import itertools
import json
import re
from datetime import date

import markdown
import pytest

import calc
from calc.parameters import load, source
from conftest import ROOT
from helpers import check_output
from scripts import blocks, markup, proofread

REGIONS = load("regions")["regions"]
OLD_OR_FALSE = "bjrbj.gov.cn bjld.gov.cn 12333sh.gov.cn cqhrss.gov.cn lss.gov.cn nbhrss gzhrss m12333.cn si12333 qhrsggfw.org.cn hb12333.com rsj.xjbt.gov.cn rst.nx.gov.cn hrss.sh.gov.cn rsj.jx.gov.cn jxzwfw.gov.cn".split()
PUBLISHED = json.loads((ROOT / "tests" / "published_cases.json").read_text("utf-8"))


def problems_of(check, text: str) -> list[str]:
    try:
        check(text.splitlines())
    except blocks.MarkupError as wrong:
        return [message for _, message in wrong.problems]
    return []


@pytest.mark.parametrize(
    "line",
    [
        "2021 年的利率是 6.69%。",
        "记进去的是 8 %。",
        "| 上限 | 300% |",
        "最低缴费年限是 15 年。",
        "年限不足 15 年的，可以延长缴费。",
        "2030 年起最低 15.5 年。",
        "最低要缴 186 个月。",
        "男职工法定退休年龄延迟到 63 岁。",
        "原来的 55 周岁。",
        "60 岁的计发月数是 139。",
        "计发月数 195 个月。",
        "抚恤金最多 24 个月。",
        "title: 2025 年 1.50%",
        "记进去的是 **8**%。",
        "记进去的是百分之八。",
        "利率是 ６.６９％。",
        "比例是 8.0%。",
    ],
)
def test_a_policy_figure_typed_by_hand_is_found(line):
    assert problems_of(proofread.typed_figures, line)


@pytest.mark.parametrize(
    "line",
    [
        "2021 年的利率是 {{crediting_rate 2021}}。",
        "有的网页写成 5.35%。",
        "最低缴费年限是 {{minimum_contribution_months 2025 years}}。",
        "缴了 15 年。",
        "他 60 岁 1 个月退休，计发月数按月推算。",
        "108.31%",
        "`6.69%`",
        "```text\n6.69%\n```",
        "2013900 元，计发月数",
    ],
)
def test_what_is_not_a_policy_figure_is_left_alone(line):
    assert not problems_of(proofread.typed_figures, line)


def test_a_typed_figure_fails_the_check_with_its_line():
    with pytest.raises(blocks.MarkupError) as wrong:
        proofread.typed_figures(["前面", "", "利率是 6.69%"])
    assert wrong.value.problems[0][0] == 2


LISTED = "\n\n```sources\nsocial-insurance-law | 第十四条\n```"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("《不存在的规定》说。" + LISTED, "没有登记"),
        ("国发〔2099〕1 号说。" + LISTED, "没有登记"),
        ("《社会保险经办条例》说。" + LISTED, "没有列在"),
        ("人社部令第 13 号说。" + LISTED, "没有列在"),
        ("{{source mohrss-order-13}}说。" + LISTED, "没有列在"),
    ],
)
def test_a_citation_must_be_registered_and_listed(text, word):
    assert any(word in message for message in problems_of(proofread.citations, text))


@pytest.mark.parametrize("text", ["《中华人民共和国社会保险法》说。" + LISTED, "《社会保险法》说。" + LISTED, "《个人权益记录单》上。" + LISTED])
def test_a_listed_citation_is_fine(text):
    assert not problems_of(proofread.citations, text)


def test_an_unused_source_fails_the_build(project):
    path = project / "calc" / "parameters" / "sources.toml"
    entry = path.read_text("utf-8").split("\n\n")[1]
    path.write_text(path.read_text("utf-8") + "\n" + re.sub(r"^\[.*\]", "[never-used]", entry, flags=re.M) + "\n", "utf-8")
    assert "never-used" in check_output(project)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('site = "https://rsj.beijing.gov.cn/"\n', ""),
        ('site = "https://rsj.beijing.gov.cn/"', 'site = "https://rsj.beijing.com/"'),
        ('site = "https://rsj.beijing.gov.cn/"', 'site = "https://rsj.beijing.gov.cn/a/b.html"'),
        ('unconfirmed = ["portal", "京通"', 'unconfirmed = ["port", "京通"'),
        ('notes = [["verified", "权益记录单', 'notes = [["sure", "权益记录单'),
        ('name = "北京市"', 'name = "北京市"\nphone = "12345"'),
        ('name = "北京市"', ""),
        ('name = "北京市"', 'name = "北京市"\nyear = "个人缴 8%"'),
    ],
)
def test_a_region_without_what_it_must_have_fails_the_build(project, old, new):
    path = project / "calc" / "parameters" / "regions.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert "beijing" in check_output(project)


def test_a_region_without_its_page_fails_the_build(project):
    (project / "docs" / "regions" / "henan.md").unlink()
    assert "henan" in check_output(project)


# 地区页


def test_there_are_32_regions():
    assert len(REGIONS) == 32


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_page_marks_each_entry(site, code):
    page = (site / "regions" / code / "index.html").read_text("utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    region, doubtful = REGIONS[code], REGIONS[code].get("unconfirmed", ())
    for field in ("site", "hall", "portal"):
        if field in region:
            mark = "未经官方来源核实" if field in doubtful else "已核实"
            assert re.search(rf'href="{re.escape(region[field])}"[^>]*>[^<]+</a>（{mark}）', article), (field, mark)
    for link in re.findall(r'href="(https?://[^"]+)"', article):
        assert re.fullmatch(r"https?://([\w-]+\.)+gov\.cn/", link), link
    assert "12333" in article


@pytest.mark.parametrize("code", REGIONS)
def test_the_finder_answers_for_every_region_need_and_device(code):
    for need, device in itertools.product(load("channels")["needs"], load("channels")["devices"]):
        answer = calc.run("query-channel", {"region": code, "need": need, "device": device})
        assert answer["figures"]["region_site"] == REGIONS[code]["site"]
        assert answer["tables"][0]["rows"][0]["channel"] == answer["figures"]["first_channel"]


def test_no_page_links_to_an_old_or_false_site(site):
    for path in site.rglob("*.html"):
        links = re.findall(r'href="(https?://[^"]+)"', path.read_text("utf-8"))
        assert not [link for link in links if any(f"//{name}" in link or f".{name}" in link for name in OLD_OR_FALSE)], path


# 退休年龄全表


def table_rows(category: str) -> list[list[str]]:
    made = blocks.BLOCKS["retirement"](blocks.Block("retirement", category, (), 0), True)
    return [re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", row) for row in made.split("<tr>")[2:]]


def numbers(text: str) -> list[int]:
    return list(map(int, re.findall(r"\d+", text)))


@pytest.mark.parametrize(("category", "first", "last", "most"), [("male", [1965, 1], [1976, 12], 36), ("female55", [1970, 1], [1981, 12], 36), ("female50", [1975, 1], [1984, 12], 60)])
def test_the_full_table_agrees_with_the_calculator_month_by_month(category, first, last, most):
    rows = table_rows(category)
    assert numbers(rows[0][0]) == first and numbers(rows[-1][0]) == last
    assert len(rows) == (last[0] - first[0] + 1) * 12
    assert [int(row[1]) for row in rows] == sorted(int(row[1]) for row in rows) and int(rows[-1][1]) == most
    for birth, delay, age, month in rows:
        year, number = numbers(birth)
        figures = calc.run("retirement-age", {"category": category, "birth": f"{year}-{number:02d}"})["figures"]
        assert int(delay) == figures["delay_months"]
        assert age == figures["statutory_age"]
        assert numbers(month) == numbers(figures["statutory_month"])


def test_the_full_table_agrees_with_all_published_rows():
    found = {(category, tuple(numbers(row[0]))): row for category in ("male", "female55", "female50") for row in table_rows(category)}
    compared = 0
    for case in PUBLISHED:
        if case["calculator"] != "retirement-age" or case["use"] != "accept":
            continue
        row = found.get((case["inputs"]["category"], tuple(numbers(case["inputs"]["birth"])[:2])))
        if row is None:
            continue
        expected = case["expected"]
        compared += 1
        assert int(row[1]) == int(expected.get("delay_months", row[1])), case["id"]
        assert numbers(row[3]) == numbers(expected.get("statutory_month", row[3])), case["id"]
    assert compared > 50


# 术语解释


def marked(text: str) -> list[str]:
    made = markdown.markdown(text, extensions=["scripts.markup"])
    return re.findall(r'<abbr tabindex="0" title="[^"]+">([^<]+)</abbr>', made)


def test_a_term_is_explained_where_it_first_appears():
    assert marked("记账利率和储存额。\n\n再说记账利率。") == ["记账利率", "储存额"]
    assert marked("**储存额**的累计储存额，后面是权益记录单") == ["储存额", "累计储存额", "权益记录单"]
    assert marked("个人账户养老金里的个人账户") == ["个人账户养老金", "个人账户"]


def test_headings_links_and_code_are_not_marked():
    assert marked("# 储存额\n\n[储存额](x.md)和`储存额`") == []


def test_marking_keeps_the_words():
    text = "甲**储存额**乙，记账利率丙，月积数丁储存额。"
    made = markdown.markdown(text, extensions=["scripts.markup"])
    assert re.sub(r"<[^>]+>", "", made) == text.replace("**", "")


def test_no_term_is_explained_by_a_policy_figure():
    assert not [word for word, meaning in blocks.terms().items() if problems_of(proofread.typed_figures, meaning)]


def test_sources_say_when_they_were_checked():
    made = markup.expand(["```sources", "social-insurance-law | x", "```"])[0][0]
    day = source("social-insurance-law").checked
    assert isinstance(day, date) and f"{day.year} 年 {day.month} 月 {day.day} 日" in made
