"""几个测试文件共用的小函数。"""

import re
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

import calc

ROOT = Path(__file__).parent.parent
PROPERTY = settings(deadline=None, max_examples=100, database=None)
ORDER = {"calendar": [*range(1, 13)], "july-june": [*range(7, 13), *range(1, 7)]}
# 另外抄的一份，用来查 calc/parameters/crediting_rate.toml。
PUBLISHED = {
    2016: "8.31",
    2017: "7.12",
    2018: "8.29",
    2019: "7.61",
    2020: "6.04",
    2021: "6.69",
    2022: "6.12",
    2023: "3.97",
    2024: "2.62",
    2025: "1.50",
}
LAST = max(PUBLISHED)  # 已公布的最后一年
CALCULATOR = "annual-interest"
HENAN = {"opening_balance": "100978.25", "year": "2021", "annual_base": "146616"}
JIANGSU = {
    "opening_balance": "200206.73",
    "period": "july-june",
    "year": "2019",
    "annual_amount": "11289.60",
}


def good(**inputs) -> dict:
    """应当算得出来的一次计算。"""
    answer = calc.run(CALCULATOR, inputs)
    assert "errors" not in answer, answer
    return answer


def figures(**inputs) -> dict:
    return good(**inputs)["figures"]


def errors(**inputs) -> list[dict]:
    """应当报错的一次计算；每条说明都要合格，不夹带程序内部的英文句子。"""
    answer = calc.run(CALCULATOR, inputs)
    assert set(answer) == {"calculator", "errors"}, answer
    assert answer["calculator"] == CALCULATOR
    assert_proper(answer["errors"])
    for error in answer["errors"]:
        assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{3,}", error["message"]), error
    return answer["errors"]


def fields(found: list[dict]) -> set:
    return {error["field"] for error in found}


def assert_proper(found: list[dict]) -> None:
    """每条错误都有字段和中文说明。"""
    assert found
    for error in found:
        assert set(error) == {"field", "message"}
        assert error["field"] is None or isinstance(error["field"], str)
        assert re.search(r"[\u4e00-\u9fff]", error["message"]), error
        assert "Traceback" not in error["message"]


def check_output(project: Path) -> str:
    """改坏了的项目，检查时说的话。"""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.pages.markup"], cwd=project, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr
