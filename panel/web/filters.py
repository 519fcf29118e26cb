"""Filters over a list: read from the address, without a token, every part may be left empty."""

from typing import Any

from flask_babel import lazy_gettext as _l

from panel.web.forms import Form
from panel.web.lines import LinesField
from panel.web.widgets import DateField, SelectField, TextField


class FilterForm(Form):
    """A form of the address's query: `MyFilter(request.args)`. Nothing is changed, so there is no token."""

    class Meta(Form.Meta):
        """Leave the token out."""

        csrf = False


EVERYTHING = _l("全部")


class FilterSelect(SelectField):
    """A pull-down that may always be left open, so its label need not say so."""

    marks_optional = False

    def __init__(self, label: Any, *, empty_text: Any = EVERYTHING, **kwargs: Any) -> None:
        """Take the words of the open choice."""
        super().__init__(label, required=False, empty_text=empty_text, **kwargs)


class FilterText(TextField):
    """A line of words to look for."""

    marks_optional = False

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Take it as not required."""
        super().__init__(label, required=False, **kwargs)


class FilterDate(DateField):
    """A day; the caller says what an empty one means."""

    marks_optional = False

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Take it as not required."""
        super().__init__(label, required=False, **kwargs)


class FilterLines(LinesField):
    """A small table typed as text."""

    marks_optional = False

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Take it as not required."""
        super().__init__(label, required=False, **kwargs)
