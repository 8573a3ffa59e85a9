"""法定退休年龄与弹性退休：延迟的边界、弹性范围、最低年限按哪一年、年限不够时的说明。"""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from helpers import PROPERTY, assert_proper

OPEN = {"male": (1965, 60, 4, 36), "female55": (1970, 55, 4, 36), "female50": (1975, 50, 2, 60)}
BIRTHS = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1930, 2030), st.integers(1, 12))


def good(category: str, birth: str, **inputs) -> dict:
    answer = calc.run("retirement-age", {"category": category, "birth": birth, **inputs})
    assert "errors" not in answer, answer
    return answer


def figures(*given, **inputs) -> dict:
    return good(*given, **inputs)["figures"]


def errors(**inputs) -> dict:
    answer = calc.run("retirement-age", inputs)
    assert set(answer) == {"calculator", "errors"}, answer
    assert_proper(answer["errors"])
    return {error["field"]: error["message"] for error in answer["errors"]}


def index(month: str) -> int:
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def walked(category: str):
    """另一种写法：从第一个出生月起一个月一个月数，数满一步就多延迟一个月。"""
    year, age, step, most = OPEN[category]
    delay, birth = 1, year * 12
    while True:
        for _ in range(step):
            yield month(birth), delay, month(birth + age * 12 + delay)
            birth += 1
        delay = min(delay + 1, most)


@pytest.mark.parametrize("category", OPEN)
def test_every_birth_month_of_the_three_tables(category):
    for birth, delay, retire in islice(walked(category), 200):
        found = figures(category, birth)
        assert (found["delay_months"], found["statutory_month"]) == (delay, retire), birth
        years, months = divmod(index(retire) - index(birth), 12)
        assert (found["statutory_age_years"], found["statutory_age_months"]) == (years, months), (
            birth
        )


@pytest.mark.parametrize(
    "category, birth, delay, retire, age",
    [
        ("male", "1964-12", 0, "2024-12", "60 岁"),
        ("male", "1965-01", 1, "2025-02", "60 岁 1 个月"),
        ("male", "1965-04", 1, "2025-05", "60 岁 1 个月"),
        ("male", "1965-05", 2, "2025-07", "60 岁 2 个月"),
        ("male", "1976-08", 35, "2039-07", "62 岁 11 个月"),
        ("male", "1976-09", 36, "2039-09", "63 岁"),
        ("male", "1977-01", 36, "2040-01", "63 岁"),
        ("female55", "1969-12", 0, "2024-12", "55 岁"),
        ("female55", "1970-01", 1, "2025-02", "55 岁 1 个月"),
        ("female55", "1981-08", 35, "2039-07", "57 岁 11 个月"),
        ("female55", "1981-09", 36, "2039-09", "58 岁"),
        ("female50", "1974-12", 0, "2024-12", "50 岁"),
        ("female50", "1975-01", 1, "2025-02", "50 岁 1 个月"),
        ("female50", "1975-02", 1, "2025-03", "50 岁 1 个月"),
        ("female50", "1975-03", 2, "2025-05", "50 岁 2 个月"),
        ("female50", "1984-10", 59, "2039-09", "54 岁 11 个月"),
        ("female50", "1984-11", 60, "2039-11", "55 岁"),
    ],
)
def test_boundaries(category, birth, delay, retire, age):
    found = figures(category, birth)
    assert (found["delay_months"], found["statutory_month"], found["statutory_age"]) == (
        delay,
        retire,
        age,
    )


# 弹性范围


@pytest.mark.parametrize(
    "category, birth, earliest, latest",
    [
        ("male", "1965-01", "2025-01", "2028-02"),  # 只延迟 1 个月，最多提前 1 个月
        ("male", "1970-01", "2030-01", "2034-05"),
        ("male", "1976-09", "2036-09", "2042-09"),  # 延迟满 36 个月，刚好回到 60 岁
        ("female50", "1980-11", "2030-11", "2036-11"),  # 延迟 36 个月
        ("female50", "1981-01", "2031-02", "2037-02"),  # 延迟 37 个月，够不到 50 岁
        ("female50", "1990-06", "2042-06", "2048-06"),  # 最早 52 岁
    ],
)
def test_window(category, birth, earliest, latest):
    found = figures(category, birth)
    assert (found["earliest_month"], found["latest_month"]) == (earliest, latest)


@given(st.sampled_from(list(OPEN)), BIRTHS)
@PROPERTY
def test_window_rules(category, birth):
    found = figures(category, birth)
    original = index(birth) + OPEN[category][1] * 12
    early, legal, late = (
        index(found[name]) for name in ("earliest_month", "statutory_month", "latest_month")
    )
    assert legal - original == found["delay_months"] <= OPEN[category][3]
    assert found["chosen_month"] == found["statutory_month"]
    if legal >= 2025 * 12:
        assert early >= original and legal - early <= 36 and late - legal == 36
        assert early == original or legal - early == 36
    else:
        assert early == legal == late


@given(st.sampled_from(list(OPEN)), BIRTHS, st.integers(-36, 36))
@PROPERTY
def test_chosen_month_is_inside_the_window_or_an_error(category, birth, offset):
    limits = figures(category, birth)
    chosen = month(index(limits["statutory_month"]) + offset)
    answer = calc.run(
        "retirement-age", {"category": category, "birth": birth, "offset_months": offset}
    )
    if limits["earliest_month"] <= chosen <= limits["latest_month"]:
        assert answer["figures"]["chosen_month"] == chosen
    else:
        assert [error["field"] for error in answer["errors"]] == ["offset_months"]


def test_offset_outside_the_window_names_what_is_allowed():
    message = errors(category="male", birth="1970-01", offset_months="-17")["offset_months"]
    assert (
        "-16 到 36" in message
        and "2030 年 1 月" in message
        and "2034 年 5 月" in message
        and "60 岁" in message
    )
    assert figures("male", "1970-01", offset_months="-16")["chosen_month"] == "2030-01"
    assert (
        "-1 到 36" in errors(category="male", birth="1965-03", offset_months="-2")["offset_months"]
    )


@pytest.mark.parametrize("offset", ["-37", "37", "-99", "1.5", "半年"])
def test_offset_never_beyond_three_years(offset):
    assert (
        "-36 到 36"
        in errors(category="male", birth="1990-06", offset_months=offset)["offset_months"]
    )
    assert index(figures("male", "1990-06")["earliest_month"]) - index("1990-06") == 720


def test_before_the_measures_there_is_nothing_to_choose():
    found = figures("male", "1964-12")
    assert found["earliest_month"] == found["statutory_month"] == found["latest_month"] == "2024-12"
    assert (
        "请选按时" in errors(category="male", birth="1964-12", offset_months="12")["offset_months"]
    )
    assert "2025 年 1 月 1 日起施行" in " ".join(good("male", "1964-12")["notes"])
    assert "2025 年 1 月 1 日起施行" not in " ".join(good("male", "1965-01")["notes"])


# 最低缴费年限


@pytest.mark.parametrize(
    "birth, offset, chosen, minimum",
    [
        ("1970-01", "-16", "2030-01", 186),  # 提前：看所选的 2030 年
        ("1970-01", "-5", "2030-12", 186),
        ("1970-01", "-4", "2031-01", 192),
        ("1970-01", "0", "2031-05", 192),
        ("1970-01", "36", "2034-05", 192),  # 延迟：仍看法定的 2031 年
        ("1968-09", "4", "2030-01", 180),  # 法定 2029 年，延迟到 2030 年
        ("1969-01", "-2", "2029-12", 180),  # 法定 2030 年，提前到 2029 年
        ("1976-09", "0", "2039-09", 240),
        ("1976-09", "-9", "2038-12", 234),
        ("2009-02", "0", "2072-02", 240),
    ],
)
def test_minimum_goes_by_the_right_year(birth, offset, chosen, minimum):
    found = figures("male", birth, offset_months=offset)
    assert (found["chosen_month"], found["minimum_contribution_months"]) == (chosen, minimum)


@pytest.mark.parametrize(
    "contributed, missing", [("0", 192), ("191", 1), ("192", 0), ("193", 0), ("", None)]
)
def test_missing_months(contributed, missing):
    assert figures("male", "1970-01", contributed_months=contributed)["missing_months"] == missing


def test_lawful_ways_out_are_listed_only_when_short():
    short, enough = (
        good("male", "1970-01", contributed_months=months) for months in ("191", "192")
    )
    words = "".join(short["notes"])
    for way in (
        "延长缴费",
        "一次性缴",
        "城乡居民养老保险",
        "书面申请终止",
        "2011 年 7 月 1 日",
        "还差 1 个月",
    ):
        assert way in words, way
    assert {"social-insurance-law", "mohrss-order-13"} <= {
        entry["id"] for entry in short["sources"]
    }
    assert "终止" not in "".join(enough["notes"]) and "已经够了" in "".join(enough["notes"])


def test_early_retirement_needs_the_years():
    words = "年限不够，不能选择提前退休"
    assert words in "".join(
        good("male", "1970-01", offset_months="-16", contributed_months="185")["notes"]
    )
    assert words not in "".join(
        good("male", "1970-01", offset_months="-16", contributed_months="186")["notes"]
    )
    assert words not in "".join(good("male", "1970-01", contributed_months="185")["notes"])


def test_no_minimum_before_the_law():
    found = figures("male", "1950-06", contributed_months="100")
    assert found["statutory_month"] == "2010-06"
    assert found["minimum_contribution_months"] is None and found["missing_months"] is None
    assert figures("male", "1951-06")["minimum_contribution_months"] == 180


# 日期


@pytest.mark.parametrize(
    "category, birth, expected",
    [
        ("male", "1970-01-18", "2031-05-18"),
        ("male", "1970-01-31", "2031-05-31"),
        ("male", "1966-05-31", "2026-10-31"),
        ("male", "1966-01-31", "2026-05-31"),
        ("male", "1965-08-31", "2025-10-31"),
        ("male", "1969-12-31", "2031-03-31"),
        ("female50", "1979-05-31", "2031-08-31"),
        ("female50", "1984-11-30", "2039-11-30"),
        ("male", "1968-02-29", "2028-12-29"),
        ("male", "1976-02-29", "2038-12-29"),
        ("female50", "1975-12-31", "2026-06-30"),  # 6 月没有 31 日
        ("male", "1968-03-31", "2029-01-31"),
        ("male", "1968-04-30", "2029-02-28"),  # 2 月没有 30 日
        ("male", "1980-02-29", "2043-02-28"),  # 延迟 36 个月，2043 年不是闰年
        ("female55", "1988-02-29", "2046-02-28"),
        ("male", "1964-02-29", "2024-02-29"),
    ],
)
def test_date_on_the_birthday_or_the_last_day(category, birth, expected):
    answer = good(category, birth)
    assert answer["figures"]["statutory_date"] == expected
    moved = date.fromisoformat(expected).day != date.fromisoformat(birth).day
    assert ("最后一天" in "".join(answer["notes"])) == moved


def test_without_a_day_there_is_no_date():
    assert figures("male", "1970-01")["statutory_date"] is None
    assert figures("male", "1970-01") == figures("male", "1970-01-18") | {"statutory_date": None}


# 表和步骤


def test_table_of_the_months_around():
    table = good("male", "1970-01", offset_months="12")["tables"][0]
    rows = [
        (row["choice"], row["month"], row["age"], row["minimum_contribution_months"])
        for row in table["rows"]
    ]
    assert rows == [
        ("最早", "2030-01", "60 岁", 186),
        ("法定", "2031-05", "61 岁 4 个月", 192),
        ("你选的", "2032-05", "62 岁 4 个月", 192),
        ("最晚", "2034-05", "64 岁 4 个月", 192),
    ]


@pytest.mark.parametrize(
    "offset, names", [("0", ["最早", "法定", "最晚"]), ("-16", ["最早", "法定", "最晚"])]
)
def test_table_does_not_repeat_a_month(offset, names):
    assert [
        row["choice"] for row in good("male", "1970-01", offset_months=offset)["tables"][0]["rows"]
    ] == names


def test_steps_carry_this_readers_numbers():
    words = " ".join(
        f"{step['numbers']} {step['value']}"
        for step in good("male", "1970-01", offset_months="-16")["steps"]
    )
    for text in (
        "1970 年 1 月",
        "60 ÷ 4 取整得 15，加 1",
        "16 个月",
        "2031 年 5 月",
        "61 岁 4 个月",
        "2030 年",
        "15 年 6 个月",
    ):
        assert text in words, text
    assert "超过上限，取 36" in good("male", "1977-01")["steps"][1]["numbers"]
    assert "超过上限" not in good("male", "1976-12")["steps"][1]["numbers"]


@given(st.sampled_from(list(OPEN)), BIRTHS, st.none() | st.integers(0, 720))
@PROPERTY
def test_every_step_names_a_listed_source(category, birth, contributed):
    answer = good(category, birth, contributed_months=contributed)
    assert {step["source"] for step in answer["steps"]} <= {
        entry["id"] for entry in answer["sources"]
    }


# 输入有误


def test_all_errors_at_once():
    found = errors(
        category="woman", birth="1970-02-30", offset_months="x", contributed_months="-1", sex="f"
    )
    assert set(found) == {"category", "birth", "offset_months", "contributed_months", "sex"}
    assert set(errors()) == {"category", "birth"}


@pytest.mark.parametrize(
    "birth", ["1970", "1970-13", "1969-02-29", "1899-12", "2031-01", "70-01", "1970-1-32"]
)
def test_bad_births(birth):
    assert set(errors(category="male", birth=birth)) == {"birth"}


@pytest.mark.parametrize("birth", ["1970-01", "1970年1月", "197001", "1970/01", "１９７０-０１"])
def test_ways_to_write_a_birth(birth):
    assert figures("male", birth)["statutory_month"] == "2031-05"


@pytest.mark.parametrize("written", ["提前12", "-12", "−12", "提前1年", "提前 12 个月"])
def test_an_earlier_month_in_words_or_as_a_negative(written):
    assert figures("male", "1972-04", offset_months=written)["chosen_month"] == "2033-02"


def test_a_later_month_in_words():
    plain = figures("male", "1972-04", offset_months=12)
    assert figures("male", "1972-04", offset_months="延迟12") == plain
    assert (
        "还要写提前几个月"
        in errors(category="male", birth="1972-04", offset_months="提前")["offset_months"]
    )
