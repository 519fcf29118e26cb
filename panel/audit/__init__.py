"""The append-only event log: what happened, who did it, what it was before and after."""

from panel.audit.service import record

__all__ = ["record"]
