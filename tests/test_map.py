"""“这里的东西在哪里”和各项决定，同程序一致：位置都在，引用的次序一样，例子照着做得成。"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import ROOT, check_output
from scripts.pages.blocks import Block, fenced_blocks
from test_rules_import import BELOW, LAYERS, layer_of, violations

FOLDER = ROOT / "docs" / "contribute"
MAP = FOLDER / "map.md"
DECISIONS = sorted(path for path in (FOLDER / "decisions").glob("*.md") if path.stem != "index")
LINES = MAP.read_text("utf-8").splitlines()
CODE = re.compile(r"`([^`]+)`")
FILE = re.compile(r".*/.*|[\w-]+\.(py|mjs|js|css|md|toml|yml|json|txt)")
LAYER = re.compile(r"\| `(\w+)` \| ((?:`\w+` ?)+) \| ((?:`\w+` ?)+) \|")
HEAD = re.compile(r"`(?P<path>[^`]+)`(，加在“(?P<after>.+)”那一行后面)?：")
LISTED = re.compile(r"- `([^`]+)`：")
PARTS = ["## 背景", "## 决定", "## 后果"]
DATE = re.compile(r"日期：2\d{3} 年 \d{1,2} 月 \d{1,2} 日.*。")


def prose(path: Path) -> list[str]:
    """代码块以外的各行。"""
    lines = path.read_text("utf-8").splitlines()
    inside = {n for block in fenced_blocks(lines) for n in range(block.line, block.end)}
    return [line for number, line in enumerate(lines) if number not in inside]


def named(path: Path) -> set[str]:
    """反引号里的文件和文件夹，命令里的也算。"""
    words = {word for line in prose(path) for code in CODE.findall(line) for word in code.split()}
    return {word for word in words if FILE.fullmatch(word) and not word.startswith(".venv/")}


def before(block: Block) -> str:
    """代码块上面的那一行字。"""
    return next(line for line in reversed(LINES[: block.line]) if line)


def example() -> dict[str, tuple[str, str | None]]:
    """例子的各个文件：(内容, 加在哪一行后面)。"""
    found = {}
    for block in fenced_blocks(LINES):
        head = HEAD.fullmatch(before(block))
        if head:
            text = "".join(f"{line}\n" for line in block.lines)
            found[head["path"]] = (text, head["after"])
    return found


def block_after(words: str) -> list[str]:
    return next(list(block.lines) for block in fenced_blocks(LINES) if before(block) == words)


# 位置


@pytest.mark.parametrize("path", [MAP, *DECISIONS], ids=lambda path: path.stem)
def test_every_place_is_there(path):
    made = set(example()) if path == MAP else set()
    assert not [name for name in sorted(named(path) - made) if not (ROOT / name).exists()]


@pytest.mark.parametrize("folder", ["calc", "scripts", "docs/assets/calc"])
def test_everything_has_its_place_on_the_map(folder):
    """最上面一层的每个文件和文件夹。"""
    said = {name.rstrip("/") for name in named(MAP)}
    places = (path for path in (ROOT / folder).iterdir() if path.name != "__pycache__")
    assert not {path.relative_to(ROOT).as_posix() for path in places} - said


# 引用的次序


def modules() -> set[str]:
    paths = (path for path in (ROOT / "calc").iterdir() if path.name != "__pycache__")
    return {path.stem for path in paths}


def layers() -> list[tuple[str, set[str], set[str]]]:
    """表里的各层：名称、其中的模块、可以引用的层。"""
    rows = filter(None, map(LAYER.fullmatch, LINES))
    return [(row[1], set(CODE.findall(row[2])), set(CODE.findall(row[3]))) for row in rows]


def test_the_layers_are_those_that_the_imports_are_held_to():
    stated = {name: layer for layer, names, _ in layers() for name in names}
    full = {name: "calc" if name == "__init__" else f"calc.{name}" for name in modules()}
    inside = {name: layer_of(module) for name, module in full.items()}
    assert stated == inside
    listed = {name: layer for name, layer in LAYERS.items() if name in modules()}
    assert listed.items() == {pair for pair in stated.items() if pair[0] != "__init__"}


def test_each_layer_sees_what_the_map_says_and_nothing_above_it():
    assert {layer: seen for layer, _, seen in layers()} == {
        layer: set(seen.split()) for layer, seen in BELOW.items()
    }
    order = [layer for layer, _, _ in layers()]
    for place, (_, _, seen) in enumerate(layers()):
        assert seen <= set(order[: place + 1])


# 决定


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_whole(path):
    lines = path.read_text("utf-8").splitlines()
    headings = [line for line in lines if line.startswith("## ")]
    assert [line for line in headings if line in PARTS] == PARTS
    assert DATE.fullmatch(lines[-1]) and 15 <= len(lines) <= 40


def test_every_decision_is_listed():
    names = {path.name for path in DECISIONS}
    index = (FOLDER / "decisions" / "index.md").read_text("utf-8")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert set(re.findall(r"\]\(([a-z-]+\.md)\)", index)) == names
    assert set(re.findall(r": contribute/decisions/(.+)", settings)) == names | {"index.md"}


# 例子


@pytest.fixture
def made(project):
    """一份副本，照着例子加好了计算器。"""
    (project / "tests" / "cases").mkdir(parents=True)
    for name, (text, after) in example().items():
        path = project / name
        if after:
            old = path.read_text("utf-8")
            line = re.search(rf"^ *- {re.escape(after)}: .*\n", old, re.M)
            text = old[: line.end()] + text + old[line.end() :]
        path.write_text(text, "utf-8")
    return project


def run(project: Path, *words: str) -> str:
    """在副本里运行；出错就失败，把它说的话一起印出来。"""
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_example_touches_the_files_it_lists(made):
    paths = (path for path in made.rglob("*") if path.is_file())
    files = {path.relative_to(made).as_posix(): path.read_bytes() for path in paths}
    new = {name for name in files if not (ROOT / name).exists()}
    changed = {name for name in files.keys() - new if files[name] != (ROOT / name).read_bytes()}
    listed = {row[1] for row in map(LISTED.match, LINES) if row} & set(example())
    assert changed == {"mkdocs.yml"} and new | changed == listed == set(example())


def test_the_example_gives_the_stated_figure(made):
    [command] = block_after("然后运行：")
    python, *words = command.split()
    shown = "\n".join(block_after("开头应当是："))
    assert python == ".venv/bin/python" and run(made, *words).startswith(f"{shown}\n")


def test_the_example_passes_the_checks(made):
    assert not run(made, "-m", "scripts.checks.settings").strip()
    assert not run(made, "-m", "scripts.pages.markup").strip()
    assert violations(made) == []


def test_a_wrong_figure_on_the_page_of_the_example_is_named(made):
    name = "docs/calculators/monthly-account.md"
    text = (made / name).read_text("utf-8")
    (made / name).write_text(text.replace("863.31", "863.32"), "utf-8")
    line = text[: text.index("863.31")].count("\n") + 1
    assert f"{name}:{line}: " in check_output(made)


def test_the_cases_of_the_example_pass(made):
    for name in ("helpers.py", "test_cases.py"):
        shutil.copy(ROOT / "tests" / name, made / "tests" / name)
    cases = ("tests/test_cases.py", "-k", "monthly-account")
    assert "3 passed" in run(made, "-m", "pytest", "-p", "no:cacheprovider", *cases)
