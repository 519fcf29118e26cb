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
    is_by_lot = bool(record.steps)
    name = "专家抽取记录表" if is_by_lot else "专家直接确定记录表"
    sheet.title(name)
    sheet.paragraph(f"委托书编号：{record.number}　　第 {record.no} 次")
    sheet.paragraph(f"事项：{record.title}")
    sheet.paragraph(f"{'抽取' if is_by_lot else '确定'}时间：{record.drawn_at}　　方式：{record.way}")
    if record.reason:
        sheet.paragraph(f"理由：{record.reason}")
    if is_by_lot:
        _write_pool(sheet, record)
    sheet.heading("二、结果" if is_by_lot else "结果")
    columns = ["序", "姓名", "单位", "专业", "类别", "机会"] if is_by_lot else ["序", "姓名", "单位", "专业", "类别"]
    rows = [[str(place), *row][: len(columns)] for place, row in enumerate(record.chosen, 1)]
    sheet.table(columns, rows, [10, 22, 46, 46, 14, 18] if is_by_lot else [10, 22, 54, 56, 14])
    if is_by_lot:
        _write_course(sheet, record)
    _write_signatures(sheet, record)
    return sheet.save(f"{record.number} {name}")


def _write_pool(sheet: Paper, record: RecordSheet) -> None:
    sheet.heading("一、条件和名单")
    sheet.paragraph(f"条件：{'；'.join(record.conditions) or '无'}。")
    sheet.paragraph(f"办法：{record.method}")
    sheet.paragraph(f"可抽取 {record.eligible} 人。未列入名单的按原因计，一人有几项原因的分别计数，逐人的原因见案卷：")
    rows = [[words, f"{count} 人"] for words, count in record.excluded] or [["没有未列入名单的专家", "—"]]
    sheet.table(["未列入名单的原因", "人次"], rows, [126, 30])


def _write_course(sheet: Paper, record: RecordSheet) -> None:
    sheet.heading("三、经过")
    rows = [[str(place), words, digest or "—"] for place, (words, digest) in enumerate(record.steps, 1)]
    sheet.table(["序", "经过", "公布的承诺、摘要或者密码"], rows, [10, 80, 66])
    sheet.heading("四、摘要（SHA-256）")
    sheet.table(
        ["对象", "摘要"],
        [["名单", record.pool_sha256], ["机会表", record.weights_sha256], ["记录", record.record_sha256]],
        [20, 136],
    )
    sheet.paragraph("凭记录文件和核对程序 verify_draw.py，任何人都可以重新演算本次抽取。")


def _write_signatures(sheet: Paper, record: RecordSheet) -> None:
    """Leave a line each for those who take part to sign on the printed record."""
    if record.witnessed_by:
        signing = [("抽取人", record.drawn_by), ("见证人", record.witnessed_by), ("启封人", record.opened_by)]
    else:
        signing = [("提出人", record.drawn_by), ("审批人", record.approved_by)]
    sheet.blank()
    for part, name in signing:
        if name:
            sheet.paragraph(f"{part}：{name}（签名）　　　　　　　　年　月　日", keep=True)
