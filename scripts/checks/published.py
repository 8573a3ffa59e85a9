"""造好的网站里只有收的东西：每一页的元素、属性、网址和脚本，每一个文件。

用和浏览器一样的办法（HTML5）读成树，同 scripts.checks.allowed 里的表逐项比，没有列出的一律不收：
不论从源文件的哪里、用什么写法混进来，都拦得住。
"""

import base64
import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

import material
from selectolax.lexbor import LexborHTMLParser, LexborNode

import calc
from calc.parameters import site_confidence
from scripts.checks import allowed, settings
from scripts.checks.grammar import INCLUDE, has_hidden
from scripts.pages.blocks import DOCS, ROOT, fenced_blocks, terms
from scripts.pages.markup import FRAGMENTS, PARAMETERS

THEME = Path(material.__file__).parent / "templates"
DEEPEST = 60
MOST_SHOWN = 30
LOCAL = re.compile(r"(?P<path>[A-Za-z0-9._/-]*)(#[^\s<>\"'`\\]*)?")
FORM_ID = re.compile(r"c\d+-[a-z0-9_-]+")
SHARED = {"meta:og:url": "", "meta:og:image": "assets/share.png"}
OWN_FILES = ("assets/screenshot.png", "assets/share.png", "assets/icon.svg")
SHUT = re.compile(r"<[!?]|</[^a-zA-Z]")  # 注释和说明，和会被当成注释的
COMPRESSED = re.compile(r"\.(br|gz)$")


@dataclass(frozen=True)
class Rule:
    """一种元素：可以有的属性，和每页几个。"""

    attributes: dict[str, re.Pattern | None]
    count: str


def read_table(text: str) -> dict[str, Rule]:
    rules = {}
    for line in text.replace("\n+", " ").splitlines():
        if line.strip():
            name, *words = line[1:].split()
            parts = [word.partition("=") for word in words]
            forms = {key: re.compile(form) if equal else None for key, equal, form in parts}
            rules[name] = Rule(forms, line[0].strip())
    return rules


# 一个元素里面可以有什么，照它自己的表；没有表的，照外面的。
TABLES = {
    "-document": read_table(allowed.DOCUMENT),
    "html": read_table(allowed.HTML),
    "head": read_table(allowed.HEAD),
    "body": read_table(allowed.SHELL),
    "article": read_table(allowed.ARTICLE),
    "calc-form": read_table(allowed.FORM),
    "calc-batch": read_table(allowed.BATCH),
    "svg": read_table(allowed.DRAWING),
    "pre": read_table(allowed.CODE),
    "noscript": read_table(allowed.NOSCRIPT),
}
INSIDE = {"article", "calc-form", "calc-batch", "svg", "pre", "noscript"}


@dataclass(frozen=True)
class Problem:
    """``words`` 是在源文件里找这一处用的。"""

    what: str
    words: tuple[str, ...] = ()


@dataclass(eq=False)
class Site:
    """造好的网站：文件夹，应有的安全策略，另外写进页首的脚本。"""

    folder: Path
    policy: str = ""
    inline: tuple[str, ...] = ()

    @cached_property
    def files(self) -> set[str]:
        paths = (path for path in self.folder.rglob("*") if not path.is_dir() or path.is_symlink())
        return {path.relative_to(self.folder).as_posix() for path in paths}

    @cached_property
    def root(self) -> str:
        """首页的路径，如 /、/pension/；404 页的地址从它写起。"""
        return urlsplit(settings.site_url()).path or "/"

    @cached_property
    def config(self) -> dict:
        """404 页里主题的设置，各页应当和它一样。"""
        path = self.folder / "404.html"
        tree = LexborHTMLParser(path.read_text("utf-8") if path.is_file() else "")
        found = tree.css_first("script#__config")
        return read_config(found.text()) if found else {}

    @cached_property
    def sums(self) -> dict[str, str]:
        """算过的散列。"""
        return {}

    def sum(self, name: str) -> str:
        if name not in self.sums:
            total = hashlib.sha256((self.folder / name).read_bytes()).digest()
            self.sums[name] = f"sha256-{base64.b64encode(total).decode()}"
        return self.sums[name]


@dataclass
class Page:
    """网站里的一页，和查它时记下的：各种元素几个、用过的 id、计算器、脚本。"""

    site: Site
    name: str
    source: Path | None
    counts: Counter = field(default_factory=Counter)
    ids: Counter = field(default_factory=Counter)
    forms: list[str] = field(default_factory=list)
    scripts: Counter = field(default_factory=Counter)

    @property
    def place(self) -> str:
        """这一页的地址，从首页起。"""
        return "" if self.name == "404.html" else self.name.removesuffix("index.html")

    @property
    def home(self) -> str:
        """到首页的路径，照主题的写法。"""
        if self.name == "404.html":
            return self.site.root
        return "/".join([".."] * self.place.count("/")) or "."

    def local(self, address: str) -> str | None:
        """本站的地址，从首页起；不是本站的，或者写法里有别的记号的，是 None。"""
        found = LOCAL.fullmatch(address)
        path = found["path"] if found else "//"
        if self.name == "404.html":
            path = path.removeprefix(self.site.root) if path.startswith(self.site.root) else "//"
        if "//" in path or path.startswith("/"):
            return None
        joined = posixpath.normpath(posixpath.join(self.place, path) or ".")
        return None if joined.startswith("..") else joined.removeprefix(".").lstrip("/")


def problems(folder: Path, policy: str, inline: Iterable[str] = ()) -> list[str]:
    """造好的网站里每一页不收的东西；``policy`` 是安全策略，``inline`` 是另外写进页首的脚本。"""
    site = Site(folder, policy, tuple(inline))
    sources = page_sources()
    found: dict[tuple, list[Page]] = {}
    for name in sorted(site.files):
        if name.endswith(".html"):
            page = Page(site, name, sources.get(name))
            text = (folder / name).read_text("utf-8")
            for problem in dict.fromkeys(page_problems(page, text)):
                found.setdefault((problem.what, problem.words), []).append(page)
    shown = [told(Problem(*key), pages) for key, pages in found.items()]
    rest = len(shown) - MOST_SHOWN
    return shown[:MOST_SHOWN] + ([f"另有 {rest} 处，没有一一列出"] if rest > 0 else [])


def page_sources() -> dict[str, Path]:
    """每一页网页是由哪个 Markdown 文件写成的。"""
    paths = [path for path in DOCS.rglob("*.md") if not path.is_relative_to(FRAGMENTS)]
    return {built_name(path.relative_to(DOCS)): path for path in paths}


def built_name(path: Path) -> str:
    folder = path.parent if path.name == "index.md" else path.with_suffix("")
    return (folder / "index.html").as_posix()


# 说出在哪里


def told(problem: Problem, pages: list[Page]) -> str:
    """``docs/页面.md:行: 网页 … 里有 …``；很多页都有的只说一次。"""
    page = pages[0]
    many = f"（共 {len(pages)} 页）" if len(pages) > 1 else ""
    return f"{written_at(problem, page)}: 网页 {page.name} 里{problem.what}{many}"


def written_at(problem: Problem, page: Page) -> str:
    """写着这几个字的源文件和行；先找这一页自己的，找不到就说是哪一页。"""
    own = {page.source: problem.words} if page.source else {}
    long = tuple(word for word in problem.words if len(word) > 5)
    others = [*sorted(FRAGMENTS.rglob("*.md")), settings.FILE, *sorted(PARAMETERS.glob("*.toml"))]
    for path, words in (own | dict.fromkeys(others, long)).items():
        lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
        for word in words:
            number = next((at for at, line in enumerate(lines, 1) if word in line), 0)
            if number:
                return f"{path.relative_to(ROOT)}:{number}"
    return str((page.source or settings.FILE).relative_to(ROOT))


def opening(node: LexborNode) -> str:
    """一个元素的开头，给人看的。"""
    pairs = node.attributes.items()
    text = "".join(f" {name}" if value is None else f' {name}="{value}"' for name, value in pairs)
    return f"<{node.tag}{text}>"[:120]


def about(node: LexborNode, what: str) -> Problem:
    values = [value for value in node.attributes.values() if value and len(value) > 2]
    lines = (node.text() or "").strip().splitlines() if node.tag != "html" else []
    return Problem(f"的 {opening(node)} {what}", (*values, *lines[:1], f"<{node.tag}"))


# 一页


def page_problems(page: Page, text: str) -> Iterator[Problem]:
    root = LexborHTMLParser(text).root
    assert root is not None and root.parent is not None
    bare = text.replace(f"<!--{allowed.COMMENT}-->", "")
    if not text.lstrip().startswith("<!doctype html>") or len(SHUT.findall(bare)) != 1:
        yield Problem("有注释、说明，或者不是由主题写出的", ("<!", "<?", "</"))
    if has_hidden(root.text(deep=True)) or has_hidden(text):
        yield Problem("有看不见的字符", tuple(filter(has_hidden, set(text))))
    yield from walk(page, root.parent)
    yield from total_problems(page)


def walk(page: Page, document: LexborNode) -> Iterator[Problem]:
    """从头到尾看每一个元素；不收的，里面不再看。"""
    rest = [(node, "-document", 0) for node in children(document)]
    while rest:
        node, zone, depth = rest.pop()
        found = list(element_problems(page, node, zone))
        yield from found
        if depth > DEEPEST:
            yield about(node, f"套得太深，最多 {DEEPEST} 层")
        elif not found:
            inside = node.tag if node.tag in TABLES else zone
            rest += [(child, inside, depth + 1) for child in children(node)]


def children(node: LexborNode) -> list[LexborNode]:
    """里面的元素和注释，倒着排；主题的图标里那一句版权说明不算。"""
    return [child for child in node.iter(include_text=False) if not is_known(child)][::-1]


def tag_above(node: LexborNode) -> str | None:
    return node.parent.tag if node.parent else None


def is_known(node: LexborNode) -> bool:
    if node.is_comment_node:
        return node.comment_content == allowed.COMMENT and tag_above(node) == "svg"
    return node.tag == "-doctype"


def signature(node: LexborNode, facts: dict, zone: str) -> str:
    """一个元素在表里的名称；注释和说明没有。"""
    if not node.is_element_node:
        return ""
    if node.tag == "meta":
        kind = facts.get("http-equiv") or facts.get("name") or facts.get("property")
        return f"meta:{kind or 'charset'}"
    if node.tag == "link":
        return f"link:{facts.get('rel')}"
    classes = (facts.get("class") or "").split() if zone != "pre" else []
    return ".".join([node.tag or "", *classes])


def element_problems(page: Page, node: LexborNode, zone: str) -> Iterator[Problem]:
    facts = node.attributes
    name = signature(node, facts, zone)
    rule = TABLES[zone].get(name)
    if rule is None:
        yield about(node, "不在收的元素里")
        return
    page.counts[zone, name] += 1
    for key, value in facts.items():
        if key == "class" and zone != "pre":
            continue
        what = attribute_problem(page, node, zone, rule, key, value)
        if what:
            yield about(node, what)
    yield from special_problems(page, node, name, zone)


def attribute_problem(page: Page, node: LexborNode, zone: str, rule: Rule, key: str, value) -> str:
    if key not in rule.attributes:
        return f"不能有 {key}"
    form, text = rule.attributes[key], value or ""
    if is_odd(text):
        return f"的 {key} 里不能有 < > 和看不见的字"
    if form and not form.fullmatch(text):
        return f"的 {key} 不能是这个值"
    if key == "id":
        page.ids[text] += 1
        if zone in INSIDE and (text.startswith("__") or not text):
            return "的 id 不能用 __ 开头"
        if zone in ("calc-form", "calc-batch") and not FORM_ID.fullmatch(text):
            return "的 id 应当由计算器写出"
    return ""


@cache
def is_odd(text: str) -> bool:
    """主题会把 title 当 HTML 写进提示。"""
    return "<" in text or ">" in text or has_hidden(text)


def special_problems(page: Page, node: LexborNode, name: str, zone: str) -> Iterator[Problem]:
    """网址、脚本、计算器这些，各有各的查法。"""
    facts = node.attributes
    what = ""
    if node.tag == "a":
        what = link_problem(page, facts, zone)
    elif node.tag == "link":
        what = file_link_problem(page, facts)
    elif node.tag == "img":
        wrong = file_problem(page, facts.get("src"), allowed.PICTURE)
        what = wrong or ("" if facts.get("alt") else "要有 alt")
    elif node.tag == "script":
        what = script_problem(page, node)
    elif node.tag == "meta":
        what = meta_problem(page, node, name)
    elif node.tag == "abbr" and facts.get("title") not in meanings():
        what = "的解释不在术语表里"
    elif node.tag == "calc-form":
        page.forms.append(facts.get("calculator") or "")
    elif node.tag in ("input", "select") and zone == "calc-form":
        what = name_problem(page, facts)
    if what:
        yield about(node, what)


@cache
def meanings() -> frozenset[str]:
    return frozenset(terms().values())


# 网址


def link_problem(page: Page, facts: dict, zone: str) -> str:
    """链接只能到本站的一页、许可的全文，登记过的官方首页，电话 12333；项目的地址只在页眉。"""
    address = facts.get("href")
    if address is None:
        return "没有 href"
    if zone in INSIDE and (address == "tel:12333" or site_confidence(address)):
        return ""
    if zone not in INSIDE and address == settings.repo_url() and "md-source" in facts["class"]:
        return ""
    place = page.local(address)
    if place is None:
        return "链接到了不能链接的地址"
    if not is_page(page.site, place) and not re.fullmatch(allowed.LICENCE, place):
        return "链接到的不是本站的一页"
    if "data-page" in facts and facts["data-page"].rstrip("/") != place:
        return "的 data-page 和 href 不是同一页"
    return ""


def is_page(site: Site, place: str) -> bool:
    return posixpath.join(place, "index.html") in site.files


def file_problem(page: Page, address: str | None, form: str) -> str:
    place = page.local(address or "")
    good = place is not None and re.fullmatch(form, place) and place in page.site.files
    return "" if good else "用到的不是本站的这种文件"


def file_link_problem(page: Page, facts: dict) -> str:
    if facts["rel"] == "canonical":
        right = settings.site_url().rstrip("/") + "/" + page.place
        return "" if facts.get("href") == right else "不是这一页的正式地址"
    if facts["rel"] == "icon":
        return file_problem(page, facts.get("href"), allowed.ICON)
    wrong = file_problem(page, facts.get("href"), allowed.STYLE)
    return wrong or sum_problem(page, facts["href"], facts)


def sum_problem(page: Page, address: str, facts: dict) -> str:
    name = page.local(address)
    assert name is not None  # file_problem 查过
    good = facts.get("integrity") == page.site.sum(name)
    return "" if good else "的散列和文件不符"


# 脚本和安全策略


def script_problem(page: Page, node: LexborNode) -> str:
    facts = node.attributes
    if facts.get("type") == "application/json":
        page.scripts["设置"] += 1
        good = facts == {"id": "__config", "type": "application/json"}
        return config_problem(page, node.text()) if good else "不是主题的设置"
    if "src" in facts:
        return source_problem(page, facts)
    text = node.text()
    bare = text.replace(f'new URL("{page.home}",location)', "new URL(location)")
    known = hashlib.sha256(bare.encode()).hexdigest()
    page.scripts[known if known in allowed.THEME_SCRIPTS else text] += 1
    good = not facts and (known in allowed.THEME_SCRIPTS or text in page.site.inline)
    if not good:
        return "是不认得的脚本"
    total = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return "" if f"'sha256-{total}'" in page.site.policy else "不在安全策略里"


def source_problem(page: Page, facts: dict) -> str:
    """脚本文件只有两个：页面的和主题的。"""
    own = facts.get("type") == "module" and "async" in facts
    form, names = allowed.THEME_SCRIPT, {"src", "integrity"}
    if own:
        form, names = allowed.PAGE_SCRIPT, {"src", "integrity", "type", "async"}
    page.scripts["页面" if own else "主题"] += 1
    if set(facts) != names:
        return "的属性应当正好是 " + "、".join(sorted(names))
    return file_problem(page, facts["src"], form) or sum_problem(page, facts["src"], facts)


def read_config(text: str) -> dict:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def config_problem(page: Page, text: str) -> str:
    """主题的设置：除了首页的路径，和 404 页的一样；路径照这一页的深浅。"""
    found, known = read_config(text), page.site.config
    same = {name: found.get(name) for name in allowed.CONFIG - {"base", "search"}}
    if set(found) != allowed.CONFIG or any(known.get(name) != same[name] for name in same):
        return "不是主题的设置"
    base = found["base"]
    program = found["search"].removeprefix(base.rstrip("/") + "/")
    path = program.partition("?")[0]
    good = base == page.home and re.fullmatch(allowed.SEARCH, program) and path in page.site.files
    shown = found["features"] == settings.FEATURES
    return "" if good and shown and "<" not in text else "里的路径或功能不对"


def meta_problem(page: Page, node: LexborNode, name: str) -> str:
    if name == "meta:Content-Security-Policy":
        return policy_problem(page, node)
    right = settings.site_url().rstrip("/") + "/" + (SHARED.get(name) or page.place)
    good = name not in SHARED or node.attributes.get("content") == right
    return "" if good else "不是本站的地址"


def policy_problem(page: Page, node: LexborNode) -> str:
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is None or before.tag != "meta" or "charset" not in before.attributes:
        return "应当紧跟在 charset 后面"
    return "" if node.attributes.get("content") == page.site.policy else "不是应有的安全策略"


# 计算器和一页的总数


@cache
def input_names(calculator: str) -> frozenset[str]:
    return frozenset(entry.name for entry in calc.calculator(calculator).inputs)


def name_problem(page: Page, facts: dict) -> str:
    """填的格子只能是这个计算器声明过的。"""
    id = page.forms[-1] if page.forms else ""
    known = input_names(id) if id in calc.calculator_ids() else frozenset()
    chooser = "data-chooses" in facts and "name" not in facts
    return "" if chooser or facts.get("name") in known else "不是这个计算器的输入"


def total_problems(page: Page) -> Iterator[Problem]:
    for zone, rules in TABLES.items():
        for name, rule in rules.items():
            count = page.counts[zone, name]
            if rule.count == "!" and count != 1:
                yield Problem(f"有 {count} 个 <{name}>，应当正好 1 个")
            if rule.count == "?" and count > 1:
                yield Problem(f"有 {count} 个 <{name}>，最多 1 个")
    for id, count in page.ids.items():
        if count > 1:
            yield Problem(f"有 {count} 个元素的 id 都是 {id}", (id,))
    wanted = {*allowed.THEME_SCRIPTS, *page.site.inline, "设置", "页面", "主题"}
    if page.scripts != Counter(wanted):
        yield Problem("的脚本多了、少了或者重复了", ("<script",))
    if page.forms != written_forms(page.source):
        yield Problem("的计算器和 Markdown 里写的 calc 代码块不一样", ("calc-form",))


def written_forms(source: Path | None) -> list[str]:
    """一页里的计算器，照 Markdown 里的先后。"""
    lines = source.read_text("utf-8").splitlines() if source else []
    whole = [line for each in lines for line in included(each)]
    blocks = (block for block in fenced_blocks(whole) if block.kind == "calc")
    return [block.argument for block in blocks if "shown: result" not in block.lines]


def included(line: str) -> list[str]:
    found = INCLUDE.fullmatch(line.rstrip())
    return (FRAGMENTS / found["path"]).read_text("utf-8").splitlines() if found else [line]


# 文件


def asset_problems(folder: Path) -> list[str]:
    """网站里多出来的、缺的、和主题不一样的文件；搜索的索引里的写法。"""
    site, sources = Site(folder), page_sources()
    pages = sources | {"404.html": settings.FILE}
    missing = sorted(set(pages) - site.files)
    found = [f"{pages[name].relative_to(ROOT)}: 没有造出 {name}" for name in missing]
    for name in sorted(site.files):
        wrong = asset_problem(site, name, set(pages))
        found += [f"网站里的 {name} {wrong}"] if wrong else []
    return found + search_problems(site, set(pages)) + map_problems(site, set(pages))


def asset_problem(site: Site, name: str, pages: set[str]) -> str:
    bare = COMPRESSED.sub("", name)
    if (site.folder / name).is_symlink():
        return "不能是符号链接"
    if bare != name:
        return "" if bare in site.files else "没有压缩以前的文件"
    if name in pages:
        return ""
    if name.startswith(allowed.THEME_FOLDERS) and (THEME / name).is_file():
        same = (THEME / name).read_bytes() == (site.folder / name).read_bytes()
        return "" if same else "和装好的主题里的不一样"
    if name in OWN_FILES:
        same = (DOCS / name).read_bytes() == (site.folder / name).read_bytes()
        return "" if same else "和 docs/ 里的不一样"
    forms = allowed.FILES.split()
    return "" if any(re.fullmatch(form, name) for form in forms) else "不在收的文件里"


def search_problems(site: Site, pages: set[str]) -> list[str]:
    """索引里是文字，搜索的程序显示时转义；各条都指着网站里的页面。"""
    found = []
    for name in ("search/index.json", "search/search_index.json"):
        whole = read_config((site.folder / name).read_text("utf-8")) if name in site.files else {}
        odd = [entry for entry in whole.get("docs", []) if not is_plain_entry(entry, pages)]
        found += [f"网站里的 {name} 里，{entry['location']} 有不收的写法" for entry in odd]
    return found


def is_plain_entry(entry: dict, pages: set[str]) -> bool:
    place = str(entry.get("location")).partition("#")[0]
    known = {"location", "title", "text", "boost", "asked"}
    return set(entry) <= known and f"{place}index.html" in pages


def map_problems(site: Site, pages: set[str]) -> list[str]:
    text = (site.folder / "sitemap.xml").read_text("utf-8") if "sitemap.xml" in site.files else ""
    home = settings.site_url().rstrip("/") + "/"
    right = {home + name.removesuffix("index.html") for name in pages - {"404.html"}}
    wrong = set(re.findall(r"<loc>(.*?)</loc>", text)) ^ right
    return [f"网站里的 sitemap.xml 多了或少了 {address}" for address in sorted(wrong)[:3]]
