"""Stored files: whole or absent, under their digest, and never handed out once they changed."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel import audit
from panel.db import session as reading
from panel.files import queries, service
from panel.files.models import StoredFile
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, NotFoundError, PanelError
from panel.proceedings.demo.basis import Basis
from panel.settings import Settings

SessionOf = Callable[[], AbstractContextManager[Session]]
PDF = b"%PDF-1.7\n" + "检验报告".encode()


@pytest.fixture
def keep(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Callable[..., int]:
    """Give the way to keep a file."""

    def act(name: str = "报告.pdf", content: bytes = PDF) -> int:
        actor = basis.actor("u10")
        with session_of() as session:
            number = service.keep_file(session, name, content, actor=actor, clock=clock)
            audit.record(session, "test.file.kept", by=actor, at=clock())
            return number

    return act


def place_of(settings: Settings, content: bytes) -> Path:
    sha256 = sha256_hex(content)
    return settings.home / "files" / sha256[:2] / sha256


@pytest.mark.clause("3.5.0-c")
def test_a_file_lies_under_its_digest_and_is_read_back(
    app: Flask, basis: Basis, settings: Settings, clock: StoryClock, keep: Callable[..., int]
) -> None:
    number = keep()
    assert place_of(settings, PDF).read_bytes() == PDF
    with app.app_context():
        file = queries.get_file(reading(), number)
        assert (file.name, file.media_type, file.size) == ("报告.pdf", "application/pdf", len(PDF))
        assert (file.sha256, file.stored_by, file.stored_at) == (sha256_hex(PDF), basis.account("u10"), clock())
        assert queries.read_content(file) == PDF


def test_the_same_bytes_are_kept_once_and_named_twice(app: Flask, settings: Settings, keep: Callable[..., int]) -> None:
    first, second = keep("甲.pdf"), keep("乙.pdf")
    assert first != second
    assert [path.name for path in (settings.home / "files").rglob("*") if path.is_file()] == [sha256_hex(PDF)]
    with app.app_context():
        assert {file.name for file in queries.files_by_id(reading(), [first, second]).values()} == {"甲.pdf", "乙.pdf"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b"", "FILE_EMPTY"),
        ("程序.exe", b"MZ", "FILE_KIND"),
        ("伪装.pdf", b"MZ\x90\x00", "FILE_KIND"),
        ("文本.txt", b"a\x00b", "FILE_KIND"),
        ("没有扩展名", PDF, "FILE_KIND"),
        ("", PDF, "FILE_KIND"),
        ("../../.pdf", PDF, "FILE_KIND"),
    ],
)
def test_what_may_not_be_uploaded_is_refused_and_leaves_nothing(
    settings: Settings, keep: Callable[..., int], name: str, content: bytes, code: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        keep(name, content)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert not (settings.home / "files").exists()


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(settings: Settings, keep: Callable[..., int]) -> None:
    object.__setattr__(settings, "upload_limit", len(PDF))
    assert keep()
    with pytest.raises(BadInputError) as refused:
        keep(content=PDF + b"x")
    assert refused.value.code == "FILE_TOO_LARGE"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/报告.pdf", "报告.pdf"),
        ("C:\\temp\\报告.pdf", "报告.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere(app: Flask, keep: Callable[..., int], name: str, kept: str) -> None:
    number = keep(name)
    with app.app_context():
        assert queries.get_file(reading(), number).name == kept


@pytest.mark.clause("3.5.0-c")
@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_file_that_changed_on_disk_is_not_handed_out(
    app: Flask, settings: Settings, keep: Callable[..., int], damage: str
) -> None:
    number, path = keep(), place_of(settings, PDF)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(PDF + b"x" if damage == "changed" else PDF[:-1])
    with app.app_context(), pytest.raises(PanelError) as refused:
        queries.read_content(queries.get_file(reading(), number))
    assert (refused.value.code, refused.value.status) == ("FILE_CHANGED", 500)


def test_there_is_no_file_without_a_number(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFoundError):
        queries.get_file(reading(), 1)


def test_a_file_of_our_own_making_may_be_of_any_kind(
    app: Flask, session_of: SessionOf, basis: Basis, clock: StoryClock
) -> None:
    with session_of() as session:
        number = service.keep_made_file(
            session, "记录.json", b"{}", "application/json", actor=basis.actor("u10"), clock=clock
        )
        audit.record(session, "test.file.kept", by=basis.actor("u10"), at=clock())
    with app.app_context():
        file = queries.get_file(reading(), number)
        assert (file.media_type, queries.read_content(file)) == ("application/json", b"{}")


@pytest.mark.clause("3.5.0-d")
def test_an_act_that_was_undone_leaves_no_row_and_no_half_file(
    session_of: SessionOf, basis: Basis, settings: Settings, clock: StoryClock
) -> None:
    def half_done() -> None:
        with session_of() as session:
            service.keep_file(session, "报告.pdf", PDF, actor=basis.actor("u10"), clock=clock)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_done()
    with session_of() as session:
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert place_of(settings, PDF).read_bytes() == PDF  # whole, unnamed, harmless


@pytest.mark.clause("3.5.0-d")
def test_a_write_that_breaks_off_leaves_nothing_under_the_name(
    settings: Settings, keep: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="disk is full"):
            keep()
    assert [path for path in (settings.home / "files").rglob("*") if path.is_file()] == []
    assert keep()
    assert place_of(settings, PDF).read_bytes() == PDF
