"""Screening a panel in a test: run it, and decide on every hit the way nobody has to think about."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from panel.commissions import service
from panel.recusal import queries as recusals
from panel.recusal.facts import FindingState

Act = Callable[..., Any]
SessionOf = Callable[[], AbstractContextManager[Session]]


def screen(act: Act, session_of: SessionOf, panel_id: int, *, secretary: str, official: str) -> None:
    """Screen a panel's experts, confirm what is hard and dismiss the rest."""
    act(service.screen_experts, panel_id, by=secretary)
    for is_hard, findings in undecided(session_of, panel_id).items():
        if findings:
            act(
                service.decide_findings, panel_id, findings, is_confirmed=is_hard, is_pinned=False, by=official,
                reason="任职或者申报属实" if is_hard else "经核对不影响公正",
            )  # fmt: skip


def undecided(session_of: SessionOf, panel_id: int) -> dict[bool, list[int]]:
    """Give the findings that wait, the hard ones (True) apart from the others."""
    with session_of() as session:
        waiting = [row for row in recusals.list_findings(session, panel_id) if row.state == FindingState.POTENTIAL]
        return {hard: [row.id for row in waiting if row.is_hard is hard] for hard in (True, False)}
