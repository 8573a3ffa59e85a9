"""把一个目录放在本机的地址上：压缩好的文件、内容安全策略、长期缓存，和正式的网页服务器一样。"""

import functools
import http.server
import io
import itertools
import os
import re
import threading
import time
from pathlib import Path

UNSET_ADDRESS = b"http://localhost/"  # mkdocs.yml 里 SITE_URL 的默认值
IMMUTABLE = re.compile(r"/assets/calc/[0-9a-f]{16}/|/assets/[^?]*\.[0-9a-f]{8}\.min\.(css|js)$")


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".whl": "application/zip",
        ".bin": "application/octet-stream",
    }

    def send_head(self):
        self.server.last_request = time.monotonic()
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            if not self.path.split("?")[0].endswith("/"):
                return super().send_head()
            path /= "index.html"
        if not path.is_file():
            return self.not_found()
        if path.name == "sitemap.xml":
            return self.send_sitemap(path)
        return self.send_file(path)

    def send_sitemap(self, path: Path):
        """页间即时跳转按网站地图认路，地图里的地址要和现在的一样。"""
        here = f"http://{self.headers.get('Host', '')}/"
        body = path.read_bytes().replace(UNSET_ADDRESS, here.encode())
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def send_file(self, path: Path):
        packed = Path(f"{path}.br")
        brotli = packed.is_file() and "br" in self.headers.get("Accept-Encoding", "")
        served = packed if brotli else path
        facts = served.stat()
        tag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return None
        self.send_response(200)
        self.send_header("Content-Type", self.content_type(path))
        self.send_header("Content-Length", str(facts.st_size))
        self.send_header("ETag", tag)
        self.send_header("Vary", "Accept-Encoding")
        if brotli:
            self.send_header("Content-Encoding", "br")
        self.end_headers()
        return served.open("rb")

    def content_type(self, path: Path) -> str:
        kind = self.guess_type(str(path))
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def not_found(self):
        page = Path(self.directory, "404.html")
        body = page.read_bytes() if page.is_file() else "没有这一页".encode()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def end_headers(self):
        forever = IMMUTABLE.search(self.path)
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if forever else "no-cache")
        for name, value in self.server.policy().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    """只听本机。``policy`` 给出随每个回应发送的安全头，取自目录里的 ``_headers``。"""

    daemon_threads = True

    def __init__(self, directory: Path, port: int = 0):
        super().__init__(("127.0.0.1", port), functools.partial(Handler, directory=os.fspath(directory)))
        self.directory = directory
        self.last_request = time.monotonic()

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
