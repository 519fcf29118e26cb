"""Samples on their way under seal, what a broken seal stops, and questions between department and institution."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.institutions import custody_queries, queries, service
from panel.institutions.custody_facts import FoundSample, TakenIn
from panel.institutions.facts import Sample
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from tests.support.orders import ORDER, PDF, REPORT, SAMPLE, Orders

SessionOf = Callable[[], AbstractContextManager[Session]]
TWO = replace(ORDER, samples=(*ORDER.samples, Sample("备样", "20260109", "2 瓶", "F-02", "完好")))


@pytest.fixture
def orders(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Orders:
    """Give the way to bring an order to a state."""
    return Orders(session_of, basis, clock)


def refused_code(error: type[Exception], act: Callable[..., Any], *given: Any, **facts: Any) -> str:
    with pytest.raises(error) as refused:
        act(*given, **facts)
    return str(refused.value.code)  # type: ignore[attr-defined]


def tasks(orders: Orders, who: str) -> list[str]:
    with orders.session_of() as session:
        return [task.title for task in queries.list_tasks(session, orders.basis.actor(who), orders.clock())]


@pytest.mark.clause("4.2.2-a", "4.2.2-c")
def test_a_broken_seal_stops_the_report_until_somebody_else_explains_it(orders: Orders) -> None:
    """The whole way: before the approval, before the order is taken on, the fault, its explanation, the report."""
    orders.draft(content=TWO)
    assert refused_code(RuleViolatedError, orders.hand_over) == "ORDER_NOT_UNDER_WAY"
    orders.act(service.approve_order, orders.id, "u09")
    early = orders.clock() - timedelta(hours=1)
    assert refused_code(BadInputError, orders.hand_over, at=early) == "HANDOVER_EARLY"
    assert refused_code(BadInputError, orders.hand_over, at=orders.clock() + timedelta(hours=1)) == "HANDOVER_AHEAD"
    assert refused_code(BadInputError, orders.hand_over, seal="") == "HANDOVER_SEAL"
    assert refused_code(BadInputError, orders.hand_over, place=2) == "HANDOVER_EMPTY"
    first = orders.hand_over()
    assert refused_code(RuleViolatedError, orders.take_in, first) == "RECEIPT_NOT_TAKEN_ON"
    orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=True, note="")
    assert "登记收样" in tasks(orders, "u33")
    line = orders.take_in(first, is_whole=False)
    assert refused_code(StaleError, orders.take_in, first) == "RECEIPT_DONE"
    second = orders.hand_over("F-02", place=1)
    assert refused_code(BadInputError, orders.take_in, second, "F-02", lab_no="s-01") == "LAB_NUMBER_TAKEN"
    other = orders.take_in(second, "F-09", lab_no="S-02")
    report = orders.upload(replace(REPORT, is_seal_intact=False), sample=SAMPLE)
    assert refused_code(RuleViolatedError, orders.act, service.accept_report, report, "u08") == "REPORT_TRACEABLE"
    explain = {"explanation": "运输中外箱受压，瓶口封签完好", "is_usable": True}
    assert refused_code(
        RuleViolatedError, orders.act, service.explain_seal, orders.id, "u08", line_id=line, **explain
    ) == ("SOD_SEAL")
    assert "说明封样异常" in tasks(orders, "u09")
    assert "说明封样异常" not in tasks(orders, "u08")
    orders.act(service.explain_seal, orders.id, "u09", line_id=line, **explain)
    assert refused_code(StaleError, orders.act, service.explain_seal, orders.id, "u09", line_id=line, **explain) == (
        "SEAL_EXPLAINED"
    )
    orders.act(service.accept_report, report, "u08")  # the other sample's seal is not the report's matter
    with orders.session_of() as session:
        found = custody_queries.custody_of(session, orders.id)
        assert queries.get_report(session, report).is_seal_explained
    assert [(one.lab_no, one.fault, one.is_usable) for one in found] == [
        ("S-01", "broken", True), ("S-02", "other_number", None),
    ]  # fmt: skip
    assert refused_code(StaleError, orders.act, service.explain_seal, orders.id, "u09", line_id=other, **explain) == (
        "SEAL_EXPLAINED"
    )


@pytest.mark.clause("4.2.2-c")
def test_a_report_rests_on_samples_that_were_taken_in_and_may_be_evidence(orders: Orders) -> None:
    orders.issued()
    orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=True, note="")
    assert "交接样品" in tasks(orders, "u08")
    accept = (orders.act, service.accept_report)
    report = orders.upload(sample=SAMPLE)
    assert refused_code(RuleViolatedError, *accept, report, "u08") == "HANDOVER_MISSING"
    line = orders.take_in(orders.hand_over(), "F-0l", lab_no="Y-7")
    assert refused_code(RuleViolatedError, *accept, report, "u08") == "REPORT_SAMPLE_UNKNOWN"
    report = orders.upload(replace(REPORT, sample_id="S-01、ｙ-7", change_reason="更正样品编号"))
    assert refused_code(RuleViolatedError, *accept, report, "u08") == "SEAL_UNEXPLAINED"
    orders.act(service.explain_seal, orders.id, "u09", line_id=line, explanation="来源不明", is_usable=False)
    assert refused_code(RuleViolatedError, *accept, report, "u08") == "SAMPLE_EXCLUDED"
    orders.take_in(orders.hand_over("F-03"), "Ｆ-03", lab_no="Y-8")
    report = orders.upload(replace(REPORT, sample_id="Y-8", change_reason="以补送样品重测"))
    orders.act(service.accept_report, report, "u08")


def test_who_may_not_touch_samples(orders: Orders) -> None:
    orders.issued()
    handover = orders.hand_over()
    orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=True, note="")
    taken = TakenIn("收样人", orders.clock(), (FoundSample(0, "F-01", True, "完好", "S-01"),))
    receipt = {"handover_id": handover, "taken": taken}
    assert refused_code(NotAllowedError, orders.act, service.take_in_samples, orders.id, "u08", **receipt) == "ROLE"
    assert refused_code(NotFoundError, orders.act, service.take_in_samples, orders.id, "u32", **receipt) == "NOT_FOUND"
    code = refused_code(BadInputError, orders.act, service.take_in_samples, orders.id, "u33", **receipt)
    assert code == "RECEIPT_INCOMPLETE"
    none = {"line_id": 999, "explanation": "无", "is_usable": True}
    assert refused_code(NotFoundError, orders.act, service.explain_seal, orders.id, "u09", **none) == "NOT_FOUND"
    assert refused_code(NotAllowedError, orders.act, service.explain_seal, orders.id, "u33", **none) == "ROLE"


@pytest.mark.clause("4.2.2-b")
def test_questions_and_answers_are_added_by_both_sides_and_never_changed(orders: Orders) -> None:
    orders.draft()
    ask = {"text": "请提供瓶盖内垫的材质资料", "form_key": new_key()}
    assert refused_code(NotFoundError, orders.act, service.ask_question, orders.id, "u33", **ask) == "NOT_FOUND"
    orders.act(service.approve_order, orders.id, "u09")
    question = orders.act(service.ask_question, orders.id, "u33", **ask)
    assert orders.act(service.ask_question, orders.id, "u33", **ask) == question
    assert refused_code(NotAllowedError, orders.act, service.ask_question, orders.id, "u09", **ask | {
        "form_key": new_key()
    }) == "ROLE"  # fmt: skip
    assert "答复机构的问题" in tasks(orders, "u08")
    answer = {"question_id": question, "text": "见附件"}
    code = refused_code(
        RuleViolatedError, orders.act, service.answer_question, orders.id, "u33", form_key=new_key(), **answer
    )
    assert code == "QUESTION_OWN"
    for text in ("见附件", "补充：内垫为聚乙烯"):
        orders.act(service.answer_question, orders.id, "u08", form_key=new_key(), file=PDF, **answer | {"text": text})
    assert "答复机构的问题" not in tasks(orders, "u08")
    with orders.session_of() as session:
        talk = custody_queries.list_talks(session, orders.id)[0]
        said = [event.action for event in session.query(Event).where(Event.action.like("institutions.question.%"))]
    assert (talk.question.side, [one.text for one in talk.answers]) == ("institution", ["见附件", "补充：内垫为聚乙烯"])
    assert said == ["institutions.question.asked", *["institutions.question.answered"] * 2]
    with orders.session_of() as session:
        message = talk.answers[0].id
        facts = {"actor": orders.basis.actor("u33"), "clock": orders.clock}
        assert service.note_attachment_download(session, orders.id, message, **facts) == talk.answers[0].file_id
