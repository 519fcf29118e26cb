"""Putting a conclusion together from what the other rooms hold; nothing here is typed by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from panel.accounts import queries as accounts
from panel.commissions import queries as commissions
from panel.commissions.facts import MaterialKind, SeatKind, SessionMode, WaiverKind
from panel.conclusions import queries
from panel.conclusions.facts import (
    ConclusionPaper,
    DissentLine,
    MemberLine,
    RoundBlock,
    SignatureAct,
    SignatureLine,
)
from panel.conclusions.models import Conclusion
from panel.draw import queries as draws
from panel.guidance.code_lists import label
from panel.kernel.clock import beijing_date
from panel.matters import queries as matters
from panel.voting import queries as voting
from panel.voting import result_queries as counted
from panel.voting.result_queries import OpenedVote, RoundResult

NOT_YET = "（待编号）"
A_MEMBER = "一名成员"
NAMELESS = "本件供成员阅读：按委托书，成员之间不记名，不同意见和建议措施不列姓名；记名的正本由委托部门保存并归档。"
METHODS = {
    "single_majority": "同一选项获得表决名册过半数的支持",
    "ordinal_cumulative": "等级累积：名册过半数认为达到该级或者更高一级的，取其中最高一级",
}
MODES = {
    SessionMode.ON_SITE: "会议",
    SessionMode.VIDEO: "视频会议",
    SessionMode.ONLINE: "网上会议室",
    SessionMode.CORRESPONDENCE: "书面征询",
}
LEVELS = {1: "一级", 2: "二级", 3: "三级"}
WAIVERS = {
    WaiverKind.SINGLE_EXPERT: "由一名专家研判",
    WaiverKind.CORRESPONDENCE: "以书面方式研判",
    WaiverKind.DIRECT_APPOINTMENT: "直接确定专家",
    WaiverKind.REDRAW: "重新抽取",
    WaiverKind.CANCEL: "撤销",
}
ACTS = {
    SignatureAct.SIGN: "已签署",
    SignatureAct.SIGN_WITH_STATEMENT: "签署并附声明",
    SignatureAct.REFUSE: "拒绝签署",
    SignatureAct.NOT_SIGNED: "逾期未签署，未书面说明理由",
}
INQUIRIES = (MaterialKind.TEST_REPORT, MaterialKind.INVESTIGATION_REPORT)


def first_parts(session: Session, panel_id: int) -> dict[str, Any]:
    """Propose the parts of a draft from the ballots of those who carried the majority."""
    latest = counted.list_results(session, panel_id)[-1]
    votes = counted.opened_ballots(session, latest.round.id)
    carried = [vote for vote in votes if vote.ballot.option == latest.count.majority] or votes
    natures = [vote.ballot.nature for vote in carried if vote.ballot.nature]
    return {
        "nature": max(natures, key=natures.count) if natures else "",
        "level_reasons": "\n".join(dict.fromkeys(vote.ballot.reasons for vote in carried)),
        "analysis": "",
        "suggestions": list(dict.fromkeys(text for vote in votes for text in _measures(vote))),
        "uncertainty": "\n".join(dict.fromkeys(vote.ballot.reservation for vote in votes if vote.ballot.reservation)),
    }


def _measures(vote: OpenedVote) -> list[str]:
    named = [label("disposition_measures", code) for code in vote.ballot.measures]
    return [*named, *([vote.ballot.other_measures] if vote.ballot.other_measures else [])]


def option_label(options: list[dict[str, Any]], code: str | None) -> str:
    """Give the words of an option of the question; nothing was decided without one."""
    return next((str(option["label"]) for option in options if option["code"] == code), "无")


def compose(session: Session, conclusion: Conclusion, *, number: str = NOT_YET, issuer: int | None = None,
            dated: date | None = None, is_named: bool = True) -> ConclusionPaper:  # fmt: skip
    """Gather everything that the printed conclusion says.

    Without names it is the copy that members read where the commission keeps ballots nameless among
    them: minority opinions and measures stand there as opinions, not beside the person.
    """
    panel = commissions.get_panel(session, conclusion.panel_id)
    matter = matters.get_matter(session, panel.matter_id)
    results = counted.list_results(session, panel.id)
    votes = counted.opened_ballots(session, conclusion.round_id)
    people = accounts.account_names(session, {conclusion.drafted_by, conclusion.reviewed_by, issuer})
    parties = matters.parties_of(session, matter.id)
    parts: Mapping[str, Any] = conclusion.parts
    return ConclusionPaper(
        org_name=accounts.get_organisation(session, panel.org_id).name,
        number=conclusion.number or number,
        dated=dated or beijing_date(conclusion.issued_at or conclusion.drafted_at),
        matter_title=matter.title,
        notice_no=matter.notice_no,
        product="，".join(part for part in (matter.product_name, matter.trade_mark, matter.spec) if part),
        producers="；".join(party.name for party in parties if party.role == "producer") or "未列明",
        information_level=LEVELS.get(matter.level or 0, "未定级"),
        adjudication=f"{LEVELS[panel.level]}研判，专家研判（{_mode(panel)}）",
        commission_no=panel.number or "",
        commissioned_on=beijing_date(panel.approved_at or panel.drafted_at),
        question=results[-1].round.question,
        options=tuple(str(option["label"]) for option in results[-1].round.options),
        method=METHODS[results[-1].round.method],
        selection=_selection(session, panel.id),
        lead=_lead(panel),
        members=tuple(_members(session, panel.id, conclusion.round_id)),
        waivers=tuple(_waivers(session, panel)),
        materials=tuple(_pieces(session, panel.id, inquiries=False)),
        inquiries=tuple(_pieces(session, panel.id, inquiries=True)),
        rounds=tuple(_block(result) for result in results),
        analysis=parts.get("analysis", ""),
        nature=parts.get("nature", ""),
        level=option_label(results[-1].round.options, conclusion.option),
        level_reasons=parts.get("level_reasons", ""),
        suggestions=tuple(parts.get("suggestions", ())),
        uncertainty=parts.get("uncertainty", ""),
        dissents=tuple(_dissents(session, panel.id, results[-1], is_named=is_named)),
        suggestion_sources=tuple(_measures_proposed(votes, is_named=is_named)),
        signatures=tuple(_signatures(session, conclusion)),
        drafter=people.get(conclusion.drafted_by, ""),
        reviewer=people.get(conclusion.reviewed_by or 0, "（待审核）"),
        issuer=people.get(issuer or 0, "（待签发）"),
        is_single_expert=results[-1].count.roll == 1,
        is_food=matter.domain == "food",
        notes=_notes(panel, parts) if is_named else (*_notes(panel, parts), NAMELESS),
    )


def _notes(panel: Any, parts: Mapping[str, Any]) -> tuple[str, ...]:
    replay = (f"本结论书为教学回溯：{panel.replay_note}",) if panel.is_replay else ()
    erratum = (f"更正说明：{parts['erratum']}",) if parts.get("erratum") else ()
    return replay + erratum


def _mode(panel: Any) -> str:
    words = MODES[SessionMode(panel.session_mode)]
    return f"{words}，理由：{panel.mode_reason}" if panel.mode_reason else words


def _lead(panel: Any) -> str:
    if not panel.is_joint:
        return ""
    return f"{panel.lead_name}，{panel.lead_unit}{panel.lead_post}；共同研判部门：{panel.joint_partners}"


def _selection(session: Session, panel_id: int) -> str:
    sentences = []
    for draw in draws.list_draws(session, panel_id):
        if draw.state != "done":
            continue
        if draw.kind == "random":
            sentences.append(f"第{draw.no}次随机抽取，记录摘要 {(draw.record_sha256 or '')[:16]}")
        else:
            sentences.append(f"直接确定，理由：{draw.reason}")
    return "；".join(sentences) + "。"


def _members(session: Session, panel_id: int, round_id: int) -> list[MemberLine]:
    on_roll = {line.seat_id for line in voting.roll_of(session, round_id)}
    return [
        MemberLine(
            seat.name, seat.employer, label("disciplines", seat.discipline), seat.title,
            "正选" if seat.kind == SeatKind.MEMBER else "候补",
        )
        for seat in commissions.list_seats(session, panel_id)
        if seat.id in on_roll
    ]  # fmt: skip


def _waivers(session: Session, panel: Any) -> list[str]:
    agreed = [waiver for waiver in commissions.list_waivers(session, panel.id) if waiver.answer == "agreed"]
    words = [
        f"{WAIVERS[WaiverKind(waiver.kind)]}：{waiver.reason}；审批意见：{waiver.answer_reason or '同意'}"
        for waiver in agreed
    ]
    if panel.constitution_warnings:
        words.append(f"组成时有提示事项，继续的理由：{panel.constitution_reason}")
    return words


def _pieces(session: Session, panel_id: int, *, inquiries: bool) -> list[str]:
    return [
        f"{piece.title}（SHA-256 {piece.sha256[:16]}）"
        for piece in commissions.list_materials(session, panel_id, is_released=True)
        if (piece.kind in INQUIRIES) == inquiries
    ]


def _block(result: RoundResult) -> RoundBlock:
    count, said = result.count, result.count.sentences["zh"]
    return RoundBlock(
        no=result.round.no,
        opened_at=result.round.opened_at,
        closed_at=result.round.closed_at or result.round.ends_at,
        roll=count.roll,
        cast=count.cast_count,
        needed=count.needed,
        tally=tuple((str(one["label"]), count.tally.get(one["code"], 0)) for one in result.round.options),
        majority_sentence=said["majority"],
        trigger_sentences=tuple(said["triggers"].values()),
        outcome=said["outcome"],
        review=_review(result),
    )


def _review(result: RoundResult) -> str:
    words = []
    if result.declaration:
        words.append(f"组织部门书面认定分歧较大：{result.declaration.reason}")
    if result.review:
        words.append(result.review.reason)
        if result.review.graver_answer:
            words.append(f"对更高等级意见的答复：{result.review.graver_answer}")
    return "；".join(words)


def _dissents(session: Session, panel_id: int, result: RoundResult, *, is_named: bool) -> list[DissentLine]:
    votes = counted.dissents(session, panel_id)
    return [
        DissentLine(
            vote.name if is_named else A_MEMBER, option_label(result.round.options, vote.ballot.option),
            vote.ballot.reasons,
        )
        for vote in (votes if is_named else _mixed(votes))
    ]  # fmt: skip


def _measures_proposed(votes: Sequence[OpenedVote], *, is_named: bool) -> list[tuple[str, str]]:
    return [
        (vote.name if is_named else A_MEMBER, "；".join(_measures(vote)) or "无")
        for vote in (votes if is_named else _mixed(votes))
    ]


def _mixed(votes: Sequence[OpenedVote]) -> list[OpenedVote]:
    """Give the ballots in an order that says nothing about the roll."""
    return sorted(votes, key=lambda vote: vote.commitment)


def _signatures(session: Session, conclusion: Conclusion) -> list[SignatureLine]:
    done = {row.seat_id: row for row in queries.list_signatures(session, conclusion.id)}
    lines = []
    for line in voting.roll_of(session, conclusion.round_id):
        row = done.get(line.seat_id)
        if row is None:
            lines.append(SignatureLine(line.name, "（待签署）"))
        else:
            lines.append(SignatureLine(line.name, ACTS[SignatureAct(row.act)], row.at, row.statement))
    return lines
