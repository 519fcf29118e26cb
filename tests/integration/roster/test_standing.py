"""Terms, sanctions and appraisals through the use cases: by whom, in which order, and what becomes of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from panel import audit
from panel.db import session as reading
from panel.files import queries as files
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import StoryClock
from panel.kernel.errors import NotAllowedError, NotFoundError, PanelError, StaleError
from panel.proceedings.demo.basis import Basis
from panel.roster import queries, service, standing_queries, task_queries
from panel.roster.facts import ExpertState, Service
from panel.roster.jobs import return_due_experts

SessionOf = Callable[[], AbstractContextManager[Session]]
MEMBER = "ZJ-0037"  # of the committee of Hunan, whose official is u08, whose reviewer is u28, whose head is u09


class Standing:
    """Acts on one member, each in a transaction of its own."""

    def __init__(self, session_of: SessionOf, basis: Basis, clock: StoryClock) -> None:
        self.session_of, self.basis, self.clock = session_of, basis, clock
        self.id = basis.expert_id(MEMBER)

    def act(self, use_case: Callable[..., object], by: str, **facts: object) -> None:
        with self.session_of() as session:
            use_case(session, self.id, actor=self.basis.actor(by), clock=self.clock, **facts)

    def refusal(self, use_case: Callable[..., object], by: str, **facts: object) -> str:
        with pytest.raises(PanelError) as refused:
            self.act(use_case, by, **facts)
        return refused.value.code

    def note(self, kind: Service, times: int = 1) -> None:
        with self.session_of() as session:
            for _time in range(times):
                service.note_service(session, self.id, kind, panel_id=None, at=self.clock())
            audit.record(session, "tests.service.noted", by=SYSTEM, at=self.clock())

    @property
    def state(self) -> str:
        with self.session_of() as session:
            return queries.get_expert(session, self.id).state

    def titles(self, who: str) -> list[str]:
        with self.session_of() as session:
            actor = self.basis.actor(who)
            tasks = task_queries.list_tasks(session, actor, self.clock())
        return [str(task.title) for task in tasks if task.values.get("expert_id") == self.id]


@pytest.fixture
def member(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Standing:
    return Standing(session_of, basis, clock)


# Suspension


@pytest.mark.clause("D-18")
def test_the_first_rung_ends_by_itself_after_its_last_day(member: Standing, app: Flask) -> None:
    member.act(service.suspend_expert, "u09", rung=1, reason="连续两次无故缺席")
    with app.app_context():
        held = standing_queries.find_running_suspension(reading(), member.id)
        assert held is not None
        assert (held.from_on, held.until, held.return_by) == (date(2026, 3, 2), date(2026, 6, 1), "automatic")
    member.clock.move(days=91)
    with app.app_context():
        assert return_due_experts(member.clock) == 0
    assert member.state == ExpertState.SUSPENDED
    member.clock.move(days=1)
    with app.app_context():
        assert return_due_experts(member.clock) == 1
        assert return_due_experts(member.clock) == 0
    assert member.state == ExpertState.APPOINTED


@pytest.mark.clause("D-18")
def test_the_second_rung_needs_the_experts_own_pledge(member: Standing, app: Flask, basis: Basis) -> None:
    member.act(service.suspend_expert, "u09", rung=2, reason="隐瞒利害关系")
    assert member.refusal(service.resume_expert, "u09", reason="期满") == "PLEDGE_MISSING"
    member.clock.move(days=200)
    with app.app_context():
        assert return_due_experts(member.clock) == 0
    assert member.titles("u09") == []
    assert member.refusal(service.pledge, "u09", words="替他承诺") == "NOT_FOUND"
    own = basis.expert_actor(MEMBER)
    with member.session_of() as session:
        service.pledge(session, member.id, words="今后如实申报", actor=own, clock=member.clock)
    with pytest.raises(StaleError) as again, member.session_of() as session:
        service.pledge(session, member.id, words="再次", actor=own, clock=member.clock)
    assert again.value.code == "PLEDGE_NOT_NEEDED"
    assert member.titles("u09") == ["暂停已到期，决定是否恢复"]
    member.act(service.resume_expert, "u09", reason="已承诺改正")
    assert member.state == ExpertState.APPOINTED


@pytest.mark.clause("D-18")
def test_nobody_is_suspended_twice_at_once(member: Standing, session_of: SessionOf) -> None:
    member.act(service.suspend_expert, "u09", rung=1, reason="缺席")
    assert member.refusal(service.suspend_expert, "u09", rung=2, reason="再次") == "EXPERT_STATE_CHANGED"
    with pytest.raises(IntegrityError), session_of() as session:
        session.execute(
            text(
                "INSERT INTO roster_suspension (expert_id, rung, from_on, until, return_by, reason, decided_at)"
                " VALUES (:id, 2, '2026-03-02', '2026-09-01', 'pledge', '', '2026-03-02 00:00:00')"
            ),
            {"id": member.id},
        )


@pytest.mark.clause("D-18")
def test_the_record_proposes_and_the_head_may_decide_otherwise(member: Standing, app: Flask) -> None:
    member.note(Service.ABSENT, 2)
    with app.app_context():
        assert standing_queries.proposed_rung(reading(), member.id, date(2026, 3, 2)) is None
    member.note(Service.NOT_VOTED)
    with app.app_context():
        assert standing_queries.proposed_rung(reading(), member.id, date(2026, 3, 2)) == 1
    member.clock.move(hours=1)
    member.act(service.suspend_expert, "u09", rung=3, reason="后果严重")
    with app.app_context():
        held = standing_queries.find_running_suspension(reading(), member.id)
        assert held is not None
        assert (held.rung, held.proposed_rung) == (3, 1)
        assert standing_queries.proposed_rung(reading(), member.id, date(2026, 3, 2)) is None
    member.clock.move(hours=1)
    member.note(Service.CONCEALED)
    with app.app_context():
        assert standing_queries.proposed_rung(reading(), member.id, date(2026, 3, 2)) == 4


@pytest.mark.clause("D-18")
def test_what_is_long_past_proposes_nothing(member: Standing, app: Flask) -> None:
    member.note(Service.ABSENT, 3)
    with app.app_context():
        assert standing_queries.proposed_rung(reading(), member.id, date(2028, 3, 30)) is None


# Renewal


TERM = {"term_from": date(2028, 1, 1), "term_to": date(2028, 2, 29)}


@pytest.fixture
def ending(member: Standing) -> Standing:
    """Move to the last weeks of the member's term."""
    with member.session_of() as session:
        term_to = queries.get_expert(session, member.id).term_to
    assert term_to is not None
    member.clock.move(days=(term_to - date(2026, 3, 2)).days - 30)
    return member


@pytest.mark.clause("4.1.1-c", "S-14")
def test_a_term_is_renewed_after_a_re_examination_by_another_person(ending: Standing, app: Flask) -> None:
    with ending.session_of() as session:
        expert = queries.get_expert(session, ending.id)
        committee = queries.get_committee(session, expert.committee_id or 0)
        last, term = expert.term_to, {"term_from": expert.term_to, "term_to": committee.term_to}
    assert last is not None
    assert ending.refusal(service.renew_expert, "u09", **term) == "REEXAMINATION_MISSING"
    ending.act(service.reexamine_expert, "u08", opinion="履职良好，建议续聘")
    assert ending.refusal(service.reexamine_expert, "u28", opinion="重复") == "PROPOSED_ALREADY"
    assert ending.refusal(service.renew_expert, "u08", **term) == "SOD_STANDING"
    assert ending.refusal(service.renew_expert, "u09", **term) == "RENEWAL_OVERLAP"
    assert ending.titles("u09") == ["决定是否续聘"]


def test_a_renewal_gives_a_new_number_term_and_letter(member: Standing, app: Flask) -> None:
    with member.session_of() as session:  # a term that leaves room in the committee's own
        expert = queries.get_expert(session, member.id)
        expert.term_to = date(2026, 4, 30)
        audit.record(session, "tests.term.shortened", by=SYSTEM, at=member.clock())
    assert member.titles("u08") == ["任期将满或已满，办理复审"]
    member.act(service.reexamine_expert, "u08", opinion="履职良好，建议续聘")
    assert member.titles("u08") == []
    member.act(service.renew_expert, "u09", term_from=date(2026, 5, 1), term_to=date(2027, 12, 31))
    with app.app_context():
        term = standing_queries.list_terms(reading(), member.id)[0]
        assert (term.number, term.is_renewal, term.reexamination) == ("湘聘字〔2026〕1号", True, "履职良好，建议续聘")
        assert files.get_file(reading(), term.letter_file_id or 0).name.endswith(".docx")
        assert queries.get_expert(reading(), member.id).term_to == date(2027, 12, 31)
    assert member.refusal(service.renew_expert, "u09", **TERM) == "REEXAMINATION_MISSING"


@pytest.mark.clause("S-14")
def test_the_database_too_keeps_re_examiner_and_decider_apart(member: Standing, session_of: SessionOf) -> None:
    with pytest.raises(IntegrityError), session_of() as session:
        session.execute(
            text(
                "UPDATE roster_term SET is_renewal = :yes, reexamined_by = :who, decided_by = :who"
                " WHERE expert_id = :id"
            ),
            {"id": member.id, "who": member.basis.actor("u09").id, "yes": True},
        )


# Dismissal


@pytest.mark.clause("D-18", "S-14")
def test_a_dismissal_is_proposed_by_one_and_decided_by_another(member: Standing, app: Flask) -> None:
    facts = {"reason": "隐瞒利害关系", "document_no": "（示例）1号"}
    assert member.refusal(service.dismiss_expert, "u09", **facts) == "DISMISSAL_NOT_PROPOSED"
    member.act(service.propose_dismissal, "u08", reason="隐瞒利害关系")
    assert member.refusal(service.propose_dismissal, "u28", reason="重复") == "PROPOSED_ALREADY"
    assert member.refusal(service.dismiss_expert, "u08", **facts) == "SOD_STANDING"
    assert member.titles("u09") == ["决定是否解聘"]
    member.act(service.dismiss_expert, "u09", **facts)
    assert member.state == ExpertState.DISMISSED
    with app.app_context():
        assert standing_queries.list_terms(reading(), member.id)[0].ended_on == date(2026, 3, 2)
    assert member.refusal(service.dismiss_expert, "u09", **facts) == "EXPERT_STATE_CHANGED"


@pytest.mark.clause("D-18", "S-14")
def test_a_proposal_is_answered_by_keeping_the_member(member: Standing) -> None:
    member.act(service.propose_dismissal, "u08", reason="多次缺席")
    assert member.refusal(service.keep_expert, "u08", reason="自己驳回") == "SOD_STANDING"
    member.act(service.keep_expert, "u09", reason="已说明原因")
    assert member.state == ExpertState.APPOINTED
    assert member.titles("u09") == []
    assert member.refusal(service.keep_expert, "u09", reason="再次") == "DISMISSAL_NOT_PROPOSED"
    member.act(service.propose_dismissal, "u08", reason="又有新的情况")


@pytest.mark.parametrize(
    ("use_case", "facts"),
    [
        (service.suspend_expert, {"rung": 1, "reason": "示例"}),
        (service.reexamine_expert, {"opinion": "示例"}),
        (service.renew_expert, TERM),
        (service.propose_dismissal, {"reason": "示例"}),
        (service.dismiss_expert, {"reason": "示例", "document_no": "1"}),
        (service.keep_expert, {"reason": "示例"}),
        (service.resume_expert, {"reason": "示例"}),
    ],
)
def test_another_bureau_decides_nothing(
    member: Standing, use_case: Callable[..., object], facts: dict[str, object]
) -> None:
    with pytest.raises(NotAllowedError) as refused:
        member.act(use_case, "u06", **facts)
    assert refused.value.code == "COMMITTEE_NOT_OWNED"


# The letter


@pytest.mark.clause("4.1.1-c")
def test_a_letter_is_taken_by_those_who_know_the_expert(member: Standing, app: Flask) -> None:
    with member.session_of() as session:
        queries.get_expert(session, member.id).term_to = date(2026, 4, 30)
        audit.record(session, "tests.term.shortened", by=SYSTEM, at=member.clock())
    member.act(service.reexamine_expert, "u08", opinion="建议续聘")
    member.act(service.renew_expert, "u09", term_from=date(2026, 5, 1), term_to=date(2027, 12, 31))
    with app.app_context():
        new, old = standing_queries.list_terms(reading(), member.id)
    member.act(service.note_letter_taken, "u08", term_id=new.id)
    for term_id, expert_id in ((old.id, member.id), (new.id, member.basis.expert_id("ZJ-0011"))):
        with pytest.raises(NotFoundError), member.session_of() as session:
            service.note_letter_taken(session, expert_id, term_id, actor=member.basis.actor("u08"), clock=member.clock)
    stranger = member.basis.expert_actor("ZJ-0011")
    with pytest.raises(NotFoundError), member.session_of() as session:
        service.note_letter_taken(session, member.id, new.id, actor=stranger, clock=member.clock)


# Numbers


def test_a_number_that_an_earlier_register_used_is_passed_over(
    app: Flask, basis: Basis, clock: StoryClock, session_of: SessionOf
) -> None:
    with session_of() as session:
        expert = queries.get_expert(session, basis.expert_id("ZJ-0011"))
        expert.appointment_no = "湘聘字〔2026〕1号"
        audit.record(session, "tests.number.taken", by=SYSTEM, at=clock())
    member = Standing(session_of, basis, clock)
    with session_of() as session:
        queries.get_expert(session, member.id).term_to = date(2026, 4, 30)
        audit.record(session, "tests.term.shortened", by=SYSTEM, at=clock())
    member.act(service.reexamine_expert, "u08", opinion="建议续聘")
    member.act(service.renew_expert, "u09", term_from=date(2026, 5, 1), term_to=date(2027, 12, 31))
    with app.app_context():
        assert queries.get_expert(reading(), member.id).appointment_no == "湘聘字〔2026〕2号"
