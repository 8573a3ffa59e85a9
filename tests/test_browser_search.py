"""在真的 Chromium 里找：没有这一页、搜索的次序、索引什么时候来。"""

import pytest

from cards import FOUND, search, wait_found, watch


def test_a_missing_page_leads_back_from_any_depth(page, address):
    page.goto(address + "rules/no/such/page/")
    assert page.locator("h1").inner_text() == "没有这一页"
    links = page.locator(".md-content li a").evaluate_all(
        "(links) => links.map((link) => link.href)"
    )
    assert links == [address, address + "query/", address + "rules/faq/"]
    search(page, "余额")
    wait_found(page)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("１２３３３", "query/hotline-12333/"),
        ("爸爸去世", "rules/refund-death/"),
        (" 我的 养老金余额，怎么查?", "query/"),
    ],
)
def test_search_finds_the_page_first_or_second(page, address, words, place):
    page.goto(address)
    search(page, words)
    wait_found(page)
    links = page.locator(f"{FOUND} > a").evaluate_all("(links) => links.map((link) => link.href)")
    pages = list(
        dict.fromkeys(link.removeprefix(address).split("?")[0].split("#")[0] for link in links)
    )
    assert place in pages[:2], pages[:4]


def test_the_search_index_comes_with_the_first_letter(page, address):
    seen = watch(page)
    page.goto(address)
    page.wait_for_timeout(1500)
    assert not [url for url in seen["requests"] if url.endswith("/search/index.json")]
    search(page, "利率")
    wait_found(page)
    assert len([url for url in seen["requests"] if url.endswith("/search/index.json")]) == 1
