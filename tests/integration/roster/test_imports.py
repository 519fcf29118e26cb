"""The roster from a workbook and into one, through the pages: preview, choices, confirmation, and what stops it."""

import io
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.db import database as store
from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.files.models import StoredFile
from panel.kernel.clock import StoryClock
from panel.kernel.errors import NotFoundError, StaleError
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from panel.roster import import_jobs, import_queries, import_service, queries, service
from panel.roster.import_facts import COLUMNS, SUMMARY_SHEET, Choice, ImportState, Verdict
from panel.roster.import_models import RosterImport, RosterImportRow
from panel.roster.models import EmploymentRow, Expert, ExpertAct, InterestRow
from tests.support.visitor import Visitor, error_summary, visible_text
from tests.support.workbooks import person, rows_of, workbook

Opened = Callable[[], AbstractContextManager[Session]]
OFFICIAL, SAME_BUREAU, ELSEWHERE = "u08@example.org", "u28@example.org", "u05@example.org"


@pytest.fixture
def official(visit: Callable[..., Visitor], basis: Basis) -> Visitor:
    return visit(OFFICIAL)


def upload(visitor: Visitor, content: bytes, name: str = "名册.xlsx") -> str:
    """Upload a workbook, wait for its preview, and give the address of the import."""
    answer = visitor.submit("/experts/import", {"file": (io.BytesIO(content), name)}, form="上传并预览", follow=False)
    assert answer.status_code == 303, visible_text(answer)
    return wait(visitor, answer.headers["Location"])


def wait(visitor: Visitor, address: str) -> str:
    for _look in range(300):
        if not visitor.get(f"{address}/progress").get_json()["at_work"]:
            return address
        time.sleep(0.1)
    raise AssertionError("the work on the import does not end")


def confirm(visitor: Visitor, address: str) -> str:
    answer = visitor.post(f"{address}/confirm")
    assert answer.status_code == 303, visible_text(answer)
    wait(visitor, address)
    return visible_text(visitor.get(address))


def number_of(address: str) -> int:
    return int(address.rsplit("/", 1)[1])


def count(app: Flask, table: Any, *conditions: Any) -> int:
    with app.app_context():
        return reading().scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def events(app: Flask, action: str) -> int:
    return count(app, Event, Event.action == action)


def state_of(app: Flask, address: str) -> str:
    with app.app_context():
        return str(reading().get_one(RosterImport, number_of(address)).state)


def named(app: Flask, name: str) -> Expert:
    with app.app_context():
        return reading().scalars(select(Expert).where(Expert.name == name)).one()


# Out


def test_the_template_offers_lists_and_its_example_is_no_row(official: Visitor, app: Flask) -> None:
    content = official.get("/experts/import/template").data
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["专家名册", "选项", "填写说明"]
    assert [str(cell.value).rstrip("*") for cell in book["专家名册"][1]] == [column.heading for column in COLUMNS]
    assert len(book["专家名册"].data_validations.dataValidation) == 7
    assert "湖南省产品质量安全风险专家委员会" in "".join(str(cell.value) for cell in book["选项"]["E"])
    page = visible_text(official.get(upload(official, content)))
    assert "示例行，忽略 1" in page
    assert "没有需要写入名册的内容" in page


def test_an_export_comes_back_as_no_change_and_who_took_it_is_recorded(official: Visitor, app: Flask) -> None:
    content = official.post("/experts/export").data
    rows = rows_of(content)
    assert len(rows) == 60
    assert all("****" in row["phone"] for row in rows)
    assert events(app, "roster.register.exported") == 1
    page = visible_text(official.get(upload(official, content)))
    assert "已在名册，没有变化 60" in page


def test_mail_addresses_go_out_in_full_to_those_in_charge_only(
    visit: Callable[..., Visitor], basis: Basis, app: Flask
) -> None:
    rows = {row["code"]: row for row in rows_of(visit(ELSEWHERE).post("/experts/export").data)}
    with app.app_context():
        bureaus = {
            expert.code: expert.proposed_committee_id or expert.committee_id
            for expert in queries.list_all_experts(reading())
        }
    hunan = next(code for code, committee in bureaus.items() if committee == basis.committee_id("C-430"))
    assert "***" in rows[hunan]["email"]


def test_what_a_spreadsheet_could_run_goes_out_as_quoted_text(
    official: Visitor, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:
    with session_of() as session:
        expert = queries.get_expert(session, basis.expert_id("ZJ-0037"))
        entry = queries.entry_of(session, expert)

        service.edit_expert(
            session, expert.id, replace(entry, achievements="=HYPERLINK(1)", education="@x", post="-1+1"),
            actor=basis.actor("u08"), clock=clock,
        )  # fmt: skip
    content = official.post("/experts/export").data
    page: Any = openpyxl.load_workbook(io.BytesIO(content))["专家名册"]
    row = next(row for row in page.iter_rows() if row[0].value == "ZJ-0037")
    risky = [cell for cell in row if str(cell.value or "").startswith(("=", "+", "-", "@"))]
    assert {str(cell.value) for cell in risky} >= {"=HYPERLINK(1)", "@x", "-1+1"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)
    assert "已在名册，没有变化 60" in visible_text(official.get(upload(official, content)))


# In


@pytest.mark.clause("4.1.1-b", "S-14")
def test_new_persons_are_recommended_each_with_an_event_and_one_for_the_import(official: Visitor, app: Flask) -> None:
    address = upload(official, workbook([person(), person(2, phone=1.3900000002e10, birth_year="１９７９")]))
    assert count(app, Expert) == 60
    page = visible_text(official.get(address))
    assert "确认后将新增推荐 2 人，更新 0 人" in page
    assert "已写入名册：新增推荐 2 人，更新 0 人" in confirm(official, address)
    assert (events(app, "roster.expert.recommended"), events(app, "roster.import.written")) == (2, 1)
    expert = named(app, "新同志2")
    assert (expert.code, expert.state, expert.birth_year) == ("ZJ-0062", "recommended", 1979)
    assert count(app, RosterImportRow) == 0


def test_entering_at_once_leaves_what_entering_one_by_one_leaves(
    official: Visitor, app: Flask, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:
    ties = "示范酒业（虚构） | 持股 |  | 百分之一"
    confirm(official, upload(official, workbook([person(1, declared_conflicts=ties, second_discipline="T01")])))
    bulk = named(app, "新同志1")
    with app.app_context():
        entry = queries.entry_of(reading(), reading().get_one(Expert, bulk.id))

    with session_of() as session:
        one = service.recommend_expert(
            session, replace(entry, name="新同志9", phone="13900000001"), committee_id=basis.committee_id("C-430"),
            recommended_on=bulk.recommended_on, form_key=new_key(), actor=basis.actor("u08"), clock=clock,
        )  # fmt: skip
    with app.app_context():
        assert rows_about(bulk.id) == rows_about(one)


OWN = {"id", "expert_id", "form_key", "code", "name", "phone_sealed", "at", "added_at", "leaf_hash", "entry"}


def rows_about(expert_id: int) -> list[Any]:
    """Give every row that speaks of an expert, without what is of its own: numbers, keys, the name."""
    found: list[Any] = []
    for table in (Expert, EmploymentRow, InterestRow, ExpertAct):
        key = table.id if table is Expert else table.expert_id  # type: ignore[attr-defined]
        for row in reading().scalars(select(table).where(key == expert_id)):
            columns = {column.key for column in table.__table__.columns} - OWN  # type: ignore[attr-defined]
            found.append({name: getattr(row, name) for name in sorted(columns)})
    for event in reading().scalars(select(Event).where(Event.action == "roster.expert.recommended")):
        if event.facts["expert"] == expert_id:
            after = {key: value for key, value in (event.after or {}).items() if key not in OWN}
            found.append((event.actor_id, after, set(event.facts), event.facts["committee"]))
    return found


def test_errors_stop_the_whole_file_and_come_back_marked(official: Visitor, app: Flask) -> None:
    address = upload(official, workbook([person(), person(2, phone="无"), person(3, committee="C-330", email="x")]))
    page = visible_text(official.get(address))
    assert "有 2 行存在错误" in page
    assert "确认导入" not in page
    refused = official.post(f"{address}/confirm")
    assert refused.status_code == 422
    assert "有 2 行存在错误，整个文件都不能导入" in visible_text(refused)
    book = openpyxl.load_workbook(io.BytesIO(official.get(f"{address}/annotated").data))
    sheet: Any = book["专家名册"]
    marked = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert len(marked) == 3
    assert all(sheet[place].fill.fgColor.rgb == "00F8CBAD" for place in marked)
    assert "不是电话号码" in marked["S3"]
    reasons = [row[3] for row in book[SUMMARY_SHEET].iter_rows(min_row=4, values_only=True)]
    assert len(reasons) == 3
    assert count(app, Expert) == 60


def test_the_annotated_workbook_is_corrected_and_sent_in_again(official: Visitor, app: Flask) -> None:
    address = upload(official, workbook([person(), person(2, phone="无", recommended_on=46000)]))
    book = openpyxl.load_workbook(io.BytesIO(official.get(f"{address}/annotated").data))
    book["专家名册"]["S3"] = "13900000002"
    file = io.BytesIO()
    book.save(file)
    assert "新增推荐 2 人" in confirm(official, upload(official, file.getvalue()))
    assert named(app, "新同志2").recommended_on.isoformat() == "2025-12-09"


def test_a_possible_duplicate_waits_for_a_choice(official: Visitor, app: Flask, basis: Basis) -> None:
    known = named(app, next(expert.name for expert in _hunan(app, basis)))
    same = person(name=known.name, employer=known.employer, post="首席专家")
    address = upload(official, workbook([same, person()]))
    assert "有 1 行可能与名册中的专家重复" in visible_text(official.get(address))
    assert official.post(f"{address}/confirm").status_code == 422
    official.post(f"{address}/choices", data={"row-2": "update", "verdict": "possible"})
    assert "新增推荐 1 人，更新 1 人" in confirm(official, address)
    assert named(app, known.name).post == "首席专家"
    assert count(app, Expert) == 61


def _hunan(app: Flask, basis: Basis) -> list[Expert]:
    with app.app_context():
        chosen = select(Expert).where(Expert.committee_id == basis.committee_id("C-430")).order_by(Expert.code)
        return list(reading().scalars(chosen))


def test_rows_are_skipped_all_at_once(official: Visitor, app: Flask, basis: Basis) -> None:
    known = _hunan(app, basis)[:3]
    rows = [{"code": one.code, "post": f"新职务{one.code}"} for one in known]
    address = upload(official, workbook([*rows, person()]))
    assert "更新 3 人" in visible_text(official.get(address))
    official.post(f"{address}/choices", data={"for_all": "skip", "verdict": "changed"})
    assert "新增推荐 1 人，更新 0 人" in confirm(official, address)
    assert [one.post for one in _hunan(app, basis)[:3]] == [one.post for one in known]


def test_an_entry_of_another_bureau_is_not_changed(official: Visitor, app: Flask, basis: Basis) -> None:
    with app.app_context():
        other = reading().scalars(select(Expert).where(Expert.committee_id == basis.committee_id("C-330"))).first()
    assert other is not None
    address = upload(official, workbook([{"code": other.code, "post": "院长"}]))
    assert "该专家所在委员会不由您的单位管理" in visible_text(official.get(address))
    address = upload(official, workbook([person(name=other.name, employer=other.employer, post="院长")]))
    official.post(f"{address}/choices", data={"row-2": "update", "for_all": "update", "verdict": "possible"})
    assert official.post(f"{address}/confirm").status_code == 422


# Twice, and too late


def test_a_second_confirmation_does_nothing(official: Visitor, app: Flask) -> None:
    address = upload(official, workbook([person()]))
    confirm(official, address)
    assert official.post(f"{address}/confirm").status_code == 303
    wait(official, address)
    assert (count(app, Expert), events(app, "roster.import.written")) == (61, 1)


def test_the_same_form_sent_twice_is_one_import(official: Visitor, app: Flask) -> None:
    data = {"form_key": new_key()}
    for _press in range(2):
        file = {"file": (io.BytesIO(workbook([person()])), "a.xlsx")}
        official.submit("/experts/import", {**data, **file}, form="上传并预览")
    assert count(app, RosterImport) == 1


def test_a_preview_made_stale_by_the_roster_is_shown_again(
    official: Visitor, app: Flask, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:

    known = _hunan(app, basis)[0]
    address = upload(official, workbook([{"code": known.code, "post": "首席专家"}, person()]))
    with session_of() as session:
        entry = queries.entry_of(session, queries.get_expert(session, known.id))
        service.edit_expert(session, known.id, replace(entry, post="副所长"), actor=basis.actor("u08"), clock=clock)
    page = confirm(official, address)
    assert "名册在预览之后有了变化，没有写入任何内容" in page
    assert (count(app, Expert), named(app, known.name).post) == (60, "副所长")
    assert "副所长" in visible_text(official.get(f"{address}?verdict=changed"))
    assert "新增推荐 1 人，更新 1 人" in confirm(official, address)
    assert named(app, known.name).post == "首席专家"


def test_somebody_entered_meanwhile_turns_a_new_row_into_a_possible_duplicate(
    official: Visitor, app: Flask, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:
    first, second = (upload(official, workbook([person(), person(number)])) for number in (2, 3))
    confirm(official, first)
    page = confirm(official, second)
    assert "名册在预览之后有了变化" in page
    assert "已在名册，没有变化 1" in page
    assert count(app, Expert) == 62


def test_an_import_given_up_changes_nothing_and_keeps_no_rows(official: Visitor, app: Flask) -> None:
    address = upload(official, workbook([person()]))
    assert official.post(f"{address}/discard").status_code == 303
    assert official.post(f"{address}/discard").status_code == 303
    assert official.post(f"{address}/confirm").status_code == 422
    assert (state_of(app, address), count(app, RosterImportRow), count(app, Expert)) == ("discarded", 0, 60)


# What cannot be read


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("名册.xlsx", "姓名,性别\n".encode(), "不是 Excel 工作簿"),
        ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧的 .xls 格式"),
        ("名册.xlsx", b"", "是空的"),
        ("名册.xlsm", workbook([person()]), "扩展名须为 .xlsx"),
    ],
)
def test_a_file_of_another_kind_is_refused_at_its_field(
    official: Visitor, app: Flask, name: str, content: bytes, words: str
) -> None:
    answer = official.submit("/experts/import", {"file": (io.BytesIO(content), name)}, form="上传并预览")
    assert answer.status_code == 422
    assert words in error_summary(answer)["file"]
    assert count(app, RosterImport) == 0


def test_no_file_is_asked_for(official: Visitor) -> None:
    assert "请选择" in error_summary(official.submit("/experts/import", {}, form="上传并预览"))["file"]


def test_a_file_too_large_is_refused(official: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:

    app.extensions["panel.settings"] = replace(app.extensions["panel.settings"], upload_limit=1000)
    answer = official.submit("/experts/import", {"file": (io.BytesIO(workbook([])), "a.xlsx")}, form="上传并预览")
    assert "上限" in error_summary(answer)["file"]


def test_a_file_that_cannot_be_read_says_why_and_loses_nothing(official: Visitor, app: Flask) -> None:
    merged = workbook([person()], change=lambda _book, page: page.merge_cells("B2:C2"))
    address = upload(official, merged)
    page = visible_text(official.get(address))
    assert state_of(app, address) == "refused"
    assert "1 处合并单元格（B2:C2）" in page
    assert "名册没有改变" in page
    assert official.post(f"{address}/confirm").status_code == 422
    assert count(app, Expert) == 60


def test_uploads_and_rows_are_sealed_at_rest(official: Visitor, app: Flask) -> None:
    address = upload(official, workbook([person(phone="13911112222")]))
    with app.app_context():
        row = reading().get_one(RosterImport, number_of(address))
        assert not files.read_content(files.get_file(reading(), row.file_id)).startswith(b"PK")
        stored = reading().scalars(select(RosterImportRow)).one()
        assert b"13911112222" not in stored.content
        assert reading().scalar(select(func.count()).select_from(StoredFile)) == 1


# Who


@pytest.mark.clause("3.5.0-a")
def test_only_the_uploader_learns_of_an_import(official: Visitor, visit: Callable[..., Visitor]) -> None:
    address = upload(official, workbook([person()]))
    for login in (SAME_BUREAU, ELSEWHERE):
        other = visit(login)
        for path in ("", "/progress", "/annotated"):
            assert other.get(address + path).status_code == 404
        for act in ("/choices", "/confirm", "/discard"):
            assert other.post(address + act).status_code == 404


@pytest.mark.parametrize("login", ["u09", "u10", "u16", "u18", "e11"])
def test_other_roles_are_refused(visit: Callable[..., Visitor], basis: Basis, login: str) -> None:
    visitor = visit(f"{login}@example.org")
    assert visitor.get("/experts/import").status_code == 403
    assert visitor.get("/experts/import/template").status_code == 403
    assert visitor.post("/experts/export").status_code == 403


# Restarts and failures


def test_work_broken_off_is_taken_up_again(
    official: Visitor, app: Flask, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:
    with session_of() as session:
        left = import_service.upload(
            session, "a.xlsx", workbook([person()]), form_key=new_key(), actor=basis.actor("u08"), clock=clock
        )
    with app.app_context():
        for act in import_jobs.due_acts(app.extensions["panel.settings"]):
            act()
        with transaction() as session:
            import_service.confirm_import(session, left, actor=basis.actor("u08"), clock=clock)
        for act in import_jobs.due_acts(app.extensions["panel.settings"]):
            act()
        assert import_jobs.due_acts(app.extensions["panel.settings"]) == []
    assert (state_of(app, f"/{left}"), count(app, Expert)) == ("done", 61)


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    official: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = upload(official, workbook([person(number) for number in range(5)]))

    def fail(*_arguments: Any, **_facts: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("panel.roster.import_service._remove_rows", fail)
    page = confirm(official, address)
    assert "系统没有完成这次导入，名册没有任何改变" in page
    assert (count(app, Expert), events(app, "roster.expert.recommended"), state_of(app, address)) == (60, 0, "ready")
    monkeypatch.undo()
    assert "新增推荐 5 人" in confirm(official, address)


def test_work_that_fails_again_and_again_is_given_up(
    app: Flask, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:
    with session_of() as session:
        left = import_service.upload(
            session, "a.xlsx", workbook([person()]), form_key=new_key(), actor=basis.actor("u08"), clock=clock
        )
    tried = []
    for _try in range(4):
        with session_of() as session:
            tried.append(import_service.begin_work(session, left, 3))
    assert tried == [True, True, True, False]
    assert state_of(app, f"/{left}") == "refused"


def test_somebody_who_may_no_longer_recommend_does_not_write(
    official: Visitor, app: Flask, session_of: Opened, basis: Basis
) -> None:
    from panel.accounts.models import Account

    address = upload(official, workbook([person()]))
    with session_of() as session:
        row = import_queries.lock_import(session, number_of(address))
        row.state, row.confirmed_at = ImportState.WRITING.value, row.uploaded_at
    with app.app_context(), store().writing() as session:
        session.get_one(Account, basis.account("u08")).is_active = False
        session.commit()
    with app.app_context():
        import_jobs.run(number_of(address))
    assert (state_of(app, address), count(app, Expert)) == ("ready", 60)


def test_choices_are_refused_once_it_is_written(
    official: Visitor, session_of: Opened, basis: Basis, clock: StoryClock
) -> None:
    address = upload(official, workbook([person()]))
    confirm(official, address)
    with session_of() as session, pytest.raises(StaleError) as refused:
        import_service.choose(session, number_of(address), Choice.SKIP, verdict=Verdict.NEW, actor=basis.actor("u08"))
    assert refused.value.code == "IMPORT_NOT_READY"
    with session_of() as session, pytest.raises(NotFoundError):
        import_service.discard_import(session, number_of(address), actor=basis.actor("u05"))
