"""在真的 Chromium 里用表单：改数字、链接、若干行、复制、填错。"""

import pytest

from cards import (
    INTEREST,
    error,
    figure,
    form,
    link_of,
    open_link,
    start,
    status,
    told,
    wait_error,
    wait_figure,
    wait_status,
    with_examples,
)
from helpers import EXAMPLE


def test_changing_a_number_gives_a_new_result(page, address):
    card = start(page, address)
    card.locator("[name=annual_amount]").fill("12000")
    wait_figure(card, "credited_amount", "12,000.00 元")
    assert figure(card, "credited_interest") == "1,549.21 元"
    assert not card.locator(".calc-result[data-outdated]").count()


def test_other_inputs_appear_when_chosen_and_keep_what_was_typed(page, address):
    card = start(page, address)
    chooser = card.locator("[data-chooses]")
    chooser.select_option("monthly_base")
    assert card.locator("[name=annual_amount]").is_hidden()
    card.locator("[name=monthly_base]").fill("8000")
    wait_figure(card, "credited_interest", "1,487.90 元")
    chooser.select_option("monthly_amounts")
    assert card.locator("[data-field=months]").is_hidden()
    amounts = card.locator("[name=monthly_amounts]")
    assert amounts.count() == 12
    amounts.nth(0).fill("１，０００．００")
    wait_figure(card, "credited_amount", "1,000.00 元")
    chooser.select_option("annual_amount")
    assert card.locator("[name=annual_amount]").input_value() == "6912.00"
    card.locator("[name=period]").select_option("july-june")
    card.locator(".calc-more > summary").last.click()
    assert card.locator("[name=next_rate_percent]").is_visible()


def test_months_can_be_taken_out(page, address):
    card = start(page, address)
    for month in range(1, 9):
        card.locator(f"[name=months][value='{month}']").uncheck()
    wait_figure(card, "month_product", "17,280.00")
    for month in range(9, 13):
        card.locator(f"[name=months][value='{month}']").uncheck()
    wait_error(card, "months", "至少要有一个月")


def test_reset_brings_the_example_back(page, address):
    card = start(page, address)
    card.locator("[name=annual_amount]").fill("bad")
    wait_error(card, "annual_amount", "不是数字")
    card.locator("[type=reset]").click()
    assert card.locator("[name=annual_amount]").input_value() == "6912.00"
    assert figure(card, "credited_interest") == "1,477.00 元"
    assert error(card, "annual_amount") == ""


STATEMENT = "calculators/statement-check/"


def test_what_is_still_the_examples_is_named(page, address):
    card = start(page, address, STATEMENT)
    assert "例子里的" not in status(card)
    card.locator("[name=opening_balance]").fill("82345.67")
    wait_status(card, "“当年记账金额”、“当年记账利息”还是例子里的")
    card.locator("[name=credited_amount]").fill("6240")
    card.locator("[name=credited_interest]").fill("1285.89")
    card.locator("[name=year]").fill("2025")
    wait_figure(card, "verdict", "一分不差")
    assert "例子里的" not in status(card)


def test_the_form_can_be_emptied_and_filled_from_the_start(page, address):
    card = start(page, address, STATEMENT)
    card.locator("[data-blank]").click()
    wait_status(card, "还要填：")
    assert [
        control.input_value() for control in card.locator("input[type=text]:visible").all()
    ] == [""] * card.locator("input[type=text]:visible").count()
    assert (
        card.locator(".calc-result .calc-main").is_hidden()
        and card.locator(".calc-notes").is_hidden()
    )
    assert not [text for text in card.locator(".calc-error").all_inner_texts() if text]
    for name, typed in {
        "year": "2025",
        "opening_balance": "82345.67",
        "credited_amount": "6240",
        "credited_interest": "1285.89",
    }.items():
        card.locator(f"[name={name}]").fill(typed)
    wait_figure(card, "verdict", "一分不差")
    assert card.locator(".calc-result .calc-main").is_visible()


def test_the_example_comes_back_whole_after_emptying(page, address):
    card = start(page, address, "calculators/account-history/")
    before = [control.input_value() for control in card.locator(".calc-line input").all()]
    result = figure(card, "closing_balance")
    card.locator("[data-blank]").click()
    wait_status(card, "还要填")
    card.locator("button[type=reset]").click()
    wait_status(card, "已恢复")
    assert [control.input_value() for control in card.locator(".calc-line input").all()] == before
    card.locator("button[type=submit]").click()
    wait_status(card, "已算好")
    assert figure(card, "closing_balance") == result


def test_a_question_not_yet_answered_is_not_an_error(page, address):
    card = start(page, address, "calculators/refund-check/")
    card.locator("[name=situation]").select_option("overlap")
    wait_status(card, "还要填：是哪两份")
    assert error(card, "overlap_kind") == "" and card.locator(".calc-result .calc-main").is_hidden()
    card.locator("button[type=submit]").click()
    wait_error(card, "overlap_kind", "请填写")


def test_the_finder_leads_to_our_own_pages(page, address):
    page.goto(address)
    card = form(page).and_(page.locator("[data-alive]"))
    card.wait_for()
    assert not card.locator(".calc-result [data-figure]").count()
    card.locator("[name=need]").select_option("balance")
    card.locator("[name=region]").select_option("henan")
    card.locator("[name=device]").select_option("in-person")
    wait_figure(card, "first_channel", "社保窗口")
    assert card.locator("[data-figure=phone] a").get_attribute("href") == "tel:12333"
    assert (
        card.locator("[data-figure=region_guide] a").evaluate("(link) => link.href")
        == f"{address}regions/henan/"
    )
    card.locator("[data-figure=guide] a").click()
    page.locator("h1", has_text="窗口").wait_for()


def test_a_link_with_numbers_opens_the_calculator_filled_in(page, address):
    page.goto(f"{address}rules/retirement-age/")
    page.locator("a[href*='category=female55']").click()
    page.locator("h1", has_text="法定退休年龄").wait_for()
    wait_figure(form(page), "statutory_month", "2032 年 10 月")
    assert form(page).locator("[name=birth]").input_value() == "1976-03"


def test_a_shared_link_fills_the_form(page, address):
    page.goto(
        f"{address}calculators/annual-interest/#annual-interest"
        "?opening_balance=100978.25&year=2021&monthly_amount=977.44&rounding=monthly"
    )
    card = form(page)
    wait_figure(card, "credited_interest", "7,180.49 元")
    assert card.locator("[name=monthly_amount]").input_value() == "977.44"
    shared = link_of(form(page))
    assert (
        shared.startswith(f"{address}calculators/annual-interest/#annual-interest?")
        and "monthly_amount=977.44" in shared
    )


def test_a_shared_link_shows_the_reader_what_the_sender_saw(page, address):
    late = {"opening_balance": "0", "year": "2024", "monthly_amount": "800", "months": "9-12"}
    with_examples(page, late)
    card = start(page, address)
    for month in range(1, 9):
        card.locator(f"[name=months][value='{month}']").check()
    wait_figure(card, "month_product", "62,400.00")
    sent = figure(card, "credited_interest")
    card.locator("[name=opening_balance]").fill("")
    wait_error(card, "opening_balance", "请填写")
    empty = link_of(form(page))
    card.locator("[name=opening_balance]").fill("0")
    wait_status(card, sent)
    link = link_of(form(page))
    open_link(page, link)
    wait_figure(form(page), "credited_interest", sent)
    open_link(page, empty)
    wait_error(form(page), "opening_balance", "请填写")


def test_irregular_months_keep_their_places_in_a_link(page, address):
    card = start(page, address)
    card.locator("[data-chooses]").select_option("monthly_amounts")
    for month in range(8, 12):
        card.locator("[name=monthly_amounts]").nth(month).fill("800")
    wait_figure(card, "month_product", "8,000.00")
    link = link_of(form(page))
    open_link(page, link)
    wait_figure(form(page), "month_product", "8,000.00")


def test_a_link_fills_only_the_calculator_it_came_from(page, address):
    with_examples(page, EXAMPLE, EXAMPLE)
    card = start(page, address, index=1)
    card.locator("summary", has_text="换成你的数字").click()
    card.locator("[name=opening_balance]").fill("500")
    wait_figure(card, "closing_balance", "7,523.19")
    assert card.locator(".calc-given").is_hidden()
    link = link_of(card)
    open_link(page, link)
    wait_figure(form(page, 1), "closing_balance", "7,523.19")
    assert form(page, 0).locator("[name=opening_balance]").input_value() == "52630.18"
    assert figure(form(page, 0), "credited_interest") == "1,477.00 元"


@pytest.mark.parametrize(
    "words", ["=x", "period=zzz&rounding=zzz", "months=9-12", "<img>=1", "nothing=1&" * 200]
)
def test_a_strange_link_does_no_harm(page, address, words):
    page.goto(f"{address}calculators/annual-interest/#annual-interest?{words}")
    card = form(page)
    wait_error(card, "opening_balance", "请填写")
    assert (
        card.locator("[name=annual_base]").is_visible()
        or card.locator("[name=annual_amount]").is_visible()
    )
    assert card.locator("[name=period]").input_value() == "calendar"
    assert card.locator("[name=months]:checked").count() == 12
    assert card.locator(".calc-result[data-outdated]").count() == 1


def test_what_was_typed_is_there_after_going_away_and_back(page, address):
    card = start(page, address)
    card.locator("[name=annual_amount]").fill("12000")
    wait_figure(card, "credited_amount", "12,000.00 元")
    page.get_by_role("link", name="历年滚存").last.click()
    page.locator("h1", has_text="历年滚存").wait_for()
    page.go_back()
    page.locator("h1", has_text="当年记账利息").wait_for()
    wait_figure(form(page), "credited_amount", "12,000.00 元")
    assert form(page).locator("[name=annual_amount]").input_value() == "12000"


def test_steps_closed_by_the_reader_stay_closed(page, address):
    card = start(page, address)
    steps = card.locator(".calc-steps")
    assert steps.evaluate("(part) => part.open")
    steps.locator("summary").click()
    card.locator("[name=annual_amount]").fill("12000")
    wait_figure(card, "credited_amount", "12,000.00 元")
    assert not steps.evaluate("(part) => part.open")
    card.locator("[type=reset]").click()
    wait_figure(card, "credited_amount", "6,912.00 元")
    assert not steps.evaluate("(part) => part.open")


def test_only_the_first_calculator_of_a_page_opens_its_steps(page, address):
    with_examples(page, EXAMPLE, EXAMPLE)
    page.goto(address + INTEREST)
    form(page, 1).and_(page.locator("[data-alive]")).wait_for()
    opened = page.locator("calc-form .calc-steps").evaluate_all(
        "(parts) => parts.map((part) => part.open)"
    )
    assert opened == [True, False]


# 若干行、复制、图


def test_rows_can_be_added_shared_and_reset(page, address):
    card = start(page, address, "calculators/account-history/")
    rows = card.locator(".calc-line")
    before = rows.count()
    card.locator("[data-add]").first.click()
    assert rows.count() == before + 1
    first = rows.nth(0).locator("input").nth(2)
    amount = first.input_value()
    first.fill("９９９")
    total = "79,308.00 元"  # 36 个月由 420 改成 999
    wait_figure(card, "total_contributions", total)
    link = link_of(form(page))
    open_link(page, link)
    wait_figure(form(page), "total_contributions", total)
    assert form(page).locator(".calc-line").nth(0).locator("input").nth(2).input_value() == "９９９"
    form(page).locator("[type=reset]").click()
    assert form(page).locator(".calc-line").nth(0).locator("input").nth(2).input_value() == amount
    assert form(page).locator(".calc-line").count() == before


def test_a_wrong_row_is_explained_and_kept(page, address):
    card = start(page, address, "calculators/account-history/")
    card.locator(".calc-line").nth(0).locator("input").nth(0).fill("2022-13")
    wait_error(card, "segments", "第 1 行的起：没有 13 月")
    assert card.locator(".calc-line").nth(0).locator("input").nth(0).input_value() == "2022-13"


def test_a_table_can_be_copied(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = start(page, address, "calculators/account-history/")
    card.locator("[data-copy]").first.click()
    told(card, card.locator("[data-copy]").first.filter(has_text="已复制"))
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert len(lines) == card.locator(".calc-table tbody").first.locator("tr").count() + 1
    assert lines[0].split("\t")[0] == "年份" and len({line.count("\t") for line in lines}) == 1


def test_the_chart_follows_the_numbers(page, address):
    card = start(page, address, "calculators/account-history/")
    bars = card.locator(".calc-chart rect:not(.calc-slot)").count()
    assert bars == 2 * card.locator(".calc-table tbody").first.locator("tr").count()
    card.locator(".calc-line").nth(0).locator("input").nth(0).fill("2018-01")
    count = "document.querySelectorAll('calc-form .calc-chart rect:not(.calc-slot)').length"
    page.wait_for_function(f"(before) => {count} < before", arg=bars)


def test_only_the_next_question_is_asked(page, address):
    card = start(page, address, "calculators/refund-check/")
    visible = card.locator(".calc-field:visible").count()
    card.locator("[name=who]").select_option("foreigner")
    card.locator("[name=situation]").select_option(index=1)
    assert card.locator(".calc-field:visible").count() <= visible + 1
    assert not card.locator(".calc-error:visible").filter(has_text="用不上").count()


# 填错


def test_a_wrong_value_typed_while_python_loads_is_explained_later(page, address):
    held = []
    page.route("**/*.wasm", lambda route: held.append(route))
    page.goto(address + INTEREST)
    with page.expect_request("**/*.wasm"):
        form(page).locator("[name=opening_balance]").fill("abc")
    wait_status(form(page), "正在下载")
    assert error(form(page), "opening_balance") == ""
    held[0].continue_()
    wait_error(form(page), "opening_balance", "不是数字")


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("opening_balance", "一万", "不是数字"),
        ("opening_balance", "-5", "不能是负数"),
        ("opening_balance", "1000000000000000", "之间"),
        ("opening_balance", "1.234", "最多 2 位"),
        ("opening_balance", "12,34", "千位"),
        ("opening_balance", "", "请填写"),
        ("annual_amount", "", "请填写"),
        ("year", "2100", "2100 年的记账利率"),
        ("year", "20.5", "不是整数"),
    ],
)
def test_a_wrong_value_is_explained_beside_its_field(page, address, name, typed, message):
    card = start(page, address)
    card.locator(f"[name={name}]").fill(typed)
    field = "rate_percent" if typed == "2100" else name
    wait_error(card, field, message)
    assert card.locator(f"[data-field={field}] .calc-error").is_visible()
    assert card.locator(".calc-result[data-outdated]").count() == 1
    assert "1 处要改" in status(card)
    assert card.locator(".calc-result .calc-main").is_hidden()
    assert card.locator(f"[name={name}]").input_value() == typed
    for other, value in EXAMPLE.items():
        if other != name:
            assert card.locator(f"[name={other}]").input_value() == value


def test_an_unpublished_rate_can_be_filled_in(page, address):
    card = start(page, address)
    card.locator("[name=year]").fill("2100")
    rate = card.locator("[name=rate_percent]")
    wait_error(card, "rate_percent", "请在这里填写")
    rate.fill("1.5")
    told(card, card.locator(".calc-notes").filter(has_text="由你填写"))
    assert error(card, "rate_percent") == ""


def test_full_width_digits_and_commas_are_read(page, address):
    card = start(page, address)
    card.locator("[name=annual_amount]").fill("１２，０００．００")
    wait_figure(card, "credited_interest", "1,549.21 元")
    card.locator("[name=opening_balance]").fill("200,978.25")
    wait_figure(card, "opening_interest", "5,265.63 元")


def test_markup_typed_by_the_reader_stays_text(page, address):
    card = start(page, address)
    card.locator("[name=annual_amount]").fill("<img src=x onerror=alert(1)>")
    wait_error(card, "annual_amount", "<img")
    assert not page.locator("calc-form img").count()
