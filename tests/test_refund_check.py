"""能不能退：走遍每一条路，逐条对照法条和常见的错误说法。"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc.parameters import load, sources
from helpers import PROPERTY, assert_proper, fields

ID = "refund-check"
DATA = load("refund_outcomes")
INPUTS = calc.calculator(ID).inputs
OPTIONS = {item.name: [value for value, _ in item.kind.options] for item in INPUTS}
LABELS = {item.name: [label for _, label in item.kind.options] for item in INPUTS}
WHO = ("chinese", "former", "foreigner", "hmt")

# 问题的先后，另写一遍：不从声明里推
TREE = {
    "want-money": [{}],
    "hardship": [{}],
    "disabled": [{}],
    "early": [{}],
    "stopped": [{}],
    "moved": [{}],
    "leaving": [{"leaving_wish": wish} for wish in ("keep", "cash")],
    "reached-age": [
        {"minimum": "met"},
        *({"minimum": "short", "wish": "continue", "joined": when} for when in ("before", "after")),
        *({"minimum": "short", "wish": wish} for wish in ("residents", "cash", "unsure")),
    ],
    "overlap": [
        {"overlap_kind": kind}
        for kind in ("employee", "flexible", "residents", "pensions", "in-turn")
    ],
    "died": [{"died_when": when} for when in ("before", "after")],
}
PATHS = [
    {"who": who, "situation": situation} | rest
    for who in WHO
    for situation, ends in TREE.items()
    for rest in ends
]


def answer(**inputs) -> dict:
    found = calc.run(ID, inputs)
    assert "errors" not in found, found
    return found


def refused(**inputs) -> list[dict]:
    found = calc.run(ID, inputs)
    assert set(found) == {"calculator", "errors"}, found
    assert_proper(found["errors"])
    return found["errors"]


def short(who, wish, **more) -> dict:
    return {"who": who, "situation": "reached-age", "minimum": "short", "wish": wish} | more


# 每一条路


def test_the_tree_has_this_many_ends():
    assert len(PATHS) == 4 * 21


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "/".join(path.values()))
def test_every_path_ends_in_an_answer_with_its_basis(path):
    found = answer(**path)
    figures = found["figures"]
    assert figures["outcome"] in DATA["outcomes"]
    assert len(figures["next_step"]) >= 15 and figures["next_step"].endswith("。")
    assert found["steps"] and found["sources"]
    listed = {source["id"] for source in found["sources"]}
    for step in found["steps"]:
        assert step["source"] in listed
        assert step["label"] in figures["basis"]
        assert all(step[part] for part in ("label", "formula", "numbers", "value"))
    assert listed == {step["source"] for step in found["steps"]}
    assert any("12333" in note for note in found["notes"])


def test_every_path_rule_and_outcome_in_the_table_is_used():
    """表里没有走不到的路、没有用的规定；也没有缺的。"""
    ends = ["/".join(list(path.values())[1:]) for path in PATHS]
    reachable = set(ends) | {f"{path['who']}/{end}" for path, end in zip(PATHS, ends)}
    assert set(DATA["paths"]) <= reachable
    written = [path for path in DATA["paths"].values() if isinstance(path, dict)]
    assert {rule for path in written for rule in path["rules"]} == set(DATA["rules"])
    assert {path["outcome"] for path in written} == set(DATA["outcomes"])


def test_every_rule_names_a_registered_source():
    for rule in DATA["rules"].values():
        assert rule["source"] in sources()
        assert set(rule) == {"name", "says", "so", "source"}


# 法条：谁、什么事，是什么结论，依据哪一份文件


@pytest.mark.parametrize(
    "inputs, outcome, basis",
    [
        ({"who": "chinese", "situation": "want-money"}, "not-refundable", "social-insurance-law"),
        ({"who": "foreigner", "situation": "want-money"}, "not-refundable", "social-insurance-law"),
        ({"who": "chinese", "situation": "disabled"}, "not-refundable", "social-insurance-law"),
        ({"who": "chinese", "situation": "stopped"}, "kept", "zhejiang-pension-regulation"),
        ({"who": "chinese", "situation": "moved"}, "transfer", "guobanfa-2009-66"),
        (
            {"who": "chinese", "situation": "leaving", "leaving_wish": "keep"},
            "kept",
            "mohrss-order-13",
        ),
        (
            {"who": "chinese", "situation": "leaving", "leaving_wish": "cash"},
            "kept",
            "mohrss-order-13",
        ),
        (
            {"who": "former", "situation": "leaving", "leaving_wish": "keep"},
            "kept",
            "mohrss-order-13",
        ),
        (
            {"who": "former", "situation": "leaving", "leaving_wish": "cash"},
            "written-request",
            "mohrss-order-13",
        ),
        ({"who": "former", "situation": "want-money"}, "written-request", "mohrss-order-13"),
        (
            {"who": "foreigner", "situation": "leaving", "leaving_wish": "keep"},
            "kept",
            "mohrss-order-16",
        ),
        (
            {"who": "foreigner", "situation": "leaving", "leaving_wish": "cash"},
            "written-request",
            "mohrss-order-16",
        ),
        ({"who": "hmt", "situation": "leaving", "leaving_wish": "keep"}, "kept", "mohrss-order-41"),
        (
            {"who": "hmt", "situation": "leaving", "leaving_wish": "cash"},
            "written-request",
            "mohrss-order-41",
        ),
        (
            {"who": "chinese", "situation": "reached-age", "minimum": "met"},
            "monthly-pension",
            "social-insurance-law",
        ),
        (short("chinese", "residents"), "transfer-residents", "mohrss-order-13"),
        (short("chinese", "cash"), "written-request", "mohrss-order-13"),
        (short("chinese", "unsure"), "transfer-or-continue", "mohrss-order-13"),
        (short("chinese", "continue", joined="before"), "continue", "mohrss-order-13"),
        (
            short("chinese", "continue", joined="after"),
            "continue",
            "delayed-retirement-measures-2024",
        ),
        (
            {"who": "chinese", "situation": "overlap", "overlap_kind": "employee"},
            "refund-duplicate",
            "renshebufa-2009-187",
        ),
        (
            {"who": "chinese", "situation": "overlap", "overlap_kind": "pensions"},
            "refund-duplicate",
            "renshebugui-2016-5",
        ),
        (
            {"who": "chinese", "situation": "overlap", "overlap_kind": "residents"},
            "refund-residents",
            "urban-rural-transition-2014",
        ),
        (
            {"who": "chinese", "situation": "overlap", "overlap_kind": "in-turn"},
            "transfer",
            "social-insurance-law",
        ),
        (
            {"who": "chinese", "situation": "died", "died_when": "before"},
            "inheritable",
            "mohrss-order-13",
        ),
        (
            {"who": "chinese", "situation": "died", "died_when": "after"},
            "inheritable",
            "social-insurance-law",
        ),
        (
            {"who": "foreigner", "situation": "died", "died_when": "before"},
            "inheritable",
            "mohrss-order-16",
        ),
    ],
)
def test_outcome_and_basis(inputs, outcome, basis):
    found = answer(**inputs)
    assert found["figures"]["outcome"] == outcome
    assert basis in {source["id"] for source in found["sources"]}


def test_one_off_payment_only_for_those_who_joined_before_the_law():
    def says(joined):
        return " ".join(
            step["formula"]
            for step in answer(**short("chinese", "continue", joined=joined))["steps"]
        )

    assert "一次性缴费至满十五年" in says("before")
    assert "延长缴费五年后" not in says("after")


def test_money_is_never_automatic():
    """凡是能一次性领的，法条里都有“书面申请”。"""
    for path in PATHS:
        found = answer(**path)
        if found["figures"]["outcome"] == "written-request":
            assert any("书面申请" in step["formula"] for step in found["steps"]), path
            assert "书面" in found["figures"]["next_step"], path


def test_nobody_gets_the_employers_part():
    for path in PATHS:
        found = answer(**path)
        pays = found["figures"]["outcome"] in ("written-request", "inheritable", "refund-duplicate")
        assert pays == any("统筹基金" in note for note in found["notes"]), path


# 流传的错误说法，一条一条


def test_a1_hardship_is_no_reason():
    found = answer(who="chinese", situation="hardship")
    assert found["figures"]["outcome"] == "not-refundable"
    assert (
        "社会保险法第十四条" in found["figures"]["basis"] and "第三条" in found["figures"]["basis"]
    )
    assert any("没有依据" in note for note in found["notes"])


def test_a3_short_of_years_has_three_ways():
    found = answer(**short("chinese", "unsure"))
    for way in ("接着缴", "转入居民养老", "书面申请终止"):
        assert way in found["figures"]["next_step"]
    assert any("2030" in step["formula"] for step in found["steps"])


def test_a6_neither_side_is_fixed():
    found = answer(who="chinese", situation="overlap", overlap_kind="flexible")
    assert "商量" in found["figures"]["next_step"]
    assert any("没有依据" in note for note in found["notes"])


def test_a7_only_those_who_lost_nationality():
    kept = answer(who="chinese", situation="leaving", leaving_wish="cash")
    assert "仍是中国国籍，不能退" in kept["figures"]["next_step"]
    lost = answer(who="former", situation="leaving", leaving_wish="cash")
    assert any("离境时或者离境后" in step["formula"] for step in lost["steps"])


def test_a8_a_foreigners_account_is_kept_unless_asked():
    found = answer(who="foreigner", situation="leaving", leaving_wish="cash")
    assert "不申请就是保留" in found["figures"]["next_step"]
    assert any("默认是保留" in note for note in found["notes"])


@pytest.mark.parametrize("when", OPTIONS["died_when"])
def test_a9_death_is_more_than_the_balance(when):
    found = answer(who="chinese", situation="died", died_when=when)
    assert "社会保险法第十七条" in found["figures"]["basis"]
    assert "丧葬补助金和抚恤金" in found["figures"]["next_step"]
    assert any("遗嘱" in note for note in found["notes"])


# 输入


def test_nothing_filled_asks_for_the_first_two_only():
    assert fields(refused()) == {"who", "situation"}


@pytest.mark.parametrize(
    "inputs, missing",
    [
        ({"situation": "leaving"}, "leaving_wish"),
        ({"situation": "reached-age"}, "minimum"),
        ({"situation": "reached-age", "minimum": "short"}, "wish"),
        ({"situation": "reached-age", "minimum": "short", "wish": "continue"}, "joined"),
        ({"situation": "overlap"}, "overlap_kind"),
        ({"situation": "died"}, "died_when"),
    ],
)
def test_only_the_next_question_is_asked(inputs, missing):
    found = refused(who="chinese", **inputs)
    assert [error["field"] for error in found] == [missing]
    assert (
        LABELS[missing][0] in found[0]["message"] and OPTIONS[missing][0] not in found[0]["message"]
    )


def test_an_answer_to_a_question_not_asked_is_refused():
    found = refused(
        who="chinese", situation="died", died_when="after", overlap_kind="residents", joined="after"
    )
    assert fields(found) == {"overlap_kind", "joined"}


def test_every_wrong_choice_is_reported_at_once():
    found = refused(who="martian", situation="refund", wish="all")
    assert fields(found) >= {"who", "situation"}
    assert "台湾居民" in found[0]["message"]


@PROPERTY
@given(
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([*values, "?"]) for name, values in OPTIONS.items()}
    )
)
def test_any_mix_of_answers_is_answered_or_explained(inputs):
    found = calc.run(ID, inputs)
    if inputs in PATHS:
        assert found["figures"]["outcome"] in DATA["outcomes"]
    else:
        assert_proper(found["errors"])


def test_no_pair_of_first_answers_is_without_a_path():
    assert {(path["who"], path["situation"]) for path in PATHS} == set(
        product(OPTIONS["who"], OPTIONS["situation"])
    )
