"""没有核实的话：一处不少，一页说明一次，整句留给读屏软件；没有的不标。"""

import json
import re

import pytest

import calc
from calc import html
from calc.html.doubt import WORDS
from conftest import built_path, markdown_pages
from scripts.checks import doubts
from scripts.pages import markup
from test_browser_start import variations

LISTED = doubts.LIST.read_text("utf-8").splitlines()
QUOTED = re.compile(r"“[^“”]*”|`[^`]*`")


def article(site, place: str) -> str:
    return doubts.ARTICLE.search((site / place / "index.html").read_text("utf-8"))[0]


def test_every_mark_of_the_site_is_listed_and_none_is_lost(site):
    assert doubts.site_marks(site) == LISTED
    assert len([line for line in LISTED if line.startswith(" " * 4)]) > 350


@pytest.mark.parametrize("page", markdown_pages(), ids=str)
def test_every_doubt_written_on_a_page_is_a_mark(site, page):
    """Markdown 里写的每一处，网页上都有；引号里说到这几个字的不算。"""
    lines = (markup.DOCS / page).read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("```"))
    written = QUOTED.sub("", text).count(WORDS)
    made = article(site, built_path(page)).count(html.MARK)
    assert made >= written


def test_the_words_are_whole_for_those_who_hear_them():
    assert doubts.words(html.MARK) == f"〔{WORDS}〕"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (f"<p>不一定（{WORDS}）。</p>", "<p>不一定{}。</p>"),
        (f"<td>{WORDS}</td>", "<td>{}</td>"),
        (f"<li>据转引，{WORDS}</li>", "<li>据转引{}</li>"),
        (f"<p>“{WORDS}”是什么</p>", f"<p>“{WORDS}”是什么</p>"),
        (f"<code>{WORDS}</code>", f"<code>{WORDS}</code>"),
        (f'<p title="{WORDS}">甲</p>', f'<p title="{WORDS}">甲</p>'),
    ],
)
def test_the_sentence_becomes_a_mark_and_only_the_sentence(written, left):
    made = html.marked(written)
    assert made == left.format(html.MARK)
    assert html.marked(made) == made


def test_a_page_explains_the_mark_once_and_only_when_it_has_one(site):
    """结果里会有记号的计算器，印着的例子里没有，也说明。"""
    for page in markdown_pages():
        text = article(site, built_path(page))
        forms = any(f'calculator="{id}"' in text for id in markup.DOUBTFUL)
        assert text.count(html.LEGEND) == bool(html.MARK in text or forms), page


DIED = {"disposable_income_monthly": 4000, "contribution_months": 59}
DOUBTED = {  # 算例换掉选项还不会说的
    "account-history": {
        "segments": "2006-06 2006-12 - 1000",
        "until": "2006-12",
        "default_rate_percent": 2,
    },
    "annual-interest": {
        "opening_balance": 0,
        "year": 2006,
        "monthly_base": 1000,
        "rate_percent": 2,
    },
    "survivor-benefit": {**DIED, "retired": "no"},
    "after-death": {**DIED, "retired": "no", "account_balance": 1},
    "statement-check": {
        "year": 2024,
        "opening_balance": 10000,
        "credited_amount": 120000,
        "credited_interest": "1964.48",
    },
}


def test_the_calculators_that_doubt_are_known():
    """会说“没有核实”的就是这几个：算例逐一换掉每个选项，再加上几题。"""
    asked = [*variations(), *DOUBTED.items()]
    answers = ((id, html.page_answer(id, json.dumps(inputs))) for id, inputs in asked)
    assert {id for id, answer in answers if "calc-doubt" in answer} == markup.DOUBTFUL


def test_finder_and_corrections_say_the_same_of_the_card():
    """只用微信：电子社保卡里不一定看得到余额。"""
    answer = calc.run(
        "query-channel", {"region": "guangdong", "need": "balance", "device": "mini-program"}
    )
    assert answer["figures"]["first_channel"] == "电子社保卡"
    assert "不一定" in answer["figures"]["sees"]
    assert answer["figures"]["confidence"] != "verified"
    myths = (markup.DOCS / "rules" / "myths.md").read_text("utf-8")
    said = myths.split("### “微信、支付宝里一定能看到余额”")[1].split("###")[0]
    assert "不一定" in said
