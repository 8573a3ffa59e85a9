"""测试分成的三种：``rules`` 不造网站、不要浏览器。"""

import subprocess
import sys

import pytest

from conftest import ROOT, TIERS, tier_of
from scripts import test as runner


@pytest.fixture
def done(monkeypatch) -> list:
    """``scripts/test.py`` 依次做了什么，都不真的做。"""
    seen: list = []
    monkeypatch.setattr(runner.style, "is_good", lambda: seen.append("style") is None)
    monkeypatch.setattr(runner.browsers, "ready", lambda: seen.append("browsers"))
    monkeypatch.setattr(runner.build, "build", lambda: seen.append("build"))
    monkeypatch.setattr(runner.pytest, "main", lambda words: seen.append(words[2:]) or 0)
    return seen


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rules", "-x"], ["style", ["-m", "rules", "-x"]]),
        (["pages"], ["style", "build", ["-m", "pages"]]),
        (["browser"], ["style", "browsers", "build", ["-m", "browser"]]),
        ([], ["style", "browsers", "build", []]),
        (["tests/test_cli.py"], ["style", "browsers", "build", ["tests/test_cli.py"]]),
    ],
)
def test_what_a_tier_needs(done, words, expected):
    assert runner.main(words) == 0
    assert done.pop() == [*runner.PARALLEL, *expected.pop()]
    assert done == expected


def test_bad_style_stops_before_building(done, monkeypatch):
    monkeypatch.setattr(runner.style, "is_good", lambda: False)
    assert runner.main([]) == 1
    assert done == []


def test_the_names_agree():
    assert tuple(TIERS) == runner.TIERS
    assert tier_of(["address", "site", "page", "browser", "playwright"]) == "browser"
    assert tier_of(["site"]) == "pages"
    assert tier_of(["tmp_path"]) == "rules"


def test_rules_holds_no_test_of_the_site():
    command = [sys.executable, "-m", "pytest", "-m", "rules", "--collect-only", "tests"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8").stdout
    files = {line.partition("::")[0] for line in listed.splitlines() if "::" in line}
    names = "kinds cli parameters numbers rules_import published_cases annual_interest"
    assert files >= {f"tests/test_{name}.py" for name in names.split()}
    assert files.isdisjoint({f"tests/test_{name}.py" for name in ("browser", "browser_small")})
