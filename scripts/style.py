"""写法：Ruff 查写法和排版，mypy 查类型；设置在 ``pyproject.toml``，只要几秒钟。"""

import subprocess
import sys

from scripts.environment import ROOT

CHECKS = {
    "Ruff 查出的：": ("ruff", "check", "--quiet"),
    "没有排好版的，运行 ruff format 就会排好：": ("ruff", "format", "--check"),
    "mypy 查出的：": ("mypy", "--no-error-summary"),
}


def is_good() -> bool:
    """查出来的照原样印到标准错误，前面一句说是谁查的；一样不对，也查完别的。"""
    clean = [is_clean(title, words) for title, words in CHECKS.items()]
    return all(clean)


def is_clean(title: str, words: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode:
        print(f"{title}\n{done.stdout}{done.stderr}", file=sys.stderr)
    return not done.returncode
