"""`expert-panel roster`: the roster in from a workbook and out into one, by the same rules as the pages."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from panel.accounts import queries as accounts
from panel.accounts.service import actor_of
from panel.db import database, transaction
from panel.db import session as reading
from panel.db.schema import is_current
from panel.guidance.refusals import sentence
from panel.kernel.actor import SYSTEM, Actor, Role
from panel.kernel.clock import Clock
from panel.kernel.errors import RuleViolatedError
from panel.kernel.tokens import new_key
from panel.roster import import_jobs, import_queries, import_service, register_queries
from panel.roster.import_facts import BY_KEY, TO_CHOOSE, Choice, Fault, ImportState, Verdict

ADDRESS = "命令行"


def _clock() -> Clock:
    found: Clock = current_app.extensions["panel.settings"].clock
    return found


def _actor(login: str | None) -> Actor:
    """Give the system, or the official of a login; the log keeps that the command line was the way."""
    try:
        if not is_current(database().engine):
            raise click.ClickException("数据库尚未初始化或版本过旧，请先运行：expert-panel init")
    except OperationalError as error:
        raise click.ClickException("数据库无法使用") from error
    if login is None:
        return replace(SYSTEM, address=ADDRESS)
    account = accounts.find_account_by_login(reading(), login)
    if account is None or not account.is_active or account.role != Role.OFFICIAL.value:
        raise click.ClickException(f"{login} 不是可用的业务人员账号")
    return actor_of(account, ADDRESS)


@click.group("roster")
def roster() -> None:
    """专家名册的表格导入和导出。"""


@roster.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--as", "login", default=None, help="以哪个业务人员账号导入；不填则由系统导入，每行须填推荐单位")
@click.option("--duplicates", type=click.Choice([choice.value for choice in Choice]), help="可能重复的行：更新或跳过")
@click.option("--dry-run", is_flag=True, help="只核对，不写入")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@with_appcontext
def import_roster(file: BinaryIO, login: str | None, duplicates: str | None, dry_run: bool, as_json: bool) -> None:
    """读取表格，逐行核对；没有错误时一次写入，有一处错误则什么都不写入。"""
    actor = _actor(login)
    name = "roster.xlsx" if file is sys.stdin.buffer else Path(str(file.name)).name
    with transaction() as session:
        import_id = import_service.upload(session, name, file.read(), form_key=new_key(), actor=actor, clock=_clock())
    import_jobs.run(import_id)
    found = _result(import_id, actor)
    if found["state"] == ImportState.READY.value:
        if dry_run or found["errors"]:
            _discard(import_id, actor)
        else:
            _write(import_id, duplicates, actor)
            found = {**_result(import_id, actor), "counts_read": found["counts"]}
    _show(found, as_json=as_json)
    if found["errors"] or found["refused"] or (found["state"] == ImportState.READY.value and not dry_run):
        raise SystemExit(1)


def _write(import_id: int, duplicates: str | None, actor: Actor) -> None:
    """Confirm and write; rows that may be duplicates need the option, and nothing to write is no failure."""
    if duplicates:
        with transaction() as session:
            import_service.choose(session, import_id, Choice(duplicates), verdict=Verdict.POSSIBLE, actor=actor)
    try:
        with transaction() as session:
            import_service.confirm_import(session, import_id, actor=actor, clock=_clock())
    except RuleViolatedError as refused:
        _discard(import_id, actor)
        if refused.code != "IMPORT_NOTHING":
            raise
    import_jobs.run(import_id)


def _discard(import_id: int, actor: Actor) -> None:
    with transaction() as session:
        import_service.discard_import(session, import_id, actor=actor)


def _result(import_id: int, actor: Actor) -> dict[str, Any]:
    """Give what an import came to, with the rows that need a person."""
    with database().snapshot() as session:
        row = import_queries.get_import(session, import_id, viewer=actor)
        rows = import_queries.list_rows(session, import_id) if row.state == ImportState.READY.value else []
        return {
            "import": row.id,
            "state": row.state,
            "refused": _told(row.refusal["code"], row.refusal["facts"]) if row.refusal else None,
            "notes": [_told(note["code"], note["facts"]) for note in row.notes],
            "counts": row.counts,
            "errors": [_fault(one.number, fault) for one in rows for fault in one.faults],
            "duplicates": [
                {"row": one.number, "verdict": one.verdict.value, "changes": list(one.changes)}
                for one in rows
                if one.verdict in TO_CHOOSE
            ],
        }


def _told(code: str, facts: dict[str, Any]) -> dict[str, str]:
    return {"code": code, "words": sentence(code, "zh", **facts).text}


def _fault(number: int, fault: Fault) -> dict[str, Any]:
    heading = BY_KEY[fault.column].heading if fault.column else ""
    return {"row": number, "column": heading, **_told(fault.code, dict(fault.facts))}


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for note in found["notes"]:
        click.echo(note["words"], err=True)
    for error in found["errors"]:
        click.echo(f"第 {error['row']} 行 {error['column']} {error['code']} {error['words']}", err=True)
    if found["refused"]:
        click.echo(f"{found['refused']['code']} {found['refused']['words']}", err=True)
    elif found["state"] == ImportState.DONE.value:
        click.echo(f"已写入名册：新增推荐 {found['counts']['new']} 人，更新 {found['counts']['updated']} 人")
    else:
        click.echo(f"核对完成，没有写入：{json.dumps(found['counts'], ensure_ascii=False)}")


@roster.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--as", "login", default=None, help="以哪个业务人员账号导出，决定邮箱是否显示完整")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出各栏的文字")
@with_appcontext
def export_roster(file: str, login: str | None, as_json: bool) -> None:
    """把名册写成与导入模板相同栏目的表格；不写文件名则写到标准输出。"""
    actor = _actor(login)
    if file == "-" and not as_json and sys.stdout.isatty():
        raise click.UsageError("请写明文件名，或者把输出转到文件。")
    with transaction() as session:
        content = import_service.export_roster(session, actor=actor, clock=_clock())
        rows = list(register_queries.export_rows(session, actor)) if as_json else []
    if as_json:
        content = (json.dumps({"experts": rows}, ensure_ascii=False) + "\n").encode()
    with click.open_file(file, "wb") as out:
        out.write(content)


commands = [roster]
