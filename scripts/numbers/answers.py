"""网：一棵文件树里的所有答案，和两棵树、两次造好的网站有什么不同。

    python scripts/numbers/answers.py 文件                     每题一行 JSON
    python scripts/numbers/answers.py --tree 目录 文件         同样的题，问那个目录里的程序
    python scripts/numbers/answers.py --questions 题目 文件    没有题目文件，就出好题存下
    python scripts/numbers/answers.py --pages 网站 网站        两次造好的网站，各页正文的差别

题目从这棵树的页面和声明来；答案由各棵树自己的程序，在各自的进程里算。
``check.py --numbers`` 用 ``report`` 说出改动让哪些数变了。
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from scripts.local.environment import ROOT
from scripts.numbers.asking import dump
from scripts.numbers.questions import RANDOM, Broken
from scripts.numbers.site_text import page_differences


def main(words: list[str]) -> int:
    command = argparse.ArgumentParser(prog="answers", description=__doc__, add_help=False)
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("--tree", type=Path, default=ROOT, metavar="目录")
    command.add_argument("--questions", type=Path, metavar="题目")
    command.add_argument("--random", type=int, default=RANDOM, metavar="随机题的个数")
    command.add_argument("--pages", type=Path, nargs=2, metavar="网站")
    command.add_argument("file", type=Path, nargs="?", metavar="文件")
    given = command.parse_args(words)
    if given.pages:
        differences = page_differences(*given.pages)
        print("\n".join(differences) or "各页的正文一样。")
        return bool(differences)
    if given.file is None:
        command.print_help()
        return 2
    dump(given.file, given.tree.resolve(), given.questions, given.random)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Broken as wrong:
        sys.exit(f"停下了：{wrong}")
