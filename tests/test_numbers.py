"""改动让哪些数变了：在一份有自己 git 的项目里真的改、真的比；同一棵树的答案每次一样。"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import calc
from scripts.local import environment
from scripts.numbers import answers, inside

ROOT = environment.ROOT
RATES = "calc/parameters/crediting_rate.toml"
EACH = 30  # 每个计算器几道随机题
RANDOM = EACH * len(calc.calculator_ids())
PAGE = "docs/examples/long-history.md"
COMMAND = "import sys; from scripts import check; sys.exit(check.main(sys.argv[1:]))"
EXAMPLE = """
```calc annual-interest
inputs:
  opening_balance: 10000
  year: 2021
  annual_amount: 0
expect:
  credited_interest: 669.00
```
"""


@pytest.fixture(scope="module")
def committed(tmp_path_factory) -> Path:
    """一份提交过的项目。"""
    folder = tmp_path_factory.mktemp("committed")
    for name in ("docs", "calc", "scripts"):
        ignored = shutil.ignore_patterns("__pycache__", "assets")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "published_cases.json", folder / "tests")
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "原来的")
    return folder


@pytest.fixture
def changed(committed, tmp_path) -> Path:
    return Path(shutil.copytree(committed, tmp_path / "project"))


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def run(changed: Path, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", COMMAND, *words]
    return subprocess.run(command, cwd=changed, capture_output=True, encoding="utf-8")


def numbers(changed: Path, *words: str) -> str:
    """报告；``--random`` 少问几道，快一点。"""
    done = run(changed, "--numbers", *words, "--random", str(RANDOM))
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


def section(report: str, title: str) -> str:
    return report.partition(f"\n{title}\n")[2].partition("\n\n")[0]


def test_a_hundredth_more_in_2024(changed):
    edit(changed / RATES, '"2.62"', '"2.63"')
    report = numbers(changed, "--markdown", "report.md")
    first, second, *_ = report.splitlines()
    counted = re.fullmatch(r"和 HEAD（\w{7}）比，(\d+) 页、(\d+) 个数变了。", first)
    pages, moved = map(int, counted.groups())
    assert second == f"其中 {pages} 页的 Markdown 没有改。"
    listed = section(report, "Markdown 没有改、数变了的页").splitlines()
    assert len({line.split("　")[0] for line in listed}) == pages >= 10
    assert moved > 100
    assert "Markdown 也改了的页" not in report
    (line,) = (line for line in listed if line.startswith(f"{PAGE}　算例 1（历年滚存）："))
    assert re.search(r"记账利息合计 35,357\.70 元 → 35,\d{3}\.\d\d 元；", line)
    assert re.search(r"逐年明细 \d+ 个数变了，如 2024 .* → ", line)
    assert "docs/rules/crediting-rate.md　表“个人账户记账利率”2024 年 2.62% → 2.63%" in listed
    assert "{{crediting_rate 2024}} 2.62% → 2.63%" in section(report, "Markdown 没有改、数变了的页")
    assert re.search(r"\d+ 个算例和写的 expect 不符，建不了站：.*docs/.* 算例 1", report)
    assert re.search(rf"{RANDOM} 道随机题里，[1-9]\d* 道的数变了", report)
    assert re.search(rf"\n\w+：{EACH} 道里，[1-9].*\n例：.*年.* → ", report)
    written = (changed / "report.md").read_text("utf-8")
    assert written.startswith("## 改动让哪些数变了\n")
    assert f"**{PAGE}**" in written and first in written
    assert all(f"- {line.split('　', 1)[1]}" in written for line in listed)


def test_the_difference_is_right(changed):
    """本金 100,000 元、没有缴费的一年，利率多 0.01%，利息多 10 元。"""
    example = EXAMPLE.replace("2021", "2024").replace("10000", "100000")
    page = changed / PAGE
    page.write_text(page.read_text("utf-8") + example.replace("669.00", "2620.00"), "utf-8")
    git(changed, "commit", "--quiet", "--all", "--message", "加一个算例")
    edit(changed / RATES, '"2.62"', '"2.63"')
    report = numbers(changed)
    assert "当年记账利息 2,620.00 元 → 2,630.00 元；" in report
    assert "本年末累计储存额 102,620.00 元 → 102,630.00 元；" in report


def test_nothing_changed(changed):
    assert re.fullmatch(
        r"没有一个数变了：\d+ 页、\d+ 个算例，都和 HEAD（\w{7}）一样。\n", numbers(changed)
    )


def test_prose_only(changed):
    edit(changed / PAGE, "title: ", "title: 新的")
    report = numbers(changed)
    assert report.startswith("没有一个数变了：")
    assert "只改了文字的有 1 处" in report
    assert PAGE not in report


def test_code_that_changes_no_number(changed):
    """程序改了，随机题也问；答案都一样。"""
    path = changed / "calc" / "money.py"
    path.write_text(path.read_text("utf-8") + "\n# 没有用的一行\n", "utf-8")
    report = numbers(changed)
    assert re.match(rf"没有一个数变了：\d+ 页、\d+ 个算例和 {RANDOM} 道随机题，都和 HEAD", report)


def test_a_new_example(changed):
    page = changed / PAGE
    page.write_text(page.read_text("utf-8") + EXAMPLE, "utf-8")
    report = numbers(changed)
    assert report.startswith("没有一个数变了：")
    assert "新的算例 1 个。" in report
    said = section(report, "Markdown 也改了的页")
    assert re.search(PAGE + r"　算例 \d+（当年记账利息）：新的：当年记账利息 669\.00 元；", said)


def test_an_example_gone(changed):
    page = changed / PAGE
    page.write_text(
        page.read_text("utf-8").replace("```calc account-history", "```text", 1), "utf-8"
    )
    report = numbers(changed)
    assert report.startswith("没有一个数变了：")
    assert "去掉的算例 1 个。" in report
    assert f"{PAGE}　去掉了算例 1（历年滚存）" in report


def test_against_an_older_commit(changed):
    edit(changed / RATES, '"2.62"', '"2.63"')
    git(changed, "commit", "--quiet", "--all", "--message", "改了利率")
    assert numbers(changed).startswith("没有一个数变了")
    assert re.match(r"和 HEAD~1（\w{7}）比，\d+ 页、", numbers(changed, "HEAD~1"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("calc/calculators/break_even.py", "def (", "calc/calculators/break_even.py:1: "),
        ("calc/kinds.py", "import nothing_like_it", "calc/kinds.py:1: "),
        (RATES, "label = ", f"{RATES}: 读不懂"),
        (PAGE, "```calc annual-interest\nx\n```", f"{PAGE}:1: 算例应当有 inputs"),
        (PAGE, "{{crediting_rate 1999}}", f"{PAGE}: 1999 年的个人账户记账利率没有收录"),
        ("mkdocs.yml", "site_name: [", "程序运行不了"),
    ],
)
def test_a_broken_tree(changed, name, text, said):
    (changed / name).write_text(text, "utf-8")
    done = run(changed, "--numbers", "--random", str(RANDOM))
    assert done.returncode == 1
    assert done.stderr.startswith("停下了。现在的文件：")
    assert said in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_no_such_commit(changed):
    for commit in ("nothing", "--all", "HEAD:docs"):
        done = run(changed, f"--numbers={commit}")
        assert (done.returncode, done.stderr) == (1, f"停下了。没有 {commit} 这个提交\n")


def test_check(changed):
    shutil.copy(ROOT / "biome.json", changed)
    (changed / "node_modules").symlink_to(ROOT / "node_modules")
    assert run(changed).stdout == "没有查出错。\n"
    edit(changed / PAGE, "title: ", "title: {{crediting_rate 2021}}")
    done = run(changed)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{PAGE}:2: ")
    (changed / "calc" / "kinds.py").write_text("def (", "utf-8")
    assert "Traceback" not in run(changed).stderr


# 所有答案


def dump(changed: Path, target: Path, *words: str) -> bytes:
    command = [
        sys.executable,
        "scripts/numbers/answers.py",
        "--random",
        str(RANDOM),
        *words,
        str(target),
    ]
    done = subprocess.run(command, cwd=changed, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return target.read_bytes()


def test_two_dumps_are_the_same(committed, tmp_path):
    first = dump(committed, tmp_path / "first")
    assert first == dump(committed, tmp_path / "second")
    lines = [json.loads(line) for line in first.splitlines()]
    assert len({line["key"] for line in lines}) == len(lines) > 5000
    assert not [line["key"] for line in lines if "crash" in line["answer"]]
    for id in {line["id"] for line in lines if line["key"].startswith("random ")}:
        asked = [line for line in lines if line["key"].startswith(f"random {id} ")]
        assert len(asked) == EACH
        assert sum("figures" in line["answer"] for line in asked) >= EACH / 2, id


def test_the_same_questions_for_another_tree(committed, changed, tmp_path):
    edit(changed / RATES, '"2.62"', '"2.63"')
    kept = ("--questions", str(tmp_path / "questions"))
    old = dump(committed, tmp_path / "old", *kept).splitlines()
    new = dump(committed, tmp_path / "new", *kept, "--tree", str(changed)).splitlines()
    pairs = [tuple(map(json.loads, pair)) for pair in zip(old, new, strict=True)]
    assert all(one["key"] == other["key"] for one, other in pairs)
    changed = [one for one, other in pairs if one != other]
    assert changed and len(changed) < len(pairs) / 4
    silent = {one["id"] for one in changed if "2.6" not in inside.to_json(one["answer"])}
    assert silent <= {"retirement-plan"}, "用到利率的都列出利率，只有它不逐年列"


def test_pages_of_two_sites(tmp_path, capsys):
    for name, rate in (("old", "2.62"), ("new", "2.63")):
        (tmp_path / name).mkdir()
        text = f"<p>一样</p><article><p>利率\n是 <b>{rate}</b>%</p><style>p {{}}</style></article>"
        (tmp_path / name / "index.html").write_text(text, "utf-8")
    (tmp_path / "new" / "more.html").write_text("<article>多</article>", "utf-8")
    assert answers.main(["--pages", str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    said = capsys.readouterr().out.splitlines()
    said_apart = ["index.html：", "  - 利率 是 2.62%", "  + 利率 是 2.63%"]
    assert said == ["新的：more.html", *said_apart]
    assert answers.main(["--pages", str(tmp_path / "old"), str(tmp_path / "old")]) == 0
