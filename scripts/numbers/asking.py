"""让一棵树回答题目，在它自己的进程里。"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from scripts.local.environment import ROOT
from scripts.numbers import inside
from scripts.numbers.inside import explained, to_json
from scripts.numbers.questions import Broken, questions

NOW = "现在的文件"


def guarded(work, name: str = NOW, root: Path = ROOT):
    """做一件要用这棵树的页面或程序的事；读不进来的，说出是哪棵树、哪里。"""
    try:
        return work()
    except Broken as wrong:
        raise Broken(f"{name}：{wrong}") from None
    except Exception as wrong:
        raise Broken(f"{name}：{explained(wrong, root)}") from None


class Asked:
    """正在一棵树里回答的题；不等它答完就离开的，让它停下。"""

    def __init__(self, root: Path, folder: Path, name: str):
        self.folder, self.name = folder, name
        words = [sys.executable, "-P", "-X", "utf8", inside.__file__, str(folder)]
        self.process = subprocess.Popen(
            words,
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def __enter__(self) -> "Asked":
        return self

    def __exit__(self, *wrong) -> None:
        with self.process:
            self.process.kill()

    def answers(self) -> Path:
        said = self.process.communicate()[0].strip()
        if self.process.returncode:
            raise Broken(f"{self.name}：{said or '程序中途停了'}")
        return self.folder / "answers.jsonl"


def write_lines(path: Path, lines: Iterable[dict]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(to_json(line) + "\n" for line in lines)


def dump(target: Path, tree: Path, kept: Path | None, count: int) -> None:
    """``tree`` 的所有答案写进 ``target``；``kept`` 是存题目的文件。"""
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(scratch, "questions.jsonl")
        if kept and kept.is_file():
            shutil.copyfile(kept, given)
        else:
            write_lines(given, guarded(lambda: list(questions(count))))
        if kept and not kept.is_file():
            shutil.copyfile(given, kept)
        with Asked(tree, Path(scratch), str(tree)) as asked:
            shutil.copyfile(asked.answers(), target)
    print_shares(target)


def print_shares(answers: Path) -> None:
    """各计算器的随机题，答出来的占几成。"""
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    with answers.open(encoding="utf-8") as lines:
        for line in (line for line in lines if line.startswith('{"key": "random ')):
            one = json.loads(line)
            asked[one["id"]] += 1
            answered[one["id"]] += "figures" in one["answer"]
    for id, count in asked.items():
        print(f"{id}：{count:,} 道随机题，{answered[id] / count:.0%} 算得出。")
