"""坏了的下载、缺了的文件、不回答的线程：读者看到什么，填的数还在不在，怎样恢复。

``python3 scripts/test.py tests/test_faults.py`` 全部再来一遍，最后印出整张表。
"""

import re
import threading
import time
from dataclasses import dataclass

import pytest

import calc
import engines
from calc import html
from faulty_server import FOREVER, NO_STORE, Fault, FaultyServer
from helpers import HENAN
from scripts.publish import finish

PAGE = "examples/henan-2021/"
FIELD = "calc-form [name=opening_balance]"
TYPED = "12345.67"
LATE = 100  # 秒；程序自己启动时最久等 30 秒，机器忙时从点按到回答更久
RIGHT = html.shown(
    calc.run("annual-interest", HENAN | {"opening_balance": TYPED})["figures"]["credited_interest"],
    "yuan",
)
EXAMPLE = "7,180.48 元"
STATE = """(() => {
  const form = document.querySelector("calc-form");
  const text = (part) => form.querySelector(part).textContent.trim();
  return {
    alive: "alive" in form.dataset,
    lead: text(".calc-lead"),
    status: text(".calc-status"),
    button: form.querySelector(".calc-status button")?.textContent ?? "",
    value: form.querySelector("[name=opening_balance]").value,
    whose: text(".calc-whose"),
    outdated: "outdated" in form.querySelector(".calc-result").dataset,
    interest: text("[data-figure=credited_interest] dd"),
  };
})()"""
SETTLED = f"""(() => {{
  const state = {STATE};
  const done = state.status.startsWith("已算好") && state.interest === "{RIGHT}";
  const stopped = state.button && state.button !== "停下";
  return (done || stopped || /没有取到|太旧|存在电脑里/.test(state.lead)) && state;
}})()"""
PORTAL = "<!doctype html><title>请先登录</title><p>请先登录无线网络</p>".encode()
PROGRAMS = ("worker.js", "pyodide.asm.wasm", "snapshot.bin")
DAMAGED, MISSING, CUT = "下载到的文件是坏的", "缺了计算器的文件", "下载中断了"
DONE, LOST = "已算好", "没有取到计算器的程序"
table: list[tuple] = []


def report() -> list[str]:
    """每一行：故障、引擎、坏的那一份能不能存、读者看到什么、怎样恢复；填的数每一行都核对过还在。"""
    head = ("故障", "引擎", "坏的那一份", "读者看到", "填的数", "怎样恢复")
    rows = [(*row[:4], "还在", row[4]) for row in table]
    return ["| " + " | ".join(row) + " |" for row in ([head] if rows else []) + rows]


@dataclass(frozen=True)
class Row:
    name: str
    faults: dict
    sees: str


def rows():
    """快照坏了，换标准库启动也算得出来；别的坏了，说出来。"""
    for file in PROGRAMS:
        lost = DONE if file == "snapshot.bin" else None
        yield Row(f"{file} 404", {file: {"status": 404, "body": b"x"}}, lost or MISSING)
        yield Row(f"{file} 500", {file: {"status": 500, "body": b"x"}}, lost or MISSING)
        yield Row(
            f"{file} 门户的网页", {file: {"body": PORTAL, "kind": "text/html"}}, lost or DAMAGED
        )
        yield Row(f"{file} 坏一位（开头）", {file: {"flip": 100}}, lost or DAMAGED)
        yield Row(f"{file} 坏一位（中间）", {file: {"flip": 400_000}}, lost or DAMAGED)
        yield Row(f"{file} 坏一位（末尾）", {file: {"flip": -1}}, lost or DAMAGED)
        yield Row(
            f"{file} 压缩过的坏一位", {file: {"flip": 50_000, "packed": True}}, lost or "再试一次"
        )
        yield Row(f"{file} 只有一半", {file: {"keep": 400_000}}, lost or DAMAGED)
        yield Row(f"{file} 空的", {file: {"body": b""}}, lost or DAMAGED)
        yield Row(f"{file} 断在中间", {file: {"cut": 60_000}}, lost or CUT)
        yield Row(f"{file} 一连上就断", {file: {"cut": 0}}, lost or CUT)
        yield Row(f"{file} 类型不对", {file: {"kind": "text/html"}}, DONE)
    wasm, snapshot = "pyodide.asm.wasm", "snapshot.bin"
    yield Row("wasm 和快照换了位置", {wasm: {"swap": snapshot}, snapshot: {"swap": wasm}}, DAMAGED)
    yield Row("线程换成标准库", {"worker.js": {"swap": "stdlib.zip"}}, DAMAGED)
    yield Row("快照、标准库都坏", {"snapshot.bin": {"flip": 9}, "/stdlib.zip": {"flip": 9}}, DONE)
    yield Row(
        "快照、calc.whl 都坏", {"snapshot.bin": {"flip": 9}, "calc.whl": {"flip": 9}}, DAMAGED
    )
    for name, fault in PAGE_FAULTS.items():
        yield Row(f"calc.mjs {name}", {"calc.mjs": fault}, LOST)
    yield Row("calc.css 404", {"calc.css": {"status": 404, "body": b"x"}}, DONE)
    yield Row("主题的脚本坏了", {".min.js": {"flip": 1000}}, DONE)


PAGE_FAULTS = {
    "404": {"status": 404, "body": b"x"},
    "500": {"status": 500, "body": b"x"},
    "门户的网页": {"body": PORTAL, "kind": "text/html"},
    "坏一位": {"flip": 2000},
    "只有一半": {"keep": 9000},
    "空的": {"body": b""},
    "断在中间": {"cut": 2000},
    "类型不对": {"kind": "text/html"},
}
ROWS = list(rows())
WAYS = ("retry", "reload", "tab")


@pytest.fixture
def server(site):
    with FaultyServer(site) as server:
        yield server


def settled(tab, seconds: float = LATE) -> dict:
    return tab.wait(SETTLED, seconds)


def visit(tab, server) -> dict:
    """打开、填一个数、等出结果或说法。"""
    tab.open(server.address + PAGE)
    tab.fill(FIELD, TYPED)
    return settled(tab)


def assert_honest(state: dict) -> None:
    """填的数还在；数字旁边写明是谁的，写着是读者的就一定对；没有结果的说了原因。"""
    assert state["value"] == TYPED
    if state["whose"] == "按你填的数算出的结果":
        assert state["interest"] == RIGHT and not state["outdated"]
    else:
        assert state["interest"] == EXAMPLE
        assert state["button"] in ("再试一次", "刷新这一页") or not state["alive"]
        assert state["outdated"] if state["alive"] else "改了数字也不会算" in state["lead"]


def recover(way: str, tab, server) -> str:
    """修好以后，读者再试、刷新，或者在另一个标签页里打开。"""
    if way == "retry" and tab.run(f"return {STATE}")["button"]:
        tab.click(".calc-status button")
        tab.wait(f"{STATE}.status.startsWith('已算好')", LATE)
        return "再试一次"
    if way == "tab":
        other = tab.tab()
        assert visit(other, server)["interest"] == RIGHT
        other.close()
        return "另一个标签页"
    tab.reload()
    tab.fill(FIELD, TYPED)
    assert settled(tab)["interest"] == RIGHT
    return "刷新"


def made(fault: dict, cache: str, server) -> Fault:
    """``swap`` 只写文件名，在网站里找到它。"""
    if "swap" in fault:
        fault = fault | {"swap": next(server.folder.glob(f"assets/calc/*/{fault['swap']}"))}
    return Fault(cache=cache, **fault)


def run_row(row: Row, way: str, tab, server, cache: str) -> None:
    server.faults.update({name: made(fault, cache, server) for name, fault in row.faults.items()})
    state = visit(tab, server)
    assert_honest(state)
    assert row.sees in state["status"] + state["lead"], state
    server.faults.clear()
    healed = recover(way, tab, server)
    sees = (state["status"] if state["alive"] else state["lead"])[:34]
    table.append((row.name, tab.name, "可存一年" if cache == FOREVER else "不许存", sees, healed))


CASES = [(row, FOREVER) for row in ROWS] + [(row, NO_STORE) for row in ROWS[::4]]
NAMES = [f"{row.name}-{'forever' if cache == FOREVER else 'no-store'}" for row, cache in CASES]


@pytest.mark.parametrize("number", range(len(CASES)), ids=NAMES)
def test_a_fault_is_told_and_passes(server, playwright, number):
    row, cache = CASES[number]
    with engines.start("chromium", playwright) as tab:
        run_row(row, WAYS[number % 3], tab, server, cache)


# 坏过一次的文件，以后每次都是对的

LINK = (
    "calculators/annual-interest/#annual-interest"
    "?opening_balance=12345.67&year=2024&monthly_amount=576"
)
CLOSING = (
    "document.querySelector('[data-figure=closing_balance] dd')?.textContent === '19,679.22 元'"
)
OTHERS = {
    "/stdlib.zip": ("snapshot.bin",),
    "calc.whl": ("snapshot.bin",),
    "python_stdlib.zip": ("snapshot.bin", "/stdlib.zip"),
}


def rate_bytes(site) -> list[int]:
    """快照里像是 2.62 的地方：写成文字的，和 Decimal 里面的 262。翻转一位就是别的利率。"""
    content = next(site.glob("assets/calc/*/snapshot.bin")).read_bytes()
    found = [hit.start() for hit in re.finditer(rb"2\.62|\x06\x01\0\0", content)]
    assert found
    return found[:: max(1, len(found) // 3)][:3]


def assert_right_three_times(tab, address: str) -> None:
    tab.open(address + LINK)
    tab.wait(CLOSING, LATE)
    tab.reload()
    tab.wait(CLOSING, LATE)
    other = tab.tab()
    other.open(address + LINK)
    other.wait(CLOSING, LATE)
    other.close()


def spoil_once(server, name: str, place: int) -> None:
    server.faults.clear()
    for other in OTHERS.get(name, ()):
        server.faults[other] = Fault(status=404, body=b"x")
    server.faults[name] = Fault(flip=place, cache=FOREVER, times=1)


@pytest.mark.parametrize("engine", engines.NAMES)
def test_one_wrong_bit_of_the_rate_is_never_used(server, playwright, site, engine):
    for place in rate_bytes(site):
        with engines.start(engine, playwright) as tab:
            spoil_once(server, "snapshot.bin", place)
            assert_right_three_times(tab, server.address)
            assert server.asked("snapshot.bin")


@pytest.mark.parametrize("place", [40, 100_000, -1000])
@pytest.mark.parametrize("name", [*PROGRAMS, *OTHERS])
@pytest.mark.parametrize("host", ["127.0.0.1", "plain.test"])
def test_one_wrong_bit_is_never_used(server, playwright, name, place, host):
    """``plain.test`` 不是安全的来源，没有 crypto.subtle。"""
    address = server.address.replace("127.0.0.1", host)
    with engines.start("chromium", playwright) as tab:
        tab.open(address)
        assert tab.run("return isSecureContext") == (host != "plain.test")
        spoil_once(server, name, place)
        assert_right_three_times(tab, address)
        assert server.asked(name.strip("/"))


@pytest.mark.parametrize("engine", engines.NAMES)
@pytest.mark.parametrize("name", ["worker.js", "pyodide.asm.wasm", "calc.mjs"])
def test_a_damaged_program_heals_in_every_engine(server, playwright, engine, name):
    with engines.start(engine, playwright) as tab:
        spoil_once(server, name, 2000)
        assert_right_three_times(tab, server.address)
        table.append((f"{name} 坏过一次", engine, "可存一年", "一直是对的", "自己"))


# 网站更新


@pytest.mark.parametrize("way", WAYS)
def test_a_frozen_404_is_left_behind(server, playwright, way):
    missing = {"status": 404, "body": b"x"}
    row = Row("每个文件都 404，以后来了", dict.fromkeys((*PROGRAMS, *OTHERS), missing), MISSING)
    with engines.start("chromium", playwright) as tab:
        run_row(row, way, tab, server, FOREVER)


@pytest.mark.parametrize("name", ["worker.js", "pyodide.asm.wasm", "calc.mjs"])
def test_a_half_way_deploy_mends_itself(server, playwright, name):
    """文件晚到两秒，读者什么也不用做。"""
    with engines.start("chromium", playwright) as tab:
        server.faults[name] = Fault(status=404, body=b"x", cache=FOREVER)
        tab.open(server.address + PAGE)
        tab.fill(FIELD, TYPED)
        server.wait_asked(name)
        time.sleep(2)
        server.faults.clear()
        assert settled(tab)["interest"] == RIGHT
        table.append((f"{name} 晚到两秒", tab.name, "可存一年", "已算好", "自己"))


@pytest.mark.parametrize("engine", engines.NAMES)
def test_an_old_page_says_that_the_site_was_updated(server, playwright, site, engine):
    text = (site / PAGE / "index.html").read_text("utf-8")
    folder = next(site.glob("assets/calc/*/calc.mjs")).parent.name
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        for name in (*PROGRAMS, *OTHERS):
            server.faults[name] = Fault(status=404, body=b"x")
        newer = text.replace(folder, "0123456789abcdef").encode()
        server.faults[PAGE] = Fault(body=newer)
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "网站刚更新过" in state["status"] and state["button"] == "刷新这一页"
        server.faults.clear()
        tab.click(".calc-status button")
        tab.wait(f"{STATE}.status.startsWith('已算好')", LATE)
        after = tab.run(f"return {STATE}")
        assert (after["value"], after["interest"]) == (TYPED, RIGHT)
        table.append(("网站在打开以后更新", engine, "", state["status"][:34], "刷新，数留着"))


# 程序还没有来


def test_before_the_program_comes_nothing_looks_alive(server, playwright):
    with engines.start("chromium", playwright) as tab:
        server.faults["calc.mjs"] = Fault(hang=True)
        tab.open(server.address + PAGE)
        tab.fill(FIELD, TYPED)
        state = tab.run(f"return {STATE}")
        assert not state["alive"] and state["whose"] == "例子的结果"
        assert "改数字不会算" in state["lead"]
        place = "const box = (part) => document.querySelector(part).getBoundingClientRect();"
        assert tab.run(f"{place} return box('.calc-lead').bottom <= box('.calc-field').top")
        shown = (
            "return [...document.querySelectorAll('calc-form button')]"
            ".filter((each) => each.checkVisibility({ visibilityProperty: true })).length"
        )
        assert tab.run(shown) == 0
        table.append(("calc.mjs 一直不来", tab.name, "", state["lead"][:34], "刷新"))


@pytest.mark.parametrize("engine", engines.NAMES)
def test_what_was_typed_before_the_program_is_computed_when_it_comes(server, playwright, engine):
    with engines.start(engine, playwright) as tab:
        come = threading.Event()
        server.faults["calc.mjs"] = Fault(until=come)
        tab.open(server.address + PAGE)
        tab.fill(FIELD, TYPED)
        early = tab.run(f"return {STATE}")
        assert not early["alive"] and early["whose"] == "例子的结果"
        come.set()
        assert settled(tab)["interest"] == RIGHT
        table.append(("calc.mjs 晚到", engine, "", early["lead"][:34], "自己"))


def test_a_program_that_the_browser_cannot_read_is_told(server, playwright, site):
    """字节是对的，只是浏览器太旧，不懂这种写法。"""
    text = (site / PAGE / "index.html").read_text("utf-8")
    program = b"let let = 1;"
    old = re.search(r'calc\.mjs" integrity="([^"]+)"', text)[1]
    with engines.start("chromium", playwright) as tab:
        server.faults["calc.mjs"] = Fault(body=program)
        server.faults[PAGE] = Fault(body=text.replace(old, finish.sha256(program)).encode())
        state = visit(tab, server)
        assert_honest(state)
        assert "浏览器太旧" in state["lead"]


def test_a_page_opened_from_the_disk_says_so(playwright, site):
    with engines.start("chromium", playwright) as tab:
        tab.open((site / PAGE / "index.html").as_uri())
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "存在电脑里" in state["lead"]


@pytest.mark.parametrize("engine", engines.NAMES)
def test_a_missing_program_is_told_in_every_engine(server, playwright, engine):
    with engines.start(engine, playwright) as tab:
        row = Row("calc.mjs 404", {"calc.mjs": {"status": 404, "body": b"x"}}, LOST)
        run_row(row, "reload", tab, server, FOREVER)


# 原因说得对

POLICIES = {
    "wasm": "script-src 'self' 'unsafe-inline'",
    "worker": "worker-src 'none'",
    "connect": "connect-src 'none'",
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_forbids_is_named(server, playwright, name):
    with engines.start("chromium", playwright) as tab:
        headers = {"Content-Security-Policy": POLICIES[name]}
        server.faults[PAGE] = Fault(headers=headers)
        state = visit(tab, server)
        assert_honest(state)
        assert "安全设置不允许" in state["status"]
        table.append((f"安全策略不许 {name}", tab.name, "", state["status"][:34], "换浏览器"))


def test_no_network_is_named(server, playwright):
    with engines.start("chromium", playwright) as tab:
        tab.open(server.address + PAGE)
        tab.context.set_offline(True)
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "没有网络" in state["status"]
        tab.context.set_offline(False)
        assert recover("retry", tab, server)
        table.append(("没有网络", tab.name, "", state["status"][:34], "再试一次"))


def in_worker(tab, code: str, times: int = 99) -> None:
    """让后台线程先运行 ``code``；只管前几个线程。"""
    script = """
    const [code, times] = arguments;
    const Plain = Blob;
    let count = 0;
    window.Blob = function (parts, options) {
      const spoilt = options?.type === "text/javascript" && count++ < times;
      return new Plain(spoilt ? [code, ...parts] : parts, options);
    };
    window.mend = () => (window.Blob = Plain);
    """
    tab.run(script, code, times)


def test_no_memory_is_named_at_once(server, playwright):
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
        table.append(("内存不够", tab.name, "", state["status"][:34], "再试一次"))


# 线程不回答

WHEN_ASKED = "addEventListener('message', ({{ data }}) => {{ if (/12345/.test(data.inputs)) {} }});"
STOPPED = {
    "关闭": WHEN_ASKED.format("close();"),
    "死循环": WHEN_ASKED.format("for (;;);"),
    "不作声": "const say = postMessage; self.postMessage = (data) => data.number > 1 || say(data);",
}


@pytest.mark.parametrize("engine", engines.NAMES)
@pytest.mark.parametrize("kind", STOPPED)
def test_a_silent_worker_is_replaced_once_by_itself(server, playwright, engine, kind):
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
        table.append((f"线程{kind}", engine, "", told["status"][:34], "自己"))


@pytest.mark.parametrize("engine", engines.NAMES)
def test_a_worker_that_stays_silent_is_told(server, playwright, engine):
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        in_worker(tab, STOPPED["死循环"])
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "重新启动过一次也没有" in state["status"]
        tab.run("mend()")
        recover("retry", tab, server)
        table.append(("线程一直死循环", engine, "", state["status"][:34], "再试一次"))


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


# 别人替我们找到的


@pytest.mark.parametrize("engine", engines.NAMES)
def test_the_example_stays_the_example_until_something_is_typed(server, playwright, engine):
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        tab.click(FIELD)
        tab.wait("document.querySelector('calc-form').dataset.computed", LATE)
        state = tab.run(f"return {STATE}")
        assert state["whose"] == "例子的结果" and not state["outdated"]
        tab.fill(FIELD, TYPED)
        assert settled(tab)["whose"] == "按你填的数算出的结果"


@pytest.mark.parametrize("engine", engines.NAMES)
def test_a_running_program_does_not_answer_for_a_newer_page(server, playwright, engine):
    """网站更新以后即时跳转：页面是新的，程序还是旧的。"""
    script = "document.querySelector(\"script[src*='/calc.mjs']\").src = arguments[0]"
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        tab.click(FIELD)
        tab.wait("document.querySelector('calc-form').dataset.computed", LATE)
        tab.run(script, f"{server.address}assets/calc/0123456789abcdef/calc.mjs")
        tab.fill(FIELD, TYPED)
        state = settled(tab)
        assert_honest(state)
        assert "网站刚更新过" in state["status"]
        tab.click(".calc-status button")
        tab.wait(f"{STATE}.status.startsWith('已算好')", LATE)
        after = tab.run(f"return {STATE}")
        assert (after["value"], after["interest"]) == (TYPED, RIGHT)


def test_what_was_typed_is_there_after_leaving_and_reloading(server, playwright):
    with engines.start("chromium", playwright) as tab:
        tab.open(server.address + PAGE)
        tab.fill(FIELD, TYPED)
        tab.open(server.address + "rules/faq/")
        tab.run("history.back()")
        tab.wait("location.pathname.includes('henan')")
        assert settled(tab)["value"] == TYPED
        tab.reload()
        assert settled(tab)["value"] == TYPED
        tab.open(server.address + "rules/faq/")
        tab.open(server.address + PAGE)
        tab.wait("document.querySelector('calc-form').dataset.alive === ''")
        assert tab.run(f"return {STATE}")["value"] == HENAN["opening_balance"]


def test_a_portal_that_redirects_is_no_policy(server, playwright):
    with engines.start("chromium", playwright) as tab:
        place = {"Location": server.address.replace("127.0.0.1", "portal.test")}
        server.faults["pyodide.asm.wasm"] = Fault(status=302, headers=place)
        state = visit(tab, server)
        assert_honest(state)
        assert DAMAGED in state["status"]
        server.faults.clear()
        recover("retry", tab, server)


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


def test_a_page_cut_in_the_middle_says_so(server, playwright, site):
    text = (site / PAGE / "index.html").read_text("utf-8")
    cut = text[: text.index(EXAMPLE) + 4].encode()
    with engines.start("chromium", playwright) as tab:
        server.faults[PAGE] = Fault(body=cut)
        tab.open(server.address + PAGE)
        assert "没有下载完整" in tab.text(".calc-cut")


@pytest.mark.parametrize("name", ["search/index.json", "search."])
def test_a_search_that_cannot_load_says_so(server, playwright, site, name):
    lost = next(path.name for path in site.rglob("search.*.min.js")) if name == "search." else name
    with engines.start("chromium", playwright) as tab:
        server.faults[lost] = Fault(status=404, body=b"x")
        tab.open(server.address)
        tab.run("document.querySelector('label[for=__search]').click()")
        tab.fill("input[name=query]", "余额")
        said = "document.querySelector('.md-search-result').textContent.includes('搜索没有打开')"
        tab.wait(said)
