"""Screening, confirming and grading a matter; early measures; how complex it is."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from panel.db import hold
from panel.guidance import cites
from panel.guidance.code_lists import is_code
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.matters import flow_service as flow
from panel.matters import number_rules, queries, rules
from panel.matters.facts import CLOSED_STATES, Closure, Grading, MatterState, Screening
from panel.matters.intake_service import refuse_untaken
from panel.matters.models import Clue, Matter, PreDisposition


@cites("2.1.0-a", "2.1.0-e", "2.2.0-a", "2.2.0-b", "3.3.2-a", "3.3.2-c", "2.3.1-b")
def screen_matter(
    session: Session, matter_id: int, screening: Screening, *, version: int | None = None, actor: Actor, clock: Clock
) -> None:
    """按概念标准筛查，写明分析和处理意见；分级规则据此提出建议级别。

    May be repeated until the matter is confirmed; each time is recorded.
    """
    matter = flow.take(session, matter_id, "M01-S", version=version, actor=actor)
    flow.require_handler(matter, actor)
    refuse_untaken(session, matter_id)
    for code, field in rules.reasons_against_screening(screening):
        raise RuleViolatedError(code, field=field)
    _require_codes("definition_criteria", screening.criteria, "criteria")
    proposal = rules.proposed_level(screening.criteria, beijing_date(clock()))
    matter.criteria = sorted(screening.criteria)
    matter.screen_reason, matter.handling_opinion = screening.reason, screening.handling_opinion
    matter.is_competent, matter.needs_pre_disposition = screening.is_competent, screening.needs_pre_disposition
    matter.screened_by, matter.screened_at = actor.id, clock()
    matter.proposed_level, matter.proposal_rules = proposal.level, list(proposal.rule_ids)
    after = {"criteria": matter.criteria, "competent": screening.is_competent, "proposed_level": proposal.level,
             "rules": matter.proposal_rules}  # fmt: skip
    flow.note(session, matter, "matter.screened", actor=actor, clock=clock, after=after, reason=screening.reason)


def _require_codes(list_name: str, codes: Collection[str], field: str) -> None:
    for code in codes:
        if not is_code(list_name, code):
            raise BadInputError("CODE_UNKNOWN", field=field, value=code)


@cites("2.1.0-c", "2.1.0-e")
def screen_out(
    session: Session, matter_id: int, *, closure: Closure, reason: str, transferred_to: str = "", actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """一般工作信息和不属于本系统职责的信息不进入研判，说明理由后办结或者移送。

    M03. What is not within the competence names the authority it was passed to (`TRANSFER_MISSING`).
    """
    matter = flow.take(session, matter_id, "M03", actor=actor)
    flow.require_handler(matter, actor)
    refuse_untaken(session, matter_id)
    flow.require_reason(reason)
    if closure is Closure.NOT_COMPETENT and not transferred_to.strip():
        raise RuleViolatedError("TRANSFER_MISSING", field="transferred_to")
    matter.closure, matter.transferred_to = closure.value, transferred_to.strip() or None
    flow.move(
        session, matter, "matter.screened_out", MatterState.CLOSED_ROUTINE, actor=actor, clock=clock, reason=reason,
        after={"closure": closure.value, "transferred_to": matter.transferred_to},
    )  # fmt: skip


@cites("2.1.0-c")
def reopen_matter(session: Session, matter_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """筛查办结的信息可以说明理由后重新办理。"""
    matter = flow.take(session, matter_id, "M03-R", actor=actor)
    flow.require_handler(matter, actor)
    flow.require_reason(reason)
    before = {"closure": matter.closure, "transferred_to": matter.transferred_to}
    matter.closure = matter.transferred_to = None
    flow.move(
        session, matter, "matter.reopened", MatterState.RECEIVED, actor=actor, clock=clock, reason=reason, before=before
    )


@cites("3.4.0-f14", "3.4.0-f01")
def merge_matter(
    session: Session, matter_id: int, *, target_notice_no: str, reason: str, actor: Actor, clock: Clock
) -> int:
    """重复信息并入已有事项，线索留痕随之转入。

    M04. The target is named by its notice number, whose check digit is asked first
    (`NOTICE_NO_FORMAT`); it must be another open matter that the actor may see (`MERGE_TARGET`).
    """
    matter = flow.take(session, matter_id, "M04", actor=actor)
    flow.require_handler(matter, actor)
    flow.require_reason(reason)
    target = _merge_target(session, matter, target_notice_no.strip().upper(), actor)
    for clue in queries.list_clues(session, matter.id):
        session.add(_copied(clue, target.id))
    matter.merged_into_id = target.id
    flow.move(
        session, matter, "matter.merged", MatterState.MERGED, actor=actor, clock=clock, reason=reason,
        after={"merged_into": target.notice_no},
    )  # fmt: skip
    flow.note(session, target, "matter.took_in", actor=actor, clock=clock, reason=reason, merged=matter.notice_no)
    return target.id


def _merge_target(session: Session, matter: Matter, notice_no: str, actor: Actor) -> Matter:
    if not number_rules.is_notice_number(notice_no):
        raise BadInputError("NOTICE_NO_FORMAT", field="target_notice_no", notice_no=notice_no)
    target = queries.find_by_notice_no(session, notice_no, actor)
    if target is None or target.id == matter.id or MatterState(target.state) in CLOSED_STATES:
        raise RuleViolatedError("MERGE_TARGET", field="target_notice_no", notice_no=notice_no)
    return target


def _copied(clue: Clue, matter_id: int) -> Clue:
    """Repeat a line of one trail in another; the line says whose it was."""
    return Clue(
        matter_id=matter_id, at=clue.at, by=clue.by, what=clue.what, file_id=clue.file_id,
        file_sha256=clue.file_sha256, from_matter_id=clue.from_matter_id or clue.matter_id,
    )  # fmt: skip


@cites("2.1.0-a", "1.3.0-b", "2.1.1-a", "2.1.1-b", "2.1.1-c", "3.1.1-e", "3.4.0-f11", "A-14")
def confirm_matter(
    session: Session, matter_id: int, grading: Grading, *, version: int | None = None, actor: Actor, clock: Clock
) -> None:
    """筛查后定级，确认为风险信息。

    M05. Headquarters keep levels 1 and 2 only: what they find to be level 3 goes to a bureau first.
    """
    matter = flow.take(session, matter_id, "M05", version=version, actor=actor)
    flow.require_handler(matter, actor)
    refuse_untaken(session, matter_id)
    if code := rules.reasons_against_confirmation(
        is_screened=matter.screened_at is not None, is_competent=bool(matter.is_competent), criteria=matter.criteria,
        has_category=matter.product_category is not None,
    ):  # fmt: skip
        raise RuleViolatedError(code)
    _refuse_grading(session, matter, grading, clock())
    _grade(matter, grading, reason=grading.override_reason)
    matter.confirmed_by, matter.confirmed_at = actor.id, clock()
    flow.move(
        session, matter, "matter.confirmed", MatterState.CONFIRMED, actor=actor, clock=clock, after=_graded(matter),
        reason=grading.override_reason or None,
    )  # fmt: skip


def _refuse_grading(session: Session, matter: Matter, grading: Grading, now: datetime) -> None:
    if fault := rules.reasons_against_grading(grading, proposed=matter.proposed_level or 3, now=now):
        raise RuleViolatedError(fault[0], field=fault[1], proposed=matter.proposed_level)
    _require_codes("level_1_grounds", grading.grounds, "grounds")
    if code := rules.reasons_against_level_on_tier(grading.level, flow.tier_of(session, matter.owner_org_id)):
        raise RuleViolatedError(code, field="level")


def _grade(matter: Matter, grading: Grading, *, reason: str) -> None:
    matter.level = grading.level
    matter.level_grounds = sorted(grading.grounds) if grading.level == 1 else []
    matter.level2_due_at = grading.due_at if grading.level == 2 else None
    matter.level_reason = reason.strip() or None
    matter.is_level_by_result = False


def _graded(matter: Matter) -> dict[str, object]:
    due = matter.level2_due_at
    return {
        "level": matter.level, "proposed_level": matter.proposed_level, "grounds": matter.level_grounds,
        "due_at": due.isoformat() if due else None,
    }  # fmt: skip


@cites("2.1.1-b", "2.1.1-c", "3.1.1-c", "3.3.2-c", "A-14")
def regrade_matter(
    session: Session, matter_id: int, grading: Grading, *, reason: str, version: int | None = None, actor: Actor,
    clock: Clock,
) -> None:  # fmt: skip
    """调整级别须有理由；从严的时限即时生效，从宽不延长时限。

    M24. Below the proposed level only the head may go. On tier 2 a level of 1 or 2 must go up.
    """
    matter = flow.take(session, matter_id, "M24", version=version, actor=actor)
    flow.require_owner(matter, actor)
    proposed = matter.proposed_level or 3
    if fault := rules.reasons_against_regrade(
        current=matter.level or 3, level=grading.level, proposed=proposed, reason=reason, role=actor.role
    ):
        raise RuleViolatedError(fault[0], field=fault[1], proposed=proposed)
    reasoned = Grading(grading.level, grading.grounds, grading.due_at, reason)
    _refuse_grading(session, matter, reasoned, clock())
    before = _graded(matter)
    earlier = matter.level2_due_at
    _grade(matter, reasoned, reason=reason)
    if matter.level == 2:
        matter.level2_due_at = rules.due_after_regrade(earlier, grading.due_at)
    flow.note(
        session, matter, "matter.regraded", actor=actor, clock=clock, reason=reason, before=before,
        after=_graded(matter),
    )  # fmt: skip


@cites("A-12", "2.4.2-f", "3.5.0-e")
def assess_complexity(
    session: Session, matter_id: int, *, grounds: Collection[str], reason: str, is_drawn: bool, actor: Actor,
    clock: Clock,
) -> bool:  # fmt: skip
    """按清单判断是否复杂；抽取专家以后只能增项。

    Gives whether the matter is complex then. Ticks that the level or the screening sets stay.
    """
    if actor.role not in {Role.OFFICIAL, Role.APPROVER}:
        raise NotAllowedError("ROLE")
    matter = queries.lock_matter(session, matter_id, viewer=actor)
    flow.require_owner(matter, actor)
    _require_codes("complexity_criteria", grounds, "grounds")
    preset = rules.preset_complexity(matter.level, matter.adjudication_level, matter.criteria)
    held = rules.complexity_after(matter.complexity_grounds, grounds, preset=preset, is_drawn=is_drawn)
    if held is None:
        raise RuleViolatedError("COMPLEXITY_LOWERED", field="grounds")
    if held != set(matter.complexity_grounds):
        before, matter.complexity_grounds = {"complexity": list(matter.complexity_grounds)}, sorted(held)
        flow.note(
            session, matter, "matter.complexity_assessed", actor=actor, clock=clock, reason=reason or None,
            before=before, after={"complexity": sorted(held)},
        )  # fmt: skip
    return bool(held)


@cites("A-12")
def raise_complexity(
    session: Session, matter_id: int, *, grounds: Collection[str], reason: str, actor: Actor, clock: Clock
) -> bool:
    """复杂清单增项，已有的项不动。"""
    matter = queries.get_matter(session, matter_id, viewer=actor)
    more = {*matter.complexity_grounds, *grounds}
    return assess_complexity(session, matter_id, grounds=more, reason=reason, is_drawn=True, actor=actor, clock=clock)


@cites("2.2.0-b", "2.5.1-d")
def record_pre_disposition(
    session: Session, matter_id: int, *, form_key: str, measures: Collection[str], details: str, executor: str,
    taken_at: datetime, is_emergency: bool, actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    """先行处置随时可以记录，与研判并行，不受研判进度影响。

    M06. The bureau that first had a matter may record measures also while it lies with headquarters.
    """
    hold(session, form_key)
    if queries.has_pre_disposition(session, form_key):
        return
    matter = flow.take(session, matter_id, "M06", actor=actor)
    flow.require_side(matter, actor)
    _require_codes("disposition_measures", measures, "measures")
    if not measures:
        raise RuleViolatedError("MEASURE_MISSING", field="measures")
    if not executor.strip():
        raise RuleViolatedError("EXECUTOR_MISSING", field="executor")
    if rules.is_future(taken_at, clock()):
        raise RuleViolatedError("PRE_DISPOSITION_FUTURE", field="taken_at")
    row = PreDisposition(
        form_key=form_key, matter_id=matter.id, measures=sorted(measures), details=details, executor=executor,
        taken_at=taken_at, is_emergency=is_emergency, recorded_by=actor.id, recorded_at=clock(),
    )  # fmt: skip
    session.add(row)
    matter.is_emergency = matter.is_emergency or is_emergency
    flow.note(
        session, matter, "matter.pre_disposed", actor=actor, clock=clock,
        after={"measures": sorted(measures), "executor": executor, "emergency": is_emergency},
    )  # fmt: skip
