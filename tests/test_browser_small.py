"""在真的 Chromium 里的小事：怪的搜索、很长的搜索、浏览器不许存东西、存下的设置坏了。"""

import json
import shutil
from urllib.parse import quote

import pytest

from cards import PATIENCE, search, wait_found
from conftest import ROOT
from scripts.local import browsers
from scripts.local.web_server import Server

EARLY = ROOT / "docs" / "assets" / "calc" / "early-storage.js"
STORES = ("localStorage", "sessionStorage")
THROWING = "() => { throw new DOMException('no', 'SecurityError'); }"
FORBIDDEN = {
    "getter": f"{{ get: {THROWING} }}",
    "null": "{ value: null }",
    "methods": f"{{ value: {{ length: 0, getItem: {THROWING}, setItem: {THROWING} }} }}",
    "removed": "{ value: undefined }",
}
DARK = {"media": "", "scheme": "slate", "primary": "custom", "accent": "custom"}


def forbid(name: str, way: str) -> str:
    described = f"{{ configurable: true, ...{FORBIDDEN[way]} }}"
    return f"Object.defineProperty(window, '{name}', {described});"


KEEPS = """(name) => {
  const store = window[name];
  store.setItem("a", 5);
  store.setItem("__proto__", 6);
  const read = ["a", "__proto__", "none"].map((key) => store.getItem(key));
  read.push(store.length >= 2);
  store.removeItem("a");
  read.push(store.getItem("a"));
  store.clear();
  return [...read, store.length, store.key(0)];
}"""


def watch(page) -> list[str]:
    """页面上没有接住的错误。"""
    errors = []
    page.on("pageerror", lambda wrong: errors.append(str(wrong)))
    return errors


def assert_search_works(page) -> None:
    search(page, "支付宝")
    wait_found(page, "query/alipay/")


# 怪的、长的


@pytest.mark.parametrize(
    "words",
    [
        *("constructor", "__proto__", "toString", "hasOwnProperty"),
        *("+", "余额 +", "-余额", "余额~", "余额~x", "余额^", "foo:bar", "title:"),
        *("* *", '"余额', "\\", "?", " "),
        *("\u202e余额", "\x1b[31m", "<img src=x onerror=alert(1)>", "𠮷", "😀"),
    ],
)
def test_no_words_stop_the_search(page, address, words):
    errors = watch(page)
    page.goto(address)
    search(page, "余额")
    wait_found(page)
    search(page, words)
    page.wait_for_timeout(300)
    assert_search_works(page)
    assert not errors


@pytest.mark.parametrize("part", ["一", "养老金余额", "a", "查 ", "constructor "])
def test_a_very_long_search_is_answered(page, address, part):
    errors = watch(page)
    page.goto(address)
    search(page, part * (50_000 // len(part)))
    assert_search_works(page)
    assert not errors


@pytest.mark.parametrize(
    "words", ["养老金余额" * 1300, "一" * 6500, "a" * 50_000, "constructor", "+-~^:*"]
)
def test_a_link_with_a_strange_search_is_answered(page, address, words):
    """网址太长的服务器不收，汉字一个占九个字节。"""
    errors = watch(page)
    page.goto(f"{address}?q={quote(words)}")
    if "余额" in words:
        wait_found(page)
    assert_search_works(page)
    assert not errors


# 存不了、存坏了


@pytest.mark.parametrize("names", [STORES, STORES[:1], STORES[1:]], ids=" ".join)
@pytest.mark.parametrize("way", FORBIDDEN)
def test_without_storage_the_page_and_its_search_work(page, address, names, way):
    errors = watch(page)
    for name in names:
        page.add_init_script(forbid(name, way))
    page.goto(address)
    assert_search_works(page)
    page.goto(address + "query/")
    page.locator("label[for=__palette_1]").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    for name in names:
        assert page.evaluate(KEEPS, name) == ["5", "6", None, True, None, 0, None]
    assert not errors


def test_with_cookies_forbidden_in_the_settings(playwright, address, tmp_path):
    """浏览器设置里“阻止所有 Cookie”，也不许存东西。"""
    folder = tmp_path / "profile" / "Default"
    folder.mkdir(parents=True)
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (folder / "Preferences").write_text(json.dumps(settings))
    options = browsers.options()
    context = playwright.chromium.launch_persistent_context(str(folder.parent), **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors = watch(page)
    page.goto(address)
    described = "Object.getOwnPropertyDescriptor(window, 'localStorage')"
    assert page.evaluate(f"'value' in {described}"), "浏览器没有照设置拦住"
    assert_search_works(page)
    assert not errors
    context.close()


@pytest.mark.parametrize(
    "text",
    [
        *("{", "", "null", "5", "[]", "{}", '"x"', "undefined", "\x00", "{" * 10_000),
        *('{"index": 9}', '{"index": "x", "color": {}}', '{"color": {"scheme": "slate"}}'),
        '{"index": 0.5, "color": {"scheme": "slate"}}',
        *('{"index": 0, "color": null}', '{"index": 0, "color": []}'),
    ],
)
def test_a_broken_setting_is_forgotten(page, address, text):
    page.goto(address)
    kept = {"/.__palette": text, "/.__tabs": text}
    page.evaluate("(kept) => Object.assign(localStorage, kept)", kept)
    errors = watch(page)
    page.goto(address + "query/")
    assert_search_works(page)
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    assert json.loads(page.evaluate("localStorage['/.__palette']"))["index"] == 0
    assert not errors


def test_a_good_setting_and_those_of_others_stay(page, address):
    page.goto(address)
    others = {"/other/.__palette": "{", "plain": "{", "a.__b.__palette": "{"}
    own = {"/.__palette": json.dumps({"index": 1, "color": DARK})}
    page.evaluate("(kept) => Object.assign(localStorage, kept)", others | own)
    page.goto(address + "query/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    kept = page.evaluate("({ ...localStorage })")
    assert {name: kept[name] for name in others} == others
    assert json.loads(kept["/.__palette"])["color"]["scheme"] == "slate"


@pytest.mark.parametrize("way", FORBIDDEN)
def test_every_engine_can_do_without_storage(engine, tmp_path, way):
    """页首的那几句单独放在一页里。"""
    shutil.copy(EARLY, tmp_path)
    first = "".join(forbid(name, way) for name in STORES)
    scripts = f"<script>{first}</script><script src={EARLY.name}></script>"
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{scripts}")
    with Server(tmp_path) as server:
        engine.open(server.address)
        for name in STORES:
            found = engine.run(f"return ({KEEPS})(arguments[0])", name)
            assert found == ["5", "6", None, True, None, 0, None]
