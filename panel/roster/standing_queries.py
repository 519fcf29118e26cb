"""Reading terms, suspensions, appraisals, and what the integrity record proposes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from panel.guidance import parameter
from panel.kernel.clock import BEIJING, months_after
from panel.kernel.errors import NotFoundError
from panel.roster import standing_rules
from panel.roster.facts import Act, Service
from panel.roster.models import Appraisal, Expert, ExpertAct, ServiceRecord, Suspension, Term
from panel.roster.standing_facts import IntegrityTally, Ladder, ReturnBy

CLOSERS = {
    Act.REEXAMINE: frozenset({Act.APPOINT, Act.RENEW, Act.CARRY_OVER}),
    Act.PROPOSE_DISMISSAL: frozenset({Act.APPOINT, Act.DISMISS, Act.RETIRE, Act.KEEP, Act.CARRY_OVER}),
}
"""What answers a proposal: after one of these it no longer waits."""


def ladder(on: date) -> Ladder:
    """Give the ladder of suspensions in force on a day."""
    names = ("suspension_first_months", "suspension_second_months", "suspension_third_months")
    first, second, third = (int(parameter(name, on=on)) for name in names)
    return Ladder((first, second, third), parameter("suspension_pledge_from", on=on))


def find_open_proposal(session: Session, expert_id: int, act: Act) -> ExpertAct | None:
    """Give the proposal of a kind that waits for its answer, or None."""
    asked = [act.value, *(one.value for one in CLOSERS[act])]
    last = session.scalar(
        select(ExpertAct)
        .where(ExpertAct.expert_id == expert_id, ExpertAct.act.in_(asked))
        .order_by(ExpertAct.id.desc())
        .limit(1)
    )
    return last if last is not None and last.act == act else None


def has_open_proposal(act: Act) -> ColumnElement[bool]:
    """Ask, in a query over experts, whether a proposal of a kind waits for its answer."""
    asked = [act.value, *(one.value for one in CLOSERS[act])]
    last = select(ExpertAct.act).where(ExpertAct.expert_id == Expert.id, ExpertAct.act.in_(asked))
    return last.order_by(ExpertAct.id.desc()).limit(1).correlate(Expert).scalar_subquery() == act.value


def list_terms(session: Session, expert_id: int) -> Sequence[Term]:
    """Give an expert's terms, the latest first."""
    return session.scalars(select(Term).where(Term.expert_id == expert_id).order_by(Term.id.desc())).all()


def get_term(session: Session, expert_id: int, term_id: int) -> Term:
    """Give a term of an expert."""
    found = session.get(Term, term_id)
    if found is None or found.expert_id != expert_id:
        raise NotFoundError("NOT_FOUND")
    return found


def find_running_term(session: Session, expert_id: int) -> Term | None:
    """Give an expert's latest term that nobody ended, or None."""
    chosen = select(Term).where(Term.expert_id == expert_id, Term.ended_on.is_(None)).order_by(Term.id.desc())
    return session.scalar(chosen.limit(1))


def list_suspensions(session: Session, expert_id: int) -> Sequence[Suspension]:
    """Give an expert's suspensions, the latest first."""
    chosen = select(Suspension).where(Suspension.expert_id == expert_id).order_by(Suspension.id.desc())
    return session.scalars(chosen).all()


def find_running_suspension(session: Session, expert_id: int) -> Suspension | None:
    """Give the suspension that runs, or None."""
    return session.scalar(select(Suspension).where(Suspension.expert_id == expert_id, Suspension.ended_at.is_(None)))


def list_due_returns(session: Session, today: date) -> list[int]:
    """Give the experts whose suspension ended by itself before a day."""
    chosen = select(Suspension.expert_id).where(
        Suspension.ended_at.is_(None), Suspension.return_by == ReturnBy.AUTOMATIC.value, Suspension.until < today
    )
    return list(session.scalars(chosen.order_by(Suspension.id)))


def list_appraisals(session: Session, expert_id: int) -> Sequence[Appraisal]:
    """Give an expert's appraisals, the latest first."""
    return session.scalars(
        select(Appraisal).where(Appraisal.expert_id == expert_id).order_by(Appraisal.id.desc())
    ).all()


def appraisals_of_panel(session: Session, panel_id: int) -> dict[int, Appraisal]:
    """Give the appraisals after a panel, by expert."""
    return {row.expert_id: row for row in session.scalars(select(Appraisal).where(Appraisal.panel_id == panel_id))}


def experts_who_attended(session: Session, panel_id: int) -> frozenset[int]:
    """Give the experts whose record says that they attended a panel."""
    chosen = select(ServiceRecord.expert_id).where(
        ServiceRecord.panel_id == panel_id, ServiceRecord.kind == Service.ATTENDED.value
    )
    return frozenset(session.scalars(chosen))


def panels_to_appraise() -> Select[int | None]:
    """Choose the panels at which an expert attended who has no appraisal for it yet."""
    appraised = select(Appraisal.id).where(
        Appraisal.panel_id == ServiceRecord.panel_id, Appraisal.expert_id == ServiceRecord.expert_id
    )
    return select(ServiceRecord.panel_id).where(
        ServiceRecord.panel_id.is_not(None), ServiceRecord.kind == Service.ATTENDED.value, ~appraised.exists()
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a page or a decision asks of an expert's standing, read in a few statements.

    `counts` is the whole record by kind, `tally` what counts since the last sanction; `proposals` are
    the acts that wait for an answer.
    """

    terms: Sequence[Term]
    suspensions: Sequence[Suspension]
    appraisals: Sequence[Appraisal]
    counts: Mapping[str, int]
    tally: IntegrityTally
    proposed_rung: int | None
    proposals: frozenset[Act]

    @property
    def waits_for_pledge(self) -> bool:
        """Tell whether a suspension runs that the expert has still to give a pledge for."""
        return any(
            one.ended_at is None and one.return_by == ReturnBy.PLEDGE and one.pledged_at is None
            for one in self.suspensions
        )


def standing_of(session: Session, expert_id: int, acts: Iterable[ExpertAct], on: date) -> Standing:
    """Gather an expert's standing on a day; `acts` are the steps of the life, the earliest first."""
    suspensions, appraisals = list_suspensions(session, expert_id), list_appraisals(session, expert_id)
    since = _counted_since(suspensions, on)
    recent = func.sum(case((ServiceRecord.at > since, 1), else_=0))
    chosen = select(ServiceRecord.kind, func.count(), recent).where(ServiceRecord.expert_id == expert_id)
    lines = session.execute(chosen.group_by(ServiceRecord.kind)).all()
    floor = parameter("appraisal_floor", on=on)
    found = IntegrityTally(
        counts={Service(kind): number for kind, _all, number in lines},
        poor_appraisals=sum(standing_rules.is_poor(one.score, floor) for one in appraisals if one.at > since),
        last_rung=max((one.rung or 0 for one in suspensions), default=0),
    )
    return Standing(
        terms=list_terms(session, expert_id),
        suspensions=suspensions,
        appraisals=appraisals,
        counts={kind: number for kind, number, _recent in lines},
        tally=found,
        proposed_rung=standing_rules.proposed_rung(found, parameter("integrity_faults", on=on)),
        proposals=frozenset(_still_open(acts)),
    )


def _counted_since(suspensions: Sequence[Suspension], on: date) -> datetime:
    """Give the moment from which the record counts: the last sanction, at most some months back."""
    months = parameter("integrity_months", on=on)
    since = datetime.combine(months_after(on, -months), time(), tzinfo=BEIJING)
    return max(since, suspensions[0].decided_at) if suspensions else since


def _still_open(acts: Iterable[ExpertAct]) -> Iterator[Act]:
    """Go through a life and give the proposals that nothing after them answered."""
    steps = [Act(one.act) for one in acts]
    for asked, answers in CLOSERS.items():
        last = next((step for step in reversed(steps) if step is asked or step in answers), None)
        if last is asked:
            yield asked


def proposed_rung(session: Session, expert_id: int, on: date) -> int | None:
    """Give the rung that an expert's record proposes, `DISMISSAL_RUNG` for dismissal, or None."""
    return standing_of(session, expert_id, (), on).proposed_rung
