"""网页、页面上的程序坏了、来晚了、旧了：读者看到什么，怎样恢复。"""

import re
import threading
import time

import pytest

import engines
from faults import (
    DAMAGED,
    EXAMPLE,
    FIELD,
    LATE,
    LOST,
    MINE,
    OTHERS,
    PAGE,
    PROGRAMS,
    RIGHT,
    STATE,
    TYPED,
    Row,
    assert_honest,
    cases,
    recover,
    run_row,
    settled,
    visit,
)
from faulty_server import FOREVER, Fault
from helpers import HENAN
from scripts.publish import finish


@pytest.mark.parametrize(("row", "cache", "way"), cases("calc.mjs", "calc.css", ".min.js"))
def test_a_fault_is_told_and_passes(server, playwright, row, cache, way, note):
    with engines.start("chromium", playwright) as tab:
        note(*run_row(row, way, tab, server, cache))


# 网站更新


@pytest.mark.parametrize("name", ["worker.js", "pyodide.asm.wasm", "calc.mjs"])
def test_a_half_way_deploy_mends_itself(server, playwright, name, note):
    """文件晚到两秒，读者什么也不用做。"""
    with engines.start("chromium", playwright) as tab:
        server.faults[name] = Fault(status=404, body=b"x", cache=FOREVER)
        tab.open(server.address + PAGE)
        tab.fill(FIELD, TYPED)
        server.wait_asked(name)
        time.sleep(2)
        server.faults.clear()
        assert settled(tab)["interest"] == RIGHT
        note(f"{name} 晚到两秒", tab.name, "可存一年", "已算好", "自己")


@pytest.mark.parametrize("engine", engines.NAMES)
def test_an_old_page_says_that_the_site_was_updated(server, playwright, site, engine, note):
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
        note("网站在打开以后更新", engine, "", state["status"][:34], "刷新，数留着")


# 程序还没有来


def test_before_the_program_comes_nothing_looks_alive(server, playwright, note):
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
        note("calc.mjs 一直不来", tab.name, "", state["lead"][:34], "刷新")


@pytest.mark.parametrize("engine", engines.NAMES)
def test_what_was_typed_before_the_program_came_is_computed(server, playwright, engine, note):
    with engines.start(engine, playwright) as tab:
        come = threading.Event()
        server.faults["calc.mjs"] = Fault(until=come)
        tab.open(server.address + PAGE)
        tab.fill(FIELD, TYPED)
        early = tab.run(f"return {STATE}")
        assert not early["alive"] and early["whose"] == "例子的结果"
        come.set()
        assert settled(tab)["interest"] == RIGHT
        note("calc.mjs 晚到", engine, "", early["lead"][:34], "自己")


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
def test_a_missing_program_is_told_in_every_engine(server, playwright, engine, note):
    with engines.start(engine, playwright) as tab:
        row = Row("calc.mjs 404", {"calc.mjs": {"status": 404, "body": b"x"}}, LOST)
        note(*run_row(row, "reload", tab, server, FOREVER))


# 别人替我们找到的


@pytest.mark.parametrize("engine", engines.NAMES)
def test_the_example_stays_the_example_until_something_is_typed(server, playwright, engine):
    with engines.start(engine, playwright) as tab:
        tab.open(server.address + PAGE)
        tab.click(FIELD)
        tab.wait("document.querySelector('calc-form').dataset.computed", LATE)
        state = tab.run(f"return {STATE}")
        assert state["whose"].startswith("例子的结果") and not state["outdated"]
        tab.fill(FIELD, TYPED)
        assert settled(tab)["whose"] in MINE


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


def test_a_page_cut_in_the_middle_says_so(server, playwright, site):
    text = (site / PAGE / "index.html").read_text("utf-8")
    cut = text[: text.index(EXAMPLE) + 4].encode()
    with engines.start("chromium", playwright) as tab:
        server.faults[PAGE] = Fault(body=cut)
        tab.open(server.address + PAGE)
        assert "没有下载完整" in tab.text(".calc-cut")


@pytest.mark.parametrize("name", ["search/index.json", "waiting."])
def test_a_search_that_cannot_load_says_so(server, playwright, site, name):
    lost = next(path.name for path in site.rglob("waiting.*.js")) if name == "waiting." else name
    with engines.start("chromium", playwright) as tab:
        server.faults[lost] = Fault(status=404, body=b"x")
        tab.open(server.address)
        tab.run("document.querySelector('label[for=__search]').click()")
        tab.fill("input[name=query]", "余额")
        said = "document.querySelector('.md-search-result').textContent.includes('搜索没有打开')"
        tab.wait(said)
