"""The written conclusion as a Word document (form F-12), built from data alone."""

import re
from datetime import date, datetime

from panel.conclusions.facts import ConclusionPaper, RoundBlock
from panel.files.paper import Paper
from panel.guidance import cites
from panel.kernel.clock import written

GUIDANCE = "《关于进一步加强产品质量安全风险信息管理工作的指导意见》（国质检法函〔2009〕293号）"
FOOD_NOTE = "本结论供风险信息处置使用，不是食品安全法意义上的食品安全风险评估结果。"
NONE = "无。"
TITLE_BREAKS = re.compile(r"(?<=[的、，和与及])|(?=质量|风险|安全风险|研判|问题|事件|中(?!国|毒|文))")
NEAR = 5
UNSAID = "未说明。"


@cites("2.4.3-c", "D-06", "D-07", "2.4.0-c", "2.5.5-c")
def build_conclusion(paper: ConclusionPaper) -> bytes:
    """Write the conclusion and give the docx; the same data gives the same bytes."""
    sheet = Paper()
    sheet.issuing_mark(paper.org_name)
    sheet.document_number(paper.number)
    kind = "专家个人研判意见书" if paper.is_single_expert else "专家研判结论书"
    sheet.title(*_title_lines(f"关于{paper.matter_title}的", kind))
    _write_commission(sheet, paper)
    _write_panel(sheet, paper)
    _write_evidence(sheet, paper)
    for block in paper.rounds:
        _write_round(sheet, block)
    _write_conclusion(sheet, paper)
    _write_end(sheet, paper)
    _write_annexes(sheet, paper)
    return sheet.save(f"{paper.number} {kind}")


def _title_lines(first: str, last: str, longest: int = 18) -> list[str]:
    """Break a long title into lines of nearly one length, so that none runs over or holds a single letter."""
    count = -(-len(first) // longest)
    lines, rest = [], first
    for left in range(count, 1, -1):
        end = _break_near(rest, -(-len(rest) // left), longest)
        lines.append(rest[:end])
        rest = rest[end:]
    return [*lines, rest, last]


def _break_near(text: str, even: int, longest: int) -> int:
    """Give the place nearest to an even break that parts no word known to stand in titles."""
    places = [match.start() for match in TITLE_BREAKS.finditer(text) if 0 < match.start() <= longest]
    near = [place for place in places if abs(place - even) <= NEAR and len(text) - place <= longest * 2]
    return min(near, key=lambda place: abs(place - even), default=even)


def _items(sheet: Paper, texts: tuple[str, ...]) -> None:
    for number, text in enumerate(texts, start=1):
        sheet.paragraph(f"{number}. {text}")
    if not texts:
        sheet.paragraph(NONE)


def _write_commission(sheet: Paper, paper: ConclusionPaper) -> None:
    sheet.paragraph(f"{paper.org_name}：", indent=False)
    sheet.paragraph(
        f"根据{GUIDANCE}，专家组受你单位正式委托（{paper.commission_no}，{_day(paper.commissioned_on)}），"
        f"对信息通报号 {paper.notice_no} 的风险信息进行了研判，结论如下。"
    )
    for note in paper.notes:
        sheet.paragraph(note)
    sheet.heading("一、委托与事项")
    sheet.paragraph(f"事项：{paper.matter_title}")
    sheet.paragraph(f"产品：{paper.product}")
    sheet.paragraph(f"生产企业：{paper.producers}")
    sheet.paragraph(f"信息级别：{paper.information_level}；研判级别与方式：{paper.adjudication}")
    sheet.paragraph(f"研判问题：{paper.question}")
    sheet.paragraph(f"表决选项：{'；'.join(paper.options)}")
    sheet.paragraph(f"决定方法：{paper.method}")
    if paper.lead:
        sheet.paragraph(f"共同研判负责人：{paper.lead}")


def _write_panel(sheet: Paper, paper: ConclusionPaper) -> None:
    sheet.heading("二、专家组与研判方式")
    sheet.paragraph(f"产生方式：{paper.selection}")
    rows = [[one.name, one.employer, one.discipline, one.title, one.kind] for one in paper.members]
    sheet.table(["姓名", "单位", "专业", "职称", "类别"], rows, [22, 54, 38, 26, 16])
    sheet.paragraph(f"豁免与审批：{'' if paper.waivers else NONE}")
    if paper.waivers:
        _items(sheet, paper.waivers)


def _write_evidence(sheet: Paper, paper: ConclusionPaper) -> None:
    sheet.heading("三、材料、检测和调查依据")
    sheet.heading("（一）材料", 2)
    _items(sheet, paper.materials)
    sheet.heading("（二）检测与专项调查", 2)
    _items(sheet, paper.inquiries)
    sheet.heading("四、研判过程和表决")


def _write_round(sheet: Paper, block: RoundBlock) -> None:
    sheet.heading(f"（{_numeral(block.no)}）第{_numeral(block.no)}轮", 2)
    sheet.paragraph(
        f"{_moment(block.opened_at)}开始，{_moment(block.closed_at)}截止（北京时间）。"
        f"表决名册 {block.roll} 人，投票 {block.cast} 人，未投 {block.roll - block.cast} 人，"
        f"过半数需 {block.needed} 票。"
    )
    sheet.paragraph(block.majority_sentence)
    rows = [[label, str(count), f"{count}/{block.roll}"] for label, count in block.tally]
    sheet.table(["选项", "票数", "占名册"], rows, [90, 30, 36])
    for sentence in block.trigger_sentences:
        sheet.paragraph(sentence)
    sheet.paragraph(f"认定：{block.outcome}")
    if block.review:
        sheet.paragraph(f"审批人书面意见：{block.review}")


def _write_conclusion(sheet: Paper, paper: ConclusionPaper) -> None:
    sheet.heading("五、分析意见")
    sheet.paragraph(paper.analysis or UNSAID)
    sheet.heading("六、结论")
    sheet.paragraph(f"（一）风险性质：{paper.nature}")
    sheet.paragraph(f"（二）风险等级：{paper.level}")
    sheet.paragraph(f"（三）理由：{paper.level_reasons}")
    sheet.paragraph(f"（四）表决：{paper.rounds[-1].majority_sentence}")
    sheet.heading("七、建议措施")
    _items(sheet, paper.suggestions)
    sheet.heading("八、不确定性和局限")
    sheet.paragraph(paper.uncertainty or UNSAID)
    if paper.is_food:
        sheet.paragraph(FOOD_NOTE)


def _write_end(sheet: Paper, paper: ConclusionPaper) -> None:
    sheet.blank()
    sheet.paragraph("附件：1. 专家签名页")
    sheet.paragraph("　　　2. 不同意见")
    sheet.paragraph("　　　3. 各专家建议措施")
    sheet.blank(2)
    sheet.right_aligned(paper.org_name, 2)
    sheet.right_aligned(_day(paper.dated))
    sheet.paragraph(f"拟稿：{paper.drafter}　审核：{paper.reviewer}　签发：{paper.issuer}")
    sheet.paragraph("未经批准，任何单位和个人不得对外发布本结论。")


def _write_annexes(sheet: Paper, paper: ConclusionPaper) -> None:
    _annex(sheet, 1, "专家签名页")
    rows = [[one.name, one.act, _moment(one.at) if one.at else "—", one.statement] for one in paper.signatures]
    sheet.table(["姓名", "签署情况", "时间（北京时间）", "声明"], rows, [24, 32, 40, 60])
    _annex(sheet, 2, "不同意见")
    for dissent in paper.dissents:
        sheet.paragraph(f"{dissent.name}（{dissent.option}）：{dissent.reasons}")
    if not paper.dissents:
        sheet.paragraph(NONE)
    _annex(sheet, 3, "各专家建议措施")
    for name, text in paper.suggestion_sources:
        sheet.paragraph(f"{name}：{text}")
    if not paper.suggestion_sources:
        sheet.paragraph(NONE)


def _annex(sheet: Paper, number: int, title: str) -> None:
    """Start an annex on a new page: its number flush left, its title centred."""
    sheet.paragraph(f"附件{number}", font="黑体", indent=False).paragraph_format.page_break_before = True
    sheet.paragraph(title, font="方正小标宋简体", points=22, indent=False, align="center")


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _moment(value: datetime) -> str:
    return written(value)


def _numeral(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)
