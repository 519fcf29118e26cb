"""An account is granted by the head and made by the administrator; its first password is shown once."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.accounts import life_service, queries, service
from panel.accounts.models import Account, Grant
from panel.audit.models import Event
from panel.kernel.actor import Role
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError
from panel.proceedings.demo.basis import Basis
from tests.support.visitor import Visitor, error_summary, sign_in, visible_text

SessionOf = Callable[[], AbstractContextManager[Session]]
HEAD, ADMINISTRATOR, OTHER_ADMINISTRATOR = "u06", "u19", "u18"  # head and administrator of B-330; of the headquarters
OWN = "correct horse battery"
FORM = {"name": "新人镕", "login": "New.Person@Example.org", "post": "主任科员", "role": "official", "reason": "新调入"}


@pytest.fixture
def granted(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Callable[..., int]:
    """Give the way to grant an account."""

    def act(by: str = HEAD, **changes: Any) -> int:
        facts = {
            "form_key": "a" * 32, "login": "new@example.org", "name": "新人", "role": Role.OFFICIAL, "attributes": [],
            "post": "", "reason": "新调入",
        } | changes  # fmt: skip
        with session_of() as session:
            return service.grant_account(session, **facts, actor=basis.actor(by), clock=clock)

    return act


def carry_out(session_of: SessionOf, basis: Basis, clock: StoryClock, grant: int, by: str = ADMINISTRATOR) -> str:
    with session_of() as session:
        return service.carry_out_grant(session, grant, actor=basis.actor(by), clock=clock)[1]


@pytest.mark.clause("S-07", "3.5.0-g")
def test_a_granted_account_is_made_by_the_administrator_and_signs_in(
    basis: Basis, visit: Callable[..., Visitor], session_of: SessionOf
) -> None:
    head = visit(basis.login(HEAD))
    answer = head.submit("/grants/new", FORM | {"attributes": "info_officer"})
    assert "已授予，等待信息主管部门开通" in visible_text(answer)
    assert "待开通" in visible_text(answer)
    administrator = visit(basis.login(ADMINISTRATOR))
    assert "按授予开通账号" in visible_text(administrator.get("/"))
    page = administrator.submit("/grants", form="开通")
    assert page.status_code == 200
    password = re.search(r"初始口令 ([\w-]{12,})", visible_text(page))
    assert password is not None
    assert password[1] not in administrator.get("/grants").text
    assert "按授予开通账号" not in visible_text(administrator.get("/"))
    newcomer = visit()
    sign_in(newcomer, "new.person@example.org", password[1])
    for path in ("/", "/account", "/matters"):
        answer = newcomer.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account/password")
    assert newcomer.post("/matters/new/1/food", data={}).headers["Location"] == "/account/password"
    assert "请先改成自己的口令" in visible_text(newcomer.get("/account/password"))
    typed = {"old_password": password[1], "password": OWN, "repeated_password": OWN}
    assert newcomer.submit("/account/password", typed).status_code == 200
    sign_in(newcomer, "new.person@example.org", OWN)
    text = visible_text(newcomer.get("/account"))
    for words in ("新人镕", "部门业务人员", "主任科员", "信息员"):
        assert words in text
    with session_of() as session:
        events = session.scalars(select(Event).where(Event.action.like("accounts.grant.%")).order_by(Event.id)).all()
        assert [(one.action, one.actor_id) for one in events] == [
            ("accounts.grant.given", basis.account(HEAD)),
            ("accounts.grant.carried_out", basis.account(ADMINISTRATOR)),
        ]
        assert events[0].reason == "新调入"
        account = queries.find_account_by_login(session, "new.person@example.org")
        assert account is not None
        assert (account.granted_by, account.created_by) == (basis.account(HEAD), basis.account(ADMINISTRATOR))
        assert password[1] not in str([one.entry for one in session.scalars(select(Event))])


@pytest.mark.clause("S-07", "3.5.0-g")
@pytest.mark.parametrize("who", ["u05", "u07", "u17", "u19"])
def test_nobody_but_a_head_grants(
    session_of: SessionOf, basis: Basis, granted: Callable[..., int], visit: Callable[..., Visitor], who: str
) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        granted(by=who)
    assert refused.value.code == "GRANT_BY_HEAD"
    assert visit(basis.login(who)).post("/grants/new", data=FORM).status_code == 403


@pytest.mark.clause("S-07", "3.5.0-g")
def test_whoever_granted_does_not_carry_it_out(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int]
) -> None:
    grant = granted()
    with pytest.raises(RuleViolatedError) as refused:
        carry_out(session_of, basis, clock, grant, by=HEAD)
    assert refused.value.code == "SOD_ADMIN"
    assert carry_out(session_of, basis, clock, grant)


@pytest.mark.clause("S-07", "3.5.0-g")
def test_an_administrator_who_gives_himself_a_role_is_refused(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int]
) -> None:
    """A grant whose head has meanwhile become an administrator is none."""
    grant = granted()
    from panel import audit

    with session_of() as session:
        session.get_one(Account, basis.account(HEAD)).role = Role.IT_ADMIN.value
        audit.record(session, "test.role.changed", by=basis.actor(HEAD), at=clock())
    with pytest.raises(RuleViolatedError) as refused:
        carry_out(session_of, basis, clock, grant)
    assert refused.value.code == "GRANT_BY_HEAD"


@pytest.mark.clause("S-06", "3.1.2-b")
def test_a_business_person_gets_no_second_account_as_administrator(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int]
) -> None:
    with session_of() as session:
        name = queries.get_account(session, basis.account("u05")).name
    with pytest.raises(RuleViolatedError) as refused:
        granted(name=name, role=Role.IT_ADMIN)
    assert refused.value.code == "ROLES_APART"
    assert granted(name=name, role=Role.SECRETARY)


@pytest.mark.clause("S-06")
def test_two_grants_that_mix_roles_do_not_both_become_accounts(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int]
) -> None:
    first, second = granted(), granted(form_key="b" * 32, login="other@example.org", role=Role.AUDITOR)
    carry_out(session_of, basis, clock, first)
    with pytest.raises(RuleViolatedError) as refused:
        carry_out(session_of, basis, clock, second)
    assert refused.value.code == "ROLES_APART"


@pytest.mark.clause("3.5.0-a")
def test_an_administrator_serves_the_own_tree_only(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int], visit: Callable[..., Visitor]
) -> None:
    grant = granted(by="u09")  # of B-430
    with pytest.raises(NotFoundError):
        carry_out(session_of, basis, clock, grant)
    administrator = visit(basis.login(ADMINISTRATOR))
    assert administrator.post(f"/grants/{grant}").status_code == 404
    assert "新人" not in administrator.get("/grants").text
    assert carry_out(session_of, basis, clock, grant, by=OTHER_ADMINISTRATOR)


def choose_own_password(visit: Callable[..., Visitor], first: str, login: str = "new@example.org") -> None:
    newcomer = visit()
    sign_in(newcomer, login, first)
    typed = {"old_password": first, "password": OWN, "repeated_password": OWN}
    assert newcomer.submit("/account/password", typed, follow=False).status_code == 303


@pytest.mark.clause("3.5.0-g")
def test_a_first_password_that_was_lost_is_given_again_until_it_was_replaced(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int], visit: Callable[..., Visitor]
) -> None:
    grant = granted()
    lost = carry_out(session_of, basis, clock, grant)
    administrator = visit(basis.login(ADMINISTRATOR))
    page = administrator.submit("/grants", form="另发初始口令")
    found = re.search(r"初始口令 (\S+)$", visible_text(page).removesuffix(" 返回授予记录"))
    assert found is not None
    with pytest.raises(AssertionError, match="登录名或口令不正确"):
        sign_in(visit(), "new@example.org", lost)
    choose_own_password(visit, found[1])
    assert "另发初始口令" not in visible_text(administrator.get("/grants"))
    assert administrator.post(f"/grants/{grant}").status_code == 409


def test_a_grant_is_carried_out_once(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int], visit: Callable[..., Visitor]
) -> None:
    grant = granted()
    choose_own_password(visit, carry_out(session_of, basis, clock, grant))
    with pytest.raises(RuleViolatedError) as refused:
        carry_out(session_of, basis, clock, grant)
    assert refused.value.code == "GRANT_DONE"
    answer = visit(basis.login(ADMINISTRATOR)).post(f"/grants/{grant}")
    assert answer.status_code == 409
    assert "已经开通过" in visible_text(answer)
    assert visit(basis.login(ADMINISTRATOR)).post("/grants/999").status_code == 404


def test_a_second_press_of_the_button_grants_once(
    session_of: SessionOf, basis: Basis, granted: Callable[..., int]
) -> None:
    assert granted() == granted()
    with session_of() as session:
        assert session.scalar(select(func.count()).select_from(Grant)) == 1


@pytest.mark.parametrize("login", ["u08@example.org", "U08@Example.org "])
def test_a_login_that_is_taken_is_refused_at_its_field(
    basis: Basis, granted: Callable[..., int], visit: Callable[..., Visitor], login: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        granted(login=login)
    assert refused.value.code == "LOGIN_TAKEN"
    answer = visit(basis.login(HEAD)).submit("/grants/new", FORM | {"login": login})
    assert answer.status_code == 422
    assert "已有账号" in error_summary(answer)["login"]
    assert "新人镕" in answer.text


def test_a_login_that_was_taken_meanwhile_is_refused_when_it_is_carried_out(
    session_of: SessionOf, basis: Basis, clock: StoryClock, granted: Callable[..., int], visit: Callable[..., Visitor]
) -> None:
    first, second = granted(), granted(form_key="b" * 32)
    carry_out(session_of, basis, clock, first)
    answer = visit(basis.login(ADMINISTRATOR)).post(f"/grants/{second}")
    assert answer.status_code == 422
    assert "已有账号" in visible_text(answer)


@pytest.mark.clause("3.5.0-a", "3.5.0-g")
def test_a_bureau_makes_nobody_a_leader_of_the_headquarters(
    basis: Basis, granted: Callable[..., int], visit: Callable[..., Visitor]
) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        granted(role=Role.APPROVER, attributes=["hq_leader"])
    assert refused.value.code == "DUTY_MISPLACED"
    answer = visit(basis.login(HEAD)).submit("/grants/new", FORM | {"role": "approver", "attributes": "hq_leader"})
    assert answer.status_code == 422
    assert "附加职责与角色或者所在机构不符" in error_summary(answer)["attributes"]
    assert granted(by="u03", role=Role.APPROVER, attributes=["hq_leader"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"login": "not an address"}, "login"),
        ({"login": ""}, "login"),
        ({"role": "system"}, "role"),
        ({"role": "inst_contact"}, "role"),
        ({"reason": " "}, "reason"),
        ({"attributes": "everything"}, "attributes"),
    ],
)
def test_a_form_that_is_not_right_names_its_field(
    basis: Basis, visit: Callable[..., Visitor], changes: dict[str, str], field: str
) -> None:
    answer = visit(basis.login(HEAD)).submit("/grants/new", FORM | changes)
    assert answer.status_code == 422
    assert list(error_summary(answer)) == [field]


@pytest.mark.parametrize(("password", "code"), [("short", "PASSWORD_SHORT"), ("new@example.org", "PASSWORD_IS_LOGIN")])
def test_an_account_is_not_made_with_a_weak_password(
    session_of: SessionOf, basis: Basis, clock: StoryClock, password: str, code: str
) -> None:
    with pytest.raises(BadInputError) as refused, session_of() as session:
        service.add_account(
            session, login="new@example.org", name="新人", role=Role.OFFICIAL, org_id=basis.org_id("B-330"),
            password=password, attributes=[], actor=basis.actor(ADMINISTRATOR), clock=clock,
        )  # fmt: skip
    assert refused.value.code == code


# A lost password, and the end of an account


@pytest.mark.clause("S-07", "3.5.0-g")
def test_a_lost_password_is_reset_by_the_administrator_when_the_head_asks(
    session_of: SessionOf, basis: Basis, visit: Callable[..., Visitor]
) -> None:
    here, head, administrator = (visit(basis.login(who)) for who in ("u05", HEAD, ADMINISTRATOR))
    number = basis.account("u05")
    assert "已申请，等待信息主管部门重置" in visible_text(
        head.submit(f"/accounts/{number}/reset", {"reason": "本人忘记口令"})
    )
    assert "按申请重置口令" in visible_text(administrator.get("/"))
    page = visible_text(administrator.submit("/grants", form="确认重置口令"))
    found = re.search(r"初始口令 (\S+) 返回授予记录$", page)
    assert found is not None
    assert here.get("/account").status_code == 303  # the sign-ins that lasted have ended
    with pytest.raises(AssertionError, match="登录名或口令不正确"):
        visit(basis.login("u05"))
    choose_own_password(visit, found[1], basis.login("u05"))
    assert administrator.post("/resets/1").status_code == 409
    with session_of() as session:
        events = session.scalars(select(Event).where(Event.action.like("accounts.reset.%")).order_by(Event.id)).all()
        assert [(one.action, one.actor_name) for one in events] == [
            ("accounts.reset.asked", basis.actor(HEAD).name),
            ("accounts.reset.carried_out", basis.actor(ADMINISTRATOR).name),
        ]
        assert found[1] not in str([one.entry for one in session.scalars(select(Event))])


@pytest.mark.clause("S-07", "3.5.0-g", "3.5.0-a")
def test_nobody_resets_alone_or_beyond_the_own_organisation(
    session_of: SessionOf, basis: Basis, clock: StoryClock, visit: Callable[..., Visitor]
) -> None:
    number = basis.account("u05")
    assert visit(basis.login("u05")).post(f"/accounts/{number}/reset", data={"reason": "x"}).status_code == 403
    assert visit(basis.login("u09")).post(f"/accounts/{number}/reset", data={"reason": "x"}).status_code == 404
    facts = {"form_key": "c" * 32, "reason": "忘记", "clock": clock}
    with session_of() as session:
        reset = life_service.ask_reset(session, number, actor=basis.actor(HEAD), **facts)
        assert life_service.ask_reset(session, number, actor=basis.actor(HEAD), **facts) == reset
    for who, code in ((HEAD, "ROLE"), ("u08", "ROLE")):
        with pytest.raises(NotAllowedError) as refused, session_of() as session:
            life_service.carry_out_reset(session, reset, actor=basis.actor(who), clock=clock)
        assert refused.value.code == code
    with session_of() as session:
        elsewhere = life_service.ask_reset(
            session, basis.account("u08"), form_key="d" * 32, reason="忘记", actor=basis.actor("u09"), clock=clock
        )
    assert visit(basis.login(ADMINISTRATOR)).post(f"/resets/{elsewhere}").status_code == 404


@pytest.mark.clause("3.5.0-a", "3.5.0-g")
def test_a_closed_account_signs_in_no_more(
    session_of: SessionOf, basis: Basis, clock: StoryClock, visit: Callable[..., Visitor]
) -> None:
    here, administrator = visit(basis.login("u05")), visit(basis.login(ADMINISTRATOR))
    path = f"/accounts/{basis.account('u05')}/close"
    assert list(error_summary(administrator.submit(path, {"reason": ""}))) == ["reason"]
    assert "账号已停用" in visible_text(administrator.submit(path, {"reason": "调离"}))
    assert here.get("/account").headers["Location"] == "/sign-in"
    with pytest.raises(AssertionError, match="登录名或口令不正确"):
        visit(basis.login("u05"))
    assert "已停用" in visible_text(administrator.submit(path, {"reason": "调离"}))
    with session_of() as session:
        [event] = session.scalars(select(Event).where(Event.action == "accounts.account.closed"))
        assert (event.reason, event.actor_id) == ("调离", basis.account(ADMINISTRATOR))
    own = administrator.submit(f"/accounts/{basis.account(ADMINISTRATOR)}/close", {"reason": "x"})
    assert "不能停用自己的账号" in own.text
    assert administrator.get(f"/accounts/{basis.account('u08')}/close").status_code == 404
    for who in (HEAD, "u08", "u17"):
        assert visit(basis.login(who)).post(path, data={"reason": "x"}).status_code == 403


@pytest.mark.parametrize(("role", "code"), [("expert", ""), ("official", "ZJ-0011")])
def test_an_experts_account_and_no_other_names_the_expert(
    basis: Basis, visit: Callable[..., Visitor], role: str, code: str
) -> None:
    answer = visit(basis.login(HEAD)).submit("/grants/new", FORM | {"role": role, "expert_code": code})
    assert list(error_summary(answer)) == ["expert_code"]


# Who sees which accounts


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        ("u06", {"u05", "u06", "u07"}, {"u08", "u19", "u20"}),  # a head: the own organisation
        ("u17", {"u05", "u19", "u20"}, {"u08", "u01"}),  # an auditor: the own tree
        ("u19", {"u05", "u19", "u20"}, {"u08", "u18"}),  # an administrator: the tree that is served
        ("u16", {"u01", "u08", "u20"}, set()),  # the headquarters' auditor: everybody
    ],
)
def test_accounts_are_shown_as_far_as_the_duty_reaches(
    basis: Basis, visit: Callable[..., Visitor], who: str, seen: set[str], unseen: set[str]
) -> None:
    page = visit(basis.login(who)).get("/accounts").text
    assert {key for key in seen | unseen if basis.login(key) in page} == seen


def test_the_tree_of_organisations_is_shown_with_its_tiers(basis: Basis, visit: Callable[..., Visitor]) -> None:
    text = visible_text(visit(basis.login("u08")).get("/organisations"))
    assert "一级平台" in text
    assert "二级平台" in text
    assert "B-430" in text
