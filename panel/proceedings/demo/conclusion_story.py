"""The end of a panel of the data: conclusion, signatures, main record, volume."""

from panel.archive import service as archive
from panel.archive.facts import ItemKind
from panel.conclusions import queries, service
from panel.conclusions.facts import SignatureAct
from panel.matters import service as matters
from panel.proceedings.demo.panel_story import code_of
from panel.proceedings.demo.papers import made_paper
from panel.proceedings.demo.story import Row, Story, key_of
from panel.voting import queries as voting

PARTS = ("analysis", "level_reasons", "suggestions", "uncertainty")
SILENT = "silent"


def conclude(story: Story, row: Row, panel_id: int) -> None:
    """Draft the conclusion, have it reviewed and signed, and issue it."""
    told: Row = row["conclusion"]
    story.wait(hours=2)
    story.act(service.draft_conclusion, panel_id, by=row["secretary"])
    story.act(service.edit_conclusion, panel_id, {name: told[name] for name in PARTS}, by=row["secretary"])
    story.act(service.submit_conclusion, panel_id, by=row["secretary"])
    story.act(service.pass_review, panel_id, by=row["reviewer"])
    _sign(story, panel_id, told["signing"])
    story.act(service.issue_conclusion, panel_id, by=row["approver"])


def _sign(story: Story, panel_id: int, signing: Row) -> None:
    """Have every member of the deciding roll sign, but for those the data tells otherwise of.

    Where one stays silent, the time for signing passes.
    """
    conclusion = queries.get_conclusion(story.session, panel_id)
    until = conclusion.sign_until
    signers = [code_of(story, line.expert_id) for line in voting.roll_of(story.session, conclusion.round_id)]
    for code in signers:
        done = signing.get(code, {"act": SignatureAct.SIGN.value})
        if done["act"] == SILENT:
            continue
        story.act(
            service.sign_conclusion, panel_id, SignatureAct(done["act"]), statement=done.get("statement", ""),
            proof=story.proof(code), by=code,
        )  # fmt: skip
    if until is not None and any(done["act"] == SILENT for done in signing.values()):
        story.at(until)
        story.wait(hours=9)


def enter(story: Story, row: Row, panel_id: int) -> None:
    """Enter the result on the matter's main record: entered, reviewed, confirmed by three persons."""
    hands: Row = row["record"]
    result_id: int = story.act(service.enter_on_record, panel_id, by=hands["entered_by"])
    story.act(matters.review_result, result_id, by=hands["reviewed_by"])
    story.act(matters.confirm_result, result_id, by=hands["confirmed_by"])


def archive_panel(story: Story, row: Row, panel_id: int) -> None:
    """File the volume, with its minutes or the reason why there are none, and have it checked and archived."""
    told: Row = row["archive"]
    if "minutes" in told:
        title = f"{row['commission']['title']}会议纪要"
        paper = made_paper(title, "", told["minutes"])
        story.act(
            archive.attach_paper, panel_id, form_key=key_of(row["key"], "minutes"), kind=ItemKind.MINUTES, title=title,
            name=f"{title}.docx", content=paper, by=row["secretary"],
        )  # fmt: skip
    reasons = {ItemKind(kind): reason for kind, reason in told.get("not_applicable", {}).items()}
    story.act(archive.file_volume, panel_id, not_applicable=reasons, note=told["note"], by=row["secretary"])
    story.wait(days=1)
    story.act(archive.archive_panel, panel_id, by=row["official"])
