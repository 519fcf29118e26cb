"""The shelves inside a room: what may stand on which, where import-linter has no word for it.

A module's shelf is the last part of its name: `disagreement_rules` stands with `rules`. A view may name
a table's class for the type checker (`if TYPE_CHECKING:`), never use it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.tree import ROOT, imports_of, name_of, python_files

RULES_MAY_IMPORT = re.compile(r"panel\.(?:guidance|kernel)\b|panel\.\w+\.(?:\w+_)?(?:facts|rules)\b")
MAY_TOUCH_TABLES = {"service", "queries", "models", "cli", "jobs"}
WITH_REASON = {
    "panel/accounts/sign_in.py": "wraps the account for Flask-Login, which asks for it on every request",
}


def shelf_of(path: Path) -> str:
    """Give the shelf a module stands on; a module in a folder stands where the folder does."""
    inside = path.relative_to(ROOT / "panel").parts
    return (inside[1] if len(inside) > 1 else inside[0]).removesuffix(".py").rpartition("_")[2]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "panel").parts[0]


def imports_of_ours(path: Path) -> Iterator[str]:
    return (name for name in imports_of(path) if name.startswith("panel."))


def test_rules_import_only_facts_guidance_and_the_kernel() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path in python_files("panel")
        if shelf_of(path) in {"rules", "facts"}
        for name in imports_of_ours(path)
        if not RULES_MAY_IMPORT.match(name)
    ]
    assert not found


def test_only_a_rooms_own_service_and_queries_touch_its_tables() -> None:
    found = []
    for path in python_files("panel"):
        for name in imports_of_ours(path):
            _panel, room, shelf, *_ = [*name.split("."), "", ""]
            if shelf.rpartition("_")[2] != "models" or name_of(path) in WITH_REASON:
                continue
            if room != room_of(path) or shelf_of(path) not in MAY_TOUCH_TABLES:
                found.append(f"{name_of(path)}: {name}")
    assert not found


def test_every_exception_still_is_one() -> None:
    for name in WITH_REASON:
        assert any(imported.endswith(".models") for imported in imports_of(ROOT / name))
