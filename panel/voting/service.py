"""The acts of this room under one name; each group of acts has a module of its own."""

from panel.voting.ballot_service import cast_ballot, check_ballot, read_draft, save_draft
from panel.voting.count_service import close_and_count, count_round
from panel.voting.evidence_service import bar_authors
from panel.voting.reminder_service import remind_members
from panel.voting.review_service import answer_review, declare_disagreement
from panel.voting.round_service import ask_more_time, close_round, open_round
from panel.voting.sitting_service import (
    add_observer,
    adjourn,
    call_reserve,
    excuse_member,
    open_sitting,
    sign_in_member,
    sign_out_member,
)
from panel.voting.void_service import answer_void, request_void

__all__ = [
    "add_observer",
    "adjourn",
    "answer_review",
    "answer_void",
    "ask_more_time",
    "bar_authors",
    "call_reserve",
    "cast_ballot",
    "check_ballot",
    "close_and_count",
    "close_round",
    "count_round",
    "declare_disagreement",
    "excuse_member",
    "open_round",
    "open_sitting",
    "read_draft",
    "remind_members",
    "request_void",
    "save_draft",
    "sign_in_member",
    "sign_out_member",
]
