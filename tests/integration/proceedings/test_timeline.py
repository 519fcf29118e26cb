"""The course of a panel as a timeline: the auditor sees all of it, others their own, and nobody who has voted."""

from collections.abc import Callable
from typing import Any

import pytest

from panel.proceedings.action_words import ACTIONS
from panel.proceedings.timeline_queries import Moment, panel_timeline
from panel.voting import service as voting
from tests.support.conclusions import REVIEWER, SMALL, Conclusions
from tests.support.sittings import APPROVER, OFFICIAL, SECRETARY
from tests.support.visitor import Visitor, document, visible_text

AUDITOR = "u16"


def seen(story: Conclusions, panel_id: int, who: str) -> list[Moment]:
    actor = story.expert(who) if who.startswith("ZJ-") else story.basis.actor(who)
    with story.app.test_request_context(), story.looking() as session:
        return panel_timeline(session, panel_id, actor)


@pytest.mark.clause("3.5.0-e")
def test_the_auditor_sees_the_whole_course_in_order(story: Conclusions, archived: int) -> None:
    moments = seen(story, archived, AUDITOR)
    assert [one.no for one in moments] == sorted(one.no for one in moments)
    assert all(one.is_intact for one in moments)
    with story.looking() as session:
        from panel.audit import queries

        assert len(moments) == len(queries.list_panel_events(session, archived))
    actors = {one.actor for one in moments}
    for who in (OFFICIAL, APPROVER, SECRETARY, REVIEWER):
        assert story.basis.actor(who).name in actors
    assert story.expert(SMALL[0]).name in actors


@pytest.mark.clause("3.5.0-e")
def test_each_event_says_who_in_which_role_and_what_became_of_what(story: Conclusions, archived: int) -> None:
    moments = seen(story, archived, AUDITOR)
    steps = [(change.before, change.after) for one in moments for change in one.changes if change.name == "state"]
    assert ("TO_SIGN", "SIGNED") in steps
    assert steps[-1] == ("SIGNED", "ARCHIVED")
    edited = next(one for one in moments if any(change.name == "nature" for change in one.changes))
    assert {change.name: change.after for change in edited.changes}["nature"] == "化学污染物迁移"
    assert (edited.actor, edited.role) == (story.basis.actor(SECRETARY).name, "secretary")
    assert edited.at == story.clock()


@pytest.mark.clause("3.5.0-e")
def test_every_event_has_words(story: Conclusions, archived: int) -> None:
    assert [one.title for one in seen(story, archived, AUDITOR) if "." in one.title] == []
    assert all(ACTIONS.values())


@pytest.mark.clause("3.5.0-b", "3.5.0-e")
@pytest.mark.parametrize("who", [OFFICIAL, SECRETARY, REVIEWER, SMALL[0], SMALL[1]])
def test_others_see_their_own_acts_only(story: Conclusions, archived: int, who: str) -> None:
    actor = story.expert(who) if who.startswith("ZJ-") else story.basis.actor(who)
    moments = seen(story, archived, who)
    assert moments
    assert {one.actor for one in moments} == {actor.name}


@pytest.mark.clause("3.5.0-e")
def test_the_head_sees_the_acts_of_the_own_department(story: Conclusions, archived: int) -> None:
    actors = {one.actor for one in seen(story, archived, APPROVER)}
    assert {story.basis.actor(who).name for who in (OFFICIAL, APPROVER, SECRETARY, REVIEWER)} <= actors


@pytest.mark.clause("D-08", "3.5.0-b")
def test_while_a_round_is_open_nobody_sees_who_has_cast_or_asked_for_time(
    story: Conclusions, visit: Callable[..., Visitor]
) -> None:
    panel_id, round_id = story.voting(SMALL, complexity_grounds=())
    story.cast(round_id, SMALL[0], "2")
    story.act(voting.ask_more_time, round_id, by=story.expert(SMALL[1]))
    voters = {story.expert(code).name for code in SMALL}
    for who in (AUDITOR, OFFICIAL, APPROVER, SECRETARY, SMALL[2]):
        titles = {one.title for one in seen(story, panel_id, who)}
        assert not titles & {"投票", "申请延时"}, who
    assert "投票" in {one.title for one in seen(story, panel_id, SMALL[0])}
    assert "申请延时" in {one.title for one in seen(story, panel_id, SMALL[1])}
    page = visit(story.basis.login(AUDITOR)).get(f"/panels/{panel_id}/events")
    assert "表决进行中，谁已投票不显示" in visible_text(page)
    headings = {heading.text_content().strip() for heading in document(page).xpath("//li//h3")}
    assert not headings & {"投票", "申请延时"}
    for code in SMALL[1:]:
        story.cast(round_id, code, "2")
    story.act(voting.close_and_count, round_id, by=SECRETARY)
    cast = [one for one in seen(story, panel_id, AUDITOR) if one.title == "投票"]
    assert {one.actor for one in cast} == voters


@pytest.mark.clause("D-08")
def test_no_event_ever_holds_what_a_ballot_says(story: Conclusions, archived: int) -> None:
    for one in seen(story, archived, AUDITOR):
        if one.title == "投票":
            said = " ".join([one.reason, *(value for _name, value in one.facts)])
            assert "三批次检测值" not in said
            assert not {"option", "reasons", "nature", "severity"} & {name for name, _value in one.facts}
            assert one.changes == []


@pytest.mark.clause("3.5.0-c", "3.5.0-e")
def test_an_event_that_was_changed_is_marked(
    story: Conclusions, archived: int, app: Any, visit: Callable[..., Visitor]
) -> None:
    victim = seen(story, archived, AUDITOR)[3]
    raw = app.extensions["panel.db"].engine.raw_connection()
    raw.cursor().execute(f"UPDATE audit_event SET actor_name = 'x' WHERE id = {victim.no}")
    raw.commit()
    raw.close()
    assert [one.no for one in seen(story, archived, AUDITOR) if not one.is_intact] == [victim.no]
    page = visit(story.basis.login(AUDITOR)).get(f"/panels/{archived}/events")
    assert visible_text(page).count("与摘要不符") == 1


@pytest.mark.clause("3.5.0-a", "3.5.0-e")
@pytest.mark.parametrize(
    ("who", "status"), [(AUDITOR, 200), (OFFICIAL, 200), ("u05", 404), ("u17", 404), ("u18", 403), ("u33", 403)]
)
def test_the_page_is_open_to_those_who_know_of_the_panel(
    story: Conclusions, archived: int, visit: Callable[..., Visitor], who: str, status: int
) -> None:
    page = visit(story.basis.login(who)).get(f"/panels/{archived}/events")
    assert page.status_code == status


@pytest.mark.clause("3.5.0-e")
def test_the_auditor_reads_before_and_after_on_the_page(
    story: Conclusions, archived: int, visit: Callable[..., Visitor]
) -> None:
    text = visible_text(visit(story.basis.login(AUDITOR)).get(f"/panels/{archived}/events"))
    for words in ("之前", "之后", "SIGNED", "ARCHIVED", "（研判秘书）"):
        assert words in text
