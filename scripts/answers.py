"""网：一棵文件树里的所有答案，和两棵树、两次造好的网站有什么不同。

    python -m scripts.answers 文件                     每题一行 JSON
    python scripts/answers.py --tree 目录 文件         同样的题，问那个目录里的程序
    python scripts/answers.py --questions 题目 文件    题目文件没有，就出好题存下；有就照着问
    python scripts/answers.py --pages 网站 网站        两次造好的网站，各页正文的差别

题目从这棵树的页面和声明来；答案由各棵树自己的程序，在各自的进程里算。
``check.py --numbers`` 用 :func:`numbers` 说出改动让哪些数变了。
"""

import argparse
import hashlib
import io
import itertools
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from operator import itemgetter
from os.path import commonprefix
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve()
ROOT = HERE.parent.parent
PUBLISHED = ROOT / "tests" / "published_cases.json"
RANDOM = 20_000
NOW = "现在的文件"
NASTY: tuple = (
    *(None, True, 0, 5, -1, 1.5, 10**30, [], {}, [1], [None, "1"], ["1"] * 13, [["1"]], {"a": "1"}),
    *("", " ", "abc", "-1", "+5", "-0", "0", "1.5", "1.005", "1e5", "00012", "0.0000", "1" * 61),
    *("1,2", "1,000", "12,34.5", "１２，３４５．６", "¥1,000元", "6.69%", "2021年", "١٢", "12²"),
    *("2021-13", "2021-02-30", "2100-01", "1800-01-01", "13", "1-13", "9-12", "1,1", "12-9"),
    *("99999999999", "是" * 50, "<b>&\"'", "\u200b5", "5\x00", "2016-01 2018-12 800", "2016 -; x"),
)


class Broken(Exception):
    """有一棵树读不进来，或者运行不了；消息是给人看的中文。"""


def to_json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


# 出题：每题有不变的名称 key、计算器 id、输入 inputs


def read_pages(root: Path) -> dict[str, str]:
    """各页的 Markdown，按文件名；各页共用的片段不是页。"""
    docs, shared = root / "docs", root / "docs" / "fragments"
    paths = (path for path in sorted(docs.rglob("*.md")) if not path.is_relative_to(shared))
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


def worked_examples(pages: dict[str, str]) -> list[dict]:
    from scripts.blocks import MarkupError, fenced_blocks, read_example

    found = []
    for page, text in pages.items():
        line = 0
        try:
            blocks = [block for block in fenced_blocks(text.splitlines()) if block.kind == "calc"]
            for place, block in enumerate(blocks, 1):
                line = block.line
                example = read_example(block)
                known: dict = {"key": f"example {page} {place}", "id": example.id}
                known |= {"inputs": example.inputs, "expect": example.expect}
                found.append(known | {"page": page, "place": place})
        except MarkupError as wrong:
            first, message = wrong.problems[0]
            raise Broken(f"{page}:{line + first + 1}: {message}") from None
    return found


def questions(count: int = RANDOM) -> Iterator[dict]:
    """这棵树的所有题，每次都一样。"""
    import calc

    first: dict[str, dict] = {}
    for example in worked_examples(read_pages(ROOT)):
        first.setdefault(example["id"], example["inputs"])
        yield {name: example[name] for name in ("key", "id", "inputs")}
    for item in map(calc.calculator, calc.calculator_ids()):
        yield from variations(item, first.get(item.id, {}))
        yield from mistakes(item, first.get(item.id, {}))
    yield from published_cases()
    yield from random_questions(count)


def variations(item, inputs: dict) -> Iterator[dict]:
    from calc.kinds import Choice

    yield {"key": f"empty {item.id}", "id": item.id, "inputs": {}}
    for entry in item.inputs:
        for value, _ in entry.kind.options if isinstance(entry.kind, Choice) else ():
            key = f"option {item.id} {entry.name}={value}"
            yield {"key": key, "id": item.id, "inputs": inputs | {entry.name: value}}


def mistakes(item, inputs: dict) -> Iterator[dict]:
    for number, wrong in enumerate((None, [], [1], "year=2021", 5, True, {"colour": "red"})):
        yield {"key": f"wrong {item.id} {number}", "id": item.id, "inputs": wrong}
    for entry in item.inputs:
        for number, value in enumerate(NASTY):
            key = f"wrong {item.id} {entry.name} {number}"
            yield {"key": key, "id": item.id, "inputs": inputs | {entry.name: value}}


def published_cases() -> Iterator[dict]:
    """公开的案例；只说利率的，问一万元一年的利息。"""
    for case in json.loads(PUBLISHED.read_text("utf-8")):
        id, inputs = case["calculator"], case["inputs"]
        if id == "crediting-rate":
            id = "annual-interest"
            inputs = {"opening_balance": "10000", "annual_amount": "0"} | inputs
        yield {"key": f"published {case['id']}", "id": id, "inputs": inputs}


def random_questions(count: int) -> Iterator[dict]:
    """各计算器轮流出一题；多一个计算器，别的题不变。"""
    import calc

    ids = calc.calculator_ids()
    for place in range(count):
        number, turn = divmod(place, len(ids))
        key = f"random {ids[turn]} {number}"
        guess = Guess(calc.calculator(ids[turn]), key)
        yield {"key": key, "id": ids[turn], "inputs": guess.inputs()}


class Guess:
    """照着声明随机填的一张表单，多半答得出来。

    ``year`` 是这一题里的“今年”：必填的年月在这一年，别的在这一年或几年以前。
    """

    YEARS = ((2016, 2025), (2016, 2025), (2016, 2025), (2000, 2015), (2026, 2045))
    DIGITS = (0, 2, 3, 3, 4, 4, 4, 5, 5, 6, 9)
    TRIES = 12

    def __init__(self, item, seed: str):
        self.item, self.dice = item, random.Random(seed)
        self.year = self.dice.randint(*self.dice.choice(self.YEARS))
        self.grouped = {name for group in item.one_of for name in group.names}
        self.given: dict = {}

    def inputs(self) -> dict:
        chosen = {self.dice.choice(group.names) for group in self.item.one_of}
        for entry in self.item.inputs:
            if entry.name in chosen or (entry.name not in self.grouped and self.is_likely(entry)):
                self.fill(entry)
        if self.dice.random() < 0.9:
            self.settle()
        if self.item.id == "statement-check":
            self.print_statement()
        if self.given and self.dice.random() < 0.03:
            del self.given[self.dice.choice(list(self.given))]
        return self.given

    def is_likely(self, entry) -> bool:
        often = 1 if entry.required else 0.6 if entry.shown_when else 0.4
        return self.item.is_shown(entry, self.given) and self.dice.random() < often

    def fill(self, entry) -> None:
        before = 0 if entry.required else self.dice.randint(0, 3)
        self.given[entry.name] = self.value(entry.kind, before)

    def settle(self) -> None:
        """有错的几项重新填，再任意多填或少填一项，直到没有错，或者试够了次数。"""
        from calc.declaration import InputErrors

        for _ in range(self.TRIES):
            try:
                self.item.read(self.given)
                return
            except InputErrors as wrong:
                names = [error["field"] for error in wrong.errors]
            for entry in filter(None, map(self.item.input, names)):
                optional = not entry.required and entry.name in self.given
                self.drop_or_fill(entry, optional and self.dice.random() < 0.3)
            entry = self.dice.choice(self.item.inputs)
            optional = not entry.required and entry.name not in self.grouped
            if optional and self.item.is_shown(entry, self.given):
                self.drop_or_fill(entry, entry.name in self.given)

    def drop_or_fill(self, entry, drop: bool) -> None:
        if drop:
            del self.given[entry.name]
        else:
            self.fill(entry)

    def value(self, kind, before: int = 0):  # noqa: C901  一种输入一个分支
        """这一种输入的一个值；``before`` 是比“今年”早几年。"""
        from calc import kinds

        dice = self.dice
        match kind:
            case kinds.Choice():
                return dice.choice(kind.options)[0]
            case kinds.Money():
                return self.money(kind.most)
            case kinds.Percent():
                return self.decimal(kind.low, min(kind.high, 9), 2)
            case kinds.Number():
                return self.decimal(kind.low, kind.high, min(kind.places, dice.choice((0, 2, 4))))
            case kinds.Whole() if kind.unit == "年":
                return str(min(max(self.year - before, kind.low), kind.high))
            case kinds.Whole():
                return str(dice.randint(kind.low, kind.high))
            case kinds.Month():
                year = min(max(self.year - before, kind.low.year), kind.high.year)
                return f"{year}-{dice.randint(1, 12):02d}"
            case kinds.Birth():
                day = dice.choice(("", f"-{dice.randint(1, 28):02d}"))
                return f"{dice.randint(1945, 2000)}-{dice.randint(1, 12):02d}{day}"
            case kinds.MonthSet():
                first, last = sorted((dice.randint(1, 12), dice.randint(1, 12)))
                some = sorted(dice.sample(range(1, 13), dice.randint(1, 12)))
                return dice.choice((f"{first}-{last}", some))
            case kinds.MoneyList():
                count = kind.count if kind.exact else dice.randint(1, 3)
                return [self.money(9999) for _ in range(count)]
            case kinds.Rows():
                return self.rows(kind)
        return "1"

    def money(self, most: int) -> str:
        """位数不一的金额，零也有；一半带角分。"""
        digits = self.dice.choice(self.DIGITS)
        fen = self.dice.randrange(10 ** (digits + 2)) if digits else 0
        whole, cents = divmod(min(fen, most * 100), 100)
        return self.dice.choice((str(whole), f"{whole}.{cents:02d}"))

    def decimal(self, low, high, places: int) -> str:
        ends = (int(Decimal(end) * 10**places) for end in (low, high))
        return str(Decimal(self.dice.randint(*ends)).scaleb(-places))

    def rows(self, kind) -> list[dict]:
        """由早到晚的几行；一行里的月份有先后，几格金额多半只填一格。"""
        from calc import kinds

        made = []
        months = [cell.name for cell in kind.cells if isinstance(cell.kind, kinds.Month)]
        amounts = [cell.name for cell in kind.cells if isinstance(cell.kind, kinds.Money)]
        single = len(amounts) > 1 and self.dice.random() < 0.8
        for before in reversed(range(self.dice.randint(1, 4))):
            row = {cell.name: self.value(cell.kind, before) for cell in kind.cells}
            row |= zip(months, sorted(row[name] for name in months))
            left_out = set(amounts) - {self.dice.choice(amounts)} if single else set()
            made.append({name: row[name] for name in row if name not in left_out})
        return made

    def print_statement(self) -> None:
        """一张像真的权益单：利息由公式得出，再照常见的原因改动。"""
        import calc

        printed = ("credited_amount", "credited_interest", "closing_balance", "interest_scope")
        asked = {name: self.given[name] for name in self.given if name not in printed}
        asked["annual_amount"] = amount = self.given.get("credited_amount", "0")
        opening, year = asked.get("opening_balance", "0"), asked.get("year", "2021")
        causes: tuple[dict[str, str], ...] = (
            *({}, {}, {"annual_amount": "0"}, {"opening_balance": "0"}, {"months": "7-12"}),
            *({"year": str(int(year) - 1)}, {"period": "july-june"}, {"rounding": "monthly"}),
        )
        answer = calc.run("annual-interest", asked | self.dice.choice(causes))
        if "errors" in answer or self.dice.random() < 0.1:
            return
        cents = Decimal(self.dice.choice((0, 0, 0, 0, 1, -1, 2, 35)))
        interest = max(Decimal(answer["figures"]["credited_interest"]) + cents / 100, Decimal(0))
        digits = list(f"{interest:.2f}")
        if self.dice.random() < 0.2:
            digits[self.dice.randrange(len(digits) - 3)] = self.dice.choice("123456789")
        self.given["credited_interest"] = "".join(digits)
        if "closing_balance" in self.given:
            self.given["closing_balance"] = str(Decimal(opening) + Decimal(amount) + interest)


# 回答：在另一个进程里，只用当前文件夹里的程序


def work_inside(folder: Path) -> None:
    """回答 ``folder`` 里的题；有 pages.json 时，先把各页的 Markdown 写成 HTML，题就只要数。"""
    import calc
    from calc import html

    pages = folder / "pages.json"
    if pages.is_file():
        shown = render(json.loads(pages.read_text("utf-8")))
        (folder / "html.json").write_text(to_json(shown), "utf-8")
    answer = answer_in_numbers if pages.is_file() else answer_in_full
    with (
        (folder / "questions.jsonl").open(encoding="utf-8") as asked,
        (folder / "answers.jsonl").open("w", encoding="utf-8") as written,
    ):
        for line in asked:
            question = json.loads(line)
            written.write(to_json(question | answer(calc, html, question)) + "\n")


def answer_in_full(calc, html, question: dict) -> dict:
    """完整的 JSON，和网页上那一段的散列。"""
    answer = answer_of(calc, question)
    if "crash" in answer:
        return {"answer": answer, "page": None}
    page = html.page_answer(question["id"], json.dumps(question["inputs"]))
    return {"answer": answer, "page": hashlib.sha256(page.encode()).hexdigest()[:16]}


def answer_in_numbers(calc, html, question: dict) -> dict:
    """只有 JSON；随机题里有这里没有的计算器或输入项，就没有答案。"""
    if question["key"].startswith("random "):
        if question["id"] not in calc.calculator_ids():
            return {"answer": None}
        known = {entry.name for entry in calc.calculator(question["id"]).inputs}
        if set(question["inputs"]) - known:
            return {"answer": None}
    return {"answer": answer_of(calc, question)}


def answer_of(calc, question: dict) -> dict:
    """程序自己出了错也是一种答案。"""
    try:
        return calc.run(question["id"], question["inputs"])
    except Exception as wrong:
        message = f"程序出错（{type(wrong).__name__}：{wrong}）"
        return {"errors": [{"field": None, "message": message}], "crash": True}


def render(pages: dict[str, str]) -> dict[str, str]:
    """照 mkdocs.yml 的设置，把各页的 Markdown 写成 HTML；页首的标题和说明放在最前。"""
    from html import escape

    from markdown import Markdown
    from mkdocs.config import load_config
    from mkdocs.utils.meta import get_data

    config = load_config("mkdocs.yml")
    writer = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    shown = {}
    for page, text in pages.items():
        body, front = get_data(text)
        heads = (escape(str(front.get(name, ""))) for name in ("title", "description"))
        try:
            html = writer.reset().convert(body)
        except SystemExit as wrong:
            lines = (line.lstrip(": ") for line in str(wrong.code).splitlines())
            raise SystemExit(f"{page}: {'；'.join(lines)}") from None
        shown[page] = "".join(f"<p>{head}</p>" for head in heads) + html
    return shown


def only_here() -> None:
    """模块只从当前文件夹找，不从这个文件所在的树找。"""
    here, own = Path.cwd().resolve(), {ROOT, ROOT / "scripts"}
    elsewhere = [path for path in sys.path if path and Path(path).resolve() not in own]
    sys.path[:] = [str(here), *elsewhere]


def explained(wrong: BaseException, root: Path) -> str:
    """程序为什么运行不了：``root`` 里最靠里的哪个文件、哪一行、什么错。"""
    frames = traceback.extract_tb(wrong.__traceback__)
    places = [(frame.filename, frame.lineno) for frame in frames]
    if isinstance(wrong, SyntaxError) and wrong.filename:
        places.append((wrong.filename, wrong.lineno))
    where = ""
    for name, line in places:
        path = Path(name).resolve()
        if path.is_relative_to(root) and path.relative_to(root).parts[0] in ("calc", "scripts"):
            where = f"{path.relative_to(root).as_posix()}:{line}: " if path != HERE else where
    return f"{where}程序运行不了（{type(wrong).__name__}：{' '.join(str(wrong).split())}）"


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
        words = [sys.executable, "-P", "-X", "utf8", str(HERE), "--inside", str(folder)]
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


# 网页的正文

APART = "\ue003"
BLOCKS = (
    "p, li, dt, dd, h1, h2, h3, h4, h5, h6, th, td, tr, summary, legend, label, option, button, "
    "pre, div, br, text, details"
)


def article_lines(article) -> list[str]:
    """正文的文字，一段一行；输入框里的值和链接的地址写在方括号里。"""
    for element in article.css("script, style, a.headerlink"):
        element.decompose()
    for element in article.css("input[value], a[href]"):
        value = element.attributes.get("value") or element.attributes.get("href")
        element.insert_after(f"[{value}]")
    for element in article.css(BLOCKS):
        element.insert_before(APART)
        element.insert_after(APART)
    lines = (" ".join(line.split()) for line in article.text().split(APART))
    return [line for line in lines if line]


def site_text(site: Path) -> dict[str, list[str]]:
    """造好的网站里每一页正文的文字。"""
    from selectolax.lexbor import LexborHTMLParser

    found = {}
    for path in sorted(site.rglob("*.html")):
        article = LexborHTMLParser(path.read_text("utf-8")).css_first("article")
        found[path.relative_to(site).as_posix()] = article_lines(article) if article else []
    return found


def page_differences(before: Path, after: Path, most: int = 20) -> list[str]:
    """两次造好的网站，各页正文的差别，每页最多 ``most`` 行。"""
    old, new = site_text(before), site_text(after)
    output = [f"没有了：{page}" for page in old if page not in new]
    output += [f"新的：{page}" for page in new if page not in old]
    for page in (page for page in old if page in new and old[page] != new[page]):
        lines = list(line_differences(old[page], new[page]))
        output += [f"{page}：", *(f"  {line}" for line in lines[:most])]
        output += [f"  ……还有 {len(lines) - most} 行"] if len(lines) > most else []
    return output


def line_differences(before: list[str], after: list[str], width: int = 70) -> Iterator[str]:
    """不同的各行，从不同的地方往前几个字写起。"""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        for old, new in itertools.zip_longest(before[start:end], after[first:last], fillvalue=""):
            same = max(0, len(commonprefix([old, new])) - 12)
            cut = (f"{'…' * (same > 0)}{short(text[same:], width)}" for text in (old, new))
            yield from (f"{sign} {text}" for sign, text in zip("-+", cut) if text)


def short(text: str, most: int) -> str:
    return f"{text[:most]}…" if len(text) > most else text


# 两棵树：改动让哪些数变了

OPEN, SHUT = "〔〔", "〕〔〕"  # 页面里没有的写法，检查也认得是普通的字
MACRO = re.compile(r"\{\{[^{}]*\}\}")
MARKED = re.compile(rf"{OPEN}(\d+){OPEN}(.*?){SHUT}", re.S)
TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


NAMELESS = SimpleNamespace(label="", unit="text", options=())  # 这里没有声明过的结果


@dataclass
class Page:
    """一页里的数：行内的值、表格的格子、各段文字。"""

    macros: dict[tuple[str, int], tuple[int, str]]
    cells: dict[str, str]
    lines: list[str]


class Tree:
    """一棵文件树的页面和算例，和它的程序算出来的数。"""

    def __init__(self, name: str, root: Path, folder: Path, randoms: list[dict]):
        self.name, self.root, self.folder, self.randoms = name, root, folder, randoms
        self.texts = read_pages(root)
        self.examples = worked_examples(self.texts)
        self.macros: dict[str, list] = {}
        folder.mkdir()
        marked = {page: self.mark(page, text) for page, text in self.texts.items()}
        (folder / "pages.json").write_text(to_json(marked), "utf-8")
        write_lines(folder / "questions.jsonl", [*self.examples, *randoms])

    def ask(self) -> Asked:
        return Asked(self.root, self.folder, self.name)

    def mark(self, page: str, text: str) -> str:
        """拿掉算例（另外问），给每个行内的值做上记号。"""
        from scripts.blocks import fenced_blocks

        lines, found = text.splitlines(), self.macros.setdefault(page, [])
        fenced = set()
        for block in fenced_blocks(lines):
            fenced |= set(range(block.line, block.end))
            if block.kind == "calc":
                lines[block.line : block.end] = [""] * (block.end - block.line)

        def marked(macro: re.Match) -> str:
            found.append((number + 1, macro[0]))
            return f"{OPEN}{len(found) - 1}{OPEN}{macro[0]}{SHUT}"

        for number, line in enumerate(lines):
            if number not in fenced:
                lines[number] = MACRO.sub(marked, line)
        return "\n".join(lines)

    def take(self, answers: Iterator[str]) -> None:
        """读出各页的数和各算例的答案；``answers`` 剩下的是随机题。"""
        shown = json.loads((self.folder / "html.json").read_text("utf-8"))
        self.pages = {page: self.read(page, html) for page, html in shown.items()}
        self.examples = [json.loads(next(answers)) for _ in self.examples]

    def read(self, page: str, html: str) -> Page:
        from selectolax.lexbor import LexborHTMLParser

        values = {int(number): TAG.sub("", value) for number, value in MARKED.findall(html)}
        seen: Counter[str] = Counter()
        macros = {}
        for number, (line, macro) in enumerate(self.macros[page]):
            seen[macro] += 1
            macros[macro, seen[macro]] = (line, values.get(number, ""))
        tree = LexborHTMLParser(f"<article>{MARKED.sub('〔数〕', html)}</article>")
        return Page(macros, take_cells(tree), article_lines(tree.css_first("article")))


def take_cells(tree) -> dict[str, str]:
    """从页面里取走表格；每一格的名称是列的名称和这一行的第一格。"""
    cells: dict[str, str] = {}
    for table in tree.css("table"):
        rows = [[squeezed(cell) for cell in row.css("th, td")] for row in table.css("tr")]
        for row in rows[1:]:
            for head, text in zip(rows[0][1:], row[1:]):
                put(cells, f"表“{head}”{row[0]}", text)
        table.decompose()
    return cells


def squeezed(element) -> str:
    return " ".join(element.text().split())


def put(cells: dict[str, str], name: str, text: str) -> None:
    """放进一格；名称有了的，后面编上号。"""
    names = itertools.chain([name], (f"{name}（{number}）" for number in itertools.count(2)))
    cells[next(one for one in names if one not in cells)] = text


@dataclass
class Moves:
    """比出来的：变了的数，一个一句；多了、少了几个；只改了文字的有几处。"""

    numbers: list[str] = field(default_factory=list)
    added: int = 0
    gone: int = 0
    reworded: int = 0


@dataclass
class Change:
    """一个算例或一页的变化：要说的话、变了几个数、只改了文字的有几处。"""

    said: list[str] = field(default_factory=list)
    numbers: int = 0
    reworded: int = 0

    def add(self, moves: Moves, most: int, name: str = "") -> None:
        """说出头 ``most`` 个数，和一共几个；有 ``name`` 的先说一共几个。"""
        count, listed = len(moves.numbers), "；".join(moves.numbers[:most])
        if name and count:
            self.said.append(f"{name} {count:,} 个数变了，如 {listed}")
        elif count:
            self.said.append(listed + (f"；等 {count:,} 个数" if count > most else ""))
        extra = (("多了", moves.added), ("少了", moves.gone))
        self.said += [f"{name or '表格'}{word} {cells:,} 个数" for word, cells in extra if cells]
        self.numbers += count + moves.added + moves.gone
        self.reworded += moves.reworded


def cells_moved(before: dict[str, str], after: dict[str, str]) -> Moves:
    """同名的格子比内容。"""
    moves = Moves()
    for name in before | after:
        old, new = before.get(name, ""), after.get(name, "")
        is_number = bool(NUMBER.search(old + new))
        moves.reworded += old != new and not is_number
        if is_number and name in before and name in after and old != new:
            moves.numbers.append(f"{name} {short(old, 40)} → {short(new, 40)}")
        moves.added += is_number and name not in before
        moves.gone += is_number and name not in after
    return moves


def lines_moved(before: list[str], after: list[str]) -> Moves:
    """一段一段地比：只有数不同的，说数；别的算改了文字。"""
    moves = Moves()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = list(zip(before[start:end], after[first:last]))
        moves.reworded += max(end - start, last - first) - len(pairs)
        for old, new in pairs:
            if NUMBER.sub("", old) == NUMBER.sub("", new):
                moves.numbers += numbers_moved(old, new)
            else:
                moves.reworded += 1
    return moves


def numbers_moved(old: str, new: str) -> list[str]:
    """一段话里变了的数，带着前面几个字。"""
    found = []
    for before, after in zip(NUMBER.finditer(old), NUMBER.finditer(new)):
        if before[0] != after[0]:
            start = max(0, before.start() - 14)
            lead = f"{'…' if start else ''}{old[start : before.start()].strip()}"
            found.append(f"“{lead}” {before[0]} → {after[0]}")
    return found


def answer_changed(item, before: dict, after: dict) -> Change:
    """同一题的两个答案，用 ``item`` 声明的名称说。步骤和说明里的数是重复的，别的没变才计。"""
    change = Change()
    if "figures" not in before or "figures" not in after:
        said = [one["errors"][0]["message"] if "errors" in one else "" for one in (before, after)]
        if said[0] != said[1]:
            words = [f"算不出（{message}）" if message else "算得出" for message in said]
            change.said.append(f"原来{words[0]}，现在{words[1]}")
            change.numbers += "" in said
        return change
    change.add(figures_moved(item, before["figures"], after["figures"]), 8)
    titles = {table["name"]: table["title"] for table in before["tables"] + after["tables"]}
    for name, title in titles.items():
        old, new = (table_cells(item, answer, name) for answer in (before, after))
        change.add(cells_moved(old, new), 1, title)
    for name, lines in (("步骤", step_lines), ("说明", note_lines)):
        moves = lines_moved(lines(before), lines(after))
        change.said += [f"{name} {len(moves.numbers)} 个数变了"] if moves.numbers else []
        change.numbers = change.numbers or len(moves.numbers)
        change.reworded += moves.reworded
    change.reworded += before["sources"] != after["sources"]
    return change


def figures_moved(item, before: dict, after: dict) -> Moves:
    from calc.html import shown

    moves, declared = Moves(), {figure.name: figure for figure in item.figures}
    for name in before | after:
        figure = declared.get(name, NAMELESS)
        old, new = (
            shown(one[name], figure.unit, figure.options) if name in one else "没有"
            for one in (before, after)
        )
        if old != new:
            moves.numbers.append(f"{figure.label or name} {old} → {new}")
    return moves


def table_cells(item, answer: dict, name: str) -> dict[str, str]:
    """结果里的一张表：行的第一格和列的名称合起来，是格子的名称。"""
    from calc.html import shown

    cells: dict[str, str] = {}
    declared = [table.columns for table in item.tables if table.name == name]
    options = {column.name: column.options for columns in declared for column in columns}
    for table in (table for table in answer["tables"] if table["name"] == name):
        for row in table["rows"]:
            texts = [
                shown(row[key], unit.replace("percent", "text"), options.get(key, ()))
                for key, unit in ((column["name"], column["unit"]) for column in table["columns"])
            ]
            for column, text in zip(table["columns"][1:], texts[1:]):
                put(cells, f"{texts[0]} {column['label']}", text)
    return cells


def step_lines(answer: dict) -> list[str]:
    names = ("label", "formula", "numbers", "value")
    return [" ".join(step[name] for name in names) for step in answer["steps"]]


def note_lines(answer: dict) -> list[str]:
    return answer["notes"]


def page_changed(before: Page, after: Page) -> Change:
    change, macros = Change(), Moves()
    for key, (line, new) in after.macros.items():
        old = before.macros.get(key, (line, new))[1]
        if old != new and NUMBER.search(old + new):
            macros.numbers.append(f"第 {line} 行 {key[0]} {old} → {new}")
        macros.reworded += old != new and not NUMBER.search(old + new)
    change.add(macros, 8)
    change.add(cells_moved(before.cells, after.cells), 3)
    change.add(lines_moved(before.lines, after.lines), 3)
    return change


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


# 命令


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


def inside(folder: Path) -> int:
    """另一个进程的开头：只用当前文件夹里的程序；出了错，用一句中文说。"""
    only_here()
    try:
        work_inside(folder)
    except SystemExit as wrong:
        print(wrong.code)
        return 1
    except Exception as wrong:
        print(explained(wrong, Path.cwd().resolve()))
        return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        sys.exit(inside(Path(sys.argv[2])))
    sys.path.insert(0, str(ROOT))
    try:
        sys.exit(main(sys.argv[1:]))
    except Broken as wrong:
        sys.exit(f"停下了：{wrong}")
