"""提前写入以后才生效的数值，不动今天的答案。

每张按日期的参数表，在另一份程序里添一段编造的、以后才开始的数值，所有算例重新算一遍。
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from conftest import page_examples
from helpers import ROOT

TABLES = ROOT / "calc" / "parameters"
FIRST = date(2031, 1, 1)
MADE_UP = {"percent": "9", "months": "300", "times": "2"}
# 讲到以后各年的计算器：多一段，逐年的表、公式和说明跟着变是应当的，各个数不变。
SCHEDULES = {"minimum_contribution_months": {"minimum-contribution", "years-compared"}}
# 一年一段，中间不能空：只能从下一年添起，问到那一年的算例不比。
YEARLY = {"crediting_rate"}
# 总要算到以后各年，输入里不写年份，也问到了下一年。
AHEAD = {"retirement-plan"}
ANSWER_ALL = """
import json, sys
import calc
asked = json.load(sys.stdin)
answers = [calc.run(id, inputs) for id, inputs in asked]
print(json.dumps([calc.__file__, answers]))
"""


def read_table(name: str) -> dict:
    return tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))


def dated_tables() -> list[str]:
    names = sorted(path.stem for path in TABLES.glob("*.toml"))
    return [name for name in names if "values" in read_table(name)]


def start_of_next(values: list[dict]) -> date:
    """添的那一段从哪一天起：最后一段有末日的，接着它；没有的，在它开始以后。"""
    last = values[-1]
    if "to" in last:
        return last["to"] + timedelta(1)
    started = last.get("from", FIRST)
    return max(FIRST, date(started.year + 6, 1, 1))


def with_future_value(name: str) -> str:
    """表的文字，最后添一段编造的数值。"""
    table, text = read_table(name), (TABLES / f"{name}.toml").read_text("utf-8")
    last, start = table["values"][-1], start_of_next(table["values"])
    if "to" not in last:
        head, mark, tail = text.rpartition("[[values]]\n")
        text = f"{head}{mark}to = {start - timedelta(1)}\n{tail}"
    added = (
        f"from = {start}",
        *([f"to = {start.year}-12-31"] if name in YEARLY else []),
        f'value = "{MADE_UP[table["unit"]]}"',
        f"sources = {json.dumps(last['sources'])}",
        'confidence = "single"',
        f"checked = {last['checked']}",
    )
    return "\n".join([text.rstrip("\n"), "", "[[values]]", *added, ""])


@cache
def asked() -> list[tuple[str, dict]]:
    return [(example.id, example.inputs) for _, _, example in page_examples()]


def answers(root: Path) -> list[dict]:
    """``root`` 里的程序对所有算例的答案。"""
    command = [sys.executable, "-c", ANSWER_ALL]
    done = subprocess.run(
        command, input=json.dumps(asked()), capture_output=True, text=True, cwd=root
    )
    assert done.returncode == 0, done.stderr[-2000:]
    place, found = json.loads(done.stdout)
    assert Path(place).resolve().is_relative_to(root.resolve()), place
    return found


@cache
def answers_now() -> list[dict]:
    return answers(ROOT)


def changed(root: Path, name: str) -> Path:
    """另一份程序，``name`` 那张表里多一段。"""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "calc", root / "calc", ignore=ignored)
    (root / "calc" / "parameters" / f"{name}.toml").write_text(with_future_value(name), "utf-8")
    return root


def asks_about(inputs: dict, year: int) -> bool:
    """输入里有没有这一年或以后的年份。"""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?![\d.])", json.dumps(inputs))
    return any(int(each) >= year for each in years)


def test_there_are_dated_tables():
    assert len(dated_tables()) >= 7
    assert YEARLY | SCHEDULES.keys() <= set(dated_tables())


@pytest.mark.parametrize("name", dated_tables())
def test_a_future_value_changes_no_answer_of_today(tmp_path, name):
    found = answers(changed(tmp_path, name))
    first_year = start_of_next(read_table(name)["values"]).year
    for (id, inputs), before, after in zip(asked(), answers_now(), found, strict=True):
        if name in YEARLY and (id in AHEAD or asks_about(inputs, first_year)):
            continue
        if id in SCHEDULES.get(name, ()):
            before, after = before["figures"], after["figures"]
        assert after == before, (id, inputs)


def outcomes(root: Path, id: str, inputs: dict, days: list[date]) -> list[dict]:
    """``root`` 里的程序，按各天的规定算出来的答案。"""
    program = (
        "import calc, json, sys\n"
        "id, inputs, days = json.load(sys.stdin)\n"
        "print(json.dumps([calc.run(id, inputs | {'today': day}) for day in days]))\n"
    )
    given = json.dumps([id, inputs, [str(day) for day in days]])
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_the_future_value_counts_when_its_day_comes(tmp_path):
    """添的那一段确实读进去了：按那一天的规定，答案用它。"""
    name = "account_contribution_rate"
    start = start_of_next(read_table(name)["values"])
    days = [start - timedelta(1), start]
    found = outcomes(changed(tmp_path, name), "contribution", {"monthly_wage": "10000"}, days)
    credited = [answer["figures"]["monthly_credited"] for answer in found]
    assert credited == ["800.00", "900.00"]


def test_a_level_is_held_against_the_limits_of_its_day(tmp_path):
    """以后的下限是 9%：在那以前，50% 的档次仍不能选，说的仍是那时的上下限。"""
    name = "contribution_base_floor"
    start = start_of_next(read_table(name)["values"])
    inputs = {"kind": "flexible", "level_percent": "50", "average_wage": "7500"}
    days = [start - timedelta(1), start]
    before, after = outcomes(changed(tmp_path, name), "contribution", inputs, days)
    assert [error["field"] for error in before["errors"]] == ["level_percent"]
    assert "60 到 300" in before["errors"][0]["message"]
    assert after["figures"]["monthly_base"] == "3750.00"


@pytest.mark.parametrize(
    "id, first",
    [("contribution", date(2019, 5, 1)), ("pension-estimate", date(2006, 1, 1))],
)
def test_a_day_before_the_first_value_is_refused_in_words(id, first):
    inputs = next(inputs for other, inputs in asked() if other == id)
    before, after = outcomes(ROOT, id, inputs, [first - timedelta(1), first])
    assert [error["field"] for error in before["errors"]] == ["today"]
    assert f"{first.year} 年 {first.month} 月 {first.day} 日" in before["errors"][0]["message"]
    assert "figures" in after
