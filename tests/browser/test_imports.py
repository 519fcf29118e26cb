"""A workbook with errors in a browser: previewed, marked, corrected, chosen for, confirmed; on a phone too."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from panel.db import session as reading
from panel.proceedings.demo.basis import Basis
from panel.roster import import_jobs
from panel.roster.models import Expert
from tests.support.browser import DESKTOP, PHONE, assert_page_is_sound
from tests.support.desks import Desk
from tests.support.visitor import PASSWORD
from tests.support.workbooks import person, workbook


def known_in(app: Flask, basis: Basis, committee: str) -> list[Expert]:
    with app.app_context():
        chosen = select(Expert).where(Expert.committee_id == basis.committee_id(committee)).order_by(Expert.code)
        return list(reading().scalars(chosen))


def send(page: Any, path: Path) -> None:
    page.goto("/experts/import")
    page.set_input_files("input[name=file]", path)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("heading", name="导入预览").wait_for(timeout=60_000)
    assert_page_is_sound(page)


def downloaded(page: Any, press: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=press).click()
    path: Path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_workbook_with_errors_is_corrected_chosen_for_and_confirmed(
    open_window: Any, app: Flask, basis: Basis, tmp_path: Path, width: int
) -> None:
    ours, theirs = known_in(app, basis, "C-430")[:2], known_in(app, basis, "C-330")[0]
    rows = [
        person(), person(2, phone="请联系办公室", birth_year="七五年"), person(3, main_discipline="玄学"),
        {"code": ours[0].code, "post": "首席专家"},
        person(name=ours[1].name, employer=ours[1].employer, post="学术带头人"),
        person(name=theirs.name, employer=theirs.employer, post="学术带头人"),
    ]  # fmt: skip
    first = tmp_path / "第一稿.xlsx"
    first.write_bytes(workbook(rows))
    page = Desk(open_window, "u08", set(), width=width).go("/experts/import").page

    send(page, first)
    assert page.get_by_text("有 2 行存在错误，整个文件都不能导入").is_visible()
    assert page.get_by_text("“联系电话”不是电话号码").is_visible()
    assert page.get_by_role("button", name="确认导入").count() == 0
    marked = downloaded(page, "下载标注错误的表格", tmp_path)

    book = openpyxl.load_workbook(marked)
    sheet = book["专家名册"]
    assert sheet["S3"].comment is not None
    sheet["S3"], sheet["D3"], sheet["I4"] = "13900000002", "1975", "酿酒工程"
    second = tmp_path / "第二稿.xlsx"
    book.save(second)
    send(page, second)
    assert page.get_by_text("有 2 行可能与名册中的专家重复").is_visible()
    for row, choice in ((6, "更新名册"), (7, "跳过")):
        group = page.get_by_role("group", name=f"第 {row} 行怎样处理")
        group.get_by_label(choice).check()
        if row == 7:
            assert group.get_by_label("更新名册").count() == 0
    page.get_by_role("button", name="保存本页选择").click()
    assert page.get_by_text("确认后将新增推荐 3 人，更新 2 人").is_visible()
    assert_page_is_sound(page)
    page.get_by_role("link", name="编号已在名册，内容有变化").click()
    assert page.get_by_text("首席专家").is_visible()
    assert_page_is_sound(page)

    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已写入名册：新增推荐 3 人，更新 2 人").wait_for(timeout=60_000)
    assert_page_is_sound(page)
    assert [one.post for one in known_in(app, basis, "C-430")[:2]] == ["首席专家", "学术带头人"]


@pytest.mark.usefixtures("basis")
@pytest.mark.parametrize("javascript", [True, False])
def test_progress_is_shown_with_and_without_javascript(
    open_window: Any, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, javascript: bool
) -> None:
    monkeypatch.setattr(import_jobs, "start", lambda _number: None)
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook([person()]))
    page = open_window(width=PHONE, javascript=javascript).page
    page.goto("/sign-in")
    page.fill("input[name=login]", "u08@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.goto("/experts/import")
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_text("正在读取文件").wait_for()
    assert page.locator("progress").is_visible()
    if javascript:
        assert_page_is_sound(page)
    with app.app_context():
        told = import_jobs.Teller(1).step("judge")
        told(3, 7)
    if not javascript:
        page.get_by_role("link", name="刷新进度").click()
    page.get_by_text("3 / 7 行").wait_for()
    with app.app_context():
        import_jobs.run(1)
    if not javascript:
        page.get_by_role("link", name="刷新进度").click()
    page.get_by_role("heading", name="导入预览").wait_for()


def test_what_is_no_workbook_is_refused_beside_its_field(open_window: Any, basis: Basis, tmp_path: Path) -> None:
    page = Desk(open_window, "u08", set(), width=PHONE).go("/experts/import").page
    file = tmp_path / "名册.xlsx"
    file.write_bytes("姓名,性别\n".encode("gb18030"))
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="上传并预览").click()
    assert page.locator(".govuk-error-summary").get_by_text("不是 Excel 工作簿").is_visible()
    assert_page_is_sound(page)


def test_template_and_roster_are_taken_and_the_roster_comes_back(
    open_window: Any, basis: Basis, tmp_path: Path
) -> None:
    page = Desk(open_window, "u08", set()).go("/experts").page
    page.get_by_role("button", name="表格导入导出").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="下载导入模板").click()
    assert started.value.suggested_filename == "专家名册导入模板.xlsx"
    path = downloaded(page, "导出专家名册", tmp_path)
    assert len(list(openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["专家名册"].rows)) == 61
    send(page, path)
    assert page.get_by_text("没有需要写入名册的内容").is_visible()
