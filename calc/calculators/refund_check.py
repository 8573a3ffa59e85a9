"""能不能退：一问一答，得出结论、下一步和依据。

结论和条款都在 ``calc/parameters/refund_outcomes.toml``。
依据：社会保险法第十四、十六、十七、十九条，令第 13 号第二、三、六条，令第 16 号第五条，
令第 41 号第七条等。
"""

from types import SimpleNamespace

from calc.declaration import Calculator, Figure, Input, Problems, Result, Step
from calc.kinds import Choice
from calc.parameters import refund_outcomes
from calc.rules.refund import Decision, decide


def question(
    name: str, label: str, options: tuple, help: str, term: str, shown_when: tuple | None = None
) -> Input:
    """必答的一问；``shown_when`` 是问到它的条件。"""
    return Input(
        name, label, Choice(options), help=help, term=term, required=True, shown_when=shown_when
    )


QUESTIONS = (
    question(
        "who",
        "参保的人是",
        (
            ("chinese", "中国公民（不含港澳台居民）"),
            ("former", "原来是中国公民，已丧失中国国籍"),
            ("foreigner", "外国人"),
            ("hmt", "香港、澳门、台湾居民"),
        ),
        "替别人问的，选参保的那个人。只是移居国外、没有入外国籍的，选中国公民。",
        "参保人员",
    ),
    question(
        "situation",
        "遇到了什么事",
        (
            ("want-money", "没到退休年龄，想把钱取出来"),
            ("hardship", "生活困难，想提前领"),
            ("disabled", "因病、因伤不能劳动了"),
            ("early", "想提前退休"),
            ("stopped", "断缴了，或者不想再缴"),
            ("moved", "换了地方工作"),
            ("leaving", "离开中国内地（大陆），移居或者回国"),
            ("reached-age", "到了法定退休年龄"),
            ("overlap", "有两份养老保险"),
            ("died", "参保的人去世了"),
        ),
        "选最接近的一项；有几件事的，一件一件查。",
        "参保情形",
    ),
    question(
        "leaving_wish",
        "账户里的钱想怎么办",
        (("keep", "先留着"), ("cash", "想一次性领出来")),
        "留着不用办手续，以后还可以再申请。",
        "保留个人账户、终止关系",
        ("situation", "leaving"),
    ),
    question(
        "minimum",
        "缴费年限够不够最低年限",
        (("met", "够了"), ("short", "不够")),
        "累计缴费年限看权益记录单；最低年限看退休的那一年。",
        "最低缴费年限",
        ("situation", "reached-age"),
    ),
    question(
        "wish",
        "不够年限，想怎么办",
        (
            ("unsure", "还没想好"),
            ("continue", "接着缴，缴够按月领"),
            ("residents", "转成居民养老"),
            ("cash", "不缴了，想把账户的钱领出来"),
        ),
        "三条路选一条；没想好就选第一项，看看各是什么。",
        "延长缴费、制度衔接、终止关系",
        ("minimum", "short"),
    ),
    question(
        "joined",
        "第一次参保是什么时候",
        (("before", "2011 年 7 月社会保险法施行以前"), ("after", "2011 年 7 月以后")),
        "看缴费记录里最早的月份。",
        "社会保险法实施前参保",
        ("wish", "continue"),
    ),
    question(
        "overlap_kind",
        "是哪两份",
        (
            ("employee", "同一段时间，两个地方都缴职工养老"),
            ("flexible", "同一段时间，单位给缴，自己又按灵活就业缴"),
            ("residents", "同一段时间，职工养老和居民养老都缴"),
            ("pensions", "已经在两处领养老金"),
            ("in-turn", "先后在两个地方缴，时间没有重叠"),
        ),
        "看两边的缴费记录有没有相同的月份。",
        "多重养老保险关系",
        ("situation", "overlap"),
    ),
    question(
        "died_when",
        "去世的时候",
        (("before", "还没有领养老金"), ("after", "已经在领养老金")),
        "看有没有开始按月领基本养老金。",
        "退休前死亡、退休后死亡",
        ("situation", "died"),
    ),
)


def asked(values: SimpleNamespace) -> list[Input]:
    """问到的几个问题，按先后。"""
    return [item for item in QUESTIONS if CALCULATOR.is_shown(item, vars(values))]


def check(values: SimpleNamespace, problems: Problems) -> None:
    shown = asked(values)
    labels = {item.name: item.label for item in QUESTIONS}
    for item in QUESTIONS:
        if item in shown or getattr(values, item.name) is None:
            continue
        assert item.shown_when is not None
        follows = item.shown_when[0]
        if not problems.has(follows):
            message = f"这一问现在用不上，请留空；它跟着“{labels[follows]}”来问"
            problems.add(item.name, message)


def compute(values: SimpleNamespace) -> Result:
    chosen = [(item, getattr(values, item.name)) for item in asked(values)]
    found = decide(values.who, [value for _, value in chosen[1:]])
    said = "；".join(dict(item.kind.options)[value] for item, value in chosen)
    rules = [refund_outcomes().rules[id] for id in found.rules]
    steps = [Step(rule.name, rule.says, said, rule.so, rule.source) for rule in rules]
    figures = {
        "outcome": found.outcome,
        "next_step": refund_outcomes().path(found.path).next,
        "basis": "；".join(dict.fromkeys(rule.name for rule in rules)),
    }
    return Result(figures, steps, notes(found), {}, [rule.source for rule in rules])


def notes(found: Decision) -> list[str]:
    path = refund_outcomes().path(found.path)
    own = [text for text in (path.wrong, path.note) if text]
    return own + [refund_outcomes().common[name] for name in found.common]


CALCULATOR = Calculator(
    id="refund-check",
    title="能不能退",
    answers="养老保险个人账户的钱能不能退、能不能领出来：一问一答，给出结论、下一步和法律依据。",
    limits=(
        "只讲职工基本养老保险的个人账户，不讲医保、公积金、职业年金和企业年金。",
        "不算金额。",
        "办理的材料和时限各地不同，这里没有。",
        "单位缴错、代扣错的钱怎样退，没有查到全国统一的规定。",
    ),
    inputs=QUESTIONS,
    figures=(
        Figure(
            "outcome",
            "结论",
            unit="text",
            main=True,
            options=tuple(refund_outcomes().outcomes.items()),
        ),
        Figure("next_step", "下一步", unit="text", main=True),
        Figure("basis", "依据的条款", unit="text", main=True),
    ),
    check=check,
    compute=compute,
)
