"""The record of a draw as a Word document (form F-04), built from data alone."""

from panel.draw.facts import RecordSheet
from panel.files.paper import Paper
from panel.guidance import cites


@cites("D-02", "S-12")
def build_record(record: RecordSheet) -> bytes:
    """写成《专家抽取记录表》；同样的数据得到同样的文件。

    Gives the docx. The places of the signatures are left empty: the two parties sign the printed record.
    """
    sheet = Paper()
    sheet.title("专家抽取记录表")
    sheet.paragraph(f"委托书编号：{record.number}")
    sheet.paragraph(f"事项：{record.title}")
    sheet.paragraph(f"抽取时间：{record.drawn_at}　　方式：{record.way}")
    if record.reason:
        sheet.paragraph(f"理由：{record.reason}")
    sheet.heading("一、条件和名单")
    sheet.paragraph(f"条件：{'；'.join(record.conditions) or '无'}。")
    excluded = "、".join(f"{words} {count} 人" for words, count in record.excluded) or "无"
    sheet.paragraph(
        f"可抽取 {record.eligible} 人。未列入名单及原因：{excluded}。一人有几项原因的分别计数，逐人的原因见案卷。"
    )
    if record.method:
        sheet.paragraph(f"办法：{record.method}")
    sheet.heading("二、结果")
    rows = [[str(place), *row] for place, row in enumerate(record.chosen, 1)]
    sheet.table(["序", "姓名", "单位", "专业", "类别", "机会"], rows, [10, 22, 52, 38, 16, 18])
    if record.steps:
        sheet.heading("三、经过")
        for step in record.steps:
            sheet.paragraph(step)
        sheet.heading("四、摘要（SHA-256）")
        sheet.paragraph(f"名单：{record.pool_sha256}")
        sheet.paragraph(f"机会表：{record.weights_sha256}")
        sheet.paragraph(f"记录：{record.record_sha256}")
        sheet.paragraph("凭记录文件和核对程序 verify_draw.py，任何人都可以重新演算本次抽取。")
    sheet.blank()
    if record.witnessed_by:
        sheet.paragraph(f"抽取人：{record.drawn_by}　（签名）　　　　　见证人：{record.witnessed_by}　（签名）")
    else:
        sheet.paragraph(f"提出人：{record.drawn_by}　（签名）　　　　　审批人：{record.approved_by}　（签名）")
    return sheet.save(f"{record.number} 专家抽取记录表")
