"""Values of institutions, work orders and reports."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class InstitutionState(StrEnum):
    """Where an institution stands: entered, designated, stopped for a while, or past its term."""

    REGISTERED_ONLY = "registered_only"
    DESIGNATED = "designated"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


INSTITUTION_LABELS = {
    InstitutionState.REGISTERED_ONLY: _l("仅登记"),
    InstitutionState.DESIGNATED: _l("已确定"),
    InstitutionState.SUSPENDED: _l("暂停"),
    InstitutionState.EXPIRED: _l("已到期"),
}


@dataclass(frozen=True, slots=True)
class Capability:
    """A line of what an institution can test: for which product, what, by which method."""

    product: str
    item: str
    method: str
    technique: str = ""
    limit: str = ""
    is_in_scope: bool = True


@dataclass(frozen=True, slots=True)
class Qualification:
    """The statutory basis of an institution's work (derived rule D-22); CNAS is kept, and does not count."""

    cma_no: str | None
    cnas_no: str | None
    other: str | None
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Designation:
    """That an institution was chosen for this work: recommending body, document, last day.

    Day and issuing body of the document are wanting only where an earlier register did not have them.
    """

    recommended_by_org_id: int
    number: str
    until: date
    dated_on: date | None = None
    issued_by_org_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between an institution and an enterprise, such as being its regular laboratory."""

    party: str
    unified_code: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What an institution has to do with a party of a matter; `is_self` when it is the party."""

    tie: Tie
    is_self: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Who speaks for an institution."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class InstitutionEntry:
    """What the registry says of an institution."""

    name: str
    unified_code: str
    region: str
    qualification: Qualification
    contact: Contact
    capabilities: tuple[Capability, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """An institution as the rules see it."""

    id: int
    code: str
    name: str
    unified_code: str
    state: InstitutionState
    managed_by_org_id: int
    designation_no: str | None
    designated_until: date | None
    qualification: Qualification
    capabilities: tuple[Capability, ...] = ()
    ties: tuple[Tie, ...] = ()
    issued_by_org_id: int | None = None

    @property
    def designated_by_org_id(self) -> int:
        """Give the body that designated it: who issued the document, or who manages it where that is not known."""
        return self.issued_by_org_id or self.managed_by_org_id


class Problem(StrEnum):
    """What an institution lacks for an order, or will lack before it is due."""

    NO_BASIS = "no_basis"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    NOT_COVERED = "not_covered"
    NOT_DESIGNATED = "not_designated"
    SUSPENDED = "suspended"
    TERM_OVER = "term_over"
    NOT_OPEN = "not_open"
    EXPIRES_BEFORE_DUE = "expires_before_due"
    TERM_ENDS_BEFORE_DUE = "term_ends_before_due"
    EXPIRES_SOON = "expires_soon"
    TERM_ENDS_SOON = "term_ends_soon"


PROBLEM_LABELS = {
    Problem.NO_BASIS: _l("没有资质认定（CMA）或其他法定资质，CNAS 认可不能代替"),
    Problem.NOT_YET: _l("资质自 %(detail)s 起有效"),
    Problem.EXPIRED: _l("资质已于 %(detail)s 到期"),
    Problem.NOT_COVERED: _l("资质范围内没有这些项目：%(detail)s"),
    Problem.NOT_DESIGNATED: _l("尚未确定为承检机构"),
    Problem.SUSPENDED: _l("已被暂停承担任务"),
    Problem.TERM_OVER: _l("确定期限已于 %(detail)s 届满"),
    Problem.NOT_OPEN: _l("由其他单位确定，本单位不能直接委托"),
    Problem.EXPIRES_BEFORE_DUE: _l("资质在完成时限之前到期（%(detail)s）"),
    Problem.TERM_ENDS_BEFORE_DUE: _l("确定期限在完成时限之前届满（%(detail)s）"),
    Problem.EXPIRES_SOON: _l("资质将于 %(detail)s 到期"),
    Problem.TERM_ENDS_SOON: _l("确定期限将于 %(detail)s 届满"),
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A problem with the day or items it rests on."""

    problem: Problem
    detail: str = ""

    @property
    def words(self) -> str:
        """Say it in the page's language."""
        return str(PROBLEM_LABELS[self.problem]) % {"detail": self.detail}


# Work orders and reports


class OrderKind(StrEnum):
    """Kinds of technical work (clause 2.4.2-j, code list `order_kinds`)."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"
    APPRAISAL = "appraisal"
    OTHER = "other"


class OrderState(StrEnum):
    """The course of a work order."""

    PENDING = "pending"
    REFUSED = "refused"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"
    CLOSED = "closed"


ORDER_LABELS = {
    OrderState.PENDING: _l("待审批"),
    OrderState.REFUSED: _l("未获批准"),
    OrderState.ISSUED: _l("待机构受理"),
    OrderState.ACKNOWLEDGED: _l("检测中"),
    OrderState.REPORTED: _l("报告待审核"),
    OrderState.CLOSED: _l("已完成"),
}
OPEN_STATES = frozenset(
    {OrderState.PENDING, OrderState.ISSUED, OrderState.ACKNOWLEDGED, OrderState.REPORTED}
)  # an inquiry that is still under way
WITH_NUMBER = frozenset({OrderState.ISSUED, OrderState.ACKNOWLEDGED, OrderState.REPORTED, OrderState.CLOSED})


@dataclass(frozen=True, slots=True)
class OrderItem:
    """A line of an order: what is to be tested, by which method, judged against what."""

    item: str
    method: str = ""
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that goes with an order."""

    name: str
    lot: str = ""
    quantity: str = ""
    seal_no: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class OrderContent:
    """What an order asks for (form F-13)."""

    kind: OrderKind
    items: tuple[OrderItem, ...]
    samples: tuple[Sample, ...]
    basis: str
    due_on: date
    secrecy: str
    may_subcontract: bool = False
    sample_disposal: str = ""
    storage: str = ""
    cost: str = ""
    tie_reason: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A line of a report: value and unit for a measurement, `finding` for everything else."""

    item: str
    value: str = ""
    unit: str = ""
    uncertainty: str = ""
    limit: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a report says of itself, item by item as the intake check asks (form F-14)."""

    report_no: str
    qualification_no: str
    method: str
    sample_id: str
    is_seal_intact: bool
    received_on: date | None
    tested_on: date | None
    calibration_ref: str
    raw_data_keeper: str
    tester: str
    reviewer: str
    signatory: str
    is_stamped: bool
    results: tuple[Result, ...]
    is_problem_found: bool
    conclusion: str
    suggestions: str = ""
    subcontracted: str = ""
    change_reason: str = ""


TRACE_LABELS = {
    "report_no": _l("报告编号"),
    "qualification_no": _l("报告所附资质编号（CMA 或其他）"),
    "method": _l("检测方法"),
    "sample_id": _l("样品编号"),
    "is_seal_intact": _l("封样核对"),
    "received_on": _l("样品接收日期"),
    "tested_on": _l("检测日期"),
    "calibration_ref": _l("仪器检定或校准依据"),
    "raw_data_keeper": _l("原始记录保管人"),
    "tester": _l("检测人"),
    "reviewer": _l("审核人"),
    "signatory": _l("授权签字人"),
    "is_stamped": _l("检验检测专用章"),
}


@dataclass(frozen=True, slots=True)
class RetainedSampleEntry:
    """A sample kept for later checks (form F-17), or the statement why none can be."""

    sample_no: str = ""
    product: str = ""
    lot: str = ""
    quantity: str = ""
    seal_no: str = ""
    sealed_by: str = ""
    place: str = ""
    keeper: str = ""
    keep_until: date | None = None
    impossible_reason: str = ""
