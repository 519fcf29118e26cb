"""The count in sentences: majority first, every trigger with its numbers, in the reader's language."""

import json
import re
from dataclasses import asdict, replace
from fractions import Fraction
from itertools import product

import pytest

from panel.commissions.facts import Method
from panel.voting.facts import Decision, Finding, Tally, Trigger
from panel.voting.rules import decide
from panel.voting.words import chinese, explain, index_in_words, option_name, trigger_name, trigger_sentence
from panel.web.language import catalogue
from tests.support.voting import THRESHOLDS, split

HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def english(message: str, /, **variables: object) -> str:
    """Give a message as the English catalogue has it."""
    return chinese(catalogue("en").gettext(message), **variables)


def decided(tally: Tally, method: Method = Method.SINGLE_MAJORITY, *, ordinal: bool = True) -> Decision:
    return decide(tally, thresholds=THRESHOLDS, method=method, ordinal=ordinal)


def said(tally: Tally, method: Method = Method.SINGLE_MAJORITY, *, ordinal: bool = True) -> list[str]:
    return explain(decided(tally, method, ordinal=ordinal)).sentences()


@pytest.mark.clause("2.4.2-g", "A-05")
def test_the_majority_comes_first_with_roll_votes_and_need() -> None:
    sentences = said(split(0, 1, 4, 0))
    assert sentences == [
        "5 位专家列入名册，4 位认为三级，超过半数（需 3 票），形成多数意见：三级。",
        "各方意见：1 位认为二级，4 位认为三级。",
        "未出现分歧情形，研判决定依多数意见作出。",
    ]


@pytest.mark.clause("A-07")
def test_without_a_majority_the_sentence_says_so_and_the_trigger_names_who_led() -> None:
    sentences = said(split(2, 2, 1, 0))
    assert sentences[0] == "5 位专家列入名册，没有一种意见超过半数（需 3 票），未形成多数意见。"
    assert sentences[2].startswith("出现分歧情形（RED-1）：意见分歧较大")
    assert sentences[3] == "无多数：最多只有 2 票（一级、二级），未达到过半数所需的 3 票。"


@pytest.mark.clause("A-04")
def test_silent_members_are_counted_in_the_sentence() -> None:
    assert said(split(0, 2, 0, 0, silent=1))[1] == "各方意见：2 位认为二级，1 位未投票。"
    nobody = said(split(0, 0, 0, 0, silent=3))
    assert nobody[1] == "各方意见：3 位未投票。"
    assert nobody[3] == "无多数：没有收到一张票，过半数需 2 票。"


@pytest.mark.clause("A-08")
def test_the_cumulative_method_is_named_where_it_found_the_majority() -> None:
    method = Method.ORDINAL_CUMULATIVE
    assert said(split(2, 2, 1, 0), method)[0] == (
        "5 位专家列入名册，按累计办法 4 位认为至少达到二级，超过半数（需 3 票），形成多数意见：二级。"
    )
    assert said(split(0, 0, 0, 3), method)[0].startswith("3 位专家列入名册，3 位认为不构成风险，")
    assert said(split(1, 1, 0, 2, insufficient=1), method)[3] == (
        "无多数：最多只有 2 票（不构成风险），各等级累计后也未达到过半数所需的 3 票。"
    )


@pytest.mark.clause("2.4.2-h", "A-06", "A-09", "A-22")
@pytest.mark.parametrize(
    ("tally", "trigger", "sentence"),
    [
        (split(1, 0, 0, 4), "RED-2", "首尾对立：1 位认为一级，同时 4 位认为不构成风险（两端各满 1 位即属此情形）。"),
        (
            split(0, 5, 0, 2),
            "RED-3",
            "两方对立：5 位认为二级，2 位认为不构成风险，相隔两级以上，双方都达到 2 位（约为名册 7 人的三分之一）。",
        ),
        (
            split(3, 0, 1, 1),
            "RED-3",
            "两方对立：3 位认为一级，2 位认为三级或不构成风险，相隔两级以上，双方都达到 2 位"
            "（约为名册 5 人的三分之一）。",
        ),
        (
            split(0, 2, 0, 0, insufficient=3),
            "RED-4",
            "证据不足过多：3 位认为现有证据不足，超过名册 5 人的 1/3（满 2 位即属此情形）。",
        ),
        (split(0, 2, 0, 1), "RED-5", "反差过大：反差指数为 2/3（约 0.67），达到上限 2/3。"),
        (split(0, 3, 2, 0), "AMB-1", "优势不足：多数意见为 3 票，未达到名册 5 人的 2/3（需 4 票）。"),
        (split(1, 0, 4, 0), "AMB-2", "离群意见：1 位的意见比多数意见重两级以上，其理由必须书面答复。"),
        (split(0, 4, 0, 1), "AMB-2", "离群意见：1 位的意见比多数意见轻两级以上。"),
        (split(1, 3, 1, 0), "AMB-3", "反差偏大：反差指数为 4/9（约 0.44），超过相邻两级对半分所能达到的 1/3。"),
        (
            split(0, 4, 0, 0, insufficient=1),
            "AMB-4",
            "证据不足偏多：1 位认为现有证据不足，达到名册 5 人的 1/5（满 1 位即属此情形）。",
        ),
        (
            split(0, 4, 1, 0, asking=2),
            "AMB-6",
            "要求先行调查：2 位要求作出决定前进一步调查，达到名册 5 人的 1/3（满 2 位即属此情形）。",
        ),
    ],
)
def test_each_trigger_is_stated_with_its_numbers(tally: Tally, trigger: str, sentence: str) -> None:
    assert explain(decided(tally)).triggers[trigger] == sentence


@pytest.mark.clause("A-09")
def test_votes_off_on_both_sides_are_told_apart() -> None:
    standing = decided(split(1, 9, 1, 0)).standing
    finding = Finding(Trigger.AMB_2, {"graver": 2, "milder": 1})
    assert trigger_sentence(finding, standing) == (
        "离群意见：2 位的意见比多数意见重两级以上，其理由必须书面答复；另有 1 位轻两级以上。"
    )


@pytest.mark.clause("A-09")
def test_a_written_declaration_is_stated() -> None:
    decision = decide(split(0, 3, 0, 0), thresholds=THRESHOLDS, is_declared=True)
    assert explain(decision).triggers == {"RED-6": "书面认定：组织研判的部门已书面认定意见分歧较大。"}


@pytest.mark.clause("A-22")
def test_a_majority_for_insufficient_evidence_says_what_comes_next_and_what_held_beside_it() -> None:
    explanation = explain(decided(split(1, 0, 0, 1, insufficient=3)))
    assert explanation.majority.endswith("形成多数意见：现有证据不足。")
    assert explanation.outcome.startswith("多数专家认为现有证据不足（RED-4）：须先调查或检测")
    assert list(explanation.triggers) == ["RED-4"]
    assert list(explanation.also_held) == ["RED-2", "RED-5"]
    assert explanation.sentences()[-1] == "反差过大：反差指数为 1，达到上限 2/3。"


@pytest.mark.clause("A-09")
def test_a_review_waits_for_the_approver() -> None:
    assert said(split(0, 3, 2, 0))[2] == "出现分歧情形（AMB-1）：存在分歧，审批人书面答复后才能起草结论。"


def test_free_options_stand_as_they_were_worded_and_insufficient_evidence_last() -> None:
    sentences = said(Tally(5, {"I": 1, "召回 100%": 3, "警示": 1}), ordinal=False)
    assert sentences[0] == ("5 位专家列入名册，3 位认为“召回 100%”，超过半数（需 3 票），形成多数意见：“召回 100%”。")
    assert sentences[1] == "各方意见：3 位认为“召回 100%”，1 位认为“警示”，1 位认为现有证据不足。"


def test_the_options_of_the_scale_have_names() -> None:
    assert [option_name(option) for option in "1230I"] == ["一级", "二级", "三级", "不构成风险", "现有证据不足"]
    assert option_name("1", ordinal=False) == "“1”"


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(1, 2), "1/2（约 0.50）"),
        (Fraction(1, 200), "1/200（约 0.01）"),
        (Fraction(199, 200), "199/200（约 1.00）"),
        (Fraction(31, 45), "31/45（约 0.69）"),
    ],
)
def test_the_contrast_index_is_written_exactly_and_rounded(index: Fraction, words: str) -> None:
    assert index_in_words(index) == words


def test_every_trigger_has_a_name_of_its_own() -> None:
    assert len({trigger_name(trigger) for trigger in Trigger}) == len(Trigger)


def test_the_words_can_be_kept_beside_the_count() -> None:
    explanation = explain(decided(split(1, 0, 0, 1, insufficient=3)))
    assert json.loads(json.dumps(asdict(explanation))) == asdict(explanation)


def test_no_sentence_of_any_split_leaves_a_placeholder_open() -> None:
    for *levels, insufficient, silent in product(range(3), repeat=6):
        tally = replace(split(*levels, insufficient=insufficient, silent=silent + 1), ask_investigation=silent)
        for method, ordinal in ((Method.SINGLE_MAJORITY, True), (Method.ORDINAL_CUMULATIVE, True)):
            for sentence in said(tally, method, ordinal=ordinal):
                assert "%" not in sentence
                assert sentence.endswith("。")


def test_every_sentence_has_its_english_with_the_same_numbers() -> None:
    for *levels, insufficient, silent in product(range(3), repeat=6):
        tally = replace(split(*levels, insufficient=insufficient, silent=silent + 1), ask_investigation=silent)
        for sentence in explain(decided(tally), gettext=english).sentences():
            assert not HAN.search(sentence)
    words = explain(decided(split(0, 3, 0, 2)), gettext=english)
    assert words.sentences()[:2] == [
        "Of the roll of 5, 3 voted for Level 2: more than half (3 needed). The majority opinion is Level 2.",
        "Votes: 3 for Level 2, 2 for No risk.",
    ]
    assert words.triggers["RED-3"] == (
        "Opposite blocs: 3 for Level 2 and 2 for No risk, two or more levels apart, "
        "both reaching 2 (about a third of the roll of 5)."
    )


def test_every_name_of_a_trigger_has_its_english() -> None:
    assert not any(HAN.search(trigger_name(trigger, gettext=english)) for trigger in Trigger)
