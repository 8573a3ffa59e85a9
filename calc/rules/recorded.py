"""从哪一天起有收录的数值。"""

from datetime import date

from calc.parameters import parameter


def recorded_from(*names: str) -> date:
    """从哪一天起，这几个参数都有收录的数值。"""
    return max(first_start(name) for name in names)


def first_start(name: str) -> date:
    """一个参数最早的一段的首日；没有首日的，是最早的日期。"""
    return min(value.start or date.min for value in parameter(name).values)
