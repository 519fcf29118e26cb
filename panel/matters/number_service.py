"""Giving out numbers without a gap: the series is locked until the act that takes one ends."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from panel.accounts.queries import get_organisation
from panel.guidance import cites
from panel.matters import number_rules
from panel.matters.models import NumberSeries

NOTICE = "notice"


@cites("3.1.0-c", "3.4.1-a")
def next_number(session: Session, org_id: int, kind: str, year: int) -> str:
    """文书按机关代字、文种和年份连续编号，中间不留空号。

    `kind` is 研委, 研结, 研检 or 研查. An act that is rolled back gives its number back.
    """
    prefix = get_organisation(session, org_id).short_name
    return number_rules.document_number(prefix, kind, year, _next(session, prefix, kind, year))


@cites("3.4.0-f01")
def next_notice_number(session: Session, org_id: int, year: int, source_class: int) -> str:
    """信息通报号按机构和年份连续编号。"""
    organ = get_organisation(session, org_id).region
    return number_rules.notice_number(organ, year, source_class, _next(session, organ, NOTICE, year))


def _next(session: Session, issuer: str, kind: str, year: int) -> int:
    """Raise the series by one in a single statement, so that two acts never read the same last number."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(NumberSeries).values(issuer=issuer, kind=kind, year=year, last=1)
    raised = first.on_conflict_do_update(
        index_elements=["issuer", "kind", "year"], set_={"last": NumberSeries.last + 1}
    )
    return session.execute(raised.returning(NumberSeries.last)).scalar_one()
