"""Who may enter the roster, who decides on it, and who can be drawn for a panel."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from panel.accounts.facts import OrgFacts, OrgKind
from panel.guidance import cites
from panel.kernel.actor import Role
from panel.roster.facts import (
    COURSE,
    MEMBERS,
    RECOMMENDERS,
    SYSTEM_OWNER,
    WITH_APPOINTMENT,
    Act,
    Exclusion,
    ExpertFacts,
    ExpertState,
    Need,
    PartyName,
    Reason,
    Standing,
)

NOISE = re.compile(r"[\s()（）\[\]【】·.,，。、“”\"'《》<>-]+")


# The way into the roster


@cites("4.1.1-b")
def may_recommend(kind: OrgKind) -> bool:
    """总局各业务司局、两委和各地两局可以推荐专家。

    Grass-roots units recommend through their bureau, so they are not on the list.
    """
    return kind in RECOMMENDERS


@cites("4.1.1-b", "4.1.1-f")
def acts_for_owner(acting: OrgFacts, owner: OrgFacts) -> bool:
    """审核和聘任由委员会归属单位进行；系统专家委员会由总局及其业务司局办理。

    Headquarters has no officials of its own in the tree, its departments act for it.
    """
    return acting.id == owner.id or (owner.kind is SYSTEM_OWNER and acting.kind is OrgKind.HQ_DEPT)


@cites("S-14")
def may_decide(act: Act, acting: int | None, recommended_by: int | None, reviewed_by: int | None) -> bool:
    """推荐专家的人不得审核或聘任该专家，审核的人不得聘任。

    The text separates recommending from appointing; a review by the recommender would be none,
    so reviewing is kept apart from both.
    """
    others = {Act.REVIEW: {recommended_by}, Act.APPOINT: {recommended_by, reviewed_by}}
    return acting is None or acting not in others.get(act, set())


@cites("4.1.1-c")
def next_state(state: ExpertState, act: Act) -> ExpertState | None:
    """专家的状态只能按推荐、审核、聘任、暂停、恢复、退出、解聘的次序变化。

    Gives the state an act leads to, or None when it cannot start from here.
    """
    starts, target = COURSE[act]
    return (target or state) if state in starts else None


@cites("4.1.1-c")
def reasons_against_term(term_from: date, term_to: date, committee_to: date, longest_years: int) -> str | None:
    """专家任期不超过规定年限，也不超过所在委员会的任期。

    Both days belong to the term, so five years from 2024-01-01 end on 2028-12-31.
    """
    if term_to < term_from:
        return "TERM_ORDER"
    if (term_to.year - longest_years, term_to.month, term_to.day) >= (term_from.year, term_from.month, term_from.day):
        return "TERM_TOO_LONG"
    return "TERM_BEYOND_COMMITTEE" if term_to > committee_to else None


@cites("4.1.1-b", "4.1.1-c")
def reasons_against_standing(recommender: OrgKind, standing: Standing) -> str | None:
    """由原名册转入的专家，须有推荐单位；在聘的须有委员会、聘书文号和任期。"""
    if not may_recommend(recommender):
        return "EXPERT_RECOMMENDATION"
    if standing.state in WITH_APPOINTMENT and standing.appointment is None:
        return "APPOINTMENT_MISSING"
    return "SUSPENSION_END" if (standing.state is ExpertState.SUSPENDED) != bool(standing.suspended_until) else None


@cites("4.1.1-c")
def state_on(state: ExpertState, term_to: date | None, on: date) -> ExpertState:
    """任期届满的专家，即使尚未办理手续，也按任期届满对待。"""
    return ExpertState.TERM_ENDED if state in MEMBERS and term_to is not None and term_to < on else state


# Which committees a body may draw from


@cites("4.1.1-d", "4.1.1-f", "D-17", "A-26")
def committee_owners_open_to(chain: Sequence[OrgFacts]) -> frozenset[int]:
    """各单位可使用本单位、上级单位的专家委员会和系统专家委员会。

    `chain` is the organisation and everything above it. Another bureau's committee is not in it:
    using that takes the bureau's consent.
    """
    return frozenset(org.id for org in chain)


# Who can be drawn


@lru_cache(maxsize=65536)
def bare_name(name: str) -> str:
    """名称比对时统一全角半角和大小写，略去空格、括号和标点。"""
    return NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


@cites("S-10", "D-01")
def is_same_body(name: str, code: str | None, other: PartyName) -> bool:
    """统一社会信用代码相同，或者名称相同的，认定为同一单位。"""
    if code and other.unified_code:
        return code == other.unified_code
    return bare_name(name) == bare_name(other.name)


@cites("D-02", "4.1.1-c", "4.1.1-d", "4.1.1-e")
def reasons_against_eligibility(expert: ExpertFacts, need: Need) -> tuple[Exclusion, ...]:
    """不合格的专家逐条说明原因；没有原因的才可抽取。

    Every reason is given, not only the first, so that the record of a draw answers each question.
    """
    return (
        *_against_membership(expert, need),
        *_against_suitability(expert, need),
        *_against_independence(expert, need),
    )


def _against_membership(expert: ExpertFacts, need: Need) -> list[Exclusion]:
    """Appointed, in term, in a committee that is in term and open to the commissioning body."""
    found: list[Exclusion] = []
    if expert.state is not ExpertState.APPOINTED:
        until = expert.suspended_until.isoformat() if expert.suspended_until else ""
        found.append(Exclusion(Reason.STATE, f"{expert.state.value} {until}".strip()))
    if not _covers(expert.term_from, expert.term_to, need.on):
        found.append(Exclusion(Reason.TERM, _span(expert.term_from, expert.term_to)))
    if not _covers(expert.committee_term_from, expert.committee_term_to, need.on):
        found.append(Exclusion(Reason.COMMITTEE_TERM, _span(expert.committee_term_from, expert.committee_term_to)))
    if expert.committee_owner_org_id not in need.allowed_committee_owner_ids:
        found.append(Exclusion(Reason.COMMITTEE))
    return found


def _against_suitability(expert: ExpertFacts, need: Need) -> list[Exclusion]:
    """Of a wanted discipline, below the workload limits, able to sign in, not yet considered."""
    found: list[Exclusion] = []
    if need.disciplines and not need.disciplines & expert.disciplines:
        found.append(Exclusion(Reason.DISCIPLINE, expert.main_discipline))
    if expert.panels_last_12m >= expert.workload_limit:
        found.append(Exclusion(Reason.WORKLOAD, f"{expert.panels_last_12m}/{expert.workload_limit}"))
    if expert.id in need.in_a_row:
        found.append(Exclusion(Reason.IN_A_ROW, need.in_a_row[expert.id]))
    if expert.account_id is None:
        found.append(Exclusion(Reason.NO_ACCOUNT))
    if expert.id in need.already_excluded:
        found.append(Exclusion(Reason.SEATED))
    return found


@cites("S-02", "S-10", "D-01", "D-12")
def _against_independence(expert: ExpertFacts, need: Need) -> list[Exclusion]:
    """涉事单位、承检机构人员和申报过利害关系的专家，以及承办本次研判的人员，不得列入。"""
    found = [
        Exclusion(Reason.PARTY, party.name)
        for party in need.parties
        if is_same_body(expert.employer, expert.employer_code, party)
    ]
    found += [
        Exclusion(Reason.TESTING, body.name)
        for body in need.testing_institution_names
        if is_same_body(expert.employer, expert.employer_code, body)
    ]
    concerned = (*need.parties, *need.testing_institution_names)
    found += [
        Exclusion(Reason.CONFLICT, tie.party)
        for tie in expert.declared_conflicts
        if any(is_same_body(tie.party, tie.unified_code, body) for body in concerned)
    ]
    if expert.account_id is not None and expert.account_id in need.official_account_ids:
        found.append(Exclusion(Reason.OFFICIAL))
    return found


def _covers(first: date | None, last: date | None, on: date) -> bool:
    return first is not None and last is not None and first <= on <= last


def _span(first: date | None, last: date | None) -> str:
    return f"{first.isoformat()} – {last.isoformat()}" if first and last else ""


# Who reads what


@cites("3.5.0-a")
def may_see_contact(role: Role, *, is_own: bool, is_in_charge: bool) -> bool:
    """专家的邮箱只给本人、联系专家的秘书和委员会归属单位的业务人员看全。

    A secretary invites experts of any committee open to the body, so every secretary sees them.
    """
    if is_own or role is Role.SECRETARY:
        return True
    return role in {Role.OFFICIAL, Role.APPROVER} and is_in_charge


@cites("3.5.0-a")
def masked(text: str) -> str:
    """隐去邮箱的中间部分，只留首字符和域名。"""
    head, _at, tail = text.rpartition("@")
    return f"{head[:1]}***@{tail}"
