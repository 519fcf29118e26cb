"""Reading names and groups of companies for their own pages."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.kernel.errors import NotFoundError
from panel.recusal.models import CompanyGroup, GroupMember, SynonymRow

Entry = CompanyGroup | GroupMember | SynonymRow
Kept = TypeVar("Kept", CompanyGroup, GroupMember, SynonymRow)
KINDS: dict[str, type[CompanyGroup] | type[GroupMember] | type[SynonymRow]] = {
    "group": CompanyGroup, "member": GroupMember, "synonym": SynonymRow,
}  # fmt: skip


def find_by_form(session: Session, table: type[Kept], form_key: str) -> Kept | None:
    """Give the entry that a form has made already, or None."""
    return session.scalar(select(table).where(table.form_key == form_key))


def get_group(session: Session, group_id: int) -> CompanyGroup:
    """Give a group by its number."""
    found = session.get(CompanyGroup, group_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def get_entry(session: Session, kind: str, number: int) -> Entry:
    """Give an entry of a kind: `group`, `member` or `synonym`."""
    return _entry(session, kind, number, is_locked=False)


def lock_entry(session: Session, kind: str, number: int) -> Entry:
    """Give an entry of a kind for a decision."""
    return _entry(session, kind, number, is_locked=True)


def _entry(session: Session, kind: str, number: int, *, is_locked: bool) -> Entry:
    table: Any = KINDS.get(kind)
    found: Entry | None = None
    if table is not None:
        found = session.get(table, number, with_for_update=is_locked or None, populate_existing=is_locked)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def list_groups(session: Session) -> Sequence[CompanyGroup]:
    """Give the groups by name, those that stand first."""
    in_order = (CompanyGroup.ended_at.is_not(None), CompanyGroup.name, CompanyGroup.id)
    return session.scalars(select(CompanyGroup).order_by(*in_order)).all()


def list_group_members(session: Session, *, is_standing: bool = False) -> Sequence[GroupMember]:
    """Give the companies of all groups; with `is_standing` only what has not ended, group or entry."""
    chosen = select(GroupMember).order_by(GroupMember.group_id, GroupMember.id)
    if is_standing:
        chosen = chosen.join(CompanyGroup, CompanyGroup.id == GroupMember.group_id)
        chosen = chosen.where(GroupMember.ended_at.is_(None), CompanyGroup.ended_at.is_(None))
    return session.scalars(chosen).all()


def list_synonyms(session: Session, *, is_standing: bool = False) -> Sequence[SynonymRow]:
    """Give the synonyms by name, those that stand first; with `is_standing` only these."""
    chosen = select(SynonymRow).order_by(SynonymRow.ended_at.is_not(None), SynonymRow.name, SynonymRow.id)
    return session.scalars(chosen.where(SynonymRow.ended_at.is_(None)) if is_standing else chosen).all()
