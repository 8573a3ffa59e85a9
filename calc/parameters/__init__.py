"""政策数值：按生效日期、带来源和核对日期的数，以及全站引用的文件目录。

一张表一个 TOML 文件；按日期的参数，一条数值一个 ``[[values]]``，历史只增不改，下一年的数可以
提前写入。表的样子由声明它的类说明；不合的不读，抛出 :class:`ParameterError`。
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from calc.parameters.dated import Parameter, Source, Value
from calc.parameters.reading import (
    FOLDER,
    Code,
    Findings,
    ParameterError,
    load,
    reader_of,
    written,
)

if TYPE_CHECKING:
    from calc.parameters.ages import PayoutMonths, RetirementAges, SurvivorBenefit
    from calc.parameters.news import Changes
    from calc.parameters.places import Channels, OfficialSites, ProvincialRates, Regions
    from calc.parameters.refunds import RefundOutcomes

__all__ = [
    "Parameter",
    "ParameterError",
    "Source",
    "Value",
    "changes",
    "channels",
    "checked_day",
    "load",
    "official_sites",
    "parameter",
    "payout_months",
    "problems",
    "provincial_rates",
    "read_table",
    "refund_outcomes",
    "regions",
    "retirement_ages",
    "site_confidence",
    "source",
    "sources",
    "survivor_benefit",
    "table",
]

# 不按日期的表，声明分在几处；用到才装入，打开得快。
BY_AGE = ("retirement_ages", "payout_months", "survivor_benefit", "other_benefits")
OF_PLACES = ("official_sites", "channels", "regions", "provincial_rates")
KEYED = ("sources", *BY_AGE, *OF_PLACES, "refund_outcomes", "changes")


def declared(name: str, raw: dict):
    """一张表的声明；没有声明过的是 ``None``。"""
    if name == "sources":
        return dict[Code, Source]
    if name in BY_AGE:
        from calc.parameters import ages

        return ages.TABLES[name]
    if name in OF_PLACES:
        from calc.parameters import places

        return places.TABLES[name]
    if name == "refund_outcomes":
        from calc.parameters import refunds

        return refunds.TABLES[name]
    if name == "changes":
        from calc.parameters import news

        return news.TABLES[name]
    return Parameter if "values" in raw else None


def read_table(name: str, raw: dict):
    """写着 ``raw`` 的一张表，检查，读成它的声明；写错了抛出 :class:`ParameterError`。"""
    kind, found = declared(name, raw), Findings(name)
    if kind is None:
        found.add("没有声明过的表；按日期的参数要有 [[values]]")
    read = kind and reader_of(kind)(raw, "", found)
    if not found.problems and hasattr(read, "conflicts"):
        found.problems += read.conflicts()
    if found.problems:
        raise ParameterError([f"calc/parameters/{name}.toml: {each}" for each in found.problems])
    return read


@cache
def table(name: str):
    """读一张表；写错了抛出 :class:`ParameterError`。"""
    return read_table(name, written(name))


def problems(name: str) -> list[str]:
    """一张表里写错的地方，都说出文件和名称。"""
    try:
        table(name)
    except ParameterError as wrong:
        return wrong.problems
    return []


def parameter(name: str) -> Parameter:
    """读一个按日期的参数，如 ``crediting_rate``。

    没有这个文件时抛出 :class:`FileNotFoundError`，不按日期的表抛出 :class:`KeyError`。
    """
    if name in KEYED:
        raise KeyError(name)
    return table(name)


def sources() -> dict[str, Source]:
    """全站引用的文件目录，id 到文件。"""
    return table("sources")


def source(key: str) -> Source:
    """目录里的一份文件；没有登记时抛出 :class:`KeyError`。"""
    return sources()[key]


def official_sites() -> "OfficialSites":
    """登记过的官方首页。"""
    return table("official_sites")


def site_confidence(address: str) -> str | None:
    """官方网站首页的把握：``verified`` 或 ``single``；没有登记的是 ``None``。"""
    return official_sites().confidence(address)


def retirement_ages() -> "RetirementAges":
    """法定退休年龄。"""
    return table("retirement_ages")


def payout_months() -> "PayoutMonths":
    """个人账户养老金计发月数。"""
    return table("payout_months")


def survivor_benefit() -> "SurvivorBenefit":
    """遗属待遇的发放月数。"""
    return table("survivor_benefit")


def channels() -> "Channels":
    """全国的查询渠道。"""
    return table("channels")


def regions() -> "Regions":
    """各地的官方入口。"""
    return table("regions")


def provincial_rates() -> "ProvincialRates":
    """2016 年以前各省的记账利率，只作参考。"""
    return table("provincial_rates")


def refund_outcomes() -> "RefundOutcomes":
    """“能不能退”的答案。"""
    return table("refund_outcomes")


def changes() -> "Changes":
    """变了什么。"""
    return table("changes")


@cache
def checked_day() -> date:
    """表里最晚的核对日期。不读时钟的一方以它为“今天”。"""
    tables = [load(place.stem) for place in sorted(FOLDER.glob("*.toml"))]
    return max(day for each in tables for day in checked_days(each))


def checked_days(part) -> Iterator[date]:
    """一张表里写着的核对日期。"""
    if isinstance(part, dict):
        if "checked" in part:
            yield part["checked"]
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from checked_days(each)
