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
        ("支付宝", "query/alipay/"),
        ("掌上12333", "query/app-12333/"),
        ("余额为零", "query/troubleshooting/"),
        ("转移", "rules/transfer/"),
        ("江苏", "regions/jiangsu/"),
        ("权益单", "query/statement-guide/"),
        ("断缴", "rules/contribution/"),
        ("记账利率", "rules/crediting-rate/"),
        ("计发月数", "calculators/payout-months/"),
        ("窗口", "query/service-counter/"),
        ("月积数", "rules/month-product/"),
        ("重复缴费", "rules/refund-duplicate/"),
        ("抚恤金", "calculators/survivor-benefit/"),
        ("查不到", "query/troubleshooting/"),
        ("对不上", "query/troubleshooting/"),
        ("登录不了", "query/troubleshooting/"),
        ("登不上", "query/troubleshooting/"),
        ("参保证明", "query/provincial-sites/"),
        ("单位没交", "rules/contribution/"),
        ("没交社保", "rules/contribution/"),
        ("取出来", "rules/refund/"),
        ("能取吗", "rules/refund/"),
        ("退休年龄", "calculators/retirement-age/"),
        ("多少岁退休", "rules/retirement-age/"),
        ("利息", "calculators/annual-interest/"),
        ("利息", "rules/interest-timing/"),
        ("去世", "rules/refund-death/"),
        ("丧葬费", "rules/refund-death/"),
        ("１２３３３", "query/hotline-12333/"),
        ("２０２１", "examples/henan-2021/"),
        ("爸爸去世", "rules/refund-death/"),
        ("外籍", "rules/refund-leaving/"),
        ("离婚", "rules/faq/"),
        ("倒闭", "query/troubleshooting/"),
        ("退伍", "rules/transfer/"),
        ("手机上怎么查", "query/app-12333/"),
        ("名字写错", "query/troubleshooting/"),
        ("单子上的字看不懂", "query/statement-guide/"),
        ("东莞转杭州养老金", "rules/transfer/"),
        ("养老金余额在哪里查？", "query/"),
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
