"""What a conclusion must hold, who may act on it, and what a missing signature means."""

from datetime import date

import pytest

from panel.conclusions import rules
from panel.conclusions.facts import ConclusionState, SignatureAct

WHOLE = {"nature": "健康危害", "level_reasons": "三批超限", "analysis": "迁移所致", "suggestions": ["召回"]}


@pytest.mark.clause("2.4.0-c", "2.4.3-c", "4.1.2-d")
def test_a_conclusion_with_every_part_lacks_nothing() -> None:
    assert rules.missing_parts(WHOLE) == ()


@pytest.mark.clause("2.4.0-c", "2.4.3-c", "4.1.2-d")
@pytest.mark.parametrize("part", rules.REQUIRED_PARTS)
@pytest.mark.parametrize("value", ["", " \n\u3000", [], None])
def test_a_part_that_is_empty_is_missing(part: str, value: object) -> None:
    assert rules.missing_parts(WHOLE | {part: value}) == (part,)


@pytest.mark.clause("2.4.0-c")
def test_parts_that_are_absent_are_named_in_the_order_of_the_document() -> None:
    assert rules.missing_parts({}) == rules.REQUIRED_PARTS


@pytest.mark.clause("S-03")
def test_the_drafter_does_not_review() -> None:
    assert rules.reasons_against_reviewer(drafter=1, reviewer=1) == "SOD_CONCLUSION"
    assert rules.reasons_against_reviewer(drafter=1, reviewer=2) is None


@pytest.mark.clause("S-03")
@pytest.mark.parametrize(("issuer", "code"), [(1, "SOD_CONCLUSION"), (2, "SOD_CONCLUSION"), (3, None)])
def test_drafter_reviewer_and_issuer_are_three_persons(issuer: int, code: str | None) -> None:
    assert rules.reasons_against_issuer(drafter=1, reviewer=2, issuer=issuer) == code


@pytest.mark.clause("S-03")
def test_a_drafter_who_reviewed_makes_two_persons_of_three() -> None:
    assert rules.reasons_against_issuer(drafter=1, reviewer=1, issuer=2) == "SOD_CONCLUSION"


@pytest.mark.clause("D-07")
@pytest.mark.parametrize(
    ("opened", "days", "last"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # Monday, over one weekend
        (date(2026, 3, 5), 1, date(2026, 3, 6)),  # Thursday to Friday
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 3, 8), 1, date(2026, 3, 9)),  # from a Sunday
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_the_time_for_signing_counts_working_days_from_the_next_day(opened: date, days: int, last: date) -> None:
    assert rules.signing_ends_on(opened, days) == last


@pytest.mark.clause("D-07", "2.4.3-c")
@pytest.mark.parametrize(
    ("acts", "is_over", "code"),
    [
        ([SignatureAct.SIGN, SignatureAct.REFUSE, SignatureAct.SIGN_WITH_STATEMENT], False, None),
        ([SignatureAct.SIGN, None, SignatureAct.SIGN], False, "SIGNATURES_OPEN"),
        ([SignatureAct.SIGN, None, SignatureAct.SIGN], True, None),
        ([None, None, None], True, None),
    ],
)
def test_a_conclusion_is_issued_when_all_have_acted_or_the_time_is_over(
    acts: list[SignatureAct | None], is_over: bool, code: str | None
) -> None:
    assert rules.reasons_against_issue(acts, is_time_over=is_over) == code


@pytest.mark.clause("D-07")
def test_silence_is_recorded_as_not_signed_and_never_as_consent() -> None:
    assert rules.final_act(None) is SignatureAct.NOT_SIGNED
    assert [rules.final_act(act) for act in SignatureAct] == list(SignatureAct)


@pytest.mark.clause("D-06", "D-07")
def test_only_signing_with_a_statement_needs_one() -> None:
    assert [act for act in SignatureAct if rules.needs_statement(act)] == [SignatureAct.SIGN_WITH_STATEMENT]


@pytest.mark.clause("2.4.3-c")
def test_the_text_changes_only_while_it_is_a_draft() -> None:
    assert [state for state in ConclusionState if rules.may_change_text(state)] == [ConclusionState.DRAFTED]
