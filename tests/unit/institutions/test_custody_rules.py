"""Seals, hand-overs, and what a report may rest on: the rules alone, each boundary from both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from panel.institutions import custody_rules as rules
from panel.institutions.custody_facts import Custody, FoundSample, HandedOver, HandedSample, SealFault, Side, TakenIn

NOW = datetime(2026, 3, 2, 8, 30, 20, tzinfo=UTC)
HANDED = HandedOver("甲", NOW - timedelta(minutes=5), (HandedSample(0, "F-01"),))
TAKEN = TakenIn("乙", NOW, (FoundSample(7, "F-01", True, "完好", "S-1"),))
WHOLE = Custody("白酒", "S-1")


@pytest.mark.clause("4.2.2-a", "4.2.2-c")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"at": NOW}, None),
        ({"at": NOW + timedelta(seconds=1)}, "HANDOVER_AHEAD"),
        ({"at": NOW.replace(minute=10, second=0)}, None),  # the minute of the approval
        ({"at": NOW.replace(minute=9, second=59)}, "HANDOVER_EARLY"),
        ({"samples": ()}, "HANDOVER_EMPTY"),
        ({"samples": (HandedSample(1, "F-01"), HandedSample(1, "F-02"))}, "HANDOVER_EMPTY"),
        ({"samples": (HandedSample(2, "F-01"),)}, "HANDOVER_EMPTY"),
        ({"samples": (HandedSample(1, ""),)}, "HANDOVER_SEAL"),
    ],
)
def test_samples_go_under_seal_after_the_approval_and_not_in_the_future(changes: dict[str, object], code: str) -> None:
    approved_at = NOW.replace(minute=10, second=40)
    assert rules.reasons_against_handover(replace(HANDED, **changes), 2, approved_at, NOW) == code


@pytest.mark.clause("4.2.2-c")
@pytest.mark.parametrize(
    ("line_ids", "known", "changes", "code"),
    [
        ([7], [], {}, None),
        ([7, 8], [], {}, "RECEIPT_INCOMPLETE"),
        ([7], ["Ｓ-1"], {}, "LAB_NUMBER_TAKEN"),
        ([7], ["S-2"], {}, None),
        ([7], [], {"at": HANDED.at - timedelta(seconds=1)}, "RECEIPT_TIME"),
        ([7], [], {"at": HANDED.at}, None),
        ([7], [], {"at": NOW + timedelta(seconds=1)}, "RECEIPT_TIME"),
        ([7], [], {"samples": (FoundSample(7, "F-01", True, "完好", ""),)}, "RECEIPT_INCOMPLETE"),
        ([7], [], {"samples": (FoundSample(7, "", True, "完好", "S-1"),)}, "RECEIPT_SEAL"),
        ([7], [], {"samples": (FoundSample(7, "", False, "封口已开", "S-1"),)}, None),
    ],
)
def test_an_arrival_is_entered_sample_by_sample(
    line_ids: list[int], known: list[str], changes: dict[str, object], code: str
) -> None:
    assert rules.reasons_against_receipt(replace(TAKEN, **changes), line_ids, HANDED.at, known, NOW) == code


@pytest.mark.parametrize(
    ("found", "is_whole", "fault"),
    [
        ("Ｆ-０１ ", True, None),
        ("f-01", True, None),
        ("F-0l", True, SealFault.OTHER_NUMBER),
        ("F-01", False, SealFault.BROKEN),
        ("", False, SealFault.BROKEN),
    ],
)
def test_a_seal_is_at_fault_when_broken_or_another(found: str, is_whole: bool, fault: SealFault | None) -> None:
    assert rules.seal_fault("F-01", found, is_whole=is_whole) is fault


@pytest.mark.clause("4.2.2-c")
@pytest.mark.parametrize(
    ("samples", "named", "code"),
    [
        ((WHOLE,), "S-1", None),
        ((WHOLE,), "S-11", "REPORT_SAMPLE_UNKNOWN"),
        ((WHOLE, Custody("备样", "S-2", SealFault.BROKEN)), "S-1", None),
        ((WHOLE, Custody("备样", "S-2", SealFault.BROKEN)), "S-1、ｓ-2", "SEAL_UNEXPLAINED"),
        ((Custody("备样", "S-2", SealFault.BROKEN, True),), "S-2", None),
        ((Custody("备样", "S-2", SealFault.BROKEN, False),), "S-2", "SAMPLE_EXCLUDED"),
        ((), "S-1", "HANDOVER_MISSING"),
    ],
)
def test_a_report_rests_on_the_samples_it_names(samples: tuple[Custody, ...], named: str, code: str | None) -> None:
    found = rules.reasons_against_evidence(samples, named, has_samples=True)
    assert (found and found[0]) == code


def test_an_order_without_samples_asks_for_no_hand_over() -> None:
    assert rules.reasons_against_evidence((), "S-1", has_samples=False) is None


def test_a_fault_is_accounted_for_only_when_every_sample_named_may_be_used() -> None:
    explained, open_ = Custody("甲", "1", SealFault.BROKEN, True), Custody("乙", "2", SealFault.BROKEN)
    assert rules.is_seal_accounted_for((explained, open_), "1")
    assert not rules.is_seal_accounted_for((explained, open_), "1、2")
    assert not rules.is_seal_accounted_for((WHOLE,), "S-1"), "the institution's own tick decides where nothing is wrong"


@pytest.mark.clause("4.2.2-b")
def test_each_side_answers_the_other() -> None:
    assert rules.may_answer(Side.INSTITUTION, Side.DEPARTMENT)
    assert not rules.may_answer(Side.INSTITUTION, Side.INSTITUTION)
