"""在真的 Chromium 里：算例、出错、断网、没有 WebAssembly、隐私、无障碍、搜索。"""

import json
import re
from pathlib import Path

import pytest

import calc
from calc import html
from conftest import ROOT, built_path, markdown_pages, page_examples
from scripts.local import browsers
from scripts.pages import blocks

HENAN = "examples/henan-2021/"
RUNTIME = re.compile(r"\.(wasm|whl|zip|bin)$|/pyodide|/worker\.js$")
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
ENGINE = "import(document.querySelector('script[src*=\"calc.mjs\"]').src)"
CONTROL = "input:visible, select:visible, summary:visible"
COMPUTED = "calc-form[data-computed=python]"


def form(page, index: int = 0):
    return page.locator("calc-form").nth(index)


def start(page, address: str, place: str = HENAN, index: int = 0):
    """打开一页，点一下第一个输入框，等到 Python 的第一个结果。"""
    page.goto(address + place)
    form(page, index).locator(CONTROL).first.focus()
    form(page, index).and_(page.locator("[data-computed=python]")).wait_for(timeout=60_000)
    return form(page, index)


def figure(card, name: str) -> str:
    return card.locator(f"[data-figure={name}] dd").inner_text()


def error(card, name: str) -> str:
    return card.locator(f"[data-field={name}] .calc-error").inner_text()


def status(card) -> str:
    return card.locator(".calc-status").inner_text()


def wait_text(locator, text: str) -> None:
    locator.filter(has_text=text).wait_for(timeout=20_000)


def watch(page) -> dict:
    """记下每个请求、控制台的错误和违反安全策略的事。"""
    seen = {"requests": [], "errors": []}
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on(
        "console",
        lambda message: seen["errors"].append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda wrong: seen["errors"].append(str(wrong)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => "
        "console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`))"
    )
    return seen


def damage(page, name: str) -> None:
    page.route(
        f"**/{name}",
        lambda route: route.fulfill(body=b"broken" * 100, content_type="application/octet-stream"),
    )


# 算例


def test_every_page_computes_its_examples_and_asks_nobody_else(page, address):
    """每一页、每个算例：浏览器里算出的与印好的一个字节不差；不向别处请求，不违反安全策略。"""
    seen, examples = watch(page), {}
    for place, index, example in page_examples():
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
    card.locator(CONTROL).first.focus()
    card.and_(page.locator("[data-computed=python]")).wait_for(timeout=60_000)
    assert card.locator(".calc-result").inner_html() == printed, (place, index)
    answer = blocks.compute_example(example)
    for entry in calc.calculator(example.id).figures:
        if entry.name in example.expect:
            assert figure(card, entry.name) == html.shown(
                answer["figures"][entry.name], entry.unit, entry.options
            ), (place, entry.name)


@pytest.mark.parametrize(
    ("broken", "mode"),
    [((), "snapshot"), (("snapshot.bin",), "stdlib"), (("snapshot.bin", "stdlib.zip"), "full")],
)
def test_every_way_to_start_gives_the_same_bytes(page, address, broken, mode):
    for name in broken:
        damage(page, name)
    engine = []
    page.on("request", lambda request: engine.append(request.url.rsplit("/", 1)[-1]))
    card = start(page, address)
    library = {"snapshot": "snapshot.bin", "stdlib": "stdlib.zip", "full": "python_stdlib.zip"}[
        mode
    ]
    assert library in engine
    for _, _, example in page_examples():
        expected = json.loads(html.page_answer(example.id, json.dumps(example.inputs)))["html"]
        script = f"([id, inputs]) => {ENGINE}.then(({{ engine }}) => engine.ask(id, inputs))"
        answer = page.evaluate(script, [example.id, example.inputs])
        assert answer["html"] == expected
    assert page.evaluate(f"{ENGINE}.then(({{ engine }}) => engine.mode)") == mode
    assert figure(card, "credited_interest") == "7,180.48 元"


def variations():
    """每个计算器的算例，逐一换掉每个选项，再加上什么都不填：算例没有走到的地方。"""
    for id in calc.calculator_ids():
        inputs = next(example.inputs for _, _, example in page_examples() if example.id == id)
        yield id, {}
        for entry in calc.calculator(id).inputs:
            for value, _ in getattr(entry.kind, "options", ()):
                yield id, {**inputs, entry.name: value}


def test_the_snapshot_answers_what_no_example_asked(page, address):
    start(page, address)
    asked = list(variations())
    script = (
        f"(asked) => {ENGINE}.then(({{ engine }}) => "
        "Promise.all(asked.map(([id, inputs]) => engine.ask(id, inputs))))"
    )
    for (id, inputs), answer in zip(asked, page.evaluate(script, asked), strict=True):
        assert answer == json.loads(html.page_answer(id, json.dumps(inputs))), (id, inputs)
    assert page.evaluate(f"{ENGINE}.then(({{ engine }}) => engine.mode)") == "snapshot"


def test_changing_a_number_gives_a_new_result(page, address):
    card = start(page, address)
    card.locator("[name=annual_base]").fill("120000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "9,600.00 元")
    assert figure(card, "credited_interest") == "7,103.32 元"
    assert not card.locator(".calc-result[data-outdated]").count()


def test_other_inputs_appear_when_chosen_and_keep_what_was_typed(page, address):
    card = start(page, address)
    chooser = card.locator("[data-chooses]")
    chooser.select_option("monthly_base")
    assert card.locator("[name=annual_base]").is_hidden()
    card.locator("[name=monthly_base]").fill("12218")
    wait_text(card.locator("[data-figure=credited_interest] dd"), "7,180.48 元")
    chooser.select_option("monthly_amounts")
    assert card.locator("[data-field=months]").is_hidden()
    amounts = card.locator("[name=monthly_amounts]")
    assert amounts.count() == 12
    amounts.nth(0).fill("１，０００．００")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "1,000.00 元")
    chooser.select_option("annual_base")
    assert card.locator("[name=annual_base]").input_value() == "146616"
    card.locator("[name=period]").select_option("july-june")
    card.locator(".calc-more > summary").last.click()
    assert card.locator("[name=next_rate_percent]").is_visible()


def test_months_can_be_taken_out(page, address):
    card = start(page, address, "calculators/annual-interest/")
    for month in range(1, 9):
        card.locator(f"[name=months][value='{month}']").uncheck()
    wait_text(card.locator("[data-figure=month_product] dd"), "17,280.00")
    for month in range(9, 13):
        card.locator(f"[name=months][value='{month}']").uncheck()
    wait_text(card.locator("[data-field=months] .calc-error"), "至少要有一个月")


def test_reset_brings_the_example_back(page, address):
    card = start(page, address)
    card.locator("[name=annual_base]").fill("bad")
    wait_text(card.locator("[data-field=annual_base] .calc-error"), "不是数字")
    card.locator("[type=reset]").click()
    assert card.locator("[name=annual_base]").input_value() == "146616"
    assert figure(card, "credited_interest") == "7,180.48 元"
    assert error(card, "annual_base") == ""


STATEMENT = "calculators/statement-check/"


def test_what_is_still_the_examples_is_named(page, address):
    card = start(page, address, STATEMENT)
    assert "例子里的" not in status(card)
    card.locator("[name=opening_balance]").fill("82345.67")
    wait_text(card.locator(".calc-status"), "“当年记账金额”、“当年记账利息”还是例子里的")
    card.locator("[name=credited_amount]").fill("6240")
    card.locator("[name=credited_interest]").fill("1285.89")
    card.locator("[name=year]").fill("2025")
    wait_text(card.locator("[data-figure=verdict] dd"), "一分不差")
    assert "例子里的" not in status(card)


def test_the_form_can_be_emptied_and_filled_from_the_start(page, address):
    card = start(page, address, STATEMENT)
    card.locator("[data-blank]").click()
    wait_text(card.locator(".calc-status"), "还要填：")
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
    wait_text(card.locator("[data-figure=verdict] dd"), "一分不差")
    assert card.locator(".calc-result .calc-main").is_visible()


def test_the_example_comes_back_whole_after_emptying(page, address):
    card = start(page, address, "calculators/account-history/")
    before = [control.input_value() for control in card.locator(".calc-line input").all()]
    result = figure(card, "closing_balance")
    card.locator("[data-blank]").click()
    wait_text(card.locator(".calc-status"), "还要填")
    card.locator("button[type=reset]").click()
    wait_text(card.locator(".calc-status"), "已恢复")
    assert [control.input_value() for control in card.locator(".calc-line input").all()] == before
    card.locator("button[type=submit]").click()
    wait_text(card.locator(".calc-status"), "已算好")
    assert figure(card, "closing_balance") == result


def test_a_question_not_yet_answered_is_not_an_error(page, address):
    card = start(page, address, "calculators/refund-check/")
    card.locator("[name=situation]").select_option("overlap")
    wait_text(card.locator(".calc-status"), "还要填：是哪两份")
    assert error(card, "overlap_kind") == "" and card.locator(".calc-result .calc-main").is_hidden()
    card.locator("button[type=submit]").click()
    wait_text(card.locator("[data-field=overlap_kind] .calc-error"), "请填写")


def test_the_finder_leads_to_our_own_pages(page, address):
    card = start(page, address, "")
    assert not card.locator(".calc-result details[open]").count()
    card.locator("[name=region]").select_option("henan")
    card.locator("[name=device]").select_option("in-person")
    wait_text(card.locator("[data-figure=first_channel] dd"), "社保窗口")
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
    wait_text(form(page).locator("[data-figure=statutory_month] dd"), "2032 年 10 月")
    assert form(page).locator("[name=birth]").input_value() == "1976-03"


def test_a_shared_link_fills_the_form(page, address):
    page.goto(
        f"{address}calculators/annual-interest/#annual-interest"
        "?opening_balance=100978.25&year=2021&monthly_amount=977.44&rounding=monthly"
    )
    card = form(page)
    wait_text(card.locator("[data-figure=credited_interest] dd"), "7,180.49 元")
    assert card.locator("[name=monthly_amount]").input_value() == "977.44"
    shared = page.evaluate("document.querySelector('calc-form').address()")
    assert (
        shared.startswith(f"{address}calculators/annual-interest/#annual-interest?")
        and "monthly_amount=977.44" in shared
    )


def test_a_shared_link_shows_the_reader_what_the_sender_saw(page, address):
    card = start(page, address, "rules/month-product/")
    for month in range(1, 9):
        card.locator(f"[name=months][value='{month}']").check()
    wait_text(card.locator("[data-figure=month_product] dd"), "62,400.00")
    sent = figure(card, "credited_interest")
    card.locator("[name=opening_balance]").fill("")
    wait_text(card.locator("[data-field=opening_balance] .calc-error"), "请填写")
    empty = page.evaluate("document.querySelector('calc-form').address()")
    card.locator("[name=opening_balance]").fill("0")
    wait_text(card.locator(".calc-status"), sent)
    link = page.evaluate("document.querySelector('calc-form').address()")
    page.goto("about:blank")
    page.goto(link)
    wait_text(form(page).locator("[data-figure=credited_interest] dd"), sent)
    page.goto("about:blank")
    page.goto(empty)
    wait_text(form(page).locator("[data-field=opening_balance] .calc-error"), "请填写")


def test_irregular_months_keep_their_places_in_a_link(page, address):
    card = start(page, address, "calculators/annual-interest/")
    card.locator("[data-chooses]").select_option("monthly_amounts")
    for month in range(8, 12):
        card.locator("[name=monthly_amounts]").nth(month).fill("800")
    wait_text(card.locator("[data-figure=month_product] dd"), "8,000.00")
    link = page.evaluate("document.querySelector('calc-form').address()")
    page.goto("about:blank")
    page.goto(link)
    wait_text(form(page).locator("[data-figure=month_product] dd"), "8,000.00")


def test_a_link_fills_only_the_calculator_it_came_from(page, address):
    card = start(page, address, HENAN, 1)
    card.locator("summary", has_text="换成你的数字").click()
    card.locator("[name=opening_balance]").fill("500")
    wait_text(card.locator("[data-figure=closing_balance] dd"), "12,687.77")
    assert card.locator(".calc-given").is_hidden()
    link = page.evaluate("document.querySelectorAll('calc-form')[1].address()")
    page.goto("about:blank")
    page.goto(link)
    wait_text(form(page, 1).locator("[data-figure=closing_balance] dd"), "12,687.77")
    assert form(page, 0).locator("[name=opening_balance]").input_value() == "100978.25"
    assert figure(form(page, 0), "credited_interest") == "7,180.48 元"


@pytest.mark.parametrize(
    "words", ["=x", "period=zzz&rounding=zzz", "months=9-12", "<img>=1", "nothing=1&" * 200]
)
def test_a_strange_link_does_no_harm(page, address, words):
    page.goto(f"{address}calculators/annual-interest/#annual-interest?{words}")
    card = form(page)
    wait_text(card.locator("[data-field=opening_balance] .calc-error"), "请填写")
    assert (
        card.locator("[name=annual_base]").is_visible()
        or card.locator("[name=annual_amount]").is_visible()
    )
    assert card.locator("[name=period]").input_value() == "calendar"
    assert card.locator("[name=months]:checked").count() == 12
    assert card.locator(".calc-result[data-outdated]").count() == 1


def test_what_was_typed_is_there_after_going_away_and_back(page, address):
    card = start(page, address)
    card.locator("[name=annual_base]").fill("120000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "9,600.00 元")
    page.get_by_role("link", name="江苏 2019 社保年度").last.click()
    page.locator("h1", has_text="江苏").wait_for()
    page.go_back()
    page.locator("h1", has_text="河南").wait_for()
    wait_text(form(page).locator("[data-figure=credited_amount] dd"), "9,600.00 元")
    assert form(page).locator("[name=annual_base]").input_value() == "120000"


def test_steps_closed_by_the_reader_stay_closed(page, address):
    card = start(page, address)
    steps = card.locator(".calc-steps")
    assert steps.evaluate("(part) => part.open")
    steps.locator("summary").click()
    card.locator("[name=annual_base]").fill("120000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "9,600.00 元")
    assert not steps.evaluate("(part) => part.open")
    card.locator("[type=reset]").click()
    wait_text(card.locator("[data-figure=credited_amount] dd"), "11,729.28 元")
    assert not steps.evaluate("(part) => part.open")


def test_only_the_first_calculator_of_a_page_opens_its_steps(page, address):
    page.goto(address + "examples/retiring/")
    opened = page.locator("calc-form .calc-steps").evaluate_all(
        "(parts) => parts.map((part) => part.open)"
    )
    assert opened[0] and len(opened) > 5 and not any(opened[1:])


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
    wait_text(card.locator("[data-figure=total_contributions] dd"), total)
    link = page.evaluate("document.querySelector('calc-form').address()")
    page.goto("about:blank")
    page.goto(link)
    wait_text(form(page).locator("[data-figure=total_contributions] dd"), total)
    assert form(page).locator(".calc-line").nth(0).locator("input").nth(2).input_value() == "９９９"
    form(page).locator("[type=reset]").click()
    assert form(page).locator(".calc-line").nth(0).locator("input").nth(2).input_value() == amount
    assert form(page).locator(".calc-line").count() == before


def test_a_wrong_row_is_explained_and_kept(page, address):
    card = start(page, address, "calculators/account-history/")
    card.locator(".calc-line").nth(0).locator("input").nth(0).fill("2022-13")
    wait_text(card.locator("[data-field=segments] .calc-error"), "第 1 行的起：没有 13 月")
    assert card.locator(".calc-line").nth(0).locator("input").nth(0).input_value() == "2022-13"


def test_a_table_can_be_copied(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = start(page, address, "calculators/account-history/")
    card.locator("[data-copy]").first.click()
    wait_text(card.locator("[data-copy]").first, "已复制")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert len(lines) == card.locator(".calc-table tbody").first.locator("tr").count() + 1
    assert lines[0].split("\t")[0] == "年份" and len({line.count("\t") for line in lines}) == 1


def test_the_chart_follows_the_numbers(page, address):
    card = start(page, address, "calculators/account-history/")
    bars = card.locator(".calc-chart rect").count()
    assert bars == 2 * card.locator(".calc-table tbody").first.locator("tr").count()
    card.locator(".calc-line").nth(0).locator("input").nth(0).fill("2018-01")
    page.wait_for_function(
        "(before) => document.querySelectorAll('.calc-chart rect').length < before", arg=bars
    )


def test_only_the_next_question_is_asked(page, address):
    card = start(page, address, "calculators/refund-check/")
    visible = card.locator(".calc-field:visible").count()
    card.locator("[name=who]").select_option("foreigner")
    card.locator("[name=situation]").select_option(index=1)
    assert card.locator(".calc-field:visible").count() <= visible + 1
    assert not card.locator(".calc-error:visible").filter(has_text="用不上").count()


# 填错


def test_a_wrong_value_typed_while_python_loads_is_explained_later(page, address):
    def late(route):
        page.wait_for_timeout(2000)
        route.continue_()

    page.route("**/*.wasm", late)
    page.goto(address + HENAN)
    form(page).locator("[name=opening_balance]").fill("abc")
    wait_text(form(page).locator("[data-field=opening_balance] .calc-error"), "不是数字")


def test_after_a_failure_typing_does_not_start_again(page, address):
    page.route("**/*.wasm", lambda route: route.abort())
    seen = watch(page)
    card = failed(page, address, "下载中断了")
    before = len(seen["requests"])
    card.locator("[name=annual_base]").press_sequentially("123", delay=200)
    card.locator("[name=year]").focus()
    page.wait_for_timeout(500)
    assert len(seen["requests"]) == before
    assert card.locator(".calc-result[data-outdated]").count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("opening_balance", "一万", "不是数字"),
        ("opening_balance", "-5", "不能是负数"),
        ("opening_balance", "1000000000000000", "之间"),
        ("opening_balance", "1.234", "最多 2 位"),
        ("opening_balance", "12,34", "千位"),
        ("opening_balance", "", "请填写"),
        ("annual_base", "", "请填写"),
        ("year", "2100", "2100 年的记账利率"),
        ("year", "20.5", "不是整数"),
    ],
)
def test_a_wrong_value_is_explained_beside_its_field(page, address, name, typed, message):
    card = start(page, address)
    card.locator(f"[name={name}]").fill(typed)
    field = "rate_percent" if typed == "2100" else name
    wait_text(card.locator(f"[data-field={field}] .calc-error"), message)
    assert card.locator(f"[data-field={field}] .calc-error").is_visible()
    assert card.locator(".calc-result[data-outdated]").count() == 1
    assert "1 处要改" in status(card)
    assert card.locator(".calc-result .calc-main").is_hidden()
    assert card.locator(f"[name={name}]").input_value() == typed
    for other in {"opening_balance": "100978.25", "annual_base": "146616", "year": "2021"}.items():
        if other[0] != name:
            assert card.locator(f"[name={other[0]}]").input_value() == other[1]


def test_an_unpublished_rate_can_be_filled_in(page, address):
    card = start(page, address)
    card.locator("[name=year]").fill("2100")
    rate = card.locator("[name=rate_percent]")
    wait_text(card.locator("[data-field=rate_percent] .calc-error"), "请在这里填写")
    rate.fill("1.5")
    wait_text(card.locator(".calc-notes"), "由你填写")
    assert error(card, "rate_percent") == ""


def test_full_width_digits_and_commas_are_read(page, address):
    card = start(page, address)
    card.locator("[name=annual_base]").fill("１４６，６１６．００")
    wait_text(card.locator(".calc-status"), "7,180.48")
    card.locator("[name=opening_balance]").fill("200,978.25")
    wait_text(card.locator("[data-figure=opening_interest] dd"), "13,445.44 元")


def test_markup_typed_by_the_reader_stays_text(page, address):
    card = start(page, address)
    card.locator("[name=annual_base]").fill("<img src=x onerror=alert(1)>")
    wait_text(card.locator("[data-field=annual_base] .calc-error"), "<img")
    assert not page.locator("calc-form img").count()


# 启动：有动作才开始，坏了就说


def test_nothing_of_the_interpreter_moves_before_intent(page, address):
    seen = watch(page)
    page.goto(address + "calculators/annual-interest/")
    page.wait_for_timeout(2500)
    assert not [url for url in seen["requests"] if RUNTIME.search(url)]
    page.mouse.wheel(0, 400)
    page.locator(COMPUTED).wait_for(timeout=60_000)
    assert [url for url in seen["requests"] if url.endswith(".wasm")]


def test_a_second_calculation_works_without_the_network(page, address):
    card = start(page, address)
    page.context.set_offline(True)
    card.locator("[name=annual_base]").fill("120000")
    wait_text(card.locator("[data-figure=credited_amount] dd"), "9,600.00 元")


def test_one_worker_survives_page_changes(page, address):
    seen = watch(page)
    start(page, address)
    page.get_by_role("link", name="江苏 2019 社保年度").last.click()
    page.locator("h1", has_text="江苏").wait_for()
    form(page).locator("input").first.focus()
    page.locator(COMPUTED).wait_for(timeout=20_000)
    assert figure(form(page), "credited_interest") == "14,059.32 元"
    assert len([url for url in seen["requests"] if url.endswith("worker.js")]) == 1
    assert len(page.workers) <= 2
    assert not seen["errors"]


def failed(page, address, message: str):
    """启动失败：说出原因和还能怎么办，给出重试，算好的结果还在。"""
    page.goto(address + HENAN)
    card = form(page)
    card.locator("input").first.focus()
    wait_text(card.locator(".calc-status"), message)
    assert "不受影响" in status(card)
    assert card.get_by_role("button", name="再试一次").is_visible()
    assert figure(card, "credited_interest") == "7,180.48 元"
    return card


def test_a_cut_download_says_so_and_can_be_retried(page, address):
    page.route("**/*.wasm", lambda route: route.abort())
    card = failed(page, address, "下载中断了")
    page.unroute("**/*.wasm")
    card.get_by_role("button", name="再试一次").click()
    page.locator(COMPUTED).first.wait_for(timeout=60_000)


def test_a_missing_worker_says_so(page, address):
    page.route("**/worker.js", lambda route: route.abort())
    failed(page, address, "没有准备好")


def test_a_truncated_download_says_so(page, address, runtime):
    whole = (runtime / "pyodide.asm.wasm").read_bytes()
    page.route(
        "**/*.wasm",
        lambda route: route.fulfill(body=whole[: len(whole) // 2], content_type="application/wasm"),
    )
    failed(page, address, "下载到的文件是坏的")


def test_a_hung_start_ends_after_thirty_seconds(page, address):
    page.clock.install()
    page.route("**/snapshot.bin", lambda route: None)
    page.goto(address + HENAN)
    card = form(page)
    card.locator("input").first.focus()
    wait_text(card.locator(".calc-status"), "正在下载")
    page.wait_for_timeout(4000)
    page.clock.run_for(31_000)
    wait_text(card.locator(".calc-status"), "30 秒没有进展")
    assert figure(card, "credited_interest") == "7,180.48 元"


def test_a_policy_against_webassembly_is_named(page, address):
    def forbid(route):
        response = route.fetch()
        route.fulfill(
            response=response,
            headers={
                **response.headers,
                "content-security-policy": "script-src 'self' 'unsafe-inline'",
            },
        )

    page.route("**/henan-2021/", forbid)
    failed(page, address, "安全设置不允许")


def test_without_webassembly_the_static_answer_stays(playwright, address):
    options = browsers.options()
    options["args"] = [*options["args"], "--js-flags=--jitless"]
    browser = playwright.chromium.launch(**options)
    failed(browser.new_page(), address, "不支持 WebAssembly")
    browser.close()


def test_a_server_with_the_wrong_type_for_wasm_still_works(page, address):
    def plain(route):
        response = route.fetch()
        route.fulfill(
            response=response,
            headers={**response.headers, "content-type": "application/octet-stream"},
        )

    page.route("**/*.wasm", plain)
    start(page, address)


def test_without_javascript_the_example_is_complete(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + HENAN)
    card = form(page)
    assert card.locator("[name=opening_balance]").input_value() == "100978.25"
    assert figure(card, "closing_balance") == "119,888.01 元"
    assert card.locator(".calc-steps li").count() == 6
    assert "6.69%" in card.locator(".calc-steps").inner_text()
    assert "人社部发〔2017〕31 号" in card.locator(".calc-sources").inner_text()
    assert "没有打开 JavaScript" in card.inner_text()
    context.close()


# 隐私、安全策略、无障碍、版面


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


def test_axe_finds_nothing_when_values_are_wrong(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    card = start(page, address)
    card.locator("[name=annual_base]").fill("x")
    wait_text(card.locator("[data-field=annual_base] .calc-error"), "不是数字")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document).then((result) => result.violations)")
    assert not found, found
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


def test_print_leaves_out_the_frame_and_keeps_closed_steps(page, address):
    card = start(page, address, "calculators/annual-interest/")
    card.locator(".calc-steps > summary").click()
    card.locator("[name=opening_balance]").fill("500")
    wait_text(card.locator("[data-figure=opening_interest] dd"), "13.10")
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


# 没有这一页、搜索


def test_a_missing_page_leads_back_from_any_depth(page, address):
    page.goto(address + "rules/no/such/page/")
    assert page.locator("h1").inner_text() == "没有这一页"
    links = page.locator(".md-content li a").evaluate_all(
        "(links) => links.map((link) => link.href)"
    )
    assert links == [address, address + "query/", address + "rules/faq/"]
    page.locator("label[for=__search]").first.click()
    page.locator("input[name=query]").fill("余额")
    page.locator(".md-search-result__item").first.wait_for(timeout=20_000)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("支付宝", "query/alipay/"),
        ("掌上12333", "query/app-12333/"),
        ("余额为零", "query/troubleshooting/"),
        ("转移", "rules/transfer/"),
        ("江苏", "regions/jiangsu/"),
        ("权益单", "query/statement-guide/"),
        ("断缴", "rules/contribution/"),
        ("记账利率", "rules/crediting-rate/"),
        ("计发月数", "calculators/payout-months/"),
        ("窗口", "query/service-counter/"),
        ("月积数", "rules/month-product/"),
        ("重复缴费", "rules/refund-duplicate/"),
        ("抚恤金", "calculators/survivor-benefit/"),
        ("查不到", "query/troubleshooting/"),
        ("对不上", "query/troubleshooting/"),
        ("登录不了", "query/troubleshooting/"),
        ("登不上", "query/troubleshooting/"),
        ("参保证明", "query/provincial-sites/"),
        ("单位没交", "rules/contribution/"),
        ("没交社保", "rules/contribution/"),
        ("取出来", "rules/refund/"),
        ("能取吗", "rules/refund/"),
        ("退休年龄", "calculators/retirement-age/"),
        ("多少岁退休", "rules/retirement-age/"),
        ("利息", "calculators/annual-interest/"),
        ("利息", "rules/interest-timing/"),
        ("去世", "rules/refund-death/"),
        ("丧葬费", "rules/refund-death/"),
        ("１２３３３", "query/hotline-12333/"),
        ("２０２１", "examples/henan-2021/"),
        ("爸爸去世", "rules/refund-death/"),
        ("外籍", "rules/refund-leaving/"),
        ("离婚", "rules/faq/"),
        ("倒闭", "query/troubleshooting/"),
        ("退伍", "rules/transfer/"),
        ("手机上怎么查", "query/app-12333/"),
        ("名字写错", "query/troubleshooting/"),
        ("单子上的字看不懂", "query/statement-guide/"),
        ("东莞转杭州养老金", "rules/transfer/"),
        ("养老金余额在哪里查？", "query/"),
        (" 我的 养老金余额，怎么查?", "query/"),
    ],
)
def test_search_finds_the_page_first_or_second(page, address, words, place):
    page.goto(address)
    page.locator("label[for=__search]").first.click()
    page.locator("input[name=query]").fill(words)
    page.locator(".md-search-result__item").first.wait_for(timeout=20_000)
    links = page.locator(".md-search-result__item > a").evaluate_all(
        "(links) => links.map((link) => link.href)"
    )
    pages = list(
        dict.fromkeys(link.removeprefix(address).split("?")[0].split("#")[0] for link in links)
    )
    assert place in pages[:2], pages[:4]


def test_the_search_index_comes_with_the_first_letter(page, address):
    seen = watch(page)
    page.goto(address)
    page.wait_for_timeout(1500)
    assert not [url for url in seen["requests"] if url.endswith("/search/index.json")]
    page.locator("label[for=__search]").first.click()
    page.locator("input[name=query]").fill("利率")
    page.locator(".md-search-result__item").first.wait_for(timeout=20_000)
    assert len([url for url in seen["requests"] if url.endswith("/search/index.json")]) == 1
