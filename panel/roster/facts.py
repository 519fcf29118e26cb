"""Values of committees and experts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from panel.accounts.facts import OrgKind

SYSTEM_OWNER = OrgKind.HQ
RECOMMENDERS = frozenset(
    {OrgKind.HQ_DEPT, OrgKind.COMMISSION, OrgKind.PROVINCIAL_BUREAU, OrgKind.DIRECT_BUREAU}
)  # clause 4.1.1-b names departments, the two commissions and the bureaux


class ExpertState(StrEnum):
    """The states of an expert (clause 4.1.1-c); `not_appointed` ends a recommendation that led to nothing."""

    RECOMMENDED = "recommended"
    UNDER_REVIEW = "under_review"
    APPOINTED = "appointed"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    DISMISSED = "dismissed"
    TERM_ENDED = "term_ended"
    NOT_APPOINTED = "not_appointed"


STATE_LABELS = {
    ExpertState.RECOMMENDED: _l("已推荐"),
    ExpertState.UNDER_REVIEW: _l("待聘任"),
    ExpertState.APPOINTED: _l("在聘"),
    ExpertState.SUSPENDED: _l("暂停"),
    ExpertState.RETIRED: _l("退出"),
    ExpertState.DISMISSED: _l("解聘"),
    ExpertState.TERM_ENDED: _l("任期届满"),
    ExpertState.NOT_APPOINTED: _l("未予聘任"),
}
WITH_APPOINTMENT = frozenset({ExpertState.APPOINTED, ExpertState.SUSPENDED, ExpertState.TERM_ENDED})
MEMBERS = frozenset({ExpertState.APPOINTED, ExpertState.SUSPENDED})


class PersonalField(StrEnum):
    """What of a person is sealed in the database and masked on pages."""

    IDENTITY = "identity"
    PHONE = "phone"


PERSONAL_LABELS = {PersonalField.IDENTITY: _l("身份号码"), PersonalField.PHONE: _l("联系电话")}


class Act(StrEnum):
    """What happens in the life of an expert; each leaves a row in `roster_act`."""

    RECOMMEND = "recommend"
    REVIEW = "review"
    APPOINT = "appoint"
    TURN_DOWN = "turn_down"
    SUSPEND = "suspend"
    RESUME = "resume"
    RETIRE = "retire"
    DISMISS = "dismiss"
    CARRY_OVER = "carry_over"
    REEXAMINE = "reexamine"
    RENEW = "renew"
    PLEDGE = "pledge"
    RETURN = "return"
    PROPOSE_DISMISSAL = "propose_dismissal"
    KEEP = "keep"
    EDIT = "edit"
    CONTACT = "contact"
    EMPLOYMENT = "employment"
    INTEREST = "interest"


ACT_LABELS = {
    Act.RECOMMEND: _l("推荐"),
    Act.REVIEW: _l("遴选审核"),
    Act.APPOINT: _l("聘任"),
    Act.TURN_DOWN: _l("不予聘任"),
    Act.SUSPEND: _l("暂停"),
    Act.RESUME: _l("恢复"),
    Act.RETIRE: _l("退出"),
    Act.DISMISS: _l("解聘"),
    Act.CARRY_OVER: _l("由原名册转入"),
    Act.REEXAMINE: _l("任期届满复审"),
    Act.RENEW: _l("续聘"),
    Act.PLEDGE: _l("书面承诺"),
    Act.RETURN: _l("到期自动恢复"),
    Act.PROPOSE_DISMISSAL: _l("建议解聘"),
    Act.KEEP: _l("不予解聘"),
    Act.EDIT: _l("修改资料"),
    Act.CONTACT: _l("修改联系方式"),
    Act.EMPLOYMENT: _l("申报任职"),
    Act.INTEREST: _l("申报利害关系"),
}
IN_OFFICE = frozenset({ExpertState.APPOINTED, ExpertState.TERM_ENDED})
# From which states an act may start, and where it leads; None where the state stays.
COURSE: dict[Act, tuple[frozenset[ExpertState], ExpertState | None]] = {
    Act.REVIEW: (frozenset({ExpertState.RECOMMENDED}), ExpertState.UNDER_REVIEW),
    Act.APPOINT: (frozenset({ExpertState.UNDER_REVIEW}), ExpertState.APPOINTED),
    Act.TURN_DOWN: (frozenset({ExpertState.RECOMMENDED, ExpertState.UNDER_REVIEW}), ExpertState.NOT_APPOINTED),
    Act.SUSPEND: (frozenset({ExpertState.APPOINTED}), ExpertState.SUSPENDED),
    Act.RESUME: (frozenset({ExpertState.SUSPENDED}), ExpertState.APPOINTED),
    Act.RETIRE: (frozenset({ExpertState.APPOINTED, ExpertState.SUSPENDED}), ExpertState.RETIRED),
    Act.DISMISS: (frozenset({ExpertState.APPOINTED, ExpertState.SUSPENDED}), ExpertState.DISMISSED),
    Act.REEXAMINE: (IN_OFFICE, None),
    Act.RENEW: (IN_OFFICE, ExpertState.APPOINTED),
    Act.PLEDGE: (frozenset({ExpertState.SUSPENDED}), None),
    Act.RETURN: (frozenset({ExpertState.SUSPENDED}), ExpertState.APPOINTED),
    Act.PROPOSE_DISMISSAL: (frozenset({ExpertState.APPOINTED, ExpertState.SUSPENDED}), None),
    Act.KEEP: (frozenset({ExpertState.APPOINTED, ExpertState.SUSPENDED}), None),
}


class Service(StrEnum):
    """What the integrity record keeps of an expert's service (derived rule D-18)."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    RECUSED = "recused"
    RELEASED = "released"
    ATTENDED = "attended"
    ABSENT = "absent"
    VOTED = "voted"
    NOT_VOTED = "not_voted"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    CONCEALED = "concealed"
    APPRAISED = "appraised"


SERVICE_LABELS = {
    Service.INVITED: _l("受邀"),
    Service.ACCEPTED: _l("接受邀请"),
    Service.DECLINED: _l("谢绝邀请"),
    Service.NO_ANSWER: _l("逾期未答复"),
    Service.RECUSED: _l("回避"),
    Service.RELEASED: _l("退出专家组"),
    Service.ATTENDED: _l("到会"),
    Service.ABSENT: _l("缺席"),
    Service.VOTED: _l("按时表决"),
    Service.NOT_VOTED: _l("到会未表决"),
    Service.SIGNED: _l("签署结论"),
    Service.NOT_SIGNED: _l("未签署结论"),
    Service.CONCEALED: _l("隐瞒利害关系"),
    Service.APPRAISED: _l("履职评价"),
}
COUNTED = frozenset({Service.ACCEPTED, Service.ATTENDED, Service.VOTED})  # a panel that cost the expert's time


class Reason(StrEnum):
    """Why an expert cannot be drawn for a panel."""

    STATE = "EXPERT_STATE"
    TERM = "TERM_ENDED"
    COMMITTEE_TERM = "COMMITTEE_ENDED"
    COMMITTEE = "COMMITTEE_NOT_OURS"
    DISCIPLINE = "DISCIPLINE"
    PARTY = "EMPLOYER_PARTY"
    TESTING = "EMPLOYER_TESTING"
    CONFLICT = "DECLARED_CONFLICT"
    RECUSED = "RECUSED"
    WORKLOAD = "WORKLOAD"
    IN_A_ROW = "IN_A_ROW"
    NO_ACCOUNT = "NO_ACCOUNT"
    OFFICIAL = "OFFICIAL_OF_PANEL"
    SEATED = "ALREADY_CONSIDERED"


REASON_LABELS = {
    Reason.STATE: _l("不在聘任状态"),
    Reason.TERM: _l("不在任期内"),
    Reason.COMMITTEE_TERM: _l("所在委员会不在任期内"),
    Reason.COMMITTEE: _l("所在委员会不属本单位可用范围"),
    Reason.DISCIPLINE: _l("专业领域不符"),
    Reason.PARTY: _l("任职于涉事单位"),
    Reason.TESTING: _l("任职于承检机构"),
    Reason.CONFLICT: _l("已申报利害关系"),
    Reason.RECUSED: _l("经审定应当回避"),
    Reason.WORKLOAD: _l("近十二个月参加研判已达上限"),
    Reason.IN_A_ROW: _l("已连续参加本单位最近几次研判"),
    Reason.NO_ACCOUNT: _l("没有可用账号，不能在线研判"),
    Reason.OFFICIAL: _l("系本次研判的承办、审批或秘书人员"),
    Reason.SEATED: _l("本次研判已经抽取过或已退出"),
}


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """A tie that the expert declared: to whom, of which kind (code list `conflict_reasons`), in which words."""

    party: str
    unified_code: str | None
    ground: str
    detail: str


@dataclass(frozen=True, slots=True)
class Employment:
    """A post with an employer; an empty first day was never stated, an empty last day has not come."""

    expert_id: int
    employer: str
    unified_code: str | None
    post: str
    is_main: bool
    from_on: date | None
    to_on: date | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Interest:
    """A tie to a body as an expert declared it; `kind` is of the code list `conflict_reasons`."""

    expert_id: int
    kind: str
    body: str
    unified_code: str | None
    detail: str
    declared_on: date
    ended_on: date | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class ExpertFacts:
    """An expert as the rules and the draw see one; the dates are calendar days in Beijing."""

    id: int
    code: str
    name: str
    group: str
    main_discipline: str
    second_discipline: str | None
    employer: str
    employer_code: str | None
    region: str
    committee_id: int | None
    committee_owner_org_id: int | None
    state: ExpertState
    term_from: date | None
    term_to: date | None
    committee_term_from: date | None
    committee_term_to: date | None
    suspended_until: date | None
    workload_limit: int
    panels_last_12m: int
    account_id: int | None
    declared_conflicts: tuple[DeclaredConflict, ...] = ()
    further_disciplines: tuple[str, ...] = ()
    is_senior: bool = False
    is_insider: bool = False

    @property
    def disciplines(self) -> frozenset[str]:
        """Give every discipline of the expert, the main one included."""
        return frozenset(filter(None, (self.main_discipline, self.second_discipline, *self.further_disciplines)))


@dataclass(frozen=True, slots=True)
class PartyName:
    """Somebody an expert of the panel must have nothing to do with; `role` as `matters_producer` has it."""

    name: str
    unified_code: str | None = None
    role: str = "producer"


@dataclass(frozen=True, slots=True)
class Need:
    """What a panel needs of its experts, and who must stay away from it.

    `disciplines` empty means any. `allowed_committee_owner_ids` comes from
    `queries.committee_owners_open_to`. `official_account_ids` are the panel's official, approver
    and secretary; `already_excluded` the experts that the panel has drawn or released before. `in_a_row` names
    the last panels in succession of those who sat on as many as one may.
    """

    on: date
    org_id: int
    allowed_committee_owner_ids: frozenset[int]
    disciplines: frozenset[str] = frozenset()
    parties: tuple[PartyName, ...] = ()
    testing_institution_names: tuple[PartyName, ...] = ()
    official_account_ids: frozenset[int] = frozenset()
    already_excluded: frozenset[int] = frozenset()
    in_a_row: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason against an expert: its code and what it rests on, such as a day or a name."""

    code: Reason
    detail: str = ""

    def as_json(self) -> dict[str, str]:
        """Give the exclusion for a stored record."""
        return {"code": self.code.value, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Pool:
    """Who could be drawn, and who not for which reasons; both in the order of the experts' codes."""

    eligible: list[ExpertFacts] = field(default_factory=list)
    excluded: list[tuple[ExpertFacts, tuple[Exclusion, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ExpertEntry:
    """What a recommendation form says of a person (form F-01).

    An empty `phone` or `identity` of a correction leaves what is kept; neither stands in a printed entry.
    """

    name: str
    gender: str
    birth_year: int
    main_discipline: str
    second_discipline: str | None
    title: str
    post: str
    employer: str
    employer_code: str | None
    region: str
    email: str
    phone: str = field(repr=False)
    education: str = ""
    achievements: str = ""
    other_committees: tuple[str, ...] = ()
    declared_conflicts: tuple[DeclaredConflict, ...] = ()
    workload_limit: int = 6
    further_disciplines: tuple[str, ...] = ()
    practice_from: int | None = None
    identity: str = field(default="", repr=False)
    employer_opinion: str = ""
    recommending_opinion: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment: committee, number of the letter, term; both days belong to the term."""

    committee_id: int
    number: str
    term_from: date
    term_to: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an expert of an earlier register stands when carried over."""

    state: ExpertState
    reason: str | None
    suspended_until: date | None
    recommended_by_org_id: int
    recommended_on: date
    appointment: Appointment | None
    earlier_panels: int = 0
