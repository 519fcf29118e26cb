"""Looking for a laboratory: who can test something, who may do so today, and who has to do with a party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.accounts.facts import OrgFacts
from panel.guidance import cites
from panel.institutions import queries, rules
from panel.institutions.facts import Capability, InstitutionFacts, Problem, Relation, Shortfall
from panel.institutions.relations import relations_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution that a search found: the lines that fit, what stands against it, what to mind."""

    institution: InstitutionFacts
    lines: Sequence[Capability]
    against: Sequence[Shortfall]
    soon: Sequence[Shortfall]
    relations: Sequence[Relation]

    @property
    def is_party(self) -> bool:
        """Tell whether it is itself a party of the matter."""
        return any(relation.is_self for relation in self.relations)

    @property
    def is_open(self) -> bool:
        """Tell whether an order could be sent to it today, if need be with a reason."""
        return not self.against and not self.is_party


@cites("4.2.1-b", "2.4.2-i", "4.2.2-d")
def search_capabilities(
    session: Session, words: str, on: date, days: int, *, chain: Sequence[OrgFacts], matter_id: int | None = None
) -> list[Candidate]:
    """Find the institutions with a line that holds all the words: those that may work first, then the others.

    `chain` is the ordering body with everything above it; `days` those in which an end counts as soon.
    """
    managers = {org.id: org.facts() for org in accounts.list_organisations(session)}
    found = [
        (one, lines)
        for one in queries.institution_facts(session)
        if (lines := rules.lines_found(one.capabilities, words))
    ]
    relations: Mapping[int, Sequence[Relation]] = {}
    if matter_id is not None:
        relations = relations_of(session, [one for one, _lines in found], matter_id)
    candidates = [
        Candidate(
            one, lines, _against(one, lines, managers[one.designated_by_org_id], chain, on),
            rules.days_that_lapse_soon(one, on, days), relations.get(one.id, ()),
        )
        for one, lines in found
    ]  # fmt: skip
    return sorted(candidates, key=lambda one: (not one.is_open, bool(one.relations), one.institution.code))


def _against(
    one: InstitutionFacts, lines: Sequence[Capability], manager: OrgFacts, chain: Sequence[OrgFacts], on: date
) -> list[Shortfall]:
    found = [rules.against_qualification(one, [], on), rules.against_designation(one, on)]
    if not any(line.is_in_scope for line in lines):
        found.append(Shortfall(Problem.NOT_COVERED, "、".join(dict.fromkeys(line.item for line in lines))))
    if not rules.is_open_to(manager, chain):
        found.append(Shortfall(Problem.NOT_OPEN))
    return [lack for lack in found if lack is not None]
