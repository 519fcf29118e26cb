"""Pages of the archive: the list of volumes, a panel's volume, filing and checking."""

import io
from typing import Any

from flask import Blueprint, flash, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from panel.accounts import queries as accounts
from panel.archive import queries, service
from panel.archive.facts import ItemKind, VolumeState
from panel.archive.forms import AttachForm, ReturnVolumeForm, volume_form
from panel.archive.words import KINDS
from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.kernel.actor import Role
from panel.kernel.errors import RuleViolatedError
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form, words_of
from panel.web.paging import offset_and_limit, page_of
from panel.web.tabs import panel_tab

bp = Blueprint("archive", __name__)
READERS = (Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR)
RETENTIONS = {"permanent": _l("永久"), "years_30": _l("30 年"), "years_10": _l("10 年")}
panel_tab(
    80, _l("档案"), "archive.show_volume",
    visible=lambda panel: panel.state in {PanelState.SIGNED, PanelState.ARCHIVED},
    also=("archive.file_volume", "archive.attach_paper", "archive.return_volume"),
)  # fmt: skip


@bp.get("/archive")
@allow(*READERS)
def list_volumes() -> ResponseReturnValue:
    """Show the archived volumes that this person may read."""
    text = request.args.get("text", "").strip()
    total = queries.count_volumes(reading(), actor(), text)
    offset, limit = offset_and_limit(total)
    found = queries.list_volumes(reading(), actor(), text, offset=offset, limit=limit)
    return render_template("archive/volumes.html", page=page_of(found, total), text=text, retentions=RETENTIONS)


@bp.get("/panels/<int:panel_id>/archive")
@allow(*READERS)
def show_volume(panel_id: int) -> ResponseReturnValue:
    """Show a panel's volume: its items with their digests, or what is still to be done."""
    panel, volume = _place(panel_id)
    people = {volume.filed_by, volume.checked_by} if volume else set()
    return render_template(
        "archive/volume.html", panel=panel, volume=volume, kinds=KINDS, retentions=RETENTIONS,
        items=queries.list_items(reading(), volume.id) if volume else (),
        attachments=queries.list_attachments(reading(), panel_id),
        later=queries.list_later_versions(reading(), panel_id, volume),
        people=accounts.account_names(reading(), people),
        may_file=_may_file(panel, volume), may_check=_may_check(panel, volume),
    )  # fmt: skip


def _place(panel_id: int) -> tuple[Any, Any]:
    return commissions.get_panel(reading(), panel_id, viewer=actor()), queries.find_volume(reading(), panel_id)


def _may_file(panel: Any, volume: Any) -> bool:
    is_open = panel.state == PanelState.SIGNED and (volume is None or volume.state == VolumeState.RETURNED)
    return is_open and actor().role is Role.SECRETARY and panel.secretary_id == actor().id


def _may_check(panel: Any, volume: Any) -> bool:
    is_filed = volume is not None and volume.state == VolumeState.FILED
    return is_filed and actor().role is Role.OFFICIAL and panel.org_id == actor().org_id


def _not_now(is_open: bool, panel_id: int, code: str) -> ResponseReturnValue | None:
    """Lead back when the form of an act is opened that is not open now; what was sent is always answered in full."""
    if is_open or request.method == "POST":
        return None
    flash(words_of(RuleViolatedError(code)), "info")
    return redirect_to("archive.show_volume", panel_id=panel_id)


@bp.route("/panels/<int:panel_id>/archive/attach", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def attach_paper(panel_id: int) -> ResponseReturnValue:
    """Add a paper made outside the system."""
    panel, volume = _place(panel_id)
    if away := _not_now(_may_file(panel, volume), panel_id, _shut(volume)):
        return away
    form = AttachForm()
    if form.validate_on_submit():
        upload = form.file.data
        with refused_into(form), transaction() as session:
            service.attach_paper(
                session, panel_id, form_key=form.form_key.data, kind=ItemKind(form.kind.data), title=form.title.data,
                name=upload.filename or "", content=upload.read(), actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("archive.show_volume", panel_id=panel_id, said=_("已补充"))
    return render_form("archive/attach.html", form, panel=panel)


def _shut(volume: Any) -> str:
    """Say why nothing is filed now: a volume stands, or the conclusion is not issued yet."""
    return "NOT_TO_ARCHIVE" if volume is None else "VOLUME_STANDING"


@bp.route("/panels/<int:panel_id>/archive/file", methods=["GET", "POST"])
@allow(Role.SECRETARY)
def file_volume(panel_id: int) -> ResponseReturnValue:
    """File the volume; what is missing gets a field for the reason why it does not apply."""
    panel, volume = _place(panel_id)
    if away := _not_now(_may_file(panel, volume), panel_id, _shut(volume)):
        return away
    missing = service.missing_from(reading(), panel_id, clock()) if _may_file(panel, volume) else ()
    form = volume_form(missing)
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.file_volume(
                session, panel_id, not_applicable=form.reasons(), note=form.note.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("archive.show_volume", panel_id=panel_id, said=_("已立卷，等待检查"))
    return render_form("archive/file.html", form, panel=panel, missing=missing, kinds=KINDS)


@bp.post("/panels/<int:panel_id>/archive/check")
@allow(Role.OFFICIAL)
def archive_panel(panel_id: int) -> ResponseReturnValue:
    """Pass the check and archive the panel."""
    commissions.get_panel(reading(), panel_id, viewer=actor())
    with transaction() as session:
        service.archive_panel(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("archive.show_volume", panel_id=panel_id, said=_("已归档，此后只能查阅"))


@bp.route("/panels/<int:panel_id>/archive/return", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def return_volume(panel_id: int) -> ResponseReturnValue:
    """Send the volume back."""
    panel, volume = _place(panel_id)
    if away := _not_now(_may_check(panel, volume), panel_id, "VOLUME_CHECKED"):
        return away
    form = ReturnVolumeForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.return_volume(session, panel_id, reason=form.reason.data, actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("archive.show_volume", panel_id=panel_id, said=_("已退回立卷人"))
    return render_form("archive/return.html", form, panel=panel)


@bp.post("/panels/<int:panel_id>/archive/items/<int:item_id>")
@allow(*READERS)
def take_item(panel_id: int, item_id: int) -> ResponseReturnValue:
    """Hand out an item; the taking is recorded, so this is a POST."""
    commissions.get_panel(reading(), panel_id, viewer=actor())
    item = queries.get_item(reading(), panel_id, item_id)
    file = files.get_file(reading(), item.file_id)
    content = io.BytesIO(files.read_content(file))
    with transaction() as session:
        service.note_taking(session, panel_id, item_id, actor=actor(), clock=clock())
    return send_file(content, mimetype=file.media_type, as_attachment=True, download_name=file.name)
