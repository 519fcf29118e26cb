"""After the count: the organiser's written declaration (RED-6) and the approver's written answer (P23, P26)."""

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions import queries as commissions
from panel.commissions import service as commission_service
from panel.commissions.facts import PanelState
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.voting import queries, result_queries, round_rules
from panel.voting.ballot_facts import ReviewAnswer
from panel.voting.models import Count, Declaration, Review, Round
from panel.voting.sitting_service import add_sitting
from panel.voting.void_service import must_be_approver

TARGETS = {
    ReviewAnswer.PROCEED: PanelState.DECIDED,
    ReviewAnswer.TREAT_AS_MAJOR: PanelState.MAJOR_DISAGREEMENT,
    ReviewAnswer.ANOTHER_ROUND: PanelState.IN_SESSION,
}


def _latest_counted(session: Session, panel_id: int, round_id: int) -> tuple[Round, Count]:
    """Give a round with its count, and refuse one that is not the panel's latest (`ROUND_NOT_LATEST`)."""
    latest = result_queries.find_latest_counted(session, panel_id)
    if latest is None or latest[0].id != round_id:
        raise RuleViolatedError("ROUND_NOT_LATEST")
    return latest


@cites("2.4.2-h", "A-09")
def declare_disagreement(session: Session, round_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Declare major disagreement in writing after the count (RED-6, P23); nothing takes it back."""
    panel = commissions.lock_panel(session, queries.get_round(session, round_id).panel_id)
    if actor.role is not Role.OFFICIAL or panel.org_id != actor.org_id:
        raise NotAllowedError("ROLE")
    round_, count = _latest_counted(session, panel.id, round_id)
    commission_service.advance(session, panel, "P23", actor=actor, clock=clock, reason=reason)
    session.add(Declaration(round_id=round_id, reason=reason, declared_by=actor.id, declared_at=clock()))
    audit.record(
        session, "voting.round.declared_divergent", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before={"state": count.state}, after={"state": "MAJOR_DISAGREEMENT"}, reason=reason, round=round_.no,
    )  # fmt: skip


@cites("A-09", "S-08")
def answer_review(
    session: Session, round_id: int, *, answer: ReviewAnswer, reason: str, graver_answer: str | None, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """Answer a round in review in writing (P26): go on, treat as major disagreement, or one more round."""
    panel = commissions.lock_panel(session, queries.get_round(session, round_id).panel_id)
    must_be_approver(panel, actor)
    round_, count = _latest_counted(session, panel.id, round_id)
    refused = round_rules.reasons_against_review(
        answer, answerer=actor.id or 0, organiser=panel.drafted_by, graver_minority=count.graver_minority,
        graver_answer=graver_answer,
    )  # fmt: skip
    if refused:
        raise RuleViolatedError(refused[0], field=refused[1], count=count.graver_minority)
    target = TARGETS[answer]
    commission_service.advance(session, panel, "P26", to=target, actor=actor, clock=clock, reason=reason)
    session.add(
        Review(
            round_id=round_id, answer=answer.value, reason=reason, graver_answer=(graver_answer or "").strip() or None,
            answered_by=actor.id, answered_at=clock(),
        )
    )  # fmt: skip
    if target is PanelState.IN_SESSION:
        add_sitting(session, panel.id, opened_by=actor.id, at=clock())
    audit.record(
        session, "voting.round.review_answered", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        before={"state": count.state}, after={"answer": answer.value, "state": target.value}, reason=reason,
        round=round_.no, graver_answered=bool(graver_answer),
    )  # fmt: skip
