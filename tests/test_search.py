"""搜索的后台程序，用 Node 运行：test_search.mjs。"""

import os
import subprocess
from pathlib import Path

import material

from scripts.environment import ROOT

THEME = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
EARLY = ROOT / "docs" / "assets" / "calc" / "early-storage.js"


def test_search_worker():
    command = ["node", "--test", "--test-reporter=tap", "tests/test_search.mjs"]
    given = {"env": {**os.environ, "THEME": str(THEME)}, "capture_output": True, "text": True}
    done = subprocess.run(command, cwd=ROOT, timeout=300, **given)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "# pass 10\n" in done.stdout and "# fail 0\n" in done.stdout


def test_the_early_script_is_small_and_plain():
    """它写在每一页里，很旧的浏览器也要读得懂。"""
    text = EARLY.read_text("utf-8")
    assert len(text.encode()) < 2000
    assert not any(word in text for word in ("=>", "`", "const ", "let ", "?.", "??"))
