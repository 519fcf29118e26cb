"""Keep the English catalogue in step with the Chinese messages in the source.

    python scripts/translations.py            gather the messages, keep what is translated, name what is not
    python scripts/translations.py --check    change nothing; fail when a message has no English

A message that left the source leaves the catalogue. The catalogue is read as it stands: nothing is compiled.
"""

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "panel" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
SOURCES = (("panel", "python", "**.py"), ("templates", "jinja2", "**.html"))


def gather() -> Catalog:
    """Collect every message of the source with the files it stands in."""
    found = Catalog(charset="utf-8")
    for folder, method, pattern in SOURCES:
        options = {pattern: {"trimmed": "true", "silent": "false"}}
        for name, _line, message, comments, context in extract_from_dir(
            ROOT / folder, [(pattern, method)], options, KEYWORDS, comment_tags=("NOTE:",)
        ):
            found.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return found


def updated() -> Catalog:
    """Give the catalogue with the messages of the source and the translations there are; nothing is guessed."""
    catalogue = Catalog(locale="en", project="expert-panel", charset="utf-8")
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as source:
            catalogue = read_po(source, locale="en")
    catalogue.update(gather(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Give the messages that have no English."""
    for message in catalogue:
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(words):
            yield str(message.id)


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue so that two people's work on it merges: sorted, without line numbers and dates."""
    file = io.BytesIO()
    write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=True)
    return file.getvalue()


def main() -> int:
    """Update or check the catalogue and name what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    catalogue = updated()
    missing = list(untranslated(catalogue))
    if not is_check:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(written(catalogue))
    for message in missing:
        sys.stdout.write(f"{message}\n")
    sys.stderr.write(f"{len(catalogue)} messages, {len(missing)} without English\n")
    return 1 if is_check and missing else 0


if __name__ == "__main__":
    sys.exit(main())
