"""Keeping employers and declared interests: rows begin and end, and a wrong one is struck."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.kernel.actor import Actor
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.tokens import new_key
from panel.roster.facts import DeclaredConflict
from panel.roster.models import EmploymentRow, Expert, InterestRow


def keep_main_employer(session: Session, expert: Expert, *, from_on: date | None, actor: Actor, clock: Clock) -> None:
    """Let the history agree with the main employer on the expert's row: another employer ends the post before."""
    standing = session.scalar(
        select(EmploymentRow).where(
            EmploymentRow.expert_id == expert.id,
            EmploymentRow.is_main,
            EmploymentRow.to_on.is_(None),
            EmploymentRow.struck_at.is_(None),
        )
    )
    if standing is not None:
        if (standing.employer, standing.employer_code) == (expert.employer, expert.employer_code):
            standing.post = expert.post
            return
        standing.to_on = max(from_on or beijing_date(clock()), standing.from_on or date.min)
        session.flush()
    row = EmploymentRow(
        expert_id=expert.id,
        employer=expert.employer,
        employer_code=expert.employer_code,
        post=expert.post,
        is_main=True,
        from_on=from_on if standing is None else standing.to_on,
        added_by=actor.id,
        added_at=clock(),
        form_key=new_key(),
    )
    session.add(row)


def keep_interests(
    session: Session, expert: Expert, ties: Iterable[DeclaredConflict], *, actor: Actor, clock: Clock
) -> None:
    """Let the standing declarations agree with a list: what is new begins today, what is missing ends today."""
    today = beijing_date(clock())
    standing = session.scalars(
        select(InterestRow).where(InterestRow.expert_id == expert.id, InterestRow.ended_on.is_(None))
    )
    wanted = dict.fromkeys(ties)
    for row in standing:
        tie = DeclaredConflict(row.body, row.unified_code, row.kind, row.detail)
        if tie in wanted:
            del wanted[tie]
        else:
            row.ended_on = max(today, row.declared_on)
    for tie in wanted:
        row = InterestRow(
            expert_id=expert.id,
            kind=tie.ground,
            body=tie.party,
            unified_code=tie.unified_code,
            detail=tie.detail,
            declared_on=today,
            added_by=actor.id,
            added_at=clock(),
            form_key=new_key(),
        )
        session.add(row)
