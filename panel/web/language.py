"""The language of a page: Chinese by default, English by a switch that the browser session keeps.

Messages are written in Chinese where they are used; `panel/translations/en/LC_MESSAGES/messages.po`
holds the English ones. The catalogue is read as it stands in the repository, so there is no compiled
file that could be out of date.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, session
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup, escape

LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT = "zh"
LANGUAGE_KEY = "language"
LARGE_TYPE_KEY = "large_type"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Give the messages of a language; Chinese is the language they are written in."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        messages = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


class RepositoryCatalogues(Domain):
    """Messages from the catalogues of the repository."""

    def get_translations(self) -> NullTranslations:
        """Give the messages of the page's language."""
        return catalogue(language())


WORDS = RepositoryCatalogues()
lazy_words = WORDS.lazy_gettext
"""What `flask_babel.lazy_gettext` does, without looking for the catalogues each time; for words of every page."""


class PanelBabel(Babel):
    """Flask-Babel with our catalogues."""

    domain_instance = WORDS


def selected_language() -> str:
    """Give the language this browser session chose."""
    chosen = session.get(LANGUAGE_KEY) if has_request_context() else None
    return chosen if chosen in LANGUAGES else DEFAULT


def language() -> str:
    """Give the page's language: `zh` or `en`; Chinese where there is no page.

    A page asks hundreds of times, so what Flask-Babel found out is looked up past the proxies first.
    """
    try:
        bag = g._get_current_object()
    except RuntimeError:  # outside of an application there is no page
        return DEFAULT
    locale = getattr(getattr(bag, "_flask_babel", None), "babel_locale", None) or get_locale()
    return locale.language if locale and locale.language in LANGUAGES else DEFAULT


def html_lang() -> str:
    """Give the page's language as HTML names it; Han letters take the shapes used in China."""
    return "zh-CN" if language() == "zh" else "en"


def is_large_type() -> bool:
    """Tell whether this browser session asked for large type (大字版)."""
    return bool(has_request_context() and session.get(LARGE_TYPE_KEY))


def page_words(message: str, /, **facts: Any) -> str:
    """Give a template's message in the page's language, the facts in it escaped; Jinja's `_`.

    What Jinja brings for this asks Flask-Babel a dozen questions for each of a page's hundred messages.
    """
    if not facts:
        return _said(language(), message)
    words = catalogue(language()).gettext(message)
    return Markup(words % {name: escape(value) for name, value in facts.items()})  # noqa: S704  # our own words


@cache
def _said(language: str, message: str) -> str:
    """Give a message without facts; one that needs no escaping is left a plain text, which is drawn faster."""
    words = catalogue(language).gettext(message) % {}
    return words if escape(words) == words else Markup(words)  # noqa: S704  # our own words


def init_language(app: Flask) -> None:
    """Make messages, form errors and numbers follow the page's language."""
    PanelBabel(
        app,
        default_locale=DEFAULT,
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(CATALOGUES),
        locale_selector=selected_language,
    )
    app.jinja_env.globals.update(_=page_words, gettext=page_words)
