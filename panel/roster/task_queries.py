"""What waits on a desk: recommendations, appointments, terms that end, suspensions that are over, proposals."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from panel.guidance import parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import beijing_date
from panel.kernel.tasks import Task
from panel.roster import queries
from panel.roster.facts import WITH_APPOINTMENT, Act, ExpertState
from panel.roster.models import Committee, Expert, Suspension
from panel.roster.standing_facts import ReturnBy
from panel.roster.standing_queries import has_open_proposal

FEW = 5
"""Up to this many members have a line each on the desk."""


def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give what waits for somebody: the expert, or the office of a committee's owner."""
    if actor.role is Role.EXPERT:
        return _pledges(session, actor)
    if actor.role not in {Role.OFFICIAL, Role.APPROVER}:
        return []
    committees = queries.list_committees(session, owner_ids=queries.owners_served_by(session, actor))
    numbers = [committee.id for committee in committees]
    if not numbers:
        return []
    today = beijing_date(now)
    if actor.role is Role.OFFICIAL:
        return _of_official(session, numbers, actor, today)
    return [
        *_to_decide(session, numbers, actor),
        *_run_out(session, numbers, today),
        *_ending_committees(committees, today),
    ]


def _task(title: str, expert: Expert) -> Task:
    return Task(title, f"{expert.name}（{expert.code}）", "roster.show_expert", {"expert_id": expert.id})


def _recommended(title: str, expert: Expert) -> Task:
    about, values = f"{expert.name}（{expert.employer}）", {"expert_id": expert.id}
    return Task(title, about, "roster.show_expert", values, since=expert.added_at)


def _proposed_to(committees: Collection[int], state: ExpertState, actor: Actor) -> ColumnElement[bool]:
    """Ask for recommendations in a state that this person has not made."""
    not_own = or_(Expert.recommended_by.is_(None), Expert.recommended_by != actor.id)
    return and_(Expert.state == state.value, Expert.proposed_committee_id.in_(committees), not_own)


# An official's desk


def _of_official(session: Session, committees: Collection[int], actor: Actor, today: date) -> list[Task]:
    """Give recommendations to review, and members to re-examine whose term ends soon, or has lately."""
    days = timedelta(days=parameter("term_warning_days", on=today))
    ending = and_(
        Expert.committee_id.in_(committees),
        Expert.state == ExpertState.APPOINTED.value,
        Expert.term_to.between(today - days, today + days),
        has_open_proposal(Act.REEXAMINE).is_not(True),
    )
    chosen = select(Expert).where(or_(_proposed_to(committees, ExpertState.RECOMMENDED, actor), ending))
    found = session.scalars(chosen.order_by(Expert.term_to, Expert.id)).all()
    members = [one for one in found if one.state == ExpertState.APPOINTED]
    return [
        *(_recommended(_("审核专家推荐"), one) for one in found if one.state == ExpertState.RECOMMENDED),
        *_ending_terms(members),
    ]


def _ending_terms(members: Sequence[Expert]) -> list[Task]:
    """Give a line each, or one for all: a whole committee ends on one day and would bury the desk."""
    if len(members) <= FEW:
        return [_task(_("任期将满或已满，办理复审"), one) for one in members]
    first = members[0]
    return [
        Task(
            _("%(count)s位专家任期将满或已满，办理复审", count=len(members)),
            _("最早的是%(name)s（至 %(day)s）", name=first.name, day=first.term_to),
            "roster.show_committee",
            {"committee_id": first.committee_id or 0},
        )
    ]


# A head's desk


def _to_decide(session: Session, committees: Collection[int], actor: Actor) -> list[Task]:
    """Give appointments to make, and what officials have proposed for members."""
    asked = {Act.REEXAMINE: _("决定是否续聘"), Act.PROPOSE_DISMISSAL: _("决定是否解聘")}
    waits = [has_open_proposal(act) for act in asked]
    members = and_(
        Expert.committee_id.in_(committees), Expert.state.in_([state.value for state in WITH_APPOINTMENT]), or_(*waits)
    )
    chosen = select(Expert, *waits).where(or_(_proposed_to(committees, ExpertState.UNDER_REVIEW, actor), members))
    found: list[Task] = []
    for expert, *is_open in session.execute(chosen.order_by(Expert.id)):
        if expert.state == ExpertState.UNDER_REVIEW:
            found.append(_recommended(_("决定专家聘任"), expert))
        else:
            found += [_task(title, expert) for title, is_asked in zip(asked.values(), is_open, strict=True) if is_asked]
    return found


def _run_out(session: Session, committees: Collection[int], today: date) -> list[Task]:
    """Give the suspensions that are over, do not end by themselves, and lack nothing but the decision."""
    chosen = (
        select(Expert)
        .join(Suspension, Suspension.expert_id == Expert.id)
        .where(
            Expert.committee_id.in_(committees),
            Suspension.ended_at.is_(None),
            Suspension.until < today,
            or_(Suspension.return_by == ReturnBy.DECISION.value, Suspension.pledged_at.is_not(None)),
        )
    )
    return [_task(_("暂停已到期，决定是否恢复"), expert) for expert in session.scalars(chosen.order_by(Expert.id))]


def _ending_committees(committees: Iterable[Committee], today: date) -> list[Task]:
    last = today + timedelta(days=parameter("term_warning_days", on=today))
    return [
        Task(
            _("专家委员会任期将满，准备换届"),
            _("%(name)s，至 %(day)s", name=one.name, day=one.term_to),
            "roster.show_committee",
            {"committee_id": one.id},
        )
        for one in committees
        if today <= one.term_to <= last
    ]


# An expert's desk


def _pledges(session: Session, actor: Actor) -> list[Task]:
    """Give the expert's own pledge that a return waits for."""
    chosen = (
        select(Expert)
        .join(Suspension, Suspension.expert_id == Expert.id)
        .where(
            Expert.account_id == actor.id,
            Suspension.ended_at.is_(None),
            Suspension.return_by == ReturnBy.PLEDGE.value,
            Suspension.pledged_at.is_(None),
        )
    )
    return [
        Task(_("提交书面承诺，恢复专家资格"), one.code, "roster.pledge", {"expert_id": one.id})
        for one in session.scalars(chosen)
    ]
