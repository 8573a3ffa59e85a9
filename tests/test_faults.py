"""坏了的下载、缺了的文件：读者看到什么，填的数还在不在，怎样恢复。

``python3 scripts/test.py tests/test_faults*.py`` 全部再来一遍，最后印出整张表。
"""

import pytest

import engines
from faults import MISSING, OTHERS, PROGRAMS, WAYS, Row, cases, run_row
from faulty_server import FOREVER


@pytest.mark.parametrize(("row", "cache", "way"), cases(*PROGRAMS))
def test_a_fault_is_told_and_passes(server, playwright, row, cache, way, note):
    with engines.start("chromium", playwright) as tab:
        note(*run_row(row, way, tab, server, cache))


@pytest.mark.parametrize("way", WAYS)
def test_a_frozen_404_is_left_behind(server, playwright, way, note):
    missing = {"status": 404, "body": b"x"}
    row = Row("每个文件都 404，以后来了", dict.fromkeys((*PROGRAMS, *OTHERS), missing), MISSING)
    with engines.start("chromium", playwright) as tab:
        note(*run_row(row, way, tab, server, FOREVER))
