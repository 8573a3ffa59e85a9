"""测试：``python3 scripts/test.py [rules | pages | browser] [pytest 的参数]``。

先查写法，再测：``rules`` 只测用不着网站的，几分钟；``pages`` 造出网站，测读它的；
``browser`` 造出网站，测用到真的浏览器的；不写是全部。
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.local import environment

if __name__ == "__main__":
    environment.ready()

import pytest

from scripts import build
from scripts.checks import style
from scripts.local import browsers

# 几个核就几个进程，一个文件里的测试在同一个进程里；一个进程测：加 -n0。
PARALLEL = "--numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder".split()
TIERS = ("rules", "pages", "browser")  # 一个测试属于哪一种，看它用到什么，见 tests/conftest.py


def main(words: list[str]) -> int:
    tier = words[0] if words and words[0] in TIERS else ""
    if not style.is_good():
        return 1
    if tier in ("", "browser"):
        browsers.ready()
    if tier != "rules":
        build.build()
    chosen = ["-m", tier, *words[1:]] if tier else words
    return pytest.main(["--rootdir", str(environment.ROOT), *PARALLEL, *chosen])


if __name__ == "__main__":
    sys.exit(environment.told(main, sys.argv[1:]))
