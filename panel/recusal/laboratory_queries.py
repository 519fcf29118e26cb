"""Comparing testing institutions with the parties of a matter, by the same names and codes as experts."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from panel.guidance import cites
from panel.institutions.facts import InstitutionFacts, Relation, Tie
from panel.institutions.relations import find_relations_by
from panel.recusal import queries
from panel.recusal.facts import Grade, PartyKind
from panel.recusal.match_rules import PartyIndex
from panel.recusal.words import GRADES

CONCERNED = frozenset(PartyKind) - {PartyKind.LAB, PartyKind.REPORTING_UNIT}
"""Not the laboratories themselves, and not who reported: a laboratory may have found the matter."""
SAME = frozenset({Grade.CERTAIN, Grade.SAME_NAME, Grade.NORMALISED, Grade.SYNONYM})


@cites("4.2.2-d", "S-10")
def relations_of(
    session: Session, institutions: Sequence[InstitutionFacts], matter_id: int
) -> Mapping[int, Sequence[Relation]]:
    """Give each institution's relations: being a party, of its group, of a like name, or tied to one."""
    parties = [party for party in queries.list_parties(session, matter_id) if party.kind in CONCERNED]
    index = PartyIndex(parties, queries.links(session))
    return {one.id: list(_found(index, one)) for one in institutions}


def _found(index: PartyIndex, one: InstitutionFacts) -> Iterator[Relation]:
    for verdict in index.verdicts(one.name, one.unified_code):
        words = str(GRADES[verdict.grade][0])
        tie = Tie(verdict.party.name, verdict.party.unified_code or None, words)
        yield Relation(tie, is_self=verdict.grade in SAME)
    for entered in one.ties:
        for verdict in index.verdicts(entered.party, entered.unified_code or ""):
            words = str(GRADES[verdict.grade][0])
            detail = _(
                "%(detail)s（登记为“%(name)s”，%(grade)s）", detail=entered.detail, name=entered.party, grade=words
            )
            is_plain = verdict.party.name == entered.party
            tie = Tie(verdict.party.name, verdict.party.unified_code or None, entered.detail if is_plain else detail)
            yield Relation(tie, is_self=False)


find_relations_by(relations_of)
