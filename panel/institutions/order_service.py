"""The acts on work orders: draft, approve or refuse, take on."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import queries as accounts
from panel.guidance import cites
from panel.institutions import queries, rules
from panel.institutions.facts import InstitutionFacts, OrderContent, OrderState, Tie
from panel.institutions.models import WorkOrder
from panel.institutions.relations import relations_of
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.matters import queries as matters
from panel.matters import service as matters_service
from panel.matters.facts import IN_ADJUDICATION, MatterState
from panel.roster import queries as roster

KIND = "研检"


@cites("4.2.2-a", "2.4.2-i", "2.4.2-j", "D-15")
def draft_order(
    session: Session, matter_id: int, content: OrderContent, *, institution_id: int, panel_id: int | None = None,
    form_key: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Draft an order on a matter and send it to the approver.

    Whether the institution may take it is asked now and again on approval. An order for a panel is
    drafted through the panel's own act, which moves the panel too.
    """
    if (again := queries.find_order_by_form(session, form_key)) is not None:
        return again.id
    if actor.role is not Role.OFFICIAL:
        raise NotAllowedError("ROLE")
    matter = matters.get_matter(session, matter_id, viewer=actor)
    if MatterState(matter.state) not in IN_ADJUDICATION:
        raise RuleViolatedError("ORDER_NEEDS_ADJUDICATION", title=matter.title)
    if panel_id is None and matter.owner_org_id != actor.org_id:
        raise RuleViolatedError("NOT_OWNER")
    today = beijing_date(clock())
    _check_content(content, today)
    values = asdict(content) | {"items": [asdict(one) for one in content.items]}
    order = WorkOrder(
        **values | {"samples": [asdict(one) for one in content.samples]}, matter_id=matter_id, panel_id=panel_id,
        org_id=actor.org_id, institution_id=institution_id, state=OrderState.PENDING.value, requested_by=actor.id,
        requested_at=clock(), form_key=form_key,
    )  # fmt: skip
    order.ties = [asdict(tie) for tie in _check_institution(session, order, today)]
    session.add(order)
    session.flush()
    _record(
        session, order, "institutions.order.drafted", actor=actor, clock=clock, tie_reason=content.tie_reason or None
    )
    return order.id


def _check_content(content: OrderContent, today: date) -> None:
    if not content.items:
        raise BadInputError("ORDER_ITEMS_MISSING", field="items")
    if content.due_on < today:
        raise BadInputError("ORDER_DUE_PAST", field="due_on")
    if content.secrecy == "classified":
        raise RuleViolatedError("CLASSIFIED_CONTENT", field="secrecy")


@cites("2.4.2-i", "4.2.1-a", "4.2.1-c", "4.2.2-d")
def _check_institution(session: Session, order: WorkOrder, on: date) -> list[Tie]:
    """Refuse an institution that may not take the order, and give its ties with the parties."""
    found = queries.institution_facts(session, [order.institution_id])
    if not found:
        raise NotFoundError("NOT_FOUND")
    institution = found[0]
    if lack := rules.against_qualification(institution, [line["item"] for line in order.items], on):
        raise RuleViolatedError("INST_QUALIFIED", field="institution", name=institution.name, problem=lack.words)
    if lack := rules.against_designation(institution, on):
        raise RuleViolatedError("INST_DESIGNATED", field="institution", name=institution.name, problem=lack.words)
    manager = accounts.get_organisation(session, institution.designated_by_org_id)
    if not rules.is_open_to(manager.facts(), roster.chain_of(session, order.org_id)):
        raise RuleViolatedError("INST_NOT_OPEN", field="institution", name=institution.name, manager=manager.name)
    return _check_ties(session, institution, order.matter_id, order.tie_reason)


def _check_ties(session: Session, institution: InstitutionFacts, matter_id: int, tie_reason: str) -> list[Tie]:
    found = relations_of(session, [institution], matter_id)[institution.id]
    if any(relation.is_self for relation in found):
        raise RuleViolatedError("INST_IS_PARTY", field="institution", name=institution.name)
    ties = list(dict.fromkeys(relation.tie for relation in found))
    if ties and not tie_reason:
        names = "、".join(dict.fromkeys(tie.party for tie in ties))
        raise RuleViolatedError("INST_TIE", field="tie_reason", name=institution.name, parties=names)
    return ties


@cites("4.2.2-a", "2.4.2-i")
def approve_order(session: Session, order_id: int, *, actor: Actor, clock: Clock) -> None:
    """Approve and issue an order under its number; the approver is not who drafted it.

    An order without a panel puts its matter to the test here (M15); one of a panel does so through
    the panel's own act.
    """
    order = _for_decision(session, order_id, actor)
    today = beijing_date(clock())
    _check_institution(session, order, today)
    order.number = matters_service.next_number(session, order.org_id, KIND, today.year)
    order.state, order.decided_by, order.decided_at = OrderState.ISSUED.value, actor.id, clock()
    _record(session, order, "institutions.order.approved", actor=actor, clock=clock)
    if order.panel_id is None:
        matters_service.advance_matter(session, order.matter_id, "M15", actor=actor, clock=clock)


def refuse_order(session: Session, order_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Refuse an order with the reason."""
    order = _for_decision(session, order_id, actor)
    order.state, order.decided_by, order.decided_at = OrderState.REFUSED.value, actor.id, clock()
    order.decision_reason = reason
    _record(session, order, "institutions.order.refused", actor=actor, clock=clock, reason=reason)


def _for_decision(session: Session, order_id: int, actor: Actor) -> WorkOrder:
    order = queries.lock_order(session, order_id, viewer=actor)
    if actor.role is not Role.APPROVER:
        raise NotAllowedError("ROLE")
    if order.state != OrderState.PENDING.value:
        raise StaleError("ORDER_DECIDED")
    if order.requested_by == actor.id:
        raise RuleViolatedError("SOD_ORDER")
    return order


@cites("4.2.2-a", "4.2.2-d")
def acknowledge_order(
    session: Session, order_id: int, *, is_impartial: bool, note: str, actor: Actor, clock: Clock
) -> None:
    """Take an issued order on for the institution: samples received, free of ties with the parties.

    What the institution declared about itself stands in the event, beside its note on the samples.
    """
    order = queries.lock_order(session, order_id, viewer=actor)
    if actor.role is not Role.INST_CONTACT:
        raise NotAllowedError("ROLE")
    if order.state != OrderState.ISSUED.value:
        raise StaleError("ORDER_TAKEN_ON")
    if not is_impartial:
        raise BadInputError("ORDER_NOT_IMPARTIAL", field="is_impartial")
    order.state, order.acknowledged_by, order.acknowledged_at = OrderState.ACKNOWLEDGED.value, actor.id, clock()
    order.acknowledged_note = note
    _record(
        session,
        order,
        "institutions.order.acknowledged",
        actor=actor,
        clock=clock,
        is_impartial=is_impartial,
        note=note,
    )


def _record(
    session: Session, order: WorkOrder, action: str, *, actor: Actor, clock: Clock, reason: str | None = None,
    **facts: Any,
) -> None:  # fmt: skip
    audit.record(
        session, action, by=actor, at=clock(), matter=order.matter_id, panel=order.panel_id,
        order=order.id, number=order.number, institution=order.institution_id, reason=reason,
        after={"state": order.state}, **facts,
    )  # fmt: skip
