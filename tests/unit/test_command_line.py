"""The door `expert-panel`: every command is found, a pure one starts at once, and what is wrong is one line."""

import resource
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import panel
from panel import __main__ as door
from panel.kernel.errors import RuleViolatedError

CPU_SECONDS = 0.4
LINE = '{"roll": 3, "ballots": {"2": 3}}\n'
HEAVY = {"flask", "sqlalchemy", "wtforms", "jinja2", "docx", "scipy", "argon2"}


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "panel", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=120)


def test_every_command_of_every_room_is_offered() -> None:
    rooms = [path.parent.name for path in Path(panel.__path__[0]).glob("*/cli.py")]
    offered = {command.name: room for room in rooms for command in import_module(f"panel.{room}.cli").commands}
    assert offered == door.COMMANDS
    assert set(rooms) >= door.PURE
    assert all(find_spec(f"panel.{room}.cli") for room in door.COMMANDS.values())


def test_the_help_names_every_command() -> None:
    shown = CliRunner().invoke(door.Group(name="expert-panel"), ["--help"])
    assert shown.exit_code == 0
    assert all(f"  {name} " in shown.stdout for name in door.COMMANDS)


@pytest.mark.parametrize("name", ["count", "gate"])
def test_a_pure_command_starts_at_once(name: str) -> None:
    """The best of three counts: another process on the machine may get in the way of one."""
    text = LINE if name == "count" else '{"complex": false, "present": 3}\n'
    spent = []
    for _number in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run(name, "-", text=text).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < CPU_SECONDS


@pytest.mark.parametrize("room", sorted(door.PURE))
def test_a_pure_room_brings_in_neither_application_nor_database(room: str) -> None:
    ask = f"import sys, panel.__main__, panel.{room}.cli; print(*(m for m in {sorted(HEAVY)} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_command_that_does_not_exist_ends_with_2() -> None:
    done = run("nonsense")
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refusal_is_one_line_with_its_code_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("refuse")
    def refuse() -> None:
        raise RuleViolatedError("SIGNATURES_OPEN", missing=2)

    monkeypatch.setattr(door.Group, "get_command", lambda _self, _context, _name: refuse)
    done = CliRunner().invoke(door.Group(name="expert-panel"), ["refuse"])
    assert done.exit_code == 1
    assert done.stderr == "SIGNATURES_OPEN 还有 2 位成员未签署，签署期限未到，不能签发。\n"


def test_a_setting_that_does_not_fit_is_one_line_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERT_PANEL_PORT", "eight")
    done = CliRunner().invoke(door.Group(name="expert-panel"), ["check"])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: EXPERT_PANEL_PORT: ")
    assert len(done.stderr.splitlines()) == 1
