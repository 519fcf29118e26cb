"""Pages of the material pack: what is in it, adding, releasing, reading, downloading."""

from io import BytesIO
from typing import Any

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.commissions import documents, queries, rules, service
from panel.commissions.blueprint import PANEL_READERS, READERS, bp, not_now, sheet_of, show
from panel.commissions.facts import Act, SeatState
from panel.commissions.forms import MaterialForm
from panel.commissions.queries import Sheet
from panel.commissions.words import MATERIAL_KINDS
from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.files import service as files_service
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form


@bp.get("/panels/<int:panel_id>/materials")
@allow(*PANEL_READERS)
def show_materials(panel_id: int) -> ResponseReturnValue:
    """Show the pack: to members what was released and what they have read, to staff also who has read what."""
    sheet = sheet_of(panel_id)
    is_expert = actor().role is Role.EXPERT
    own = queries.accepted_seat(reading(), panel_id, actor()) if is_expert else None
    materials = queries.list_materials(reading(), panel_id, is_released=True if is_expert else None)
    return show(
        "materials.html", sheet, materials=materials, packs=queries.list_packs(reading(), panel_id), own=own,
        kinds=MATERIAL_KINDS, files=files.files_by_id(reading(), [one.file_id for one in materials if one.file_id]),
        read=queries.read_ids(reading(), own.id) if own else frozenset(), mark=_mark(),
        people=accounts.account_names(reading(), [one.added_by for one in materials]),
        progress=None if is_expert else _progress(sheet),
    )  # fmt: skip


def _mark() -> str:
    return documents.watermark(actor().name, clock()())


def _progress(sheet: Sheet) -> list[tuple[Any, int]]:
    """Give each member with the number of pieces not yet confirmed."""
    unread = queries.count_unread(reading(), sheet.panel.id)
    return [(seat, unread.get(seat.id, 0)) for seat in sheet.seats if seat.state == SeatState.ACCEPTED]


def _piece(panel_id: int, material_id: int) -> tuple[Sheet, Any, Any]:
    """Give panel, piece and the reader's own seat, if this reader may have the piece."""
    sheet = sheet_of(panel_id)
    material = queries.get_material(reading(), material_id)
    is_expert = actor().role is Role.EXPERT
    own = queries.accepted_seat(reading(), panel_id, actor()) if is_expert else None
    hidden = is_expert and material.pack_no is None
    if material.panel_id != panel_id or hidden or not rules.may_read_pack(actor().role, is_member=own is not None):
        raise NotFoundError("NOT_FOUND")
    return sheet, material, own


@bp.get("/panels/<int:panel_id>/materials/<int:material_id>")
@allow(*PANEL_READERS)
def show_material(panel_id: int, material_id: int) -> ResponseReturnValue:
    """Show a piece with its text, marked with the reader and the time."""
    sheet, material, own = _piece(panel_id, material_id)
    stored = files.get_file(reading(), material.file_id) if material.file_id else None
    is_read = own is not None and material.id in queries.read_ids(reading(), own.id)
    return show(
        "material.html", sheet, material=material, stored=stored, own=own, is_read=is_read, kinds=MATERIAL_KINDS,
        mark=_mark(),
    )  # fmt: skip


@bp.route("/panels/<int:panel_id>/materials/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.SECRETARY)
def add_material(panel_id: int) -> ResponseReturnValue:
    """Add a piece to the pack."""
    sheet = sheet_of(panel_id)
    if away := not_now(sheet, Act.ADD_MATERIAL, "show_materials"):
        return away
    form = MaterialForm()
    if form.validate_on_submit():
        upload = form.file.data
        with refused_into(form), transaction() as session:
            file_id = None
            if upload is not None:
                file_id = files_service.keep_file(
                    session, upload.filename or "", upload.read(), actor=actor(), clock=clock()
                )
            service.add_material(
                session, panel_id, title=form.title.data, kind=form.kind_of, source=form.source.data,
                text=form.text.data, file_id=file_id, form_key=form.form_key.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("commissions.show_materials", panel_id=panel_id, said=_("材料已添加"))
    return render_form("commissions/add_material.html", form, panel=sheet.panel)


@bp.post("/panels/<int:panel_id>/materials/<int:material_id>/withdraw")
@allow(Role.OFFICIAL, Role.SECRETARY)
def withdraw_material(panel_id: int, material_id: int) -> ResponseReturnValue:
    """Take a piece out before it was released."""
    sheet_of(panel_id)
    with transaction() as session:
        service.withdraw_material(session, panel_id, material_id, actor=actor(), clock=clock())
    return redirect_to("commissions.show_materials", panel_id=panel_id, said=_("材料已取出"))


@bp.post("/panels/<int:panel_id>/materials/release")
@allow(Role.SECRETARY)
def release_materials(panel_id: int) -> ResponseReturnValue:
    """Release the pack, or a supplement."""
    sheet_of(panel_id)
    with transaction() as session:
        service.release_materials(session, panel_id, actor=actor(), clock=clock())
    return redirect_to("commissions.show_materials", panel_id=panel_id, said=_("材料已发放给成员"))


@bp.post("/panels/<int:panel_id>/materials/<int:material_id>/read")
@allow(Role.EXPERT)
def mark_read(panel_id: int, material_id: int) -> ResponseReturnValue:
    """Confirm having read a piece."""
    with transaction() as session:
        service.mark_read(session, panel_id, material_id, actor=actor(), clock=clock())
    return redirect_to("commissions.show_materials", panel_id=panel_id, said=_("已确认阅读"))


@bp.post("/panels/<int:panel_id>/materials/<int:material_id>/download")
@allow(*READERS, Role.EXPERT)
def download_material(panel_id: int, material_id: int) -> ResponseReturnValue:
    """Give a file for download; who took it and when is on record. A plain text carries the reader's mark."""
    with transaction() as session:
        material = service.download_material(session, panel_id, material_id, actor=actor(), clock=clock())
        stored = files.get_file(session, material.file_id or 0)
        content = files.read_content(stored)
    if stored.media_type == "text/plain":
        content = f"{_mark()}\n\n".encode() + content
    return send_file(BytesIO(content), stored.media_type, as_attachment=True, download_name=stored.name)
