"""Reading the parties of a matter, companies' names and groups, screenings, findings, and experts' ties."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, SQLColumnExpression, exists, func, select
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.guidance import parameter
from panel.institutions import order_queries as orders
from panel.institutions import queries as institutions
from panel.kernel.clock import beijing_date
from panel.kernel.errors import NotFoundError
from panel.matters import queries as matters
from panel.recusal import body_queries as bodies
from panel.recusal import rules
from panel.recusal.facts import (
    SCREENED,
    Background,
    FindingState,
    Hit,
    Known,
    Member,
    Origin,
    Party,
    PartyKind,
    Source,
    Synonym,
    Tie,
)
from panel.recusal.match_rules import Links, PartyIndex, party_key
from panel.recusal.models import EnteredParty, Finding, Screening
from panel.roster import background_queries as backgrounds
from panel.roster.facts import Employment, Interest

FIRST_WORDS = re.compile(r"[,，;；、\s:：]")
NAMED_AT_MOST = 500
SCREENED_VALUES = [source.value for source in SCREENED]


# The parties of a matter


def list_parties(session: Session, matter_id: int) -> list[Party]:
    """Give everybody an expert may have nothing to do with: from the record, who reported, who tests, entered."""
    matter = matters.get_matter(session, matter_id)
    named = [Party(PartyKind(one.role), one.name, one.unified_code) for one in matters.parties_of(session, matter_id)]
    told = [Party(kind, name, "", Origin.REPORT) for kind, name in _reporters(session, matter)]
    entered = [_entered(row) for row in list_entered(session, matter_id) if row.ended_at is None]
    found: dict[str, Party] = {}
    for party in (*named, *told, *_laboratories(session, matter_id), *entered):
        found.setdefault(party_key(party), party)
    return list(found.values())


def _reporters(session: Session, matter: Any) -> list[tuple[PartyKind, str]]:
    """Give who reported the matter: the bodies of the notice, and whom the fields of its source name."""
    names = accounts.organisation_names(session)
    bodies = dict.fromkeys((matter.notifying_org_id, matter.received_org_id))
    told = [(PartyKind.REPORTING_UNIT, names[body]) for body in bodies]
    fields = {"domestic_notifier": PartyKind.REPORTING_UNIT, "complainant": PartyKind.COMPLAINANT}
    for code, kind in fields.items():
        if name := FIRST_WORDS.split((matter.source_fields or {}).get(code, "").strip())[0]:
            told.append((kind, name))
    return told


def _laboratories(session: Session, matter_id: int) -> list[Party]:
    """Give the institutions that test, or have tested, for a matter."""
    asked = {order.institution_id for order in orders.list_orders(session, matter_id=matter_id)}
    bodies = institutions.institution_facts(session, asked) if asked else []
    return [Party(PartyKind.LAB, body.name, body.unified_code, Origin.ORDER) for body in bodies]


def _entered(row: EnteredParty) -> Party:
    return Party(PartyKind(row.kind), row.name, row.unified_code, Origin.ENTERED, row.id, row.note)


def list_entered(session: Session, matter_id: int) -> Sequence[EnteredParty]:
    """Give the parties that people entered, those taken out too."""
    return session.scalars(
        select(EnteredParty).where(EnteredParty.matter_id == matter_id).order_by(EnteredParty.id)
    ).all()


def find_party_by_form(session: Session, form_key: str) -> EnteredParty | None:
    """Give the party that a form has entered already, or None."""
    return session.scalar(select(EnteredParty).where(EnteredParty.form_key == form_key))


def lock_party(session: Session, matter_id: int, party_id: int) -> EnteredParty:
    """Give an entered party of a matter for a decision."""
    found = session.get(EnteredParty, party_id, with_for_update=True, populate_existing=True)
    if found is None or found.matter_id != matter_id:
        raise NotFoundError("NOT_FOUND")
    return found


# Names and groups of companies


def links(session: Session) -> Links:
    """Give which names mean one body and which bodies belong together."""
    synonyms = [
        Synonym(row.name, row.other, row.unified_code) for row in bodies.list_synonyms(session, is_standing=True)
    ]
    members = [
        Member(row.group_id, row.name, row.unified_code) for row in bodies.list_group_members(session, is_standing=True)
    ]
    return Links(synonyms, members)


# Experts' ties


def list_backgrounds(session: Session, ids: Collection[int] | None) -> list[Background]:
    """Give experts with everything known of their ties: those named, or all.

    Many are picked from all: a statement takes only so many numbers.
    """
    named = ids if ids is None or len(ids) <= NAMED_AT_MOST else None
    wanted = None if ids is None else frozenset(ids)
    posts, interests = backgrounds.employments_of(session, named), backgrounds.interests_of(session, named)
    return [
        Background(
            one.id, one.code, one.name,
            (
                Tie(Source.EMPLOYER, one.employer, one.employer_code or "", detail=one.post),
                *(_post(post) for post in posts.get(one.id, ())),
                *(_interest(tie) for tie in interests.get(one.id, ())),
                *(Tie(Source.COMMITTEE, name) for name in one.other_committees),
            ),
        )
        for one in backgrounds.list_people(session, named)
        if wanted is None or one.id in wanted
    ]  # fmt: skip


def _post(post: Employment) -> Tie:
    source = Source.EMPLOYER if post.to_on is None else Source.HISTORY
    return Tie(source, post.employer, post.unified_code or "", "", post.post, post.from_on, post.to_on)


def _interest(tie: Interest) -> Tie:
    code = tie.unified_code or ""
    return Tie(Source.INTEREST, tie.body, code, tie.kind, tie.detail, tie.declared_on, tie.ended_on)


# Screening


def window_of(session: Session, matter_id: int, now: datetime) -> tuple[date, date]:
    """Give the day the window of a matter is reckoned from, and its first day."""
    case_on = matters.get_matter(session, matter_id).discovered_on
    return case_on, rules.window_start(case_on, parameter("conflict_lookback_months", on=beijing_date(now)))


def find_hits(session: Session, parties: Sequence[Party], ids: Collection[int] | None, since: date) -> list[Hit]:
    """Screen experts against parties without writing anything."""
    return rules.screen(list_backgrounds(session, ids), PartyIndex(parties, links(session)), since)


def find_latest_screening(session: Session, panel_id: int) -> Screening | None:
    """Give the last screening for a panel, or None."""
    chosen = select(Screening).where(Screening.panel_id == panel_id).order_by(Screening.id.desc())
    return session.scalar(chosen.limit(1))


# Findings


def list_findings(session: Session, panel_id: int) -> Sequence[Finding]:
    """Give the findings of a panel in the order they were found."""
    return session.scalars(select(Finding).where(Finding.panel_id == panel_id).order_by(Finding.id)).all()


def lock_findings(session: Session, panel_id: int, ids: Collection[int]) -> list[Finding]:
    """Give findings of a panel for a decision; one that is not the panel's is not found."""
    chosen = select(Finding).where(Finding.panel_id == panel_id, Finding.id.in_(ids)).order_by(Finding.id)
    found = list(session.scalars(chosen.with_for_update().execution_options(populate_existing=True)))
    if len(found) < len(set(ids)):
        raise NotFoundError("NOT_FOUND")
    return found


def find_finding_by_form(session: Session, form_key: str) -> Finding | None:
    """Give the finding that a form has entered already, or None."""
    return session.scalar(select(Finding).where(Finding.form_key == form_key))


def known_findings(session: Session, panel_id: int) -> list[Known]:
    """Give a panel's findings as the rules see them."""
    return [row.facts() for row in list_findings(session, panel_id)]


def confirmed_grounds(session: Session, panel_id: int) -> dict[int, str]:
    """Give the experts who are to be recused, each with grounds and parties in words for the record of a draw."""
    told: dict[int, list[str]] = {}
    for row in list_findings(session, panel_id):
        if row.state == FindingState.CONFIRMED:
            told.setdefault(row.expert_id, []).append(f"{row.ground} {row.party_name}".strip())
    return {expert_id: "；".join(dict.fromkeys(lines)) for expert_id, lines in told.items()}


def _unresolved(panel_id: int | SQLColumnExpression[int]) -> list[ColumnElement[bool]]:
    return [
        Finding.panel_id == panel_id, Finding.state == FindingState.POTENTIAL,
        Finding.source.in_([*SCREENED_VALUES, Source.ENTERED]),
    ]  # fmt: skip


def count_unresolved(panel_id: int, experts: Select[int]) -> ScalarSelect[int]:
    """Count, as a part of another statement, the undecided hits about experts that a query names."""
    counted = select(func.count(Finding.id)).where(*_unresolved(panel_id), Finding.expert_id.in_(experts))
    return counted.scalar_subquery()


def has_unresolved(panel_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Ask, as a condition on a query over panels, whether a hit waits for a decision."""
    return exists().where(*_unresolved(panel_id))


def is_screened(panel_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Ask, as a condition on a query over panels, whether experts were screened for one."""
    return exists().where(Screening.panel_id == panel_id)


def names_of(known: Iterable[Known], people: Mapping[int, str]) -> str:
    """Give the first few names of experts whom findings concern."""
    ids = list(dict.fromkeys(one.expert_id for one in known))
    return "、".join(people.get(number, "") for number in ids[:3]) + ("等" if len(ids) > 3 else "")
