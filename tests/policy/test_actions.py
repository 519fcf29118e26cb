"""Every kind of event has words, so that a timeline is read by people."""

import ast

from panel.commissions.facts import PANEL_TRANSITIONS
from panel.proceedings.action_words import ACTIONS
from tests.support.tree import ROOT, python_files

CODE_PARTS = 3


def recorded_actions() -> set[str]:
    """Find the literal names of events in the source: `room.noun.verb` as an argument of a call."""
    rooms = {path.name for path in (ROOT / "panel").iterdir() if path.is_dir()}
    found = set()
    for path in python_files("panel"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record":
                found |= {
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
    return {name for name in found if name.split(".")[0] in rooms and len(name.split(".")) == CODE_PARTS}


def test_every_recorded_action_has_words() -> None:
    steps = {f"panel.{transition.event}" for transition in PANEL_TRANSITIONS.values()}
    assert (recorded_actions() | steps) - set(ACTIONS) == set()
