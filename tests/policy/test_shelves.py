"""The shelves inside a room: what may stand on which, where import-linter has no word for it.

A module's shelf is the last part of its name: `disagreement_rules` stands with `rules`. A view may name
a table's class for the type checker (`if TYPE_CHECKING:`), never use it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.tree import ROOT, imports_of, name_of, python_files

RULES_MAY_IMPORT = re.compile(
    r"panel\.(?:guidance|kernel)\b|panel\.\w+\.(?:\w+_)?(?:facts|rules)\b"
    r"|panel\.draw\b(?!\.(?:service|queries|models|cli))"  # the draw's arithmetic is pure, each module by its subject
)
FORBIDDEN_TO_RULES = {"flask", "flask_babel", "sqlalchemy", "wtforms", "random", "secrets", "time"}
NAMED_IN_FACTS = {"institutions", "roster"}  # rooms whose facts carry the words of their enumerations
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


def test_rules_and_facts_know_no_page_no_table_and_no_chance() -> None:
    """The contract of import-linter sees `rules` only; this one sees `number_rules` too."""
    found = [
        f"{name_of(path)}: {name}"
        for path in python_files("panel")
        if shelf_of(path) in {"rules", "facts"}
        for name in {imported.partition(".")[0] for imported in imports_of(path)} & FORBIDDEN_TO_RULES
        if not (name == "flask_babel" and shelf_of(path) == "facts" and room_of(path) in NAMED_IN_FACTS)
    ]
    assert not found


def test_tables_and_rules_never_meet() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path in python_files("panel")
        if shelf_of(path) == "models"
        for name in imports_of_ours(path)
        if re.search(r"\b(?:\w+_)?rules\b", name)
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
