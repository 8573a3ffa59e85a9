"""结论：对得上、只差取整、找到了原因，还是没有找到。"""

from calc.rules.interest import ROUNDING_TOLERANCE
from calc.rules.statement import ranking
from calc.rules.statement.arithmetic import Statement
from calc.rules.statement.base_change import base_changes
from calc.rules.statement.causes import (
    all_months,
    interest_scopes,
    missing_months,
    whole_facts,
)
from calc.rules.statement.facts import Fact, Rounding
from calc.rules.statement.misprints import misprints


def explanations(s: Statement) -> list[Fact]:
    """对得上的各种原因，最简单的在前，每种原因最多列三条。"""
    found = [*whole_facts(s), *interest_scopes(s)]
    if s.books(s.hidden(s.way)):
        found += [*all_months(s), *missing_months(s), *base_changes(s)]
    found += misprints(s)
    kept: list[Fact] = []
    for fact in sorted(found, key=lambda fact: fact.bits):
        if sum(other.cause == fact.cause for other in kept) < ranking.ROWS_PER_CAUSE:
            kept.append(fact)
    return kept


def settled(s: Statement) -> list[Fact] | None:
    """对得上的：一分不差的，没有话说；只差取整的，说怎样差。对不上的是 ``None``。"""
    difference = s.interest - s.expected
    mode = next((mode for mode, fen in s.roundings.items() if fen == s.interest), None)
    apart = s.printed.apart(s.hidden(s.way))
    close = mode is not None or abs(difference) <= ROUNDING_TOLERANCE
    if not close or abs(apart) > ROUNDING_TOLERANCE:
        return None
    if not difference and not apart:
        return []
    expected = s.interest if mode else s.expected
    detail = Rounding(mode, difference, apart)
    return [Fact(ranking.CERTAIN, detail, expected, s.interest - expected)]


def judge(s: Statement) -> tuple[str, list[Fact]]:
    """结论和对得上的原因。"""
    agreed = settled(s)
    if agreed is None:
        found = explanations(s)
        return ("explained" if found else "unexplained"), found
    if not agreed:
        return "match", []
    apart = s.printed.apart(s.hidden(s.way))
    others = explanations(s) if s.interest != s.expected and not apart else []
    return "rounding", [*agreed, *filter(is_exact, others)]


def is_exact(fact: Fact) -> bool:
    """一分不差，而且不是凑得出任何数的那两种原因。"""
    return not fact.difference and fact.cause not in ("base-change", "misprint")


def is_line_alone(s: Statement, found: list[Fact]) -> bool:
    """账单上的利息不含上年末余额的利息：读者这样选的，或者找到的原因是这样。"""
    scope = next((fact for fact in found if fact.cause == "interest-scope"), None)
    if scope is None:
        return not s.shown
    return scope.expected != s.way.interest(s.opening, s.amount)
