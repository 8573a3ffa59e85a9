"""各种好的和坏的输入：好的读懂，坏的全部用中文报出来，任何输入都不让程序中断。"""

import copy
import json
import re
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import calc
from calc import cli, html
from calc.kinds import Money, Number, Percent, Whole
from conftest import page_examples
from helpers import CALCULATOR, HENAN, PROPERTY, assert_proper, errors, fields, figures, good

NASTY = "\"'><script>alert(1)</script>"
NAMES = [entry.name for entry in calc.calculator(CALCULATOR).inputs]
PLAIN = {"opening_balance": "100", "year": "2021", "monthly_amount": "10"}
EXACTLY_ONE = ("annual_base", "monthly_base", "annual_amount", "monthly_amount", "monthly_amounts")


# 读得懂的写法


@pytest.mark.parametrize(
    "written",
    [
        "123456.78",
        "123,456.78",
        "１２３，４５６．７８",
        "¥123,456.78",
        "￥123,456.78元",
        "123456.78元",
        "  123456.78\n",
        "+123456.78",
        "123456.7800",
        Decimal("123456.78"),
    ],
)
def test_ways_to_write_an_amount(written):
    plain = figures(opening_balance="123456.78", year="2021", annual_amount="0")
    assert figures(opening_balance=written, year="2021", annual_amount="0") == plain
    assert plain["closing_balance"] == "131716.04"  # 123456.78 × 1.0669 ＝ 131716.0386


@pytest.mark.parametrize("written", ["¥1,000元", "1,000", "1000.", 1000, "１０００"])
def test_ways_to_write_a_whole_amount(written):
    assert (
        figures(opening_balance=written, year="2021", annual_amount="0")["closing_balance"]
        == "1066.90"
    )


@pytest.mark.parametrize(
    "written", ["6.69", "6.69%", "６．６９％", " 6.69 ", "6.6900", Decimal("6.69")]
)
def test_ways_to_write_a_rate(written):
    assert figures(**HENAN, rate_percent=written) == figures(**HENAN)


@pytest.mark.parametrize("written", ["2021", 2021, "２０２１", " 2021 ", "2021年"])
def test_ways_to_write_a_year(written):
    assert figures(**HENAN | {"year": written}) == figures(**HENAN)


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_an_optional_field_may_be_blank(blank):
    unused = [name for name in NAMES if name not in HENAN]
    assert figures(**HENAN, **dict.fromkeys(unused, blank)) == figures(**HENAN)
    assert figures(**HENAN, monthly_amounts=[blank] * 12) == figures(**HENAN)


def test_largest_amount():
    found = figures(opening_balance="999999999", year="2021", annual_amount="0")
    assert found["closing_balance"] == "1066899998.93"  # 999999999 × 1.0669 ＝ 1066899998.9331
    assert fields(errors(opening_balance="999999999.01", year="2021", annual_amount="0")) == {
        "opening_balance"
    }


# 读不懂的写法


NOT_AMOUNTS = [
    "abc",
    "一千",
    "-1",
    "-0.01",
    "1000000000000000",
    10**15,
    10**70,
    10**5000,
    "1.234",
    "１．２３４",
    Decimal("0.001"),
    "1,23",
    "1,2345",
    ",123",
    "1,,000",
    "1.2.3",
    ".",
    "--1",
    "1e3",
    "0x10",
    "1/3",
    "NaN",
    "Infinity",
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    Decimal("1e400"),
    Decimal("1e-400"),
    float("nan"),
    float("inf"),
    True,
    False,
    ["1"],
    [],
    {"a": 1},
    {},
    "1" * 30 + ".123",
    "0." + "0" * 50 + "1",
    NASTY,
]


@pytest.mark.parametrize(
    "raw", NOT_AMOUNTS, ids=lambda raw: "int" if isinstance(raw, int) else ascii(raw)[:30]
)
@pytest.mark.parametrize("name", ["opening_balance", "monthly_amount"])
def test_not_an_amount(name, raw):
    assert fields(errors(**PLAIN | {name: raw})) == {name}


@pytest.mark.parametrize(
    "raw", NOT_AMOUNTS, ids=lambda raw: "int" if isinstance(raw, int) else ascii(raw)[:30]
)
def test_not_an_amount_in_a_list(raw):
    found = errors(opening_balance="100", year="2021", monthly_amounts=["1"] * 11 + [raw])
    assert fields(found) == {"monthly_amounts"}
    assert "12" in found[0]["message"]


@pytest.mark.parametrize(
    "name, raw",
    [
        *(
            ("year", raw)
            for raw in (
                "abc",
                "2021.5",
                "1991",
                "2101",
                -2021,
                True,
                ["2021"],
                {},
                Decimal("2021.5"),
                "2" * 5000,
                10**5000,
            )
        ),
        *(
            ("period", raw)
            for raw in ("lunar", 1, True, ["calendar"], {"calendar": 1}, 10**5000, NASTY)
        ),
        *(("rounding", raw) for raw in ("half-even", 0, False, ["total"], {})),
        *(("final_year", raw) for raw in ("never", 1, True, ["mixed"])),
        *(
            ("rate_percent", raw)
            for raw in (
                "abc",
                "-1",
                "30.0001",
                "0.00001",
                True,
                ["6"],
                {},
                Decimal("NaN"),
                "1" * 30 + ".12345",
            )
        ),
        *(("through_month", raw) for raw in ("0", "13", "x", "1.5", True, [1], {})),
        *(
            ("months", raw)
            for raw in (
                "0",
                "13",
                "1-13",
                "12-9",
                "-3",
                "9-",
                "a",
                "1-2-3",
                "1.5",
                [0],
                [13],
                [],
                [[1]],
                [None, 1],
            )
        ),
        *(("months", raw) for raw in (True, {"1": 1}, 1.5, [True], [{}], [10**5000], NASTY)),
        *(("months", raw) for raw in ("1,2,2", "1-3,3", [1, 1], ["1-3", 2], list(range(1, 14)))),
        *(
            ("monthly_amounts", raw)
            for raw in ("1", ["1"] * 11, ["1"] * 13, " ".join(["1"] * 13), [], {}, True, 5)
        ),
    ],
    ids=lambda value: value if value in NAMES else "value",
)
def test_wrong_value_is_reported_on_its_field(name, raw):
    inputs = {"opening_balance": "100", "year": "2021"} | (
        {} if name == "monthly_amounts" else {"monthly_amount": "10"}
    )
    assert fields(errors(**inputs | {name: raw})) == {name}


def test_a_month_twice_is_named():
    for months in ("1,2,2", "1-2,2", [2, 1, 2]):
        assert "2 月" in errors(**PLAIN, months=months)[0]["message"]


def test_grouping_commas_are_not_taken_for_separators():
    """六个带千位逗号的金额不是十二个金额：不能把 1,000 读成 1 元和 0 元。"""
    found = errors(
        opening_balance="0", year="2021", monthly_amounts="1,000,2,000,3,000,4,000,5,000,6,000"
    )
    assert fields(found) == {"monthly_amounts"}


def test_thirteen_months_are_counted():
    found = errors(opening_balance="100", year="2021", monthly_amounts=["1"] * 13)
    assert "13" in found[0]["message"] and "12" in found[0]["message"]


@pytest.mark.parametrize("blank", [None, "", "  "])
@pytest.mark.parametrize("name", ["opening_balance", "year"])
def test_required_field_left_blank(name, blank):
    assert fields(errors(**PLAIN | {name: blank})) == {name}


def test_nothing_filled_in():
    assert fields(errors()) == {"opening_balance", "year", "annual_base"}


def test_unknown_field():
    (error,) = errors(**PLAIN, openning_balance="1")
    assert error["field"] == "openning_balance"
    assert "opening_balance" in error["message"]


def test_exactly_one_amount():
    (none,) = errors(opening_balance="100", year="2021")
    assert none["field"] in EXACTLY_ONE
    for first in EXACTLY_ONE:
        for second in EXACTLY_ONE:
            if first != second:
                values = {
                    name: ["1"] * 12 if name == "monthly_amounts" else "12"
                    for name in (first, second)
                }
                found = errors(opening_balance="100", year="2021", **values)
                assert fields(found) and fields(found) <= {first, second}


@pytest.mark.parametrize("given_value", [None, [], [1], "year=2021", 5, True, Decimal(1)])
def test_inputs_that_are_not_an_object(given_value):
    answer = calc.run(CALCULATOR, given_value)
    assert_proper(answer["errors"])
    assert fields(answer["errors"]) == {None}


@pytest.mark.parametrize(
    "id",
    ["", "nope", "annual_interest", "../annual-interest", "annual-interest ", NASTY, None, 5, []],
)
def test_unknown_calculator(id):
    answer = calc.run(id, dict(HENAN))
    assert fields(answer["errors"]) == {None}
    assert CALCULATOR in answer["errors"][0]["message"]


# 一次报全


def test_every_wrong_field_is_reported():
    wrong = {
        "opening_balance": "abc",
        "period": "lunar",
        "year": "20x1",
        "annual_base": "-5",
        "months": "13",
        "rate_percent": "-1",
        "next_rate_percent": "x",
        "through_month": "0",
        "final_year": "never",
        "rounding": "none",
        "colour": "red",
    }
    assert fields(errors(**wrong)) == set(wrong)


def test_wrong_values_and_wrong_combinations_together():
    found = errors(
        opening_balance="abc", year="2100", annual_amount="1", monthly_amount="x", months="1,1"
    )
    assert fields(found) == {"opening_balance", "rate_percent", "monthly_amount", "months"}


def test_a_wrong_period_does_not_hide_a_base_before_2006():
    assert fields(errors(opening_balance="1", year="2005", period="lunar", annual_base="1000")) >= {
        "period",
        "annual_base",
    }


# 长的、深的、有标记的


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, "是" * 100_000, "-" * 100_000, "[" * 100_000, "," * 100_000],
    ids=lambda text: text[0],
)
@pytest.mark.parametrize("name", NAMES)
def test_very_long_text(name, text):
    found = errors(**PLAIN | {name: text})
    assert name in fields(found)
    assert all(len(error["message"]) < 500 for error in found)


def test_very_long_list():
    found = errors(opening_balance="1", year="2021", monthly_amounts=["1"] * 100_000)
    assert fields(found) == {"monthly_amounts"}


def test_many_repeated_months_are_refused_quickly():
    """一万个字的月份，遇到第一个重复就停。"""
    assert fields(errors(**PLAIN, months="1-12," * 2000)) == {"months"}


@pytest.mark.parametrize(
    "name", ["opening_balance", "period", "months", "monthly_amounts", "colour"]
)
@pytest.mark.parametrize(
    "wrap", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["list", "object"]
)
def test_very_deep_value(name, wrap):
    """命令行读得进来的 JSON 可以有九百多层。"""
    value = "1"
    for _ in range(900):
        value = wrap(value)
    assert name in fields(errors(**PLAIN | {name: value}))


@pytest.mark.parametrize(
    "name", ["opening_balance", "year", "period", "months", "rate_percent", "rounding"]
)
def test_markup_in_a_message_is_plain_text(name):
    """说明里照原样引用读者写的字，不转义；转义是页面的事。"""
    (error,) = errors(**PLAIN | {name: "<b>'\""})
    assert error["field"] == name
    assert "<b>'\"" in error["message"]
    assert "&lt;" not in error["message"]


def test_page_answer_keeps_markup_as_text():
    answer = json.loads(html.page_answer(CALCULATOR, json.dumps({**PLAIN, "year": "<b>x</b>"})))
    assert set(answer) == {"calculator", "errors"}
    assert "<b>x</b>" in answer["errors"][0]["message"]
    assert set(json.loads(html.page_answer(CALCULATOR, json.dumps(HENAN)))) == {"html"}


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in ("months", "monthly_amounts")]
)
def test_form_escapes_what_was_typed(name):
    item = calc.calculator(CALCULATOR)
    shown = html.fields(item, {**PLAIN, name: NASTY}, "form-1")
    assert "<script" not in shown and "'><" not in shown


def test_given_list_escapes_what_was_typed():
    shown = html.given_list(calc.calculator(CALCULATOR), {"year": NASTY, "rate_percent": NASTY})
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 2


def test_result_escapes_every_text():
    """结果里任何一处文字带了标记，都按文字显示。"""
    answer = copy.deepcopy(good(**HENAN))
    answer["notes"] = [NASTY]
    for step in answer["steps"]:
        step |= dict.fromkeys(("label", "formula", "numbers", "value"), NASTY)
    for source in answer["sources"]:
        source |= dict.fromkeys(("title", "number", "issuer", "issued", "url", "note"), NASTY)
    for table in answer["tables"]:
        table["title"] = NASTY
        table["columns"] = [column | {"label": NASTY} for column in table["columns"]]
        for row in table["rows"]:
            row["month"] = NASTY
    shown = html.result(answer)
    assert "<script" not in shown and "\"'>" not in shown
    assert shown.count("&lt;script&gt;") > 40


# 任意的 JSON


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=30),
    st.text(alphabet="0123456789.,-+%¥元年月１２　 ;[]{}\"'eENaInf", max_size=20),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=14), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
LIKELY = st.one_of(
    st.sampled_from(
        [
            "calendar",
            "july-june",
            "total",
            "item",
            "monthly",
            "to-month",
            "full-year",
            "mixed",
            "9-12",
            "1,2",
        ]
    ),
    st.integers(1990, 2030),
    st.integers(0, 13).map(str),
    st.decimals(-1, 10**9, places=2),
    st.lists(st.integers(0, 13), max_size=13),
    st.lists(st.decimals(0, 10**6, places=2).map(str), min_size=12, max_size=12),
)
OBJECTS = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text(max_size=10)), st.one_of(LIKELY, JSON), max_size=12
)


def assert_answered(answer: dict) -> None:
    assert ("figures" in answer) != ("errors" in answer)
    if "errors" in answer:
        assert_proper(answer["errors"])
    json.dumps(answer, allow_nan=False)


@settings(PROPERTY, max_examples=400)
@given(st.one_of(JSON, OBJECTS))
@example({"opening_balance": "1" * 27 + ".125"})
def test_no_json_makes_it_fail(value):
    assert_answered(calc.run(CALCULATOR, value))


@settings(PROPERTY, max_examples=400)
@given(st.sampled_from(NAMES), st.one_of(LIKELY, JSON))
def test_one_odd_value_among_good_ones(name, value):
    assert_answered(calc.run(CALCULATOR, {**PLAIN, name: value}))


@settings(PROPERTY, max_examples=200)
@given(st.sampled_from(NAMES), st.text(max_size=80))
def test_any_text_in_the_page(name, text):
    answer = json.loads(html.page_answer(CALCULATOR, json.dumps({**PLAIN, name: text})))
    assert ("html" in answer) != ("errors" in answer)


# 每个计算器的每个数：怎样写都不会写出一长串零，也不出英文的科学记数


NUMBERS = [
    (example.id, entry.name, example.inputs)
    for example in {example.id: example for _, _, example in page_examples()}.values()
    for entry in calc.calculator(example.id).inputs
    if isinstance(entry.kind, (Money, Number, Percent, Whole))
]
ODD = ["+5", "-0", "-0.0000", "00012", "5.", "0." + "0" * 57, "1." + "0" * 57, "5.2" + "0" * 57]
ODD += ["0.00000000", "0.0000001", "0.00000001", "0" * 59 + "5", "9" * 60, "9" * 61, "1" * 100_000]
ODD += ["١٢", "١.٥", "2020-٠٩", "12²", "𝟏𝟐", "+", ".", "\x1b[31m5", "5\u200b"]
NAMED = [f"{id}-{name}" for id, name, _ in NUMBERS]
TOO_LONG = re.compile(r"\d\.\d{9}|\d{20}|\dE[-+]?\d")


@pytest.mark.parametrize(("id", "name", "inputs"), NUMBERS, ids=NAMED)
def test_no_way_to_write_a_number_makes_a_long_answer(id, name, inputs):
    own = [str(inputs[name])] if name in inputs else []
    padded = [f"{text}{'' if '.' in text else '.'}".ljust(60, "0") for text in own]
    answered = []
    for text in [*ODD, *own, *padded]:
        answer = calc.run(id, inputs | {name: text})
        assert_answered(answer)
        if "errors" in answer:
            assert all(len(error["message"]) < 500 for error in answer["errors"])
            continue
        answered.append(text)
        page = re.sub(r"<svg.*?</svg>", "", html.result(answer))
        printed = cli.readable(answer) + json.dumps(answer) + page
        assert not TOO_LONG.search(printed), (text, TOO_LONG.search(printed))
    assert set(own) <= set(answered)


@pytest.mark.parametrize(("id", "name", "inputs"), NUMBERS, ids=NAMED)
def test_zeros_at_the_end_change_nothing(id, name, inputs):
    kind = calc.calculator(id).input(name).kind
    if name in inputs and not isinstance(kind, Whole):
        text = str(kind.parse(inputs[name]))
        padded = (text if "." in text else text + ".") + "0" * 40
        assert calc.run(id, inputs | {name: padded})["figures"] == calc.run(id, inputs)["figures"]


def test_a_published_rate_is_printed_as_published():
    typed = {"opening_balance": "100", "annual_amount": "0"}
    assert "1.50%" in cli.readable(good(**typed, year="2025"))
    written = {"1.50": "1.50%", "1.5000": "1.5000%", "1.50000": "1.5%", "1." + "0" * 57: "1%"}
    for text, shown in written.items():
        notes = good(**typed, year="2021", rate_percent=text)["notes"]
        assert any(f"利率是 {shown}，" in note for note in notes), notes


# 没有的名称很多


def test_unknown_names_list_the_known_ones_once():
    found = errors(**PLAIN, **{f"x{number}": "1" for number in range(25)})
    assert [error["field"] for error in found] == [*(f"x{number}" for number in range(20)), None]
    assert [error for error in found if "可用的有" in error["message"]] == found[:1]
    assert found[-1]["message"] == "还有 5 个名称也不是输入项，没有一一列出"


def test_a_long_name_of_a_calculator_is_shortened():
    answer = calc.run("x" * 100_000, {})
    assert len(answer["errors"][0]["message"]) < 400


# 读作什么，像不像填错了


def notes(id: str, **inputs) -> list[str]:
    answer = calc.run(id, inputs)
    assert "errors" not in answer, answer
    return answer["notes"]


def checked(id: str, **inputs) -> list[str]:
    """像是填错了的各条说明；它们都在最前面。"""
    said = notes(id, **inputs)
    found = [note for note in said if note.startswith("请核对：")]
    assert said[: len(found)] == found
    return found


def test_what_a_number_was_read_as_is_said_and_changes_nothing():
    plain = calc.run(CALCULATOR, {**PLAIN, "opening_balance": "85000"})
    written = calc.run(CALCULATOR, {**PLAIN, "opening_balance": "8.5万"})
    said = "上年末累计储存额：“8.5万”读作 85,000.00 元。"
    assert written["notes"] == [said, *plain["notes"]]
    assert written | {"notes": plain["notes"]} == plain


def test_the_page_is_told_what_was_read_even_when_another_field_is_wrong():
    inputs = PLAIN | {"opening_balance": "8.5万", "monthly_amount": "x万"}
    answer = json.loads(html.page_answer(CALCULATOR, json.dumps(inputs)))
    assert answer["read"] == {"opening_balance": "“8.5万”读作 85,000.00 元"}
    assert fields(answer["errors"]) == {"monthly_amount"}


@pytest.mark.parametrize("blank", ["\u200b", "\ufeff \u200e", "　"])
def test_invisible_text_is_not_an_answer(blank):
    assert fields(errors(**PLAIN | {"year": blank})) == {"year"}
    assert figures(**PLAIN, rate_percent=blank) == figures(**PLAIN)


HISTORY = {"until": "2025-12", "segments": "2025-01 2025-12 500"}
ESTIMATE = {
    "pension_base": "8188",
    "average_index": "1",
    "payout_months": "139",
    "contribution_months": "360",
    "account_balance": "94318.99",
}
SURVIVOR = {"disposable_income_monthly": "4000", "contribution_months": "186"}


@pytest.mark.parametrize(
    ("id", "inputs", "words"),
    [
        (CALCULATOR, PLAIN | {"monthly_amount": "11729.28"}, "每月记账金额，11,729.28 元像是一年"),
        (CALCULATOR, PLAIN | {"opening_balance": "119.99"}, "比一年记账的 120.00 元还少"),
        ("contribution", {"monthly_wage": "146616"}, "月缴费工资，146,616.00 元像是一年"),
        ("contribution", {"monthly_wage": "30000", "average_wage": "8000"}, "高于 300%"),
        ("contribution", {"annual_base": "36000", "average_wage": "8000"}, "低于 60%"),
        ("retirement-age", {"category": "male", "birth": "1925-01"}, "已经 101 岁"),
        (
            "retirement-age",
            {"category": "male", "birth": "1972-04", "contributed_months": "30"},
            "或者写 30年",
        ),
        ("pension-estimate", ESTIMATE | {"contribution_months": "30"}, "就填 360"),
        ("pension-estimate", ESTIMATE | {"account_balance": "9.43"}, "比一年记账的 7,860.48 元"),
        ("pension-estimate", ESTIMATE | {"pension_base": "98256"}, "像是一年的数"),
        ("account-history", HISTORY | {"opening_balance": "5999"}, "期初余额，5,999.00 元"),
        ("account-history", HISTORY | {"segments": "2025-01 2025-12 6000"}, "第 1 行：每月记账额"),
        ("survivor-benefit", SURVIVOR | {"contribution_months": "15"}, "就填 180"),
        (
            "survivor-benefit",
            SURVIVOR | {"disposable_income_monthly": "48000"},
            "48,000.00 元像是一年的数",
        ),
        (
            "account-payout",
            {
                "reason": "death-before",
                "opening_balance": "20000",
                "event_month": "2025-05",
                "monthly_amount": "6000",
            },
            "今年每月记账金额，6,000.00 元像是一年",
        ),
        (
            "statement-check",
            {
                "year": "2021",
                "opening_balance": "100",
                "credited_amount": "6240",
                "credited_interest": "200",
            },
            "比一年记账的 6,240.00 元还少",
        ),
    ],
)
def test_what_looks_like_a_slip_is_said_first_and_is_no_error(id, inputs, words):
    assert any(words in note for note in checked(id, **inputs)), checked(id, **inputs)


@pytest.mark.parametrize(
    ("id", "inputs"),
    [
        (CALCULATOR, HENAN),
        (CALCULATOR, PLAIN | {"opening_balance": "0"}),
        ("contribution", {"monthly_wage": "24000", "average_wage": "8000"}),
        ("contribution", {"monthly_wage": "4800", "average_wage": "8000"}),
        ("retirement-age", {"category": "male", "birth": "1926-12", "contributed_months": "51"}),
        ("pension-estimate", ESTIMATE),
        ("pension-estimate", ESTIMATE | {"account_balance": "0"}),
        ("account-history", HISTORY),
        ("account-history", HISTORY | {"opening_balance": "6000"}),
        ("survivor-benefit", SURVIVOR),
    ],
)
def test_plain_numbers_raise_no_doubt(id, inputs):
    assert checked(id, **inputs) == []
