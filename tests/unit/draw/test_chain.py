"""The chain of links: each follows the one before, and a deposit belongs to one panel and one party."""

from itertools import pairwise

import pytest
from nacl.secret import SecretBox

from panel.draw import chain, rules
from panel.draw.verify_draw import CHAIN_LENGTH, link_before
from panel.kernel.errors import PanelError

SECRET = b"\x07" * 32
BOX = SecretBox(b"\x09" * 32)


@pytest.mark.clause("D-02")
def test_every_link_hashes_to_the_one_before_down_to_the_published_tip() -> None:
    links = [chain.link_at(SECRET, event) for event in range(CHAIN_LENGTH + 1)]
    assert links[-1] == SECRET
    assert all(chain.follows(link, before) for before, link in pairwise(links))
    assert len(set(links)) == len(links)


@pytest.mark.clause("D-02")
def test_a_tip_made_from_the_other_partys_is_known_for_it() -> None:
    tip = chain.link_at(SECRET, 0)
    other = chain.link_at(b"\x08" * 32, 0)
    assert not chain.is_behind(tip, other)
    assert chain.is_behind(tip, tip)
    assert chain.is_behind(link_before(tip), tip)
    assert chain.is_behind(tip, link_before(link_before(tip)))


@pytest.mark.parametrize("event", [-1, CHAIN_LENGTH + 1])
def test_a_chain_has_an_end(event: int) -> None:
    with pytest.raises(PanelError) as found:
        chain.link_at(SECRET, event)
    assert found.value.code == "CHAIN_ENDED"


@pytest.mark.clause("D-02")
def test_a_link_is_taken_only_if_it_follows_what_is_public() -> None:
    tip, link = chain.link_at(SECRET, 0).hex(), chain.link_at(SECRET, 1).hex()
    assert rules.reason_against_link(f" {link} ", tip) is None
    assert rules.reason_against_link(chain.link_at(SECRET, 2).hex(), tip) == "LINK_MISMATCH"
    assert rules.reason_against_link("我忘了", tip) == "LINK_FORM"
    assert rules.reason_against_link("abcd", tip) == "LINK_FORM"


def test_a_deposit_opens_for_its_own_panel_and_party_only() -> None:
    sealed = chain.deposit(BOX, SECRET, 12, "witness")
    assert SECRET not in sealed
    assert chain.open_deposit(BOX, sealed, 12, "witness") == SECRET
    for panel_id, party, box in ((12, "organiser", BOX), (1, "witness", BOX), (12, "witness", SecretBox(b"\x08" * 32))):
        with pytest.raises(PanelError) as found:
            chain.open_deposit(box, sealed, panel_id, party)
        assert found.value.code == "DEPOSIT_BROKEN"
