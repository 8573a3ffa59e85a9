"""写法：Ruff 查写法和排版，mypy 查类型，biome 查浏览器里的程序；只要几秒钟。

设置在 ``pyproject.toml`` 和 ``biome.json``。
"""

import subprocess
import sys

from scripts.local.environment import ROOT

PYTHON = (sys.executable, "-m")
BIOME = ("node", "node_modules/@biomejs/biome/bin/biome")
CHECKS = {
    "Ruff 查出的：": (*PYTHON, "ruff", "check", "--quiet"),
    "没有排好版的，运行 ruff format 就会排好：": (*PYTHON, "ruff", "format", "--check"),
    "mypy 查出的：": (*PYTHON, "mypy", "--no-error-summary"),
    "biome 查出的，npx biome check --write 多半能改好：": (*BIOME, "check", "--colors=off"),
}


def is_good() -> bool:
    """查出来的照原样印到标准错误，前面一句说是谁查的；一样不对，也查完别的。"""
    clean = [is_clean(title, command) for title, command in CHECKS.items()]
    return all(clean)


def is_clean(title: str, command: tuple[str, ...]) -> bool:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode:
        print(f"{title}\n{done.stdout}{done.stderr}", file=sys.stderr)
    return not done.returncode
