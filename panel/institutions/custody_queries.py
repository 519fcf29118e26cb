"""Reading hand-overs of samples, and questions and answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from panel.institutions.custody_facts import Custody, SealFault, Side
from panel.institutions.facts import OrderState
from panel.institutions.models import HandedLine, Handover, Message, WorkOrder
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError

SIDES = {Role.OFFICIAL: Side.DEPARTMENT, Role.INST_CONTACT: Side.INSTITUTION}
"""Who speaks for which side."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A hand-over with its samples."""

    handover: Handover
    lines: Sequence[HandedLine]


@dataclass(frozen=True, slots=True)
class Talk:
    """A question with its answers, in the order they were written."""

    question: Message
    answers: Sequence[Message]


# Hand-overs


def list_handovers(session: Session, order_id: int) -> list[Passage]:
    """Give the hand-overs of an order, the first one first."""
    chosen = (
        select(Handover, HandedLine)
        .join(HandedLine, HandedLine.handover_id == Handover.id)
        .where(Handover.work_order_id == order_id)
        .order_by(Handover.id, HandedLine.place)
    )
    rows: defaultdict[int, list[HandedLine]] = defaultdict(list)
    found: dict[int, Handover] = {}
    for handover, line in session.execute(chosen):
        found[handover.id] = handover
        rows[handover.id].append(line)
    return [Passage(found[number], rows[number]) for number in found]


def get_passage(session: Session, order_id: int, handover_id: int) -> Passage:
    """Give a hand-over of an order."""
    for passage in list_handovers(session, order_id):
        if passage.handover.id == handover_id:
            return passage
    raise NotFoundError("NOT_FOUND")


def find_handover_by_form(session: Session, form_key: str) -> Handover | None:
    """Give the hand-over that a form has entered already, or None."""
    return session.scalar(select(Handover).where(Handover.form_key == form_key))


def get_line(session: Session, order_id: int, line_id: int) -> tuple[Handover, HandedLine]:
    """Give a handed sample of an order with its hand-over."""
    chosen = (
        select(Handover, HandedLine)
        .join(HandedLine, HandedLine.handover_id == Handover.id)
        .where(Handover.work_order_id == order_id, HandedLine.id == line_id)
    )
    found = session.execute(chosen).one_or_none()
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found[0], found[1]


def custody_of(session: Session, order_id: int) -> list[Custody]:
    """Give the samples that the institution took in under an order, as the rules see them."""
    return [
        Custody(line.name, line.lab_no, SealFault(line.fault) if line.fault else None, line.is_usable)
        for passage in list_handovers(session, order_id)
        for line in passage.lines
        if line.lab_no is not None
    ]


# Questions and answers


def list_talks(session: Session, order_id: int) -> list[Talk]:
    """Give the questions of an order with their answers, the first one first."""
    said = session.scalars(select(Message).where(Message.work_order_id == order_id).order_by(Message.id)).all()
    answers: defaultdict[int, list[Message]] = defaultdict(list)
    for message in said:
        if message.answers_id is not None:
            answers[message.answers_id].append(message)
    return [Talk(message, answers[message.id]) for message in said if message.answers_id is None]


def get_message(session: Session, order_id: int, message_id: int) -> Message:
    """Give a question or answer of an order."""
    chosen = select(Message).where(Message.work_order_id == order_id, Message.id == message_id)
    found = session.scalar(chosen)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def find_message_by_form(session: Session, form_key: str) -> Message | None:
    """Give the message that a form has sent already, or None."""
    return session.scalar(select(Message).where(Message.form_key == form_key))


# Conditions for the desk


def awaits_handover() -> ColumnElement[bool]:
    """Ask, as a condition on a query over orders, whether the institution waits for the samples."""
    handed = exists(select(Handover.id).where(Handover.work_order_id == WorkOrder.id))
    return (WorkOrder.state == OrderState.ACKNOWLEDGED.value) & ~handed


def awaits_receipt() -> ColumnElement[bool]:
    """Ask, as a condition on a query over orders, whether samples are under way."""
    under_way = select(Handover.id).where(Handover.work_order_id == WorkOrder.id, Handover.taken_at.is_(None))
    return (WorkOrder.state == OrderState.ACKNOWLEDGED.value) & exists(under_way)


def awaits_explanation(account_id: int | None) -> ColumnElement[bool]:
    """Ask, as a condition on a query over orders, whether somebody has a seal to explain: not who sent the sample."""
    faulty = (
        select(HandedLine.id)
        .join(Handover, Handover.id == HandedLine.handover_id)
        .where(
            Handover.work_order_id == WorkOrder.id, HandedLine.fault.is_not(None), HandedLine.explained_at.is_(None),
            Handover.handed_noted_by != account_id,
        )
    )  # fmt: skip
    return (WorkOrder.state != OrderState.CLOSED.value) & exists(faulty)


def awaits_answer(side: Side) -> ColumnElement[bool]:
    """Ask, as a condition on a query over orders, whether the other side waits for an answer of this one."""
    reply = aliased(Message)
    answered = exists(select(reply.id).where(reply.answers_id == Message.id))
    asked = select(Message.id).where(
        Message.work_order_id == WorkOrder.id, Message.answers_id.is_(None), Message.side != side.value, ~answered
    )
    return (WorkOrder.state != OrderState.CLOSED.value) & exists(asked)
