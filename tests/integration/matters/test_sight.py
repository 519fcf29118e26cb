"""Who may know of which matter: in the list and by its number, the same."""

import pytest

from panel.kernel.actor import SYSTEM, Actor
from panel.kernel.errors import NotFoundError
from panel.kernel.tokens import new_key
from panel.matters import queries, service
from panel.matters.queries import MatterFilters
from tests.support.matters import Matters

EVERYBODY = (
    "u01", "u02", "u03", "u05", "u06", "u08", "u09", "u10", "u13", "u16", "u17", "u18", "u20", "u21", "u22", "u27",
    "u32", "u33", "e11",
)  # fmt: skip


def knows(matters: Matters, number: int, viewer: Actor) -> bool:
    """Ask both ways, which must agree."""
    with matters.session_of() as session:
        listed = queries.list_matters(session, viewer, MatterFilters(), (0, 100), now=matters.clock())
        in_list = number in {matter.id for matter in listed}
        try:
            queries.get_matter(session, number, viewer=viewer)
        except NotFoundError:
            found = False
        else:
            found = True
    assert found == in_list
    return found


def who_knows(matters: Matters, number: int) -> set[str]:
    return {key for key in EVERYBODY if knows(matters, number, matters.basis.actor(key))}


HUNAN = {"u08", "u09", "u10"}
AUDITOR = {"u16"}


@pytest.mark.clause("2.3.2-b", "1.3.0-d", "3.5.0-a", "3.5.0-b")
def test_a_bureau_and_the_unit_that_entered_it_know_of_a_matter_and_nobody_else(matters: Matters) -> None:
    assert who_knows(matters, matters.received("u21")) == HUNAN | AUDITOR | {"u21"}
    assert who_knows(matters, matters.received("u08")) == HUNAN | AUDITOR


@pytest.mark.clause("2.3.2-b")
def test_a_bureaus_auditor_knows_of_the_bureaus_matters_only(matters: Matters) -> None:
    assert who_knows(matters, matters.received("u20")) == {"u05", "u06", "u17", "u20"} | AUDITOR


def test_a_departments_matter_is_the_departments(matters: Matters) -> None:
    assert who_knows(matters, matters.received("u01")) == {"u01", "u02"} | AUDITOR


@pytest.mark.clause("2.2.4-a")
def test_a_contact_knows_of_the_own_findings_only(matters: Matters) -> None:
    laboratory = {"source_class": 4, "source_sub": "401", "source_fields": {"reporting_institution": "中心"}}
    number = matters.received("u32", **laboratory, secondary_classes=())
    assert who_knows(matters, number) == {"u01", "u02", "u32"} | AUDITOR


@pytest.mark.clause("2.4.1-c")
def test_an_escalated_matter_is_known_to_the_department_addressed_and_still_to_the_bureau(matters: Matters) -> None:
    number, _adjudication = matters.adjudicating()
    request = matters.act(
        service.request_escalation, number, form_key=new_key(), target_org_id=matters.basis.org_id("HQ-FOOD"),
        reason="需全国部署", by="u08",
    )  # fmt: skip
    assert who_knows(matters, number) == HUNAN | AUDITOR
    matters.act(service.endorse_request, request, is_endorsed=True, by="u09")
    assert who_knows(matters, number) == HUNAN | AUDITOR | {"u01", "u02"}
    matters.act(service.accept_escalation, request, by="u01")
    assert who_knows(matters, number) == HUNAN | AUDITOR | {"u01", "u02"}


@pytest.mark.clause("2.4.1-e", "3.1.1-g")
def test_the_leader_knows_once_asked_and_the_body_named_once_named(matters: Matters) -> None:
    number, _second = matters.adjudicating("u01", level=2, grading=matters.level_2())
    request = matters.act(service.request_level_1, number, form_key=new_key(), difficulty="多部门", by="u01")
    food = {"u01", "u02"} | AUDITOR
    assert who_knows(matters, number) == food
    matters.act(service.endorse_request, request, is_endorsed=True, by="u02")
    assert who_knows(matters, number) == food | {"u03"}
    matters.act(
        service.decide_level_1, request, is_approved=True, approval_no="1号",
        result_org_id=matters.basis.org_id("HQ-GO"), by="u03",
    )  # fmt: skip
    assert who_knows(matters, number) == food | {"u03", "u27"}


def test_a_matter_passed_on_stays_known_to_the_sender(matters: Matters) -> None:
    number = matters.received("u22")
    matters.act(service.dispatch_matter, number, to_org_id=matters.basis.org_id("B-430"), suggestion="请核实", by="u22")
    assert who_knows(matters, number) == HUNAN | AUDITOR | {"u22"}


def test_the_system_knows_everything_and_somebody_without_a_body_nothing(matters: Matters) -> None:
    number = matters.received()
    assert knows(matters, number, SYSTEM)
    actor = matters.basis.actor("u08")
    assert not knows(matters, number, Actor(actor.id, actor.name, actor.role))
