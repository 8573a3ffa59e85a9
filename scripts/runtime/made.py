"""网页用的 Python：没有就编译，编好的按内容命名存着。"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from scripts.local.environment import ROOT, digest, run
from scripts.pages import markup

FOLDER = ROOT / ".build" / "runtime"
KEPT = 3
WORKER = ROOT / "docs" / "assets" / "calc" / "worker"


def key() -> str:
    tracked = [
        path for path in sorted((ROOT / "calc").rglob("*")) if path.suffix in (".py", ".toml")
    ]
    tools = [ROOT / "scripts" / name for name in ("runtime/runtime.mjs", "publish/bundle.mjs")]
    locks = [ROOT / "package-lock.json", ROOT / "requirements.txt"]
    return digest(*tracked, *locks, *tools, *sorted(WORKER.glob("*.mjs")))


def made(folder: Path = FOLDER) -> Path:
    """运行时所在的目录；``calc`` 没有变就用上次的。"""
    ready = folder / key()
    if (ready / "manifest.json").is_file():
        return ready
    print("编译网页用的 Python……", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as scratch:
        fresh = compiled(Path(scratch))
        if not ready.exists():
            fresh.rename(ready)
    old = sorted(folder.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)
    for path in old[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
    return ready


def compiled(scratch: Path) -> Path:
    run(sys.executable, "-m", "flit_core.wheel", "--outdir", scratch, stdout=subprocess.DEVNULL)
    wheel = next(scratch.glob("*.whl"))
    examples = scratch / "examples.json"
    known = [[example.id, example.inputs] for example in markup.all_examples()]
    examples.write_text(json.dumps(known), "utf-8")
    packages = Path(yaml.__file__).parent.parent
    fresh = scratch / "runtime"
    make = ("node", "--no-warnings", "scripts/runtime/runtime.mjs")
    run(*make, fresh, packages, wheel, examples)
    run("node", "scripts/publish/compress.mjs", fresh)
    return fresh
