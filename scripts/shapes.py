"""参数表应有的样子。写错的地方说出文件和名称，不让程序半路出错。

形状的写法：函数检查一个值，返回应当是什么（对的返回空）；``{名称: 形状}`` 是一段，名称后加 ? 的可以没有；
``{...: 形状}`` 是名称不定的一段；``[形状]`` 是不空的一列；``(形状, 形状)`` 是定数的一列。
"""

import itertools
import re
from datetime import date, timedelta

from calc.parameters import load, site_confidence
from scripts.blocks import DOCS

MARKS = re.compile(r"[|\[\]<>`{}\n]")


def text(value) -> str:
    return "" if isinstance(value, str) and value.strip() else "一段文字"


def words(value) -> str:
    """会写进表格和链接的文字。"""
    return text(value) or ("文字，不含 | [ ] < > ` { }" if MARKS.search(value) else "")


def maybe(shape):
    """可以是空文字。"""
    return lambda value: "" if value == "" else shape(value)


def whole(value) -> str:
    return "" if type(value) is int and value >= 0 else "不小于 0 的整数"


def number(value) -> str:
    good = isinstance(value, str) and re.fullmatch(r"\d{1,4}(\.\d{1,4})?", value) and float(value)
    return "" if good else "加引号的正数，如 \"2.62\""


def day(value) -> str:
    return "" if type(value) is date else "日期，如 2026-11-23，不加引号"


def past_day(value) -> str:
    return day(value) or ("" if value <= date.today() + timedelta(1) else "核对的日期，不能在今天以后")


def positive(value) -> str:
    return "" if type(value) is int and value > 0 else "大于 0 的整数"


def month(value) -> str:
    return "" if isinstance(value, str) and re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", value) else "年月，如 \"1965-01\""


def yes_or_no(value) -> str:
    return "" if isinstance(value, bool) else "true 或 false"


def one_of(*allowed):
    return lambda value: "" if value in allowed else f"{'、'.join(allowed)} 之一"


def source_id(value) -> str:
    return "" if isinstance(value, str) and value in load("sources") else "sources.toml 里登记过的名称"


def home(value) -> str:
    return "" if isinstance(value, str) and site_confidence(value) else "official_sites.toml 里登记过的官方首页"


def own_page(value) -> str:
    return "" if isinstance(value, str) and re.fullmatch(r"[a-z\d/-]+", value) and (DOCS / f"{value}.md").is_file() else "docs/ 里的一页，如 query/app-12333"


CONFIDENCE = one_of("verified", "single")


def seen(value) -> str:
    """[把握, 能看到什么]，或者再加一项做法。"""
    good = isinstance(value, list) and len(value) in (2, 3) and not CONFIDENCE(value[0]) and not any(map(words, value[1:]))
    return "" if good else "[把握, 能看到什么] 或者 [把握, 能看到什么, 做法]"


VALUE = {
    "value": number, "from?": day, "to?": day, "sources": [source_id], "confidence": CONFIDENCE, "checked": past_day,
    "published?": day, "seen?": text, "note?": text, "disputed?": text,
}
PROOF = {"sources": [source_id], "confidence": CONFIDENCE, "checked": past_day, "note?": text}
AGES = {"original_age": whole, "target_age": whole, "first_birth": month, "step_months": positive}
DATED = {"label": words, "unit": one_of("percent", "months", "times"), "description": text, "values": [VALUE]}
SHAPES = {
    "sources": {
        ...: {
            "kind": one_of("law", "notice", "page", "statement"), "title": words, "number": maybe(words), "issuer": words, "issued": maybe(words),
            "in_force?": day, "url": maybe(home), "read": one_of("text", "quoted"), "checked": past_day, "note?": text, "short?": words,
        }
    },
    "regions": {
        "checked": past_day, "sources": [source_id],
        "regions": {
            ...: {
                "name": words, "site": home, "hall?": home, "portal?": home, "apps?": [words], "unconfirmed?": [words], "items?": [words],
                "terms?": [words], "year?": words, "notes?": [(CONFIDENCE, words)],
            }
        },
    },
    "channels": {
        "checked": past_day, "needs": {...: words}, "devices": {...: words},
        "channels": {
            ...: {
                "name": words, "page": own_page, "entry?": words, "place?": one_of("site", "hall", "portal", "apps"), "sure?": CONFIDENCE,
                "devices": lambda value: codes("devices", value), "also": lambda value: codes("devices", value), "always?": yes_or_no,
                "steps": words, "source?": source_id, "sees": {...: seen},
            }
        },
    },
    "refund_outcomes": {
        "checked": past_day, "confidence": CONFIDENCE, "outcomes": {...: words}, "common": {...: words},
        "rules": {...: {"name": words, "says": words, "so": words, "source": source_id}},
        "paths": {...: lambda value: path_shape(value)},
    },
    "retirement_ages": {
        "label": words, "description": text, "sources": [source_id], "confidence": CONFIDENCE, "checked": past_day,
        "flexible_months": whole, "early_notice_months": whole, "late_notice_months": whole, "male": AGES, "female55": AGES, "female50": AGES,
    },
    "payout_months": {
        "label": words, "description": text, "sources": [source_id], "confidence": CONFIDENCE, "checked": past_day, "disputed?": text, "months": {str(age): positive for age in range(40, 71)},
    },
    "survivor_benefit": {
        "label": words, "unit": one_of("months"), "description": text, "funeral_grant": {"months": whole, **PROOF},
        "bereavement": {"step_from": whole, "step": whole, "most": whole, "retired_least": whole, **PROOF}, "tiers": [{"from": whole, "months": whole, **PROOF}],
    },
    "official_sites": {"checked": past_day, "verified": {...: source_id}, "single": {...: source_id}, "refused": {...: words}},
}  # fmt: skip


def path_shape(value) -> str:
    """一段结论，或者和它相同的那一段的名称。"""
    table = load("refund_outcomes")
    if isinstance(value, str):
        return "" if value in table["paths"] else "paths 里的一个名称"
    shape = {"outcome": one_of(*table["outcomes"]), "next": words, "rules": [one_of(*table["rules"])], "wrong?": words, "note?": words}
    return "；".join(wrong(value, shape, "其中"))


def codes(group: str, value) -> str:
    known = load("channels")[group]
    return "" if isinstance(value, list) and set(map(str, value)) <= set(known) else f"一列，只能有 {'、'.join(known)}"


def wrong(value, shape, place: str) -> list[str]:
    """与形状不合的地方。"""
    if callable(shape):
        expected = shape(value)
        return [f"{place} 应当是 {expected}"] if expected else []
    if isinstance(shape, dict):
        return wrong_fields(value, shape, place) if isinstance(value, dict) else [f"{place} 应当是一段，写成 [{place}]"]
    if not isinstance(value, list) or (isinstance(shape, tuple) and len(value) != len(shape)) or not value:
        return [f"{place} 应当是不空的一列，写在方括号里" if isinstance(shape, list) else f"{place} 应当是 {len(shape)} 项的一列"]
    shapes = shape if isinstance(shape, tuple) else itertools.repeat(shape[0])
    return [problem for number, (each, one) in enumerate(zip(value, shapes), 1) for problem in wrong(each, one, f"{place} 第 {number} 项")]


def wrong_fields(value: dict, shape: dict, place: str) -> list[str]:
    place = f"{place}." if place else ""
    if ... in shape:
        return [problem for name, each in value.items() for problem in wrong(each, shape[...], f"{place}{name}")]
    fields = {name.removesuffix("?"): each for name, each in shape.items()}
    missing = [name for name in shape if not name.endswith("?") and name not in value]
    found = [f"{place}{name} 没有写" for name in missing] + [f"{place}{name} 不认识，能写的有 {'、'.join(fields)}" for name in value if name not in fields]
    return found + [problem for name, each in value.items() if name in fields for problem in wrong(each, fields[name], f"{place}{name}")]


def problems(name: str) -> list[str]:
    """一个参数表里不合形状的地方，写好文件名。"""
    table = load(name)
    found = wrong(table, DATED if "values" in table else SHAPES.get(name, {...: lambda _: ""}), "")
    found = found or MORE.get(name, periods if "values" in table else lambda _: [])(table)
    return [f"calc/parameters/{name}.toml: {problem}" for problem in found]


def periods(table: dict) -> list[str]:
    """各段日期一段接一段：不重叠，中间不空。"""
    found = []
    for before, after in itertools.pairwise(table["values"]):
        if "to" not in before or "from" not in after or before["to"] + timedelta(1) != after["from"]:
            found.append(f"{before.get('to', '没有写 to')} 的下一段应当从第二天起，写的是 {after.get('from', '没有写 from')}")
    return found + [f"{each['from']} 到 {each['to']}：先后颠倒了" for each in table["values"] if "from" in each and "to" in each and each["from"] > each["to"]]


def repeated(values: list) -> list:
    return sorted({value for value in values if values.count(value) > 1})


def same_names(table: dict) -> list[str]:
    regions = table["regions"]
    found = [f"{name} 写了不止一次" for name in repeated([region["name"] for region in regions.values()])]
    found += [] if len(regions) == 32 else [f"应当是 31 个省级地区和兵团，现在是 {len(regions)} 个"]
    for code, region in regions.items():
        extra = set(region.get("unconfirmed", ())) - set(region.get("apps", ()))
        found += [f"{code}.unconfirmed 里的 {name} 不在 apps 里" for name in sorted(extra)]
        page = DOCS / "regions" / f"{code}.md"
        lines = page.read_text("utf-8") if page.is_file() else ""
        if f"```region {code}\n" not in lines or f"  region: {code}\n" not in lines:
            found.append(f"{code}：docs/regions/{code}.md 里要有它的 region 和 query-channel 代码块")
    extra = {path.stem for path in (DOCS / "regions").glob("*.md")} - set(regions) - {"index"}
    return found + [f"docs/regions/{code}.md 多出来了：没有 {code} 这个地区，这一页和 mkdocs.yml 里的那一行也要删" for code in sorted(extra)]


def channel_entries(table: dict) -> list[str]:
    found = []
    for code, channel in table["channels"].items():
        entry = channel.get("entry", "")
        if ("entry" in channel) == ("place" in channel):
            found.append(f"channels.{code} 要有 entry 或 place，只有一样")
        if re.search(r"[a-z\d]\.[a-z]{2}", entry, re.I) and home(entry):
            found.append(f"channels.{code}.entry 应当是 {home(entry)}")
        if entry and (("sure" in channel) == entry.startswith("http")):
            found.append(f"channels.{code}.sure 是网址的不写，不是网址的要写")
        found += [f"channels.{code}.sees 里的 {need} 不在 needs 里" for need in channel["sees"] if need not in table["needs"]]
    return found


def official_homes(table: dict) -> list[str]:
    addresses = [*table["verified"], *table["single"]]
    found = [f"{address} 应当是 .gov.cn 的首页，以 / 结尾" for address in addresses if not re.fullmatch(r"https?://([a-z\d-]+\.)+gov\.cn/", address)]
    found += [f"{address} 登记了不止一次" for address in repeated([address.split("//")[-1] for address in addresses])]
    hosts = [address.split("/")[2] for address in addresses if address.count("/") > 2]
    return found + [f"{host} 又登记又在 refused 里" for host in hosts if any(host == name or host.endswith(f".{name}") for name in table["refused"])]


MORE = {"regions": same_names, "channels": channel_entries, "official_sites": official_homes}
