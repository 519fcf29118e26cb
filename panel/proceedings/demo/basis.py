"""What every demo and every test stands on: organisations, people, committees, experts, institutions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.accounts import service as accounts_service
from panel.accounts.passwords import hash_password
from panel.institutions import queries as institutions
from panel.institutions import service as institutions_service
from panel.institutions.facts import (
    Capability,
    Contact,
    Designation,
    InstitutionEntry,
    InstitutionState,
    Qualification,
)
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.tokens import new_key
from panel.proceedings.demo import DEMO_PASSWORD
from panel.roster import queries as roster
from panel.roster import service as roster_service
from panel.roster.facts import Appointment, DeclaredConflict, Employment, ExpertEntry, ExpertState, Standing

LOGIN = "{key}@example.org"


@dataclass(frozen=True, slots=True)
class Basis:
    """The loaded basis by the keys of its files: `u08`, `e11`, `B-430`, `ZJ-0011`, `JG-0001`, `C-SYS`, `QY-05`."""

    accounts: Mapping[str, Actor]
    orgs: Mapping[str, int]
    experts: Mapping[str, int]
    expert_keys: Mapping[str, str]
    institutions: Mapping[str, int]
    committees: Mapping[str, int]

    def actor(self, key: str) -> Actor:
        """Give the person of an account key, as the use cases see them."""
        return self.accounts[key]

    def account(self, key: str) -> int:
        """Give an account's number."""
        number = self.accounts[key].id
        if number is None:
            raise KeyError(key)
        return number

    def login(self, key: str) -> str:
        """Give an account's login."""
        return LOGIN.format(key=key)

    def org_id(self, code: str) -> int:
        """Give an organisation's number."""
        return self.orgs[code]

    def expert_id(self, code: str) -> int:
        """Give an expert's number."""
        return self.experts[code]

    def expert_actor(self, code: str) -> Actor:
        """Give the person of an expert's account; KeyError when the expert has none."""
        return self.accounts[self.expert_keys[code]]

    def institution_id(self, code: str) -> int:
        """Give an institution's number."""
        return self.institutions[code]

    def committee_id(self, code: str) -> int:
        """Give a committee's number."""
        return self.committees[code]

    def enterprise(self, key: str) -> Mapping[str, Any]:
        """Give an invented enterprise: name, country, region, unified_code, foreign_registration."""
        return next(one for one in rows("enterprises") if one["key"] == key)


@cache
def rows(name: str, file: str = "") -> tuple[Mapping[str, Any], ...]:
    """Give the rows of a name from the demo's data, from the file of that name unless another one is told."""
    path = files("panel.proceedings.demo").joinpath("data", f"{file or name}.json")
    text = path.read_text(encoding="utf-8")
    return tuple(json.loads(text)[name])


def load_basis(session: Session, *, clock: Clock) -> Basis:
    """Add the whole basis to an empty database, through the use cases, in the name of the system."""
    _add_organisations(session, clock)
    _add_institutions(session, clock)
    password_hash = hash_password(DEMO_PASSWORD)  # one password for all, and hashing is slow on purpose
    for row in rows("accounts"):
        _add_account(session, row["key"], row, clock, password_hash)
    _add_committees(session, clock)
    for row in rows("experts"):
        _add_expert(session, row, clock, password_hash)
    return read_basis(session)


def read_basis(session: Session) -> Basis:
    """Find the basis again in a database that it was loaded into."""
    people = {one.login.split("@")[0]: accounts_service.actor_of(one) for one in accounts.list_accounts(session)}
    return Basis(
        accounts=people,
        orgs={one.code: one.id for one in accounts.list_organisations(session)},
        experts={one.code: one.id for one in roster.list_all_experts(session)},
        expert_keys={row["code"]: row["account"] for row in rows("experts") if row["account"]},
        institutions={one.code: one.id for one in institutions.list_all_institutions(session)},
        committees={one.code: one.id for one in roster.list_committees(session)},
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _org_id(session: Session, code: str) -> int:
    return accounts.get_organisation_by_code(session, code).id


def _add_organisations(session: Session, clock: Clock) -> None:
    for row in rows("organisations"):
        accounts_service.add_organisation(session, **row, actor=SYSTEM, clock=clock)


def _add_account(session: Session, key: str, row: Mapping[str, Any], clock: Clock, password_hash: str) -> int:
    return accounts_service.add_account(
        session, login=LOGIN.format(key=key), name=row["name"], role=Role(row["role"]),
        org_id=_org_id(session, row["organisation"]), password=DEMO_PASSWORD, attributes=row["attributes"],
        post=row["post"], phone=row["phone"], password_hash=password_hash, actor=SYSTEM, clock=clock,
    )  # fmt: skip


def _add_committees(session: Session, clock: Clock) -> None:
    for row in rows("committees"):
        roster_service.add_committee(
            session, code=row["code"], name=row["name"], owner_org_id=_org_id(session, row["owner"]),
            term_from=date.fromisoformat(row["term_from"]), term_to=date.fromisoformat(row["term_to"]),
            document_no=row["document_no"], form_key=new_key(), actor=SYSTEM, clock=clock,
        )  # fmt: skip


def _add_expert(session: Session, row: Mapping[str, Any], clock: Clock, password_hash: str) -> None:
    """Add an expert; whoever is in office gets an account with the owner of the committee."""
    account_id = None
    if row["account"]:
        person = {
            "name": row["name"], "role": Role.EXPERT, "organisation": _owner_of(row["committee"]), "attributes": [],
            "post": row["post"], "phone": "",
        }  # fmt: skip
        account_id = _add_account(session, row["account"], person, clock, password_hash)
    number = roster_service.carry_over_expert(
        session, _expert_entry(row), _standing(session, row), code=row["code"], account_id=account_id, actor=SYSTEM,
        clock=clock,
    )  # fmt: skip
    for post in row.get("employments", []):
        span = _day(post["from_on"]), _day(post["to_on"])
        told = Employment(number, post["employer"], None, post["post"], False, *span)
        roster_service.declare_employment(session, number, told, form_key=new_key(), actor=SYSTEM, clock=clock)


def _owner_of(committee: str) -> str:
    return str(next(row["owner"] for row in rows("committees") if row["code"] == committee))


def _expert_entry(row: Mapping[str, Any]) -> ExpertEntry:
    return ExpertEntry(
        name=row["name"], gender=row["gender"], birth_year=row["birth_year"],
        main_discipline=row["main_discipline"], second_discipline=row["second_discipline"], title=row["title"],
        post=row["post"], employer=row["employer"], employer_code=row["employer_code"], region=row["region"],
        email=row["email"], phone=row["phone"], other_committees=tuple(row["other_committees"]),
        declared_conflicts=tuple(DeclaredConflict(**tie) for tie in row["declared_conflicts"]),
        workload_limit=row["workload_limit"], identity=row.get("identity", ""),
    )  # fmt: skip


def _standing(session: Session, row: Mapping[str, Any]) -> Standing:
    appointment = None
    if row["committee"] and (committee := roster.find_committee_by_code(session, row["committee"])):
        appointment = Appointment(
            committee.id, row["appointment_no"], date.fromisoformat(row["term_from"]),
            date.fromisoformat(row["term_to"]),
        )  # fmt: skip
    return Standing(
        state=ExpertState(row["state"]), reason=row["state_reason"], suspended_until=_day(row["suspended_until"]),
        recommended_by_org_id=_org_id(session, row["recommended_by"]),
        recommended_on=date.fromisoformat(row["recommended_on"]), appointment=appointment,
        earlier_panels=row["earlier_panels"],
    )  # fmt: skip


def _add_institutions(session: Session, clock: Clock) -> None:
    for row in rows("institutions"):
        designation = None
        if row["designation_no"]:
            designation = Designation(
                _org_id(session, row["recommended_by"]), row["designation_no"],
                date.fromisoformat(row["designated_until"]),
            )  # fmt: skip
        institutions_service.carry_over_institution(
            session, _institution_entry(row), code=row["code"],
            managed_by_org_id=_org_id(session, row["managed_by"]), state=InstitutionState(row["state"]),
            designation=designation, actor=SYSTEM, clock=clock,
        )  # fmt: skip


def _institution_entry(row: Mapping[str, Any]) -> InstitutionEntry:
    held = Qualification(
        row["cma_no"], row["cnas_no"], row["other_qualification"], _day(row["qualified_from"]),
        _day(row["qualified_until"]),
    )  # fmt: skip
    return InstitutionEntry(
        name=row["name"],
        unified_code=row["unified_code"],
        region=row["region"],
        qualification=held,
        contact=Contact(**row["contact"]),
        capabilities=tuple(Capability(**line) for line in row["capabilities"]),
    )
