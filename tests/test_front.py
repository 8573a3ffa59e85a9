"""浏览器里的程序，不用浏览器，用 Node 运行：tests/front/。"""

import os
import re
import subprocess
import sys

from scripts.local.environment import ROOT

FRONT = sorted((ROOT / "tests" / "front").glob("*.test.mjs"))
EARLY = ROOT / "docs" / "assets" / "calc" / "early-storage.js"


def test_every_unit_test_of_the_browser_program_passes():
    command = ["node", "--test", "--test-reporter=tap", *map(str, FRONT)]
    given = {"env": {**os.environ, "PYTHON": sys.executable}, "capture_output": True, "text": True}
    done = subprocess.run(command, cwd=ROOT, timeout=300, **given)
    failures = [part for part in done.stdout.split("\n# Subtest: ") if "\nnot ok " in part]
    assert done.returncode == 0, "\n".join(failures)[-6000:] + done.stderr[-2000:]
    passed = int(re.search(r"^# pass (\d+)$", done.stdout, re.M)[1])
    assert passed > len(FRONT) > 0, done.stdout[-2000:]
    for name in ("fail", "cancelled", "skipped", "todo"):
        assert f"\n# {name} 0\n" in done.stdout


def test_the_browser_program_has_no_findings():
    command = ["node", "node_modules/@biomejs/biome/bin/biome", "ci"]
    command += ["--error-on-warnings", "--colors=off"]
    done = subprocess.run(command, cwd=ROOT, timeout=60, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"Checked (\d+) files", done.stdout + done.stderr)[1]) > len(FRONT)


def parsed(*programs) -> str:
    """五年前的浏览器读不懂的地方。"""
    command = ["node", "tests/front/parsed.mjs", *map(str, programs)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stderr


def test_browsers_of_five_years_ago_can_read_the_programs(site, tmp_path):
    """后台线程不算：里面的 Pyodide 本来就要更新的浏览器，页面会说。"""
    programs = [*site.glob("assets/calc/*/*.mjs"), *site.glob("assets/javascripts/workers/*.js")]
    assert {path.name.split(".")[0] for path in programs} == {"calc", "batch", "qr", "waiting"}
    assert parsed(*programs) == ""
    for new in ("a ??= 1", "class A { static { a(); } }", "class A { #b() {} }"):
        (tmp_path / "new.mjs").write_text(f"let a;\n{new};\n")
        assert "new.mjs" in parsed(tmp_path / "new.mjs"), new


def test_the_early_script_is_small_and_plain():
    """它写在每一页里，很旧的浏览器也要读得懂。"""
    text = EARLY.read_text("utf-8")
    assert len(text.encode()) < 2000
    assert not any(word in text for word in ("=>", "`", "const ", "let ", "?.", "??"))
