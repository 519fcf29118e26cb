"""Reading sealed personal data: what a page shows of it, and finding a person by identity number."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.roster import personal_rules
from panel.roster.facts import PersonalField
from panel.roster.models import Expert
from panel.roster.personal import vault


@dataclass(frozen=True, slots=True)
class Masked:
    """What a page shows: head and tail of a number, empty where none is kept."""

    phone: str
    identity: str


def masked(expert: Expert) -> Masked:
    """Give an expert's numbers as a page may show them."""
    phone, identity = expert.phone_sealed, expert.identity_sealed
    return Masked(
        personal_rules.masked_phone(vault().open(expert.code, PersonalField.PHONE, phone)) if phone else "",
        personal_rules.masked_identity(vault().open(expert.code, PersonalField.IDENTITY, identity)) if identity else "",
    )


def find_expert_by_identity(session: Session, number: str) -> Expert | None:
    """Give the expert of an identity number, found by its keyed digest, or None."""
    digest = vault().index(PersonalField.IDENTITY, personal_rules.plain_identity(number))
    return session.scalar(select(Expert).where(Expert.identity_index == digest))
