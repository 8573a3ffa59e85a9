"""查一遍：``python3 scripts/check.py``，程序的写法、页面和参数里有错就说出来。

``--numbers [提交]`` 说出和那个提交（不写是 HEAD）比，哪些数变了；
``--markdown 文件`` 把它另写成 Markdown。
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.local import environment

if __name__ == "__main__":
    environment.ready()

import argparse

from scripts.checks import style
from scripts.numbers.asking import guarded
from scripts.numbers.questions import RANDOM, Broken
from scripts.numbers.report import numbers as numbers_moved


def problems() -> list[str]:
    """页面和参数里查出的错。"""
    from scripts.pages import markup

    return markup.check_all()


def check() -> int:
    is_good, found = style.is_good(), guarded(problems)
    if found:
        print("\n".join(found), file=sys.stderr)
    elif is_good:
        print("没有查出错。")
    return bool(found) or not is_good


def numbers(commit: str, count: int, markdown: Path | None) -> int:
    report = numbers_moved(commit, count)
    print(report.text())
    if markdown:
        markdown.write_text(report.markdown(), "utf-8")
    return 0


def main(words: list[str]) -> int:
    command = argparse.ArgumentParser(prog="check.py", description=__doc__)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("--numbers", nargs="?", const="HEAD", metavar="提交")
    command.add_argument("--random", type=int, default=RANDOM, metavar="随机题的个数")
    command.add_argument("--markdown", type=Path, metavar="文件")
    given = command.parse_args(words)
    try:
        if given.numbers is None:
            return check()
        return numbers(given.numbers, given.random, given.markdown)
    except Broken as wrong:
        print(f"停下了。{wrong}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(environment.told(main, sys.argv[1:]))
