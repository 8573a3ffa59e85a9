"""每一页打开一次，看一遍：算例、请求、安全策略、三种宽度、无障碍。"""

from time import monotonic

import pytest

import calc
from calc import html
from cards import figure, form, wake, watch
from conftest import ROOT, built_path, markdown_pages, page_forms
from scripts.pages import blocks

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "(tags) => axe.run(document, { runOnly: tags }).then((result) => result.violations)"
OPEN = "document.querySelectorAll('.md-content details').forEach((each) => (each.open = true))"
SCHEMES = {"light": "default", "dark": "slate"}
STILL = "document.getAnimations().every((each) => each.playState !== 'running')"


@pytest.fixture(scope="module")
def swept(browser):
    """各页同在一份资料里打开，运行时只下载一次。"""
    context = browser.new_context()
    page = context.new_page()
    yield page, watch(page)
    context.close()


@pytest.mark.parametrize("place", [*markdown_pages(), None], ids=str)
def test_a_page(swept, address, place):
    """算例与印好的一个字节不差；不向别处请求，不违反安全策略；不横着滚；axe 挑不出毛病。"""
    page, seen = swept
    for noted in seen.values():
        noted.clear()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + (built_path(place) if place else "no-such-page/"))
    for index, example in [(index, each) for where, index, each in page_forms() if where == place]:
        check_in_browser(page, index, example)
    assert_fits(page)
    assert_accessible(page)
    assert seen["requests"] and not strange(seen["requests"], address)
    assert not [text for text in seen["errors"] if place or "404" not in text]


def strange(requests: list[str], address: str) -> list[str]:
    return [url for url in requests if not url.startswith((address, "data:", "blob:"))]


def check_in_browser(page, index: int, example) -> None:
    card = form(page, index)
    printed = card.locator(".calc-result").inner_html()
    wake(card)
    shown = card.locator(".calc-result").inner_html()
    assert shown.replace("例子的结果（点这里看全部）", "例子的结果") == printed, index
    answer = blocks.compute_example(example)
    for entry in calc.calculator(example.id).figures:
        if entry.name in example.expect:
            assert figure(card, entry.name) == html.shown(
                answer["figures"][entry.name], entry.unit, entry.options
            ), entry.name


def assert_fits(page) -> None:
    page.evaluate(OPEN)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        become(page, "document.documentElement.scrollWidth <= innerWidth")


def become(page, true: str) -> None:
    """换了宽窄、颜色，主题要动一会儿。"""
    end = monotonic() + 5
    while not page.evaluate(true):
        assert monotonic() < end, (page.viewport_size, true)


def assert_accessible(page) -> None:
    page.evaluate(AXE)
    for index, name in enumerate(SCHEMES.values()):
        page.evaluate(f"document.getElementById('__palette_{index}').click()")
        become(page, f"document.body.dataset.mdColorScheme === '{name}'")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            become(page, STILL)
            found = page.evaluate(RUN, STANDARDS)
            shown = [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]
            assert not shown, (name, width, shown)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_colours_are_those_of_the_device(browser, address, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.body.dataset.mdColorScheme") == SCHEMES[scheme]
    context.close()


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
