"""出题：页面里的算例、各种选项、写错的、公开的案例、随机的；每题有不变的名称、计算器和输入。"""

import json
from collections.abc import Iterator
from pathlib import Path

from scripts.local.environment import ROOT
from scripts.numbers.guess import Guess

PUBLISHED = ROOT / "tests" / "published_cases.json"
RANDOM = 20_000
NASTY: tuple = (
    *(None, True, 0, 5, -1, 1.5, 10**30, [], {}, [1], [None, "1"], ["1"] * 13, [["1"]], {"a": "1"}),
    *("", " ", "abc", "-1", "+5", "-0", "0", "1.5", "1.005", "1e5", "00012", "0.0000", "1" * 61),
    *("1,2", "1,000", "12,34.5", "１２，３４５．６", "¥1,000元", "6.69%", "2021年", "١٢", "12²"),
    *("2021-13", "2021-02-30", "2100-01", "1800-01-01", "13", "1-13", "9-12", "1,1", "12-9"),
    *("99999999999", "是" * 50, "<b>&\"'", "\u200b5", "5\x00", "2016-01 2018-12 800", "2016 -; x"),
)


class Broken(Exception):
    """有一棵树读不进来，或者运行不了；消息是给人看的中文。"""


def read_pages(root: Path) -> dict[str, str]:
    """各页的 Markdown，按文件名；各页共用的片段不是页。"""
    docs, shared = root / "docs", root / "docs" / "fragments"
    paths = (path for path in sorted(docs.rglob("*.md")) if not path.is_relative_to(shared))
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


def worked_examples(pages: dict[str, str]) -> list[dict]:
    from scripts.pages.blocks import MarkupError, fenced_blocks, read_example

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
