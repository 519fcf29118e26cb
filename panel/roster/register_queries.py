"""The roster as a workbook sees it: its texts by column, and what the rows of an import are compared with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgFacts
from panel.kernel.actor import Actor
from panel.roster import queries, rules
from panel.roster.career_queries import as_conflicts, interests_of
from panel.roster.cell_rules import cell_text, half_width, masked, written
from panel.roster.facts import DeclaredConflict, ExpertEntry, PersonalField
from panel.roster.import_facts import COLUMNS, Body, Column, Known, OpenCommittee, Register, SheetRow
from panel.roster.models import Expert
from panel.roster.personal import vault

AT_ONCE = 400
"""Values in one IN list."""

NOT_ON_THE_ROW = frozenset({"declared_conflicts", "phone", "identity"})
ON_THE_ROW = tuple(field.name for field in fields(ExpertEntry) if field.name not in NOT_ON_THE_ROW)


@dataclass(frozen=True, slots=True)
class Standing:
    """What tells whether a person may change an entry, and names for what an entry refers to."""

    org_id: int | None
    owners: frozenset[int]
    committees: Mapping[int, OpenCommittee]
    org_names: Mapping[int, str]

    def may_edit(self, expert: Expert) -> bool:
        """Tell whether the person's organisation keeps the expert's committee or recommended the expert."""
        committee = self.committees.get(expert.committee_id or expert.proposed_committee_id or 0)
        is_in_charge = committee is not None and committee.owner_id in self.owners
        return is_in_charge or (self.org_id is not None and expert.recommended_by_org_id == self.org_id)


def register_for(session: Session, rows: Sequence[SheetRow], *, actor: Actor, today: date) -> Register:
    """Gather what the rows of a file are judged against, and nothing of the roster beyond it."""
    orgs = {org.id: org.facts() for org in accounts.list_organisations(session)}
    bodies = {org.id: _body(org, orgs) for org in orgs.values() if rules.may_recommend(org.kind)}
    standing = standing_of(session, actor)
    known = [_known(expert, ties, standing) for expert, ties in _mentioned(session, rows)]
    return Register(
        today=today,
        by_code={one.code: one for one in known},
        by_person={(rules.bare_name(one.entry.name), rules.bare_name(one.entry.employer)): one for one in known},
        committees={half_width(word): one for one in standing.committees.values() for word in (one.name, one.code)},
        bodies={half_width(word): body for body in bodies.values() for word in (body.name, orgs[body.id].code)},
        own_body=bodies.get(actor.org_id or 0),
    )


def _body(org: OrgFacts, orgs: Mapping[int, OrgFacts]) -> Body:
    chain = [org]
    while (above := orgs.get(chain[-1].parent_id or 0)) is not None:
        chain.append(above)
    return Body(org.id, org.name, rules.committee_owners_open_to(tuple(chain)))


def standing_of(session: Session, actor: Actor) -> Standing:
    """Give what tells which entries a person may change."""
    committees = {
        one.id: OpenCommittee(one.id, one.code, one.name, one.owner_org_id, one.term_to)
        for one in queries.list_committees(session)
    }
    owners = queries.owners_served_by(session, actor) if actor.org_id else frozenset()
    return Standing(actor.org_id, owners, committees, accounts.organisation_names(session))


def _mentioned(session: Session, rows: Sequence[SheetRow]) -> Iterator[tuple[Expert, tuple[DeclaredConflict, ...]]]:
    """Give the experts whose code or name stands in a row."""
    codes = {half_width(cell_text(row.cells.get("code"))) for row in rows} - {""}
    names = {cell_text(row.cells.get("name")) for row in rows if not cell_text(row.cells.get("code"))} - {""}
    seen: set[int] = set()
    for column, values in ((Expert.code, sorted(codes)), (Expert.name, sorted(names))):
        for first in range(0, len(values), AT_ONCE):
            found = session.scalars(select(Expert).where(column.in_(values[first : first + AT_ONCE]))).all()
            fresh = [expert for expert in found if expert.id not in seen]
            seen |= {expert.id for expert in fresh}
            yield from _with_ties(session, fresh)


def _with_ties(session: Session, experts: Sequence[Expert]) -> Iterator[tuple[Expert, tuple[DeclaredConflict, ...]]]:
    ties = interests_of(session, [expert.id for expert in experts])
    for expert in experts:
        standing = [tie for tie in ties.get(expert.id, []) if tie.ended_on is None]
        yield expert, as_conflicts(standing)


def _known(expert: Expert, ties: tuple[DeclaredConflict, ...], standing: Standing) -> Known:
    entry = entry_in_full(expert, ties)
    return Known(expert.id, expert.code, entry, texts_of(expert, entry, standing), standing.may_edit(expert))


def entry_in_full(expert: Expert, ties: tuple[DeclaredConflict, ...]) -> ExpertEntry:
    """Give what the register says of a person with the telephone unsealed, for comparison and never to be shown."""
    values = {name: getattr(expert, name) for name in ON_THE_ROW}
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    sealed = expert.phone_sealed
    phone = vault().open(expert.code, PersonalField.PHONE, sealed) if sealed else ""
    return ExpertEntry(**plain, phone=phone, declared_conflicts=ties)


def texts_of(expert: Expert, entry: ExpertEntry, standing: Standing) -> dict[str, str]:
    """Give what a workbook says of a person, by column; telephone numbers never in full, addresses to few."""
    committee = standing.committees.get(expert.committee_id or expert.proposed_committee_id or 0)
    fixed = {
        "code": expert.code,
        "committee": committee.name if committee else "",
        "recommended_by": standing.org_names.get(expert.recommended_by_org_id, ""),
        "recommended_on": expert.recommended_on.isoformat(),
    }
    may_edit = standing.may_edit(expert)
    return fixed | {column.key: _text(column, entry, may_edit) for column in COLUMNS if not column.is_fixed}


def _text(column: Column, entry: ExpertEntry, may_edit: bool) -> str:
    text = written(column, getattr(entry, column.key))
    return text if column.key == "email" and may_edit else masked(column, text)


def export_rows(session: Session, actor: Actor) -> Iterator[dict[str, str]]:
    """Give the whole roster as a workbook says it to this person, by code."""
    standing = standing_of(session, actor)
    experts = session.scalars(select(Expert).order_by(Expert.code)).all()
    for first in range(0, len(experts), AT_ONCE):
        for expert, ties in _with_ties(session, experts[first : first + AT_ONCE]):
            yield texts_of(expert, entry_in_full(expert, ties), standing)


def words_to_choose(session: Session, actor: Actor, today: date) -> tuple[list[str], list[str]]:
    """Give the committees open to a person's body that are in term, and the bodies that recommend."""
    orgs = {org.id: org.facts() for org in accounts.list_organisations(session)}
    recommending = [org for org in orgs.values() if rules.may_recommend(org.kind)]
    own = orgs.get(actor.org_id or 0)
    open_to: Collection[int] | None = _body(own, orgs).open_owners if own else None
    committees = [one for one in queries.list_committees(session, owner_ids=open_to) if one.term_to >= today]
    return [one.name for one in committees], [org.name for org in recommending]


def lock_experts(session: Session, ids: Collection[int]) -> None:
    """Keep experts from being changed by anybody else until the end of this transaction."""
    ordered = sorted(ids)
    for first in range(0, len(ordered), AT_ONCE):
        part = ordered[first : first + AT_ONCE]
        session.execute(select(Expert.id).where(Expert.id.in_(part)).order_by(Expert.id).with_for_update())
