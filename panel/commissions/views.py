"""The pages of this room, each in the module of its stage, and their tabs on a panel."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user

from panel.commissions import (
    appraisal_views,
    draw_views,
    invitation_views,
    material_views,
    matter_links,
    panel_views,
    quota_views,
    record_views,
    recusal_views,
    request_views,
    seat_views,
)
from panel.commissions.blueprint import bp
from panel.commissions.facts import PanelState
from panel.commissions.rules import may_see_names
from panel.kernel.actor import Role
from panel.web.tabs import panel_tab

__all__ = [
    "appraisal_views",
    "bp",
    "draw_views",
    "invitation_views",
    "material_views",
    "matter_links",
    "panel_views",
    "quota_views",
    "record_views",
    "recusal_views",
    "request_views",
    "seat_views",
]


def _to_staff(_panel: Any) -> bool:
    return bool(current_user.role is not Role.EXPERT)


def _names(panel: Any) -> bool:
    return panel.number is not None and may_see_names(current_user.role, PanelState(panel.state))


def _approved(panel: Any) -> bool:
    return _to_staff(panel) and panel.number is not None


def _has_result(panel: Any) -> bool:
    return _to_staff(panel) and PanelState(panel.state) in {PanelState.SIGNED, PanelState.ARCHIVED}


panel_tab(
    10, _l("概况"), "commissions.show_panel", also=("commissions.set_meeting", "commissions.raise_complexity",
    "commissions.reconvene"),
)  # fmt: skip
panel_tab(
    20, _l("委托书"), "commissions.show_commission",
    also=("commissions.edit_commission", "commissions.approve_commission"),
)  # fmt: skip
panel_tab(
    23, _l("回避审查"), "commissions.show_recusal", visible=_to_staff,
    also=("commissions.enter_party", "commissions.end_party", "commissions.enter_finding",
          "commissions.decide_findings", "commissions.screen_experts"),
)  # fmt: skip
panel_tab(
    25, _l("抽取"), "commissions.show_draws", visible=_approved,
    also=("commissions.show_draw", "commissions.show_excluded", "commissions.propose_appointment",
          "commissions.prepare_draw", "commissions.publish_commitment", "commissions.reveal_link",
          "commissions.open_deposit", "commissions.receive_envelope", "commissions.drop_draw"),
)  # fmt: skip
panel_tab(30, _l("专家"), "commissions.show_seats", visible=_names, also=("commissions.constitute",))
panel_tab(
    40, _l("材料"), "commissions.show_materials", also=("commissions.add_material", "commissions.show_material"),
)  # fmt: skip
panel_tab(
    45, _l("申请与异议"), "commissions.show_requests", visible=_approved,
    also=("commissions.request_waiver", "commissions.answer_waiver", "commissions.object_to_member",
          "commissions.answer_objection", "commissions.decide_conflict"),
)  # fmt: skip
panel_tab(
    60, _l("履职评价"), "commissions.show_appraisals", visible=_has_result, also=("commissions.appraise_member",),
)  # fmt: skip
