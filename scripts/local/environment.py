"""准备环境：``.venv`` 里的 Python 依赖、``node_modules`` 里的 Pyodide。

只用标准库，能在刚装好的 Python 上运行。锁文件没有变就什么也不做。
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


class Stopped(Exception):
    """做不下去了；消息是给人看的中文。"""


def told(command: Callable[[list[str]], int], words: list[str]) -> int:
    """一条命令的状态；做不下去的，说出为什么。"""
    try:
        return command(words)
    except Stopped as why:
        print(f"停下了：{why}", file=sys.stderr)
        return 1


def digest(*paths: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def sha256(content: bytes) -> str:
    """浏览器的 integrity 和安全策略里的写法。"""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def run(*command, **options) -> subprocess.CompletedProcess:
    done = subprocess.run([str(word) for word in command], cwd=ROOT, **options)
    if done.returncode:
        name, *words = map(str, command)
        raise Stopped(f"{Path(name).name} 没有成功（状态 {done.returncode}）：{' '.join(words)}")
    return done


def once(stamp: Path, key: str, work) -> None:
    """``stamp`` 里记的不是 ``key`` 时才做 ``work``；做成了才记下。"""
    if stamp.is_file() and stamp.read_text() == key:
        return
    work()
    stamp.write_text(key)


def install_python() -> None:
    print("安装 Python 依赖（第一次约一两分钟）……", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        raise Stopped("建不了虚拟环境。Debian、Ubuntu 请先 apt install python3-venv，再运行一次")
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes")
    run(*pip, "-r", "requirements-build.txt")
    run(*pip, "--no-build-isolation", "-r", "requirements.txt")
    purelib = run(
        PYTHON,
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
        capture_output=True,
        text=True,
    )
    Path(purelib.stdout.strip(), "project.pth").write_text(
        f"{os.path.relpath(ROOT, purelib.stdout.strip())}\n", "ascii"
    )


def install_node() -> None:
    print("安装 Pyodide……", flush=True)
    run(shutil.which("npm"), "ci", "--ignore-scripts", "--silent")


def check_tools() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Stopped(
            f"需要 Python {'.'.join(map(str, OLDEST_PYTHON))} 以上，现在是 {sys.version.split()[0]}"
        )
    if not shutil.which("node") or not shutil.which("npm"):
        raise Stopped(f"需要 Node {OLDEST_NODE} 以上和 npm，没有找到")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise Stopped(f"需要 Node {OLDEST_NODE} 以上，现在是 {version}")


def ready() -> None:
    """装好一切，并换到 ``.venv`` 的 Python 继续运行当前脚本。命令的第一步，装不好就到此为止。"""
    if Path(sys.prefix) != VENV and told(install, []):
        raise SystemExit(1)
    if Path(sys.prefix) != VENV:
        restart()


def install(_: list[str]) -> int:
    check_tools()
    locks = [ROOT / "requirements-build.txt", ROOT / "requirements.txt"]
    once(VENV / "stamp", digest(*locks) + sys.version + str(ROOT), install_python)
    packages = ROOT / "node_modules"
    packages.mkdir(exist_ok=True)
    once(packages / ".stamp", digest(ROOT / "package-lock.json"), install_node)
    return 0


def restart() -> None:
    if os.name == "posix":
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    raise SystemExit(subprocess.run([str(PYTHON), *sys.argv]).returncode)
