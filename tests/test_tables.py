"""参数表在 calc 里就按声明检查：写错的一处，说得出文件和名称，不读。"""

import tomllib

import pytest

from calc import parameters
from calc.parameters import ParameterError, load, problems, read_table
from helpers import ROOT

FOLDER = ROOT / "calc" / "parameters"
NAMES = sorted(place.stem for place in FOLDER.glob("*.toml"))
DAMAGES = [
    # 名称
    ("crediting_rate", "sources = [", "source = [", "values 第 1 项.source 不认识"),
    ("crediting_rate", 'unit = "percent"\n', "", "unit 没有写"),
    ("channels", 'balance = "个人', '"ba\\"lance" = "个人', 'needs 里的名称 ba"lance 应当是'),
    ("channels", "phone-app = ", "\"x' onclick='y\" = ", "devices 里的名称"),
    ("channels", "[channels.card]", '[channels."a<b"]', "channels 里的名称 a<b"),
    ("channels", "steps = ", "step = ", "channels.platform.step 不认识"),
    ("regions", "[regions.beijing]", '[regions."Bei jing"]', "regions 里的名称 Bei jing"),
    ("sources", "[social-insurance-law]", '["a b"]', "文件 里的名称 a b"),
    ("refund_outcomes", "kept = ", '"ke\\"pt" = ', "outcomes 里的名称"),
    ("refund_outcomes", '[paths."leaving/keep"]', '[paths."leaving//keep"]', "paths 里的名称"),
    ("official_sites", '"https://rsj.beijing.gov.cn/" =', '"https://a.com/" =', "首页"),
    ("official_sites", '"bjrbj.gov.cn"', '"https://bjrbj"', "refused 里的名称"),
    ("survivor_benefit", "step_from = ", "step_form = ", "bereavement.step_from 没有写"),
    ("payout_months", "60 = 139", "60.5 = 139", "months.60 应当是"),
    ("payout_months", "70 = 56", "71 = 56", "months.71 不认识"),
    ("retirement_ages", "[male]", "[men]", "male 没有写"),
    ("provincial_rates", "seen = ", "saw = ", "rates 第 1 项.saw 不认识"),
    ("provincial_rates", 'region = "tianjin"', 'region = "jinan"', "regions.toml 里的一个地区"),
    ("provincial_rates", 'from = "2011-01"', 'from = "2011-13"', "from 应当是 年月"),
    ("provincial_rates", 'from = "2011-01"', 'from = "2012-01"', "先后颠倒了"),
    ("provincial_rates", 'from = "2011-01"\n', "", "要有 from 和 to，或者 period"),
    (
        "provincial_rates",
        'period = "2013',
        'from = "2013-01"\nto = "2013-12"\nperiod = "2013',
        "一样",
    ),
    ("provincial_rates", 'value = "2.75"', 'value = "0.0275"', "百分号前面的数"),
    ("provincial_rates", 'value = "2.75"', 'value = "27.5"', "百分号前面的数"),
    ("provincial_rates", 'from = "2010-01"', 'from = "2009-01"', "写了不止一次"),
    # 种类
    ("crediting_rate", "checked = 2026-11-21", "checked = 2026-11-21T00:00:00", "checked 应当是"),
    ("crediting_rate", "from = 2016-01-01", 'from = "2016-01-01"', "from 应当是 日期"),
    ("crediting_rate", 'value = "8.31"', "value = 8.31", "value 应当是 加引号的正数"),
    ("crediting_rate", 'value = "8.31"', 'value = "-8.31"', "value 应当是 加引号的正数"),
    ("crediting_rate", 'value = "8.31"', 'value = "1e3"', "value 应当是 加引号的正数"),
    ("crediting_rate", 'value = "8.31"', 'value = "８.31"', "value 应当是 加引号的正数"),
    ("crediting_rate", 'unit = "percent"', 'unit = "page"', "unit 应当是 percent"),
    ("retirement_ages", "original_age = 60", "original_age = true", "male.original_age 应当是"),
    ("retirement_ages", "original_age = 60", "original_age = 6.0", "male.original_age 应当是"),
    ("retirement_ages", "target_age = 63", "target_age = 999999999", "male.target_age 应当是"),
    ("retirement_ages", "target_age = 63", "target_age = 60", "大于 original_age"),
    ("retirement_ages", "flexible_months = 36", "flexible_months = -1", "flexible_months 应当是"),
    ("retirement_ages", "step_months = 4", "step_months = 0", "step_months 应当是"),
    ("payout_months", "60 = 139", "60 = 139.0", "months.60 应当是"),
    ("other_benefits", "near_months = 60", "near_months = 0", "disability.near_months 应当是"),
    ("other_benefits", "age = 60", 'age = "60"', "residents.age 应当是"),
    ("survivor_benefit", "step = 1", "step = 0", "bereavement.step 应当是"),
    ("survivor_benefit", "most = 24", "most = 999999999999", "bereavement.most 应当是"),
    ("survivor_benefit", "from = 60", "from = 0", "由小到大"),
    ("survivor_benefit", "[funeral_grant]", "[[funeral_grant]]", "funeral_grant 应当是一段"),
    ("channels", "also = []", 'also = ["fax"]', "also 应当是 一列，只能有"),
    ("channels", "also = []", "also = [1]", "also 应当是 一列"),
    ("channels", "also = []", 'also = "phone-app"', "also 应当是 一列"),
    ("channels", 'entry = "https://si.12333.gov.cn/"', "", "要有 entry 或 place"),
    ("channels", 'sure = "verified"\n', "", "sure 是网址的不写"),
    ("channels", '["single", "年度权益信息"]', '["single"]', "2 或 3 项的一列"),
    ("channels", '["single", "年度权益信息"]', '["sure", "年度权益信息"]', "verified、single 之一"),
    ("channels", 'page = "query/alipay"', 'page = "../README"', "docs/ 里的一页"),
    ("regions", 'name = "北京市"', 'name = "北京<b>"', "regions.beijing.name 应当是 文字，不含"),
    ("changes", '= "crediting_rate"', '= "sources"', "按日期的参数"),
    ("changes", 'source = "overage-workers-2026"', 'source = "guofa-2014-8"', "写了 in_force 的"),
    ("changes", 'source = "overage-workers-2026"', "", "要有 source 或 checked"),
    ("changes", "checked = 2026-11-27", 'checked = "2026-11-27"', "checked 应当是 日期"),
    ("refund_outcomes", 'outcome = "kept"', 'outcome = "lost"', "stopped.outcome 应当是"),
    ("refund_outcomes", 'rules = ["no-early"]', 'rules = ["none"]', "none 不在 rules 里"),
    ("refund_outcomes", 'rules = ["no-early"]', "rules = []", "rules 应当是不空的一列"),
    ("sources", "checked = 2026-11-21", 'checked = "2026-11-21"', "checked 应当是 日期"),
    ("sources", 'read = "text"', 'read = ["text"]', "read 应当是 text、quoted 之一"),
    # 日期：先后、重叠、中间空着
    ("crediting_rate", "to = 2016-12-31", "to = 2015-12-31", "先后颠倒了"),
    ("crediting_rate", "to = 2016-12-31", "to = 2016-12-30", "应当从第二天起"),
    ("crediting_rate", "to = 2016-12-31", "to = 2017-01-01", "应当从第二天起"),
    ("crediting_rate", "to = 2016-12-31", "to = 9999-12-31", "应当从第二天起"),
    ("crediting_rate", "to = 2016-12-31\n", "", "没有写 to"),
    ("account_contribution_rate", "later = 2006-07-01", "later = 2006-01-01", "later 应当在 from"),
    ("account_contribution_rate", "later = 2006-07-01", 'later = "2006-07"', "later 应当是 日期"),
    ("crediting_rate", "to = 2016-12-31", "to = 2016-12-31\nlater = 2016-02-01", "later 应当在"),
    # 单位：百分数写成了比率，月数不是整数，太大
    ("crediting_rate", 'value = "8.31"', 'value = "0.0831"', "2016-12-31 的 value 应当是 百分号"),
    ("account_contribution_rate", 'value = "8"', 'value = "0.08"', "如 8 表示 8%"),
    ("contribution_base_floor", 'value = "60"', 'value = "0.6"', "如 8 表示 8%"),
    ("minimum_contribution_months", 'value = "180"', 'value = "180.5"', "整月数"),
    ("minimum_contribution_months", 'value = "240"', 'value = "2400"', "不大于 600"),
    ("annual_method_coefficient", 'value = "1.083"', 'value = "108.3"', "不大于 10"),
    # 来源
    ("crediting_rate", 'sources = ["crediting', 'sources = ["no-such', "sources.toml 里登记过"),
    ("retirement_ages", 'sources = ["delayed', 'sources = ["no-such', "sources.toml 里登记过"),
    ("channels", 'source = "platform-', 'source = "no-such-', "channels.platform.source"),
    ("regions", 'sources = ["region-', 'sources = ["no-such-', "sources.toml 里登记过"),
    ("official_sites", '= "platform-launch-2019"', '= "no-such"', "www.gov.cn/ 应当是 sources"),
    ("sources", 'url = "https://www.mohrss.gov.cn/"', 'url = "https://x.gov.cn/"', "url 应当是"),
]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_read(name):
    assert problems(name) == []
    assert parameters.table(name) == read_table(name, load(name))


@pytest.mark.parametrize(("name", "old", "new", "word"), DAMAGES)
def test_a_damaged_table_is_refused(name, old, new, word):
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(ParameterError) as refused:
        read_table(name, tomllib.loads(text.replace(old, new, 1)))
    assert any(word in problem for problem in refused.value.problems), refused.value.problems
    assert all(each.startswith(f"calc/parameters/{name}.toml: ") for each in refused.value.problems)


def test_all_the_problems_of_a_file_are_told_at_once():
    text = (FOLDER / "crediting_rate.toml").read_text("utf-8")
    text = text.replace('value = "8.31"', "value = 8").replace(
        "to = 2017-12-31", "too = 2017-12-31"
    )
    with pytest.raises(ParameterError) as refused:
        read_table("crediting_rate", tomllib.loads(text))
    assert len(refused.value.problems) == 2


def test_every_kind_of_table_is_damaged_in_some_way():
    assert {name for name, *_ in DAMAGES} >= {"crediting_rate", *parameters.KEYED}


def test_an_undeclared_table_is_refused():
    with pytest.raises(ParameterError, match="没有声明过"):
        read_table("more", {"label": "更多"})


def test_a_file_that_is_not_toml_is_named(monkeypatch, tmp_path):
    (tmp_path / "broken.toml").write_bytes(b"\xb1\xb1")
    monkeypatch.setattr(parameters.reading, "FOLDER", tmp_path)
    with pytest.raises(ParameterError, match=r"calc/parameters/broken\.toml: 读不懂"):
        parameters.table("broken")


def test_what_is_read_has_types():
    ages = parameters.retirement_ages().male
    assert (ages.original_age, ages.first_birth.year, ages.step_months) == (60, 1965, 4)
    assert parameters.payout_months().months[60] == 139
    assert parameters.survivor_benefit().tiers[1].start == 60
    assert parameters.table("other_benefits").disability.near_months == 60
    channel = parameters.channels().channels["platform"]
    assert channel.sees["proof"].steps and not channel.sees["balance"].steps
    assert parameters.regions().regions["beijing"].notes[0].confidence == "verified"
    refund = parameters.refund_outcomes()
    assert all(refund.path(key).rules for key in refund.paths)
    assert parameters.sources()["social-insurance-law"].id == "social-insurance-law"
    assert parameters.parameter("crediting_rate").name == "crediting_rate"
    shanghai = parameters.provincial_rates().of("shanghai")[-2]
    assert (str(shanghai.value), shanghai.confidence, shanghai.end.month) == (
        "2.75",
        "verified",
        12,
    )


def test_the_last_checked_day():
    days = [entry.checked for entry in parameters.sources().values()]
    assert parameters.checked_day() >= max(days)
