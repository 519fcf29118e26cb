"""The count in sentences: the majority first, then what triggered and with which numbers (A-09).

`gettext` is called the way flask_babel's is, so a page passes that one; the default gives the
Chinese as it stands and needs no application. What `explain` gives are plain strings, to be kept
beside the count and printed as they were.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from panel.commissions.facts import INSUFFICIENT, Method
from panel.voting.facts import (
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    LEVELS,
    NO_RISK,
    SCALE,
    Decision,
    Finding,
    Outcome,
    Standing,
    Trigger,
)


class Gettext(Protocol):
    """Translate a Chinese message and fill in its variables."""

    def __call__(self, message: str, /, **variables: object) -> str:
        """Give the message in the reader's language."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision in words: sentences, and one per trigger by its id."""

    majority: str
    votes: str
    outcome: str
    triggers: Mapping[str, str]
    also_held: Mapping[str, str]

    def sentences(self) -> list[str]:
        """List every sentence in the order it is read, the majority first."""
        return [self.majority, self.votes, self.outcome, *self.triggers.values(), *self.also_held.values()]


def chinese(message: str, /, **variables: object) -> str:
    """Give a message in Chinese, the language it is written in."""
    return message % variables if variables else message


def explain(decision: Decision, *, gettext: Gettext = chinese) -> Explanation:
    """Say a decision in words."""
    standing = decision.standing
    return Explanation(
        majority=majority_sentence(standing, gettext=gettext),
        votes=votes_sentence(standing, gettext=gettext),
        outcome=outcome_sentence(decision, gettext=gettext),
        triggers={f.trigger.value: trigger_sentence(f, standing, gettext=gettext) for f in decision.findings},
        also_held={f.trigger.value: trigger_sentence(f, standing, gettext=gettext) for f in decision.also_held},
    )


def option_name(option: str, *, ordinal: bool = True, gettext: Gettext = chinese) -> str:
    """Name an option of the ballot; a free option stands in quotation marks as it was worded."""
    names = {INSUFFICIENT: gettext("现有证据不足")}
    if ordinal:
        names |= {
            LEVEL_1: gettext("一级"),
            LEVEL_2: gettext("二级"),
            LEVEL_3: gettext("三级"),
            NO_RISK: gettext("不构成风险"),
        }
    return names.get(option) or gettext("“%(option)s”", option=option)


def majority_sentence(standing: Standing, *, gettext: Gettext = chinese) -> str:
    """Say which option a majority of the roll supports, or that there is none."""
    numbers = {"roll": standing.tally.roll, "needed": standing.needed}
    if standing.majority is None:
        return gettext("%(roll)s 位专家列入名册，没有一种意见超过半数（需 %(needed)s 票），未形成多数意见。", **numbers)
    option = option_name(standing.majority, ordinal=standing.ordinal, gettext=gettext)
    if standing.method is Method.ORDINAL_CUMULATIVE and standing.majority in LEVELS:
        return gettext(
            "%(roll)s 位专家列入名册，按累计办法 %(votes)s 位认为至少达到%(option)s，超过半数（需 %(needed)s 票），"
            "形成多数意见：%(option)s。",
            votes=standing.support,
            option=option,
            **numbers,
        )
    return gettext(
        "%(roll)s 位专家列入名册，%(votes)s 位认为%(option)s，超过半数（需 %(needed)s 票），形成多数意见：%(option)s。",
        votes=standing.support,
        option=option,
        **numbers,
    )


def votes_sentence(standing: Standing, *, gettext: Gettext = chinese) -> str:
    """List the votes of every option that got any, along the scale, and who did not vote."""
    tally = standing.tally
    parts = [
        gettext(
            "%(votes)s 位认为%(option)s",
            votes=tally.ballots[option],
            option=option_name(option, ordinal=standing.ordinal, gettext=gettext),
        )
        for option in _in_reading_order(tally.ballots)
        if tally.ballots[option]
    ]
    if tally.not_voted:
        parts.append(gettext("%(votes)s 位未投票", votes=tally.not_voted))
    comma = gettext("，")
    return gettext("各方意见：%(parts)s。", parts=comma.join(parts))


def outcome_sentence(decision: Decision, *, gettext: Gettext = chinese) -> str:
    """Say what the count ends in and what must happen next."""
    if decision.state is Outcome.DECIDED:
        return gettext("未出现分歧情形，研判决定依多数意见作出。")
    triggers = gettext("、").join(decision.triggers)
    if decision.state is Outcome.REVIEW:
        return gettext("出现分歧情形（%(triggers)s）：存在分歧，审批人书面答复后才能起草结论。", triggers=triggers)
    if decision.state is Outcome.MAJOR_DISAGREEMENT:
        return gettext(
            "出现分歧情形（%(triggers)s）：意见分歧较大，须先调查或检测，取得新的材料后再行研判，此前不能起草结论。",
            triggers=triggers,
        )
    return gettext(
        "多数专家认为现有证据不足（%(triggers)s）：须先调查或检测，取得新的材料后再行研判，此前不能起草结论。",
        triggers=triggers,
    )


def trigger_sentence(finding: Finding, standing: Standing, *, gettext: Gettext = chinese) -> str:
    """State a trigger with its numbers."""
    return _SENTENCES[finding.trigger](finding, standing, gettext)


_NAMES: dict[Trigger, Callable[[Gettext], str]] = {
    Trigger.RED_1: lambda gettext: gettext("无多数"),
    Trigger.RED_2: lambda gettext: gettext("首尾对立"),
    Trigger.RED_3: lambda gettext: gettext("两方对立"),
    Trigger.RED_4: lambda gettext: gettext("证据不足过多"),
    Trigger.RED_5: lambda gettext: gettext("反差过大"),
    Trigger.RED_6: lambda gettext: gettext("书面认定"),
    Trigger.AMB_1: lambda gettext: gettext("优势不足"),
    Trigger.AMB_2: lambda gettext: gettext("离群意见"),
    Trigger.AMB_3: lambda gettext: gettext("反差偏大"),
    Trigger.AMB_4: lambda gettext: gettext("证据不足偏多"),
    Trigger.AMB_6: lambda gettext: gettext("要求先行调查"),
}


def trigger_name(trigger: Trigger, *, gettext: Gettext = chinese) -> str:
    """Name a trigger in a few words, for a tag or a table."""
    return _NAMES[trigger](gettext)


def index_in_words(index: Fraction, *, gettext: Gettext = chinese) -> str:
    """Write a contrast index exactly, and to two digits where it is not whole."""
    if index.denominator == 1:
        return str(index.numerator)
    hundredths = (200 * index.numerator + index.denominator) // (2 * index.denominator)
    whole, digits = divmod(hundredths, 100)
    return gettext("%(exact)s（约 %(rounded)s）", exact=index, rounded=f"{whole}.{digits:02}")


def _in_reading_order(options: Iterable[str]) -> list[str]:
    """Put the scale first, then free options as they stand, then evidence insufficient."""
    known = {option: place for place, option in enumerate(SCALE)} | {INSUFFICIENT: len(SCALE) + 1}
    return sorted(options, key=lambda option: known.get(option, len(SCALE)))


def _names(options: Iterable[str], joiner: str, standing: Standing, gettext: Gettext) -> str:
    return joiner.join(option_name(option, ordinal=standing.ordinal, gettext=gettext) for option in options)


def _index(standing: Standing, gettext: Gettext) -> str:
    return index_in_words(standing.contrast or Fraction(), gettext=gettext)


def _no_majority(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    most = finding.numbers["most"]
    if not most:
        return gettext("无多数：没有收到一张票，过半数需 %(needed)s 票。", **finding.numbers)
    leaders = [option for option, votes in standing.tally.ballots.items() if votes == most]
    shown = {"leaders": _names(_in_reading_order(leaders), gettext("、"), standing, gettext), **finding.numbers}
    if standing.method is Method.ORDINAL_CUMULATIVE:
        return gettext(
            "无多数：最多只有 %(most)s 票（%(leaders)s），各等级累计后也未达到过半数所需的 %(needed)s 票。", **shown
        )
    return gettext("无多数：最多只有 %(most)s 票（%(leaders)s），未达到过半数所需的 %(needed)s 票。", **shown)


def _opposite_ends(finding: Finding, _standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "首尾对立：%(gravest)s 位认为一级，同时 %(none)s 位认为不构成风险（两端各满 %(least)s 位即属此情形）。",
        **finding.numbers,
    )


def _opposite_blocs(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    gap = int(finding.numbers["gap"])
    voted = standing.tally.ballots
    grave = [option for option in SCALE[:gap] if voted.get(option)]
    mild = [option for option in SCALE[gap + 1 :] if voted.get(option)]
    either = gettext("或")
    return gettext(
        "两方对立：%(graver)s 位认为%(grave_options)s，%(milder)s 位认为%(mild_options)s，相隔两级以上，"
        "双方都达到 %(least)s 位（约为名册 %(roll)s 人的三分之一）。",
        grave_options=_names(grave, either, standing, gettext),
        mild_options=_names(mild, either, standing, gettext),
        roll=standing.tally.roll,
        **finding.numbers,
    )


def _much_insufficient(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "证据不足过多：%(insufficient)s 位认为现有证据不足，超过"
        "名册 %(roll)s 人的 %(share)s（满 %(least)s 位即属此情形）。",
        roll=standing.tally.roll,
        **finding.numbers,
    )


def _high_contrast(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "反差过大：反差指数为 %(index)s，达到上限 %(limit)s。",
        index=_index(standing, gettext),
        limit=finding.numbers["limit"],
    )


def _declared(_finding: Finding, _standing: Standing, gettext: Gettext) -> str:
    return gettext("书面认定：组织研判的部门已书面认定意见分歧较大。")


def _narrow_majority(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "优势不足：多数意见为 %(support)s 票，未达到名册 %(roll)s 人的 %(share)s（需 %(least)s 票）。",
        roll=standing.tally.roll,
        **finding.numbers,
    )


def _distant_votes(finding: Finding, _standing: Standing, gettext: Gettext) -> str:
    if not finding.numbers["graver"]:
        return gettext("离群意见：%(milder)s 位的意见比多数意见轻两级以上。", **finding.numbers)
    if not finding.numbers["milder"]:
        return gettext("离群意见：%(graver)s 位的意见比多数意见重两级以上，其理由必须书面答复。", **finding.numbers)
    return gettext(
        "离群意见：%(graver)s 位的意见比多数意见重两级以上，其理由必须书面答复；另有 %(milder)s 位轻两级以上。",
        **finding.numbers,
    )


def _raised_contrast(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "反差偏大：反差指数为 %(index)s，超过相邻两级对半分所能达到的 %(limit)s。",
        index=_index(standing, gettext),
        limit=finding.numbers["limit"],
    )


def _some_insufficient(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "证据不足偏多：%(insufficient)s 位认为现有证据不足，达到"
        "名册 %(roll)s 人的 %(share)s（满 %(least)s 位即属此情形）。",
        roll=standing.tally.roll,
        **finding.numbers,
    )


def _investigation_asked(finding: Finding, standing: Standing, gettext: Gettext) -> str:
    return gettext(
        "要求先行调查：%(asking)s 位要求作出决定前进一步调查，达到"
        "名册 %(roll)s 人的 %(share)s（满 %(least)s 位即属此情形）。",
        roll=standing.tally.roll,
        **finding.numbers,
    )


_SENTENCES: Mapping[Trigger, Callable[[Finding, Standing, Gettext], str]] = {
    Trigger.RED_1: _no_majority,
    Trigger.RED_2: _opposite_ends,
    Trigger.RED_3: _opposite_blocs,
    Trigger.RED_4: _much_insufficient,
    Trigger.RED_5: _high_contrast,
    Trigger.RED_6: _declared,
    Trigger.AMB_1: _narrow_majority,
    Trigger.AMB_2: _distant_votes,
    Trigger.AMB_3: _raised_contrast,
    Trigger.AMB_4: _some_insufficient,
    Trigger.AMB_6: _investigation_asked,
}
