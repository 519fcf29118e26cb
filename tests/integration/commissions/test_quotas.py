"""The quotas of a commission: stated on a page, frozen with the approval, obeyed by the draw."""

from collections.abc import Callable
from typing import Any

import pytest

from panel import audit
from panel.commissions import queries, service
from panel.commissions.facts import SeatState
from panel.commissions.service.drawing import pool_of
from panel.draw import queries as draws
from panel.draw.facts import Method, Pair, Quotas, quotas_of
from panel.kernel.actor import SYSTEM
from panel.kernel.clock import beijing_date
from panel.roster.facts import Reason
from panel.roster.models import Expert
from tests.support.panels import Panels
from tests.support.visitor import error_summary, visible_text

BUREAU = "湖南省质量技术监督局信息中心"


def moved(panels: Panels, code: str, **changes: str) -> None:
    """Put other words into an expert's record, as a register carried over may have them."""
    with panels.session_of() as session:
        expert = session.get(Expert, panels.basis.expert_id(code))
        for name, value in changes.items():
            setattr(expert, name, value)
        audit.record(session, "roster.expert.edited", by=SYSTEM, at=panels.clock(), after={"code": code})


def approved(panels: Panels, number: int) -> None:
    panels.act(service.submit_commission, number, by="u08")
    panels.act(service.approve_commission, number, is_neutral=True, by="u09")
    for party in ("u10", "u08"):
        panels.act(service.publish_commitment, number, by=party)
    panels.screened(number)


def refusal(panels: Panels, use_case: Any, number: int, *, by: str, **facts: Any) -> str:
    with pytest.raises(Exception) as refused:  # noqa: PT011  the code is what is asserted
        panels.act(use_case, number, by=by, **facts)
    return str(getattr(refused.value, "code", refused.value))


@pytest.mark.clause("D-02", "D-03", "D-17", "4.1.2-a")
def test_quotas_are_stated_approved_frozen_and_obeyed(panels: Panels, person: Callable[[str], Any]) -> None:
    moved(panels, "ZJ-0002", title="工程师")
    moved(panels, "ZJ-0014", employer=BUREAU)
    number, official = panels.drafted(), person("u08")
    page = f"/panels/{number}/commission/quotas"
    wrong = {
        "disciplines_T03_most": "1", "disciplines_T06_least": "2", "disciplines_T05_least": "1",
        "regions_330000_least": "2", "regions_330000_most": "1", "employer_max": "2", "senior_min": "4",
        "apart": "ZJ-0021 ZJ-0026 同一课题组\nZJ-9999 ZJ-0001 亲属",
    }  # fmt: skip
    refused = official.submit(page, wrong)
    assert refused.status_code == 422
    assert set(error_summary(refused)) == {
        "disciplines_T03_most", "disciplines_T05_least", "regions_330000_most", "employer_max", "senior_min", "apart",
        "disciplines_T06_least",
    }  # fmt: skip
    assert "ZJ-9999 ZJ-0001 亲属" in refused.get_data(as_text=True)
    assert quotas_of(panels.panel(number).quotas) == Quotas()
    right = {
        "disciplines_T06_least": "1", "disciplines_T06_most": "1", "regions_330000_least": "1", "senior_min": "2",
        "insider_max": "0", "apart": "zj-0021 ZJ-0026 同一课题组",
    }  # fmt: skip
    tried = visible_text(official.submit(page, right | {"check": "1"}))
    assert "还没有保存" in tried
    assert "条件可以满足" in tried
    assert panels.panel(number).quotas == {}
    saved = visible_text(official.submit(page, right))
    assert "名额条件已保存" in saved
    assert "随机次序逐一确定" in saved
    kept = quotas_of(panels.panel(number).quotas)
    assert kept == Quotas(
        {"T06": (1, 1)}, {"330000": (1, None)}, None, 2, 0, (Pair("ZJ-0021", "ZJ-0026", "同一课题组"),)
    )
    assert refusal(panels, service.set_quotas, number, quotas=Quotas(), version=1, by="u08") == "STALE"
    assert refusal(panels, service.set_quotas, number, quotas=Quotas({"T05": (1, 1)}), by="u08") == "QUOTA_DISCIPLINE"
    without = panels.content(disciplines=("T01", "T07"))
    panels.act(service.edit_commission, number, content=without, by="u08")
    assert refusal(panels, service.submit_commission, number, by="u08") == "QUOTA_DISCIPLINE"
    panels.act(service.edit_commission, number, content=panels.content(), by="u08")
    panels.act(service.submit_commission, number, by="u08")
    asked = visible_text(person("u09").get(f"/panels/{number}/commission/approve"))
    assert "ZJ-0021 与 ZJ-0026 不得同时入选" in asked
    assert "条件可以满足" in asked
    panels.act(service.reject_commission, number, reason="再核对", by="u09")
    approved(panels, number)
    assert refusal(panels, service.set_quotas, number, quotas=Quotas(), by="u08") == "ILLEGAL_TRANSITION"
    assert "规定名额条件" not in visible_text(official.get(f"/panels/{number}/commission"))
    panels.act(service.prepare_draw, number, by="u10")
    panels.reveal(number)
    members = {code for code, seat in panels.seats(number).items() if seat.kind == "member"}
    assert {"ZJ-0021", "ZJ-0002"} < members
    assert not {"ZJ-0014", "ZJ-0026"} & members
    with panels.session_of() as session:
        draw = draws.get_draw(session, number, 1)
        assert draw.method == Method.PRIORITY
        assert draws.problems_of(session, number) == []
        assert "ZJ-" not in str(draws.transcript_of(session, number))
    drawn = visible_text(official.get(f"/panels/{number}/draw/1"))
    assert "1 对专家不得同时入选" in drawn
    assert f"{BUREAU} 系统内" in drawn
    panels.act(service.invite, number, by="u10")
    (third,) = members - {"ZJ-0021", "ZJ-0002"}
    panels.act(service.decline_invitation, panels.seats(number)[third].id, reason="出差", by=third)
    seated = {code for code, seat in panels.seats(number).items() if seat.state == SeatState.INVITED}
    assert {"ZJ-0021", "ZJ-0002"} < seated
    assert not {third, "ZJ-0014", "ZJ-0026"} & seated
    assert len(seated) == 3


@pytest.mark.clause("D-02", "D-17")
def test_quotas_that_nobody_can_meet_are_named_and_use_no_randomness(
    panels: Panels, person: Callable[[str], Any]
) -> None:
    number = panels.drafted(seats_wanted=5, complexity_grounds=("systemic",))
    page = f"/panels/{number}/commission/quotas"
    told = visible_text(person("u08").submit(page, {"disciplines_T06_least": "2"}))
    assert "学科“酿酒工程”至少 2 人；符合条件的专家只有 1 人" in told
    assert "机会均等抽取" in told
    approved(panels, number)
    assert refusal(panels, service.prepare_draw, number, by="u10") == "INFEASIBLE_LIMITS"
    with panels.session_of() as session:
        assert draws.list_draws(session, number) == []


@pytest.mark.clause("D-18", "D-02")
def test_who_sat_on_two_panels_in_a_row_is_out_of_the_third_pool(panels: Panels) -> None:
    first, second = panels.appointed(), panels.appointed()
    third = panels.drafted()
    number = panels.seats(second)["ZJ-0011"].id
    with panels.session_of() as session:
        panel = queries.get_panel(session, third)
        on = beijing_date(panels.clock())
        numbers = [queries.get_panel(session, one).number for one in (second, first)]
        out = {expert.code: reasons for expert, reasons in pool_of(session, panel, on).excluded}
        for code in ("ZJ-0011", "ZJ-0014", "ZJ-0004"):
            assert [(one.code, one.detail) for one in out[code]] == [(Reason.IN_A_ROW, "、".join(map(str, numbers)))]
        assert not {"ZJ-0016", "ZJ-0012"} & {
            code for code, reasons in out.items() if Reason.IN_A_ROW in {one.code for one in reasons}
        }
        seat = queries.lock_seat(session, number)
        seat.state, seat.rank = SeatState.RELEASED, None
        session.flush()
        again = {expert.code for expert, _reasons in pool_of(session, panel, on).excluded}
        session.rollback()
    assert "ZJ-0011" not in again
