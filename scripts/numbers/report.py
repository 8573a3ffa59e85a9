"""改动让哪些数变了：逐页逐数，写成给人看的话。"""

import io
import json
import subprocess
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace

from scripts.local.environment import ROOT
from scripts.numbers.asking import NOW, guarded
from scripts.numbers.inside import to_json
from scripts.numbers.moves import Change, answer_changed, figures_moved, page_changed
from scripts.numbers.questions import RANDOM, Broken, random_questions
from scripts.numbers.trees import Tree


@dataclass
class Report:
    """改动让哪些数变了：开头几句、各页、随机题。"""

    old: str
    edited: set[str]
    pages: dict[str, list[str]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    randoms: list[str] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)

    def say(self, page: str, change: Change, name: str = "") -> None:
        """记下一处的变化；只改了文字的不列。"""
        if change.said:
            lines = [f"{name}：{'；'.join(change.said)}"] if name else change.said
            self.pages.setdefault(page, []).extend(lines)
        self.moved |= {page} if change.numbers else set()
        self.counts["numbers"] += change.numbers
        self.counts["reworded"] += change.reworded

    def lead(self) -> list[str]:
        """头一句说有没有数变，后面各说一件事。"""
        counts, silent = self.counts, self.moved - self.edited
        lines = [f"和 {self.old}比，{len(self.moved)} 页、{counts['numbers']:,} 个数变了。"]
        if not self.moved and not counts["moved"]:
            asked = f"{counts['pages']} 页、{counts['examples']} 个算例"
            asked += f"和 {counts['randoms']:,} 道随机题" if counts["randoms"] else ""
            lines = [f"没有一个数变了：{asked}，都和 {self.old}一样。"]
        places = "、".join(self.unexpected[:5]) + " 等" * (len(self.unexpected) > 5)
        rest = (
            (len(silent), "其中 {} 页的 Markdown 没有改。"),
            (counts["new"], "新的算例 {} 个。"),
            (counts["gone"], "去掉的算例 {} 个。"),
            (counts["reworded"], "只改了文字的有 {} 处，不列在下面。"),
            (len(self.unexpected), f"{{}} 个算例和写的 expect 不符，建不了站：{places}。"),
        )
        lines += [words.format(f"{count:,}") for count, words in rest if count]
        if counts["moved"] or counts["worded"]:
            said = f"{counts['moved']:,} 道的数变了，{counts['worded']:,} 道只有步骤或说明变了"
            lines.append(f"{counts['randoms']:,} 道随机题里，{said}。")
        return lines

    def sections(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        silent = {page: said for page, said in self.pages.items() if page not in self.edited}
        edited = {page: said for page, said in self.pages.items() if page in self.edited}
        named = {"Markdown 没有改、数变了的页": silent, "Markdown 也改了的页": edited}
        yield from ((title, pages) for title, pages in named.items() if pages)
        if self.randoms:
            yield "随机题", {"": self.randoms}

    def text(self) -> str:
        lines = self.lead()
        for title, pages in self.sections():
            lines += ["", title]
            for page, said in pages.items():
                lines += [f"{page}　{line}" if page else line for line in said]
        return "\n".join(lines)

    def markdown(self) -> str:
        lines = ["## 改动让哪些数变了", "", *(f"{line}\n" for line in self.lead())]
        for title, pages in self.sections():
            lines += [f"### {title}", ""]
            for page, said in pages.items():
                lines += [f"**{page}**", ""] if page else []
                lines += [*(f"- {line}" for line in said), ""]
        return "\n".join(lines)


def numbers(commit: str = "HEAD", count: int = RANDOM) -> Report:
    """现在的文件和 ``commit`` 比。两边各用各的程序和页面，随机题相同。"""
    with tempfile.TemporaryDirectory() as scratch:
        root, folders = Path(scratch, "tree"), (Path(scratch, "old"), Path(scratch, "new"))
        name = check_out(commit, root)
        same = rules_of(root) == rules_of(ROOT)
        randoms = [] if same else guarded(lambda: list(random_questions(count)))
        old = guarded(lambda: Tree(name, root, folders[0], randoms), name, root)
        new = guarded(lambda: Tree(NOW, ROOT, folders[1], randoms))
        with old.ask() as one, new.ask() as other:
            files = [asked.answers() for asked in (one, other)]
        with files[0].open(encoding="utf-8") as before, files[1].open(encoding="utf-8") as after:
            old.take(before)
            new.take(after)
            return compare(old, new, before, after)


def check_out(commit: str, target: Path) -> str:
    """``commit`` 的文件放进 ``target``；返回给人看的名称。"""
    git = ("git", "-C", str(ROOT))
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
    try:
        found = subprocess.run([*git, *asked], capture_output=True, text=True)
    except FileNotFoundError:
        raise Broken("没有 git，不能和以前的提交比") from None
    if found.returncode:
        raise Broken(f"没有 {commit} 这个提交")
    words = (*git, "archive", "--format=zip", found.stdout.strip())
    packed = subprocess.run(words, capture_output=True)
    if packed.returncode:
        raise Broken(f"取不出 {commit} 的文件")
    zipfile.ZipFile(io.BytesIO(packed.stdout)).extractall(target)
    return f"{commit}（{found.stdout[:7]}）"


def rules_of(root: Path) -> dict[str, bytes]:
    """calc/ 的程序和参数；一个字节没有改，随机题就不用问。"""
    paths = (path for path in (root / "calc").rglob("*") if path.suffix in (".py", ".toml"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def compare(old: Tree, new: Tree, before: Iterator[str], after: Iterator[str]) -> Report:
    edited = {page for page, _ in old.texts.items() ^ new.texts.items()}
    report = Report(old.name, edited)
    report.counts.update(pages=len(new.texts), examples=len(new.examples))
    for page in dict.fromkeys((*new.pages, *old.pages)):
        compare_page(report, page, old, new)
    asked = Counter(question["id"] for question in new.randoms)
    compare_randoms(report, asked, zip(before, after, strict=True))
    return report


def compare_page(report: Report, page: str, old: Tree, new: Tree) -> None:
    if page not in new.pages or page not in old.pages:
        report.say(page, Change(["这一页是新的" if page in new.pages else "没有这一页了"]))
    else:
        report.say(page, page_changed(old.pages[page], new.pages[page]))
    before, after = ([one for one in tree.examples if one["page"] == page] for tree in (old, new))
    for one, example in paired(before, after):
        compare_example(report, one, example)
    for example in before:
        report.counts["gone"] += 1
        report.say(page, Change([f"去掉了{example_name(example)}"]))


def paired(before: list[dict], after: list[dict]) -> list[tuple[dict | None, dict]]:
    """一页里的算例配对：先配填的数一样的，再按先后配同一个计算器的；配上的从 ``before`` 拿走。"""
    found = {}
    for names in (("id", "inputs"), ("id",)):
        for example in (one for one in after if one["key"] not in found):
            alike = (one for one in before if all(one[name] == example[name] for name in names))
            if other := next(alike, None):
                found[example["key"]] = other
                before.remove(other)
    return [(found.get(example["key"]), example) for example in after]


def declared(id: str):
    """计算器的声明；没有这个计算器的，只有名称。"""
    import calc

    if id in calc.calculator_ids():
        return calc.calculator(id)
    return SimpleNamespace(title=id, inputs=(), figures=(), tables=())


def example_name(example: dict) -> str:
    return f"算例 {example['place']}（{declared(example['id']).title}）"


def compare_example(report: Report, before: dict | None, after: dict) -> None:
    item, page, answer = declared(after["id"]), after["page"], after["answer"]
    figures = answer.get("figures", {})
    if any(str(figures.get(name)) != value for name, value in after["expect"].items()):
        report.unexpected.append(f"{page} 算例 {after['place']}")
    if before is None:
        report.counts["new"] += 1
        words = [one.replace("没有 → ", "") for one in figures_moved(item, {}, figures).numbers]
        report.say(page, Change([f"新的：{'；'.join(words[:3]) or '算不出'}"]), example_name(after))
        return
    change = answer_changed(item, before["answer"], answer)
    if change.said and before["inputs"] != after["inputs"]:
        change.said.insert(0, "填的数也改了")
    report.say(page, change, example_name(after))


def compare_randoms(report: Report, asked: Counter, pairs: Iterable[tuple[str, str]]) -> None:
    """各计算器有几道变了；每个举两道，先举主要的结果变了的、填得少的。"""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    examples: defaultdict[str, list] = defaultdict(list)
    for one, other in ((json.loads(one), json.loads(new)) for one, new in pairs if one != new):
        id, kind = other["id"], kind_of(one["answer"], other["answer"])
        kinds[id][kind] += 1
        if kind == "moved":
            same = one["answer"].get("figures") == other["answer"].get("figures")
            order = (same, len(to_json(other["inputs"])), other["key"])
            examples[id] = sorted([*examples[id], (order, one, other)], key=itemgetter(0))[:2]
    report.counts.update(randoms=asked.total(), **sum(kinds.values(), Counter()))
    for id, counts in kinds.items():
        item = declared(id)
        words = "，".join(f"{counts[kind]:,} 道{KINDS[kind]}" for kind in KINDS if counts[kind])
        report.randoms.append(f"{item.title}：{asked[id]:,} 道里，{words}")
        report.randoms += [example_words(item, one, other) for _, one, other in examples[id]]


KINDS = {
    "moved": "的数变了",
    "worded": "只有步骤或说明变了",
    "unasked": "用到新的计算器或输入项，没有比",
}


def kind_of(before: dict | None, after: dict | None) -> str:
    if before is None or after is None:
        return "unasked"
    same = all(before.get(part) == after.get(part) for part in ("figures", "tables"))
    return "worded" if same else "moved"


def example_words(item, before: dict, after: dict) -> str:
    """一道随机题：填了什么，哪些数变了。"""
    given = after["inputs"]
    inputs = [
        f"{entry.label} {input_text(entry.kind, given[entry.name])}"
        for entry in item.inputs
        if entry.name in given
    ]
    said = answer_changed(item, before["answer"], after["answer"]).said
    return f"例：{'，'.join(inputs) or '什么也没有填'}。{'；'.join(said)}"


def input_text(kind, raw) -> str:
    text = raw if isinstance(raw, str) else to_json(raw)
    return dict(getattr(kind, "options", ())).get(text, text)
