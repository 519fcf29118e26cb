"""The roster's pages, gathered: those of experts, committees and workbooks share one blueprint."""

from panel.roster import committee_views, expert_views, import_views, personal_views, record_views, standing_views
from panel.roster.expert_views import bp

__all__ = ["bp", "committee_views", "expert_views", "import_views", "personal_views", "record_views", "standing_views"]
