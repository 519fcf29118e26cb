"""The pages of this room, each in the module of its stage."""

from panel.matters import act_views, intake_views, list_views, request_views, result_views
from panel.matters.blueprint import bp

__all__ = ["act_views", "bp", "intake_views", "list_views", "request_views", "result_views"]
