"""随网站发给读者的每一样作品：版本、许可、改了什么、源代码在哪里；许可全文写进网站的 licences/。

版本和许可全文，造网站时从装好的包里读；包里没有全文的，用 licence_texts/ 里抄下的一份。
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import AnyStr, NoReturn

import calc
from calc.html import escape
from scripts.local.environment import ROOT

KEPT = Path(__file__).with_name("licence_texts")
FOLDER = "licences"  # 网站里放许可全文的地方
NOTICE = "NOTICE.txt"
COMPRESSED = (".br", ".gz")
UNUSED = ("assets/javascripts/lunr/*",)
USED = (  # 主题的搜索程序会读的；别的语言的分词程序用不到，里面有的许可另有要求
    "assets/javascripts/lunr/min/lunr.stemmer.support.min.js",
    "assets/javascripts/lunr/min/lunr.zh.min.js",
    "assets/javascripts/lunr/min/lunr.multi.min.js",
)
Read = Callable[[], str]


@cache
def node_modules() -> Path:
    """npm 的包；在项目的副本里造页面时，用虚拟环境旁边的那一份。"""
    places = [place / "node_modules" for place in (ROOT, Path(sys.prefix).parent)]
    return next((place for place in places if place.is_dir()), places[0])


def kept(name: str) -> Read:
    """scripts/publish/licence_texts/ 里抄下的全文。"""
    return lambda: (KEPT / name).read_text("utf-8")


def npm(path: str) -> Read:
    """npm 的包里的一个文件。"""
    return lambda: (node_modules() / path).read_text("utf-8")


def theme(path: str = "") -> Path:
    """主题里的一个文件。"""
    package = metadata.distribution("mkdocs-material")
    return Path(str(package.locate_file(f"material/templates/{path}")))


def icons(path: str) -> Read:
    """主题自带的图标的许可。"""
    return lambda: theme(f".icons/{path}").read_text("utf-8")


def wheel_licence(name: str) -> Read:
    """Python 的包自带的许可。"""

    def read() -> str:
        files = metadata.files(name) or []
        texts = [file for file in files if ".dist-info/licenses/" in file.as_posix()]
        return "\n\n".join(file.read_text("utf-8") for file in texts)

    return read


@cache
def theme_sources() -> dict[str, str]:
    """主题的程序和样式由哪些源文件合成，照它的源码对照表。"""
    sources: dict[str, str] = {}
    for path in sorted(theme("assets").rglob("*.map")):
        table = json.loads(path.read_text("utf-8"))
        contents = table.get("sourcesContent") or [""] * len(table["sources"])
        sources.update(zip(table["sources"], contents, strict=True))
    return sources


def first(mark: AnyStr, text: AnyStr) -> AnyStr:
    """头一处合 ``mark`` 的文字里，括号中的那一段。"""
    for match in re.finditer(mark, text):
        return match[1]
    raise LookupError(mark)


def first_comment(source: str) -> Read:
    """主题的一个源文件开头的声明。"""
    return lambda: first(r"(?s)/\*+(.*?)\*+/", theme_sources()[source])


def npm_version(name: str) -> Read:
    return lambda: json.loads(npm(f"{name}/package.json")())["version"]


@cache
def stock_wasm() -> bytes:
    return (node_modules() / "pyodide" / "pyodide.asm.wasm").read_bytes()


def in_wasm(mark: bytes) -> Read:
    """原样的 wasm 里写着的版本。"""
    return lambda: first(mark, stock_wasm()).decode()


def in_theme(source: str, mark: str) -> Read:
    """主题的一个源文件里写着的版本。"""
    return lambda: first(mark, theme_sources()[source])


def built_for(fact: str) -> str:
    """Pyodide 的清单说它由什么造出。"""
    return json.loads(npm("pyodide/pyodide-lock.json")())["info"][fact]


@dataclass(frozen=True)
class Part:
    """一样作品。``files`` 是网站里有它的文件；``id`` 是包的名字。"""

    id: str
    name: str
    group: str
    licence: str
    files: tuple[str, ...]
    change: str
    source: str
    texts: tuple[Read, ...]
    version: Read = lambda: ""
    follows: str = ""

    @property
    def file(self) -> str:
        """许可全文的文件名。"""
        return f"{self.id.removeprefix('@').replace('/', '-')}.txt"

    @property
    def edition(self) -> str:
        """版本；自己没有写版本的，说是随哪一样来的。"""
        own = reading(self, self.version)
        return f"（随 {part(self.follows).title}）" if self.follows else f" {own}".rstrip()

    @property
    def title(self) -> str:
        return f"{self.name}{self.edition}"

    def covers(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.files)

    def facts(self) -> list[str]:
        """许可、改动和源代码，一行一件。"""
        return [f"许可：{self.licence}", f"改动：{self.change}", f"源代码：{self.source_text()}"]

    def source_text(self) -> str:
        return self.source.replace("{version}", reading(self, self.version))

    def text(self) -> str:
        """许可全文。"""
        whole = "\n\n".join(reading(self, read).strip() for read in self.texts).strip()
        return whole or stop(self, "全文是空的")


def stop(item: Part, why: object) -> NoReturn:
    sys.exit(f"{item.name}：没有找到它的版本或许可全文，没有建站（{why}）")


def reading(item: Part, read: Read) -> str:
    try:
        return read()
    except (OSError, LookupError, ValueError) as wrong:
        stop(item, f"{type(wrong).__name__} {wrong}")


OURS, PYTHON = "本站自己的", "页面里的 Python"
INSIDE, LOOKS = "编译在 Python 里的", "外观、搜索和图标"

WORKER = "assets/calc/*/worker.js"
WASM = ("assets/calc/*/*.wasm", "assets/calc/*/snapshot.bin")
LIBRARY = "assets/calc/*/*stdlib.zip"
SCRIPT = ("assets/javascripts/bundle.*",)
STYLE = ("assets/stylesheets/main.*",)
SEARCH = ("assets/javascripts/workers/search.*",)

IN_SCRIPT = "没有改，主题把它合在自己的程序里。"
COMPILED = "没有另外改；编译在 pyodide.asm.wasm 里，随它一起裁。"
BUNDLED = "没有另外改；和 Pyodide 的程序一起合在 worker.js 里。"

PARTS = (
    Part(
        "site-code",
        "本站的程序",
        OURS,
        "MIT",
        (
            "assets/calc/*/*.css",
            "assets/calc/*/*.mjs",
            WORKER,
            "assets/calc/*/*.json",
            "assets/calc/*/*.whl",
            "assets/javascripts/workers/waiting.*",
        ),
        "本站自己写的。",
        "本项目",
        (lambda: (ROOT / "LICENSE").read_text("utf-8"),),
        lambda: calc.__version__,
    ),
    Part(
        "site-text",
        "本站的文字和图片",
        OURS,
        "CC-BY-4.0",
        ("assets/screenshot.png", "assets/share.png", "assets/icon.svg", "*.html"),
        "本站自己写的。",
        "本项目的 docs/",
        (kept("CC-BY-4.0.txt"),),
    ),
    Part(
        "pyodide",
        "Pyodide",
        PYTHON,
        "MPL-2.0",
        (WORKER, *WASM, LIBRARY),
        "程序去掉登记 C 函数的行，wasm 裁掉用不到的部分，标准库只留用得到的并编成字节码，"
        "启动后的内存存成快照；它的两个程序和本站的 worker.mjs 合成 worker.js。"
        "另附的 python_stdlib.zip 没有改。",
        "npm 包 pyodide {version} 里是没改过的文件；写成它们的源代码在 "
        "github.com/pyodide/pyodide 的 {version} 版；改动由本项目的 scripts/runtime/runtime.mjs 和 "
        "scripts/publish/bundle.mjs 做出，抄在 licences/changes/；项目主页 pyodide.org",
        (kept("MPL-2.0.txt"),),
        npm_version("pyodide"),
    ),
    Part(
        "cpython",
        "Python",
        PYTHON,
        "PSF-2.0",
        (*WASM, LIBRARY),
        "解释器（CPython）和标准库：Pyodide 打了几处补丁；"
        "本站的 stdlib.zip 只留用得到的模块，编成字节码。",
        "项目主页 python.org，{version} 版；补丁在 Pyodide 的源代码里",
        (kept("python.txt"), kept("python-incorporated.txt")),
        lambda: built_for("python"),
    ),
    Part(
        "noble-hashes",
        "@noble/hashes",
        PYTHON,
        "MIT",
        ("assets/calc/*/calc.mjs",),
        "没有改；只取 SHA-256，合在 calc.mjs 里，用来核对下载的文件。",
        "npm 包 @noble/hashes {version}",
        (npm("@noble/hashes/LICENSE"),),
        npm_version("@noble/hashes"),
    ),
    Part(
        "error-stack-parser",
        "error-stack-parser 和 stackframe",
        PYTHON,
        "MIT",
        (WORKER,),
        "Pyodide 改写过；" + BUNDLED,
        "Pyodide 的源代码 src/js/vendor/stackframe；原来的项目主页 stacktracejs.com",
        (kept("error-stack-parser.txt"),),
        follows="pyodide",
    ),
    Part(
        "emscripten",
        "Emscripten 的运行库",
        PYTHON,
        "MIT OR NCSA",
        (WORKER, *WASM),
        "没有另外改；一半在 worker.js 里，一半编译在 pyodide.asm.wasm 里，随它们一起裁。",
        "项目主页 emscripten.org，{version} 版",
        (kept("emscripten.txt"),),
        lambda: built_for("platform").removeprefix("emscripten_").replace("_", "."),
    ),
    Part(
        "mini-lz4",
        "MiniLZ4",
        PYTHON,
        "MIT",
        (WORKER,),
        BUNDLED,
        "Emscripten 的源代码 third_party/mini-lz4.js",
        (kept("mini-lz4.txt"),),
        follows="emscripten",
    ),
    Part(
        "hiwire",
        "hiwire",
        INSIDE,
        "MPL-2.0",
        WASM,
        COMPILED,
        "github.com/pyodide/hiwire，版本写在 Pyodide 的源代码 cpython/Makefile 里",
        (kept("MPL-2.0.txt"),),
        follows="pyodide",
    ),
    Part(
        "libffi",
        "libffi",
        INSIDE,
        "MIT",
        WASM,
        COMPILED,
        "github.com/libffi/libffi，版本写在 Pyodide 的源代码 cpython/Makefile 里",
        (kept("libffi.txt"),),
        follows="pyodide",
    ),
    Part(
        "zlib",
        "zlib",
        INSIDE,
        "Zlib",
        WASM,
        COMPILED,
        "项目主页 zlib.net，{version} 版",
        (kept("zlib.txt"),),
        in_wasm(rb" deflate ([\d.]+) Copyright"),
    ),
    Part(
        "bzip2",
        "bzip2",
        INSIDE,
        "bzip2-1.0.6",
        WASM,
        COMPILED,
        "项目主页 sourceware.org/bzip2，{version} 版",
        (kept("bzip2.txt"),),
        in_wasm(rb"(\d\.\d\.\d), \d+-\w+-20\d\d"),
    ),
    Part(
        "expat",
        "Expat",
        INSIDE,
        "MIT",
        WASM,
        COMPILED,
        "项目主页 libexpat.github.io，{version} 版；Python 的源代码里也有",
        (kept("expat.txt"),),
        in_wasm(rb"expat_(\d[\d.]+)"),
    ),
    Part(
        "libmpdec",
        "libmpdec",
        INSIDE,
        "BSD-2-Clause",
        WASM,
        COMPILED,
        "Python 的源代码 Modules/_decimal/libmpdec",
        (kept("libmpdec.txt"),),
        follows="cpython",
    ),
    Part(
        "hacl",
        "HACL* 的散列函数",
        INSIDE,
        "MIT",
        WASM,
        COMPILED,
        "Python 的源代码 Modules/_hacl",
        (kept("hacl.txt"),),
        follows="cpython",
    ),
    Part(
        "blake2",
        "BLAKE2 的参考实现",
        INSIDE,
        "CC0-1.0 OR OpenSSL OR Apache-2.0",
        WASM,
        COMPILED,
        "Python 的源代码 Modules/_blake2",
        (kept("blake2.txt"),),
        follows="cpython",
    ),
    Part(
        "mimalloc",
        "mimalloc",
        INSIDE,
        "MIT",
        WASM,
        COMPILED,
        "Python 的源代码 Objects/mimalloc",
        (kept("mimalloc.txt"),),
        follows="cpython",
    ),
    Part(
        "musl",
        "musl",
        INSIDE,
        "MIT",
        WASM,
        COMPILED,
        "Emscripten 的源代码 system/lib/libc/musl",
        (kept("musl.txt"),),
        follows="emscripten",
    ),
    Part(
        "llvm",
        "LLVM 的 libc++、libc++abi、libunwind 和 compiler-rt",
        INSIDE,
        "Apache-2.0 WITH LLVM-exception",
        WASM,
        COMPILED,
        "Emscripten 的源代码 system/lib",
        (kept("llvm.txt"),),
        follows="emscripten",
    ),
    Part(
        "mkdocs-material",
        "Material for MkDocs",
        LOOKS,
        "MIT",
        ("*.html", *SCRIPT, *SEARCH, "assets/stylesheets/*", "assets/images/favicon.png"),
        "程序和样式没有改；页面由它的模板写成，404 页换成了中文。",
        "PyPI 包 mkdocs-material {version}；项目主页 squidfunk.github.io/mkdocs-material",
        (wheel_licence("mkdocs-material"),),
        lambda: metadata.version("mkdocs-material"),
    ),
    Part(
        "rxjs",
        "RxJS",
        LOOKS,
        "Apache-2.0",
        SCRIPT,
        IN_SCRIPT,
        "npm 包 rxjs；项目主页 rxjs.dev",
        (
            lambda: (
                "Copyright (c) 2015-2018 Google, Inc., Netflix, Inc., "
                "Microsoft Corp. and contributors"
            ),
            kept("Apache-2.0.txt"),
        ),
        follows="mkdocs-material",
    ),
    Part(
        "clipboard",
        "clipboard.js",
        LOOKS,
        "MIT",
        SCRIPT,
        "连同它用到的 delegate、good-listener、select。" + IN_SCRIPT,
        "npm 包 clipboard {version}；项目主页 clipboardjs.com",
        (kept("clipboard.txt"),),
        in_theme("node_modules/clipboard/dist/clipboard.js", r"clipboard\.js v([\d.]+)"),
    ),
    Part(
        "tiny-emitter",
        "tiny-emitter",
        LOOKS,
        "MIT",
        SCRIPT,
        IN_SCRIPT,
        "npm 包 tiny-emitter",
        (kept("tiny-emitter.txt"),),
        follows="clipboard",
    ),
    Part(
        "escape-html",
        "escape-html",
        LOOKS,
        "MIT",
        SCRIPT,
        IN_SCRIPT,
        "npm 包 escape-html",
        (kept("escape-html.txt"),),
        follows="mkdocs-material",
    ),
    Part(
        "focus-visible",
        "focus-visible",
        LOOKS,
        "W3C-20150513",
        SCRIPT,
        IN_SCRIPT,
        "npm 包 focus-visible；github.com/WICG/focus-visible",
        (kept("W3C-20150513.txt"),),
        follows="mkdocs-material",
    ),
    Part(
        "tslib",
        "tslib",
        LOOKS,
        "0BSD",
        SCRIPT,
        IN_SCRIPT,
        "npm 包 tslib",
        (first_comment("node_modules/tslib/tslib.es6.mjs"),),
        follows="mkdocs-material",
    ),
    Part(
        "material-design-color",
        "material-design-color",
        LOOKS,
        "MIT",
        STYLE,
        "没有改，主题的样式用了它的颜色。",
        "npm 包 material-design-color",
        (kept("material-design-color.txt"),),
        follows="mkdocs-material",
    ),
    Part(
        "lunr",
        "Lunr",
        LOOKS,
        "MIT",
        SEARCH,
        "没有改，主题把它合在搜索程序里。",
        "npm 包 lunr {version}；项目主页 lunrjs.com",
        (kept("lunr.txt"),),
        in_theme("node_modules/lunr/lunr.js", r"not as bright - ([\d.]+)"),
    ),
    Part(
        "lunr-languages",
        "Lunr Languages",
        LOOKS,
        "MPL-1.1",
        USED,
        "没有改；只发布中文用到的几个文件。",
        "npm 包 lunr-languages；github.com/MihaiValentin/lunr-languages",
        (kept("MPL-1.1.txt"),),
        follows="mkdocs-material",
    ),
    Part(
        "material-icons",
        "Material Design Icons（Pictogrammers）",
        LOOKS,
        "Apache-2.0",
        ("*.html", *STYLE),
        "没有改；用到的图标写在页面和样式里。",
        "项目主页 pictogrammers.com；主题带的一份",
        (icons("material/LICENSE"), kept("Apache-2.0.txt")),
        follows="mkdocs-material",
    ),
    Part(
        "octicons",
        "Octicons（GitHub）",
        LOOKS,
        "MIT",
        STYLE,
        "没有改；主题的样式里有几个。",
        "项目主页 primer.style/octicons；主题带的一份",
        (icons("octicons/LICENSE"),),
        follows="mkdocs-material",
    ),
    Part(
        "fontawesome",
        "Font Awesome Free 的图标（Fonticons, Inc.）",
        LOOKS,
        "CC-BY-4.0",
        STYLE,
        "没有改；主题的样式里有一个。",
        "项目主页 fontawesome.com；主题带的一份",
        (icons("fontawesome/LICENSE.txt"), kept("CC-BY-4.0.txt")),
        follows="mkdocs-material",
    ),
)

# 别人的作品在发布的文件里留下的痕迹：表里少了哪一样、多了哪一样，都看得出来。
WASM_FILE, SCRIPT_FILE, STYLE_FILE = "assets/calc/*.wasm", SCRIPT[0] + "js", STYLE[0] + "css"
TRACES = {
    "pyodide": (WASM_FILE, rb"src/core/jsproxy_call\.c"),
    "cpython": (WASM_FILE, rb"Python Software Foundation"),
    "noble-hashes": ("assets/calc/*/calc.mjs", rb"1116352408|0x428a2f98"),  # SHA-256 的常数
    "error-stack-parser": (WORKER, rb"evalOrigin"),
    "emscripten": (WASM_FILE, rb"emscripten_resize_heap"),
    "mini-lz4": (WORKER, rb"output too small: "),
    "hiwire": (WORKER, rb"hiwire_(get|new|incref)"),
    "libffi": (WASM_FILE, rb"ffi_prep_closure failed"),
    "zlib": (WASM_FILE, rb" deflate [\d.]+ Copyright"),
    "bzip2": (WASM_FILE, rb"bzip2/libbzip2"),
    "expat": (WASM_FILE, rb"expat_\d"),
    "libmpdec": (WASM_FILE, rb"libmpdec: internal error"),
    "hacl": (WASM_FILE, rb"_hacl/Hacl_Hash"),
    "blake2": (WASM_FILE, rb"_blake2\.blake2b"),
    "mimalloc": (WASM_FILE, rb"mimalloc: error"),
    "musl": (WASM_FILE, rb"No error information"),
    "llvm": (WASM_FILE, rb"libcxxabi/src/cxa_demangle"),
    "mkdocs-material": (STYLE_FILE, rb"--md-primary-fg-color"),
    "rxjs": (SCRIPT_FILE, rb"object unsubscribed"),
    "clipboard": (SCRIPT_FILE, rb"clipboard\.js v"),
    "tiny-emitter": (SCRIPT_FILE, rb"this\.e\|\|\(this\.e=\{\}\)"),
    "escape-html": (SCRIPT_FILE, rb"escape-html"),
    "focus-visible": (SCRIPT_FILE, rb"data-focus-visible-added"),
    "tslib": (SCRIPT_FILE, rb"Generator is already executing"),
    "material-design-color": (STYLE_FILE, rb"#448aff"),
    "lunr": ("assets/javascripts/workers/search.*.js", rb"lunrjs\.com"),
    "lunr-languages": (USED[1], rb"Lunr stemmer support is not present"),
    "material-icons": ("404.html", rb"M9\.5 3A6\.5 6\.5 0 0 1 16 9\.5"),
    "octicons": (STYLE_FILE, rb"M8 \.25a\.75\.75 0 0 1 \.673\.418"),
    "fontawesome": (STYLE_FILE, rb"M140\.3 376\.8c12\.6 10\.2"),
}


def part(id: str) -> Part:
    return {item.id: item for item in PARTS}[id]


def leave_out(folder: Path) -> None:
    """主题带来、本站用不到的文件不发布。"""
    for name in shipped(folder):
        if any(fnmatchcase(name, pattern) for pattern in UNUSED) and name not in USED:
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
    wrong = [f"{name} 不知是谁的作品，写进 scripts/publish/licences.py" for name in unknown]
    return wrong + [f"{item.name}：网站里没有 {'、'.join(item.files)}" for item in gone]


def trace_problems(folder: Path, names: list[str]) -> list[str]:
    """发布的文件里看得出、表里没有的作品；表里有、文件里看不出的作品。"""
    listed, wrong = {item.id for item in PARTS}, []
    for id, (pattern, mark) in TRACES.items():
        places = [name for name in names if fnmatchcase(name, pattern)]
        seen = next((name for name in places if re.search(mark, read_bytes(folder / name))), "")
        if seen and id not in listed:
            wrong.append(f"{seen} 里有 {id}，没有写进 scripts/publish/licences.py")
        if not seen and id in listed:
            wrong.append(f"{part(id).name}：在 {pattern} 里没有找到它；不再用了就从表里去掉")
    packages = set(re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)", "\n".join(theme_sources())))
    unknown = sorted(packages - listed)
    return wrong + [f"主题用了 {name}，没有写进 scripts/publish/licences.py" for name in unknown]


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
