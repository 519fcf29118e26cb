"""The six sample panels, replayed step by step through the use cases that the pages call."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from flask_babel import force_locale
from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.kernel.clock import StoryClock
from panel.proceedings.demo import conclusion_story, inquiry_story, matter_story, panel_story, round_story
from panel.proceedings.demo.basis import Basis, rows
from panel.proceedings.demo.story import Row, Story, one_of
from panel.web.labels import panel_state

Step = tuple[str, Callable[[], object]]


def replay_all(session: Session, basis: Basis) -> Iterator[str]:
    """Replay the six panels one after another, and tell of each when it is done."""
    for row in rows("panels"):
        replay = Replay(session, basis, row["key"])
        panel = commissions.get_panel(session, replay.run())
        with force_locale("zh"):
            words, _colour = panel_state(panel.state)
            yield f"  {row['key']} {panel.number} {panel.title}：{len(row['rounds'])} 轮表决，{words}"


class Replay:
    """One sample panel on its way; it may stop before a step, so that something else goes on from there.

    The story begins with the discovery of the matter and goes on at nine o'clock of the day of the replay.
    """

    def __init__(self, session: Session, basis: Basis, key: str) -> None:
        """Prepare the replay of a panel by its key."""
        self.row = one_of("panels", key)
        self.matter = one_of("matters", self.row["matter"])
        begins = datetime.fromisoformat(self.matter["discovered_at"])
        jumps_to = datetime.fromisoformat(f"{self.row['replay_as_of']}T09:00:00+08:00")
        self.story = Story(session, basis, StoryClock(begins), jumps_to=jumps_to)
        self.matter_id = self.panel_id = self.round_id = 0

    def run(self, until: str = "") -> int:
        """Take the steps in their order, up to but without the one named, and give the panel's number.

        Steps: matter, commission, seats, pack, then for each round `round-1`, `review-1` or `inquiry-1`,
        and conclusion, record, archive, escalation.
        """
        for name, step in self._steps():
            if name == until:
                break
            step()
        return self.panel_id

    def _steps(self) -> Iterator[Step]:
        story, row = self.story, self.row
        yield "matter", self._take_in
        yield "commission", self._commission
        yield "seats", self._seat
        yield "pack", lambda: panel_story.release_pack(story, row, self.panel_id)
        for held in row["rounds"]:
            yield f"round-{held['no']}", partial(self._hold, held)
            if "review" in held:
                yield f"review-{held['no']}", partial(self._answer, held["review"])
            if "inquiry" in held:
                yield f"inquiry-{held['no']}", partial(self._inquire, held["inquiry"])
        yield "conclusion", lambda: conclusion_story.conclude(story, row, self.panel_id)
        yield "record", lambda: conclusion_story.enter(story, row, self.panel_id)
        if row["archive"] is not None:
            yield "archive", lambda: conclusion_story.archive_panel(story, row, self.panel_id)
        if "escalation" in row:
            yield "escalation", self._escalate

    def _take_in(self) -> None:
        self.matter_id = matter_story.take_in(self.story, self.matter)
        if self.story.jumps_to is not None:
            self.story.at(self.story.jumps_to)

    def _commission(self) -> None:
        self.panel_id = panel_story.draft(self.story, self.row, self.matter_id)
        panel_story.submit(self.story, self.row, self.panel_id)
        panel_story.approve(self.story, self.row, self.panel_id)

    def _seat(self) -> None:
        panel_story.appoint(self.story, self.row, self.panel_id)
        panel_story.invite(self.story, self.row, self.panel_id)
        panel_story.accept_all(self.story, self.panel_id)
        panel_story.constitute(self.story, self.row, self.panel_id)

    def _hold(self, held: Row) -> None:
        self.round_id = round_story.hold_round(self.story, self.row, self.panel_id, held)

    def _answer(self, review: Row) -> None:
        round_story.answer_review(self.story, self.row, self.round_id, review)

    def _inquire(self, inquiry: Row) -> None:
        inquiry_story.inquire(self.story, self.row, self.panel_id, inquiry)

    def _escalate(self) -> None:
        step = {"key": f"{self.row['key']}-up"} | dict(self.row["escalation"])
        matter_story.escalate(self.story, self.matter_id, step)
