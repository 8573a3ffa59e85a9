"""输入项的种类、年月和图：读得懂人写的，读不懂时说得清。"""

import itertools
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.declaration import Calculator, Chart, Column, Input, InputErrors, Result, Table
from calc.html import chart
from calc.kinds import (
    Birth,
    Cell,
    Choice,
    Money,
    MoneyList,
    Month,
    Months,
    MonthSet,
    Number,
    Offset,
    Percent,
    Rows,
    Several,
    Unfinished,
    Whole,
    Years,
)  # fmt: skip
from calc.months import YearMonth, age_text, years_and_months
from helpers import PROPERTY

SEGMENTS = Rows(
    (Cell("from", "从", Month()), Cell("to", "到", Month()), Cell("amount", "每月", Money())),
    "2006-01 2010-12 200",
)
RATES = Rows(
    (Cell("year", "年份", Number(1990, 2100, 0)), Cell("rate", "利率", Number(0, 30))), "2015 4.25"
)
MONTHS = st.builds(YearMonth, st.integers(1980, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        "2025-09",
        "2025-9",
        "2025/9",
        "2025.09",
        "２０２５－０９",
        "2025年9月",
        "2025 年 9 月",
        "202509",
        " 2025-09 ",
    ],
)
def test_months_are_read_as_people_write_them(text):
    assert Month().parse(text) == YearMonth(2025, 9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-13", "没有 13 月"),
        ("2025-00", "没有 0 月"),
        ("九月", "不是月份"),
        ("2025", "不是月份"),
        ("1979-12", "1980 年 1 月到"),
        ("2101-01", "之间"),
    ],
)
def test_wrong_months_are_explained(text, message):
    with pytest.raises(ValueError, match=message):
        Month().parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1972-04", (YearMonth(1972, 4), None)),
        ("1972-04-18", (YearMonth(1972, 4), 18)),
        ("19720418", (YearMonth(1972, 4), 18)),
        ("1972年4月18日", (YearMonth(1972, 4), 18)),
        ("1972/4/8", (YearMonth(1972, 4), 8)),
        ("1972-02-29", (YearMonth(1972, 2), 29)),
    ],
)
def test_births(text, expected):
    assert Birth().parse(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1973-02-29", "没有 29 日"),
        ("1972-04-31", "没有 31 日"),
        ("1972-04-00", "没有 0 日"),
        ("1899-12", "之间"),
        ("x", "不是月份"),
    ],
)
def test_wrong_births_are_explained(text, message):
    with pytest.raises(ValueError, match=message):
        Birth().parse(text)


@PROPERTY
@given(MONTHS, st.integers(-600, 600))
def test_months_add_up(start, count):
    moved = start.plus(count)
    assert 1 <= moved.month <= 12
    assert moved.since(start) == count
    assert (moved > start) == (count > 0)
    assert Month(YearMonth(1900, 1), YearMonth(2200, 12)).parse(str(moved)) == moved


def test_a_day_the_month_lacks_becomes_its_last():
    assert YearMonth(2025, 2).day(29) == date(2025, 2, 28)
    assert YearMonth(2028, 2).day(30) == date(2028, 2, 29)
    assert YearMonth(2025, 4).day(31) == date(2025, 4, 30)


def test_durations_and_ages_in_words():
    assert [years_and_months(count) for count in (0, 6, 12, 186)] == [
        "0 个月",
        "6 个月",
        "1 年",
        "15 年 6 个月",
    ]
    assert (age_text(60, 0), age_text(60, 1)) == ("60 岁", "60 岁 1 个月")


@pytest.mark.parametrize(
    "raw",
    [
        "2006-01 2006-12 200; 2008-01 2009-06 300.50",
        "2006-01 2006-12 200\n2008-01 2009-06 300.50\n",
        [
            {"from": "2006-01", "to": "2006-12", "amount": "200"},
            {"from": "2008-01", "to": "2009-06", "amount": "300.50"},
        ],
        [["2006-01", "2006-12", 200], ["2008-01", "2009-06", "300.50"], [None, "", "-"]],
    ],
)
def test_rows_are_read_from_text_and_objects(raw):
    first, second = SEGMENTS.parse(raw)
    assert vars(first) == {
        "from": YearMonth(2006, 1),
        "to": YearMonth(2006, 12),
        "amount": Decimal(200),
    }
    assert second.amount == Decimal("300.50")


def test_rows_of_two_cells_are_also_a_mapping():
    assert [vars(row) for row in RATES.parse({"2015": "4.25"})] == [
        {"year": 2015, "rate": Decimal("4.25")}
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2006-01 2006-12 x", "第 1 行的每月"),
        ("2006-01 2006-12 1; 2007-01 2007-13 1", "第 2 行的到：没有 13 月"),
        ("1 2 3 4", "应当有 3 格"),
        ([{"start": "2006-01"}], "没有“start”这一格"),
        (5, "看不懂"),
        ("2006-01 2006-12 1;" * 61, "最多 60 行"),
    ],
)
def test_wrong_rows_name_the_row_and_the_cell(raw, message):
    with pytest.raises(ValueError, match=message):
        SEGMENTS.parse(raw)


def test_a_blank_cell_is_none():
    assert SEGMENTS.parse("2006-01 - 5")[0].to is None


def test_numbers_keep_their_range_and_places():
    kind = Number("0.3", 3, 4, example="1.05")
    assert kind.parse("１．０５") == Decimal("1.05")
    for wrong in ("0.29", "3.0001", "1.00001", "一"):
        with pytest.raises(ValueError):
            kind.parse(wrong)


KINDS = [Money(), Percent(), Number(0, 20, 8), Number(0, 100, 2), Number(0, 100, 0), Whole(0, 100)]
OFFSETS = Several(Offset(-36, 36), 4, "提前12 0 延迟12")
DECIMALS = [kind for kind in KINDS if not isinstance(kind, Whole)]


def places(kind) -> int:
    return {Money: 2, Percent: 4}.get(type(kind)) or getattr(kind, "places", 0)


@pytest.mark.parametrize("kind", KINDS, ids=repr)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("+5", "5"), ("00012", "12"), ("0" * 59 + "7", "7"), ("-0", "0"), ("+0", "0")),
        *((" 7 ", "7"), ("５", "5"), ("０", "0")),
    ],
)
def test_unusual_ways_to_write_a_number(kind, text, expected):
    assert str(kind.parse(text)) == expected


@pytest.mark.parametrize("kind", DECIMALS, ids=repr)
def test_zeros_without_meaning_are_dropped(kind):
    """多余的零去掉；位数在允许以内的，照原样留着。"""
    for zeros in (57, 30, 10, places(kind) + 1):
        assert str(kind.parse("1." + "0" * zeros)) == "1"
        assert str(kind.parse("-0." + "0" * zeros)) == "0"
    assert str(kind.parse("1.")) == "1"
    if places(kind):
        assert str(kind.parse("1.5" + "0" * 50)) == "1.5"
        assert str(kind.parse("1.50")) == "1.50"
        with pytest.raises(ValueError, match="小数太多"):
            kind.parse("1." + "0" * 50 + "1")


@PROPERTY
@given(st.sampled_from(DECIMALS), st.decimals(0, 10, places=8), st.integers(0, 40))
def test_a_number_is_never_longer_than_allowed(kind, value, zeros):
    text = f"{value:f}" + "0" * zeros
    try:
        read = kind.parse(text)
    except ValueError as wrong:
        assert "小数太多" in str(wrong) or "之间" in str(wrong)
    else:
        assert read == value
        assert len(f"{read:f}".partition(".")[2]) <= places(kind)


OTHER_DIGITS = ["١٢", "۱۲", "१२", "๑๒", "𝟏𝟐", "①", "12²", "½", "一二", "Ⅻ"]
OTHER_DIGITS += ["1٢", "١.٥", "1.٥", "1.٠٠٠٠٠٠٠٠٠"]


@pytest.mark.parametrize("text", OTHER_DIGITS)
def test_digits_of_other_scripts_are_refused(text):
    for kind in [*KINDS, MonthSet(), MoneyList(1), MoneyList(3, exact=False), OFFSETS]:
        with pytest.raises(ValueError, match="不是数字|不是整数"):
            kind.parse(text)


@pytest.mark.parametrize("kind", [Month(), Birth()], ids=repr)
@pytest.mark.parametrize("text", ["٢٠٢٥-٠٩", "2025-٠٩", "𝟐𝟎𝟐𝟓-09", "٢٠٢٥٠٩", "2025年٩月"])
def test_months_in_digits_of_other_scripts_are_refused(kind, text):
    with pytest.raises(ValueError, match="不是月份"):
        kind.parse(text)


LONG = [*KINDS, Month(), Birth(), MonthSet(), SEGMENTS, RATES, OFFSETS]


@pytest.mark.parametrize("kind", LONG, ids=repr)
@pytest.mark.parametrize("letter", "019.,+-٠是 \t[;%元")
def test_very_long_texts_are_refused_shortly(kind, letter):
    try:
        kind.parse(letter * 1_000_000)
    except ValueError as wrong:
        assert len(str(wrong)) < 200
    else:
        assert not letter.strip("; \t")


@pytest.mark.parametrize(
    "raw",
    [
        "-36 0 36",
        "36,0,-36",
        "提前36、按时、延迟36",
        "提前3年；0；延迟36个月",
        "−36 0 +36",
        [36, "0", -36],
    ],
)
def test_several_whole_numbers_are_read_in_order(raw):
    assert OFFSETS.parse(raw) == (-36, 0, 36)
    assert OFFSETS.given(raw) == "提前 36 个月、按时、延迟 36 个月"


def test_several_say_what_they_were_read_as():
    assert OFFSETS.reading("0 提前3年") == "第 2 个：“提前3年”读作提前 36 个月"
    assert OFFSETS.reading("0 -36") == ""


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "至少要有一个数"),
        (",", "至少要有一个数"),
        ("1 -37", "第 2 个：应当是 -36 到 36 的整数。请填写：提前或延迟几个月"),
        ("提前 12", "第 1 个：还要写提前几个月，如 12。请填写：提前或延迟几个月"),
        ("0 12 按时", "按时写了不止一次"),
        ("1 2 3 4 5", "最多 4 个，现在有 5 个"),
        ([[1]], "第 1 个：应当是一个数"),
    ],
)
def test_wrong_ones_among_several_are_explained(raw, message):
    with pytest.raises(ValueError, match=message):
        OFFSETS.parse(raw)


def test_a_whole_number_out_of_range_is_not_called_something_else():
    for text in ("9999999999", "-9999999999", "1" * 60):
        with pytest.raises(ValueError, match="应当是 0 到 100 的整数"):
            Whole(0, 100).parse(text)


def test_a_list_of_amounts_may_be_short():
    assert MoneyList(3, exact=False).parse("1.5 2") == (Decimal("1.5"), Decimal(2))
    with pytest.raises(ValueError, match="最多 3 个"):
        MoneyList(3, exact=False).parse("1 2 3 4")


def nested() -> Calculator:
    """三层：问了这个，才问那个。"""
    first, second = Choice((("x", "叉"), ("y", "歪"))), Choice((("1", "一"), ("2", "二")))
    return Calculator(
        "nested",
        "测试",
        "",
        (),
        inputs=(
            Input("a", "甲", first, default="x"),
            Input("b", "乙", second, default="1", shown_when=("a", "y")),
            Input("c", "丙", Money(), required=True, shown_when=("b", "1 2")),
        ),
        figures=(),
        check=lambda values, problems: None,
        compute=lambda values: Result({}, []),
    )


def test_an_input_is_required_only_when_it_is_shown():
    assert nested().read({}).c is None
    assert nested().read({"a": "y", "c": "5"}).c == 5
    with pytest.raises(InputErrors, match="请填写丙"):
        nested().read({"a": "y"})


YEARS = Table(
    "years",
    "逐年",
    (Column("year", "年份"), Column("own", "本金", "yuan"), Column("more", "利息", "yuan")),
    Chart("图", "year", ("own", "more")),
)


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 10**11), st.integers(0, 10**11)), min_size=1, max_size=60))
def test_bars_stay_inside_the_chart_and_keep_their_proportion(amounts):
    rows = [
        {"year": 1990 + n, "own": f"{Decimal(a) / 100:.2f}", "more": f"{Decimal(b) / 100:.2f}"}
        for n, (a, b) in enumerate(amounts)
    ]
    svg = chart.draw(YEARS, rows)
    tops = [Decimal(part.split('"')[0]) for part in svg.split(' y="')[1:]]
    assert all(0 <= top <= chart.HEIGHT for top in tops)
    assert svg.count("calc-slot") == len(rows)
    assert svg.count("<rect") == 3 * len(rows), "一年两截，盖着一格"
    step = chart.tick_step(max(Decimal(a + b) / 100 for a, b in amounts))
    assert step * 5 >= max(Decimal(a + b) / 100 for a, b in amounts)
    assert str(step.normalize().as_tuple().digits[0]) in "125"


SIDES = Table(
    "sides",
    "并排",
    (*YEARS.columns, Column("rest", "其他", "yuan")),
    Chart("图", "year", ("own", "more", "rest"), beside=True),
)
FEN = st.none() | st.integers(0, 10**11)


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 10**11), FEN), min_size=1, max_size=20))
def test_bars_side_by_side_stand_on_the_same_line_in_their_slot(amounts):
    """没有数的一列不画，高的数画得高，谁也不压着谁，不出自己的格子。"""
    rows = [
        {"year": 1990 + n, "own": f"{Decimal(a) / 100:.2f}", "rest": None}
        | {"more": None if b is None else f"{Decimal(b) / 100:.2f}"}
        for n, (a, b) in enumerate(amounts)
    ]
    svg = chart.draw(SIDES, rows)
    drawn = [
        {name: Decimal(value) for name, value in re.findall(r' (x|y|width|height)="([^"]+)"', bar)}
        for bar in re.findall(r'<rect class="calc-part-[^>]+>', svg)
    ]
    columns = 1 + any(b is not None for _, b in amounts)
    assert len(drawn) == columns * len(rows) and "其他" not in svg
    assert {bar["y"] + bar["height"] for bar in drawn} == {chart.HEIGHT - chart.BOTTOM}
    assert all(bar["y"] >= chart.TOP for bar in drawn)
    slot = Decimal(chart.WIDTH - chart.LEFT) / len(rows)
    for place, bar in enumerate(drawn):
        left = chart.LEFT + slot * (place // columns)
        assert left <= bar["x"] and bar["x"] + bar["width"] <= left + slot + Decimal("0.2")
    for one, other in itertools.pairwise(drawn):
        assert one["x"] + one["width"] <= other["x"]


def test_chart_says_its_last_year_in_words():
    svg = chart.draw(
        YEARS,
        [
            {"year": 2024, "own": "100.00", "more": "0.00"},
            {"year": 2025, "own": "20000.00", "more": "1500.50"},
        ],
    )
    assert "本金 20,000 元，利息 1,500 元" in svg or "利息 1,501 元" in svg
    assert "style=" not in svg


# 复制来的字、几万、几年几个月


@pytest.mark.parametrize(
    "text",
    [
        "\u202d100978.25\u202c",
        "\u200b100978.25\ufeff",
        "100978。25",
        "１００９７８．２５",
        "\u2066￥100,978.25\u2069元",
        "10.097825万",
        "10.097825 万元",
    ],
)
def test_amounts_pasted_from_elsewhere(text):
    assert Money().parse(text) == Decimal("100978.25")
    assert MoneyList(2, exact=False).parse([text, "1"]) == (Decimal("100978.25"), Decimal(1))


@pytest.mark.parametrize(
    "dash", ["-", "−", "–", "—", "－", "‑", "﹣"], ids=lambda dash: f"{ord(dash):x}"
)
def test_dashes_are_a_minus_where_one_may_stand(dash):
    assert Offset(-36, 36).parse(f"{dash}12") == -12
    assert Month().parse(f"2025{dash}09") == YearMonth(2025, 9)
    assert MonthSet().parse(f"9{dash}12") == (9, 10, 11, 12)
    assert SEGMENTS.parse(f"2006-01 {dash} 5")[0].to is None
    with pytest.raises(ValueError, match="不能是负数"):
        Money().parse(f"{dash}5")


@pytest.mark.parametrize(
    ("text", "amount", "shown"),
    [
        ("8.5万", "85000", "“8.5万”读作 85,000.00 元"),
        ("12 万元", "120000", "“12 万元”读作 120,000.00 元"),
        ("1,200万", "12000000", "“1,200万”读作 12,000,000.00 元"),
        ("0.000001万", "0.01", "“0.000001万”读作 0.01 元"),
    ],
)
def test_tens_of_thousands_are_read_and_shown(text, amount, shown):
    assert Money().parse(text) == Decimal(amount)
    assert Money().reading(text) == shown
    assert Money().reading(amount) == ""


@pytest.mark.parametrize("text", ["8.5万2", "万", "一万", "8万5千", "1.1234567万", "100000万"])
def test_other_ways_with_ten_thousand_are_refused(text):
    with pytest.raises(ValueError):
        Money().parse(text)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("304", 304),
        ("304 个月", 304),
        ("25年4个月", 304),
        ("25年4月", 304),
        ("25 年零 4 个月", 304),
        ("２５年４个月", 304),
        ("25年", 300),
        (304, 304),
    ],
)
def test_a_count_of_months_in_years_and_months(text, months):
    assert Months().parse(text) == months


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("25年12个月", "0 到 11"),
        ("61年", "0 到 720"),
        ("25.5年", "25年4个月"),
        ("半年", "看不懂"),
        ("-1年", "看不懂"),
    ],
)
def test_wrong_years_and_months_are_explained(text, message):
    with pytest.raises(ValueError, match=message):
        Months().parse(text)


def test_years_and_months_are_not_a_decimal():
    kind = Years()
    assert kind.parse("41年6月") == kind.parse("41 年 6 个月") == Fraction(83, 2)
    assert kind.parse("41年7月") == Fraction(499, 12)
    assert kind.parse("41.6") == Decimal("41.6")
    assert kind.parse("28.83年") == Decimal("28.83") and kind.parse("41年") == 41
    assert kind.reading("41年6月") == "“41年6月”读作 41 年 6 个月，就是 41.5 年"
    assert kind.reading("41年7月") == "“41年7月”读作 41 年 7 个月，就是 499 个月"
    assert kind.reading("41.6") == "" and kind.given("41年6月") == "41年6月"
    with pytest.raises(ValueError, match="之间"):
        kind.parse("60年1个月")


@pytest.mark.parametrize(
    ("text", "months"),
    [
        *(("-12", -12), ("−12", -12), ("提前12", -12), ("提前 12 个月", -12), ("提前1年", -12)),
        *(("延迟12", 12), ("推迟1年2个月", 14), ("12", 12), ("按时", 0), ("0", 0), (-12, -12)),
    ],
)
def test_earlier_or_later(text, months):
    assert Offset(-36, 36).parse(text) == months


def test_earlier_or_later_but_not_by_how_much():
    with pytest.raises(Unfinished, match="提前几个月"):
        Offset(-36, 36).parse("提前")
    for text in ("提前-12", "提前十二", "早12", "提前37", "延迟3年1个月"):
        with pytest.raises(ValueError):
            Offset(-36, 36).parse(text)


@pytest.mark.parametrize("text", ["197611", "1976.11", "1976年11月", "1976 11", "1976/11月"])
def test_months_of_birth_from_a_numeric_keyboard(text):
    assert Birth().parse(text) == (YearMonth(1976, 11), None)
    assert Month(YearMonth(1930, 1)).parse(text) == YearMonth(1976, 11)
    assert Month().keyboard == Birth().keyboard == "numeric"


# 读得懂，但像是填错了


NOW = date(2026, 11, 26)


def test_months_that_look_like_years():
    kind = Months(of_years=True)
    assert "30年" in kind.doubt(30, NOW) and "360" in kind.doubt(30, NOW)
    assert kind.doubt(0, NOW) == kind.doubt(51, NOW) == Months().doubt(30, NOW) == ""


def test_a_month_that_looks_like_a_year():
    kind = Money(yearly_from=5_000)
    assert "146,616.00" in kind.doubt(Decimal(146616), NOW)
    assert kind.doubt(Decimal(4999), NOW) == Money().doubt(Decimal(146616), NOW) == ""
    assert MoneyList(2, kind).doubt((Decimal(1), Decimal(9000)), NOW).startswith("第 2 个")
    rows = Rows((Cell("a", "甲", Money()), Cell("b", "乙", kind)), "1 2")
    assert rows.doubt(rows.parse("1 1; - 9000"), NOW).startswith("第 2 行：乙 9,000.00 元")
    assert rows.reading("1万 1; 1 1") == "第 1 行：甲 “1万”读作 10,000.00 元"


def test_a_birth_of_someone_older_than_a_hundred():
    assert "101 岁" in Birth().doubt((YearMonth(1925, 1), None), NOW)
    assert Birth().doubt((YearMonth(1926, 11), None), NOW) == ""
