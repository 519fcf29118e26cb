"""The filter over the rulebook."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from panel.guidance.printing import CHAPTERS, SCOPES
from panel.web.forms import Form
from panel.web.language import language
from panel.web.widgets import SelectChoice, SelectField, TextField


def _choices(names: Mapping[str, tuple[str, str]]) -> list[SelectChoice]:
    place = 1 if language() == "en" else 0
    return [SelectChoice(key, words[place]) for key, words in names.items()]


class FilterSelectField(SelectField):
    """A pull-down of a filter: it may always be left open, so its label need not say so."""

    marks_optional = False


class FilterTextField(TextField):
    """A line of a filter, which may be left empty."""

    marks_optional = False


class RulebookFilterForm(Form):
    """Which clauses to show; every part may be left empty."""

    class Meta(Form.Meta):
        """Take the address's query: nothing is changed, so there is no token."""

        csrf = False

    chapter = FilterSelectField(_l("章"), required=False, empty_text=_l("全部"), choices=lambda: _choices(CHAPTERS))
    scope = FilterSelectField(_l("范围"), required=False, empty_text=_l("全部"), choices=lambda: _choices(SCOPES))
    state = FilterSelectField(
        _l("执行情况"),
        required=False,
        empty_text=_l("全部"),
        choices=[SelectChoice("enforced", _l("已由代码执行")), SelectChoice("open", _l("尚未由代码执行"))],
    )
    words = FilterTextField(_l("编号或关键词"), required=False, width="20")

    def chosen(self) -> dict[str, str]:
        """Give what `panel.guidance.rulebook.select` takes."""
        return {name: getattr(self, name).data or "" for name in ("chapter", "scope", "state", "words")}
