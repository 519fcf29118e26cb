"""What of the registry waits at the desk: qualifications and designations that end soon, or have ended."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from panel.guidance import cites, parameter
from panel.institutions.facts import InstitutionState
from panel.institutions.models import Institution
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import beijing_date, end_of_day
from panel.kernel.tasks import Task
from panel.roster import queries as roster


@cites("2.4.2-i", "4.2.1-a")
def list_tasks(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Give the designated institutions whose qualification or term ends within the parameter's days, or has ended.

    The managing body's official asks for the new certificate, its approver renews the designation, the
    institution's contact sends the certificate in.
    """
    if actor.role not in {Role.OFFICIAL, Role.APPROVER, Role.INST_CONTACT}:
        return []
    today = beijing_date(now)
    last = today + timedelta(days=parameter("institution_warning_days", on=today))
    chosen = select(Institution).where(Institution.state == InstitutionState.DESIGNATED.value, _ends(actor, last))
    rows = session.scalars(chosen.order_by(Institution.code)).all()
    if not rows:
        return []
    served = None if actor.role is Role.INST_CONTACT else roster.owners_served_by(session, actor)
    return [
        task for row in rows if served is None or row.managed_by_org_id in served for task in _tasks(actor, row, last)
    ]


def _ends(actor: Actor, last: date) -> ColumnElement[bool]:
    """Give the condition under which an institution asks something of a person."""
    if actor.role is Role.OFFICIAL:
        return Institution.qualified_until <= last
    if actor.role is Role.APPROVER:
        return Institution.designated_until <= last
    ends = or_(Institution.qualified_until <= last, Institution.designated_until <= last)
    return (Institution.org_id == actor.org_id) & ends


def _tasks(actor: Actor, row: Institution, last: date) -> list[Task]:
    found = []
    if actor.role is not Role.APPROVER and row.qualified_until is not None and row.qualified_until <= last:
        title = _("报送新的资质证书") if actor.role is Role.INST_CONTACT else _("更新检测机构资质")
        found.append(_task(row, title, row.qualified_until))
    if actor.role is not Role.OFFICIAL and row.designated_until is not None and row.designated_until <= last:
        title = _("确定期限将届满，请联系主管单位") if actor.role is Role.INST_CONTACT else _("续办检测机构确定")
        found.append(_task(row, title, row.designated_until))
    return found


def _task(row: Institution, title: str, until: date) -> Task:
    return Task(
        title=title, about=row.name, endpoint="institutions.show_institution", values={"institution_id": row.id},
        due_at=end_of_day(until),
    )  # fmt: skip
