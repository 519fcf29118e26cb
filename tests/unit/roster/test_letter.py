"""The letter of appointment: what it says, and the same bytes every time."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from panel.roster.documents import build_letter
from panel.roster.standing_facts import Letter

LETTER = Letter(
    number="湘聘字〔2026〕1号",
    name="示例人",
    committee="湖南省产品质量安全风险专家委员会（示例）",
    owner="湖南省质量技术监督局（示例）",
    term_from=date(2026, 3, 2),
    term_to=date(2028, 2, 29),
    dated=date(2026, 3, 1),
    is_renewal=False,
)


def lines(letter: Letter) -> list[str]:
    return [one.text for one in Document(io.BytesIO(build_letter(letter))).paragraphs if one.text]


@pytest.mark.clause("4.1.1-c")
def test_the_letter_names_person_committee_term_and_number() -> None:
    assert lines(LETTER)[:3] == [
        "聘　　书",
        "湘聘字〔2026〕1号",
        "兹聘请示例人同志为湖南省产品质量安全风险专家委员会（示例）委员，聘期自2026年3月2日至2028年2月29日。",
    ]
    assert lines(LETTER)[-2:] == ["湖南省质量技术监督局（示例）（章）", "2026年3月1日"]


def test_a_renewal_says_so() -> None:
    assert "兹继续聘请示例人同志" in lines(replace(LETTER, is_renewal=True))[2]


def test_signs_of_markup_stay_as_they_are() -> None:
    assert "兹聘请甲<乙>&丙同志" in lines(replace(LETTER, name="甲<乙>&丙"))[2]


def test_the_same_letter_has_the_same_bytes() -> None:
    assert build_letter(LETTER) == build_letter(LETTER)
    assert build_letter(LETTER) != build_letter(replace(LETTER, number="湘聘字〔2026〕2号"))
