"""The archive through its pages; and after archiving, that nothing of a panel changes any more by any door."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.archive.facts import ItemKind
from panel.db import Base
from panel.kernel.canonical import sha256_hex
from tests.support.conclusions import PDF, Conclusions
from tests.support.sittings import APPROVER, OFFICIAL, SECRETARY
from tests.support.visitor import PASSWORD, Visitor, document, error_summary, visible_text

Sit = Callable[[str], Visitor]
# What may still be sent about an archived panel: taking out a copy, which is recorded, and a correction (P41).
STILL_OPEN = {
    "archive.take_item", "commissions.download_material", "commissions.download_record",
    "conclusions.correct_conclusion", "conclusions.take_document",
}  # fmt: skip
REFUSED = {403, 404, 409, 422}


@pytest.fixture
def at_desk(story: Conclusions, visit: Callable[..., Visitor]) -> Sit:
    """Give the way to sit somebody down, by account key."""
    return lambda who: visit(story.basis.login(who))


def url(panel_id: int, rest: str = "") -> str:
    return f"/panels/{panel_id}/archive{rest}"


@pytest.mark.clause("2.4.3-b")
def test_filing_leads_to_what_is_missing_and_waits_for_the_confirmed_result(story: Conclusions, at_desk: Sit) -> None:
    panel_id = story.issued()
    page = at_desk(SECRETARY).get(url(panel_id, "/file"))
    assert document(page).xpath(f"//main//a[@href='{url(panel_id, '/attach')}']")
    assert "录入主记录并经审核、确认之后才能立卷" in visible_text(page)
    assert not document(page).xpath("//*[@name='reason_result']")
    refused = at_desk(SECRETARY).submit(url(panel_id, "/file"), {"reason_minutes": "网上", "reason_result": "以后再录"})
    assert refused.status_code == 422
    assert "主记录结果" in visible_text(refused)


@pytest.mark.clause("2.4.3-b")
def test_a_panel_is_filed_checked_and_archived_through_its_pages(
    story: Conclusions, entered: int, at_desk: Sit
) -> None:
    secretary, official = at_desk(SECRETARY), at_desk(OFFICIAL)
    assert "立卷归档" in visible_text(secretary.get("/"))
    page = secretary.get(url(entered, "/file"))
    assert "会议纪要" in visible_text(page)
    page = secretary.submit(url(entered, "/file"), {"note": "无缺损"})
    assert page.status_code == 422
    assert "档案不完整，缺少：会议纪要" in visible_text(page)
    assert "无缺损" in page.text
    page = secretary.submit(
        url(entered, "/attach"),
        {"kind": "minutes", "title": "专家研判会纪要", "file": (io.BytesIO(PDF), "../../纪要.pdf")},
    )
    assert "已补充" in visible_text(page)
    assert "应归档的材料已齐全" in visible_text(secretary.get(url(entered, "/file")))
    assert "已立卷，等待检查" in visible_text(secretary.submit(url(entered, "/file"), {"note": "无缺损"}))
    assert "检查案卷并归档" in visible_text(official.get("/"))
    assert "已退回立卷人" in visible_text(official.submit(url(entered, "/return"), {"reason": "请补充附件"}))
    assert "请补充附件" in visible_text(secretary.get(url(entered)))
    secretary.submit(url(entered, "/file"))
    assert "已归档，此后只能查阅" in visible_text(official.submit(url(entered), form="检查通过并归档"))
    assert story.state(entered) == "ARCHIVED"
    auditor = at_desk("u16")
    page = auditor.get("/archive")
    assert "专家研判案卷" in visible_text(page)
    assert "专家研判案卷" in visible_text(auditor.get("/archive?text=湘研委"))
    assert "没有符合条件的案卷" in visible_text(auditor.get("/archive?text=不存在"))


@pytest.mark.clause("2.4.3-b")
def test_a_reason_stands_in_for_what_does_not_apply(story: Conclusions, entered: int, at_desk: Sit) -> None:
    page = at_desk(SECRETARY).submit(url(entered, "/file"), {"reason_minutes": "网上表决，未开会"})
    text = visible_text(page)
    assert "已立卷，等待检查" in text
    assert "会议纪要：网上表决，未开会" in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "conclusion"}, "kind"),
        ({"title": " "}, "title"),
        ({"file": (io.BytesIO(b""), "空.pdf")}, "file"),
        ({"file": (io.BytesIO(b"MZ"), "程序.exe")}, "file"),
        ({"file": (io.BytesIO(b"MZ"), "伪装.pdf")}, "file"),
        ({"file": (io.BytesIO(b"a\x00b"), "文本.txt")}, "file"),
        ({"file": (io.BytesIO(PDF), "")}, "file"),
    ],
)
def test_a_paper_that_is_not_right_names_its_field_and_keeps_what_was_typed(
    story: Conclusions, entered: int, at_desk: Sit, typed: dict[str, Any], field: str
) -> None:
    given = {"kind": "minutes", "title": "专家研判会纪要", "file": (io.BytesIO(PDF), "纪要.pdf")} | {
        name: (io.BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in typed.items()
    }
    page = at_desk(SECRETARY).submit(url(entered, "/attach"), given)
    assert page.status_code == 422
    assert list(error_summary(page)) == [field]
    assert field == "title" or "专家研判会纪要" in page.text


@pytest.mark.clause("3.5.0-c", "D-14")
def test_every_item_is_handed_out_with_the_digest_of_the_list(archived: int, at_desk: Sit) -> None:
    auditor = at_desk("u16")
    tree = document(auditor.get(url(archived)))
    digests = ["".join(cell.text_content().split()) for cell in tree.xpath("//td[@data-label='SHA-256']")]
    actions = [form.get("action") for form in tree.forms if "/items/" in (form.get("action") or "")]
    assert len(digests) == len(actions) > 14
    for sha256, action in zip(digests, actions, strict=True):
        answer = auditor.post(action)
        assert answer.status_code == 200
        assert sha256_hex(answer.data) == sha256
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.clause("3.5.0-c")
def test_an_item_that_changed_on_disk_is_not_handed_out(archived: int, at_desk: Sit, settings: Any) -> None:
    for path in (settings.home / "files").rglob("*"):
        if path.is_file():
            path.write_bytes(b"forged")
    answer = at_desk("u16").post(url(archived, "/items/1"))
    assert answer.status_code == 500
    assert "与登记的摘要不符" in visible_text(answer)


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(("who", "status"), [("u05", 404), ("u18", 403), ("u33", 403), ("e11", 403), ("u17", 404)])
def test_the_volume_is_shown_to_those_of_the_panel_and_their_auditor(
    archived: int, at_desk: Sit, who: str, status: int
) -> None:
    client = at_desk(who)
    assert client.get(url(archived)).status_code == status
    assert client.post(url(archived, "/items/1")).status_code == status
    listed = client.get("/archive")
    assert listed.status_code == 403 or "专家研判案卷" not in listed.text


def test_pages_of_acts_that_are_not_open_lead_back(issued: int, at_desk: Sit) -> None:
    assert at_desk(OFFICIAL).get(url(issued, "/return")).status_code == 303
    assert at_desk(SECRETARY).get(url(issued, "/file")).status_code == 200


def test_before_the_conclusion_there_is_no_volume(to_sign: int, at_desk: Sit) -> None:
    secretary = at_desk(SECRETARY)
    assert "还没有案卷" in visible_text(secretary.get(url(to_sign)))
    for path in ("/file", "/attach"):
        assert secretary.get(url(to_sign, path)).status_code == 303
    late = secretary.post(url(to_sign, "/file"), data={"note": "x"})
    assert late.status_code == 422
    assert "结论书签发后才能立卷归档" in visible_text(late)


# After archiving


def snapshot(session: Session) -> dict[str, list[Any]]:
    """Give every row of every table of record that has to do with a panel."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name.startswith(("accounts_", "audit_")) or "technical" in table.info:
            continue
        found[table.name] = session.execute(select(table).order_by(*table.primary_key)).all()
    return found


def paths_of(story: Conclusions, panel_id: int) -> dict[str, str]:
    """Give the address of every form that is sent about a panel, by its endpoint."""
    rules = [rule for rule in story.app.url_map.iter_rules() if "panel_id" in rule.arguments and "POST" in rule.methods]
    with story.app.test_request_context():
        from flask import url_for

        return {
            rule.endpoint: url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 1) | {"panel_id": panel_id})
            for rule in rules
        }


@pytest.mark.clause("2.4.3-b", "3.5.0-c")
def test_after_archiving_no_form_of_any_page_changes_anything(story: Conclusions, archived: int, at_desk: Sit) -> None:
    paths = paths_of(story, archived)
    assert len(paths) > 40
    assert set(paths) >= STILL_OPEN
    with story.looking() as session:
        before = snapshot(session)
    typed = {
        "reason": "想再改一改", "note": "想再改一改", "password": PASSWORD, "is_agreed": "y", "act": "sign",
        "answer": "agreed",
        "title": "想再改一改", "kind": "other", "file": (io.BytesIO(PDF), "新.pdf"), "ends_at": "2026-03-03T10:00",
    }  # fmt: skip
    for who in (OFFICIAL, "u28", APPROVER, SECRETARY, "e11", "u16"):
        client = at_desk(who)
        for endpoint, path in paths.items():
            if endpoint in STILL_OPEN:
                continue
            data = typed | {"file": (io.BytesIO(PDF), "新.pdf")}
            answer = client.post(path, data=data, content_type="multipart/form-data")
            assert answer.status_code in REFUSED or answer.status_code == 303, (who, endpoint, answer.status_code)
    with story.looking() as session:
        assert snapshot(session) == before


@pytest.mark.clause("3.5.0-c", "2.4.3-b")
def test_a_correction_after_archiving_leaves_the_volume_as_it_is(
    story: Conclusions, archived: int, at_desk: Sit
) -> None:
    with story.looking() as session:
        before = snapshot(session)
    story.clock.move(days=30)
    approver = at_desk(APPROVER)
    page = approver.submit(f"/panels/{archived}/conclusion/correct", {"erratum": "附件二页码有误"})
    assert "更正版已出具，原件保留" in visible_text(page)
    with story.looking() as session:
        after = snapshot(session)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"conclusions_conclusion", "conclusions_signature", "files_file", "commissions_panel"}
    assert after["archive_volume"] == before["archive_volume"]
    text = visible_text(at_desk("u16").get(url(archived)))
    assert "立卷之后出具的更正版" in text
    assert "第 2 版" in text
    assert story.state(archived) == "ARCHIVED"


def test_every_kind_of_item_has_a_name_of_its_own() -> None:
    from panel.archive.words import KINDS

    assert set(KINDS) == set(ItemKind)
