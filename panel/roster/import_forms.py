"""Forms of the roster's workbooks: the upload, and the choices for rows whose person is on the roster."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from panel.roster.import_facts import Choice, Verdict
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import FileField, SubmitField

FIELD = re.compile(r"row-(\d{1,7})")


class UploadForm(KeyedForm):
    """A workbook to read; what kind of file it is, its content says."""

    file = FileField(_l("填好的表格（.xlsx）"), hint=_l("先读取、核对并显示预览，确认之前名册不会改变"))
    submit = SubmitField(_l("上传并预览"))


class ActForm(Form):
    """A button: an act that needs nothing but the press."""


def choices_in(data: Mapping[str, str]) -> dict[Choice, list[int]]:
    """Read the rows chosen on a page, by choice; anything that is none of ours is passed over."""
    found: dict[Choice, list[int]] = {choice: [] for choice in Choice}
    for name, value in data.items():
        match = FIELD.fullmatch(name)
        if match and value in {choice.value for choice in Choice}:
            found[Choice(value)].append(int(match[1]))
    return found


def choice_for_all(data: Mapping[str, str]) -> Choice | None:
    """Read the button that chooses for every row of the verdict shown, or None when it was another one."""
    word = data.get("for_all", "")
    return Choice(word) if word in {choice.value for choice in Choice} else None


def verdict_in(word: str | None) -> Verdict | None:
    """Read the verdict whose rows are wanted, or None."""
    return Verdict(word) if word in {verdict.value for verdict in Verdict} else None
