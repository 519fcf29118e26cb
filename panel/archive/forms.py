"""Forms of filing and checking a volume."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from panel.archive.facts import NEVER_EXCUSED, ItemKind
from panel.archive.words import KINDS
from panel.web.forms import Form, KeyedForm
from panel.web.widgets import ChoiceField, FileField, LongTextField, SelectChoice, SubmitField, TextField


class AttachForm(KeyedForm):
    """A paper made outside the system."""

    kind = ChoiceField(
        _l("种类"),
        choices=[SelectChoice(kind.value, KINDS[kind]) for kind in (ItemKind.MINUTES, ItemKind.OTHER)],
    )
    title = TextField(_l("题名"), max_length=200)
    file = FileField(_l("文件"))
    submit = SubmitField(_l("补充材料"))


class VolumeForm(Form):
    """What the secretary says of the volume; `reasons_field` makes the form for what is missing."""

    note = LongTextField(
        _l("备考说明"), hint=_l("缺损、修改、补充、移出等情况；没有可不填"), max_length=1000, rows=3, required=False
    )

    def reasons(self) -> Mapping[ItemKind, str]:
        """Give the reasons why kinds do not apply."""
        found: dict[ItemKind, str] = {}
        for kind in ItemKind:
            field: Any = self._fields.get(f"reason_{kind.value}")
            if field is not None and field.data:
                found[kind] = field.data
        return found


def volume_form(missing: Sequence[ItemKind]) -> VolumeForm:
    """Make the form with a field for each kind that is missing."""
    fields: dict[str, Any] = {
        f"reason_{kind.value}": TextField(
            _l("“%(kind)s”不适用的理由", kind=KINDS[kind]), max_length=300, required=False
        )
        for kind in missing
        if kind not in NEVER_EXCUSED
    }
    fields["submit"] = SubmitField(_l("立卷并送检查"))
    made: VolumeForm = type("VolumeFormOfPanel", (VolumeForm,), fields)()
    return made


class ReturnVolumeForm(Form):
    """Why the volume is sent back."""

    reason = LongTextField(_l("退回的理由"), max_length=1000, rows=3)
    submit = SubmitField(_l("退回"))
