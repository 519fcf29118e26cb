"""What no file of the project may hold, beyond what the linter already refuses."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.tree import ROOT, imports_of, name_of, own_files, python_files

MOST_LINES = 500
ONE_FILE = {ROOT / "panel" / "draw" / "verify_draw.py"}  # ships by itself: who checks a draw has this file alone
PICTURES = {".png"}
MADE_BY_ALEMBIC = ROOT / "panel" / "db" / "migrations" / "versions"
CODE = {".py", ".html", ".js", ".css", ".sh"}
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|X{3}|NotImplemente[d]Error)\b")
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.~-])/(?:[w]ork|[r]oot|[U]sers/\w+|[h]ome/\w+)/"
    r"|\b(?:[p]ypi\.org|files\.[p]ythonhosted|registry\.[n]pmjs|deb\.[d]ebian\.org)\b"
    r"|--(?:extra-)?[i]ndex-url"
)
JINJA = re.compile(r"\{[{%#].*?[}%#]\}")
INLINE = re.compile(r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)
FROM_OUTSIDE = re.compile(r"""<(?:script|img|link|iframe)[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def lines_with(pattern: re.Pattern[str], files: Iterable[Path]) -> Iterator[str]:
    """Give the lines in which a pattern is found, with file and number; in a template, outside its Jinja."""
    for path in (one for one in files if one.suffix not in PICTURES):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(JINJA.sub("", line) if path.suffix == ".html" else line):
                yield f"{name_of(path)}:{number}: {line.strip()[:120]}"


def templates() -> list[Path]:
    return [path for path in own_files() if path.suffix == ".html" and path.is_relative_to(ROOT / "templates")]


def test_chance_comes_from_the_operating_system_or_a_seed_and_never_from_random() -> None:
    users = [name_of(path) for path in python_files("panel") if "random" in imports_of(path)]
    assert not users


def test_nothing_is_left_unfinished() -> None:
    assert not list(lines_with(UNFINISHED, own_files()))


def test_no_file_names_a_place_that_only_one_machine_has() -> None:
    assert not list(lines_with(OF_ONE_MACHINE, own_files()))


def test_no_file_is_too_long_to_read() -> None:
    written = [path for path in own_files() if path.suffix in CODE and not path.is_relative_to(MADE_BY_ALEMBIC)]
    written = [path for path in written if path not in ONE_FILE]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in written}
    assert not {name_of(path): length for path, length in lengths.items() if length > MOST_LINES}


def test_templates_hold_no_style_and_no_script() -> None:
    assert not list(lines_with(INLINE, templates()))


def test_templates_load_nothing_from_outside() -> None:
    assert not list(lines_with(FROM_OUTSIDE, templates()))


def test_every_folder_of_code_is_a_package_so_that_it_is_shipped() -> None:
    folders = {path.parent for path in python_files("panel")}
    assert not [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]
