"""Asking a higher place: the official drafts, the head sends, the department or the leader answers."""

from sqlalchemy.orm import Session

from panel.accounts.facts import OrgKind
from panel.accounts.queries import get_organisation
from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.matters import adjudication_rules, queries
from panel.matters import adjudication_service as adjudications
from panel.matters import flow_service as flow
from panel.matters.adjudication_queries import find_request_by_key
from panel.matters.facts import MatterState, Mode, RequestKind, RequestState
from panel.matters.models import Matter, Request


@cites("2.4.1-c", "3.1.1-d", "A-25")
def request_escalation(
    session: Session, matter_id: int, *, form_key: str, target_org_id: int, reason: str, actor: Actor, clock: Clock
) -> int:
    """局认为应由总局研判的，说明理由提请业务司局；由本局负责人审核后送出。

    M09, first half. Gives the request's number; a second press of the button gives the same.
    """
    matter = _asked_of(session, matter_id, actor)
    if (again := find_request_by_key(session, form_key)) is not None:
        return again.id
    target = get_organisation(session, target_org_id)
    if code := adjudication_rules.reasons_against_escalation(
        state=MatterState(matter.state), adjudication_level=matter.adjudication_level,
        must_escalate=matter.must_escalate, target_kind=OrgKind(target.kind),
        has_open=queries.find_open_request(session, matter_id) is not None,
    ):  # fmt: skip
        raise RuleViolatedError(code, field="target_org_id" if code == "ESCALATION_TARGET" else None)
    flow.require_reason(reason)
    return _draft(
        session, matter, RequestKind.ESCALATE_TO_2, form_key=form_key, reason=reason, target=target_org_id,
        actor=actor, clock=clock,
    )  # fmt: skip


@cites("2.4.1-e", "A-28")
def request_level_1(
    session: Session, matter_id: int, *, form_key: str, difficulty: str, actor: Actor, clock: Clock
) -> int:
    """二级研判难以解决的，说明难点，由司局负责人审核后报总局领导。

    M11, first half. Gives the request's number.
    """
    matter = _asked_of(session, matter_id, actor)
    if (again := find_request_by_key(session, form_key)) is not None:
        return again.id
    if code := adjudication_rules.reasons_against_level_1_request(
        state=MatterState(matter.state), adjudication_level=matter.adjudication_level,
        has_open=queries.find_open_request(session, matter_id) is not None,
    ):  # fmt: skip
        raise RuleViolatedError(code)
    flow.require_reason(difficulty, "difficulty")
    return _draft(
        session, matter, RequestKind.LEVEL_1, form_key=form_key, reason=difficulty, target=None, actor=actor,
        clock=clock,
    )  # fmt: skip


def _asked_of(session: Session, matter_id: int, actor: Actor) -> Matter:
    flow.require_role(actor, Role.OFFICIAL)
    matter = queries.lock_matter(session, matter_id, viewer=actor)
    flow.require_owner(matter, actor)
    return matter


def _draft(
    session: Session, matter: Matter, kind: RequestKind, *, form_key: str, reason: str, target: int | None,
    actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    request = Request(
        form_key=form_key, matter_id=matter.id, kind=kind.value, state=RequestState.DRAFTED.value,
        org_id=matter.owner_org_id, target_org_id=target, state_before=matter.state, reason=reason,
        requested_by=actor.id, requested_at=clock(),
    )  # fmt: skip
    session.add(request)
    session.flush()
    flow.note(
        session, matter, "matters.request.drafted", actor=actor, clock=clock, reason=reason, request=request.id,
        kind=kind.value, target=target,
    )  # fmt: skip
    return request.id


@cites("2.4.1-c", "2.4.1-e")
def endorse_request(
    session: Session, request_id: int, *, is_endorsed: bool, reason: str = "", actor: Actor, clock: Clock
) -> None:
    """部门负责人审核请求：同意的送出，原研判中止；不同意的说明理由。

    M09 and M11, second half.
    """
    flow.require_role(actor, Role.APPROVER)
    request = queries.lock_request(session, request_id, viewer=actor)
    if actor.org_id != request.org_id:
        raise RuleViolatedError("NOT_OWNER")
    if code := adjudication_rules.reasons_against_endorsement(
        RequestState(request.state), requester=request.requested_by, actor=actor.id or 0
    ):
        raise RuleViolatedError(code)
    act = _send if is_endorsed else _refuse
    act(session, request, reason, actor=actor, clock=clock)


def _headed(request: Request, state: RequestState, reason: str, *, actor: Actor, clock: Clock) -> None:
    request.state, request.head_reason = state.value, reason or None
    request.head_by, request.head_at = actor.id, clock()


def _send(session: Session, request: Request, reason: str, *, actor: Actor, clock: Clock) -> None:
    to_level_2 = request.kind == RequestKind.ESCALATE_TO_2
    matter = flow.take(session, request.matter_id, "M09" if to_level_2 else "M11", actor=actor)
    _headed(request, RequestState.SENT, reason, actor=actor, clock=clock)
    request.state_before = matter.state
    adjudications.suspend_open(session, matter.id)
    matter.addressed_org_id = request.target_org_id
    flow.move(
        session, matter, "matters.request.sent", MatterState.ESCALATED_2 if to_level_2 else MatterState.AWAITING_LEADER,
        actor=actor, clock=clock, reason=request.reason, request=request.id, target=request.target_org_id,
    )  # fmt: skip


def _refuse(session: Session, request: Request, reason: str, *, actor: Actor, clock: Clock) -> None:
    flow.require_reason(reason)
    matter = queries.lock_matter(session, request.matter_id)
    _headed(request, RequestState.REFUSED_BY_HEAD, reason, actor=actor, clock=clock)
    flow.note(
        session, matter, "matters.request.refused_by_head", actor=actor, clock=clock, reason=reason, request=request.id
    )


@cites("2.4.1-c", "2.4.1-d")
def accept_escalation(
    session: Session, request_id: int, *, mode: Mode | str = Mode.EXPERT, actor: Actor, clock: Clock
) -> int:
    """业务司局接受提请，事项转由本司局组织二级研判；原局的研判结束，材料保留。

    M10. Gives the number of the level-2 adjudication.
    """
    request, matter = _addressed(session, request_id, "M10-A", actor)
    adjudications.close_suspended(session, matter.id, "升级为二级研判", clock=clock)
    before, matter.owner_org_id = {"owner": matter.owner_org_id}, actor.org_id or 0
    adjudication = adjudications.begin(session, matter, 2, Mode(mode), actor=actor, clock=clock)
    _answer(request, RequestState.GRANTED, None, actor=actor, clock=clock)
    flow.move(
        session, matter, "matters.request.accepted", MatterState.ADJUDICATING, actor=actor, clock=clock, before=before,
        after={"owner": matter.owner_org_id, "adjudication": adjudication.id, "level": 2}, request=request.id,
    )  # fmt: skip
    return adjudication.id


@cites("2.4.1-c")
def return_escalation(session: Session, request_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """业务司局退回提请的，说明理由，事项回到提请前的状态。

    M10.
    """
    request, matter = _addressed(session, request_id, "M10-R", actor)
    flow.require_reason(reason)
    adjudications.resume_suspended(session, matter.id)
    matter.addressed_org_id = None
    _answer(request, RequestState.DECLINED, reason, actor=actor, clock=clock)
    flow.move(
        session, matter, "matters.request.returned", MatterState(request.state_before), actor=actor, clock=clock,
        reason=reason, request=request.id,
    )  # fmt: skip


def _addressed(session: Session, request_id: int, number: str, actor: Actor) -> tuple[Request, Matter]:
    """Take a request that was sent to the actor's department, with its matter."""
    flow.require_role(actor, Role.OFFICIAL)
    request = queries.lock_request(session, request_id, viewer=actor)
    if request.kind != RequestKind.ESCALATE_TO_2 or actor.org_id != request.target_org_id:
        raise RuleViolatedError("NOT_ADDRESSED")
    if request.state != RequestState.SENT:
        raise RuleViolatedError("REQUEST_DONE")
    return request, flow.take(session, request.matter_id, number, actor=actor)


def _answer(request: Request, state: RequestState, answer: str | None, *, actor: Actor, clock: Clock) -> None:
    request.state, request.answer = state.value, answer
    request.decided_by, request.decided_at = actor.id, clock()


@cites("2.4.1-e", "A-28", "S-09", "3.1.1-g")
def decide_level_1(
    session: Session, request_id: int, *, is_approved: bool, approval_no: str = "", result_org_id: int | None = None,
    reason: str = "", actor: Actor, clock: Clock,
) -> int | None:  # fmt: skip
    """总局领导批准或者不批准一级研判；批准的写明文号，指定确认和录入结果的机构。

    M12. Gives the number of the level-1 adjudication, or None where it was refused.
    """
    flow.require_role(actor, Role.APPROVER)
    request = queries.lock_request(session, request_id, viewer=actor)
    if request.kind != RequestKind.LEVEL_1:
        raise NotAllowedError("ROLE")
    if fault := adjudication_rules.reasons_against_leader_decision(
        RequestState(request.state), is_leader=actor.has("hq_leader"), actor=actor.id,
        persons=frozenset({request.requested_by, request.head_by}),
        is_approved=is_approved, approval_no=approval_no, has_result_body=result_org_id is not None, reason=reason,
    ):  # fmt: skip
        raise RuleViolatedError(fault[0], field=fault[1] or None)
    matter = flow.take(session, request.matter_id, "M12", actor=actor)
    if not is_approved or result_org_id is None:
        _decline_level_1(session, request, matter, reason, actor=actor, clock=clock)
        return None
    _name_result_body(session, request, matter, result_org_id)
    request.approval_no = approval_no.strip()
    return _grant_level_1(session, request, matter, reason, actor=actor, clock=clock)


def _name_result_body(session: Session, request: Request, matter: Matter, org_id: int) -> None:
    if OrgKind(get_organisation(session, org_id).kind) not in adjudication_rules.HQ_ORGANISERS:
        raise BadInputError("RESULT_BODY", field="result_org_id")
    request.result_org_id = matter.result_org_id = org_id


def _decline_level_1(
    session: Session, request: Request, matter: Matter, reason: str, *, actor: Actor, clock: Clock
) -> None:
    adjudications.resume_suspended(session, matter.id)
    _answer(request, RequestState.DECLINED, reason, actor=actor, clock=clock)
    flow.move(
        session, matter, "matters.level_1.refused", MatterState.ADJUDICATING, actor=actor, clock=clock, reason=reason,
        request=request.id,
    )  # fmt: skip


def _grant_level_1(
    session: Session, request: Request, matter: Matter, reason: str, *, actor: Actor, clock: Clock
) -> int:
    mode = adjudications.close_suspended(session, matter.id, "升级为一级研判", clock=clock)
    adjudication = adjudications.begin(
        session, matter, 1, mode, result_org_id=request.result_org_id, actor=actor, clock=clock
    )
    _answer(request, RequestState.GRANTED, reason or None, actor=actor, clock=clock)
    after = {"adjudication": adjudication.id, "level": 1, "approval_no": request.approval_no,
             "result_org": request.result_org_id}  # fmt: skip
    flow.move(
        session, matter, "matters.level_1.approved", MatterState.ADJUDICATING, actor=actor, clock=clock, after=after,
        reason=reason or None, request=request.id,
    )  # fmt: skip
    return adjudication.id
