"""The acts on samples under way, and on questions and answers."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.files import service as files
from panel.guidance import cites
from panel.institutions import custody_queries, custody_rules, order_queries
from panel.institutions.custody_facts import HandedOver, Side, TakenIn
from panel.institutions.facts import OrderState
from panel.institutions.models import HandedLine, Handover, Message, WorkOrder
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError, StaleError

UNDER_WAY = frozenset({OrderState.ISSUED, OrderState.ACKNOWLEDGED, OrderState.REPORTED})


# Samples


@cites("4.2.2-a", "4.2.2-b", "4.2.2-c")
def hand_over_samples(
    session: Session, order_id: int, handed: HandedOver, *, form_key: str, actor: Actor, clock: Clock
) -> int:
    """Enter that samples of an issued order were given away, each under its seal.

    A sample may go again, such as a fresh one for one whose seal was broken; the first hand-over stays.
    """
    if (again := custody_queries.find_handover_by_form(session, form_key)) is not None:
        return again.id
    order = _under_way(session, order_id, Role.OFFICIAL, actor)
    now = clock()
    approved_at = order.decided_at or now
    if code := custody_rules.reasons_against_handover(handed, len(order.samples), approved_at, now):
        field = "handed_at" if code in {"HANDOVER_EARLY", "HANDOVER_AHEAD"} else None
        raise BadInputError(code, field=field)
    row = Handover(
        work_order_id=order.id, handed_by=handed.by, handed_at=handed.at, note=handed.note,
        handed_noted_by=actor.id or 0, handed_noted_at=now, form_key=form_key,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for sample in handed.samples:
        name = str(order.samples[sample.place]["name"])
        session.add(HandedLine(handover_id=row.id, name=name, **asdict(sample)))
    session.flush()
    _record(
        session, order, "institutions.sample.handed_over", actor=actor, clock=clock, handover=row.id,
        by_whom=handed.by, happened_at=handed.at.isoformat(), seals=[sample.seal_no for sample in handed.samples],
    )  # fmt: skip
    return row.id


@cites("4.2.2-c")
def take_in_samples(
    session: Session, order_id: int, handover_id: int, taken: TakenIn, *, actor: Actor, clock: Clock
) -> None:
    """Enter that the institution took samples in: every seal read anew, every sample under its own number.

    A seal that is broken, or not the one that was sent, is put down as it is; the sample is no evidence
    until that is explained.
    """
    order = _under_way(session, order_id, Role.INST_CONTACT, actor)
    if order.state == OrderState.ISSUED.value:
        raise RuleViolatedError("RECEIPT_NOT_TAKEN_ON", number=order.number)
    passage = custody_queries.get_passage(session, order.id, handover_id)
    row, lines = passage.handover, {line.id: line for line in passage.lines}
    if row.taken_at is not None:
        raise StaleError("RECEIPT_DONE")
    known = [one.lab_no for one in custody_queries.custody_of(session, order.id)]
    if code := custody_rules.reasons_against_receipt(taken, list(lines), row.handed_at, known, clock()):
        raise BadInputError(code, field="taken_at" if code == "RECEIPT_TIME" else None)
    faults = {}
    for found in taken.samples:
        line = lines[found.line_id]
        fault = custody_rules.seal_fault(line.seal_no, found.seal_no, is_whole=found.is_whole)
        line.found_seal_no, line.is_whole, line.found_condition = found.seal_no, found.is_whole, found.condition
        line.lab_no, line.fault = found.lab_no, fault.value if fault else None
        faults[found.lab_no] = line.fault
    row.taken_by, row.taken_at, row.taken_noted_by, row.taken_noted_at = taken.by, taken.at, actor.id, clock()
    session.flush()
    _record(
        session, order, "institutions.sample.taken_in", actor=actor, clock=clock, handover=row.id, by_whom=taken.by,
        happened_at=taken.at.isoformat(), samples=faults,
    )  # fmt: skip


@cites("4.2.2-c")
def explain_seal(
    session: Session, order_id: int, line_id: int, *, explanation: str, is_usable: bool, actor: Actor, clock: Clock
) -> None:
    """Explain what befell a seal, and say whether the sample may be evidence all the same.

    Somebody of the ordering department does so, but not the person who sent the sample off.
    """
    if actor.role not in {Role.OFFICIAL, Role.APPROVER}:
        raise NotAllowedError("ROLE")
    order = order_queries.lock_order(session, order_id, viewer=actor)
    handover, line = custody_queries.get_line(session, order.id, line_id)
    if line.fault is None or line.explained_at is not None or order.state == OrderState.CLOSED.value:
        raise StaleError("SEAL_EXPLAINED")
    if handover.handed_noted_by == actor.id:
        raise RuleViolatedError("SOD_SEAL")
    line.explanation, line.is_usable = explanation, is_usable
    line.explained_by, line.explained_at = actor.id, clock()
    _record(
        session, order, "institutions.sample.seal_explained", actor=actor, clock=clock, reason=explanation,
        sample=line.lab_no, fault=line.fault, is_usable=is_usable,
    )  # fmt: skip


# Questions and answers


@cites("4.2.2-b")
def ask_question(
    session: Session, order_id: int, text: str, *, file: tuple[str, bytes] | None = None, form_key: str, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """Put a question on an issued order to the other side, with a file where one helps."""
    if (again := custody_queries.find_message_by_form(session, form_key)) is not None:
        return again.id
    order = _talking(session, order_id, actor)
    return _say(
        session, order, "institutions.question.asked", text, file=file, answers_id=None, form_key=form_key,
        actor=actor, clock=clock,
    )  # fmt: skip


@cites("4.2.2-b")
def answer_question(
    session: Session, order_id: int, question_id: int, text: str, *, file: tuple[str, bytes] | None = None,
    form_key: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    """Answer a question of the other side; a further answer is added, none is changed."""
    if (again := custody_queries.find_message_by_form(session, form_key)) is not None:
        return again.id
    order = _talking(session, order_id, actor)
    question = custody_queries.get_message(session, order.id, question_id)
    if question.answers_id is not None or not custody_rules.may_answer(Side(question.side), _side(actor)):
        raise RuleViolatedError("QUESTION_OWN")
    return _say(
        session, order, "institutions.question.answered", text, file=file, answers_id=question.id, form_key=form_key,
        actor=actor, clock=clock,
    )  # fmt: skip


@cites("2.5.5-c", "3.5.0-e")
def note_attachment_download(
    session: Session, order_id: int, message_id: int, *, actor: Actor, clock: Clock
) -> int | None:
    """Record who took the file of a question or answer, and give the file's number, or None if there is none."""
    order = order_queries.get_order(session, order_id, viewer=actor)
    message = custody_queries.get_message(session, order.id, message_id)
    if message.file_id is not None:
        _record(
            session, order, "institutions.question.file_downloaded", actor=actor, clock=clock, message=message.id,
            file=message.file_id,
        )  # fmt: skip
    return message.file_id


def _say(
    session: Session, order: WorkOrder, action: str, text: str, *, file: tuple[str, bytes] | None,
    answers_id: int | None, form_key: str, actor: Actor, clock: Clock,
) -> int:  # fmt: skip
    file_id = files.keep_file(session, *file, actor=actor, clock=clock) if file else None
    row = Message(
        work_order_id=order.id, answers_id=answers_id, side=_side(actor).value, text=text, file_id=file_id,
        said_by=actor.id or 0, said_at=clock(), form_key=form_key,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(
        session, order, action, actor=actor, clock=clock, message=row.id, answers=answers_id, said=text, file=file_id
    )
    return row.id


# What the acts share


def _side(actor: Actor) -> Side:
    if actor.role not in custody_queries.SIDES:
        raise NotAllowedError("ROLE")
    return custody_queries.SIDES[actor.role]


def _talking(session: Session, order_id: int, actor: Actor) -> WorkOrder:
    """Give an order that may be talked about by either side's people."""
    _side(actor)
    return _under_way(session, order_id, actor.role, actor)


def _under_way(session: Session, order_id: int, role: Role, actor: Actor) -> WorkOrder:
    if actor.role is not role:
        raise NotAllowedError("ROLE")
    order = order_queries.lock_order(session, order_id, viewer=actor)
    if OrderState(order.state) not in UNDER_WAY:
        raise RuleViolatedError("ORDER_NOT_UNDER_WAY")
    return order


def _record(session: Session, order: WorkOrder, action: str, *, actor: Actor, clock: Clock, **facts: Any) -> None:
    audit.record(
        session, action, by=actor, at=clock(), matter=order.matter_id, panel=order.panel_id, order=order.id,
        number=order.number, **facts,
    )  # fmt: skip
