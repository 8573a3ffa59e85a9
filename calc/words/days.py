"""收录到哪一天。"""

from datetime import date

from calc.months import chinese_date


def not_recorded(first: date) -> str:
    """``first`` 以前的规定没有。"""
    return f"{chinese_date(first)}以前的规定没有收录；请填写那天或以后的日期，如 {first}"
