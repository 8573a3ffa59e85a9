"""随网站发给读者的每一样作品：版本、许可、改了什么、源代码在哪里；许可全文写进网站的 licences/。

有哪些作品，见 works；从哪里读，见 part。
"""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from calc.html import escape
from scripts.local.environment import ROOT
from scripts.publish.part import Part, theme_sources
from scripts.publish.works import PARTS, TRACES, part

FOLDER = "licences"  # 网站里放许可全文的地方
NOTICE = "NOTICE.txt"
COMPRESSED = (".br", ".gz")
UNUSED = ("assets/javascripts/lunr/*",)


def leave_out(folder: Path) -> None:
    """主题带来、本站用不到的文件不发布。"""
    for name in shipped(folder):
        if any(fnmatchcase(name, pattern) for pattern in UNUSED):
            (folder / name).unlink()


def write(folder: Path) -> None:
    """``folder`` 是造好的网站：写出 licences/，一样一个文件，另有一份总的说明。"""
    place = folder / FOLDER
    (place / "changes").mkdir(parents=True)
    for item in PARTS:
        head = "\n".join([item.title, *item.facts(), f"网站里的文件：{'、'.join(item.files)}"])
        put(place / item.file, f"{head}\n\n{'=' * 78}\n\n{item.text()}\n")
    put(place / NOTICE, notice())
    for path in programs():
        put(place / "changes" / f"{path.name}.txt", path.read_text("utf-8"))


def programs() -> list[Path]:
    """造出这些文件、改动 Pyodide 的程序。"""
    snapshot = ROOT / "docs" / "assets" / "calc" / "worker" / "snapshot.mjs"
    return sorted([*(ROOT / "scripts").rglob("*.mjs"), snapshot])


def put(path: Path, text: str) -> None:
    """开头带 BOM：服务器不说编码，浏览器也认得是 UTF-8。"""
    path.write_text(text, "utf-8-sig")


def notice() -> str:
    """总的说明：每一样的许可、改动和源代码，全文在哪个文件。"""
    lead = (
        "这个网站里有下面这些作品。每一样的许可全文在这个文件夹里，文件名写在最后。\n"
        "This site contains the works listed below; their licences are in this folder.\n"
    )
    rows = ["\n".join([item.title, *item.facts(), f"全文：{item.file}"]) for item in PARTS]
    return "\n\n".join([lead, *rows]) + "\n"


def shipped(folder: Path) -> list[str]:
    """网站里的文件，不算压缩好的副本。"""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder).as_posix() for path in paths if path.suffix not in COMPRESSED]


def problems(folder: Path) -> list[str]:
    """造好的网站和上面的表对不上的地方。"""
    names = shipped(folder)
    return [*file_problems(names), *trace_problems(folder, names), *text_problems(folder)]


def file_problems(names: list[str]) -> list[str]:
    """没有写进表里的文件，和网站里没有的作品。"""
    assets = [name for name in names if name.startswith("assets/")]
    unknown = [name for name in assets if not any(item.covers(name) for item in PARTS)]
    gone = [item for item in PARTS if not any(item.covers(name) for name in names)]
    wrong = [f"{name} 不知是谁的作品，写进 scripts/publish/works.py" for name in unknown]
    return wrong + [f"{item.name}：网站里没有 {'、'.join(item.files)}" for item in gone]


def trace_problems(folder: Path, names: list[str]) -> list[str]:
    """发布的文件里看得出、表里没有的作品；表里有、文件里看不出的作品。"""
    listed, wrong = {item.id for item in PARTS}, []
    for id, (pattern, mark) in TRACES.items():
        places = [name for name in names if fnmatchcase(name, pattern)]
        seen = next((name for name in places if re.search(mark, read_bytes(folder / name))), "")
        if seen and id not in listed:
            wrong.append(f"{seen} 里有 {id}，没有写进 scripts/publish/works.py")
        if not seen and id in listed:
            wrong.append(f"{part(id).name}：在 {pattern} 里没有找到它；不再用了就从表里去掉")
    packages = set(re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)", "\n".join(theme_sources())))
    unknown = sorted(packages - listed)
    return wrong + [f"主题用了 {name}，没有写进 scripts/publish/works.py" for name in unknown]


def text_problems(folder: Path) -> list[str]:
    """缺的、空的许可全文，说明里没有提到的作品。"""
    place, missing = folder / FOLDER, []
    said = read_bytes(place / NOTICE).decode()
    for item in PARTS:
        whole = read_bytes(place / item.file).decode().partition("=" * 78)[2]
        if not whole.strip() or item.name not in said:
            missing.append(f"{item.name}：{FOLDER}/{item.file} 没有全文，或者 NOTICE.txt 没有提到")
    return missing


def read_bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def tables_html() -> str:
    """给读者看的表，一组一张。"""
    groups = dict.fromkeys(item.group for item in PARTS)
    tables = "".join(f"<h3>{group}</h3>{table_html(group)}" for group in groups)
    changes = "、".join(link_html(f"changes/{path.name}.txt", path.name) for path in programs())
    whole = link_html(NOTICE, NOTICE)
    return f"{tables}<p>合在一起的说明：{whole}。造出这些文件的程序：{changes}。</p>"


def table_html(group: str) -> str:
    heads = ("作品和许可", "改动", "源代码")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(map(cell_html, heads, row_html(item))) + "</tr>"
        for item in PARTS
        if item.group == group
    )
    return (
        f'<table class="calc-rows calc-wordy"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def cell_html(name: str, words: str) -> str:
    return f'<td data-label="{name}">{words}</td>'


def link_html(file: str, words: str) -> str:
    """到 licences/ 里一个文件的链接，从 contribute/licences/ 这一页算起。"""
    return f'<a href="../../{FOLDER}/{file}">{escape(words)}</a>'


def row_html(item: Part) -> list[str]:
    name = f"<b>{escape(item.name)}</b>{escape(item.edition)}"
    return [
        f"{name}<br>{link_html(item.file, item.licence)}",
        escape(item.change),
        escape(item.source_text()),
    ]
