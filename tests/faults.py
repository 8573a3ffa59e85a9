"""故障的测试共用的：一行故障是什么，读者看到什么，怎样恢复。"""

from dataclasses import dataclass

import pytest

import calc
from calc import html
from faulty_server import FOREVER, NO_STORE, Fault
from helpers import EXAMPLE

PAGE = "calculators/annual-interest/"
FIELD = "calc-form [name=opening_balance]"
TYPED = "12345.67"
LATE = 100  # 秒；程序自己启动时最久等 30 秒，机器忙时从点按到回答更久
RIGHT = html.shown(
    calc.run("annual-interest", EXAMPLE | {"opening_balance": TYPED})["figures"][
        "credited_interest"
    ],
    "yuan",
)
PRINTED = "1,477.00 元"
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
MINE = ("按你填的数算出的结果", "你的结果（点这里看全部）")  # 后一句在屏幕底下的一条里
DONE, LOST = "已算好", "没有取到计算器的程序"


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
CACHES = {FOREVER: "forever", NO_STORE: "no-store"}
WAYS = ("retry", "reload", "tab")
CASES = [(row, FOREVER) for row in ROWS] + [(row, NO_STORE) for row in ROWS[::4]]


def cases(*files: str) -> list:
    """先坏的是这些文件的各行：(行, 能不能存, 怎样恢复)。"""
    return [
        pytest.param(row, cache, WAYS[number % 3], id=f"{row.name}-{CACHES[cache]}")
        for number, (row, cache) in enumerate(CASES)
        if next(iter(row.faults)) in files
    ]


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
    if state["whose"] in MINE:
        assert state["interest"] == RIGHT and not state["outdated"]
    else:
        assert state["interest"] == PRINTED
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


def run_row(row: Row, way: str, tab, server, cache: str) -> tuple:
    server.faults.update({name: made(fault, cache, server) for name, fault in row.faults.items()})
    state = visit(tab, server)
    assert_honest(state)
    assert row.sees in state["status"] + state["lead"], state
    server.faults.clear()
    healed = recover(way, tab, server)
    sees = (state["status"] if state["alive"] else state["lead"])[:34]
    return (row.name, tab.name, "可存一年" if cache == FOREVER else "不许存", sees, healed)


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
