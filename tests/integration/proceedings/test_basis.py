"""The basis of the demo: complete, invented, and loaded through the use cases."""

import json
from importlib.resources import files

import pytest
from flask import Flask

from panel.accounts.passwords import is_password
from panel.accounts.queries import get_account
from panel.db import session as reading
from panel.kernel.actor import Role
from panel.proceedings.demo import DEMO_PASSWORD
from panel.proceedings.demo.basis import Basis, rows
from panel.proceedings.invariants import list_violations
from tests.support.visitor import Visitor

FILES = ("organisations", "accounts", "committees", "experts", "institutions", "enterprises")


def test_the_basis_holds_everybody_of_its_files(basis: Basis) -> None:
    assert len(basis.experts) == len(rows("experts")) == 60
    assert len(basis.institutions) == len(rows("institutions")) == 12
    assert len(basis.committees) == 4
    assert len(basis.orgs) == len(rows("organisations")) + len(rows("institutions"))
    in_office = [row for row in rows("experts") if row["state"] in {"appointed", "suspended"}]
    assert len(basis.accounts) == len(rows("accounts")) + len(in_office)


def test_every_role_can_sign_in_with_the_printed_password(basis: Basis, app: Flask, client: Visitor) -> None:
    del client
    roles = {actor.role for actor in basis.accounts.values()}
    assert roles == set(Role) - {Role.SYSTEM}
    with app.app_context():
        assert is_password(get_account(reading(), basis.account("u08")).password_hash, DEMO_PASSWORD)
    assert len(DEMO_PASSWORD) >= 12


def test_an_expert_signs_in_for_the_owner_of_the_committee(basis: Basis) -> None:
    assert basis.expert_actor("ZJ-0011") == basis.actor("e11")
    assert basis.expert_actor("ZJ-0011").org_id == basis.org_id("HQ")
    assert basis.actor("u33").org_id == basis.org_id("JG-0001")


def test_the_log_of_the_basis_is_whole(basis: Basis, app: Flask) -> None:
    del basis
    with app.app_context():
        assert list_violations(reading()) == []


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_that_its_people_and_firms_are_invented(name: str) -> None:
    text = files("panel.proceedings.demo").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    assert "虚构" in json.loads(text)["note"]
