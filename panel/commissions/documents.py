"""The texts that people receive or sign: invitation, undertaking, and the mails around them.

Official texts are Chinese whatever the language of the page; none of them hints at an opinion.
"""

from collections.abc import Sequence
from datetime import datetime

from panel.guidance import cites
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import written

UNDERTAKING = (
    "与本事项有利害关系的情形，已在回执中逐项如实说明；此后出现新的情形，立即报告并申请回避。",
    "依据事实和专业知识独立形成意见，不受委托部门、涉事各方和其他人员的影响，不与其他成员串通。",
    "不接受与本事项有关的请托、宴请、财物或者其他利益。",
    "未经批准，不向任何人透露研判材料、讨论情况、表决情况和结论，不自行发布风险信息；研判结束后按要求交还或者销毁材料。",
    "所提交的表决意见署名存档，对本人的意见依法承担责任。",
    "同意以登录身份加口令重新确认的方式作为本次研判各项签署的电子签名。",
)


@cites("D-01", "4.1.2-c", "4.1.2-e", "D-13")
def undertaking_text(number: str, title: str, name: str) -> str:
    """写明回避、独立、公正、保密、责任和电子签名方式的承诺书全文。

    The digest that the expert signs is taken over exactly these characters.
    """
    lines = [f"{place}. {line}" for place, line in enumerate(UNDERTAKING, 1)]
    head = f"本人{name}接受委托（{number}），参加“{title}”的专家研判，承诺如下："
    return "\n".join([head, *lines])


def undertaking_digest(number: str, title: str, name: str) -> str:
    """Give the SHA-256 of the undertaking's text in UTF-8."""
    return sha256_hex(undertaking_text(number, title, name).encode())


def invitation_mail(name: str, number: str, answer_by: datetime, url: str) -> tuple[str, str]:
    """Give subject and body of an invitation; the matter itself is named only after signing in."""
    body = (
        f"{name}专家：\n\n您被确定为一项产品质量安全风险专家研判的人选（委托书 {number}）。"
        f"请于北京时间 {written(answer_by)} 前登录系统，回答利害关系问题并答复是否参加：\n{url}\n\n"
        "逾期未答复的，将依抽取次序邀请候补专家。请勿转发本邮件。"
    )
    return f"专家研判邀请：请于 {written(answer_by)} 前答复", body


def material_mail(name: str, number: str, url: str) -> tuple[str, str]:
    """Give subject and body of the notice that the pack is there to be read."""
    body = (
        f"{name}专家：\n\n您参加的专家研判（委托书 {number}）已发放材料。请登录系统阅读并逐件确认：\n{url}\n\n"
        "材料仅限本人查阅，不得转发。"
    )
    return "专家研判材料已发放", body


def meeting_mail(name: str, number: str, held_at: datetime | None, url: str) -> tuple[str, str]:
    """Give subject and body of the notice that time or place of the meeting was set."""
    when = f"北京时间 {written(held_at)}" if held_at else "另行通知"
    body = f"{name}专家：\n\n您参加的专家研判（委托书 {number}）会议时间：{when}。地点和方式请登录系统查看：\n{url}"
    return "专家研判会议安排", body


def watermark(name: str, at: datetime) -> str:
    """Give the line that marks a page or a downloaded copy with its reader and the time."""
    return f"{name} {written(at)} 仅供本人研判使用"


def pack_items(materials: Sequence[tuple[int, str, str]]) -> list[dict[str, str | int]]:
    """Write the list of released pieces, `(no, title, sha256)`, over which the pack's digest is taken."""
    return [{"no": no, "title": title, "sha256": sha256} for no, title, sha256 in materials]
