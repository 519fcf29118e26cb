"""The written conclusion says everything that was decided, whole, and nothing of it by hand."""

from dataclasses import fields, replace

import pytest

from panel.conclusions.documents import FOOD_NOTE, NONE, _title_lines, build_conclusion
from panel.conclusions.facts import ConclusionPaper, DissentLine, SignatureLine
from tests.support.papers import FIRST_ROUND, SECOND_ROUND, lines_of, paper_of, texts_in

DATES = {"dated": "2026年3月12日", "commissioned_on": "2026年2月27日"}
FLAGS = {"is_single_expert", "is_food"}
TITLE_LINE = 18


def whole(paper: ConclusionPaper) -> str:
    return "\n".join(lines_of(build_conclusion(paper)))


@pytest.fixture(scope="module")
def printed() -> str:
    return whole(paper_of())


@pytest.mark.clause("2.4.3-c", "2.4.0-c", "2.4.2-h", "D-06", "D-07")
@pytest.mark.parametrize("name", [entry.name for entry in fields(ConclusionPaper) if entry.name not in FLAGS])
def test_every_field_of_the_conclusion_is_printed_whole(name: str, printed: str) -> None:
    paper = paper_of()
    wanted = [DATES[name]] if name in DATES else list(texts_in(getattr(paper, name)))
    assert wanted
    assert [text for text in wanted if text not in printed] == []


@pytest.mark.clause("2.4.3-c")
@pytest.mark.parametrize(
    "name", [entry.name for entry in fields(ConclusionPaper) if entry.name not in FLAGS | {"rounds"}]
)
def test_no_field_is_printed_in_the_place_of_another(name: str) -> None:
    """Without the field its words are gone: what is printed comes from it."""
    paper = paper_of()
    value = getattr(paper, name)
    emptied = {str: "〇", tuple: ()}.get(type(value))
    if emptied is None:
        return  # a day: its place is shown below
    words = [text for text in texts_in(value) if len(text) > 4]
    printed = whole(replace(paper, **{name: emptied}))
    others = " ".join(texts_in(tuple(getattr(paper, one.name) for one in fields(paper) if one.name != name)))
    assert [text for text in words if text in printed and text not in others] == []


@pytest.mark.clause("2.4.3-c")
def test_the_parts_stand_in_the_order_of_the_form() -> None:
    lines = lines_of(build_conclusion(paper_of()))
    heads = [line for line in lines if line[:2] in {f"{number}、" for number in "一二三四五六七八"}]
    assert heads == [
        "一、委托与事项", "二、专家组与研判方式", "三、材料、检测和调查依据", "四、研判过程和表决", "五、分析意见",
        "六、结论", "七、建议措施", "八、不确定性和局限",
    ]  # fmt: skip
    annexes = [lines.index(f"附件{number}") for number in (1, 2, 3)]
    assert annexes == sorted(annexes)
    assert annexes[0] > lines.index("八、不确定性和局限")


@pytest.mark.clause("2.4.2-g", "2.4.2-h")
def test_each_round_states_its_majority_first_and_then_what_was_triggered() -> None:
    lines = lines_of(build_conclusion(paper_of()))
    start = lines.index("（一）第一轮")
    block = lines[start : lines.index("（二）第二轮")]
    assert block[1] == (
        "2026-03-02 09:00开始，2026-03-02 10:30截止（北京时间）。表决名册 5 人，投票 4 人，未投 1 人，过半数需 3 票。"
    )
    assert block[2] == FIRST_ROUND.majority_sentence
    after = [block.index(text) for text in FIRST_ROUND.trigger_sentences]
    assert 2 < after[0] < after[1] < block.index("认定：分歧较大") < block.index("审批人书面意见：同意开展专项调查")
    assert block[3:12] == [
        "选项", "票数", "占名册", "二级（重大）", "2", "2/5", "三级（重要）", "2", "2/5",
    ]  # fmt: skip


@pytest.mark.clause("2.4.2-g", "D-05")
def test_the_majority_sentence_of_the_deciding_round_is_repeated_word_by_word() -> None:
    lines = lines_of(build_conclusion(paper_of()))
    assert lines.count(SECOND_ROUND.majority_sentence) == 1
    assert f"（四）表决：{SECOND_ROUND.majority_sentence}" in lines


@pytest.mark.clause("D-06")
def test_a_minority_opinion_is_printed_with_name_option_and_reasons() -> None:
    lines = lines_of(build_conclusion(paper_of()))
    assert lines.index("成员孙（三级（重要））：暴露量低，可按重要处理。") > lines.index("附件2")


@pytest.mark.clause("D-06", "D-07")
def test_each_member_stands_on_the_signing_page_with_act_time_and_statement() -> None:
    lines = lines_of(build_conclusion(paper_of()))
    start = lines.index("附件1")
    table = lines[start + 2 : start + 2 + 16]
    assert table == [
        "姓名", "签署情况", "时间（北京时间）", "声明",
        "成员李", "已签署", "2026-03-11 10:05", "",
        "成员周", "签署并附声明", "2026-03-11 11:10", "保留对范围的看法",
        "成员吴", "逾期未签署，未书面说明理由", "—", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("waivers", ["豁免与审批：无。"]),
        ("materials", [NONE]),
        ("inquiries", [NONE]),
        ("analysis", ["未说明。"]),
        ("uncertainty", ["未说明。"]),
        ("dissents", [NONE]),
        ("suggestion_sources", [NONE]),
    ],
)
def test_an_empty_part_says_that_there_is_none_or_that_nothing_was_said(name: str, texts: list[str]) -> None:
    value = getattr(paper_of(), name)
    lines = lines_of(build_conclusion(paper_of(**{name: type(value)()})))
    assert [text for text in texts if text not in lines] == []


def test_parts_that_do_not_apply_leave_no_empty_line_behind() -> None:
    printed = whole(paper_of(lead="", notes=()))
    assert "共同研判负责人" not in printed
    assert "更正说明" not in printed
    assert "审批人书面意见：\n" not in printed


def test_a_conclusion_about_food_says_what_it_is_not() -> None:
    assert FOOD_NOTE in whole(paper_of(is_food=True))
    assert FOOD_NOTE not in whole(paper_of())


@pytest.mark.clause("2.4.2-d")
def test_the_opinion_of_a_single_expert_is_called_so() -> None:
    assert "专家个人研判意见书" in whole(paper_of(is_single_expert=True))
    assert "专家个人研判意见书" not in whole(paper_of())


@pytest.mark.parametrize(("length", "count"), [(1, 1), (15, 1), (16, 2), (33, 2), (34, 3), (200, 12)])
def test_a_long_title_is_broken_into_even_lines_and_loses_nothing(length: int, count: int) -> None:
    title = ("甲乙丙丁戊己庚辛壬癸" * 20)[:length]
    lines = lines_of(build_conclusion(paper_of(matter_title=title)))
    start = next(index for index, line in enumerate(lines) if line.startswith("关于甲"))
    pieces = lines[start : lines.index("专家研判结论书")]
    assert "".join(pieces) == f"关于{title}的"
    assert len(pieces) == count
    assert max(map(len, pieces)) <= TITLE_LINE
    assert len(pieces[-1]) > 1


@pytest.mark.parametrize("mark", ["<b>限值</b> & 1 < 2 > 0", "a\"b'c", "{{ x }} %s ]]>", "&lt;&amp;", "C:\\路径"])
def test_signs_that_mean_something_to_a_machine_are_printed_as_they_are(mark: str) -> None:
    paper = paper_of(
        analysis=mark, suggestions=(mark,), dissents=(DissentLine(mark, mark, mark),), waivers=(mark,), nature=mark,
        signatures=(SignatureLine(mark, "已签署", None, mark),),
    )  # fmt: skip
    lines = lines_of(build_conclusion(paper))
    assert mark in lines
    assert f"1. {mark}" in lines
    assert f"{mark}（{mark}）：{mark}" in lines


def test_rare_han_letters_are_printed() -> None:
    rare = "镕喆𬭎㛃"
    printed = whole(paper_of(drafter=rare, analysis=f"{rare}的意见"))
    assert f"拟稿：{rare}" in printed
    assert f"{rare}的意见" in printed


def test_long_texts_are_printed_to_their_last_letter() -> None:
    text = "".join(chr(0x4E00 + number % 3000) for number in range(2000))
    paper = paper_of(
        analysis=text, level_reasons=text, uncertainty=text, suggestions=(text,) * 3, question=text,
        dissents=(DissentLine("成员孙", "三级", text),), signatures=(SignatureLine("成员李", "已签署", None, text),),
    )  # fmt: skip
    lines = lines_of(build_conclusion(paper))
    assert sum(text in line for line in lines) == 9  # four paragraphs, three suggestions, a dissent, a statement


def test_the_lines_of_a_text_become_paragraphs() -> None:
    lines = lines_of(build_conclusion(paper_of(analysis="第一段。\n第二段。\n\n第四段。")))
    start = lines.index("第一段。")
    assert lines[start : start + 4] == ["第一段。", "第二段。", "", "第四段。"]


def test_rounds_above_ten_are_counted_in_figures() -> None:
    rounds = tuple(replace(FIRST_ROUND, no=number) for number in (10, 11))
    lines = lines_of(build_conclusion(paper_of(rounds=rounds)))
    assert "（十）第十轮" in lines
    assert "（11）第11轮" in lines


def test_a_long_title_is_broken_between_words_and_no_line_is_too_long() -> None:
    lines = _title_lines("关于儿童电动牙刷锂电池质量安全风险研判的", "专家研判结论书")
    assert lines == ["关于儿童电动牙刷锂电池", "质量安全风险研判的", "专家研判结论书"]
    no_words = _title_lines("甲" * 40, "书")
    assert [len(line) for line in no_words] == [14, 13, 13, 1]
