"""When an investigation is owed, what its plan and findings must hold, and what may follow."""

from collections.abc import Sequence

from panel.guidance import cites
from panel.investigations.facts import Findings, Plan, WarningAnswer

SHORTEST_ANSWER = 4


@cites("2.4.2-k", "2.4.2-l", "2.4.3-d")
def missing_in_plan(plan: Plan) -> str | None:
    """专项调查方案应当写明待查问题、范围、方法、进度和人员；会同有关部门调查的，应当明确负责人。

    Gives the name of the first missing part, or None. `lead` is asked only of a joint investigation.
    """
    parts = (
        ("questions", any(question.strip() for question in plan.questions)),
        ("scope", bool(plan.scope.strip())),
        ("method", bool(plan.method.strip())),
        ("schedule", bool(plan.schedule.strip())),
        ("team", any(person.strip() for person in plan.team)),
        ("partners", not plan.is_joint or bool(plan.partners.strip())),
        ("lead", not plan.is_joint or all(part.strip() for part in _lead(plan))),
    )
    return next((name for name, is_there in parts if not is_there), None)


def _lead(plan: Plan) -> tuple[str, ...]:
    return plan.lead_name, plan.lead_unit, plan.lead_post, plan.lead_phone


@cites("2.4.2-h", "2.4.2-k")
def reasons_against_plan_approver(drafter: int, approver: int) -> str | None:
    """专项调查方案由部门负责人审批，拟定人不得审批自己的方案。

    Gives the code of the refusal or None.
    """
    return "SOD_PLAN" if drafter == approver else None


@cites("2.4.2-m")
def missing_in_findings(questions: Sequence[str], findings: Findings) -> int | None:
    """专项调查报告应当逐题答复待查问题，未能查明的也要写明。

    Gives the place (from 0) of the first question without an answer of at least four characters, or None.
    """
    for place in range(len(questions)):
        answer = findings.answers[place] if place < len(findings.answers) else ""
        if len(answer.strip()) < SHORTEST_ANSWER:
            return place
    return None


@cites("2.5.3-a")
def missing_in_warning(answer: WarningAnswer, content: str, reason: str) -> str | None:
    """对一时不能准确研判的事项，应当答复是否发布预警或者采取防范措施；暂不采取的须说明理由。

    Gives the missing part: `content` for a warning or precaution, `reason` for neither; or None.
    """
    if answer is WarningAnswer.NOT_NEEDED:
        return None if reason.strip() else "reason"
    return None if content.strip() else "content"


@cites("2.5.3-a")
def reasons_against_filing(is_warning_answered: bool) -> str | None:
    """预警与防范措施的问题未答复的，调查或检测结果不得办结。

    Gives the code of the refusal or None.
    """
    return None if is_warning_answered else "WARN_DECISION"


@cites("A-21")
def may_escalate(rounds_without_decision: int, most_rounds: int, difficulty: str) -> bool:
    """两轮仍分歧较大的应当提请上级研判；不足两轮的须写明难以研判的理由。

    `rounds_without_decision` counts the panel's counted rounds that ended without a decision.
    """
    return rounds_without_decision >= most_rounds or bool(difficulty.strip())


@cites("A-21")
def must_escalate(rounds_without_decision: int, most_rounds: int) -> bool:
    """达到规定轮次仍分歧较大的，不再由同一专家组继续表决。

    From then on a further round of this panel is refused (`ROUNDS_EXHAUSTED`).
    """
    return rounds_without_decision >= most_rounds
