"""一样别人的作品：版本和许可全文从装好的包里读；包里没有全文的，用 licence_texts/ 里抄下的一份。"""

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

from scripts.local.environment import ROOT, Stopped

KEPT = Path(__file__).with_name("licence_texts")
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
    """主题的程序和样式由哪些源文件合成，照它的源码对照表；搜索的后台程序换成了本站的，不算。"""
    sources: dict[str, str] = {}
    for path in sorted(theme("assets").rglob("*.map")):
        if path.parent.name == "workers":
            continue
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
    follows: "Callable[[], Part] | None" = None

    @property
    def file(self) -> str:
        """许可全文的文件名。"""
        return f"{self.id.removeprefix('@').replace('/', '-')}.txt"

    @property
    def edition(self) -> str:
        """版本；自己没有写版本的，说是随哪一样来的。"""
        own = reading(self, self.version)
        return f"（随 {self.follows().title}）" if self.follows else f" {own}".rstrip()

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
    raise Stopped(f"{item.name}：没有找到它的版本或许可全文，没有建站（{why}）")


def reading(item: Part, read: Read) -> str:
    try:
        return read()
    except (OSError, LookupError, ValueError) as wrong:
        stop(item, f"{type(wrong).__name__} {wrong}")


INSIDE, LOOKS = "编译在 Python 里的", "外观、搜索和图标"
