"""Taking a matter in: entry, correction, hand-over, clues, and the stub of what is classified."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts.facts import BUREAUX, OrgKind
from panel.accounts.queries import get_organisation, list_organisations, organisation_names
from panel.db import hold
from panel.files.queries import get_file
from panel.files.service import keep_file
from panel.guidance import cites, parameter
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import BadInputError, NotFoundError, RuleViolatedError, StaleError
from panel.matters import flow_service as flow
from panel.matters import intake_rules, queries
from panel.matters.adjudication_rules import HQ_ORGANISERS
from panel.matters.code_facts import DUTY_DESK
from panel.matters.facts import Fault, MatterContent, MatterState, Party
from panel.matters.models import Clue, HandOver, Matter, MatterParty, SecretStub
from panel.matters.number_service import next_notice_number

Capture = tuple[str, bytes]
DISPATCH_KINDS = frozenset({*HQ_ORGANISERS, *BUREAUX})
COLUMNS = (
    "title", "notifying_org_id", "notifying_country", "noticed_on", "event_precision", "event_on", "source_class",
    "source_sub", "secondary_classes", "source_fields", "domain", "product_category", "product_name", "trade_mark",
    "spec", "barcodes", "lots", "industry", "risk_description", "source_ref", "domain_rows", "secrecy",
)  # fmt: skip


def faults_of(content: MatterContent, *, clock: Clock, has_capture: bool) -> list[Fault]:
    """Give everything that is wrong with an entry, so that a page can name each field at once."""
    today = beijing_date(clock())
    least = parameter("risk_description_min_characters", on=today)
    return intake_rules.faults_of_content(content, today=today, least_characters=least, has_capture=has_capture)


def error_of(fault: Fault) -> BadInputError:
    """Turn a fault into the refusal that says it."""
    return BadInputError(fault.code, field=fault.where, **fault.facts)


@cites("3.4.0-f02", "3.4.1-a")
def _refuse_faults(session: Session, content: MatterContent, *, clock: Clock, has_capture: bool) -> None:
    """信息通报机构须在机构目录中，其余各项须符合主题表的要求。"""
    if content.notifying_org_id not in organisation_names(session):
        raise BadInputError("NOTIFIER_UNKNOWN", field="notifying_org_id")
    for fault in faults_of(content, clock=clock, has_capture=has_capture):
        raise error_of(fault)


@cites("3.1.1-a", "3.3.1-a", "2.2.4-a", "2.2.4-b", "A-14")
def receive_matter(
    session: Session, content: MatterContent, *, form_key: str, capture: Capture | None = None, actor: Actor,
    clock: Clock,
) -> int:  # fmt: skip
    """接收一条风险信息：由信息员或者机构联络人录入，获知时间自动记录。

    M01. `capture` is the name and bytes of a copy of what was seen. A second press of the button
    gives the matter that the first one made.
    """
    flow.require_role(actor, Role.OFFICIAL, Role.INST_CONTACT)
    is_official = actor.role is Role.OFFICIAL
    if code := intake_rules.reasons_against_entry(is_official=is_official, is_info_officer=actor.has("info_officer")):
        raise RuleViolatedError(code)
    hold(session, form_key)  # two clicks at once: the second waits, and finds what the first made
    if (again := queries.find_by_form_key(session, form_key)) is not None:
        return again.id
    _refuse_faults(session, content, clock=clock, has_capture=capture is not None)
    matter = _new_matter(session, content, form_key, actor=actor, clock=clock)
    _add_clue(session, matter, "接收信息", capture, actor=actor, clock=clock)
    after = {"notice_no": matter.notice_no, "title": matter.title, "source_class": matter.source_class}
    flow.note(session, matter, "matters.matter.received", actor=actor, clock=clock, after=after)
    return matter.id


def _new_matter(session: Session, content: MatterContent, form_key: str, *, actor: Actor, clock: Clock) -> Matter:
    now = clock()
    owner = _owner_for(session, content, actor.org_id or 0)
    matter = Matter(
        form_key=form_key, version=0, state=MatterState.RECEIVED.value, owner_org_id=owner, origin_org_id=owner,
        received_org_id=actor.org_id, received_by=actor.id, discovered_at=now, discovered_on=beijing_date(now),
        notice_no=next_notice_number(session, owner, beijing_date(now).year, content.source_class),
        criteria=[], proposal_rules=[], level_grounds=[], complexity_grounds=[], must_escalate=False,
        open_investigation_count=0, open_test_count=0, is_complex=False,
    )  # fmt: skip
    _fill(matter, content)
    session.add(matter)
    session.flush()
    return matter


def _owner_for(session: Session, content: MatterContent, org_id: int) -> int:
    """Give the body that handles an entry: the bureau of a grass-roots unit, the manager of an institution."""
    org = get_organisation(session, org_id)
    if org.kind not in {OrgKind.GRASSROOTS, OrgKind.INSTITUTION} or org.parent_id is None:
        return org.id
    above = get_organisation(session, org.parent_id)
    return proposed_department(session, content) or above.id if above.kind == OrgKind.HQ else above.id


@cites("3.1.1-b", "2.2.6-d")
def proposed_department(session: Session, content: MatterContent | Matter) -> int | None:
    """按业务类别建议承办部门，没有对应部门的送值守部门。

    Gives None where this installation has neither.
    """
    wanted = intake_rules.proposed_department(content.domain, content.product_category, content.source_class)
    known = {org.code: org.id for org in list_organisations(session, kinds={OrgKind.HQ_DEPT, OrgKind.COMMISSION})}
    return known.get(wanted) or known.get(DUTY_DESK)


def _values(content: MatterContent) -> dict[str, Any]:
    """Give an entry as the columns hold it."""
    found = {name: value for name, value in asdict(content).items() if name in COLUMNS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _fill(matter: Matter, content: MatterContent) -> None:
    """Put an entry into the record, and what lists need of it."""
    for name, value in _values(content).items():
        setattr(matter, name, value)
    matter.food_rank = 1 if content.domain == "food" else 0
    matter.search_text = _search_text(matter.notice_no, content)
    matter.parties = [_party_row(place, party) for place, party in enumerate(content.parties, 1)]


def _party_row(place: int, party: Party) -> MatterParty:
    return MatterParty(
        place=place, role=party.role.value, name=party.name, unified_code=party.unified_code, country=party.country,
        foreign_registration=party.foreign_registration,
    )  # fmt: skip


def _search_text(notice_no: str, content: MatterContent) -> str:
    parts = [notice_no, content.title, content.product_name, content.trade_mark, *content.barcodes, *content.lots]
    parts += [text for party in content.parties for text in (party.name, party.unified_code)]
    return "\n".join(parts).lower()


@cites("3.4.0-f14", "3.5.0-e")
def edit_matter(
    session: Session, matter_id: int, content: MatterContent, *, version: int, actor: Actor, clock: Clock
) -> None:
    """更正尚未确认的信息；修改前后的内容都留痕。

    Only while RECEIVED, by whoever handles it. A page that is out of date is refused (`STALE`); the
    source class stays, since the notice number holds it (`CLASS_FIXED`).
    """
    matter = flow.take(session, matter_id, "M01-E", actor=actor)
    flow.require_handler(matter, actor)
    if matter.version != version:
        raise StaleError("STALE")
    if matter.source_class != content.source_class:
        raise BadInputError("CLASS_FIXED", field="source_class")
    has_capture = any(clue.file_id for clue in queries.list_clues(session, matter_id))
    _refuse_faults(session, content, clock=clock, has_capture=has_capture)
    before, after = _changes(matter, content)
    _fill(matter, content)
    flow.note(session, matter, "matters.matter.edited", actor=actor, clock=clock, before=before, after=after)


def _changes(matter: Matter, content: MatterContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what an edit changes, before and after, as JSON values."""
    new = _values(content) | {"parties": [asdict(party) for party in content.parties]}
    old = {name: getattr(matter, name) for name in new if name != "parties"}
    old["parties"] = [asdict(party) for party in queries.matter_facts(matter).parties]
    changed = [name for name in new if old[name] != new[name]]
    return {name: _plain(old[name]) for name in changed}, {name: _plain(new[name]) for name in changed}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _add_clue(
    session: Session, matter: Matter, what: str, capture: Capture | None, *, actor: Actor, clock: Clock
) -> None:
    file = get_file(session, keep_file(session, *capture, actor=actor, clock=clock)) if capture else None
    clue = Clue(
        matter_id=matter.id, at=clock(), by=actor.id, what=what, file_id=file.id if file else None,
        file_sha256=file.sha256 if file else None,
    )  # fmt: skip
    session.add(clue)


@cites("3.4.0-f14", "2.3.1-a")
def add_clue(
    session: Session, matter_id: int, what: str, *, capture: Capture | None = None, actor: Actor, clock: Clock
) -> None:
    """线索留痕只增不改：写明时间、人员、内容和附件摘要。"""
    matter = flow.take(session, matter_id, "M01-C", actor=actor)
    flow.require_side(matter, actor)
    flow.require_reason(what, "what")
    _add_clue(session, matter, what, capture, actor=actor, clock=clock)
    flow.note(session, matter, "matters.clue.added", actor=actor, clock=clock, what=what)


@cites("2.5.5-c", "3.5.0-e")
def note_download(session: Session, matter_id: int, clue_id: int, *, actor: Actor, clock: Clock) -> int:
    """下载线索附件须留痕：谁、何时、取走了哪个文件。

    Gives the number of the file.
    """
    matter = queries.get_matter(session, matter_id, viewer=actor)
    clue = queries.get_clue(session, matter.id, clue_id)
    if clue.file_id is None:
        raise NotFoundError("NOT_FOUND")
    audit.record(
        session, "matters.clue_file.downloaded", by=actor, at=clock(), matter=matter.id, clue=clue.id,
        sha256=clue.file_sha256,
    )  # fmt: skip
    return clue.file_id


@cites("2.2.5-c", "2.2.6-d", "2.2.7-a", "2.2.8-a", "3.1.1-b")
def dispatch_matter(
    session: Session, matter_id: int, *, to_org_id: int, suggestion: str, actor: Actor, clock: Clock
) -> None:
    """把信息转交承办部门，写明建议；对方接收前不能再转。

    M02.
    """
    matter = flow.take(session, matter_id, "M02", actor=actor)
    flow.require_handler(matter, actor)
    if code := intake_rules.reasons_against_dispatch(
        suggestion=suggestion, target_is_owner=to_org_id == matter.owner_org_id
    ):
        raise RuleViolatedError(code, field="suggestion" if code == "SUGGESTION_MISSING" else "to_org_id")
    if get_organisation(session, to_org_id).kind not in DISPATCH_KINDS:
        raise BadInputError("DISPATCH_TARGET", field="to_org_id")
    refuse_untaken(session, matter_id)
    hand_over = HandOver(
        matter_id=matter.id, from_org_id=matter.owner_org_id, to_org_id=to_org_id, suggestion=suggestion,
        sent_by=actor.id, sent_at=clock(),
    )  # fmt: skip
    session.add(hand_over)
    before, matter.owner_org_id = {"owner": matter.owner_org_id}, to_org_id
    flow.note(
        session, matter, "matters.matter.dispatched", actor=actor, clock=clock, reason=suggestion, before=before,
        after={"owner": to_org_id},
    )  # fmt: skip


def refuse_untaken(session: Session, matter_id: int) -> None:
    """Refuse to work on a matter whose receipt is still missing (`HAND_OVER_OPEN`)."""
    if queries.find_open_hand_over(session, matter_id) is not None:
        raise RuleViolatedError("HAND_OVER_OPEN")


@cites("2.2.1-a", "2.2.6-d", "2.2.8-a")
def accept_hand_over(session: Session, matter_id: int, *, actor: Actor, clock: Clock) -> None:
    """承办部门接收转来的事项，留下接收人和时间。"""
    matter = flow.take(session, matter_id, "M02", actor=actor)
    flow.require_owner(matter, actor)
    hand_over = queries.find_open_hand_over(session, matter_id)
    if hand_over is None:
        raise StaleError("STALE")
    hand_over.accepted_by, hand_over.accepted_at = actor.id, clock()
    flow.note(session, matter, "matters.hand_over.accepted", actor=actor, clock=clock, hand_over=hand_over.id)


@cites("2.3.6-a", "D-15")
def note_secret_stub(
    session: Session, *, form_key: str, reference_no: str, keeper: str, channel: str, actor: Actor, clock: Clock
) -> int:
    """涉密信息只登记文号、保管人和传递渠道。"""
    flow.require_role(actor, Role.OFFICIAL)
    hold(session, form_key)
    if (again := queries.find_stub_by_form_key(session, form_key)) is not None:
        return again.id
    stub = SecretStub(
        form_key=form_key, reference_no=reference_no, keeper=keeper, channel=channel, org_id=actor.org_id,
        noted_by=actor.id, noted_at=clock(),
    )  # fmt: skip
    session.add(stub)
    session.flush()
    audit.record(session, "matters.secret_stub.noted", by=actor, at=clock(), stub=stub.id, reference_no=reference_no)
    return stub.id
