"""`expert-panel roster`: rows that do not suit are named, nothing is half imported, an export comes in again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from panel import __main__ as door
from panel.audit.models import Event
from panel.db import session as reading
from panel.proceedings.demo.basis import Basis
from panel.roster.import_models import RosterImportRow
from panel.roster.models import Expert
from tests.support.workbooks import person, rows_of, workbook

AS = ("--as", "u08@example.org")
Command = Callable[..., Result]


@pytest.fixture
def roster(app: Flask, basis: Basis, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Give the command; bytes stand for a file that holds them."""
    monkeypatch.setattr(door, "_create_app", lambda: app)

    def run(act: str, *arguments: str | bytes) -> Result:
        words = [act]
        for number, one in enumerate(arguments):
            if isinstance(one, bytes):
                path = tmp_path / f"{number}.xlsx"
                path.write_bytes(one)
                words.append(str(path))
            else:
                words.append(one)
        return CliRunner().invoke(door.Group(name="expert-panel"), ["roster", *words])

    return run


def experts(app: Flask) -> int:
    with app.app_context():
        return reading().scalar(select(func.count()).select_from(Expert)) or 0


def test_a_workbook_is_written_in_the_name_of_an_official(roster: Command, app: Flask) -> None:
    done = roster("import", workbook([person(), person(2)]), *AS)
    assert (done.exit_code, done.stdout) == (0, "已写入名册：新增推荐 2 人，更新 0 人\n")
    with app.app_context():
        event = reading().scalars(select(Event).where(Event.action == "roster.import.written")).one()
    assert (event.actor_role, event.address) == ("official", "命令行")


@pytest.mark.clause("4.1.1-b")
def test_without_an_account_every_row_names_its_body(roster: Command, app: Flask, basis: Basis) -> None:
    refused = roster("import", workbook([person()]))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("第 2 行 推荐单位 IMPORT_BODY_MISSING")
    done = roster("import", workbook([person(recommended_by="B-430")]), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["counts"] == {"new": 1, "updated": 0, "rows": 1}
    assert experts(app) == 61


def test_errors_are_named_by_row_and_nothing_is_half_imported(roster: Command, app: Flask) -> None:
    done = roster("import", workbook([person(), person(2, phone="x")]), "--json", *AS)
    assert done.exit_code == 1
    assert [(one["row"], one["column"], one["code"]) for one in json.loads(done.stdout)["errors"]] == [
        (3, "联系电话", "IMPORT_PHONE")
    ]
    assert experts(app) == 60
    with app.app_context():
        assert not reading().scalars(select(RosterImportRow)).all()


def test_a_possible_duplicate_needs_the_option(roster: Command, app: Flask, basis: Basis) -> None:
    with app.app_context():
        known = reading().scalars(select(Expert).where(Expert.committee_id == basis.committee_id("C-430"))).first()
    assert known is not None
    content = workbook([person(name=known.name, employer=known.employer), person()])
    refused = roster("import", content, *AS)
    assert (refused.exit_code, refused.stderr.split()[0]) == (1, "IMPORT_CHOICE_OPEN")
    done = roster("import", content, *AS, "--duplicates", "skip")
    assert done.stdout == "已写入名册：新增推荐 1 人，更新 0 人\n"


def test_a_dry_run_writes_nothing(roster: Command, app: Flask) -> None:
    done = roster("import", workbook([person()]), *AS, "--dry-run")
    assert (done.exit_code, experts(app)) == (0, 60)
    assert done.stdout == '核对完成，没有写入：{"new": 1}\n'


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a,b\n", "IMPORT_TEXT"), (workbook([], headings=["姓名"]), "IMPORT_HEADING_MISSING")],
)
def test_a_file_that_cannot_be_read_is_one_line(roster: Command, content: bytes, code: str) -> None:
    refused = roster("import", content, *AS)
    assert (refused.exit_code, refused.stderr.split()[0], refused.stderr.count("\n")) == (1, code, 1)


def test_sheets_that_were_not_read_are_named(roster: Command) -> None:
    done = roster("import", workbook([person()], change=lambda book, _page: book.create_sheet("备注")), *AS)
    assert (done.exit_code, done.stderr) == (0, "以下工作表（包括隐藏的）没有读取：备注。\n")


def test_what_goes_out_comes_in_again_as_nothing_to_write(roster: Command, tmp_path: Path) -> None:
    out = tmp_path / "名册.xlsx"
    assert roster("export", str(out)).exit_code == 0
    assert len(rows_of(out.read_bytes())) == 60
    again = roster("import", out.read_bytes())
    assert (again.exit_code, again.stdout) == (0, '核对完成，没有写入：{"same": 60}\n')
    piped = roster("export", *AS)
    assert len(rows_of(piped.stdout_bytes)) == 60
    listed = json.loads(roster("export", "--json").stdout)["experts"]
    assert listed[0]["code"] == "ZJ-0001"


@pytest.mark.parametrize("login", ["nobody@example.org", "u09@example.org"])
def test_only_an_official_is_acted_for(roster: Command, login: str) -> None:
    refused = roster("export", "--as", login)
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {login} 不是可用的业务人员账号\n")


def test_a_database_without_tables_is_one_line(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from panel.bootstrap import create_app
    from panel.settings import Settings

    monkeypatch.setattr(door, "_create_app", lambda: create_app(Settings(home=tmp_path, database=empty_database)))
    refused = CliRunner().invoke(door.Group(name="expert-panel"), ["roster", "export", "x.xlsx"])
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: 数据库尚未初始化或版本过旧，请先运行：expert-panel init\n",
    )
