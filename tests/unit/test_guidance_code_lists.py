"""Code lists are closed, complete in both languages, and say what belongs to what."""

import pytest

from panel.guidance.code_lists import codes, codes_in, find_code, get_code, is_code, label, list_names, version

SIZES = {
    "risk_levels": 3,
    "adjudication_levels": 3,
    "adjudication_modes": 5,
    "source_classes": 8,
    "product_categories": 92,
    "provinces": 34,
    "countries": 249,
    "disciplines": 26,
    "conflict_reasons": 10,
    "disposition_measures": 20,
    "severity": 4,
    "probability": 8,
    "spread": 3,
}
GROUPED = {
    "source_subs": "source_classes",
    "source_fields": "source_classes",
    "disciplines": "discipline_groups",
    "product_categories": "product_categories",
    "industries": "industries",
}


@pytest.mark.clause("3.4.1-a")
@pytest.mark.parametrize("name", list_names())
def test_a_list_has_each_code_once_in_both_languages(name: str) -> None:
    entries = codes(name)
    assert len({entry.code for entry in entries}) == len(entries) > 0
    assert all(entry.zh.strip() and entry.en.strip() for entry in entries)


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_the_lists_are_whole(name: str, size: int) -> None:
    assert len(codes(name)) == size


@pytest.mark.parametrize(("name", "groups"), GROUPED.items())
def test_every_group_is_a_code_of_its_own_list(name: str, groups: str) -> None:
    assert all(is_code(groups, entry.group) for entry in codes(name) if entry.group is not None)


@pytest.mark.clause("2.1.2-0")
def test_every_source_class_has_sub_sources() -> None:
    assert all(codes_in("source_subs", source.code) for source in codes("source_classes"))


@pytest.mark.parametrize("source_class", ["3", "4", "5", "6", "7", "8"])
def test_the_classes_with_fields_of_their_own_require_at_least_one(source_class: str) -> None:
    assert any(entry.extra["required"] for entry in codes_in("source_fields", source_class))


@pytest.mark.clause("D-01")
def test_hard_conflicts_are_told_from_soft_ones() -> None:
    assert get_code("conflict_reasons", "employ").extra["hard"] is True
    assert get_code("conflict_reasons", "project").extra["hard"] is False


def test_a_label_is_given_in_the_language_asked_for() -> None:
    assert label("countries", "FR") == "法国"
    assert label("countries", "FR", "en") == "France"
    assert label("risk_levels", 1, "zh") == "一级（特别重大）"


def test_an_unknown_list_or_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        label("countries", "XX")
    with pytest.raises(KeyError):
        codes("planets")
    assert not is_code("risk_levels", 4)


def test_a_code_is_found_by_its_chinese_label_within_its_group() -> None:
    assert find_code("source_subs", "研究机构", group="6") == "603"
    assert find_code("source_subs", "研究机构", group="7") == "704"
    assert find_code("source_subs", "没有这一类") is None


def test_the_lists_carry_a_version() -> None:
    assert version()
