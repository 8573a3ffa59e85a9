"""读懂账单文字：各种样子的文字，读对或者空着，没有读错的；证件号一类的数从不出现在回答里。"""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, assert_proper

NAMES = "year period opening_balance credited_amount credited_interest closing_balance".split()
TEXTS = (Path(__file__).parent / "statement_texts.txt").read_text("utf-8")


def cases() -> list:
    """``## 标题 = 年 年度 上年末 本金 利息 本年末``，下面是文字；``-`` 和 ``.`` 是没有。"""
    found = []
    for part in re.split(r"^## ", TEXTS, flags=re.M)[1:]:
        head, _, text = part.partition("\n")
        title, _, expected = head.partition(" = ")
        cells = [None if cell in "-." else cell for cell in expected.split()]
        found.append(pytest.param(dict(zip(NAMES, cells, strict=True)), text, id=title))
    return found


def read(text: str) -> dict:
    answer = calc.run("statement-read", {"text": text})
    assert "errors" not in answer, answer
    return answer


def figures(text: str) -> dict:
    return {name: read(text)["figures"][name] for name in NAMES}


def lines(text: str) -> list[dict]:
    return read(text)["tables"][0]["rows"]


def exact(name: str, value):
    if value is None or name == "period":
        return value
    return int(value) if name == "year" else f"{Decimal(value):.2f}"


CASES = cases()


def test_there_are_many_shapes():
    assert len(CASES) >= 60


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_every_field_is_right_or_empty(expected, text):
    assert figures(text) == {name: exact(name, value) for name, value in expected.items()}


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_line_ends_and_wide_letters_change_nothing(expected, text):
    wide = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert figures(text.replace("\n", "\r\n")) == figures(wide) == figures(text)


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_every_figure_has_its_line(expected, text):
    answer = read(text)
    told = {row["field"] for row in answer["tables"][0]["rows"] if row["field"]}
    assert told >= {name for name in NAMES[2:] if answer["figures"][name] is not None}
    assert answer["figures"]["found"] == sum(answer["figures"][name] is not None for name in NAMES)


def test_two_interest_lines_are_said():
    text = "上年末累计储存额的本年利息 3424.31\n当年记账金额的利息 134.19"
    answer = read(text)
    assert answer["figures"]["credited_interest"] == "3558.50"
    assert "利息有两行，已经加起来：3,424.31 ＋ 134.19 ＝ 3,558.50 元。" in answer["notes"]
    assert [row["field"] for row in lines(text)] == ["credited_interest"] * 2


def test_two_different_numbers_are_said():
    text = "上年末累计储存额 100.25\n上年末累计储存额 200.25"
    rows = lines(text)
    assert [(row["line"], row["value"], row["field"]) for row in rows] == [
        (1, "100.25 元", None),
        (2, "200.25 元", None),
    ]
    assert all("几个不同的数" in row["reason"] for row in rows)


def test_another_insurance_is_said_without_its_number():
    (row,) = lines("医疗保险个人账户上年末余额 512.34")
    assert (row["field"], row["value"], row["reason"]) == (None, None, "别的险种的，没有用")


@pytest.mark.parametrize("text", ["", " \n", None])
def test_nothing_pasted(text):
    answer = calc.run("statement-read", {"text": text})
    assert_proper(answer["errors"])


def test_length():
    assert figures("字" * 20_000) == dict.fromkeys(NAMES)
    answer = calc.run("statement-read", {"text": "字" * 20_001})
    assert "20,000" in answer["errors"][0]["message"]


# 证件号、电话、卡号


WORDS = [
    "身份证号：",
    "上年末累计储存额",
    "当年记账金额：",
    "当年记账利息 ",
    "姓名 某某 ",
    "\n",
    "\t",
    " ",
    "|",
    "100978.25",
    "2021年度",
    "，",
    "医疗",
    "本年末余额\n",
    "年度 ",
    "-",
    "1、",
    "￥",
    "元",
    ".",
]
DIGITS = st.text("0123456789", min_size=17, max_size=17)
PARTS = st.lists(st.sampled_from(WORDS), max_size=8)


def pieces(text: str, size: int = 6) -> set[str]:
    return {text[start : start + size] for start in range(len(text) - size + 1)}


@PROPERTY
@given(DIGITS, st.sampled_from("0123456789X"), PARTS, PARTS, st.sampled_from(["", " ", "-"]))
def test_no_digit_of_an_identity_number_comes_out(digits, last, before, after, gap):
    number = digits + last
    written = gap.join([number[:6], number[6:14], number[14:]])
    answer = read("".join([*before, written, *after]))
    del answer["sources"]
    printed = re.sub(r"[,\s-]", "", json.dumps(answer, ensure_ascii=False))
    assert not {piece for piece in pieces(number) if piece in printed} - pieces("100978.25")


NUMBERS = st.integers(1, 10**9).map(lambda fen: f"{fen / 100:.2f}")


@PROPERTY
@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.permutations(range(4)))
def test_any_amounts_in_any_order(one, two, three, four, order):
    labels = ["上年末累计储存额", "当年记账金额", "当年记账利息", "本年末累计储存额"]
    values = [one, two, three, four]
    text = "\n".join(f"{labels[place]}：{values[place]}" for place in order)
    assert [figures(text)[name] for name in NAMES[2:]] == values
    head = "\t".join(labels[place] for place in order)
    row = "\t".join(values[place] for place in order)
    assert [figures(f"{head}\n{row}")[name] for name in NAMES[2:]] == values


@PROPERTY
@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    answer = calc.run("statement-read", {"text": text})
    assert "figures" in answer or answer["errors"]
