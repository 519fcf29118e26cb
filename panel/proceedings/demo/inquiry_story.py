"""What follows a round without a decision in the data: warning, test order, investigation, the panel again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from panel.institutions import custody_queries
from panel.institutions import service as institution_service
from panel.institutions.custody_facts import FoundSample, HandedOver, HandedSample, TakenIn
from panel.institutions.facts import (
    OrderContent,
    OrderItem,
    OrderKind,
    ReportContent,
    Result,
    RetainedSampleEntry,
    Sample,
)
from panel.institutions.rules import months_later
from panel.investigations import service
from panel.investigations.facts import Findings, Plan, WarningAnswer
from panel.proceedings.demo.basis import rows
from panel.proceedings.demo.panel_story import read_all
from panel.proceedings.demo.papers import made_paper
from panel.proceedings.demo.story import Row, Story, key_of, one_of

FILE = "inquiries"
WORKING = ("report_no", "qualification_no", "method", "sample_id", "calibration_ref", "raw_data_keeper", "tester",
           "reviewer", "signatory", "is_problem_found", "conclusion", "suggestions")  # fmt: skip


def inquire(story: Story, row: Row, panel_id: int, inquiry: Row) -> None:
    """Answer the warning question, order what the data names, take the results in, and convene the panel again."""
    warning = inquiry["warning"]
    story.act(
        service.answer_warning, panel_id, WarningAnswer(warning["answer"]), content=warning["content"],
        by=row["official"],
    )  # fmt: skip
    investigation = _plan(story, row, panel_id, inquiry) if "investigation" in inquiry else None
    order = one_of("orders", inquiry["order"], file=FILE)
    order_id = _order(story, row, panel_id, order)
    report_id = report_on(story, order_id, {"official": row["official"]} | dict(order))
    story.act(service.accept_test_report, panel_id, order_id, report_id, by=row["official"])
    if investigation is not None:
        _file(story, row, panel_id, *investigation)
    reconvene(story, row, panel_id, inquiry["reason"])


def reconvene(story: Story, row: Row, panel_id: int, reason: str) -> None:
    """Convene the panel again with the results in its pack, which the members read."""
    story.wait(days=1)
    story.act(service.reconvene, panel_id, reason=reason, by=row["official"])
    read_all(story, panel_id)
    story.wait(days=1)


# Tests


def content_of(story: Story, order: Row) -> OrderContent:
    """Read what an order asks for; its last day is a date, or days from the story's today."""
    due_on = order["due_on"]
    return OrderContent(
        kind=OrderKind(order["kind"]), items=tuple(OrderItem(**line) for line in order["items"]),
        samples=tuple(Sample(**line) for line in order["samples"]), basis=order["basis"],
        due_on=story.day(due_on) if isinstance(due_on, int) else story.moved_day(date.fromisoformat(due_on)),
        secrecy="internal", sample_disposal="检后按规定处置", storage="常温避光",
    )  # fmt: skip


def _order(story: Story, row: Row, panel_id: int, order: Row) -> int:
    order_id: int = story.act(
        service.order_test, panel_id, content_of(story, order),
        institution_id=story.basis.institution_id(order["institution"]), form_key=key_of(order["key"]),
        by=row["official"],
    )  # fmt: skip
    story.act(service.approve_order, panel_id, order_id, by=row["approver"])
    return order_id


def take_on(story: Story, order_id: int, order: Row) -> None:
    """Have the institution's contact take the order on and, once they were handed over, the samples in."""
    note: str = order["acknowledged_note"]
    story.act(institution_service.acknowledge_order, order_id, is_impartial=True, note=note, by=order["contact"])
    samples = order["samples"]
    sent = [HandedSample(place, one["seal_no"], one["quantity"], one["condition"]) for place, one in enumerate(samples)]
    handover_id: int = story.act(
        institution_service.hand_over_samples, order_id,
        HandedOver(name_of(order["official"]), story.clock(), tuple(sent), "专人送达"),
        form_key=key_of("handover", order["key"]), by=order["official"],
    )  # fmt: skip
    lines = custody_queries.get_passage(story.session, order_id, handover_id).lines
    found = [FoundSample(line.id, line.seal_no, True, line.condition, line.seal_no) for line in lines]
    story.act(
        institution_service.take_in_samples, order_id, handover_id,
        TakenIn(name_of(order["contact"]), story.clock(), tuple(found)), by=order["contact"],
    )  # fmt: skip


def name_of(key: str) -> str:
    """Give a person's name by account key."""
    return str(next(row["name"] for row in rows("accounts") if row["key"] == key))


def report_on(story: Story, order_id: int, order: Row) -> int:
    """Have the institution take the order on and upload its report; give the report's number."""
    take_on(story, order_id, order)
    received = story.day(0)
    story.wait(days=order["days"])
    told: Row = order["report"]
    content = ReportContent(
        **{name: told[name] for name in WORKING}, is_seal_intact=True, is_stamped=True, received_on=received,
        tested_on=story.day(-1), results=tuple(Result(**line) for line in told["results"]),
    )  # fmt: skip
    lines = [f"{line['item']}：{line.get('finding') or line['value'] + ' ' + line['unit']}" for line in told["results"]]
    paper = made_paper("检验报告", told["report_no"], [*lines, f"结论：{told['conclusion']}"])
    report_id: int = story.act(
        institution_service.upload_report, order_id, content, file=(f"{told['report_no']}.docx", paper),
        sample=_sample(story, order["sample"]), by=order["contact"],
    )  # fmt: skip
    return report_id


def _sample(story: Story, row: Row) -> RetainedSampleEntry:
    told: Mapping[str, Any] = {name: value for name, value in row.items() if name != "keep_months"}
    return RetainedSampleEntry(**told, keep_until=months_later(story.day(0), row["keep_months"]))


# Investigations


def _plan(story: Story, row: Row, panel_id: int, inquiry: Row) -> tuple[int, Row]:
    told = one_of("investigations", inquiry["investigation"], file=FILE)
    plan = Plan(
        questions=tuple(told["questions"]), scope=told["scope"], method=told["method"], schedule=told["schedule"],
        team=tuple(told["team"]), secrecy=told["secrecy"],
    )  # fmt: skip
    investigation_id: int = story.act(
        service.order_investigation, panel_id, plan, form_key=key_of(told["key"]), by=row["official"]
    )
    story.act(service.approve_plan, panel_id, investigation_id, by=row["approver"])
    return investigation_id, told


def _file(story: Story, row: Row, panel_id: int, investigation_id: int, told: Row) -> None:
    story.wait(days=told["days"])
    said: Row = told["findings"]
    findings = Findings(
        answers=tuple(said["answers"]), course=said["course"], unresolved=said["unresolved"],
        analysis=said["analysis"], evidence=tuple(said["evidence"]), suggestions=said["suggestions"],
        authors=tuple(said["authors"]),
    )  # fmt: skip
    answers = [f"{question}：{answer}" for question, answer in zip(told["questions"], findings.answers, strict=True)]
    paper = made_paper("专项调查报告", told["report_no"], [findings.course, *answers, findings.analysis])
    story.act(
        service.file_findings, panel_id, investigation_id, findings, report_no=told["report_no"],
        report=(f"{told['report_no']}.docx", paper), by=row["official"],
    )  # fmt: skip
