"""变了什么：从哪一天起、对读者的意思、细看哪一页。"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from calc.parameters.reading import (
    FOLDER,
    Code,
    MaybeDay,
    Page,
    SourceId,
    Words,
    value_of,
    written,
)


def is_dated(value) -> bool:
    """是一个按日期的参数。"""
    listed = {place.stem for place in FOLDER.glob("*.toml")}
    return isinstance(value, str) and value in listed and "values" in written(value)


Dated = Annotated[str, value_of("按日期的参数，如 crediting_rate", is_dated)]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """一项变化：``source`` 从它施行的那一天起，``checked`` 是本站那一天改的。"""

    says: Words
    page: Page
    source: SourceId = ""
    checked: MaybeDay = None

    @property
    def day(self) -> date | None:
        return written("sources")[self.source].get("in_force") if self.source else self.checked


@dataclass(frozen=True, kw_only=True)
class Changes:
    """``figures`` 是列出历来数值的参数，在它细看的那一页后面。"""

    figures: dict[Page, Dated]
    entries: dict[Code, Entry]

    def conflicts(self) -> Iterator[str]:
        for code, entry in self.entries.items():
            if bool(entry.source) == bool(entry.checked):
                yield f"entries.{code} 要有 source 或 checked，只有一样"
            elif entry.day is None:
                yield f"entries.{code}.source 应当是 sources.toml 里写了 in_force 的"


TABLES = {"changes": Changes}
