"""我该去哪查：每个地区、每种需要、每种设备都有答案；入口只有 .gov.cn 首页和登记过的号码。"""

import json
import re
from itertools import product

import pytest

import calc
from calc.parameters import load, sources
from helpers import ROOT, assert_proper, fields

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


def answer(**inputs) -> dict:
    found = calc.run(ID, inputs)
    assert "errors" not in found, found
    return found


def rows(**inputs) -> list[dict]:
    return answer(**inputs)["tables"][0]["rows"]


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
    "need, device, first",
    [
        ("balance", "phone-app", "掌上 12333 App"),
        ("balance", "mini-program", "电子社保卡"),
        ("balance", "computer", "国家社会保险公共服务平台"),
        ("contributions", "computer", "国家社会保险公共服务平台"),
        ("estimate", "phone-app", "国家社会保险公共服务平台"),
        ("balance", "telephone", "12333 电话"),
        ("balance", "in-person", "社保窗口"),
        ("statement", "in-person", "社保窗口"),
        ("balance", "none", "授权家人代办、上门服务"),
        ("estimate", "none", "12333 电话"),
        ("correction", "phone-app", "社保窗口"),
        ("correction", "computer", "社保窗口"),
        ("correction", "telephone", "12333 电话"),
        ("family", "phone-app", "电子社保卡"),
    ],
)
def test_first_channel(need, device, first):
    """与地区无关的几种，32 个地区都一样。"""
    for region in REGIONS:
        assert names(region=region, need=need, device=device)[0] == first, region


def test_single_source_channels_come_after_the_checked_ones_of_the_same_device():
    found = rows(region="jiangsu", need="statement", device="phone-app")
    order = [row["channel"] for row in found]
    assert order.index("当地 App：江苏智慧人社") < order.index("当地 App：苏服办")
    assert [row["confidence"] for row in found if row["channel"].endswith("苏服办")] == ["single"]


def test_a_region_without_a_hall_is_sent_to_its_home_page():
    assert "人社厅（局）官网" in names(region="liaoning", device="computer")
    assert "人社网上大厅" not in names(region="liaoning", device="computer")
    assert "人社网上大厅" in names(region="beijing", device="computer")
    assert "人社厅（局）官网" not in names(region="beijing", device="computer")


def test_an_unverified_entry_never_comes_before_a_verified_one():
    for region, need, device in product(REGIONS, NEEDS, DEVICES):
        fits = [
            row["confidence"]
            for row in rows(region=region, need=need, device=device)
            if row["channel"] not in ("社保窗口", "12333 电话")
        ]
        doubt = [confidence == "single" for confidence in fits]
        assert doubt == sorted(doubt), (region, need, device)


def test_what_to_do_follows_what_is_asked():
    said = {
        need: next(
            row["steps"]
            for row in rows(region="henan", need=need, device="in-person")
            if row["channel"] == "社保窗口"
        )
        for need in NEEDS
    }
    for need, word in {
        "balance": "储存额",
        "proof": "参保证明",
        "transfer": "转过来",
        "correction": "要求核对",
        "family": "委托书",
        "estimate": "退休年龄",
    }.items():
        assert word in said[need], need
    assert "关系转移" in rows(region="henan", need="transfer", device="computer")[0]["steps"]
    assert "亲情服务" in rows(region="henan", need="family", device="mini-program")[0]["steps"]


def test_nothing_reliable_falls_back_to_the_national_channels():
    found = answer(region="guizhou", device="phone-app")
    assert not [row for row in found["tables"][0]["rows"] if row["channel"].startswith("当地 App")]
    assert any("没有查到可靠来源" in note for note in found["notes"])


def test_notes_warn_that_a_proof_has_no_balance_and_mark_what_is_unconfirmed():
    notes = answer(region="jiangsu", need="balance")["notes"]
    assert any("参保证明里常常没有余额" in note for note in notes)
    assert any("2022 年起改为自然年度（未经官方来源核实）。" in note for note in notes)
    assert not any(
        "参保证明里" in note for note in answer(region="jiangsu", need="estimate")["notes"]
    )
    for region in REGIONS:
        assert any("依法免费" in note for note in answer(region=region)["notes"])


# 输入


def refused(**inputs) -> list[dict]:
    found = calc.run(ID, inputs)
    assert set(found) == {"calculator", "errors"}, found
    assert_proper(found["errors"])
    return found["errors"]


def test_region_is_asked_for_and_the_rest_has_a_default():
    assert fields(refused()) == {"region"}
    assert (
        answer(region="henan")["figures"]
        == answer(region="henan", need="balance", device="phone-app")["figures"]
    )


def test_every_wrong_field_is_reported():
    found = refused(region="hongkong", need="refund", device="fax")
    assert fields(found) == {"region", "need", "device"}
    assert "北京市" in found[0]["message"] and "32 项" in found[0]["message"]
    assert "对不上" in found[1]["message"]


@pytest.mark.parametrize(
    "word, code",
    [
        ("河南", "henan"),
        ("河南省", "henan"),
        (" henan ", "henan"),
        ("兵团", "bingtuan"),
        ("内蒙古", "neimenggu"),
    ],
)
def test_a_region_may_be_named_in_chinese(word, code):
    assert answer(region=word) == answer(region=code)


@pytest.mark.parametrize("word", ["河", "省", "新疆", "自治区", "Henan", "河南河北", "香港"])
def test_a_name_that_fits_none_or_several_is_refused(word):
    assert fields(refused(region=word)) == {"region"}


def test_every_channel_and_region_has_its_own_page():
    pages = {channel["page"] for channel in CHANNELS["channels"].values()} | {
        f"regions/{code}" for code in REGIONS
    }
    assert not [page for page in pages if not (ROOT / "docs" / f"{page}.md").is_file()]
    for device in DEVICES:
        found = answer(region="henan", device=device)
        assert found["figures"]["guide"] == found["tables"][0]["rows"][0]["guide"] in pages
        assert found["figures"]["region_guide"] == "regions/henan"
