"""What an option of a question is called on a page."""

from collections.abc import Sequence
from typing import Any

from panel.guidance.code_lists import is_code, label
from panel.web.language import language


def option_label(option: dict[str, Any]) -> str:
    """Name an option: the levels in the page's language, a free option as the commission worded it."""
    code, worded = option["code"], str(option["label"])
    return label("ballot_options", code, "en") if language() == "en" and is_code("ballot_options", code) else worded


def chosen_label(options: Sequence[dict[str, Any]], code: str | None) -> str:
    """Name the option of a code, or give an empty text where none was decided."""
    return next((option_label(option) for option in options if option["code"] == code), "")
