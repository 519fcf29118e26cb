"""What the desk shows to whom: from the count to the way on."""

from panel.investigations import queries, service
from tests.support.inquiries import Inquiries
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, SECRETARY


def tasks_of(panels: Inquiries, who: str) -> list[str]:
    """Give the endpoints on somebody's desk, in their order."""
    actor = panels.expert(who) if who.startswith("ZJ") else panels.basis.actor(who)
    with panels.app.test_request_context(), panels.looking() as session:
        found = queries.list_tasks(session, actor, panels.clock())
    return [task.endpoint.removeprefix("investigations.") for task in found]


def test_the_desk_follows_the_inquiry(panels: Inquiries) -> None:
    panel_id = panels.split()
    assert tasks_of(panels, OFFICIAL) == ["answer_warning", "show_inquiries", "show_inquiries"]
    assert tasks_of(panels, APPROVER) == []
    panels.warned(panel_id)
    investigation_id = panels.planned(panel_id)
    order_id = panels.order(panel_id)
    assert tasks_of(panels, OFFICIAL) == []
    assert tasks_of(panels, APPROVER) == ["decide_plan", "decide_order"]
    panels.act(service.approve_plan, panel_id, investigation_id, by=APPROVER)
    panels.act(service.approve_order, panel_id, order_id, by=APPROVER)
    assert tasks_of(panels, OFFICIAL) == ["file_findings"]
    assert tasks_of(panels, APPROVER) == []
    report_id = panels.reported(order_id)
    assert tasks_of(panels, OFFICIAL) == ["file_findings", "check_report"]
    panels.file(panel_id, investigation_id)
    panels.act(service.accept_test_report, panel_id, order_id, report_id, by=OFFICIAL)
    assert tasks_of(panels, OFFICIAL) == ["show_inquiries"]
    panels.act(
        service.propose_escalation, panel_id, target_org_id=panels.basis.org_id("HQ-FOOD"), reason="难",
        form_key="e" * 32, by=OFFICIAL,
    )  # fmt: skip
    assert tasks_of(panels, OFFICIAL) == []
    assert tasks_of(panels, APPROVER) == ["decide_request"]


def test_a_department_sees_its_own_desk_only(panels: Inquiries) -> None:
    panels.planned(panels.split())
    for who in ("u05", "u06", SECRETARY, "u16", "u18", "u33", MEMBERS[0]):
        assert tasks_of(panels, who) == []


def test_a_panel_that_decided_asks_nothing(panels: Inquiries) -> None:
    panels.warned(panels.split())
    before = tasks_of(panels, OFFICIAL)
    assert panels.state(panels.split("33333", prepared=False)) == "DECIDED"
    assert tasks_of(panels, OFFICIAL) == before


def test_the_desk_takes_few_queries(panels: Inquiries, counted: object) -> None:
    panels.warned(panels.split())
    panels.split("33022", prepared=False)
    with panels.app.test_request_context(), counted() as statements, panels.looking() as session:  # type: ignore[operator]
        queries.list_tasks(session, panels.basis.actor(OFFICIAL), panels.clock())
    assert len(statements) <= 9, str(statements)
