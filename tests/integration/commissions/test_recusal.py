"""Recusal: parties, screening, decisions, and that nobody is seated or invited while a conflict is undecided."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from panel import audit
from panel.accounts.facts import Proof
from panel.commissions import documents, queries, service
from panel.commissions.facts import Conflict, SeatState
from panel.draw import queries as draws
from panel.kernel.actor import SYSTEM
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.recusal import body_queries, body_service
from panel.recusal import queries as recusals
from panel.recusal.facts import FindingState, Ground, PartyKind, SynonymKind
from panel.recusal.models import Finding
from panel.roster.models import EmploymentRow, Expert
from tests.support.panels import MEMBERS, RESERVES, Panels, answers
from tests.support.screening import undecided
from tests.support.visitor import error_summary, visible_text

REFUSALS = (RuleViolatedError, NotAllowedError, NotFoundError, StaleError, BadInputError)
LIKE = "示范食品风险评估所销售有限公司"  # near the employer of ZJ-0011 and ZJ-0015


def refusal(panels: Panels, use_case: Any, *numbers: Any, by: str, **facts: Any) -> str:
    with pytest.raises(REFUSALS) as refused:
        panels.act(use_case, *numbers, by=by, **facts)
    return refused.value.code  # type: ignore[attr-defined]


def enter(panels: Panels, number: int, name: str = LIKE, kind: PartyKind = PartyKind.SELLER, **changes: Any) -> int:
    facts = {"unified_code": "", "note": "销售台账", "form_key": new_key(), "by": "u08"} | changes
    return panels.act(service.enter_party, number, kind=kind, name=name, **facts)


def screen(panels: Panels, number: int, by: str = "u10") -> None:
    panels.act(service.screen_experts, number, by=by)


def findings(panels: Panels, number: int) -> dict[str, Finding]:
    """Give the findings by the code of the expert."""
    codes = {expert: code for code, expert in panels.basis.experts.items()}
    with panels.session_of() as session:
        return {codes[one.expert_id]: one for one in recusals.list_findings(session, number)}


def decide(panels: Panels, number: int, *ids: int, by: str = "u08", out: bool = True, **changes: Any) -> None:
    facts = {"is_confirmed": out, "is_pinned": False, "reason": "经核实"} | changes
    panels.act(service.decide_findings, number, list(ids), by=by, **facts)


def change(panels: Panels, *codes: str, **values: str) -> None:
    """Change what the roster says of experts."""
    with panels.session_of() as session:
        session.execute(update(Expert).where(Expert.code.in_(codes)).values(**values))
        named = EmploymentRow.expert_id.in_([panels.basis.expert_id(code) for code in codes])
        session.execute(update(EmploymentRow).where(named).values(**values))
        audit.record(session, "roster.expert.edited", by=SYSTEM, at=panels.clock())


def propose(panels: Panels, *members: str) -> dict[str, Any]:
    return {
        "members": [panels.basis.expert_id(code) for code in members or MEMBERS[:3]],
        "reserves": [panels.basis.expert_id(code) for code in RESERVES], "reason": "专业特殊", "form_key": new_key(),
        "by": "u08",
    }  # fmt: skip


def with_hit(panels: Panels, bring: Callable[..., int], **changes: Any) -> tuple[int, int]:
    """Bring a panel somewhere, enter a party near an expert's employer, and screen; gives panel and the hit."""
    number = bring(**changes)
    enter(panels, number)
    screen(panels, number)
    return number, findings(panels, number)["ZJ-0011"].id


# The gate


@pytest.mark.clause("D-01", "S-10")
def test_without_a_screening_nobody_is_drawn_or_appointed(panels: Panels) -> None:
    number = panels.submitted()
    panels.act(service.approve_commission, number, is_neutral=True, by="u09")
    assert refusal(panels, service.prepare_draw, number, by="u10") == "SCREENING_MISSING"
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "SCREENING_MISSING"
    screen(panels, number)
    assert refusal(panels, service.prepare_draw, number, by="u10") == "CONFLICT_UNRESOLVED"
    decide(panels, number, *undecided(panels.session_of, number)[True])
    panels.act(service.propose_appointment, number, **propose(panels))


@pytest.mark.clause("D-01")
def test_parties_entered_after_the_screening_make_it_stale(panels: Panels) -> None:
    number = panels.commissioned()
    party = enter(panels, number, "示范无关贸易有限公司")
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "SCREENING_STALE"
    panels.act(service.end_party, number, party, reason="登记有误", by="u10")
    panels.act(service.propose_appointment, number, **propose(panels))


@pytest.mark.clause("D-01")
def test_a_tie_that_arises_after_the_screening_is_not_let_through(panels: Panels) -> None:
    number = panels.commissioned()
    change(panels, "ZJ-0011", employer="示范酒业（湖南）有限公司")
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "SCREENING_STALE"
    assert refusal(panels, service.prepare_draw, number, by="u10") == "SCREENING_STALE"


@pytest.mark.clause("D-01", "S-10")
def test_no_invitation_while_a_conflict_is_unresolved_through_service_page_or_appointment(
    panels: Panels, person: Callable[[str], Any]
) -> None:
    number, hit = with_hit(panels, panels.appointed)
    assert refusal(panels, service.invite, number, by="u10") == "CONFLICT_UNRESOLVED"
    page = person("u10").submit(f"/panels/{number}/seats", form="invite")
    assert (page.status_code, "没有审定" in visible_text(page)) == (409, True)
    assert {seat.state for seat in panels.seats(number).values()} == {"DRAWN"}
    decide(panels, number, hit, out=False)
    panels.act(service.invite, number, by="u10")
    assert panels.seats(number)["ZJ-0011"].state == "INVITED"


@pytest.mark.clause("D-01", "S-10")
def test_a_pool_is_not_frozen_and_no_frozen_one_drawn_while_a_hit_waits(panels: Panels) -> None:
    number, hit = with_hit(panels, panels.commissioned, disciplines=("T01", "T06", "T07"), main_discipline="T04")
    assert refusal(panels, service.prepare_draw, number, by="u10") == "CONFLICT_UNRESOLVED"
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "CONFLICT_UNRESOLVED"
    decide(panels, number, *[one.id for one in findings(panels, number).values() if one.state == "potential"])
    del hit
    with panels.session_of() as session:
        pool = service.appointable(session, queries.get_panel(session, number), date(2026, 3, 2))
    assert "ZJ-0011" not in {one.code for one in pool}
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "EXPERT_NOT_ELIGIBLE"


@pytest.mark.clause("D-01")
def test_who_is_recused_is_left_out_of_the_draw_with_the_grounds(panels: Panels) -> None:
    number, _hit = with_hit(panels, panels.commissioned)
    decide(panels, number, *[one.id for one in findings(panels, number).values() if one.state == "potential"])
    panels.act(service.prepare_draw, number, by="u10")
    with panels.session_of() as session:
        draw = draws.get_draw(session, number, 1)
        reasons = {row["code"]: row["reasons"] for row in draw.excluded}
    assert {"code": "RECUSED", "detail": f"R1 {LIKE}"} in reasons["ZJ-0011"]


@pytest.mark.clause("D-01", "A-02")
def test_reserves_wait_in_their_order_while_a_hit_on_them_is_undecided(panels: Panels) -> None:
    number = panels.invited()
    enter(panels, number, "示范食品工程设计院服务有限公司", PartyKind.COMPETITOR)  # near ZJ-0016, the first reserve
    screen(panels, number)
    panels.act(service.decline_invitation, panels.seats(number)["ZJ-0011"].id, reason="出差", by="ZJ-0011")
    assert [panels.seats(number)[code].state for code in RESERVES] == ["DRAWN", "DRAWN"]
    hit = findings(panels, number)["ZJ-0016"]
    assert hit.ground == Ground.COMPETITOR
    decide(panels, number, hit.id)
    seats = panels.seats(number)
    assert [seats[code].state for code in RESERVES] == ["RELEASED", "INVITED"]


@pytest.mark.clause("D-01")
def test_a_drawn_member_who_is_recused_gives_the_seat_up_to_the_next(panels: Panels) -> None:
    number, hit = with_hit(panels, panels.appointed)
    decide(panels, number, hit)
    assert panels.seats(number)["ZJ-0011"].state == "RELEASED"
    panels.act(service.invite, number, by="u10")
    seats = panels.seats(number)
    assert [seats[code].state for code in (*MEMBERS[1:3], RESERVES[0])] == ["INVITED"] * 3


@pytest.mark.clause("D-01", "S-15")
def test_a_seated_member_is_recused_by_the_head_only_and_no_panel_is_constituted_before(panels: Panels) -> None:
    number, hit = with_hit(panels, panels.accepted)
    assert refusal(panels, service.constitute, number, reason="人选经过比较", by="u08") == "CONFLICT_UNDECIDED"
    facts = {"is_confirmed": True, "is_pinned": True, "reason": "任职属实"}
    assert refusal(panels, service.decide_findings, number, [hit], by="u08", **facts) == "RECUSAL_SEATED"
    panels.act(service.decide_findings, number, [hit], by="u09", **facts)
    seats = panels.seats(number)
    assert (seats["ZJ-0011"].state, seats[RESERVES[0]].state) == ("RECUSED", "INVITED")


# Screening


@pytest.mark.clause("D-01")
@pytest.mark.parametrize(("months", "is_hit"), [(35, True), (36, True), (37, False)])
def test_a_post_left_up_to_36_months_before_the_matter_counts(panels: Panels, months: int, is_hit: bool) -> None:
    number = panels.commissioned()
    with panels.session_of() as session:
        panel = queries.get_panel(session, number)
        case_on, _since = recusals.window_of(session, panel.matter_id, panels.clock())
        year, month = divmod(case_on.year * 12 + case_on.month - 1 - months, 12)
        (maker,) = [one for one in recusals.list_parties(session, panel.matter_id) if one.kind == "producer"][:1]
        session.add(
            EmploymentRow(
                expert_id=panels.basis.expert_id("ZJ-0011"), employer=maker.name, employer_code=maker.unified_code,
                is_main=False, from_on=date(2000, 1, 1), to_on=date(year, month + 1, case_on.day),
                added_at=panels.clock(), form_key=new_key(),
            )
        )  # fmt: skip
        audit.record(session, "roster.expert.edited", by=SYSTEM, at=panels.clock())
    screen(panels, number)
    assert ("ZJ-0011" in findings(panels, number)) is is_hit


@pytest.mark.clause("D-01")
def test_a_daughter_and_a_former_name_hit_through_the_tables_only(panels: Panels) -> None:
    number = panels.commissioned()
    enter(panels, number, "示范控股集团有限公司", PartyKind.GROUP)
    screen(panels, number)
    assert "ZJ-0011" not in findings(panels, number)
    shown = {"evidence": "登记机关公示", "by": "u08"}
    group = panels.act(body_service.add_group, name="示范控股系", form_key=new_key(), **shown)
    for name in ("示范控股集团有限公司", "示范评估有限公司"):
        panels.act(body_service.add_member, group, name=name, unified_code="", form_key=new_key(), **shown)
    panels.act(
        body_service.add_synonym, name="示范评估有限公司", other="示范食品风险评估所（示例）", unified_code="",
        kind=SynonymKind.FORMER, form_key=new_key(), **shown,
    )  # fmt: skip
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "SCREENING_STALE"
    screen(panels, number)
    hit = findings(panels, number)["ZJ-0011"]
    assert (hit.ground, hit.grade, hit.state) == ("R10", "group", "potential")


@pytest.mark.clause("D-01")
def test_pinned_decisions_survive_a_new_screening_and_others_only_with_their_evidence(panels: Panels) -> None:
    number, hit = with_hit(panels, panels.commissioned)
    other = findings(panels, number)["ZJ-0015"].id
    decide(panels, number, hit, out=False, is_pinned=True)
    decide(panels, number, other, out=False)
    screen(panels, number)
    assert {findings(panels, number)[code].state for code in ("ZJ-0011", "ZJ-0015")} == {"dismissed"}
    change(panels, "ZJ-0011", "ZJ-0015", post="高级顾问")
    screen(panels, number)
    found = findings(panels, number)
    assert (found["ZJ-0011"].state, found["ZJ-0011"].is_pinned) == ("dismissed", True)
    assert (found["ZJ-0015"].state, found["ZJ-0015"].decided_by) == ("potential", None)
    change(panels, "ZJ-0011", "ZJ-0015", employer="毫不相干研究所")
    screen(panels, number)
    found = findings(panels, number)
    assert (found["ZJ-0011"].state, found["ZJ-0015"].state) == ("dismissed", "lapsed")


# Who may


@pytest.mark.clause("D-01", "S-15", "S-10")
def test_hits_are_decided_by_the_panels_official_or_head_with_a_reason(panels: Panels) -> None:
    number, hit = with_hit(panels, panels.commissioned)
    facts = {"is_confirmed": False, "is_pinned": False, "reason": "不是同一单位"}
    act = service.decide_findings
    assert refusal(panels, act, number, [hit], by="u10", **facts) == "ROLE"
    assert refusal(panels, act, number, [hit], by="ZJ-0011", **facts) == "ROLE"
    assert refusal(panels, act, number, [hit], by="u05", **facts) == "NOT_OF_PANEL"
    assert refusal(panels, act, number, [hit], by="u08", **(facts | {"reason": " "})) == "REASON_MISSING"
    assert refusal(panels, act, number, [], by="u08", **facts) == "FINDINGS_NONE"
    assert refusal(panels, act, number, [999_999], by="u08", **facts) == "NOT_FOUND"
    hard = findings(panels, number)["ZJ-0022"]
    assert (hard.is_hard, hard.state) == (True, "confirmed")
    assert refusal(panels, act, number, [hard.id], by="u08", **facts) == "RECUSAL_HARD"
    panels.act(act, number, [hit], by="u09", **facts)
    assert refusal(panels, service.screen_experts, number, by="u09") == "ROLE"
    assert refusal(panels, service.screen_experts, number, by="u05") == "NOT_OF_PANEL"
    assert refusal(panels, service.enter_party, number, by="u09", **party()) == "ROLE"


def party(**changes: Any) -> dict[str, Any]:
    return {
        "kind": PartyKind.SELLER, "name": LIKE, "unified_code": "", "note": "", "form_key": new_key(),
    } | changes  # fmt: skip


def test_a_party_needs_a_name_and_a_right_code_and_is_entered_once(panels: Panels) -> None:
    number = panels.commissioned()
    assert refusal(panels, service.enter_party, number, by="u08", **party(name=" ")) == "RECUSAL_NAME"
    assert refusal(panels, service.enter_party, number, by="u08", **party(unified_code="123")) == "RECUSAL_CODE"
    key = new_key()
    first = panels.act(service.enter_party, number, by="u08", **party(form_key=key))
    assert panels.act(service.enter_party, number, by="u08", **party(form_key=key)) == first
    assert refusal(panels, service.enter_party, number, by="u08", **party()) == "PARTY_KNOWN"
    panels.act(service.end_party, number, first, reason="登记有误", by="u08")
    assert refusal(panels, service.end_party, number, first, reason="再停", by="u08") == "ENTRY_ENDED"
    assert refusal(panels, service.end_party, number, 999_999, reason="没有", by="u08") == "NOT_FOUND"


@pytest.mark.clause("D-01", "S-15")
def test_a_conflict_that_somebody_knows_of_is_decided_by_another(panels: Panels) -> None:
    number = panels.commissioned()
    with panels.session_of() as session:
        maker = recusals.list_parties(session, queries.get_panel(session, number).matter_id)[0]
    facts = {
        "ground": Ground.KIN, "party_key": f"{maker.kind}:{maker.name}", "detail": "系该企业负责人的配偶", "by": "u08",
    }  # fmt: skip
    act, key = service.enter_finding, new_key()
    assert refusal(panels, act, number, expert_code="ZJ-9999", form_key=key, **facts) == "NOT_ON_ROSTER"
    assert refusal(panels, act, number, expert_code="ZJ-0004", form_key=key, **(facts | {"detail": ""})) == (
        "REASON_MISSING"
    )
    for ground in (Ground.REQUEST, Ground.DECLARATION):
        assert refusal(panels, act, number, expert_code="ZJ-0004", form_key=key, **(facts | {"ground": ground})) == (
            "RECUSAL_GROUND"
        )
    entered = panels.act(act, number, expert_code="zj-0004", form_key=key, **facts)
    assert panels.act(act, number, expert_code="ZJ-0004", form_key=key, **facts) == entered
    assert refusal(panels, act, number, expert_code="ZJ-0004", form_key=new_key(), **facts) == "FINDING_KNOWN"
    assert refusal(panels, service.propose_appointment, number, **propose(panels)) == "CONFLICT_UNRESOLVED"
    out = {"is_confirmed": True, "is_pinned": True, "reason": "属实"}
    assert refusal(panels, service.decide_findings, number, [entered], by="u08", **out) == "SOD_RECUSAL"
    panels.act(service.decide_findings, number, [entered], by="u09", **out)
    screen(panels, number)
    assert findings(panels, number)["ZJ-0004"].state == FindingState.CONFIRMED


# Declarations and objections


@pytest.mark.clause("D-01", "S-15")
def test_ties_declared_at_the_acceptance_become_findings(panels: Panels) -> None:
    number = panels.invited()
    panels.accept(number, "ZJ-0011", Conflict.SHARE)
    declared = findings(panels, number)["ZJ-0011"]
    assert (declared.ground, declared.source, declared.state) == ("R12", "acceptance", "confirmed")
    assert (declared.decided_by, declared.is_pinned) == (None, True)
    panels.accept(number, "ZJ-0014", Conflict.PROJECT)
    waiting = findings(panels, number)["ZJ-0014"]
    assert waiting.state == "potential"
    facts = {"is_confirmed": False, "is_pinned": False, "reason": "不影响"}
    assert refusal(panels, service.decide_findings, number, [waiting.id], by="u09", **facts) == "RECUSAL_ELSEWHERE"
    seat = panels.seats(number)["ZJ-0014"]
    panels.act(service.decide_conflict, number, seat.id, is_admitted=True, reason="项目已结束", by="u09")
    assert findings(panels, number)["ZJ-0014"].state == "dismissed"


@pytest.mark.clause("D-01", "S-15")
@pytest.mark.parametrize("is_upheld", [True, False])
def test_an_objection_becomes_a_finding_with_the_heads_answer(panels: Panels, is_upheld: bool) -> None:
    number = panels.accepted()
    seat = panels.seats(number)["ZJ-0011"]
    objection = panels.act(
        service.object_to_member, number, seat.id, ground=Conflict.KIN, reason="系企业法人近亲属", objector="示范酒业",
        form_key=new_key(), by="u08",
    )  # fmt: skip
    assert (findings(panels, number)["ZJ-0011"].ground, findings(panels, number)["ZJ-0011"].state) == (
        "R11", "potential",
    )  # fmt: skip
    panels.act(service.answer_objection, objection, is_upheld=is_upheld, reason="已核实", by="u09")
    found = findings(panels, number)["ZJ-0011"]
    assert (found.state, found.reason) == ("confirmed" if is_upheld else "dismissed", "已核实")
    assert found.decided_by == panels.basis.account("u09")


# Names and groups


@pytest.mark.clause("D-01")
def test_names_and_groups_are_kept_by_officials_with_evidence(panels: Panels) -> None:
    facts = {"name": "示范集团", "evidence": "公示信息", "form_key": new_key()}
    assert refusal(panels, body_service.add_group, by="u10", **facts) == "ROLE"
    assert refusal(panels, body_service.add_group, by="u08", **(facts | {"evidence": ""})) == "EVIDENCE_MISSING"
    assert refusal(panels, body_service.add_group, by="u08", **(facts | {"name": ""})) == "RECUSAL_NAME"
    group = panels.act(body_service.add_group, by="u08", **facts)
    assert panels.act(body_service.add_group, by="u08", **facts) == group
    member = {"name": "子公司", "unified_code": "", "evidence": "年报", "form_key": new_key()}
    assert refusal(panels, body_service.add_member, 999_999, by="u08", **member) == "NOT_FOUND"
    assert refusal(panels, body_service.add_member, group, by="u08", **(member | {"unified_code": "X"})) == (
        "RECUSAL_CODE"
    )
    first = panels.act(body_service.add_member, group, by="u08", **member)
    assert panels.act(body_service.add_member, group, by="u08", **member) == first
    names = {
        "name": "示范酒业股份有限公司", "unified_code": "", "other": "示范酒业有限责任公司", "kind": SynonymKind.OTHER,
        "evidence": "公示信息", "form_key": new_key(),
    }  # fmt: skip
    assert refusal(panels, body_service.add_synonym, by="u08", **names) == "SYNONYM_SAME"
    assert refusal(panels, body_service.add_synonym, by="u08", **(names | {"other": ""})) == "RECUSAL_NAME"
    names |= {"other": "示酒"}
    synonym = panels.act(body_service.add_synonym, by="u08", **names)
    assert panels.act(body_service.add_synonym, by="u08", **names) == synonym
    for kind, entry in (("member", first), ("synonym", synonym), ("group", group)):
        panels.act(body_service.end_entry, kind, entry, reason="登记有误", by="u08")
        assert refusal(panels, body_service.end_entry, kind, entry, reason="再停", by="u08") == "ENTRY_ENDED"
    assert refusal(panels, body_service.end_entry, "firm", group, reason="没有", by="u08") == "NOT_FOUND"
    again = member | {"form_key": new_key()}
    assert refusal(panels, body_service.add_member, group, by="u08", **again) == "ENTRY_ENDED"
    with panels.session_of() as session:
        assert list(body_queries.list_group_members(session, is_standing=True)) == []


# Pages


@pytest.mark.clause("D-01", "S-15")
def test_the_official_screens_and_decides_on_the_page(panels: Panels, person: Callable[[str], Any]) -> None:
    number = panels.commissioned()
    official, page = person("u08"), f"/panels/{number}/recusal"
    wrong = official.submit(f"{page}/parties/new", {"kind": "seller", "name": LIKE, "unified_code": "123"})
    assert "18位" in error_summary(wrong)["unified_code"]
    entered = official.submit(f"{page}/parties/new", {"kind": "seller", "name": LIKE, "note": "台账"})
    assert "须重新审查" in visible_text(entered)
    assert "审查完成" in visible_text(official.submit(page, form="审查"))
    hit = findings(panels, number)["ZJ-0011"]
    shown = visible_text(official.get(page))
    assert "示范食品风险评估所（示例）" in shown
    assert "名称相近" in shown
    nothing = official.submit(page, {"outcome": "dismissed", "reason": "不是同一单位"}, form="审定所选情形")
    assert (nothing.status_code, "至少选择一项" in visible_text(nothing)) == (422, True)
    chosen = {"findings": [str(hit.id)], "outcome": "dismissed"}
    without = official.submit(page, chosen, form="审定所选情形")
    assert "reason" in error_summary(without)
    assert f'value="{hit.id}" checked' in without.get_data(as_text=True)
    done = official.submit(page, chosen | {"reason": "不是同一单位", "is_pinned": "y"}, form="审定所选情形")
    assert "已审定 1 项" in visible_text(done)
    assert "已锁定" in visible_text(done)
    secretary = person("u10").get(page)
    assert "审定所选情形" not in visible_text(secretary)
    kin = {"expert": "ZJ-0015", "ground": "R4", "detail": "配偶任职", "party": f"seller:{LIKE}"}
    assert "由其他承办人" in visible_text(official.submit(f"{page}/findings/new", kin))
    party_id = enter(panels, number, "示范别处贸易有限公司")
    ended = official.submit(f"{page}/parties/{party_id}/end", {"reason": "登记有误"})
    assert "已停用" in visible_text(ended)
    assert official.get(f"{page}/parties/{party_id}/end").status_code == 404


@pytest.mark.clause("D-01")
def test_officials_keep_names_and_groups_on_their_page(panels: Panels, person: Callable[[str], Any]) -> None:
    official = person("u08")
    shown = {"evidence": "登记机关公示信息"}
    made = official.submit("/recusal/groups/new", {"name": "示范集团", **shown})
    assert "已登记集团" in visible_text(made)
    with panels.session_of() as session:
        (group,) = body_queries.list_groups(session)
    member = {"name": "示范子公司", "unified_code": "bad", **shown}
    wrong = official.submit(f"/recusal/groups/{group.id}/members/new", member)
    assert "unified_code" in error_summary(wrong)
    right = official.submit(f"/recusal/groups/{group.id}/members/new", member | {"unified_code": ""})
    assert "示范子公司" in visible_text(right)
    named = {"name": "示范酒业股份有限公司", "other": "示酒", "kind": "abbreviation", **shown}
    assert "示酒" in visible_text(official.submit("/recusal/synonyms/new", named))
    ended = official.submit(f"/recusal/group/{group.id}/end", {"reason": "登记有误"})
    assert "已停用" in visible_text(ended)
    assert official.get("/recusal/firm/1/end").status_code == 404
    reader = person("u10").get("/recusal/bodies")
    assert "登记集团" not in visible_text(reader)


# What the tables themselves forbid


@pytest.mark.parametrize(
    "values",
    [
        {"state": "confirmed"},
        {"state": "potential", "is_pinned": True},
        {"ground": "R14"},
        {"grade": "sure"},
        {"state": "confirmed", "reason": ""},
    ],
)
def test_a_finding_that_contradicts_itself_cannot_be_stored(panels: Panels, values: dict[str, Any]) -> None:
    number, hit = with_hit(panels, panels.commissioned)
    del number
    with pytest.raises(IntegrityError), panels.session_of() as session:
        session.execute(update(Finding).where(Finding.id == hit).values(**values))


def test_a_hard_finding_cannot_be_dismissed_nor_decided_by_who_entered_it(panels: Panels) -> None:
    number = panels.commissioned()
    hard = findings(panels, number)["ZJ-0022"]
    for values in ({"state": "dismissed"}, {"entered_by": hard.decided_by}):
        with pytest.raises(IntegrityError), panels.session_of() as session:
            session.execute(update(Finding).where(Finding.id == hard.id).values(**values))
    with panels.session_of() as session:
        assert session.scalar(select(Finding.state).where(Finding.id == hard.id)) == "confirmed"


def test_the_answer_of_an_expert_stays_as_it_was(panels: Panels) -> None:
    number = panels.invited()
    seat, panel = panels.seats(number)["ZJ-0011"], panels.panel(number)
    actor = panels.basis.expert_actor("ZJ-0011")
    given = panels.act(
        service.accept_invitation, seat.id, answers=answers(), by="ZJ-0011",
        undertaking_sha256=documents.undertaking_digest(panel.number or "", panel.title, seat.name),
        proof=Proof(actor.id or 0, "password", panels.clock() - timedelta(seconds=1)),
    )  # fmt: skip
    assert given is SeatState.ACCEPTED
    assert "ZJ-0011" not in findings(panels, number)
