"""写 HTML：文字一律转义，已经是 HTML 的是 :class:`Markup`。"""

import html
from collections.abc import Callable, Iterable

EMPTY = {"input": ">", "path": "/>", "rect": "/>"}  # 里面没有东西的元素怎样收尾


class Markup(str):
    """已经是 HTML 的文字，不再转义。和别的文字相加得到普通的文字，还会转义。"""

    __slots__ = ()


GAP = Markup("\0")  # 空着的地方，见 pattern


def escaped(text: str) -> str:
    """转义；没有要转义的字，照原样，快一倍。"""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return html.escape(text)
    return text


def content(child: str | Iterable | None) -> str:
    """一个孩子：HTML 照原样，文字转义，一列逐个写，``None`` 不写。"""
    if isinstance(child, str):
        return child if type(child) is Markup else escaped(child)
    return "" if child is None else "".join([content(each) for each in child])


def joined(*children) -> Markup:
    """几个孩子，外面没有元素。"""
    return Markup(content(children))


def element(name: str, attributes: dict | None = None, *children) -> Markup:
    """一个元素，连同里面的文字和元素。

    属性照给的先后；``True`` 只写名称，``None`` 和 ``False`` 不写。
    """
    written = [
        f" {key}" if value is True else f' {key}="{escaped(str(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None and value is not False
    ]
    opening = f"<{name}{''.join(written)}{EMPTY.get(name, '>')}"
    closing = "" if name in EMPTY else f"</{name}>"
    return Markup(opening + content(children) + closing)


def pattern(markup: Markup) -> Callable[..., Markup]:
    """留着 :data:`GAP` 的一段 HTML，写好一次；以后按先后填空，填的照样转义。"""
    first, *rest = markup.split(GAP)

    def filled(*children) -> Markup:
        parts = [first]
        for child, piece in zip(children, rest, strict=True):
            parts += (escaped(child) if type(child) is str else content(child), piece)
        return Markup("".join(parts))

    return filled
