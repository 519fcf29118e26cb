"""What ballots leave to clear up: sides, gaps and tests, without names."""

import pytest

from panel.investigations import gathering_rules as rules
from panel.investigations.facts import Gathering, Side, TestWish, Vote, lines_of, text_of

VOTES = (
    Vote("2", "二级", "危害明确。", "DBP", asks_investigation=True),
    Vote("2", "二级", "危害明确。"),
    Vote("0", "不构成", "暴露量低", " DBP "),
    Vote("I", "证据不足", "缺少迁移数据；", "饮用量"),
)


@pytest.mark.clause("2.4.2-k", "2.4.2-i0")
def test_ballots_are_gathered_without_names_and_each_reason_once() -> None:
    assert rules.gather(VOTES) == Gathering(
        sides=(
            Side("2", "二级", 2, ("危害明确。",)),
            Side("0", "不构成", 1, ("暴露量低",)),
            Side("I", "证据不足", 1, ("缺少迁移数据；",)),
        ),
        wishes=(TestWish("DBP", 2), TestWish("饮用量", 1)),
        asking=1,
    )


@pytest.mark.clause("2.4.2-k")
def test_the_contested_questions_come_from_sides_gaps_and_tests() -> None:
    gathering = rules.gather(VOTES)
    assert gathering.is_contested
    assert rules.questions_from(gathering) == (
        "主张“二级”的依据是否成立：危害明确",
        "主张“不构成”的依据是否成立：暴露量低",
        "认为现有证据不足者所指的缺失：缺少迁移数据",
        "需要检测或者查证：DBP",
        "需要检测或者查证：饮用量",
    )


def test_one_side_alone_is_not_contested() -> None:
    gathering = rules.gather([Vote("2", "二级", "危害明确。"), Vote("2", "二级", "")])
    assert not gathering.is_contested
    assert rules.questions_from(gathering) == ()


def test_nothing_is_gathered_from_no_ballots() -> None:
    assert rules.gather([]) == Gathering((), (), 0)


def test_lists_are_typed_one_entry_per_line() -> None:
    assert lines_of(" 甲 \n\n乙\n") == ("甲", "乙")
    assert text_of(("甲", "乙")) == "甲\n乙"
