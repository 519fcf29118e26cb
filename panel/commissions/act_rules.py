"""What a person may do to a panel now: a page offers exactly this, and nothing that would be refused."""

from collections.abc import Callable

from panel.commissions.facts import (
    BEFORE_SIGNED,
    SEATING,
    Act,
    Complexity,
    PanelState,
    SeatState,
    SessionMode,
    Standing,
    WaiverKind,
)
from panel.commissions.rules import (
    is_on_duty,
    reasons_against_constitution,
    reasons_against_single_expert,
    seats_for_reconvening,
)
from panel.draw.facts import Party
from panel.guidance import cites
from panel.kernel.actor import Role

BEFORE_ROUND = frozenset(
    {
        PanelState.COMMISSIONED, PanelState.DRAWN, PanelState.INVITING, PanelState.CONSTITUTED, PanelState.MATERIALS,
        PanelState.IN_SESSION,
    }
)  # fmt: skip
CALLING = frozenset({PanelState.CONSTITUTED, PanelState.MATERIALS, PanelState.IN_SESSION})
IN_ROUND = frozenset({PanelState.ROUND_OPEN, PanelState.ROUND_CLOSED, PanelState.COUNTED})
ADDING = BEFORE_SIGNED - IN_ROUND - {
    PanelState.DECIDED, PanelState.DRAFTED, PanelState.IN_REVIEW, PanelState.TO_SIGN,
}  # fmt: skip
SCREENING = frozenset({PanelState.COMMISSIONED, PanelState.DRAWN, *SEATING})
"""Where experts are screened against the parties, and hits decided on: until a round opens, and between rounds."""
NAMING = SCREENING | {PanelState.DRAFT, PanelState.PENDING_APPROVAL}
CORRESPONDENCE = SessionMode.CORRESPONDENCE
OFFICIAL, APPROVER, SECRETARY = {Role.OFFICIAL}, {Role.APPROVER}, {Role.SECRETARY}
PARTIES = {Role.SECRETARY: Party.ORGANISER, Role.OFFICIAL: Party.WITNESS}
"""Who is which party of a draw (S-12)."""
Holds = Callable[[Standing], bool]


def seats_wanted(standing: Standing) -> int:
    """写明现在需要的成员人数；调查检测后重新研判的，按扩大后的人数。"""
    panel = standing.panel
    if panel.state is PanelState.FINDINGS_IN:
        return seats_for_reconvening(panel.seats_wanted, standing.panel_min_complex)
    return panel.seats_wanted


def missing(standing: Standing) -> int:
    """写明还缺多少成员：已接受和正在邀请的都算在内。"""
    return max(0, seats_wanted(standing) - standing.seats[SeatState.ACCEPTED] - standing.seats[SeatState.INVITED])


def _may_commit(standing: Standing) -> bool:
    """Ask whether a party can still commit: once per panel, from the approval of the commission on."""
    states = {PanelState.COMMISSIONED, PanelState.DRAWN, *SEATING}
    return standing.panel.state in states and PARTIES[standing.role] not in standing.committed


def _may_prepare(standing: Standing) -> bool:
    """Ask whether a draw may be prepared: the first, another with consent, or for seats that are missing."""
    state = standing.panel.state
    is_committed = standing.committed == frozenset(Party) and not standing.awaited_envelopes
    if standing.drawn_by is not None or not is_committed:
        return False
    if state is PanelState.DRAWN:
        return standing.redraw_consents > 0
    short = missing(standing) > 0 or standing.reserves_left < standing.panel.reserves_wanted
    return state is PanelState.COMMISSIONED or (state in SEATING and short)


def _may_constitute(standing: Standing) -> bool:
    fault = reasons_against_constitution(
        standing.panel, standing.seats[SeatState.ACCEPTED],
        unanswered=standing.seats[SeatState.INVITED] - standing.pending,
        undecided=standing.pending + standing.has_objection + standing.unresolved,
        has_waiver=standing.has_single_waiver, panel_min=standing.panel_min,
        panel_min_complex=standing.panel_min_complex,
    )  # fmt: skip
    return fault is None


def _may_reconvene(standing: Standing) -> bool:
    """Ask whether findings are in the pack and five or more, an odd number, accepted."""
    members = standing.seats[SeatState.ACCEPTED]
    is_big = members >= seats_wanted(standing) and members % 2 == 1
    settled = standing.seats[SeatState.INVITED] == 0 and not standing.has_objection and not standing.unresolved
    return is_big and settled and standing.unreleased > 0


def _in(*states: PanelState) -> Holds:
    return lambda standing: standing.panel.state in states


def _asks(kind: WaiverKind, states: frozenset[PanelState], also: Holds = lambda _standing: True) -> Holds:
    return lambda standing: standing.panel.state in states and kind not in standing.open_waivers and also(standing)


def _may_ask_single(standing: Standing) -> bool:
    code = reasons_against_single_expert(standing.panel, is_allowed=standing.allow_single)
    return code is None and not standing.has_single_waiver


S = PanelState
ACTS: dict[Act, tuple[set[Role], Holds]] = {
    Act.EDIT: (OFFICIAL, _in(S.DRAFT)),
    Act.SUBMIT: (OFFICIAL, lambda standing: standing.panel.state is S.DRAFT and standing.is_complete),
    Act.APPROVE: (
        APPROVER,
        lambda standing: (
            standing.panel.state is S.PENDING_APPROVAL and standing.actor_id != standing.panel.drafted_by
        ),
    ),
    Act.PREPARE_DRAW: (SECRETARY, _may_prepare),
    Act.DROP_DRAW: (SECRETARY, lambda standing: standing.drawn_by is not None and not standing.revealed),
    Act.COMMIT: (SECRETARY | OFFICIAL, _may_commit),
    Act.RECEIVE_ENVELOPE: (APPROVER, lambda standing: bool(standing.awaited_envelopes)),
    Act.REVEAL: (
        SECRETARY | OFFICIAL,
        lambda standing: standing.drawn_by is not None and PARTIES[standing.role] not in standing.revealed,
    ),
    Act.OPEN_DEPOSIT: (APPROVER, lambda standing: standing.drawn_by is not None and len(standing.revealed) == 1),
    Act.APPOINT: (OFFICIAL, _asks(WaiverKind.DIRECT_APPOINTMENT, frozenset({S.COMMISSIONED}))),
    Act.INVITE: (SECRETARY, lambda standing: standing.panel.state is S.DRAWN and standing.drawn_by is None),
    Act.CONSTITUTE: (
        OFFICIAL, lambda standing: standing.panel.state is S.INVITING and _may_constitute(standing),
    ),
    Act.ADD_MATERIAL: (OFFICIAL | SECRETARY, lambda standing: standing.panel.state in ADDING),
    Act.RELEASE: (SECRETARY, lambda standing: standing.panel.state in CALLING and standing.unreleased > 0),
    Act.RECONVENE: (OFFICIAL, lambda standing: standing.panel.state is S.FINDINGS_IN and _may_reconvene(standing)),
    Act.RAISE_COMPLEXITY: (
        OFFICIAL,
        lambda standing: (
            standing.panel.state in BEFORE_ROUND | {S.FINDINGS_IN} and len(standing.grounds) < len(Complexity)
        ),
    ),
    Act.SET_MEETING: (
        OFFICIAL | SECRETARY, lambda standing: standing.panel.state in SEATING | {S.COMMISSIONED, S.DRAWN},
    ),
    Act.ASK_SINGLE: (
        OFFICIAL | SECRETARY, _asks(WaiverKind.SINGLE_EXPERT, BEFORE_ROUND, _may_ask_single),
    ),
    Act.ASK_CORRESPONDENCE: (
        OFFICIAL | SECRETARY,
        _asks(WaiverKind.CORRESPONDENCE, BEFORE_ROUND, lambda standing: standing.panel.session_mode != CORRESPONDENCE),
    ),
    Act.ASK_REDRAW: (
        SECRETARY,
        _asks(WaiverKind.REDRAW, frozenset({S.DRAWN}), lambda standing: standing.redraw_consents == 0),
    ),
    Act.ASK_CANCEL: (OFFICIAL, _asks(WaiverKind.CANCEL, BEFORE_SIGNED - IN_ROUND)),
    Act.OBJECT: (
        OFFICIAL | SECRETARY,
        lambda standing: (
            standing.panel.state in SEATING
            and standing.seats[SeatState.ACCEPTED] + standing.seats[SeatState.INVITED] > 0
        ),
    ),
    Act.ENTER_PARTY: (OFFICIAL | SECRETARY, lambda standing: standing.panel.state in NAMING),
    Act.SCREEN: (OFFICIAL | SECRETARY, lambda standing: standing.panel.state in SCREENING),
    Act.DECIDE_FINDINGS: (OFFICIAL | APPROVER, lambda standing: standing.panel.state in SCREENING),
    Act.DECIDE: (APPROVER, lambda standing: standing.panel.state in BEFORE_SIGNED),
}  # fmt: skip


@cites("3.5.0-a", "3.1.0-b")
def open_acts(standing: Standing) -> frozenset[Act]:
    """页面只列出当前环节本人可以办理的事项。"""
    if not is_on_duty(standing.panel, standing.role, standing.actor_id, standing.org_id):
        return frozenset()
    return frozenset(act for act, (roles, holds) in ACTS.items() if standing.role in roles and holds(standing))
