"""create_app(): the only module that knows every room."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from panel.accounts.sign_in import init_sign_in
from panel.db.work import EXTENSION, Database, end_reading
from panel.settings import Settings, load_settings
from panel.web.access import check_access, refuse_unmarked_views
from panel.web.errors import init_errors
from panel.web.language import init_language
from panel.web.navigation import init_navigation
from panel.web.row_numbers import init_row_numbers
from panel.web.security import init_security, keep_token, secure
from panel.web.templating import init_templates

ROOT = Path(__file__).resolve().parent.parent
# The rooms from the ground up, in the order of the house; each may have models and views.
ROOMS = (
    "guidance", "audit", "files", "web", "accounts", "notices", "matters", "roster", "institutions", "recusal", "draw",
    "commissions", "voting", "investigations", "conclusions", "archive", "proceedings",
)  # fmt: skip


def shelf(room: str, name: str) -> object | None:
    """Give a room's module of a name, or None when the room has no such shelf."""
    path = f"panel.{room}.{name}"
    return import_module(path) if find_spec(path) else None


def load_models() -> None:
    """Import every room's tables, so that the metadata is complete."""
    for room in ROOMS:
        shelf(room, "models")


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from its settings, or from the environment when none are given.

    The start fails when a view has no access mark.
    """
    settings = settings or load_settings()
    app = open_rooms()
    equip(app, settings)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Werkzeug's documentation has it
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    return app


def equip(app: Flask, settings: Settings) -> None:
    """Give an application its settings, its database and its keys."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)  # files, keys and ballots are for us alone
    app.extensions["panel.settings"] = settings
    app.extensions[EXTENSION] = Database(settings.database_url)
    secure(app, settings)


def open_rooms() -> Flask:
    """Build the application with every room's pages, which need no setting yet."""
    load_models()
    app = Flask("panel", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    init_row_numbers(app)
    init_security(app)
    init_language(app)
    init_templates(app)
    init_navigation(app)
    init_sign_in(app)
    init_errors(app)
    app.before_request(check_access)  # before the token: one from an ended sign-in says "sign in", not "expired"
    CSRFProtect(app)
    app.before_request(keep_token)
    app.teardown_appcontext(end_reading)
    for room in ROOMS:
        if (views := shelf(room, "views")) is not None:
            app.register_blueprint(views.bp)  # type: ignore[attr-defined]  # every views shelf offers bp
    refuse_unmarked_views(app)
    return app
