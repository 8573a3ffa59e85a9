"""很多人一起算的表：编码、引号、列、错的行、公式、空表，和命令行。"""

import json
import re
import subprocess
import sys
from base64 import b64encode
from functools import partial
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import sheets
from calc.declaration import InputErrors
from calc.sheets.columns import names_of
from calc.sheets.writing import harmless
from conftest import ROOT
from helpers import PROPERTY, peak_memory
from scripts.pages.blocks import first_example

ID = "retirement-age"
HEADER = "姓名,你是哪一类,出生年月或年月日"
PERSON = "张三,男职工,1972-04-18"
LABELS = [None, "你是哪一类", "出生年月或年月日"]
ANSWER = ["2034年2月", "61 岁 10 个月", "2032年4月", "2037年2月", ""]


def read(content: bytes | str, id: str = ID) -> dict:
    """网页读一张表得到的。"""
    text = isinstance(content, str)
    source = {"text": content} if text else {"bytes": b64encode(content).decode()}
    return json.loads(sheets.page_read(id, json.dumps(source)))


def refused(content: bytes | str, id: str = ID) -> str:
    """读不了的表，说的话。"""
    (error,) = read(content, id)["errors"]
    assert error["field"] is None and re.search("[\u4e00-\u9fff]", error["message"])
    return error["message"]


def computed(content: bytes | str, id: str = ID) -> list[list[str]]:
    """每一行的结果。"""
    table = read(content, id)
    assert "errors" not in table, table
    asked = {"header": table["header"], "rows": table["rows"], "today": "2026-11-26"}
    answer = json.loads(sheets.page_rows(id, json.dumps(asked)))
    whole = table["csv"] + answer["csv"]
    assert whole.startswith("\ufeff") and whole.count("\r\n") >= len(answer["rows"]) + 1
    assert all(len(row) == len(table["heading"]) for row in answer["rows"])
    return answer["rows"]


# 编码


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, end):
    content = f"{HEADER}{end}{PERSON}{end}".encode(encoding)
    table = read(content)
    assert table["labels"] == LABELS and table["header"][0] == "姓名"
    assert ("GB18030" in table["notes"][0]) == encoding.startswith("gb")
    assert computed(content) == [[*PERSON.split(","), *ANSWER]]


def test_a_rare_character_in_gb18030():
    content = f"{HEADER}\n㛃𠮷,男职工,1972-04-18\n".encode("gb18030")
    assert computed(content)[0][0] == "㛃𠮷"


def test_pasted_from_a_spreadsheet():
    text = f"{HEADER}\n{PERSON}".replace(",", "\t")
    assert "制表符" in read(text)["notes"][0]
    assert computed(text)[0][3:] == ANSWER


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00" + bytes(50), "xlsx.*另存为.*CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(50), "xls.*另存为.*CSV"),
        (f"{HEADER}\n".encode("utf-16"), "UTF-16.*另存为.*CSV"),
        (b"\x89PNG\r\n\x1a\n\0\0", "不是文字"),
        (b"\xff\xff\xff,\n", "认不出"),
        (b"\xef\xbb\xbf" + HEADER.encode("gb18030"), "认不出"),
        (b"", "空的"),
        (b" ,\t;\r\n\r\n", "空的"),
        ("", "空的"),
        (f"{HEADER}\n", "没有数据"),
        (f"{HEADER}\n,,\n \n", "没有数据"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content, words):
    assert re.search(words, refused(content))


def test_a_file_that_changes_its_encoding_is_refused():
    rows = f"{PERSON}\n".encode() * 40_000
    assert "第 40002 行" in refused(HEADER.encode() + b"\n" + rows + "张".encode("gbk") + b",\n")


# 列


@pytest.mark.parametrize(
    "header",
    [
        "category,birth",
        "Category, BIRTH ",
        "*你是哪一类,出生年月 或年月日：",
        "\u200b你是哪一类\u200b,“出生年月或年月日”",
        "\ufeff你是哪一类;出生年月或年月日",
    ],
)
def test_headers_that_are_known(header):
    split = ";" if ";" in header else ","
    assert computed(f"{header}\n男职工{split}1972-04-18\n")[0][2:] == ANSWER


def test_a_label_with_its_unit():
    header = "退休时几岁（岁）,零几个月(个月)\n60,1\n"
    assert computed(header, "payout-months")[0][2] == "138.4"


@pytest.mark.parametrize("id", calc.calculator_ids())
def test_no_two_inputs_of_a_calculator_have_a_name_in_common(id):
    names = [name for entry in calc.calculator(id).inputs for name in names_of(entry)]
    assert len(names) == len(set(names))


def test_unknown_and_missing_columns_are_named():
    table = read("工号,出生年月或年月日,,年龄（岁）\n7,1972-04-18,x,54\n")
    assert table["labels"] == [None, "出生年月或年月日", None, None]
    assert any("“工号”、“年龄（岁）”" in note for note in table["notes"])
    assert any("“你是哪一类”" in note for note in table["notes"])


def test_one_of_several_is_missing():
    table = read("年份,上年末累计储存额\n2024,100\n", "annual-interest")
    assert any("“年缴费基数”或“月缴费基数”" in note for note in table["notes"])


def test_a_header_with_no_known_column_is_refused():
    message = refused("甲公司职工名单\n张三,男职工,1972-04-18\n")
    assert "没有认出" in message and "出生年月或年月日" in message


@pytest.mark.parametrize("second", ["birth", "出生年月或年月日", "出生年月或年月日："])
def test_two_columns_for_one_input_are_refused(second):
    assert "同一项" in refused(f"birth,{second}\n1972-04,1972-04\n")


# 各行


def test_quotes_commas_and_line_breaks_in_a_cell():
    text = f'{HEADER},备注\n"张""三,\n李四",男职工,1972-04-18,"a\r\nb"\n{PERSON},c\n'
    first, second = computed(text)
    assert first[:4] == ['张"三,\n李四', "男职工", "1972-04-18", "a\r\nb"]
    assert first[4:] == second[4:] == ANSWER


def test_blank_rows_are_left_out_and_numbers_are_those_of_the_sheet():
    table = read(f"{HEADER}\n\n{PERSON}\n,,\n{PERSON}\n\n")
    assert [number for number, *_ in table["rows"]] == [3, 5]


def test_blank_rows_above_the_header():
    assert computed(f",,\n\n{HEADER}\n{PERSON}\n")[0][3:] == ANSWER


def test_ragged_rows():
    text = f"{HEADER},到那时累计缴费几个月\n{PERSON}\n{PERSON},180,,\n{PERSON},180,7\n张三\n"
    short, blank, long, one = computed(text)
    assert short[3] == "" and short[4:] == blank[4:] == ANSWER
    assert "错了位" in long[-1] and set(long[4:-1]) == {""}
    assert "请填写" in one[-1]


def test_a_thousands_comma_without_quotes_is_not_computed():
    header = "年份,上年末累计储存额,全年记账金额\n"
    (row,) = computed(header + "2024,52,630.18,6912.00\n", "annual-interest")
    assert "千位逗号" in row[-1]
    (row,) = computed(header + '2024,"52,630.18",6912.00\n', "annual-interest")
    assert row[-3:] == ["1477.00", "61019.18", ""]


def test_bad_rows_say_what_is_wrong_and_the_others_are_computed():
    text = f"{HEADER}\n{PERSON}\n李四,男人,1972-13\n王五,男职工,\n{PERSON}\n"
    first, second, third, last = computed(text)
    assert first == last
    assert "你是哪一类：没有 “男人”" in second[-1] and "没有 13 月" in second[-1]
    assert third[-1].startswith("请填写出生年月或年月日")
    assert set(second[3:-1]) == set(third[3:-1]) == {""}


def test_wrong_quotes_spoil_only_their_own_row():
    text = f'{HEADER}\n"a"b,男职工,1972-04\n{PERSON}\n"没有收尾,男职工,1972-04\n{PERSON}\n'
    wrong, good, open_ = computed(text)
    assert "引号" in wrong[-1] and good[3:] == ANSWER
    assert "从它起的 2 行都没有读" in open_[-1]


@pytest.mark.parametrize("cell", ["1000 0 2000", "1000；0；2000", "1000; 0; 2000", "1000、0、2000"])
def test_a_list_in_one_cell(cell):
    header = "计发基数,平均缴费工资指数,缴费年限（月数）,个人账户储存额,计发月数,其他各项\n"
    (row,) = computed(f"{header}8000,1,180,100000,139,{cell}\n", "pension-estimate")
    assert row[-1] == "" and row[6] == "4919.42"


def test_twelve_months_in_one_cell():
    text = f"年份\t上年末累计储存额\t各月记账金额\n2024\t0\t{'576 ' * 11}0\n"
    (row,) = computed(text, "annual-interest")
    given = {"year": "2024", "opening_balance": "0", "monthly_amounts": ["576"] * 11 + ["0"]}
    assert row[4] == calc.run("annual-interest", given)["figures"]["closing_balance"]


@pytest.mark.parametrize("months", ["9-12月", "9-12", "9、10、11、12", "9 10 11 12"])
def test_months_in_one_cell(months):
    text = f"年份\t上年末累计储存额\t全年记账金额\t缴费的月份\n2024\t0\t400\t{months}\n"
    (row,) = computed(text, "annual-interest")
    assert row[-3:] == ["2.18", "402.18", ""]


def test_as_many_rows_as_may_be_and_one_more():
    rows = f"{PERSON}\n" * sheets.MOST_ROWS
    assert len(read(f"{HEADER}\n{rows}")["rows"]) == 5_000
    message = refused(f"{HEADER}\n{rows}{PERSON}\n")
    assert "5,001 行" in message and "最多 5,000 行" in message


def test_the_same_figures_as_one_by_one():
    header = "year,opening_balance,credited_amount,credited_interest,closing_balance"
    (row,) = computed(f"{header}\n2024,52630.18,3456.00,1405.32,57491.50\n", "statement-check")
    given = dict(zip(header.split(","), ["2024", "52630.18", "3456.00", "1405.32", "57491.50"]))
    figures = calc.run("statement-check", given)["figures"]
    verdict = dict(calc.calculator("statement-check").figures[0].options)[figures["verdict"]]
    difference = figures["interest_difference"]
    assert row[5:] == [verdict, difference, figures["expected_interest"], ""]
    assert difference.startswith("-") and difference == harmless(difference)


# 公式


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"]
)
def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(start):
    cell = f'{start}HYPERLINK("http://x")'
    assert harmless(cell) == f"'{cell}"
    table = sheets.read_text(sheets.line([cell, "x"]) + sheets.line(["1", "2"]))
    assert table.header[0] == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12", "-0.50", "-1,234.56", "-2.5%", "a=1", "1-2", "", "'=1"])
def test_other_cells_stay(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize("cell", ["-1+1", "-x", "--1", "-1 -2", "- 1", "-", "-１"])
def test_not_every_minus_is_a_number(cell):
    assert harmless(cell) == f"'{cell}"


def test_formulas_in_the_header_and_in_bad_rows():
    table = read("=1+1,你是哪一类,birth\n+2,@男人,=3\n")
    assert table["csv"].startswith("\ufeff'=1+1,")
    asked = {"header": table["header"], "rows": table["rows"]}
    answer = json.loads(sheets.page_rows(ID, json.dumps(asked)))
    assert answer["csv"].startswith("'+2,'@男人,'=3,") and answer["tsv"].startswith("'+2\t'@男人\t")
    assert not re.search(r"(^|,|\t|\n)[=+@]", answer["csv"] + answer["tsv"])


# 写出来再读进来

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=6), min_size=1, max_size=6)


@PROPERTY
@given(ROWS, st.sampled_from([",", "\t"]))
def test_what_is_written_reads_back(rows, delimiter):
    text = sheets.line(["a", "b"], delimiter)
    text += "".join(sheets.line(row, delimiter) for row in rows)
    kept = [list(map(harmless, row)) for row in rows]
    found = [row.cells for row in sheets.read_text(text).rows]
    assert found == [row for row in kept if any(map(str.strip, row))]


@PROPERTY
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    try:
        list(sheets.read_bytes(sheets.lines_of_bytes(content)).rows)
    except InputErrors as wrong:
        assert wrong.plain


@PROPERTY
@given(st.text(st.sampled_from('",\t;\r\n a1\0年份'), max_size=60))
def test_any_text_is_computed_or_refused(text):
    for row in computed(f"退休的年份,x\n2034,1\n{text}", "minimum-contribution"):
        assert row[-1] or row[-2]


# 空表


@pytest.mark.parametrize("id", calc.calculator_ids())
def test_every_template_computes(id):
    item = calc.calculator(id)
    text = sheets.template(item, first_example(id))
    table = read(text, id)
    assert None not in table["labels"] and len(table["notes"]) == 1
    (row,) = computed(text, id)
    assert row[-1] == ""
    figures = calc.run(id, first_example(id))["figures"]
    mains = [figure for figure in item.figures if figure.main]
    assert [figures[figure.name] is None for figure in mains] == [
        not cell for cell in row[-len(mains) - 1 : -1]
    ]
    yuan = [(place, figure) for place, figure in enumerate(mains) if figure.unit == "yuan"]
    for place, figure in yuan:
        assert row[place - len(mains) - 1] == (figures[figure.name] or "")


# 命令行


def run(content: bytes, *words: str, id: str = ID) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "calc", "batch", id, "--csv", *words]
    done = subprocess.run(command, cwd=ROOT, input=content, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def test_the_command_line_reads_and_writes_a_sheet():
    status, out, said = run(f"{HEADER}\n{PERSON}\n".encode())
    heading = f"{HEADER},法定退休月份,法定退休年龄,最早可以到,最晚可以到,错误"
    assert (status, out) == (0, f"\ufeff{heading}\r\n{PERSON},{','.join(ANSWER)}\r\n")
    assert said == "没有认出的列：“姓名”。照原样留着，不参加计算。\n"


def test_the_command_line_says_gb18030_and_goes_on_after_a_bad_row():
    content = "birth,category\n1972-04,男人\n=1,男职工\n1972-04-18,male\n".encode("gb18030")
    status, out, said = run(content)
    rows = out.removeprefix("\ufeff").splitlines()
    assert status == 1 and "GB18030" in said and len(rows) == 4
    assert "没有 “男人”" in rows[1] and rows[2].startswith("'=1,")
    assert rows[3] == "1972-04-18,male," + ",".join(ANSWER)


def test_the_command_line_refuses_what_is_no_sheet():
    for content in (b"", b"PK\x03\x04", "甲,乙\n1,2\n".encode()):
        status, out, said = run(content)
        assert (status, out) == (2, "") and said and "Traceback" not in said
    assert run(b"", id="no-such")[0] == 2
    assert run(b"", "--json")[0] == 2


def test_an_empty_sheet_and_more_rows_than_the_page_takes():
    assert run(b"year\n", id="minimum-contribution")[:2] == (
        0,
        "\ufeffyear,最低缴费年限（个月）,折合（年）,错误\r\n",
    )
    status, out, _ = run(b"year\n" + b"2034\n" * 5_001, id="minimum-contribution")
    assert status == 0 and out.count("2034,210,17.5,\r\n") == 5_001


def test_memory_does_not_grow_with_the_number_of_rows():
    """读一行算一行；读开头的一段认编码，只占那一段。"""

    def read(count: int) -> None:
        table = sheets.read_bytes(chain([b"year\n"], repeat(b"2034\n", count)))
        sheet = sheets.open_sheet("minimum-contribution", table)
        total = sum(1 for row in table.rows if not sheet.columns.extra_problem(row.cells))
        assert total == count

    few, many = (peak_memory(partial(read, count)) for count in (250_000, 600_000))
    assert many < few + 1_000_000
