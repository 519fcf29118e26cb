"""The commands `count` and `gate`: a JSON line for each line, or one clear line that says what is wrong."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from panel.__main__ import Group
from panel.voting.cli import commands
from tests.support.voting import cases

GOOD = '{"roll": 3, "ballots": {"2": 3}}'
DECIDED = {"state": "DECIDED", "majority": "2", "triggers": []}


def run(command: str, text: str | bytes, *options: str) -> Result:
    """Give a command its input the way a pipe does, through the door that words refusals."""
    return CliRunner().invoke(Group(name="expert-panel"), [command, "-", *options], input=text)


def answers(result: Result) -> list[Any]:
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return [json.loads(line) for line in result.stdout.splitlines()]


def refusal(result: Result) -> str:
    """Give the one line on standard error of a refused input, of which nothing was answered."""
    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    return line


@pytest.mark.clause("2.4.2-g", "2.4.2-h", "A-09")
def test_count_answers_the_vectors_line_by_line() -> None:
    vectors = cases("count_vectors.json")
    text = "".join(json.dumps(vector["given"]) + "\n" for vector in vectors)
    assert answers(run("count", text)) == [vector["then"] for vector in vectors]


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "2.4.2-f")
def test_gate_answers_the_vectors_line_by_line() -> None:
    vectors = cases("gate_vectors.json")
    text = "".join(json.dumps(vector["given"]) + "\n" for vector in vectors)
    assert answers(run("gate", text)) == [vector["then"] for vector in vectors]


@pytest.mark.clause("A-08")
def test_count_follows_the_method_and_the_kind_of_question() -> None:
    text = """
        {"roll": 5, "ballots": {"1": 2, "2": 2, "3": 1}, "method": "ordinal_cumulative"}
        {"roll": 5, "ballots": {"召回": 4, "警示": 1}, "ordinal": false}
        {"roll": 5, "ballots": {}, "method": "single_majority", "ordinal": true, "ask_investigation": 0}
    """
    assert answers(run("count", text)) == [
        {"state": "REVIEW", "majority": "2", "triggers": ["AMB-3"]},
        {"state": "DECIDED", "majority": "召回", "triggers": []},
        {"state": "MAJOR_DISAGREEMENT", "majority": None, "triggers": ["RED-1"]},
    ]


def test_numbers_of_any_size_are_counted_exactly() -> None:
    huge = 10**30
    just = f'{{"roll": {3 * huge}, "ballots": {{"2": {2 * huge}, "3": {huge}}}}}'
    short = f'{{"roll": {3 * huge}, "ballots": {{"2": {2 * huge - 1}, "3": {huge}}}}}'
    assert [answer["triggers"] for answer in answers(run("count", f"{just}\n{short}"))] == [[], ["AMB-1"]]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD + "\n",
        GOOD + "\r\n",
        "\n \n" + GOOD + "\n\n",
        "\ufeff" + GOOD,
        b"\xef\xbb\xbf\r\n" + GOOD.encode(),
    ],
)
def test_blank_lines_line_ends_and_a_byte_order_mark_do_not_matter(text: str | bytes) -> None:
    assert answers(run("count", text)) == [DECIDED]


@pytest.mark.parametrize("command", ["count", "gate"])
def test_an_empty_input_has_no_answers(command: str) -> None:
    assert answers(run(command, "")) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "不是合法的 JSON。"),
        ("[" * 100_000, "不是合法的 JSON。"),
        ('{"roll": 3, "ballots": {"2": 3}} {}', "不是合法的 JSON。"),
        ('{"roll": ' + "9" * 5000 + ', "ballots": {}}', "不是合法的 JSON。"),
        (b'{"roll": 3, "ballots": {"\xff": 3}}', "不是 UTF-8 编码。"),
        (GOOD.encode("utf-16"), "不是 UTF-8 编码。"),
        ("[]", "应为一个 JSON 对象。"),
        ("null", "应为一个 JSON 对象。"),
        ('{"ballots": {"2": 3}}', "缺少“roll”。"),
        ('{"roll": 3}', "缺少“ballots”。"),
        ('{"roll": 3, "ballots": {}, "ask": 2}', "没有“ask”这一项。"),
        ('{"roll": 3, "roll": 5, "ballots": {}}', "“roll”出现了两次。"),
        ('{"roll": 3, "ballots": {"2": 1, "2": 2}}', "“2”出现了两次。"),
        ('{"roll": "3", "ballots": {}}', "“roll”应为整数。"),
        ('{"roll": 3.0, "ballots": {}}', "“roll”应为整数。"),
        ('{"roll": true, "ballots": {}}', "“roll”应为整数。"),
        ('{"roll": NaN, "ballots": {}}', "“roll”应为整数。"),
        ('{"roll": 3, "ballots": {"2": false}}', "“2”应为整数。"),
        ('{"roll": 3, "ballots": {"2": null}}', "“2”应为整数。"),
        ('{"roll": 3, "ballots": {}, "ask_investigation": null}', "“ask_investigation”应为整数。"),
        ('{"roll": 3, "ballots": [["2", 3]]}', "“ballots”应为各选项的票数。"),
        ('{"roll": 3, "ballots": {}, "ordinal": 1}', "“ordinal”应为 true 或 false。"),
        ('{"roll": 3, "ballots": {}, "method": "borda"}', "没有“borda”这种计票办法。"),
        ('{"roll": 3, "ballots": {}, "method": []}', "没有“[]”这种计票办法。"),
        (
            '{"roll": 3, "ballots": {}, "method": "ordinal_cumulative", "ordinal": false}',
            "累计办法只适用于等级问题。",
        ),
        ('{"roll": 0, "ballots": {}}', "名册人数 0 不成立，至少应有一人。"),
        ('{"roll": -1, "ballots": {}}', "名册人数 -1 不成立，至少应有一人。"),
        ('{"roll": 3, "ballots": {"4": 1}}', "“4”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"i": 1}}', "“i”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"": 1}, "ordinal": false}', "“”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"\\ud800": 1}, "ordinal": false}', "“�”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"甲": 1, "甲 ": 1}, "ordinal": false}', "“甲 ”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"甲": 1, "甲\\u200b": 1}, "ordinal": false}', "“甲�”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"a\\nb": 1}}', "“a�b”不是本问题的选项。"),
        ('{"roll": 3, "ballots": {"' + "长" * 99 + '": 1}}', "“" + "长" * 60 + "…”不是本问题的选项。"),
        ('{"roll": 5, "ballots": {"2": 6, "3": -1}}', "选项“3”的票数 -1 为负数。"),
        ('{"roll": 3, "ballots": {"2": 3, "I": 1}}', "各选项合计 4 票，多于名册 3 人。"),
        ('{"roll": 3, "ballots": {"2": ' + "9" * 4300 + "}}", "各选项合计 … 票，多于名册 3 人。"),
        ('{"roll": 3, "ballots": {}, "ask_investigation": 4}', "要求进一步调查的人数 4 不在零至名册人数 3 之间。"),
        ('{"roll": 3, "ballots": {}, "ask_investigation": -1}', "要求进一步调查的人数 -1 不在零至名册人数 3 之间。"),
    ],
)
def test_a_line_that_does_not_add_up_refuses_the_file_by_its_number(line: str | bytes, reason: str) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    result = run("count", GOOD.encode() + b"\n\n" + raw + b"\n" + GOOD.encode())
    assert refusal(result) == f"COUNT_INPUT 第 3 行不能计票：{reason}"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"present": 3}', "缺少“complex”。"),
        ('{"complex": false}', "缺少“present”。"),
        ('{"complex": 0, "present": 3}', "“complex”应为 true 或 false。"),
        ('{"complex": false, "present": true}', "“present”应为整数。"),
        ('{"complex": false, "present": -1}', "到会人数 -1 为负数。"),
        ('{"complex": false, "present": 3, "waiver": "yes"}', "“waiver”应为 true 或 false。"),
        ('{"complex": false, "present": 3, "waived": true}', "没有“waived”这一项。"),
    ],
)
def test_an_attendance_that_cannot_be_read_is_refused_by_its_number(line: str, reason: str) -> None:
    result = run("gate", '{"complex": false, "present": 3}\n' + line)
    assert refusal(result) == f"GATE_INPUT 第 2 行不能判断：{reason}"


def test_the_parameters_are_those_of_the_day_asked_for() -> None:
    assert answers(run("count", GOOD, "--on", "2009-07-01")) == [DECIDED]
    before_any = run("count", GOOD, "--on", "1999-12-31")
    assert before_any.exit_code == 2
    assert "1999-12-31" in before_any.stderr


def test_json_may_be_asked_for_though_there_is_nothing_else() -> None:
    assert answers(run("count", GOOD, "--json")) == [DECIDED]
    assert answers(run("gate", '{"complex": true, "present": 5}', "--json")) == [{"open": True, "code": None}]


@pytest.mark.parametrize("options", [[], ["no such file"], ["-", "-"], ["-", "--unknown"], ["-", "--on", "yesterday"]])
@pytest.mark.parametrize("command", commands, ids=lambda command: command.name)
def test_wrong_usage_ends_with_2(command: Any, options: list[str]) -> None:
    result = CliRunner().invoke(command, options)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "counts.jsonl"
    file.write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(commands[0], [str(file)])
    assert answers(result) == [DECIDED]


def test_the_commands_start_without_the_web() -> None:
    """A count needs no application, so none is loaded: the command answers at once."""
    script = (
        "import sys, panel.voting.cli; "
        "print([name for name in ('flask', 'sqlalchemy', 'wtforms', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
