"""Filing what an investigation found, question by question (P29)."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from panel import audit
from panel.commissions.facts import MaterialKind
from panel.files import service as files
from panel.guidance import cites, parameter
from panel.investigations import queries, rules
from panel.investigations.facts import Findings, InvestigationState
from panel.investigations.models import Investigation
from panel.investigations.result_service import must_be_answered, take_result_in
from panel.investigations.taking_service import take_panel
from panel.kernel.actor import Actor, Role
from panel.kernel.clock import Clock, beijing_date
from panel.kernel.errors import RuleViolatedError, StaleError
from panel.voting import evidence_service


@cites("2.4.2-m", "2.4.3-c", "2.5.3-a", "D-12", "S-11")
def file_findings(
    session: Session, panel_id: int, investigation_id: int, findings: Findings, *, report_no: str,
    report: tuple[str, bytes], actor: Actor, clock: Clock,
) -> None:  # fmt: skip
    """File the report of an investigation: every question answered, the unresolved named, the report attached.

    It becomes material of the panel for the next round and never ends the matter. The team and the report's
    authors have no vote on it. `report` is name and bytes.
    """
    panel = take_panel(session, panel_id, Role.OFFICIAL, actor)
    queries.get_investigation(session, panel_id, investigation_id)
    row = queries.lock_investigation(session, investigation_id)
    if row.state == InvestigationState.FILED:
        raise StaleError("FINDINGS_FILED", number=row.report_no)
    if row.state != InvestigationState.APPROVED:
        raise RuleViolatedError("PLAN_NOT_APPROVED")
    must_be_answered(session, panel_id)
    _check(row, findings, report_no, beijing_date(clock()))
    row.report_file_id = files.keep_file(session, *report, actor=actor, clock=clock)
    row.findings = _as_json(findings)
    row.state, row.report_no = InvestigationState.FILED.value, report_no.strip()
    row.filed_by, row.filed_at = actor.id, clock()
    session.flush()
    evidence_service.bar_authors(
        session, panel_id, body="", names=rules.names_of([*row.team, *findings.authors]), source=row.report_no,
        actor=actor, clock=clock,
    )  # fmt: skip
    audit.record(
        session, "investigations.findings.filed", by=actor, at=clock(), panel=panel_id, matter=row.matter_id,
        before={"state": InvestigationState.APPROVED.value}, after={"state": row.state, "report_no": row.report_no},
        investigation=row.id, number=row.number, file=row.report_file_id,
    )  # fmt: skip
    take_result_in(
        session, panel, "M14", kind=MaterialKind.INVESTIGATION_REPORT, title=f"专项调查报告 {row.report_no}",
        source=row.number or "", text=_said(row, findings), file_id=row.report_file_id,
        key=f"investigation-{row.id}", actor=actor, clock=clock,
    )  # fmt: skip


def _check(row: Investigation, findings: Findings, report_no: str, on: date) -> None:
    least = parameter("answer_least_characters", on=on)
    if missing := rules.missing_in_findings(row.questions, findings, least=least):
        raise RuleViolatedError("FINDINGS_INCOMPLETE", field=missing)
    if not report_no.strip():
        raise RuleViolatedError("FINDINGS_INCOMPLETE", field="report_no")


def _as_json(findings: Findings) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(findings).items()}


def _said(row: Investigation, findings: Findings) -> str:
    """Write the findings as the experts read them, question by question."""
    lines = []
    for number, (question, answer) in enumerate(zip(row.questions, findings.answers, strict=False), 1):
        lines += [f"{number}. {question}", answer]
    lines += [f"未能查明：{findings.unresolved}", f"分析：{findings.analysis}"]
    return "\n".join([*lines, f"建议：{findings.suggestions}"] if findings.suggestions else lines)
