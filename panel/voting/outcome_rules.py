"""What a counted round stands for once the department has spoken, and whether a conclusion may follow."""

from panel.guidance import cites
from panel.voting.ballot_facts import ReviewAnswer
from panel.voting.facts import Outcome


@cites("2.4.2-h", "A-09")
def settled_outcome(counted: Outcome, *, is_declared: bool, answer: ReviewAnswer | None) -> Outcome | None:
    """计票结果经书面认定或者审批答复后，以认定、答复为准，但只能由轻到重。

    A declaration (RED-6) or the answer “treat as major” makes a major disagreement; “proceed” lets
    a majority in review decide. Neither touches a count that is already RED or insufficient.
    None: the approver asked for one more round, so this one decides nothing.
    """
    if counted in {Outcome.MAJOR_DISAGREEMENT, Outcome.EVIDENCE_INSUFFICIENT}:
        return counted
    if is_declared or answer is ReviewAnswer.TREAT_AS_MAJOR:
        return Outcome.MAJOR_DISAGREEMENT
    if counted is Outcome.REVIEW and answer is not None:
        return Outcome.DECIDED if answer is ReviewAnswer.PROCEED else None
    return counted


@cites("2.4.2-g", "2.4.2-h", "A-07", "A-09", "A-22")
def reasons_against_conclusion(*, is_running: bool, outcome: Outcome | None, is_review_open: bool) -> str | None:
    """未计票、意见分歧较大、证据不足或者存在分歧尚未答复的，不得起草结论。

    `outcome` is the settled one of the latest counted round, None without one.
    """
    if is_running or outcome is None:
        return "NOT_COUNTED"
    if is_review_open:
        return "REVIEW_OPEN"
    return None if outcome is Outcome.DECIDED else outcome.value
