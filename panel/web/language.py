"""The language of a page: Chinese by default, English by a switch that the browser session keeps.

Messages are written in Chinese where they are used; `panel/translations/en/LC_MESSAGES/messages.po`
holds the English ones. The catalogue is read as it stands in the repository, so there is no compiled
file that could be out of date.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, session
from flask_babel import Babel, Domain, get_locale

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


class PanelBabel(Babel):
    """Flask-Babel with our catalogues."""

    domain_instance = RepositoryCatalogues()


def selected_language() -> str:
    """Give the language this browser session chose."""
    chosen = session.get(LANGUAGE_KEY) if has_request_context() else None
    return chosen if chosen in LANGUAGES else DEFAULT


def language() -> str:
    """Give the page's language: `zh` or `en`; Chinese where there is no page."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else DEFAULT


def html_lang() -> str:
    """Give the page's language as HTML names it; Han letters take the shapes used in China."""
    return "zh-CN" if language() == "zh" else "en"


def is_large_type() -> bool:
    """Tell whether this browser session asked for large type (大字版)."""
    return bool(has_request_context() and session.get(LARGE_TYPE_KEY))


def init_language(app: Flask) -> None:
    """Make messages, form errors and numbers follow the page's language."""
    PanelBabel(
        app,
        default_locale=DEFAULT,
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(CATALOGUES),
        locale_selector=selected_language,
    )
