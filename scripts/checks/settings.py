"""MkDocs 读 mkdocs.yml 以前先查一遍：它能运行程序、换掉主题、读别的文件，所以只收列在这里的设置。

只用 yaml.SafeLoader 读成节点，不造对象；标签只认 !ENV。改设置要连这里一起改，审阅的人才看得见。
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.checks.grammar import NOT_PLAIN, file_problems, letter_problem
from scripts.pages.blocks import DOCS, ROOT
from scripts.pages.markup import PAGE_NAME

FILE = ROOT / "mkdocs.yml"
DEEPEST_NAV = 4
ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?/[\w./~%-]*")
NO_OBJECTS = "不能写 & 锚点、* 引用和 % 指令；标签只有 !ENV"


@dataclass(frozen=True)
class Env:
    """``!ENV [NAME, "default"]``：由环境变量给出。"""

    name: str
    default: str


class Text:
    """任意一行文字，不写 HTML 的记号。"""


class Nav:
    """目录：标题，和 docs/ 里的页面。"""


SITE = Env("SITE_URL", "http://localhost/")
REPO = Env("REPO_URL", "")
FEATURES = [
    "navigation.instant",
    "navigation.tabs",
    "navigation.top",
    "navigation.footer",
    "content.tooltips",
    "search.highlight",
    "search.suggest",
    "toc.follow",
    "content.code.copy",
]
PALETTE = {"primary": "custom", "accent": "custom", "toggle": {"icon": Text, "name": Text}}
SETTINGS = {
    "site_name": Text,
    "site_description": Text,
    "site_url": SITE,
    "repo_url": REPO,
    "copyright": Text,
    "strict": True,
    "exclude_docs": "/fragments/\n/overrides/\n",
    "theme": {
        "name": "material",
        "custom_dir": "docs/overrides",
        "variant": "classic",
        "language": "zh",
        "font": False,
        "favicon": "assets/icon.svg",
        "icon": {"logo": "material/calculator-variant-outline"},
        "features": FEATURES,
        "palette": [
            {"media": "(prefers-color-scheme: light)", "scheme": "default", **PALETTE},
            {"media": "(prefers-color-scheme: dark)", "scheme": "slate", **PALETTE},
        ],
    },
    "extra": {"generator": False},
    "extra_css": ["assets/calc/calc.css"],
    "plugins": [{"search": {"lang": "zh"}}],
    "markdown_extensions": [
        "scripts.pages.markup",
        {"markdown_include.include": {"base_path": "docs/fragments", "throwException": True}},
        "admonition",
        "attr_list",
        {"tables": {"use_align_attribute": True}},
        {"toc": {"permalink": True, "permalink_title": Text}},
        "pymdownx.superfences",
    ],
    "validation": {
        "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
        "links": {
            "not_found": "warn",
            "anchors": "warn",
            "absolute_links": "warn",
            "unrecognized_links": "warn",
        },
    },
    "nav": Nav,
}


def problems(path: Path = FILE) -> list[str]:
    """mkdocs.yml 和环境变量里不收的，写成 ``mkdocs.yml:行: 说明``。"""
    try:
        text = path.read_text("utf-8")
        found = text_problems(text) or node_problems(yaml.compose(text, Loader=yaml.SafeLoader))
    except OSError:
        found = [(0, "没有这个文件")]
    except UnicodeDecodeError:
        found = [(0, "不是 UTF-8 文字")]
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        found = [(mark.line if mark else 0, "YAML 的写法不对")]
    told = [f"{path.name}:{line + 1}: {what}" for line, what in found]
    return told + environment_problems()


def environment_problems() -> list[str]:
    given = {name: os.environ.get(name, "") for name in ("SITE_URL", "REPO_URL")}
    wrong = [name for name, value in given.items() if value and not ADDRESS.fullmatch(value)]
    return [f"环境变量 {name} 应当像 https://example.org/" for name in wrong]


def site_url() -> str:
    """正式地址，和 MkDocs 读到的一样。"""
    return os.environ.get(SITE.name, SITE.default)


def site_name() -> str:
    """网站的名称，照 mkdocs.yml。"""
    found = re.search(r"^site_name: (.+)$", FILE.read_text("utf-8"), re.M)
    return found[1] if found else ""


def repo_url() -> str:
    return os.environ.get(REPO.name, REPO.default)


def text_problems(text: str) -> list[tuple[int, str]]:
    """读成节点以前查的：大小、看不见的字、锚点、引用、标签和指令。"""
    found = file_problems(text)
    events = () if found else yaml.parse(text, Loader=yaml.SafeLoader)
    marks = (event.start_mark for event in events if is_odd(event))
    return found or [(mark.line if mark else 0, NO_OBJECTS) for mark in marks]


def is_odd(event: yaml.Event) -> bool:
    if isinstance(event, yaml.DocumentStartEvent):
        return bool(event.version or event.tags)
    named = isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
    return bool(named) or getattr(event, "tag", None) not in (None, "!ENV")


def node_problems(root: yaml.Node | None) -> list[tuple[int, str]]:
    return compare(root, SETTINGS, "") if root else [(0, "是空的")]


def compare(node: yaml.Node, shape, where: str) -> list[tuple[int, str]]:
    """一个节点和应有的样子；``where`` 是它的名称，如 theme.palette。"""
    line = node.start_mark.line
    if isinstance(shape, dict):
        return compare_mapping(node, shape, where)
    if isinstance(shape, list):
        return compare_list(node, shape, where)
    if shape is Nav:
        return nav_problems(node, 1, set())
    if shape is Text:
        return [] if is_text(node) else [(line, f"{where} 应当是一行文字，不写引号和 < > & 等记号")]
    if isinstance(shape, Env):
        return [] if is_env(node, shape) else [(line, f"{where} 应当是 !ENV {env_words(shape)}")]
    return [] if scalar(node) == shape else [(line, f"{where} 应当是 {shape!r}")]


def compare_mapping(node: yaml.Node, shape: dict, where: str) -> list[tuple[int, str]]:
    if not isinstance(node, yaml.MappingNode):
        return [(node.start_mark.line, f"{where or '整个文件'} 应当是若干行“名称: 值”")]
    found, seen = [], set()
    for name, value in node.value:
        key, line = scalar(name), name.start_mark.line
        full = f"{where}.{key}".lstrip(".")
        if not isinstance(key, str) or key not in shape:
            found.append((line, f"{full} 不在收的设置里，收的见 scripts/checks/settings.py"))
        elif key in seen:
            found.append((line, f"{full} 写了不止一次"))
        else:
            found += compare(value, shape[key], full)
        seen.add(key)
    missing = [f"{where}.{name}".lstrip(".") for name in shape if name not in seen]
    return found + [(node.start_mark.line, f"{name} 没有写") for name in missing]


def compare_list(node: yaml.Node, shape: list, where: str) -> list[tuple[int, str]]:
    line = node.start_mark.line
    if not isinstance(node, yaml.SequenceNode):
        return [(line, f"{where} 应当是一列")]
    if len(node.value) != len(shape):
        return [(line, f"{where} 应当正好有 {len(shape)} 项，见 scripts/checks/settings.py")]
    pairs = zip(node.value, shape)
    return [problem for item, wanted in pairs for problem in compare(item, wanted, where)]


def scalar(node: yaml.Node):
    """文字、真假；别的是 None，不和任何设置相同。"""
    if not isinstance(node, yaml.ScalarNode):
        return None
    kind = node.tag.rpartition(":")[2]
    if kind == "bool":
        return node.value.lower() in ("true", "yes", "on")
    return node.value if kind == "str" else None


def is_text(node: yaml.Node) -> bool:
    value = scalar(node)
    if not isinstance(value, str) or not value.strip():
        return False
    return not (NOT_PLAIN.search(value) or letter_problem(value) or "\n" in value)


def is_env(node: yaml.Node, wanted: Env) -> bool:
    if node.tag != "!ENV" or not isinstance(node, yaml.SequenceNode):
        return False
    return list(map(scalar, node.value)) == [wanted.name, wanted.default]


def env_words(wanted: Env) -> str:
    return f'[{wanted.name}, "{wanted.default}"]'


def nav_problems(node: yaml.Node, depth: int, seen: set) -> list[tuple[int, str]]:
    """目录的一层：``- 标题: 页面.md``，或者 ``- 标题:`` 下面再一层。"""
    if not isinstance(node, yaml.SequenceNode) or depth > DEEPEST_NAV:
        return [(node.start_mark.line, f"目录应当是一列“标题: 页面”，最多 {DEEPEST_NAV} 层")]
    found = []
    for item in node.value:
        if not isinstance(item, yaml.MappingNode) or len(item.value) != 1:
            found.append((item.start_mark.line, "目录的一项应当是“标题: 页面”"))
            continue
        [(title, value)] = item.value
        if not is_text(title):
            found.append((title.start_mark.line, "目录的标题只写文字，不写引号和 < > & 等记号"))
        if isinstance(value, yaml.ScalarNode):
            found += page_problems(value, seen)
        else:
            found += nav_problems(value, depth + 1, seen)
    return found


def page_problems(node: yaml.ScalarNode, seen: set) -> list[tuple[int, str]]:
    name, line = scalar(node) or "", node.start_mark.line
    inside = PAGE_NAME.fullmatch(name) and not name.startswith("fragments/")
    if not inside or not (DOCS / name).is_file():
        return [(line, f"目录里的 {node.value[:60]} 不是 docs/ 里的一页")]
    if name in seen:
        return [(line, f"目录里的 {name} 写了不止一次")]
    seen.add(name)
    return []


if __name__ == "__main__":
    raise SystemExit("\n".join(problems()) or None)
