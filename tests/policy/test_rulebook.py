"""The rulebook is whole, says the truth about the code, and every refusal has its words."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from panel.bootstrap import load_models
from panel.db import Base
from panel.guidance.clauses import KINDS, SCOPES, all_clauses, is_clause
from panel.guidance.evidence import Definition, cited, definitions, evidence, first_line, gather
from panel.guidance.parameters import all_parameters, list_parameters
from panel.guidance.printing import markdown
from panel.guidance.refusals import Entry, catalogue
from panel.guidance.rulebook import rulebook
from panel.kernel import errors

ROOT = Path(__file__).resolve().parents[2]
REFRESH = "run: .venv/bin/expert-panel rulebook --refresh"
DECIDING = ("is_", "may_", "must_", "reasons_against_", "needs_", "has_", "can_", "majority_")
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|ROLE|CSRF|STALE|METHOD|FAILURE")
NOT_YET = {"D-19", "D-21"}  # disposition; clocks of reporting
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ERRORS = {
    name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, errors.PanelError)
}


@cache
def sources() -> dict[str, ast.Module]:
    """Read every module of the product, once."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "panel").rglob("*.py"))
    }


def rule_functions() -> Iterator[tuple[str, Definition]]:
    """Give the public functions of every room's rules shelf."""
    for path, tree in sources().items():
        if re.fullmatch(r"panel/\w+/(rules|\w+_rules)\.py", path):
            for name, node in definitions(tree):
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "." not in name:
                    yield f"{path}:{name}", node


# The clauses


def test_every_clause_is_complete_and_known_by_kind_and_scope() -> None:
    for clause in all_clauses():
        assert clause.kind in KINDS, clause.id
        assert clause.scope in SCOPES, clause.id
        assert clause.path, clause.id
        assert CHINESE.search(clause.zh), clause.id
        assert clause.zh.endswith("。"), clause.id
        assert clause.en.endswith("."), clause.id
        assert not CHINESE.search(clause.en), clause.id


def test_no_two_clauses_share_an_id() -> None:
    ids = [clause.id for clause in all_clauses()]
    assert len(set(ids)) == len(ids)


def test_no_two_clauses_say_the_same() -> None:
    said = [clause.zh for clause in all_clauses()]
    assert len(set(said)) == len(said)


def test_a_constraint_that_a_clause_names_stands_in_a_table() -> None:
    load_models()
    constraints = {str(each.name) for table in Base.metadata.tables.values() for each in table.constraints}
    constraints |= {str(index.name) for table in Base.metadata.tables.values() for index in table.indexes}
    named = {name for clause in all_clauses() for name in clause.constraints}
    assert named <= constraints


def test_what_is_left_to_people_says_so_in_both_languages_and_is_not_enforced_besides() -> None:
    found = gather(ROOT)
    left = [row for row in rulebook(found) if row.clause.by_hand or row.clause.by_hand_en]
    assert left
    for row in left:
        assert row.clause.by_hand.endswith("。"), row.clause.id
        assert row.clause.by_hand_en.endswith("."), row.clause.id
        assert not CHINESE.search(row.clause.by_hand_en), row.clause.id
        assert not row.enforced_by, row.clause.id


def test_every_rule_of_the_centre_is_enforced_or_left_to_people_or_named_here() -> None:
    """What is not carried out yet is named, so that a rule that loses its last enforcer is noticed."""
    rows = [row for row in rulebook(gather(ROOT)) if row.clause.is_rule and row.clause.scope == "CENTRE"]
    open_ = {row.clause.id for row in rows if not row.enforced_by and not row.clause.by_hand}
    assert open_ == NOT_YET


# The evidence


def test_the_evidence_is_fresh() -> None:
    assert evidence() == gather(ROOT), REFRESH


def test_the_page_of_the_documentation_is_fresh() -> None:
    assert (ROOT / "docs/rulebook.md").read_text(encoding="utf-8") == markdown(rulebook()), REFRESH


def test_every_clause_that_code_or_a_test_cites_exists() -> None:
    found = gather(ROOT)
    assert [clause for clause in (*found.enforced_by, *found.tests) if not is_clause(clause)] == []


def test_every_rule_that_decides_cites_its_clause() -> None:
    deciding = [(where, node) for where, node in rule_functions() if node.name.startswith(DECIDING)]
    assert [where for where, node in deciding if not cited(node)] == []


def test_every_rule_begins_with_a_chinese_sentence() -> None:
    lines = [(where, first_line(node)) for where, node in rule_functions() if cited(node)]
    assert [where for where, line in lines if not (CHINESE.search(line) and line.endswith("。"))] == []


# The parameters


def test_every_parameter_rests_on_a_clause() -> None:
    assert [e.name for e in list_parameters(on=date(2026, 1, 1)) if not is_clause(e.basis)] == []


def test_every_parameter_that_code_asks_for_exists() -> None:
    asked = {
        (path, text) for path, call in calls() if name_of(call.func) == "parameter" for text in texts(call.args[:1])
    }
    assert [(path, name) for path, name in asked if name not in all_parameters()] == []


def test_every_parameter_is_asked_for_in_code() -> None:
    """A number that stands on the page and changes nothing would be a promise nobody keeps."""
    said = {text for tree in sources().values() for text in texts(ast.walk(tree))}
    assert [name for name in all_parameters() if name not in said] == []


# The refusals


def placeholders(text: str) -> set[str]:
    """Give the names of the placeholders of a sentence."""
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.code)
def test_a_refusal_is_whole_in_both_languages(entry: Entry) -> None:
    assert CODE.fullmatch(entry.code)
    assert CHINESE.search(entry.zh)
    assert entry.en
    assert not CHINESE.search(entry.en)
    assert bool(entry.todo_zh) == bool(entry.todo_en)
    assert placeholders(entry.zh) == placeholders(entry.en)
    assert placeholders(entry.todo_zh) == placeholders(entry.todo_en)
    assert entry.clause is None or is_clause(entry.clause)


def test_every_code_that_is_raised_has_its_words() -> None:
    raised = {(path, code) for path, call in calls() if name_of(call.func) in ERRORS for code in codes_of(path, call)}
    assert raised
    assert sorted((path, code) for path, code in raised if code not in catalogue()) == []


def test_every_code_that_a_rule_gives_has_its_words() -> None:
    given = {
        (where, text)
        for where, node in rule_functions()
        if node.name.startswith("reasons_against_")
        for text in texts(ast.walk(node))
        if CODE.fullmatch(text)
    }
    assert sorted((where, code) for where, code in given if code not in catalogue()) == []


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Give every call in the product."""
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, node


def codes_of(path: str, call: ast.Call) -> list[str]:
    """Give the codes an error may be raised with: a text, either side of a choice, or a module's constant."""
    first = call.args[:1]
    names = {node.id for arg in first for node in ast.walk(arg) if isinstance(node, ast.Name)}
    constants = [
        statement.value
        for statement in sources()[path].body
        if isinstance(statement, ast.Assign) and names & {name_of(target) for target in statement.targets}
    ]
    return [text for value in (*first, *constants) for text in texts(ast.walk(value)) if CODE.fullmatch(text)]


def texts(nodes: object) -> list[str]:
    """Give the texts among some nodes."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]  # type: ignore[attr-defined]


def name_of(node: ast.expr) -> str:
    """Give the last name of an expression, or nothing."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
