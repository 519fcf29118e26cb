"""What every result of an inquiry does: it waits for the warning answer, joins the pack, and moves the panel (P29)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from panel.commissions import service as commission_service
from panel.commissions.facts import MaterialKind, PanelState
from panel.guidance import cites
from panel.investigations import queries, rules
from panel.investigations.facts import ORDERED_STATES
from panel.investigations.taking_service import state_of
from panel.kernel.actor import Actor
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError
from panel.matters import service as matter_service


@cites("2.5.3-a")
def must_be_answered(session: Session, panel_id: int) -> None:
    """Refuse a result while the question whether to warn has no answer (`WARN_DECISION`)."""
    latest = queries.undecided_round(session, panel_id)
    is_answered = latest is None or queries.find_warning(session, latest.round.id) is not None
    if code := rules.reasons_against_filing(is_warning_answered=is_answered):
        raise RuleViolatedError(code)


@cites("2.4.2-m", "4.2.2-c")
def take_result_in(
    session: Session, panel: Any, step: str, *, kind: MaterialKind, title: str, source: str, text: str, file_id: int,
    key: str, attached: Mapping[int, str] = MappingProxyType({}), actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    """Put a result into the panel's pack for the next round, and let panel and matter go on if it was the last.

    `step` is the matter's, M14 or M16; `key` names the result; `attached` are the numbers and titles of files
    that belong to it. A panel that was cancelled meanwhile takes
    nothing in, but its matter still learns that the inquiry is over.
    """
    session.flush()
    if state_of(panel) in ORDERED_STATES:
        commission_service.add_material(
            session, panel.id, title=title, kind=kind, source=source, text=text, file_id=file_id,
            form_key=sha256_hex(key.encode())[:32], actor=actor, clock=clock,
        )  # fmt: skip
        for number, name in attached.items():
            commission_service.add_material(
                session, panel.id, title=name, kind=MaterialKind.EVIDENCE, source=source, file_id=number,
                form_key=sha256_hex(f"{key} {number}".encode())[:32], actor=actor, clock=clock,
            )  # fmt: skip
        to = rules.state_after_result(state_of(panel), queries.open_work(session, panel.id))
        commission_service.advance(session, panel, "P29", to=to, actor=actor, clock=clock, result=title)
    matter_service.advance_matter(session, panel.matter_id, step, actor=actor, clock=clock)


@cites("2.4.2-m")
def settle_after_refusal(session: Session, panel: Any, *, actor: Actor, clock: Clock) -> None:
    """Let a panel go on whose results are all in, once the approver has sent back the last open proposal."""
    session.flush()
    if rules.findings_are_in(state_of(panel), queries.open_work(session, panel.id)):
        commission_service.advance(session, panel, "P29", to=PanelState.FINDINGS_IN, actor=actor, clock=clock)
