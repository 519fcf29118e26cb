"""The record of a draw on paper: what happened in its order, who signs, the same bytes every time."""

import io
from dataclasses import replace

import pytest
from docx import Document

from panel.draw.facts import RecordSheet
from panel.draw.record_documents import build_record

BY_LOT = RecordSheet(
    number="研委〔2026〕1号", title="白酒塑化剂风险研判", no=1, drawn_at="2026年3月2日9时00分", way="首次抽取",
    reason="", conditions=("同一单位至多 1 人",), method="机会均等抽取：每人的机会都写成准确的分数。", eligible=17,
    excluded=(("专业领域不符", 31),), pool_sha256="a" * 64, weights_sha256="b" * 64, record_sha256="c" * 64,
    steps=(("秘书甲公布承诺", "d" * 64), ("见证人乙没有公开密码，审批人丙启封", "e" * 64)),
    chosen=(("丁", "示范医院", "食品毒理", "正选", "3/17"), ("戊", "示范大学", "食品化学", "候补", "3/17")),
    drawn_by="甲", witnessed_by="乙", opened_by="丙", approved_by="",
)  # fmt: skip
DIRECT = replace(
    BY_LOT, way="直接确定", reason="专业特殊", method="", steps=(), witnessed_by="", opened_by="", approved_by="丙"
)


def written(record: RecordSheet) -> tuple[list[str], list[list[list[str]]]]:
    """Give the paragraphs and the tables of a record."""
    paper = Document(io.BytesIO(build_record(record)))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    return [one.text for one in paper.paragraphs if one.text], tables


@pytest.mark.clause("D-02", "S-12")
def test_a_record_tells_the_course_in_its_order_and_who_refused() -> None:
    paragraphs, (excluded, chosen, course, digests) = written(BY_LOT)
    assert excluded[1] == ["专业领域不符", "31 人"]
    assert [row[1] for row in chosen[1:]] == ["丁", "戊"]
    assert [row[1:] for row in course[1:]] == [list(step) for step in BY_LOT.steps]
    assert [row[1] for row in digests[1:]] == ["a" * 64, "b" * 64, "c" * 64]
    assert [line.split("（")[0] for line in paragraphs[-3:]] == ["抽取人：甲", "见证人：乙", "启封人：丙"]
    assert build_record(BY_LOT) == build_record(BY_LOT)


@pytest.mark.clause("D-02")
def test_a_direct_appointment_gives_its_reason_and_says_nothing_of_lots() -> None:
    paragraphs, tables = written(DIRECT)
    assert "理由：专业特殊" in paragraphs
    assert [row[-1] for row in tables[0]] == ["类别", "正选", "候补"]
    assert (len(tables), paragraphs[0]) == (1, "专家直接确定记录表")
    assert not any("抽取名单" in line or "SHA-256" in line for line in paragraphs)
    assert [line.split("（")[0] for line in paragraphs[-2:]] == ["提出人：甲", "审批人：丙"]
