"""HTML 一处写：文字总是转义；缺的和错的分得清；按哪一天的规定，各个面说法一致。"""

import json
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import cli, html
from calc.declaration import TODAY, Calculator, Figure, Input, InputErrors, OneOf, Result, Step
from calc.html.elements import GAP, Markup, element, joined, pattern
from calc.html.form import choices
from calc.kinds import Choice, Day, Money
from calc.parameters import checked_day
from helpers import HENAN, PROPERTY

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"))


class Read(HTMLParser):
    """读回来的元素、属性和文字。"""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))

    def handle_data(self, data):
        self.text += data


# 元素


@PROPERTY
@given(TEXT, TEXT)
def test_any_text_comes_back_as_written(value, text):
    read = Read(element("p", {"title": value}, text))
    assert read.tags == [("p", [("title", value)])]
    assert read.text == text


@PROPERTY
@given(st.lists(TEXT, min_size=2, max_size=2))
def test_a_pattern_escapes_what_fills_it(texts):
    filled = pattern(element("p", {"title": GAP}, element("b", None, GAP)))
    assert filled(*texts) == element("p", {"title": texts[0]}, element("b", None, texts[1]))


def test_a_pattern_is_filled_exactly():
    with pytest.raises(ValueError):
        pattern(element("p", None, GAP))("甲", "乙")


def test_ready_html_is_kept_and_everything_else_is_not():
    assert element("p", None, Markup("<b>甲</b>"), "<b>") == "<p><b>甲</b>&lt;b&gt;</p>"
    assert joined("<", [None, ["&", Markup("<br>")]]) == "&lt;&amp;<br>"
    assert element("p", None, Markup("<b>") + "乙") == "<p>&lt;b&gt;乙</p>"


def test_attributes_keep_their_order_and_may_be_left_out():
    made = element("input", {"b": 1, "a": True, "c": None, "d": False, "e": "", "f": 0})
    assert made == '<input b="1" a e="" f="0">'
    assert element("rect", {"x": 1}) == '<rect x="1"/>'
    assert element("p") == "<p></p>"


def test_a_key_with_a_quote_stays_inside_the_attribute():
    """参数表不许有这样的名称（见 test_tables）；有了，也成不了属性。"""
    (option,) = choices([('x" onclick="y', "<甲>")], None)
    assert Read(option).tags == [("option", [("value", 'x" onclick="y')])]
    assert Read(option).text == "<甲>"


# 还没有填


DAY = Input("day", "哪一天", Day(), required=True)
ONE_OF = (OneOf("金额", ("month", "year")),)
AMOUNTS = (Input("month", "每月", Money()), Input("year", "每年", Money()))


def toy(*inputs: Input, one_of: tuple[OneOf, ...] = ()) -> Calculator:
    """只报出按哪一天的计算器。"""

    def compute(values) -> Result:
        step = Step("按哪一天", "当天", "当天", "当天", "")
        day = getattr(values, "today", None)
        return Result({"day": day}, [step], sources=["social-insurance-law"])

    nothing = {"title": "试", "answers": "试", "limits": ("试",)}
    figures = (Figure("day", "哪一天", "date", main=True),)
    return Calculator(
        "toy",
        inputs=inputs,
        figures=figures,
        check=lambda *_: None,
        compute=compute,
        one_of=one_of,
        **nothing,
    )


@pytest.fixture
def shown(monkeypatch):
    """页面和命令行都看得见的计算器。"""

    def show(item: Calculator) -> Calculator:
        find = calc.calculator
        monkeypatch.setattr(calc, "calculator", lambda id: item if id == "toy" else find(id))
        return item

    return show


def page_errors(id: str, inputs: dict) -> dict:
    found = json.loads(html.page_answer(id, json.dumps(inputs)))["errors"]
    return {error["field"]: error.get("missing", False) for error in found}


def test_what_is_missing_is_told_apart_from_what_is_wrong(shown):
    shown(toy(DAY, *AMOUNTS, one_of=ONE_OF))
    assert page_errors("toy", {}) == {"day": True, "month": True}
    assert page_errors("toy", {"day": "x", "month": "y"}) == {"day": False, "month": False}
    assert page_errors("toy", {"day": "2026-01-01", "month": 1, "year": 2}) == {"year": False}


def test_missing_is_only_for_the_page(shown):
    shown(toy(DAY))
    assert calc.run("toy", {})["errors"] == [
        {"field": "day", "message": "请填写哪一天：年月日，如 2026-11-23 或 20261123"}
    ]
    for error in calc.run("annual-interest", {})["errors"]:
        assert set(error) == {"field", "message"}
    missing = page_errors("annual-interest", {"opening_balance": "x"})
    assert missing["year"] and not missing["opening_balance"]


# 按哪一天的规定


GIVEN, FACE = date(2031, 5, 6), date(2030, 1, 2)


def day_of(answer: dict) -> str:
    return answer["figures"]["day"]


def test_the_day_given_comes_first_then_the_face_then_the_checked_day(shown):
    shown(toy(TODAY))
    given = {"today": "2031年5月6日"}
    assert day_of(calc.run("toy", given, FACE)) == day_of(calc.run("toy", given)) == str(GIVEN)
    assert day_of(calc.run("toy", {"today": " "}, FACE)) == str(FACE)
    assert day_of(calc.run("toy", {})) == str(checked_day())


def test_a_calculator_without_the_input_takes_no_day():
    item = toy()
    assert item.run({}, FACE)["figures"] == {"day": None}
    with pytest.raises(InputErrors, match="没有“today”这个输入项"):
        item.run({"today": "2030-01-01"})


def test_the_command_line_passes_the_day_it_was_given(shown, capsys):
    shown(toy(TODAY))
    for words, expected in ((["today=2031-05-06"], GIVEN), ([], FACE)):
        assert cli.command(["run", "toy", *words, "--json"], FACE) == 0
        assert day_of(json.loads(capsys.readouterr().out)) == str(expected)


def test_the_page_carries_the_day_and_leaves_the_field_empty(shown):
    item = shown(toy(TODAY))
    answer = calc.run("toy", {})
    for today, expected in ((None, checked_day()), (FACE, FACE)):
        tags = Read(html.card(item, {}, answer, "c1", today=today)).tags
        assert dict(tags[0][1])["data-today"] == str(expected)
        field = next(dict(facts) for _, facts in tags if dict(facts).get("name") == "today")
        assert field["value"] == ""
    plain = html.card(
        calc.calculator("annual-interest"), HENAN, calc.run("annual-interest", HENAN), "c1"
    )
    assert "data-today" not in plain


@pytest.mark.parametrize(
    "text", ["2026-11-23", "20261123", "2026/11/23", "2026年11月23日", "２０２６.11.23"]
)
def test_days_are_read_as_people_write_them(text):
    assert Day().parse(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2026-11", "不是年月日"),
        ("今天", "不是年月日"),
        ("2026-02-29", "没有 29 日"),
        ("2026-13-01", "没有 13 月"),
        ("1979-12-31", "应当在 1980 年 1 月到"),
        (True, "应当是一个数"),
    ],
)
def test_wrong_days_are_explained(raw, message):
    with pytest.raises(ValueError, match=message):
        Day().parse(raw)


# 控件由种类说


def test_options_have_a_select_and_their_own_names():
    kind = Choice((("a", "甲乙"), ("b", "丙丁")))
    assert (kind.control, kind.coded("甲乙"), kind.coded("戊"), kind.given("b")) == (
        "select",
        "a",
        "戊",
        "丙丁",
    )
