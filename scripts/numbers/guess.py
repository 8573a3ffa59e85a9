"""照着声明随机填的表单。"""

import random
from decimal import Decimal


class Guess:
    """照着声明随机填的一张表单，多半答得出来。

    ``year`` 是这一题里的“今年”：必填的年月在这一年，别的在这一年或几年以前。
    """

    YEARS = ((2016, 2025), (2016, 2025), (2016, 2025), (2000, 2015), (2026, 2045))
    DIGITS = (0, 2, 3, 3, 4, 4, 4, 5, 5, 6, 9)
    TRIES = 16

    def __init__(self, item, seed: str):
        self.item, self.dice = item, random.Random(seed)
        self.year = self.dice.randint(*self.dice.choice(self.YEARS))
        self.grouped = {name for group in item.one_of for name in group.names}
        self.given: dict = {}

    def inputs(self) -> dict:
        chosen = {self.dice.choice(group.names) for group in self.item.one_of}
        for entry in self.item.inputs:
            if entry.name in chosen or (entry.name not in self.grouped and self.is_likely(entry)):
                self.fill(entry)
        if self.dice.random() < 0.9:
            self.settle()
        if self.item.id == "statement-check":
            self.print_statement()
        if self.item.id == "statement-history":
            self.print_statements()
        if self.given and self.dice.random() < 0.03:
            del self.given[self.dice.choice(list(self.given))]
        return self.given

    def is_likely(self, entry) -> bool:
        often = 1 if entry.required else 0.6 if entry.shown_when else 0.4
        return self.item.is_shown(entry, self.given) and self.dice.random() < often

    def fill(self, entry) -> None:
        before = 0 if entry.required else self.dice.randint(0, 3)
        self.given[entry.name] = self.value(entry.kind, before)

    def settle(self) -> None:
        """有错的几项重新填，再任意多填或少填一项，直到没有错，或者试够了次数。"""
        from calc.declaration import InputErrors

        for _ in range(self.TRIES):
            try:
                self.item.read(self.given)
                return
            except InputErrors as wrong:
                names = [error["field"] for error in wrong.errors]
            for entry in filter(None, map(self.item.input, names)):
                optional = not entry.required and entry.name in self.given
                self.drop_or_fill(entry, optional and self.dice.random() < 0.3)
            entry = self.dice.choice(self.item.inputs)
            optional = not entry.required and entry.name not in self.grouped
            if optional and self.item.is_shown(entry, self.given):
                self.drop_or_fill(entry, entry.name in self.given)

    def drop_or_fill(self, entry, drop: bool) -> None:
        if drop:
            del self.given[entry.name]
        else:
            self.fill(entry)

    def value(self, kind, before: int = 0):  # noqa: C901  一种输入一个分支
        """这一种输入的一个值；``before`` 是比“今年”早几年。"""
        from calc import kinds

        dice = self.dice
        match kind:
            case kinds.Choice():
                return dice.choice(kind.options)[0]
            case kinds.Money():
                return self.money(kind.most)
            case kinds.Percent():
                return self.decimal(kind.low, min(kind.high, 9), 2)
            case kinds.Number():
                return self.decimal(kind.low, kind.high, min(kind.places, dice.choice((0, 2, 4))))
            case kinds.Whole() if kind.unit == "年":
                return str(min(max(self.year - before, kind.low), kind.high))
            case kinds.Whole():
                return str(dice.randint(kind.low, kind.high))
            case kinds.Several():
                many = range(kind.each.low, kind.each.high + 1)
                return " ".join(map(str, dice.sample(many, dice.randint(1, 4))))
            case kinds.Month():
                year = min(max(self.year - before, kind.low.year), kind.high.year)
                return f"{year}-{dice.randint(1, 12):02d}"
            case kinds.Day():
                return f"{self.year - before}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
            case kinds.Birth():
                day = dice.choice(("", f"-{dice.randint(1, 28):02d}"))
                return f"{dice.randint(1945, 2000)}-{dice.randint(1, 12):02d}{day}"
            case kinds.MonthSet():
                first, last = sorted((dice.randint(1, 12), dice.randint(1, 12)))
                some = sorted(dice.sample(range(1, 13), dice.randint(1, 12)))
                return dice.choice((f"{first}-{last}", some))
            case kinds.MoneyList():
                count = kind.count if kind.exact else dice.randint(1, 3)
                return [self.money(9999) for _ in range(count)]
            case kinds.Rows():
                return self.rows(kind)
            case kinds.LongText():
                return self.text()
        return "1"

    def money(self, most: int) -> str:
        """位数不一的金额，零也有；一半带角分。"""
        digits = self.dice.choice(self.DIGITS)
        fen = self.dice.randrange(10 ** (digits + 2)) if digits else 0
        whole, cents = divmod(min(fen, most * 100), 100)
        return self.dice.choice((str(whole), f"{whole}.{cents:02d}"))

    def decimal(self, low, high, places: int) -> str:
        ends = (int(Decimal(end) * 10**places) for end in (low, high))
        return str(Decimal(self.dice.randint(*ends)).scaleb(-places))

    def rows(self, kind) -> list[dict]:
        """由早到晚的几行；一行里的月份有先后，几格金额多半只填一格。"""
        from calc import kinds

        made = []
        months = [cell.name for cell in kind.cells if isinstance(cell.kind, kinds.Month)]
        amounts = [cell.name for cell in kind.cells if isinstance(cell.kind, kinds.Money)]
        single = len(amounts) > 1 and self.dice.random() < 0.8
        for before in reversed(range(self.dice.randint(1, 4))):
            row = {cell.name: self.value(cell.kind, before) for cell in kind.cells}
            row |= zip(months, sorted(row[name] for name in months))
            left_out = set(amounts) - {self.dice.choice(amounts)} if single else set()
            made.append({name: row[name] for name in row if name not in left_out})
        return made

    def text(self) -> str:
        """账单上的几行文字：名称和数，有的分两行，有的不是要读的。"""
        names = ("上年末累计储存额", "当年记账金额", "当年记账利息", "至本年末个人帐户存储额")
        others = ("医疗账户余额", "缴费月数", "上年末储存额本年利息", "养老账户余额")
        picked = [*names, *self.dice.sample(others, 2)]
        gap = self.dice.choice((" ", "：", "\n", "\t"))
        lines = [f"{self.dice.randint(2016, 2025)}年度"]
        return "\n".join([*lines, *(f"{name}{gap}{self.money(99_999)}" for name in picked)])

    def print_statement(self) -> None:
        """一张像真的权益单：利息由公式得出，再照常见的原因改动。"""
        import calc

        printed = ("credited_amount", "credited_interest", "closing_balance", "interest_scope")
        asked = {name: self.given[name] for name in self.given if name not in printed}
        asked["annual_amount"] = amount = self.given.get("credited_amount", "0")
        opening, year = asked.get("opening_balance", "0"), asked.get("year", "2021")
        causes: tuple[dict[str, str], ...] = (
            *({}, {}, {"annual_amount": "0"}, {"opening_balance": "0"}, {"months": "7-12"}),
            *({"year": str(int(year) - 1)}, {"period": "july-june"}, {"rounding": "monthly"}),
        )
        answer = calc.run("annual-interest", asked | self.dice.choice(causes))
        if "errors" in answer or self.dice.random() < 0.1:
            return
        cents = Decimal(self.dice.choice((0, 0, 0, 0, 1, -1, 2, 35)))
        interest = max(Decimal(answer["figures"]["credited_interest"]) + cents / 100, Decimal(0))
        digits = list(f"{interest:.2f}")
        if self.dice.random() < 0.2:
            digits[self.dice.randrange(len(digits) - 3)] = self.dice.choice("123456789")
        self.given["credited_interest"] = "".join(digits)
        if "closing_balance" in self.given:
            self.given["closing_balance"] = str(Decimal(opening) + Decimal(amount) + interest)

    def print_statements(self) -> None:
        """几张权益单，一年一张，利息由公式得出；有的缺一年，有的有一处错。"""
        import calc

        dice, opening, rows = self.dice, self.money(99_999), []
        first = dice.randint(2014, 2021)
        for year in range(first, first + dice.randint(2, 5)):
            asked = {"year": str(year), "opening_balance": opening, "rate_percent": "2.75"}
            amount = asked["annual_amount"] = self.money(99_999)
            if year > 2015:
                del asked["rate_percent"]
            answer = calc.run("annual-interest", asked)
            cents = Decimal(dice.choice((0, 0, 0, 0, 1, 2, 3500))) / 100
            interest = Decimal(answer["figures"]["credited_interest"]) + cents
            closing = str(Decimal(opening) + Decimal(amount) + interest)
            cells = (str(year), opening, amount, str(interest), dice.choice((closing, None)))
            rows.append(dict(zip((cell.name for cell in self.item.inputs[0].kind.cells), cells)))
            opening = dice.choice((closing, closing, closing, self.money(99_999)))
        self.given["rows"] = [row for row in rows if dice.random() < 0.95]
