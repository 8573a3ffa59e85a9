"""变了什么：以后的说“将从”，到了那一天就不说；首页只列已经变了的。"""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.parameters import ParameterError, parameter, problems, read_table, source
from helpers import ROOT
from scripts.pages import blocks

REHIRED = date(2026, 7, 1)  # 令第 56 号施行
NEXT_YEARS = date(2030, 1, 1)  # 最低缴费年限开始提高
DAYS = st.dates(date(2012, 1, 1), date(2045, 12, 31))
HEADING = re.compile(r"## (.+)")
ITEM = re.compile(r"- \*\*(?P<when>[^*]+)\*\*：.+见\[[^\]]+\]\((?P<page>[a-z/-]+)\.md\)。")


def lines_with(words: str, today: date) -> list[str]:
    return [line for line in blocks.all_changes(today) if words in line]


def sections(today: date) -> dict[str, list[str]]:
    """每个标题下面的各项。"""
    found: dict[str, list[str]] = {}
    for line in blocks.all_changes(today):
        if heading := HEADING.fullmatch(line):
            found[heading[1]] = []
        elif line.startswith("- "):
            found[list(found)[-1]].append(line)
    return found


@pytest.mark.parametrize(
    ("today", "when", "heading"),
    [
        (REHIRED - timedelta(1), "**将从 2026 年 7 月 1 日起**", blocks.LATER),
        (REHIRED, "**2026 年 7 月 1 日起**", "2026 年"),
        (REHIRED + timedelta(1), "**2026 年 7 月 1 日起**", "2026 年"),
    ],
)
def test_a_rule_before_at_and_after_its_day(today, when, heading):
    (line,) = lines_with("超龄劳动者", today)
    assert line.startswith(f"- {when}：") and line in sections(today)[heading]


@pytest.mark.parametrize(
    ("today", "when"),
    [
        (NEXT_YEARS - timedelta(1), "**将从 2030 年 1 月 1 日起**"),
        (NEXT_YEARS, "**2030 年**"),
        (NEXT_YEARS + timedelta(1), "**2030 年**"),
    ],
)
def test_a_figure_before_at_and_after_its_day(today, when):
    (line,) = lines_with("最低缴费年限 15 年 6 个月", today)
    assert line.startswith(f"- {when}：") and "此前是 15 年" in line


def test_only_the_nearest_later_value_is_listed():
    later = sections(date(2026, 11, 27))[blocks.LATER]
    assert [line for line in later if "最低缴费年限" in line] == lines_with(
        "15 年 6 个月", date(2026, 11, 27)
    )
    assert lines_with("16 年，此前是 15 年 6 个月", NEXT_YEARS)[0].startswith("- **将从 2031 年")


def test_this_year_and_the_last_have_their_own_headings():
    titles = [blocks.LATER, "2026 年", "2025 年", "更早"]
    assert list(sections(date(2026, 12, 31))) == titles
    assert list(sections(date(2027, 1, 1))) == [blocks.LATER, "2026 年", "更早"]
    older = sections(date(2026, 12, 31))["更早"]
    assert older[0].startswith("- **2024 年**") and older[-1].startswith(
        "- **2011 年 7 月 1 日起**"
    )


def test_a_figure_says_when_it_was_published():
    (line,) = lines_with("记账利率 8.31%", date(2026, 11, 27))
    assert line.startswith("- **2016 年**：") and "2017 年 6 月 8 日公布" in line
    assert "此前" not in line


def test_what_is_said_otherwise_is_marked():
    disputed = {value.start.year for value in parameter("crediting_rate").values if value.disputed}
    assert 2025 in disputed and 2024 not in disputed
    for year in range(2016, 2026):
        (line,) = lines_with(f"**{year} 年**：个人账户记账利率", date(2026, 11, 27))
        assert ("有不同的说法" in line) == (year in disputed)


@given(DAYS)
def test_later_means_after_today_and_the_newest_comes_first(today):
    known = blocks.changes_known(today)
    assert all(("将从" in change.when) == (change.day > today) for change in known)
    assert [change.day for change in known] == sorted((c.day for c in known), reverse=True)
    assert all(
        ("将从" in "".join(lines)) == (title == blocks.LATER)
        for title, lines in sections(today).items()
    )


@given(DAYS, st.integers(1, 9))
def test_the_home_page_lists_what_has_changed_already(today, count):
    shown = [line for line in blocks.recent_changes(str(count), today) if line]
    past = [change for change in blocks.changes_known(today) if change.day <= today]
    assert len(shown) == min(count, len(past))
    assert all(ITEM.fullmatch(line) and "将从" not in line for line in shown)
    assert [ITEM.fullmatch(line)["when"] for line in shown] == [
        change.when for change in past[:count]
    ]


def test_an_entry_of_ours_is_not_listed_before_its_day():
    day = blocks.changes().entries["more-answers"].day
    assert [len(lines_with("本站补上", day + timedelta(days))) for days in (-1, 0, 1)] == [0, 1, 1]


def test_an_entry_of_ours_tells_the_day_only():
    entry = SimpleNamespace(source="", day=date(2026, 11, 27), says="改了。", page="rules/faq")
    assert blocks.entry_change(entry, date(2026, 11, 27)).when == "2026 年 11 月 27 日"


def test_the_day_of_a_rule_is_its_source_s():
    for entry in blocks.changes().entries.values():
        if entry.source:
            assert entry.day == source(entry.source).in_force


@pytest.mark.parametrize("count", ["0", "10", "三", "3 4", "-1"])
def test_a_count_that_is_none_is_refused(count):
    with pytest.raises(blocks.MarkupError, match="changes 3"):
        blocks.recent_changes(count, date(2026, 11, 27))


def test_every_page_is_there():
    assert problems("changes") == []
    for line in blocks.all_changes(date(2026, 11, 27)):
        if line.startswith("- "):
            assert (ROOT / "docs" / f"{ITEM.fullmatch(line)['page']}.md").is_file(), line


def test_an_entry_has_a_source_or_a_day_of_its_own():
    written = {"says": "变了。", "page": "rules/faq"}
    figures = {"rules/crediting-rate": "crediting_rate"}
    for extra in ({}, {"source": "overage-workers-2026", "checked": date(2026, 11, 27)}):
        with pytest.raises(ParameterError, match="只有一样"):
            read_table("changes", {"figures": figures, "entries": {"one": written | extra}})
