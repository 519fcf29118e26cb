"""The commands `count` and `gate`: JSON lines in, one JSON line out for each, no application and no database.

A file is judged as a whole: the first line that does not add up refuses it by its number, and
nothing is printed. Blank lines are passed over but counted. A key that is not known is refused,
because a misspelt `ask_investigation` would quietly change a decision.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import BinaryIO

import click

from panel.commissions.facts import Method
from panel.guidance.refusals import sentence
from panel.kernel.clock import beijing_date, system_clock
from panel.kernel.errors import BadInputError
from panel.voting.facts import Outcome, Tally, Trigger
from panel.voting.rules import decide, gate, reasons_against_count
from panel.voting.thresholds import thresholds_on

LONGEST_SHOWN = 60
"""Characters of a wrong value that a refusal repeats."""

Line = Mapping[str, object]


def count_line(line: Line, day: date) -> str:
    """Count one line under the parameters of a day; BadInputError says what does not add up."""
    _has_fields(line, needed={"roll", "ballots"}, optional={"ask_investigation", "method", "ordinal"})
    return _counted(
        roll=_number("roll", line["roll"]),
        ballots=_ballots(line["ballots"]),
        asking=_number("ask_investigation", line.get("ask_investigation", 0)),
        method=_method(line.get("method", Method.SINGLE_MAJORITY)),
        ordinal=_flag("ordinal", line.get("ordinal", True)),
        day=day,
    )


def gate_line(line: Line, day: date) -> str:
    """Judge one attendance under the parameters of a day; BadInputError says what is wrong with the line."""
    _has_fields(line, needed={"complex", "present"}, optional={"waiver"})
    present = _number("present", line["present"])
    if present < 0:
        raise BadInputError("GATE_PRESENT", present=present)
    code = gate(
        is_complex=_flag("complex", line["complex"]),
        present=present,
        has_waiver=_flag("waiver", line.get("waiver", False)),
        thresholds=thresholds_on(day),
    )
    return json.dumps({"open": code is None, "code": code})


@lru_cache(maxsize=1 << 16)
def _counted(
    *,
    roll: int,
    ballots: tuple[tuple[str, int], ...],
    asking: int,
    method: Method,
    ordinal: bool,
    day: date,
) -> str:
    tally = Tally(roll, dict(ballots), asking)
    for reason in reasons_against_count(tally, method=method, ordinal=ordinal):
        raise BadInputError(reason.code, **reason.facts)
    decision = decide(tally, thresholds=thresholds_on(day), method=method, ordinal=ordinal)
    return _written(decision.state, decision.majority, decision.triggers)


@lru_cache(maxsize=1 << 10)
def _written(state: Outcome, majority: str | None, triggers: tuple[Trigger, ...]) -> str:
    return json.dumps({"state": state, "majority": majority, "triggers": triggers}, ensure_ascii=False)


def _has_fields(line: Line, *, needed: set[str], optional: set[str]) -> None:
    if missing := needed - line.keys():
        raise BadInputError("LINE_MISSING", key=min(missing))
    if unknown := line.keys() - needed - optional:
        raise BadInputError("LINE_UNKNOWN", key=min(unknown))


def _number(key: str, value: object) -> int:
    if type(value) is not int:  # to isinstance a bool is an int, but it is no number of people
        raise BadInputError("LINE_NUMBER", key=key)
    return value


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadInputError("LINE_FLAG", key=key)
    return value


def _method(value: object) -> Method:
    try:
        return Method(value)  # type: ignore[arg-type]  # whatever is not a method is refused right here
    except ValueError as error:
        raise BadInputError("COUNT_METHOD", method=value) from error


def _ballots(value: object) -> tuple[tuple[str, int], ...]:
    """Read the votes by option; an option with a blank at its ends or an invisible character is refused.

    Two options that look the same would split what people meant as one; a half of a surrogate pair, which a
    JSON escape can name, could not be printed again.
    """
    if not isinstance(value, dict):
        raise BadInputError("LINE_BALLOTS")
    for option, votes in value.items():
        _number(option, votes)
        if option != option.strip() or not option.isprintable():
            raise BadInputError("COUNT_OPTION", option=option)
    return tuple(sorted(value.items()))  # one order, so that equal splits are decided once


def _parsed(raw: bytes) -> Line:
    try:
        line = READER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInputError("LINE_UTF8") from error
    except (ValueError, RecursionError) as error:
        raise BadInputError("LINE_JSON") from error
    if not isinstance(line, dict):
        raise BadInputError("LINE_OBJECT")
    return line


def _fields(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its pairs; a name that stands twice is refused."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        [(twice, _times)] = Counter(name for name, _ in pairs).most_common(1)
        raise BadInputError("LINE_DUPLICATE", key=twice)
    return fields


READER = json.JSONDecoder(object_pairs_hook=_fields)


def _shown(value: object) -> object:
    """Shorten a fact so that a refusal stays one readable line."""
    if isinstance(value, int) and value.bit_length() > 4 * LONGEST_SHOWN:
        return "…"
    text = str(value)
    clean = "".join(character if character.isprintable() else "�" for character in text[: LONGEST_SHOWN + 1])
    return clean if len(clean) <= LONGEST_SHOWN else clean[:LONGEST_SHOWN] + "…"


def _numbered(data: bytes) -> Iterator[tuple[int, bytes]]:
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _judged(file: BinaryIO, judge: Callable[[Line, date], str], code: str, on: datetime | None) -> None:
    """Judge every line under the parameters of a day and print the answers; `code` refuses a line."""
    day = beijing_date(system_clock()) if on is None else on.date()
    try:
        thresholds_on(day)
    except KeyError as error:
        raise click.BadParameter(f"{day} 没有生效的研判参数。", param_hint="--on") from error
    answers = []
    for number, raw in _numbered(file.read()):
        try:
            answers.append(judge(_parsed(raw), day))
        except BadInputError as error:
            facts = {name: _shown(value) for name, value in error.facts.items()}
            raise BadInputError(code, line=number, reason=sentence(error.code, "zh", **facts).text) from error
    click.echo("".join(f"{answer}\n" for answer in answers).encode(), nl=False)  # bytes: UTF-8 in every locale


_file = click.argument("file", type=click.File("rb"))
_on = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="按该日生效的参数计算（默认今天）。"
)
# The answer is JSON in any case; the flag is taken because the other commands have it.
_json = click.option("--json", is_flag=True, expose_value=False, hidden=True)


@click.command(help="计票：逐行读入 JSON（FILE 或 -），逐行给出结果、多数意见和触发情形。")
@_file
@_on
@_json
def count(file: BinaryIO, on: datetime | None) -> None:
    """Count rounds given as JSON lines."""
    _judged(file, count_line, "COUNT_INPUT", on)


@click.command("gate", help="开轮条件：逐行读入 JSON（FILE 或 -），逐行给出能否开轮及不能开轮的代码。")
@_file
@_on
@_json
def gate_command(file: BinaryIO, on: datetime | None) -> None:
    """Judge attendances given as JSON lines."""
    _judged(file, gate_line, "GATE_INPUT", on)


commands = [count, gate_command]
