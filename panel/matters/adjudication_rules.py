"""Who may adjudicate at which level, how a matter climbs, and how a result is entered."""

from panel.accounts.facts import BUREAUX, OrgKind
from panel.guidance import cites
from panel.kernel.actor import Role
from panel.matters.facts import MEETING_MODES, AdjudicationState, MatterState, Mode, RequestState, ResultBlock

HQ_ORGANISERS = frozenset({OrgKind.HQ_DEPT, OrgKind.COMMISSION})
RISK_RESULTS = frozenset({"0", "1", "2", "3"})


@cites("2.4.1-a", "2.4.1-b", "2.4.1-c", "2.4.1-d", "2.4.1-e", "3.1.1-c", "A-13")
def reasons_against_opening(
    level: int, *, kind: OrgKind, tier: int, is_owner: bool, information_level: int | None, has_approval: bool
) -> str | None:
    """三级研判由当地直属局或者省级局组织，二级由总局业务司局组织，一级须经总局领导批准。

    A bureau may not adjudicate what is graded 1 or 2; a department may call a level-3 matter up.
    """
    if level == 3:
        return _against_level_3(kind=kind, tier=tier, is_owner=is_owner, information_level=information_level)
    if kind not in HQ_ORGANISERS or tier != 1:
        return "LEVEL_TIER"
    if not is_owner:
        return "NOT_OWNER"
    return "LEVEL1_APPROVAL" if level == 1 and not has_approval else None


def _against_level_3(*, kind: OrgKind, tier: int, is_owner: bool, information_level: int | None) -> str | None:
    if kind is OrgKind.GRASSROOTS:
        return "LEVEL3_ORGANISER"
    if tier != 2 or kind not in BUREAUX:
        return "LEVEL_TIER"
    if not is_owner:
        return "LEVEL3_ORGANISER"
    return "TIER2_LEVEL3_ONLY" if information_level is not None and information_level < 3 else None


@cites("2.4.1-c", "3.1.1-d", "A-25")
def reasons_against_escalation(
    *, state: MatterState, adjudication_level: int | None, must_escalate: bool, target_kind: OrgKind, has_open: bool
) -> str | None:
    """三级研判中的事项，或者必须上传的事项，可以提请总局业务司局研判；未了结的请求只能有一件。

    Out of adjudication only a matter that has to go up may go up; the chain is not skipped.
    """
    if target_kind not in HQ_ORGANISERS:
        return "ESCALATION_TARGET"
    if has_open:
        return "REQUEST_OPEN"
    in_level_3 = state is MatterState.ADJUDICATING and adjudication_level == 3
    may_upload = must_escalate and state in {MatterState.CONFIRMED, MatterState.ADJUDICATED}
    return None if in_level_3 or may_upload else "ESCALATION_STATE"


@cites("2.4.1-e", "A-28")
def reasons_against_level_1_request(
    *, state: MatterState, adjudication_level: int | None, has_open: bool
) -> str | None:
    """二级研判难以解决的，方可提请一级研判；未了结的请求只能有一件。"""
    if has_open:
        return "REQUEST_OPEN"
    return None if state is MatterState.ADJUDICATING and adjudication_level == 2 else "LEVEL1_STATE"


@cites("2.4.1-e")
def reasons_against_endorsement(state: RequestState, *, requester: int, actor: int) -> str | None:
    """请求由部门负责人审核，起草人不能审核自己的请求。"""
    if state is not RequestState.DRAFTED:
        return "REQUEST_DONE"
    return "SOD_REQUEST" if requester == actor else None


@cites("2.4.1-e", "A-28", "S-09", "3.1.1-g")
def reasons_against_leader_decision(
    state: RequestState, *, is_leader: bool, persons: frozenset[int | None], actor: int | None, is_approved: bool,
    approval_no: str, has_result_body: bool, reason: str,
) -> tuple[str, str] | None:  # fmt: skip
    """一级研判由总局领导批准，申请人不能批准；批准须有文号，并指定确认和录入结果的机构。"""
    if state is not RequestState.SENT:
        return "REQUEST_DONE", ""
    if not is_leader:
        return "HQ_LEADER", ""
    if actor in persons:
        return "SOD_LEVEL1", ""
    if not is_approved:
        return None if reason.strip() else ("REASON_MISSING", "reason")
    if not approval_no.strip():
        return "APPROVAL_NO", "approval_no"
    return None if has_result_body else ("RESULT_BODY", "result_org_id")


@cites("2.4.3-c", "2.4.0-c", "2.4.2-a", "2.4.2-m", "3.4.0-f15", "3.3.3-a")
def reasons_against_result(block: ResultBlock, mode: Mode, state: AdjudicationState) -> tuple[str, str] | None:
    """结果须有编号的书面结论或者会议纪要，写明风险性质和级别；调查不能单独结案。"""
    is_bare = mode in MEETING_MODES and not all((block.meeting_type, block.attendees))
    checks = (
        (state is not AdjudicationState.OPEN, "ADJUDICATION_CLOSED", ""),
        (mode is Mode.INVESTIGATIVE, "INVESTIGATION_NOT_FINAL", ""),
        (not block.conclusion_no.strip(), "CONCLUSION_MISSING", "conclusion_no"),
        (not block.nature.strip(), "NATURE_MISSING", "nature"),
        (block.risk_level not in RISK_RESULTS, "LEVEL_MISSING", "risk_level"),
        (is_bare, "MEETING_MISSING", "attendees"),
    )
    return next(((code, field) for is_wrong, code, field in checks if is_wrong), None)


@cites("3.1.1-f", "3.1.1-g", "2.4.1-b")
def reasons_against_confirming(
    level: int, *, actor_org: int, organiser: int, result_body: int | None, role: Role
) -> str | None:
    """三级、二级研判结果由组织部门负责人确认，一级由总局指定的机构确认。"""
    if level == 1:
        return None if actor_org == result_body else "RESULT_ENTRY_L1"
    if actor_org != organiser:
        return "RESULT_ENTRY_L2" if level == 2 else "RESULT_ENTRY_L3"
    return None if role is Role.APPROVER else "RESULT_BY_HEAD"


@cites("3.1.1-f", "3.1.1-g", "3.2.2-b")
def reasons_against_entering(level: int, *, actor_org: int, organiser: int, result_body: int | None) -> str | None:
    """研判结果由组织研判的部门录入和审核；一级也可由指定的机构办理。"""
    if actor_org == organiser or (level == 1 and actor_org == result_body):
        return None
    return {1: "RESULT_ENTRY_L1", 2: "RESULT_ENTRY_L2"}.get(level, "RESULT_ENTRY_L3")


@cites("3.2.2-b", "S-05")
def is_second_hand(actor: int, earlier: frozenset[int]) -> bool:
    """录入、审核、确认由三个人分别办理。"""
    return actor not in earlier
