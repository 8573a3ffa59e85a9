"""人写的字：统一成半角、看得见的字，再读成数、年月和一串值。

读不懂的抛出 :class:`ValueError`，消息是给人看的中文。
"""

import re
from decimal import Decimal

DASHES = "‐‑‒–—―−﹣"
NARROW = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９．，－＋％：／～", "0123456789.,-+%:/~")
} | {ord(dash): "-" for dash in DASHES}
# 从聊天、通讯录、网页复制时夹带的：软连字符、零宽的字、改变文字方向的符号、字节序标记。
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
POINT = re.compile(r"(?<=[0-9])[。｡](?=[0-9])")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
SPAN = re.compile(r"(\d+) ?年(?: ?[零又]? ?(\d+) ?个?月)?", re.ASCII)
LONGEST = 60


def visible(text: str) -> str:
    """去掉看不见的字和两头的空白。"""
    return INVISIBLE.sub("", text).strip()


def narrow(text: str) -> str:
    """统一成半角；数字中间的句号是小数点，各种横线是减号。"""
    return POINT.sub(".", visible(text).translate(NARROW)).strip()


def text_of(raw) -> str:
    """统一成半角、去掉空白的文字。真假值和别的类型不算数字。"""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise ValueError("应当是一个数")
    if isinstance(raw, int) and abs(raw) >= 10**LONGEST:
        raise ValueError("数字太长")
    text = narrow(str(raw))
    if len(text) > LONGEST:
        raise ValueError(f"{quoted(text)} 太长")
    return text


def quoted(text: str) -> str:
    return f"“{text[:20]}…”" if len(text) > 20 else f"“{text}”"


def decimal_of(raw, places: int) -> Decimal:
    """读一个十进制数。

    千位逗号必须成组，小数不超过 ``places`` 位；多出来的位都是零的，去掉末尾的零。
    """
    text = text_of(raw)
    if not NUMBER.fullmatch(text):
        commas = re.fullmatch(r"[0-9,.]+", text) and "," in text
        hint = "逗号只能用作千位分隔，如 123,456.78" if commas else "不是数字"
        raise ValueError(f"{quoted(text)}：{hint}")
    whole, point, decimals = text.replace(",", "").partition(".")
    kept = decimals if len(decimals) <= places else decimals.rstrip("0")
    if len(kept) > places:
        raise ValueError(f"{quoted(text)} 的小数太多，最多 {places} 位")
    return Decimal(whole + point + kept)


def whole_of(raw) -> int:
    text = text_of(raw)
    if not WHOLE.fullmatch(text):
        raise ValueError(f"{quoted(text)} 不是整数")
    return int(text)


def span_of(raw) -> int | None:
    """写成几年几个月的，一共几个月；不是这样写的，没有。"""
    if not isinstance(raw, str) or "年" not in raw:
        return None
    text = text_of(raw)
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"{quoted(text)} 看不懂，几年几个月写成 25年4个月")
    months = int(found[2] or 0)
    if months > 11:
        raise ValueError(f"{quoted(text)} 里的月数应当是 0 到 11")
    return int(found[1]) * 12 + months


def list_of(raw) -> list:
    """把一串值拆开：列表，或用空白、分号、顿号隔开的文字；没有这些时用逗号。"""
    if isinstance(raw, (list, tuple)):
        return list(raw)
    if not isinstance(raw, str):
        return [raw]
    text = narrow(raw).replace(", ", ",")
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    return [
        part
        for part in re.split(r"[\s;；、]+" if re.search(r"[\s;；、]", text) else ",", text)
        if part
    ]
