"""Pages of the roster's workbooks: template, export, upload, preview with its choices, progress, confirmation."""

import io
from collections import Counter
from typing import Any

from flask import jsonify, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.db import transaction
from panel.guidance.refusals import sentence
from panel.kernel.actor import Role
from panel.kernel.clock import beijing
from panel.roster import import_jobs, import_queries, import_rules, import_service, queries, register_queries, rules
from panel.roster.cell_rules import kept_text
from panel.roster.expert_views import bp, today
from panel.roster.import_facts import (
    AT_WORK,
    BY_KEY,
    CHOICE_LABELS,
    STATE_LABELS,
    TO_CHOOSE,
    VERDICT_LABELS,
    Choice,
    Fault,
    ImportState,
    Verdict,
)
from panel.roster.import_forms import ActForm, UploadForm, choice_for_all, choices_in, verdict_in
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refusal_words, refused_into, render_form
from panel.web.language import language
from panel.web.paging import offset_and_limit, page_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEP_WORDS = {
    "wait": _l("正在排队"),
    "read": _l("正在读取文件"),
    "judge": _l("正在与名册核对"),
    "write": _l("正在写入名册"),
}
STATE_COLOURS = {
    ImportState.READING: "blue",
    ImportState.READY: "yellow",
    ImportState.WRITING: "blue",
    ImportState.DONE: "green",
    ImportState.REFUSED: "red",
    ImportState.DISCARDED: "grey",
}
# The verdicts in the order of their urgency: what stops the import comes first.
ORDER = (Verdict.ERROR, Verdict.POSSIBLE, Verdict.CHANGED, Verdict.NEW, Verdict.SAME, Verdict.EXAMPLE)


def import_state(state: str) -> tuple[str, str]:
    """Give the words and colour of an import's state."""
    return str(STATE_LABELS[ImportState(state)]), STATE_COLOURS[ImportState(state)]


def words_of(code: str, facts: Any) -> str:
    """Say a stored refusal in the page's language."""
    return refusal_words(sentence(code, language(), **facts))


def fault_words(fault: Fault) -> str:
    """Say what is wrong in a cell."""
    return words_of(fault.code, fault.facts)


# Out


@bp.get("/experts/import/template")
@allow(Role.OFFICIAL)
def give_template() -> ResponseReturnValue:
    """Give the empty workbook with the lists this person may choose from."""
    from panel.roster import workbook_documents  # noqa: PLC0415  # the library is slow to load

    committees, bodies = register_queries.words_to_choose(reading(), actor(), today())
    return _workbook(workbook_documents.template(committees, bodies), _("专家名册导入模板"))


@bp.post("/experts/export")
@allow(Role.OFFICIAL)
def export_experts() -> ResponseReturnValue:
    """Give the roster as a workbook in the columns of the template; who took it is recorded."""
    with transaction() as work:
        content = import_service.export_roster(work, actor=actor(), clock=clock())
    return _workbook(content, _("专家名册") + beijing(clock()()).strftime("%Y%m%d-%H%M"))


def _workbook(content: bytes, name: str) -> ResponseReturnValue:
    return send_file(io.BytesIO(content), mimetype=MEDIA_TYPE, as_attachment=True, download_name=f"{name}.xlsx")


# In


@bp.route("/experts/import", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def upload_import() -> ResponseReturnValue:
    """Take a workbook and begin to read it; list the person's imports."""
    form = UploadForm()
    if form.validate_on_submit():
        import_id = 0
        with refused_into(form), transaction() as work:
            file = form.file.data
            import_id = import_service.upload(
                work, file.filename, file.read(), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            import_jobs.start(import_id)
            return redirect_to("roster.show_import", import_id=import_id)
    org = accounts.get_organisation(reading(), actor().org_id or 0).facts()
    return render_form(
        "roster/import_upload.html", form, imports=import_queries.list_imports(reading(), actor()),
        import_state=import_state, may_recommend=rules.may_recommend(org.kind),
    )  # fmt: skip


@bp.get("/experts/imports/<int:import_id>")
@allow(Role.OFFICIAL)
def show_import(import_id: int) -> ResponseReturnValue:
    """Show an import: how far it is, its preview, or what it came to."""
    return _page(import_id, ActForm())


def _page(import_id: int, form: Form) -> ResponseReturnValue:
    row = import_queries.get_import(reading(), import_id, viewer=actor())
    state = ImportState(row.state)
    context: dict[str, Any] = {"row": row, "state": import_state(row.state), "words_of": words_of}
    if state in AT_WORK:
        return render_form("roster/import_progress.html", form, progress=_told(import_id, state), **context)
    if state is ImportState.READY:
        return render_form("roster/import_preview.html", form, **context, **_preview_of(row))
    return render_form("roster/import_result.html", form, **context)


def _preview_of(row: Any) -> dict[str, Any]:
    """Give what the preview shows: how many rows of each verdict, and a page of those asked for."""
    counts = {verdict: row.counts.get(verdict.value, 0) for verdict in ORDER}
    filled = [verdict for verdict in ORDER if counts[verdict]]
    wanted = verdict_in(request.args.get("verdict"))
    shown = wanted if wanted in filled else next(iter(filled), Verdict.EXAMPLE)
    offset, limit = offset_and_limit(counts[shown])
    found = import_queries.list_rows(reading(), row.id, verdict=shown, offset=offset, limit=limit)
    choices = import_queries.count_choices(reading(), row.id)
    chosen: Counter[Choice | None] = Counter()
    for (_verdict, choice), number in choices.items():
        chosen[choice] += number
    return {
        "counts": counts,
        "tabs": [_tab(row.id, verdict, counts[verdict], shown) for verdict in filled],
        "shown": shown,
        "labels": VERDICT_LABELS,
        "columns": BY_KEY,
        "page": page_of(found, counts[shown]),
        "people": queries.experts_by_id(reading(), {one.expert_id for one in found if one.expert_id}),
        "fault_words": fault_words,
        "to_choose": TO_CHOOSE,
        "choice_labels": CHOICE_LABELS,
        "updates": chosen[Choice.UPDATE],
        "open_choices": chosen[None],
        "obstacle": import_rules.reasons_against_import(counts, list(choices)),
    }


def _tab(import_id: int, verdict: Verdict, count: int, shown: Verdict) -> dict[str, Any]:
    url = url_for("roster.show_import", import_id=import_id, verdict=verdict.value)
    return {"label": VERDICT_LABELS[verdict], "url": url, "count": count, "active": verdict is shown}


@bp.get("/experts/imports/<int:import_id>/progress")
@allow(Role.OFFICIAL)
def tell_progress(import_id: int) -> ResponseReturnValue:
    """Tell how far the work is, for the script on the page."""
    row = import_queries.get_import(reading(), import_id, viewer=actor())
    return jsonify(_told(import_id, ImportState(row.state)))


def _told(import_id: int, state: ImportState) -> dict[str, Any]:
    told = import_jobs.progress_of(import_id)
    step = told.step if told else ("write" if state is ImportState.WRITING else "read")
    done, total = (told.done, told.total) if told else (0, 0)
    return {
        "at_work": state in AT_WORK,
        "words": str(STEP_WORDS.get(step, STEP_WORDS["wait"])),
        "count": _("%(done)s / %(total)s 行", done=done, total=total) if total > 1 else "",
        "done": done,
        "total": total,
    }


@bp.post("/experts/imports/<int:import_id>/choices")
@allow(Role.OFFICIAL)
def choose_rows(import_id: int) -> ResponseReturnValue:
    """Keep the choices of the page shown, or choose for all rows of its verdict."""
    form, verdict = ActForm(), verdict_in(request.form.get("verdict"))
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            if (choice := choice_for_all(request.form)) is not None:
                import_service.choose(work, import_id, choice, verdict=verdict, actor=actor())
            else:
                for one, numbers in choices_in(request.form).items():
                    import_service.choose(work, import_id, one, numbers=numbers, actor=actor())
        if not form.errors:
            words = {"verdict": verdict.value} if verdict else {}
            page = {"page": request.form["page"]} if request.form.get("page", "").isdigit() else {}
            return redirect_to("roster.show_import", said=_("选择已保存"), import_id=import_id, **words, **page)
    return _page(import_id, form)


@bp.post("/experts/imports/<int:import_id>/confirm")
@allow(Role.OFFICIAL)
def confirm_import(import_id: int) -> ResponseReturnValue:
    """Confirm the preview and begin to write; a second press finds it begun and only looks."""
    form = ActForm()
    if form.validate_on_submit():
        is_first = False
        with refused_into(form), transaction() as work:
            is_first = import_service.confirm_import(work, import_id, actor=actor(), clock=clock())
        if not form.errors:
            if is_first:
                import_jobs.start(import_id)
            return redirect_to("roster.show_import", import_id=import_id)
    return _page(import_id, form)


@bp.post("/experts/imports/<int:import_id>/discard")
@allow(Role.OFFICIAL)
def discard_import(import_id: int) -> ResponseReturnValue:
    """Give the import up."""
    form = ActForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            import_service.discard_import(work, import_id, actor=actor())
        if not form.errors:
            return redirect_to("roster.upload_import", said=_("已放弃这次导入，名册没有改变"))
    return _page(import_id, form)


@bp.get("/experts/imports/<int:import_id>/annotated")
@allow(Role.OFFICIAL)
def give_annotated(import_id: int) -> ResponseReturnValue:
    """Give the rows back with what is wrong marked in the cells and listed on a sheet of its own."""
    from panel.roster import workbook_documents  # noqa: PLC0415  # the library is slow to load

    row = import_queries.get_import(reading(), import_id, viewer=actor())
    marked = (
        workbook_documents.Marked(
            one.number,
            {key: kept_text(BY_KEY[key], cell, is_1904=row.is_1904) for key, cell in one.cells.items()},
            [(fault.column, fault_words(fault)) for fault in one.faults],
        )
        for one in import_queries.iterate_rows(reading(), import_id)
    )
    return _workbook(
        workbook_documents.annotated(marked), _("%(name)s（标注错误）", name=row.file_name.removesuffix(".xlsx"))
    )
