"""Answering what a count asks of the department: whether to warn, and whether tests asked for are ordered."""

from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.investigations import queries, rules
from panel.investigations.facts import WarningAnswer
from panel.investigations.models import TestAnswer, WarningDecision
from panel.investigations.taking_service import take_panel, take_round
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import NotFoundError, RuleViolatedError, StaleError


@cites("2.5.3-a", "A-22")
def answer_warning(
    session: Session, panel_id: int, answer: WarningAnswer, *, content: str = "", reason: str = "", actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Answer whether to warn or to take precautions while the matter cannot be judged; once for each round."""
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    latest = take_round(session, panel_id)
    if queries.find_warning(session, latest.round.id) is not None:
        raise StaleError("WARNING_ANSWERED", round=latest.round.no)
    if missing := rules.missing_in_warning(answer, content, reason):
        raise RuleViolatedError("WARNING_CONTENT" if missing == "content" else "WARNING_REASON_MISSING", field=missing)
    row = WarningDecision(
        panel_id=panel.id, round_id=latest.round.id, answer=answer.value, content=content, reason=reason,
        answered_by=actor.id, answered_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "investigations.warning.answered", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        after={"answer": answer.value, "content": content}, reason=reason or None, round=latest.round.no,
    )  # fmt: skip
    return row.id


@cites("2.4.2-i0")
def answer_test_wish(
    session: Session, panel_id: int, round_id: int, item: str, *, is_ordered: bool, reason: str, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Answer a test that ballots asked for: it is done, or it is not, and why; once for each item of a round."""
    take_panel(session, panel_id, Role.OFFICIAL, actor)
    wish = next(
        (one for one in queries.list_wishes(session, panel_id) if (one.round_id, one.wish.item) == (round_id, item)),
        None,
    )
    if wish is None:
        raise NotFoundError("NOT_FOUND")
    if wish.answer is not None:
        raise StaleError("WISH_ANSWERED", item=item)
    if not reason.strip():
        raise RuleViolatedError("WISH_REASON", field="reason")
    note_test_answer(session, panel_id, round_id, item, is_ordered=is_ordered, reason=reason, actor=actor, clock=clock)


def note_test_answer(
    session: Session, panel_id: int, round_id: int, item: str, *, is_ordered: bool, reason: str, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Write an answer down; the caller has found the wish and no answer."""
    session.add(
        TestAnswer(
            panel_id=panel_id, round_id=round_id, item=item, is_ordered=is_ordered, reason=reason,
            answered_by=actor.id, answered_at=clock(),
        )
    )  # fmt: skip
    session.flush()
    audit.record(
        session, "investigations.wish.answered", by=actor, at=clock(), panel=panel_id, reason=reason, item=item,
        after={"is_ordered": is_ordered}, round_id=round_id,
    )  # fmt: skip
