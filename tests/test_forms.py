"""表单帮人填：错误的清单和链接、粘贴一列、只说一遍、增减行、灰的提示、提前或延迟。"""

import pytest

from cards import error, figure, form, start, status, wait_figure, wait_text

INTEREST = "calculators/annual-interest/"
HISTORY = "calculators/account-history/"
STATEMENT = "calculators/statement-check/"
RETIREMENT = "calculators/retirement-age/"
FOCUSED = "(element) => element === document.activeElement"


def press(card) -> None:
    card.locator("button[type=submit]").click()


def colour(locator) -> str:
    return locator.evaluate("(element) => getComputedStyle(element).color")


# 错误的清单


def test_pressing_with_errors_lists_them_on_top_and_each_link_leads_to_its_field(page, address):
    card = start(page, address, INTEREST)
    card.locator("[name=opening_balance]").fill("一万")
    card.locator("[name=year]").fill("20x1")
    wait_text(card.locator("[data-field=year] .calc-error"), "不是整数")
    assert not card.locator(".calc-summary").count(), "没有按“计算”，不列"
    press(card)
    summary = card.locator(".calc-summary")
    summary.and_(page.locator(":focus")).wait_for()
    wait_text(summary.locator("p"), "有 2 处要改")
    links = summary.locator("a")
    assert links.count() == 2
    for index, name in enumerate(("opening_balance", "year")):
        assert error(card, name) in links.nth(index).inner_text()
        links.nth(index).click()
        assert card.locator(f"[name={name}]").evaluate(FOCUSED)
    assert page.evaluate("location.hash") == ""
    top = summary.bounding_box()["y"]
    assert top < card.locator(".calc-field").first.bounding_box()["y"]


def test_the_list_follows_what_is_mended_and_leaves_the_focus_alone(page, address):
    card = start(page, address, INTEREST)
    card.locator("[name=opening_balance]").fill("")
    card.locator("[name=year]").fill("x")
    press(card)
    summary = card.locator(".calc-summary")
    wait_text(summary, "有 2 处要改")
    card.locator("[name=year]").fill("2021")
    wait_text(summary, "有 1 处要改")
    assert card.locator("[name=year]").evaluate(FOCUSED)
    card.locator("[name=opening_balance]").fill("8.5万")
    summary.wait_for(state="detached")
    wait_text(card.locator("[data-field=opening_balance] .calc-read"), "读作 85,000.00 元")
    assert card.locator("[name=opening_balance]").input_value() == "8.5万"


def test_a_link_leads_into_the_row_and_the_folded_part(page, address):
    card = start(page, address, HISTORY)
    cells = card.locator(".calc-line").nth(1).locator("input")
    cells.nth(1).fill("2022-13")
    card.locator(".calc-more > summary").last.click()
    card.locator("[name=opening_year]").fill("x")
    card.locator(".calc-more > summary").last.click()
    press(card)
    links = card.locator(".calc-summary a")
    links.nth(1).wait_for()
    texts = links.all_inner_texts()
    row = next(index for index, text in enumerate(texts) if "第 2 行的止" in text)
    assert "2015-09" in texts[row] and "2016-01 2018-12 800" not in texts[row]
    links.nth(row).click()
    assert cells.nth(1).evaluate(FOCUSED)
    assert card.locator("[data-field=segments] [aria-invalid]").count() == 1
    links.nth(1 - row).click()
    assert card.locator("[name=opening_year]").evaluate(FOCUSED)


# 清空、提示、例子


def test_what_is_not_reached_yet_has_a_grey_hint_and_no_red(page, address):
    card = start(page, address, STATEMENT)
    card.locator("[data-blank]").click()
    hints = card.locator(".calc-hint")
    wait_text(hints.first, "还没填")
    assert hints.count() == 4
    assert not [text for text in card.locator(".calc-error").all_inner_texts() if text]
    assert not card.locator("[aria-invalid]").count()
    quiet = colour(card.locator(".calc-help").first)
    assert {colour(hint) for hint in hints.all()} == {quiet}
    assert colour(card.locator(".calc-whose")) == quiet
    press(card)
    wait_text(card.locator("[data-field=year] .calc-error"), "请填写年份")
    assert not hints.count()
    assert colour(card.locator(".calc-error").nth(1)) != quiet


def test_after_emptying_and_on_a_link_nothing_is_called_the_examples(page, address):
    card = start(page, address, STATEMENT)
    example = {
        name: card.locator(f"[name={name}]").input_value()
        for name in ("year", "opening_balance", "credited_amount", "credited_interest")
    }
    card.locator("[data-blank]").click()
    wait_text(card.locator(".calc-status"), "还要填")
    for name, value in example.items():
        card.locator(f"[name={name}]").fill(value)
    wait_text(card.locator(".calc-status"), "已算好")
    assert "例子里的" not in status(card)
    link = page.evaluate("document.querySelector('calc-form').address()")
    page.goto("about:blank")
    page.goto(link)
    wait_text(form(page).locator(".calc-status"), "已算好")
    assert "例子里的" not in status(form(page))


def test_a_default_is_not_called_the_examples(page, address):
    card = start(page, address, RETIREMENT)
    card.locator("[name=birth]").fill("197611")
    wait_text(card.locator(".calc-status"), "已算好")
    assert "想提前或延迟几个月" not in status(card)
    assert card.locator("[name=birth]").get_attribute("inputmode") == "numeric"


# 只说一遍


def test_a_change_is_announced_once_after_a_pause(page, address):
    card = start(page, address, INTEREST)
    wait_text(card.locator(".calc-status"), "已算好")
    amount = card.locator("[name=annual_amount]")
    page.evaluate(
        "() => { window.said = []; new MutationObserver(() => {"
        " const { textContent } = document.querySelector('.calc-status');"
        " if (textContent) window.said.push(textContent); })"
        ".observe(document.querySelector('.calc-status'), { childList: true }); }"
    )
    amount.fill("")
    amount.press_sequentially("7348.08", delay=60)
    wait_text(card.locator("[data-figure=credited_amount] dd"), "7,348.08")
    wait_text(card.locator(".calc-status"), "已算好")
    said = page.evaluate("() => window.said")
    assert len(said) == 1 and figure(card, "credited_interest") in said[0], said


def test_the_result_is_a_named_region_with_a_heading(page, address):
    card = start(page, address, INTEREST)
    region = page.get_by_role("region", name="结果", exact=True)
    assert region.locator("[data-figure=credited_interest]").count() == 1
    assert page.get_by_role("heading", name="例子的结果").count() >= 1
    card.locator("[name=opening_balance]").fill("500")
    region.get_by_role("heading", name="你的结果").wait_for()
    heads = card.locator("tbody tr").first.locator("th[scope=row]")
    assert heads.count() == 1 and heads.first.text_content().startswith("20")


# 粘贴、行、提前或延迟


def paste(box, text: str) -> None:
    box.evaluate(
        "(box, text) => { const data = new DataTransfer(); data.setData('text/plain', text);"
        " box.dispatchEvent(new ClipboardEvent('paste',"
        " { clipboardData: data, bubbles: true, cancelable: true })); }",
        text,
    )


@pytest.mark.parametrize("between", ["\n", "\r\n", "\t"], ids=["lf", "crlf", "tab"])
def test_a_pasted_column_of_twelve_fills_the_twelve_boxes(page, address, between):
    card = start(page, address, INTEREST)
    card.locator("[data-chooses]").select_option("monthly_amounts")
    boxes = card.locator("[name=monthly_amounts]")
    amounts = ["1,000.00", "", *(str(500 + month) for month in range(3, 13))]
    paste(boxes.first, between.join(amounts) + between)
    assert [box.input_value() for box in boxes.all()] == amounts
    assert boxes.last.evaluate(FOCUSED)
    wait_text(card.locator("[data-figure=credited_amount] dd"), "6,075.00 元")


def test_what_does_not_fit_is_not_lost(page, address):
    card = start(page, address, INTEREST)
    card.locator("[data-chooses]").select_option("monthly_amounts")
    boxes = card.locator("[name=monthly_amounts]")
    paste(boxes.nth(10), "1\n2\n3")
    assert boxes.nth(11).input_value() == "2 3"
    wait_text(card.locator("[data-field=monthly_amounts] .calc-error"), "第 12 个：“2 3”")
    assert card.locator("[data-field=monthly_amounts] [aria-invalid]").count() == 1


def test_rows_have_names_and_can_be_taken_away(page, address):
    card = start(page, address, HISTORY)
    rows = card.locator("[data-field=segments] .calc-line")
    before = rows.count()
    assert before >= 2
    second = rows.nth(1).locator("input").first.input_value()
    assert card.get_by_role("textbox", name="第 1 行 起").count() == 1
    card.get_by_role("button", name="去掉第 1 行").click()
    assert rows.count() == before - 1
    assert card.get_by_role("textbox", name="第 1 行 起").input_value() == second
    assert card.get_by_role("textbox", name="第 1 行 起").evaluate(FOCUSED)
    wait_text(card.locator(".calc-status"), "已算好")
    for _ in range(before - 1):
        card.get_by_role("button", name="去掉第 1 行").click()
    assert rows.count() == 1
    assert card.get_by_role("textbox", name="第 1 行 起").input_value() == ""
    ids = card.locator("input").evaluate_all("(all) => all.map(({ id }) => id).filter(Boolean)")
    assert len(ids) == len(set(ids))


def test_a_yearly_row_is_called_by_its_year(page, address):
    card = start(page, address, HISTORY)
    card.locator("[name=missing_rates]").select_option("typed")
    rates = card.locator("[data-field=rates_percent]")
    rates.locator("input").first.fill("2021")
    wait_text(rates.locator(".calc-row"), "2021 年")
    assert card.get_by_role("textbox", name="第 1 行，2021 年 利率").count() == 1
    assert card.get_by_role("button", name="去掉第 1 行，2021 年").count() == 1


def test_earlier_or_later_is_chosen_not_typed_as_a_negative(page, address):
    card = start(page, address, RETIREMENT)
    card.locator("[name=birth]").fill("1972-04")
    choice, count = (card.locator("[name=offset_months]").nth(index) for index in (0, 1))
    assert count.is_hidden()
    choice.select_option(label="提前几个月")
    wait_text(card.locator("[data-field=offset_months] .calc-hint"), "还没填")
    assert error(card, "offset_months") == ""
    count.fill("12")
    wait_text(card.locator("[data-figure=chosen_month] dd"), "2033 年 2 月")
    link = page.evaluate("document.querySelector('calc-form').address()")
    assert "offset_months=-12" in link
    choice.select_option(label="延迟几个月")
    wait_text(card.locator("[data-figure=chosen_month] dd"), "2035 年 2 月")
    page.goto("about:blank")
    page.goto(link)
    card = form(page)
    wait_text(card.locator("[data-figure=chosen_month] dd"), "2033 年 2 月")
    assert card.locator("[name=offset_months]").nth(0).input_value() == "-"
    assert card.locator("[name=offset_months]").nth(1).input_value() == "12"


# 粘贴账单上的文字


PASTED = """2023 年度 姓名 某某 证件号 110101190001011234
养老截止上年末个人帐户累计 86,254.75
养老当年记账金额 6,240.00
养老截止上年末个人帐户累计在本年利息 3,424.31
养老当年记账利息 134.19
"""


def paste_text(card, text: str):
    card.locator(".calc-paste textarea").fill(text)
    card.locator("[data-read-text]").click()
    return card.locator(".calc-paste [role=status]")


def test_pasted_text_fills_the_statement_and_says_from_which_lines(page, address):
    card = start(page, address, STATEMENT)
    told = paste_text(card, PASTED)
    wait_text(told, "读出 4 项，已经填好：年份、上年末累计储存额、当年记账金额、当年记账利息。")
    wait_figure(card, "verdict", "一分不差")
    values = {name: card.locator(f"[name={name}]").input_value() for name in FILLED}
    assert values == FILLED
    rows = told.locator("tbody tr").all_inner_texts()
    assert len(rows) == 5 and "3,424.31" in rows[3]
    assert "3,424.31 ＋ 134.19 ＝ 3,558.50 元" in told.inner_text()
    assert "110101" not in told.inner_text() and "某某" not in told.inner_text()
    told = paste_text(card, "今天天气不错")
    wait_text(told, "没有读出要填的数")
    assert card.locator("[name=year]").input_value() == "2023"
    assert "110101" not in page.evaluate("JSON.stringify([{ ...localStorage }, location.href])")


FILLED = {
    "year": "2023",
    "opening_balance": "86,254.75",
    "credited_amount": "6,240.00",
    "credited_interest": "3,558.50",
    "closing_balance": "",
}


def test_pasted_text_adds_a_year_to_the_statements(page, address):
    card = start(page, address, "calculators/statement-history/")
    wait_text(paste_text(card, PASTED), "读出 4 项")
    lines = card.locator("[data-field=rows] .calc-line")
    assert lines.count() == 1
    later = "2024年度\n上年末余额 96,053.25\n当年记账金额 6240.00\n当年记账利息 2622.86"
    wait_text(paste_text(card, later), "2024")
    wait_figure(card, "years_checked", "2 年")
    assert lines.count() == 2
