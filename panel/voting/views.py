"""The pages of sitting, round, ballot and result, and their tabs on a panel."""

from flask_babel import lazy_gettext as _l

from panel.voting import ballot_views, result_views, round_views, sitting_views
from panel.voting.blueprint import bp
from panel.web.tabs import panel_tab

__all__ = ["ballot_views", "bp", "result_views", "round_views", "sitting_views"]

BEFORE_SITTING = frozenset(
    {"DRAFT", "PENDING_APPROVAL", "COMMISSIONED", "DRAWN", "INVITING", "CONSTITUTED", "CANCELLED"}
)

panel_tab(
    50, _l("会议与表决"), "voting.show_sitting", visible=lambda panel: panel.state not in BEFORE_SITTING,
    also=(
        "voting.add_observer", "voting.adjourn", "voting.sign_out_member", "voting.excuse_member",
        "voting.open_round", "voting.show_round", "voting.request_void", "voting.answer_void",
    ),
)  # fmt: skip
panel_tab(
    60, _l("计票结果"), "voting.show_results", visible=lambda panel: panel.counted_rounds > 0,
    also=("voting.show_result", "voting.declare_disagreement", "voting.answer_review"),
)  # fmt: skip
