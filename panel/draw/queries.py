"""Reading draws, commitments and reveals."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from panel.draw import rules, verify_draw
from panel.draw.facts import DrawKind, DrawState, Kept, Party, Purpose
from panel.draw.models import Commitment, Draw, Reveal
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


def find_prepared(session: Session, panel_id: int, *, is_locked: bool = False) -> Draw | None:
    """Give the draw whose pool is frozen and that waits for its links, or None."""
    chosen = select(Draw).where(Draw.panel_id == panel_id, Draw.state == DrawState.PREPARED)
    if is_locked:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalar(chosen)


def find_preparer(draws: Sequence[Draw]) -> int | None:
    """Give who froze the pool that waits for its links, or None where none does."""
    return next((draw.drawn_by for draw in draws if draw.state == DrawState.PREPARED), None)


def count_redraws(draws: Sequence[Draw]) -> int:
    """Count the draws that were prepared in the place of another and not given up."""
    return sum(draw.purpose == Purpose.AGAIN and draw.state != DrawState.DROPPED for draw in draws)


def next_no(session: Session, panel_id: int) -> int:
    """Give the number of a panel's next draw; the caller has locked the panel."""
    return (session.scalar(select(func.max(Draw.no)).where(Draw.panel_id == panel_id)) or 0) + 1


def next_event(session: Session, panel_id: int) -> int:
    """Give the place in the chains of a panel's next draw by lot; a draw given up has used none."""
    done = select(func.count(Draw.id)).where(
        Draw.panel_id == panel_id, Draw.kind == DrawKind.RANDOM, Draw.state == DrawState.DONE
    )
    return (session.scalar(done) or 0) + 1


def commitments_of(session: Session, panel_id: int) -> Mapping[Party, Commitment]:
    """Give the commitments of a panel by party."""
    found = session.scalars(select(Commitment).where(Commitment.panel_id == panel_id))
    return {Party(one.party): one for one in found}


def reveals_of(session: Session, draw_id: int) -> Mapping[Party, Reveal]:
    """Give the links revealed for a draw by party."""
    found = session.scalars(select(Reveal).where(Reveal.draw_id == draw_id).order_by(Reveal.id))
    return {Party(one.party): one for one in found}


def published_link(session: Session, commitment: Commitment) -> str:
    """Give the last link of a party that is public: what the next one must hash to."""
    last = session.scalar(
        select(Reveal.link)
        .join(Draw, Draw.id == Reveal.draw_id)
        .where(Draw.panel_id == commitment.panel_id, Reveal.party == commitment.party, Draw.state == DrawState.DONE)
        .order_by(Draw.event.desc())
        .limit(1)
    )
    return last or commitment.tip


def transcript_of(session: Session, panel_id: int) -> dict[str, Any]:
    """Give the transcript of a panel's draws by lot: commitments and every finished draw, labels instead of names."""
    commitments = [
        {"party": party.value, "tip": one.tip, "kept": one.kept, "at": one.published_at.isoformat()}
        for party, one in commitments_of(session, panel_id).items()
    ]
    done = [draw.record for draw in list_draws(session, panel_id) if draw.kind == DrawKind.RANDOM and draw.record]
    return rules.transcript_of(commitments, done)


def problems_of(session: Session, panel_id: int) -> list[str]:
    """Run a panel's draws again from their transcript and name what does not hold first; none by lot, none to run."""
    transcript = transcript_of(session, panel_id)
    return rules.replay(transcript) if transcript["draws"] else []


def find_last_by_lot(draws: Sequence[Draw]) -> Draw | None:
    """Give the last finished draw by lot, whose conditions the panel keeps, or None where nobody was drawn by lot."""
    done = [draw for draw in draws if draw.kind == DrawKind.RANDOM and draw.state == DrawState.DONE]
    return done[-1] if done else None


def labels_of(draw: Draw) -> Mapping[int, str]:
    """Give the label of each expert in a draw by the expert's number."""
    return {int(person["expert_id"]): label for label, person in draw.names.items()}


def chances_of(draw: Draw) -> Mapping[str, tuple[int, int]]:
    """Give the chance of each label as share and unit; a draw by order has no table."""
    weights = draw.frozen.get("weights") or {}
    return {label: (int(share), int(weights["unit"])) for label, share in weights.get("shares", {}).items()}


def line_of(draw: Draw) -> list[str]:
    """Give the labels of a finished draw by lot in the order of its line."""
    if draw.record is None or draw.kind != DrawKind.RANDOM:
        return []
    return [one["label"] for one in verify_draw.line_of(draw.record["pool"], verify_draw.key_of(draw.record))]


def panels_with(state: DrawState, *, missing: Party | None = None) -> Select[int]:
    """Choose the panels that have a draw in a state, and, if asked, one that a party has not revealed for yet."""
    chosen = select(Draw.panel_id).where(Draw.state == state)
    if missing is not None:
        revealed = select(Reveal.draw_id).where(Reveal.party == missing)
        chosen = chosen.where(Draw.id.not_in(revealed))
    return chosen


def panels_awaiting_envelope() -> Select[int]:
    """Choose the panels where a party keeps its secret itself and the approver holds no envelope yet."""
    return select(Commitment.panel_id).where(Commitment.kept == Kept.OWN, Commitment.received_by.is_(None))


def panels_committed(party: Party) -> Select[int]:
    """Choose the panels that a party has committed itself for."""
    return select(Commitment.panel_id).where(Commitment.party == party)
