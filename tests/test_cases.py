"""``tests/cases/`` 里的案例：一个计算器一个文件，不懂程序的人也看得懂、加得了。

写法见 CONTRIBUTING.md 的“加一个案例”。数都读成文字，不会变成浮点数。
"""

import re
from pathlib import Path

import pytest
import yaml

import calc
from helpers import Calculate
from scripts.checks import settings

FOLDER = Path(__file__).with_name("cases")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEEDED = ("name", "why", "source")
CASE = {*NEEDED, "inputs", "expected", "each"}
LINE = {"inputs", "expected", "source"}
WORDS = {"errors", "rows", "first_row", "sources", "says", "silent"}  # 结果以外可以核对的
NONE = "没有"  # 这一项没有结果


class CaseError(Exception):
    """案例的写法不对；说出文件、行和哪一点。"""


# 读


def plain(node: yaml.Node, where: str):
    """节点读成字典、列表和文字；同一层的名称只写一次。"""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, where) for item in node.value]
    found = {}
    for name, value in node.value:
        place = f"{where}:{name.start_mark.line + 1}"
        key = plain(name, where)
        if not isinstance(key, str) or key in found:
            raise CaseError(f"{place}: {key} 写了不止一次")
        found[key] = plain(value, where)
    return found


def read(text: str, where: str) -> list[tuple[int, dict]]:
    """各个案例和它在文件里的行号。"""
    try:
        wrong = settings.text_problems(text)
        node = None if wrong else yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as bad:
        mark = getattr(bad, "problem_mark", None)
        wrong = [(mark.line if mark else 0, "YAML 的写法不对")]
    if wrong:
        raise CaseError(f"{where}:{wrong[0][0] + 1}: {wrong[0][1]}")
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise CaseError(f"{where}: 应当是一列案例，每个以“- name:”开头")
    return [(item.start_mark.line + 1, plain(item, where)) for item in node.value]


# 查写法


def problems(id: str, cases: list[tuple[int, dict]]) -> list[str]:
    """一个文件里写法不对的地方，写成“文件:行: 说明”。"""
    found, names = [], set()
    for line, case in cases:
        told = case_problems(id, case)
        if not told and case["name"] in names:
            told = [f"“{case['name']}”和前面的案例同名"]
        names.add(case.get("name") if isinstance(case, dict) else None)
        found += [f"{id}.yaml:{line}: {what}" for what in told]
    return found


def case_problems(id: str, case) -> list[str]:
    if not isinstance(case, dict):
        return ["应当是若干行“名称: 值”"]
    found = [f"不认得 {name}" for name in sorted(case.keys() - CASE)]
    for name in NEEDED:
        text = case.get(name)
        if not isinstance(text, str) or not CHINESE.search(text):
            found.append(f"没有用中文写 {name}")
    if not found and not case["why"].endswith("。"):
        found.append("why 应当是一句话，用句号结尾")
    lines = case.get("each", [{}])
    if not isinstance(lines, list) or not lines:
        return [*found, "each 应当是一列"]
    return found + [what for line in lines for what in line_problems(id, case, line)]


def line_problems(id: str, case: dict, line) -> list[str]:
    """``each`` 的一行；没有 ``each`` 的案例，就是它自己。"""
    if not isinstance(line, dict):
        return ["each 的一项应当写 inputs、expected"]
    found = [f"each 里不认得 {name}" for name in sorted(line.keys() - LINE)]
    parts = [part.get(name, {}) for part in (case, line) for name in ("inputs", "expected")]
    if not all(isinstance(part, dict) for part in parts):
        return [*found, "inputs、expected 应当是若干行“名称: 值”"]
    expected = parts[1] | parts[3]
    return found + (expected_problems(id, expected) if expected else ["没有写 expected"])


def expected_problems(id: str, expected: dict) -> list[str]:
    item = calc.calculator(id)
    known = WORDS | {figure.name for figure in item.figures}
    found = [f"没有 {name} 这个结果" for name in sorted(expected.keys() - known)]
    columns = {column.name for column in item.tables[0].columns} if item.tables else set()
    rows = expected.get("rows", [])
    first = expected.get("first_row", {})
    shapes = (("rows", rows, list), ("first_row", first, dict))
    shapes += tuple((name, expected.get(name, []), list) for name in ("sources", "says", "silent"))
    shapes += (("errors", expected.get("errors", {}), dict),)
    wrong = [name for name, value, shape in shapes if not isinstance(value, shape)]
    if wrong:
        return found + [f"{name} 的写法不对" for name in wrong]
    if "errors" in expected and len(expected) > 1:
        found.append("报错的案例不能再写别的结果")
    named = {name for row in (*rows, first) for name in row}
    return found + [f"表里没有 {name} 这一列" for name in sorted(named - columns)]


# 算，比


def text(value) -> str:
    return NONE if value is None else str(value)


def differences(answer: dict, expected: dict) -> list[str]:
    """算得的和应得的哪里不同，一处一句。"""
    if "errors" in answer or "errors" in expected:
        return error_differences(answer.get("errors", []), expected.get("errors", {}))
    figures = {name: value for name, value in expected.items() if name not in WORDS}
    found = row_differences(answer["figures"], figures, "")
    rows = answer["tables"][0]["rows"] if answer["tables"] else []
    if "first_row" in expected:
        found += row_differences(rows[0] if rows else {}, expected["first_row"], "表的第 1 行，")
    if "rows" in expected:
        wanted = expected["rows"]
        if len(rows) != len(wanted):
            found.append(f"表应当有 {len(wanted)} 行，算得 {len(rows)} 行")
        for number, (row, want) in enumerate(zip(rows, wanted), 1):
            found += row_differences(row, want, f"表的第 {number} 行，")
    listed = {source["id"] for source in answer["sources"]}
    found += [f"应当列出依据 {id}" for id in expected.get("sources", []) if id not in listed]
    told = said(answer)
    found += [f"应当说“{word}”，没有说" for word in expected.get("says", []) if word not in told]
    return found + [f"不应当说“{word}”" for word in expected.get("silent", []) if word in told]


def row_differences(row: dict, wanted: dict, where: str) -> list[str]:
    """应得的写成一列时，每一个都要在文字里。"""
    found = []
    for name, want in wanted.items():
        value = text(row.get(name))
        if isinstance(want, str) and value != want:
            found.append(f"{where}{name} 应当是 {want}，算得 {value}")
        elif isinstance(want, list):
            found += [f"{where}{name} 应当有“{w}”，算得 {value}" for w in want if w not in value]
    return found


def error_differences(errors: list[dict], wanted: dict) -> list[str]:
    """哪几项报错要正好一样；说明里要有写着的那几个字。"""
    told = {str(error["field"]): error["message"] for error in errors}
    found = [f"{name} 应当报错，没有报" for name in wanted.keys() - told.keys()]
    found += [f"{name} 不应当报错：{told[name]}" for name in told.keys() - wanted.keys()]
    return found + [
        f"{name} 报错时应当说“{word}”，说的是：{told[name]}"
        for name, words in wanted.items()
        for word in ([words] if isinstance(words, str) else words)
        if name in told and word not in told[name]
    ]


def said(answer: dict) -> str:
    """步骤、说明和表里的话。"""
    steps = [value for step in answer["steps"] for value in step.values()]
    cells = [each for table in answer["tables"] for row in table["rows"] for each in row.values()]
    return "\n".join(map(str, [*answer["notes"], *steps, *cells]))


# 各个文件


def load(id: str) -> list[tuple[int, dict]]:
    path = FOLDER / f"{id}.yaml"
    return read(path.read_text("utf-8"), path.name) if path.is_file() else []


def lines() -> list:
    """每个案例的每一行；写法不对的文件由另一个测试报。"""
    found = []
    for id in calc.calculator_ids():
        try:
            cases = load(id)
            cases = [] if problems(id, cases) else cases
        except CaseError:
            continue
        for line, case in cases:
            for number, each in enumerate(case.get("each", [{}]), 1):
                name = f"{id}.yaml:{line}:{number}"
                found.append(pytest.param(id, case, each, number, id=name))
    return found


@pytest.mark.parametrize("id", calc.calculator_ids())
def test_every_calculator_has_cases_that_are_well_formed(id):
    try:
        cases = load(id)
    except CaseError as wrong:
        pytest.fail(str(wrong))
    assert cases, f"tests/cases/{id}.yaml 没有写；每个计算器都要有案例"
    assert not problems(id, cases), "\n".join(problems(id, cases))


def test_every_file_belongs_to_a_calculator():
    assert {path.stem for path in FOLDER.iterdir()} <= {*calc.calculator_ids()}


@pytest.mark.parametrize("id, case, line, number", lines())
def test_case(id, case, line, number):
    inputs = case.get("inputs", {}) | line.get("inputs", {})
    expected = case.get("expected", {}) | line.get("expected", {})
    calculate = Calculate(id)
    answer = calculate.run(**inputs)
    found = differences(answer, expected)
    place = f"tests/cases/{id}.yaml 的“{case['name']}”"
    place += f"，each 的第 {number} 行" if "each" in case else ""
    source = line.get("source", case["source"])
    assert not found, f"{place}：{'；'.join(found)}\n{case['why']}\n应得的数的来源：{source}"
    if "errors" in expected:
        calculate.refused(**inputs)


# 网自己


GOOD = """- name: 二〇三〇年
  why: 从这一年起提高。
  inputs: {year: 2030}
  expected: {minimum_contribution_months: 186}
  source: 手算：180 ＋ 6。
"""


def wrong_with(old: str, new: str) -> list[str]:
    assert old in GOOD
    return problems("minimum-contribution", read(GOOD.replace(old, new), "x.yaml"))


def test_a_well_written_case_passes():
    assert wrong_with("2030", "2030") == []


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("  why: 从这一年起提高。\n", "", "没有用中文写 why"),
        ("  source: 手算：180 ＋ 6。\n", "", "没有用中文写 source"),
        ("二〇三〇年", "year 2030", "没有用中文写 name"),
        ("提高。", "提高", "句号"),
        ("inputs", "input", "不认得 input"),
        ("minimum_contribution_months", "months", "没有 months 这个结果"),
        ("{minimum_contribution_months: 186}", "{}", "没有写 expected"),
        ("{minimum_contribution_months: 186}", "[186]", "若干行"),
        ("{minimum_contribution_months: 186}", "{rows: [{yeer: 1}]}", "没有 yeer 这一列"),
        ("{minimum_contribution_months: 186}", "{says: 六}", "says 的写法不对"),
        ("186}", "186, errors: {year: 年}}", "报错的案例不能再写别的结果"),
        ("expected:", "each: []\n  expected:", "each 应当是一列"),
        ("expected:", "each: [{result: 1}]\n  expected:", "each 里不认得 result"),
    ],
)
def test_a_badly_written_case_is_refused(old, new, words):
    [told] = wrong_with(old, new)
    assert words in told and told.startswith("minimum-contribution.yaml:1: ")


def test_a_repeated_name_is_refused():
    [told] = problems("minimum-contribution", read(GOOD * 2, "x.yaml"))
    assert told == "minimum-contribution.yaml:6: “二〇三〇年”和前面的案例同名"


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "x.yaml: 应当是一列案例"),
        ("name: 一\n", "x.yaml: 应当是一列案例"),
        (GOOD + "  why: 又一句。\n", "x.yaml:6: why 写了不止一次"),
        (GOOD.replace("why: ", "why: &a "), "x.yaml:2: 不能写 & 锚点"),
        (GOOD.replace("{year", "{{year"), "YAML 的写法不对"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text, words):
    with pytest.raises(CaseError, match=re.escape(words)):
        read(text, "x.yaml")


@pytest.mark.parametrize(
    "inputs, expected, words",
    [
        ({"year": "2030"}, {"minimum_contribution_months": "187"}, "应当是 187，算得 186"),
        ({"year": "2030"}, {"rows": []}, "表应当有 0 行"),
        ({"year": "2030"}, {"first_row": {"years": "16 年"}}, "表的第 1 行，years 应当是 16 年"),
        ({"year": "2030"}, {"says": ["可以退"]}, "应当说“可以退”"),
        ({"year": "2030"}, {"silent": ["延长缴费"]}, "不应当说“延长缴费”"),
        ({"year": "2030"}, {"errors": {"year": "年"}}, "year 应当报错，没有报"),
        ({"year": "1"}, {"minimum_contribution_months": "180"}, "year 不应当报错："),
        ({"year": "1"}, {"errors": {"year": "九十岁"}}, "year 报错时应当说“九十岁”"),
    ],
)
def test_a_wrong_figure_is_told_in_chinese(inputs, expected, words):
    [told] = differences(calc.run("minimum-contribution", inputs), expected)
    assert words in told
