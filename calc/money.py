"""金额与精确数。

输入和输出的金额是 ``Decimal``（元，两位小数）；中间量是 ``Fraction``，不损失任何一位；
取整都在这个文件里。
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

FEN = Decimal("0.01")
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("", "万", "亿", "万亿")  # 四位一组
MOST_CAPITAL = Decimal(10) ** (len(GROUPS) * len(PLACES))


def nearest(top: int, bottom: int) -> int:
    """两个非负整数相除，四舍五入到整数，“五”一律进位；``bottom`` 不是 0。"""
    return (2 * top + bottom) // (2 * bottom)


def to_fen(exact: Fraction) -> Decimal:
    """精确金额（元）四舍五入到分。非负数的“五”一律进位。"""
    fen = nearest(abs(exact.numerator) * 100, exact.denominator)
    return Decimal(fen if exact.numerator >= 0 else -fen) * FEN


def to_jiao(exact: Fraction, up: bool) -> Decimal:
    """精确金额（元，不为负）到角：``up`` 是不到一角的进到一角，否则四舍五入。"""
    top, bottom = exact.numerator * 10, exact.denominator
    return Decimal((-(-top // bottom) if up else nearest(top, bottom)) * 10) * FEN


def round_half_up(exact: Fraction, places: int) -> Decimal:
    """精确值四舍五入到 ``places`` 位小数。非负数的“五”一律进位。"""
    digits = nearest(abs(exact.numerator) * 10**places, exact.denominator)
    return Decimal(digits if exact.numerator >= 0 else -digits).scaleb(-places)


def round_up(exact: Fraction) -> int:
    """精确值进到整数。"""
    return -(-exact.numerator // exact.denominator)


def percent(value: Decimal) -> Fraction:
    """百分数（``6.69`` 表示 6.69%）化为精确的比率。"""
    return Fraction(value) / 100


def plain(value: Decimal) -> str:
    """机器读的两位小数：``7180.48``。"""
    return str(value.quantize(FEN, ROUND_HALF_UP))


def grouped(value: Decimal) -> str:
    """人读的金额：``7,180.48``。"""
    return f"{value.quantize(FEN, ROUND_HALF_UP):,}"


def exact_text(value: Fraction, places: int = 8) -> str:
    """精确值写成小数；除不尽或超过 ``places`` 位时截断并加省略号。"""
    scaled, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    whole, decimals = divmod(scaled, 10**places)
    digits = f"{decimals:0{places}d}"
    kept = digits.rstrip("0") if not rest else digits
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}.{kept.ljust(2, '0')}" + ("…" if rest else "")


def capital(value: Decimal) -> str:
    """大写金额：``壹万玖仟陆佰柒拾玖元贰角贰分``；没有分的，末尾写“整”。

    中间连着的几个 0 写一个“零”，可写可不写的不写。
    """
    assert abs(value) < MOST_CAPITAL, value
    fen = int(abs(value).quantize(FEN, ROUND_HALF_UP) / FEN)
    yuan, cents = divmod(fen, 100)
    whole = f"{capital_whole(yuan)}元" if yuan or not fen else ""
    return ("负" if value < 0 and fen else "") + whole + capital_cents(cents, bool(yuan))


def capital_whole(yuan: int) -> str:
    """元以上的部分；中间连着的几个 0 写一个“零”。"""
    if not yuan:
        return DIGITS[0]
    digits = str(yuan)
    written, gap = "", False
    for position, digit in enumerate(map(int, digits)):
        group, place = divmod(len(digits) - 1 - position, len(PLACES))
        if digit:
            written += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[-1 - place]
        gap = not digit
        if place == 0 and yuan // 10000**group % 10000:
            written, gap = written + GROUPS[group], False
    return written


def capital_cents(cents: int, after_yuan: bool) -> str:
    """角和分；``after_yuan``：前面有几元，没有角的要写“零”。"""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    first = f"{DIGITS[jiao]}角" if jiao else DIGITS[0] if after_yuan else ""
    return first + (f"{DIGITS[fen]}分" if fen else "整")
