"""From the draft to the released pack, through the use cases, on both databases."""

import pytest

from panel.audit import queries as audit
from panel.commissions import service
from tests.support.panels import Panels


@pytest.mark.clause("4.1.2-a", "D-02")
def test_a_panel_comes_from_draft_to_released_pack(panels: Panels) -> None:
    number = panels.drawn()
    assert panels.panel(number).state == "DRAWN"
    assert panels.panel(number).number == "湘研委〔2026〕1号"
    panels.act(service.invite, number, by="u10")
    for code, seat in panels.seats(number).items():
        if seat.state == "INVITED":
            panels.accept(number, code)
    panels.act(service.constitute, number, reason="人选经过比较", by="u08")
    panels.add_text(number)
    panels.act(service.release_materials, number, by="u10")
    panel = panels.panel(number)
    assert panel.state == "MATERIALS"
    with panels.session_of() as session:
        actions = [event.action for event in audit.list_panel_events(session, number)]
    assert [one for one in actions if one.startswith("panel.")] == [
        "panel.draft", "panel.submit", "panel.approve", "panel.draw", "panel.invite", "panel.constitute",
        "panel.release_materials",
    ]  # fmt: skip
