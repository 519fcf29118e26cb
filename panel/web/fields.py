"""The base of all fields, and the fields that people type into.

Every field takes a label and, as keywords, `hint` (a line under the label), `required` (default
yes; a field that may be left empty says so in its label) and `missing` (the words when it was left
empty). A part that is missing, doubled or of the wrong kind is an error message, never a failure.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from panel.kernel.clock import beijing
from panel.web import govuk
from panel.web.reading import clean, has_forbidden, plain, read_date, read_instant, without_forbidden
from panel.web.row_numbers import LARGEST

Words = Any  # a string, or a lazy one that takes the page's language when it is shown
Validator = Callable[..., object]

LONGEST_LINE = 200
MOST_DIGITS = 12


class PanelField(Field):
    """What all fields share: `hint`, `required`, `missing`, and reading only parts of the right kind."""

    data: Any
    missing_words: Words = _l("请填写“%(label)s”")
    marks_optional = True

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        hint: Words = "",
        required: bool = True,
        missing: Words = None,
        **kwargs: Any,
    ) -> None:
        """Take the words and whether the field may be left empty."""
        kwargs["description"] = kwargs.get("description") or hint
        super().__init__(label, [self.check_given, *map(self.unless_empty, validators or ())], **kwargs)
        self.required = required
        self.missing = missing

    @property
    def caption(self) -> str:
        """Give the label, with a mark when the field may be left empty."""
        words = str(self.label.text)
        return words if self.required or not self.marks_optional else _("%(label)s（选填）", label=words)

    @property
    def hint(self) -> str:
        """Give the line under the label."""
        return str(self.description)

    def is_given(self) -> bool:
        """Tell whether there is a value to validate."""
        return self.data not in (None, "", [])

    def check_given(self, _form: BaseForm, _field: Field) -> None:
        """Stop at a field that could not be read, or that is empty and required."""
        if self.process_errors:
            raise StopValidation
        if self.required and not self.is_given():
            raise StopValidation(str(self.missing or str(self.missing_words) % {"label": self.bare_label}))

    def unless_empty(self, validator: Validator) -> Validator:
        """Ask a validator only about a value that is there; a form's own `validate_x` is always asked."""

        def check(form: BaseForm, field: Field) -> None:
            if self.is_given():
                validator(form, field)

        return check

    @property
    def bare_label(self) -> str:
        """Give the label without the punctuation that would not fit inside a sentence."""
        return str(self.label.text).rstrip("？?：: ")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first part that is text; an upload under a text field's name counts as nothing."""
        texts = [value for value in valuelist if isinstance(value, str)]
        self.raw_data = texts
        self.read(texts)

    def read(self, texts: list[str]) -> None:
        """Turn the parts into the value; ValueError says why that cannot be."""
        self.data = texts[0] if texts else None


class TextField(PanelField, wtforms.StringField):
    """One line of text; its value is a string, empty when nothing was typed."""

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        max_length: int = LONGEST_LINE,
        width: str = "",
        autocomplete: str = "",
        inputmode: str = "",
        **kwargs: Any,
    ) -> None:
        """Take the longest length and, as `width`, one of `2 3 4 5 10 20 30` characters or nothing."""
        kwargs.setdefault("widget", govuk.TextWidget(classes=f"govuk-input--width-{width}" if width else ""))
        super().__init__(label, validators, **kwargs)
        self.max_length = max_length
        self.autocomplete = autocomplete
        self.inputmode = inputmode

    def input_params(self) -> dict[str, str]:
        """Give what helps the browser to fill the field in."""
        return {"autocomplete": self.autocomplete, "inputmode": self.inputmode}

    def read(self, texts: list[str]) -> None:
        """Read the line: NFC, trimmed, line breaks and tabs become blanks."""
        self.data = without_forbidden(re.sub(r"[\n\t]+", " ", clean(texts[0]))) if texts else ""
        self.process_errors.extend(self.complaints(texts[0] if texts else ""))

    def complaints(self, typed: str) -> list[str]:
        """Say what is wrong with the text as typed."""
        if has_forbidden(clean(typed)):
            return [_("“%(label)s”中有不可见的控制字符，已去除，请核对", label=self.bare_label)]
        if self.max_length and len(self.data) > self.max_length:
            return [_("“%(label)s”不能超过 %(count)s 字", label=self.bare_label, count=self.max_length)]
        return []

    def process_data(self, value: str | None) -> None:
        """Take a stored value; nothing stored is an empty text."""
        self.data = value or ""


class LongTextField(TextField):
    """Several lines of text with a count of the characters left; `max_length=0` counts nothing."""

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        max_length: int = 2000,
        rows: int = 5,
        **kwargs: Any,
    ) -> None:
        """Take the longest length and the number of rows shown."""
        super().__init__(label, validators, max_length=max_length, widget=govuk.LongTextWidget(), **kwargs)
        self.rows = rows

    def read(self, texts: list[str]) -> None:
        """Read the text: NFC, trimmed, line breaks kept as one sign."""
        self.data = without_forbidden(clean(texts[0])) if texts else ""
        self.process_errors.extend(self.complaints(texts[0] if texts else ""))


class PasswordField(TextField):
    """A password: taken as it was typed, never trimmed and never sent back."""

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        autocomplete: str = "current-password",
        **kwargs: Any,
    ) -> None:
        """Take `current-password`, or `new-password` where one is chosen."""
        super().__init__(label, validators, widget=govuk.PasswordWidget(), autocomplete=autocomplete, **kwargs)

    def read(self, texts: list[str]) -> None:
        """Read the password as typed, up to a length that bounds the work of hashing."""
        self.data = texts[0] if texts else ""
        if len(self.data) > self.max_length:
            raise ValueError(_("“%(label)s”不能超过 %(count)s 字", label=self.bare_label, count=self.max_length))


class IntegerField(PanelField):
    """A whole number between `minimum` and `maximum`; full-width digits are read too."""

    widget = govuk.TextWidget(classes="govuk-input--width-5")

    def __init__(
        self,
        label: Words = "",
        validators: Sequence[Validator] = (),
        *,
        minimum: int | None = 0,
        maximum: int = LARGEST,
        **kwargs: Any,
    ) -> None:
        """Take the bounds, both included; None is no lower bound, and no number outgrows its column."""
        super().__init__(label, validators, **kwargs)
        self.minimum = minimum
        self.maximum = maximum

    def input_params(self) -> dict[str, str]:
        """Ask a phone for its number keys; a spinner would change the number by scrolling."""
        return {"inputmode": "numeric"}

    def read(self, texts: list[str]) -> None:
        """Read the number, and refuse one outside the bounds."""
        self.data = None
        typed = plain(texts[0]).replace(",", "") if texts else ""
        if not typed:
            return
        if not re.fullmatch(rf"[+-]?[0-9]{{1,{MOST_DIGITS}}}", typed):
            raise ValueError(_("“%(label)s”须为整数", label=self.bare_label))
        number = int(typed)
        if self.minimum is not None and number < self.minimum:
            raise ValueError(_("“%(label)s”不能小于 %(bound)s", label=self.bare_label, bound=self.minimum))
        if abs(number) > LARGEST or number > self.maximum:
            raise ValueError(_("“%(label)s”不能大于 %(bound)s", label=self.bare_label, bound=self.maximum))
        self.data = number

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class DateField(PanelField):
    """A calendar day; its value is a date or None."""

    widget = govuk.TextWidget("date", "panel-input-date")

    def input_params(self) -> dict[str, str]:
        """Give nothing more: the browser brings its calendar."""
        return {}

    def read(self, texts: list[str]) -> None:
        """Read 2025-06-15, 2025/6/15 or 2025年6月15日."""
        typed = plain(texts[0]) if texts else ""
        self.data = read_date(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(_("“%(label)s”须为有效日期，例如 2025-06-15", label=self.bare_label))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""


class DateTimeField(PanelField):
    """A day and time typed as Beijing time; its value is an aware instant in UTC, or None."""

    widget = govuk.TextWidget("datetime-local", "panel-input-datetime")

    @property
    def hint(self) -> str:
        """Name the time zone in every hint: a deadline read in another one is a deadline missed."""
        zone = _("北京时间")
        return f"{self.description}（{zone}）" if self.description else zone

    def input_params(self) -> dict[str, str]:
        """Give nothing more: the browser brings its calendar."""
        return {}

    def read(self, texts: list[str]) -> None:
        """Read 2025-06-15T09:30 and the ways people write it."""
        typed = plain(texts[0]) if texts else ""
        self.data = read_instant(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(_("“%(label)s”须为有效的日期和时间，例如 2025-06-15 09:30", label=self.bare_label))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return beijing(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""
