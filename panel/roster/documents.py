"""The letter of appointment as a Word document (form F-02), built from data alone."""

from datetime import date

from panel.files.paper import Paper
from panel.guidance import cites
from panel.roster.standing_facts import Letter

DUTIES = (
    "受委托参加产品质量安全风险信息的分析、研判，科学公正、实事求是地提出结论和建议，"
    "遵守回避和保密要求，并承担相应法律责任。"
)


@cites("4.1.1-c")
def build_letter(letter: Letter) -> bytes:
    """Write the letter and give the docx; the same data gives the same bytes.

    The place of the seal is left empty: who issues it puts the seal on the printed letter.
    """
    sheet = Paper()
    sheet.blank(2)
    sheet.title("聘　　书")
    sheet.paragraph(letter.number, indent=False, align="right")
    sheet.blank()
    again = "继续" if letter.is_renewal else ""
    sheet.paragraph(
        f"兹{again}聘请{letter.name}同志为{letter.committee}委员，"
        f"聘期自{_day(letter.term_from)}至{_day(letter.term_to)}。"
    )
    sheet.paragraph(f"职责：{DUTIES}")
    sheet.paragraph("此聘")
    sheet.blank(3)
    sheet.right_aligned(f"{letter.owner}（章）", 2)
    sheet.right_aligned(_day(letter.dated))
    return sheet.save(f"{letter.number} 聘书")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
