"""性能：``python3 scripts/bench.py [轮数 [另一份 site/]]``。同一次运行里交替测量，只比较比值。

我们的页面从打开到第一个 Python 结果，对照同一台服务器上原样的 npm 文件直接 ``loadPyodide``；
另有改动一个数到新结果的时间、到第一个结果为止的下载量（brotli），
以及用普通 JavaScript 算同一个式子的下限。给出另一个版本造好的 ``site/``，就一起比。
``bench.py batch`` 只测命令行的批量计算：速度，和内存会不会随行数增长。
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.local import environment

if __name__ == "__main__":
    environment.ready()

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from playwright.sync_api import sync_playwright

from scripts import build
from scripts.local import browsers
from scripts.local.environment import ROOT, run
from scripts.local.web_server import Server

PAGE = "calculators/annual-interest/"
STAY = 2500  # 毫秒；读者不会一有结果就关掉，浏览器这时才把编译好的 wasm 存进缓存
PHONE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 94_000,
}
BARE = """<!doctype html><meta charset="utf-8"><title>bare</title><script type="module">
import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide();
python.runPython("100978.25 * 0.0669 + 977.44 * 0.0669 / 12 * 78");
document.documentElement.dataset.answered = performance.now();
</script>"""
PLAIN = """<!doctype html><meta charset="utf-8"><title>plain</title><script type="module">
document.title = (100978.25 * 0.0669 + 977.44 * 0.0669 / 12 * 78).toFixed(2);
document.documentElement.dataset.answered = performance.now();
</script>"""
INTENT = """
const trying = setInterval(() => {
  const form = document.querySelector("calc-form");
  if (!form?.form) return;
  clearInterval(trying);
  new MutationObserver((_, observer) => {
    if (!form.dataset.computed) return;
    document.documentElement.dataset.answered = performance.now();
    observer.disconnect();
  }).observe(form, { attributes: true });
  form.querySelector("input").focus();
}, 4);
"""
EDIT = """async () => {
  const form = document.querySelector("calc-form");
  const field = form.querySelector("[name=annual_amount]");
  const figure = () => form.querySelector("[data-figure=credited_interest] dd").textContent;
  const times = [];
  for (let round = 0; round < 21; round++) {
    const before = figure(), start = performance.now();
    field.value = String(6000 + 12 * round);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    while (figure() === before) {
      await new Promise((resolve) => {
        const c = new MessageChannel();
        c.port1.onmessage = resolve;
        c.port2.postMessage(0);
      });
    }
    times.push(performance.now() - start);
  }
  return times;
}"""


def prepare(folder: Path) -> None:
    """对照用的两页：原样的 Pyodide，和普通 JavaScript。"""
    for name in ("bare", "plain"):
        (folder / name).mkdir()
    stock = ROOT / "node_modules" / "pyodide"
    for name in (
        "pyodide.mjs",
        "pyodide.asm.js",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
    ):
        shutil.copy(stock / name, folder / "bare" / name)
    (folder / "bare" / "index.html").write_text(BARE, "utf-8")
    (folder / "plain" / "index.html").write_text(PLAIN, "utf-8")
    run("node", "scripts/publish/compress.mjs", folder / "bare")


class Visit:
    """一次打开，等到第一个结果；``time`` 是毫秒数。"""

    def __init__(self, context, address: str, phone: bool):
        page = context.new_page()
        if phone:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", PHONE)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.add_init_script(INTENT if "calculators" in address else "")
        page.goto(address, wait_until="commit")
        self.time = float(
            page.locator("html[data-answered]").get_attribute("data-answered", timeout=180_000)
        )
        self.page = page


def measure(browser_type, address: str, kinds: dict[str, str], rounds: int, phone: bool) -> dict:
    times: dict[tuple[str, str], list[float]] = {
        (name, state): [] for name in kinds for state in ("cold", "warm")
    }
    for _ in range(rounds):
        for name, place in kinds.items():
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                context = browser_type.launch_persistent_context(profile, **browsers.options())
                for state in ("cold", "between", "warm"):
                    visit = Visit(context, address + place, phone)
                    if state != "between":
                        times[name, state].append(visit.time)
                    if not phone and state != "warm":
                        visit.page.wait_for_timeout(STAY)
                    visit.page.close()
                    if phone and state == "cold":
                        break
                context.close()
    return times


def report(title: str, times: dict) -> None:
    print(f"\n{title}（毫秒，中位数；比值以原样的 loadPyodide 为 1）")
    for state in ("cold", "warm"):
        base = times["bare", state]
        if not base:
            continue
        label = {"cold": "第一次打开", "warm": "再次打开"}[state]
        for name in dict.fromkeys(name for name, _ in times):
            middle = statistics.median(times[name, state])
            print(
                f"  {label}  {name:8} {middle:8.0f}   比值 {middle / statistics.median(base):.2f}"
            )


def bytes_until_result(browser_type, address: str, kinds: dict[str, str]) -> dict[str, float]:
    """空缓存下到第一个结果为止在线上走过的字节，按浏览器的网络记录和服务器上的 .br 文件。"""
    sizes: dict[str, float] = {}
    for name, place in kinds.items():
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            context = browser_type.launch_persistent_context(profile, **browsers.options())
            seen: list = []
            context.on("response", lambda response, seen=seen: seen.append(response))
            visit = Visit(context, address + place, False)
            time.sleep(1)
            sizes[name] = sum(wire_bytes(response) for response in seen)
            visit.page.close()
            context.close()
    return sizes


def wire_bytes(response) -> int:
    return int(response.headers.get("content-length", 0))


def before_intent(browser_type, address: str) -> int:
    """打开页面、什么都不做，三秒内取了多少运行时文件。"""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = browser_type.launch_persistent_context(profile, **browsers.options())
        page = context.new_page()
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        page.goto(address + PAGE)
        page.wait_for_timeout(3000)
        context.close()
    return sum(
        any(name in url for name in (".wasm", ".zip", ".whl", ".bin", "pyodide")) for url in asked
    )


def history(number: int) -> str:
    """四十年的历史，每份不同；2016 年以前用假定的利率。"""
    segments = [
        {
            "from": f"{year}-01",
            "to": f"{year}-12",
            "monthly_amount": str(100 + (year - 1986) * 20 + number % 50),
        }
        for year in range(1986, 2026)
    ]
    return json.dumps({"segments": segments, "until": "2025-12", "default_rate_percent": "4"})


def batch(lines: int) -> tuple[float, float]:
    """批量计算 ``lines`` 份历史：秒数，和子进程用过的最大内存（MB）。"""
    with tempfile.TemporaryFile("w+") as given:
        given.writelines(history(number) + "\n" for number in range(lines))
        given.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", "calc", "batch", "account-history"],
            cwd=ROOT,
            stdin=given,
            stdout=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(child.pid, 0)
        assert status == 0, status
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def report_batch() -> None:
    few, many = batch(1000), batch(10_000)
    print(f"\n批量计算四十年的历史：10,000 份用 {many[0]:.1f} 秒，每秒 {10_000 / many[0]:.0f} 份")
    print(
        f"最大内存：1,000 份 {few[1]:.1f} MB，10,000 份 {many[1]:.1f} MB，"
        f"比值 {many[1] / few[1]:.2f}"
    )


def main(words: list[str]) -> int:
    if words != ["batch"]:
        report_pages(int(words[0]) if words else 7, Path(words[1]) if words[1:] else None)
    report_batch()
    return 0


def report_pages(rounds: int, other: Path | None) -> None:
    build.build()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "site")
        shutil.copytree(build.SITE, folder)
        (folder / "_headers").unlink()
        prepare(folder)
        with Server(folder) as server, sync_playwright() as playwright:
            browser = playwright.chromium
            kinds = {"bare": "bare/", "ours": PAGE, "plain": "plain/"}
            if other:
                shutil.copytree(other, folder / "before")
                kinds["before"] = f"before/{PAGE}"
            report("这台机器", measure(browser, server.address, kinds, rounds, phone=False))
            report(
                "便宜手机：CPU 慢 4 倍，1.6 Mbit/s，延迟 150 ms",
                measure(browser, server.address, kinds, max(3, rounds // 2), phone=True),
            )
            sizes = bytes_until_result(browser, server.address, kinds)
            told = "，".join(f"{name} {size / 1e6:.3f} MB" for name, size in sizes.items())
            print(f"\n到第一个结果的下载量（brotli）：{told}")
            print(f"读者有动作之前取的运行时文件：{before_intent(browser, server.address)} 个")
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                context = browser.launch_persistent_context(profile, **browsers.options())
                visit = Visit(context, server.address + PAGE, False)
                edits = visit.page.evaluate(EDIT)
                print(
                    f"改一个数到新结果：中位数 {statistics.median(edits):.1f} ms，"
                    f"最慢 {max(edits):.1f} ms（{len(edits)} 次）"
                )
                context.close()


if __name__ == "__main__":
    sys.exit(environment.told(main, sys.argv[1:]))
