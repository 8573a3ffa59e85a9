"""在真的 Chromium 里启动：三种方式、有动作才开始、坏了就说、断网、没有 WebAssembly。"""

import json
import re

import pytest

import calc
from calc import html
from cards import (
    COMPUTED,
    ENGINE,
    INTEREST,
    damage,
    figure,
    form,
    launch,
    start,
    status,
    wait_figure,
    wait_status,
    wake,
    watch,
)
from conftest import page_examples

RUNTIME = re.compile(r"\.(wasm|whl|zip|bin)$|/pyodide|/worker\.js$")


def test_nothing_of_the_interpreter_moves_before_intent(page, address):
    seen = watch(page)
    page.goto(address + "calculators/annual-interest/")
    page.wait_for_timeout(2500)
    assert not [url for url in seen["requests"] if RUNTIME.search(url)]
    page.mouse.wheel(0, 400)
    page.locator(COMPUTED).wait_for()
    assert [url for url in seen["requests"] if url.endswith(".wasm")]


def test_a_second_calculation_works_without_the_network(page, address):
    card = start(page, address)
    page.context.set_offline(True)
    card.locator("[name=annual_amount]").fill("12000")
    wait_figure(card, "credited_amount", "12,000.00 元")


def test_one_worker_survives_page_changes(page, address):
    seen = watch(page)
    start(page, address)
    page.get_by_role("link", name="历年滚存").last.click()
    page.locator("h1", has_text="历年滚存").wait_for()
    wake(form(page))
    assert figure(form(page), "closing_balance") == "107,615.18 元"
    assert len([url for url in seen["requests"] if url.endswith("worker.js")]) == 1
    assert len(page.workers) <= 2
    assert not seen["errors"]


def failed(page, address, message: str):
    """启动失败：说出原因和还能怎么办，给出重试，算好的结果还在。"""
    page.goto(address + INTEREST)
    card = form(page)
    card.locator("input").first.focus()
    wait_status(card, message)
    assert "不受影响" in status(card)
    assert card.get_by_role("button", name="再试一次").is_visible()
    assert figure(card, "credited_interest") == "1,477.00 元"
    return card


def test_a_cut_download_says_so_and_can_be_retried(page, address):
    page.route("**/*.wasm", lambda route: route.abort())
    card = failed(page, address, "下载中断了")
    page.unroute("**/*.wasm")
    card.get_by_role("button", name="再试一次").click()
    page.locator(COMPUTED).first.wait_for()


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
    page.goto(address + INTEREST)
    card = form(page)
    with (
        page.expect_event("requestfinished", lambda request: request.url.endswith(".wasm")),
        page.expect_event("requestfinished", lambda request: request.url.endswith("/worker.js")),
    ):
        card.locator("input").first.focus()
    wait_status(card, "正在下载")
    page.clock.run_for(31_000)
    wait_status(card, "30 秒没有进展")
    assert figure(card, "credited_interest") == "1,477.00 元"


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

    page.route("**/annual-interest/", forbid)
    failed(page, address, "安全设置不允许")


def test_without_webassembly_the_static_answer_stays(playwright, address):
    browser = launch(playwright, "--js-flags=--jitless")
    failed(browser.new_context().new_page(), address, "不支持 WebAssembly")
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
    page.goto(address + INTEREST)
    card = form(page)
    assert card.locator("[name=opening_balance]").input_value() == "52630.18"
    assert figure(card, "closing_balance") == "61,019.18 元"
    assert card.locator(".calc-steps li").count() == 6
    assert "2.62%" in card.locator(".calc-steps").inner_text()
    assert "人社部发〔2017〕31 号" in card.locator(".calc-sources").inner_text()
    assert "没有打开 JavaScript" in card.inner_text()
    context.close()


def test_after_a_failure_typing_does_not_start_again(page, address):
    page.route("**/*.wasm", lambda route: route.abort())
    seen = watch(page)
    card = failed(page, address, "下载中断了")
    before = len(seen["requests"])
    card.locator("[name=annual_amount]").press_sequentially("123", delay=200)
    card.locator("[name=year]").focus()
    assert page.evaluate(f"{ENGINE}.then(({{ engine }}) => engine.state)") == "failed"
    assert len(seen["requests"]) == before
    assert card.locator(".calc-result[data-outdated]").count() == 1


# 三种方式


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
    assert figure(card, "credited_interest") == "1,477.00 元"


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
