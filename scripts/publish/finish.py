"""各页造好以后才知道的：安全策略、散列、改了名的文件、链接。``site`` 都是造好的网站所在的目录。"""

import re
from pathlib import Path

from scripts.checks import settings
from scripts.local.environment import Stopped, digest, sha256
from scripts.pages.blocks import FOLDED
from scripts.publish.identity import with_identity
from scripts.publish.search import own_search

EARLY = ("early-storage.js", "early.js")  # 写进每一页的开头，先后同 docs/overrides/main.html
INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S)
FOLDABLE = re.compile(
    r'(<h3 [^>]*>.*?)(?:<a class="headerlink".*?</a>)?</h3>(.*?)(?=<h[23] |\Z)', re.S
)
FOLD = r'<details class="calc-fold"><summary>\1</h3></summary>\2</details>'
SKIP = "跳转至"  # 主题没有说跳到哪里
HEADERS = """/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
"""
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'self'; form-action 'none'"
)


def finish(site: Path) -> tuple[str, list[str]]:
    """填好每一页，写出 _headers；返回策略（全站同一条，页间即时跳转时也成立），和页首的脚本。"""
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    search, waiting = own_search(site)
    early = take_early(site)
    folder = name_page_files(site)
    hashes = script_hashes(pages, pages[site / "404.html"], early)
    policy = POLICY.format(hashes="".join(f" '{value}'" for value in hashes))
    known = {"#策略#": policy, "#早一#": early[0], "#早二#": early[1]}
    name = settings.site_name()
    for path, text in pages.items():
        place = path.relative_to(site)
        text = re.sub(r"assets/calc/(?=calc\.(?:css|mjs))", f"assets/calc/{folder}/", text)
        text = fold(finish_links(text.replace(search, waiting), "../" * len(place.parent.parts)))
        text = text.replace('role="dialog">', 'role="dialog" aria-label="搜索">', 1)
        address = place.as_posix().removesuffix("index.html")
        text, own = with_identity(text.replace(SKIP, "跳到正文"), address, name)
        path.write_text(filled(with_sums(text, site), known | {"#身份#": own}, place), "utf-8")
    (site / "_headers").write_text(HEADERS.format(policy=policy), "utf-8")
    return policy, early


def filled(page: str, known: dict[str, str], place: Path) -> str:
    """模板里留着的几处填上；不是正好一处的，页面不是由模板写出的。"""
    head, body = page.split("</head>", 1)
    for mark, text in known.items():
        if head.count(mark) != 1:
            raise Stopped(f"{place} 不是由 docs/overrides/ 写出的页面，没有建站")
        head = head.replace(mark, text)
    return f"{head}</head>{body}"


def name_page_files(site: Path) -> str:
    """页面的脚本和样式移进以内容命名的目录，浏览器可以一直存着；返回目录名。"""
    assets = site / "assets" / "calc"
    files = sorted(path for path in assets.iterdir() if path.is_file())
    folder = assets / digest(*files)
    folder.mkdir()
    for path in files:
        path.rename(folder / path.name)
    return folder.name


def inline_scripts(page: str) -> set[str]:
    """页内脚本；JSON 数据块不执行，模板里留着的几处随后才填，都不算。"""
    scripts = (found for found in INLINE_SCRIPT.finditer(page) if "src=" not in found["attributes"])
    bodies = {found["body"] for found in scripts if "application/json" not in found["attributes"]}
    return bodies - {"#早一#", "#早二#"}


def without_depth(script: str) -> str:
    """主题有一段脚本写着首页的路径，各页深浅不同；404 页写的是从根开始的。"""
    return re.sub(r'new URL\("[\w./%~-]*",location\)', "new URL(location)", script)


def script_hashes(pages: dict[Path, str], empty: str, early: list[str]) -> list[str]:
    """页内脚本的 CSP 散列。只认主题自己的：``empty`` 是没有正文的页面，别的页面多出来的一律拒绝。

    ``early`` 是随后要写进每一页的。
    """
    known = {without_depth(script) for script in inline_scripts(empty)}
    allowed = {sha256(script.encode()) for script in early}
    for path, text in pages.items():
        for script in inline_scripts(text):
            if without_depth(script) not in known:
                place = f"{path.parent.name}/{path.name}"
                raise Stopped(f"{place} 里有不属于主题的脚本，没有建站：{script[:60]}")
            allowed.add(sha256(script.encode()))
    return sorted(allowed)


def take_early(site: Path) -> list[str]:
    """先于别的脚本运行的几句，直接写在页首，不另外发布。"""
    paths = [site / "assets" / "calc" / name for name in EARLY]
    found = [path.read_text("utf-8").strip() for path in paths]
    for path in paths:
        path.unlink()
    return found


def with_sums(page: str, site: Path) -> str:
    """脚本和样式写上散列：字节不对的，浏览器不运行。"""

    def add(found: re.Match) -> str:
        return f'{found[0]} integrity="{sha256((site / found["file"]).read_bytes())}"'

    return re.sub(
        r'<(?:script|link rel="stylesheet") (?:src|href)="[^"]*?(?P<file>assets/[^"]*)"', add, page
    )


def finish_links(text: str, home: str) -> str:
    """计算器结果里本站的页面，和带着数字打开计算器的链接，写上地址。

    ``home`` 是到首页的相对路径。
    """
    text = re.sub(
        r'<a data-page="([^"]*?([a-z-]+)/)" data-fill="([^"]+)">',
        rf'<a href="{home}\1#\2?\3&amp;here=">',
        text,
    )
    text = re.sub(r'<a data-page="([^"]+)">', rf'<a data-page="\1" href="{home}\1">', text)
    return re.sub(
        r'<a data-fill="([^"]+)" href="([^"]*?([a-z-]+)/)">', r'<a href="\2#\3?\1&amp;here=">', text
    )


def fold(text: str) -> str:
    """写了 fold 的一页，每个三级标题下面的内容收起来；搜索的索引已经写好，照旧一节一节地找。"""
    before, marker, after = text.partition(FOLDED)
    if not marker:
        return text
    end = after.index("</article>")
    return before + marker + FOLDABLE.sub(FOLD, after[:end]) + after[end:]
