"""全部测试：``python3 scripts/test.py [pytest 的参数]``。

装好一切，造出网站，再运行所有测试，浏览器也在内。
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import environment

if __name__ == "__main__":
    environment.ready()

import pytest

from scripts import browsers, build

if __name__ == "__main__":
    browsers.ready()
    build.build()
    sys.exit(pytest.main(["--rootdir", str(environment.ROOT), *sys.argv[1:]]))
