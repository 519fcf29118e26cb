"""A work order from draft to accepted report, and every reason why it stops on the way."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from panel.audit.models import Event
from panel.institutions import queries, service
from panel.institutions.facts import (
    Capability,
    Contact,
    Designation,
    InstitutionEntry,
    OrderContent,
    OrderItem,
    OrderKind,
    Qualification,
    Result,
    RetainedSampleEntry,
    Tie,
)
from panel.kernel.clock import StoryClock
from panel.kernel.errors import BadInputError, NotAllowedError, NotFoundError, RuleViolatedError, StaleError
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import Basis
from panel.roster import queries as roster
from tests.support.matters import Matters
from tests.support.orders import ORDER, PDF, REPORT, SAMPLE, Orders

SessionOf = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def orders(session_of: SessionOf, basis: Basis, clock: StoryClock) -> Orders:
    return Orders(session_of, basis, clock)


# Drafting


@pytest.mark.clause("4.2.2-a", "4.2.2-c", "2.4.2-i")
def test_an_order_goes_from_draft_to_accepted_report(orders: Orders) -> None:
    report = orders.reported(sample=SAMPLE)
    assert orders.matter_state() == "TESTING"
    orders.act(service.accept_report, report, "u08")
    order = orders.order()
    assert (order.number, order.state) == ("湘研检〔2026〕1号", "closed")
    assert orders.matter_state() == "ADJUDICATING"
    with orders.session_of() as session:
        sources = queries.report_sources(session, orders.matter)
    assert sources[0].unified_code == "Y1990000F000050112"
    assert "授权签字人01" in sources[0].people


def test_a_double_click_drafts_once(orders: Orders) -> None:
    key = new_key()
    assert orders.draft(form_key=key) == orders.draft(form_key=key)


@pytest.mark.clause("2.4.2-i", "D-22")
@pytest.mark.parametrize(
    ("institution", "code"),
    [
        ("JG-0009", "INST_QUALIFIED"),  # expired
        ("JG-0010", "INST_QUALIFIED"),  # CNAS only
        ("JG-0004", "INST_QUALIFIED"),  # textiles
        ("JG-0002", "INST_NOT_OPEN"),  # another bureau's
    ],
)
def test_an_institution_that_may_not_take_the_order_is_refused(orders: Orders, institution: str, code: str) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        orders.draft(institution, replace(ORDER, items=(OrderItem("DBP"),)))
    assert refused.value.code == code


@pytest.mark.clause("4.2.1-a")
def test_a_suspended_institution_is_not_designated(orders: Orders) -> None:
    with pytest.raises(RuleViolatedError) as refused:
        orders.draft("JG-0012", replace(ORDER, items=(OrderItem("电气安全"),)))
    assert refused.value.code == "INST_DESIGNATED"


@pytest.mark.clause("2.4.2-i")
def test_a_qualification_that_lapsed_since_the_draft_stops_the_approval(orders: Orders) -> None:
    orders.draft("JG-0003", replace(ORDER, items=(OrderItem("DBP"),)))
    orders.clock.set(orders.clock().replace(month=9, day=15))
    with pytest.raises(RuleViolatedError) as refused:
        orders.act(service.approve_order, orders.id, "u09")
    assert refused.value.code == "INST_QUALIFIED"
    assert orders.order().number is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (replace(ORDER, items=()), "ORDER_ITEMS_MISSING"),
        (replace(ORDER, due_on=date(2026, 3, 1)), "ORDER_DUE_PAST"),
        (replace(ORDER, secrecy="classified"), "CLASSIFIED_CONTENT"),
    ],
)
def test_an_order_that_cannot_be_is_refused(orders: Orders, content: OrderContent, code: str) -> None:
    with pytest.raises((BadInputError, RuleViolatedError)) as refused:
        orders.draft(content=content)
    assert refused.value.code == code


def test_only_officials_of_the_matters_owner_order(orders: Orders) -> None:
    with pytest.raises(NotAllowedError):
        orders.draft(by="u09")
    with pytest.raises(NotFoundError):
        orders.draft(by="u05")
    with pytest.raises(NotFoundError):
        orders.act(service.draft_order, orders.matter, "u08", content=ORDER, institution_id=999, form_key=new_key())


@pytest.mark.clause("4.2.2-a")
def test_a_matter_that_is_not_under_adjudication_gets_no_order(orders: Orders) -> None:
    orders.matter = Matters(orders.session_of, orders.basis, orders.clock).confirmed("u08")
    with pytest.raises(RuleViolatedError) as refused:
        orders.draft()
    assert refused.value.code == "ORDER_NEEDS_ADJUDICATION"


# Ties


def entry_of(orders: Orders, code: str) -> InstitutionEntry:
    with orders.session_of() as session:
        row = queries.get_institution(session, orders.basis.institution_id(code))
        return queries.entry_of(session, row)


@pytest.mark.clause("4.2.2-d")
def test_a_tie_with_the_producer_needs_a_reason_that_stays_with_the_order(orders: Orders) -> None:
    enterprise = orders.basis.enterprise("QY-05")
    tie = Tie(enterprise["name"], enterprise["unified_code"], "年度委托检验合同")
    entry = replace(entry_of(orders, "JG-0001"), ties=(tie,))
    orders.act(service.edit_institution, orders.basis.institution_id("JG-0001"), "u01", entry=entry)
    with pytest.raises(RuleViolatedError) as refused:
        orders.draft()
    assert refused.value.code == "INST_TIE"
    orders.draft(content=replace(ORDER, tie_reason="全国仅此一家具备该项资质"))
    assert [one["party"] for one in orders.order().ties] == [enterprise["name"]]


@pytest.mark.clause("4.2.2-d", "S-10")
def test_a_partys_own_laboratory_does_not_test(orders: Orders) -> None:
    enterprise = orders.basis.enterprise("QY-05")
    entry = replace(entry_of(orders, "JG-0003"), unified_code=enterprise["unified_code"])
    orders.act(service.edit_institution, orders.basis.institution_id("JG-0003"), "u08", entry=entry)
    orders.designated_again("JG-0003")
    with pytest.raises(RuleViolatedError) as refused:
        orders.draft("JG-0003", replace(ORDER, items=(OrderItem("DBP"),)))
    assert refused.value.code == "INST_IS_PARTY"


# Deciding


@pytest.mark.clause("4.2.2-a")
def test_the_drafter_does_not_approve_in_the_database_either(orders: Orders, session_of: SessionOf) -> None:
    orders.draft()
    with pytest.raises(NotAllowedError):
        orders.act(service.approve_order, orders.id, "u08")
    with pytest.raises(IntegrityError), session_of() as session:
        session.execute(
            text(
                "UPDATE institutions_work_order SET state = 'issued', number = '1', decided_by = requested_by, "
                "decided_at = requested_at WHERE id = :id"
            ),
            {"id": orders.id},
        )


def test_an_order_is_decided_once(orders: Orders) -> None:
    orders.draft()
    orders.act(service.refuse_order, orders.id, "u09", reason="先核实样品来源")
    assert orders.order().state == "refused"
    with pytest.raises(StaleError):
        orders.act(service.approve_order, orders.id, "u09")
    with pytest.raises(NotFoundError):
        orders.act(service.approve_order, orders.id, "u06")


@pytest.mark.clause("3.4.1-a")
def test_numbers_run_without_a_gap(orders: Orders) -> None:
    assert [orders.issued() and orders.order().number for _turn in range(2)] == [
        "湘研检〔2026〕1号",
        "湘研检〔2026〕2号",
    ]


# The institution's part


@pytest.mark.clause("4.2.2-a")
def test_without_an_approved_order_no_report_is_taken_in(orders: Orders) -> None:
    orders.draft()
    with pytest.raises(RuleViolatedError) as refused:
        orders.upload()
    assert refused.value.code == "ORDER_MISSING"
    with pytest.raises(NotFoundError):
        orders.upload(by="u32")
    with pytest.raises(NotAllowedError):
        orders.upload(by="u08")


def test_an_order_is_taken_on_before_its_report(orders: Orders) -> None:
    orders.issued()
    with pytest.raises(RuleViolatedError) as refused:
        orders.upload()
    assert refused.value.code == "ORDER_NOT_TAKEN_ON"
    with pytest.raises(NotFoundError):
        orders.act(service.acknowledge_order, orders.id, "u32", is_impartial=True, note="")
    orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=True, note="六瓶")
    with pytest.raises(StaleError):
        orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=True, note="六瓶")
    with pytest.raises(NotAllowedError):
        orders.act(service.acknowledge_order, orders.id, "u08", is_impartial=True, note="六瓶")


@pytest.mark.clause("4.2.2-a")
def test_an_order_is_taken_on_under_a_declaration_of_impartiality_that_stays_on_record(orders: Orders) -> None:
    orders.issued()
    with pytest.raises(BadInputError, match="ORDER_NOT_IMPARTIAL"):
        orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=False, note="六瓶")
    orders.act(service.acknowledge_order, orders.id, "u33", is_impartial=True, note="六瓶")
    with orders.session_of() as session:
        event = session.scalars(select(Event).where(Event.action == "institutions.order.acknowledged")).one()
        assert (event.facts["is_impartial"], event.facts["note"]) == (True, "六瓶")


@pytest.mark.clause("2.4.2-j")
def test_a_measurement_in_words_only_is_refused(orders: Orders) -> None:
    orders.taken_on()
    with pytest.raises(BadInputError) as refused:
        orders.upload(replace(REPORT, results=(Result("DBP", finding="检出"),)))
    assert refused.value.code == "RESULT_NEEDS_VALUE"


@pytest.mark.clause("2.4.2-j")
def test_an_appraisal_needs_words(orders: Orders) -> None:
    orders.taken_on(replace(ORDER, kind=OrderKind.APPRAISAL))
    with pytest.raises(BadInputError) as refused:
        orders.upload(replace(REPORT, results=(Result("DBP", "1.01", "mg/kg"),)))
    assert refused.value.code == "RESULT_NEEDS_FINDING"
    orders.upload(replace(REPORT, results=(Result("DBP", finding="来自管道"),)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tested_on": date(2026, 3, 3)}, "TESTED_AHEAD"),
        ({"received_on": date(2026, 3, 2), "tested_on": date(2026, 3, 1)}, "TESTED_BEFORE_RECEIPT"),
    ],
)
def test_dates_that_cannot_be_are_refused(orders: Orders, changes: dict[str, Any], code: str) -> None:
    orders.taken_on()
    with pytest.raises(BadInputError) as refused:
        orders.upload(replace(REPORT, **changes))
    assert refused.value.code == code


# Versions


@pytest.mark.clause("4.2.2-f")
def test_a_corrected_report_is_a_further_version_with_its_reason(orders: Orders) -> None:
    first = orders.reported(sample=SAMPLE)
    with pytest.raises(BadInputError) as refused:
        orders.upload()
    assert refused.value.code == "CHANGE_REASON_MISSING"
    second = orders.upload(replace(REPORT, change_reason="单位有误"), file=("更正.pdf", b"%PDF-1.7 corrected"))
    with pytest.raises(StaleError) as late:
        orders.act(service.accept_report, first, "u08")
    assert late.value.code == "REPORT_SUPERSEDED"
    orders.act(service.accept_report, second, "u08")
    with orders.session_of() as session:
        reports = queries.list_reports(session, orders.id)
    assert [(one.version, one.change_reason) for one in reports] == [(1, ""), (2, "单位有误")]
    assert len({one.file_id for one in reports}) == 2
    with pytest.raises(StaleError) as closed:
        orders.upload(replace(REPORT, change_reason="再改"))
    assert closed.value.code == "ORDER_CLOSED"


@pytest.mark.clause("4.2.2-c")
def test_a_returned_report_goes_back_with_the_reason(orders: Orders) -> None:
    report = orders.reported(sample=SAMPLE)
    orders.act(service.return_report, report, "u08", reason="缺少不确定度")
    assert orders.order().state == "acknowledged"
    with pytest.raises(StaleError):
        orders.act(service.accept_report, report, "u08")
    assert orders.upload(replace(REPORT, change_reason="补充不确定度")) > report


# Acceptance


@pytest.mark.clause("4.2.2-c", "D-16")
@pytest.mark.parametrize(
    ("changes", "word"),
    [({"signatory": ""}, "授权签字人"), ({"is_seal_intact": False, "method": ""}, "检测方法、封样核对")],
)
def test_an_untraceable_report_is_not_accepted_and_the_missing_item_is_named(
    orders: Orders, changes: dict[str, Any], word: str
) -> None:
    report = orders.reported(replace(REPORT, **changes), sample=SAMPLE)
    with pytest.raises(RuleViolatedError) as refused:
        orders.act(service.accept_report, report, "u08")
    assert refused.value.code == "REPORT_TRACEABLE"
    assert refused.value.facts["missing"] == word


@pytest.mark.clause("2.3.7-a")
def test_a_problem_found_needs_a_sample_or_a_statement(orders: Orders) -> None:
    report = orders.reported()
    with pytest.raises(RuleViolatedError) as refused:
        orders.act(service.accept_report, report, "u08")
    assert refused.value.code == "SAMPLE_MISSING"
    statement = RetainedSampleEntry(impossible_reason="样品检测中全部耗尽")
    orders.act(service.add_retained_sample, orders.id, "u33", entry=statement)
    orders.act(service.accept_report, report, "u08")


@pytest.mark.clause("2.3.7-a", "A-24")
def test_without_a_problem_no_sample_is_asked_and_a_short_one_is_refused(orders: Orders) -> None:
    report = orders.reported(replace(REPORT, is_problem_found=False))
    with pytest.raises(BadInputError) as refused:
        orders.act(service.add_retained_sample, orders.id, "u08", entry=replace(SAMPLE, keep_until=date(2026, 9, 1)))
    assert refused.value.code == "SAMPLE_KEEP_SHORT"
    with pytest.raises(NotAllowedError):
        orders.act(service.add_retained_sample, orders.id, "u09", entry=SAMPLE)
    orders.act(service.accept_report, report, "u08")
    with pytest.raises(NotAllowedError):
        orders.act(service.return_report, report, "u09", reason="晚了")


# The registry


ENTRY = InstitutionEntry(
    name="示范新检测院（示例）",
    unified_code="Y1990000F00000093C",
    region="430000",
    qualification=Qualification("201820119999", None, None, date(2025, 1, 1), date(2030, 12, 31)),
    contact=Contact("联络人", "+86-000-0000-7099", "jg@example.org"),
    capabilities=(Capability("酒类", "甲醇", "GB 5009.266"),),
)


def register(orders: Orders, by: str = "u08", **changes: Any) -> int:
    entry = replace(ENTRY, **changes)
    with orders.session_of() as session:
        return service.register_institution(
            session, entry, form_key=new_key(), actor=orders.basis.actor(by), clock=orders.clock
        )


@pytest.mark.clause("4.2.1-a", "4.2.1-c")
def test_an_institution_is_registered_designated_and_then_ordered_from(orders: Orders) -> None:
    number = register(orders)
    order = {"content": replace(ORDER, items=(OrderItem("甲醇"),)), "institution_id": number, "form_key": new_key()}
    with pytest.raises(RuleViolatedError) as refused:
        orders.act(service.draft_order, orders.matter, "u08", **order)
    assert refused.value.code == "INST_DESIGNATED"
    designation = Designation(
        orders.basis.org_id("B-430"), "湘质检〔2026〕1号（示例）", date(2030, 12, 31), date(2026, 2, 27),
        orders.basis.org_id("B-430"),
    )  # fmt: skip
    for changes, code in (
        ({"dated_on": None}, "DESIGNATION_DOCUMENT"), ({"dated_on": date(2026, 3, 3)}, "DESIGNATION_DATED"),
        ({"issued_by_org_id": orders.basis.org_id("B-330")}, "DESIGNATION_ISSUER"),
    ):  # fmt: skip
        with pytest.raises(RuleViolatedError, match=code):
            wrong = replace(designation, **changes)
            orders.act(service.designate_institution, number, "u09", designation=wrong, file=PDF)
    with pytest.raises(RuleViolatedError, match="DESIGNATION_DOCUMENT"):
        orders.act(service.designate_institution, number, "u09", designation=designation, file=None)
    orders.act(service.designate_institution, number, "u09", designation=designation, file=PDF)
    orders.act(service.draft_order, orders.matter, "u08", **order)
    with orders.session_of() as session:
        chain = roster.chain_of(session, orders.basis.org_id("B-430"))
        fit = queries.qualified_for(session, ["甲醇"], date(2026, 3, 2), chain=chain)
        offers = queries.list_offers(session, date(2026, 3, 2), chain=chain)
    assert [one.code for one in fit] == ["JG-0013"]
    assert number in {offer.id for offer in offers}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unified_code": "Y1990000F00000018X"}, "INST_UNIFIED_CODE"),
        ({"unified_code": "Y1990000F000050112"}, "INST_EXISTS"),
        ({"qualification": replace(ENTRY.qualification, cma_no="12345678901")}, "CMA_NUMBER"),
        ({"qualification": replace(ENTRY.qualification, valid_until=None)}, "QUALIFICATION_DAYS"),
        ({"qualification": replace(ENTRY.qualification, valid_until=date(2024, 1, 1))}, "QUALIFICATION_DAYS"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(orders: Orders, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInputError) as refused:
        register(orders, **changes)
    assert refused.value.code == code


@pytest.mark.clause("D-22", "4.2.1-a")
def test_cnas_alone_does_not_lead_to_a_designation(orders: Orders) -> None:
    number = register(orders, qualification=Qualification(None, "L99999", None, date(2025, 1, 1), date(2030, 1, 1)))
    designation = Designation(orders.basis.org_id("B-430"), "1", date(2030, 12, 31))
    with pytest.raises(RuleViolatedError) as refused:
        orders.act(service.designate_institution, number, "u09", designation=designation, file=PDF)
    assert refused.value.code == "INST_NO_BASIS"
    with pytest.raises(NotAllowedError):
        orders.act(service.designate_institution, number, "u06", designation=designation, file=PDF)
    with pytest.raises(RuleViolatedError) as same:
        orders.act(service.designate_institution, number, "u08", designation=designation, file=PDF)
    assert same.value.code == "SOD_DESIGNATION"


def test_an_institution_is_suspended_and_resumed(orders: Orders) -> None:
    number = orders.basis.institution_id("JG-0003")
    orders.act(service.suspend_institution, number, "u09", reason="能力验证不满意")
    with pytest.raises(StaleError):
        orders.act(service.suspend_institution, number, "u09", reason="再次")
    orders.act(service.resume_institution, number, "u09", reason="整改完成")
    orders.draft("JG-0003", replace(ORDER, items=(OrderItem("DBP"),)))


@pytest.mark.clause("4.2.1-a")
def test_a_designation_does_not_pass_to_another_name_or_code(orders: Orders) -> None:
    number = orders.basis.institution_id("JG-0001")
    states = []
    for entry in (replace(entry_of(orders, "JG-0001"), ties=()), replace(entry_of(orders, "JG-0001"), name="别家检测")):
        orders.act(service.edit_institution, number, "u01", entry=entry)
        with orders.session_of() as session:
            states.append(queries.get_institution(session, number).state)
    assert states == ["designated", "registered_only"]
