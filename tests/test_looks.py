"""样子：首页的卡片和空的表单，收起来的各条，窄屏上的表和图，网站的标志。"""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from cards import start
from scripts.build import ROOT
from scripts.pages.blocks import BLOCKS, Block
from scripts.publish.finish import finish_links
from scripts.publish.identity import with_identity

CARDS = ["查余额", "账单对不对", "从头算到现在", "什么时候退休", "能领多少", "断缴和转移"]
CARDS += ["能不能退", "家人去世"]


def article(site, place: str) -> str:
    return (site / place / "index.html").read_text("utf-8")


# 首页


def test_home_has_a_card_for_each_task_two_in_a_row(page, address):
    page.goto(address)
    cards = page.locator(".calc-cards a")
    assert cards.locator("strong").all_inner_texts() == CARDS
    boxes = [card.bounding_box() for card in cards.all()]
    assert len({box["x"] for box in boxes}) == 2
    assert all(box["width"] >= 150 and box["height"] >= 44 for box in boxes)


def test_home_asserts_nothing_until_a_place_is_chosen(page, address):
    page.goto(address)
    form = page.locator("calc-form")
    assert form.locator("[name=region]").input_value() == ""
    assert form.locator("[data-figure]").count() == 0
    form.and_(page.locator("[data-alive]")).wait_for()
    lead = form.locator(".calc-lead").inner_text()
    assert "选好" in lead and "改动" not in lead
    form.locator("[name=region]").select_option("guangdong")
    form.locator("[data-figure=first_channel]").first.wait_for(timeout=60_000)
    assert "例子" not in form.locator(".calc-whose").inner_text()


# 收起来的


def test_an_address_opens_the_answer_it_points_to(page, address):
    page.goto(f"{address}query/troubleshooting/#gap")
    opened = page.locator("details.calc-fold[open]")
    opened.wait_for()
    assert opened.count() == 1
    assert opened.locator("h3").get_attribute("id") == "gap"
    page.goto(f"{address}query/troubleshooting/#login")
    page.locator("details.calc-fold[open] h3#login").wait_for()


def test_folded_answers_are_all_on_the_page(site):
    text = article(site, "rules/myths")
    assert text.count('<details class="calc-fold">') == text.count("<strong>对的是") > 40


# 例子


def test_what_speaks_of_the_example_leaves_with_it(page, address):
    page.goto(f"{address}calculators/break-even/")
    about = page.locator("[data-about-example]")
    assert "139.0002" in about.inner_text()
    page.locator("[name=extra_cost]").fill("50000")
    about.wait_for(state="hidden", timeout=60_000)
    page.locator("calc-form [type=reset]").click()
    about.wait_for(state="visible")


ILLUSTRATION = """shown: result
inputs:
  opening_balance: 0
  year: 2023
  annual_base: 20920
  months: 9-12
expect:
  credited_interest: 13.84"""


def test_an_illustration_is_a_result_and_a_link_with_its_numbers():
    block = Block("calc", "annual-interest", tuple(ILLUSTRATION.splitlines()), 0)
    made = finish_links(BLOCKS["calc"](block, True), "../../")
    link = re.search(
        r'<a href="../../calculators/annual-interest/#annual-interest\?([^"]*)">', made
    )
    given = parse_qs(unescape(link[1]))
    assert given["annual_base"] == ["20920"] and given["months"] == ["9", "10", "11", "12"]
    assert "13.84 元" in made and "<form" not in made


# 图和表


def test_a_year_of_the_chart_is_told_by_touch_and_by_keys(page, address):
    chart = start(page, address, "calculators/account-history/").locator(".calc-chart")
    chart.locator(".calc-slot").nth(1).click()
    reading = chart.locator(".calc-reading")
    assert reading.inner_text().startswith("2017：")
    chart.locator("svg").focus()
    page.keyboard.press("ArrowRight")
    assert reading.inner_text().startswith("2018：")
    assert "2016：" in chart.locator("svg").get_attribute("aria-label")


def test_a_wide_table_shows_what_matters_first(page, address):
    page.goto(f"{address}calculators/account-history/")
    page.locator("[name=until]").focus()
    page.locator("calc-form[data-computed=python]").wait_for(timeout=60_000)
    table = page.locator("calc-form .calc-table").first
    heads = table.locator("th[scope=col]:visible")
    assert heads.all_inner_texts() == ["年份", "当年记账金额", "当年记账利息", "年末余额"]
    table.get_by_role("button", name="列出各栏").click()
    assert heads.count() > 6
    page.locator("[name=opening_balance]").fill("30000")
    table.locator("tbody tr").filter(has_text="30,000.00").wait_for(timeout=60_000)
    assert heads.count() > 6, "重新算过，各栏还列着"
    first = table.locator("tbody tr").first.locator("th, td").first
    before = first.bounding_box()["x"]
    table.locator(".calc-scroll").evaluate("(part) => part.scrollTo(200, 0)")
    assert abs(first.bounding_box()["x"] - before) < 1


def test_the_amounts_of_a_table_stay_on_one_line(page, address):
    page.goto(f"{address}calculators/account-history/")
    wraps = "(all) => [...new Set(all.map((each) => getComputedStyle(each).whiteSpace))]"
    amounts = page.locator("calc-form .calc-table td:not(.calc-words)")
    assert amounts.evaluate_all(wraps) == ["nowrap"]
    assert page.locator("article p").evaluate_all(wraps) == ["normal"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_legend_stays_in_forced_colours(page, address, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(f"{address}calculators/account-history/")
    grounds = page.locator(".calc-key").evaluate_all(
        "(keys) => keys.map((key) => getComputedStyle(key, '::before').backgroundColor)"
    )
    assert len(set(grounds)) == 2


# 标志


def test_the_pages_name_themselves(site):
    for place in ("", "rules/refund-death", "calculators/annual-interest"):
        text = article(site, place)
        title = re.search(r"<title>([^<]*)</title>", text)[1]
        assert f'<meta property="og:title" content="{title}">' in text
        assert "og:url" not in text and "canonical" not in text
        assert 'rel="icon"' in text and "icon.svg" in text
        assert "跳到正文" in text and "跳转至" not in text
    assert (ROOT / "docs" / "assets" / "share.png").stat().st_size < 60_000


def test_the_address_is_written_when_it_is_known(monkeypatch):
    page = '<title>甲</title><link rel="canonical" href="https://example.org/rules/">'
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    kept, head = with_identity(page, "rules/", "网站")
    assert kept == page
    assert '"og:url" content="https://example.org/rules/"' in head
    assert '"og:image" content="https://example.org/assets/share.png"' in head
    monkeypatch.delenv("SITE_URL")
    bare, head = with_identity(page, "rules/", "网站")
    assert "canonical" not in bare and "og:image" not in head
