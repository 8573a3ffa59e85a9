"""Chromium、Firefox、WebKit 三种引擎，一样的用法。

``start(名字, playwright)`` 得到一个打开的浏览器，也是它的第一个标签页：新的资料目录，
空的、真的 HTTP 缓存。用完 ``close()``，或写在 ``with`` 里。
"""

import atexit
import contextlib
import ctypes
import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from functools import cache
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from selenium import webdriver
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from scripts.local import browsers

HERE = Path(__file__).resolve().parent
VIEWPORT = {"width": 800, "height": 900}
PATIENCE = 3  # 秒；文档过了这么久还没有读完，也当作打开了
LONGEST = 60  # 秒；一次 run、一次 wait 最多等这么久
DIE_WITH_PARENT = 1  # prctl 的 PR_SET_PDEATHSIG
LISTEN = """
window.pageErrors = [];
addEventListener("error", ({ message }) => message && pageErrors.push(message));
addEventListener("unhandledrejection", ({ reason }) => pageErrors.push(String(reason)));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  pageErrors.push(`CSP ${violatedDirective} ${blockedURI}`));
"""
RUN = """(() => {{
  let timer;
  const late = new Promise((_, tell) => (timer = setTimeout(tell, {longest}, "等得太久")));
  const done = (async function () {{ {script}
  }}).apply(null, {arguments});
  return Promise.race([done, late]).then(
    (value) => JSON.stringify({{ value }}),
    (error) => JSON.stringify({{ error: [error, error?.stack].join(" ") }}),
  ).finally(() => clearTimeout(timer));
}})()"""
CENTER = """
const element = document.querySelector(arguments[0]);
element.scrollIntoView({ block: "center" });
"""
FOCUS = f"""{CENTER}
element.focus();
element.select?.();
"""
SELECT = """
const element = document.querySelector(arguments[0]);
element.value = arguments[1];
if (element.value !== arguments[1]) throw new Error(`没有这个选项：${arguments[1]}`);
for (const name of ["input", "change"]) element.dispatchEvent(new Event(name, { bubbles: true }));
"""
STATUS = """[...document.querySelectorAll("calc-form .calc-status")]
  .map((status) => status.innerText).filter(Boolean).join(" | ")"""


class ScriptError(RuntimeError):
    """页面里的脚本出了错。"""


class Engine:
    """一个标签页。各引擎只写怎样打开、求值、打字、点按。"""

    name = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def run(self, script: str, *arguments):
        """``script`` 是异步函数的正文，参数是 ``arguments[0]``……；返回值经过 JSON。"""
        words = json.dumps(arguments)
        text = RUN.format(script=script, arguments=words, longest=LONGEST * 1000)
        answer = json.loads(self.evaluate(text))
        if "error" in answer:
            raise ScriptError(answer["error"])
        return answer.get("value")

    def wait(self, expression: str, seconds: float = LONGEST):
        """等表达式成立，返回它的值。"""
        end = time.monotonic() + seconds
        while True:
            value, wrong = self.value_now(expression)
            if value:
                return value
            if time.monotonic() > end:
                break
            time.sleep(0.03)
        status, _ = self.value_now(STATUS)
        raise AssertionError(f"{self.name} 等了 {seconds} 秒：{expression}；{wrong}状态：{status}")

    def value_now(self, expression: str) -> tuple:
        """值和出的错；正在换页时求值会出错，过一会儿再问就好。"""
        try:
            return self.run(f"return ({expression})"), ""
        except Exception as error:
            return None, f"出错：{error}；"

    def present(self, selector: str) -> None:
        self.wait(f"document.querySelector({json.dumps(selector)}) !== null")

    def fill(self, selector: str, text: str) -> None:
        """选中全部再打字，最后按 Tab 离开。"""
        self.present(selector)
        self.run(FOCUS, selector)
        self.type(text)

    def select(self, selector: str, value: str) -> None:
        self.present(selector)
        self.run(SELECT, selector, value)

    def click(self, selector: str) -> None:
        self.present(selector)
        self.run(CENTER, selector)
        self.press(selector)

    def text(self, selector: str) -> str:
        self.present(selector)
        return self.run("return document.querySelector(arguments[0]).innerText", selector)

    def errors(self) -> list[str]:
        """这一页没有接住的错误和违反安全策略的事。"""
        return self.run("return window.pageErrors ?? []")


class Chromium(Engine):
    name = "chromium"

    def __init__(self, context, page, end):
        self.context, self.page, self.end = context, page, end

    @classmethod
    def start(cls, playwright):
        end = contextlib.ExitStack()
        folder = end.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        options = {**browsers.options(), "viewport": VIEWPORT}
        options["args"] = [*options["args"], "--host-resolver-rules=MAP *.test 127.0.0.1"]
        context = playwright.chromium.launch_persistent_context(folder, **options)
        end.callback(context.close)
        context.set_default_timeout(LONGEST * 1000)
        context.add_init_script(LISTEN)
        return cls(context, context.pages[0], end.close)

    def tab(self):
        page = self.context.new_page()
        return Chromium(self.context, page, page.close)

    def open(self, url: str) -> None:
        with contextlib.suppress(PlaywrightError):
            self.page.goto(url, wait_until="domcontentloaded", timeout=PATIENCE * 1000)

    def reload(self) -> None:
        with contextlib.suppress(PlaywrightError):
            self.page.reload(wait_until="domcontentloaded", timeout=PATIENCE * 1000)

    def evaluate(self, expression: str) -> str:
        return self.page.evaluate(expression)

    def type(self, text: str) -> None:
        keyboard = self.page.keyboard
        keyboard.type(text) if text else keyboard.press("Delete")
        keyboard.press("Tab")

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def close(self) -> None:
        self.end()


class Node:
    """开着 Firefox 的 node 程序；一问一答。输入一关它就结束，我们的进程没了也一样。"""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.numbers, self.replies = itertools.count(), queue.SimpleQueue()
        self.process = subprocess.Popen(
            ["node", HERE / "firefox.mjs", browsers.firefox(), LISTEN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": self.folder.name},
        )
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        for line in self.process.stdout:
            self.replies.put(json.loads(line))
        self.replies.put({"error": "Firefox 已经结束"})

    def call(self, method: str, *arguments):
        number = next(self.numbers)
        question = {"id": number, "method": method, "args": arguments}
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        while True:
            reply = self.replies.get(timeout=LONGEST + 30)
            if reply.get("id", number) == number:  # 别的是早先没有等到的
                break
        if "error" in reply:
            raise RuntimeError(f"firefox {method}：{reply['error']}")
        return reply.get("value")

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.folder.cleanup()


@cache
def node() -> Node:
    """一个进程给所有的测试用；每个引擎是其中一份新的资料。"""
    running = Node()
    atexit.register(running.close)
    return running


class Firefox(Engine):
    name = "firefox"

    def __init__(self, profile: int, ending: tuple = ()):
        self.call, self.profile = node().call, profile
        self.page = self.call("tab", profile)
        self.ending = ending or ("closeTab", self.page)

    @classmethod
    def start(cls):
        profile = node().call("profile")
        return cls(profile, ("closeProfile", profile))

    def tab(self):
        return Firefox(self.profile)

    def open(self, url: str) -> None:
        self.call("open", self.page, url)

    def reload(self) -> None:
        self.call("reload", self.page)

    def evaluate(self, expression: str) -> str:
        return self.call("evaluate", self.page, expression)

    def type(self, text: str) -> None:
        self.call("type", self.page, text)

    def press(self, selector: str) -> None:
        self.call("click", self.page, selector)

    def close(self) -> None:
        self.call(*self.ending)


system = ctypes.CDLL(None)


def die_with_parent() -> None:
    system.prctl(DIE_WITH_PARENT, signal.SIGKILL)


@contextlib.contextmanager
def screen():
    """自己的一块假屏幕，返回它的 ``DISPLAY``。"""
    heard, said = os.pipe()
    command = ["Xvfb", "-displayfd", str(said), "-screen", "0", "1000x1000x24", "-nolisten", "tcp"]
    running = subprocess.Popen(
        command, pass_fds=[said], stderr=subprocess.DEVNULL, preexec_fn=die_with_parent
    )
    os.close(said)
    with os.fdopen(heard) as numbers:
        number = numbers.readline().strip()
    try:
        assert number, "Xvfb 没有启动"
        yield f":{number}"
    finally:
        running.terminate()
        running.wait()


class WebKit(Engine):
    name = "webkit"

    def __init__(self, driver, end=None):
        self.driver, self.end = driver, end
        self.handle = driver.current_window_handle

    @classmethod
    def start(cls):
        end = contextlib.ExitStack()
        folder = end.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        display = end.enter_context(screen())
        driver = cls.drive(folder, display)
        end.callback(driver.quit)
        return cls(driver, end.close)

    @staticmethod
    def drive(folder: str, display: str):
        options = Options()
        options.binary_location = sys.executable
        for word in (os.fspath(HERE / "webkit_browser.py"), folder, LISTEN):
            options.add_argument(word)
        options.page_load_strategy = "none"
        options.timeouts = {"script": (LONGEST + 10) * 1000}
        environment = {
            **os.environ,
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "SE_OFFLINE": "true",
        }
        service = Service(
            browsers.webkit_driver(), env=environment, popen_kw={"preexec_fn": die_with_parent}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # selenium 自己的写法旧了
            return webdriver.WebKitGTK(options=options, service=service)

    def mine(self):
        """各标签页共用一个 driver，先换到自己的窗口。"""
        self.driver.switch_to.window(self.handle)
        return self.driver

    def tab(self):
        self.driver.switch_to.new_window("tab")
        return WebKit(self.driver)

    def leave(self, go) -> None:
        """``go`` 去一个新的文档，等它可以用。"""
        with contextlib.suppress(Exception):
            self.run("window.leaving = true")
        go()
        with contextlib.suppress(AssertionError):
            self.wait("!window.leaving && document.readyState !== 'loading'", PATIENCE)

    def open(self, url: str) -> None:
        here = self.mine().current_url.split("#")[0]
        if "#" in url and url.split("#", maxsplit=1)[0] == here:
            self.driver.get(url)
        else:
            self.leave(lambda: self.driver.get(url))

    def reload(self) -> None:
        self.leave(self.mine().refresh)

    def evaluate(self, expression: str) -> str:
        return self.mine().execute_async_script(f"({expression}).then(arguments[0])")

    def type(self, text: str) -> None:
        self.mine().switch_to.active_element.send_keys((text or Keys.DELETE) + Keys.TAB)

    def press(self, selector: str) -> None:
        self.mine().find_element("css selector", selector).click()

    def close(self) -> None:
        if self.end:
            self.end()
        else:
            self.mine().close()


NAMES = ("chromium", "firefox", "webkit")


def start(name: str, playwright) -> Engine:
    if name == "chromium":
        return Chromium.start(playwright)
    return {"firefox": Firefox, "webkit": WebKit}[name].start()
