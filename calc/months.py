"""年月和日期：工龄、缴费和退休都按月算。"""

from datetime import date, timedelta
from typing import NamedTuple


class YearMonth(NamedTuple):
    """一个月份。可以比较先后。"""

    year: int
    month: int

    def plus(self, months: int) -> "YearMonth":
        """往后（负数往前）若干个月。"""
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return YearMonth(years, month + 1)

    def since(self, earlier: "YearMonth") -> int:
        """比 ``earlier`` 晚几个月。"""
        return (self.year - earlier.year) * 12 + self.month - earlier.month

    def day(self, day: int) -> date:
        """这个月的某一天；这个月没有那一天，取最后一天。"""
        last = (date(*self.plus(1), 1) - timedelta(1)).day
        return date(self.year, self.month, min(day, last))

    @property
    def chinese(self) -> str:
        return f"{self.year} 年 {self.month} 月"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def chinese_date(day: date | str) -> str:
    """日期写成中文：``2021 年 7 月 1 日``；也接受 ISO 文字。"""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def years_and_months(months: int) -> str:
    """月数写成几年几个月：``15 年 6 个月``。"""
    years, rest = divmod(months, 12)
    parts = ((years, f"{years} 年"), (rest, f"{rest} 个月"))
    return " ".join(text for count, text in parts if count) or "0 个月"


def age_text(years: int, months: int) -> str:
    """年龄：``60 岁 1 个月``。"""
    return f"{years} 岁" + (f" {months} 个月" if months else "")
