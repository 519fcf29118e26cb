"""The mails around a round. Official texts are Chinese; none names the matter, none tells who has voted."""

from datetime import datetime

from panel.kernel.clock import written


def opened_mail(name: str, number: str, no: int, ends_at: datetime, url: str) -> tuple[str, str]:
    """Give subject and body of the notice that a round is open."""
    body = (
        f"{name}专家：\n\n您参加的专家研判（委托书 {number}）第 {no} 轮表决已开始，"
        f"截止时间为北京时间 {written(ends_at)}。请登录系统投票：\n{url}\n\n截止以服务器时间为准。请勿转发本邮件。"
    )
    return f"专家研判表决：请于 {written(ends_at)} 前投票", body


def reminder_mail(name: str, number: str, no: int, ends_at: datetime, url: str) -> tuple[str, str]:
    """Give subject and body of a reminder to somebody whose ballot is missing."""
    body = (
        f"{name}专家：\n\n您参加的专家研判（委托书 {number}）第 {no} 轮表决尚未收到您的表决票，"
        f"截止时间为北京时间 {written(ends_at)}。请登录系统投票：\n{url}\n\n"
        "到截止时间仍未投票的，仍计入名册人数。时间不够的，可以在投票页申请延长。"
    )
    return f"提醒：专家研判表决将于 {written(ends_at)} 截止", body
