"""Pages of samples under way, and of questions and answers on an order."""

from io import BytesIO
from typing import Any

from flask import request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.db import session as reading
from panel.db import transaction
from panel.files import queries as files
from panel.institutions import custody_queries, queries, service
from panel.institutions.custody_facts import FAULT_LABELS, SealFault, Side
from panel.institutions.custody_forms import ExplainSealForm, SayForm, hand_over_form_for, take_in_form_for
from panel.institutions.facts import OrderState
from panel.institutions.registry_views import OFFICE, bp
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import Form, redirect_to, refused_into, render_form

TALKERS = (Role.OFFICIAL, Role.INST_CONTACT)


def open_custody_acts(role: Role, state: OrderState, *, has_samples: bool) -> frozenset[str]:
    """Give what this role may do about samples and questions on an order in this state."""
    if state not in {OrderState.ISSUED, OrderState.ACKNOWLEDGED, OrderState.REPORTED}:
        return frozenset()
    found = {Role.OFFICIAL: {"ask", "explain"}, Role.APPROVER: {"explain"}, Role.INST_CONTACT: {"ask"}}.get(role, set())
    if role is Role.OFFICIAL and has_samples:
        found |= {"hand_over"}
    if role is Role.INST_CONTACT and state is not OrderState.ISSUED:
        found |= {"take_in"}
    return frozenset(found)


def custody_context(order: Any, role: Role) -> dict[str, Any]:
    """Give what an order's page shows of its samples and questions, and the accounts that are named there."""
    passages = custody_queries.list_handovers(reading(), order.id)
    talks = custody_queries.list_talks(reading(), order.id)
    said = [message for talk in talks for message in (talk.question, *talk.answers)]
    named: list[int | None] = [passage.handover.handed_noted_by for passage in passages]
    named += [passage.handover.taken_noted_by for passage in passages]
    named += [line.explained_by for passage in passages for line in passage.lines]
    return {
        "passages": passages, "talks": talks, "named": [*named, *(message.said_by for message in said)],
        "attached": [message.file_id for message in said if message.file_id is not None],
        "fault_words": {fault.value: str(words) for fault, words in FAULT_LABELS.items()},
        "may_samples": open_custody_acts(role, OrderState(order.state), has_samples=bool(order.samples)),
        "own_side": custody_queries.SIDES.get(role, ""), "sides": Side,
    }  # fmt: skip


# Samples


@bp.route("/orders/<int:order_id>/handovers/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def hand_over_samples(order_id: int) -> ResponseReturnValue:
    """Enter that samples were given away."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    form = hand_over_form_for(order.samples)(data=_filled(order))
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.hand_over_samples(
                work, order_id, form.handed(), form_key=form.form_key.data, actor=actor(), clock=clock()
            )
        if not form.errors:
            return redirect_to("institutions.show_order", said=_("交样已登记，等待机构登记收样"), order_id=order_id)
    return render_form("institutions/hand_over.html", form, order=order)


def _filled(order: Any) -> dict[str, Any]:
    """Fill in the form of a hand-over: the reader, now, and what the order says of samples that are still here."""
    gone = {line.place for passage in custody_queries.list_handovers(reading(), order.id) for line in passage.lines}
    filled: dict[str, Any] = {"handed_by": actor().name, "handed_at": clock()()}
    for place, sample in enumerate(order.samples):
        filled |= {
            f"is_sent_{place}": place not in gone, f"seal_{place}": sample["seal_no"],
            f"quantity_{place}": sample["quantity"], f"condition_{place}": sample["condition"],
        }  # fmt: skip
    return filled


@bp.route("/orders/<int:order_id>/handovers/<int:handover_id>/receipt", methods=["GET", "POST"])
@allow(Role.INST_CONTACT)
def take_in_samples(order_id: int, handover_id: int) -> ResponseReturnValue:
    """Enter that the institution took samples in."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    passage = custody_queries.get_passage(reading(), order.id, handover_id)
    form = take_in_form_for(passage.lines)(data={"taken_by": actor().name, "taken_at": clock()()})
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.take_in_samples(work, order_id, handover_id, form.taken(), actor=actor(), clock=clock())
        if not form.errors:
            return redirect_to("institutions.show_order", said=_("收样已登记"), order_id=order_id)
    return render_form("institutions/take_in.html", form, order=order, passage=passage)


@bp.route("/orders/<int:order_id>/seals/<int:line_id>", methods=["GET", "POST"])
@allow(Role.OFFICIAL, Role.APPROVER)
def explain_seal(order_id: int, line_id: int) -> ResponseReturnValue:
    """Explain what befell a seal."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    handover, line = custody_queries.get_line(reading(), order.id, line_id)
    form = ExplainSealForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.explain_seal(
                work, order_id, line_id, explanation=form.explanation.data, is_usable=form.is_usable.data == "yes",
                actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("institutions.show_order", said=_("封样异常已说明"), order_id=order_id)
    words = str(FAULT_LABELS[SealFault(line.fault)]) if line.fault else ""
    return render_form("institutions/explain_seal.html", form, order=order, handover=handover, line=line, fault=words)


# Questions and answers


@bp.route("/orders/<int:order_id>/questions/new", methods=["GET", "POST"])
@allow(*TALKERS)
def ask_question(order_id: int) -> ResponseReturnValue:
    """Put a question to the other side."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    form = SayForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.ask_question(
                work, order_id, form.text.data, file=form.upload(), form_key=form.form_key.data, actor=actor(),
                clock=clock(),
            )  # fmt: skip
    return _said(order, form, _("提问"), _("问题已发送"))


@bp.route("/orders/<int:order_id>/questions/<int:question_id>/answer", methods=["GET", "POST"])
@allow(*TALKERS)
def answer_question(order_id: int, question_id: int) -> ResponseReturnValue:
    """Answer a question of the other side."""
    order = queries.get_order(reading(), order_id, viewer=actor())
    question = custody_queries.get_message(reading(), order.id, question_id)
    form = SayForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.answer_question(
                work, order_id, question_id, form.text.data, file=form.upload(), form_key=form.form_key.data,
                actor=actor(), clock=clock(),
            )  # fmt: skip
    return _said(order, form, _("答复"), _("答复已发送"), question)


def _said(order: Any, form: Form, title: str, said: str, question: Any = None) -> ResponseReturnValue:
    """Go back to the order when the words went through; show the form, with what was refused, otherwise."""
    if request.method == "POST" and not form.errors:
        return redirect_to("institutions.show_order", said=said, order_id=order.id, _anchor="talks")
    return render_form("institutions/say.html", form, order=order, title=title, question=question)


@bp.post("/orders/<int:order_id>/questions/<int:message_id>/file")
@allow(*OFFICE, Role.INST_CONTACT)
def download_attachment(order_id: int, message_id: int) -> ResponseReturnValue:
    """Give the file of a question or answer; who took it is recorded."""
    with transaction() as work:
        file_id = service.note_attachment_download(work, order_id, message_id, actor=actor(), clock=clock())
    if file_id is None:
        raise NotFoundError("NOT_FOUND")
    file = files.get_file(reading(), file_id)
    content = BytesIO(files.read_content(file))
    return send_file(content, file.media_type, as_attachment=True, download_name=file.name)
