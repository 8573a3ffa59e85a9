"""计算器的声明：一处写明，表单、命令行、JSON、参考页和输入检查都从这里来。"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from calc.kinds import Day, Explained, Kind, Unfinished
from calc.parameters import checked_day, source
from calc.units import machine, machine_rows
from calc.writing import quoted, visible

MOST_UNKNOWN = 20
MAY_BE_EMPTY = "可不填"
ALWAYS_FILLED = ("select", "offset")
CHECK = "请核对："  # 像是填错了的，说明以它开头；不算错，照样算


@dataclass(frozen=True)
class Input:
    """一个输入项。

    ``term`` 是法定术语。``shown_when`` 为 (另一输入项, 值)：只有那一项取该值时才用得上，
    几个值用空格隔开；那时才 ``required``。
    ``unless`` 是一个输入项的名称：选了填那一项，这一项就用不上。
    ``more`` 的输入项在网页上收进“更多选项”。
    ``need`` 说哪些人要填、哪些人不填；没有说的，可以不填的写“可不填”。
    """

    name: str
    label: str
    kind: Kind
    help: str = ""
    term: str = ""
    required: bool = False
    default: str | None = None
    shown_when: tuple[str, str] | None = None
    unless: str | None = None
    more: bool = False
    need: str = ""


# 规定会变的计算器有这一项。没有填时，命令行是今天，网页是造好网站所用的那一天。
TODAY = Input(
    "today",
    "按哪一天的规定",
    Day(),
    help="年月日，如 2026-11-23。想看以前或以后哪一天的规定，就填那一天；不填，按现在收录的。",
    more=True,
)


@dataclass(frozen=True)
class OneOf:
    """几个输入项里恰好填一个。"""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """结果里的一个数。``unit`` 是 :data:`calc.units.UNITS` 里的一种。

    ``main`` 的数在网页上放在最前；``options`` 是 (值, 中文说明)，结果是代号的才有。
    没有的数是 ``None``，不列；``data`` 的只给程序用，也不列。
    ``claimed`` 的是向经办机构要的钱，打印时另写大写金额。
    """

    name: str
    label: str
    unit: str = "yuan"
    help: str = ""
    main: bool = False
    options: tuple[tuple[str, str], ...] = ()
    data: bool = False
    claimed: bool = False


@dataclass(frozen=True)
class Column:
    """结果表的一列；``unit`` 和 ``options`` 同 :class:`Figure`。

    ``aside`` 的，窄的屏幕上先收起来。
    """

    name: str
    label: str
    unit: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    aside: bool = False


@dataclass(frozen=True)
class Chart:
    """由一张表画的堆叠柱图：``x`` 是横轴的列，``stack`` 是自下而上叠起来的列（元）。"""

    title: str
    x: str
    stack: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """结果里的一张表；``opened`` 的一打开就看得见。"""

    name: str
    title: str
    columns: tuple[Column, ...]
    chart: Chart | None = None
    opened: bool = False


@dataclass(frozen=True)
class Step:
    """一步计算：法条里的公式、代入读者数字的同一个公式、结果、依据。只是算术的，依据是空的。"""

    label: str
    formula: str
    numbers: str
    value: str
    source: str


@dataclass
class Result:
    """一次计算的结果。``figures`` 是名称到数，``sources`` 是所依据文件的 id。

    ``doubts`` 说填的数哪里像是错的，写在说明的最前面。
    """

    figures: dict
    steps: list[Step]
    notes: list[str] = field(default_factory=list)
    tables: dict[str, list[dict]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


class InputErrors(Exception):
    """输入有误。``errors`` 是 ``[{"field": 名称或 None, "message": 中文说明}]``。

    只是还没有填的，多一个 ``"missing": True``。
    """

    def __init__(self, errors: list[dict]):
        super().__init__("；".join(error["message"] for error in errors))
        self.errors = errors

    @property
    def plain(self) -> list[dict]:
        """JSON 里的错误，只有 ``field`` 和 ``message``。"""
        return [{name: error[name] for name in ("field", "message")} for error in self.errors]


class Problems:
    """收集所有输入错误，一次报全。"""

    def __init__(self):
        self.errors: list[dict] = []

    def add(self, name: str | None, message: str, missing: bool = False) -> None:
        """``missing``：不是填错了，是还没有填。"""
        error = {"field": name, "message": message}
        self.errors.append(error | {"missing": True} if missing else error)

    def has(self, *names: str) -> bool:
        return any(error["field"] in names for error in self.errors)


@dataclass(frozen=True)
class Calculator:
    """一个计算器。

    ``check(values, problems)`` 检查输入项之间的关系，未填或有误的项为 ``None``；
    ``compute(values)`` 只在没有错误时调用，返回 :class:`Result`。两者都不读时钟、网络和文件。
    """

    id: str
    title: str
    answers: str
    limits: tuple[str, ...]
    inputs: tuple[Input, ...]
    figures: tuple[Figure, ...]
    check: Callable[[SimpleNamespace, Problems], None]
    compute: Callable[[SimpleNamespace], Result]
    one_of: tuple[OneOf, ...] = ()
    tables: tuple[Table, ...] = ()

    def input(self, name: str) -> Input | None:
        """叫这个名称的输入项。"""
        return next((item for item in self.inputs if item.name == name), None)

    def label(self, name: str) -> str:
        item = self.input(name)
        assert item is not None, name
        return item.label

    def readings(self, given: dict) -> dict[str, str]:
        """写法和平常不同、又读得懂的，各读作什么。"""
        found = {item.name: reading_of(item, given.get(item.name)) for item in self.inputs}
        return {name: text for name, text in found.items() if text}

    def doubts(self, given: dict, values: SimpleNamespace, today: date) -> list[str]:
        """填的各项，哪些像是填错了。"""
        filled = [item for item in self.inputs if not is_blank(given.get(item.name))]
        said = ((item.label, item.kind.doubt(getattr(values, item.name), today)) for item in filled)
        return [f"{label}，{text}" for label, text in said if text]

    def need(self, item: Input) -> str:
        """名称旁边写什么：要填的、总有值的，什么也不写。"""
        grouped = any(item.name in group.names for group in self.one_of)
        chosen = item.kind.control in ALWAYS_FILLED and item.default is not None
        if item.required or grouped or chosen or item.kind.control == "months":
            return item.need
        return item.need or MAY_BE_EMPTY

    def implied(self, given: dict) -> dict:
        """可以不答、也没有答的一问：填了它管着的项，就照用得上那几项的答。"""
        answers: dict[str, list[str]] = {}
        for item in self.inputs:
            if item.shown_when is None or is_blank(given.get(item.name)):
                continue
            name, wanted = item.shown_when[0], item.shown_when[1].split()
            asked = self.input(name)
            if asked and asked.default is None and not asked.required and name not in given:
                answers[name] = [each for each in answers.get(name, wanted) if each in wanted]
        return given | {name: values[0] for name, values in answers.items() if values}

    def is_shown(self, item: Input, given: dict) -> bool:
        """这一项用不用得上：它所看的那一项用得上，而且取了要它的值。"""
        if item.shown_when is None:
            return True
        name, wanted = item.shown_when
        asked = self.input(name)
        assert asked is not None, name
        return self.is_shown(asked, given) and given.get(name, asked.default) in wanted.split()

    def listed_figures(self, answer: dict) -> list[tuple[Figure, object]]:
        """列给人看的数：有的，不是只给程序用的。"""
        values = ((item, answer["figures"][item.name]) for item in self.figures if not item.data)
        return [(item, value) for item, value in values if value is not None]

    def listed_tables(self, answer: dict) -> list[tuple[Table, list[dict]]]:
        """列给人看的表：至少有一行。"""
        declared = {table.name: table for table in self.tables}
        return [(declared[each["name"]], each["rows"]) for each in answer["tables"] if each["rows"]]

    def read(self, given: dict, today: date | None = None) -> SimpleNamespace:
        """读懂并检查输入。``given`` 是名称到原始值；空文字和 ``None`` 当作没有填。

        ``today`` 是没有填“按哪一天的规定”时的那一天；没有给，是参数核对到的那一天。
        """
        problems = Problems()
        known = {item.name: item for item in self.inputs}
        given = {
            name: coded(known.get(name), raw) for name, raw in given.items() if not is_blank(raw)
        }
        given = self.implied(given)
        if TODAY.name in known and TODAY.name not in given:
            given[TODAY.name] = today or checked_day()
        report_unknown([name for name in given if name not in known], known, problems)
        values = SimpleNamespace()
        for name, item in known.items():
            shown = self.is_shown(item, given)
            setattr(values, name, read_one(item, given, problems, shown))
        for group in self.one_of:
            check_one_of(group, given, known, problems)
        self.check(values, problems)
        if problems.errors:
            raise InputErrors(problems.errors)
        return values

    def run(self, given: dict, today: date | None = None) -> dict:
        """计算，返回可直接写成 JSON 的结果；输入有误时抛出 :class:`InputErrors`。"""
        values = self.read(given, today)
        result = self.compute(values)
        doubts = [*self.doubts(given, values, today or checked_day()), *result.doubts]
        read = [f"{self.label(name)}：{text}。" for name, text in self.readings(given).items()]
        titles = {table.name: table for table in self.tables}
        return {
            "calculator": self.id,
            "figures": {
                item.name: machine(result.figures[item.name], item.unit) for item in self.figures
            },
            "tables": [table_json(titles[name], rows) for name, rows in result.tables.items()],
            "steps": [step.__dict__ for step in result.steps],
            "notes": [*(f"{CHECK}{doubt}。" for doubt in doubts), *read, *result.notes],
            "sources": [source(key).as_dict() for key in dict.fromkeys(result.sources)],
        }


def is_blank(raw) -> bool:
    """没有填：``None``、空白文字，或全是这些的列表。空列表是填了，但一个也没有选。"""
    items = raw if isinstance(raw, list) and raw else [raw]
    return all(item is None or (isinstance(item, str) and not visible(item)) for item in items)


def coded(item: Input | None, raw):
    """选项写成中文名的，换成代号；别的照原样。"""
    return item.kind.coded(raw) if item else raw


def read_one(item: Input, given: dict, problems: Problems, shown: bool = True):
    raw = given.get(item.name, item.default)
    if raw is None:
        if item.required and shown:
            problems.add(item.name, f"请填写{item.label}：{item.kind.accepts}", missing=True)
        return None
    try:
        return item.kind.parse(raw)
    except Unfinished as wrong:
        problems.add(item.name, f"{wrong}。", missing=True)
        return None
    except ValueError as wrong:
        said = isinstance(wrong, Explained) or item.kind.accepts in str(wrong)
        accepted = "" if said else f"请填写：{item.kind.accepts}。"
        problems.add(item.name, f"{wrong}。{accepted}")
        return None


def reading_of(item: Input, raw) -> str:
    """读作什么；没有填、读不懂的是空的。"""
    try:
        return "" if is_blank(raw) else item.kind.reading(raw)
    except ValueError:
        return ""


def report_unknown(names: list[str], known: dict, problems: Problems) -> None:
    """没有的输入项：可用的只列一遍，太多时只报前面的和还有几个。"""
    available = f"；可用的有：{'、'.join(known)}"
    for name in names[:MOST_UNKNOWN]:
        problems.add(name, f"没有{quoted(name)}这个输入项{available}")
        available = ""
    if len(names) > MOST_UNKNOWN:
        problems.add(None, f"还有 {len(names) - MOST_UNKNOWN:,} 个名称也不是输入项，没有一一列出")


def check_one_of(group: OneOf, given: dict, known: dict, problems: Problems) -> None:
    filled = [name for name in group.names if name in given]
    labels = "、".join(known[name].label for name in group.names)
    if not filled:
        problems.add(group.names[0], f"请填写下面几项中的一项：{labels}", missing=True)
    for name in filled[1:]:
        problems.add(name, f"只能填写下面几项中的一项：{labels}")


def table_json(table: Table, rows: list[dict]) -> dict:
    columns = table.columns
    return {
        "name": table.name,
        "title": table.title,
        "columns": [
            {"name": column.name, "label": column.label, "unit": column.unit} for column in columns
        ],
        "rows": machine_rows(columns, rows),
    }
