"""会出错的网页服务器：哪些路径怎样出错，运行时随时可以改。

``server.faults["pyodide.asm.wasm"] = Fault(flip=1000, cache=FOREVER)``，``del`` 掉就好了。
"""

import contextlib
import functools
import io
import socket
import threading
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path

from scripts.local import web_server

FOREVER = "public, max-age=31536000, immutable"
NO_STORE = "no-store"
STEP = 0.05  # 秒；慢慢发时每隔这么久发一块


@dataclass
class Fault:
    """一个回应怎样不对；没有写的照旧。位置按字节，负数从末尾数起。"""

    status: int | None = None
    body: bytes | None = None
    swap: str | Path | None = None  # 换成目录里的另一个文件，回应头还是原来那个文件的
    flip: int | None = None  # 这一个字节翻转一位
    keep: int | None = None  # 只有开头这么多，长度如实说
    packed: bool = False  # 上面的位置按压缩好的 .br 数
    kind: str | None = None  # Content-Type
    cache: str | None = None  # Cache-Control；没有写就照服务器平常的
    headers: dict[str, str | None] = field(default_factory=dict)  # None 是去掉
    delay: float = 0  # 秒
    until: threading.Event | None = None  # 等到说可以，才回应
    pace: float | None = None  # 每秒多少字节
    cut: int | None = None  # 长度照旧，发了这么多就断开
    hang: bool = False  # 什么也不发，一直挂着；写了 cut，就发到那里再挂着
    times: int | None = None  # 只管前几次

    @property
    def changes_body(self) -> bool:
        return any(each is not None for each in (self.body, self.swap, self.flip, self.keep))

    def spoil(self, right: bytes, folder: Path) -> bytes:
        body = right if self.body is None else self.body
        if self.swap is not None:
            body = (folder / self.swap).read_bytes()
        if self.flip is not None:
            flipped = bytearray(body)
            flipped[self.flip] ^= 1
            body = bytes(flipped)
        return body[: self.keep]

    def replaced(self, length: int) -> dict[str, str | None]:
        """与原来不同的回应头。"""
        new = {"Content-Type": self.kind, "Cache-Control": self.cache}
        changes = {name: value for name, value in new.items() if value is not None}
        if self.changes_body:
            changes |= {"Content-Length": str(length), "ETag": None, "Last-Modified": None}
        return changes | self.headers


class Handler(web_server.Handler):
    fault = None

    def do_GET(self):
        self.fault = self.server.fault_for(self.path)
        if not self.fault:
            super().do_GET()
        elif self.fault.hang and self.fault.cut is None:
            self.hang()
        elif self.server.stopping.wait(self.fault.delay) or not self.is_allowed():
            self.leave()
        else:
            self.send_spoiled(*self.right_answer())

    def is_allowed(self) -> bool:
        """等到说可以；服务器先停下的，不可以。"""
        while self.fault.until and not self.fault.until.wait(STEP):
            if self.server.stopping.is_set():
                return False
        return True

    def right_answer(self) -> tuple[int, dict[str, str], bytes]:
        """平常会怎样回应：写到内存里再拆开。不许回答 304；要改原文时也不许压缩。"""
        for name in ("If-None-Match", "If-Modified-Since", "Range"):
            del self.headers[name]
        if self.fault.changes_body and not self.fault.packed:
            del self.headers["Accept-Encoding"]
        wire, self.wfile = self.wfile, io.BytesIO()
        try:
            super().do_GET()
            head, _, body = self.wfile.getvalue().partition(b"\r\n\r\n")
        finally:
            self.wfile = wire
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return int(first.split()[1]), headers, body

    def send_spoiled(self, status: int, headers: dict[str, str], right: bytes) -> None:
        fault = self.fault
        body = fault.spoil(right, self.server.folder)
        changes = {name.lower(): value for name, value in fault.replaced(len(body)).items()}
        kept = {name: value for name, value in headers.items() if name.lower() not in changes}
        new = {name: value for name, value in changes.items() if value is not None}
        status = fault.status or status
        self.server.note(self.path, status)
        lines = [f"HTTP/1.1 {status} {self.responses[status][0]}"]
        lines += [f"{name}: {value}" for name, value in (kept | new).items()]
        self.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        self.send_slowly(body[: fault.cut])
        if fault.hang:
            self.server.stopping.wait()
        if fault.hang or fault.cut is not None:
            self.leave()

    def send_slowly(self, body: bytes) -> None:
        if not self.fault.pace:
            self.wfile.write(body)
            return
        sent, begun = 0, time.monotonic()
        while sent < len(body) and not self.server.stopping.wait(STEP):
            due = int((time.monotonic() - begun) * self.fault.pace)
            self.wfile.write(body[sent:due])
            sent = max(sent, due)

    def hang(self) -> None:
        self.server.note(self.path, 0)
        self.server.stopping.wait()
        self.leave()

    def leave(self) -> None:
        self.close_connection = True

    def log_request(self, code="-", size="-"):
        if not self.fault:
            self.server.note(self.path, int(code))


class FaultyServer(web_server.Server):
    """``seen`` 记下每个请求的路径和状态；挂着的，状态是 0。"""

    def __init__(self, directory: Path):
        super().__init__(directory)
        self.RequestHandlerClass = functools.partial(Handler, directory=str(directory))
        self.folder = Path(directory)
        self.faults: dict[str, Fault] = {}
        self.seen: list[tuple[str, int]] = []
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.connections = weakref.WeakSet()

    def get_request(self):
        connection, client = super().get_request()
        self.connections.add(connection)
        return connection, client

    def fault_for(self, path: str) -> Fault | None:
        """第一条合得上路径结尾的；路径后面的 ``?`` 写不写都行。"""
        with self.lock:
            for suffix, fault in self.faults.items():
                if path.endswith(suffix) or path.split("?", maxsplit=1)[0].endswith(suffix):
                    return self.use(fault)
        return None

    def use(self, fault: Fault) -> Fault | None:
        if fault.times is None:
            return fault
        fault.times -= 1
        return fault if fault.times >= 0 else None

    def note(self, path: str, status: int) -> None:
        with self.lock:
            self.seen.append((path, status))

    def asked(self, suffix: str) -> list[int]:
        """这个文件每次请求的状态。"""
        with self.lock:
            return [code for path, code in self.seen if path.split("?")[0].endswith(suffix)]

    def wait_asked(self, suffix: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not self.asked(suffix):
            assert time.monotonic() < end, f"没有人要 {suffix}"
            time.sleep(STEP)

    def serve_forever(self, poll_interval=0.02):
        super().serve_forever(poll_interval)

    def shutdown(self):
        """没有断的连接也断开，不再回答。"""
        self.stopping.set()
        super().shutdown()
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
