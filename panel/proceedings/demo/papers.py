"""Small documents that the story's people bring along: reports and minutes, invented like everything here."""

from collections.abc import Sequence

from panel.files.paper import Paper

INVENTED = "（示例，内容均为虚构）"


def made_paper(title: str, number: str, lines: Sequence[str]) -> bytes:
    """Give a document of a title, a number and paragraphs; the same words give the same bytes."""
    sheet = Paper()
    sheet.title(title, INVENTED)
    if number:
        sheet.paragraph(number, indent=False, align="center")
        sheet.blank()
    for line in lines:
        sheet.paragraph(line)
    return sheet.save(title)
