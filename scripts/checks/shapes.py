"""参数表的检查里要看页面和时钟的部分；别的在 ``calc.parameters``。"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from calc import parameters
from scripts.pages.blocks import DOCS


def problems(name: str) -> list[str]:
    """一张表里写错的地方，写好文件名。"""
    found = parameters.problems(name)
    if not found:
        wrong = [*future_days(parameters.load(name)), *(PAGES[name]() if name in PAGES else ())]
        found = [f"calc/parameters/{name}.toml: {each}" for each in wrong]
    return found


def future_days(part, place: str = "") -> Iterator[str]:
    """核对日期在今天以后的地方。"""
    named = part.items() if isinstance(part, dict) else enumerate(part, 1)
    for key, each in named:
        inside = f"{place} 第 {key} 项" if isinstance(part, list) else f"{place}.{key}".strip(".")
        if key == "checked" and each > date.today() + timedelta(1):
            yield f"{inside} 应当是 核对的日期，不能在今天以后"
        elif isinstance(each, (dict, list)):
            yield from future_days(each, inside)


def channel_pages() -> Iterator[str]:
    for code, channel in parameters.channels().channels.items():
        if not (DOCS / f"{channel.page}.md").is_file():
            yield f"channels.{code}.page 应当是 docs/ 里的一页，如 query/app-12333"


def region_pages() -> Iterator[str]:
    codes = parameters.regions().regions
    for code in codes:
        page = DOCS / "regions" / f"{code}.md"
        text = page.read_text("utf-8") if page.is_file() else ""
        if f"```region {code}\n" not in text or not re.search(rf"^  region: {code}$", text, re.M):
            yield f"{code}：docs/regions/{code}.md 里要有它的 region 和 query-channel 代码块"
    for code in sorted({path.stem for path in (DOCS / "regions").glob("*.md")} - {*codes, "index"}):
        where = f"没有 {code} 这个地区，这一页和 mkdocs.yml 里的那一行也要删"
        yield f"docs/regions/{code}.md 多出来了：{where}"


def change_pages() -> Iterator[str]:
    changes = parameters.changes()
    named = {*changes.figures, *(entry.page for entry in changes.entries.values())}
    for page in sorted(named):
        if not (DOCS / f"{page}.md").is_file():
            yield f"{page} 应当是 docs/ 里的一页，如 rules/crediting-rate"


PAGES = {"changes": change_pages, "channels": channel_pages, "regions": region_pages}
