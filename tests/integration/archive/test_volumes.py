"""The file of a panel: what it must hold, who files and checks it, and that its digests are true (P39)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from panel.archive import queries, service
from panel.archive.facts import ALWAYS, ORDER, ItemKind
from panel.archive.models import Volume
from panel.audit.models import Event
from panel.conclusions import service as conclusions
from panel.files import queries as files
from panel.kernel.canonical import canonical_bytes, digest, sha256_hex
from panel.kernel.errors import BadInputError, NotFoundError, PanelError
from panel.matters import service as matters
from panel.voting.ballot_facts import RoundState
from panel.voting.models import Round
from tests.support.conclusions import PDF, REVIEWER, Conclusions
from tests.support.sittings import APPROVER, OFFICIAL, SECRETARY


def refusal(act: Callable[..., Any], *args: Any, **facts: Any) -> PanelError:
    """Do what must be refused, and give the refusal."""
    with pytest.raises(PanelError) as refused:
        act(*args, **facts)
    return refused.value


def items_of(story: Conclusions, panel_id: int) -> list[tuple[str, str, bytes]]:
    """Give the kind, the title and the bytes of each item, every digest checked on the way."""
    with story.app.app_context(), story.looking() as session:
        volume = queries.find_volume(session, panel_id)
        assert volume is not None
        found = []
        for item in queries.list_items(session, volume.id):
            content = files.read_content(files.get_file(session, item.file_id))
            assert (item.sha256, item.size) == (sha256_hex(content), len(content))
            found.append((item.kind, item.title, content))
        return found


def rows_of(story: Conclusions, panel_id: int, kind: ItemKind) -> Any:
    """Read a record of the volume."""
    [content] = [content for found, _title, content in items_of(story, panel_id) if found == kind]
    return json.loads(content)


@pytest.mark.clause("2.4.3-b", "D-14")
def test_a_volume_holds_every_kind_in_its_order_with_true_digests(story: Conclusions, filed: int) -> None:
    kinds = [kind for kind, _title, _content in items_of(story, filed)]
    assert set(ALWAYS) <= set(kinds)
    assert [ORDER[ItemKind(kind)] for kind in kinds] == sorted(ORDER[ItemKind(kind)] for kind in kinds)
    with story.looking() as session:
        volume = queries.find_volume(session, filed)
        assert volume is not None
        items = queries.list_items(session, volume.id)
        assert [item.no for item in items] == list(range(1, len(items) + 1))
        assert volume.sha256 == digest([[item.no, item.kind, item.title, item.sha256] for item in items])
        assert (volume.state, volume.retention) == ("FILED", "permanent")
        assert "湘研委〔2026〕1号" in volume.title
        event = session.scalars(select(Event).where(Event.action == "archive.volume.filed")).one()
        assert event.after["sha256"] == volume.sha256  # type: ignore[index]


@pytest.mark.clause("2.4.3-b", "3.5.0-c")
def test_the_records_of_a_volume_are_canonical_and_say_what_happened(story: Conclusions, filed: int) -> None:
    for kind, _title, content in items_of(story, filed):
        if kind not in {"minutes", "conclusion", "material_file"}:
            assert canonical_bytes(json.loads(content)) == content
    [commission] = rows_of(story, filed, ItemKind.COMMISSION)
    assert commission["number"] == "湘研委〔2026〕1号"
    ballots = rows_of(story, filed, ItemKind.BALLOTS)
    assert sorted(one["ballot"]["option"] for one in ballots) == ["2", "2", "3"]
    assert all(one["name"] and len(one["commitment"]) == 64 for one in ballots)
    [count] = rows_of(story, filed, ItemKind.COUNTS)
    assert count["count"]["majority"] == "2"
    assert [one["act"] for one in rows_of(story, filed, ItemKind.SIGNATURES)] == ["sign"] * 3
    [result] = rows_of(story, filed, ItemKind.RESULT)
    assert result["conclusion_no"] == "湘研结〔2026〕1号"
    actions = [one["action"] for one in rows_of(story, filed, ItemKind.EVENTS)]
    assert "panel.draft" in actions
    assert "panel.issue" in actions
    [matter] = rows_of(story, filed, ItemKind.MATTER)
    assert matter["owner"].startswith("湖南省质量技术监督局")
    assert len(rows_of(story, filed, ItemKind.UNDERTAKINGS)) == 3


@pytest.mark.clause("3.5.0-b", "D-08")
def test_no_key_and_no_sealed_ballot_leaves_with_the_volume(story: Conclusions, filed: int) -> None:
    everything = b"".join(content for _kind, _title, content in items_of(story, filed))
    with story.looking() as session:
        [round_] = session.scalars(select(Round))
        assert round_.state == RoundState.COUNTED
        private = round_.sealed_private_key
    for secret in (b"sealed_private_key", b'"sealed"', private.hex().encode(), b"label_salt", b"password_hash"):
        assert secret not in everything


@pytest.mark.clause("2.4.3-b")
def test_a_file_that_lacks_something_is_refused_and_every_lack_is_named(story: Conclusions, issued: int) -> None:
    refused = refusal(story.file, issued)
    assert (refused.code, refused.facts) == ("FILE_INCOMPLETE", {"items": "会议纪要、主记录结果（已确认）"})
    result_id = story.act(conclusions.enter_on_record, issued, by=OFFICIAL)
    story.act(matters.review_result, result_id, by=REVIEWER)
    assert "主记录结果" in str(refusal(story.file, issued).facts["items"])  # entered is not confirmed
    story.act(matters.confirm_result, result_id, by=APPROVER)
    assert refusal(story.file, issued).facts == {"items": "会议纪要"}
    story.attach(issued)
    story.file(issued)


@pytest.mark.clause("2.4.3-b")
def test_what_does_not_apply_is_left_out_with_a_reason_that_is_kept(story: Conclusions, entered: int) -> None:
    assert refusal(story.file, entered, reasons={ItemKind.MINUTES: "  "}).code == "FILE_INCOMPLETE"
    story.file(entered, reasons={ItemKind.MINUTES: " 网上表决，未开会 ", ItemKind.OTHER: ""})
    with story.looking() as session:
        volume = queries.find_volume(session, entered)
        assert volume is not None
        assert volume.not_applicable == {"minutes": "网上表决，未开会"}
        assert ItemKind.MINUTES not in {item.kind for item in queries.list_items(session, volume.id)}


@pytest.mark.clause("2.4.3-b", "4.1.2-b")
@pytest.mark.parametrize("who", ["u07", "u05"])
def test_others_than_those_of_the_panel_file_nothing(story: Conclusions, entered: int, who: str) -> None:
    refused = refusal(story.act, service.file_volume, entered, not_applicable={}, note="", by=who)
    assert refused.code == "NOT_OF_PANEL"


@pytest.mark.clause("2.4.3-b")
def test_nothing_is_filed_before_the_conclusion_is_issued(story: Conclusions, to_sign: int) -> None:
    assert refusal(story.file, to_sign).code == "NOT_TO_ARCHIVE"
    assert refusal(story.attach, to_sign).code == "NOT_TO_ARCHIVE"


def test_one_volume_stands_at_a_time_and_takes_nothing_in(story: Conclusions, filed: int) -> None:
    assert refusal(story.file, filed).code == "VOLUME_STANDING"
    assert refusal(story.attach, filed).code == "VOLUME_STANDING"


@pytest.mark.clause("2.4.3-b", "3.2.2-b")
def test_a_volume_goes_back_with_the_reason_and_a_new_one_is_filed(story: Conclusions, filed: int) -> None:
    story.act(service.return_volume, filed, reason="缺少附件", by=OFFICIAL)
    assert story.state(filed) == "SIGNED"
    story.attach(filed, ItemKind.OTHER, title="附件", name="附件.pdf")
    story.file(filed)
    with story.looking() as session:
        first, second = session.scalars(select(Volume).order_by(Volume.no)).all()
        assert (first.no, first.state, first.return_reason) == (1, "RETURNED", "缺少附件")
        assert (second.no, second.state) == (2, "FILED")
        assert first.sha256 != second.sha256
        assert queries.list_items(session, first.id)  # the returned one is kept as it was
    story.act(service.archive_panel, filed, by=OFFICIAL)
    assert story.state(filed) == "ARCHIVED"


@pytest.mark.clause("2.4.3-b", "3.2.2-b")
@pytest.mark.parametrize(
    ("who", "code"), [(SECRETARY, "SOD_ARCHIVE"), (APPROVER, "ROLE"), ("u05", "NOT_OF_PANEL"), ("u16", "ROLE")]
)
def test_only_an_official_of_the_department_checks(story: Conclusions, filed: int, who: str, code: str) -> None:
    assert refusal(story.act, service.archive_panel, filed, by=who).code == code
    assert story.state(filed) == "SIGNED"


@pytest.mark.clause("2.4.3-b")
def test_a_volume_is_checked_once(story: Conclusions, archived: int) -> None:
    assert refusal(story.act, service.return_volume, archived, reason="x", by=OFFICIAL).code == "VOLUME_CHECKED"
    assert refusal(story.act, service.archive_panel, archived, by=OFFICIAL).code in {
        "VOLUME_CHECKED", "ILLEGAL_TRANSITION",
    }  # fmt: skip


@pytest.mark.clause("2.4.3-b")
def test_the_archived_volume_names_both_persons_and_the_event_its_digest(story: Conclusions, archived: int) -> None:
    with story.looking() as session:
        volume = queries.find_volume(session, archived)
        assert volume is not None
        assert (volume.filed_by, volume.checked_by) == (story.basis.account(SECRETARY), story.basis.account(OFFICIAL))
        event = session.scalars(select(Event).where(Event.action == "panel.archive")).one()
        assert event.facts["sha256"] == volume.sha256
        assert event.after == {"state": "ARCHIVED"}
        assert [row.id for row, _panel in queries.list_volumes(session, story.basis.actor("u16"))] == [volume.id]
        assert queries.list_volumes(session, story.basis.actor("u05")) == []
        assert queries.count_volumes(session, story.basis.actor("u16"), "不存在") == 0


def test_the_volume_archived_last_comes_first(story: Conclusions) -> None:
    first, second = story.filed(), story.filed()
    for panel_id in (second, first):
        story.act(service.archive_panel, panel_id, by=OFFICIAL)
        story.clock.move(minutes=1)
    with story.looking() as session:
        listed = queries.list_volumes(session, story.basis.actor("u16"))
        assert [panel.id for _volume, panel in listed] == [first, second]


def test_the_database_itself_keeps_one_standing_volume_and_two_persons(story: Conclusions, filed: int) -> None:
    def second() -> None:
        with story.session_of() as session:
            volume = queries.find_volume(session, filed)
            assert volume is not None
            session.expunge(volume)
            from sqlalchemy.orm import make_transient

            make_transient(volume)
            volume.id, volume.no = None, 2  # type: ignore[assignment]
            session.add(volume)
            session.flush()

    def same_person() -> None:
        with story.session_of() as session:
            volume = queries.find_volume(session, filed)
            assert volume is not None
            volume.state, volume.checked_at, volume.checked_by = "ARCHIVED", story.clock(), volume.filed_by
            session.flush()

    for act in (second, same_person):
        with pytest.raises(IntegrityError):
            act()


# Papers made outside


def test_a_paper_is_attached_once_for_each_form(story: Conclusions, entered: int) -> None:
    key = "a" * 32
    assert story.attach(entered, form_key=key) == story.attach(entered, form_key=key)
    with story.looking() as session:
        assert len(queries.list_attachments(session, entered)) == 1
        event = session.scalars(select(Event).where(Event.action == "archive.paper.attached")).one()
        assert event.after["title"] == "专家研判会纪要"  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("纪要.exe", PDF, "FILE_KIND"), ("纪要.pdf", b"", "FILE_EMPTY"), ("纪要.pdf", b"not a pdf", "FILE_KIND")],
)
def test_a_paper_that_may_not_be_uploaded_is_refused(
    story: Conclusions, entered: int, name: str, content: bytes, code: str
) -> None:
    refused = refusal(story.attach, entered, name=name, content=content)
    assert (type(refused), refused.code, refused.field) == (BadInputError, code, "file")


@pytest.mark.clause("2.5.5-c")
def test_taking_an_item_is_on_record_and_others_items_are_not_found(story: Conclusions, archived: int) -> None:
    item = story.act(service.note_taking, archived, 1, by="u16")
    with story.looking() as session:
        event = session.scalars(select(Event).where(Event.action == "archive.item.taken")).one()
        assert (event.actor_id, event.facts["sha256"]) == (story.basis.account("u16"), item.sha256)
    with pytest.raises(NotFoundError):
        story.act(service.note_taking, archived, 999, by="u16")
    with pytest.raises(NotFoundError):
        story.act(service.note_taking, archived, 1, by="u05")
