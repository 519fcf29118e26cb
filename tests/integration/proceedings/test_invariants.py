"""`check` finds what was changed behind the application's back; on untouched data it finds nothing."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from panel.db import database
from panel.db import session as reading
from panel.files.models import StoredFile
from panel.files.service import path_of
from panel.proceedings.cli import check
from tests.support.demo import Demo

FAULTS = {  # what is changed: the room that owns it, the statement, a part of what is said
    "a count": ("voting", "UPDATE voting_count SET tally = '{\"1\": 7}' WHERE id = 1", "统计票数"),
    "a trigger": ("voting", "UPDATE voting_count SET triggers = '[\"AMB-1\"]' WHERE id = 1", "重新计算"),
    "the reasons of a ballot": ("voting", "UPDATE voting_opened_ballot SET reasons = 'x' WHERE id = 1", "承诺值"),
    "a ballot too many": (
        "voting",
        "INSERT INTO voting_ballot (round_id, roll_id, version, sealed, commitment, cast_at, method, key) "
        "SELECT round_id, roll_id, 2, sealed, commitment, cast_at, method, 'planted' FROM voting_ballot WHERE id = 1",
        "最后一次投出的票不一致",
    ),
    "the size of a roll": ("voting", "UPDATE voting_round SET roll_size = 8 WHERE id = 1", "登记为 8 人"),
    "a member of a roll": (
        "voting", "DELETE FROM voting_roll WHERE round_id = (SELECT MAX(round_id) FROM voting_roll) AND seat_id = "
        "(SELECT MAX(seat_id) FROM voting_roll)", "PANEL_EVEN",
    ),
    "the state of a panel": ("commissions", "UPDATE commissions_panel SET state = 'DECIDED' WHERE id = 1", "过程记录"),
    "the number of a panel": (
        "commissions", "UPDATE commissions_panel SET number = '食研委〔2025〕9号' WHERE id = 1", "文书缺号",
    ),
    "a piece of a pack": ("commissions", "UPDATE commissions_material SET text = 'x' WHERE id = 1", "第 1 件材料"),
    "the title of a piece": ("commissions", "UPDATE commissions_material SET title = 'x' WHERE id = 1", "发放的材料"),
    "a commitment to a draw": ("draw", f"UPDATE draw_commitment SET tip = '{'0' * 64}'", "不能重新演算"),
    "a link of a draw": ("draw", f"UPDATE draw_reveal SET link = '{'0' * 64}'", "公开的密码与记录不符"),
    "who stands behind a label": (
        "draw", "UPDATE draw_draw SET names = (SELECT one.names FROM draw_draw one ORDER BY one.id DESC LIMIT 1)",
        "对不上",
    ),
    "a pool": ("draw", "UPDATE draw_draw SET frozen = '{\"pool\": []}' WHERE kind = 'direct'", "冻结的名单"),
    "a notice number": (
        "matters", "UPDATE matters_matter SET notice_no = 'FX430000-2012-5-00001-3' WHERE id = 5", "校验码",
    ),
    "the state of a matter": ("matters", "UPDATE matters_matter SET state = 'ADJUDICATING' WHERE id = 1", "过程记录"),
    "a serial": ("matters", "UPDATE matters_number SET last = last + 1 WHERE kind = 'notice'", "缺号"),
    "an order's number": ("institutions", "UPDATE institutions_work_order SET number = 'x' WHERE id = 1", "文书缺号"),
    "a plan's number": ("investigations", "UPDATE investigations_investigation SET number = 'x'", "文书缺号"),
    "the option of a conclusion": (
        "conclusions", "UPDATE conclusions_conclusion SET option = '3' WHERE id = 1", "不是最后一轮的多数意见",
    ),
    "the signed words": (
        "conclusions", "UPDATE conclusions_conclusion SET parts = '{\"nature\": \"x\"}' WHERE id = 1", "文字有改动",
    ),
    "the main record": ("conclusions", "UPDATE matters_result SET tally = '{\"1\": 7}' WHERE id = 1", "主记录的结果"),
    "an item of a volume": ("archive", "UPDATE archive_item SET title = 'x' WHERE id = 1", "目录与登记的摘要不符"),
    "a stored file's row": ("archive", "UPDATE files_file SET size = size + 1", "与所存文件不符"),
}  # fmt: skip


@pytest.fixture
def planting(app: Flask) -> Iterator[Session]:
    """Give a session that changes tables behind the application's back, and takes it all back."""
    with app.app_context(), database().writing() as session:
        yield session
        session.rollback()


@pytest.mark.parametrize("what", sorted(FAULTS))
def test_a_planted_fault_is_found(what: str, demo: Demo, planting: Session) -> None:
    room, statement, words = FAULTS[what]
    ask = import_module(f"panel.{room}.invariant_queries").list_violations
    planting.execute(text(statement.replace(":", r"\:")))
    found = ask(planting)
    assert found
    assert words in "".join(found)


@pytest.mark.parametrize("what", ["lost", "changed"])
def test_a_file_that_is_not_as_it_was_stored_is_found(what: str, demo: Demo, app: Flask) -> None:
    ask = import_module("panel.files.invariant_queries").list_violations
    with app.app_context():
        assert ask(reading()) == []
        path: Path = path_of(reading().get_one(StoredFile, 1).sha256)
        path.unlink()
        if what == "changed":
            path.write_bytes(b"planted")
        found = ask(reading())
    assert len(found) == 1
    assert {"lost": "不在存储目录中", "changed": "与登记的摘要不符"}[what] in found[0]


def test_the_command_tells_each_fault_on_one_line_and_exits_with_1(demo: Demo, app: Flask) -> None:
    runner = app.test_cli_runner()
    clean: Any = runner.invoke(check)
    assert (clean.exit_code, clean.stdout.strip()) == (0, "检查完成：0 处不符")
    with app.app_context(), database().writing() as session:
        session.execute(text("UPDATE voting_opened_ballot SET reasons = 'x' WHERE id IN (1, 2)"))
        session.commit()
    broken = runner.invoke(check)
    assert broken.exit_code == 1
    assert len(broken.stderr.strip().splitlines()) == 2
    assert '{"violations": [' in runner.invoke(check, ["--json"]).stdout
