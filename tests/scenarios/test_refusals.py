"""Acts that the sample panels may not take on their way: each is refused with its code, in the act and on the page."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from panel.commissions import service as commissions
from panel.conclusions import service as conclusions
from panel.guidance.refusals import catalogue
from panel.institutions.facts import OrderContent, OrderItem, OrderKind
from panel.investigations import service as investigations
from panel.kernel.clock import StoryClock, beijing_date
from panel.kernel.errors import PanelError
from panel.kernel.tokens import new_key
from panel.proceedings.demo import panel_story, round_story
from panel.proceedings.demo.basis import Basis
from panel.proceedings.demo.replays import Replay
from panel.proceedings.demo.story import Story
from panel.voting import service as voting
from panel.voting.ballot_facts import BallotContent
from tests.support.visitor import Visitor, visible_text

BALLOT = BallotContent("1", "秘书不是专家，不能投票，这里只是为了证明会被拒绝。")


@dataclass
class Refusals:
    """Brings a sample panel before the act to be refused, and tries the act in both ways."""

    session_of: Callable[[], AbstractContextManager[Session]]
    basis: Basis
    clock: StoryClock
    visit: Callable[..., Visitor]

    def before(
        self, key: str, step: str, then: Callable[[Story, Any, int], object] | None = None, **changes: Any
    ) -> Replay:
        """Replay a panel up to a step, do something more in its story, and set the clock to its time.

        `changes` stand in for entries of the matter's row.
        """
        with self.session_of() as session:
            replay = Replay(session, self.basis, key)
            replay.matter = dict(replay.matter) | changes
            replay.run(until=step)
            if then is not None:
                then(replay.story, replay.row, replay.panel_id)
        self.clock.set(replay.story.clock())
        return replay

    def act(self, code: str, use_case: Callable[..., Any], *numbers: Any, by: str, **facts: Any) -> None:
        """Try an act, which is refused with a code."""
        with pytest.raises(PanelError) as refused, self.session_of() as session:
            use_case(session, *numbers, **facts, actor=self.basis.actor(by), clock=self.clock)
        assert refused.value.code == code

    def page(self, by: str) -> Visitor:
        """Sign somebody in."""
        return self.visit(self.basis.login(by))


@pytest.fixture
def refusals(session_of: Any, basis: Basis, clock: StoryClock, visit: Any) -> Refusals:
    return Refusals(session_of, basis, clock, visit)


def assert_says(page: TestResponse, code: str, status: int) -> None:
    """Assert that a page was refused with the words of a code."""
    words = re.sub(r"\\\{\w+\\\}", ".+?", re.escape(catalogue()[code].zh))
    assert page.status_code == status, visible_text(page)
    assert re.search(words, visible_text(page)), visible_text(page)


def sit_with(count: int) -> Callable[[Story, Any, int], None]:
    """Give what opens a sitting to which only the first few members come."""
    return lambda story, row, panel_id: round_story.sit(story, row, panel_id, row["members"][:count])


@pytest.mark.clause("2.4.2-d", "2.4.2-e", "2.4.2-f")
@pytest.mark.parametrize(("key", "present", "code"), [("PN-02", 2, "PANEL_EVEN"), ("PN-05", 3, "PANEL_MIN5")])
def test_a_round_does_not_open_with_an_even_or_too_small_attendance(
    key: str, present: int, code: str, refusals: Refusals
) -> None:
    replay = refusals.before(key, "round-1", sit_with(present))
    secretary, ends_at = replay.row["secretary"], refusals.clock() + timedelta(hours=1)
    refusals.act(code, voting.open_round, replay.panel_id, ends_at=ends_at, by=secretary)
    page = refusals.page(secretary).submit(f"/panels/{replay.panel_id}/rounds/new", follow=False)
    assert_says(page, code, 422)


@pytest.mark.clause("2.4.2-i", "D-22")
def test_an_institution_with_an_expired_certificate_gets_no_order(refusals: Refusals) -> None:
    replay = refusals.before("PN-05", "inquiry-1")
    today = beijing_date(refusals.clock())
    content = OrderContent(
        OrderKind.QUANTITATIVE, (OrderItem("甲醛"),), (), "复检", today + timedelta(days=9), "internal"
    )
    number = refusals.basis.institution_id("JG-0009")
    refusals.act(
        "INST_QUALIFIED", investigations.order_test, replay.panel_id, content, institution_id=number,
        form_key=new_key(), by="u08",
    )  # fmt: skip
    typed = {"institution": str(number), "kind": "quantitative", "items": "甲醛", "samples": "白酒",
             "due_on": content.due_on.isoformat()}  # fmt: skip
    page = refusals.page("u08").submit(f"/panels/{replay.panel_id}/inquiries/orders/new", typed, follow=False)
    assert_says(page, "INST_QUALIFIED", 422)


@pytest.mark.clause("4.1.1-c", "D-02")
def test_a_suspended_expert_is_not_appointed(refusals: Refusals) -> None:
    replay = refusals.before("PN-05", "seats")
    members, reserves = ["ZJ-0005", *replay.row["members"][1:]], replay.row["reserves"]
    refusals.act(
        "EXPERT_NOT_ELIGIBLE", commissions.propose_appointment, replay.panel_id, reason="专业需要", form_key=new_key(),
        members=[refusals.basis.expert_id(code) for code in members],
        reserves=[refusals.basis.expert_id(code) for code in reserves], by="u08",
    )  # fmt: skip
    typed = {"other_members": " ".join(members), "other_reserves": " ".join(reserves), "reason": "专业需要"}
    page = refusals.page("u08").submit(f"/panels/{replay.panel_id}/appoint", typed, follow=False)
    assert_says(page, "EXPERT_NOT_ELIGIBLE", 422)


@pytest.mark.clause("2.4.1-e", "A-28")
def test_level_1_is_not_adjudicated_without_the_leaders_approval(refusals: Refusals) -> None:
    replay = refusals.before("PN-01", "commission", climb=[])
    content = panel_story.content_of(replay.story, replay.row)
    refusals.act(
        "LEVEL1_APPROVAL", commissions.draft_commission, replay.matter_id, content, level=1, form_key=new_key(),
        by="u01",
    )  # fmt: skip
    path = f"/matters/{replay.matter_id}/adjudications"
    page = refusals.page("u01").submit(path, {"level": "1", "mode": "expert"}, follow=False)
    assert_says(page, "LEVEL1_APPROVAL", 422)


@pytest.mark.clause("S-04", "4.1.2-c")
def test_the_secretary_does_not_vote(refusals: Refusals) -> None:
    numbers: list[int] = []

    def open_it(story: Story, row: Any, panel_id: int) -> None:
        round_story.sit(story, row, panel_id, row["members"])
        numbers.append(round_story.open_round(story, row, panel_id))

    replay = refusals.before("PN-01", "round-1", open_it)
    proof = replay.story.proof("u04")
    refusals.act("ROLE", voting.cast_ballot, numbers[0], BALLOT, key=new_key(), proof=proof, by="u04")
    secretary = refusals.page("u04")
    for path in (f"/ballot/{numbers[0]}", f"/ballot/{numbers[0]}/review"):
        assert_says(secretary.post(path, data={"option": "1", "reasons": BALLOT.reasons}), "ROLE", 403)


@pytest.mark.clause("2.4.2-h", "2.4.3-c")
def test_no_conclusion_follows_two_two_one_without_an_inquiry(refusals: Refusals) -> None:
    replay = refusals.before("PN-05", "inquiry-1")
    refusals.act("MAJOR_DISAGREEMENT", conclusions.draft_conclusion, replay.panel_id, by="u10")
    page = refusals.page("u10").post(f"/panels/{replay.panel_id}/conclusion/draft")
    assert_says(page, "MAJOR_DISAGREEMENT", 409)
