"""页面和设置没有错，就让 MkDocs 写出各页：``python -m scripts.pages.write 目录``。

查的和写的在同一个进程里，一个算例只算一次。
"""

import sys

from mkdocs.__main__ import cli

from scripts.checks import settings
from scripts.pages import markup


def problems() -> list[str]:
    """MkDocs 读以前先看设置：设置里能写要运行的程序。"""
    return settings.problems() or markup.check_all()


def write(folder: str) -> None:
    cli(["build", "--strict", "--site-dir", folder])


if __name__ == "__main__":
    found = problems()
    if found:
        sys.exit("\n".join(["页面或设置有错，没有建站：", *found]))
    write(sys.argv[1])
