"""在真的 Chromium 里：很多人一起算的一页。时间和内存只印出来。"""

import csv
import io
import re
import time

import pytest
from playwright.sync_api import expect

import calc
from calc import sheets
from scripts.pages.blocks import first_example

PLACE = "calculators/batch/"
HEADER = "姓名\t你是哪一类\t出生年月或年月日\n"
READY = "calc-batch[data-alive]"
WAIT = 60_000
LONG = 300_000


def opened(page, address: str):
    page.goto(address + PLACE)
    page.locator(READY).wait_for(timeout=WAIT)
    return page.locator("calc-batch")


def say(card):
    return card.locator(".calc-status")


PASTE = """(area, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true });
  if (!area.dispatchEvent(event)) return;
  area.value = text;
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}"""


def paste(card, text: str) -> None:
    """和浏览器一样：先说一声，没有被接住的再写进去。"""
    card.locator("textarea").evaluate(PASTE, text)


def take(card, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    card.locator("input[type=file]").set_input_files(file)


def go(card) -> None:
    card.get_by_role("button", name="开始算").click()


def downloaded(page, card, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        card.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def rows_of(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8")
    assert text.startswith("\ufeff") and re.search("(?<!\r)\n", text) is None
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def people(count: int, bad: int = 0) -> str:
    """``bad`` 行的选项写错，均匀地夹在中间。"""
    every = count // bad if bad else count + 1
    kinds = ("男人" if n % every == every - 1 else "男职工" for n in range(count))
    lines = (f"张{n}\t{kind}\t{1965 + n % 30}年{n % 12 + 1}月\n" for n, kind in enumerate(kinds))
    return HEADER + "".join(lines)


def statements(count: int, bad: int) -> str:
    """``bad`` 行的年份写错；对得上的、差几分的、少算一部分的都有。"""
    lines = ["year,opening_balance,credited_amount,credited_interest\n"]
    for n in range(count):
        opening, amount = 20_000 + 7 * n, 3_456 + n % 500
        interest = calc_interest(opening, amount) if n % 3 else f"{opening * 2 / 100:.2f}"
        year = "20x4" if n % (count // bad) == 0 else "2024"
        lines.append(f"{year},{opening},{amount},{interest}\n")
    return "".join(lines)


def calc_interest(opening: int, amount: int) -> str:
    given = {"year": "2024", "opening_balance": opening, "annual_amount": str(amount)}
    return calc.run("annual-interest", given)["figures"]["credited_interest"]


def memory(page) -> int:
    """这一页和后台线程用到的内存，字节。"""
    return page.context.new_cdp_session(page).send("Runtime.getHeapUsage")["totalSize"]


def report(name: str, began: float, page) -> None:
    print(f"\n{name}：{time.monotonic() - began:.1f} 秒，页面的堆 {memory(page) / 1e6:.1f} MB")


# 读表


def test_a_pasted_table_is_shown_column_by_column(page, address):
    card = opened(page, address)
    paste(card, people(3))
    expect(say(card)).to_contain_text("读到 3 行", timeout=WAIT)
    cells = card.locator(".calc-columns tbody tr").all_inner_texts()
    assert [re.split(r"\s*\t\s*", text.strip()) for text in cells] == [
        ["姓名", "没有认出，照原样留着", "张0"],
        ["你是哪一类", "你是哪一类", "男职工"],
        ["出生年月或年月日", "出生年月或年月日", "1965年1月"],
    ]
    expect(card.locator(".calc-columns")).to_contain_text("没有认出的列：“姓名”")


def test_a_gb18030_file_is_read_and_said(page, address):
    card = opened(page, address)
    take(card, "名单.csv", people(2).replace("\t", ",").encode("gb18030"))
    expect(card.locator(".calc-columns")).to_contain_text("GB18030", timeout=WAIT)
    go(card)
    expect(say(card)).to_have_text("算完了：2 行，没有出错的行。", timeout=WAIT)
    expect(card.locator(".calc-people tbody tr").first).to_contain_text("张0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + bytes(100), "另存为"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "另存为"),
        (b"", "空的"),
        (people(5_001).encode(), "5,001 行"),
        (b"a" * 5_000_001, "5 MB"),
        ("甲,乙\n1,2\n".encode(), "没有认出"),
    ],
    ids=["xlsx", "xls", "empty", "many", "big", "unknown"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(page, address, content, words):
    card = opened(page, address)
    take(card, "表.xlsx", content)
    expect(say(card)).to_contain_text(words, timeout=WAIT)
    go(card)
    expect(say(card)).to_contain_text("先粘贴一张表" if words == "5 MB" else "还没有读成")
    expect(card.locator(".calc-columns, .calc-answers")).to_have_text(["", ""])


def test_without_a_table_it_says_what_to_do(page, address):
    card = opened(page, address)
    go(card)
    expect(say(card)).to_have_text("先粘贴一张表，或者打开一个文件。")


def test_another_calculator_reads_the_same_table_again(page, address):
    card = opened(page, address)
    paste(card, "year,x\n2034,1\n")
    expect(say(card)).to_contain_text("没有认出", timeout=WAIT)
    card.locator("select").select_option("minimum-contribution")
    expect(say(card)).to_contain_text("读到 1 行", timeout=WAIT)
    go(card)
    expect(card.locator(".calc-people tbody tr")).to_contain_text("210", timeout=WAIT)
    paste(card, "year\n2039\n")
    expect(card.locator(".calc-people")).to_have_count(0)


# 算


def test_five_thousand_people_with_fifty_bad_rows(page, address):
    """一行不少，先后不变；页面只列前面的，文件里是全部；有错的行说出来，可以只看它们。"""
    requests = []
    card = opened(page, address)
    began = time.monotonic()
    paste(card, people(5_000, bad=50))
    expect(say(card)).to_contain_text("读到 5,000 行", timeout=WAIT)
    page.on("request", lambda request: requests.append(request.url))
    go(card)
    expect(card.locator(".calc-progress")).to_contain_text("/ 5,000 行")
    expect(say(card)).to_have_text("算完了：5,000 行，其中 50 行有错，没有算。", timeout=LONG)
    report("退休年龄 5,000 行", began, page)
    assert not [url for url in requests if not url.startswith("blob:")]
    lines = card.locator(".calc-people tbody tr")
    expect(lines).to_have_count(200)
    expect(card.locator(".calc-answers")).to_contain_text("有 5,000 行，这里只列前 200 行")
    card.get_by_label("只看有错的行").check()
    expect(lines).to_have_count(50)
    expect(lines.first).to_contain_text("没有 “男人” 这个选项")
    expect(lines.first.locator("th")).to_have_text("101")
    name, content = downloaded(page, card, "下载结果")
    assert name == "法定退休年龄与弹性退休-结果.csv"
    heading, *rows = rows_of(content)
    assert heading[:3] == HEADER.strip().split("\t") and heading[-1] == "错误"
    assert [row[0] for row in rows] == [f"张{n}" for n in range(5_000)]
    assert sum(bool(row[-1]) for row in rows) == 50
    table = sheets.read_text(people(5_000, bad=50))
    sheet = sheets.open_sheet("retirement-age", table)
    assert [sheet.answer(row, None) for row in table.rows] == rows


def test_five_thousand_statements_with_fifty_bad_rows(page, address):
    card = opened(page, address)
    card.locator("select").select_option("statement-check")
    text = statements(5_000, bad=50)
    began = time.monotonic()
    take(card, "对账.csv", text.encode())
    expect(say(card)).to_contain_text("读到 5,000 行", timeout=WAIT)
    go(card)
    expect(say(card)).to_have_text("算完了：5,000 行，其中 50 行有错，没有算。", timeout=LONG)
    report("对账 5,000 行", began, page)
    _, *rows = rows_of(downloaded(page, card, "下载结果")[1])
    table = sheets.read_text(text)
    sheet = sheets.open_sheet("statement-check", table)
    wanted = {row.number: row for row in table.rows}
    assert len(rows) == 5_000
    for number in (2, 3, 4, 5, 2_500, 5_000, 5_001):
        assert rows[number - 2] == sheet.answer(wanted[number], None)


def test_stopping_stops(page, address):
    """停下以后不再算，没有留下结果；再按一次，从头算完。"""
    card = opened(page, address)
    paste(card, people(3_000))
    expect(say(card)).to_contain_text("读到 3,000 行", timeout=WAIT)
    page.evaluate(
        """() => {
          window.asked = 0;
          const old = Worker.prototype.postMessage;
          Worker.prototype.postMessage = function (...given) {
            window.asked++;
            return old.apply(this, given);
          };
        }"""
    )
    expect(card.get_by_role("button", name="取消")).to_be_hidden()
    go(card)
    expect(card.get_by_role("button", name="开始算")).to_be_hidden()
    page.wait_for_function("() => window.asked >= 3")
    card.get_by_role("button", name="取消").click()
    expect(say(card)).to_contain_text("停下了")
    asked = page.evaluate("() => window.asked")
    expect(card.locator(".calc-progress")).to_be_hidden()
    expect(card.get_by_role("button", name="取消")).to_be_hidden()
    expect(card.get_by_role("button", name="开始算")).to_be_visible()
    paste(card, people(1))
    expect(say(card)).to_contain_text("读到 1 行", timeout=WAIT)
    assert page.evaluate("() => window.asked") == asked + 1
    expect(card.locator(".calc-people")).to_have_count(0)
    go(card)
    expect(say(card)).to_contain_text("算完了：1 行", timeout=WAIT)


def test_the_whole_table_is_copied(page, address, browser):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = opened(page, address)
    paste(card, people(300) + "=1+1\t男职工\t1972-04\n")
    expect(say(card)).to_contain_text("读到 301 行", timeout=WAIT)
    go(card)
    card.get_by_role("button", name="复制整张表").click(timeout=WAIT)
    expect(say(card)).to_contain_text("已复制整张表")
    text = page.evaluate("() => navigator.clipboard.readText()")
    lines = text.splitlines()
    assert len(lines) == 302 and lines[0].startswith(HEADER.strip() + "\t法定退休月份\t")
    assert lines[-1].startswith("'=1+1\t男职工\t1972-04\t")


@pytest.mark.parametrize("id", calc.calculator_ids())
def test_every_template_is_downloaded_and_computes(page, address, id):
    card = opened(page, address)
    card.locator("select").select_option(id)
    name, content = downloaded(page, card, "下载空表")
    title = calc.calculator(id).title
    wanted = "\ufeff" + sheets.template(calc.calculator(id), first_example(id))
    wanted = re.sub("\r?\n", "\r\n", wanted)  # 一格里面的换行，写出来也是两个字符
    assert (name, content.decode()) == (f"{title}-空表.csv", wanted)
    take(card, name, content)
    expect(say(card)).to_contain_text("读到 1 行", timeout=WAIT)
    go(card)
    expect(say(card)).to_have_text("算完了：1 行，没有出错的行。", timeout=WAIT)


# 程序没有来、换页


def test_nothing_looks_alive_before_the_program_comes(page, address):
    page.route("**/batch.mjs", lambda route: route.abort())
    page.goto(address + PLACE)
    card = page.locator("calc-batch")
    expect(card.locator(".calc-lead")).to_contain_text("没有取到这一页的程序", timeout=WAIT)
    assert card.locator(":is(button, input, select, textarea):visible").count() == 0


def test_a_changed_program_is_not_run(page, address):
    """字节不对的，浏览器不运行。"""
    body = "document.documentElement.dataset.evil = '1'; export class BatchPage {}"
    fulfilled = {"body": body, "content_type": "text/javascript"}
    page.route("**/batch.mjs*", lambda route: route.fulfill(**fulfilled))
    page.goto(address + PLACE)
    lead = page.locator("calc-batch .calc-lead")
    expect(lead).to_contain_text("没有取到这一页的程序", timeout=WAIT)
    assert page.evaluate("() => document.documentElement.dataset.evil") is None


def test_without_javascript_it_says_so(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PLACE)
    expect(page.locator("calc-batch noscript, calc-batch p").last).to_contain_text("JavaScript")
    assert page.locator("calc-batch :is(button, input, select, textarea):visible").count() == 0
    context.close()


def test_only_this_page_fetches_the_program(page, address):
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(address + "calculators/payout-months/")
    page.locator("calc-form[data-alive]").wait_for()
    assert not [url for url in seen if "batch.mjs" in url]
    page.goto(address + "calculators/")
    page.locator("article a[href$='batch/']").first.click()
    page.locator(READY).wait_for(timeout=WAIT)
    paste(page.locator("calc-batch"), people(1))
    expect(say(page.locator("calc-batch"))).to_contain_text("读到 1 行", timeout=WAIT)


def test_the_page_fits_a_narrow_screen(page, address):
    card = opened(page, address)
    paste(card, people(20, bad=2))
    expect(say(card)).to_contain_text("读到 20 行", timeout=WAIT)
    go(card)
    expect(say(card)).to_contain_text("算完了", timeout=WAIT)
    page.set_viewport_size({"width": 1280, "height": 800})
    wide, table = card.bounding_box(), card.locator(".calc-answers .calc-scroll").bounding_box()
    assert table["width"] > 0.9 * wide["width"]
    heights = [row.bounding_box()["height"] for row in card.locator(".calc-people tbody tr").all()]
    assert max(heights) < min(heights) + 1, "有错的行不比别的行高"
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for each in card.locator(":is(button, select, input[type=file]):visible").all():
        assert each.bounding_box()["height"] >= 40
