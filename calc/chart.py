"""由结果表画的图：SVG，颜色和深浅由样式表定，手机、深色和打印都看得清。建站时和浏览器里画的是同样的字节。"""

from decimal import ROUND_CEILING, Decimal
from html import escape

from calc.declaration import Table

WIDTH, HEIGHT = 360, 200
LEFT, TOP, BOTTOM = 44, 12, 22
ROUND_STEPS = (1, 2, 5, 10)


def draw(table: Table, rows: list[dict]) -> str:
    """一张表的堆叠柱图；列里是金额文字（元），不为负。"""
    wanted = table.chart
    labels = {column.name: column.label for column in table.columns}
    values = [[Decimal(row[name] or 0) for name in wanted.stack] for row in rows]
    step = tick_step(max(map(sum, values)))
    ceiling = step * max(1, (max(map(sum, values)) / step).to_integral_value(ROUND_CEILING))
    parts = [axis(step, ceiling), *bars(values, ceiling), names([row[wanted.x] for row in rows])]
    last = values[-1]
    spoken = "，".join(f"{labels[name]} {value:,.0f} 元" for name, value in zip(wanted.stack, last))
    legend = "".join(f'<span class="calc-key calc-part-{index}">{escape(labels[name])}</span>' for index, name in enumerate(wanted.stack))
    return (
        f'<figure class="calc-chart"><figcaption>{escape(wanted.title)}{legend}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(wanted.title)}。最后一年：{escape(spoken)}。各年的数见下表。">'
        f'{"".join(parts)}</svg></figure>'
    )


def tick_step(most: Decimal) -> Decimal:
    """纵轴的间隔：1、2、5 乘 10 的幂，使刻度不超过五个。"""
    size = Decimal(1).scaleb(max(most, Decimal(1)).adjusted() - 1)
    return next(size * each * scale for scale in (1, 10) for each in ROUND_STEPS if size * each * scale * 5 >= most)


def height(value: Decimal, ceiling: Decimal) -> Decimal:
    return (value / ceiling * (HEIGHT - TOP - BOTTOM)).quantize(Decimal("0.1"))


def axis(step: Decimal, ceiling: Decimal) -> str:
    lines = []
    for count in range(int(ceiling / step) + 1):
        y = HEIGHT - BOTTOM - height(step * count, ceiling)
        lines.append(f'<path class="calc-grid" d="M{LEFT} {y}H{WIDTH}"/><text x="{LEFT - 4}" y="{y + 3}" class="calc-scale">{amount(step * count)}</text>')
    return "".join(lines)


def amount(value: Decimal) -> str:
    """纵轴上的数：``12 万``、``5,000``。"""
    if value >= 10000:
        return f"{(value / 10000).normalize():f} 万"
    return f"{value.normalize():,f}"


def place(index: int, count: int) -> tuple[Decimal, Decimal]:
    """第几根柱子的左边和宽。"""
    slot = Decimal(WIDTH - LEFT) / count
    return (LEFT + slot * index + slot / 8).quantize(Decimal("0.1")), min(slot * 3 / 4, Decimal(40)).quantize(Decimal("0.1"))


def bars(values: list[list[Decimal]], ceiling: Decimal) -> list[str]:
    drawn = []
    for index, stack in enumerate(values):
        x, width = place(index, len(values))
        y = Decimal(HEIGHT - BOTTOM)
        for part, value in enumerate(stack):
            tall = height(value, ceiling)
            y -= tall
            drawn.append(f'<rect class="calc-part-{part}" x="{x}" y="{y}" width="{width}" height="{tall}"/>')
    return drawn


def names(labels: list) -> str:
    every = -(-len(labels) // 6)
    shown = []
    for index in range(0, len(labels), every):
        x, width = place(index, len(labels))
        shown.append(f'<text x="{x + width / 2}" y="{HEIGHT - 6}" class="calc-name">{escape(str(labels[index]))}</text>')
    return "".join(shown)
