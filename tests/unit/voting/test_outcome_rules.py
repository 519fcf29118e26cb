"""What a counted round stands for, and whether a conclusion may follow it."""

import pytest

from panel.voting.ballot_facts import ReviewAnswer
from panel.voting.facts import Outcome
from panel.voting.outcome_rules import reasons_against_conclusion, settled_outcome

DECIDED, REVIEW = Outcome.DECIDED, Outcome.REVIEW
MAJOR, INSUFFICIENT = Outcome.MAJOR_DISAGREEMENT, Outcome.EVIDENCE_INSUFFICIENT


@pytest.mark.clause("2.4.2-h", "A-09")
@pytest.mark.parametrize(
    ("counted", "is_declared", "answer", "settled"),
    [
        (DECIDED, False, None, DECIDED),
        (DECIDED, True, None, MAJOR),
        (REVIEW, False, None, REVIEW),
        (REVIEW, True, None, MAJOR),
        (REVIEW, False, ReviewAnswer.PROCEED, DECIDED),
        (REVIEW, True, ReviewAnswer.PROCEED, MAJOR),
        (REVIEW, False, ReviewAnswer.TREAT_AS_MAJOR, MAJOR),
        (REVIEW, False, ReviewAnswer.ANOTHER_ROUND, None),
        (MAJOR, False, None, MAJOR),
        (MAJOR, False, ReviewAnswer.PROCEED, MAJOR),
        (INSUFFICIENT, True, ReviewAnswer.PROCEED, INSUFFICIENT),
    ],
)
def test_what_is_said_after_the_count_only_makes_it_graver_or_answers_a_review(
    counted: Outcome, is_declared: bool, answer: ReviewAnswer | None, settled: Outcome | None
) -> None:
    assert settled_outcome(counted, is_declared=is_declared, answer=answer) is settled


@pytest.mark.clause("2.4.2-g", "2.4.2-h", "A-22")
@pytest.mark.parametrize(
    ("is_running", "outcome", "is_review_open", "code"),
    [
        (False, DECIDED, False, None),
        (True, DECIDED, False, "NOT_COUNTED"),
        (False, None, False, "NOT_COUNTED"),
        (False, REVIEW, True, "REVIEW_OPEN"),
        (False, MAJOR, False, "MAJOR_DISAGREEMENT"),
        (False, INSUFFICIENT, False, "EVIDENCE_INSUFFICIENT"),
    ],
)
def test_only_a_decided_latest_round_carries_a_conclusion(
    is_running: bool, outcome: Outcome | None, is_review_open: bool, code: str | None
) -> None:
    found = reasons_against_conclusion(is_running=is_running, outcome=outcome, is_review_open=is_review_open)
    assert found == code
