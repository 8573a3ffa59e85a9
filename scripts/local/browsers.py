"""三种浏览器：Chromium、Firefox、WebKitGTK。没有就在能装的地方装；装不了，说明怎么装，失败。"""

import os
import shutil
import subprocess
from ctypes.util import find_library
from functools import cache
from pathlib import Path

from scripts.local.environment import Stopped

NAMES = {
    "CHROMIUM": (
        *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        *("chrome", "msedge"),
    ),
    "FIREFOX": ("firefox-esr", "firefox"),
}
PLACES = {
    "CHROMIUM": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    ),
    "FIREFOX": (
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        "C:/Program Files/Mozilla Firefox/firefox.exe",
    ),
}
WEBKIT = ("WebKitWebDriver", "Xvfb")
WEBKIT_LIBRARY = "webkit2gtk-4.1"
PACKAGES = {
    "Chromium": ("chromium",),
    "Firefox": ("firefox-esr",),
    "WebKitGTK": ("webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"),
}
OTHERWISE = {
    "Chromium": "或装 Chrome，或用环境变量 CHROMIUM 指出它的位置",
    "Firefox": "或用环境变量 FIREFOX 指出它的位置",
    "WebKitGTK": "要有 WebKitWebDriver、Xvfb 和 libwebkit2gtk-4.1，只在 Linux 上有",
}


def program(variable: str) -> str | None:
    """环境变量指出的程序；没有指出，就找常见的名字和位置。"""
    asked = os.environ.get(variable)
    if asked:
        return asked if Path(asked).is_file() else None
    named = next((path for path in map(shutil.which, NAMES[variable]) if path), None)
    return named or next((place for place in PLACES[variable] if Path(place).is_file()), None)


def webkit_is_here() -> bool:
    return all(map(shutil.which, WEBKIT)) and bool(find_library(WEBKIT_LIBRARY))


FOUND = {
    "Chromium": lambda: program("CHROMIUM"),
    "Firefox": lambda: program("FIREFOX"),
    "WebKitGTK": webkit_is_here,
}


def apt(*words: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *words]
    return not subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode


@cache
def updated() -> bool:
    return apt("update")


def install(names: list[str]) -> None:
    """Debian 类系统上以管理员身份运行时，用系统的软件包安装。"""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid():
        return
    print(f"安装 {'、'.join(names)}……", flush=True)
    updated()
    for name in names:
        apt("install", "-y", "--no-install-recommends", *PACKAGES[name])


@cache
def ready(*names: str) -> None:
    """要的浏览器都在；不写名字是全部三种。"""
    names = names or tuple(PACKAGES)
    missing = [name for name in names if not FOUND[name]()]
    if missing:
        install(missing)
    missing = [name for name in missing if not FOUND[name]()]
    if missing:
        raise Stopped("\n".join(f"没有找到 {name}：{how_to_install(name)}。" for name in missing))


def how_to_install(name: str) -> str:
    packages = " ".join(PACKAGES[name])
    return f"Debian、Ubuntu 上是 apt install {packages}；{OTHERWISE[name]}"


def found(path: str | None) -> str:
    """:func:`ready` 以后一定有的。"""
    assert path is not None
    return path


def executable() -> str:
    ready("Chromium")
    return found(program("CHROMIUM"))


def firefox() -> str:
    ready("Firefox")
    return found(program("FIREFOX"))


def webkit_driver() -> str:
    ready("WebKitGTK")
    return found(shutil.which("WebKitWebDriver"))


def options() -> dict:
    """Playwright 的启动参数。管理员身份下 Chromium 的沙箱不能用。"""
    quiet = [
        *("--disable-background-networking", "--disable-component-update"),
        *("--disable-sync", "--no-first-run", "--disable-quic"),
    ]
    sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
    return {"executable_path": executable(), "headless": True, "args": quiet + sandbox}
