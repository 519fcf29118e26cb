"""Opening adjudications and climbing their levels: escalation to level 2, approval of level 1, inquiries."""

from sqlalchemy.orm import Session

from panel.accounts.facts import OrgKind
from panel.accounts.queries import get_organisation
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, RuleViolatedError
from panel.matters import adjudication_rules, queries, rules
from panel.matters import flow_service as flow
from panel.matters.adjudication_queries import find_granted_level_1, find_suspended_adjudication
from panel.matters.facts import AdjudicationState, MatterState, Mode
from panel.matters.models import Adjudication, Matter

INQUIRIES = {"M13": (1, 0), "M14": (-1, 0), "M15": (0, 1), "M16": (0, -1)}


@cites("2.4.0-a", "2.4.1-a", "2.4.1-b", "2.4.1-d", "2.4.1-e", "3.1.1-c", "A-13")
def open_adjudication(
    session: Session, matter_id: int, *, level: int, mode: Mode | str, actor: Actor, clock: Clock
) -> int:
    """由有权的部门按级别和方式组织研判。

    M08. Gives the adjudication's number.
    """
    matter = flow.take(session, matter_id, "M08", actor=actor)
    if level not in rules.LEVELS:
        raise BadInputError("LEVEL_MISSING", field="level")
    org = get_organisation(session, actor.org_id or 0)
    approval = find_granted_level_1(session, matter_id)
    if code := adjudication_rules.reasons_against_opening(
        level, kind=OrgKind(org.kind), tier=org.tier, is_owner=org.id == matter.owner_org_id,
        information_level=matter.level, has_approval=approval is not None,
    ):  # fmt: skip
        raise RuleViolatedError(code, field="level", level=level)
    result_org_id = approval.result_org_id if approval and level == 1 else None
    adjudication = begin(session, matter, level, Mode(mode), result_org_id=result_org_id, actor=actor, clock=clock)
    flow.move(
        session, matter, "matters.adjudication.opened", MatterState.ADJUDICATING, actor=actor, clock=clock,
        after={"adjudication": adjudication.id, "level": level, "mode": adjudication.mode},
    )  # fmt: skip
    return adjudication.id


def begin(
    session: Session, matter: Matter, level: int, mode: Mode, *, result_org_id: int | None = None, actor: Actor,
    clock: Clock,
) -> Adjudication:  # fmt: skip
    """Open an adjudication of the matter's owner and name its level on the record."""
    adjudication = Adjudication(
        matter_id=matter.id, level=level, mode=mode.value, organiser_org_id=matter.owner_org_id,
        state=AdjudicationState.OPEN.value, opened_by=actor.id, opened_at=clock(),
        designated_result_org_id=result_org_id,
    )  # fmt: skip
    session.add(adjudication)
    matter.adjudication_level = level
    session.flush()
    return adjudication


def close(adjudication: Adjudication, reason: str, *, clock: Clock) -> None:
    """Close an adjudication because another takes its place."""
    adjudication.state = AdjudicationState.CLOSED_OTHER.value
    adjudication.closed_at, adjudication.close_reason = clock(), reason


@cites("2.4.2-m", "2.4.0-a", "A-21")
def replace_adjudication(
    session: Session, adjudication_id: int, *, mode: Mode | str, reason: str, actor: Actor, clock: Clock
) -> int:
    """调查或者检测之后改用其他研判方式的，原研判注明原因后结束，同级另行组织。

    The matter must be in ADJUDICATING. Gives the number of the new adjudication.
    """
    flow.require_role(actor, Role.OFFICIAL, Role.APPROVER)
    matter_id = queries.get_adjudication(session, adjudication_id).matter_id
    matter = queries.lock_matter(session, matter_id, viewer=actor)
    old = queries.lock_adjudication(session, adjudication_id)
    flow.require_owner(matter, actor)
    flow.require_reason(reason)
    if old.state != AdjudicationState.OPEN or matter.state != MatterState.ADJUDICATING:
        raise RuleViolatedError("ADJUDICATION_CLOSED")
    close(old, reason, clock=clock)
    session.flush()
    new = begin(
        session, matter, old.level, Mode(mode), result_org_id=old.designated_result_org_id, actor=actor, clock=clock
    )
    flow.note(
        session, matter, "matters.adjudication.replaced", actor=actor, clock=clock, reason=reason,
        before={"adjudication": old.id, "mode": old.mode}, after={"adjudication": new.id, "mode": new.mode},
    )  # fmt: skip
    return new.id


@cites("2.4.2-k", "2.4.2-m", "2.1.0-d")
def advance_matter(
    session: Session, matter_id: int, number: str, *, actor: Actor, clock: Clock, reason: str | None = None
) -> None:
    """调查、检测的发起和办结推动事项状态；全部办结后回到研判。

    M13 to M16, for the rooms that hold investigations and test orders. An inquiry that is not open
    cannot be ended (`ILLEGAL_TRANSITION`).
    """
    investigations, tests = INQUIRIES[number]
    matter = flow.take(session, matter_id, number, actor=actor)
    flow.require_owner(matter, actor)
    before = {"investigations": matter.open_investigation_count, "tests": matter.open_test_count}
    after = {"investigations": before["investigations"] + investigations, "tests": before["tests"] + tests}
    if min(after.values()) < 0:
        raise RuleViolatedError("ILLEGAL_TRANSITION", state=matter.state, event=number)
    matter.open_investigation_count, matter.open_test_count = after["investigations"], after["tests"]
    state = rules.state_of_inquiries(after["investigations"], after["tests"])
    action = {
        "M13": "matters.investigation.opened",
        "M14": "matters.investigation.filed",
        "M15": "matters.test.ordered",
        "M16": "matters.test.reported",
    }
    flow.move(
        session, matter, action[number], state, actor=actor, clock=clock, reason=reason, before=before, after=after
    )


def suspend_open(session: Session, matter_id: int) -> None:
    """Suspend the open adjudication, if there is one, while a higher place decides."""
    if (adjudication := queries.open_adjudication_of(session, matter_id)) is not None:
        adjudication.state = AdjudicationState.SUSPENDED.value


def resume_suspended(session: Session, matter_id: int) -> None:
    """Take the suspended adjudication, if there is one, up again."""
    if (adjudication := find_suspended_adjudication(session, matter_id)) is not None:
        adjudication.state = AdjudicationState.OPEN.value


def close_suspended(session: Session, matter_id: int, reason: str, *, clock: Clock) -> Mode:
    """Close the suspended adjudication, if there is one, and give its mode; an expert panel is the usual one."""
    adjudication = find_suspended_adjudication(session, matter_id)
    if adjudication is None:
        return Mode.EXPERT
    close(adjudication, reason, clock=clock)
    session.flush()
    return Mode(adjudication.mode)
