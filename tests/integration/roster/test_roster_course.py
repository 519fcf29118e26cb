"""The life of an expert through the use cases: who may do what, in which order, with which record."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from panel import audit
from panel.accounts import service as accounts
from panel.accounts.life_service import close_account
from panel.audit.models import Event
from panel.db import session as reading
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, NotAllowedError, PanelError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from panel.roster import queries, service, standing_queries
from panel.roster.facts import Act, ExpertEntry, ExpertState, Need, PartyName, Reason, Service, Standing

SessionOf = Callable[[], AbstractContextManager[Session]]
ENTRY = ExpertEntry(
    name="新同志",
    gender="女",
    birth_year=1980,
    main_discipline="T06",
    second_discipline="T01",
    title="教授",
    post="系主任",
    employer="示范轻工大学（示例）",
    employer_code=None,
    region="430000",
    email="new@example.org",
    phone="+86-000-0000-9001",
)
TERM = {"term_from": date(2026, 3, 2), "term_to": date(2028, 2, 29)}


class Life:
    """Acts on one expert, each in a transaction of its own."""

    def __init__(self, session_of: SessionOf, basis: Basis, clock: StoryClock) -> None:
        self.session_of, self.basis, self.clock = session_of, basis, clock
        self.id = 0

    def recommend(self, by: str = "u08", entry: ExpertEntry = ENTRY, committee: str = "C-430", **facts: Any) -> int:
        given = {"recommended_on": date(2026, 3, 1), "form_key": new_key()} | facts
        with self.session_of() as session:
            self.id = service.recommend_expert(
                session,
                entry,
                committee_id=self.basis.committee_id(committee),
                actor=self.basis.actor(by),
                clock=self.clock,
                **given,
            )
        return self.id

    def act(self, use_case: Callable[..., object], by: str | Actor, **facts: Any) -> None:
        actor = self.basis.actor(by) if isinstance(by, str) else by
        with self.session_of() as session:
            use_case(session, self.id, actor=actor, clock=self.clock, **facts)

    def appointed(self) -> int:
        self.recommend()
        self.act(service.review_expert, "u28", opinion="符合条件")
        self.act(service.appoint_expert, "u09", **TERM)
        return self.id

    def expert(self) -> Any:
        with self.session_of() as session:
            return queries.get_expert(session, self.id)


@pytest.fixture
def life(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Life:
    return Life(session_of, basis, clock)


def code_of(refused: pytest.ExceptionInfo[PanelError]) -> str:
    return refused.value.code


# The way in


@pytest.mark.clause("4.1.1-b", "4.1.1-c", "S-14")
def test_an_expert_is_recommended_reviewed_and_appointed_by_three_people(life: Life) -> None:
    life.appointed()
    expert = life.expert()
    assert (expert.code, expert.state) == ("ZJ-0061", "appointed")
    assert expert.committee_id == life.basis.committee_id("C-430")
    assert len({expert.recommended_by, expert.reviewed_by, expert.appointed_by}) == 3
    with life.session_of() as session:
        acts = queries.list_acts(session, life.id)
    assert [act.act for act in acts] == [Act.RECOMMEND, Act.REVIEW, Act.APPOINT]
    assert acts[-1].document_no == "湘聘字〔2026〕1号"


@pytest.mark.clause("4.1.1-b")
def test_a_grass_roots_unit_cannot_recommend(life: Life) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        life.recommend(by="u21")
    assert code_of(refused) == "EXPERT_RECOMMENDATION"


@pytest.mark.clause("4.1.1-f")
def test_nobody_recommends_to_another_bureaus_committee(life: Life) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        life.recommend(by="u08", committee="C-330")
    assert code_of(refused) == "COMMITTEE_NOT_OPEN"
    life.recommend(by="u08", committee="C-SYS")


def test_a_recommendation_is_not_dated_ahead(life: Life) -> None:
    with pytest.raises(BadInputError) as refused:
        life.recommend(recommended_on=date(2026, 3, 3))
    assert code_of(refused) == "DAY_AHEAD"


def test_a_double_click_recommends_once_and_the_same_person_is_not_entered_twice(life: Life) -> None:
    key = new_key()
    assert life.recommend(form_key=key) == life.recommend(form_key=key)
    with pytest.raises(RuleViolatedError) as refused:
        life.recommend(entry=replace(ENTRY, employer="示范轻工大学(示例)"))
    assert code_of(refused) == "EXPERT_EXISTS"
    life.recommend(entry=replace(ENTRY, employer="示范林业大学（示例）"))


@pytest.mark.clause("S-14")
def test_the_recommender_neither_reviews_nor_appoints(life: Life) -> None:
    life.recommend(by="u08")
    with pytest.raises(RuleViolatedError) as refused:
        life.act(service.review_expert, "u08", opinion="符合条件")
    assert code_of(refused) == "SOD_EXPERT"
    life.act(service.review_expert, "u28", opinion="符合条件")
    with pytest.raises(RuleViolatedError) as refused:
        life.act(service.appoint_expert, "u08", **TERM)
    assert code_of(refused) == "SOD_EXPERT"
    assert life.expert().state == "under_review"


@pytest.mark.clause("S-14")
def test_the_database_too_keeps_recommender_and_appointer_apart(life: Life, session_of: SessionOf) -> None:
    life.appointed()
    with pytest.raises(IntegrityError), session_of() as session:
        session.execute(text("UPDATE roster_expert SET appointed_by = recommended_by WHERE id = :id"), {"id": life.id})


@pytest.mark.clause("4.1.1-b")
def test_only_the_owner_of_the_committee_decides(life: Life) -> None:
    life.recommend()
    for stranger in ("u05", "u01"):
        with pytest.raises(NotAllowedError) as refused:
            life.act(service.review_expert, stranger, opinion="符合条件")
        assert code_of(refused) == "COMMITTEE_NOT_OWNED"


@pytest.mark.clause("4.1.1-c")
def test_nobody_is_appointed_without_a_review(life: Life) -> None:
    life.recommend()
    with pytest.raises(StaleError) as refused:
        life.act(service.appoint_expert, "u09", **TERM)
    assert code_of(refused) == "EXPERT_STATE_CHANGED"


@pytest.mark.clause("4.1.1-c")
def test_a_term_beyond_the_committees_is_refused(life: Life) -> None:
    life.recommend()
    life.act(service.review_expert, "u28", opinion="符合条件")
    with pytest.raises(RuleViolatedError) as refused:
        life.act(service.appoint_expert, "u09", term_from=date(2026, 3, 2), term_to=date(2028, 3, 1))
    assert code_of(refused) == "TERM_BEYOND_COMMITTEE"


def test_a_recommendation_can_end_without_an_appointment(life: Life) -> None:
    life.recommend()
    life.act(service.turn_down_expert, "u09", reason="专业领域已有足够委员")
    assert life.expert().state == "not_appointed"


# In office


@pytest.mark.clause("D-18", "4.1.1-c")
def test_a_suspension_of_an_earlier_register_ends_by_a_decision_only(life: Life, app: Flask) -> None:
    life.id = life.basis.expert_id("ZJ-0005")
    with app.app_context():
        held = standing_queries.find_running_suspension(reading(), life.id)
    assert held is not None
    assert (held.rung, held.return_by) == (None, "decision")


def test_whoever_left_does_not_come_back(life: Life) -> None:
    life.appointed()
    life.act(service.suspend_expert, "u09", rung=1, reason="缺席")
    life.act(service.retire_expert, "u09", reason="本人申请")
    assert life.expert().state == ExpertState.RETIRED
    with pytest.raises(StaleError):
        life.act(service.resume_expert, "u09", reason="改变主意")


def test_a_correction_is_recorded_without_contact_data(life: Life) -> None:
    life.appointed()
    life.act(service.edit_expert, "u08", entry=replace(ENTRY, post="副院长", phone="+86-000-0000-9999"))
    with life.session_of() as session:
        entries = session.scalars(select(Event.entry)).all()
    assert entries
    assert not [entry for entry in entries if b"000-9999" in entry]
    with pytest.raises(NotAllowedError):
        life.act(service.edit_expert, "u05", entry=ENTRY)


# Accounts, registers, committees


def test_only_an_account_of_the_same_name_is_linked(life: Life) -> None:
    life.appointed()
    with pytest.raises(BadInputError) as refused:
        life.act(service.link_account, "u08", account_id=life.basis.account("e11"))
    assert code_of(refused) == "ACCOUNT_NOT_FITTING"
    with pytest.raises(NotAllowedError):
        life.act(service.link_account, "u05", account_id=life.basis.account("e11"))


def granted_account(life: Life, login: str, expert_code: str) -> int:
    name = life.expert().name
    with life.session_of() as session:
        grant = accounts.grant_account(
            session, form_key=login[0] * 32, login=login, name=name, role=Role.EXPERT, attributes=[],
            post="", reason="聘任", expert_code=expert_code, actor=life.basis.actor("u09"), clock=life.clock,
        )  # fmt: skip
        return accounts.carry_out_grant(session, grant, actor=life.basis.actor("u18"), clock=life.clock)[0].id


@pytest.mark.clause("D-13", "3.5.0-a")
def test_nobody_takes_the_place_of_an_expert_who_has_an_account(life: Life) -> None:
    life.appointed()
    code = life.expert().code
    other = granted_account(life, "other@example.org", "ZJ-0011")
    with pytest.raises(BadInputError) as unfit:
        life.act(service.link_account, "u08", account_id=other)  # of the same name, but granted for somebody else
    assert code_of(unfit) == "ACCOUNT_NOT_FITTING"
    first, second = granted_account(life, "first@example.org", code), granted_account(life, "second@example.org", code)
    life.act(service.link_account, "u08", account_id=first)
    with pytest.raises(RuleViolatedError) as refused:
        life.act(service.link_account, "u08", account_id=second)
    assert code_of(refused) == "ACCOUNT_HELD"
    assert life.expert().account_id == first
    with life.session_of() as session:
        close_account(session, first, reason="账号作废", actor=life.basis.actor("u18"), clock=life.clock)
    life.act(service.link_account, "u08", account_id=second)
    assert life.expert().account_id == second


def test_a_register_is_carried_over_by_the_system_only(life: Life) -> None:
    standing = Standing(
        ExpertState.RECOMMENDED, None, None, life.basis.org_id("B-430"), date(2025, 1, 1), None, earlier_panels=2
    )
    with pytest.raises(NotAllowedError), life.session_of() as session:
        service.carry_over_expert(
            session, ENTRY, standing, code="ZJ-0099", account_id=None, actor=life.basis.actor("u08"), clock=life.clock
        )
    with life.session_of() as session:
        number = service.carry_over_expert(
            session, ENTRY, standing, code="ZJ-0099", account_id=None, actor=SYSTEM, clock=life.clock
        )
        assert queries.count_service(session, number) == {Service.ATTENDED: 2}
    wrong = replace(standing, recommended_by_org_id=life.basis.org_id("G-4301"))
    with pytest.raises(RuleViolatedError) as refused, life.session_of() as session:
        service.carry_over_expert(
            session, ENTRY, wrong, code="ZJ-0100", account_id=None, actor=SYSTEM, clock=life.clock
        )
    assert code_of(refused) == "EXPERT_RECOMMENDATION"


COMMITTEE = {
    "code": "C-440",
    "name": "广东省专家委员会（示例）",
    "term_from": date(2026, 1, 1),
    "term_to": date(2030, 12, 31),
    "document_no": "（示例）1号",
}


def add_committee(life: Life, by: str, owner: str, **changes: Any) -> int:
    facts = {"form_key": new_key()} | COMMITTEE | changes
    with life.session_of() as session:
        return service.add_committee(
            session, owner_org_id=life.basis.org_id(owner), actor=life.basis.actor(by), clock=life.clock, **facts
        )


@pytest.mark.clause("4.1.1-f")
def test_a_bureau_sets_up_its_own_committee_and_nobody_elses(life: Life) -> None:
    key = new_key()
    number = add_committee(life, "u14", "D-310", form_key=key)
    assert add_committee(life, "u14", "D-310", form_key=key) == number
    with pytest.raises(NotAllowedError) as refused:
        add_committee(life, "u14", "B-330", code="C-X")
    assert code_of(refused) == "COMMITTEE_NOT_OWNED"
    with pytest.raises(BadInputError) as taken:
        add_committee(life, "u14", "D-310")
    assert code_of(taken) == "COMMITTEE_CODE_TAKEN"


@pytest.mark.clause("4.1.1-f")
def test_a_grass_roots_unit_has_no_committee_and_a_term_runs_forward(life: Life) -> None:
    with pytest.raises(BadInputError) as refused:
        add_committee(life, "u21", "G-4301")
    assert code_of(refused) == "COMMITTEE_OWNER"
    with pytest.raises(BadInputError) as refused:
        add_committee(life, "u14", "D-310", term_to=date(2025, 12, 31))
    assert code_of(refused) == "TERM_ORDER"


# Who could be drawn


def need(session: Session, basis: Basis, **changes: Any) -> Need:
    org = basis.org_id("B-430")
    owners = queries.committee_owners_open_to(session, org)
    return Need(**{"on": date(2026, 3, 2), "org_id": org, "allowed_committee_owner_ids": owners} | changes)


@pytest.mark.clause("D-02", "D-01", "4.1.1-d")
def test_everybody_is_either_eligible_or_has_a_reason(life: Life) -> None:
    enterprise = life.basis.enterprise("QY-05")
    party = PartyName(enterprise["name"], enterprise["unified_code"])
    with life.session_of() as session:
        found = queries.pool(session, need(session, life.basis, parties=(party,)))
    reasons = {expert.code: {one.code for one in why} for expert, why in found.excluded}
    assert len(found.eligible) + len(found.excluded) == 60
    assert reasons["ZJ-0022"] == {Reason.CONFLICT}
    assert reasons["ZJ-0003"] == {Reason.COMMITTEE}
    assert Reason.STATE in reasons["ZJ-0005"]
    assert {Reason.STATE, Reason.TERM, Reason.COMMITTEE_TERM, Reason.NO_ACCOUNT} <= reasons["ZJ-0024"]
    assert "ZJ-0007" in {expert.code for expert in found.eligible}


@pytest.mark.clause("D-12", "S-10")
def test_the_laboratorys_people_stay_away(life: Life) -> None:
    lab = PartyName("示范火灾物证鉴定中心（示例）")
    with life.session_of() as session:
        found = queries.pool(session, need(session, life.basis, testing_institution_names=(lab,)))
    assert {expert.code for expert, why in found.excluded if {one.code for one in why} == {Reason.TESTING}} == {
        "ZJ-0040"
    }


@pytest.mark.clause("D-18")
def test_a_panel_counts_once_in_twelve_months_however_often_it_is_noted(life: Life) -> None:
    expert_id = life.basis.expert_id("ZJ-0010")  # none carried over
    with life.session_of() as session:
        for days, kind in ((1, Service.ATTENDED), (364, Service.ACCEPTED), (366, Service.ATTENDED)):
            at = life.clock() - timedelta(days=days)
            service.note_service(session, expert_id, kind, panel_id=None, at=at)
        service.note_service(session, expert_id, Service.DECLINED, panel_id=None, at=life.clock())
        audit.record(session, "tests.service.noted", by=SYSTEM, at=life.clock())
    with life.session_of() as session:
        assert queries.count_recent_panels(session, [expert_id], date(2026, 3, 2)) == {expert_id: 2}
        assert queries.expert_facts(session, [expert_id], date(2026, 3, 2))[0].panels_last_12m == 2
