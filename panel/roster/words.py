"""What pages say of experts: states with their colours, and the reasons against drawing one."""

from flask_babel import gettext as _

from panel.guidance.code_lists import get_code, is_code, label
from panel.roster.facts import REASON_LABELS, STATE_LABELS, Exclusion, ExpertState, Reason
from panel.roster.standing_facts import DISMISSAL_RUNG
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


def group_words(discipline: str) -> str:
    """Name the group of a discipline: technical, legal or public management."""
    group = get_code("disciplines", discipline).group
    return label("discipline_groups", group, language()) if group else ""


def rung_words(rung: int) -> str:
    """Name a rung of the ladder."""
    return _("解聘") if rung == DISMISSAL_RUNG else _("第%(rung)s档暂停", rung=rung)


def remark_words(code: str) -> str:
    """Say what a reviewer should look at twice."""
    return {
        "AGE": _("年龄超过一般上限，请在意见中说明。"),
        "PRACTICE_UNKNOWN": _("未填写从业起始年份。"),
        "PRACTICE_SHORT": _("从业年限不足一般要求，请在意见中说明。"),
    }[code]
