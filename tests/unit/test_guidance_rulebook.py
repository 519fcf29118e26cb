"""The rulebook finds what enforces and shows a clause, and counts it honestly."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from panel.guidance.clauses import Clause, all_clauses, get_clause, is_clause
from panel.guidance.cli import rulebook_command, write_evidence
from panel.guidance.evidence import Evidence, gather
from panel.guidance.printing import markdown, share_lines, text_table
from panel.guidance.rulebook import Row, as_json, rulebook, select, share

RULES = '''
"""Rules."""
from panel.guidance import cites

@cites("2.4.2-g", "D-05")
def majority_needed(roll: int) -> int:
    """过半数以名册人数为基数。

    English.
    """
    return roll // 2 + 1

class Gate:
    """A gate."""

    @cites("2.4.2-d")
    def is_open(self) -> bool:
        """单数方可开始。"""
        return True

def helper() -> None:
    """Nothing."""
'''
TESTS = """
import pytest
pytestmark = pytest.mark.clause("2.4.2-h")

@pytest.mark.clause("2.4.2-g")
def test_half_is_not_a_majority(): ...

@pytest.mark.parametrize("roll", [3, pytest.param(5, marks=pytest.mark.clause("D-05"))])
def test_by_parameter(roll): ...

@pytest.mark.clause("2.4.2-d")
class TestGate:
    def test_even(self): ...
    def helper(self): ...
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Lay out a source tree with one room and one test file."""
    for name, text in {
        "panel/voting/__init__.py": "from panel.guidance import cites\n\n@cites('S-04')\ndef f(): ...\n",
        "panel/voting/rules.py": RULES,
        "tests/unit/test_voting.py": TESTS,
        "pyproject.toml": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def a_row(*enforced_by: str, scope: str = "CENTRE", kind: str = "hard", tests: tuple[str, ...] = ()) -> Row:
    return Row(Clause("2.4.2-g", "二(四)2", kind, scope, "过半数", "majority"), enforced_by, tests)


def test_functions_methods_and_packages_that_cite_are_found(tree: Path) -> None:
    found = gather(tree)
    assert found.enforced_by == {
        "2.4.2-d": ["panel.voting.rules.Gate.is_open"],
        "2.4.2-g": ["panel.voting.rules.majority_needed"],
        "D-05": ["panel.voting.rules.majority_needed"],
        "S-04": ["panel.voting.f"],
    }
    assert found.sentences["panel.voting.rules.majority_needed"] == "过半数以名册人数为基数。"


def test_marks_on_tests_parameters_classes_and_modules_are_found(tree: Path) -> None:
    file = "tests/unit/test_voting.py"
    tests = gather(tree).tests
    assert tests["2.4.2-g"] == [f"{file}::test_half_is_not_a_majority"]
    assert tests["D-05"] == [f"{file}::test_by_parameter"]
    assert tests["2.4.2-d"] == [f"{file}::TestGate::test_even"]
    assert len(tests["2.4.2-h"]) == 3


def test_refreshing_writes_the_evidence_and_the_page(tree: Path) -> None:
    (tree / "panel/guidance").mkdir()
    write_evidence(tree)
    assert json.loads((tree / "panel/guidance/evidence.json").read_text("utf-8"))["tests"]["D-05"]
    assert "`panel.voting.rules.majority_needed`" in (tree / "docs/rulebook.md").read_text("utf-8")


def test_without_a_source_tree_there_is_nothing_to_refresh_from(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError):
        write_evidence(tmp_path)


def test_a_constraint_enforces_as_a_function_does() -> None:
    clause = Clause("2.4.2-g", "二(四)2", "hard", "CENTRE", "过半数", "majority", constraints=("ck_voting_round_n",))
    found = Evidence({}, {}, {})
    row = next(row for row in rulebook(found) if row.clause.id == "2.4.2-g")
    assert not row.is_enforced
    assert Row(clause, clause.constraints, ()).is_enforced


def test_only_rules_of_the_scope_are_counted() -> None:
    rows = [
        a_row("panel.x.f", tests=("tests/a::b",)),
        a_row("panel.x.g"),
        a_row(),
        a_row("panel.x.h", scope="SUPPORT"),
        a_row("panel.x.i", kind="reading"),
        a_row("panel.x.j", kind="separation of duty"),
    ]
    counted = share(rows, "CENTRE")
    assert (counted.enforced, counted.tested, counted.total) == (2, 1, 3)


@pytest.mark.parametrize(("enforced", "total", "percent"), [(0, 3, 0), (2, 3, 66), (199, 200, 99), (3, 3, 100)])
def test_a_hundred_percent_means_all(enforced: int, total: int, percent: int) -> None:
    rows = [a_row("f") for _ in range(enforced)] + [a_row() for _ in range(total - enforced)]
    assert share(rows, "CENTRE").percent == percent


def test_an_empty_scope_is_no_division_by_zero() -> None:
    assert share([], "CENTRE").percent == 0


def test_what_is_left_to_people_is_not_counted_as_enforced() -> None:
    by_hand = Clause(
        "2.4.2-c", "二(四)2", "hard", "CENTRE", "会议", "meeting", by_hand="须由人主持", by_hand_en="A person chairs"
    )
    counted = share([Row(by_hand, (), ())], "CENTRE")
    assert (counted.enforced, counted.by_hand) == (0, 1)
    assert "另有 1 条只能由人办理" in share_lines([Row(by_hand, (), ())])[0]
    assert "由人办理：须由人主持" in markdown([Row(by_hand, (), ())])


def test_rows_are_chosen_by_chapter_scope_state_and_words() -> None:
    rows = rulebook(Evidence({"2.4.2-g": ["panel.voting.rules.majority_needed"]}, {}, {}))
    assert {row.clause.chapter for row in select(rows, chapter="D")} == {"D"}
    assert {row.clause.scope for row in select(rows, scope="CONTEXT")} == {"CONTEXT"}
    assert [row.clause.id for row in select(rows, state="enforced")] == ["2.4.2-g"]
    assert len(select(rows, state="open")) == len(rows) - 1
    assert [row.clause.id for row in select(rows, words="MAJORITY_NEEDED voting")] == ["2.4.2-g"]
    assert [row.clause.id for row in select(rows, words="R-2.4.2-f")] == ["2.4.2-f"]
    assert select(rows, words="没有这样的字") == ()


def test_the_json_has_every_rule_with_its_number_and_empty_lists_where_nothing_does_yet() -> None:
    printed = as_json(rulebook(Evidence({}, {}, {})))
    numbers = [rule["id"] for rule in printed["rules"]]
    assert len(numbers) == len(set(numbers)) == 190 + 22
    assert {"R-2.4.2-g", "R-3.4.0-f15", "D-05"} <= set(numbers)
    assert all(rule["enforced_by"] == rule["tests"] == [] for rule in printed["rules"])
    assert len(printed["readings"]) == 28
    assert len(printed["duties"]) == 15
    assert printed["share"]["CENTRE"] == {"enforced": 0, "tested": 0, "by_hand": 1, "total": 79, "percent": 0}
    assert printed["share"]["SUPPORT"]["total"] == 102


def test_the_command_prints_json_and_a_table() -> None:
    printed = json.loads(CliRunner().invoke(rulebook_command, ["--json"]).output)
    assert {"id", "scope", "enforced_by", "tests"} <= set(printed["rules"][0])
    table = CliRunner().invoke(rulebook_command, []).output
    assert "R-2.4.2-g" in table
    assert "核心规则（centre）：共 79 条" in table


def test_the_table_counts_what_does_not_fit_into_a_line() -> None:
    line = text_table([a_row("panel.a.f", "panel.a.g", "panel.a.h")]).splitlines()[0]
    assert "panel.a.f +2" in line


def test_a_clause_is_found_with_or_without_its_letter() -> None:
    assert get_clause("R-2.4.2-g") is get_clause("2.4.2-g")
    assert get_clause("2.4.2-g").number == "R-2.4.2-g"
    assert get_clause("D-05").number == "D-05"
    assert is_clause("A-09")
    assert not is_clause("9.9.9-z")
    assert get_clause("D-05").says("en").startswith("A majority")
    assert get_clause("D-05").says("zh").startswith("过半数")


def test_there_are_all_rules_derived_rules_readings_and_duties() -> None:
    kinds = [clause.kind for clause in all_clauses()]
    assert len(kinds) == 190 + 22 + 28 + 15
    assert [kinds.count(kind) for kind in ("derived", "reading", "separation of duty")] == [22, 28, 15]
