"""A counted round arranged for reading: plot, numbers, reasons by opinion, scores, named ballots."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _

from panel.commissions.facts import INSUFFICIENT
from panel.guidance.code_lists import codes
from panel.guidance.parameters import all_parameters
from panel.kernel.clock import written
from panel.voting.facts import SCALE, Trigger
from panel.voting.option_words import option_label
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
        "plot": _plot(result, labels), "margin": _margin(result, labels),
        "groups": _groups(result, votes, labels, reader),
        "scores": [_score(name, votes) for name in SCORES], "measures": _measures(votes), "tests": _tests(votes),
        "votes": _lines(votes, labels) if is_named else [], "not_voted": list(not_voted) if is_named else [],
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


def _margin(result: RoundResult, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Give the parts of the margin bar: behind the majority, other opinions, insufficient, silent.

    Without a majority every opinion is a part of its own.
    """
    count = result.count
    levels = [one["code"] for one in result.round.options if one["code"] != INSUFFICIENT]
    insufficient = 0 if count.majority == INSUFFICIENT else count.tally.get(INSUFFICIENT, 0)
    silent = count.roll - count.cast_count
    other = count.roll - count.support - insufficient - silent
    behind = (
        [("support", _("支持多数意见"), count.support), ("other", _("其他意见"), other)]
        if count.majority is not None
        else [("other", labels[code], count.tally.get(code, 0)) for code in levels]
    )
    start, found = 0, []
    for kind, words, number in [
        *behind, ("insufficient", _("证据不足"), insufficient), ("silent", _("未投票"), silent),
    ]:  # fmt: skip
        if number:
            found.append({"kind": kind, "label": words, "count": number, "start": start})
            start += number
    return found


def _lines(votes: Sequence[OpenedVote], labels: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    """Give a line of the table for each ballot: name, unit, opinion, time of casting, receipt."""
    return [(vote.name, vote.unit, labels[vote.ballot.option], written(vote.cast_at), vote.receipt) for vote in votes]


def _groups(
    result: RoundResult, votes: Sequence[OpenedVote], labels: dict[str, str], reader: int | None
) -> list[dict[str, Any]]:
    """Group the reasons by opinion: the majority first, then graver minorities, then the others."""
    majority, measures = result.count.majority, _labels("disposition_measures", language())
    order = [one["code"] for one in result.round.options if one["code"] != majority]
    if majority is not None:
        order.insert(0, majority)
    cast: dict[str, list[tuple[Any, ...]]] = {}
    for vote in sorted(votes, key=lambda one: one.commitment):
        cast.setdefault(vote.ballot.option, []).append((vote.account_id == reader, vote.name, *_reason(vote, measures)))
    return [
        {
            "code": code, "label": labels[code], "is_majority": code == majority,
            "is_graver": _is_graver(code, majority), "votes": cast[code],
        }
        for code in order
        if code in cast
    ]  # fmt: skip


def _reason(vote: OpenedVote, labels: dict[str, str]) -> tuple[Any, ...]:
    """Give what a ballot says, in the order of the page: the longest part of it is drawn for each member."""
    ballot = vote.ballot
    measures = [labels[code] for code in ballot.measures]
    more = [ballot.other_measures] if ballot.other_measures else []
    return (
        ballot.reasons, ballot.nature, "；".join(["、".join(measures), *more] if measures else more),
        ballot.evidence_text, ballot.test_item if ballot.test_needed else "", ballot.ask_investigation,
        ballot.reservation,
    )  # fmt: skip


def _is_graver(code: str, majority: str | None) -> bool:
    return code in SCALE and majority in SCALE and SCALE.index(code) < SCALE.index(majority)


@cache
def _labels(list_name: str, words: str) -> dict[str, str]:
    return {code.code: code.label(words) for code in codes(list_name)}


@cache
def _short_labels(list_name: str, words: str) -> dict[str, str]:
    """Give the first words of each label, as far as the colon, in the order of the list."""
    return {code.code: code.label(words).replace("：", ": ").split(": ")[0] for code in codes(list_name)}


def _score(name: str, votes: Sequence[OpenedVote]) -> dict[str, Any]:
    """Give how often each value was chosen and the middle one; shown, never counted."""
    labels = _short_labels(name, language())
    counted = Counter(value for vote in votes if (value := getattr(vote.ballot, name)))
    chosen = [code for code in labels for _each in range(counted[code])]
    middle = dict.fromkeys(chosen[(len(chosen) - 1) // 2 : len(chosen) // 2 + 1])
    return {
        "name": name, "middle": " / ".join(labels[code] for code in middle), "answered": len(chosen),
        "values": [(words, counted[code]) for code, words in labels.items() if counted[code]],
    }  # fmt: skip


def _measures(votes: Sequence[OpenedVote]) -> list[tuple[str, int]]:
    """Give the measures proposed, the most frequent first, then the free ones."""
    counted, words = Counter(code for vote in votes for code in vote.ballot.measures), language()
    known = [(code.label(words), counted[code.code]) for code in codes("disposition_measures") if counted[code.code]]
    named = sorted(known, key=lambda row: -row[1])
    return named + [(vote.ballot.other_measures, 1) for vote in votes if vote.ballot.other_measures]


def _tests(votes: Sequence[OpenedVote]) -> list[tuple[str, int]]:
    """Give what is to be tested, with how many members say so."""
    return Counter(vote.ballot.test_item for vote in votes if vote.ballot.test_needed).most_common()


def _parameters(result: RoundResult) -> list[tuple[str, str]]:
    """Give the thresholds the count applied, each with its words."""
    known, words = all_parameters(), language()
    return [
        (value, getattr(known[name][-1], words)) for name, value in result.count.parameters.items() if name in known
    ]
