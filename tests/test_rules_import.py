"""各层只往下引用：参数 → 规则 → 说明 → 计算器 → 各个面。

规则不说中文、不用浮点数；不把参数的最后一段当作现在的；只有入口读时钟。
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import ROOT

LAYERS = {
    "money": "basics",
    "months": "basics",
    "units": "basics",
    "parameters": "parameters",
    "rules": "rules",
    "writing": "form",
    "statement_text": "form",
    "kinds": "form",
    "declaration": "form",
    "words": "words",
    "interest_inputs": "inputs",
    "payout_inputs": "inputs",
    "pension_inputs": "inputs",
    "calculators": "calculators",
    "html": "faces",
    "sheets": "faces",
    "cli": "faces",
    "__main__": "faces",
}
BELOW = {
    "basics": "basics",
    "parameters": "basics parameters",
    "rules": "basics parameters rules",
    "form": "basics parameters form",
    "words": "basics parameters rules form words",
    "inputs": "basics parameters rules form words inputs",
    "calculators": "basics parameters rules form words inputs",
    "registry": "form calculators",
    "faces": "basics parameters form registry faces",
}
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
CLOCK = {"today", "now", "utcnow", "time", "time_ns", "monotonic", "localtime", "gmtime"}


class Module:
    """一个源文件和它的语法树。"""

    def __init__(self, root: Path, path: Path):
        self.place = path.relative_to(root).as_posix()
        parts = path.relative_to(root).with_suffix("").parts
        self.package = parts[:-1]
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.tree = ast.parse(path.read_text("utf-8"))
        self.layer = layer_of(self.name)

    def imports(self) -> Iterator[tuple[int, str]]:
        """行号和被引用的模块；``from calc import html`` 是 ``calc.html``。"""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = ".".join(self.package[: len(self.package) + 1 - node.level])
                source = ".".join(filter(None, (start if node.level else "", node.module)))
                yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def layer_of(module: str) -> str | None:
    """``calc.rules.pension`` 是 rules；``calc.InputErrors`` 从登记处取。"""
    parts = module.split(".")
    if len(parts) == 1:
        return "registry"
    found = LAYERS.get(parts[1])
    return "registry" if found is None and parts[1][0].isupper() else found


def wrong_imports(module: Module) -> Iterator[tuple[int, str]]:
    """往上的引用，和计算器之间的引用。"""
    if module.layer is None:
        yield 1, "哪一层没有写明"
        return
    allowed = BELOW[module.layer].split()
    for line, name in module.imports():
        if name.split(".")[0] != "calc":
            continue
        layer = layer_of(name) or "registry"
        if layer not in allowed:
            yield line, f"{module.layer} 引用了 {layer}：{name}"
        elif module.layer == "words" and layer == "form" and name != "calc.declaration.Step":
            yield line, f"说明引用了表单：{name}"
        elif module.layer == "rules" and re.fullmatch(r"calc\.parameters\.sources?", name):
            yield line, f"规则引用了文件目录：{name}"


def hidden_imports(module: Module) -> Iterator[tuple[int, str]]:
    """用名称引用模块；只有登记处可以。"""
    for node in ast.walk(module.tree):
        named = isinstance(node, ast.Name) and node.id in ("import_module", "__import__")
        if named and module.layer != "registry":
            yield node.lineno, "用名称引用模块"


def docstrings(tree: ast.Module) -> set[int]:
    """各处说明文字的结点。"""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, kinds))
    firsts = (body[0] for body in bodies if body and isinstance(body[0], ast.Expr))
    return {id(first.value) for first in firsts}


def rules_that_speak(module: Module) -> Iterator[tuple[int, str]]:
    """规则里的中文、浮点数、自己的取整、文件目录里的施行日。"""
    if module.layer != "rules":
        return
    explained = docstrings(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and id(node) not in explained:
            if isinstance(node.value, str) and CHINESE.search(node.value):
                yield node.lineno, f"规则里有中文：{node.value}"
            if isinstance(node.value, (float, complex)):
                yield node.lineno, "规则里有浮点数"
        elif isinstance(node, ast.Name) and node.id in ("float", "round"):
            yield node.lineno, f"规则里有 {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr == "in_force":
            yield node.lineno, "规则看了文件的施行日"


def is_values(node: ast.AST, aliases: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in aliases
    return isinstance(node, ast.Attribute) and node.attr == "values"


def value_aliases(tree: ast.Module) -> set[str]:
    """``found = parameter(...).values`` 里的 found。"""
    assigned = (node for node in ast.walk(tree) if isinstance(node, ast.Assign))
    return {
        target.id
        for node in assigned
        for target in node.targets
        if isinstance(target, ast.Name) and is_values(node.value, set())
    }


def is_negative(index: ast.AST | None) -> bool:
    if isinstance(index, ast.Slice):
        return is_negative(index.lower)
    return isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub)


def last_values(module: Module) -> Iterator[tuple[int, str]]:
    """把参数的最后一段当作现在的。"""
    aliases = value_aliases(module.tree)
    for node in ast.walk(module.tree):
        is_last = isinstance(node, ast.Subscript) and is_negative(node.slice)
        if is_last and is_values(node.value, aliases):
            yield node.lineno, "取了参数的最后一段"
        is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reversed"
        if is_call and any(is_values(each, aliases) for each in node.args):
            yield node.lineno, "从最后一段找参数"


def clocks(module: Module) -> Iterator[tuple[int, str]]:
    """读时钟的地方；只有入口可以。"""
    if module.name == "calc.__main__":
        return
    for line, name in module.imports():
        if name.split(".")[0] == "time":
            yield line, "引用了 time"
    dated = {"date", "datetime"}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "datetime":
            dated |= {alias.asname or alias.name for alias in node.names}
    for node in ast.walk(module.tree):
        called = node.func if isinstance(node, ast.Call) else node
        if not isinstance(called, ast.Attribute) or called.attr not in CLOCK:
            continue
        owner = called.value
        of_dates = getattr(owner, "attr", getattr(owner, "id", "")) in dated
        if of_dates or called is not node:
            yield node.lineno, "读了时钟"


CHECKS = (wrong_imports, hidden_imports, rules_that_speak, last_values, clocks)


def violations(root: Path) -> list[str]:
    """``root/calc`` 里不合约定的地方。"""
    modules = [Module(root, path) for path in sorted((root / "calc").rglob("*.py"))]
    found = {
        f"{module.place}:{line}: {message}"
        for module in modules
        for check in CHECKS
        for line, message in check(module)
    }
    return sorted(found)


def test_imports_run_one_way_and_rules_only_compute():
    assert violations(ROOT) == []


def test_every_layer_is_there():
    assert {"parameters", "rules", "words", "calculators"} <= {
        path.name for path in (ROOT / "calc").iterdir() if path.is_dir()
    }


def test_scripts_do_not_reach_into_calculators():
    for path in (ROOT / "scripts").rglob("*.py"):
        names = [name for _, name in Module(ROOT, path).imports()]
        assert not [name for name in names if name.startswith("calc.calculators")], path


PLANTED = [
    ("parameters/reading.py", "from calc.rules.pension import basic"),
    ("money.py", "from calc.parameters import parameter"),
    ("rules/pension.py", "from calc.words.days import not_recorded"),
    ("rules/pension.py", "from calc.declaration import Step"),
    ("rules/pension.py", "from calc.kinds import Money"),
    ("rules/pension.py", "from calc.calculators import contribution"),
    ("rules/pension.py", "from ..calculators.contribution import check"),
    ("rules/pension.py", "from calc import html"),
    ("rules/pension.py", "import calc"),
    ("rules/pension.py", "from calc.parameters import source"),
    ("rules/pension.py", "START = law.in_force"),
    ("words/days.py", "from calc.calculators.contribution import check"),
    ("words/days.py", "from calc.kinds import Money"),
    ("words/days.py", "from calc.declaration import Input"),
    ("words/days.py", "import calc.cli"),
    ("declaration.py", "from calc.rules.pension import basic"),
    ("calculators/contribution.py", "from calc.calculators.payout_months import rows"),
    ("calculators/contribution.py", "from calc.calculators import payout_months"),
    ("calculators/contribution.py", "from . import payout_months"),
    ("calculators/contribution.py", "from .payout_months import rows"),
    ("calculators/contribution.py", "import calc.calculators.payout_months as other"),
    ("calculators/contribution.py", "def late():\n    from calc.calculators import payout_months"),
    ("calculators/contribution.py", "from calc import cli"),
    ("calculators/contribution.py", "other = import_module('calc.calculators.payout_months')"),
    ("html/card.py", "from calc.calculators.contribution import CALCULATOR"),
    ("html/card.py", "from calc.rules.pension import basic"),
    ("cli.py", "from calc.words.days import not_recorded"),
    ("elsewhere.py", "X = 1"),
    ("rules/pension.py", "LABEL = '缴费'"),
    ("rules/pension.py", "def text(n):\n    return f'{n} 个月'"),
    ("rules/pension.py", "def text():\n    '''说明'''\n    '''又一句'''"),
    ("rules/pension.py", "SIGN = '，'"),
    ("rules/pension.py", "HALF = 0.5"),
    ("rules/pension.py", "def half(n):\n    return float(n)"),
    ("rules/pension.py", "def half(n):\n    return round(n)"),
    ("rules/pension.py", "RATE = parameter('crediting_rate').values[-1].value"),
    ("calculators/contribution.py", "RATE = parameter('crediting_rate').values[-1].value"),
    ("calculators/contribution.py", "found = parameter('x').values\nRATE = found[-1]"),
    ("calculators/contribution.py", "FEW = parameter('x').values[-2:]"),
    ("calculators/contribution.py", "RATE = next(reversed(parameter('x').values))"),
    ("calculators/contribution.py", "from datetime import date\nNOW = date.today()"),
    ("calculators/contribution.py", "from datetime import date as day\nNOW = day.today()"),
    ("calculators/contribution.py", "import datetime\nNOW = datetime.datetime.now()"),
    ("calculators/contribution.py", "from datetime import date\nNOW = field(factory=date.today)"),
    ("cli.py", "import time\nNOW = time.time()"),
    ("html/card.py", "from time import monotonic"),
]


@pytest.mark.parametrize("place, text", PLANTED)
def test_one_planted_line_is_found(tmp_path, place, text):
    plant(tmp_path, place, text)
    found = violations(tmp_path)
    assert found and all(each.startswith(f"calc/{place}:") for each in found), found


FINE = [
    ("rules/pension.py", '"""说明。"""\n\nRATE = 3  # 百分数\n\n\ndef half():\n    """一半。"""'),
    ("rules/pension.py", "from calc import parameters\nfrom calc.money import to_fen"),
    ("words/days.py", "from calc.declaration import Step\nfrom calc.rules.pension import basic"),
    ("calculators/contribution.py", "def check(values):\n    return rates_on(values.today)"),
    ("calculators/contribution.py", "LAST = sorted(rows)[-1]\nNAMES = list(found.values())[-1]"),
    ("calculators/contribution.py", "from calc.words import days\nfrom calc.rules import pension"),
    (
        "html/card.py",
        "import calc\nfrom calc.html.form import fields\nfrom calc import InputErrors",
    ),
    ("__main__.py", "from datetime import date\nfrom calc.cli import main\nmain(date.today())"),
]


@pytest.mark.parametrize("place, text", FINE)
def test_a_line_that_may_stand_is_not_refused(tmp_path, place, text):
    plant(tmp_path, place, text)
    assert violations(tmp_path) == []


def plant(root: Path, place: str, text: str) -> None:
    path = root / "calc" / place
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
