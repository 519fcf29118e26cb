"""What the page of a conclusion shows to a person, and which acts it offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.commissions.facts import PanelState, PeerVisibility
from panel.commissions.rules import may_see_whose_ballot
from panel.conclusions import queries
from panel.conclusions.facts import SignatureAct
from panel.conclusions.models import Conclusion, Signature
from panel.conclusions.words import SIGNATURE_ACTS
from panel.kernel.actor import Actor, Role
from panel.matters import queries as matters
from panel.voting import queries as voting
from panel.voting import result_queries as counted
from panel.voting.option_words import chosen_label
from panel.voting.result_queries import RoundResult


@dataclass(frozen=True, slots=True)
class SigningLine:
    """A member of the deciding roll and what they did."""

    name: str
    words: str
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class ConclusionPage:
    """Everything the page needs; `acts` names what this person may do now."""

    row: Conclusion | None
    versions: Sequence[Conclusion]
    results: Sequence[RoundResult]
    decided: str
    dissents: Sequence[tuple[str, str, str]]
    """Minority opinions: the member's name where the reader may know it, the opinion, its reasons."""
    signing: Sequence[SigningLine]
    people: Any
    result: Any
    acts: frozenset[str]


def conclusion_page(session: Session, panel: Any, actor: Actor, now: datetime) -> ConclusionPage:
    """Gather the page; an expert sees the text only once it has passed review."""
    row = queries.find_readable(session, panel, actor)
    results = counted.list_results(session, panel.id)
    people = accounts.account_names(session, {row.drafted_by, row.reviewed_by, row.issued_by} if row else set())
    return ConclusionPage(
        row=row,
        versions=queries.list_versions(session, panel.id) if row else (),
        results=results,
        decided=chosen_label(results[-1].round.options, row.option) if row and results else "",
        dissents=_dissents(session, panel, results[-1], actor) if row and results else (),
        signing=_signing(session, row) if row else (),
        people=people,
        result=matters.find_result(session, panel.adjudication_id) if row and row.number else None,
        acts=_acts(session, panel, row, actor, now),
    )


def _dissents(session: Session, panel: Any, latest: RoundResult, actor: Actor) -> list[tuple[str, str, str]]:
    is_named = may_see_whose_ballot(actor.role, PeerVisibility(panel.peer_visibility))
    votes = sorted(counted.opened_ballots(session, latest.round.id), key=lambda vote: vote.commitment)
    return [
        (vote.name if is_named else "", chosen_label(latest.round.options, vote.ballot.option), vote.ballot.reasons)
        for vote in votes
        if vote.ballot.option != latest.count.majority
    ]


def _signing(session: Session, row: Conclusion) -> list[SigningLine]:
    done = {one.seat_id: one for one in queries.list_signatures(session, row.id)}
    lines = []
    for line in voting.roll_of(session, row.round_id):
        signature = done.get(line.seat_id)
        words = str(SIGNATURE_ACTS[SignatureAct(signature.act)]) if signature else ""
        lines.append(SigningLine(line.name, words, signature))
    return lines


def _acts(session: Session, panel: Any, row: Conclusion | None, actor: Actor, now: datetime) -> frozenset[str]:
    """Name the acts a person may do now; the use cases decide again when one is done."""
    state, own = PanelState(panel.state), panel.org_id == actor.org_id
    is_secretary = actor.role is Role.SECRETARY and panel.secretary_id == actor.id
    is_official = actor.role is Role.OFFICIAL and own
    is_approver = actor.role is Role.APPROVER and own
    offers = {
        "draft": is_secretary and state is PanelState.DECIDED,
        "edit": is_secretary and state is PanelState.DRAFTED,
        "review": is_official and state is PanelState.IN_REVIEW and row is not None and row.drafted_by != actor.id,
        "sign": state is PanelState.TO_SIGN
        and actor.role is Role.EXPERT
        and row is not None
        and queries.may_sign(session, panel, row, actor, now),
        "issue": is_approver
        and state is PanelState.TO_SIGN
        and row is not None
        and queries.may_be_issued(session, row, now),
        "enter": is_official and row is not None and row.number is not None and _is_unentered(session, panel),
        "correct": is_approver and row is not None and row.number is not None,
    }
    return frozenset(name for name, is_offered in offers.items() if is_offered)


def _is_unentered(session: Session, panel: Any) -> bool:
    return matters.find_result(session, panel.adjudication_id) is None
