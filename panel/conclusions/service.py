"""The acts on a written conclusion (P33–P38, P41), and its way to the matter's main record."""

from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.accounts.facts import Proof
from panel.accounts.rules import is_fresh_proof
from panel.commissions import queries as commissions
from panel.commissions import service as panels
from panel.commissions.facts import PanelState
from panel.conclusions import queries, rules
from panel.conclusions.composing_queries import compose, first_parts
from panel.conclusions.documents import build_conclusion
from panel.conclusions.facts import ConclusionState, SignatureAct
from panel.conclusions.models import Conclusion, Signature
from panel.conclusions.words import parts_named
from panel.files import service as files
from panel.guidance import cites, parameter
from panel.investigations import queries as inquiries
from panel.kernel.actor import SYSTEM, Actor
from panel.kernel.canonical import digest, sha256_hex
from panel.kernel.clock import Clock, beijing_date, from_beijing
from panel.kernel.errors import BadInputError, NotAllowedError, RuleViolatedError
from panel.matters import service as matters
from panel.matters.facts import ResultBlock
from panel.matters.queries import lock_matter
from panel.voting import result_queries as counted


@cites("2.4.3-c", "2.4.2-h", "D-06")
def draft_conclusion(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Start the draft from the data of the round that decided (P33); refused while a disagreement stands."""
    panel = commissions.lock_panel(session, panel_id)
    inquiries.must_allow_conclusion(session, panel_id)
    counted.must_allow_conclusion(session, panel_id)
    latest = counted.list_results(session, panel_id)[-1]
    panels.advance(session, panel, "P33", actor=actor, clock=clock)
    row = Conclusion(
        panel_id=panel_id, round_id=latest.round.id, version=1, state=ConclusionState.DRAFTED.value,
        option=latest.count.majority, parts=first_parts(session, panel_id), drafted_by=actor.id, drafted_at=clock(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


@cites("2.4.3-c", "4.1.2-d")
def edit_conclusion(session: Session, panel_id: int, parts: dict[str, Any], *, actor: Actor, clock: Clock) -> None:
    """Change the words of a draft; tally, majority and dissent are data and cannot be changed."""
    panel = commissions.lock_panel(session, panel_id)
    row = queries.get_conclusion(session, panel_id)
    if not rules.may_change_text(ConclusionState(row.state)):
        raise RuleViolatedError("CONCLUSION_FROZEN")
    panels.must_be_on_duty(panel, actor)
    before = dict(row.parts)
    row.parts, row.drafted_by, row.drafted_at = before | parts, actor.id or 0, clock()
    audit.record(
        session, "conclusions.draft.changed", by=actor, at=clock(), panel=panel_id, matter=panel.matter_id,
        before=before, after=row.parts,
    )  # fmt: skip


@cites("2.4.0-c", "2.4.3-c")
def submit_conclusion(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> None:
    """Send the draft to review (P34); the parts that are missing are named (`CONCLUSION_PART`)."""
    panel = commissions.lock_panel(session, panel_id)
    row = queries.get_conclusion(session, panel_id)
    if missing := rules.missing_parts(row.parts):
        raise RuleViolatedError("CONCLUSION_PART", field=missing[0], parts=parts_named(missing))
    panels.advance(session, panel, "P34", actor=actor, clock=clock)
    row.state, row.submitted_at, row.drafted_by = ConclusionState.IN_REVIEW.value, clock(), actor.id or 0


@cites("3.2.2-b", "S-03")
def return_conclusion(session: Session, panel_id: int, *, reason: str, actor: Actor, clock: Clock) -> None:
    """Send the conclusion back to the drafter with the reason (P35)."""
    panel, row = _reviewed_by(session, panel_id, actor)
    panels.advance(session, panel, "P35", actor=actor, clock=clock, reason=reason)
    row.state, row.return_reason = ConclusionState.DRAFTED.value, reason


@cites("3.2.2-b", "S-03", "D-07")
def pass_review(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> None:
    """Pass the review (P36): the text is frozen by its digest and the time for signing begins."""
    panel, row = _reviewed_by(session, panel_id, actor)
    panels.advance(session, panel, "P36", actor=actor, clock=clock)
    today = beijing_date(clock())
    days = parameter("sign_time_limit_working_days", on=today)
    last = rules.signing_ends_on(today, days)
    row.state, row.reviewed_by, row.reviewed_at = ConclusionState.TO_SIGN.value, actor.id, clock()
    row.text_sha256 = digest({"panel": panel.number, "option": row.option, "parts": row.parts})
    row.sign_until = from_beijing(datetime.combine(last, time(23, 59, 59)))


def _reviewed_by(session: Session, panel_id: int, actor: Actor) -> tuple[Any, Conclusion]:
    panel = commissions.lock_panel(session, panel_id)
    row = queries.get_conclusion(session, panel_id)
    if code := rules.reasons_against_reviewer(row.drafted_by, actor.id or 0):
        raise NotAllowedError(code)
    return panel, row


@cites("D-06", "D-07", "D-13", "2.4.3-c")
def sign_conclusion(
    session: Session, panel_id: int, act: SignatureAct, *, statement: str, proof: Proof, actor: Actor, clock: Clock
) -> None:
    """Sign, sign with a statement, or refuse (P37), after the person was asked again.

    Only members of the deciding roll (`NOT_ON_ROLL`), once (`SIGNED_ALREADY`), within the time
    (`SIGNING_OVER`); the proof must be the actor's own and fresh (`PROOF_STALE`).
    """
    panel = commissions.lock_panel(session, panel_id)
    row = queries.get_conclusion(session, panel_id)
    seat = commissions.seat_of_account(session, panel_id, actor.id or 0)
    waiting = queries.signing_state(session, row)
    if seat is None or seat.id not in waiting:
        raise NotAllowedError("NOT_ON_ROLL")
    if waiting[seat.id] is not None:
        raise RuleViolatedError("SIGNED_ALREADY")
    if not is_fresh_proof(proof.account_id, actor.id or 0, proof.at, clock()):
        raise RuleViolatedError("PROOF_STALE", field="password")
    if queries.is_signing_over(row, clock()):
        raise RuleViolatedError("SIGNING_OVER")
    if rules.needs_statement(act) and not statement.strip():
        raise BadInputError("STATEMENT_MISSING", field="statement")
    panels.advance(session, panel, "P37", actor=actor, clock=clock, act=act.value, seat=seat.id)
    session.add(
        Signature(
            conclusion_id=row.id, seat_id=seat.id, act=act.value, statement=statement.strip(), method=proof.method,
            text_sha256=row.text_sha256, at=clock(),
        )
    )  # fmt: skip


@cites("2.4.3-c", "3.3.3-a", "S-03", "D-07")
def issue_conclusion(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> str:
    """Issue the conclusion (P38): missing signatures are recorded, the number is given, the document is built.

    Gives the number. Refused while members may still sign (`SIGNATURES_OPEN`) and for the drafter
    and the reviewer (`SOD_CONCLUSION`).
    """
    panel = commissions.lock_panel(session, panel_id)
    row = queries.get_conclusion(session, panel_id)
    if row.reviewed_by and (code := rules.reasons_against_issuer(row.drafted_by, row.reviewed_by, actor.id or 0)):
        raise NotAllowedError(code)
    waiting = queries.signing_state(session, row)
    is_over = queries.is_signing_over(row, clock())
    if code := rules.reasons_against_issue(list(waiting.values()), is_time_over=is_over):
        raise RuleViolatedError(code, missing=sum(act is None for act in waiting.values()))
    panels.advance(session, panel, "P38", actor=actor, clock=clock)
    _record_silence(session, row, waiting, clock)
    year = beijing_date(clock()).year
    number = matters.next_number(session, panel.org_id, "研结", year)
    _finish(session, row, number, actor=actor, clock=clock)
    audit.record(
        session, "conclusions.conclusion.issued", by=actor, at=clock(), panel=panel_id, matter=panel.matter_id,
        after={"number": number, "sha256": row.sha256, "version": row.version},
    )  # fmt: skip
    return number


def _record_silence(session: Session, row: Conclusion, waiting: dict[int, SignatureAct | None], clock: Clock) -> None:
    for seat_id, act in waiting.items():
        if act is None:
            session.add(
                Signature(
                    conclusion_id=row.id, seat_id=seat_id, act=rules.final_act(act).value, statement="",
                    method=SYSTEM.role.value, text_sha256=row.text_sha256, at=clock(),
                )
            )  # fmt: skip
    session.flush()


def _finish(session: Session, row: Conclusion, number: str, *, actor: Actor, clock: Clock) -> None:
    """Build the document, keep it, and close the row."""
    paper = compose(session, row, number=number, issuer=actor.id, dated=beijing_date(clock()))
    content = build_conclusion(paper)
    name = f"{number}_{'更正' if row.version > 1 else ''}专家研判结论书.docx"
    row.docx_file_id = files.keep_file(session, name, content, actor=actor, clock=clock)
    row.number, row.sha256 = number, sha256_hex(content)
    row.state, row.issued_by, row.issued_at = ConclusionState.SIGNED.value, actor.id, clock()
    session.flush()


@cites("3.3.3-a", "3.4.0-f15", "3.2.2-b")
def enter_on_record(session: Session, panel_id: int, *, actor: Actor, clock: Clock) -> int:
    """Enter the issued conclusion on the matter's main record; review and confirmation follow there (M17)."""
    panel = commissions.lock_panel(session, panel_id)
    panels.must_be_on_duty(panel, actor)
    row = queries.get_conclusion(session, panel_id)
    if row.number is None or row.issued_at is None:
        raise RuleViolatedError("CONCLUSION_MISSING")
    lock_matter(session, panel.matter_id)
    results = counted.list_results(session, panel_id)
    votes = counted.opened_ballots(session, row.round_id)
    block = ResultBlock(
        conclusion_no=row.number,
        concluded_on=beijing_date(row.issued_at),
        nature=row.parts["nature"],
        risk_level=row.option,
        measures=tuple(row.parts["suggestions"]),
        tally=dict(results[-1].count.tally),
        roll=results[-1].count.roll,
        rounds=len(results),
        has_dissent=any(vote.ballot.option != row.option for vote in votes),
    )
    return matters.enter_result(session, panel.adjudication_id, block, actor=actor, clock=clock)


@cites("3.5.0-c")
def correct_conclusion(session: Session, panel_id: int, *, erratum: str, actor: Actor, clock: Clock) -> int:
    """Correct a clerical error (P41): a new version with the erratum; the issued one stays as it is."""
    panel = commissions.lock_panel(session, panel_id)
    old = queries.get_conclusion(session, panel_id)
    if not erratum.strip():
        raise BadInputError("ERRATUM_MISSING", field="erratum")
    if old.number is None:
        raise RuleViolatedError("CONCLUSION_MISSING")
    panels.advance(session, panel, "P41", to=PanelState(panel.state), actor=actor, clock=clock, reason=erratum)
    row = Conclusion(
        panel_id=panel_id, round_id=old.round_id, version=old.version + 1, state=ConclusionState.TO_SIGN.value,
        option=old.option, parts=old.parts | {"erratum": erratum.strip()}, drafted_by=old.drafted_by,
        drafted_at=clock(), submitted_at=old.submitted_at, reviewed_by=old.reviewed_by, reviewed_at=old.reviewed_at,
        text_sha256=old.text_sha256, sign_until=old.sign_until,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for signature in queries.list_signatures(session, old.id):
        session.add(
            Signature(
                conclusion_id=row.id, seat_id=signature.seat_id, act=signature.act, statement=signature.statement,
                method=signature.method, text_sha256=signature.text_sha256, at=signature.at,
            )
        )  # fmt: skip
    session.flush()
    _finish(session, row, old.number, actor=actor, clock=clock)
    return row.id


@cites("2.5.5-c")
def note_download(session: Session, panel_id: int, *, version: int | None = None, actor: Actor, clock: Clock) -> None:
    """Record that somebody took the document out of the system."""
    panel = commissions.get_panel(session, panel_id, viewer=actor)
    row = queries.get_version(session, panel, version, viewer=actor)
    audit.record(
        session, "conclusions.document.taken", by=actor, at=clock(), panel=panel.id, matter=panel.matter_id,
        version=row.version, sha256=row.sha256,
    )  # fmt: skip


def draft_document(session: Session, row: Conclusion, *, is_named: bool = True) -> bytes:
    """Build the document as it stands: before it is issued, and for members who read it without names."""
    return build_conclusion(compose(session, row, issuer=row.issued_by, is_named=is_named))
