"""造出静态网站：``python3 scripts/build.py``，结果在 ``site/``，放到任何网页服务器上都能用。

``--quick`` 不写 .br 压缩文件（运行时的除外），看效果时用。
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.local import environment

if __name__ == "__main__":
    environment.ready()

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile

from scripts.local.environment import ROOT, digest, run

SITE = ROOT / "site"
RUNTIMES = ROOT / ".build" / "runtime"
PROGRAMS = ROOT / "docs" / "assets" / "calc"  # 浏览器里运行的程序的源文件
EARLY = ("early-storage.js", "early.js")  # 写进每一页的开头
INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S)
PAGE_SCRIPT = re.compile(r'<script src="[^"]*assets/calc/[^"]*calc\.mjs"[^>]*></script>')
HEADERS = """/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
"""
NOT_FOUND = """<h1>没有这一页</h1>
<p>网址可能写错了，或者这一页换了地方。可以从下面找，也可以在上面的搜索框里写几个字，比如“余额”“退休年龄”。</p>
<ul>
<li><a href="{root}">首页</a></li>
<li><a href="{root}query/">余额怎么查</a></li>
<li><a href="{root}rules/faq/">常见问题</a></li>
</ul>"""
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
FOLDABLE = re.compile(
    r'(<h3 [^>]*>.*?)(?:<a class="headerlink".*?</a>)?</h3>(.*?)(?=<h[23] |\Z)', re.S
)
FOLD = r'<details class="calc-fold"><summary>\1</h3></summary>\2</details>'
SKIP = "跳转至"  # 主题没有说跳到哪里
KEPT_RUNTIMES = 3
LONGEST_BUILD = 240  # 秒；平常十几秒
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'self'; form-action 'none'"
)


def check_sources() -> None:
    """MkDocs 读以前先看设置和页面：设置里能写要运行的程序。"""
    from scripts.checks import settings
    from scripts.pages import markup

    problems = settings.problems() or markup.check_all()
    if problems:
        sys.exit("页面或设置有错，没有建站：\n" + "\n".join(problems))


def runtime_key() -> str:
    tracked = [
        path for path in sorted((ROOT / "calc").rglob("*")) if path.suffix in (".py", ".toml")
    ]
    tools = [ROOT / "scripts" / name for name in ("runtime/runtime.mjs", "publish/bundle.mjs")]
    locks = [ROOT / "package-lock.json", ROOT / "requirements.txt"]
    return digest(*tracked, *locks, *tools, *sorted((PROGRAMS / "worker").glob("*.mjs")))


def build_runtime() -> Path:
    """网页用的 Python，放在以内容命名的目录里；``calc`` 没有变就用上次的。"""
    folder = RUNTIMES / runtime_key()
    if (folder / "manifest.json").is_file():
        return folder
    import yaml

    from scripts.pages import markup

    print("编译网页用的 Python……", flush=True)
    RUNTIMES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=RUNTIMES, prefix="new-") as scratch:
        run(sys.executable, "-m", "flit_core.wheel", "--outdir", scratch, stdout=subprocess.DEVNULL)
        wheel = next(Path(scratch).glob("*.whl"))
        examples = Path(scratch, "examples.json")
        examples.write_text(
            json.dumps([[entry.id, entry.inputs] for entry in markup.all_examples()]), "utf-8"
        )
        packages = Path(yaml.__file__).parent.parent
        fresh = Path(scratch, "runtime")
        make = ("node", "--no-warnings", "scripts/runtime/runtime.mjs")
        run(*make, fresh, packages, wheel, examples)
        run("node", "scripts/publish/compress.mjs", fresh)
        if not folder.exists():
            fresh.rename(folder)
    for old in sorted(RUNTIMES.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)[
        :-KEPT_RUNTIMES
    ]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def run_mkdocs(target: Path) -> None:
    """分词的缓存放在项目自己的目录里：公用的临时目录里，别人能放一份假的。"""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(target)]
    own = ROOT / ".build" / "tmp"
    own.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=QUIET | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(own)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_BUILD,
        )
    except subprocess.TimeoutExpired:
        sys.exit(f"{LONGEST_BUILD} 秒还没有造完，停下了：多半是某一页里有很长的一段或很多括号。")
    if done.returncode:
        sys.exit(f"{done.stdout}\n建站没有成功，原因见上。")


def add_runtime(target: Path, runtime: Path) -> None:
    """运行时放进以内容命名的目录；页面自己的脚本和样式放进另一个，改样式不必重新下载 Python。"""
    assets = target / "assets" / "calc"
    manifest = json.loads((runtime / "manifest.json").read_text("utf-8"))
    place = assets / runtime.name
    place.mkdir()
    for name in manifest["files"]:
        for path in runtime.glob(f"{name}*"):
            shutil.copy(path, place)
    facts = {
        "base": f"../{runtime.name}/",
        "memory": manifest["memory"],
        "lock": {"info": manifest["lock"], "packages": {}},
        "files": manifest["files"],
    }
    bundle_page(assets, facts)


def bundle_page(assets: Path, facts: dict) -> None:
    """页面的程序合成 calc.mjs 一个文件，运行时文件的散列写在里面；别的源文件不发布。"""
    with tempfile.NamedTemporaryFile("w", dir=ROOT / ".build", suffix=".json") as known:
        json.dump(facts, known)
        known.flush()
        run("node", "scripts/publish/bundle.mjs", known.name, assets)
    for source in PROGRAMS.iterdir():
        if source.is_dir():
            shutil.rmtree(assets / source.name)
        elif source.suffix == ".mjs" and source.name not in ("calc.mjs", "search.mjs"):
            (assets / source.name).unlink()


def check_published(target: Path, policy: str, early: list[str]) -> None:
    """造好的网站里只有收的元素、属性、网址、脚本和文件，每件作品都登记过许可。"""
    from scripts.checks import published
    from scripts.publish import licences

    problems = published.problems(target, policy, early) + published.asset_problems(target)
    problems += licences.problems(target)
    if problems:
        sys.exit("网站里有不收的东西，没有建站：\n" + "\n".join(problems))


def name_page_files(target: Path) -> str:
    """页面的脚本和样式移进以内容命名的目录，浏览器可以一直存着；返回目录名。"""
    assets = target / "assets" / "calc"
    files = sorted(path for path in assets.iterdir() if path.is_file())
    folder = assets / digest(*files)
    folder.mkdir()
    for path in files:
        path.rename(folder / path.name)
    return folder.name


def make_search_wait(target: Path) -> tuple[str, str]:
    """搜索的索引和程序等读者输入时再取，见 search.mjs；返回各页设置里要换的两段。"""
    index = target / "search" / "search_index.json"
    whole = json.loads(index.read_text("utf-8"))
    sections = [entry for entry in whole["docs"] if not entry["location"].endswith("#依据与来源")]
    index.with_name("index.json").write_text(
        json.dumps({"docs": sections}, ensure_ascii=False), "utf-8"
    )
    index.write_text(json.dumps({**whole, "docs": []}), "utf-8")
    program = next((target / "assets" / "javascripts" / "workers").glob("search.*.js"))
    source = target / "assets" / "calc" / "search.mjs"
    total = sha256(index.with_name("index.json").read_bytes())
    text = source.read_text("utf-8").replace('INDEX_SUM = ""', f'INDEX_SUM = "{total}"', 1)
    source.write_text(text, "utf-8")
    waiting = program.with_name(f"waiting.{digest(source)[:8]}.min.js")
    source.rename(waiting)
    return f"workers/{program.name}", f"workers/{waiting.name}?{program.name}"


def inline_scripts(page: str) -> set[str]:
    """页内脚本；JSON 数据块不执行，不算。"""
    scripts = (found for found in INLINE_SCRIPT.finditer(page) if "src=" not in found["attributes"])
    return {found["body"] for found in scripts if "application/json" not in found["attributes"]}


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
                sys.exit(f"{place} 里有不属于主题的脚本，没有建站：{script[:60]}")
            allowed.add(sha256(script.encode()))
    return sorted(allowed)


def script_first(page: str) -> tuple[str, str]:
    """页面的脚本从页尾移到页首，不必等主题的脚本；返回（其余的页面，移走的那一段）。"""
    found = PAGE_SCRIPT.search(page)
    if not found:
        sys.exit("主题没有写上 calc.mjs，没有建站")
    return page.replace(found[0], "", 1), found[0]


def take_early(target: Path) -> list[str]:
    """先于别的脚本运行的几句，直接写在页首，不另外发布。"""
    paths = [target / "assets" / "calc" / name for name in EARLY]
    found = [path.read_text("utf-8").strip() for path in paths]
    for path in paths:
        path.unlink()
    return found


def sha256(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def with_sums(page: str, target: Path) -> str:
    """脚本和样式写上散列：字节不对的，浏览器不运行。"""

    def add(found: re.Match) -> str:
        return f'{found[0]} integrity="{sha256((target / found["file"]).read_bytes())}"'

    return re.sub(
        r'<(?:script|link rel="stylesheet") (?:src|href)="[^"]*?(?P<file>assets/[^"]*)"', add, page
    )


def say_not_found(page: str) -> str:
    """把主题的英文 404 页写成中文；链接从网站的根写起，在哪一层都对。"""
    found = re.search(r'href="([^"]*/)assets/stylesheets/', page)
    text = NOT_FOUND.format(root=found[1] if found else "/")
    chinese, heading = re.subn("<h1>404 - Not found</h1>", text, page)
    chinese, title = re.subn("<title>", "<title>没有这一页 - ", chinese)
    if heading != 1 or title != 1:
        sys.exit("主题的 404 页变了，没有换成中文")
    return chinese


def finish_links(text: str, home: str) -> str:
    """计算器结果里本站的页面，和带着数字打开计算器的链接，写上地址。

    ``home`` 是到首页的相对路径。
    """
    text = re.sub(
        r'<a data-page="([^"]*?([a-z-]+)/)" data-fill="([^"]+)">',
        rf'<a href="{home}\1#\2?\3">',
        text,
    )
    text = re.sub(r'<a data-page="([^"]+)">', rf'<a data-page="\1" href="{home}\1">', text)
    return re.sub(
        r'<a data-fill="([^"]+)" href="([^"]*?([a-z-]+)/)">', r'<a href="\2#\3?\1">', text
    )


def fold(text: str) -> str:
    """写了 fold 的一页，每个三级标题下面的内容收起来；搜索的索引已经写好，照旧一节一节地找。"""
    from scripts.pages.blocks import FOLDED

    before, marker, after = text.partition(FOLDED)
    if not marker:
        return text
    end = after.index("</article>")
    return before + marker + FOLDABLE.sub(FOLD, after[:end]) + after[end:]


def finish_pages(target: Path) -> tuple[str, list[str]]:
    """每一页写入内容安全策略（全站同一条，页间即时跳转时也成立），给搜索框补上名称，换上改了名的文件。

    返回策略，和写进页首的脚本。
    """
    from scripts.checks import settings
    from scripts.publish.identity import with_identity

    pages = {path: path.read_text("utf-8") for path in target.rglob("*.html")}
    missing = target / "404.html"
    pages[missing] = say_not_found(pages[missing])
    search, waiting = make_search_wait(target)
    early = take_early(target)
    folder = name_page_files(target)
    hashes = script_hashes(pages, pages[missing], early)
    policy = POLICY.format(hashes="".join(f" '{value}'" for value in hashes))
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    head += '<meta name="referrer" content="no-referrer">'
    head += "".join(f"<script>{script}</script>" for script in early)
    known = settings.site_name()
    for path, text in pages.items():
        if text.count("<meta charset=") != 1:
            sys.exit(f"{path.name} 不是由主题写出的页面，没有建站")
        text = re.sub(r"assets/calc/(?=calc\.(?:css|mjs))", f"assets/calc/{folder}/", text).replace(
            search, waiting
        )
        text = fold(finish_links(text, "../" * len(path.parent.relative_to(target).parts)))
        text = text.replace('role="dialog">', 'role="dialog" aria-label="搜索">', 1)
        text = re.sub(r'<meta name="generator"[^>]*>|<link rel="(?:prev|next)"[^>]*>', "", text)
        text, program = script_first(with_sums(text, target))
        place = path.relative_to(target).as_posix().removesuffix("index.html")
        text, own = with_identity(text.replace(SKIP, "跳到正文"), place, known)
        before, charset, after = re.split(r"(<meta charset=[^>]*>)", text, maxsplit=1)
        path.write_text(before + charset + head + own + program + after, "utf-8")
    (target / "_headers").write_text(HEADERS.format(policy=policy), "utf-8")
    return policy, early


def build(target: Path = SITE, compress: bool = True) -> None:
    """检查页面，造出网站，放好运行时和内容安全策略，成功后换到 ``target``。"""
    from scripts.publish import licences

    check_sources()
    runtime = build_runtime()
    with tempfile.TemporaryDirectory(dir=ROOT / ".build") as scratch:
        fresh = Path(scratch, "site")
        run_mkdocs(fresh)
        add_runtime(fresh, runtime)
        licences.leave_out(fresh)
        licences.write(fresh)
        check_published(fresh, *finish_pages(fresh))
        if compress:
            run("node", "scripts/publish/compress.mjs", fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)


if __name__ == "__main__":
    build(compress="--quick" not in sys.argv)
    print(f"网站在 {SITE.relative_to(ROOT)}/。")
