"""各种解释的先后：一种解释要多少巧合才会碰上，约为 2 的几次方分之一。数小的排在前面。"""

from calc.rules.statement.facts import Misprint

ROWS_PER_CAUSE = 3  # 同一种原因只列最合适的几条
CERTAIN = 0  # 只有取整的差别，或者读者自己填的月份不对
SCOPE = 1  # 利息含不含余额的那一部分，只有两种可能
SINGLE = 2  # 整年只有一种算法：当年缴费没有计息、年度计算法、另一种结息年度
NEXT_YEAR_RATE = 3  # 前一年或后一年的利率，最容易错用
ANY_YEAR_RATE = 4  # 别的年份的利率，有好几年可以碰上
ALL_MONTHS_RATE = 1  # 社保年度十二个月都用一年的利率，要错两处
HALF_RATE = 2  # 社保年度只有前或后六个月用错，又多了两种可能
SWAPPED_RATES = 5  # 前后两个利率颠倒，少见
ONE_MONTH_LATE = 2  # 晚一个月就是次月起息，比晚几个月常见
MORE_MONTHS_LATE = 3  # 晚几个月有十种可能；晚得越多越少见，每四个月加一
JOINED_OR_LEFT = 5  # 年中才参加、年中停缴，各有十一种
ONE_GAP = 6  # 中间断一次；断得越久越少见，每两个月加一
BOTH_ENDS = 8  # 年中参加、年中又停
SCATTERED = 8  # 断几次；每断一次加二，每缺三个月加一
UNEVEN = 6  # 记账金额除不尽月数，每月就不会一样多
USUAL_CHANGE = 2  # 缴费在一月或七月改变，基数多在这时调整
OTHER_CHANGE = 4  # 缴费在别的月份改变
ODD_BASE = 1  # 推出的缴费基数不是整元
LARGE_CHANGE = 2  # 缴费少到六成以下，或多到一倍七以上
MISPRINT = 8  # 四个数里错一个数字，能改成的数有上百个
BLIND_MISPRINT = 10  # 没有年末余额，改了也没有合计可以核对
INEXACT = 5  # 差一两分的不如一分不差的可信，差得越多越不可信


def surprise(difference: int) -> int:
    """差几分要多少巧合。"""
    return INEXACT + abs(difference) if difference else 0


def uneven(amount: int, count: int) -> int:
    return UNEVEN if amount % count else 0


def published_rate(year: int, other: int) -> int:
    """把 ``year`` 年的利率用成 ``other`` 年的。"""
    return NEXT_YEAR_RATE if abs(other - year) == 1 else ANY_YEAR_RATE


def late_credit(months: int) -> int:
    return ONE_MONTH_LATE if months == 1 else MORE_MONTHS_LATE + months // 4


def missing_months(missing: int) -> int:
    """没有缴费的月份有多复杂。``missing`` 是十二位的二进制数，最低位是期内第一个月。"""
    gaps = (missing & ~(missing << 1)).bit_count()
    first, last, months = missing & 1, missing >> 11, missing.bit_count()
    if gaps == 1:
        return JOINED_OR_LEFT if first or last else ONE_GAP + months // 2
    if gaps == 2 and first and last:
        return BOTH_ENDS
    return SCATTERED + 2 * gaps + months // 3


def base_change(month: int, span: int, odd: bool, large: bool) -> int:
    """从 ``month`` 月起改变；``span`` 是有多少分的利息都能这样解释。"""
    usual = USUAL_CHANGE if month in (1, 7) else OTHER_CHANGE
    return usual + span.bit_length() + ODD_BASE * odd + LARGE_CHANGE * large


def misprint(fact: Misprint, rank: int, has_closing: bool) -> int:
    """``rank`` 是四个数的先后：同样可能时，先说年末余额和利息，再说记账金额和上年末余额。"""
    blind = MISPRINT if has_closing else BLIND_MISPRINT
    left = surprise(fact.difference) + surprise(fact.apart)
    return blind + rank // 2 + fact.all_months + left
