"""搜索：主题的后台程序换成本站的，索引里只留文字，加上读者会怎样问。"""

import html
import json
import re
from pathlib import Path

from scripts.local.environment import digest, sha256
from scripts.pages import markup

ASKED = re.compile(r"^asked: (.+)$", re.M)  # 页首里读者的问法，见 docs/assets/calc/search/find.mjs


def own_search(site: Path) -> tuple[str, str]:
    """写好索引和后台程序；返回各页设置里要换的两段。索引等读者输入时再取，散列写在地址里。"""
    total = write_index(site / "search")
    theme = next((site / "assets" / "javascripts" / "workers").glob("search.*.js"))
    theme.with_name(f"{theme.name}.map").unlink()
    source = site / "assets" / "calc" / "search.js"
    program = theme.with_name(f"waiting.{digest(source)[:8]}.min.js")
    source.rename(program)
    theme.unlink()
    return f"workers/{theme.name}", f"workers/{program.name}?{total}"


def write_index(folder: Path) -> str:
    """主题的索引里是 HTML，这里写成文字；依据清单不进索引。返回散列。"""
    theme, own = folder / "search_index.json", folder / "index.json"
    whole = json.loads(theme.read_text("utf-8"))
    sections = [
        entry | {name: in_words(entry[name]) for name in ("title", "text")}
        for entry in whole["docs"]
        if not entry["location"].endswith("#依据与来源")
    ]
    for entry in sections:
        if "#" not in entry["location"] and (asked := asked_words(entry["location"])):
            entry["asked"] = asked
    own.write_text(json.dumps({"docs": sections}, ensure_ascii=False), "utf-8")
    theme.write_text(json.dumps({**whole, "docs": []}), "utf-8")
    return sha256(own.read_bytes())


def in_words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def asked_words(location: str) -> str:
    """一页的页首里，读者会怎样问。"""
    names = (f"{location}index.md", f"{location.rstrip('/')}.md")
    page = next((markup.DOCS / name for name in names if (markup.DOCS / name).is_file()), None)
    found = page and ASKED.search(page.read_text("utf-8").partition("\n---\n")[0])
    return found[1] if found else ""
