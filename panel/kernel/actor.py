"""Who acts: the person or the system behind a use case."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The eight roles of the system (domain §2.1); one account has one role."""

    OFFICIAL = "official"
    APPROVER = "approver"
    SECRETARY = "secretary"
    EXPERT = "expert"
    INST_CONTACT = "inst_contact"
    AUDITOR = "auditor"
    IT_ADMIN = "it_admin"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting account as the use cases see it.

    `attributes` holds `info_officer`, `hq_leader`, `reviewer`, `designated_result_body`;
    `address` is the network address, for the log only.
    """

    id: int | None
    name: str
    role: Role
    org_id: int | None = None
    attributes: frozenset[str] = field(default_factory=frozenset)
    address: str = ""

    def has(self, attribute: str) -> bool:
        """Tell whether the account carries an attribute."""
        return attribute in self.attributes


SYSTEM = Actor(id=None, name="系统", role=Role.SYSTEM)
