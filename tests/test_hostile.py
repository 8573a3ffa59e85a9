"""别人可能用来害读者的一千种改动（hostile_pages，由没有看过检查的人写）：拦住，或者无害。"""

import json
import os
import resource
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT
from hostile_pages import HOSTILE
from scripts.publish.finish import finish_links
from test_published import article_problems, convert
from try_hostile import inserted

MEMORY = 4 << 30
SECONDS = 900
SLOWEST = 10  # 秒；最坏的一种也不该让检查用这么久
# 检查放过，由 MkDocs 的严格模式拦住的。
BY_MKDOCS = {"link-missing-page", "yml-nav-page-gone"}
PAYLOADS = {payload.name: payload for payload in HOSTILE}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    for name in ("docs", "calc", "scripts", "tests"):
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="module")
def said(copied) -> dict:
    command = [sys.executable, "tests/try_hostile.py"]
    options = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=copied, env=environment, preexec_fn=limit, timeout=SECONDS, **options
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_what_must_be_refused_is_refused_with_its_place(said):
    assert len(PAYLOADS) == len(HOSTILE) >= 1000
    for name, payload in PAYLOADS.items():
        message = said[name][1]
        if payload.expect == "refused" and name not in BY_MKDOCS:
            assert message, payload
        assert not message or payload.file.split("/")[-1].split(".")[0] in message or ":" in message


def test_nothing_takes_long(said):
    slow = {name: seconds for name, (seconds, _) in said.items() if seconds > SLOWEST}
    assert not slow


def test_what_passes_is_harmless(said, site):
    """放过的，真的转换出来，也只有收的元素、属性和网址。"""
    passed = [payload for payload in HOSTILE if not said[payload.name][1]]
    pages = [payload for payload in passed if payload.kind == "body"]
    assert len(passed) < 30
    for payload in pages:
        html = finish_links(convert(inserted(payload.text).partition("\n---\n")[2]), "../../")
        assert html and article_problems(site, html) == [], payload.name


@pytest.mark.parametrize("name", sorted(BY_MKDOCS))
def test_mkdocs_stops_the_rest(copied, name):
    payload = PAYLOADS[name]
    path = copied / payload.file
    before = path.read_text("utf-8")
    changed = before.replace(payload.old, payload.new, 1) if payload.old else inserted(payload.text)
    path.write_text(changed, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(copied / "site")]
    done = subprocess.run(command, cwd=copied, capture_output=True, text=True)
    path.write_text(before, "utf-8")
    assert done.returncode != 0
