"""各页在手机上有几屏：``.venv/bin/python -m scripts.local.heights``，先造好网站。

手动运行，不是测试。只列长的，和横着超出屏幕的。
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts import build
from scripts.local import browsers
from scripts.local.web_server import Server

WIDTH, HEIGHT = 390, 844
MOST_SCREENS = 15
SIZE = "() => [document.body.scrollHeight, document.documentElement.scrollWidth]"


def pages(site: Path) -> list[str]:
    folders = (path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return sorted("" if folder == "." else f"{folder}/" for folder in folders)


def measure(page: Page, address: str, name: str) -> tuple[float, int]:
    """一页有几屏，比屏幕宽出多少。"""
    page.goto(f"{address}{name}")
    page.locator("html.js").wait_for(state="attached")
    height, width = page.evaluate(SIZE)
    return height / HEIGHT, width - WIDTH


def main(most: float = MOST_SCREENS) -> None:
    with Server(build.SITE) as server, sync_playwright() as running:
        browser = running.chromium.launch(**browsers.options())
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name in pages(build.SITE):
            screens, over = measure(page, f"{server.address.rstrip('/')}/", name)
            if screens > most or over > 0:
                print(f"{screens:5.1f} 屏  宽出 {over} 像素  {name or '首页'}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
