"""The fields a form is made of, under one name; see `fields` and `choices` for each of them."""

from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from panel.web.choices import (
    BooleanField,
    ChoiceField,
    FileField,
    HiddenField,
    MultiChoiceField,
    SelectField,
    SubmitField,
)
from panel.web.fields import DateField, DateTimeField, IntegerField, LongTextField, PasswordField, TextField

__all__ = [
    "BooleanField",
    "ChoiceField",
    "DateField",
    "DateTimeField",
    "FileField",
    "HiddenField",
    "IntegerField",
    "LongTextField",
    "MultiChoiceField",
    "PasswordField",
    "SelectChoice",
    "SelectField",
    "SubmitField",
    "TextField",
    "ValidationError",
]
