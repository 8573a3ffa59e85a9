"""几个测试文件共用的小函数。"""

import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
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


class Calculate:
    """测试里算一次的办法：``names`` 是可以不写名称、按先后填的几项。"""

    def __init__(self, id: str, *names: str):
        self.id, self.names = id, names

    def run(self, *given, **inputs) -> dict:
        return calc.run(self.id, dict(zip(self.names, given)) | inputs)

    def good(self, *given, **inputs) -> dict:
        """应当算得出来的一次计算。"""
        answer = self.run(*given, **inputs)
        assert "errors" not in answer, answer
        return answer

    def figures(self, *given, **inputs) -> dict:
        return self.good(*given, **inputs)["figures"]

    def rows(self, *given, **inputs) -> list[dict]:
        """第一张表的各行。"""
        return self.good(*given, **inputs)["tables"][0]["rows"]

    def refused(self, *given, **inputs) -> list[dict]:
        """应当报错的一次计算；每条说明都要合格，不夹带程序内部的英文句子。"""
        answer = self.run(*given, **inputs)
        assert set(answer) == {"calculator", "errors"}, answer
        assert answer["calculator"] == self.id
        assert_proper(answer["errors"])
        return answer["errors"]

    def errors(self, *given, **inputs) -> dict[str, str]:
        """应当报错的一次计算，字段到说明；一个字段只有一条。"""
        found = self.refused(*given, **inputs)
        messages = {error["field"]: error["message"] for error in found}
        assert len(messages) == len(found), found
        return messages


ANNUAL = Calculate(CALCULATOR)
good, figures, errors = ANNUAL.good, ANNUAL.figures, ANNUAL.refused


def peak_memory(work: Callable[[], object]) -> int:
    """做一件事，Python 同时占用的内存最多多少字节。"""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


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
        assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{3,}", error["message"]), error


def check_output(project: Path) -> str:
    """改坏了的项目，检查时说的话。"""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.pages.markup"], cwd=project, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr
