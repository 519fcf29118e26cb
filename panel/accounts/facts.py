"""Values of organisations and accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrgKind(StrEnum):
    """Kinds of organisation in the tree (clause 1.3.0-a)."""

    HQ = "hq"
    HQ_DEPT = "hq_dept"
    HQ_IT = "hq_it"
    COMMISSION = "commission"
    PROVINCIAL_BUREAU = "provincial_bureau"
    DIRECT_BUREAU = "direct_bureau"
    IT_DEPT = "it_dept"
    GRASSROOTS = "grassroots"
    INSTITUTION = "institution"


BUREAUX = frozenset({OrgKind.PROVINCIAL_BUREAU, OrgKind.DIRECT_BUREAU})


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """An organisation as the rules see it."""

    id: int
    code: str
    name: str
    tier: int
    kind: OrgKind
    parent_id: int | None
    region: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence that the signed-in person was asked again just before an act that binds them."""

    account_id: int
    method: str
    at: datetime
