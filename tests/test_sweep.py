"""每一页都打开看一遍。"""

from pathlib import Path

import pytest

import calc
from calc import html
from cards import figure, form, wake, watch
from conftest import ROOT, built_path, markdown_pages, page_forms
from scripts.pages import blocks

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


# 算例


def test_every_page_computes_its_examples_and_asks_nobody_else(page, address):
    """每一页、每个算例：浏览器里算出的与印好的一个字节不差；不向别处请求，不违反安全策略。"""
    seen, examples = watch(page), {}
    for place, index, example in page_forms():
        examples.setdefault(place, []).append((index, example))
    for place in markdown_pages():
        page.goto(address + built_path(place))
        for index, example in examples.get(place, ()):
            check_in_browser(page, place, index, example)
    page.goto(address + "no-such-page/")
    assert examples and seen["requests"]
    assert not [url for url in seen["requests"] if not url.startswith((address, "data:", "blob:"))]
    assert not [text for text in seen["errors"] if "404" not in text]


def check_in_browser(page, place: Path, index: int, example) -> None:
    card = form(page, index)
    printed = card.locator(".calc-result").inner_html()
    wake(card)
    shown = card.locator(".calc-result").inner_html()
    assert shown.replace("例子的结果（点这里看全部）", "例子的结果") == printed, (place, index)
    answer = blocks.compute_example(example)
    for entry in calc.calculator(example.id).figures:
        if entry.name in example.expect:
            assert figure(card, entry.name) == html.shown(
                answer["figures"][entry.name], entry.unit, entry.options
            ), (place, entry.name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme):
    """浅色看每一页；深色不再看各地的页，它们由同一个代码块写成，留江苏一页。"""
    skipped = {
        path for path in markdown_pages() if path.parts[0] == "regions" and path.stem != "jiangsu"
    }
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for place in (
        built_path(path) for path in markdown_pages() if scheme == "light" or path not in skipped
    ):
        page.goto(address + place)
        expected = {"light": "default", "dark": "slate"}[scheme]
        assert page.evaluate("document.body.dataset.mdColorScheme") == expected
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document).then((result) => result.violations)")
        shown = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]
        assert not shown, (place, shown)
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_off_the_screen(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    for place in map(built_path, markdown_pages()):
        page.goto(address + place)
        page.evaluate(
            "document.querySelectorAll('.md-content details').forEach((each) => (each.open = true))"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize(
    "place", ["rules/retirement-tables/", "calculators/statement-check/", "rules/crediting-rate/"]
)
def test_doubled_letters_stay_on_the_screen(page, address, place, width):
    """宽 390 的手机把字放大到两倍，宽 320 的放大到一倍半。"""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + place)
    page.evaluate(
        "document.querySelectorAll('.md-content details').forEach((each) => (each.open = true))"
    )
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    page.evaluate(
        f"(times) => (document.documentElement.style.fontSize = times * {size} + 'px')",
        {320: 1.5, 390: 2}[width],
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
