"""The form of a commission's quotas: a row per discipline and per region, and four further conditions."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.draw.facts import Pair, Quotas, Range
from panel.guidance.code_lists import codes, label
from panel.web.forms import Form
from panel.web.language import language
from panel.web.widgets import HiddenField, IntegerField, LongTextField, SubmitField

MOST_SEATS = 25
LISTS = {"disciplines": "disciplines", "regions": "provinces"}


class QuotasForm(Form):
    """What a panel must look like beyond its size; the rows are added for the request."""

    rows: dict[str, list[str]]
    version = HiddenField()
    employer_max = IntegerField(_l("同一单位至多几人"), required=False, maximum=MOST_SEATS)
    senior_min = IntegerField(
        _l("高级职称至少几人"), hint=_l("正高级和副高级都计入，不分学科"), required=False, maximum=MOST_SEATS
    )
    insider_max = IntegerField(
        _l("系统内专家至多几人"), hint=_l("在质检系统行政机关及其内设、直属单位任职的"), required=False,
        maximum=MOST_SEATS,
    )  # fmt: skip
    apart = LongTextField(
        _l("不得同时入选的专家"),
        hint=_l("一行一对：两个专家编号和理由，用空格分开，例如“ZJ-0001 ZJ-0002 同一课题组”"),
        required=False, max_length=2000, rows=3,
    )  # fmt: skip
    check = SubmitField(_l("只试算，不保存"), style="secondary")
    submit = SubmitField(_l("保存名额条件"))

    def quotas(self) -> Quotas:
        """Give what was entered as the use case takes it; an empty row asks for nothing."""
        return Quotas(
            self._ranges("disciplines"), self._ranges("regions"), self.employer_max.data, self.senior_min.data or 0,
            self.insider_max.data, tuple(_pair(line) for line in _lines(self.apart.data)),
        )  # fmt: skip

    def _ranges(self, kind: str) -> dict[str, Range]:
        found = {}
        for code in self.rows[kind]:
            least, most = self[f"{kind}_{code}_least"].data, self[f"{kind}_{code}_most"].data
            if least or most is not None:
                found[code] = (least or 0, most)
        return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(line: str) -> Pair:
    first, second, reason, *_rest = [*line.split(maxsplit=2), "", ""]
    return Pair(first.upper(), second.upper(), reason)


def quotas_form(quotas: Quotas, disciplines: Sequence[str], version: int) -> QuotasForm:
    """Make the form for the disciplines that a commission admits, filled in with its quotas.

    A discipline that was admitted when its row was written keeps the row, so that the refusal has its place.
    """

    class Rows(QuotasForm):
        """The form with its rows."""

    rows = {
        "disciplines": _with_posted("disciplines", [*disciplines, *quotas.disciplines]),
        "regions": [code.code for code in codes("provinces")],
    }
    for kind, listed in rows.items():
        for code in listed:
            name = label(LISTS[kind], code, language())
            least = IntegerField(_("%(name)s：至少", name=name), required=False, maximum=MOST_SEATS)
            most = IntegerField(_("%(name)s：至多", name=name), required=False, maximum=MOST_SEATS)
            setattr(Rows, f"{kind}_{code}_least", least)
            setattr(Rows, f"{kind}_{code}_most", most)
    form = Rows(data=values_of(quotas) | {"version": str(version)})
    form.rows = rows
    return form


def _with_posted(kind: str, known: Sequence[str]) -> list[str]:
    """Give the known codes once each, and those of the list that came with the request."""
    posted = [code.code for code in codes(LISTS[kind]) if request.form.get(f"{kind}_{code.code}_least")]
    return list(dict.fromkeys([*known, *posted]))


def values_of(quotas: Quotas) -> dict[str, Any]:
    """Give quotas as the form shows them; nothing stands where nothing was asked."""
    ranges = {"disciplines": quotas.disciplines, "regions": quotas.regions}
    shown: dict[str, Any] = {
        "employer_max": quotas.employer_max, "senior_min": quotas.senior_min or None,
        "insider_max": quotas.insider_max,
        "apart": "\n".join(f"{pair.first} {pair.second} {pair.reason}" for pair in quotas.apart),
    }  # fmt: skip
    for kind, bounds in ranges.items():
        for code, (least, most) in bounds.items():
            shown |= {f"{kind}_{code}_least": least or None, f"{kind}_{code}_most": most}
    return shown
