"""由结果表画的图：SVG，颜色和深浅由样式表定，手机、深色和打印都看得清。

每根柱子带着它的数，点到的时候由页面的程序写在图下面，见 ``form/chart.mjs``。
"""

from decimal import ROUND_CEILING, Decimal

from calc.declaration import Table
from calc.html.elements import GAP, Markup, element, pattern
from calc.units import shown

WIDTH, HEIGHT = 300, 200
LEFT, TOP, BOTTOM = 50, 14, 24
ROUND_STEPS = (1, 2, 5, 10)
HINT = "点一根柱子，看它的数；用键盘的，选中图，按左右键。"
TENTH = Decimal("0.1")
SLOT = pattern(
    element(
        "rect",
        {"class": "calc-slot", "data-said": GAP, "x": GAP, "y": TOP, "width": GAP}
        | {"height": HEIGHT - TOP - BOTTOM},
    )
)
BAR = pattern(element("rect", {"class": GAP, "x": GAP, "y": GAP, "width": GAP, "height": GAP}))


def draw(table: Table, rows: list[dict]) -> Markup:
    """一张表的柱图；列里是金额文字（元），不为负。一个数也没有的列不画。"""
    wanted = table.chart
    assert wanted is not None
    labels = {column.name: column.label for column in table.columns}
    columns = [name for name in wanted.stack if any(row[name] is not None for row in rows)]
    values = [[Decimal(row[name] or 0) for name in columns] for row in rows]
    tops = (max(each, default=0) if wanted.beside else sum(each) for each in values)
    most = Decimal(max(tops))
    step = tick_step(most)
    ceiling = step * max(Decimal(1), (most / step).to_integral_value(ROUND_CEILING))
    named = [labels[name] for name in columns]
    unit = next(column.unit for column in table.columns if column.name == wanted.x)
    below = [shown(row[wanted.x], unit) for row in rows]
    said = [said_of(name, named, stack) for name, stack in zip(below, values)]
    drawn = bars_beside(values, ceiling) if wanted.beside else bars(values, ceiling)
    parts = [axis(step, ceiling), drawn, slots(said), names(below)]
    view = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "tabindex": 0}
    view["aria-label"] = spoken(wanted.title, said)
    return element(
        "figure",
        {"class": "calc-chart"},
        element("figcaption", None, wanted.title, legend(named)),
        element("svg", view, parts),
        element("p", {"class": "calc-reading", "role": "status"}, HINT),
    )


def said_of(name: str, labels: list[str], stack: list[Decimal]) -> str:
    """一根柱子的数，念得出来。"""
    amounts = (f"{label} {value:,.0f} 元" for label, value in zip(labels, stack))
    return f"{name}：{'，'.join(amounts)}"


def spoken(title: str, said: list[str]) -> str:
    """念给看不见图的人：从头到尾怎样变，中间取一两年。"""
    places = sorted({0, len(said) // 3, len(said) * 2 // 3, len(said) - 1})
    return f"{title}，{'；'.join(said[place] for place in places)}。各个数见下表。"


def legend(labels: list[str]) -> list[Markup]:
    return [
        element("span", {"class": f"calc-key calc-part-{index}"}, label)
        for index, label in enumerate(labels)
    ]


def tick_step(most: Decimal) -> Decimal:
    """纵轴的间隔：1、2、5 乘 10 的幂，使刻度不超过五个。"""
    size = Decimal(1).scaleb(max(most, Decimal(1)).adjusted() - 1)
    steps = (size * each * scale for scale in (1, 10) for each in ROUND_STEPS)
    return next(step for step in steps if step * 5 >= most)


def height(value: Decimal, ceiling: Decimal) -> Decimal:
    return (value / ceiling * (HEIGHT - TOP - BOTTOM)).quantize(TENTH)


def axis(step: Decimal, ceiling: Decimal) -> list[Markup]:
    lines = []
    for count in range(int(ceiling / step) + 1):
        y = HEIGHT - BOTTOM - height(step * count, ceiling)
        lines.append(element("path", {"class": "calc-grid", "d": f"M{LEFT} {y}H{WIDTH}"}))
        scale = {"x": LEFT - 4, "y": y + 3, "class": "calc-scale"}
        lines.append(element("text", scale, amount(step * count)))
    return lines


def amount(value: Decimal) -> str:
    """纵轴上的数：``12 万``、``5,000``。"""
    if value >= 10000:
        return f"{(value / 10000).normalize():f} 万"
    return f"{value.normalize():,f}"


def place(index: int, count: int) -> tuple[Decimal, Decimal]:
    """第几根柱子的左边和宽。"""
    slot = Decimal(WIDTH - LEFT) / count
    left, width = LEFT + slot * index + slot / 8, min(slot * 3 / 4, Decimal(40))
    return left.quantize(TENTH), width.quantize(TENTH)


def bars(values: list[list[Decimal]], ceiling: Decimal) -> list[Markup]:
    drawn = []
    for index, stack in enumerate(values):
        x, width = place(index, len(values))
        y = Decimal(HEIGHT - BOTTOM)
        for part, value in enumerate(stack):
            tall = height(value, ceiling)
            y -= tall
            drawn.append(BAR(f"calc-part-{part}", str(x), str(y), str(width), str(tall)))
    return drawn


def bars_beside(values: list[list[Decimal]], ceiling: Decimal) -> list[Markup]:
    """一格里的几根并排。"""
    drawn = []
    for index, each in enumerate(values):
        left, whole = place(index, len(values))
        width = (whole / max(1, len(each))).quantize(TENTH)
        for part, value in enumerate(each):
            x, tall = left + part * width, height(value, ceiling)
            y = HEIGHT - BOTTOM - tall
            drawn.append(BAR(f"calc-part-{part}", str(x), str(y), str(width), str(tall)))
    return drawn


def slots(said: list[str]) -> list[Markup]:
    """盖在柱子上的格子，手指点得中。"""
    wide = (Decimal(WIDTH - LEFT) / len(said)).quantize(TENTH)
    lefts = (LEFT + Decimal(WIDTH - LEFT) * index / len(said) for index in range(len(said)))
    return [SLOT(text, str(x.quantize(TENTH)), str(wide)) for text, x in zip(said, lefts)]


def names(labels: list[str]) -> list[Markup]:
    every = -(-len(labels) // 5)
    written = []
    for index in range(0, len(labels), every):
        x, width = place(index, len(labels))
        middle = {"x": x + width / 2, "y": HEIGHT - 6, "class": "calc-name"}
        written.append(element("text", middle, labels[index]))
    return written
