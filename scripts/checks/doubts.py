"""没有核实的话，一处一处列在 doubts.txt。

``.venv/bin/python -m scripts.checks.doubts`` 照造好的网站重写它。
少了一处，多半是改页面时把记号丢了；要去掉的，改这份清单，审阅的人看得见。
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from scripts.local.environment import ROOT

LIST = ROOT / "scripts" / "checks" / "doubts.txt"
ARTICLE = re.compile(r"<article.*?</article>", re.S)
PART = re.compile(r"(<(?:h[1-6]|p|li|tr|dt|dd|summary|div|details)\b)")
MARK = '<span class="calc-doubt">'
MOST = 30  # 记号前面的几个字


def marks(page: str) -> Iterator[tuple[str, str]]:
    """一页里的每一处：在哪个标题下面，前面是什么字。"""
    article, heading = ARTICLE.search(page), ""
    parts = PART.split(article[0]) if article else []
    for start, text in zip(parts[1::2], parts[2::2]):
        if re.match(r"<h[1-6]", start):
            heading = words(start + text.split("</h", 1)[0])
        pieces = (start + text).split(MARK)
        for place in range(1, len(pieces)):
            yield heading, words(MARK.join(pieces[:place]))[-MOST:]


def words(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split()).replace("¶", "")


def site_marks(site: Path) -> list[str]:
    """网站里的每一处，一行一处，写在所在的页和标题下面。"""
    found = []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix().removesuffix("index.html") or "首页"
        listed = [("", name)]
        for heading, lead in marks(path.read_text("utf-8")):
            listed += [] if listed[-1][0] == heading else [(heading, f"  {heading}")]
            listed.append((heading, f"    {lead or '（开头）'}"))
        found += [line for _, line in listed if len(listed) > 1]
    return found


def main() -> None:
    from scripts.build import SITE

    LIST.write_text("".join(f"{line}\n" for line in site_marks(SITE)), "utf-8")


if __name__ == "__main__":
    main()
