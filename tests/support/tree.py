"""The project's own files, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("panel", "templates", "static", "tests", "benchmarks", "docs", "scripts", ".ci")
MADE_ELSEWHERE = ("static/vendor",)
WORDS = {".py", ".html", ".js", ".css", ".toml", ".md", ".sh", ".svg", ".po", ".json", ".txt", ""}


@cache
def own_files() -> tuple[Path, ...]:
    """Give every file of words in the project that was written here."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for place in PLACES:
        found += [path for path in (ROOT / place).rglob("*") if path.is_file()]
    return tuple(sorted(path for path in found if path.suffix in WORDS and not _is_made_elsewhere(path)))


def python_files(place: str) -> Iterator[Path]:
    """Give the Python files under a folder of the project."""
    return (path for path in own_files() if path.suffix == ".py" and path.is_relative_to(ROOT / place))


def name_of(path: Path) -> str:
    """Give a file's path inside the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Give a Python file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Give the modules a file imports, each as its full name and, for `from a import b`, also as `a.b`.

    What only the type checker imports is left out.
    """
    found: set[str] = set()
    for node in _running_nodes(parsed(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _running_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from _running_nodes(node)


def _is_made_elsewhere(path: Path) -> bool:
    name = name_of(path)
    return name.startswith(MADE_ELSEWHERE) or "__pycache__" in path.parts
