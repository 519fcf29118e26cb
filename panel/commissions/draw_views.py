"""Pages of the draw: committing, freezing, revealing, and the record that anyone can run again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from panel.accounts import queries as accounts
from panel.commissions import service
from panel.commissions.blueprint import READERS, bp, not_now, sheet_of, show
from panel.commissions.draw_words import awaited, course_of, eligible_of, people_of
from panel.commissions.facts import Act
from panel.commissions.forms import CommitmentForm, DepositForm, ReasonForm, RevealForm
from panel.commissions.words import PURPOSES
from panel.db import session as reading
from panel.db import transaction
from panel.draw import queries as draws
from panel.draw.facts import DrawKind, DrawState, Kept, Party
from panel.draw.words import KEPT, METHODS, PARTIES, fault_in_words
from panel.guidance.code_lists import label
from panel.kernel.actor import Role
from panel.kernel.errors import NotFoundError
from panel.roster.facts import REASON_LABELS, STATE_LABELS, ExpertState, Reason
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.language import language
from panel.web.paging import paginate

LONGEST_FRACTION = 9_999
"""A chance with a greater denominator is shown as a percentage; the transcript has it exactly."""


@bp.get("/panels/<int:panel_id>/draw")
@allow(*READERS)
def show_draws(panel_id: int) -> ResponseReturnValue:
    """Show the draws of a panel and what can be done next."""
    return _page(sheet_of(panel_id), ReasonForm())


def _page(sheet: Any, form: Any) -> ResponseReturnValue:
    """Show the page of draws; a form that was refused stands there with what was typed."""
    found = draws.list_draws(reading(), sheet.panel.id)
    commitments = draws.commitments_of(reading(), sheet.panel.id)
    prepared = next((draw for draw in found if draw.state == DrawState.PREPARED), None)
    reveals = draws.reveals_of(reading(), prepared.id) if prepared else {}
    mine = {Role.SECRETARY: Party.ORGANISER, Role.OFFICIAL: Party.WITNESS}.get(actor().role)
    missing = next((party for party in Party if party not in reveals), None)
    forms = {"reason": ReasonForm(), "commit": CommitmentForm(), "reveal": RevealForm(), "deposit": DepositForm()}
    forms |= {name: form for name, kind in forms.items() if type(form) is type(kind)}
    people = accounts.account_names(reading(), people_of(found, commitments, reveals))
    return render_form(
        "commissions/draws.html", form, sheet=sheet, panel=sheet.panel, acts=sheet.acts, draws=found,
        people=people, purposes=PURPOSES, commitments=commitments, kept=KEPT, parties=PARTIES,
        prepared=prepared, reveals=reveals, forms=forms,
        types_link=_is_own(commitments, mine), types_envelope=_is_own(commitments, missing),
        envelopes=_awaited_envelopes(commitments), awaited=awaited(sheet, commitments, prepared, reveals),
    )  # fmt: skip


def _awaited_envelopes(commitments: Mapping[Party, Any]) -> list[Party]:
    """Give the parties whose sealed envelope the approver has not taken yet."""
    return [party for party, one in commitments.items() if one.kept == Kept.OWN and one.received_by is None]


def _is_own(commitments: Mapping[Party, Any], party: Party | None) -> bool:
    """Tell whether a party keeps its secret itself, so that its link has to be typed in."""
    return party is not None and party in commitments and commitments[party].kept == Kept.OWN


@bp.post("/panels/<int:panel_id>/draw/commitment")
@allow(Role.SECRETARY, Role.OFFICIAL)
def publish_commitment(panel_id: int) -> ResponseReturnValue:
    """Publish one's commitment."""
    sheet, form = sheet_of(panel_id), CommitmentForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.publish_commitment(session, panel_id, tip=form.own_tip(), actor=actor(), clock=clock())
    if form.errors:
        return _page(sheet, form)
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("承诺已公布"))


@bp.post("/panels/<int:panel_id>/draw/envelope/<party>")
@allow(Role.APPROVER)
def receive_envelope(panel_id: int, party: str) -> ResponseReturnValue:
    """Note that the approver holds a party's sealed envelope."""
    sheet_of(panel_id)
    if party not in {one.value for one in Party}:
        raise NotFoundError("NOT_FOUND")
    with transaction() as session:
        service.receive_envelope(session, panel_id, Party(party), actor=actor(), clock=clock())
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("已签收密封件"))


@bp.post("/panels/<int:panel_id>/draw/prepare")
@allow(Role.SECRETARY)
def prepare_draw(panel_id: int) -> ResponseReturnValue:
    """Freeze the pool."""
    sheet, form = sheet_of(panel_id), ReasonForm()
    with refused_into(form), transaction() as session:
        service.prepare_draw(session, panel_id, reason=form.reason.data or "", actor=actor(), clock=clock())
    if form.errors:
        return _page(sheet, form)
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("名单和各人的机会已固定，等待双方公开密码"))


@bp.post("/panels/<int:panel_id>/draw/reveal")
@allow(Role.SECRETARY, Role.OFFICIAL)
def reveal_link(panel_id: int) -> ResponseReturnValue:
    """Reveal one's link; with the second one the panel is drawn."""
    sheet, form = sheet_of(panel_id), RevealForm()
    prepared, is_drawn = draws.find_prepared(reading(), panel_id), False
    no = prepared.no if prepared else 0
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            link = form.link.data or None
            is_drawn = service.reveal_link(session, panel_id, link=link, actor=actor(), clock=clock())
    if form.errors:
        return _page(sheet, form)
    if is_drawn:
        return redirect_to("commissions.show_draw", panel_id=panel_id, no=no, said=_("双方密码都已公开，抽取完成"))
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("密码已公开，等待另一方公开"))


@bp.post("/panels/<int:panel_id>/draw/deposit")
@allow(Role.APPROVER)
def open_deposit(panel_id: int) -> ResponseReturnValue:
    """Open the deposit of the party that does not reveal."""
    sheet, form = sheet_of(panel_id), DepositForm()
    if away := not_now(sheet, Act.OPEN_DEPOSIT, "show_draws"):
        return away
    prepared = draws.find_prepared(reading(), panel_id)
    no = prepared.no if prepared else 0
    if form.validate_on_submit():
        with refused_into(form), transaction() as session:
            service.open_deposit(
                session, panel_id, reason=form.reason.data or "", link=form.link.data or None, actor=actor(),
                clock=clock(),
            )  # fmt: skip
    if form.errors:
        return _page(sheet, form)
    return redirect_to("commissions.show_draw", panel_id=panel_id, no=no, said=_("已启封，抽取完成"))


@bp.post("/panels/<int:panel_id>/draw/drop")
@allow(Role.SECRETARY)
def drop_draw(panel_id: int) -> ResponseReturnValue:
    """Give up a prepared draw."""
    sheet, form = sheet_of(panel_id), ReasonForm()
    with refused_into(form), transaction() as session:
        service.drop_draw(session, panel_id, reason=form.reason.data or "", actor=actor(), clock=clock())
    if form.errors:
        return _page(sheet, form)
    return redirect_to("commissions.show_draws", panel_id=panel_id, said=_("已放弃本次准备"))


# The record


@bp.get("/panels/<int:panel_id>/draw/<int:no>")
@allow(*READERS)
def show_draw(panel_id: int, no: int) -> ResponseReturnValue:
    """Show the record of one draw: who could be drawn, who not and why, every chance, the steps, the outcome."""
    sheet = sheet_of(panel_id)
    draw = draws.get_draw(reading(), panel_id, no)
    commitments, reveals = draws.commitments_of(reading(), panel_id), draws.reveals_of(reading(), draw.id)
    result = draw.result or {"members": [], "reserves": []}
    people = accounts.account_names(reading(), people_of([draw], commitments, reveals))
    return render_form(
        "commissions/draw.html", ReasonForm(), sheet=sheet, panel=sheet.panel, acts=sheet.acts, draw=draw,
        people=people, course=course_of(draw, commitments, reveals, people), purposes=PURPOSES, methods=METHODS,
        limits=limits_in_force(draw), levels=_levels(draw), pool=_pool(draw), spread=_spread(draw),
        problems=_problems(draw),
        chosen=[(kind, draw.names[one]) for kind in ("members", "reserves") for one in result[kind]],
    )  # fmt: skip


def _problems(draw: Any) -> list[str]:
    """Run the panel's draws again and put into words what does not hold; nothing of a direct appointment."""
    found = draws.problems_of(reading(), draw.panel_id) if draw.kind == DrawKind.RANDOM else []
    return [fault_in_words(one) for one in found]


@bp.get("/panels/<int:panel_id>/draw/<int:no>/excluded")
@allow(*READERS)
def show_excluded(panel_id: int, no: int) -> ResponseReturnValue:
    """Show who was not in the pool, each with every reason."""
    sheet = sheet_of(panel_id)
    draw = draws.get_draw(reading(), panel_id, no)
    by_code = {person["code"]: person for person in draw.names.values()}
    excluded = [(by_code[row["code"]], _reasons(row["reasons"])) for row in draw.excluded]
    return show("draw_excluded.html", sheet, draw=draw, excluded=paginate(excluded, 50))


def limits_in_force(draw: Any) -> list[str]:
    """Put the conditions that limit the draw into words; what is not limited is left out."""
    policy = draw.frozen["policy"]
    if not policy:
        return []
    size = policy["size"]
    words = [_("同一单位至多 %(most)s 人", most=policy["employer_max"])]
    for kind, names in (("disciplines", policy["disciplines"]), ("regions", policy["regions"])):
        listed = "disciplines" if kind == "disciplines" else "provinces"
        words += [
            _("%(name)s：%(least)s 至 %(most)s 人", name=label(listed, code, language()), least=least, most=most)
            for code, (least, most) in names.items()
            if (least, most) not in {(0, size), (0, 0)}
        ]
    if idle := [name for name, bounds in policy["disciplines"].items() if list(bounds) == [0, 0]]:
        words.append(
            _("不占名额的学科：%(names)s", names="、".join(label("disciplines", one, language()) for one in idle))
        )
    rules = policy.get("rules", {})
    if "senior_min" in rules:
        words.append(_("高级职称至少 %(least)s 人", least=rules["senior_min"]))
    if "insider_max" in rules:
        words.append(_("系统内专家至多 %(most)s 人", most=rules["insider_max"]))
    if "apart" in rules:
        words.append(_("%(count)s 对专家不得同时入选", count=len(rules["apart"])))
    return words


def chance_in_words(share: int, unit: int) -> str:
    """Write a chance as people read it: a short fraction, or a percentage."""
    value = Fraction(share, unit)
    if value in {0, 1} or value.denominator <= LONGEST_FRACTION:
        return str(value)
    return f"≈ {float(value):.4%}"


def _levels(draw: Any) -> list[tuple[str, float, int]]:
    """Give the different chances, from the greatest down, with how many experts have each."""
    chances = draws.chances_of(draw)
    counted = Counter(Fraction(*chances[one["label"]]) for one in eligible_of(draw) if one["label"] in chances)
    return [
        (chance_in_words(value.numerator, value.denominator), float(value), count)
        for value, count in sorted(counted.items(), reverse=True)
    ]


def _pool(draw: Any) -> Any:
    """Give everybody in the pool, in the order of the line once the draw is done, with chance and outcome."""
    chances, result = draws.chances_of(draw), draw.result or {"members": [], "reserves": []}
    by_label = {one["label"]: one for one in draw.frozen["pool"]}
    rows = [
        (
            draw.names[one], by_label[one], chance_in_words(*chances[one]) if one in chances else "",
            next((kind for kind in ("members", "reserves") if one in result[kind]), ""),
        )
        for one in draws.line_of(draw) or list(by_label)
    ]  # fmt: skip
    return paginate(rows, 50)


def _spread(draw: Any) -> list[tuple[str, list[tuple[str, int, int]], int]]:
    """Count pool and members by discipline, region and employer, the most frequent first: a picture of the pool."""
    members = set((draw.result or {"members": []})["members"])
    names = {one["label"]: one for one in eligible_of(draw)}
    employers = {one["employer"]: draw.names[found]["employer"] for found, one in names.items()}
    kinds = [
        (_("学科"), lambda one: [label("disciplines", code, language()) for code in one["disciplines"]]),
        (_("地区"), lambda one: [label("provinces", one["region"], language())]),
        (_("单位"), lambda one: [employers[one["employer"]]]),
    ]
    return [(title, *_bars(names, members, of)) for title, of in kinds]


def _bars(
    names: Mapping[str, Any], members: set[str], of: Any, most: int = 12
) -> tuple[list[tuple[str, int, int]], int]:
    pool: Counter[str] = Counter()
    drawn: Counter[str] = Counter()
    for found, one in names.items():
        for name in of(one):
            pool[name] += 1
            drawn[name] += found in members
    rows = [(name, count, drawn[name]) for name, count in pool.most_common(most)]
    return rows, len(pool) - len(rows)


def _reasons(reasons: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    """Put the reasons of an exclusion into words."""
    return [(str(REASON_LABELS[Reason(one["code"])]), _detail(Reason(one["code"]), one["detail"])) for one in reasons]


def _detail(reason: Reason, detail: str) -> str:
    """Put the particulars of a reason into words: a state or a discipline stands there as its code."""
    if reason is Reason.STATE:
        state, _blank, until = detail.partition(" ")
        return f"{STATE_LABELS[ExpertState(state)]} {until}".strip()
    return label("disciplines", detail, language()) if reason is Reason.DISCIPLINE else detail
