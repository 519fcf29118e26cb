"""What waits at each desk when the demo is loaded: matters, panels, orders and a grant of the present day."""

from collections.abc import Callable, Iterator

from panel.accounts import service as accounts
from panel.guidance.refusals import sentence
from panel.institutions import service as institutions
from panel.kernel.actor import Role
from panel.kernel.errors import PanelError
from panel.proceedings.demo import matter_story, panel_story, round_story
from panel.proceedings.demo.basis import rows
from panel.proceedings.demo.inquiry_story import content_of, take_on
from panel.proceedings.demo.story import Row, Story, key_of

FILE = "present"


def set_desks(story: Story) -> Iterator[str]:
    """Bring everything of the present to where somebody has to act, and tell what could not be.

    Terms of office and certificates of the sample end one day; what they do not allow any more is left out.
    """
    matters: dict[str, int] = {}
    for row in rows("matters", FILE):
        yield from _try(story, row["content"]["title"], _take_in, row, matters)
    for row in (row for row in rows("panels", FILE) if row["matter"] in matters):
        yield from _try(story, row["commission"]["title"], _bring, row, matters)
    for row in (row for row in rows("orders", FILE) if row["matter"] in matters):
        yield from _try(story, row["samples"][0]["lot"], _order, row, matters)
    for row in rows("grants", FILE):
        yield from _try(story, row["name"], _grant, row, matters)


def _try(
    story: Story, what: str, do: Callable[[Story, Row, dict[str, int]], None], row: Row, matters: dict[str, int]
) -> Iterator[str]:
    """Do one thing whole, or leave it out whole and say why."""
    try:
        with story.session.begin_nested():
            do(story, row, matters)
    except PanelError as error:
        story.session.expunge_all()
        yield f"  {what}：未装入。{sentence(error.code, 'zh', **error.facts).text}"


def _take_in(story: Story, row: Row, matters: dict[str, int]) -> None:
    matters[row["key"]] = matter_story.take_in(story, row)


def _bring(story: Story, row: Row, matters: dict[str, int]) -> None:
    """Draft the commission of a panel and take it as far as its course says."""
    panel_id = panel_story.draft(story, row, matters[row["matter"]])
    for name in row["course"][1:]:
        STEPS[name](story, row, panel_id)


def _accept(story: Story, row: Row, panel_id: int) -> None:
    panel_story.accept_all(story, panel_id, but=row.get("unanswered", ()))


def _decline(story: Story, row: Row, panel_id: int) -> None:
    panel_story.decline_first(story, panel_id, row["decline_reason"])


def _open(story: Story, row: Row, panel_id: int) -> None:
    """Open a round that runs for days, with some of its ballots already cast."""
    round_story.sit(story, row, panel_id, row["members"])
    round_id = round_story.open_round(story, row, panel_id, ends_at=story.evening(row["round_days"]))
    for ballot in row["ballots"]:
        round_story.cast(story, panel_id, round_id, ballot)


STEPS: dict[str, Callable[[Story, Row, int], None]] = {
    "submit": panel_story.submit, "approve": panel_story.approve, "screen": panel_story.screen,
    "appoint": panel_story.appoint, "draw": panel_story.draw, "invite": panel_story.invite, "decline": _decline,
    "accept": _accept,
    "constitute": panel_story.constitute, "pack": panel_story.release_pack, "open": _open,
}  # fmt: skip


def _order(story: Story, row: Row, matters: dict[str, int]) -> None:
    """Order a test without a panel; one that has been taken on waits for its report."""
    order_id: int = story.act(
        institutions.draft_order, matters[row["matter"]], content_of(story, row),
        institution_id=story.basis.institution_id(row["institution"]), form_key=key_of(row["key"]), by=row["official"],
    )  # fmt: skip
    story.act(institutions.approve_order, order_id, by=row["approver"])
    if "acknowledged_note" in row:
        take_on(story, order_id, row)


def _grant(story: Story, row: Row, _matters: dict[str, int]) -> None:
    story.act(
        accounts.grant_account, form_key=key_of("grant", row["login"]), login=row["login"], name=row["name"],
        role=Role(row["role"]), attributes=row["attributes"], post=row["post"], reason=row["reason"], by=row["by"],
    )  # fmt: skip
