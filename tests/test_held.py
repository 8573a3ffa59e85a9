"""在真的 Chromium 里：结果一直看得见，填过的数留着，带数字的链接，分享，打印的一张。"""

import re
from urllib.parse import quote

import pytest

import calc
from cards import form, start, wait_text, with_examples
from helpers import EXAMPLE
from test_browser_small import FORBIDDEN, forbid

INTEREST, STATEMENT = "calculators/annual-interest/", "calculators/statement-check/"
AGE = "calculators/retirement-age/"
LINK = f"{INTEREST}#annual-interest?opening_balance=100&year=2021&annual_amount=1200"
LINK_RESULT = "50.18 元"
SIZES = {"desktop": (1280, 800), "phone": (390, 844), "keyboard": (390, 500)}
PLACES = {id: f"calculators/{id}/" for id in calc.calculator_ids()}
# 结果的头一行和正在填的一格在屏幕的哪里；有没有遮住。
IN_SIGHT = """(control) => {
  const card = control.closest("calc-form");
  const [live, ...more] = card.querySelectorAll("[data-live-result]");
  const main = live.querySelector(".calc-main div");
  const box = (each) => each.getBoundingClientRect();
  const [a, b] = [control, live].map(box);
  const head = box(document.querySelector(".md-header")).bottom;
  const shown = [live.querySelector(".calc-whose"), main].map(box);
  const wrong = [];
  if (more.length) wrong.push("不止一处");
  if (!/\\S/.test(main.innerText)) wrong.push("没有字");
  for (const { top, bottom, left, right, height } of shown) {
    if (!height || top < head - 1 || bottom > innerHeight + 1 || left < 0 || right > innerWidth)
      wrong.push(`看不见 ${top} ${bottom}`);
  }
  if (a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right)
    wrong.push("遮住了");
  if (a.bottom > innerHeight + 1 || a.top < head - 1) wrong.push(`格子在外面 ${a.top} ${a.bottom}`);
  return wrong;
}"""
READ = "navigator.clipboard.readText()"
CAPITAL = re.compile(r"应付金额（大写）\s*[壹贰叁肆伍陆柒捌玖]")
FIELD = "form :is(input, select, textarea):visible"


def open_more(card) -> None:
    card.locator("details.calc-more").evaluate_all(
        "(all) => all.forEach((one) => (one.open = true))"
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("id", PLACES)
def test_the_result_is_in_sight_while_any_field_is_filled_in(page, address, id, size):
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size])))
    card = start(page, address, PLACES[id])
    open_more(card)
    fields = card.locator(FIELD).all()
    assert fields
    for field in [*fields, *reversed(fields)]:
        field.focus()
        page.evaluate("() => new Promise(requestAnimationFrame)")
        assert not field.evaluate(IN_SIGHT), (id, size, field.get_attribute("id"))


def test_the_bar_leads_to_the_whole_result_and_goes_away(page, address):
    card = start(page, address, INTEREST)
    bar = card.locator(".calc-result[data-bar] .calc-answer")
    card.locator("[name=year]").focus()
    bar.wait_for()
    assert "例子的结果" in bar.inner_text()
    card.locator("[name=annual_amount]").fill("12000")
    wait_text(bar, "你的结果")
    bar.click()
    bar.wait_for(state="detached")
    box = card.locator(".calc-answer").bounding_box()
    assert 0 <= box["y"] < 200 and "按你填的数" in card.locator(".calc-whose").inner_text()
    page.evaluate("scrollTo(0, 0)")
    assert not bar.count()


def test_the_bar_of_a_statement_tells_the_verdict_and_by_how_much(page, address):
    card = start(page, address, STATEMENT)
    card.locator("[name=credited_interest]").focus()
    bar = card.locator(".calc-result[data-bar] .calc-answer")
    bar.wait_for()
    within = bar.bounding_box()
    for name in ("verdict", "interest_difference"):
        box = bar.locator(f"[data-figure={name}]").bounding_box()
        assert box["width"] > 100 and box["height"] > 10
        assert (
            within["y"] <= box["y"] and box["y"] + box["height"] <= within["y"] + within["height"]
        )
    assert "22.64 元" in bar.locator("[data-figure=interest_difference]").inner_text()


def test_the_bar_stays_above_the_keyboard(page, address):
    """键盘弹出时，看得见的一块比页面矮。"""
    page.add_init_script(
        "Object.defineProperties(visualViewport, { height: { get: () => 420 },"
        "offsetTop: { get: () => 0 } });"
    )
    card = start(page, address, INTEREST)
    card.locator("[name=annual_amount]").focus()
    box = card.locator(".calc-result[data-bar] .calc-answer").bounding_box()
    assert box["y"] + box["height"] <= 420 + 1
    field = card.locator("[name=annual_amount]").bounding_box()
    assert field["y"] + field["height"] <= box["y"]


# 留着


def typed(page, address, place: str = INTEREST, amount: str = "12000"):
    """填一个自己的数，等到它算好、留下。"""
    card = start(page, address, place)
    card.locator("[name=annual_amount]").fill(amount)
    wait_text(card.locator("[data-figure=credited_amount] dd"), f"{int(amount):,}.00 元")
    card.locator("[data-keep]").wait_for()
    return card


def arrive(page, address, place: str = INTEREST):
    page.goto("about:blank")
    page.goto(address + place)
    card = form(page)
    card.and_(page.locator("[data-alive]")).wait_for()
    return card


def amount(card) -> str:
    return card.locator("[name=annual_amount]").input_value()


def test_a_reload_goes_on_with_the_readers_numbers(page, address):
    typed(page, address)
    page.reload()
    wait_text(form(page).locator("[data-figure=credited_amount] dd"), "12,000.00 元")
    assert amount(form(page)) == "12000" and not form(page).locator("[data-restore]").count()
    assert form(page).locator(".calc-whose").inner_text() == "按你填的数算出的结果"


def test_another_tab_and_another_day_offer_the_numbers(page, address):
    typed(page, address)
    other = page.context.new_page()
    card = arrive(other, address)
    assert amount(card) == "6912.00", "没有按取回以前是例子"
    assert "例子的结果" in card.locator(".calc-whose").inner_text()
    wait_text(card.locator(".calc-kept"), "上次填的数还在")
    card.locator("[data-restore]").click()
    wait_text(card.locator("[data-figure=credited_amount] dd"), "12,000.00 元")
    assert amount(card) == "12000" and not card.locator(".calc-kept").count()
    other.close()


def test_a_closed_or_crashed_tab_loses_nothing(page, address):
    """停下来就留，不等离开。"""
    context = page.context
    typed(page, address)
    page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => /calc-numbers/.test(key))"
    )
    page.close(run_before_unload=False)
    card = arrive(context.new_page(), address)
    card.locator("[data-restore]").click()
    assert amount(card) == "12000"


def test_the_numbers_can_be_forgotten(page, address):
    typed(page, address)
    card = arrive(page, address)
    card.locator("[data-forget]").click()
    wait_text(card.locator(".calc-kept"), "已经清除")
    card = arrive(page, address)
    assert not card.locator("[data-restore]").count() and amount(card) == "6912.00"
    assert "12000" not in page.evaluate("() => JSON.stringify({ ...localStorage })")


def test_a_switch_keeps_nothing(page, address):
    card = typed(page, address)
    card.locator("[data-keep]").click()
    wait_text(card.locator(".calc-keeping"), "不保留")
    card.locator("[name=annual_amount]").fill("13000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "13,000.00 元")
    page.reload()
    card = arrive(page, address)
    assert not card.locator("[data-restore]").count()
    stored = page.evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "12000" not in stored and "13000" not in stored


def test_each_calculator_keeps_its_own(page, address):
    typed(page, address)
    card = start(page, address, AGE)
    assert not card.locator("[data-restore]").count()
    card.locator("[name=birth]").fill("1975-05")
    card.locator("[data-keep]").wait_for()
    assert arrive(page, address, AGE).locator("[data-restore]").count() == 1
    card = arrive(page, address)
    card.locator("[data-restore]").click()
    assert amount(card) == "12000"


@pytest.mark.parametrize("way", FORBIDDEN)
def test_without_storage_nothing_is_kept_nor_promised(page, address, way):
    errors = []
    page.on("pageerror", lambda wrong: errors.append(str(wrong)))
    for name in ("localStorage", "sessionStorage"):
        page.add_init_script(forbid(name, way))
    card = start(page, address, INTEREST)
    card.locator("[name=annual_amount]").fill("12000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "12,000.00 元")
    card.locator("[name=annual_amount]").blur()
    assert not card.locator("[data-keep], [data-restore]").count()
    assert not arrive(page, address).locator("[data-restore]").count()
    assert not errors


@pytest.mark.parametrize(
    "text",
    ["{", "5", "null", "[]", '{"forms": 3}', '{"forms": {"annual-interest": {"values": 1}}}'],
)
def test_what_was_kept_badly_does_no_harm(page, address, text):
    errors = []
    page.on("pageerror", lambda wrong: errors.append(str(wrong)))
    typed(page, address)
    page.goto(address + "query/")
    page.evaluate(
        "(text) => Object.keys(localStorage).filter((key) => /calc-numbers/.test(key))"
        ".forEach((key) => localStorage.setItem(key, text))",
        text,
    )
    card = arrive(page, address)
    assert not card.locator("[data-restore]").count()
    card = typed(page, address, amount="11000")
    assert arrive(page, address).locator("[data-restore]").count() == 1 and not errors


# 带数字的链接


def test_a_link_opens_on_the_result_and_says_whose_it_is(page, address):
    typed(page, address)
    card = arrive(page, address, LINK)
    wait_text(card.locator(".calc-whose"), "这是别人发来的数字")
    wait_text(card.locator("[data-figure=credited_interest] dd"), LINK_RESULT)
    box = card.locator(".calc-main").bounding_box()
    assert 0 < box["y"] < 500
    page.reload()
    wait_text(card.locator(".calc-whose"), "这是别人发来的数字")
    card.locator("[data-restore]").click()
    assert amount(card) == "12000", "别人的数没有盖掉自己的"


def test_editing_a_link_makes_the_numbers_the_readers_and_the_address_follows(page, address):
    card = arrive(page, address, LINK)
    wait_text(card.locator("[data-figure=credited_interest] dd"), LINK_RESULT)
    card.locator("[name=annual_amount]").fill("2400")
    card.locator("[name=annual_amount]").blur()
    page.wait_for_url("**annual_amount=2400**")
    assert "按你填的数" in card.locator(".calc-whose").inner_text()
    page.reload()
    wait_text(form(page).locator("[data-figure=credited_amount] dd"), "2,400.00 元")
    assert "别人" not in form(page).locator(".calc-whose").inner_text()


def test_without_a_link_the_address_stays_as_it_is(page, address):
    typed(page, address).locator("[name=annual_amount]").blur()
    assert page.url == address + INTEREST


def test_our_own_links_are_not_called_somebodys(page, address):
    page.goto(f"{address}rules/retirement-age/")
    page.locator("a[href*='category=female55']").click()
    wait_text(form(page).locator("[data-figure=statutory_month] dd"), "2032 年 10 月")
    assert "别人" not in form(page).locator(".calc-whose").inner_text()


@pytest.mark.parametrize("signs", ["#", "?", "#?", "#?=&"])
def test_a_link_whose_signs_came_encoded_still_works(page, address, signs):
    place, hash = LINK.split("#")
    for sign in signs.replace("#", ""):
        hash = hash.replace(sign, quote(sign, safe=""))
    page.goto(f"{address}{place}{'%23' if '#' in signs else '#'}{hash}")
    page.locator("h1", has_text="当年记账利息").wait_for()
    wait_text(form(page).locator("[data-figure=credited_interest] dd"), LINK_RESULT)


# 分享


def test_share_offers_the_link_the_text_and_a_code(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    card = typed(page, address)
    assert not [url for url in asked if "qr.mjs" in url]
    card.locator("[data-share]").click()
    card.locator("[data-link]").click()
    told = card.locator(".calc-share [role=status]")
    wait_text(told, "已复制")
    link = page.evaluate(f"() => {READ}")
    assert link == page.url and "annual_amount=12000" in link
    card.locator("[data-text]").click()
    page.wait_for_function(
        "() => navigator.clipboard.readText().then((text) => /全年记账/.test(text))"
    )
    text = page.evaluate("() => navigator.clipboard.readText()")
    for part in ("当年记账利息", "全年记账金额：12000 元", "按你填的数算出的结果", link):
        assert part in text
    card.locator("[data-code]").click()
    card.locator(".calc-code path").wait_for()
    wait_text(told, "扫一扫")
    card.locator("button[type=submit]").click()
    wait_text(card.locator(".calc-status"), "已算好")
    assert "扫一扫" in told.inner_text(), "后来的话没有盖掉它"


def test_without_a_clipboard_the_link_can_be_copied_by_hand(page, address):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    card = typed(page, address)
    card.locator("[data-share]").click()
    card.locator("[data-link]").click()
    wait_text(card.locator(".calc-share [role=status]"), "自己复制")
    link = card.locator(".calc-link")
    assert link.is_visible() and page.evaluate("() => `${getSelection()}`") == link.inner_text()


def test_the_systems_own_sheet_is_used_where_there_is_one(page, address):
    page.add_init_script(
        "navigator.share = (given) => { window.sent = given; return Promise.resolve(); };"
    )
    card = typed(page, address)
    card.locator("[data-share]").click()
    card.locator("[data-send]").click()
    sent = page.evaluate("() => window.sent")
    assert sent["url"] == page.url and sent["title"] == "当年记账利息"


# 打印


def sheet_pdf(page, card) -> bytes:
    card.locator("[data-print]").click()
    return page.pdf(prefer_css_page_size=True)


@pytest.mark.parametrize(
    "place",
    [
        *(INTEREST, STATEMENT, AGE, "calculators/account-history/", "calculators/refund-check/"),
        "rules/refund/",
    ],
)
def test_print_makes_one_sheet_of_at_most_two_pages(page, address, place):
    page.add_init_script("window.print = () => {};")
    card = start(page, address, place)
    pdf = sheet_pdf(page, card)
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 2
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    title = card.locator(".calc-title b").text_content()
    for part in (title, "填的数", "结果", "依据", "核对于", address + place):
        assert part in shown, part
    assert page.locator("calc-form:visible, .md-header:visible, button:visible").count() == 0
    page.emulate_media(media="screen")
    page.keyboard.press("Tab")
    assert not page.locator(".calc-sheet").count() and card.is_visible()


def test_a_long_history_still_fits_two_pages(page, address):
    page.add_init_script("window.print = () => {};")
    card = start(page, address, "calculators/account-history/")
    card.locator(".calc-line").nth(0).locator("input").nth(0).fill("2016-01")
    wait_text(card.locator(".calc-table th[scope=row]").first, "2016")
    assert len(re.findall(rb"/Type /Page\b", sheet_pdf(page, card))) <= 2


def test_money_that_is_claimed_is_printed_in_words_too(page, address):
    page.add_init_script("window.print = () => {};")
    card = start(page, address, "calculators/account-payout/")
    assert not card.locator(".calc-capital").is_visible()
    card.locator("[data-print]").click()
    page.emulate_media(media="print")
    assert re.search(
        r"应付金额（大写）\s*[壹贰叁肆伍陆柒捌玖]", page.locator(".calc-sheet").inner_text()
    )


def test_a_printed_sheet_has_the_readers_numbers_and_no_other_example(page, address):
    page.add_init_script("window.print = () => {};")
    with_examples(page, EXAMPLE, EXAMPLE)
    card = start(page, address, INTEREST)
    card.locator("[name=annual_amount]").fill("12000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "12,000.00 元")
    card.locator("[data-print]").click()
    page.locator(".calc-sheet").wait_for(state="attached")
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    assert "12000" in shown and "按你填的数算出的结果" in shown
    assert shown.count("一步一步怎样算出来") == 1 and "6912" not in shown


def test_a_page_printed_without_the_button_is_whole(page, address):
    page.goto(address + STATEMENT)
    page.emulate_media(media="print")
    visible = "(all) => all.map((each) => each.checkVisibility())"
    assert not any(page.locator(".md-header, .md-sidebar, .calc-buttons").evaluate_all(visible))
    assert all(page.locator(".calc-steps li").evaluate_all(visible))
    assert page.locator(".calc-sheet").count() == 0
