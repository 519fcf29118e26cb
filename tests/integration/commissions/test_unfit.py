"""Whoever was drawn and may not sit any more is released before anybody is invited; a recusal is not undone aside."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from panel import audit
from panel.commissions import queries, service
from panel.commissions.facts import SeatState
from panel.draw import queries as draws
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.kernel.tokens import new_key
from panel.recusal import queries as recusals
from panel.recusal.facts import FindingState, Ground, PartyKind
from panel.roster.models import Expert
from tests.support.panels import Panels

FIRM = "绿野仙踪食品有限公司（虚构）"


@pytest.fixture
def panels(session_of: Any, basis: Any, clock: Any) -> Panels:
    """Give the way to bring panels to a state."""
    return Panels(session_of, basis, clock)


def recuse(panels: Panels, number: int, *codes: str) -> None:
    """Let the secretary enter kinship for experts and the approver confirm it."""
    with panels.session_of() as session:
        party = recusals.list_parties(session, queries.get_panel(session, number).matter_id)[0]
    facts = {"ground": Ground.KIN, "party_key": f"{party.kind}:{party.name}", "detail": "近亲属任职"}
    ids = [
        panels.act(service.enter_finding, number, expert_code=code, form_key=new_key(), by="u10", **facts)
        for code in codes
    ]
    panels.act(service.decide_findings, number, ids, is_confirmed=True, is_pinned=True, reason="属实", by="u09")


@pytest.mark.clause("D-01", "S-10")
def test_whoever_is_recused_between_the_links_is_released_and_never_invited(panels: Panels) -> None:
    number = panels.commissioned()
    panels.act(service.prepare_draw, number, by="u10")
    panels.act(service.reveal_link, number, by="u10")
    with panels.session_of() as session:
        names = draws.find_prepared(session, number).names
        pool = [one["code"] for one in names.values()]
    recuse(panels, number, *pool[:4])
    panels.act(service.reveal_link, number, by="u08")
    panels.act(service.invite, number, by="u10")
    seats = panels.seats(number)
    assert all(seats[code].state == SeatState.RELEASED for code in pool[:4] if code in seats)
    assert not {code for code, seat in seats.items() if seat.state == SeatState.INVITED} & set(pool[:4])


@pytest.mark.clause("4.1.1-c", "D-18")
@pytest.mark.parametrize(("state", "days"), [("suspended", 90), ("dismissed", None), ("appointed", -1)])
def test_whoever_left_office_since_the_draw_is_released_and_a_reserve_follows(
    panels: Panels, state: str, days: int | None
) -> None:
    number = panels.drawn()
    first = next(code for code, seat in panels.seats(number).items() if seat.kind == "member")
    today = beijing_date(panels.clock())
    values: dict[str, str | date] = {"state": state}
    if state == "suspended":
        values["suspended_until"] = today + timedelta(days=days or 0)
    elif days is not None:
        values["term_to"] = today + timedelta(days=days)
    with panels.session_of() as session:
        session.execute(update(Expert).where(Expert.code == first).values(**values))
        audit.record(session, "roster.expert.edited", by=SYSTEM, at=panels.clock(), code=first)
    panels.act(service.invite, number, by="u10")
    states = [seat.state for seat in panels.seats(number).values()]
    assert panels.seats(number)[first].state == SeatState.RELEASED
    assert (states.count(SeatState.INVITED), states.count(SeatState.DRAWN)) == (3, 1)


@pytest.mark.clause("D-01", "S-10")
def test_a_confirmed_conflict_outlives_the_party_it_was_about_until_a_person_decides_otherwise(
    panels: Panels, session_of: Any
) -> None:
    number = panels.commissioned()
    code, expert = "ZJ-0011", panels.basis.expert_id("ZJ-0011")
    with session_of() as session:
        session.execute(update(Expert).where(Expert.code == code).values(employer=FIRM, employer_code=None))
        audit.record(session, "roster.expert.edited", by=SYSTEM, at=panels.clock(), code=code)
    party = panels.act(
        service.enter_party, number, kind=PartyKind.SELLER, name=FIRM, unified_code="", note="台账", form_key=new_key(),
        by="u08",
    )  # fmt: skip

    def found() -> Any:
        with session_of() as session:
            return next(
                one for one in recusals.list_findings(session, number)
                if one.expert_id == expert and FIRM in one.party_name
            )  # fmt: skip

    def decide(is_confirmed: bool) -> None:
        panels.act(
            service.decide_findings, number, [found().id], is_confirmed=is_confirmed, is_pinned=False,
            reason="经核实", by="u09",
        )  # fmt: skip

    panels.act(service.screen_experts, number, by="u10")
    assert (found().state, found().is_hard) == (FindingState.POTENTIAL, True)
    decide(is_confirmed=True)
    panels.act(service.end_party, number, party, reason="登记有误", by="u10")
    for _time in range(2):
        panels.act(service.screen_experts, number, by="u10")
        assert (found().state, found().is_hard) == (FindingState.CONFIRMED, False)
    decide(is_confirmed=False)
    assert found().state == FindingState.DISMISSED


@pytest.mark.clause("D-01", "S-10")
def test_no_panel_is_constituted_on_a_screening_that_a_new_tie_has_overtaken(panels: Panels, session_of: Any) -> None:
    number = panels.accepted()
    code = next(code for code, seat in panels.seats(number).items() if seat.state == SeatState.ACCEPTED)
    with session_of() as session:
        party = recusals.list_parties(session, queries.get_panel(session, number).matter_id)[0]
        values = {"employer": party.name, "employer_code": party.unified_code or None}
        session.execute(update(Expert).where(Expert.code == code).values(**values))
        audit.record(session, "roster.expert.edited", by=SYSTEM, at=panels.clock(), code=code)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.constitute, number, reason="已知悉", by="u08")
    assert refused.value.code == "SCREENING_STALE"
