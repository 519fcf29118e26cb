"""What a matter's page shows of its panels, and the way to commission one."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from panel.commissions import queries
from panel.kernel.actor import Actor, Role
from panel.matters import queries as matters
from panel.matters.links import Linked, LinkedAct, LinkedRecord, link_to_matters
from panel.web.labels import panel_state


def panels_of(session: Session, matter: Any, viewer: Actor) -> Linked:
    """Give the panels of a matter that the viewer may know of, and the draft where the viewer may write one."""
    found = queries.list_panels_of_matter(session, matter.id, viewer)
    records = [
        LinkedRecord(
            kind=_("专家组"),
            title=f"{panel.number} {panel.title}" if panel.number else panel.title,
            url=url_for("commissions.show_panel", panel_id=panel.id),
            state=panel_state(panel.state)[0],
            colour=panel_state(panel.state)[1],
            at=panel.drafted_at,
        )
        for panel in found
    ]
    acts = []
    if viewer.role is Role.OFFICIAL and _may_draft(session, matter.id, viewer):
        url = url_for("commissions.draft_commission", matter=matter.id)
        acts.append(LinkedAct(_l("起草专家研判委托书"), url, is_main=True))
    return Linked(records, acts)


def _may_draft(session: Session, matter_id: int, viewer: Actor) -> bool:
    """Tell whether an adjudication by experts is open in the viewer's department and has no panel under way."""
    open_one = matters.open_adjudication_of(session, matter_id)
    if open_one is None or open_one.mode != "expert" or open_one.organiser_org_id != viewer.org_id:
        return False
    has_panel = queries.open_panel_of(session, open_one.id) is not None
    return not has_panel and not queries.has_concluded_panel(session, open_one.id)


link_to_matters("commissions", panels_of)
