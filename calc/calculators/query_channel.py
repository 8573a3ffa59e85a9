"""我该去哪查：按参保地、要查什么、手边有什么，排出官方渠道。

渠道在 ``calc/parameters/channels.toml``，各地的入口在 ``regions.toml``。
依据：社会保险法第四、七十四条，《社会保险经办条例》第二十九、三十、三十二条。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Column, Figure, Input, Problems, Result, Step, Table
from calc.kinds import Choice
from calc.parameters import channels, regions
from calc.parameters.places import Region
from calc.rules.channels import Way, ways

LAW = "social-insurance-law"
REGULATION = "social-insurance-service-regulation"
UNCONFIRMED = "（未经官方来源核实）"
CONFIDENCE = (("verified", "已核实"), ("entry", "仅入口已核实"), ("single", "未经官方来源核实"))
MEANINGS = {
    "entry": "“仅入口已核实”：入口是官方的，能不能看到、叫什么名字，各地不一定。"
    "看不到就换一种，最后还有窗口。",
    "single": "“未经官方来源核实”：只有一个来源，试以前先认清是不是官方的。",
}
RIGHTS = {
    "correction": (
        "社会保险法第四条",
        "个人有权查询缴费记录、个人权益记录，监督本单位为其缴费",
        "可以要求核对",
        LAW,
    ),
    "family": (
        "社会保险经办条例第三十条",
        "为老年人、残疾人等提供授权代办、上门服务等便利",
        "要本人授权",
        REGULATION,
    ),
}
NO_BALANCE = "参保证明里常常没有余额。看余额要找“养老个人账户”“年度账户”“个人账户信息”“对账单”。"
NO_LOCAL = "当地的 App 和网上大厅没有查到可靠来源，先用全国的渠道、窗口和电话。"
ALWAYS = (
    (
        "网址认准以 .gov.cn 结尾，自己输；App 只从手机自带的应用商店装。"
        "查询、核对依法免费，要查询费的不付。"
    ),
    "菜单和按钮会改，以页面显示为准。入口没有在线逐个打开过。",
)


def check(values: SimpleNamespace, problems: Problems) -> None:
    """三项各自独立，没有要一起检查的。"""


def compute(values: SimpleNamespace) -> Result:
    found = ways(values.region, values.need, values.device)
    rows = [{"rank": rank} | row_of(way, values.need) for rank, way in enumerate(found, 1)]
    first, region = rows[0], regions().regions[values.region]
    figures = {
        "first_channel": first["channel"],
        "entry": first["entry"],
        "sees": first["sees"],
        "guide": first["guide"],
        "confidence": first["confidence"],
        "region_site": region.site,
        "region_guide": f"regions/{values.region}",
        "phone": channels().channels["hotline"].entry,
    }
    own = [channels().channels[way.channel].source for way in found]
    sources = [LAW, REGULATION, "region-site-lists", *filter(None, own)]
    shown = notes(values.need, region, {way.confidence for way in found})
    return Result(figures, steps(values, rows), shown, {"channels": rows}, sources)


def row_of(way: Way, need: str) -> dict:
    channel = channels().channels[way.channel]
    seen = channel.sees[need]
    name, entry = channel.name, way.entry
    if way.channel == "local-app":
        name, entry = f"{name}：{entry}", f"手机自带的应用商店搜“{entry}”"
    return {
        "channel": name,
        "sees": seen.shows,
        "steps": seen.steps or channel.steps,
        "entry": entry,
        "guide": channel.page,
        "confidence": way.confidence,
    }


def steps(values: SimpleNamespace, rows: list[dict]) -> list[Step]:
    place, need = regions().regions[values.region].name, channels().needs[values.need]
    asked = f"{place}；{need}；{channels().devices[values.device]}"
    free = "个人可以免费查询、核对缴费和个人权益记录"
    where = "可以在网站、手机、自助终端和窗口办理"
    count, first = f"共 {len(rows)} 种用得上", rows[0]["channel"]
    result = [
        Step("社会保险法第七十四条", free, asked, "不用付查询费", LAW),
        Step("社会保险经办条例第二十九条", where, count, first, REGULATION),
    ]
    if values.need in RIGHTS:
        label, says, value, source = RIGHTS[values.need]
        result.append(Step(label, says, asked, value, source))
    return result


def notes(need: str, region: Region, marks: set[str]) -> list[str]:
    found = [MEANINGS[mark] for mark in MEANINGS if mark in marks]
    if need in ("balance", "statement", "proof"):
        found += [NO_BALANCE, *listed("可以搜的事项名：", region.items)]
        found += listed("当地单子上余额可能写成：", region.terms)
        found += listed("结息年度：", region.year)
    for sure, text in region.notes:
        found.append(text.rstrip("。") + (UNCONFIRMED if sure == "single" else "") + "。")
    if not region.apps and not region.hall:
        found.append(NO_LOCAL)
    return [*found, *ALWAYS]


def listed(label: str, found) -> list[str]:
    """一句“某某：甲、乙”；没有的不写。"""
    if not found:
        return []
    return [label + (found if isinstance(found, str) else "；".join(found)) + UNCONFIRMED + "。"]


CALCULATOR = Calculator(
    id="query-channel",
    title="我该去哪查",
    answers="查职工养老保险个人账户该去哪里：选参保地、要查什么、手边有什么，排出官方渠道和入口。",
    limits=(
        "只到省一级，没有市、县的入口。",
        "不查你的账户，也不保证渠道此刻打得开。",
        "城乡居民养老保险、机关事业单位养老保险的查法可能不同。",
    ),
    inputs=(
        Input(
            "region",
            "参保地",
            Choice(tuple((code, region.name) for code, region in regions().regions.items())),
            help="给你交社保的地方，不是居住地。几个地方都交过的，一个一个查。",
            term="参保地",
            required=True,
        ),
        Input(
            "need",
            "要查什么",
            Choice(tuple(channels().needs.items())),
            help="余额一般写在每年的权益记录单上。",
            term="个人权益记录",
            default="balance",
        ),
        Input(
            "device",
            "怎样查方便",
            Choice(tuple(channels().devices.items())),
            help="行动不便、没有手机的，选最后一项。",
            term="服务渠道",
            default="phone-app",
        ),
    ),
    figures=(
        Figure("first_channel", "先去这里", unit="text", main=True),
        Figure("entry", "入口", unit="text", main=True),
        Figure("sees", "能看到什么", unit="text", main=True),
        Figure("guide", "详细步骤", unit="page", main=True, help="本站的一页"),
        Figure("confidence", "核实情况", unit="text", options=CONFIDENCE),
        Figure("region_site", "当地人社部门官网（兵团是兵团官网）", unit="text"),
        Figure("region_guide", "当地的入口和写法", unit="page", help="本站的一页"),
        Figure("phone", "电话", unit="phone", help="外地拨打，前面加参保地的区号"),
    ),
    tables=(
        Table(
            "channels",
            "用得上的渠道，从上往下试",
            (
                Column("rank", "先后"),
                Column("channel", "渠道"),
                Column("sees", "能看到什么"),
                Column("steps", "怎么做"),
                Column("entry", "入口"),
                Column("confidence", "核实情况", options=CONFIDENCE),
                Column("guide", "详细说明", unit="page"),
            ),
            opened=True,
        ),
    ),
    check=check,
    compute=compute,
)
