"""The rulebook in writing: for a terminal and for the documentation."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from panel.guidance.rulebook import Row, Share, share

CHAPTERS = {
    "0": ("通知正文", "The covering notice"),
    "1": ("一、总体要求、目标和思路", "I. Demands, aims and approach"),
    "2": ("二、风险信息管理", "II. Management of risk information"),
    "3": ("三、信息管理平台", "III. The platform"),
    "4": ("四、技术支持系统", "IV. Technical support"),
    "5": ("五、组织领导", "V. Organisation and leadership"),
    "D": ("导出规则", "Derived rules"),
    "A": ("解释口径", "Readings"),
    "S": ("职责分离", "Separation of duty"),
}
SCOPES = {"CENTRE": ("核心", "centre"), "SUPPORT": ("支撑", "support"), "CONTEXT": ("背景", "context")}
PREFACE = """# 规则对照表 Rulebook

由 `expert-panel rulebook --refresh` 生成，请勿手工修改。Written by `expert-panel rulebook --refresh`; do not edit.

依据：国质检法函〔2009〕293号。表中文字是本系统对条款的表述，不是原文；原文以文件为准。
The guidance is quoted by clause and said in our own words; the document itself decides.

“执行”列出代码中的函数（`panel.…`）和数据表约束（`ck_…`）；空白表示目前没有代码执行这一条。
*Enforced by* names functions and table constraints; an empty cell means that no code enforces the clause so far.
"""


def text_table(rows: Sequence[Row]) -> str:
    """Write the table for a terminal: a line per clause, then the two shares."""
    lines = [_line(row) for row in rows]
    return "\n".join([*lines, "", *share_lines(rows)])


def share_lines(rows: Sequence[Row]) -> list[str]:
    """Write the share of rules enforced so far, for the centre and for what supports it."""
    return [_share_line(SCOPES[scope], share(rows, scope)) for scope in ("CENTRE", "SUPPORT")]


def _share_line(names: tuple[str, str], counted: Share) -> str:
    zh, en = names
    line = f"{zh}规则（{en}）：共 {counted.total} 条，已由代码执行 {counted.enforced} 条（{counted.percent}%）"
    line += f"，其中有测试的 {counted.tested} 条"
    return line + (f"，另有 {counted.by_hand} 条只能由人办理" if counted.by_hand else "")


def _line(row: Row) -> str:
    first, more = (row.enforced_by[0], len(row.enforced_by) - 1) if row.enforced_by else ("—", 0)
    enforced = first + (f" +{more}" if more else "")
    cells = (row.clause.number, row.clause.scope, str(len(row.tests)), enforced)
    widths = (13, 8, 4, 62)
    return "".join(_padded(cell, width) for cell, width in zip(cells, widths, strict=True)) + row.clause.zh


def _padded(cell: str, width: int) -> str:
    """Pad to a width in terminal columns, where a Chinese character takes two; always leave one blank."""
    taken = sum(2 if east_asian_width(character) in "WF" else 1 for character in cell)
    return cell + " " * max(1, width - taken)


def markdown(rows: Sequence[Row]) -> str:
    """Write the table for the documentation, one section per chapter."""
    parts = [PREFACE, "\n".join(f"- {line}" for line in share_lines(rows)) + "\n"]
    for chapter, (zh, en) in CHAPTERS.items():
        parts += [f"## {zh} {en}\n", _section([row for row in rows if row.clause.chapter == chapter])]
    return "\n".join(parts)


def _section(rows: Sequence[Row]) -> str:
    head = "| 编号 | 条款 | 范围 | 要求 Must hold | 执行 Enforced by | 测试 Tests |\n|---|---|---|---|---|---|\n"
    return head + "".join(_markdown_line(row) for row in rows)


def _markdown_line(row: Row) -> str:
    clause = row.clause
    by_hand = f"<br>由人办理：{clause.by_hand}<br>By hand: {clause.by_hand_en}" if clause.by_hand else ""
    must = f"{clause.zh}<br>{clause.en}{by_hand}"
    cells = (clause.number, clause.path, SCOPES[clause.scope][0], must, _code(row.enforced_by), _code(row.tests))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _code(names: Sequence[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)
