"""Taking a matter of the data in: entry, screening, grading, and its way up to the level of its adjudication."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from panel.matters import service
from panel.matters.facts import EventPrecision, Grading, MatterContent, Mode, Party, PartyRole, Screening
from panel.proceedings.demo.story import Row, Story, key_of, texts

SAME_NAME = (
    "title", "notifying_country", "source_class", "source_sub", "domain", "product_category", "product_name",
    "trade_mark", "spec", "industry", "risk_description", "source_ref", "secrecy",
)  # fmt: skip


def take_in(story: Story, row: Row) -> int:
    """Bring a matter as far as its row tells and give its number."""
    if "discovered_at" in row:
        story.at(row["discovered_at"])
    story.discovered_at = story.clock()
    matter_id: int = story.act(
        service.receive_matter, content_of(story, row["content"]), form_key=key_of(row["key"], "matter"), by=row["by"]
    )
    if "background" in row:
        story.act(service.add_clue, matter_id, row["background"], by=row["by"])
    for clue in row.get("clues", ()):
        story.at(clue.get("at", story.clock()))
        story.act(service.add_clue, matter_id, clue["what"], by=row["by"])
    if "screening" in row:
        story.act(service.screen_matter, matter_id, _screening(row["screening"]), by=row["by"])
    if "grading" in row:
        story.at(row.get("confirmed_at", story.clock()))
        story.act(service.confirm_matter, matter_id, _grading(story, row["grading"]), by=row["by"])
    _dispose_before(story, matter_id, row)
    if "complexity" in row:
        _assess(story, matter_id, row["complexity"], by=row["by"])
    for number, step in enumerate(row.get("climb", ())):
        story.at(step.get("at", story.clock()))
        STEPS[step["act"]](story, matter_id, {"by": row["by"], "key": f"{row['key']}-{number}"} | dict(step))
    return matter_id


def content_of(story: Story, row: Row) -> MatterContent:
    """Read an entry: bodies by their codes, enterprises by their keys, days as dates or as days from today."""
    return MatterContent(
        **{name: row[name] for name in SAME_NAME},
        notifying_org_id=story.basis.org_id(row["notifying_org"]),
        noticed_on=story.day(row["noticed_on"]), event_precision=EventPrecision(row["event_precision"]),
        event_on=story.day(row["event_on"]),
        source_fields={name: _field(story, value) for name, value in row.get("source_fields", {}).items()},
        secondary_classes=texts(row.get("secondary_classes")), barcodes=texts(row.get("barcodes")),
        lots=texts(row.get("lots")), domain_rows=texts(row.get("domain_rows")),
        parties=tuple(_party(story, party) for party in row["parties"]),
    )  # fmt: skip


def _field(story: Story, value: str | int) -> str:
    return value if isinstance(value, str) else story.day(value).isoformat()


def _party(story: Story, row: Row) -> Party:
    known = story.basis.enterprise(row["enterprise"])
    return Party(
        PartyRole(row["role"]), known["name"], known["unified_code"] or "", known["country"],
        known["foreign_registration"] or "",
    )  # fmt: skip


def _screening(row: Row) -> Screening:
    return Screening(
        criteria=texts(row["criteria"]), reason=row["reason"], handling_opinion=row["handling_opinion"],
        needs_pre_disposition=row.get("needs_pre_disposition", False),
    )  # fmt: skip


def _grading(story: Story, row: Row) -> Grading:
    due = row.get("due_at")
    if isinstance(due, int):
        due = story.evening(due)
    elif due is not None:
        due = story.moved(datetime.fromisoformat(due))
    return Grading(row["level"], texts(row.get("grounds")), due, row.get("override_reason", ""))


def _dispose_before(story: Story, matter_id: int, row: Row) -> None:
    for number, measure in enumerate(row.get("pre_dispositions", ())):
        story.at(measure["at"])
        story.act(
            service.record_pre_disposition, matter_id, form_key=key_of(row["key"], "measure", str(number)),
            measures=measure["measures"], details=measure["details"], executor=measure["executor"],
            taken_at=datetime.fromisoformat(measure["taken_at"]), is_emergency=measure["is_emergency"], by=row["by"],
        )  # fmt: skip


def _assess(story: Story, matter_id: int, row: Row, *, by: str) -> None:
    story.act(service.assess_complexity, matter_id, grounds=row["grounds"], reason=row["reason"], is_drawn=False, by=by)


# The way up


def _open(story: Story, matter_id: int, step: Row) -> None:
    story.act(service.open_adjudication, matter_id, level=step["level"], mode=Mode(step["mode"]), by=step["by"])


def _ask_for_level_1(story: Story, matter_id: int, step: Row) -> None:
    """Have the department's head send the request, and the leader grant it where the row says so."""
    request: int = story.act(
        service.request_level_1, matter_id, form_key=key_of(step["key"]), difficulty=step["difficulty"], by=step["by"]
    )
    story.act(service.endorse_request, request, is_endorsed=True, reason=step["head_reason"], by=step["head"])
    if "leader" in step:
        story.act(
            service.decide_level_1, request, is_approved=True, approval_no=step["approval_no"],
            result_org_id=story.basis.org_id(step["result_org"]), reason=step["reason"], by=step["leader"],
        )  # fmt: skip


def escalate(story: Story, matter_id: int, step: Row) -> None:
    """Have the bureau's head send the matter up, and the department accept it where the row says so."""
    request: int = story.act(
        service.request_escalation, matter_id, form_key=key_of(step["key"]),
        target_org_id=story.basis.org_id(step["to"]), reason=step["reason"], by=step["by"],
    )  # fmt: skip
    story.act(service.endorse_request, request, is_endorsed=True, reason=step["head_reason"], by=step["head"])
    if "accepted_by" in step:
        story.act(service.accept_escalation, request, mode=Mode.EXPERT, by=step["accepted_by"])


def _regrade(story: Story, matter_id: int, step: Row) -> None:
    story.act(service.regrade_matter, matter_id, _grading(story, step), reason=step["reason"], by=step["by"])


def _raise(story: Story, matter_id: int, step: Row) -> None:
    _assess(story, matter_id, step, by=step["by"])


STEPS: dict[str, Callable[[Story, int, dict[str, Any]], None]] = {
    "open": _open, "level_1": _ask_for_level_1, "escalate": escalate, "regrade": _regrade, "complexity": _raise,
}  # fmt: skip
