"""在真的 Chromium 里看：填错时的无障碍、打印、术语的解释。"""

import pytest

from cards import start, wait_error, wait_figure
from conftest import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def test_axe_finds_nothing_when_values_are_wrong(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    card = start(page, address)
    card.locator("[name=annual_amount]").fill("x")
    wait_error(card, "annual_amount", "不是数字")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document).then((result) => result.violations)")
    assert not found, found
    context.close()


def test_print_leaves_out_the_frame_and_keeps_closed_steps(page, address):
    card = start(page, address, "calculators/annual-interest/")
    card.locator(".calc-steps > summary").click()
    card.locator("[name=opening_balance]").fill("500")
    wait_figure(card, "opening_interest", "13.10")
    page.emulate_media(media="print")
    shown = "(parts) => parts.map((part) => part.checkVisibility())"
    assert not any(
        page.locator(
            ".md-header, .md-search, .md-tabs, .md-footer, .calc-more, .calc-buttons"
        ).evaluate_all(shown)
    )
    for part in (".calc-main dd", ".calc-steps li", ".calc-steps ~ details tr"):
        visible = card.locator(part).evaluate_all(shown)
        assert visible and all(visible), part
    whole = card.locator(".calc-steps").evaluate("(part) => getComputedStyle(part).breakInside")
    assert whole == "auto", "步骤比一页长，不许分页会空出大半页"


# 术语的解释

TIP = ".md-tooltip2--active > .md-tooltip2__inner"
CONTRAST = r"""(tip) => {
  const { color, backgroundColor } = getComputedStyle(tip);
  const numbers = (written) => written.match(/[\d.]+/g).map(Number);
  const [[r, g, b, alpha = 1], ground] = [color, backgroundColor].map(numbers);
  const mixed = [r, g, b].map((part, place) => ground[place] + (part - ground[place]) * alpha);
  const linear = (part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) =>
    0.05 + 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ratio = light(mixed) / light(ground);
  return Math.max(ratio, 1 / ratio);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_term_is_explained_on_focus_until_escape(browser, address, scheme):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + "rules/individual-account/")
    term, tip = page.locator(".md-content abbr").first, page.locator(TIP)
    for show in (term.focus, term.hover):
        show()
        tip.wait_for()
        assert tip.evaluate(CONTRAST) >= 4.5
        assert tip.evaluate("(tip) => parseFloat(getComputedStyle(tip).fontSize)") >= 14
        page.keyboard.press("Escape")
        tip.wait_for(state="detached")
        term.blur()
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_a_tap_explains_a_term_within_the_screen(browser, address, width):
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(address + "rules/individual-account/")
    terms = page.locator(".md-content abbr").all()
    for term in terms[:8]:
        meaning = term.get_attribute("title")
        term.tap()
        box = page.locator(TIP, has_text=meaning).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(terms) >= 8
    context.close()
