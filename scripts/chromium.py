"""找到能用的 Chromium；没有就在能装的地方装一个。"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
HOW = "装一个 Chromium 或 Chrome，或用环境变量 CHROMIUM 指出它的位置；Debian、Ubuntu 上是 apt install chromium"


def found() -> str | None:
    asked = os.environ.get("CHROMIUM")
    if asked:
        return asked if Path(asked).is_file() else None
    return next((path for path in map(shutil.which, NAMES) if path), None) or next(
        (place for place in PLACES if Path(place).is_file()), None
    )


def install() -> None:
    """Debian 类系统上以管理员身份运行时，用系统的软件包安装。"""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("安装 Chromium……", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *words], env=environment, stdout=subprocess.DEVNULL)


@cache
def executable() -> str:
    if not found():
        install()
    path = found()
    if not path:
        sys.exit(f"没有找到浏览器：{HOW}。")
    return path


def options() -> dict:
    """Playwright 的启动参数。管理员身份下 Chromium 的沙箱不能用。"""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]
    sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
    return {"executable_path": executable(), "headless": True, "args": quiet + sandbox}
