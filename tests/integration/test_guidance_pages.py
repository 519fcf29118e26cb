"""The rulebook as pages: for everybody who signs in, filtered, and honest about what is open."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from panel.accounts import service
from panel.guidance.rulebook import rulebook, share
from panel.kernel.actor import SYSTEM, Role
from panel.kernel.clock import StoryClock
from tests.support.visitor import PASSWORD, Visitor, document, visible_text


@pytest.fixture
def reader(
    session_of: Callable[[], AbstractContextManager[Session]],
    clock: StoryClock,
    visit: Callable[..., Visitor],
) -> Visitor:
    """Give an auditor who has signed in."""
    with session_of() as session:
        org = service.add_organisation(
            session,
            code="HQ",
            name="总局（示例）",
            short_name="总",
            tier=1,
            kind="hq",
            parent=None,
            region="000000",
            actor=SYSTEM,
            clock=clock,
        )
        service.add_account(
            session,
            login="reader@example.org",
            name="查阅人",
            role=Role.AUDITOR,
            org_id=org,
            password=PASSWORD,
            attributes=[],
            actor=SYSTEM,
            clock=clock,
        )
    return visit("reader@example.org")


def numbers(reader: Visitor, address: str) -> list[str]:
    """Give the clauses that a page of the rulebook shows."""
    return list(document(reader.get(address)).xpath("//main//tbody/tr/@id"))


def test_the_rulebook_is_for_those_who_have_signed_in(client: Visitor) -> None:
    assert client.get("/rulebook").status_code == 303
    assert client.get("/rulebook/parameters").status_code == 303


def test_the_page_states_both_shares_as_they_are(reader: Visitor) -> None:
    text = visible_text(reader.get("/rulebook"))
    for name, scope in (("核心规则", "CENTRE"), ("支撑规则", "SUPPORT")):
        counted = share(rulebook(), scope)
        assert f"{name}共 {counted.total} 条：已由代码执行 {counted.enforced} 条" in text


def test_the_rulebook_is_read_page_by_page_without_a_gap(reader: Visitor) -> None:
    shown = [number for page in range(1, 8) for number in numbers(reader, f"/rulebook?page={page}")]
    assert shown == [row.clause.number for row in rulebook()]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("words=R-2.4.2-g", ["R-2.4.2-g"]),
        ("chapter=D&words=签名", []),
        ("chapter=S&words=草", ["S-01", "S-03", "S-13", "S-15"]),
        ("scope=CENTRE&words=majority_needed+D-05", ["D-05"]),
    ],
)
def test_clauses_are_found_by_chapter_scope_and_words(reader: Visitor, query: str, shown: list[str]) -> None:
    assert numbers(reader, f"/rulebook?{query}") == shown


def test_what_fits_nothing_is_an_empty_page_not_a_failure(reader: Visitor) -> None:
    answer = reader.get("/rulebook?chapter=9&scope=X&state=%00&words=" + "长" * 5000)
    assert answer.status_code == 200
    assert "没有符合条件的条款" in visible_text(answer)


def test_in_english_the_clauses_speak_english(reader: Visitor) -> None:
    reader.post("/language", data={"language": "en", "back": "/rulebook"})
    text = visible_text(reader.get("/rulebook?words=R-2.4.2-g"))
    assert "What more than half of the roll supports is the decision" in text


def test_the_parameters_of_the_day_are_shown_with_plan_and_basis(reader: Visitor) -> None:
    page = reader.get("/rulebook/parameters")
    text = visible_text(page)
    assert "专家组最低人数（复杂问题）" in text
    assert "1/3" in text
    assert "〔2009〕1号" in text
    assert document(page).xpath("//a[contains(@href, 'words=2.4.2-f')]")


def test_the_rulebook_asks_the_database_for_the_reader_only(
    reader: Visitor, counted: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with counted() as statements:
        reader.get("/rulebook")
    assert len(statements) <= 3
