"""Every kind of event has words, and no words wait for an event that nobody records."""

import ast
import re

from panel.commissions.facts import PANEL_TRANSITIONS
from panel.proceedings.action_words import ACTIONS
from tests.support.tree import ROOT, name_of, python_files

ROOMS = sorted(path.name for path in (ROOT / "panel").iterdir() if path.is_dir())
ACTION = re.compile(rf"({'|'.join(ROOMS)})\.[a-z0-9_]+\.[a-z0-9_]+")
RECORDING = {"record", "_record", "note", "move"}
STEPS = {f"panel.{transition.event}" for transition in PANEL_TRANSITIONS.values()}


def named_actions() -> set[str]:
    """Find the names of events in the source; each is written out where it is recorded, so one grep finds it."""
    return {
        node.value
        for path in python_files("panel")
        if not name_of(path).endswith("words.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value)
    }


def test_no_name_of_an_event_is_put_together() -> None:
    started = re.compile(rf"({'|'.join(ROOMS)})\.([a-z0-9_]+\.)?")
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("panel")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDING
        for text in node.args
        if isinstance(text, ast.JoinedStr)
        and isinstance(text.values[0], ast.Constant)
        and started.fullmatch(str(text.values[0].value))
    ]
    assert found == []


def test_every_recorded_action_has_words() -> None:
    assert (named_actions() | STEPS) - set(ACTIONS) == set()


def test_every_action_with_words_is_recorded() -> None:
    assert set(ACTIONS) - named_actions() - STEPS == set()
