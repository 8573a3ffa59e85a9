"""官方渠道的先后：按参保地、要查什么、手边有什么。

渠道在 ``channels.toml``，各地的入口在 ``regions.toml``，网址的把握在 ``official_sites.toml``。
"""

from collections.abc import Iterator
from dataclasses import dataclass

from calc.parameters import channels, regions, site_confidence
from calc.parameters.places import Channel, Region

CONFIDENCE = ("verified", "entry", "single")  # 把握由高到低；entry 是只核实了入口


@dataclass(frozen=True)
class Way:
    """一条走得通的路：渠道的代号、入口、把握；``fit`` 越小越合手边的设备。"""

    channel: str
    entry: str
    confidence: str
    fit: int

    @property
    def rank(self) -> tuple:
        """用得上的先于不合设备的，核实过入口的先于没有的，再看合不合设备、把握。"""
        doubt = CONFIDENCE.index(self.confidence)
        return self.fit == 2, self.confidence == "single", self.fit, doubt


def ways(region: str, need: str, device: str) -> list[Way]:
    """列得出的渠道，好用的在前；同样好用的照文件里的先后。"""
    found = all_ways(regions().regions[region], need, device)
    return sorted(found, key=lambda way: way.rank)


def all_ways(region: Region, need: str, device: str) -> Iterator[Way]:
    for code, channel in channels().channels.items():
        fit = fit_of(channel, device)
        if need not in channel.sees or (fit == 2 and not channel.always):
            continue
        seen = channel.sees[need].confidence
        for entry, sure in entries(channel, region):
            yield Way(code, entry, confidence_of(sure, seen), fit)


def fit_of(channel: Channel, device: str) -> int:
    """正好用得上是 0，也能用是 1，不合是 2。"""
    return 0 if device in channel.devices else 1 if device in channel.also else 2


def entries(channel: Channel, region: Region) -> list[tuple[str, bool]]:
    """渠道的入口，和入口是否核实。全国的一个；省里的按地区取，没有的是空列表。"""
    if not channel.place:
        return [(channel.entry, sure_of(channel.entry, channel.sure))]
    if is_the_hall(channel.place, region):
        return []
    if channel.place == "apps":
        return [(name, name not in region.unconfirmed) for name in region.apps]
    entry = getattr(region, channel.place)
    return [(entry, sure_of(entry))] if entry else []


def is_the_hall(place: str, region: Region) -> bool:
    """有网上大厅的，官网不另列；政务服务网就是大厅的，只列大厅。"""
    return (
        bool(region.hall) if place == "site" else place == "portal" and region.portal == region.hall
    )


def sure_of(entry: str, otherwise: str = "") -> bool:
    """入口核实了没有：网址看 official_sites.toml，别的看渠道自己写的。"""
    sure = site_confidence(entry) if entry.startswith("http") else otherwise
    return sure == "verified"


def confidence_of(sure: bool, seen: str) -> str:
    if not sure:
        return "single"
    return "verified" if seen == "verified" else "entry"
