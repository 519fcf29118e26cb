"""The base of all forms, and what a view does with one: catch a refusal, show the page, go on.

A refusal is shown with its clause beside the field it concerns and in the summary at the top, and
nothing typed is lost.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms.widgets import HiddenInput

from panel.guidance.refusals import Refusal, sentence
from panel.kernel.errors import BadInputError, PanelError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.web.language import language
from panel.web.widgets import HiddenField

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A line of the error summary: its words and, if it concerns a field, the field's id."""

    text: str
    anchor: str | None = None


class Form(FlaskForm):
    """A form with the page's token; `hint` is a paragraph shown above its fields."""

    hint: Any = ""
    form_errors: list[str]

    class Meta(FlaskForm.Meta):
        """Read form parts only, and let the token live as long as the sign-in."""

        csrf_time_limit = None

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Give the posted parts, also when there are none; a JSON body is no form."""
            del form
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if not request or request.method not in WRITING:
                return None
            return CombinedMultiDict((request.files, request.form)) if request.files else request.form

    @property
    def visible_fields(self) -> list[Any]:
        """Give the fields that a person sees, in their order."""
        return [field for field in self if not isinstance(field.widget, HiddenInput)]

    @property
    def has_upload(self) -> bool:
        """Tell whether the form sends files."""
        return any(getattr(field, "is_upload", False) for field in self)

    @property
    def complaints(self) -> list[Complaint]:
        """Give the error summary: the form's own errors first, then each field's first."""
        own = [Complaint(str(text)) for text in self.form_errors]
        return own + [_complaint(field) for field in self if field.errors]

    def refuse(self, words: str, field: str | None = None) -> None:
        """Put an error on a field, or on the form when it has no such field."""
        found = self._fields.get(field) if field else None
        if found is None:
            self.form_errors = [*self.form_errors, words]
        else:
            found.errors = [*found.errors, words]


class KeyedForm(Form):
    """A form that creates something: the hidden key makes a second press of the button the same act."""

    form_key = HiddenField(default=new_key)

    def validate(self, extra_validators: Any = None) -> bool:
        """Replace a key that is not ours: it protects against a double click only."""
        if not KEY.fullmatch(self.form_key.data or ""):
            self.form_key.data = new_key()
        return bool(super().validate(extra_validators))


def _complaint(field: Any) -> Complaint:
    if isinstance(field.widget, HiddenInput):
        return Complaint(str(field.errors[0]))
    return Complaint(str(field.errors[0]), field.id)


def refusal_words(refusal: Refusal) -> str:
    """Write a refusal as one paragraph: what is refused, the clause, what to do instead."""
    parts = [refusal.text.rstrip()]
    if refusal.citation:
        parts.append(_("依据：%(clause)s。", clause=refusal.citation))
    if refusal.todo:
        parts.append(refusal.todo)
    return (" " if language() == "en" else "").join(parts)


@contextmanager
def refused_into(form: Form) -> Iterator[None]:
    """Turn a refusal of the use case into an error of the form; the transaction inside is rolled back."""
    try:
        yield
    except (RuleViolatedError, BadInputError, StaleError) as error:
        form.refuse(words_of(error), error.field)


def words_of(error: PanelError) -> str:
    """Write an error in the page's language."""
    return refusal_words(sentence(error.code, language(), **error.facts))


def render_form(template: str, form: Form, **context: Any) -> ResponseReturnValue:
    """Show a form's page: 200 the first time, 422 with the error summary when something is refused."""
    page = render_template(template, form=form, complaints=form.complaints, **context)
    return page, 422 if form.errors else 200


def redirect_to(endpoint: str, said: Any = None, **values: Any) -> ResponseReturnValue:
    """Go on to another page (303), which shows `said` as done."""
    if said is not None:
        flash(str(said), "success")
    return redirect(url_for(endpoint, **values), 303)
