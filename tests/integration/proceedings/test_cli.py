"""The commands that set up, question and serve an installation, on a database that may not be ready."""

import json
import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from panel.__main__ import Group
from panel.db.engine import make_engine
from panel.db.schema import differences, is_current, upgrade
from panel.proceedings import cli, jobs

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Give the way to run a command on a database."""
    level = logging.getLogger().level

    def command(database: str, *arguments: str) -> Result:
        monkeypatch.setenv("EXPERT_PANEL_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("EXPERT_PANEL_DATABASE", database)
        monkeypatch.setenv("EXPERT_PANEL_PASSWORD_PROFILE", "cheap")
        return CliRunner().invoke(Group(name="expert-panel"), list(arguments))

    yield command
    logging.getLogger().setLevel(level)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Catch what would be served, and start no scheduler."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr("waitress.serve", lambda _app, **how: calls.append(how))
    monkeypatch.setattr(jobs, "start_scheduler", lambda _app: None)
    return calls


def one_line(result: Result) -> str:
    assert result.exit_code == 1, result.output
    [line] = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


def test_init_makes_every_table_and_is_harmless_when_repeated(run: Run, empty_database: str) -> None:
    first = run(empty_database, "init")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("数据库已就绪：")
    engine = make_engine(empty_database)
    assert is_current(engine)
    assert differences(engine) == []
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text("INSERT INTO accounts_try (login, address, at) VALUES ('a', '', '2026-03-02 01:00:00')")
        )
    assert run(empty_database, "init").exit_code == 0
    with engine.connect() as connection:
        assert connection.execute(text("SELECT login FROM accounts_try")).scalars().all() == ["a"]
    engine.dispose()


def test_the_address_is_said_without_its_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "upgrade", lambda _engine: None)
    done = run("postgresql://panel:secret@127.0.0.1:1/panel", "init")
    assert done.exit_code == 0
    assert "secret" not in done.output
    assert "panel:***@127.0.0.1" in done.stdout


@pytest.mark.parametrize("command", ["check", "serve"])
def test_what_needs_the_tables_says_that_they_are_missing(
    run: Run, empty_database: str, served: list[Any], command: str
) -> None:
    assert one_line(run(empty_database, command)) == "Error: 数据库尚未初始化或版本过旧，请先运行：expert-panel init"
    assert served == []


@pytest.mark.parametrize("command", ["init", "check", "serve", "demo"])
def test_a_database_that_does_not_answer_is_one_line(run: Run, served: list[Any], command: str) -> None:
    line = one_line(run("postgresql://panel:secret@127.0.0.1:1/panel", command))
    assert line.startswith("Error: 数据库 postgresql+psycopg://panel:***@127.0.0.1:1/panel 无法使用：")
    assert served == []


def test_a_sound_database_has_nothing_to_complain_of(run: Run, empty_database: str) -> None:
    run(empty_database, "init")
    plain, as_json = run(empty_database, "check"), run(empty_database, "check", "--json")
    assert (plain.exit_code, plain.stdout) == (0, "检查完成：0 处不符\n")
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (0, {"violations": []})


def test_serve_listens_where_it_is_told_and_trusts_no_proxy(
    run: Run, empty_database: str, served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(empty_database, "init")
    monkeypatch.setenv("EXPERT_PANEL_PORT", "8123")
    assert "http://127.0.0.1:8123" in run(empty_database, "serve").stdout
    run(empty_database, "serve", "--host", "0.0.0.0", "--port", "8124")  # noqa: S104  # nothing is bound here
    assert [(how["host"], how["port"]) for how in served] == [("127.0.0.1", 8123), ("0.0.0.0", 8124)]  # noqa: S104
    assert all(how["clear_untrusted_proxy_headers"] for how in served)


def test_a_port_that_is_taken_is_one_line(run: Run, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run(empty_database, "init")
    monkeypatch.setattr(jobs, "start_scheduler", lambda _app: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = one_line(run(empty_database, "serve", "--port", str(port)))
    assert line.startswith(f"Error: 无法监听 127.0.0.1:{port}：")


def test_an_older_database_is_brought_up_by_init(run: Run, empty_database: str) -> None:
    engine = make_engine(empty_database)
    upgrade(engine, "0001")
    assert not is_current(engine)
    assert "请先运行" in one_line(run(empty_database, "check"))
    assert run(empty_database, "init").exit_code == 0
    assert is_current(engine)
    engine.dispose()
