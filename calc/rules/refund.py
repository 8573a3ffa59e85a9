"""能不能退：由各问的答案查出结论、条款和各条共用的说明，都是代号。

各问的答案按先后连起来，是 ``refund_outcomes.toml`` 里的一条；先找这种人自己的那一条，再找大家的。
"""

from dataclasses import dataclass

from calc.parameters import refund_outcomes

SETTLED = ("leaving", "died")  # 已经选了离开或者去世的，不必再提醒改选
WITH_MONEY = ("written-request", "refund-duplicate", "inheritable")


@dataclass(frozen=True)
class Decision:
    """一条结论：表里的名称、结论的代号、条款的代号、共用说明的代号，各按先后。"""

    path: str
    outcome: str
    rules: tuple[str, ...]
    common: tuple[str, ...]


def decide(who: str, answers: list[str]) -> Decision:
    """``answers`` 是“是谁”以后各问的答案；头一个是遇到的事。"""
    key = "/".join(answers)
    path = f"{who}/{key}" if f"{who}/{key}" in refund_outcomes().paths else key
    found = refund_outcomes().path(path)
    common = common_notes(who, answers[0], found.outcome)
    return Decision(path, found.outcome, found.rules, common)


def common_notes(who: str, situation: str, outcome: str) -> tuple[str, ...]:
    """各条共用的说明里，要说的那几句的代号。"""
    wanted = {
        "cash": outcome in WITH_MONEY,
        f"{who}-leaving": situation not in SETTLED,
        who: True,
        "checks": True,
    }
    known = refund_outcomes().common
    return tuple(name for name, is_wanted in wanted.items() if is_wanted and name in known)
