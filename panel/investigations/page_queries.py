"""All that the pages of an inquiry show: what happened, what is owed and by whom, what the reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.guidance import parameter
from panel.institutions import queries as institutions
from panel.institutions.facts import OrderState
from panel.investigations import queries, rules
from panel.investigations.facts import Act, Gathering, InvestigationState, Standing
from panel.investigations.models import Investigation, Request, WarningDecision
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import beijing_date
from panel.voting import evidence_queries as evidence
from panel.voting import queries as voting
from panel.voting.result_queries import RoundResult

ON_ONE_ROW = frozenset(
    {
        Act.DECIDE_PLAN, Act.FILE_FINDINGS, Act.DECIDE_ORDER, Act.CHECK_REPORT, Act.DECIDE_REQUEST,
        Act.ANSWER_TEST_WISH,
    }
)  # fmt: skip
"""Acts whose page is that of a single plan, order, proposal or wish."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that somebody has still to do."""

    words: str
    role: str
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A work order of the panel with the institution that has it and the round it goes back to."""

    order: Any
    institution: str
    round_no: int | None
    acts: frozenset[Act]
    may_open: bool


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """The tab of a panel: the contested round, the inquiries, the answers, and what is owed."""

    standing: Standing
    acts: frozenset[Act]
    owed: Sequence[Owed]
    latest: RoundResult | None
    gathering: Gathering | None
    warnings: Sequence[WarningDecision]
    wishes: Sequence[queries.Wish]
    investigations: Sequence[Investigation]
    orders: Sequence[OrderLine]
    requests: Sequence[Request]
    names: Mapping[int, str]
    rounds: Mapping[int, int]
    is_exhausted: bool
    reader_id: int | None

    @property
    def is_empty(self) -> bool:
        """Tell whether the panel never had anything to inquire into."""
        return not (self.latest or self.investigations or self.orders or self.warnings or self.wishes)

    @property
    def doors(self) -> dict[Act, dict[str, int]]:
        """Give, for each act that is the reader's now, what its page's address takes beside the panel's number."""
        found: dict[Act, dict[str, int]] = {act: {} for act in self.acts - ON_ONE_ROW}
        for line in self.orders:
            found |= {act: {"order_id": line.order.id} for act in line.acts}
        for plan in self.investigations:
            if (act := self._act_on(plan)) in self.acts:
                found[act] = {"investigation_id": plan.id}
        for request in self.requests:
            if Act.DECIDE_REQUEST in self.acts and self._waits_for_reader(request):
                found[Act.DECIDE_REQUEST] = {"request_id": request.id}
        places = [place for place, wish in enumerate(self.wishes, 1) if wish.answer is None]
        if Act.ANSWER_TEST_WISH in self.acts:
            found[Act.ANSWER_TEST_WISH] = {"place": places[0]}
        return found

    def _act_on(self, plan: Investigation) -> Act | None:
        if plan.state == InvestigationState.APPROVED:
            return Act.FILE_FINDINGS
        return (
            Act.DECIDE_PLAN if plan.state == InvestigationState.PLANNED and plan.drafted_by != self.reader_id else None
        )

    def _waits_for_reader(self, request: Request) -> bool:
        return request.decided_at is None and request.requested_by != self.reader_id


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the panel could sit again: members who accepted, the least that must take part, and the new pieces.

    `barred` names members without a vote on the results; `is_exhausted` says that the rounds are used up.
    """

    members: int
    least: int
    barred: Sequence[str]
    pieces: Sequence[str]
    is_exhausted: bool

    @property
    def voting(self) -> int:
        """Count the members who may vote."""
        return self.members - len(self.barred)


def readiness(session: Session, panel: Any, now: datetime) -> Readiness:
    """Tell how a panel stands before it is convened again."""
    members = commissions.list_members(session, panel.id)
    barred = evidence.bars(session, panel, members)
    standing = queries.standing_of(session, panel.id, now)
    return Readiness(
        members=len(members), least=parameter("panel_min_complex", on=beijing_date(now)),
        barred=[f"{seat.name}（{barred[seat.id]}）" for seat in members if seat.id in barred],
        pieces=[piece.title for piece in commissions.list_materials(session, panel.id, is_released=False)],
        is_exhausted=rules.must_escalate(standing.undecided_rounds, standing.most_rounds),
    )  # fmt: skip


def acts_of(panel: Any, standing: Standing, actor: Actor) -> frozenset[Act]:
    """Give what a reader may do about a panel; people of other departments only read."""
    return rules.open_acts(standing, actor.role) if actor.org_id == panel.org_id else frozenset()


def inquiry_page(session: Session, panel: Any, actor: Actor, now: datetime) -> InquiryPage:
    """Gather a panel's tab; the caller has asked whether the reader may see the panel."""
    standing = queries.standing_of(session, panel.id, now)
    latest = queries.undecided_round(session, panel.id)
    plans = queries.list_investigations(session, panel.id)
    warnings, requests = queries.list_warnings(session, panel.id), queries.list_requests(session, panel.id)
    rounds = {round_.id: round_.no for round_ in voting.list_rounds(session, panel.id)}
    acts = acts_of(panel, standing, actor)
    orders = _order_lines(session, panel.id, rounds, acts, actor)
    wishes = queries.list_wishes(session, panel.id)
    return InquiryPage(
        standing=standing, acts=acts, owed=what_is_owed(standing), latest=latest,
        gathering=queries.gathering_of(session, latest) if latest else None, warnings=warnings,
        wishes=wishes, investigations=plans, orders=orders, requests=requests,
        names=accounts.account_names(session, _people(plans, warnings, requests)), rounds=rounds,
        is_exhausted=rules.must_escalate(standing.undecided_rounds, standing.most_rounds), reader_id=actor.id,
    )  # fmt: skip


def _people(
    plans: Sequence[Investigation], warnings: Sequence[WarningDecision], requests: Sequence[Request]
) -> set[int | None]:
    found: set[int | None] = {who for plan in plans for who in (plan.drafted_by, plan.decided_by, plan.filed_by)}
    found |= {warning.answered_by for warning in warnings}
    return found | {who for request in requests for who in (request.requested_by, request.decided_by)}


def _order_lines(
    session: Session, panel_id: int, rounds: Mapping[int, int], acts: frozenset[Act], actor: Actor
) -> list[OrderLine]:
    orders = institutions.list_orders(session, panel_id=panel_id)
    if not orders:
        return []
    names = institutions.institution_names(session, [order.institution_id for order in orders])
    led_by = queries.list_order_rounds(session, panel_id)
    return [
        OrderLine(
            order, names.get(order.institution_id, ""), rounds.get(led_by.get(order.id, 0)),
            _acts_on(order, acts, actor), may_open=actor.org_id == order.org_id or actor.role is Role.AUDITOR,
        )
        for order in reversed(orders)
    ]  # fmt: skip


def _acts_on(order: Any, acts: frozenset[Act], actor: Actor) -> frozenset[Act]:
    waits_for = {OrderState.PENDING: Act.DECIDE_ORDER, OrderState.REPORTED: Act.CHECK_REPORT}
    act = waits_for.get(OrderState(order.state))
    is_own = act is Act.DECIDE_ORDER and order.requested_by == actor.id
    return frozenset({act} & acts) if act is not None and not is_own else frozenset()


def what_is_owed(standing: Standing) -> list[Owed]:
    """Say who has what still to do, in the order in which it is best done."""
    work = standing.work
    is_next_open = standing.state is PanelState.FINDINGS_IN and not work.requests_waiting
    running = work.orders - work.reports_waiting
    listed = (
        (not standing.is_warning_answered, _("答复是否发布预警或者采取防范措施"), Role.OFFICIAL, Act.ANSWER_WARNING),
        (standing.open_wishes, _("答复专家提出的检测要求"), Role.OFFICIAL, Act.ANSWER_TEST_WISH),
        (rules.owes_inquiry(standing), _("安排专项调查，或者委托检测，也可以同时进行"), Role.OFFICIAL, None),
        (work.plans_waiting, _("审批专项调查方案"), Role.APPROVER, Act.DECIDE_PLAN),
        (work.orders_waiting, _("审批检测任务书"), Role.APPROVER, Act.DECIDE_ORDER),
        (work.investigations, _("开展调查，提交专项调查报告"), Role.OFFICIAL, Act.FILE_FINDINGS),
        (running, _("完成检测，提交检验报告"), Role.INST_CONTACT, None),
        (work.reports_waiting, _("审核检验报告"), Role.OFFICIAL, Act.CHECK_REPORT),
        (is_next_open, _("选择下一步研判方式"), Role.OFFICIAL, None),
        (work.requests_waiting, _("决定业务人员提出的研判办法"), Role.APPROVER, Act.DECIDE_REQUEST),
    )
    return [Owed(words, role.value, act) for is_due, words, role, act in listed if is_due]
