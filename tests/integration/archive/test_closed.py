"""After archiving every use case of every room refuses to touch the panel."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.accounts.facts import Proof
from panel.archive import service as archive
from panel.archive.facts import ItemKind
from panel.commissions import service as commissions
from panel.commissions.facts import Complexity, Conflict, MaterialKind, SessionMode, WaiverKind
from panel.conclusions import service as conclusions
from panel.conclusions.facts import SignatureAct
from panel.db import Base
from panel.kernel.errors import PanelError
from panel.kernel.tokens import new_key
from panel.voting import service as voting
from panel.voting.ballot_facts import BallotContent, ReviewAnswer
from tests.support.conclusions import PDF, REVIEWER, SMALL, Conclusions
from tests.support.sittings import APPROVER, MEMBERS, OFFICIAL, REASONS, SECRETARY, content_of

Try = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
MEMBER = SMALL[0]
REASON = {"reason": "想再改一改"}


def tries(story: Conclusions, panel_id: int) -> dict[str, Try]:
    """Give every act on a panel, each by whoever might do it and with all it needs."""
    experts = story.basis.expert_id
    seat = story.seat_id(panel_id, MEMBER)
    later = story.clock() + timedelta(hours=1)
    proof = Proof(story.expert(MEMBER).id or 0, "password", story.clock())
    return {
        "edit commission": (commissions.edit_commission, (content_of(story.basis, story.clock),), {"by": OFFICIAL}),
        "submit commission": (commissions.submit_commission, (), {"by": OFFICIAL}),
        "approve": (commissions.approve_commission, (), {"is_neutral": True, "by": APPROVER}),
        "reject": (commissions.reject_commission, (), {**REASON, "by": APPROVER}),
        "raise complexity": (
            commissions.raise_complexity, (), {"grounds": [Complexity.EARLIER], "note": "x", "by": OFFICIAL},
        ),
        "set meeting": (
            commissions.set_meeting, (),
            {"session_mode": SessionMode.VIDEO, "held_at": later, "place": "x", "by": SECRETARY},
        ),
        "prepare draw": (commissions.prepare_draw, (), {**REASON, "by": SECRETARY}),
        "reveal link": (commissions.reveal_link, (), {"by": OFFICIAL}),
        "drop draw": (commissions.drop_draw, (), {**REASON, "by": SECRETARY}),
        "appoint": (
            commissions.propose_appointment, (),
            {"members": [experts(code) for code in SMALL], "reserves": [], **REASON, "form_key": new_key(),
             "by": OFFICIAL},
        ),
        "invite": (commissions.invite, (), {"by": SECRETARY}),
        "call reserve": (commissions.call_reserve, (), {"by": SECRETARY}),
        "recuse": (commissions.recuse_seat, (seat,), {**REASON, "by": APPROVER}),
        "decide conflict": (commissions.decide_conflict, (seat,), {"is_admitted": False, **REASON, "by": APPROVER}),
        "constitute": (commissions.constitute, (), {**REASON, "by": OFFICIAL}),
        "add material": (
            commissions.add_material, (),
            {"title": "x", "kind": MaterialKind.BACKGROUND, "text": "x", "form_key": new_key(), "by": SECRETARY},
        ),
        "withdraw material": (commissions.withdraw_material, (1,), {"by": SECRETARY}),
        "release materials": (commissions.release_materials, (), {"by": SECRETARY}),
        "request waiver": (
            commissions.request_waiver, (),
            {"kind": WaiverKind.CANCEL, **REASON, "form_key": new_key(), "by": OFFICIAL},
        ),
        "object": (
            commissions.object_to_member, (seat,),
            {"ground": next(iter(Conflict)), **REASON, "objector": "x", "form_key": new_key(), "by": OFFICIAL},
        ),
        "open sitting": (voting.open_sitting, (), {"by": SECRETARY}),
        "sign in": (voting.sign_in_member, (), {"by": MEMBER}),
        "sign in for": (voting.sign_in_member, (), {"seat_id": seat, "by": SECRETARY}),
        "sign out": (voting.sign_out_member, (seat,), {**REASON, "by": SECRETARY}),
        "excuse": (voting.excuse_member, (seat,), {**REASON, "by": SECRETARY}),
        "observer": (voting.add_observer, (), {"name": "列席人", "unit": "单位", "by": SECRETARY}),
        "call reserve in session": (voting.call_reserve, (), {"by": SECRETARY}),
        "adjourn": (voting.adjourn, (), {**REASON, "by": SECRETARY}),
        "open round": (voting.open_round, (), {"ends_at": later, "by": SECRETARY}),
        "cast": (
            voting.cast_ballot, (BallotContent("3", REASONS, nature="x", severity="3"),),
            {"key": new_key(), "proof": proof, "by": MEMBER},
        ),
        "ask time": (voting.ask_more_time, (), {"by": MEMBER}),
        "close": (voting.close_and_count, (), {"by": SECRETARY}),
        "declare": (voting.declare_disagreement, (), {**REASON, "by": OFFICIAL}),
        "review": (
            voting.answer_review, (),
            {"answer": ReviewAnswer.ANOTHER_ROUND, **REASON, "graver_answer": "x", "by": APPROVER},
        ),
        "remind": (voting.remind_members, (), {"by": SECRETARY}),
        "draft conclusion": (conclusions.draft_conclusion, (), {"by": SECRETARY}),
        "edit conclusion": (conclusions.edit_conclusion, ({"nature": "x"},), {"by": SECRETARY}),
        "submit conclusion": (conclusions.submit_conclusion, (), {"by": SECRETARY}),
        "return conclusion": (conclusions.return_conclusion, (), {**REASON, "by": REVIEWER}),
        "pass review": (conclusions.pass_review, (), {"by": REVIEWER}),
        "sign conclusion": (
            conclusions.sign_conclusion, (SignatureAct.SIGN,), {"statement": "", "proof": proof, "by": MEMBER},
        ),
        "issue": (conclusions.issue_conclusion, (), {"by": APPROVER}),
        "enter": (conclusions.enter_on_record, (), {"by": OFFICIAL}),
        "attach": (
            archive.attach_paper, (),
            {"form_key": new_key(), "kind": ItemKind.OTHER, "title": "x", "name": "x.pdf", "content": PDF,
             "by": SECRETARY},
        ),
        "file": (archive.file_volume, (), {"not_applicable": {}, "note": "", "by": SECRETARY}),
        "archive": (archive.archive_panel, (), {"by": OFFICIAL}),
        "return volume": (archive.return_volume, (), {**REASON, "by": OFFICIAL}),
    }  # fmt: skip


def refusal(act: Callable[..., Any], *args: Any, **facts: Any) -> PanelError | None:
    """Try an act, and give the refusal, if it was refused."""
    try:
        act(*args, **facts)
    except PanelError as refused:
        return refused
    return None


def rows(session: Session) -> dict[str, list[Any]]:
    """Give every row of every table of record."""
    tables = [table for table in Base.metadata.sorted_tables if "technical" not in table.info]
    return {table.name: session.execute(select(table).order_by(*table.primary_key)).all() for table in tables}


@pytest.mark.clause("2.4.3-b", "3.5.0-c")
def test_after_archiving_every_act_is_refused_and_changes_nothing(story: Conclusions, archived: int) -> None:
    with story.looking() as session:
        before = rows(session)
    allowed = []
    for name, (act, more, facts) in tries(story, archived).items():
        by = facts.pop("by")
        actor = story.expert(by) if by.startswith("ZJ-") else story.basis.actor(by)
        refused = refusal(story.act, act, archived, *more, **facts, by=actor)
        if refused is None or refused.status not in {403, 404, 409, 422}:
            allowed.append(name)
    assert allowed == []
    with story.looking() as session:
        after = rows(session)
    assert {name for name in after if after[name] != before[name]} == set()


@pytest.mark.clause("2.4.3-b", "4.1.2-c")
def test_after_archiving_a_member_who_stayed_away_confirms_no_reading(
    story: Conclusions, monkeypatch: pytest.MonkeyPatch
) -> None:
    away, read = MEMBERS[3], story.read
    monkeypatch.setattr(story, "read", lambda panel_id, code: None if code == away else read(panel_id, code))
    panel_id = story.in_session(MEMBERS, present=SMALL, complexity_grounds=())
    story.cast_all(story.open(panel_id), "222", SMALL)
    story.concluded(panel_id)
    story.enter(panel_id)
    story.attach(panel_id)
    story.file(panel_id)
    story.act(archive.archive_panel, panel_id, by=OFFICIAL)
    with pytest.raises(PanelError) as refused:
        story.act(commissions.mark_read, panel_id, 1, by=story.expert(away))
    assert refused.value.code == "ILLEGAL_TRANSITION"
