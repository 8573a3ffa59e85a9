"""启动不了的原因说得对；后台线程不回答，换一个。"""

import time

import pytest

import engines
from faults import (
    FIELD,
    LATE,
    PAGE,
    RIGHT,
    STATE,
    TYPED,
    assert_honest,
    in_worker,
    recover,
    settled,
    visit,
)
from faulty_server import Fault

# 原因说得对

POLICIES = {
    "wasm": "script-src 'self' 'unsafe-inline'",
    "worker": "worker-src 'none'",
    "connect": "connect-src 'none'",
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_forbids_is_named(server, playwright, name, note):
    with engines.start("chromium", playwright) as tab:
        headers = {"Content-Security-Policy": POLICIES[name]}
        server.faults[PAGE] = Fault(headers=headers)
        state = visit(tab, server)
        assert_honest(state)
        assert "安全设置不允许" in state["status"]
        note(f"安全策略不许 {name}", tab.name, "", state["status"][:34], "换浏览器")


def test_no_network_is_named(server, playwright, note):
    with engines.start("chromium", playwright) as tab:
        tab.open(server.address + PAGE)
        tab.context.set_offline(True)
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "没有网络" in state["status"]
        tab.context.set_offline(False)
        assert recover("retry", tab, server)
        note("没有网络", tab.name, "", state["status"][:34], "再试一次")


def test_no_memory_is_named_at_once(server, playwright, note):
    with engines.start("chromium", playwright) as tab:
        tab.open(server.address + PAGE)
        error = "new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate')"
        in_worker(tab, f"WebAssembly.instantiate = () => Promise.reject({error});")
        begun = time.monotonic()
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "内存不够" in state["status"] and time.monotonic() - begun < 25
        tab.run("mend()")
        recover("retry", tab, server)
        note("内存不够", tab.name, "", state["status"][:34], "再试一次")


# 线程不回答

WHEN_ASKED = "addEventListener('message', ({{ data }}) => {{ if (/12345/.test(data.inputs)) {} }});"
STOPPED = {
    "关闭": WHEN_ASKED.format("close();"),
    "死循环": WHEN_ASKED.format("for (;;);"),
    "不作声": "const say = postMessage; self.postMessage = (data) => data.number > 1 || say(data);",
}


@pytest.mark.parametrize("engine", engines.NAMES)
@pytest.mark.parametrize("kind", STOPPED)
def test_a_silent_worker_is_replaced_once_by_itself(server, playwright, engine, kind, note):
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        in_worker(tab, STOPPED[kind], times=1)
        tab.click(FIELD)
        tab.wait("document.querySelector('calc-form').dataset.computed", LATE)
        tab.fill(FIELD, TYPED)
        told = tab.wait(f"/没有回答/.test({STATE}.status) && {STATE}")
        assert told["value"] == TYPED and told["outdated"]
        after = settled(tab)
        assert (after["value"], after["interest"]) == (TYPED, RIGHT)
        note(f"线程{kind}", engine, "", told["status"][:34], "自己")


@pytest.mark.parametrize("engine", engines.NAMES)
def test_a_worker_that_stays_silent_is_told(server, playwright, engine, note):
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        in_worker(tab, STOPPED["死循环"])
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "重新启动过一次也没有" in state["status"]
        tab.run("mend()")
        recover("retry", tab, server)
        note("线程一直死循环", engine, "", state["status"][:34], "再试一次")


@pytest.mark.parametrize("engine", engines.NAMES)
def test_a_long_calculation_can_be_stopped(server, playwright, engine):
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        in_worker(tab, STOPPED["死循环"], times=1)
        tab.click(FIELD)
        tab.wait("document.querySelector('calc-form').dataset.computed", LATE)
        tab.fill(FIELD, TYPED)
        tab.wait(f"{STATE}.button === '停下'")
        tab.run("Object.defineProperty(document, 'hidden', { value: true })")  # 看门狗不再数下去
        tab.click(".calc-status button")
        tab.wait(f"{STATE}.status.startsWith('停下了')")
        state = tab.run(f"return {STATE}")
        assert state["value"] == TYPED and state["outdated"]
        tab.click("calc-form [type=submit]")
        assert settled(tab)["interest"] == RIGHT


def test_a_broken_interpreter_is_replaced(server, playwright):
    code = (
        "const say = postMessage; const wrong = 'Pyodide already fatally failed';"
        "self.postMessage = (data) => say(data.number > 1 ? { number: data.number, wrong } : data);"
    )
    with engines.start("chromium", playwright) as tab:
        tab.open(server.address + PAGE)
        in_worker(tab, code, times=1)
        tab.click(FIELD)
        tab.wait("document.querySelector('calc-form').dataset.computed", LATE)
        tab.fill(FIELD, TYPED)
        assert settled(tab)["interest"] == RIGHT
