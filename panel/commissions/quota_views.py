"""The page on which an official states a commission's quotas and sees at once whether they can be met."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.commissions import queries, service
from panel.commissions.blueprint import bp, not_now, sheet_of
from panel.commissions.facts import Act
from panel.commissions.quota_forms import QuotasForm, quotas_form
from panel.commissions.quota_words import conditions_of
from panel.db import session as reading
from panel.db import transaction
from panel.draw.facts import Outlook, Quotas, quotas_of
from panel.draw.words import METHODS
from panel.kernel.actor import Role
from panel.kernel.clock import beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.row_numbers import row_number


@bp.route("/panels/<int:panel_id>/commission/quotas", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def set_quotas(panel_id: int) -> ResponseReturnValue:
    """State the quotas, or try them without keeping them."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.EDIT, "show_commission"):
        return away
    panel = sheet.panel
    quotas = quotas_of(panel.quotas)
    form = quotas_form(quotas, [panel.main_discipline, *panel.disciplines], panel.version)
    if form.validate_on_submit():
        quotas = form.quotas()
        _refuse_faults(form, panel, quotas)
        if not form.errors and not form.check.data:
            with refused_into(form), transaction() as session:
                version = row_number(form.version.data)
                service.set_quotas(session, panel_id, quotas, version=version, actor=actor(), clock=clock())
            if not form.errors:
                return redirect_to("commissions.set_quotas", panel_id=panel_id, said=_("名额条件已保存"))
    on = beijing_date(clock()())
    shown = quotas_of(panel.quotas) if form.errors else quotas
    outlook = service.try_quotas(reading(), panel, shown, on)
    return render_form(
        "commissions/quotas.html", form, panel=panel, outlook=outlook, draw_method=METHODS[shown.method],
        conditions=conditions_of(shown), general=queries.general_limits(panel, on), is_trial=bool(form.check.data),
        **_order(form, outlook),
    )  # fmt: skip


def _refuse_faults(form: QuotasForm, panel: Any, quotas: Quotas) -> None:
    """Put every fault beside its field; the use case would stop at the first."""
    for fault in queries.list_quota_faults(reading(), panel, quotas, beijing_date(clock()())):
        form.refuse(words_of(RuleViolatedError(fault.code, **fault.facts)), fault.field)


def _order(form: QuotasForm, outlook: Outlook) -> dict[str, Sequence[str]]:
    """Put the regions that have experts, or a condition, before the others."""

    def counts(code: str) -> bool:
        fields = (form[f"regions_{code}_least"], form[f"regions_{code}_most"])
        is_stated = any(field.data is not None or field.errors for field in fields)
        return is_stated or bool(outlook.regions.get(code))

    listed = form.rows["regions"]
    return {
        "near": [code for code in listed if counts(code)],
        "far": [code for code in listed if not counts(code)],
    }
