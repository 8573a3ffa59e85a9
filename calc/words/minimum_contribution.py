"""最低缴费年限：依据，和年限不够时可以走的路。"""

from calc.months import chinese_date, years_and_months
from calc.rules.retirement import first_minimum, law_day

MEASURES = "delayed-retirement-measures-2024"
FLEXIBLE = "flexible-retirement-rules-2024"
LAW = "social-insurance-law"
SHORT_SOURCES = [LAW, "mohrss-order-13", MEASURES]


def short_notes() -> list[str]:
    """年限不够时可以走的路。"""
    years = years_and_months(first_minimum())
    return [
        (
            "到了法定退休年龄年限还不够，有几条路，要自己选：一是按规定延长缴费，"
            "或者一次性缴费（延迟退休办法第二条），具体条件以参保地的规定为准。"
        ),
        (
            f"二是 {chinese_date(law_day())}以前参保、延长缴费 5 年后仍不满 {years}的，"
            f"可以一次性缴到满 {years}（人社部令第 13 号第二条）；"
            f"最低年限已经超过 {years}的，这样还不够，要另问参保地社保经办机构。"
        ),
        (
            "三是申请转入城乡居民养老保险；四是书面申请终止职工基本养老保险关系，"
            "个人账户储存额一次性支付给本人"
            "（社会保险法第十六条、人社部令第 13 号第三条）。终止以后不再按月领，先问清楚再签字。"
            f"这两条写的是不满 {years}的人；已经满 {years}、不够提高以后的年限的，"
            "没有读到规定，先问参保地社保经办机构。"
        ),
    ]
