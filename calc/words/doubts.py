"""像是填错了的数，提醒核对时说的话。"""

from decimal import Decimal

from calc.money import grouped


def small_balance(label: str, balance: Decimal, year: Decimal) -> list[str]:
    """余额还不到一年记账的钱：少写了一位，或者填成了别的数。"""
    if not 0 < balance < year:
        return []
    amounts = f"{grouped(balance)} 元，比一年记账的 {grouped(year)} 元还少"
    return [f"{label}，{amounts}；刚开始缴费的才会这样"]
