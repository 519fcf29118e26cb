"""Entering many recommendations at once: the same rows and events as one by one, in far fewer statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.kernel.tokens import new_key
from panel.roster import queries
from panel.roster.career_service import begin_career
from panel.roster.course_service import note_act
from panel.roster.facts import Act, ExpertEntry, ExpertState
from panel.roster.models import Expert
from panel.roster.personal_service import keep_personal
from panel.roster.service import new_expert, shown

AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Accepted:
    """A recommendation that was judged and may enter: by which body, to which committee, on which day."""

    entry: ExpertEntry
    body_id: int
    committee_id: int
    recommended_on: date


@cites("4.1.1-a", "4.1.1-b")
def enter_recommendations(
    session: Session, accepted: Sequence[Accepted], *, tell: Callable[[int], None], actor: Actor, clock: Clock
) -> None:
    """Enter persons as recommended, each with a code, a career, a step and an event of their own.

    The caller holds the name `roster.code` and has judged every row by the rules of `service.recommend_expert`
    in the same transaction. `tell` is given how many are entered.
    """
    first = int(queries.next_code(session).removeprefix("ZJ-"))
    committees = {one.id: one.code for one in queries.list_committees(session)}
    for start in range(0, len(accepted), AT_ONCE):
        part = accepted[start : start + AT_ONCE]
        experts = [_expert(one, first + start + place, actor, clock) for place, one in enumerate(part)]
        for expert, one in zip(experts, part, strict=True):
            keep_personal(session, expert, one.entry, clock=clock)
        _send_experts(session, experts)
        for expert, one in zip(experts, part, strict=True):
            begin_career(session, expert, one.entry.declared_conflicts, actor=actor, clock=clock)
            note_act(session, expert, Act.RECOMMEND, actor=actor, clock=clock)
        _send_new(session)
        for expert, one in zip(experts, part, strict=True):
            audit.record(
                session, "roster.expert.recommended", by=actor, at=clock(), expert=expert.id,
                after=shown(expert, one.entry.declared_conflicts), committee=committees[one.committee_id],
            )  # fmt: skip
        tell(start + len(part))


def _send_experts(session: Session, experts: Sequence[Expert]) -> None:
    """Insert the rows in one statement and give each its number; the objects stay outside the session."""
    sent = insert(Expert).returning(Expert.id, sort_by_parameter_order=True)
    for expert, number in zip(experts, session.scalars(sent, [_values(one) for one in experts]), strict=True):
        expert.id = number


def _send_new(session: Session) -> None:
    """Insert what was added to the session, a statement for each table: a flush does the same several times slower."""
    by_table: dict[type[Any], list[Any]] = {}
    for one in list(session.new):
        by_table.setdefault(type(one), []).append(_values(one))
        session.expunge(one)
    for table, rows in by_table.items():
        session.execute(insert(table), rows)


def _values(row: Any) -> dict[str, Any]:
    """Give the columns that a row's constructor, or whoever came after it, has set."""
    return {name: value for name, value in vars(row).items() if not name.startswith("_sa_")}


def _expert(one: Accepted, number: int, actor: Actor, clock: Clock) -> Expert:
    expert = new_expert(one.entry, f"ZJ-{number:04d}", new_key(), clock())
    expert.state = ExpertState.RECOMMENDED.value
    expert.recommended_by_org_id, expert.recommended_on = one.body_id, one.recommended_on
    expert.recommended_by, expert.proposed_committee_id = actor.id, one.committee_id
    return expert
