"""命令行：``python -m calc``，照读者那样另起一个进程来跑。"""

import json
import os
import selectors
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import calc
from helpers import CALCULATOR, HENAN, JIANGSU, ROOT, assert_proper, fields

ISSUE_JIANGSU = (
    "run annual-interest opening_balance=200206.73 period=july-june year=2019 "
    "annual_amount=11289.60"
)
ISSUE_HENAN = "run annual-interest opening_balance=100978.25 year=2021 annual_base=146616"
COMMAND = [sys.executable, "-m", "calc"]


def environment(**more) -> dict:
    """读者的环境：不带会改变输出缓冲和编码的变量。"""
    ours = ("PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8")
    return {name: value for name, value in os.environ.items() if name not in ours} | more


def start(*arguments, given: bytes | str = b"", **more) -> subprocess.CompletedProcess:
    given = given.encode() if isinstance(given, str) else given
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment(**more),
        input=given,
        capture_output=True,
        timeout=60,
    )


def output(*arguments, given: bytes | str = b"", status: int = 0, **more) -> str:
    """标准输出；退出状态要对，成功时标准错误是空的。"""
    done = start(*arguments, given=given, **more)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


def run_json(*words, given: bytes | str = b"", status: int = 0, **more) -> dict:
    return json.loads(
        output("run", CALCULATOR, *words, "--json", given=given, status=status, **more)
    )


def words(inputs: dict) -> list[str]:
    return [f"{name}={value}" for name, value in inputs.items()]


def batch(lines: list[str | bytes], status: int, **more) -> list[dict]:
    given = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    return [
        json.loads(line)
        for line in output("batch", CALCULATOR, given=given, status=status, **more).splitlines()
    ]


def one_sentence(stderr: bytes) -> str:
    """标准错误里正好一行中文。"""
    (line,) = stderr.decode("utf-8").splitlines()
    assert "\u4e00" <= line[0] <= "\u9fff", line
    return line


def in_shell(command: str, *arguments, given: bytes | str = b"") -> subprocess.CompletedProcess:
    """在 shell 里运行，``calc`` 换成真的命令；用来关上、接走标准的流。"""
    given = given.encode() if isinstance(given, str) else given
    command = command.replace("calc", shlex.join([*COMMAND, *arguments]), 1)
    options = {"cwd": ROOT, "env": environment(), "capture_output": True, "timeout": 60}
    return subprocess.run(["sh", "-c", command], input=given, **options)


# 任务里的三行


def test_the_lines_of_the_issue():
    jiangsu = json.loads(output(*ISSUE_JIANGSU.split(), "--json"))["figures"]
    assert (jiangsu["credited_interest"], jiangsu["closing_balance"]) == ("14059.32", "225555.65")
    henan = json.loads(output(*ISSUE_HENAN.split(), "--json"))["figures"]
    assert (henan["credited_interest"], henan["closing_balance"]) == ("7180.48", "119888.01")
    monthly = json.loads(output(*ISSUE_HENAN.split(), "rounding=monthly", "--json"))["figures"]
    assert (monthly["credited_interest"], monthly["closing_balance"]) == ("7180.49", "119888.02")


def test_the_lines_of_the_issue_for_people():
    shown = output(*ISSUE_JIANGSU.split())
    assert "14059.32" in shown and "225555.65" in shown
    assert "当年记账利息" in shown and "计算过程" in shown and "依据" in shown
    assert "7180.48" in output(*ISSUE_HENAN.split())


# JSON 的样子


def test_shape_of_a_result():
    answer = run_json(*words(HENAN))
    assert set(answer) == {"calculator", "figures", "tables", "steps", "notes", "sources"}
    assert answer["calculator"] == CALCULATOR
    assert set(answer["figures"]) == {
        "credited_amount",
        "month_product",
        "opening_interest",
        "contribution_interest",
        "credited_interest",
        "closing_balance",
    }
    for step in answer["steps"]:
        assert set(step) == {"label", "formula", "numbers", "value", "source"}
    for table in answer["tables"]:
        assert set(table) == {"name", "title", "columns", "rows"}
        names = [column["name"] for column in table["columns"]]
        assert all(set(column) == {"name", "label", "unit"} for column in table["columns"])
        assert all(list(row) == names for row in table["rows"])
    assert all(isinstance(note, str) for note in answer["notes"])
    assert answer["sources"] and all(
        {"id", "title", "checked"} <= set(source) for source in answer["sources"]
    )


def test_shape_of_errors():
    answer = run_json("year=abc", "monthly_amount=-1", "rounding=x", status=2)
    assert set(answer) == {"calculator", "errors"}
    assert_proper(answer["errors"])
    assert fields(answer["errors"]) == {"opening_balance", "year", "monthly_amount", "rounding"}


def test_errors_for_people():
    done = start("run", CALCULATOR, "year=abc", "monthly_amount=-1")
    assert done.returncode == 2
    assert done.stdout == b""
    shown = done.stderr.decode("utf-8")
    assert len(shown.splitlines()) == 3
    assert "opening_balance" in shown and "year" in shown and "不能是负数" in shown


def test_list():
    shown = output("list")
    assert CALCULATOR in shown and "当年记账利息" in shown
    (described,) = [
        item for item in json.loads(output("list", "--json")) if item["id"] == CALCULATOR
    ]
    assert {entry["name"] for entry in described["inputs"]} == {
        *(
            "opening_balance",
            "period",
            "year",
            "annual_base",
            "monthly_base",
            "annual_amount",
            "monthly_amount",
        ),
        *(
            "monthly_amounts",
            "months",
            "rate_percent",
            "next_rate_percent",
            "through_month",
            "final_year",
            "rounding",
        ),
    }
    assert all(entry["label"] and entry["accepts"] for entry in described["inputs"])
    assert len(described["exactly_one_of"]) == 1


# 输入文件


def test_input_file_and_standard_input(tmp_path):
    place = tmp_path / "输入 文件.json"
    text = json.dumps(
        JIANGSU | {"annual_amount": None, "monthly_amounts": ["940.80"] * 12, "note": None},
        ensure_ascii=False,
    )
    place.write_text(text, "utf-8")
    expected = run_json(*words(JIANGSU))["figures"]
    assert run_json("--input", str(place))["figures"] == expected
    assert run_json("--input", "-", given=text)["figures"] == expected


def test_numbers_in_json_are_read_exactly():
    """不经过浮点：多余的零不算小数太多，浮点会丢掉的第二十几位小数也看得见。"""
    answer = run_json(
        "--input",
        "-",
        given='{"opening_balance": 100978.25, "year": 2021, "annual_base": 146616.00}',
    )
    assert answer["figures"] == run_json(*words(HENAN))["figures"]
    near = (
        '{"opening_balance": 100978.25000000000000000000001, "year": 2021, "annual_base": 146616}'
    )
    assert fields(run_json("--input", "-", given=near, status=2)["errors"]) == {"opening_balance"}


def test_lists_on_the_command_line():
    by_text = run_json("opening_balance=0", "year=2021", "monthly_amount=1000", "months=9-12")
    assert (
        run_json("opening_balance=0", "year=2021", "monthly_amount=1000", "months=[9, 10, 11, 12]")
        == by_text
    )
    amounts = json.dumps(["0"] * 8 + ["1000"] * 4)
    answer = run_json("opening_balance=0", "year=2021", f"monthly_amounts={amounts}")
    assert answer["figures"] == by_text["figures"]


# 写错了也不出英文的出错信息


def refused(*arguments, given: bytes | str = b"") -> str:
    done = start(*arguments, given=given)
    shown = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 2, (done.returncode, shown)
    assert "Traceback" not in shown and "Error" not in shown
    assert any("\u4e00" <= letter <= "\u9fff" for letter in shown)
    return shown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["run"],
        ["batch"],
        ["list", "extra"],
        ["run", CALCULATOR, "--nonsense"],
        ["run", CALCULATOR, "--input"],
        ["run", "nope"],
        ["run", "nope", "year=2021"],
        ["run", "../calc"],
        ["run", ""],
        ["run", CALCULATOR],
        ["run", CALCULATOR, "year"],
        ["run", CALCULATOR, "=5"],
        ["run", CALCULATOR, *words(HENAN), "year=2021"],
        ["run", CALCULATOR, "months=[9"],
        ["run", CALCULATOR, "months=" + "[" * 5000],
        ["run", CALCULATOR, "months=" + "[" * 600 + "]" * 600],
        ["run", CALCULATOR, "opening_balance={}"],
        ["run", CALCULATOR, b"year=\xff"],
        ["run", CALCULATOR, "--input", "/nonexistent/file.json"],
        ["run", CALCULATOR, "--input", "x" * 5000],
        ["run", CALCULATOR, "--input", "/"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments))[:50] or "nothing",
)
def test_refused_in_chinese(arguments):
    refused(*arguments)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'[{"year": "2021"}]',
        b'"text"',
        b"5",
        b"null",
        b'{"year": NaN}',
        b'{"year": Infinity}',
        b"{'year': 2021}",
        b"\x00\x01\x02\x7fELF\xff\xfe",
        b"\xff\xfe{\x00}\x00",
        b'{"year": "\\ud800"}',
        b'{"opening_balance": 1e400}',
        b'{"opening_balance": 1e999999999999999999999}',
        b'{"opening_balance": ' + b"1" * 30 + b".123}",
        b'{"opening_balance": ' + b"9" * 10_000 + b"}",
        b'{"months": ' + b"[" * 600 + b"]" * 600 + b"}",
        b"[" * 100_000,
    ],
    ids=lambda content: ascii(content)[2:32],
)
def test_input_file_that_cannot_be_used(tmp_path, content):
    place = tmp_path / "in.json"
    place.write_bytes(content)
    from_file = refused("run", CALCULATOR, "--input", str(place), "--json")
    assert_proper(json.loads(from_file)["errors"])
    assert refused("run", CALCULATOR, "--input", "-", "--json", given=content)


def test_directory_as_input_file(tmp_path):
    answer = json.loads(refused("run", CALCULATOR, "--input", str(tmp_path), "--json"))
    assert fields(answer["errors"]) == {None}


def test_a_name_given_twice_is_named():
    answer = run_json(*words(HENAN), "year=2021", status=2)
    assert fields(answer["errors"]) == {"year"}


def test_a_broken_list_does_not_hide_other_wrong_fields():
    answer = run_json("opening_balance=1", "months=[9", "year=abc", "annual_amount=1", status=2)
    assert fields(answer["errors"]) == {"months", "year"}


def test_standard_input_may_be_closed():
    """定时任务和有的调度程序不给标准输入。"""
    command = shlex.join([*COMMAND, *ISSUE_HENAN.split()]) + " <&-"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment(), capture_output=True, timeout=60
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0 and b"7180.48" in done.stdout


# 成批


LINES = [
    json.dumps(HENAN),
    json.dumps(JIANGSU),
    "{",
    json.dumps({"year": "abc"}),
    "[]",
    '{"opening_balance": 100978.25, "year": 2021, "annual_base": 146616, "rounding": "monthly"}',
    json.dumps({"opening_balance": "金额", "year": "2021"}, ensure_ascii=False),
    *(
        json.dumps({"opening_balance": "10000", "year": year, "annual_amount": "0"})
        for year in range(2025, 2014, -1)
    ),
]


def test_batch_keeps_the_order_and_one_line_each():
    answers = batch(LINES, status=1)
    assert len(answers) == len(LINES)
    bad = [position for position, answer in enumerate(answers) if "errors" in answer]
    assert bad == [2, 3, 4, 6, len(LINES) - 1]
    assert answers[5]["figures"]["credited_interest"] == "7180.49"
    interests = [answer["figures"]["credited_interest"] for answer in answers[7:-1]]
    assert interests == [
        f"{rate}.00" for rate in (150, 262, 397, 612, 669, 604, 761, 829, 712, 831)
    ]
    assert all(answer["calculator"] == CALCULATOR for answer in answers)
    for position in bad:
        assert_proper(answers[position]["errors"])


def test_batch_equals_run():
    good = [json.dumps(HENAN | {"rounding": "monthly"}), json.dumps(JIANGSU)]
    answers = batch(good, status=0)
    assert answers == [run_json(*words(json.loads(line))) for line in good]
    assert answers == [calc.run(CALCULATOR, json.loads(line)) for line in good]


def test_batch_status():
    assert batch([], status=0) == []
    assert len(batch(LINES[:2], status=0)) == 2
    assert len(batch(["{", LINES[0]], status=1)) == 2


def test_batch_of_an_unknown_calculator():
    for given in ("", LINES[0] + "\n"):
        done = start("batch", "nope", given=given)
        assert (done.returncode, done.stdout) == (2, b"")
        assert one_sentence(done.stderr).startswith("没有“nope”这个计算器")


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        b'{"year": "\xff"}',
        b"\x00",
        b'{"year": "\\ud800"}',
        b'{"opening_balance": ' + b"1" * 30 + b".123}",
        b'{"months": ' + b"[" * 600 + b"]" * 600 + b"}",
        b"[" * 100_000,
        '{"year": "\u2028"}'.encode(),
    ],
    ids=lambda line: ascii(line)[2:32],
)
def test_batch_goes_on_after_a_bad_line(line):
    first, bad, last = batch([LINES[0], line, LINES[1]], status=1)
    assert_proper(bad["errors"])
    assert first["figures"]["credited_interest"] == "7180.48"
    assert last["figures"]["credited_interest"] == "14059.32"


def test_last_line_needs_no_line_end():
    done = start("batch", CALCULATOR, given=LINES[0])
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1


def test_batch_answers_each_line_at_once():
    """写一行就读到一行，不等标准输入关闭。"""
    process = subprocess.Popen(
        [*COMMAND, "batch", CALCULATOR],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            for line, interest in ((LINES[0], "7180.48"), (LINES[1], "14059.32")):
                process.stdin.write(line.encode() + b"\n")
                process.stdin.flush()
                assert waiting.select(timeout=8), "还没有关闭标准输入，读不到这一行的结果"
                assert (
                    json.loads(process.stdout.readline())["figures"]["credited_interest"]
                    == interest
                )
        process.stdin.close()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


# 管道和编码


@pytest.mark.parametrize(
    "arguments, lines",
    [
        (["list"], 0),
        (ISSUE_HENAN.split(), 0),
        ([*ISSUE_HENAN.split(), "--json"], 0),
        (["batch", CALCULATOR], 1),
        (["batch", CALCULATOR], 300),
    ],
    ids=["list", "run", "run-json", "batch-1", "batch-300"],
)
def test_closed_pipe_is_quiet(arguments, lines):
    """读的一端已经关了：不留下出错信息。"""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=environment(),
            input=(LINES[0] + "\n").encode() * lines,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert done.stderr == b""


def test_head_of_a_batch(tmp_path):
    place = tmp_path / "in.jsonl"
    place.write_text((LINES[0] + "\n") * 300)
    command = f"{shlex.join([*COMMAND, 'batch', CALCULATOR])} < {shlex.quote(str(place))} | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment(), capture_output=True, timeout=60
    )
    assert done.stderr == b""
    assert json.loads(done.stdout)["figures"]["credited_interest"] == "7180.48"


@pytest.mark.parametrize(
    "settings",
    [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1:strict"}, {"LC_ALL": "C"}],
)
def test_other_encodings_of_the_terminal(settings):
    assert output(*ISSUE_HENAN.split(), **settings) == output(*ISSUE_HENAN.split())
    assert "年份" in output("list", **settings)
    assert (
        start("run", CALCULATOR, "year=二〇二一", **settings).stderr
        == start("run", CALCULATOR, "year=二〇二一").stderr
    )
    assert batch([LINES[6]], status=1, **settings) == batch([LINES[6]], status=1)


# 写不出去、读不进来


WRITERS = {
    "help": ["-h"],
    "list": ["list"],
    "list-json": ["list", "--json"],
    "run": ISSUE_HENAN.split(),
    "run-json": [*ISSUE_HENAN.split(), "--json"],
    "run-wrong-json": ["run", CALCULATOR, "--json"],
    "batch": ["batch", CALCULATOR],
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("calc > /dev/full", "磁盘满了"),
        ("calc >&-", "标准输出关着"),
        ("ulimit -f 0; calc > {}", "超过了文件大小的限制"),
    ],
)
def test_a_result_that_cannot_be_written(tmp_path, name, command, reason):
    command = command.format(shlex.quote(str(tmp_path / "out")))
    done = in_shell(command, *WRITERS[name], given=LINES[0])
    assert done.returncode == 3
    assert one_sentence(done.stderr) == f"结果写不出去：{reason}"


def test_a_disk_that_fills_up_during_a_batch(tmp_path):
    place = tmp_path / "out.jsonl"
    command = f"ulimit -f 40; calc > {shlex.quote(str(place))}"
    done = in_shell(command, "batch", CALCULATOR, given=(LINES[0] + "\n") * 300)
    assert done.returncode == 3
    assert one_sentence(done.stderr) == "结果写不出去：超过了文件大小的限制"
    written = place.read_bytes().split(b"\n")
    assert len(written) > 2
    assert all(json.loads(line)["figures"] for line in written[:-1])


@pytest.mark.parametrize("closed", ["2>&-", "2> /dev/full", ">&- 2>&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run", CALCULATOR, "year=x"],
        ["run", "nope"],
        ["batch", "nope"],
        ["run", CALCULATOR, "--input", "/"],
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_nowhere_to_write_an_error(closed, arguments):
    """退出状态照样是 2；错误不混进标准输出。"""
    done = in_shell(f"calc {closed}", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_errors_go_into_a_closed_pipe_quietly():
    done = in_shell("{ sleep 0.1; calc 2>&1 >/dev/null; echo $? >&2; } | true", "run", "nope")
    assert done.stderr == b"2\n"


@pytest.mark.parametrize("name", ["batch", "run"])
@pytest.mark.parametrize(
    ("redirection", "message"),
    [("<&-", "标准输入关着，没有可读的输入"), ("0> /dev/null", "读不了")],
)
def test_standard_input_that_cannot_be_read(name, redirection, message):
    arguments = {"batch": ["batch", CALCULATOR], "run": ["run", CALCULATOR, "--input", "-"]}[name]
    done = in_shell(f"calc {redirection}", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in one_sentence(done.stderr)


def test_an_unknown_calculator_is_found_before_reading():
    """标准输入一直开着也马上回答。"""
    for arguments in (["batch", "nope"], ["run", "nope", "--input", "-"]):
        command = [*COMMAND, *arguments]
        pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, cwd=ROOT, env=environment(), **pipes) as process:
            assert process.wait(timeout=20) == 2
            assert "没有“nope”这个计算器" in one_sentence(process.stderr.read())


def test_a_reader_that_leaves_ends_the_batch():
    """``head`` 读够就走：不出声，状态为 1，不再往下算。"""
    with subprocess.Popen(
        [*COMMAND, "batch", CALCULATOR],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdin.write((LINES[0] + "\n").encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["figures"]
        process.stdout.close()
        process.stdin.write((LINES[0] + "\n").encode())
        process.stdin.flush()
        assert process.wait(timeout=20) == 1
        assert process.stderr.read() == b""


def test_memory_does_not_grow_with_the_lines():
    def peak() -> int:
        with Path(f"/proc/{process.pid}/status").open() as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

    def answered(count: int) -> int:
        for number in range(count):
            line = LINES[number % len(LINES)]
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            assert process.stdout.readline()
        return peak()

    command = [*COMMAND, "batch", CALCULATOR]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment(), **pipes) as process:
        early = answered(300)
        assert answered(2500) - early < 1500


def test_an_endless_line_or_file_is_refused():
    for command in ("head -c 25000000 /dev/zero | tr '\\0' x | calc", "calc < /dev/zero"):
        done = in_shell(command, "run", CALCULATOR, "--input", "-")
        assert done.returncode == 2
        assert one_sentence(done.stderr) == "输入太长，最多 10,000,000 个字"
    long = b"x" * 25_000_000
    first, second, last = batch([long, LINES[0], long], status=1)
    assert second["figures"]["credited_interest"] == "7180.48"
    for answer in (first, last):
        assert answer["errors"] == [{"field": None, "message": "输入太长，最多 10,000,000 个字"}]


# 写了不止一次的键


@pytest.mark.parametrize(
    ("text", "field", "named"),
    [
        ('{"year": 2021, "year": 2022}', "year", "year"),
        ('{"year": 2021, "year": 2021}', "year", "year"),
        ('{"year": 2021, "\\u0079ear": 2021}', "year", "year"),
        ('{"year": 2021, "segments": [{"from": "2006-01", "from": "2007-01"}]}', None, "from"),
        ('{"segments": [{"a": {"b": 1, "b": 2}}]}', None, "b"),
        ('[{"year": 1, "year": 2}]', None, "year"),
    ],
)
def test_a_key_written_twice_is_named(text, field, named):
    expected = [{"field": field, "message": f"“{named}”写了不止一次"}]
    assert run_json("--input", "-", given=text, status=2)["errors"] == expected
    assert batch([text, LINES[0]], status=1)[0]["errors"] == expected


def test_a_key_written_twice_in_an_argument_is_named():
    segments = '[{"from": "2006-01", "from": "2007-01", "to": "2010-12", "monthly_amount": "1"}]'
    answer = run_json(f"segments={segments}", "year=2021", status=2)
    assert answer["errors"] == [{"field": "segments", "message": "“from”写了不止一次"}]


def test_the_same_key_in_two_objects_is_no_repetition():
    row = {"from": "2020-01", "to": "2020-12", "monthly_amount": "1"}
    rows = [row, {**row, "from": "2021-01", "to": "2021-12"}]
    text = json.dumps({"segments": rows, "until": "2021-12"})
    history = json.loads(output("run", "account-history", "--input", "-", "--json", given=text))
    assert history["figures"]["total_contributions"] == "24.00"


# 看不见的字不到终端


UNSEEN = {
    "escape": "\x1b[31m",
    "bell": "\x07",
    "delete": "\x7f",
    "c1": "\x9b31m",
    "newline": "\n",
    "return": "\r",
    "line-separator": "\u2028",
    "override": "\u202e",
    "isolate": "\u2067",
    "mark": "\u061c",
    "zero-width": "\u200b",
    "soft-hyphen": "\u00ad",
    "bom": "\ufeff",
    "filler": "\u3164",
    "selector": "\ufe0f",
    "tag": "\U000e0041",
    "surrogate": "\ud800",
    "private": "\ue000",
}


# 填的值里夹带的这几种，不算填了什么，按约定不看；名称里的照样写成编号。
IGNORED = {"override", "isolate", "mark", "zero-width", "soft-hyphen", "bom"}


def seen(text: str) -> bool:
    return not any(unseen[0] in text for unseen in UNSEEN.values())


@pytest.mark.parametrize("name", UNSEEN)
def test_unseen_letters_are_written_as_numbers(name):
    """在值、名称、JSON 的键和不合格的 JSON 里，人看的都写成 ‹U+…›。"""
    letter = UNSEEN[name]
    given = json.dumps({"year": f"a{letter}b", f"c{letter}d": "1"})
    done = start("run", CALCULATOR, "--input", "-", given=given)
    shown = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert len(shown.splitlines()) == 4, shown
    assert all(map(seen, shown.splitlines()))
    written = f"‹U+{ord(letter[0]):04X}›"
    assert f"c{written}" in shown
    assert ("“ab”" if name in IGNORED else f"“a{written}") in shown
    broken = f"{{a{letter}".encode("utf-8", "replace")
    assert seen(one_sentence(start("run", CALCULATOR, "--input", "-", given=broken).stderr))


@pytest.mark.parametrize("name", UNSEEN)
def test_json_keeps_unseen_letters_as_escapes(name):
    letter = UNSEEN[name]
    given = json.dumps({f"c{letter}d": "1"})
    for shown in (
        output("run", CALCULATOR, "--input", "-", "--json", given=given, status=2),
        output("batch", CALCULATOR, given=given, status=1),
    ):
        assert all(map(seen, shown.split("\n")))
        assert f"c{letter}d" in fields(json.loads(shown)["errors"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "x\x1b[31m"],
        ["batch", "x\x1b[31m"],
        ["run", CALCULATOR, "\x1b[31m"],
        ["run", CALCULATOR, "--input", "\x1b"],
    ],
    ids=["run", "batch", "word", "file"],
)
def test_unseen_letters_in_the_command_are_written_as_numbers(arguments):
    done = start(*arguments)
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr
    assert "‹U+001B›" in done.stderr.decode("utf-8")


# 错得很多时，说得不多


LONG = "x" * 100_000


def test_many_unknown_names_are_counted():
    given = json.dumps({f"name{number}": 1 for number in range(100_000)})
    (answer,) = batch([given], status=1)
    unknown = [error for error in answer["errors"] if "没有“" in error["message"]]
    assert [error["field"] for error in unknown] == [f"name{number}" for number in range(20)]
    assert sum("可用的有" in error["message"] for error in answer["errors"]) == 1
    assert "可用的有" in unknown[0]["message"] and "opening_balance" in unknown[0]["message"]
    rest = "还有 99,980 个名称也不是输入项，没有一一列出"
    assert {"field": None, "message": rest} in answer["errors"]
    assert fields(answer["errors"]) >= {"opening_balance", "year", "annual_base"}
    done = start("run", CALCULATOR, "--input", "-", given=given)
    assert done.returncode == 2 and len(done.stderr) < 5000


def test_many_wrong_words_are_counted():
    for words_given in ([f"word{n}" for n in range(3000)], ["year=1"] * 3001):
        done = start("run", CALCULATOR, *words_given)
        shown = done.stderr.decode("utf-8").splitlines()
        assert done.returncode == 2 and len(shown) == 21
        assert shown[-1] == "还有 2,980 处也写得不对，没有一一列出"


@pytest.mark.parametrize(
    "arguments",
    [["run", LONG], ["batch", LONG], ["run", CALCULATOR, LONG], ["run", CALCULATOR, f"{LONG}=1"]],
    ids=["run", "batch", "word", "name"],
)
def test_a_long_word_is_shortened(arguments):
    done = start(*arguments)
    assert done.returncode == 2
    assert all(len(line) < 600 for line in done.stderr.decode("utf-8").splitlines())
