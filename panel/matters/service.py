"""The acts of this room, by the names the guidance gives them; each stands in the module of its stage."""

from panel.matters.adjudication_service import advance_matter, open_adjudication, replace_adjudication
from panel.matters.grading_service import (
    assess_complexity,
    confirm_matter,
    merge_matter,
    raise_complexity,
    record_pre_disposition,
    regrade_matter,
    reopen_matter,
    screen_matter,
    screen_out,
)
from panel.matters.intake_service import (
    accept_hand_over,
    add_clue,
    dispatch_matter,
    edit_matter,
    error_of,
    faults_of,
    note_download,
    note_secret_stub,
    proposed_department,
    receive_matter,
)
from panel.matters.number_service import next_notice_number, next_number
from panel.matters.request_service import (
    accept_escalation,
    decide_level_1,
    endorse_request,
    request_escalation,
    request_level_1,
    return_escalation,
)
from panel.matters.result_service import confirm_result, enter_result, return_result, review_result

__all__ = [
    "accept_escalation", "accept_hand_over", "add_clue", "advance_matter", "assess_complexity", "confirm_matter",
    "confirm_result", "decide_level_1", "dispatch_matter", "edit_matter", "endorse_request", "enter_result",
    "error_of", "faults_of", "merge_matter", "next_notice_number", "next_number", "note_download", "note_secret_stub",
    "open_adjudication", "proposed_department", "raise_complexity", "receive_matter", "record_pre_disposition",
    "regrade_matter", "reopen_matter", "replace_adjudication", "request_escalation", "request_level_1",
    "return_escalation", "return_result", "review_result", "screen_matter", "screen_out",
]  # fmt: skip
