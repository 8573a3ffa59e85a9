"""看网站用的本机服务器：出错的回答不留在缓存里，怪名称、怪请求、慢的读者都不妨碍别人。"""

import functools
import http.client
import io
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts import serve
from scripts.local import web_server
from scripts.local.environment import Stopped
from scripts.local.web_server import FOREVER, Crowd, Server, accepts_brotli

HASHED = "/assets/calc/0123456789abcdef/"
TEXT = "".join(f"第 {number} 行\n" for number in range(2000)).encode()
KINDS = {
    "page.html": "text/html; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "script.js": "text/javascript; charset=utf-8",
    "module.mjs": "text/javascript; charset=utf-8",
    "script.js.map": "application/json",
    "data.json": "application/json",
    "program.wasm": "application/wasm",
    "package.whl": "application/zip",
    "stdlib.zip": "application/zip",
    "snapshot.bin": "application/octet-stream",
    "picture.png": "image/png",
    "picture.svg": "image/svg+xml",
    "feed.xml": "application/xml",
    "sitemap.xml.gz": "application/gzip",
    "words.txt": "text/plain; charset=utf-8",
    "table.csv": "text/csv; charset=utf-8",
    "letters.woff2": "font/woff2",
    "app.webmanifest": "application/manifest+json",
    "UPPER.HTML": "text/html; charset=utf-8",
    "_headers": "application/octet-stream",
    "unknown.xyzzy": "application/octet-stream",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """一个小网站，旁边有一个不许看的文件。"""
    top = tmp_path_factory.mktemp("server")
    (top / "secret.txt").write_text("SECRET")
    (top / "other").mkdir()
    (top / "other" / "index.html").write_text("SECRET")
    folder = top / "site"
    hashed = folder / HASHED.strip("/")
    for place in (folder / "sub" / "empty", folder / "中 文", hashed):
        place.mkdir(parents=True)
    for name in KINDS:
        (folder / name).write_bytes(b"0123456789")
    for place in (folder, folder / "sub", folder / "中 文"):
        (place / "index.html").write_text(f"<h1>{place.name}</h1>", "utf-8")
    (folder / "404.html").write_text("<h1>没有这一页</h1>", "utf-8")
    (folder / "sitemap.xml").write_text("<loc>http://localhost/sub/</loc>")
    (folder / "_headers").write_text("/*\n  X-Test: yes\n  X-Two: a: b\n/other\n  X-Not: here\n")
    (folder / "empty.txt").write_bytes(b"")
    for place in (folder / "long.txt", hashed / "long.txt"):
        place.write_bytes(TEXT)
        Path(f"{place}.br").write_bytes(b"packed")
    (folder / "to-secret.txt").symlink_to(top / "secret.txt")
    (folder / "to-folder").symlink_to(top / "other")
    (folder / "to-top").symlink_to("..")
    (folder / "to-own.txt").symlink_to(folder / "words.txt")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "words.txt.br").symlink_to(top / "secret.txt")
    os.mkfifo(folder / "pipe")
    return folder


@pytest.fixture(scope="module")
def server(folder):
    with Server(folder) as running:
        yield running


@pytest.fixture
def own(folder):
    """只给一个测试用，可以改。"""
    with Server(folder) as running:
        yield running


def raw(server, *lines: str | bytes, host: str | None = "127.0.0.1:{}", shut: bool = True) -> bytes:
    """一行一行写出的请求；返回全部回答，直到服务器断开。"""
    own = [f"Host: {host.format(server.server_port)}"] if host is not None else []
    lines = [line.encode() if isinstance(line, str) else line for line in (*lines, *own, "")]
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as client:
        client.sendall(b"\r\n".join(lines) + b"\r\n")
        if shut:
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def answer(server, path: str | bytes, *headers: str, method: str = "GET", **options):
    """一次请求的回答，正文已经读进 ``body``。"""
    path = path.encode() if isinstance(path, str) else path
    received = raw(server, b"%s %s HTTP/1.1" % (method.encode(), path), *headers, **options)

    class Wire:
        def makefile(self, mode):
            return io.BytesIO(received)

    response = http.client.HTTPResponse(Wire(), method=method)
    response.begin()
    response.body = response.read()
    return response


def assert_proper_error(response, status: int) -> None:
    assert response.status == status
    assert response.getheader("Cache-Control") == "no-store"
    assert response.getheader("X-Test") == "yes"
    assert "\u4e00" <= response.body.decode("utf-8").removeprefix("<h1>")[0] <= "\u9fff"
    assert int(response.getheader("Content-Length")) == len(response.body)


# 文件


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_every_kind_of_file(server, name, kind):
    response = answer(server, f"/{name}")
    assert (response.status, response.getheader("Content-Type")) == (200, kind)
    assert response.body
    assert response.getheader("Cache-Control") == "no-cache"
    assert response.getheader("X-Test") == "yes" and response.getheader("X-Not") is None


def test_every_kind_of_file_we_publish(site, folder):
    """网站里有的每一种，上面都列了。"""
    ours = {path.suffix for path in site.rglob("*") if path.is_file() and path.suffix != ".br"}
    assert ours - {Path(name).suffix for name in KINDS} == set()


def test_folders(server):
    assert answer(server, "/").body == answer(server, "/index.html").body == b"<h1>site</h1>"
    assert answer(server, "/sub/").body == b"<h1>sub</h1>"
    assert answer(server, "/sub/?a=/b#c").body == b"<h1>sub</h1>"
    assert answer(server, "/%E4%B8%AD%20%E6%96%87/").body == "<h1>中 文</h1>".encode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/sub", "/sub/"),
        ("/sub?a=1&b=%2F", "/sub/?a=1&b=%2F"),
        ("/sub?a=//evil.example/", "/sub/?a=//evil.example/"),
        ("//sub", "/sub/"),
        ("/%E4%B8%AD%20%E6%96%87", "/%E4%B8%AD%20%E6%96%87/"),
        ("/x/../sub", "/x/../sub/"),
    ],
)
def test_a_folder_without_a_slash_is_redirected(server, path, expected):
    response = answer(server, path)
    assert (response.status, response.getheader("Location")) == (301, expected)
    assert response.getheader("Cache-Control") == "no-cache"


def test_content_that_is_named_by_its_bytes_is_kept_for_ever(server):
    place = f"{HASHED}long.txt"
    whole = answer(server, place)
    assert (whole.status, whole.getheader("Cache-Control")) == (200, FOREVER)
    tag = whole.getheader("ETag")
    for header, status in ((f"If-None-Match: {tag}", 304), ("Range: bytes=0-9", 206)):
        response = answer(server, place, header)
        assert (response.status, response.getheader("Cache-Control")) == (status, FOREVER)


@pytest.mark.parametrize(
    "header", ["X: y", "Range: bytes=0-9", "If-None-Match: *", "Accept-Encoding: br"]
)
@pytest.mark.parametrize(
    "name",
    ["none.js", "", "sub/none.wasm", "long.txt/", "%00", "x" * 300, "../0123456789abcdef/none"],
)
def test_an_error_is_never_kept(server, name, header):
    """内容还没有放好时的 404，不能让读者的浏览器记一年。"""
    assert_proper_error(answer(server, HASHED + name, header), 404)


def test_a_query_does_not_make_a_page_immutable(server):
    for query in (f"?x={HASHED}", "?/assets/a.01234567.min.js", f"#{HASHED}"):
        assert answer(server, f"/page.html{query}").getheader("Cache-Control") == "no-cache"
    assert answer(server, f"/page.html{HASHED}").getheader("Cache-Control") == "no-store"


# 怪名称


STRANGE = {
    "missing": "/none",
    "long-name": "/" + "x" * 256,
    "long-folder": "/" + "x" * 300 + "/",
    "long-chinese": "/" + "%E4%B8%AD" * 100,
    "segments": "/x" * 3000,
    "own-segments": "/sub/empty/.." * 3000 + "/none",
    "long-path": "/" + "/".join(["x" * 250] * 60),
    "nul": "/%00",
    "nul-inside": "/index.html%00.txt",
    "control": "/%1b%0d%0a",
    "bad-percent": "/%",
    "bad-hex": "/%zz%1",
    "bad-utf8": "/%ff%fe",
    "surrogate": "/%ed%a0%80",
    "up": "/../secret.txt",
    "up-encoded": "/%2e%2e/secret.txt",
    "up-slash": "/..%2fsecret.txt",
    "up-twice": "/sub/../../secret.txt",
    "up-doubled": "/....//secret.txt",
    "up-double-encoded": "/%252e%252e/secret.txt",
    "backslash": "/..\\secret.txt",
    "backslash-encoded": "/..%5csecret.txt",
    "absolute": "//etc/passwd",
    "absolute-encoded": "/%2fetc/passwd",
    "other-host": "http://evil.example/secret.txt",
    "file-as-folder": "/words.txt/",
    "file-in-file": "/words.txt/x",
    "folder-without-page": "/sub/empty/",
    "pipe": "/pipe",
    "loop": "/loop",
    "loop-folder": "/loop/",
    "link-file": "/to-secret.txt",
    "link-folder": "/to-folder/",
    "link-folder-page": "/to-folder/index.html",
    "link-up": "/to-top/secret.txt",
    "link-up-name": "/to-top/site/to-secret.txt",
    "star": "*",
    "empty-query": "/none?",
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_is_not_found(server, name, method):
    response = answer(server, STRANGE[name], method=method)
    assert response.status == 404 and response.getheader("Cache-Control") == "no-store"
    assert response.body == (b"" if method == "HEAD" else "<h1>没有这一页</h1>".encode())
    assert int(response.getheader("Content-Length")) > 0


def test_raw_bytes_in_a_name(server):
    for path in (b"/\x00", b"/\xff\xfe", b"/\x1b[31m", b"/a\x80\xe4\xb8\xad"):
        assert answer(server, path).status == 404


def test_the_folder_itself_may_be_reached_by_a_link(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    with Server(tmp_path / "link") as server:
        assert answer(server, "/words.txt").body == b"0123456789"
        assert answer(server, "/to-own.txt").body == b"0123456789"
        assert answer(server, "/to-secret.txt").status == 404


def test_a_packed_file_outside_the_folder_is_not_sent(server):
    response = answer(server, "/words.txt", "Accept-Encoding: br")
    assert response.body == b"0123456789" and response.getheader("Content-Encoding") is None


def test_without_a_404_page_there_is_a_sentence(tmp_path):
    with Server(tmp_path) as server:
        assert answer(server, "/none").body.decode("utf-8") == "没有这一页"
        assert answer(server, "/").status == 404


def test_a_folder_that_is_being_rebuilt(tmp_path):
    with Server(tmp_path / "later") as server:
        assert answer(server, "/").status == 404
        (tmp_path / "later").mkdir()
        (tmp_path / "later" / "index.html").write_text("now")
        assert answer(server, "/").body == b"now"


# 怪请求


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["GET /" + "x" * 70_000 + " HTTP/1.1"], 414),
        (["GET / HTTP/9.9"], 505),
        (["GET / HTTP/x"], 400),
        (["GET / and more HTTP/1.1"], 400),
        (["nonsense"], 400),
        ([b"\x16\x03\x01\x02\x00 \xff \xfe"], 400),
        (["GET / HTTP/1.1", "X: " + "x" * 70_000], 431),
        (["GET / HTTP/1.1", *(f"X-{number}: 1" for number in range(200))], 431),
        (["POST / HTTP/1.1", "Content-Length: 0"], 501),
        (["DELETE / HTTP/1.1"], 501),
        (["__init__ / HTTP/1.1"], 501),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_strange_request_is_answered_in_chinese(server, lines, status):
    received = raw(server, *lines)
    head, _, body = received.rpartition(b"\r\n\r\n")
    assert "\u4e00" <= body.decode("utf-8")[0] <= "\u9fff"
    if not head:  # 没有写版本的老式请求，回答也没有头
        assert status in (400, 505)
        return
    first, *headers = head.decode("latin-1").split("\r\n")
    assert first.split()[1] == str(status)
    assert "Cache-Control: no-store" in headers and "Connection: close" in headers
    assert f"Content-Length: {len(body)}" in headers


OWN = ["127.0.0.1:{}", "localhost:{}", "LOCALHOST:{}", "[::1]:{}"]
OWN += ["site.test:{}", "a.b.TEST:{}", "site.test"]
FOREIGN = [
    "evil.example:{}",
    "evil.example",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost:80",
    "127.0.0.1.evil.example:{}",
    "localhost.evil.example:{}",
    "test:{}",
    "test.evil.example:{}",
    "0.0.0.0:{}",
    "127.0.0.2:{}",
    "[::2]:{}",
    "127.0.0.1:{}0",
    "127.0.0.1:{}@evil.example",
    "user@127.0.0.1:{}",
    "127.0.0.1:{}/x",
    "127.0.0.1:{}, evil.example",
    "x&<y>.test:{}",
    "",
    " ",
    "中.test",
    "١٢٧.0.0.1:{}",
    "localhost:٨٠",
]


@pytest.mark.parametrize("host", OWN)
@pytest.mark.parametrize("path", ["/", "/none", "/sitemap.xml"])
def test_our_own_names(server, host, path):
    response = answer(server, path, host=host)
    assert response.status == (404 if path == "/none" else 200)
    if path == "/sitemap.xml":
        assert response.body.decode() == f"<loc>http://{host.format(server.server_port)}/sub/</loc>"
        assert response.getheader("Content-Type") == "application/xml"


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/none", "/sitemap.xml", f"{HASHED}long.txt"])
def test_other_names_are_sent_away(server, host, path):
    """别的网站把自己的名称指到本机，也读不到。"""
    response = answer(server, path, host=host)
    assert_proper_error(response, 421)
    assert "127.0.0.1" in response.body.decode("utf-8")


def test_a_request_needs_one_host(server):
    assert_proper_error(answer(server, "/", host=None), 400)
    own = f"Host: 127.0.0.1:{server.server_port}"
    assert_proper_error(answer(server, "/", own), 400)
    assert_proper_error(answer(server, "/", "Host: evil.example"), 400)
    assert raw(server, "GET / HTTP/1.0").startswith(b"HTTP/1.1 200 ")


def test_the_address_in_the_site_map_is_escaped(server, monkeypatch):
    monkeypatch.setattr(Server, "is_own_name", lambda self, host: True)
    body = answer(server, "/sitemap.xml", host='a&<b>"').body
    assert body == b"<loc>http://a&amp;&lt;b&gt;&quot;/sub/</loc>"


def test_the_server_listens_on_this_machine_only(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


def test_the_time_of_the_last_request_is_known(server):
    server.last_request = 0
    answer(server, "/")
    assert 0 <= time.monotonic() - server.last_request < 10


# 压缩


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("br", True),
        ("gzip, deflate, br, zstd", True),
        ("BR", True),
        ("br;q=1", True),
        ("br;q=1.000", True),
        ("gzip;q=1.0, br; q=0.5", True),
        ("br ; Q=0.001", True),
        ("*", True),
        ("*;q=0.1", True),
        ("gzip;q=0, *", True),
        ("", False),
        ("gzip", False),
        ("br;q=0", False),
        ("br;q=0.0", False),
        ("br;q=0.000", False),
        ("br; q=0, gzip", False),
        ("br;q=0, *", False),
        ("*;q=0", False),
        ("brotli", False),
        ("xbr, br2", False),
        ("br;q=", False),
        ("br;q=x", False),
        ("br;q=2", False),
        ("br;q=-1", False),
        ("br;q=0.0000", False),
        ("br;q=nan", False),
        ("br;level=5", False),
        (",,;,", False),
    ],
)
def test_brotli_only_when_it_is_welcome(server, header, expected):
    assert accepts_brotli(header) == expected
    response = answer(server, "/long.txt", f"Accept-Encoding: {header}")
    assert response.getheader("Content-Encoding") == ("br" if expected else None)
    assert response.body == (b"packed" if expected else TEXT)
    assert response.getheader("Content-Type") == "text/plain; charset=utf-8"
    assert response.getheader("Vary") == "Accept-Encoding"


def test_encodings_in_two_headers_are_read_together(server):
    headers = ("Accept-Encoding: gzip", "Accept-Encoding: br")
    assert answer(server, "/long.txt", *headers).body == b"packed"
    assert answer(server, "/long.txt").body == TEXT


# 标签、一段、只要头


def test_an_unchanged_file_is_not_sent_again(server):
    plain = answer(server, "/long.txt").getheader("ETag")
    packed = answer(server, "/long.txt", "Accept-Encoding: br").getheader("ETag")
    assert plain != packed
    for known in (plain, f'"a", {plain}', f"W/{plain}", "*"):
        response = answer(server, "/long.txt", f"If-None-Match: {known}")
        assert (response.status, response.body) == (304, b"")
        assert response.getheader("ETag") == plain
        assert response.getheader("Vary") == "Accept-Encoding"
        assert response.getheader("Cache-Control") == "no-cache"
    for known in (packed, '"a"', plain.strip('"'), ""):
        assert answer(server, "/long.txt", f"If-None-Match: {known}").status == 200


SIZE = len(TEXT)


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("0-0", 0, 1),
        ("0-99", 0, 100),
        ("100-199", 100, 200),
        ("5-", 5, SIZE),
        ("-7", SIZE - 7, SIZE),
        (f"-{SIZE * 2}", 0, SIZE),
        (f"0-{SIZE * 2}", 0, SIZE),
        (f"{SIZE - 1}-", SIZE - 1, SIZE),
        ("00000-00009", 0, 10),
    ],
)
def test_one_part_of_a_file(server, asked, first, end):
    for prefix in ("bytes=", "Bytes="):
        response = answer(server, "/long.txt", f"Range: {prefix}{asked}", "Accept-Encoding: br")
        assert response.status == 206 and response.body == TEXT[first:end]
        assert response.getheader("Content-Range") == f"bytes {first}-{end - 1}/{SIZE}"
        assert response.getheader("Content-Length") == str(end - first)
        assert response.getheader("Content-Encoding") is None
        assert response.getheader("Content-Type") == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/long.txt", f"{SIZE}-"),
        ("/long.txt", "9" * 18 + "-"),
        ("/long.txt", "-0"),
        ("/empty.txt", "0-"),
        ("/empty.txt", "-5"),
    ],
)
def test_a_part_the_file_does_not_have(server, path, asked):
    response = answer(server, path, f"Range: bytes={asked}")
    assert_proper_error(response, 416)
    assert response.getheader("Content-Range") == f"bytes */{SIZE if 'long' in path else 0}"


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=0-1,5-6", "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=0x0-1"),
        *("bytes=٠-١", "lines=0-1", "0-1", "bytes=0-1;q=1", "bytes=" + "9" * 5000 + "-"),
    ],
    ids=lambda asked: ascii(asked)[:20],
)
def test_other_ranges_get_the_whole_file(server, asked):
    response = answer(server, "/long.txt", f"Range: {asked}")
    assert response.status == 200 and response.body == TEXT


def test_a_part_only_of_the_file_one_began_with(server):
    tag = answer(server, "/long.txt").getheader("ETag")
    assert answer(server, "/long.txt", "Range: bytes=3-5", f"If-Range: {tag}").body == TEXT[3:6]
    for other in ('"other"', f"W/{tag}", "Thu, 26 Nov 2026 00:00:00 GMT"):
        response = answer(server, "/long.txt", "Range: bytes=3-5", f"If-Range: {other}")
        assert response.status == 200 and response.body == TEXT


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/long.txt", ()),
        ("/long.txt", ("Accept-Encoding: br",)),
        ("/empty.txt", ()),
        ("/sub/", ()),
        ("/sub", ()),
        ("/none", ()),
        ("/sitemap.xml", ()),
        (f"{HASHED}long.txt", ()),
        (f"{HASHED}none", ()),
    ],
)
def test_head_is_get_without_the_body(server, path, headers):
    got, head = (answer(server, path, *headers, method=method) for method in ("GET", "HEAD"))
    assert head.body == b"" and head.status == got.status
    for each in (got, head):
        del each.headers["Date"]
    assert got.getheaders() == head.getheaders()
    assert int(got.getheader("Content-Length")) == len(got.body)


def test_head_does_not_know_parts(server):
    response = answer(server, "/long.txt", "Range: bytes=0-9", method="HEAD")
    assert (response.status, response.getheader("Content-Length")) == (200, str(SIZE))


def test_one_connection_serves_many_requests(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    expected = {"/": 200, "/none": 404, "/long.txt": 200, "/sub": 301, "/sub/": 200}
    for path, status in [*expected.items()] * 3:
        for method in ("GET", "HEAD"):
            connection.request(method, path)
            response = connection.getresponse()
            assert response.status == status
            response.read()
    assert len(server.crowd) >= 1
    connection.close()
    wait_until(lambda: len(server.crowd) == 0)


# 很多读者、慢的读者


def test_two_hundred_readers_at_once(server):
    gate = threading.Barrier(200)

    def read(number: int) -> float:
        gate.wait(20)
        begun = time.monotonic()
        response = answer(server, "/long.txt")
        assert response.status == 200 and response.body == TEXT
        return time.monotonic() - begun

    with ThreadPoolExecutor(200) as pool:
        times = list(pool.map(read, range(200)))
    assert max(times) < 5


def silent(server, count: int) -> list[socket.socket]:
    place = ("127.0.0.1", server.server_port)
    return [socket.create_connection(place, timeout=10) for _ in range(count)]


def test_silent_clients_do_not_keep_others_out(own):
    """九百个连上来不说话的：线程有数，别人照样马上读到。"""
    before = threading.active_count()
    clients = []
    try:
        for _ in range(9):
            clients += silent(own, 100)
            begun = time.monotonic()
            assert answer(own, "/").status == 200
            assert time.monotonic() - begun < 2
        assert len(own.crowd) <= web_server.MOST
        assert threading.active_count() - before <= web_server.MOST + 20
    finally:
        for client in clients:
            client.close()


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", b"GET / HTTP/1.1\r\nX: y", b"GET / HTTP/1.1\r\nHost: {}\r\n\r\n"],
)
def test_a_client_that_stops_talking_is_dropped(server, monkeypatch, sent):
    monkeypatch.setattr(web_server.Handler, "timeout", 0.3)
    own = f"127.0.0.1:{server.server_port}".encode()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as client:
        client.sendall(sent.replace(b"{}", own))
        begun = time.monotonic()
        while client.recv(65536):
            pass
    assert time.monotonic() - begun < 5
    wait_until(lambda: len(server.crowd) == 0)


def test_a_client_that_does_not_read_is_dropped(monkeypatch, tmp_path):
    monkeypatch.setattr(web_server.Handler, "timeout", 0.3)
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))
    with Server(tmp_path) as server, silent(server, 1)[0] as client:
        ask(server, client, "/big.bin")
        wait_until(lambda: len(server.crowd.served) == 1)
        wait_until(lambda: len(server.crowd) == 0)


def ask(server, client: socket.socket, path: str) -> None:
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())


def wait_until(is_true, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_longest_waiting_gives_way(own):
    """满了以后，先断开最早来而还没有发请求的；别的不断。"""
    own.crowd.most = 3
    first, second, third = silent(own, 3)
    wait_until(lambda: len(own.crowd.waiting) == 3)
    assert answer(own, "/").status == 200
    assert first.recv(10) == b""
    ask(own, second, "/")
    assert second.recv(12) == b"HTTP/1.1 200"
    for client in (first, second, third):
        client.close()


def test_when_all_are_busy_a_newcomer_is_told():
    left, right = socket.socketpair()
    with left, right:
        crowd = Crowd(1)
        assert crowd.enter(left)
        crowd.serve(left)
        assert not crowd.enter(right)
        crowd.leave(left)
        assert crowd.enter(right)
        assert len(crowd) == 1


def test_a_newcomer_is_told_to_come_again(tmp_path):
    (tmp_path / "big.bin").write_bytes(bytes(20_000_000))
    with Server(tmp_path) as server, silent(server, 1)[0] as client:
        server.crowd.most = 1
        ask(server, client, "/big.bin")
        wait_until(lambda: len(server.crowd.served) == 1)
        with silent(server, 1)[0] as other:
            assert other.recv(1000).startswith(b"HTTP/1.1 503 ")


def test_a_test_may_have_its_own_handler(own, folder):
    """别的测试从 Handler 派生，改一处。"""

    class Own(web_server.Handler):
        def send_head(self):
            if self.path != "/own":
                return super().send_head()
            self.send_response(200)
            self.send_header("Content-Length", "3")
            self.end_headers()
            return io.BytesIO(b"own")

        def end_headers(self):
            self.send_header("X-Own", "yes")
            super().end_headers()

    own.RequestHandlerClass = functools.partial(Own, directory=str(folder))
    assert answer(own, "/own").body == b"own"
    assert answer(own, "/none").getheader("X-Own") == "yes"


# 预览


def test_a_taken_port_is_said_before_building(server, monkeypatch):
    built = []
    monkeypatch.setattr(serve, "rebuild", lambda: built.append(1))
    with pytest.raises(Stopped) as stopped:
        serve.serve(server.server_port)
    assert f"端口 {server.server_port} 已被占用" in str(stopped.value)
    assert built == []


def test_the_first_build_must_succeed(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "rebuild", lambda: None)
    monkeypatch.setattr(serve.build, "SITE", tmp_path / "none")
    with pytest.raises(Stopped, match="第一次建站没有成功"):
        serve.serve(0)


def test_the_preview_stops_when_nobody_looks(folder, monkeypatch, capsys):
    built = []
    monkeypatch.setattr(serve, "rebuild", lambda: built.append(1))
    monkeypatch.setattr(serve, "IDLE_SECONDS", -1)
    monkeypatch.setattr(serve.build, "SITE", folder)
    serve.serve(0)
    assert built == [1]
    printed = capsys.readouterr().out
    assert "网站在 http://127.0.0.1:" in printed and "停了" in printed
