"""What enforces a clause and what shows it, read from the source without running it.

An installed product has no tests beside it, so the answer is kept in `evidence.json`;
`expert-panel rulebook --refresh` writes it in a source tree and a test says when it is old.
"""

import ast
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Evidence:
    """The enforcers and tests of each clause, and what each enforcer says of itself.

    `enforced_by` and `tests` lead from a clause's id to names; `sentences` from a name such as
    `panel.voting.rules.majority_needed` to the first line of its docstring.
    """

    enforced_by: dict[str, list[str]]
    tests: dict[str, list[str]]
    sentences: dict[str, str]

    def as_json(self) -> str:
        """Write the evidence as the text of `evidence.json`."""
        fields = {"enforced_by": self.enforced_by, "sentences": self.sentences, "tests": self.tests}
        return json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@cache
def evidence() -> Evidence:
    """Give the evidence as it was last gathered."""
    fields: dict[str, Any] = json.loads(files("panel.guidance").joinpath("evidence.json").read_text(encoding="utf-8"))
    return Evidence(**fields)


def gather(root: Path) -> Evidence:
    """Read a source tree: `@cites(...)` under `panel/`, `@pytest.mark.clause(...)` under `tests/`."""
    enforced_by: dict[str, set[str]] = defaultdict(set)
    sentences: dict[str, str] = {}
    for path in sorted((root / "panel").rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for qualified, node in definitions(ast.parse(path.read_text(encoding="utf-8"))):
            for clause in cited(node):
                enforced_by[clause].add(f"{module}.{qualified}")
                sentences[f"{module}.{qualified}"] = first_line(node)
    return Evidence(_sorted(enforced_by), _sorted(gather_tests(root)), sentences)


def gather_tests(root: Path) -> dict[str, set[str]]:
    """Find the tests that carry the clause mark, each as `tests/unit/test_x.py::test_name`."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((root / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node_id, marks in marked_tests(tree):
            for clause in marks:
                found[clause].add(f"{path.relative_to(root).as_posix()}::{node_id}")
    return found


def definitions(tree: ast.Module | ast.ClassDef, inside: str = "") -> Iterator[tuple[str, Definition]]:
    """Give the functions and classes of a module or class, methods included, with their qualified names."""
    for node in tree.body:
        if isinstance(node, Definition):
            yield inside + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from definitions(node, f"{inside}{node.name}.")


def cited(node: Definition) -> list[str]:
    """Give the clauses that a definition cites."""
    return [
        clause
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and _last_name(decorator.func) == "cites"
        for clause in _texts(decorator)
    ]


def marked_tests(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Give the tests of a module with the clauses they are marked with, by themselves, their class or the module."""
    above = {"": _body_marks(tree)}
    for qualified, node in definitions(tree):
        own = [clause for decorator in node.decorator_list for clause in _marks(decorator)]
        inherited = above.get(qualified.rpartition(".")[0], [])
        if isinstance(node, ast.ClassDef):
            above[qualified] = own + _body_marks(node) + inherited
        elif node.name.startswith("test_"):
            yield qualified.replace(".", "::"), own + inherited


def first_line(node: Definition) -> str:
    """Give the first line of a definition's docstring."""
    return (ast.get_docstring(node) or "").split("\n", 1)[0]


def _body_marks(tree: ast.Module | ast.ClassDef) -> list[str]:
    return [clause for statement in tree.body if _is_pytestmark(statement) for clause in _marks(statement)]


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )


def _marks(tree: ast.AST) -> list[str]:
    """Clause marks anywhere inside: plain, in a list, or as `marks=` of one parameter set."""
    return [
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "clause"
        for text in _texts(node)
    ]


def _texts(call: ast.Call) -> list[str]:
    return [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _sorted(found: dict[str, set[str]]) -> dict[str, list[str]]:
    return {clause: sorted(names) for clause, names in sorted(found.items())}
