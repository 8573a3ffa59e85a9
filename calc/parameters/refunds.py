"""“能不能退”的答案。"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from calc.parameters.reading import (
    Code,
    Confidence,
    Day,
    Findings,
    PathKey,
    SourceId,
    Words,
    reader_of,
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """一条规定：条款、它怎么说、对读者的意思、来源。"""

    name: Words
    says: Words
    so: Words
    source: SourceId


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """一条结论：``outcome`` 和 ``rules`` 是代号，``wrong`` 是要纠正的错误说法。"""

    outcome: Code
    next: Words
    rules: tuple[Code, ...]
    wrong: Words = ""
    note: Words = ""


def outcome_or_name(value, place: str, found: Findings):
    """一条结论，或者和它相同的那一条的名称。"""
    read = reader_of(PathKey if isinstance(value, str) else Outcome)
    return read(value, place, found)


@dataclass(frozen=True, kw_only=True)
class RefundOutcomes:
    """“能不能退”的答案：各条结论、规定和从问题到结论的路。"""

    checked: Day
    confidence: Confidence
    outcomes: dict[Code, Words]
    common: dict[Code, Words]
    rules: dict[Code, Rule]
    paths: dict[PathKey, Annotated[Outcome | str, outcome_or_name]]

    def path(self, key: str) -> Outcome:
        """这条路的结论；写作与另一条相同的，是那一条的。"""
        found = self.paths[key]
        return self.path(found) if isinstance(found, str) else found

    def conflicts(self) -> Iterator[str]:
        for key, path in self.paths.items():
            if isinstance(path, str):
                if not isinstance(self.paths.get(path), Outcome):
                    yield f"paths.{key} 应当是 paths 里写着结论的一个名称"
                continue
            if path.outcome not in self.outcomes:
                yield f"paths.{key}.outcome 应当是 {'、'.join(self.outcomes)} 之一"
            for rule in path.rules:
                if rule not in self.rules:
                    yield f"paths.{key}.rules 里的 {rule} 不在 rules 里"


TABLES = {"refund_outcomes": RefundOutcomes}
