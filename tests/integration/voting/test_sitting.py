"""The sitting: opening, signing in, leaving, the next reserve, adjourning."""

from datetime import timedelta

import pytest

from panel.commissions import queries as commissions
from panel.kernel.errors import NotAllowedError, RuleViolatedError
from panel.roster import queries as roster
from panel.voting import evidence_queries, queries, service, sitting_queries
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, RESERVES, SECRETARY, Panels


@pytest.mark.clause("2.4.2-c")
def test_the_secretary_opens_the_sitting_and_members_sign_in(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3])
    assert panels.state(panel_id) == "IN_SESSION"
    with panels.looking() as session:
        sitting = queries.list_sittings(session, panel_id)[-1]
        lines = sitting_queries.sheet(session, panel_id, sitting)
        gate = sitting_queries.gate_now(session, panel_id, lines, panels.clock())
    assert [line.state == "present" for line in lines] == [True, True, True, False, False]
    assert (gate.expected, gate.present, gate.is_odd, gate.is_enough, gate.least) == (5, 3, True, False, 5)
    assert gate.code == "PANEL_MIN5"


@pytest.mark.clause("S-04")
@pytest.mark.parametrize("who", [OFFICIAL, APPROVER, "u07", "u16"])
def test_nobody_but_the_panels_secretary_opens_the_sitting(who: str, panels: Panels) -> None:
    panel_id = panels.with_materials()
    with pytest.raises(NotAllowedError):
        panels.act(service.open_sitting, panel_id, by=who)
    assert panels.state(panel_id) == "MATERIALS"


@pytest.mark.clause("2.4.2-c")
def test_signing_in_does_not_open_long_before_the_meeting(panels: Panels) -> None:
    panel_id = panels.with_materials(held_at=panels.clock() + timedelta(hours=3))
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.open_sitting, panel_id, by=SECRETARY)
    assert refused.value.code == "SITTING_EARLY"
    panels.clock.move(hours=1)
    panels.act(service.open_sitting, panel_id, by=SECRETARY)
    assert panels.state(panel_id) == "IN_SESSION"


def test_signing_in_twice_is_one_line(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:1])
    assert panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[0])) is True
    assert len(_sheet(panels, panel_id)) == 1


def _sheet(panels: Panels, panel_id: int) -> list[str]:
    with panels.looking() as session:
        sitting = queries.list_sittings(session, panel_id)[-1]
        return [f"{line.name} {line.state}" for line in queries.list_attendance(session, sitting.id)]


def test_the_secretary_records_a_member_on_site(panels: Panels) -> None:
    panel_id = panels.in_session(present=())
    seat_id = panels.seat_id(panel_id, MEMBERS[0])
    panels.act(service.sign_in_member, panel_id, seat_id=seat_id, by=SECRETARY)
    assert len(_sheet(panels, panel_id)) == 1


def test_nobody_signs_somebody_else_in(panels: Panels) -> None:
    panel_id = panels.in_session(present=())
    with pytest.raises(NotAllowedError):
        panels.act(
            service.sign_in_member, panel_id, seat_id=panels.seat_id(panel_id, MEMBERS[1]),
            by=panels.expert(MEMBERS[0]),
        )  # fmt: skip
    with pytest.raises(NotAllowedError):
        panels.act(service.sign_in_member, panel_id, by=panels.expert("ZJ-0001"))


def test_a_reserve_signs_in_only_when_called_and_accepted(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:4])
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(RESERVES[0]))
    assert refused.value.code == "SEAT_NOT_ACCEPTED"
    assert panels.act(service.call_reserve, panel_id, by=SECRETARY) == panels.seat_id(panel_id, RESERVES[0])
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(RESERVES[0]))
    assert refused.value.code == "SEAT_NOT_ACCEPTED"
    panels.accept(panel_id, RESERVES[0])
    panels.read(panel_id, RESERVES[0])
    panels.act(service.sign_in_member, panel_id, by=panels.expert(RESERVES[0]))
    panels.open(panel_id)
    assert panels.state(panel_id) == "ROUND_OPEN"


@pytest.mark.clause("A-02")
def test_reserves_are_called_in_drawn_order_until_none_is_left(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:4])
    called = [panels.act(service.call_reserve, panel_id, by=SECRETARY) for _ in RESERVES]
    assert called == [panels.seat_id(panel_id, code) for code in RESERVES]
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.call_reserve, panel_id, by=SECRETARY)
    assert refused.value.code == "NO_RESERVE"


def test_a_member_who_leaves_before_the_round_is_not_on_its_roll(panels: Panels) -> None:
    panel_id = panels.in_session()
    seats = [panels.seat_id(panel_id, code) for code in MEMBERS]
    panels.act(service.sign_out_member, panel_id, seats[0], reason="身体不适", by=SECRETARY)
    with pytest.raises(RuleViolatedError) as refused:
        panels.open(panel_id)
    assert refused.value.code == "PANEL_EVEN"
    panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[0]))
    panels.open(panel_id)
    assert panels.state(panel_id) == "ROUND_OPEN"


def test_only_somebody_signed_in_can_leave(panels: Panels) -> None:
    panel_id = panels.in_session(present=())
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(
            service.sign_out_member, panel_id, panels.seat_id(panel_id, MEMBERS[0]), reason="误操作", by=SECRETARY
        )
    assert refused.value.code == "NOT_SIGNED_IN"


@pytest.mark.clause("D-04", "A-03")
def test_a_member_on_an_open_roll_cannot_simply_leave(panels: Panels) -> None:
    panel_id, _round_id = panels.voting()
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.sign_out_member, panel_id, panels.seat_id(panel_id, MEMBERS[0]), reason="有事", by=SECRETARY)
    assert refused.value.code == "LEAVE_VOIDS_ROUND"


def test_nobody_signs_in_while_a_round_is_open(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:3], disciplines=(), complexity_grounds=())
    panels.open(panel_id)
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[3]))
    assert refused.value.code == "SIGN_IN_CLOSED"


def test_a_leave_of_absence_is_on_the_sheet_and_can_be_followed_by_coming_after_all(panels: Panels) -> None:
    panel_id = panels.in_session(present=())
    seat_id = panels.seat_id(panel_id, MEMBERS[0])
    panels.act(service.excuse_member, panel_id, seat_id, reason="出差", by=SECRETARY)
    assert _sheet(panels, panel_id)[0].endswith("excused")
    panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[0]))
    assert _sheet(panels, panel_id)[0].endswith("present")
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.excuse_member, panel_id, seat_id, reason="出差", by=SECRETARY)
    assert refused.value.code == "ALREADY_SIGNED_IN"


def test_an_observer_is_recorded_once_and_never_votes(panels: Panels) -> None:
    panel_id = panels.in_session()
    for _again in range(2):
        panels.act(service.add_observer, panel_id, name="列席人", unit="某处", by=SECRETARY)
    with panels.looking() as session:
        sitting = queries.list_sittings(session, panel_id)[-1]
        lines = queries.list_attendance(session, sitting.id)
        assert len(lines) == 6
        assert len(queries.voting_present(session, sitting.id)) == 5


@pytest.mark.clause("A-02")
def test_an_adjourned_sitting_is_followed_by_another_one(panels: Panels) -> None:
    panel_id = panels.in_session(present=MEMBERS[:4])
    panels.act(service.adjourn, panel_id, reason="到会人数为双数，候补未能到会", by=SECRETARY)
    assert panels.state(panel_id) == "MATERIALS"
    with pytest.raises(RuleViolatedError) as refused:
        panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[4]))
    assert refused.value.code == "NO_SITTING"
    panels.act(service.open_sitting, panel_id, by=SECRETARY)
    with panels.looking() as session:
        assert [sitting.no for sitting in queries.list_sittings(session, panel_id)] == [1, 2]
        assert queries.find_open_sitting(session, panel_id) is not None


@pytest.mark.clause("D-12", "S-11")
def test_an_author_of_a_report_sits_in_without_a_vote(panels: Panels) -> None:
    panel_id = panels.with_materials()
    with panels.looking() as session:
        author = roster.get_expert(session, panels.basis.expert_id(MEMBERS[0]))
    panels.act(service.bar_authors, panel_id, body="", names=[author.name], source="调查报告1号", by=OFFICIAL)
    panels.act(service.open_sitting, panel_id, by=SECRETARY)
    assert panels.act(service.sign_in_member, panel_id, by=panels.expert(MEMBERS[0])) is False
    for code in MEMBERS[1:]:
        assert panels.act(service.sign_in_member, panel_id, by=panels.expert(code)) is True
    with pytest.raises(RuleViolatedError) as refused:
        panels.open(panel_id)
    assert refused.value.code == "PANEL_EVEN"


@pytest.mark.clause("D-12")
def test_a_round_does_not_open_over_an_author_who_signed_in_before_the_report_was_filed(panels: Panels) -> None:
    panel_id = panels.in_session()
    with panels.looking() as session:
        employer = roster.get_expert(session, panels.basis.expert_id(MEMBERS[2])).employer
    panels.act(service.bar_authors, panel_id, body=employer, names=[], source="检验报告2号", by=OFFICIAL)
    with pytest.raises(RuleViolatedError) as refused:
        panels.open(panel_id)
    assert refused.value.code == "AUTHOR_VOTES"


def test_authors_are_noted_once(panels: Panels) -> None:
    panel_id = panels.with_materials()
    for _again in range(2):
        panels.act(service.bar_authors, panel_id, body="某院", names=["甲", ""], source="报告", by=OFFICIAL)
    with panels.looking() as session:
        panel = commissions.get_panel(session, panel_id)
        assert len(queries.list_authors(session, panel_id)) == 2
        assert len(evidence_queries.evidence_sources(session, panel)) == 2
