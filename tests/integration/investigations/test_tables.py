"""What the rules forbid, the tables forbid too."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from panel.db import database
from panel.investigations.models import Investigation, Request, TestAnswer, WarningDecision
from tests.support.inquiries import Inquiries


def refuse(panels: Inquiries, row: Any, constraint: str) -> None:
    with panels.app.app_context(), database().writing() as session:
        session.add(row)
        with pytest.raises(IntegrityError) as refused:
            session.flush()
        session.rollback()
    assert constraint in str(refused.value) or "UNIQUE" in str(refused.value)


def plan(panels: Inquiries, panel_id: int, **changes: Any) -> Investigation:
    at, official = panels.clock(), panels.basis.account("u08")
    values: dict[str, Any] = {
        "form_key": "a" * 32, "panel_id": panel_id, "matter_id": 1, "round_id": 1, "state": "PLANNED",
        "questions": ["问"], "scope": "", "method": "", "schedule": "", "team": [], "is_joint": False,
        "drafted_by": official, "drafted_at": at,
    }  # fmt: skip
    return Investigation(**values | changes)


@pytest.mark.clause("2.4.2-k", "2.4.2-l")
def test_a_plan_has_two_persons_a_number_and_its_lead(panels: Inquiries) -> None:
    panel_id, at = panels.split(), panels.clock()
    official, approver = panels.basis.account("u08"), panels.basis.account("u09")
    decided = {"state": "APPROVED", "decided_by": approver, "decided_at": at, "number": "研查1"}
    refuse(panels, plan(panels, panel_id, **decided | {"decided_by": official}), "two_persons")
    refuse(panels, plan(panels, panel_id, **decided | {"number": None}), "number")
    refuse(panels, plan(panels, panel_id, **decided | {"state": "FILED"}), "filed")
    refuse(panels, plan(panels, panel_id, **decided | {"state": "REFUSED", "number": None}), "refusal")
    refuse(panels, plan(panels, panel_id, is_joint=True, lead_name="寅"), "joint_lead")
    refuse(panels, plan(panels, panel_id, state="OTHER"), "state")


def test_a_panel_has_one_open_investigation(panels: Inquiries) -> None:
    panel_id = panels.split()
    panels.planned(panel_id)
    refuse(panels, plan(panels, panel_id), "uq_investigations_investigation_open")


@pytest.mark.clause("2.5.3-a")
def test_a_round_has_one_warning_answer_with_what_it_needs(panels: Inquiries) -> None:
    panel_id, at = panels.split(), panels.clock()
    values = {"panel_id": panel_id, "round_id": 1, "answered_by": panels.basis.account("u08"), "answered_at": at}
    refuse(panels, WarningDecision(answer="warning", content="", reason="有", **values), "content")
    refuse(panels, WarningDecision(answer="not_needed", content="有", reason="", **values), "reason")
    panels.warned(panel_id)
    refuse(panels, WarningDecision(answer="warning", content="有", reason="", **values), "round_id")


def test_a_test_wish_is_answered_once_with_a_reason(panels: Inquiries) -> None:
    panel_id, at = panels.split(), panels.clock()
    values = {"panel_id": panel_id, "round_id": 1, "answered_by": panels.basis.account("u08"), "answered_at": at}
    refuse(panels, TestAnswer(item="铅", is_ordered=True, reason="", **values), "reason")
    panels.order(panel_id)
    refuse(panels, TestAnswer(item="DBP", is_ordered=True, reason="有", **values), "round_id")


@pytest.mark.clause("2.4.2-m")
def test_a_proposal_is_decided_by_another_and_refused_with_a_reason(panels: Inquiries) -> None:
    panel_id, at = panels.split(), panels.clock()
    official, approver = panels.basis.account("u08"), panels.basis.account("u09")
    values: dict[str, Any] = {
        "form_key": "a" * 32, "panel_id": panel_id, "kind": "escalation", "mode": "", "reason": "难",
        "requested_by": official, "requested_at": at,
    }  # fmt: skip
    decided = {"decided_by": approver, "decided_at": at, "is_granted": True}
    refuse(panels, Request(**values | decided | {"decided_by": official}), "two_persons")
    refuse(panels, Request(**values | decided | {"is_granted": False}), "refusal")
    refuse(panels, Request(**values | {"mode": "work"}), "mode")
    refuse(panels, Request(**values | {"kind": "other_adjudication"}), "mode")
    refuse(panels, Request(**values | {"decided_at": at}), "decided")
