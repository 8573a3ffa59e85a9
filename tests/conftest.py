"""测试共用的：造好的网站、它的服务器、一个真的浏览器。缺哪一样都是失败，不跳过。"""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import engines
from cards import launch
from faulty_server import FaultyServer
from scripts import build
from scripts.local.web_server import Server
from scripts.pages import blocks, markup
from scripts.runtime import made

ROOT = build.ROOT
FAULT = "故障"
FAULT_HEAD = (FAULT, "引擎", "坏的那一份", "读者看到", "填的数", "怎样恢复")
TIERS = {
    "rules": "用不着网站",
    "pages": "读造好的网站，或者改坏一份项目再造",
    "browser": "用到真的浏览器",
}
COST = {"project": 30, "playwright": 50}  # 用到这些的测试比别的久多少倍，只用来排先后


@pytest.fixture(scope="session")
def site() -> Path:
    assert (build.SITE / "index.html").is_file(), (
        "还没有造好网站；请用 python3 scripts/test.py 运行测试"
    )
    return build.SITE


@pytest.fixture(scope="session")
def runtime(site) -> Path:
    """造出来的运行时；网站里发布的就是其中的这些字节。"""
    folder = made.FOLDER / made.key()
    served = site / "assets" / "calc" / folder.name
    assert served.is_dir(), "网站里的运行时不是现在的 calc 编出来的；请用 python3 scripts/test.py"
    for name in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]:
        assert (served / name).read_bytes() == (folder / name).read_bytes(), name
    return folder


@pytest.fixture(scope="session")
def address(site) -> str:
    with Server(site) as server:
        yield server.address


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture(params=engines.NAMES)
def engine(request, playwright):
    """三种引擎各一次，资料和缓存都是空的。"""
    with engines.start(request.param, playwright) as running:
        yield running


@pytest.fixture
def server(site):
    """会出错的服务器，发的是造好的网站。"""
    with FaultyServer(site) as server:
        yield server


@pytest.fixture
def note(record_property):
    """记下故障表里的一行；填的数每一行都核对过还在。"""

    def add(fault: str, engine: str, cache: str, sees: str, healed: str) -> None:
        record_property(FAULT, (fault, engine, cache, sees, "还在", healed))

    return add


@pytest.fixture
def project(tmp_path):
    """一份可以改坏的项目。"""
    for name in ("docs", "calc", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def pytest_configure(config):
    for name, what in TIERS.items():
        config.addinivalue_line("markers", f"{name}: {what}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """分好种类；几个进程各测各的文件，久的文件先测，最后才不用互相等。"""
    files: dict[str, int] = {}
    for item in items:
        item.add_marker(tier_of(item.fixturenames))
        needed = {*COST} & {*item.fixturenames}
        cost = max((COST[name] for name in needed), default=1)
        files[item.path.name] = files.get(item.path.name, 0) + cost
    items.sort(key=lambda item: -files[item.path.name])


def tier_of(fixtures: list[str]) -> str:
    """一个测试属于 ``scripts/test.py`` 里的哪一种，由它用到的准备得出，间接用到的也算。"""
    if "playwright" in fixtures:
        return "browser"
    return "pages" if {"site", "project"} & set(fixtures) else "rules"


def markdown_pages() -> list[Path]:
    """会发布的 Markdown 页面，相对 docs/。"""
    pages = (path.relative_to(markup.DOCS) for path in sorted(markup.DOCS.rglob("*.md")))
    return [path for path in pages if path.parts[0] != "fragments"]


def built_path(page: Path) -> str:
    """页面在网站里的地址。"""
    folder = page.parent if page.name == "index.md" else page.with_suffix("")
    return "" if str(folder) == "." else f"{folder.as_posix()}/"


def page_examples() -> list[tuple[Path, int, blocks.Example]]:
    """每个算例：所在页面、它的表单在页内的次序、内容。只有结果的也在，次序用不着。"""
    found = []
    for page in markdown_pages():
        lines = (markup.DOCS / page).read_text("utf-8").splitlines()
        examples = [block for block in blocks.fenced_blocks(lines) if block.kind == "calc"]
        index = 0
        for example in map(blocks.read_example, examples):
            found += [(page, index, example)] if example.shown != "blank" else []
            index += example.shown != "result"
    return found


def page_forms() -> list[tuple[Path, int, blocks.Example]]:
    """填好了算例的表单。"""
    return [each for each in page_examples() if each[2].shown == "form"]


def example_json() -> str:
    return json.dumps([[example.id, example.inputs] for _, _, example in page_examples()])


def pytest_terminal_summary(terminalreporter):
    """跑过故障的，印出整张表；几个进程一起测，也在这里合起来。"""
    reports = terminalreporter.stats.get("passed", [])
    noted = [row for report in reports for name, row in report.user_properties if name == FAULT]
    for row in sorted(noted) and [FAULT_HEAD, *sorted(noted)]:
        terminalreporter.write_line("| " + " | ".join(row) + " |")
