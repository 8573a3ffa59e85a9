"""提前、延迟退休：可以选的范围和要做的事。"""

from calc.parameters import retirement_ages
from calc.rules.retirement import Retirement

MOST = retirement_ages().flexible_months
FREE_CHOICE = "任何人不得违背你的意愿，强迫你选哪个退休年龄。"


def early_note() -> str:
    return (
        "提前退休由你自愿，要已经满足最低缴费年限，"
        f"至少提前 {retirement_ages().early_notice_months} 个月书面告知单位。"
    )


def late_note() -> str:
    months = retirement_ages().late_notice_months
    return f"延迟退休要和单位协商一致，提前 {months} 个月书面明确。"


def offset_message(found: Retirement) -> str:
    statutory = found.statutory
    if not found.is_flexible:
        month = f"你的法定退休月份是 {statutory.chinese}，早于弹性退休的施行"
        return f"{month}，不能提前也不能延迟，请选按时（就是 0）"
    low, high = found.earliest.since(statutory), found.latest.since(statutory)
    return (
        f"提前最多 {-low} 个月，延迟最多 {high} 个月（{low} 到 {high}）："
        f"最早 {found.earliest.chinese}，最晚 {found.latest.chinese}。"
        f"提前不能早于原来的 {found.ages.original_age} 岁，提前、延迟都不超过 {MOST} 个月"
    )
