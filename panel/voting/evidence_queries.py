"""Who may not vote on the evidence of a panel: authors of reports, and the staff of who made them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from panel.institutions import queries as institutions
from panel.roster import queries as roster
from panel.voting import queries
from panel.voting.ballot_facts import EvidenceSource, PanelRow, Participant, SeatRow
from panel.voting.round_rules import barred_authors


def bars(session: Session, panel: PanelRow, seats: Sequence[SeatRow]) -> dict[int, str]:
    """Give the seats that may not vote, each with the body or person that bars it."""
    sources = evidence_sources(session, panel)
    if not sources or not seats:
        return {}
    experts = roster.experts_by_id(session, [seat.expert_id for seat in seats])
    return barred_authors(
        [Participant(seat.id, seat.name, seat.employer, experts[seat.expert_id].employer_code) for seat in seats],
        sources,
    )


def evidence_sources(session: Session, panel: PanelRow) -> list[EvidenceSource]:
    """Give the bodies and people behind a panel's test reports and investigation reports."""
    noted = [
        EvidenceSource(line.body, None, (line.name,) if line.name else ())
        for line in queries.list_authors(session, panel.id)
    ]
    return noted + [
        EvidenceSource(source.name, source.unified_code, source.people)
        for source in institutions.report_sources(session, panel.matter_id)
    ]
