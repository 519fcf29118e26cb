"""Taking matters in: who may, what is kept, where it goes, and what stays out."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from panel.accounts import service as accounts
from panel.audit.models import Event
from panel.kernel.actor import SYSTEM, Role
from panel.kernel.errors import NotAllowedError, NotFoundError
from panel.kernel.tokens import new_key
from panel.matters import queries, service
from panel.matters.number_rules import is_notice_number
from panel.proceedings.demo import DEMO_PASSWORD
from tests.support.matters import Matters, content_of, refuses


def receive(
    matters: Matters, by: str, *, form_key: str = "", capture: tuple[str, bytes] | None = None, **changes: object
) -> int:
    content = content_of(matters.basis, **changes)
    return int(matters.act(
        service.receive_matter, by=by, content=content, form_key=form_key or new_key(), capture=capture
    ))  # fmt: skip


@pytest.mark.clause("3.4.0-f01", "3.3.1-a", "A-14")
def test_an_entry_gets_its_number_its_moment_and_its_first_clue(matters: Matters) -> None:
    number = receive(matters, "u08")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert is_notice_number(matter.notice_no)
        assert matter.notice_no.startswith("FX430000-2026-5-00001-")
        assert (matter.state, matter.level) == ("RECEIVED", None)
        assert matter.discovered_at == matters.clock()
        assert matter.due_at == matters.clock() + timedelta(hours=4)
        assert [clue.what for clue in queries.list_clues(session, number)] == ["接收信息"]


@pytest.mark.clause("3.1.1-a")
def test_an_official_who_is_no_information_officer_is_refused(matters: Matters) -> None:
    with refuses("INFO_OFFICER"):
        receive(matters, "u28")


@pytest.mark.clause("3.4.1-b", "3.5.0-f")
@pytest.mark.parametrize("by", ["u09", "u10", "u16", "u18", "e11"])
def test_no_other_role_enters(matters: Matters, by: str) -> None:
    with refuses("ROLE", NotAllowedError):
        receive(matters, by)


@pytest.mark.clause("3.4.0-f02")
def test_a_notifying_body_outside_the_directory_is_refused(matters: Matters) -> None:
    with refuses("NOTIFIER_UNKNOWN"):
        receive(matters, "u08", notifying_org_id=99999)


@pytest.mark.clause("2.1.0-b")
def test_disciplines_that_fit_are_proposed_first(matters: Matters) -> None:
    number = matters.received()
    with matters.session_of() as session:
        liquor = queries.matter_facts(queries.get_matter(session, number))
        assert liquor.discipline_hints[:3] == ("T06", "T01", "T03")
        assert liquor.parties[0].unified_code == "Y1990000F00000050Y"
    lift = matters.received(domain="special_equipment", product_category="1204", domain_rows=())
    with matters.session_of() as session:
        assert queries.matter_facts(queries.get_matter(session, lift)).discipline_hints[0] == "T15"


def test_a_double_click_makes_one_matter(matters: Matters) -> None:
    key = new_key()
    assert receive(matters, "u08", form_key=key) == receive(matters, "u08", form_key=key)


@pytest.mark.clause("2.3.2-b", "2.4.1-b")
def test_the_bureau_owns_what_its_grass_roots_unit_enters(matters: Matters) -> None:
    number = receive(matters, "u21")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert matter.owner_org_id == matter.origin_org_id == matters.basis.org_id("B-430")
        assert matter.received_org_id == matters.basis.org_id("G-4301")


LABORATORY = {
    "source_class": 4, "source_sub": "401", "source_fields": {"reporting_institution": "检测中心"},
    "secondary_classes": (),
}  # fmt: skip


@pytest.mark.clause("2.2.4-a", "2.2.4-b")
def test_a_finding_of_an_institution_under_headquarters_goes_to_the_department_of_its_category(
    matters: Matters,
) -> None:
    number = receive(matters, "u32", **LABORATORY)
    with matters.session_of() as session:
        assert queries.get_matter(session, number).owner_org_id == matters.basis.org_id("HQ-FOOD")


@pytest.mark.clause("2.2.4-b")
def test_a_finding_of_an_institution_under_a_bureau_goes_to_the_bureau(matters: Matters) -> None:
    with matters.session_of() as session:
        accounts.add_account(
            session, login="jg3@example.org", name="联络人03", role=Role.INST_CONTACT,
            org_id=matters.basis.org_id("JG-0003"), password=DEMO_PASSWORD, attributes=[], actor=SYSTEM,
            clock=matters.clock,
        )  # fmt: skip
    with matters.session_of() as session:
        contact = accounts.actor_of(accounts.queries.find_account_by_login(session, "jg3@example.org"))
        number = service.receive_matter(
            session, content_of(matters.basis, **LABORATORY), form_key=new_key(), actor=contact, clock=matters.clock
        )
        assert queries.get_matter(session, number).owner_org_id == matters.basis.org_id("B-430")


@pytest.mark.clause("3.4.0-f01")
def test_serials_run_without_a_gap_per_organ_and_year_also_after_a_refusal(matters: Matters) -> None:
    receive(matters, "u08")
    with refuses("PRODUCER_MISSING"):
        receive(matters, "u08", parties=())
    with suppress(RuntimeError), matters.session_of() as session:
        service.receive_matter(
            session, content_of(matters.basis), form_key=new_key(), actor=matters.basis.actor("u08"),
            clock=matters.clock,
        )  # fmt: skip
        raise RuntimeError
    second = receive(matters, "u21")
    receive(matters, "u05")
    matters.clock.move(days=365)
    third = receive(matters, "u08")
    with matters.session_of() as session:
        numbers = [queries.get_matter(session, number).notice_no[:-2] for number in (second, third)]
    assert numbers == ["FX430000-2026-5-00002", "FX430000-2027-5-00001"]


@pytest.mark.clause("3.1.0-c")
def test_document_numbers_run_per_issuer_kind_and_year(matters: Matters) -> None:
    with matters.session_of() as session:
        org = matters.basis.org_id("B-430")
        given = [service.next_number(session, org, kind, year) for kind, year in (
            ("研委", 2026), ("研委", 2026), ("研结", 2026), ("研委", 2027),
        )]  # fmt: skip
        session.rollback()
    assert given == ["湘研委〔2026〕1号", "湘研委〔2026〕2号", "湘研结〔2026〕1号", "湘研委〔2027〕1号"]


@pytest.mark.clause("2.1.2-5", "3.4.0-f14", "2.5.5-c")
def test_a_captured_copy_stands_in_for_an_address_and_its_download_is_recorded(matters: Matters) -> None:
    fields = {"media_outlet": "日报", "media_title": "题", "media_date": "2026-03-01"}
    with refuses("SOURCE_FIELD_MISSING"):
        receive(matters, "u08", source_fields=fields)
    number = receive(matters, "u08", source_fields=fields, capture=("剪报.txt", "报道全文".encode()))
    with matters.session_of() as session:
        clue = queries.list_clues(session, number)[0]
        assert clue.file_sha256 is not None
        assert len(clue.file_sha256) == 64
    matters.act(service.note_download, number, clue_id=clue.id, by="u10")
    with matters.session_of() as session:
        last = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert (last.action, last.actor_id, last.matter_id) == (
            "matters.clue_file.downloaded", matters.basis.account("u10"), number,
        )  # fmt: skip


def test_a_line_of_the_trail_without_a_file_or_of_another_matter_is_not_there(matters: Matters) -> None:
    first, second = matters.received(), matters.received()
    with matters.session_of() as session:
        clue = queries.list_clues(session, first)[0].id
    for number in (first, second):
        with refuses("NOT_FOUND", NotFoundError):
            matters.act(service.note_download, number, clue_id=clue, by="u08")


@pytest.mark.clause("2.3.6-a", "D-15")
def test_classified_content_is_refused_and_only_a_stub_is_kept(matters: Matters) -> None:
    with refuses("CLASSIFIED_CONTENT"):
        receive(matters, "u08", secrecy="classified")
    key = new_key()
    stub = {"reference_no": "密字1号", "keeper": "机要室", "channel": "机要交换", "form_key": key}
    matters.act(service.note_secret_stub, by="u28", **stub)
    matters.act(service.note_secret_stub, by="u28", **stub)
    with matters.session_of() as session:
        assert [one.reference_no for one in queries.list_stubs(session, [matters.basis.org_id("B-430")])] == ["密字1号"]
        assert queries.list_stubs(session, [matters.basis.org_id("B-330")]) == []
        assert session.scalar(text("SELECT count(*) FROM matters_matter")) == 0


@pytest.mark.clause("3.5.0-e")
def test_a_correction_keeps_the_number_and_logs_what_it_changed(matters: Matters) -> None:
    number = matters.received()
    content = content_of(matters.basis, title="白酒塑化剂", lots=("A", "B"))
    matters.act(service.edit_matter, number, content=content, version=1, by="u08")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert (matter.title, matter.lots, matter.version) == ("白酒塑化剂", ["A", "B"], 2)
        assert "白酒塑化剂" in matter.search_text
        last = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert last.before == {"state": "RECEIVED", "title": "白酒检出邻苯二甲酸酯类", "lots": ["20260109"]}
        assert last.after == {"state": "RECEIVED", "title": "白酒塑化剂", "lots": ["A", "B"]}


def test_a_correction_from_a_stale_page_is_refused(matters: Matters) -> None:
    number = matters.received()
    matters.act(service.add_clue, number, what="来电补充", by="u08")
    with refuses("STALE"):
        matters.act(service.edit_matter, number, content=content_of(matters.basis), version=1, by="u08")


def test_a_correction_cannot_change_the_class_or_break_an_item(matters: Matters) -> None:
    number = matters.received()
    other = content_of(matters.basis, source_class=2, source_sub="206", source_fields={})
    with refuses("CLASS_FIXED"):
        matters.act(service.edit_matter, number, content=other, version=1, by="u08")
    with refuses("BARCODE_CHECK"):
        wrong = replace(content_of(matters.basis), barcodes=("1",))
        matters.act(service.edit_matter, number, content=wrong, version=1, by="u08")


def test_a_confirmed_matter_is_not_corrected(matters: Matters) -> None:
    number = matters.confirmed()
    with refuses("ILLEGAL_TRANSITION"):
        matters.act(service.edit_matter, number, content=content_of(matters.basis), version=3, by="u08")


@pytest.mark.clause("2.2.5-c", "2.2.6-d", "2.2.8-a", "3.1.1-b")
def test_a_matter_is_passed_on_with_a_suggestion_and_taken_with_a_receipt(matters: Matters) -> None:
    number = matters.received("u22")
    target = matters.basis.org_id("B-430")
    with refuses("SUGGESTION_MISSING"):
        matters.act(service.dispatch_matter, number, to_org_id=target, suggestion="", by="u22")
    with refuses("DISPATCH_SAME"):
        matters.act(
            service.dispatch_matter, number, to_org_id=matters.basis.org_id("HQ-QS"), suggestion="请办", by="u22"
        )
    with refuses("DISPATCH_TARGET"):
        matters.act(
            service.dispatch_matter, number, to_org_id=matters.basis.org_id("HQ-IC"), suggestion="请办", by="u22"
        )
    matters.act(service.dispatch_matter, number, to_org_id=target, suggestion="请湖南局核实", by="u22")
    with refuses("NOT_OWNER"):
        matters.act(service.dispatch_matter, number, to_org_id=target, suggestion="再转", by="u22")
    with refuses("HAND_OVER_OPEN"):
        matters.act(
            service.dispatch_matter, number, to_org_id=matters.basis.org_id("B-330"), suggestion="再转", by="u08"
        )
    matters.act(service.accept_hand_over, number, by="u28")
    with refuses("STALE"):
        matters.act(service.accept_hand_over, number, by="u08")
    with matters.session_of() as session:
        matter = queries.get_matter(session, number)
        assert (matter.owner_org_id, matter.origin_org_id) == (target, matters.basis.org_id("HQ-QS"))
        hand_over = queries.list_hand_overs(session, number)[0]
        assert hand_over.accepted_by == matters.basis.account("u28")


@pytest.mark.clause("2.2.7-a")
def test_a_domestic_notice_is_overdue_after_two_hours_until_it_is_passed_on(matters: Matters) -> None:
    fields = {"domestic_notifier": "行业协会", "domestic_document_no": "协〔2026〕1号"}
    number = matters.received("u22", source_class=7, source_sub="702", source_fields=fields)
    with matters.session_of() as session:
        assert queries.get_matter(session, number).due_at == matters.clock() + timedelta(hours=2)
    matters.act(service.dispatch_matter, number, to_org_id=matters.basis.org_id("B-430"), suggestion="请核实", by="u22")
    with matters.session_of() as session:
        assert queries.get_matter(session, number).due_at == matters.clock() + timedelta(hours=4)


@pytest.mark.clause("3.4.0-f14")
def test_the_trail_takes_lines_from_every_side_and_needs_words(matters: Matters) -> None:
    number = matters.received("u21")
    matters.act(service.add_clue, number, what="基层补充", by="u21")
    matters.act(service.add_clue, number, what="省局补充", by="u08")
    with refuses("REASON_MISSING"):
        matters.act(service.add_clue, number, what=" ", by="u08")
    with matters.session_of() as session:
        assert [one.what for one in queries.list_clues(session, number)] == ["接收信息", "基层补充", "省局补充"]
