"""Pages of signing in and out, the own account, the tree of organisations, and grants."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from panel.accounts import queries, service, try_service
from panel.accounts.asking_views import ask_again
from panel.accounts.forms import ATTRIBUTE_LABELS, GrantForm, PasswordForm, SignInForm
from panel.accounts.passwords import draft_key
from panel.accounts.sign_in import DRAFT_KEY, TOKEN, Person
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.actor import Role
from panel.web.access import allow, public, signed_in
from panel.web.context import actor, address, clock
from panel.web.forms import redirect_to, refused_into, render_form
from panel.web.language import LANGUAGE_KEY, LARGE_TYPE_KEY
from panel.web.views import own_page

if TYPE_CHECKING:
    from panel.accounts.models import Account

bp = Blueprint("accounts", __name__)
KEPT = (LANGUAGE_KEY, LARGE_TYPE_KEY, "next")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let a person sign in with login and password."""
    form = SignInForm()
    if form.validate_on_submit():
        account = None
        with refused_into(form):
            account = _recognised(form.login.data, form.password.data)
        if account is not None:
            with transaction() as work:
                token = service.sign_in(work, account.id, address=address(), clock=clock())
            return _begin(token, account, form.password.data)
    return render_form("accounts/sign_in.html", form)


def _recognised(login: str, password: str) -> "Account":
    """Count the try first, then find the account outside a transaction: hashing would hold up the writers."""
    with transaction() as work:
        try_service.take_try(work, login, address=address(), clock=clock())
    return service.recognise(reading(), login, password)


def _begin(token: str, account: "Account", password: str) -> ResponseReturnValue:
    """Start a fresh browser session, so that one fixed beforehand is worth nothing."""
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    session[TOKEN], session[DRAFT_KEY] = token, draft_key(password, account.draft_salt)
    login_user(Person(account))
    return redirect(own_page(session.pop("next", "")) or url_for("proceedings.home"), 303)


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the sign-in here and in the database."""
    with transaction() as work:
        service.sign_out(work, session.get(TOKEN, ""), actor=actor(), clock=clock())
    logout_user()
    _forget()
    return redirect_to("accounts.sign_in", said=_("已退出登录"))


def _forget() -> None:
    """Empty the browser session but for the choices of language and type size."""
    kept = {name: session[name] for name in (LANGUAGE_KEY, LARGE_TYPE_KEY) if name in session}
    session.clear()
    session.update(kept)


@bp.get("/account")
@signed_in
def show_account() -> ResponseReturnValue:
    """Show the own account: role, organisation, duties."""
    own = queries.get_account(reading(), actor().id or 0)
    org = queries.get_organisation(reading(), own.org_id)
    return render_template("accounts/account.html", account=own, org=org, attributes=ATTRIBUTE_LABELS)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the own password; all sign-ins end and the person signs in anew."""
    form = PasswordForm()
    if form.validate_on_submit() and (proof := ask_again(form, form.old_password.data, field="old_password")):
        with refused_into(form), transaction() as work:
            service.change_password(work, form.password.data, proof=proof, actor=actor(), clock=clock())
        if not form.errors:
            _forget()
            return redirect_to("accounts.sign_in", said=_("口令已修改，请用新口令登录"))
    return render_form("accounts/password.html", form)


@bp.get("/organisations")
@allow(Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR, Role.IT_ADMIN)
def list_organisations() -> ResponseReturnValue:
    """Show the tree of organisations."""
    return render_template("accounts/organisations.html", organisations=queries.list_organisations(reading()))


@bp.get("/accounts")
@allow(Role.APPROVER, Role.AUDITOR, Role.IT_ADMIN)
def list_accounts() -> ResponseReturnValue:
    """Show the accounts: a head those of the own organisation, administrator and auditor those of their tree."""
    person = actor()
    scope = queries.account_scope(reading(), person)
    return render_template(
        "accounts/accounts.html",
        accounts=queries.list_accounts(reading(), org_ids=scope),
        names=queries.organisation_names(reading()),
        attributes=ATTRIBUTE_LABELS,
    )


@bp.get("/grants")
@allow(Role.APPROVER, Role.AUDITOR, Role.IT_ADMIN)
def show_grants() -> ResponseReturnValue:
    """Show the grants of accounts and what became of them."""
    grants = queries.list_grants(reading(), org_ids=queries.account_scope(reading(), actor()))
    people = queries.account_names(reading(), {g.granted_by for g in grants} | {g.done_by for g in grants})
    return render_template(
        "accounts/grants.html", grants=grants, people=people, names=queries.organisation_names(reading()),
    )  # fmt: skip


@bp.route("/grants/new", methods=["GET", "POST"])
@allow(Role.APPROVER)
def grant_account() -> ResponseReturnValue:
    """Grant an account to a person of the own organisation."""
    form = GrantForm()
    if form.validate_on_submit():
        with refused_into(form), transaction() as work:
            service.grant_account(
                work, form_key=form.form_key.data, login=form.login.data, name=form.name.data,
                role=Role(form.role.data), attributes=form.attributes.data or [], post=form.post.data or "",
                reason=form.reason.data, actor=actor(), clock=clock(),
            )  # fmt: skip
        if not form.errors:
            return redirect_to("accounts.show_grants", said=_("已授予，等待信息主管部门开通"))
    return render_form("accounts/grant.html", form)


@bp.post("/grants/<int:grant_id>")
@allow(Role.IT_ADMIN)
def carry_out_grant(grant_id: int) -> ResponseReturnValue:
    """Make the granted account and show its first password once."""
    with transaction() as work:
        account, password = service.carry_out_grant(work, grant_id, actor=actor(), clock=clock())
    return render_template("accounts/made.html", account=account, password=password)
