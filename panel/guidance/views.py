"""The rulebook as pages: what must hold and what enforces it, and the numbers of our own."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from panel.guidance import rulebook as book
from panel.guidance.forms import RulebookFilterForm
from panel.guidance.parameters import list_parameters
from panel.guidance.printing import SCOPES
from panel.kernel.clock import beijing_date
from panel.web.access import signed_in
from panel.web.context import clock
from panel.web.paging import paginate

PER_PAGE = 40

bp = Blueprint("guidance", __name__)


@bp.get("/rulebook")
@signed_in
def rulebook() -> ResponseReturnValue:
    """Show every clause with what enforces it and the tests that show it, and the share enforced so far."""
    form = RulebookFilterForm(request.args)
    rows = book.rulebook()
    return render_template(
        "guidance/rulebook.html",
        form=form,
        page=paginate(book.select(rows, **form.chosen()), PER_PAGE),
        centre=book.share(rows, "CENTRE"),
        support=book.share(rows, "SUPPORT"),
        scopes=SCOPES,
    )


@bp.get("/rulebook/parameters")
@signed_in
def list_parameters_in_force() -> ResponseReturnValue:
    """Show the dated numbers in force today, with the plan that set each and the clause it fills in."""
    today = beijing_date(clock()())
    return render_template("guidance/parameters.html", parameters=list_parameters(on=today), today=today)
