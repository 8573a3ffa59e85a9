"""建站前的校对，和由参数生成的表、地区页、术语解释。"""

import itertools
import json
import re
from datetime import date

import markdown
import pytest

import calc
from calc.html.doubt import MARK
from calc.parameters import load, source
from conftest import ROOT
from helpers import check_output
from scripts.checks import proofread
from scripts.pages import blocks, markup

REGIONS = load("regions")["regions"]
OFFICIAL = load("official_sites")
OLD_OR_FALSE = (
    "bjrbj.gov.cn bjld.gov.cn 12333sh.gov.cn cqhrss.gov.cn lss.gov.cn nbhrss gzhrss m12333.cn "
    "si12333 qhrsggfw.org.cn hb12333.com rsj.xjbt.gov.cn rst.nx.gov.cn hrss.sh.gov.cn "
    "rsj.jx.gov.cn jxzwfw.gov.cn"
).split()
PUBLISHED = json.loads((ROOT / "tests" / "published_cases.json").read_text("utf-8"))


def problems_of(check, text: str) -> list[str]:
    try:
        check(text.splitlines())
    except blocks.MarkupError as wrong:
        return [message for _, message in wrong.problems]
    return []


@pytest.mark.parametrize(
    "line",
    [
        "2021 年的利率是 6.69%。",
        "记进去的是 8 %。",
        "| 上限 | 300% |",
        "最低缴费年限是 15 年。",
        "年限不足 15 年的，可以延长缴费。",
        "2030 年起最低 15.5 年。",
        "最低要缴 186 个月。",
        "男职工法定退休年龄延迟到 63 岁。",
        "原来的 55 周岁。",
        "60 岁的计发月数是 139。",
        "计发月数 195 个月。",
        "抚恤金最多 24 个月。",
        "title: 2025 年 1.50%",
        "记进去的是 **8**%。",
        "记进去的是百分之八。",
        "利率是 ６.６９％。",
        "比例是 8.0%。",
        "累计缴费不足十五年的。",
        "条文写的是“不足十五年”。",
        "最低缴费年限是 15\n年。",
        "年限不足，要缴满\n15 年。",
        "男 60 岁退休。",
        "女干部 55 岁。",
        "余额除以 139。",
        "上限是平均工资的 3 倍。",
        "不超过平均工资的三倍。",
        "抚恤金最多二十四个月。",
        "`缴费比例 8%`",
        "```text\n记账利率 6.69%\n```",
        "| 个人缴费 | 8% |",
        "- 单位\n- 个人缴 8%",
        "比例是百分之 8。",
        "至少缴 15 年。",
        "交满 15 年。",
        "缴不够 15 年。",
        "累计 180 个月。",
        "男职工年满 60 岁。",
        "退休年龄是 63 岁。",
        "利率 6.69&#37;。",
        "```\n缴费比例 8%\n```",
        "最低缴费年限是 14 年。",
        "计发月数是 193。",
        "法定退休年龄是男 65 岁。",
        "记账利率是 6.96%。",
    ],
)
def test_a_policy_figure_typed_by_hand_is_found(line):
    assert problems_of(proofread.typed_figures, line)


@pytest.mark.parametrize(
    "line",
    [
        "2021 年的利率是 {{crediting_rate 2021}}。",
        "有的网页写成 5.35%。",
        "最低缴费年限是 {{minimum_contribution_months 2025 years}}。",
        "缴了 15 年。",
        "他 60 岁 1 个月退休，计发月数按月推算。",
        "108.31%",
        "2013900 元，计发月数",
        "60% 的人没看懂。",
        "他缴费 20 年，就是 240 个月。",
        "最低年限在变。她交了 15 年。",
        "### “女 60 岁、男 65 岁，经济困难就能提前领”",
        "{{literal 男满五十周岁}}、女满四十周岁的，一般不转。",
        "他{{literal 缴满 15 年}}那天。",
        "```calc annual-interest\n利率 8%\n```",
    ],
)
def test_what_is_not_a_policy_figure_is_left_alone(line):
    assert not problems_of(proofread.typed_figures, line)


def test_a_typed_figure_fails_the_check_with_its_line():
    with pytest.raises(blocks.MarkupError) as wrong:
        proofread.typed_figures(["前面", "", "利率是 6.69%"])
    assert wrong.value.problems[0][0] == 2


ABOUT = """前面

```calc annual-interest
about: {about}
inputs:
  rate_percent: 6.69%
expect:
  closing_balance: 记账利率是 6.96%
```"""


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("那年的记账利率是 6.69%。", True),
        ('"那年的记账利率是\n 6.69%。"', True),
        ("那年的记账利率是 {{crediting_rate 2021}}。", False),
        ("除下来是 139.0002 个月。", False),
    ],
)
def test_what_is_said_of_an_example_is_read_too(about, found):
    """算例里只看这一句，输入和应得的数不看。"""
    lines = ABOUT.format(about=about).splitlines()
    assert bool(problems_of(proofread.typed_figures, "\n".join(lines))) == found
    if found:
        with pytest.raises(blocks.MarkupError) as wrong:
            proofread.typed_figures(lines)
        assert {line for line, _ in wrong.value.problems} == {3}


def test_a_document_named_beside_an_example_is_listed():
    cited = ABOUT.format(about="见《社会保险法》第十四条。")
    assert problems_of(proofread.citations, cited)
    assert not problems_of(proofread.citations, cited + LISTED)


LISTED = "\n\n```sources\nsocial-insurance-law | 第十四条\n```"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("《不存在的规定》说。" + LISTED, "没有登记"),
        ("《没有的实施细则（试行）》说。" + LISTED, "没有登记"),
        ("《没有的 经办规程 》说。" + LISTED, "没有登记"),
        ("《关于某事的批复》说。" + LISTED, "没有登记"),
        ("按照工伤保险条例第三条。" + LISTED, "没有登记"),
        ("商业保险法第三条。" + LISTED, "没有登记"),
        ("人社部发[2099]1号说。" + LISTED, "没有登记"),
        ("人社部发【2099】第 1 号说。" + LISTED, "没有登记"),
        ("人社部发（2099）1 号说。" + LISTED, "没有登记"),
        ("国务院令 999 号说。" + LISTED, "没有登记"),
        ("教育部令第 13 号说。" + LISTED, "没有登记"),
        ("《社会保险经\n办条例》说。" + LISTED, "没有列在"),
        ("令第 13 号第三条。" + LISTED, "没有列在"),
        ("《民法典》说。" + LISTED, "没有列在"),
        ("《某事的函》说。" + LISTED, "没有登记"),
        ("社会保险登记管理暂行办法第五条。" + LISTED, "没有登记"),
        ("国发﹝2099﹞38 号。" + LISTED, "没有登记"),
        ("国务院第 999 号令。" + LISTED, "没有登记"),
        ("实施社会保险经办条例第三条。" + LISTED, "没有列在"),
        ("国发〔2099〕1 号说。" + LISTED, "没有登记"),
        ("《社会保险经办条例》说。" + LISTED, "没有列在"),
        ("人社部令第 13 号说。" + LISTED, "没有列在"),
        ("{{source mohrss-order-13}}说。" + LISTED, "没有列在"),
    ],
)
def test_a_citation_must_be_registered_and_listed(text, word):
    assert any(word in message for message in problems_of(proofread.citations, text))


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国社会保险法》说。" + LISTED,
        "《社会保险法》说。" + LISTED,
        "《个人权益记录单》上。" + LISTED,
        "按照社会保险法第十四条。" + LISTED,
        "同一部法第二十条，这个办法第三条，单位的规定第三条。" + LISTED,
    ],
)
def test_a_listed_citation_is_fine(text):
    assert not problems_of(proofread.citations, text)


def test_an_unused_source_fails_the_build(project):
    path = project / "calc" / "parameters" / "sources.toml"
    entry = path.read_text("utf-8").split("\n\n")[1]
    path.write_text(
        path.read_text("utf-8")
        + "\n"
        + re.sub(r"^\[.*\]", "[never-used]", entry, flags=re.M)
        + "\n",
        "utf-8",
    )
    assert "never-used" in check_output(project)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("[假的](https://rsj.henan.gov.cn/)", "没有登记"),
        ("看 zz.henan.gov.cn 这个网站。", "没有登记"),
        ("[深层](https://si.12333.gov.cn/a/b.html)", "首页"),
        ("[旧的](https://www.bjrbj.gov.cn/)", "旧网址"),
        ("[只有一个来源](https://zwfw.hebei.gov.cn/)", "没有登记"),
        ("[只有一个来源](http://zwfw.hebei.gov.cn/)", "未经官方来源核实"),
        ("[一般网站](https://example.com/)", "没有登记"),
    ],
)
def test_an_address_must_be_a_registered_home_page(line, word):
    assert any(word in message for message in problems_of(proofread.addresses, line))


@pytest.mark.parametrize(
    "line",
    [
        "[国家平台](https://si.12333.gov.cn/)",
        "[河北](http://zwfw.hebei.gov.cn/)（未经官方来源核实）",
        "认准以 `.gov.cn` 结尾，`si12333gov.cn` 是仿冒的。",
        "江西是 jxzwfww.gov.cn。",
        "`si.12333.gov.cn.example.com/login` 是假的。",
    ],
)
def test_a_registered_address_is_fine(line):
    assert not problems_of(proofread.addresses, line)


BEIJING = 'site = "https://rsj.beijing.gov.cn/"'
DAMAGES = [
    ("regions", BEIJING + "\n", "", "regions.beijing.site 没有写"),
    (
        "regions",
        BEIJING,
        'site = "https://rsj.beijing.com/"',
        "regions.beijing.site 应当是 official_sites",
    ),
    (
        "regions",
        BEIJING,
        'site = "https://rsj.beijing.gov.cn/a/b.html"',
        "regions.beijing.site 应当是 official_sites",
    ),
    ("regions", BEIJING, "site = 5", "regions.beijing.site"),
    ("regions", 'name = "北京市"', "name = 5", "regions.beijing.name 应当是 一段文字"),
    ("regions", 'name = "北京市"', 'name = "北京|市"', "regions.beijing.name"),
    ("regions", 'name = "北京市"', 'name = "天津市"', "天津市 写了不止一次"),
    ("regions", 'name = "北京市"', 'name = "北京市"\nphone = "12345"', "phone 不认识"),
    ("regions", 'apps = ["京通", "北京人社"]', 'apps = "京通"', "apps 应当是不空的一列"),
    ("regions", 'apps = ["京通", "北京人社"]', "apps = []", "apps 应当是不空的一列"),
    ("regions", 'unconfirmed = ["京通", ', 'unconfirmed = ["北通", ', "北通 不在 apps 里"),
    (
        "regions",
        'notes = [["verified", "权益记录单',
        'notes = [["sure", "权益记录单',
        "verified、single 之一",
    ),
    ("regions", 'notes = [["verified", "权益记录单', 'notes = [["权益记录单', "2 项的一列"),
    ("regions", 'name = "北京市"', 'name = "北京市"\nyear = "个人缴费 8%"', "政策数字"),
    ("regions", 'name = "北京市"', 'name = "北京市"\nyear = "按国发〔2099〕1 号"', "没有登记"),
    ("regions", "[regions.beijing]", "[regions.peking]", "beijing.md 多出来了"),
    (
        "official_sites",
        '"https://rsj.beijing.gov.cn/" = "region-site-lists"\n',
        "",
        "里登记过的官方首页",
    ),
    (
        "official_sites",
        '"https://rsj.beijing.gov.cn/" = "region-site-lists"',
        '"https://rsj.beijing.gov.cn/" = "no-such"',
        "sources.toml 里登记过",
    ),
    (
        "official_sites",
        '"https://rsj.beijing.gov.cn/" =',
        '"https://rsj.beijing.gov.cn/index.html" =',
        "首页",
    ),
    (
        "official_sites",
        "[refused]\n",
        '[refused]\n"rsj.beijing.gov.cn" = "旧的"\n',
        "又登记又在 refused",
    ),
    (
        "official_sites",
        "[single]\n",
        '[single]\n"https://rsj.beijing.gov.cn/" = "region-site-lists"\n',
        "不止一次",
    ),
    (
        "channels",
        'entry = "https://si.12333.gov.cn/"',
        'entry = "https://si.12333.com/"',
        "official_sites",
    ),
    ("channels", 'page = "query/alipay"', 'page = "query/wechat"', "docs/ 里的一页"),
    ("channels", 'devices = ["telephone"]', 'devices = ["fax"]', "hotline.devices"),
    (
        "channels",
        'balance = ["single", "社会保险个人权益"]',
        'balances = ["single", "社会保险个人权益"]',
        "不在 needs 里",
    ),
    (
        "refund_outcomes",
        'source = "social-insurance-law"',
        'source = "no-such"',
        "sources.toml 里登记过",
    ),
    ("refund_outcomes", 'outcome = "not-refundable"', 'outcome = "refundable"', "want-money"),
    ("refund_outcomes", 'rules = ["no-early"]', 'rules = ["no-such"]', "want-money"),
    (
        "refund_outcomes",
        'name = "社会保险法第十四条"',
        'name = "人社部发〔2099〕1 号第一条"',
        "没有登记",
    ),
    ("refund_outcomes", 'cash = "', 'cash = "缴满 15 年。', "政策数字"),
    ("sources", 'kind = "law"', 'kind = "book"', "kind 应当是"),
    ("sources", 'read = "text"', 'read = "yes"', "read 应当是"),
    ("sources", 'url = "https://www.mohrss.gov.cn/"', 'url = "javascript:alert(1)"', "url 应当是"),
    ("sources", "checked = 2026-11-21", 'checked = "2026-11-21"', "checked 应当是 日期"),
    ("sources", 'title = "《中华人民共和国社会保险法》"', 'title = ""', "title 应当是"),
    ("crediting_rate", 'value = "7.12"', "value = 7.12", "value 应当是 加引号的正数"),
    ("crediting_rate", 'value = "7.12"', 'value = "七"', "value 应当是 加引号的正数"),
    ("crediting_rate", 'value = "7.12"', 'value = "Infinity"', "value 应当是 加引号的正数"),
    ("crediting_rate", "checked = 2026-11-21", "checked = 2099-01-01", "不能在今天以后"),
    ("payout_months", "60 = 139\n", "", "months.60 没有写"),
    ("payout_months", "60 = 139", "60 = 0", "months.60 应当是"),
    ("retirement_ages", "step_months = 4", "step_months = 0", "step_months 应当是"),
    ("channels", 'entry = "12333"', 'entry = "evil.com"', "official_sites"),
    ("channels", 'page = "query/alipay"', 'page = "../README"', "docs/ 里的一页"),
    ("crediting_rate", "from = 2017-01-01", "from = 2017-02-01", "应当从第二天起"),
    ("crediting_rate", "from = 2017-01-01", "from = 2016-12-01", "应当从第二天起"),
    (
        "crediting_rate",
        'sources = ["crediting-rate-notice-2016"]',
        'sources = ["no-such"]',
        "sources.toml 里登记过",
    ),
    (
        "retirement_ages",
        'first_birth = "1965-01"',
        'first_birth = "1965-13"',
        "first_birth 应当是 年月",
    ),
    ("payout_months", "60 = 139", '60 = "139"', "months.60 应当是"),
    ("survivor_benefit", "most = 24", "mast = 24", "mast 不认识"),
]


@pytest.mark.parametrize(("name", "old", "new", "word"), DAMAGES)
def test_a_wrong_value_in_a_table_fails_the_build_and_is_named(project, name, old, new, word):
    path = project / "calc" / "parameters" / f"{name}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    said = check_output(project)
    assert word in said and f"{name}.toml" in said


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (ROOT / "calc" / "parameters").glob("*.toml"))
)
@pytest.mark.parametrize("damage", [b"\xb1\xb1", b"\nunknown = 1\n"])
def test_a_damaged_table_is_named(project, name, damage):
    path = project / "calc" / "parameters" / f"{name}.toml"
    path.write_bytes(damage + path.read_bytes())
    assert f"{name}.toml" in check_output(project)


@pytest.mark.parametrize(
    ("name", "old", "new", "word"),
    [
        ("regions/henan.md", None, None, "henan"),
        ("fragments/terms.md", None, None, "terms.md"),
        ("query/alipay.md", "\n```\n", "\n", "没有收尾"),
        ("regions/henan.md", "```region henan", "```region hebei", "henan"),
        ("regions/henan.md", "```region henan\n```", "```region henan\n说明\n```", "里面不写东西"),
        ("regions/henan.md", "region-site-lists |", "hotline-2003-84 |", "region-site-lists"),
        ("regions/henan.md", "```sources", "```text", "没有列出依据"),
        ("rules/refund.md", "```sources", "```text", "没有列出依据"),
        ("rules/refund.md", "title: ", "title: {{crediting_rate 2021}}", "页首"),
        ("rules/refund.md", "\n# ", "\n{crediting_rate 2021}\n\n# ", "半角花括号"),
        ("rules/refund.md", "\n# ", "\n｛｛crediting_rate 2021｝｝\n\n# ", "半角花括号"),
        ("rules/refund.md", "\n# ", "\n{{crediting_rate 2021 years}}\n\n# ", "不能写成 years"),
        ("fragments/terms.md", "*[记账利率]: ", "*[记账利率]：", "半角的方括号和冒号"),
        ("fragments/terms.md", "*[记账利率]: ", "*[记账利率]: 甲\n\n*[记账利率]: ", "不止一次"),
    ],
)
def test_a_page_without_what_it_must_have_fails_the_build(project, name, old, new, word):
    path = project / "docs" / name
    if old is None:
        path.unlink()
    else:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    assert word in check_output(project)


@pytest.mark.parametrize(
    ("line", "good"),
    [
        ('[算](../calculators/retirement-age.md){ data-fill="category=male&birth=1966-09" }', True),
        (
            '[算](../calculators/retirement-age.md){ data-fill="category=male&birth=1966-13" }',
            False,
        ),
        ('[算](../calculators/retirement-age.md){ data-fill="kind=male&birth=1966-09" }', False),
        ('[算](../calculators/no-such.md){ data-fill="birth=1966-09" }', False),
        ('[算](../rules/refund.md){ data-fill="birth=1966-09" }', False),
    ],
)
def test_a_link_with_numbers_opens_a_calculator_that_can_compute_them(line, good):
    assert bool(problems_of(proofread.filled_links, line)) != good


def test_a_source_named_only_in_a_comment_is_not_used(project):
    path = project / "calc" / "parameters" / "sources.toml"
    entry = path.read_text("utf-8").split("\n\n")[1]
    path.write_text(
        path.read_text("utf-8")
        + "\n"
        + re.sub(r"^\[.*\]", "[never-used]", entry, flags=re.M)
        + "\n",
        "utf-8",
    )
    regions = project / "calc" / "parameters" / "regions.toml"
    regions.write_text("# never-used\n" + regions.read_text("utf-8"), "utf-8")
    assert "never-used 没有一处用到" in check_output(project)


# 地区页


def test_there_are_32_regions():
    assert len(REGIONS) == 32


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_page_marks_each_entry(site, code):
    page = (site / "regions" / code / "index.html").read_text("utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    article = article.replace(MARK, "（未经官方来源核实）")
    region = REGIONS[code]
    for field in ("site", "hall", "portal"):
        if field in region:
            mark = "已核实" if region[field] in OFFICIAL["verified"] else "未经官方来源核实"
            assert re.search(
                rf'href="{re.escape(region[field])}"[^>]*>[^<]+</a>（{mark}）', article
            ), (field, mark)
    for link in re.findall(r'href="(https?://[^"]+)"', article):
        assert re.fullmatch(r"https?://([\w-]+\.)+gov\.cn/", link), link
    assert "12333" in article


@pytest.mark.parametrize("code", REGIONS)
def test_the_finder_answers_for_every_region_need_and_device(code):
    for need, device in itertools.product(load("channels")["needs"], load("channels")["devices"]):
        answer = calc.run("query-channel", {"region": code, "need": need, "device": device})
        assert answer["figures"]["region_site"] == REGIONS[code]["site"]
        assert answer["tables"][0]["rows"][0]["channel"] == answer["figures"]["first_channel"]


def test_no_page_links_to_an_old_or_false_site(site):
    for path in site.rglob("*.html"):
        links = re.findall(r'href="(https?://[^"]+)"', path.read_text("utf-8"))
        assert not [
            link
            for link in links
            if any(f"//{name}" in link or f".{name}" in link for name in OLD_OR_FALSE)
        ], path


# 核实过的，另抄一份：提高一处的把握，要连同这里一起改，审阅的人才看得见。
VERIFIED = """
http://hrss.shandong.gov.cn/
http://hrss.xizang.gov.cn/
https://12333.hrss.nx.gov.cn/
https://fuwu.rsj.beijing.gov.cn/
https://ggfw.hrss.gd.gov.cn/
https://ggfw.rlsbj.cq.gov.cn/
https://ggfw.rst.hunan.gov.cn/
https://gjzwfw.www.gov.cn/
https://hrss.ah.gov.cn/
https://hrss.gd.gov.cn/
https://hrss.hainan.gov.cn/
https://hrss.henan.gov.cn/
https://hrss.hlj.gov.cn/
https://hrss.jl.gov.cn/
https://hrss.nx.gov.cn/
https://hrss.tj.gov.cn/
https://hrss.wenzhou.gov.cn/
https://hrss.yn.gov.cn/
https://jshrss.jiangsu.gov.cn/
https://rlsbj.cq.gov.cn/
https://rlsbt.zj.gov.cn/
https://rs.jshrss.jiangsu.gov.cn/
https://rsggfw.rst.xinjiang.gov.cn/
https://rsj.beijing.gov.cn/
https://rsj.sh.gov.cn/
https://rst.fujian.gov.cn/
https://rst.gansu.gov.cn/
https://rst.guizhou.gov.cn/
https://rst.gxzf.gov.cn/
https://rst.hebei.gov.cn/
https://rst.hubei.gov.cn/
https://rst.hunan.gov.cn/
https://rst.jiangxi.gov.cn/
https://rst.ln.gov.cn/
https://rst.nmg.gov.cn/
https://rst.qinghai.gov.cn/
https://rst.sc.gov.cn/
https://rst.shaanxi.gov.cn/
https://rst.shanxi.gov.cn/
https://rst.xinjiang.gov.cn/
https://si.12333.gov.cn/
https://www.12333.gov.cn/
https://www.cxs.gov.cn/
https://www.gdzwfw.gov.cn/
https://www.gov.cn/
https://www.jxzwfww.gov.cn/
https://www.mohrss.gov.cn/
https://www.qhzwfw.gov.cn/
https://www.xjbt.gov.cn/
https://www.xzzwfw.gov.cn/
https://www.zjzwfw.gov.cn/
https://zwdt.sh.gov.cn/
https://zwfw.gansu.gov.cn/
""".split()
CONFIRMED_APPS = {"浙里办", "江苏智慧人社"}
VERIFIED_NOTES = [
    "beijing",
    "beijing",
    "beijing",
    "bingtuan",
    "jiangsu",
    "jiangxi",
    "ningxia",
    "qinghai",
    "shanghai",
    "zhejiang",
]


def test_nothing_is_verified_that_was_not():
    assert sorted(OFFICIAL["verified"]) == VERIFIED
    assert {
        app
        for region in REGIONS.values()
        for app in region.get("apps", ())
        if app not in region.get("unconfirmed", ())
    } == CONFIRMED_APPS
    assert (
        sorted(
            code
            for code, region in REGIONS.items()
            for sure, _ in region.get("notes", ())
            if sure == "verified"
        )
        == VERIFIED_NOTES
    )


def test_every_official_link_is_registered_and_the_doubtful_ones_are_marked(site):
    doubtful = 0
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        article = page[page.find("<article") : page.find("</article>")]
        for found in re.finditer(r'href="(https?://[^"]+)"', article):
            assert found[1] in OFFICIAL["verified"] or found[1] in OFFICIAL["single"], (
                path,
                found[1],
            )
            if found[1] in OFFICIAL["single"]:
                doubtful += 1
                place = re.split("</li>|</tr>|</dl>|</p>", article[found.end() :])[0]
                assert MARK in place, (path, found[1])
    assert doubtful >= len(OFFICIAL["single"])


# 退休年龄全表


def table_rows(category: str) -> list[list[str]]:
    made = blocks.BLOCKS["retirement"](blocks.Block("retirement", category, (), 0), True)
    return [re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", row) for row in made.split("<tr>")[2:]]


def numbers(text: str) -> list[int]:
    return list(map(int, re.findall(r"\d+", text)))


@pytest.mark.parametrize(
    ("category", "first", "last", "most"),
    [
        ("male", [1965, 1], [1976, 12], 36),
        ("female55", [1970, 1], [1981, 12], 36),
        ("female50", [1975, 1], [1984, 12], 60),
    ],
)
def test_the_full_table_agrees_with_the_calculator_month_by_month(category, first, last, most):
    rows = table_rows(category)
    assert numbers(rows[0][0]) == first and numbers(rows[-1][0]) == last
    assert len(rows) == (last[0] - first[0] + 1) * 12
    assert [int(row[1]) for row in rows] == sorted(int(row[1]) for row in rows) and int(
        rows[-1][1]
    ) == most
    for birth, delay, age, month in rows:
        year, number = numbers(birth)
        figures = calc.run(
            "retirement-age", {"category": category, "birth": f"{year}-{number:02d}"}
        )["figures"]
        assert int(delay) == figures["delay_months"]
        assert age == figures["statutory_age"]
        assert numbers(month) == numbers(figures["statutory_month"])


def test_the_full_table_agrees_with_all_published_rows():
    found = {
        (category, tuple(numbers(row[0]))): row
        for category in ("male", "female55", "female50")
        for row in table_rows(category)
    }
    compared = 0
    for case in PUBLISHED:
        if case["calculator"] != "retirement-age" or case["use"] != "accept":
            continue
        row = found.get((case["inputs"]["category"], tuple(numbers(case["inputs"]["birth"])[:2])))
        if row is None:
            continue
        expected = case["expected"]
        compared += 1
        assert int(row[1]) == int(expected.get("delay_months", row[1])), case["id"]
        assert numbers(row[3]) == numbers(expected.get("statutory_month", row[3])), case["id"]
    assert compared > 50


# 术语解释


def marked(text: str) -> list[str]:
    made = markdown.markdown(text, extensions=["scripts.pages.markup"])
    return re.findall(r'<abbr tabindex="0" title="[^"]+">([^<]+)</abbr>', made)


def test_a_term_is_explained_where_it_first_appears():
    assert marked("记账利率和储存额。\n\n再说记账利率。") == ["记账利率", "储存额"]
    assert marked("**储存额**的累计储存额，后面是权益记录单") == [
        "储存额",
        "累计储存额",
        "权益记录单",
    ]
    assert marked("个人账户养老金里的个人账户") == ["个人账户养老金", "个人账户"]


def test_headings_links_and_code_are_not_marked():
    assert marked("# 储存额\n\n[储存额](x.md)和`储存额`") == []


def test_marking_keeps_the_words():
    text = "甲**储存额**乙，记账利率丙，月积数丁储存额。"
    made = markdown.markdown(text, extensions=["scripts.pages.markup"])
    assert re.sub(r"<[^>]+>", "", made) == text.replace("**", "")


def test_no_term_is_explained_by_a_policy_figure():
    assert not [
        word
        for word, meaning in blocks.terms().items()
        if problems_of(proofread.typed_figures, meaning)
    ]


def test_sources_say_when_they_were_checked():
    made = markup.expand(["```sources", "social-insurance-law | x", "```"])[0][0]
    day = source("social-insurance-law").checked
    assert isinstance(day, date) and f"{day.year} 年 {day.month} 月 {day.day} 日" in made
