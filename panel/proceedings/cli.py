"""Commands that set up, fill, question and serve an installation."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from panel.db import database
from panel.db import session as reading
from panel.db.schema import is_current, upgrade
from panel.proceedings.demo.loading import load_demo
from panel.proceedings.demo.people import desk_people
from panel.proceedings.invariants import list_violations
from panel.settings import Settings


def _settings() -> Settings:
    found: Settings = current_app.extensions["panel.settings"]
    return found


@contextmanager
def _answering() -> Iterator[Engine]:
    """Give the engine; a database that does not answer is one clear line, not a trace."""
    engine = database().engine
    try:
        yield engine
    except OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        reason = str(error.orig).strip().partition("\n")[0]
        raise click.ClickException(f"数据库 {address} 无法使用：{reason}") from error


def _must_be_current() -> None:
    """Refuse to work on a database that has no tables yet, or those of an older version."""
    with _answering() as engine:
        if not is_current(engine):
            raise click.ClickException("数据库尚未初始化或版本过旧，请先运行：expert-panel init")


@click.command("init")
@with_appcontext
def init() -> None:
    """Create the database, or bring it to the newest revision; existing data stays."""
    with _answering() as engine:
        upgrade(engine)
    click.echo(f"数据库已就绪：{database().engine.url.render_as_string(hide_password=True)}")


@click.command("demo")
@click.option("--once", is_flag=True, help="只在尚无数据时载入，已有数据则不动")
@with_appcontext
def demo(once: bool) -> None:
    """Load the sample people and replay the six sample panels through the use cases."""
    with _answering() as engine:
        upgrade(engine)
    loaded = load_demo(_settings(), once=once, say=click.echo)
    if not loaded:
        click.echo("已有数据，示例不再载入。")


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@with_appcontext
def check(as_json: bool) -> None:
    """Question the data's invariants; exit 1 when one does not hold."""
    _must_be_current()
    with database().snapshot() as session:
        violations = list_violations(session)
    if as_json:
        click.echo(json.dumps({"violations": violations}, ensure_ascii=False))
    else:
        for violation in violations:
            click.echo(violation, err=True)
        click.echo(f"检查完成：{len(violations)} 处不符")
    if violations:
        raise SystemExit(1)


@click.command("serve")
@click.option("--host", default=None, help="监听地址，默认 127.0.0.1")
@click.option("--port", default=None, type=int, help="端口，默认 8000")
@with_appcontext
def serve(host: str | None, port: int | None) -> None:
    """Serve the application with one process and its scheduler."""
    from waitress import serve as run  # noqa: PLC0415  # only the server needs it

    from panel.proceedings.jobs import start_scheduler  # noqa: PLC0415

    settings = _settings()
    _must_be_current()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the server outlives this context
    start_scheduler(app)
    address, number = host or settings.host, port or settings.port
    click.echo(f"系统已启动：http://{address}:{number}")
    for line in desk_people(reading(), settings.clock):
        click.echo(line)
    is_direct = settings.trusted_proxies == 0  # behind a proxy the application reads what it says
    try:
        run(app, host=address, port=number, threads=8, ident=None, clear_untrusted_proxy_headers=is_direct)
    except OSError as error:
        raise click.ClickException(f"无法监听 {address}:{number}：{error.strerror or error}") from error


commands = [init, demo, check, serve]
