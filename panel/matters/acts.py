"""What a person may do next with a matter: the buttons of its page. The use cases decide; this only offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from panel.kernel.actor import Actor, Role
from panel.matters import adjudication_rules, rules
from panel.matters.facts import MATTER_TRANSITIONS, MatterState, RequestKind, RequestState
from panel.matters.intake_rules import is_handler


@dataclass(frozen=True, slots=True)
class Situation:
    """What the offer depends on."""

    matter: Any
    viewer: Actor
    has_open_hand_over: bool
    has_open_request: bool
    open_mode: str | None
    has_result: bool

    @property
    def is_owner(self) -> bool:
        """Tell whether the viewer's body owns the matter."""
        return bool(self.viewer.org_id == self.matter.owner_org_id)

    @property
    def is_handler(self) -> bool:
        """Tell whether the viewer's body handles the matter at intake and has taken it."""
        matter = self.matter
        handles = is_handler(
            self.viewer.org_id or 0, owner=matter.owner_org_id, origin=matter.origin_org_id,
            received=matter.received_org_id,
        )  # fmt: skip
        return handles and not self.has_open_hand_over

    @property
    def is_side(self) -> bool:
        """Tell whether the viewer's body owns, first had or entered the matter."""
        matter = self.matter
        return self.viewer.org_id in {matter.owner_org_id, matter.origin_org_id, matter.received_org_id}


Condition = Callable[[Situation], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """A page of this room on which something is done: its row of the table and when it is offered."""

    endpoint: str
    label: Any
    number: str
    when: Condition
    is_main: bool = False


def _handles(s: Situation) -> bool:
    return s.is_handler


def _owns(s: Situation) -> bool:
    return s.is_owner


def _sides(s: Situation) -> bool:
    return s.is_side


def _to_screen(s: Situation) -> bool:
    return s.is_handler and s.matter.screened_at is None


def _to_screen_again(s: Situation) -> bool:
    return s.is_handler and s.matter.screened_at is not None


def _to_confirm(s: Situation) -> bool:
    return s.is_handler and bool(s.matter.is_competent)


def _to_open(s: Situation) -> bool:
    return s.is_owner and not s.matter.must_escalate and not s.has_open_request


def _to_escalate(s: Situation) -> bool:
    state, matter = MatterState(s.matter.state), s.matter
    in_level_3 = state is MatterState.ADJUDICATING and matter.adjudication_level == 3
    return s.is_owner and not s.has_open_request and (in_level_3 or matter.must_escalate)


def _to_ask_level_1(s: Situation) -> bool:
    return s.is_owner and not s.has_open_request and s.matter.adjudication_level == 2


def _to_enter_result(s: Situation) -> bool:
    return s.is_owner and s.open_mode not in {None, "expert", "investigative"} and not s.has_result


def _to_regrade(s: Situation) -> bool:
    return s.is_owner


ACTS = (
    Act("matters.screen_matter", _l("筛查"), "M01-S", _to_screen, is_main=True),
    Act("matters.confirm_matter", _l("定级并确认"), "M05", _to_confirm, is_main=True),
    Act("matters.screen_matter", _l("重新筛查"), "M01-S", _to_screen_again),
    Act("matters.request_escalation", _l("提请总局研判"), "M09-D", _to_escalate),
    Act("matters.open_adjudication", _l("组织研判"), "M08", _to_open, is_main=True),
    Act("matters.request_level_1", _l("提请一级研判"), "M11-D", _to_ask_level_1),
    Act("matters.enter_result", _l("录入研判结果"), "M17", _to_enter_result, is_main=True),
    Act("matters.record_pre_disposition", _l("记录先行处置"), "M06", _sides),
    Act("matters.add_clue", _l("补充线索"), "M01-C", _sides),
    Act("matters.edit_matter", _l("更正信息"), "M01-E", _handles),
    Act("matters.dispatch_matter", _l("转交其他部门"), "M02", _handles),
    Act("matters.regrade_matter", _l("调整级别"), "M24", _to_regrade),
    Act("matters.raise_complexity", _l("复杂事项清单"), "A12", _owns),
    Act("matters.merge_matter", _l("并入其他事项"), "M04", _handles),
    Act("matters.screen_out", _l("按一般信息办结"), "M03", _handles),
    Act("matters.reopen_matter", _l("重新办理"), "M03-R", _handles),
)


def acts_for(situation: Situation) -> list[Act]:
    """Give the acts that are open to the viewer now, the main ones first."""
    state, role = MatterState(situation.matter.state), situation.viewer.role
    if role not in {Role.OFFICIAL, Role.APPROVER, Role.INST_CONTACT}:
        return []
    offered = [
        act for act in ACTS
        if rules.is_open_transition(MATTER_TRANSITIONS[act.number], state, role) and act.when(situation)
    ]  # fmt: skip
    return sorted(offered, key=lambda act: not act.is_main)


def decides_next(request: Any, viewer: Actor) -> bool:
    """Tell whether the next act on a request is the viewer's: the head's, the department's or the leader's."""
    if request.state == RequestState.DRAFTED:
        return viewer.role is Role.APPROVER and bool(request.org_id == viewer.org_id)
    if request.state != RequestState.SENT:
        return False
    if request.kind == RequestKind.LEVEL_1:
        return viewer.has("hq_leader")
    return viewer.role is Role.OFFICIAL and bool(request.target_org_id == viewer.org_id)


def result_act(result: Any, result_org_id: int | None, viewer: Actor) -> str | None:
    """Give `review` or `confirm` where that is the viewer's to do with a result block, else None.

    Three persons enter, review and confirm; `result_org_id` is the body named for level 1.
    """
    hands = frozenset(person for person in (result.entered_by, result.reviewed_by) if person is not None)
    is_standing = result.confirmed_at is None and result.returned_at is None
    if not is_standing or not adjudication_rules.is_second_hand(viewer.id or 0, hands):
        return None
    body = {"actor_org": viewer.org_id or 0, "organiser": result.organiser_org_id, "result_body": result_org_id}
    if result.reviewed_at is None:
        may_review = viewer.role is Role.OFFICIAL
        return (
            "review" if may_review and not adjudication_rules.reasons_against_entering(result.level, **body) else None
        )
    may_confirm = viewer.role in {Role.OFFICIAL, Role.APPROVER}
    refused = adjudication_rules.reasons_against_confirming(result.level, **body, role=viewer.role)
    return "confirm" if may_confirm and not refused else None
