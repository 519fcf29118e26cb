"""Reading draws."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from panel.draw import rules
from panel.draw.facts import DrawKind, DrawState, Purpose
from panel.draw.models import Draw
from panel.kernel.errors import NotFoundError


def list_draws(session: Session, panel_id: int) -> Sequence[Draw]:
    """Give a panel's draws in their order."""
    return session.scalars(select(Draw).where(Draw.panel_id == panel_id).order_by(Draw.no)).all()


def get_draw(session: Session, panel_id: int, no: int) -> Draw:
    """Give a panel's draw by its number in the panel."""
    found = session.scalar(select(Draw).where(Draw.panel_id == panel_id, Draw.no == no))
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def prepared_draw(session: Session, panel_id: int, *, is_locked: bool = False) -> Draw | None:
    """Give the draw whose pool is frozen and that waits for its witness, or None."""
    chosen = select(Draw).where(Draw.panel_id == panel_id, Draw.state == DrawState.PREPARED)
    if is_locked:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalar(chosen)


def preparer_of(draws: Sequence[Draw]) -> int | None:
    """Give who froze the pool that waits for its witness, or None where none does."""
    return next((draw.drawn_by for draw in draws if draw.state == DrawState.PREPARED), None)


def count_redraws(draws: Sequence[Draw]) -> int:
    """Count the draws that were prepared in the place of another and not given up."""
    return sum(draw.purpose == Purpose.AGAIN and draw.state != DrawState.DROPPED for draw in draws)


def next_no(session: Session, panel_id: int) -> int:
    """Give the number of a panel's next draw; the caller has locked the panel."""
    return (session.scalar(select(func.max(Draw.no)).where(Draw.panel_id == panel_id)) or 0) + 1


def problems_of(draw: Draw) -> list[str]:
    """Run a finished draw again from its record and name what does not hold; a direct one has nothing to run."""
    if draw.kind != DrawKind.RANDOM or draw.state != DrawState.DONE or draw.result is None:
        return []
    return rules.replay(rules.record_of(draw.frozen, draw.pool_sha256, draw.seed or "", draw.result))


def panels_with(state: DrawState) -> Select[int]:
    """Choose the panels that have a draw in a state."""
    return select(Draw.panel_id).where(Draw.state == state)
