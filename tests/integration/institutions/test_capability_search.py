"""Looking for a laboratory: who can, who may today, who lapses soon, who has to do with the producer."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from panel.institutions import queries, service
from panel.institutions.capability_queries import Candidate, search_capabilities
from panel.institutions.facts import Designation, InstitutionEntry, OrderItem, Tie
from panel.institutions.task_queries import list_tasks
from panel.kernel.clock import StoryClock, beijing_date
from panel.kernel.errors import RuleViolatedError
from panel.kernel.tokens import new_key
from panel.matters import queries as matters
from panel.proceedings.demo.basis import Basis
from panel.recusal import body_service
from panel.recusal.facts import SynonymKind
from panel.roster import queries as roster
from tests.support.orders import ORDER, PDF, Orders
from tests.support.visitor import Visitor, document, visible_text

SessionOf = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def orders(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Orders:
    """Give a matter under adjudication and the way to order tests on it."""
    return Orders(session_of, basis, clock)


def edit(orders: Orders, code: str, by: str = "u08", **changes: Any) -> None:
    """Correct what the registry says of an institution."""
    with orders.session_of() as session:
        row = queries.find_institution_by_code(session, code)
        assert row is not None
        entry: InstitutionEntry = replace(queries.entry_of(session, row), **changes)
        service.edit_institution(session, row.id, entry, actor=orders.basis.actor(by), clock=orders.clock)
    if "name" in changes:
        orders.designated_again(code)


def found(orders: Orders, words: str, *, with_matter: bool = True, days: int = 60) -> Mapping[str, Candidate]:
    """Search for the Hunan bureau and give what was found by code."""
    with orders.session_of() as session:
        chain = roster.chain_of(session, orders.basis.org_id("B-430"))
        matter = orders.matter if with_matter else None
        candidates = search_capabilities(
            session, words, beijing_date(orders.clock()), days, chain=chain, matter_id=matter
        )
    return {one.institution.code: one for one in candidates}


@pytest.mark.clause("4.2.1-b", "2.4.2-i", "D-22")
def test_a_search_says_who_may_work_today_and_what_stands_against_the_others(orders: Orders) -> None:
    candidates = found(orders, "酒类 DBP", with_matter=False)
    assert list(candidates) == ["JG-0001", "JG-0003", "JG-0002"]
    assert {code: one.is_open for code, one in candidates.items()} == {
        "JG-0001": True, "JG-0003": True, "JG-0002": False,
    }  # fmt: skip
    assert [lack.problem for lack in candidates["JG-0002"].against] == ["not_open"]
    assert [line.method for line in candidates["JG-0001"].lines] == ["GB 5009.271"]
    with orders.session_of() as session:
        row = queries.get_institution(session, orders.basis.institution_id("JG-0003"))
        until, lines = row.qualified_until, queries.entry_of(session, row).capabilities
    assert until is not None
    days = (until - beijing_date(orders.clock())).days
    assert not found(orders, "DBP", days=days - 1)["JG-0003"].soon
    assert found(orders, "DBP", days=days)["JG-0003"].soon[0].problem == "expires_soon"
    edit(orders, "JG-0003", capabilities=tuple(replace(line, is_in_scope=False) for line in lines))
    assert [lack.problem for lack in found(orders, "DBP")["JG-0003"].against] == ["not_covered"]


@pytest.mark.clause("4.2.2-d", "S-10")
def test_a_tie_is_found_under_another_name_of_the_producer_and_needs_a_reason(orders: Orders) -> None:
    """The entered tie names the firm as people call it; a registered synonym leads to the producer."""
    with orders.session_of() as session:
        maker = matters.parties_of(session, orders.matter)[0]
    edit(orders, "JG-0003", ties=(Tie("湘酒老厂", None, "年度委托合同"),))
    assert found(orders, "DBP")["JG-0003"].relations == []
    with orders.session_of() as session:
        body_service.add_synonym(
            session, name=maker.name, unified_code=maker.unified_code or "", other="湘酒老厂", kind=SynonymKind.FORMER,
            evidence="登记机关公示信息", form_key=new_key(), actor=orders.basis.actor("u08"), clock=orders.clock,
        )  # fmt: skip
    one = found(orders, "DBP")["JG-0003"]
    assert one.is_open
    assert (one.relations[0].tie.party, one.relations[0].is_self) == (maker.name, False)
    assert "湘酒老厂" in one.relations[0].tie.detail
    content = replace(ORDER, items=(OrderItem("DBP"),))
    with pytest.raises(RuleViolatedError, match="INST_TIE"):
        orders.draft("JG-0003", content)
    orders.draft("JG-0003", replace(content, tie_reason="省内仅此一家具备能力"))
    assert orders.order().ties[0]["party"] == maker.name


@pytest.mark.clause("4.2.2-d")
def test_the_laboratory_of_the_producer_is_found_by_its_name_in_other_spelling(orders: Orders) -> None:
    with orders.session_of() as session:
        maker = matters.parties_of(session, orders.matter)[0]
        other = maker.name.replace("（", "(").replace("）", ")") + " "
        code = queries.get_institution(session, orders.basis.institution_id("JG-0003")).unified_code
    assert code != maker.unified_code
    edit(orders, "JG-0003", name=other.strip(), unified_code=maker.unified_code or code)
    one = found(orders, "DBP")["JG-0003"]
    assert (one.is_party, one.is_open) == (True, False)
    with pytest.raises(RuleViolatedError, match="INST_IS_PARTY"):
        orders.draft("JG-0003", replace(ORDER, items=(OrderItem("DBP"),)))


@pytest.mark.clause("2.4.2-i", "4.2.1-a")
def test_desks_are_warned_before_a_qualification_or_designation_ends(orders: Orders) -> None:
    """Sixty days ahead and no sooner; the official minds the certificate, the approver the designation."""
    with orders.session_of() as session:
        row = queries.get_institution(session, orders.basis.institution_id("JG-0003"))
        ends = min(day for day in (row.qualified_until, row.designated_until) if day)
    titles: dict[tuple[str, int], list[str]] = {}
    for ahead in (61, 60):
        day = date.fromordinal(ends.toordinal() - ahead)
        orders.clock.set(orders.clock().replace(year=day.year, month=day.month, day=day.day))
        for who in ("u08", "u09", "u10", "u05"):
            with orders.session_of() as session:
                tasks = list_tasks(session, orders.basis.actor(who), orders.clock())
            titles[who, ahead] = [task.title for task in tasks if task.about == row.name]
    assert [titles["u08", 61], titles["u09", 61]] == [[], []]
    assert titles["u08", 60] + titles["u09", 60] == ["更新检测机构资质", "续办检测机构确定"]
    assert not titles["u10", 60] + titles["u05", 60]


def test_the_page_leads_from_the_matter_to_the_draft(
    orders: Orders, visit: Callable[..., Visitor], basis: Basis, app: Flask
) -> None:
    del app
    official = visit(basis.login("u08"))
    look = f"/institutions/capability?matter={orders.matter}"
    assert look in official.get(f"/matters/{orders.matter}").get_data(as_text=True)
    page = official.get(f"{look}&words=酒类+DBP")
    assert "找到 3 家，今天可以委托的 2 家" in visible_text(page)
    links = document(page).xpath("//a[contains(@href, '/orders/new')]/@href")
    assert len(links) == 2
    chosen = document(official.get(links[0])).xpath("//select[@name='institution']/option[@selected]/@value")
    assert chosen == [str(basis.institution_id("JG-0001"))]
    assert "没有机构登记了这项能力" in visible_text(official.get("/institutions/capability?words=没有"))
    assert official.get("/institutions/capability?matter=甲&words=DBP").status_code == 200
    assert official.get("/institutions/capability?matter=999999&words=DBP").status_code == 404
    assert visit(basis.login("u33")).get("/institutions/capability").status_code == 403


@pytest.mark.clause("4.2.1-c")
def test_what_headquarters_designates_is_open_to_every_bureau(orders: Orders) -> None:
    """A bureau's laboratory, designated by a document of headquarters, serves the whole system."""
    assert not found(orders, "酒类 DBP")["JG-0002"].is_open
    with orders.session_of() as session:
        row = queries.get_institution(session, orders.basis.institution_id("JG-0002"))
        designation = queries.facts_of(row)
    document_of_hq = Designation(
        orders.basis.org_id("B-330"), "国质检示〔2026〕5号", designation.designated_until or date(2028, 1, 1),
        date(2026, 2, 27), orders.basis.org_id("HQ"),
    )  # fmt: skip
    orders.act(service.designate_institution, row.id, "u06", designation=document_of_hq, file=PDF)
    assert found(orders, "酒类 DBP")["JG-0002"].is_open
