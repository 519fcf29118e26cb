"""The result of an adjudication on the main record: entered, reviewed, confirmed, by three persons."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from panel.guidance import cites
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError
from panel.matters import adjudication_rules, queries, rules
from panel.matters import flow_service as flow
from panel.matters.facts import MATTER_TRANSITIONS, AdjudicationState, MatterState, Mode, ResultBlock
from panel.matters.models import Adjudication, Matter, Result


@cites("2.4.3-c", "3.1.1-f", "3.1.1-g", "3.2.2-b", "3.4.0-f15", "3.3.3-a", "3.5.0-f")
def enter_result(session: Session, adjudication_id: int, block: ResultBlock, *, actor: Actor, clock: Clock) -> int:
    """组织部门的业务人员录入研判结果，须有编号的书面结论或者会议纪要。

    M17, first of three. Gives the number of the result block.
    """
    flow.require_role(actor, Role.OFFICIAL)
    matter_id = queries.get_adjudication(session, adjudication_id).matter_id
    matter = flow.take(session, matter_id, "M17", actor=actor)
    adjudication = queries.lock_adjudication(session, adjudication_id)  # always after its matter, or two acts deadlock
    _refuse_body(adjudication, actor)
    if queries.find_result(session, adjudication_id) is not None:
        raise RuleViolatedError("RESULT_STANDING")
    mode = Mode(adjudication.mode)
    if fault := adjudication_rules.reasons_against_result(block, mode, AdjudicationState(adjudication.state)):
        raise RuleViolatedError(fault[0], field=fault[1] or None)
    result = _row(matter, adjudication, block, actor=actor, clock=clock)
    session.add(result)
    session.flush()
    flow.note(
        session, matter, "matters.result.entered", actor=actor, clock=clock, after=_said(result), result=result.id
    )
    return result.id


def _refuse_body(adjudication: Adjudication, actor: Actor) -> None:
    if code := adjudication_rules.reasons_against_entering(
        adjudication.level, actor_org=actor.org_id or 0, organiser=adjudication.organiser_org_id,
        result_body=adjudication.designated_result_org_id,
    ):  # fmt: skip
        raise RuleViolatedError(code)


def _row(matter: Matter, adjudication: Adjudication, block: ResultBlock, *, actor: Actor, clock: Clock) -> Result:
    values: dict[str, Any] = asdict(block)
    roll, rounds = values.pop("roll"), values.pop("rounds")
    values["measures"] = list(block.measures)
    return Result(
        matter_id=matter.id, adjudication_id=adjudication.id, level=adjudication.level, mode=adjudication.mode,
        organiser_org_id=adjudication.organiser_org_id, roll_count=roll, round_count=rounds, entered_by=actor.id,
        entered_at=clock(), **values,
    )  # fmt: skip


def _said(result: Result) -> dict[str, Any]:
    return {
        "conclusion_no": result.conclusion_no, "nature": result.nature, "risk_level": result.risk_level,
        "tally": dict(result.tally), "roll": result.roll_count, "measures": list(result.measures),
        "dissent": result.has_dissent,
    }  # fmt: skip


def _taken(session: Session, result_id: int, actor: Actor) -> tuple[Result, Matter]:
    """Take a standing result with its matter; one that was confirmed or sent back is done (`RESULT_DONE`)."""
    flow.require_role(actor, *MATTER_TRANSITIONS["M17"].roles)
    result = queries.lock_result(session, result_id, viewer=actor)
    if result.confirmed_at is not None or result.returned_at is not None:
        raise RuleViolatedError("RESULT_DONE")
    return result, flow.take(session, result.matter_id, "M17", actor=actor)


def _refuse_same_hand(result: Result, actor: Actor) -> None:
    hands = frozenset(person for person in (result.entered_by, result.reviewed_by) if person is not None)
    if not adjudication_rules.is_second_hand(actor.id or 0, hands):
        raise RuleViolatedError("SOD_RESULT")


@cites("3.2.2-b", "S-05", "3.1.1-f", "3.1.1-g")
def review_result(session: Session, result_id: int, *, actor: Actor, clock: Clock) -> None:
    """另一名业务人员审核录入的结果。

    M17, second of three.
    """
    flow.require_role(actor, Role.OFFICIAL)
    result, matter = _taken(session, result_id, actor)
    if result.reviewed_at is not None:
        raise RuleViolatedError("RESULT_REVIEWED")
    _refuse_body(queries.get_adjudication(session, result.adjudication_id), actor)
    _refuse_same_hand(result, actor)
    result.reviewed_by, result.reviewed_at = actor.id, clock()
    flow.note(session, matter, "matters.result.reviewed", actor=actor, clock=clock, result=result.id)


@cites("3.2.2-b")
def return_result(session: Session, result_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """审核或者确认时发现差错的，说明理由退回重新录入；退回的记录保留。"""
    result, matter = _taken(session, result_id, actor)
    adjudication = queries.get_adjudication(session, result.adjudication_id)
    _refuse_body(adjudication, actor)
    _refuse_same_hand(result, actor)
    flow.require_reason(reason)
    result.returned_by, result.returned_at, result.return_reason = actor.id, clock(), reason
    flow.note(session, matter, "matters.result.returned", actor=actor, clock=clock, reason=reason, result=result.id)


@cites("3.2.2-b", "S-05", "3.1.1-f", "3.1.1-g", "2.4.1-a", "3.1.1-c", "A-13")
def confirm_result(session: Session, result_id: int, *, actor: Actor, clock: Clock) -> None:
    """负责人或者指定机构确认结果：事项形成结论，级别随结论重新确定；二级平台升为二级的必须上传。

    M17, last of three.
    """
    result, matter = _taken(session, result_id, actor)
    if result.reviewed_at is None:
        raise RuleViolatedError("RESULT_UNREVIEWED")
    adjudication = queries.lock_adjudication(session, result.adjudication_id)
    if code := adjudication_rules.reasons_against_confirming(
        result.level, actor_org=actor.org_id or 0, organiser=result.organiser_org_id,
        result_body=adjudication.designated_result_org_id, role=actor.role,
    ):  # fmt: skip
        raise RuleViolatedError(code)
    _refuse_same_hand(result, actor)
    result.confirmed_by, result.confirmed_at = actor.id, clock()
    adjudication.state, adjudication.closed_at = AdjudicationState.CONCLUDED.value, clock()
    before = {"level": matter.level}
    _set_level(matter, result.risk_level)
    flow.move(
        session, matter, "matters.result.confirmed", MatterState.ADJUDICATED, actor=actor, clock=clock, before=before,
        after={"level": matter.level, **_said(result)}, result=result.id,
    )  # fmt: skip


def _set_level(matter: Matter, risk_level: str) -> None:
    level = rules.level_after_result(matter.level, risk_level)
    if level != matter.level:
        matter.level, matter.is_level_by_result = level, True
