"""把一个目录放在本机的地址上：压缩好的文件、内容安全策略、长期缓存，和正式的网页服务器一样。

只给本机看：别的主机名、目录外面的文件都不理，不说话的连接不占着。
"""

import contextlib
import functools
import http.server
import io
import itertools
import os
import re
import socket
import threading
import time
from html import escape
from pathlib import Path
from urllib.parse import quote

UNSET_ADDRESS = b"http://localhost/"  # mkdocs.yml 里 SITE_URL 的默认值
IMMUTABLE = re.compile(r"/assets/calc/[0-9a-f]{16}/|/assets/.*\.[0-9a-f]{8}\.min\.(css|js)$")
FOREVER = "public, max-age=31536000, immutable"
QUERY = re.compile(r"[?#]")
RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.I)
WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.I)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HOST = re.compile(r"(?P<name>\[::1\]|[a-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?", re.I)
SECONDS = 15  # 一个连接这么久没有动静就断开
MOST = 256  # 同时这么多连接
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
REFUSALS = {
    414: "网址太长。",
    416: "文件里没有这一段。",
    421: "这台服务器只给本机看，请用 127.0.0.1 或 localhost 打开。",
    431: "请求头太长。",
    501: "只能读，不能做别的。",
}


def before_query(path: str) -> str:
    """网址里问号、井号以前的。"""
    return QUERY.split(path, maxsplit=1)[0]


def accepts_brotli(header: str) -> bool:
    """``Accept-Encoding`` 里有没有 br；``q=0`` 的和写得不对的都不算。"""
    weights = {}
    for part in header.lower().split(","):
        name, semicolon, rest = (word.strip() for word in part.partition(";"))
        found = WEIGHT.fullmatch(rest)
        weights[name] = float(found[1]) if found else float(not semicolon)
    return weights.get("br", weights.get("*", 0)) > 0


class Handler(http.server.SimpleHTTPRequestHandler):
    server: "Server"
    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    disable_nagle_algorithm = True
    status = 0
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".bin": "application/octet-stream",
        ".css": "text/css",
        ".csv": "text/csv",
        ".html": "text/html",
        ".ico": "image/x-icon",
        ".jpg": "image/jpeg",
        ".js": "text/javascript",
        ".json": "application/json",
        ".map": "application/json",
        ".mjs": "text/javascript",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".whl": "application/zip",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }

    def handle_one_request(self):
        self.server.crowd.wait(self.connection)
        super().handle_one_request()

    def parse_request(self):
        if not super().parse_request():
            return False
        self.server.crowd.serve(self.connection)
        hosts = self.headers.get_all("Host", [])
        if len(hosts) == 1 and self.server.is_own_name(hosts[0]):
            return True
        self.send_error(421 if len(hosts) == 1 else 400)
        return False

    def send_head(self):
        self.server.last_request = time.monotonic()
        path = self.wanted()
        if path is None:
            return self.not_found()
        if path.is_dir():
            return self.send_whole(301, b"", {"Location": self.with_slash()})
        if path.name == "sitemap.xml":
            return self.send_sitemap(path)
        return self.send_file(path)

    def wanted(self) -> Path | None:
        """网址指的文件，或结尾少一条斜线的文件夹；没有的、在目录外面的是 ``None``。"""
        path = Path(self.translate_path(self.path))
        is_folder = before_query(self.path).endswith("/")
        return self.server.inside(path / "index.html" if is_folder else path)

    def with_slash(self) -> str:
        place = before_query(self.path)
        whole = f"{place}/{self.path[len(place) :]}"
        return quote(whole, safe="/%?=&;:@!$'()*+,", encoding="latin-1")

    def send_sitemap(self, path: Path):
        """页间即时跳转按网站地图认路，地图里的地址要和现在的一样。"""
        here = f"http://{escape(self.headers['Host'])}/"
        body = path.read_bytes().replace(UNSET_ADDRESS, here.encode())
        return self.send_whole(200, body, {"Content-Type": "application/xml"})

    def send_file(self, path: Path):
        served = self.packed(path) or path
        facts = served.stat()
        tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
        headers = {"ETag": tag, "Vary": "Accept-Encoding"}
        if self.has_already(tag):
            return self.send_start(304, headers)
        headers |= {"Content-Type": self.content_type(path), "Accept-Ranges": "bytes"}
        if served != path:
            headers["Content-Encoding"] = "br"
        part = self.part(tag, facts.st_size)
        if part is not None:
            return self.send_part(path, part, facts.st_size, headers)
        self.send_start(200, headers | {"Content-Length": str(facts.st_size)})
        return served.open("rb")

    def packed(self, path: Path) -> Path | None:
        """压缩好的那一份；要一段的，给原样的。"""
        encodings = ",".join(self.headers.get_all("Accept-Encoding", []))
        if "Range" in self.headers or not accepts_brotli(encodings):
            return None
        return self.server.inside(Path(f"{path}.br"))

    def has_already(self, tag: str) -> bool:
        known = self.headers.get("If-None-Match", "").split(",")
        return not {tag, "*"}.isdisjoint(each.strip().removeprefix("W/") for each in known)

    def part(self, tag: str, size: int) -> range | None:
        """要的是哪几个字节，空的是没有这一段；没有要、要好几段、文件变了，是 ``None``：给全部。"""
        found = RANGE.fullmatch(self.headers.get("Range", "").strip())
        if not found or self.command != "GET" or self.headers.get("If-Range", tag) != tag:
            return None
        first, last, tail = (int(digits) if digits else None for digits in found.groups())
        if tail is not None:
            return range(max(size - tail, 0), size)
        assert first is not None  # 没有 tail 的，一定有
        if last is not None and last < first:
            return None
        return range(first, size if last is None else min(last + 1, size))

    def send_part(self, path: Path, part: range, size: int, headers: dict[str, str]):
        if not part:
            return self.send_error(416, size)
        headers["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{size}"
        headers["Content-Length"] = str(len(part))
        with path.open("rb") as file:
            file.seek(part[0])
            body = file.read(len(part))
        self.send_start(206, headers)
        return io.BytesIO(body)

    def content_type(self, path: Path) -> str:
        kind = self.guess_type(str(path))
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def not_found(self):
        page = self.server.inside(Path(self.directory, "404.html"))
        body = page.read_bytes() if page else "没有这一页".encode()
        return self.send_whole(404, body, {"Content-Type": "text/html; charset=utf-8"})

    def send_error(self, code, message=None, explain=None):
        """不合格的请求：说一句话，断开。416 的 ``message`` 是文件有多长。"""
        headers = {"Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
        if code == 416:
            headers["Content-Range"] = f"bytes */{message}"
        self.send_whole(code, REFUSALS.get(code, "这个请求看不懂。").encode(), headers)

    def send_whole(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_start(code, {"Content-Length": str(len(body)), **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_start(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send_response(self, code, message=None):
        self.status = code
        super().send_response(code, message)

    def end_headers(self):
        self.send_header("Cache-Control", self.lifetime())
        for name, value in self.server.policy().items():
            self.send_header(name, value)
        super().end_headers()

    def lifetime(self) -> str:
        """以内容命名的可以一直存着；出错的回答一刻也不存。"""
        if self.status >= 400:
            return "no-store"
        if self.status in (200, 206, 304) and IMMUTABLE.search(before_query(self.path)):
            return FOREVER
        return "no-cache"

    def log_message(self, *words):
        pass


class Crowd:
    """同时的连接，不超过 ``most`` 个；满了就断开等得最久、还没有发来请求的一个。"""

    def __init__(self, most: int = MOST):
        self.most = most
        self.lock = threading.Lock()
        self.waiting: dict[socket.socket, None] = {}
        self.served: set[socket.socket] = set()

    def __len__(self) -> int:
        return len(self.waiting) + len(self.served)

    def enter(self, connection: socket.socket) -> bool:
        """来了一个；都在忙，进不来，返回假。"""
        with self.lock:
            if len(self) >= self.most and not self.drop_one():
                return False
            self.waiting[connection] = None
            return True

    def drop_one(self) -> bool:
        oldest = next(iter(self.waiting), None)
        if oldest is None:
            return False
        del self.waiting[oldest]
        with contextlib.suppress(OSError):
            oldest.shutdown(socket.SHUT_RDWR)
        return True

    def wait(self, connection: socket.socket) -> None:
        """等下一个请求，排到最后。"""
        with self.lock:
            if connection in self.served:
                self.served.remove(connection)
                self.waiting[connection] = None

    def serve(self, connection: socket.socket) -> None:
        with self.lock:
            if connection in self.waiting:
                del self.waiting[connection]
                self.served.add(connection)

    def leave(self, connection: socket.socket) -> None:
        with self.lock:
            self.waiting.pop(connection, None)
            self.served.discard(connection)


class Server(http.server.ThreadingHTTPServer):
    """只听本机。``policy`` 给出随每个回应发送的安全头，取自目录里的 ``_headers``。"""

    daemon_threads = True
    request_queue_size = MOST

    def __init__(self, directory: Path, port: int = 0):
        handler = functools.partial(Handler, directory=os.fspath(directory))
        super().__init__(("127.0.0.1", port), handler)
        self.directory = Path(directory)
        self.crowd = Crowd()
        self.last_request = time.monotonic()

    def process_request(self, request, client_address):
        if self.crowd.enter(request):
            super().process_request(request, client_address)
        else:
            request.sendall(BUSY)
            self.shutdown_request(request)

    def shutdown_request(self, request):
        self.crowd.leave(request)
        super().shutdown_request(request)

    def inside(self, path: Path) -> Path | None:
        """目录里确实有的文件或文件夹；名称不成话的、经由链接到了外面的，是 ``None``。"""
        try:
            real = path.resolve(strict=True)
            within = real.is_relative_to(self.directory.resolve())
            return path if within and (real.is_file() or real.is_dir()) else None
        except (OSError, ValueError, RuntimeError):
            return None

    def is_own_name(self, host: str) -> bool:
        """本机的名称和我们的端口；``.test`` 结尾的外面没有，留给测试用。"""
        found = HOST.fullmatch(host)
        if not found:
            return False
        name, port = found["name"].lower(), int(found["port"] or 80)
        return name.endswith(".test") or (name in LOOPBACK and port == self.server_port)

    def policy(self) -> dict[str, str]:
        try:
            lines = (self.directory / "_headers").read_text("utf-8").splitlines()
        except OSError:
            return {}
        everywhere = itertools.takewhile(lambda line: line.startswith(" "), lines[1:])
        return dict(line.strip().split(": ", 1) for line in everywhere)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request, client_address):
        pass

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
