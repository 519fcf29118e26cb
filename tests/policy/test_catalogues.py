"""Both languages say everything: every message of the source has English, and nothing stale is kept."""

import re
import sys

from tests.support.tree import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import translations

PLACE = re.compile(r"%\(\w+\)s")


def test_every_message_of_the_source_has_english() -> None:
    assert list(translations.untranslated(translations.updated())) == []


def test_the_catalogue_holds_the_messages_of_the_source_and_no_other() -> None:
    assert translations.CATALOGUE.read_bytes() == translations.written(translations.updated())


def test_both_languages_fill_in_the_same_facts() -> None:
    wrong = [
        str(message.id)
        for message in translations.updated()
        if isinstance(message.id, str)
        and message.id
        and set(PLACE.findall(message.id)) != set(PLACE.findall(str(message.string)))
    ]
    assert not wrong
