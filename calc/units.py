"""结果里的单位：一个数怎样写给人看、怎样写给程序、参考页上怎样叫它。"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from calc.money import grouped, plain
from calc.months import YearMonth, chinese_date, years_and_months

NOTHING = "—"  # 没有的数
EXACT = (Decimal, YearMonth, date)


class Unit:
    """一种单位。四种写法：网页、网页的表格、终端、终端的表格；表格里单位写在表头，不重复。"""

    described = ""
    suffix = ""

    def shown(self, value) -> str:
        return f"{value}{self.suffix}"

    def cell(self, value) -> str:
        return str(value)

    def typed(self, value) -> str:
        return self.shown(value)

    def typed_cell(self, value) -> str:
        return self.typed(value)

    def machine(self, value):
        """JSON 里的值：精确的数和日期写成文字，其余照原样。"""
        return str(value) if isinstance(value, EXACT) else value


class Text(Unit):
    """文字和代号。"""


class Page(Unit):
    """本站的一页。"""

    described = "本站的一页"


class Phone(Unit):
    """电话号码。"""

    described = "电话号码"


class Yuan(Unit):
    """金额，元；终端里不加千位逗号，便于复制。"""

    described = "元，两位小数"
    suffix = " 元"

    def shown(self, value) -> str:
        return grouped(Decimal(value)) + self.suffix

    def cell(self, value) -> str:
        return grouped(Decimal(value))

    def typed(self, value) -> str:
        return f"{value}{self.suffix}"

    def typed_cell(self, value) -> str:
        return str(value)

    def machine(self, value):
        return plain(value) if isinstance(value, Decimal) else super().machine(value)


class Product(Unit):
    """金额乘以月数。"""

    described = "元·月"

    def shown(self, value) -> str:
        return grouped(Decimal(value))

    def typed(self, value) -> str:
        return str(value)


class Months(Unit):
    """月数；两年以上的，再写成几年几个月。"""

    described = "月数"
    suffix = " 个月"

    def shown(self, value) -> str:
        long = isinstance(value, int) and value >= 24
        return super().shown(value) + (f"（{years_and_months(value)}）" if long else "")


class Years(Unit):
    """年数。"""

    described = "年数"
    suffix = " 年"


class Percent(Unit):
    """百分数。"""

    described = "百分号前面的数"
    suffix = "%"


class Month(Unit):
    """年月。"""

    described = "年月"

    def shown(self, value) -> str:
        return YearMonth(*map(int, value.split("-"))).chinese

    cell = shown


class Day(Unit):
    """年月日。"""

    described = "年月日"

    def shown(self, value) -> str:
        return chinese_date(value)

    cell = shown


UNITS = {
    "yuan": Yuan(),
    "product": Product(),
    "months": Months(),
    "years": Years(),
    "percent": Percent(),
    "month": Month(),
    "date": Day(),
    "text": Text(),
    "page": Page(),
    "phone": Phone(),
}


def named(value, options: tuple):
    """代号换成中文，别的照原样。"""
    return dict(options).get(value, value) if options else value


def shown(value, unit: str, options: tuple = ()) -> str:
    """一个结果数，网页上的写法。"""
    return NOTHING if value is None else UNITS[unit].shown(named(value, options))


def cell_writer(column) -> Callable[[object], str]:
    """网页的表格里，这一列的一格怎样写。"""
    write, options = UNITS[column.unit].cell, column.options
    return lambda value: NOTHING if value is None else write(named(value, options))


def typed(value, item) -> str:
    """一个结果数，终端里的写法。"""
    return NOTHING if value is None else UNITS[item.unit].typed(named(value, item.options))


def typed_cell(value, column) -> str:
    """终端的表格里的一格。"""
    return NOTHING if value is None else UNITS[column.unit].typed_cell(named(value, column.options))


def machine_rows(columns: tuple, rows: list[dict]) -> list[dict]:
    """JSON 里的各行。"""
    writers = [(column.name, UNITS[column.unit].machine) for column in columns]
    return [{name: write(row[name]) for name, write in writers} for row in rows]


def machine(value, unit: str):
    """JSON 里的值。"""
    return UNITS[unit].machine(value)
