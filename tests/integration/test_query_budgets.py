"""How many statements a page may send to the database: written down, so that one more is a decision, not a slip.

The panel of the table is the demo's archived one of 白酒: two rounds, a test and an investigation between them, a
conclusion, a volume; `{open}` is its neighbour with an open round, `{asked}` one whose commission awaits approval.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from panel.commissions import queries as commissions
from panel.db import session as reading
from panel.institutions import queries as institutions
from panel.proceedings.demo import DEMO_PASSWORD
from panel.voting import queries as voting
from tests.support.counting import Counted
from tests.support.demo import Demo
from tests.support.visitor import Visitor, document

CLOSED, OPEN, ASKED = "PN-05", "XP-5", "XP-2"
LOOKING, CASTING = 14, 11
Counting = Callable[[], AbstractContextManager[Counted]]
BUDGETS = {  # account: address, most statements
    "u08": """
        / 22
        /matters 6
        /matters?words=%E7%99%BD%E9%85%92 6
        /matters/{matter} 13
        /matters/{matter}/trail 11
        /matters/{matter}/log 7
        /panels 4
        /panels/{panel} 11
        /panels/{panel}/commission 11
        /panels/{panel}/recusal 19
        /panels/{panel}/draw 10
        /panels/{panel}/seats 7
        /panels/{panel}/requests 12
        /panels/{panel}/materials 13
        /panels/{panel}/sitting 11
        /panels/{panel}/rounds/1 5
        /panels/{panel}/results 6
        /panels/{panel}/inquiries 22
        /panels/{panel}/conclusion 11
        /panels/{panel}/archive 7
        /panels/{panel}/events 4
        /panels/{open} 11
        /panels/{open}/sitting 11
        /panels/{open}/rounds/1 5
        /archive 4
        /experts 5
        /experts/{expert} 15
        /committees 4
        /institutions 3
        /institutions/{institution} 7
        /institutions/capability?words=%E9%9A%94%E8%86%9C 8
        /institutions/capability?words=%E9%9A%94%E8%86%9C&matter={matter} 20
        /orders 4
        /orders/{order} 12
        """,
    "u09": """
        / 20
        /matters 6
        /panels/{panel} 11
        /panels/{panel}/results 6
        /panels/{open}/rounds/1 5
        /panels/{asked}/commission/approve 23
        """,
    "u10": """
        / 17
        /panels/{panel} 11
        /panels/{panel}/archive 7
        /panels/{open} 11
        /panels/{open}/seats 7
        /panels/{open}/sitting 11
        /panels/{open}/rounds/1 5
        """,
    "e11": """
        / 8
        /invitations 2
        /panels/{panel} 11
        /panels/{panel}/results 7
        /panels/{open}/materials 13
        /panels/{open}/sitting 13
        /panels/{open}/rounds/1 8
        /ballot/{round} 11
        """,
    "u16": """
        / 5
        /matters 6
        /matters?words=%E7%99%BD%E9%85%92 6
        /panels 6
        /panels/{panel} 12
        /panels/{panel}/events 5
        /archive 6
        """,
    "u03": "/ 19",
    "u18": """
        / 9
        /accounts 5
        /organisations 2
        """,
    "u33": """
        / 3
        /orders 4
        """,
}


@pytest.fixture
def places(demo: Demo, app: Flask) -> dict[str, int]:
    """Give the numbers that the addresses of the table ask for."""
    numbers = {"panel": demo.panels[CLOSED], "open": demo.panels[OPEN], "asked": demo.panels[ASKED]}
    with app.app_context():
        running = voting.find_running_round(reading(), numbers["open"])
        matter = commissions.get_panel(reading(), numbers["panel"]).matter_id
        order = institutions.list_orders(reading(), panel_id=numbers["panel"])[0].id
    assert running is not None
    return numbers | {
        "matter": matter, "round": running.id, "expert": demo.basis.expert_id("ZJ-0011"),
        "institution": demo.basis.institution_id("JG-0005"), "order": order,
    }  # fmt: skip


def test_the_page_of_quotas_asks_no_more_often_than_it_may(
    visit: Callable[..., Visitor], places: dict[str, int], counted: Counting, demo: Demo
) -> None:
    visit(demo.basis.login("u09")).submit(
        "/panels/{asked}/commission/approve".format(**places), {"reject": "1", "reason": "名额条件再核对"}
    )
    visitor = visit(demo.basis.login("u08"))
    visitor.get("/account")
    over = over_budget(visitor, "/panels/{asked}/commission/quotas 20", places, counted)
    assert not over, "\n\n".join(over)


def over_budget(visitor: Visitor, table: str, places: dict[str, int], counted: Counting) -> list[str]:
    """Open every page of a table and name those that ask the database more often than they may."""
    found = []
    for line in filter(None, map(str.strip, table.splitlines())):
        address, most = line.rsplit(" ", 1)
        with counted() as statements:
            answer = visitor.get(address.format(**places))
        assert answer.status_code == 200, (address, answer.status_code)
        if len(statements) > int(most):
            found.append(f"{address}: {len(statements)} statements, {most} allowed\n{statements}")
    return found


@pytest.mark.parametrize("person", BUDGETS)
def test_a_page_asks_the_database_no_more_often_than_it_may(
    visit: Callable[..., Visitor], places: dict[str, int], counted: Counting, demo: Demo, person: str
) -> None:
    visitor = visit(demo.basis.login(person))
    visitor.get("/account")  # what is asked once by a process is asked now
    over = over_budget(visitor, BUDGETS[person], places, counted)
    assert not over, "\n\n".join(over)


# Casting


TYPED = {
    "option": "2", "nature": "健康危害", "severity": "3", "probability": "4", "spread": "regional",
    "confidence": "high", "measures": "recall",
    "reasons": "三批次检测值均超出限值，暴露人群以儿童为主，危害明确，应在限定时间内处置。",
}  # fmt: skip


def test_casting_asks_the_database_few_times(
    visit: Callable[..., Visitor], places: dict[str, int], counted: Counting, demo: Demo, database: str
) -> None:
    """Who it is, the draft, failed tries; the place, the ballot, the draft's end, the event; PostgreSQL locks."""
    member, path = visit(demo.basis.login("e11")), f"/ballot/{places['round']}"
    member.submit(path, TYPED, follow=False)
    with counted() as looking:
        review = member.get(f"{path}/review")
    assert len(looking) <= LOOKING, str(looking)
    fields = {one.name: one.value for one in document(review).forms[-1].inputs if one.name}
    with counted() as statements:
        answer = member.post(f"{path}/review", data=fields | {"password": DEMO_PASSWORD}, csrf=False)
    assert answer.status_code == 303
    assert answer.location.endswith("/receipt")
    assert len(statements) <= CASTING + 2 * database.startswith("postgresql"), str(statements)
