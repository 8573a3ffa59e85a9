"""页面里的每个算例，在 CPython 和发布的 Pyodide 运行时上各算一遍，与页面上印的一个字节不差。"""

import json
import re
import subprocess

from calc import html
from conftest import built_path, example_json, page_examples
from scripts.pages import blocks, markup

NUMBERS = re.compile(
    r'<dl class="calc-(?:main|figures)">.*?</dl>', re.S
)  # 只列结果的例子，各个数照样一个字节不差


def on_cpython(example: blocks.Example) -> str:
    return html.page_answer(example.id, json.dumps(example.inputs))


def test_every_example_gives_the_expected_figures():
    examples = page_examples()
    assert sum(page.parts[0] == "examples" for page, _, _ in examples) >= 15
    for _, _, example in examples:
        found = blocks.compute_example(example)["figures"]
        assert {name: str(found[name]) for name in example.expect} == example.expect


def test_page_prints_what_python_renders(site):
    for page, _, example in page_examples():
        printed = (site / built_path(page) / "index.html").read_text("utf-8")
        plain = re.sub(r'(<a data-page="[^"]+") href="[^"]+"', r"\1", printed)
        whole = json.loads(on_cpython(example))["html"]
        parts = [whole] if example.shown == "form" else NUMBERS.findall(whole)
        assert parts and all(part in plain for part in parts), page


def test_shipped_runtime_gives_the_same_bytes(runtime):
    command = ["node", "tests/run_on_runtime.mjs", str(runtime)]
    done = subprocess.run(
        command, input=example_json(), capture_output=True, text=True, cwd=markup.ROOT
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == [on_cpython(example) for _, _, example in page_examples()]


def test_runtime_is_byte_code_for_the_shipped_interpreter(runtime):
    manifest = json.loads((runtime / "manifest.json").read_text("utf-8"))
    version = "".join(manifest["python"].split(".")[:2])
    assert manifest["wheel"].endswith(f"cp{version}-none-any.whl")
    packed = subprocess.run(
        ["python3", "-m", "zipfile", "-l", str(runtime / "calc.whl")],
        capture_output=True,
        text=True,
    ).stdout
    assert ".pyc" in packed and ".py " not in packed
