"""能不能退：走遍每一条路，逐条对照法条和常见的错误说法。"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc.parameters import load, sources
from helpers import PROPERTY, Calculate, assert_proper, fields

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


REFUND = Calculate(ID)
answer, refused = REFUND.good, REFUND.refused


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


# 输入


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
