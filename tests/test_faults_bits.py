"""坏过一次的文件，以后每次都是对的。"""

import re

import pytest

import engines
from faults import OTHERS, PROGRAMS, assert_right_three_times, spoil_once


def rate_bytes(site) -> list[int]:
    """快照里像是 2.62 的地方：写成文字的，和 Decimal 里面的 262。翻转一位就是别的利率。"""
    content = next(site.glob("assets/calc/*/snapshot.bin")).read_bytes()
    found = [hit.start() for hit in re.finditer(rb"2\.62|\x06\x01\0\0", content)]
    assert found
    return found[:: max(1, len(found) // 3)][:3]


@pytest.mark.parametrize("engine", engines.NAMES)
def test_one_wrong_bit_of_the_rate_is_never_used(server, playwright, site, engine):
    for place in rate_bytes(site):
        with engines.start(engine, playwright) as tab:
            spoil_once(server, "snapshot.bin", place)
            assert_right_three_times(tab, server.address)
            assert server.asked("snapshot.bin")


@pytest.mark.parametrize("place", [40, 100_000, -1000])
@pytest.mark.parametrize("name", [*PROGRAMS, *OTHERS])
@pytest.mark.parametrize("host", ["127.0.0.1", "plain.test"])
def test_one_wrong_bit_is_never_used(server, playwright, name, place, host):
    """``plain.test`` 不是安全的来源，没有 crypto.subtle。"""
    address = server.address.replace("127.0.0.1", host)
    with engines.start("chromium", playwright) as tab:
        tab.open(address)
        assert tab.run("return isSecureContext") == (host != "plain.test")
        spoil_once(server, name, place)
        assert_right_three_times(tab, address)
        assert server.asked(name.strip("/"))


@pytest.mark.parametrize("engine", engines.NAMES)
@pytest.mark.parametrize("name", ["worker.js", "pyodide.asm.wasm", "calc.mjs"])
def test_a_damaged_program_heals_in_every_engine(server, playwright, engine, name, note):
    with engines.start(engine, playwright) as tab:
        spoil_once(server, name, 2000)
        assert_right_three_times(tab, server.address)
        note(f"{name} 坏过一次", engine, "可存一年", "一直是对的", "自己")
