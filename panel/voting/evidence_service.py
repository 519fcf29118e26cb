"""Who made a piece of evidence, noted where it is filed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from panel import audit
from panel.guidance import cites
from panel.kernel.actor import Actor
from panel.kernel.clock import Clock
from panel.voting import queries
from panel.voting.models import Author


@cites("D-12", "S-11")
def bar_authors(
    session: Session, panel_id: int, *, body: str, names: Sequence[str], source: str, actor: Actor, clock: Clock
) -> None:
    """Note who made a report, so that none of them votes on it; the room that files the report calls this.

    `body` bars everybody who works there and may be empty; `names` are the people who signed.
    Test reports need no note: their institutions and signatories are read where they are kept.
    """
    known = {(line.body, line.name, line.source) for line in queries.list_authors(session, panel_id)}
    wanted = [(body, "", source)] if body else []
    wanted += [("", name, source) for name in names if name]
    added = [line for line in wanted if line not in known]
    if not added:
        return
    session.add_all(
        Author(panel_id=panel_id, body=one, name=name, source=where, noted_at=clock()) for one, name, where in added
    )
    audit.record(
        session, "voting.authors.noted", by=actor, at=clock(), panel=panel_id,
        body=body, names=list(names), source=source,
    )  # fmt: skip
