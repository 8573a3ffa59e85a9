"""真的 Chromium 里的计算器，各浏览器测试共用：打开、等结果、读结果、弄坏下载。"""

import re

from playwright.sync_api import TimeoutError as Late

import calc
from calc import html
from scripts.local import browsers

PATIENCE = 60_000  # 毫秒；等得到的，机器再忙也等得到
INTEREST = "calculators/annual-interest/"
ENGINE = "import(document.querySelector('script[src*=\"calc.mjs\"]').src)"
CONTROL = "input:visible, select:visible, summary:visible"
COMPUTED = "calc-form[data-computed=python]"
ADDRESS = "(card) => card.address()"
FOUND = ".md-search-result__item"


def patient(browser):
    """这个浏览器里新开的每一份资料都耐心等。"""
    opened = browser.new_context

    def new_context(**options):
        context = opened(**options)
        context.set_default_timeout(PATIENCE)
        return context

    browser.new_context = new_context
    return browser


def launch(playwright, *more: str):
    options = browsers.options()
    options["args"] = [*options["args"], *more]
    return patient(playwright.chromium.launch(**options))


def form(page, index: int = 0):
    return page.locator("calc-form").nth(index)


def wake(card):
    """点一下第一个输入框，等到 Python 的第一个结果。"""
    card.locator(CONTROL).first.focus()
    told(card, card.and_(card.page.locator("[data-computed=python]")))
    return card


def with_examples(page, *examples: dict) -> None:
    """当年记账利息的一页换成这几个例子，像页面里写了几个那样印好。"""
    item = calc.calculator("annual-interest")
    forms = "".join(
        html.card(item, given, calc.run(item.id, given), f"c{place}", first=not place)
        for place, given in enumerate(examples)
    )

    def put(route):
        response = route.fetch()
        body = re.sub(r"<calc-form.*</calc-form>", lambda _: forms, response.text(), flags=re.S)
        route.fulfill(response=response, body=body)

    page.route(f"**/{INTEREST}", put)


def start(page, address: str, place: str = INTEREST, index: int = 0):
    page.goto(address + place)
    return wake(form(page, index))


def figure(card, name: str) -> str:
    return card.locator(f"[data-figure={name}] dd").inner_text()


def error(card, name: str) -> str:
    return card.locator(f"[data-field={name}] .calc-error").inner_text()


def status(card) -> str:
    return card.locator(".calc-status").inner_text()


def told(card, expected) -> None:
    """等到；等不到，说出计算器那时怎样。"""
    try:
        expected.wait_for()
    except Late as late:
        state = card.evaluate("(card) => [{ ...card.dataset }, card.innerText.slice(-1500)]")
        raise AssertionError(f"{late.message}\n{card.page.url}\n{state}") from late


def wait_figure(card, name: str, shown: str) -> None:
    """等到按现在填的数算出来的这个结果；还没有算完的、印好的不算。"""
    place = f".calc-result:not([data-outdated], [data-wrong]) [data-figure={name}] dd"
    told(card, card.locator(place).filter(has_text=shown))


def wait_error(card, name: str, words: str) -> None:
    told(card, card.locator(f"[data-field={name}] .calc-error").filter(has_text=words))


def wait_status(card, words: str) -> None:
    told(card, card.locator(".calc-status").filter(has_text=words))


def wait_text(locator, words: str) -> None:
    locator.filter(has_text=words).wait_for()


def link_of(card) -> str:
    """带着数字的链接。"""
    return card.evaluate(ADDRESS)


def open_link(page, link: str, index: int = 0):
    """像新来的读者那样打开。"""
    page.goto("about:blank")
    page.goto(link)
    return form(page, index)


def watch(page) -> dict:
    """记下每个请求、控制台的错误和违反安全策略的事。"""
    seen = {"requests": [], "errors": []}
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on(
        "console",
        lambda message: seen["errors"].append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda wrong: seen["errors"].append(str(wrong)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => "
        "console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`))"
    )
    return seen


def damage(page, name: str) -> None:
    page.route(
        f"**/{name}",
        lambda route: route.fulfill(body=b"broken" * 100, content_type="application/octet-stream"),
    )


def search(page, words: str) -> None:
    if not page.locator("input[name=query]").is_visible():
        page.locator("label[for=__search]").first.click()
    page.locator("input[name=query]").fill(words)


def wait_found(page, place: str = "/") -> None:
    """搜索结果里的第一页是这一页。"""
    page.locator(FOUND).first.locator(f"> a[href*='{place}']").first.wait_for()
