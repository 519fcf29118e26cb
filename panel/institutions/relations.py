"""What ties a testing institution to the parties of a matter: asked of the room that compares names.

That room stands above this one and registers its way of finding them when it is loaded; this one imports
nothing of it. Without it the plain comparison stands: equal codes, equal names.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from panel.institutions import rules
from panel.institutions.facts import InstitutionFacts, Relation
from panel.matters import queries as matters
from panel.roster.facts import PartyName

Finder = Callable[[Session, Sequence[InstitutionFacts], int], Mapping[int, Sequence[Relation]]]


def plain_relations(
    session: Session, institutions: Sequence[InstitutionFacts], matter_id: int
) -> Mapping[int, Sequence[Relation]]:
    """Compare institutions and their entered ties with a matter's parties by code and name alone."""
    parties = [
        PartyName(party.name, party.unified_code or None, party.role.value)
        for party in matters.parties_of(session, matter_id)
    ]
    return {one.id: rules.plain_relations(one, parties) for one in institutions}


_FINDERS: list[Finder] = [plain_relations]


def find_relations_by(finder: Finder) -> None:
    """Register the way relations are found; it is asked with session, institutions and matter."""
    _FINDERS[:] = [finder]


def relations_of(
    session: Session, institutions: Sequence[InstitutionFacts], matter_id: int
) -> Mapping[int, Sequence[Relation]]:
    """Give each institution's relations with the parties of a matter, by the institution's number."""
    return _FINDERS[0](session, institutions, matter_id)
