"""造出静态网站：``python3 scripts/build.py``，结果在 ``site/``，放到任何网页服务器上都能用。

``--quick`` 不写 .br 压缩文件（运行时的除外），看效果时用。
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
import subprocess
import tempfile

from scripts.checks import published
from scripts.local.environment import ROOT, Stopped, run
from scripts.publish import licences
from scripts.publish.finish import finish
from scripts.runtime import made

SITE = ROOT / "site"
PROGRAMS = ROOT / "docs" / "assets" / "calc"  # 浏览器里运行的程序的源文件
PUBLISHED = ("calc.mjs", "qr.mjs")  # 别的合在 calc.mjs 里
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
LONGEST_BUILD = 240  # 秒；平常十几秒


def write_pages(site: Path) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scripts.pages.write", str(site)],
            cwd=ROOT,
            env=QUIET,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_BUILD,
        )
    except subprocess.TimeoutExpired:
        why = "多半是某一页里有很长的一段或很多括号。"
        raise Stopped(f"{LONGEST_BUILD} 秒还没有造完，停下了：{why}") from None
    if done.returncode:
        raise Stopped(f"{done.stdout}\n建站没有成功，原因见上。")


def add_runtime(site: Path, runtime: Path) -> None:
    """运行时放进以内容命名的目录；页面自己的脚本和样式放进另一个，改样式不必重新下载 Python。"""
    assets = site / "assets" / "calc"
    manifest = json.loads((runtime / "manifest.json").read_text("utf-8"))
    place = assets / runtime.name
    place.mkdir()
    for name in manifest["files"]:
        for path in runtime.glob(f"{name}*"):
            shutil.copy(path, place)
    facts = {
        "base": f"../{runtime.name}/",
        "memory": manifest["memory"],
        "lock": {"info": manifest["lock"], "packages": {}},
        "files": manifest["files"],
    }
    bundle_page(assets, facts)


def bundle_page(assets: Path, facts: dict) -> None:
    """页面的程序合成 calc.mjs 和 batch.mjs，运行时文件的散列写在里面；别的源文件不发布。"""
    with tempfile.NamedTemporaryFile("w", dir=ROOT / ".build", suffix=".json") as known:
        json.dump(facts, known)
        known.flush()
        run("node", "scripts/publish/bundle.mjs", known.name, assets)
    for source in PROGRAMS.iterdir():
        if source.is_dir():
            shutil.rmtree(assets / source.name)
        elif source.suffix == ".mjs" and source.name not in PUBLISHED:
            (assets / source.name).unlink()


def check_published(site: Path, policy: str, early: list[str]) -> None:
    """造好的网站里只有收的元素、属性、网址、脚本和文件，每件作品都登记过许可。"""
    problems = published.problems(site, policy, early) + published.asset_problems(site)
    problems += licences.problems(site)
    if problems:
        raise Stopped("网站里有不收的东西，没有建站：\n" + "\n".join(problems))


def build(target: Path = SITE, compress: bool = True) -> None:
    """检查页面，造出网站，放好运行时和内容安全策略，成功后换到 ``target``。"""
    (ROOT / ".build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".build") as scratch:
        fresh = Path(scratch, "site")
        write_pages(fresh)
        add_runtime(fresh, made.made())
        licences.leave_out(fresh)
        licences.write(fresh)
        check_published(fresh, *finish(fresh))
        if compress:
            run("node", "scripts/publish/compress.mjs", fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)


def main(words: list[str]) -> int:
    build(compress="--quick" not in words)
    print(f"网站在 {SITE.relative_to(ROOT)}/。")
    return 0


if __name__ == "__main__":
    sys.exit(environment.told(main, sys.argv[1:]))
