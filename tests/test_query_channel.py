"""我该去哪查：每个地区、每种需要、每种设备都有答案；入口只有 .gov.cn 首页和登记过的号码。"""

import json
import re
from itertools import product

import pytest

from calc.parameters import load, sources
from helpers import ROOT, Calculate

ID = "query-channel"
CHANNELS = load("channels")
REGIONS = load("regions")["regions"]
OFFICIAL = load("official_sites")
NEEDS = tuple(CHANNELS["needs"])
DEVICES = tuple(CHANNELS["devices"])
HOME = re.compile(r"https?://([a-z0-9-]+\.)+gov\.cn/")
# 事实里写明不能链接的：旧域名、来源不可靠的、非政府的、有地方写错的
DO_NOT_LINK = (
    "bjrbj.gov.cn",
    "bjld.gov.cn",
    "12333sh.gov.cn",
    "nbhrss.gov.cn",
    "cqhrss.gov.cn",
    "gzhrss",
    "lss.gov.cn",
    "rsj.xjbt.gov.cn",
    "m12333.cn",
    "si12333",
    "hb12333.com",
    "cs12333.com",
    "qhrsggfw.org.cn",
    "hrss.sh.gov.cn",
    "rsj.jx.gov.cn",
    "rst.nx.gov.cn",
    "//jxzwfw.gov.cn",
    "www.jxzwfw.gov.cn",
    "public.hrss.tj.gov.cn",
)


CHANNEL = Calculate(ID)
answer, rows = CHANNEL.good, CHANNEL.rows


def names(**inputs) -> list[str]:
    return [row["channel"] for row in rows(**inputs)]


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_need_and_device_has_an_answer(region):
    for need, device in product(NEEDS, DEVICES):
        found = answer(region=region, need=need, device=device)
        table = found["tables"][0]["rows"]
        figures = found["figures"]
        assert [row["rank"] for row in table] == list(range(1, len(table) + 1))
        assert (figures["first_channel"], figures["entry"]) == (
            table[0]["channel"],
            table[0]["entry"],
        )
        assert all(all(row.values()) for row in table), (need, device)
        assert {"社保窗口", "12333 电话"} <= {row["channel"] for row in table}
        assert len({(row["channel"], row["entry"]) for row in table}) == len(table)
        assert {row["confidence"] for row in table} <= {"verified", "entry", "single"}
        listed = {source["id"] for source in found["sources"]}
        assert len(found["steps"]) >= 2 and {step["source"] for step in found["steps"]} <= listed
        text = json.dumps(found, ensure_ascii=False)
        for url in re.findall(
            r"https?://[^\s\"，。；）]+", json.dumps([figures, table], ensure_ascii=False)
        ):
            assert HOME.fullmatch(url), url
        assert not [bad for bad in DO_NOT_LINK if bad in text], (need, device)
        assert set(re.findall(r"\d{5,}", re.sub(r"https?://\S+", "", text))) <= {"12333"}


def test_the_32_regions():
    assert len(REGIONS) == 32
    assert len({region["name"] for region in REGIONS.values()}) == 32
    assert len({region["site"] for region in REGIONS.values()}) == 32
    assert REGIONS["bingtuan"]["name"] == "新疆生产建设兵团"


@pytest.mark.parametrize("code", REGIONS)
def test_region_data_is_well_formed(code):
    region = REGIONS[code]
    assert set(region) <= {
        "name",
        "site",
        "hall",
        "portal",
        "apps",
        "unconfirmed",
        "items",
        "terms",
        "year",
        "notes",
    }
    for key in ("site", "hall", "portal"):
        assert key not in region or HOME.fullmatch(region[key]), key
    assert set(region.get("unconfirmed", ())) <= set(region.get("apps", ()))
    assert all(
        sure in ("verified", "single") and text.endswith("。")
        for sure, text in region.get("notes", ())
    )


@pytest.mark.parametrize(
    "code, key, url",
    [
        ("beijing", "hall", "https://fuwu.rsj.beijing.gov.cn/"),
        ("jiangsu", "hall", "https://rs.jshrss.jiangsu.gov.cn/"),
        ("zhejiang", "portal", "https://www.zjzwfw.gov.cn/"),
        ("jiangxi", "portal", "https://www.jxzwfww.gov.cn/"),
        ("ningxia", "site", "https://hrss.nx.gov.cn/"),
        ("bingtuan", "site", "https://www.xjbt.gov.cn/"),
    ],
)
def test_the_addresses_that_are_easily_confused(code, key, url):
    assert REGIONS[code][key] == url


def test_channel_data_is_well_formed():
    for id, channel in CHANNELS["channels"].items():
        assert set(channel["sees"]) <= set(NEEDS), id
        assert set(channel["devices"]) | set(channel["also"]) <= set(DEVICES), id
        assert not set(channel["devices"]) & set(channel["also"]), id
        assert ("entry" in channel) != ("place" in channel), id
        assert channel.get("source") is None or channel["source"] in sources(), id
        assert all(
            sure in ("verified", "single") and all(texts)
            for sure, *texts in channel["sees"].values()
        ), id


def test_nothing_is_called_verified_whose_entry_or_content_is_not():
    for region, need, device in product(REGIONS, NEEDS, DEVICES):
        for row in rows(region=region, need=need, device=device):
            named = row["channel"].partition("：")[2]
            if row["channel"] in ("政务服务网", "人社网上大厅", "人社厅（局）官网"):
                assert row["confidence"] == (
                    "entry" if row["entry"] in OFFICIAL["verified"] else "single"
                )
            elif named:
                assert row["confidence"] == (
                    "single" if named in REGIONS[region].get("unconfirmed", ()) else "entry"
                )
            elif row["channel"] in ("支付宝市民中心", "社保卡银行的自助终端"):
                assert row["confidence"] == "single"


# 先后


@pytest.mark.parametrize(
    "need, device",
    [
        *product(["balance"], DEVICES),
        ("contributions", "computer"),
        ("estimate", "phone-app"),
        ("statement", "in-person"),
        ("estimate", "none"),
        *product(["correction"], ["phone-app", "computer", "telephone"]),
        ("family", "phone-app"),
    ],
)
def test_every_region_begins_at_the_same_channel(need, device):
    """与地区无关的几种；是哪一处，见 tests/cases/query-channel.yaml。"""
    firsts = {names(region=region, need=need, device=device)[0] for region in REGIONS}
    assert len(firsts) == 1


def test_single_source_channels_come_after_the_checked_ones_of_the_same_device():
    found = rows(region="jiangsu", need="statement", device="phone-app")
    order = [row["channel"] for row in found]
    assert order.index("当地 App：江苏智慧人社") < order.index("当地 App：苏服办")
    assert [row["confidence"] for row in found if row["channel"].endswith("苏服办")] == ["single"]


def test_an_unverified_entry_never_comes_before_a_verified_one():
    for region, need, device in product(REGIONS, NEEDS, DEVICES):
        fits = [
            row["confidence"]
            for row in rows(region=region, need=need, device=device)
            if row["channel"] not in ("社保窗口", "12333 电话")
        ]
        doubt = [confidence == "single" for confidence in fits]
        assert doubt == sorted(doubt), (region, need, device)


def test_every_region_says_that_asking_is_free():
    for region in REGIONS:
        assert any("依法免费" in note for note in answer(region=region)["notes"])


# 输入


def test_region_is_asked_for_and_the_rest_has_a_default():
    assert set(CHANNEL.errors()) == {"region"}
    assert (
        answer(region="henan")["figures"]
        == answer(region="henan", need="balance", device="phone-app")["figures"]
    )


def test_every_channel_and_region_has_its_own_page():
    pages = {channel["page"] for channel in CHANNELS["channels"].values()} | {
        f"regions/{code}" for code in REGIONS
    }
    assert not [page for page in pages if not (ROOT / "docs" / f"{page}.md").is_file()]
    for device in DEVICES:
        found = answer(region="henan", device=device)
        assert found["figures"]["guide"] == found["tables"][0]["rows"][0]["guide"] in pages
        assert found["figures"]["region_guide"] == "regions/henan"
