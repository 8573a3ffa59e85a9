"""账单上各栏的名称：各地写法不同，统一以后认出是哪一栏；认不出的不猜。"""

import re
from typing import NamedTuple

from calc.writing import narrow

FIRST_DATE, LAST_DATE = 0xE000, 0xE0FF  # 写着日期的地方，见 cells
DATE = "[\ue000-\ue0ff]"
SAME = (
    ("帐", "账"),
    ("截止到|截止至|截至到|截止", "截至"),
    ("存储额|储蓄额|存储金额|储存金额", "储存额"),
    ("累积", "累计"),
    ("年度末", "年末"),
    ("年底", "年末"),
    ("今年|本年度|当年度", "本年"),
    ("上一年度|上一年|上年度", "上年"),
    ("[(（][\ue000-\ue0ff][日末止]*[)）]", ""),
    ("[(（]?单位[:：]?元[)）]?|[(（]元[)）]|人民币|RMB|[¥￥]|[①-⑳]|[(（]\\d{1,2}[)）]", ""),
)
NOISE = re.compile(
    "城镇|企业|职工|基本|养老保险|养老|社会保险|保险|个人账户|账户"
    "|参保人员?|在?我市|您|你|的|为|是|共计|共"
)
OTHER_INSURANCE = re.compile(
    "医疗|医保|失业|工伤|生育|大病|居民|城乡|新农|公积金|年金|长护|长期护理"
)
# 一节的标题；单位的名称里也会有“医疗”“居民”，所以要连着“保险”。
SECTION = re.compile(
    "(医疗|失业|工伤|生育|大病|居民|长护|长期护理)(保?险|账户|个人账户)|医保|公积金|年金"
)
ONLY_OTHER = re.compile(
    "(城镇|城乡|企业|职业|职工|住房|基本|社会)*"
    "(医疗|失业|工伤|生育|大病|居民|公积金|年金)(保险|账户|个人)*"
)
RESIDENT = re.compile("(城乡)?居民(社会)?(基本)?养老(保险)?")
BALANCE = "(累计)?(储存额|余额|本息合计|本息|累计额|累计|总额|金额)(合计)?(金额)?"
NAMED = "(截至|至|到)?"
YEARLY = "(当|本)年"
PUT = "(记账|记入|计入)"
KINDS = {
    "opening_balance": f"{NAMED}上年末{BALANCE}|上年(累计)?储存额|{NAMED}(期初|年初){BALANCE}"
    "|以前年度累计(储存额)?",
    "closing_balance": f"{NAMED}{YEARLY}末{BALANCE}([(]含息[)])?|{NAMED}期末{BALANCE}"
    f"|年末{BALANCE}([(]含息[)])?|年度余额",
    "credited_amount": f"{YEARLY}{PUT}(金额|本金|额)|{YEARLY}累计储存额[(]不含息[)]"
    f"|{YEARLY}个人缴划|{YEARLY}本金",
    "credited_interest": f"{YEARLY}({PUT}|产生)?利息",
    "total_interest": f"{YEARLY}({PUT}|产生)?利息(合计|总额|小计)|利息合计",
    "opening_interest": f"{NAMED}上年末({BALANCE})?在?({YEARLY})?(产生|{PUT})?利息",
    "contribution_interest": f"{YEARLY}{PUT}(金额|本金|额)在?({YEARLY})?(产生|{PUT})?利息",
    "employer_part": f"{YEARLY}单位(缴划|划入|划转|划拨|缴费划入)(金额|部分)?",
    "dated_balance": f"{NAMED}{DATE}(末|底|止|时)*{BALANCE}",
    "year": "(结息|社保|对账|结算|所属|权益|记录|记账|统计|会计)?年[度份]",
}
BARE = re.compile("累计储存额|本息合计(金额)?")  # 光是这几个字，也是年末余额
BARE_OF_ACCOUNT = re.compile("余额|总额")  # 前面有“账户”的才是
COMPILED = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}
COLUMNS = re.compile(
    "月数|年数|年限|基数|工资|姓名|性别|证件|身份证|号码|编号|卡号|账号|手机|电话|参保地|单位"
    "|状态|险种|利率|备注|序号|月积数|日期|时间|地址|机构|缴费|划入|划拨|补缴|退|转入|转移|支付"
    "|其中|缴划|部分"
)
FRAGMENT = re.compile("截至|年末|当年|本年|上年|期初|期末|其中|部分")
LABELS = {
    "opening_balance": "上年末累计储存额",
    "credited_amount": "当年记账金额",
    "credited_interest": "当年记账利息",
    "closing_balance": "本年末累计储存额",
    "opening_interest": "上年末余额的利息",
    "contribution_interest": "当年记账金额的利息",
    "total_interest": "利息合计",
    "employer_part": "当年单位划入的",
    "dated_balance": "写着日期的余额",
    "year": "年度",
    "other": "别的栏目",
    "other-insurance": "别的险种",
}


class Name(NamedTuple):
    """认出的一栏：哪一种；``bare`` 是只写了“累计储存额”一类的。"""

    kind: str
    bare: bool = False


def plain(text: str) -> str:
    """统一写法，去掉空白。"""
    text = re.sub(r"\s+", "", narrow(text)).replace("（", "(").replace("）", ")")
    for pattern, written in SAME:
        text = re.sub(pattern, written, text)
    return text.strip("元：:=＝,，.。;；、*-—_~/|<>《》[]【】“”\"'")


def name_of(text: str) -> Name | None:
    """这些字是哪一栏的名称；不是名称的，没有。"""
    whole = plain(text)
    if OTHER_INSURANCE.search(whole):
        return Name("other-insurance")
    core = NOISE.sub("", whole)
    for kind, pattern in COMPILED.items():
        if pattern.fullmatch(core):
            return Name(kind)
    account = "账户" in whole or "养老" in whole
    if BARE.fullmatch(core) or (account and BARE_OF_ACCOUNT.fullmatch(core)):
        return Name("closing_balance", bare=True)
    if COLUMNS.search(whole) and len(whole) <= 20:
        return Name("other")
    return None


def is_fragment(text: str) -> bool:
    """像是名称的前半截，后半截在下一行。"""
    return bool(FRAGMENT.search(plain(text)))


def is_other_label(text: str) -> bool:
    """只写着一个别的险种，如“医疗”。"""
    return ONLY_OTHER.fullmatch(plain(text)) is not None


def insurance_in(text: str) -> tuple[bool, bool]:
    """这些字里，最后说到的是不是别的险种；有没有说到职工养老。"""
    whole = RESIDENT.sub("居民保险", plain(text))
    others = [found.start() for found in SECTION.finditer(whole)]
    pension = whole.rfind("养老")
    return bool(others) and others[-1] > pension, pension >= 0
