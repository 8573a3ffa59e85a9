"""政策数值：按生效日期、带来源和核对日期的数，以及全站引用的文件目录。

一个参数一个 TOML 文件，一条数值一个 ``[[values]]``；历史只增不改，下一年的数可以提前写入。
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Source:
    """一份法律、文件、网页或公开账单。``read``：``text`` 读过原文，``quoted`` 只见过转引；``short`` 是页面上的简称。"""

    id: str
    kind: str
    title: str
    number: str
    issuer: str
    issued: str
    url: str
    read: str
    checked: date
    in_force: date | None = None
    note: str = ""
    short: str = ""

    def as_dict(self) -> dict:
        """写进结果的样子，日期是 ISO 文字。"""
        shown = ("id", "kind", "title", "number", "issuer", "issued", "url", "read", "note")
        return {name: getattr(self, name) for name in shown} | {"checked": self.checked.isoformat()}


@dataclass(frozen=True)
class Value:
    """一段时间内有效的数值。``start``、``end`` 为首日和末日，``None`` 表示没有界限。"""

    value: Decimal
    sources: tuple[str, ...]
    confidence: str
    checked: date
    start: date | None = None
    end: date | None = None
    published: date | None = None
    seen: str = ""
    note: str = ""
    disputed: str = ""

    def covers(self, day: date) -> bool:
        """那一天是否在有效期内。"""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Parameter:
    """一个政策参数和它历来的数值，按时间先后。"""

    name: str
    label: str
    unit: str
    description: str
    values: tuple[Value, ...]

    def at(self, day: date) -> Value | None:
        """那一天有效的数值；没有公布的是 ``None``。"""
        return next((value for value in self.values if value.covers(day)), None)


@cache
def load(name: str) -> dict:
    """读这个文件夹里的一个 TOML 文件；读一次，不要改它。"""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def read_value(entry: dict) -> Value:
    """``[[values]]`` 的一段；数值以文字写出，精确读入。"""
    entry = dict(entry)
    return Value(
        value=Decimal(entry.pop("value")),
        sources=tuple(entry.pop("sources")),
        start=entry.pop("from", None),
        end=entry.pop("to", None),
        **entry,
    )


@cache
def parameter(name: str) -> Parameter:
    """读一个参数，如 ``crediting_rate``；没有这个参数时抛出 :class:`FileNotFoundError`。"""
    data = load(name)
    values = tuple(read_value(entry) for entry in data["values"])
    return Parameter(name, data["label"], data["unit"], data["description"], values)


def site_confidence(address: str) -> str | None:
    """官方网站首页的把握：``verified`` 或 ``single``；没有登记的是 ``None``。"""
    listed = load("official_sites")
    return next((sure for sure in ("verified", "single") if address in listed[sure]), None)


@cache
def sources() -> dict[str, Source]:
    """全站引用的文件目录，id 到文件。"""
    return {key: Source(id=key, **entry) for key, entry in load("sources").items()}


def source(key: str) -> Source:
    """目录里的一份文件；没有登记时抛出 :class:`KeyError`。"""
    return sources()[key]
