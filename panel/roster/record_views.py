"""The page of one expert: career, terms, sanctions, integrity record, and what may be done now."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from panel.accounts import queries as accounts
from panel.db import session as reading
from panel.guidance import parameter
from panel.guidance.code_lists import label
from panel.kernel.actor import Role
from panel.roster import (
    career_queries,
    personal_queries,
    personal_rules,
    queries,
    rules,
    standing_queries,
    standing_rules,
)
from panel.roster.expert_views import OFFICE, bp, is_in_charge, shown_state, today
from panel.roster.facts import ACT_LABELS, COURSE, MEMBERS, SERVICE_LABELS, Act, ExpertState, PersonalField
from panel.roster.standing_facts import RETURN_LABELS
from panel.roster.standing_queries import Standing
from panel.roster.words import group_words, rung_words
from panel.web.access import allow
from panel.web.context import actor, clock
from panel.web.language import language

# Who may do which act, and the page of each.
ACTS_BY_ROLE = {
    Role.OFFICIAL: {
        Act.REVIEW: "roster.review_expert",
        Act.REEXAMINE: "roster.reexamine_expert",
        Act.PROPOSE_DISMISSAL: "roster.propose_dismissal",
    },
    Role.APPROVER: {
        Act.APPOINT: "roster.appoint_expert",
        Act.TURN_DOWN: "roster.turn_down_expert",
        Act.RENEW: "roster.renew_expert",
        Act.RESUME: "roster.resume_expert",
        Act.DISMISS: "roster.dismiss_expert",
        Act.KEEP: "roster.keep_expert",
        Act.SUSPEND: "roster.suspend_expert",
        Act.RETIRE: "roster.retire_expert",
    },
}
ANSWERED = {Act.RENEW: Act.REEXAMINE, Act.DISMISS: Act.PROPOSE_DISMISSAL, Act.KEEP: Act.PROPOSE_DISMISSAL}
OWN_CHANGE_DAYS = 30
RECORD_LINES = 20


@bp.get("/experts/<int:expert_id>")
@allow(*OFFICE, Role.EXPERT)
def show_expert(expert_id: int) -> ResponseReturnValue:
    """Show an expert with career, terms, sanctions, integrity record and course."""
    person = actor()
    expert = queries.get_expert(reading(), expert_id, viewer=person)
    committees = {one.id: one for one in queries.list_committees(reading())}
    acts = queries.list_acts(reading(), expert_id)
    standing = standing_queries.standing_of(reading(), expert_id, acts, today())
    return render_template(
        "roster/expert.html", expert=expert, committees=committees, acts=acts, standing=standing, today=today(),
        committee=committees.get(expert.committee_id or expert.proposed_committee_id or 0),
        state=shown_state(expert), org_names=accounts.organisation_names(reading()),
        people=accounts.account_names(reading(), {act.by for act in acts}), own_acts=_own_acts(expert, acts),
        masked=personal_queries.masked(expert), mask_mail=rules.masked,
        employments=career_queries.list_employments(reading(), expert_id),
        interests=career_queries.list_interests(reading(), expert_id),
        record=queries.list_service(reading(), expert_id, RECORD_LINES),
        recent=queries.count_recent_panels(reading(), [expert_id], today()).get(expert_id, 0),
        proposed=standing.proposed_rung if ExpertState(expert.state) in MEMBERS else None,
        **_open_to(expert, standing), **_words(expert),
    )  # fmt: skip


def _words(expert: Any) -> dict[str, Any]:
    """Give the words that the page says values in."""
    return {
        "act_labels": {act.value: words for act, words in ACT_LABELS.items()},
        "service_labels": {kind.value: words for kind, words in SERVICE_LABELS.items()},
        "return_labels": {one.value: words for one, words in RETURN_LABELS.items()},
        "rung_words": rung_words,
        "own_changes": _own_changes,
        "group": group_words(expert.main_discipline),
        "further_disciplines": "、".join(label("disciplines", code, language()) for code in expert.further_disciplines),
    }


def _open_to(expert: Any, standing: Standing) -> dict[str, Any]:
    """Give what this person may see and do on the page."""
    person = actor()
    is_own, is_charged = person.role is Role.EXPERT, is_in_charge(expert)
    is_office = person.role is Role.OFFICIAL
    may_edit = is_office and (is_charged or person.org_id == expert.recommended_by_org_id)
    return {
        "sees_mail": rules.may_see_contact(person.role, is_own=is_own, is_in_charge=is_charged),
        "sees_proposal": person.role in {Role.OFFICIAL, Role.APPROVER, Role.AUDITOR},
        "may_reveal": any(
            personal_rules.may_reveal(one, person.role, is_in_charge=is_charged) for one in PersonalField
        ),
        "may_edit": may_edit,
        "may_tend": is_own or may_edit,
        "may_link": is_office and is_charged and expert.account_id is None,
        "links": _own_links(standing) if is_own else _links(expert, standing) if is_charged else [],
    }


def _own_links(standing: Standing) -> list[tuple[str, str]]:
    return [("roster.pledge", str(ACT_LABELS[Act.PLEDGE]))] if standing.waits_for_pledge else []


def _links(expert: Any, standing: Standing) -> list[tuple[str, str]]:
    """Give the acts that this person may do on an expert now: endpoint and words."""
    person, state = actor(), ExpertState(expert.state)
    return [
        (endpoint, str(ACT_LABELS[act]))
        for act, endpoint in ACTS_BY_ROLE.get(person.role, {}).items()
        if state in COURSE[act][0]
        and rules.may_decide(act, person.id, expert.recommended_by, expert.reviewed_by)
        and _is_asked(expert, standing, act)
    ]


def _is_asked(expert: Any, standing: Standing, act: Act) -> bool:
    """Tell whether the proposal that an act answers is there, or that it would repeat is not."""
    if act in ANSWERED:
        return ANSWERED[act] in standing.proposals
    if act in standing.proposals:
        return False
    if act is not Act.REEXAMINE:
        return True
    days = parameter("term_warning_days", on=today())
    return standing_rules.is_term_ending(expert.term_to, today(), days)


def _own_acts(expert: Any, acts: Sequence[Any]) -> list[Any]:
    """Give what the expert changed without the office in the last days, the latest first."""
    since = clock()() - timedelta(days=OWN_CHANGE_DAYS)
    return [act for act in reversed(acts) if act.by is not None and act.by == expert.account_id and act.at >= since]


def _own_changes(acts: Sequence[Any]) -> str:
    """Say what the expert changed: each act once, with what it was about."""
    words = dict.fromkeys(f"{ACT_LABELS[Act(act.act)]}（{act.reason}）" for act in acts)
    return "；".join(words)
