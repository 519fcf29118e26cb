"""Code lists as the choices of a field."""

from wtforms.fields.choices import SelectChoice

from panel.guidance.code_lists import codes
from panel.web.language import language


def code_choices(list_name: str, *, leave_out: str = "") -> list[SelectChoice]:
    """Give a code list as choices in the page's language, without the code that is left out."""
    return [SelectChoice(code.code, code.label(language())) for code in codes(list_name) if code.code != leave_out]
