"""What belongs to a test besides its report comes before the panel too."""

import pytest

from panel.commissions import queries as commissions
from panel.institutions import service as institution_service
from panel.investigations import service
from panel.kernel.tokens import new_key
from tests.support.inquiries import CONTACT, PDF, Inquiries
from tests.support.sittings import OFFICIAL


@pytest.mark.clause("4.2.2-b")
def test_what_department_and_institution_sent_each_other_joins_the_pack(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.warned(panel_id)
    order_id = panels.ordered(panel_id)
    report_id = panels.reported(order_id)
    panels.act(
        institution_service.ask_question, order_id, "提供图纸？", file=("图纸.pdf", PDF), form_key=new_key(), by=CONTACT
    )
    panels.act(service.accept_test_report, panel_id, order_id, report_id, by=OFFICIAL)
    with panels.looking() as session:
        titles = [one.title for one in commissions.list_materials(session, panel_id)]
    assert "检测工作材料：图纸.pdf" in titles
