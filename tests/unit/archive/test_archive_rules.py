"""What a complete file holds, how long it is kept, and who checks it."""

import pytest

from panel.archive import rules
from panel.archive.facts import ALWAYS, ORDER, ItemKind, Owed, Retention

PLAIN = Owed(has_disagreed=False, has_investigation=False, has_order=False)


@pytest.mark.clause("2.4.3-b")
def test_an_undisputed_panel_owes_what_every_panel_owes() -> None:
    assert rules.owed_items(PLAIN) == tuple(sorted(ALWAYS, key=ORDER.__getitem__))


@pytest.mark.clause("2.4.3-b")
@pytest.mark.parametrize(
    ("owed", "more"),
    [
        (Owed(has_disagreed=True, has_investigation=False, has_order=False), {ItemKind.WARNINGS}),
        (Owed(has_disagreed=False, has_investigation=True, has_order=False), {ItemKind.INVESTIGATIONS}),
        (Owed(has_disagreed=False, has_investigation=False, has_order=True), {ItemKind.ORDERS}),
    ],
)
def test_the_course_of_a_panel_adds_what_it_owes(owed: Owed, more: set[ItemKind]) -> None:
    assert set(rules.owed_items(owed)) - set(ALWAYS) == more


@pytest.mark.clause("2.4.3-b")
def test_what_is_owed_stands_in_the_order_of_the_volume() -> None:
    kinds = rules.owed_items(Owed(has_disagreed=True, has_investigation=True, has_order=True))
    assert list(kinds) == [kind for kind in ItemKind if kind in kinds]


@pytest.mark.clause("2.4.3-b")
def test_a_file_lacks_what_is_neither_held_nor_excused() -> None:
    owed = (ItemKind.SIGN_IN, ItemKind.MINUTES, ItemKind.RESULT)
    assert rules.missing_items(owed, {ItemKind.RESULT}, {}) == (ItemKind.SIGN_IN, ItemKind.MINUTES)
    assert rules.missing_items(owed, {ItemKind.RESULT}, {ItemKind.MINUTES: "网上表决，未开会"}) == (ItemKind.SIGN_IN,)
    assert rules.missing_items(owed, owed, {}) == ()


@pytest.mark.clause("2.4.3-b")
@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_an_empty_reason_excuses_nothing(reason: str) -> None:
    assert rules.missing_items((ItemKind.MINUTES,), (), {ItemKind.MINUTES: reason}) == (ItemKind.MINUTES,)


@pytest.mark.clause("D-14", "2.4.3-b")
@pytest.mark.parametrize(
    ("level", "has_warning", "kept"),
    [
        ("1", False, Retention.PERMANENT),
        ("2", False, Retention.PERMANENT),
        ("3", False, Retention.YEARS_30),
        ("0", False, Retention.YEARS_30),
        ("3", True, Retention.PERMANENT),
        ("A", False, Retention.YEARS_10),
        ("A", True, Retention.PERMANENT),
    ],
)
def test_the_level_and_a_warning_say_how_long_a_file_is_kept(level: str, has_warning: bool, kept: Retention) -> None:
    assert rules.retention_of(level, has_warning) is kept


@pytest.mark.clause("2.4.3-b", "3.2.2-b")
def test_whoever_filed_a_volume_does_not_check_it() -> None:
    assert rules.reasons_against_checker(filed_by=1, checked_by=1) == "SOD_ARCHIVE"
    assert rules.reasons_against_checker(filed_by=1, checked_by=2) is None


@pytest.mark.clause("2.4.3-b")
def test_the_result_on_the_main_record_is_not_talked_away() -> None:
    owed = (ItemKind.MINUTES, ItemKind.RESULT)
    reasons = {ItemKind.MINUTES: "网上表决，未开会", ItemKind.RESULT: "以后再录"}
    assert rules.missing_items(owed, set(), reasons) == (ItemKind.RESULT,)
