"""三种引擎里的计算器；引擎真的缓存；会出错的服务器照说的出错。"""

import http.client
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import engines
from faulty_server import FOREVER, NO_STORE, Fault, FaultyServer

INTEREST = "calculators/annual-interest/"
BIG = "assets/calc/0123456789abcdef/big.bin"
WHOLE = 9_000_000
SHARED = (
    "calculators/annual-interest/#annual-interest?opening_balance=100978.25&year=2021"
    "&monthly_amount=977.44&rounding=monthly"
)
LENGTH = """
const response = await fetch(arguments[0], { cache: arguments[1] });
return (await response.arrayBuffer()).byteLength;
"""


def figure(name: str, shown: str) -> str:
    return f"document.querySelector('[data-figure={name}] dd').innerText === '{shown}'"


def start(engine, address: str) -> None:
    engine.open(address + INTEREST)
    engine.present("calc-form input")
    engine.run("document.querySelector('calc-form input').focus()")
    engine.wait("document.querySelector('calc-form').dataset.computed === 'python'")


# 每种引擎


def test_a_focus_starts_python_and_an_edit_gives_a_new_result(engine, address):
    start(engine, address)
    assert engine.text("[data-figure=credited_interest] dd") == "1,477.00 元"
    engine.fill("[name=annual_amount]", "12000")
    engine.wait(figure("credited_amount", "12,000.00 元"))
    assert engine.text("[data-figure=credited_interest] dd") == "1,549.21 元"
    engine.click("calc-form [type=reset]")
    engine.wait(figure("credited_amount", "6,912.00 元"))


def test_a_wrong_value_is_explained(engine, address):
    start(engine, address)
    engine.fill("[name=annual_amount]", "abc")
    shown = "document.querySelector('[data-field=annual_amount] .calc-error').innerText"
    assert "不是数字" in engine.wait(shown)


def test_a_choice_changes_the_fields(engine, address):
    start(engine, address)
    engine.select("[data-chooses]", "monthly_base")
    engine.fill("[name=monthly_base]", "8000")
    engine.wait(figure("credited_interest", "1,487.90 元"))


def test_a_shared_link_fills_the_form(engine, address):
    engine.open(address + SHARED)
    engine.wait(figure("credited_interest", "7,180.49 元"))


def test_a_hash_alone_stays_on_the_page(engine, address):
    engine.open(address + SHARED.split("#", maxsplit=1)[0])
    engine.run("window.stayed = true")
    engine.open(address + SHARED)
    engine.wait(figure("credited_interest", "7,180.49 元"))
    assert engine.run("return window.stayed")


def test_a_script_takes_arguments_awaits_and_reports_errors(engine):
    swapped = "return await Promise.resolve([arguments[1], arguments[0]])"
    assert engine.run(swapped, 1, "二") == ["二", 1]
    assert engine.run("") is None
    with pytest.raises(engines.ScriptError, match="不行"):
        engine.run("throw new Error('不行')")
    with pytest.raises(AssertionError, match="1 === 2"):
        engine.wait("1 === 2", 0.1)


def test_page_errors_are_heard(engine, address):
    engine.open(address)
    engine.run("setTimeout(() => { throw new Error('没有接住') })")
    assert any("没有接住" in text for text in engine.wait("window.pageErrors.length && pageErrors"))
    assert any("没有接住" in text for text in engine.errors())
    engine.reload()
    assert not any("没有接住" in text for text in engine.errors())


@pytest.fixture(scope="module")
def big(tmp_path_factory) -> Path:
    """一页，一个长期缓存的大文件。"""
    folder = tmp_path_factory.mktemp("big")
    (folder / "index.html").write_text("<!doctype html><title>big</title>")
    (folder / BIG).parent.mkdir(parents=True)
    (folder / BIG).write_bytes(bytes(WHOLE))
    return folder


def length(engine, server, cache: str = "default") -> int:
    """打开一页，取那个大文件，返回它的长度。"""
    engine.open(server.address)
    return engine.run(LENGTH, server.address + BIG, cache)


def test_a_file_is_cached_for_all_tabs_of_one_profile(engine, playwright, big):
    """另一个标签页也不再请求；新的资料目录从头来。"""
    with FaultyServer(big) as server:
        assert length(engine, server) == length(engine, server) == WHOLE
        other = engine.tab()
        assert length(other, server) == WHOLE
        other.close()
        assert length(engine, server) == WHOLE
        assert server.asked(BIG) == [200]
        with engines.start(engine.name, playwright) as fresh:
            assert length(fresh, server) == WHOLE
        assert server.asked(BIG) == [200, 200]


def test_a_bad_file_stays_in_the_cache_until_asked_anew(engine, big):
    with FaultyServer(big) as server:
        server.faults[BIG] = Fault(keep=1000, cache=FOREVER)
        assert length(engine, server) == 1000
        server.faults.clear()
        assert length(engine, server) == 1000
        assert length(engine, server, "reload") == WHOLE
        assert length(engine, server) == WHOLE
        assert server.asked(BIG) == [200, 200]


def test_opening_does_not_wait_for_a_hung_file(engine, site):
    with FaultyServer(site) as server:
        server.faults |= {".min.js": Fault(hang=True), "calc.css": Fault(status=404, body=b"")}
        begun = time.monotonic()
        engine.open(server.address + INTEREST)
        assert time.monotonic() - begun < 4 * engines.PATIENCE
        assert "当年记账利息" in engine.text("h1")


# 会出错的服务器


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faulty")
    (folder / "good.txt").write_bytes(bytes(range(100)))
    (folder / "good.txt.br").write_bytes(b"packed" * 5)
    (folder / "other.txt").write_bytes(b"other")
    return folder


@pytest.fixture
def server(folder):
    with FaultyServer(folder) as running:
        yield running


def get(server, path: str = "good.txt", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.address + path, headers=names)
    with urllib.request.urlopen(request, timeout=10) as response:
        return response, response.read()


RIGHT = bytes(range(100))


def test_without_faults_it_is_the_usual_server(server):
    response, body = get(server)
    assert body == RIGHT and response.headers["Cache-Control"] == "no-cache"
    with pytest.raises(urllib.error.HTTPError, match="304"):
        get(server, If_None_Match=response.headers["ETag"])
    assert server.seen == [("/good.txt", 200), ("/good.txt", 304)]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(body=b"x"), b"x"),
        (Fault(body=b""), b""),
        (Fault(flip=0), b"\x01" + RIGHT[1:]),
        (Fault(flip=-1), RIGHT[:-1] + b"\x62"),
        (Fault(keep=7), RIGHT[:7]),
        (Fault(swap="other.txt"), b"other"),
        (Fault(packed=True, flip=0), b"qacked" + b"packed" * 4),
        (Fault(packed=True, keep=3), b"pac"),
    ],
)
def test_the_body_is_wrong_as_told(server, fault, expected):
    tag = get(server, Accept_Encoding="br")[0].headers["ETag"]
    server.faults["good.txt"] = fault
    response, body = get(server, Accept_Encoding="br", If_None_Match=tag)
    assert body == expected and response.headers["Content-Length"] == str(len(expected))
    assert response.headers["Content-Encoding"] == ("br" if fault.packed else None)
    assert response.headers["ETag"] is None
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_headers_are_wrong_as_told(server):
    headers = {"Content-Security-Policy": "default-src 'none'", "Vary": None}
    server.faults["good.txt"] = Fault(kind="text/html", cache=FOREVER, headers=headers)
    response, body = get(server, If_None_Match="*")
    assert body == RIGHT
    assert response.headers["Content-Type"] == "text/html"
    assert response.headers.get_all("Cache-Control") == [FOREVER]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["Vary"] is None and response.headers["ETag"]


def test_another_status_only_for_the_first_times(server):
    server.faults["good.txt"] = Fault(status=503, body=b"no", cache=NO_STORE, times=2)
    for _ in range(2):
        with pytest.raises(urllib.error.HTTPError, match="503") as caught:
            get(server, "good.txt?again")
        assert caught.value.read() == b"no" and caught.value.headers["Cache-Control"] == NO_STORE
    assert get(server)[1] == RIGHT
    assert server.asked("good.txt") == [503, 503, 200]


def test_a_fault_may_mean_one_query_only(server):
    server.faults["good.txt?again"] = Fault(body=b"x")
    assert get(server)[1] == RIGHT and get(server, "good.txt?again")[1] == b"x"


def test_a_cut_connection_promised_more(server):
    server.faults["good.txt"] = Fault(cut=30)
    with pytest.raises(http.client.IncompleteRead) as caught:
        get(server)
    assert caught.value.partial == RIGHT[:30] and caught.value.expected == 70


def test_late_and_slow(server):
    server.faults["good.txt"] = Fault(delay=0.2)
    begun = time.monotonic()
    assert get(server)[1] == RIGHT and time.monotonic() - begun >= 0.2
    come = threading.Event()
    server.faults["good.txt"] = Fault(until=come)
    threading.Timer(0.2, come.set).start()
    begun = time.monotonic()
    assert get(server)[1] == RIGHT and time.monotonic() - begun >= 0.2
    server.faults["good.txt"] = Fault(pace=400)
    begun = time.monotonic()
    assert get(server)[1] == RIGHT and 0.2 <= time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "fault",
    [Fault(hang=True), Fault(hang=True, cut=10), Fault(delay=1e6), Fault(until=threading.Event())],
)
def test_it_ends_at_once_although_clients_hang(folder, fault):
    with FaultyServer(folder) as server:
        server.faults["good.txt"] = fault
        waiting = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        waiting.request("GET", "/good.txt")
        time.sleep(0.1)
        begun = time.monotonic()
    assert time.monotonic() - begun < 1
    with pytest.raises((http.client.HTTPException, OSError)):
        waiting.getresponse().read()
    waiting.close()
