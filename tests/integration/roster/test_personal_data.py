"""Personal data: sealed, masked, shown for a stated reason only, and kept by the expert."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.db import Base
from panel.db import database as store
from panel.db import session as reading
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, StaleError
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from panel.roster import career_queries, personal_queries, queries, service
from panel.roster.facts import DeclaredConflict, Employment, PersonalField
from panel.settings import Settings
from tests.support.access import PEOPLE, values_of, walks
from tests.support.databases import files_of
from tests.support.demo import Demo
from tests.support.visitor import Visitor, error_summary, visible_text
from tests.support.workbooks import unpacked

SessionOf = Callable[[], AbstractContextManager[Session]]
Visit = Callable[..., Visitor]
OWN = "ZJ-0037"  # of the committee of Hunan
CANARY, PHONE = "110105198305120011", "13987654321"


class Office:
    """Plants numbers with experts and asks to see them, each in a transaction of its own."""

    def __init__(self, session_of: SessionOf, basis: Basis, clock: StoryClock) -> None:
        self.session_of, self.basis, self.clock = session_of, basis, clock

    def plant(self, code: str, by: str) -> int:
        """Give an expert the planted numbers, and the number of the expert's row."""
        number = self.basis.expert_id(code)
        with self.session_of() as session:
            entry = queries.entry_of(session, queries.get_expert(session, number))
            entry = replace(entry, identity=CANARY, phone=PHONE, birth_year=1983, gender="男")
            service.edit_expert(session, number, entry, actor=self.basis.actor(by), clock=self.clock)
        return number

    def reveal(self, number: int, who: str, field: str) -> str:
        """Ask to see a number in full."""
        actor, wanted = self.basis.actor(who), PersonalField(field)
        with self.session_of() as session:
            return service.reveal(session, number, wanted, reason="核对聘任材料", actor=actor, clock=self.clock)


@pytest.fixture
def office(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Office:
    return Office(session_of, basis, clock)


@pytest.fixture
def planted(office: Office) -> int:
    """Plant an identity number and a telephone number with an expert, and give the expert's number."""
    return office.plant(OWN, "u08")


# Sealed and found again


@pytest.mark.clause("3.5.0-a")
def test_one_person_has_one_record(planted: int, office: Office, app: Flask) -> None:
    with pytest.raises(BadInputError) as refused:
        office.plant("ZJ-0022", "u08")
    assert (refused.value.code, refused.value.facts["taken"]) == ("IDENTITY_TAKEN", OWN)
    office.plant(OWN, "u08")
    with app.app_context():
        found = personal_queries.find_expert_by_identity(reading(), f" {CANARY} ")
        assert found is not None
        assert found.id == planted
        assert personal_queries.find_expert_by_identity(reading(), "110105194912310021") is None


def test_a_correction_that_states_no_number_leaves_what_is_kept(planted: int, office: Office) -> None:
    with office.session_of() as session:
        entry = queries.entry_of(session, queries.get_expert(session, planted))
        assert (entry.phone, entry.identity) == ("", "")
        service.edit_expert(session, planted, entry, actor=office.basis.actor("u08"), clock=office.clock)
    assert office.reveal(planted, "u08", "identity") == CANARY
    assert office.reveal(planted, "u08", "phone") == PHONE


@pytest.mark.parametrize(
    ("number", "code"),
    [("123", "IDENTITY_FORM"), (CANARY[:-1] + "3", "IDENTITY_CHECK"), ("11010519491231002X", "IDENTITY_PERSON")],
)
def test_a_wrong_number_is_said_so_beside_its_field(basis: Basis, visit: Visit, number: str, code: str) -> None:
    path = f"/experts/{basis.expert_id(OWN)}/edit"
    answer = visit(basis.login("u08")).submit(path, {"identity": number})
    assert answer.status_code == 422
    assert "identity" in error_summary(answer), code


# Shown


@pytest.mark.clause("3.5.0-a")
def test_a_look_is_recorded_with_its_reason_and_without_the_number(
    planted: int, basis: Basis, visit: Visit, session_of: SessionOf
) -> None:
    page = visit(basis.login("u09"))
    path = f"/experts/{planted}"
    assert "110***********0011" in visible_text(page.get(path))
    assert "139****21" in visible_text(page.get(path))
    refused = page.submit(f"{path}/reveal", {"wanted": "identity", "reason": ""})
    assert set(error_summary(refused)) == {"reason"}
    assert CANARY not in refused.get_data(as_text=True)
    answer = page.submit(f"{path}/reveal", {"wanted": "identity", "reason": "核对聘任材料"})
    assert CANARY in visible_text(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    with session_of() as session:
        event = session.scalars(select(Event).where(Event.action == "roster.personal.revealed")).one()
        assert "核对聘任材料".encode() in event.entry
        assert CANARY.encode() not in event.entry


@pytest.mark.clause("3.5.0-a")
@pytest.mark.parametrize(
    ("who", "field", "error"),
    [
        ("u10", "identity", NotAllowedError),
        ("u05", "phone", NotAllowedError),
        ("u16", "identity", NotAllowedError),
        ("u18", "identity", NotFoundError),
    ],
)
def test_who_has_no_need_sees_no_number(
    planted: int, office: Office, who: str, field: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        office.reveal(planted, who, field)


def test_a_secretary_asks_for_the_telephone_number(planted: int, office: Office) -> None:
    assert office.reveal(planted, "u10", "phone") == PHONE


def test_what_is_not_kept_cannot_be_shown(office: Office) -> None:
    with pytest.raises(BadInputError) as refused:
        office.reveal(office.basis.expert_id(OWN), "u08", "identity")
    assert refused.value.code == "PERSONAL_NOT_KEPT"


# The planted number


def dumped(session: Session) -> Iterator[str]:
    """Write every cell of every table as text, bytes too."""
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            for cell in row:
                yield cell.decode("latin-1") if isinstance(cell, bytes) else str(cell)


@pytest.mark.clause("3.5.0-a")
def test_the_planted_number_stands_in_no_table_log_file_or_page(
    demo: Demo, office: Office, visit: Visit, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Plant it with the member of the archived panel whom every role's walk passes."""
    caplog.set_level(logging.INFO)
    number = office.plant("ZJ-0011", "u01")
    assert office.reveal(number, "u01", "identity") == CANARY
    app = visit().application
    with app.app_context(), store().reading() as session:
        values = values_of(session)
        assert values["expert_id"] == number
        told = [text for text in dumped(session) if CANARY in text or PHONE in text]
    assert not told
    kept = [path for path in files_of(app, settings.home) if CANARY.encode() in path.read_bytes()]
    assert not kept
    for who, login in PEOPLE.items():
        visitor = visit(f"{login}@example.org") if login else visit()
        for walk in walks(app, values):
            if walk.method == "GET" and walk.endpoint != "static":
                page = unpacked(visitor.get(walk.path).get_data())
                assert CANARY not in page, (who, walk.path)
                assert PHONE not in page, (who, walk.path)
        exported = unpacked(visitor.post("/experts/export").get_data())
        assert CANARY not in exported
        assert PHONE not in exported
    assert CANARY not in caplog.text
    assert PHONE not in caplog.text


# The expert's own


@pytest.mark.clause("3.5.0-a")
def test_an_expert_corrects_the_own_contact_data_and_the_office_sees_it(
    basis: Basis, visit: Visit, session_of: SessionOf, clock: StoryClock
) -> None:
    own, office = visit(basis.login("e11")), visit(basis.login("u01"))
    path = f"/experts/{basis.expert_id('ZJ-0011')}"
    assert "+86-000" not in own.get(f"{path}/contact").get_data(as_text=True)
    answer = own.submit(f"{path}/contact", {"phone": PHONE, "email": "new@example.org"})
    assert "139****21" in visible_text(answer)
    text = visible_text(office.get(path))
    assert "本人近期修改过资料：修改联系方式（联系电话、电子邮箱）" in text
    assert "new@example.org" in text
    assert "本人近期修改过资料" not in visible_text(own.get(path))
    assert own.submit(f"{path}/contact", {"email": "nobody"}).status_code == 422


def test_nobody_keeps_the_data_of_another(basis: Basis, visit: Visit) -> None:
    path = f"/experts/{basis.expert_id('ZJ-0012')}"
    for page in ("contact", "employments/new", "interests/new", "pledge"):
        assert visit(basis.login("e11")).get(f"{path}/{page}").status_code == 404
    assert visit(basis.login("u05")).get(f"/experts/{basis.expert_id(OWN)}/contact").status_code == 403


@pytest.mark.clause("D-01")
def test_a_declared_tie_counts_at_once_until_it_is_ended(
    basis: Basis, visit: Visit, app: Flask, session_of: SessionOf, clock: StoryClock
) -> None:
    own, number = visit(basis.login("e11")), basis.expert_id("ZJ-0011")
    typed = {"kind": "share", "body": "示范酒业（虚构）", "unified_code": "Y1990000F00000050Y", "detail": "持股"}
    assert "示范酒业（虚构）" in visible_text(own.submit(f"/experts/{number}/interests/new", typed))
    with app.app_context():
        tie = career_queries.list_interests(reading(), number, is_standing=True)[-1]
        known = queries.expert_facts(reading(), [number], date(2026, 3, 2))[0].declared_conflicts
    assert DeclaredConflict("示范酒业（虚构）", "Y1990000F00000050Y", "share", "持股") in known
    path = f"/experts/{number}/interests/{tie.id}/end"
    assert set(error_summary(own.submit(path, {"on": "2026-03-01"}))) == {"on"}
    assert set(error_summary(own.submit(path, {"on": "2026-03-03"}))) == {"on"}
    assert own.submit(path, {"on": "2026-03-02"}).status_code == 200
    with pytest.raises(StaleError), session_of() as session:
        service.end_interest(
            session, number, tie.id, ended_on=date(2026, 3, 2), actor=basis.expert_actor("ZJ-0011"), clock=clock
        )
    with app.app_context():
        assert not career_queries.list_interests(reading(), number, is_standing=True)
        assert queries.expert_facts(reading(), [number], date(2026, 3, 3))[0].declared_conflicts == ()


def test_a_double_click_declares_once(basis: Basis, session_of: SessionOf, clock: StoryClock) -> None:
    number, actor = basis.expert_id("ZJ-0011"), basis.expert_actor("ZJ-0011")
    tie, post = DeclaredConflict("某公司", None, "other", ""), Employment(number, "某校", None, "", False, None, None)
    for use_case, told in ((service.declare_interest, tie), (service.declare_employment, post)):
        key, made = new_key(), []
        for _click in range(2):
            with session_of() as session:
                made.append(use_case(session, number, told, form_key=key, actor=actor, clock=clock))  # type: ignore[arg-type]
        assert made[0] == made[1]


@pytest.mark.clause("D-01")
def test_a_new_main_employer_ends_the_one_before_and_the_history_stays(basis: Basis, visit: Visit, app: Flask) -> None:
    own, number = visit(basis.login("e11")), basis.expert_id("ZJ-0011")
    with app.app_context():
        before = queries.get_expert(reading(), number).employer
    typed = {"is_main": "main", "employer": "示范新研究院（示例）", "post": "主任", "from_on": "2026-02-01"}
    text = visible_text(own.submit(f"/experts/{number}/employments/new", typed))
    assert "示范新研究院（示例）" in text
    assert before in text
    with app.app_context():
        new, old = career_queries.list_employments(reading(), number)
        assert queries.get_expert(reading(), number).employer == "示范新研究院（示例）"
    assert (new.is_main, new.to_on, old.employer, old.to_on) == (True, None, before, date(2026, 2, 1))
    wrong = typed | {"to_on": "2026-02-28"}
    assert set(error_summary(own.submit(f"/experts/{number}/employments/new", wrong))) == {"to_on"}
    assert own.submit(f"/experts/{number}/employments/{new.id}/end", {"on": "2026-03-01"}).status_code == 422


@pytest.mark.clause("D-01")
def test_a_further_post_is_ended_or_struck_but_stays_in_the_table(
    basis: Basis, session_of: SessionOf, clock: StoryClock, app: Flask
) -> None:
    number, actor = basis.expert_id("ZJ-0011"), basis.expert_actor("ZJ-0011")
    post = Employment(number, "示范公司（虚构）", None, "顾问", False, date(2024, 1, 1), None)
    with session_of() as session:
        row = service.declare_employment(session, number, post, form_key=new_key(), actor=actor, clock=clock)
    with session_of() as session:
        service.end_employment(session, number, row, to_on=date(2025, 1, 1), actor=actor, clock=clock)
    with app.app_context():
        assert len(career_queries.employments_of(reading(), [number], since=date(2025, 1, 1))[number]) == 2
        assert len(career_queries.employments_of(reading(), [number], since=date(2025, 1, 2))[number]) == 1
    with session_of() as session:
        service.strike_employment(session, number, row, reason="录错人", actor=actor, clock=clock)
    with app.app_context():
        assert len(career_queries.employments_of(reading(), None)[number]) == 1
        assert career_queries.get_employment(reading(), number, row).struck_reason == "录错人"
    with pytest.raises(StaleError), session_of() as session:
        service.strike_employment(session, number, row, reason="再次", actor=actor, clock=clock)
