"""The fields in which people choose, tick, upload or send."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from panel.web import govuk
from panel.web.fields import PanelField, TextField, Validator, Words
from panel.web.row_numbers import LARGEST


class Choosing(PanelField):
    """What fields with choices share; choices are `SelectChoice(value, label, render_kw={"hint": …})`."""

    missing_words: Words = _l("请选择“%(label)s”")

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        choices: Any = (),
        style: str = "",
        empty_text: Words = None,
        **kwargs: Any,
    ) -> None:
        """Take the choices, or a callable that gives them, and how they look.

        `style`: `tiles` (bordered, full width), `score` (a row of numbers), `inline`, `small`.
        """
        super().__init__(label, validators, choices=choices, **kwargs)
        self.style = style
        self._empty_text = empty_text

    @property
    def empty_text(self) -> str:
        """Give the words of a list's first, empty line."""
        return str(self._empty_text or _("请选择"))

    def read(self, texts: list[str]) -> None:
        """Read the chosen value; an empty one is no choice."""
        self.data = self._coerced(texts[:1])[0] if texts and texts[0] else None

    def _coerced(self, texts: Iterable[str]) -> list[Any]:
        try:
            values = [self.coerce(text) for text in texts]
        except (ValueError, TypeError) as error:
            raise ValueError(self._not_offered()) from error
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            raise ValueError(self._not_offered())
        return values

    def _not_offered(self) -> str:
        return _("“%(label)s”中没有这个选项，请重新选择", label=self.bare_label)

    def chosen(self) -> list[Any]:
        """Give what was chosen as a list."""
        return [] if self.data is None else [self.data]

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # the base class gives it
        """Refuse a value that the page did not offer, or offered greyed out."""
        if self.process_errors:
            return
        offered = [choice for choice in self.iter_choices() if not (choice.render_kw or {}).get("disabled")]
        values = [self.coerce(choice.value) for choice in offered]
        if any(value not in values for value in self.chosen()):
            raise StopValidation(self._not_offered())


class SelectField(Choosing, wtforms.SelectField):
    """One of a long list, as a pull-down."""

    widget = govuk.SelectWidget()


class ChoiceField(Choosing, wtforms.RadioField):
    """One of a few, as radios in a fieldset; nothing is chosen beforehand unless `default` says so."""

    widget = govuk.GroupWidget("radios")


class MultiChoiceField(Choosing, wtforms.SelectMultipleField):
    """Any number of a few, as checkboxes in a fieldset; its value is a list."""

    widget = govuk.GroupWidget("checkboxes")
    missing_words: Words = _l("请至少选择一项“%(label)s”")

    def read(self, texts: list[str]) -> None:
        """Read the chosen values, each once."""
        self.data = self._coerced(dict.fromkeys(text for text in texts if text))

    def chosen(self) -> list[Any]:
        """Give what was chosen."""
        return list(self.data)

    def process_data(self, value: Iterable[Any] | None) -> None:
        """Take stored values; nothing stored is an empty list."""
        self.data = [self.coerce(one) for one in value or ()]


class BooleanField(PanelField, wtforms.BooleanField):
    """A statement with one checkbox; required means that it must be ticked."""

    widget = govuk.BooleanWidget()
    missing_words: Words = _l("请确认：%(label)s")
    marks_optional = False

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        legend: Words = "",
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        """Take the statement and, if it needs one, the legend over it."""
        super().__init__(label, validators, required=required, **kwargs)
        self.legend = legend

    def is_given(self) -> bool:
        """Tell whether the box is ticked."""
        return bool(self.data)

    def read(self, texts: list[str]) -> None:
        """Read the box."""
        self.data = bool(texts) and texts[0] not in self.false_values


class FileField(PanelField):
    """An upload; its value is a `FileStorage`, a list of them with `multiple`, or None."""

    widget = govuk.FileWidget()
    is_upload = True
    missing_words: Words = _l("请选择“%(label)s”的文件")

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        suffixes: Sequence[str] = (),
        multiple: bool = False,
        **kwargs: Any,
    ) -> None:
        """Take the suffixes offered, such as `(".pdf", ".docx")`; what is in a file is checked when it is stored."""
        super().__init__(label, validators, **kwargs)
        self.suffixes = tuple(suffix.lower() for suffix in suffixes)
        self.multiple = multiple

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the uploads that carry a name and refuse other suffixes than those offered."""
        found = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
        self.raw_data = []
        self.data = found if self.multiple else next(iter(found), None)
        for one in found:
            if self.suffixes and PurePath(one.filename or "").suffix.lower() not in self.suffixes:
                raise ValueError(_("文件“%(name)s”须为 %(kinds)s", name=one.filename, kinds=" ".join(self.suffixes)))

    def process_data(self, value: object) -> None:  # noqa: ARG002  # the base class gives it
        """Take nothing: a file is never filled in beforehand."""
        self.data = None


class HiddenField(TextField):
    """A value the page carries along, unseen; a long one is cut off by an error, not by a failure."""

    def __init__(self, label: Words = "", validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Take it as not required unless told."""
        kwargs.setdefault("required", False)
        super().__init__(label, validators, widget=HiddenInput(), **kwargs)


class SubmitField(wtforms.SubmitField):
    """A button that sends the form; `style`: nothing, `secondary` or `warning`."""

    widget = govuk.SubmitWidget()
    hint = ""

    def __init__(self, label: Words = "", validators: Any = None, *, style: str = "", **kwargs: Any) -> None:
        """Take the button's words and colour."""
        super().__init__(label, validators, **kwargs)
        self.style = style

    @property
    def caption(self) -> str:
        """Give the button's words."""
        return str(self.label.text)
