"""The rulebook: clauses, dated parameters, refusal sentences, and what enforces them."""

from panel.guidance.citation import cites
from panel.guidance.parameters import parameter

__all__ = ["cites", "parameter"]
