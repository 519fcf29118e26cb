"""Sealed personal data: opened in its own place only, never the same bytes twice, found by a keyed digest."""

import pytest

from panel.kernel.errors import PanelError
from panel.roster.facts import ExpertEntry, PersonalField
from panel.roster.personal import vault_of

VAULT = vault_of(bytes(range(32)))
NUMBER = "11010519491231002X"
IDENTITY, PHONE = PersonalField.IDENTITY, PersonalField.PHONE


def test_what_was_sealed_opens_again_and_differs_each_time() -> None:
    sealed = VAULT.seal("ZJ-0001", IDENTITY, NUMBER)
    assert VAULT.open("ZJ-0001", IDENTITY, sealed) == NUMBER
    assert NUMBER.encode() not in sealed
    assert sealed != VAULT.seal("ZJ-0001", IDENTITY, NUMBER)


@pytest.mark.parametrize("place", [("ZJ-0002", IDENTITY), ("ZJ-0001", PHONE)])
def test_a_value_moved_to_another_row_or_field_does_not_open(place: tuple[str, PersonalField]) -> None:
    sealed = VAULT.seal("ZJ-0001", IDENTITY, NUMBER)
    with pytest.raises(PanelError) as refused:
        VAULT.open(*place, sealed)
    assert refused.value.code == "PERSONAL_BROKEN"


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_changed_byte_does_not_open(place: int) -> None:
    sealed = bytearray(VAULT.seal("ZJ-0001", IDENTITY, NUMBER))
    sealed[place] ^= 1
    with pytest.raises(PanelError) as refused:
        VAULT.open("ZJ-0001", IDENTITY, bytes(sealed))
    assert refused.value.code == "PERSONAL_BROKEN"


@pytest.mark.parametrize("cut", [0, 1, 12, 20])
def test_a_cut_value_does_not_open(cut: int) -> None:
    with pytest.raises(PanelError):
        VAULT.open("ZJ-0001", IDENTITY, VAULT.seal("ZJ-0001", IDENTITY, NUMBER)[:cut])


def test_another_installation_opens_nothing_and_finds_nothing() -> None:
    other = vault_of(bytes(32))
    with pytest.raises(PanelError):
        other.open("ZJ-0001", IDENTITY, VAULT.seal("ZJ-0001", IDENTITY, NUMBER))
    assert other.index(IDENTITY, NUMBER) != VAULT.index(IDENTITY, NUMBER)


def test_the_digest_is_the_same_for_the_same_number_of_the_same_field() -> None:
    assert VAULT.index(IDENTITY, NUMBER) == VAULT.index(IDENTITY, NUMBER)
    assert VAULT.index(IDENTITY, NUMBER) != VAULT.index(PHONE, NUMBER)
    assert VAULT.sealing != VAULT.indexing


def test_a_printed_entry_holds_no_number() -> None:
    entry = ExpertEntry(
        name="新同志", gender="女", birth_year=1949, main_discipline="T01", second_discipline=None, title="教授",
        post="", employer="示范大学", employer_code=None, region="110000", email="a@example.org",
        phone="13912345678", identity=NUMBER,
    )  # fmt: skip
    assert "13912345678" not in repr(entry)
    assert NUMBER not in repr(entry)
