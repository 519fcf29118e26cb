"""The draw: commitments, the frozen pool, the links of both parties, the deposit."""

from typing import Any

import pytest
from sqlalchemy import select

from panel.commissions import service
from panel.commissions.facts import PanelState, WaiverKind
from panel.draw import chain
from panel.draw import queries as draws
from panel.draw.facts import Party
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.roster import service as roster
from panel.roster.models import ServiceRecord
from tests.support.panels import Panels

REFUSALS = (RuleViolatedError, NotAllowedError, NotFoundError, StaleError, BadInputError)


def refusal(panels: Panels, use_case: Any, *numbers: int, by: str, **facts: Any) -> str:
    with pytest.raises(REFUSALS) as refused:
        panels.act(use_case, *numbers, by=by, **facts)
    return refused.value.code  # type: ignore[attr-defined]


def states(panels: Panels, number: int) -> dict[str, str]:
    return {code: seat.state for code, seat in panels.seats(number).items()}


def service_of(panels: Panels, code: str) -> list[str]:
    chosen = select(ServiceRecord.kind).where(ServiceRecord.expert_id == panels.basis.expert_id(code))
    with panels.session_of() as session:
        return list(session.scalars(chosen.where(ServiceRecord.panel_id.is_not(None)).order_by(ServiceRecord.id)))


SECRET = b"\x05" * 32


def suspend(panels: Panels, code: str) -> None:
    """Suspend an expert of the system committee, as a department of headquarters does."""
    panels.act(roster.suspend_expert, panels.basis.expert_id(code), rung=2, reason="健康原因", by="u02")


@pytest.mark.clause("D-02", "S-12")
def test_the_secretary_freezes_the_pool_and_both_parties_reveal(panels: Panels) -> None:
    number = panels.commissioned()
    assert refusal(panels, service.reveal_link, number, by="u08") == "DRAW_NOT_PREPARED"
    assert refusal(panels, service.prepare_draw, number, by="u08") == "ROLE"
    assert refusal(panels, service.prepare_draw, number, by="u07") == "NOT_OF_PANEL"
    panels.act(service.prepare_draw, number, by="u10")
    assert refusal(panels, service.prepare_draw, number, by="u10") == "DRAW_PREPARED"
    assert refusal(panels, service.reveal_link, number, by="u09") == "ROLE"
    assert refusal(panels, service.reveal_link, number, by="u05") == "NOT_OF_PANEL"
    assert panels.act(service.reveal_link, number, by="u10") is False
    assert refusal(panels, service.reveal_link, number, by="u10") == "LINK_REVEALED"
    assert refusal(panels, service.drop_draw, number, reason="重来", by="u10") == "LINK_REVEALED"
    assert panels.act(service.reveal_link, number, by="u08") is True
    kinds = [seat.kind for seat in panels.seats(number).values()]
    assert kinds == ["member"] * 3 + ["reserve"] * 2
    with panels.session_of() as session:
        draw = draws.get_draw(session, number, 1)
        assert draws.problems_of(session, number) == []
        assert (draw.drawn_by, draw.witness_id) == (panels.basis.account("u10"), panels.basis.account("u08"))
        transcript = str(draws.transcript_of(session, number))
        assert not any(person["name"] in transcript for person in draw.names.values())


@pytest.mark.clause("D-02", "S-12")
def test_no_pool_is_frozen_before_both_parties_have_committed(panels: Panels) -> None:
    number = panels.submitted()
    panels.act(service.approve_commission, number, is_neutral=True, by="u09")
    panels.screened(number)
    assert refusal(panels, service.prepare_draw, number, by="u10") == "COMMITMENT_MISSING"
    panels.act(service.publish_commitment, number, by="u10")
    assert refusal(panels, service.publish_commitment, number, by="u10") == "COMMITMENT_THERE"
    assert refusal(panels, service.publish_commitment, number, by="u09") == "ROLE"
    assert refusal(panels, service.prepare_draw, number, by="u10") == "COMMITMENT_MISSING"
    assert refusal(panels, service.publish_commitment, number, tip="承诺", by="u08") == "LINK_FORM"
    panels.act(service.publish_commitment, number, tip=chain.link_at(SECRET, 0).hex(), by="u08")
    assert refusal(panels, service.prepare_draw, number, by="u10") == "ENVELOPE_MISSING"
    assert refusal(panels, service.receive_envelope, number, Party.WITNESS, by="u08") == "ROLE"
    assert refusal(panels, service.receive_envelope, number, Party.ORGANISER, by="u09") == "NOT_FOUND"
    panels.act(service.receive_envelope, number, Party.WITNESS, by="u09")
    assert refusal(panels, service.receive_envelope, number, Party.WITNESS, by="u09") == "ENVELOPE_RECEIVED"
    panels.act(service.prepare_draw, number, by="u10")
    panels.act(service.reveal_link, number, by="u10")
    assert refusal(panels, service.reveal_link, number, by="u08") == "LINK_MISSING"
    wrong = chain.link_at(SECRET, 2).hex()
    assert refusal(panels, service.reveal_link, number, link=wrong, by="u08") == "LINK_MISMATCH"
    assert panels.act(service.reveal_link, number, link=chain.link_at(SECRET, 1).hex(), by="u08") is True


@pytest.mark.clause("D-02", "S-12")
def test_a_party_that_does_not_reveal_is_replaced_by_its_deposit(panels: Panels) -> None:
    number = panels.commissioned()
    panels.act(service.prepare_draw, number, by="u10")
    assert refusal(panels, service.open_deposit, number, reason="拒绝", by="u09") == "NO_REFUSAL"
    panels.act(service.reveal_link, number, by="u10")
    assert refusal(panels, service.open_deposit, number, reason="拒绝", by="u10") == "ROLE"
    assert refusal(panels, service.open_deposit, number, reason=" ", by="u09") == "REASON_MISSING"
    panels.act(service.open_deposit, number, reason="见证人看过名单后拒绝公开", by="u09")
    assert panels.panel(number).state == PanelState.DRAWN
    with panels.session_of() as session:
        draw = draws.get_draw(session, number, 1)
        opened = draws.reveals_of(session, draw.id)[Party.WITNESS]
        assert (opened.via, opened.reason) == ("deposit", "见证人看过名单后拒绝公开")
        assert draws.problems_of(session, number) == []
        sealed = [one.sealed for one in draws.commitments_of(session, number).values()]
    assert all(bytes.fromhex(opened.link) not in one for one in sealed if one)


@pytest.mark.clause("D-03", "D-17", "D-02")
def test_a_draw_keeps_the_limits_and_leaves_out_who_may_not_sit(panels: Panels) -> None:
    number = panels.drawn(seats_wanted=5, complexity_grounds=("systemic",))
    members = [seat for seat in panels.seats(number).values() if seat.kind == "member"]
    assert sum("T03" in {seat.discipline, seat.second_discipline} for seat in members) >= 3
    employers = [seat.employer for seat in members]
    assert len(set(employers)) == len(employers)
    with panels.session_of() as session:
        draw = draws.get_draw(session, number, 1)
        reasons = {row["code"]: [reason["code"] for reason in row["reasons"]] for row in draw.excluded}
    assert "EXPERT_STATE" in reasons["ZJ-0005"]
    assert "DECLARED_CONFLICT" in reasons["ZJ-0022"]
    assert "COMMITTEE_NOT_OURS" in reasons["ZJ-0003"]
    assert not {"ZJ-0005", "ZJ-0022", "ZJ-0003"} & set(panels.seats(number))


@pytest.mark.clause("D-02")
def test_a_pool_that_changed_since_it_was_frozen_is_not_drawn_from(panels: Panels) -> None:
    number = panels.commissioned()
    panels.act(service.prepare_draw, number, by="u10")
    suspend(panels, "ZJ-0011")
    assert refusal(panels, service.reveal_link, number, by="u08") == "DRAW_POOL_CHANGED"
    with panels.session_of() as session:
        assert draws.reveals_of(session, draws.get_draw(session, number, 1).id) == {}
    assert refusal(panels, service.drop_draw, number, reason="", by="u10") == "REASON_MISSING"
    panels.act(service.drop_draw, number, reason="有专家被暂停", by="u10")
    panels.act(service.prepare_draw, number, by="u10")
    panels.reveal(number)
    assert "ZJ-0011" not in panels.seats(number)
    assert panels.panel(number).state == PanelState.DRAWN


@pytest.mark.clause("D-02", "D-17")
def test_a_draw_that_cannot_succeed_names_why_and_uses_no_randomness(panels: Panels) -> None:
    number = panels.commissioned(main_discipline="T16", disciplines=())
    assert refusal(panels, service.prepare_draw, number, by="u10") == "INFEASIBLE_LIMITS"
    number = panels.commissioned(main_discipline="T16", disciplines=("T01", "T03"))
    assert refusal(panels, service.prepare_draw, number, by="u10") == "INFEASIBLE_LIMITS"
    with panels.session_of() as session:
        assert draws.list_draws(session, number) == []


@pytest.mark.clause("D-02", "S-08")
def test_another_draw_takes_the_approvers_consent_and_keeps_the_first(panels: Panels) -> None:
    number = panels.drawn()
    assert refusal(panels, service.prepare_draw, number, by="u10") == "REDRAW_CONSENT"
    waiver = panels.act(
        service.request_waiver, number, kind=WaiverKind.REDRAW, reason="一名专家出国", form_key=new_key(), by="u10"
    )
    panels.act(service.answer_waiver, waiver, is_agreed=True, reason="同意", by="u09")
    panels.act(service.prepare_draw, number, by="u10")
    assert refusal(panels, service.invite, number, by="u10") == "DRAW_PREPARED"
    panels.reveal(number)
    with panels.session_of() as session:
        assert [draw.purpose for draw in draws.list_draws(session, number)] == ["first", "again"]
        second = draws.get_draw(session, number, 2)
        chosen = [second.names[label]["code"] for label in second.result["members"]]
    seats = panels.seats(number)
    assert [code for code, seat in seats.items() if seat.kind == "member" and seat.state == "DRAWN"] == chosen
    assert refusal(panels, service.prepare_draw, number, by="u10") == "REDRAW_CONSENT"
