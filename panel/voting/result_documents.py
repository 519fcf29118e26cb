"""A counted round arranged for reading: plot, numbers, reasons by opinion, scores, named ballots."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from panel.guidance.code_lists import codes
from panel.guidance.parameters import all_parameters
from panel.voting.facts import INSUFFICIENT, SCALE, Trigger
from panel.voting.forms import option_label
from panel.voting.result_queries import OpenedVote, RoundResult
from panel.voting.words import trigger_name
from panel.web.language import language

SCORES = ("severity", "probability", "spread", "confidence")
CLAUSES = {"RED": "2.4.2-h", "AMB": "A-09"}


def round_shown(
    result: RoundResult, votes: Sequence[OpenedVote], not_voted: Sequence[str], *, is_named: bool, reader: int | None
) -> dict[str, Any]:
    """Give all that a page shows of a counted round.

    Names appear only with `is_named`; the reader's own ballot is marked either way. Without names
    the ballots of a group stand in the order of their commitments, which tells nothing of the roll.
    """
    labels = {one["code"]: option_label(one) for one in result.round.options}
    return {
        "round": result.round, "count": result.count, "review": result.review, "declaration": result.declaration,
        "outcome": result.outcome, "is_named": is_named, "labels": labels,
        "majority": labels.get(result.count.majority or ""), "said": _said(result), "triggers": _triggers(result),
        "plot": _plot(result, labels), "margin": _margin(result), "groups": _groups(result, votes, labels, reader),
        "scores": [_score(name, votes) for name in SCORES], "measures": _measures(votes), "tests": _tests(votes),
        "votes": list(votes) if is_named else [], "not_voted": list(not_voted) if is_named else [],
        "parameter_words": _parameters(result),
        "own": next((vote for vote in votes if vote.account_id == reader), None),
    }  # fmt: skip


def _said(result: RoundResult) -> dict[str, Any]:
    """Give the stored sentences in the page's language."""
    said: dict[str, Any] = result.count.sentences[language()]
    return said


def _triggers(result: RoundResult) -> list[dict[str, Any]]:
    """Give each trigger with its name, its sentence and where it stands in the guidance."""
    said = _said(result)
    found = [
        {
            "id": code, "name": trigger_name(Trigger(code), gettext=_), "text": said[part][code],
            "clause": CLAUSES[code[:3]], "is_red": code.startswith("RED"), "is_beside": part == "also_held",
        }
        for part, codes_of in (("triggers", result.count.triggers), ("also_held", result.count.also_held))
        for code in codes_of
    ]  # fmt: skip
    if result.declaration is not None:
        declared = Trigger.RED_6
        found.append(
            {
                "id": declared.value, "name": trigger_name(declared, gettext=_),
                "text": _("组织研判的部门在计票后书面认定意见分歧较大。"), "clause": CLAUSES["RED"],
                "is_red": True, "is_beside": False,
            }
        )  # fmt: skip
    return found


def _plot(result: RoundResult, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Give a row for each option, empty ones included, and one for those who did not vote."""
    count = result.count
    codes_of = [one["code"] for one in result.round.options]
    rows = [
        {"label": labels[code], "count": count.tally.get(code, 0), "marked": code == count.majority}
        for code in codes_of
    ]
    if count.cast_count < count.roll:
        rows.append({"label": _("未投票"), "count": count.roll - count.cast_count, "marked": False})
    return rows


def _margin(result: RoundResult) -> list[dict[str, Any]]:
    """Give the parts of the margin bar: behind the majority, other opinions, insufficient, silent."""
    count = result.count
    insufficient = count.tally.get(INSUFFICIENT, 0) if count.majority != INSUFFICIENT else 0
    silent = count.roll - count.cast_count
    other = count.roll - count.support - insufficient - silent
    parts = [
        ("support", _("支持多数意见"), count.support), ("other", _("其他意见"), other),
        ("insufficient", _("证据不足"), insufficient), ("silent", _("未投票"), silent),
    ]  # fmt: skip
    start, found = 0, []
    for kind, words, number in parts:
        if number:
            found.append({"kind": kind, "label": words, "count": number, "start": start})
            start += number
    return found


def _groups(
    result: RoundResult, votes: Sequence[OpenedVote], labels: dict[str, str], reader: int | None
) -> list[dict[str, Any]]:
    """Group the reasons by opinion: graver minorities first, then the others, the majority last."""
    majority = result.count.majority
    order = [one["code"] for one in result.round.options if one["code"] != majority]
    if majority is not None:
        order.append(majority)
    return [
        {
            "code": code, "label": labels[code], "is_majority": code == majority,
            "is_graver": _is_graver(code, majority),
            "votes": [
                {"vote": vote, "is_own": vote.account_id == reader}
                for vote in sorted(votes, key=lambda one: one.commitment)
                if vote.ballot.option == code
            ],
        }
        for code in order
        if any(vote.ballot.option == code for vote in votes)
    ]  # fmt: skip


def _is_graver(code: str, majority: str | None) -> bool:
    return code in SCALE and majority in SCALE and SCALE.index(code) < SCALE.index(majority)


def _score(name: str, votes: Sequence[OpenedVote]) -> dict[str, Any]:
    """Give how often each value was chosen and the middle one; shown, never counted."""
    order = [code.code for code in codes(name)]
    words = {code.code: code.label(language()).replace("：", ": ").split(": ")[0] for code in codes(name)}
    chosen = sorted((getattr(vote.ballot, name) for vote in votes if getattr(vote.ballot, name)), key=order.index)
    counted = Counter(chosen)
    middle = dict.fromkeys(chosen[(len(chosen) - 1) // 2 : len(chosen) // 2 + 1])
    return {
        "name": name, "middle": " / ".join(words[code] for code in middle), "answered": len(chosen),
        "values": [(words[code], counted[code]) for code in order if counted[code]],
    }  # fmt: skip


def _measures(votes: Sequence[OpenedVote]) -> list[tuple[str, int]]:
    """Give the measures proposed, the most frequent first, then the free ones."""
    counted = Counter(code for vote in votes for code in vote.ballot.measures)
    known = [(code.label(language()), counted[code.code]) for code in codes("disposition_measures")]
    named = sorted((row for row in known if row[1]), key=lambda row: -row[1])
    return named + [(vote.ballot.other_measures, 1) for vote in votes if vote.ballot.other_measures]


def _tests(votes: Sequence[OpenedVote]) -> list[tuple[str, int]]:
    """Give what is to be tested, with how many members say so."""
    return Counter(vote.ballot.test_item for vote in votes if vote.ballot.test_needed).most_common()


def _parameters(result: RoundResult) -> list[tuple[str, str]]:
    """Give the thresholds the count applied, each with its words."""
    known = all_parameters()
    return [
        (value, getattr(known[name][-1], language()))
        for name, value in result.count.parameters.items()
        if name in known
    ]
