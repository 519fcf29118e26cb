"""The institutions' pages, gathered: registry and work orders share one blueprint."""

from panel.institutions import capability_views, custody_views, matter_links, order_views, registry_views
from panel.institutions.registry_views import bp

__all__ = ["bp", "capability_views", "custody_views", "matter_links", "order_views", "registry_views"]
