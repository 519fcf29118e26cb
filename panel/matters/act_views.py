"""Pages of screening, grading, early measures, and the opening of adjudications."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts.facts import OrgKind
from panel.accounts.queries import get_organisation
from panel.db import session as reading
from panel.db import transaction
from panel.guidance.code_lists import codes
from panel.kernel.actor import Role
from panel.kernel.errors import RuleViolatedError
from panel.matters import rules, service
from panel.matters.blueprint import bp, matter_of, not_now
from panel.matters.facts import Closure, Mode
from panel.matters.forms import (
    ComplexityForm,
    GradeForm,
    MergeForm,
    OpenAdjudicationForm,
    PreDispositionForm,
    ReasonForm,
    RegradeForm,
    ScreenForm,
    ScreenOutForm,
    VersionedForm,
    as_choice,
    code_choices,
)
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.language import language


@bp.route("/matters/<int:matter_id>/screen", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def screen_matter(matter_id: int) -> ResponseReturnValue:
    """Screen an item by the criteria of the definition."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M01-S")):
        return away
    form = ScreenForm(data=_screened(matter) | {"version": str(matter.version)})
    if form.is_submitted() and _is_screened(form):
        with refused_into(form), transaction() as session:
            service.screen_matter(
                session, matter_id, form.screening(), version=form.shown_version(), actor=actor(), clock=clock()
            )
        if not form.errors:
            return _after_screening(matter_id, form)
    return render_form("matters/screen_matter.html", form, matter=matter, is_stale=_renewed(form, matter))


def _renewed(form: VersionedForm, matter: Any) -> bool:
    """Tell whether the matter changed since the page was opened; sent once more, the form overrides knowingly."""
    is_stale = form.is_submitted() and form.shown_version() not in {None, matter.version}
    form.version.data = str(matter.version)
    return is_stale


def _is_screened(form: ScreenForm) -> bool:
    """Tell whether a screening may be saved; all that is missing stands on its fields at once."""
    form.validate()
    for code, field in rules.reasons_against_screening(form.screening()):
        if field not in form.errors:
            form.refuse(words_of(RuleViolatedError(code)), field)
    return not form.errors


def _screened(matter: Any) -> dict[str, Any]:
    if matter.screened_at is None:
        return {}
    answers = {True: "yes", False: "no"}
    return {
        "criteria": matter.criteria, "reason": matter.screen_reason, "handling_opinion": matter.handling_opinion,
        "is_competent": answers[matter.is_competent],
        "needs_pre_disposition": answers[matter.needs_pre_disposition],
    }  # fmt: skip


def _after_screening(matter_id: int, form: ScreenForm) -> ResponseReturnValue:
    """Go where the screening leads: to early measures, to grading, or to closing."""
    if form.is_competent.data == "no":
        return redirect_to("matters.screen_out", matter_id=matter_id, said=_("筛查已保存；请填写移送部门后办结"))
    if form.needs_pre_disposition.data == "yes":
        return redirect_to("matters.record_pre_disposition", matter_id=matter_id, said=_("筛查已保存；请记录先行处置"))
    return redirect_to("matters.confirm_matter", matter_id=matter_id, said=_("筛查已保存；请定级"))


@bp.route("/matters/<int:matter_id>/screen-out", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def screen_out(matter_id: int) -> ResponseReturnValue:
    """Close an item that is not risk information."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M03")):
        return away
    form = ScreenOutForm(data={"closure": "not_competent" if matter.is_competent is False else None})
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.screen_out(
                session, matter_id, closure=Closure(form.closure.data), reason=form.reason.data,
                transferred_to=form.transferred_to.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已办结"))
    return render_form("matters/act.html", form, matter=matter, heading=_("按一般信息办结"))


@bp.route("/matters/<int:matter_id>/reopen", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def reopen_matter(matter_id: int) -> ResponseReturnValue:
    """Take up an item again that was closed at screening."""
    matter, form = matter_of(matter_id), ReasonForm()
    if request.method == "GET" and (away := not_now(matter, "M03-R")):
        return away
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.reopen_matter(session, matter_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已重新办理"))
    return render_form("matters/act.html", form, matter=matter, heading=_("重新办理"))


@bp.route("/matters/<int:matter_id>/merge", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def merge_matter(matter_id: int) -> ResponseReturnValue:
    """Merge an item into a matter that is on record already."""
    matter, form = matter_of(matter_id), MergeForm()
    if request.method == "GET" and (away := not_now(matter, "M04")):
        return away
    if form.validate_on_submit():
        target = 0
        with refused_into(form), transaction() as session:
            target = service.merge_matter(
                session, matter_id, target_notice_no=form.target_notice_no.data, reason=form.reason.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=target, said=_("已并入本事项"))
    return render_form("matters/act.html", form, matter=matter, heading=_("并入其他事项"))


@bp.route("/matters/<int:matter_id>/grade", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def confirm_matter(matter_id: int) -> ResponseReturnValue:
    """Grade a screened item and confirm it as risk information."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M05")):
        return away
    form = GradeForm(data={"level": matter.proposed_level, "version": str(matter.version)})
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            grading = form.grading(form.override_reason.data)
            service.confirm_matter(
                session, matter_id, grading, version=form.shown_version(), actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("已确认为风险信息"))
    return render_form("matters/confirm_matter.html", form, matter=matter, is_stale=_renewed(form, matter))


@bp.route("/matters/<int:matter_id>/regrade", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.APPROVER)
def regrade_matter(matter_id: int) -> ResponseReturnValue:
    """Change a matter's level."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M24")):
        return away
    standing = {"level": matter.level, "grounds": matter.level_grounds, "due_at": matter.level2_due_at}
    form = RegradeForm(data=standing | {"version": str(matter.version)})
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.regrade_matter(
                session, matter_id, form.grading(), reason=form.reason.data, version=form.shown_version(),
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("级别已调整"))
    return render_form("matters/confirm_matter.html", form, matter=matter, is_stale=_renewed(form, matter))


@bp.route("/matters/<int:matter_id>/complexity", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.APPROVER)
def raise_complexity(matter_id: int) -> ResponseReturnValue:
    """Add ticks to the complexity checklist."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "A12")):
        return away
    form = ComplexityForm()
    form.grounds.choices = [one for one in code_choices("complexity_criteria") if _may_tick(one.value, matter)]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.raise_complexity(
                session, matter_id, grounds=form.grounds.data, reason=form.reason.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("复杂事项清单已更新"))
    ticked = [code.label(language()) for code in codes("complexity_criteria") if code.code in matter.complexity_grounds]
    return render_form("matters/raise_complexity.html", form, matter=matter, ticked=ticked)


def _may_tick(code: str, matter: Any) -> bool:
    """Offer what is not ticked yet; the level is ticked by itself."""
    return code not in matter.complexity_grounds and code != "level"


@bp.route("/matters/<int:matter_id>/pre-dispositions", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def record_pre_disposition(matter_id: int) -> ResponseReturnValue:
    """Record a measure that was taken early."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M06")):
        return away
    form = PreDispositionForm(data={"taken_at": clock()()})
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.record_pre_disposition(
                session, matter_id, form_key=form.form_key.data, measures=form.measures.data,
                details=form.details.data, executor=form.executor.data, taken_at=form.taken_at.data,
                is_emergency=form.is_emergency.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("matters.show_trail", matter_id=matter_id, said=_("先行处置已记录"))
    return render_form("matters/act.html", form, matter=matter, heading=_("记录先行处置"))


@bp.route("/matters/<int:matter_id>/adjudications", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def open_adjudication(matter_id: int) -> ResponseReturnValue:
    """Open an adjudication of a level and a mode."""
    matter = matter_of(matter_id)
    if request.method == "GET" and (away := not_now(matter, "M08")):
        return away
    kind = OrgKind(get_organisation(reading(), actor().org_id or 0).kind)
    form = OpenAdjudicationForm(data={"level": 2 if kind is OrgKind.HQ_DEPT else 3, "mode": Mode.EXPERT.value})
    form.level.choices = [
        as_choice(code.code, code.label(language()), str(code.extra[f"organiser_{language()}"]))
        for code in codes("adjudication_levels")
    ]
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.open_adjudication(
                session, matter_id, level=form.level.data, mode=form.mode.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("matters.show_matter", matter_id=matter_id, said=_("研判已开始"))
    return render_form("matters/act.html", form, matter=matter, heading=_("组织研判"))
