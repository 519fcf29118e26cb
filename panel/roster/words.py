"""What pages say of experts: states with their colours, and the reasons against drawing one."""

from panel.guidance.code_lists import is_code, label
from panel.roster.facts import REASON_LABELS, STATE_LABELS, Exclusion, ExpertState, Reason
from panel.web.language import language

STATE_COLOURS = {
    ExpertState.RECOMMENDED: "yellow",
    ExpertState.UNDER_REVIEW: "yellow",
    ExpertState.APPOINTED: "green",
    ExpertState.SUSPENDED: "red",
    ExpertState.RETIRED: "grey",
    ExpertState.DISMISSED: "grey",
    ExpertState.TERM_ENDED: "grey",
    ExpertState.NOT_APPOINTED: "grey",
}


def state_words(state: ExpertState) -> tuple[str, str]:
    """Give a state's words and colour."""
    return str(STATE_LABELS[state]), STATE_COLOURS[state]


def reason_words(exclusion: Exclusion) -> str:
    """Say a reason against an expert in the page's language."""
    detail = exclusion.detail
    if exclusion.code is Reason.STATE:
        state, _blank, until = detail.partition(" ")
        detail = f"{STATE_LABELS[ExpertState(state)]} {until}".strip()
    elif exclusion.code is Reason.DISCIPLINE and is_code("disciplines", detail):
        detail = label("disciplines", detail, language())
    words = str(REASON_LABELS[exclusion.code])
    if not detail:
        return words
    return f"{words}（{detail}）" if language() == "zh" else f"{words} ({detail})"
