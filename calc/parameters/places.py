"""官方网站、各地的入口和查询渠道，各省早年的利率。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, NamedTuple

from calc.parameters.reading import (
    HOME,
    SURE,
    Address,
    Code,
    Codes,
    Confidence,
    Day,
    Flag,
    Home,
    Host,
    MaybeMonth,
    Number,
    Page,
    RegionCode,
    SourceId,
    Text,
    Words,
    is_home,
    one_of,
    reader_of,
    row,
)

LEAST_PERCENT, MOST_PERCENT = Decimal("0.2"), Decimal(15)  # 早年的利率
REGIONS = 32  # 31 个省级地区和兵团


@dataclass(frozen=True, kw_only=True)
class OfficialSites:
    """官方网站的首页到登记它的来源；``refused`` 是不能用的网站和为什么。"""

    checked: Day
    verified: dict[Address, SourceId]
    single: dict[Address, SourceId]
    refused: dict[Host, Words]

    def confidence(self, address: str) -> str | None:
        """这个首页的把握；没有登记的是 ``None``。"""
        return next((sure for sure in SURE if address in getattr(self, sure)), None)

    def conflicts(self) -> Iterator[str]:
        addresses = [*self.verified, *self.single]
        for host in repeated([address.split("//")[1] for address in addresses]):
            yield f"{host} 登记了不止一次"
        for host in (address.split("/")[2] for address in addresses):
            if any(host == name or host.endswith(f".{name}") for name in self.refused):
                yield f"{host} 又登记又在 refused 里"


class Seen(NamedTuple):
    """一个渠道里看得到什么；``steps`` 是与渠道不同的做法，没有的是空的。"""

    confidence: str
    shows: str
    steps: str = ""


class Note(NamedTuple):
    """要注意的一句话和它的把握。"""

    confidence: str
    text: str


SURE_THEN_WORDS = (reader_of(Confidence), reader_of(Words), reader_of(Words))


@dataclass(frozen=True, kw_only=True)
class Channel:
    """一个查询渠道。

    ``entry`` 是全国的入口；省里的渠道写 ``place``，从地区表取。
    ``devices`` 是正好用得上的，``also`` 是也能用的。
    """

    name: Words
    page: Page
    entry: Words = ""
    place: Annotated[str, one_of("site", "hall", "portal", "apps")] = ""
    sure: Confidence = ""
    devices: Codes
    also: Codes
    always: Flag = False
    steps: Words
    source: SourceId = ""
    sees: dict[Code, Annotated[Seen, row(Seen, *SURE_THEN_WORDS, least=2)]]

    def conflicts(self, place: str, needs: dict, devices: dict) -> Iterator[str]:
        if bool(self.entry) == bool(self.place):
            yield f"{place} 要有 entry 或 place，只有一样"
        if re.search(r"[a-z\d]\.[a-z]{2}", self.entry, re.I) and not is_home(self.entry):
            yield f"{place}.entry 应当是 {HOME}"
        if self.entry and bool(self.sure) == self.entry.startswith("http"):
            yield f"{place}.sure 是网址的不写，不是网址的要写"
        for name in ("devices", "also"):
            if set(getattr(self, name)) - set(devices):
                yield f"{place}.{name} 应当是 一列，只能有 {'、'.join(devices)}"
        for need in self.sees:
            if need not in needs:
                yield f"{place}.sees 里的 {need} 不在 needs 里"


@dataclass(frozen=True, kw_only=True)
class Channels:
    """全国的查询渠道，先后就是同等条件下的先后。"""

    checked: Day
    needs: dict[Code, Words]
    devices: dict[Code, Words]
    channels: dict[Code, Channel]

    def conflicts(self) -> Iterator[str]:
        for code, channel in self.channels.items():
            yield from channel.conflicts(f"channels.{code}", self.needs, self.devices)


@dataclass(frozen=True, kw_only=True)
class Region:
    """一个地区的官方入口、App、单上的写法和要注意的事。"""

    name: Words
    site: Home
    hall: Home = ""
    portal: Home = ""
    apps: tuple[Words, ...] = ()
    unconfirmed: tuple[Words, ...] = ()
    items: tuple[Words, ...] = ()
    terms: tuple[Words, ...] = ()
    year: Words = ""
    notes: tuple[Annotated[Note, row(Note, *SURE_THEN_WORDS[:2])], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Regions:
    """各省级地区和兵团。"""

    checked: Day
    sources: tuple[SourceId, ...]
    regions: dict[Code, Region]

    def conflicts(self) -> Iterator[str]:
        for name in repeated([region.name for region in self.regions.values()]):
            yield f"{name} 写了不止一次"
        if len(self.regions) != REGIONS:
            yield f"应当是 31 个省级地区和兵团，现在是 {len(self.regions)} 个"
        for code, region in self.regions.items():
            for name in sorted(set(region.unconfirmed) - set(region.apps)):
                yield f"{code}.unconfirmed 里的 {name} 不在 apps 里"


@dataclass(frozen=True, kw_only=True)
class ProvincialRate:
    """一个省在一段时间的记账利率；``period`` 是写不成起止两个月的时间。

    ``applies`` 是只用于哪一部分钱，``method`` 是与月积数法不同的算法，``seen`` 是在哪里见到的。
    """

    WRITTEN = {"start": "from", "end": "to"}

    region: RegionCode
    start: MaybeMonth = None
    end: MaybeMonth = None
    period: Words = ""
    value: Number
    applies: Words = ""
    method: Words = ""
    document: Words = ""
    seen: Words
    confidence: Confidence
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class ProvincialRates:
    """2016 年以前各省的记账利率。不是任何计算器的默认值。"""

    label: Words
    description: Text
    sources: tuple[SourceId, ...]
    checked: Day
    rates: tuple[ProvincialRate, ...]

    def of(self, region: str) -> list[ProvincialRate]:
        return [rate for rate in self.rates if rate.region == region]

    def conflicts(self) -> Iterator[str]:
        for number, rate in enumerate(self.rates, 1):
            place = f"rates 第 {number} 项"
            if bool(rate.period) == bool(rate.start and rate.end):
                yield f"{place} 要有 from 和 to，或者 period，只有一样"
            if rate.start and rate.end and rate.start > rate.end:
                yield f"{place}：先后颠倒了"
            if not LEAST_PERCENT <= rate.value <= MOST_PERCENT:
                yield f"{place} 的 value 应当是 百分号前面的数，如 2.62 表示 2.62%"
        told = [f"{rate.region} {rate.period or rate.start}" for rate in self.rates]
        for each in repeated(told):
            yield f"{each}：写了不止一次"


def repeated(values: list) -> list:
    return sorted({value for value in values if values.count(value) > 1})


TABLES = {
    "official_sites": OfficialSites,
    "channels": Channels,
    "regions": Regions,
    "provincial_rates": ProvincialRates,
}
