"""在本机看网站：``python3 scripts/serve.py [端口]``。

第一次运行会装好一切；改了 Markdown、计算器或样式，几秒后刷新就能看到。
只听本机地址；按 Ctrl-C 停止，两小时没有人看也会自己停。
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.local import environment

if __name__ == "__main__":
    environment.ready()

import subprocess
import time

from scripts import build
from scripts.local.environment import ROOT, Stopped
from scripts.local.web_server import Server

WATCHED = ("docs", "calc", "scripts", "mkdocs.yml", "package-lock.json")
IDLE_SECONDS = 2 * 3600
PORT = 8000


def latest_change() -> tuple[float, int]:
    """受看管的文件里最晚的修改时间和文件数；增、删、改都会变。"""
    places = (ROOT / name for name in WATCHED)
    files = [
        file
        for place in places
        for file in (place.rglob("*") if place.is_dir() else [place])
        if file.is_file()
    ]
    files = [file for file in files if file.suffix != ".pyc"]
    return max(file.stat().st_mtime for file in files), len(files)


def rebuild() -> None:
    """另起一个进程重建，改过的代码才会生效；失败时保留上一次的网站。"""
    started = time.monotonic()
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "build.py"), "--quick"], cwd=ROOT)
    if done.returncode == 0:
        print(f"已更新，用了 {time.monotonic() - started:.1f} 秒。", flush=True)
    elif build.SITE.is_dir():
        print("没有更新，仍是上一次的网站；改好上面的错误后会自动重建。", flush=True)


def open_server(port: int) -> Server:
    try:
        return Server(build.SITE, port)
    except OSError:
        raise Stopped(
            f"端口 {port} 已被占用。换一个：python3 scripts/serve.py {port + 1}"
        ) from None


def serve(port: int) -> None:
    server = open_server(port)
    seen = latest_change()
    rebuild()
    if not build.SITE.is_dir():
        server.server_close()
        raise Stopped("第一次建站没有成功，请先改好上面的错误。")
    with server:
        print(f"网站在 {server.address}（Ctrl-C 停止）", flush=True)
        while time.monotonic() - server.last_request < IDLE_SECONDS:
            time.sleep(0.5)
            now = latest_change()
            if now != seen:
                seen = now
                rebuild()
        print("两小时没有人看，停了。")


def main(words: list[str]) -> int:
    words = words or [str(PORT)]
    if len(words) > 1 or not words[0].isdecimal() or not 0 <= int(words[0]) < 65536:
        raise Stopped("用法：python3 scripts/serve.py [端口]，端口是 0 到 65535 的整数")
    try:
        serve(int(words[0]))
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(environment.told(main, sys.argv[1:]))
