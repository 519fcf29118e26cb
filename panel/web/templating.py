"""Templates: where they are found, and the words, filters and functions that every page may use."""

import hashlib
import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, Template
from jinja2.runtime import Context

from panel.guidance.clauses import get_clause, is_clause
from panel.guidance.code_lists import label
from panel.kernel.clock import beijing_date, written
from panel.web import labels, language, paging, tabs
from panel.web.in_force import in_force

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
NOTHING = "—"
KIB = 1024
VERSION = version("expert-panel")


def beijing_time(instant: datetime | None) -> str:
    """Write an instant as Beijing time: 2025-06-15 09:30."""
    return written(instant) if instant else NOTHING


def beijing_full(instant: datetime | None) -> str:
    """Write an instant with the time zone named."""
    return _("北京时间 %(time)s", time=written(instant)) if instant else NOTHING


def day(value: date | datetime | None) -> str:
    """Write a day, or the Beijing day of an instant: 2025-06-15."""
    if value is None:
        return NOTHING
    return (beijing_date(value) if isinstance(value, datetime) else value).isoformat()


def filesize(count: int | None) -> str:
    """Write a number of bytes for people: 640 B, 12 KB, 3.4 MB."""
    if count is None:
        return NOTHING
    if count < KIB:
        return f"{count} B"
    if count < KIB * KIB:
        return f"{count // KIB} KB"
    tenths = count * 10 // (KIB * KIB)
    return f"{tenths // 10}.{tenths % 10} MB"


def code_label(code: object, code_list: str) -> str:
    """Give a code's words in the page's language."""
    return NOTHING if code is None else label(code_list, str(code), language.language())


def clause_name(clause: str) -> str:
    """Name a clause as people quote it: its place in the guidance and its number."""
    if not is_clause(clause):
        return clause
    found = get_clause(clause)
    return f"{found.path}（{found.number}）"


def clause_url(clause: str) -> str | None:
    """Give the place of a clause in the rulebook."""
    if "guidance.rulebook" not in current_app.view_functions or not is_clause(clause):
        return None
    return url_for("guidance.rulebook", _anchor=get_clause(clause).number)


def is_from_here() -> bool:
    """Tell whether the request was sent by one of our own pages."""
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def remaining(ends_at: datetime, now: datetime) -> str:
    """Say how long there is until a deadline, in the two largest units."""
    left = ends_at - now
    if left <= timedelta(0):
        return _("已截止")
    minutes = -(-int(left.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _("剩余 %(days)s 天 %(hours)s 小时", days=days, hours=hours)
    if hours:
        return _("剩余 %(hours)s 小时 %(minutes)s 分钟", hours=hours, minutes=minutes)
    return _("剩余 %(minutes)s 分钟", minutes=minutes)


def server_now() -> datetime:
    """Give the application's present instant."""
    present: datetime = current_app.extensions["panel.settings"].clock()
    return present


@cache
def _fingerprint(path: str, changed_at: int) -> str:
    del changed_at  # part of the key: a file that was changed is read again
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def static_url(app: Flask, name: str) -> str:
    """Give a static file's address with its fingerprint, so that a browser never keeps an old one."""
    path = f"{app.static_folder}/{name}"
    mark = _fingerprint(path, os.stat(path).st_mtime_ns)  # noqa: PTH116  # a Path costs more than the question
    return f"{request.script_root}{app.static_url_path}/{name}?v={mark}"


def here() -> str:
    """Give the address of this page without its host, to come back to."""
    return request.full_path if request.query_string else request.path


def masthead() -> Mapping[str, str]:
    """Give the words of header and footer: the owner, the support, the version."""
    settings = current_app.extensions.get("panel.settings")
    return {
        "system": _("产品质量安全风险专家研判系统"),
        "department": getattr(settings, "department", ""),
        "support": getattr(settings, "support", ""),
        "version": VERSION,
    }


class PanelTemplate(Template):
    """A template whose macros are made once.

    Jinja asks at every import whether the importing page has more globals than the imported file; here
    all have those of the environment, and a form imports some hundred times.
    """

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return self._module or super()._get_default_module(ctx)


def init_templates(app: Flask) -> None:
    """Find our templates before the packages', and give them their filters and functions."""
    packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), PrefixLoader({name: PackageLoader(name) for name in packages})]
    )
    env = app.jinja_env
    env.template_class = PanelTemplate
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        beijing=beijing_time, beijing_full=beijing_full, day=day, filesize=filesize, code_label=code_label
    )
    env.globals.update(
        clause_name=clause_name,
        clause_url=clause_url,
        csrf_token=generate_csrf,
        has_endpoint=app.view_functions.__contains__,
        here=here,
        html_lang=language.html_lang,
        in_force=in_force,
        is_from_here=is_from_here,
        is_large_type=language.is_large_type,
        language=language.language,
        masthead=masthead,
        matter_state=labels.matter_state,
        page_url=paging.page_url,
        panel_state=labels.panel_state,
        panel_tabs=tabs.panel_tabs,
        remaining=remaining,
        role_name=labels.role_name,
        server_now=server_now,
        static_url=partial(static_url, app),
    )
