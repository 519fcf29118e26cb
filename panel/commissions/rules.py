"""What a commission must say, who may decide on it, and when a panel may be constituted."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from panel.commissions.facts import (
    HARD_CONFLICTS,
    INSUFFICIENT,
    ORDINAL_CODES,
    CommissionContent,
    Complexity,
    Conflict,
    ConflictAnswer,
    Fault,
    Judgement,
    Method,
    Option,
    PanelFacts,
    PanelState,
    PeerVisibility,
    SeatFacts,
    SessionMode,
    Transition,
)
from panel.guidance import cites
from panel.kernel.actor import Role
from panel.kernel.clock import written

PANEL_EVEN = "PANEL_EVEN"
PANEL_MIN3 = "PANEL_MIN3"
PANEL_MIN5 = "PANEL_MIN5"
UNWRITABLE = frozenset({"SEATS_EVEN", "SEATS_FEW", "METHOD_ORDINAL"})  # faults that no draft may hold either
TECHNICAL = "technical"
SHORTEST_OPINION = 8
LEADING = (
    "是否同意", "应当认定", "应认定", "显然", "毫无疑问", "拟定为", "拟判定", "建议判定", "建议认定", "倾向于",
    "初步认定", "已经认定", "请确认",
)  # fmt: skip


# The course of a panel


@cites("3.1.0-b", "3.5.0-a")
def reasons_against_move(transition: Transition, state: PanelState, role: Role) -> str | None:
    """专家组的每一步只能从规定的环节、由规定的人员办理。

    Gives `ILLEGAL_TRANSITION`, `ROLE` or None; `state` is where the panel stands now.
    """
    if transition.sources and state not in transition.sources:
        return "ILLEGAL_TRANSITION"
    return None if role in transition.roles else "ROLE"


@cites("3.5.0-a", "A-17", "4.1.2-b", "S-04")
def is_on_duty(panel: PanelFacts, role: Role, actor_id: int | None, org_id: int | None) -> bool:
    """专家组的事务由委托部门的业务人员、负责人和本组指定的秘书办理。

    Experts and the system are asked elsewhere: by their seat, and not at all.
    """
    if role is Role.SECRETARY:
        return panel.secretary_id is not None and actor_id == panel.secretary_id
    return role not in {Role.OFFICIAL, Role.APPROVER} or org_id == panel.org_id


def target_of(transition: Transition, state: PanelState, to: PanelState | None) -> PanelState | None:
    """有多个去向的环节，去向由办理人指明；没有指明且只有一个去向的，即为该去向。

    A step whose targets hold the present state stays there unless told; None when the wanted target
    is not one of the step's.
    """
    if to is not None:
        return to if to in transition.targets else None
    if len(transition.targets) == 1:
        return transition.targets[0]
    return state if state in transition.targets else None


@cites("2.4.2-d", "2.4.2-e", "2.4.2-f", "A-01", "A-10", "A-11")
def gate(*, is_complex: bool, present: int, has_waiver: bool, panel_min: int, panel_min_complex: int) -> str | None:
    """参加研判的人数须为单数；一般事项至少三人，经批准可由一人出具意见；复杂问题至少五人，没有例外。

    `present` are those who take part: accepted at the constitution, signed in and not recused when a
    round opens. Gives the refusal's code, or None if the gate is open. A waiver opens it for exactly
    one expert on an ordinary matter, for two are even; on a complex matter it changes nothing.
    """
    too_few, least = (PANEL_MIN5, panel_min_complex) if is_complex else (PANEL_MIN3, panel_min)
    if present == 0:
        return too_few
    if present % 2 == 0:
        return PANEL_EVEN
    is_waived = has_waiver and present == 1 and not is_complex
    return None if present >= least or is_waived else too_few


# The commission


@cites("A-12", "2.1.1-b")
def required_grounds(level: int, *, is_joint: bool, has_disagreed: bool) -> frozenset[Complexity]:
    """一级、二级研判，与其他部门共同研判，以及此前意见分歧较大的事项，属于复杂问题。

    The grounds that follow from the commission itself; they cannot be unticked.
    """
    found = {Complexity.LEVEL: level < 3, Complexity.JOINT: is_joint, Complexity.EARLIER: has_disagreed}
    return frozenset(ground for ground, holds in found.items() if holds)


@cites("A-12")
def is_complex(grounds: Collection[str]) -> bool:
    """有任何一项复杂情形的，即为复杂问题。"""
    return bool(grounds)


@cites("4.1.2-a", "2.4.2-c", "2.4.2-d", "2.4.2-e", "2.4.2-f", "2.4.3-d", "4.1.2-b", "A-02")
def reasons_against_commission(
    content: CommissionContent, *, is_complex: bool, panel_min: int, panel_min_complex: int, reserves_min: int,
    now: datetime,
) -> list[Fault]:  # fmt: skip
    """委托书应当写明问题和选项、计票方法、研判方式、时限、秘书、人数；共同研判的写明负责人。

    Every fault at once, in the order of the form.
    """
    return [
        *_against_question(content),
        *_against_setting(content, now),
        *_against_size(content, is_complex, panel_min, panel_min_complex, reserves_min),
    ]


def _against_question(content: CommissionContent) -> Iterable[Fault]:
    if not content.question.strip():
        yield Fault("QUESTION_MISSING", "question")
    yield from reasons_against_options(content.options, is_ordinal=content.is_ordinal)
    if content.decision_method is Method.ORDINAL_CUMULATIVE and not content.is_ordinal:
        yield Fault("METHOD_ORDINAL", "decision_method")


@cites("A-06", "A-08", "D-09")
def reasons_against_options(options: Sequence[Option], *, is_ordinal: bool) -> list[Fault]:
    """表决选项须含“现有证据不足”；等级问题的选项为一级、二级、三级、不构成和证据不足，其他问题至少两个选项且不得重复。"""
    codes = [option.code for option in options]
    labels = [option.label.strip() for option in options]
    if INSUFFICIENT not in codes:
        return [Fault("OPTION_INSUFFICIENT", "options")]
    if is_ordinal:
        return [] if tuple(codes) == ORDINAL_CODES else [Fault("OPTIONS_ORDINAL", "options")]
    if len(options) < 3 or not all(labels):
        return [Fault("OPTIONS_FEW", "options")]
    if len(set(labels)) < len(labels) or len(set(codes)) < len(codes):
        return [Fault("OPTION_TWICE", "options")]
    return []


def _against_setting(content: CommissionContent, now: datetime) -> Iterable[Fault]:
    if content.session_mode is SessionMode.CORRESPONDENCE and not content.mode_reason.strip():
        yield Fault("MODE_WAIVER", "mode_reason")
    if content.deadline is None:
        yield Fault("DEADLINE_MISSING", "deadline")
    elif content.deadline <= now:
        yield Fault("DEADLINE_PAST", "deadline")
    if fault := reasons_against_meeting(content.held_at, now=now, deadline=content.deadline):
        yield fault
    if content.is_joint and not all((content.lead_name, content.lead_unit, content.lead_post, content.lead_phone)):
        yield Fault("JOINT_LEAD", "lead_name")
    if content.secretary_id is None:
        yield Fault("SECRETARY_MISSING", "secretary_id")


@cites("2.4.2-c", "4.1.2-a")
def reasons_against_meeting(
    held_at: datetime | None, *, now: datetime, deadline: datetime | None, answers_by: datetime | None = None
) -> Fault | None:
    """会议时间须在当前时间之后、完成时限之前；邀请还没有答复的，须在答复期限之后。

    `answers_by` is the latest time by which an open invitation is to be answered; None for none open.
    """
    if held_at is None:
        return None
    if held_at < now:
        return Fault("MEETING_PAST", "held_at")
    if answers_by is not None and held_at < answers_by:
        return Fault("MEETING_BEFORE_ANSWERS", "held_at", {"answer_by": written(answers_by)})
    if deadline is not None and held_at > deadline:
        return Fault("HELD_AFTER_DEADLINE", "held_at")
    return None


def _against_size(
    content: CommissionContent, is_complex: bool, panel_min: int, panel_min_complex: int, reserves_min: int
) -> Iterable[Fault]:
    least = panel_min_complex if is_complex else panel_min
    if content.seats_wanted % 2 == 0:
        yield Fault("SEATS_EVEN", "seats_wanted", {"wanted": content.seats_wanted})
    elif content.seats_wanted < least:
        yield Fault("SEATS_FEW", "seats_wanted", {"wanted": content.seats_wanted, "minimum": least})
    if content.reserves_wanted < reserves_min:
        yield Fault("RESERVES_FEW", "reserves_wanted", {"minimum": reserves_min})
    if not content.main_discipline:
        yield Fault("MAIN_DISCIPLINE_MISSING", "main_discipline")


@cites("D-09")
def leading_words(text: str) -> tuple[str, ...]:
    """研判问题不得含有暗示倾向的用语。

    Words that often lead; shown to drafter and approver, who judge them, since a list cannot.
    """
    return tuple(words for words in LEADING if words in text)


@cites("S-01", "A-17", "D-09")
def reasons_against_approval(drafted_by: int, approver: int, *, is_neutral: bool) -> str | None:
    """委托书由起草人以外的部门负责人审批；负责人须确认问题表述中立。"""
    if drafted_by == approver:
        return "SOD_COMMISSION"
    return None if is_neutral else "NEUTRALITY_UNCHECKED"


# Conflicts


@cites("D-01")
def reasons_against_answers(answers: Sequence[ConflictAnswer]) -> list[Fault]:
    """利害关系须逐项回答；有利害关系的须写明具体情形。"""
    given = {answer.code: answer for answer in answers}
    missing = [Fault("CONFLICT_UNANSWERED", code.value) for code in Conflict if code not in given]
    vague = [
        Fault("CONFLICT_DETAIL", f"{answer.code.value}_detail")
        for answer in given.values()
        if answer.is_yes and not answer.detail.strip()
    ]
    return missing + vague


@cites("D-01", "S-10")
def judge_conflicts(answers: Iterable[ConflictAnswer]) -> Judgement:
    """任职、持股、近亲属、竞争、投诉举报、承检和报送关系当然回避，其他情形由审批人决定。"""
    ties = {answer.code for answer in answers if answer.is_yes}
    if ties & HARD_CONFLICTS:
        return Judgement.RECUSED
    return Judgement.APPROVER_DECIDES if ties else Judgement.FREE


@cites("S-15", "S-08")
def reasons_against_answering(asked_by: Collection[int | None], approver: int) -> str | None:
    """豁免、异议和利害关系由申请人、起草人、当事人以外的审批人决定。"""
    return "SOD_WAIVER" if approver in asked_by else None


# Waivers


@cites("2.4.2-e", "A-10", "2.4.2-f", "A-11")
def reasons_against_single_expert(panel: PanelFacts, *, is_allowed: bool) -> str | None:
    """一人研判只限于三级、不复杂、尚未表决过的事项，且须实施方案允许。"""
    if not is_allowed:
        return "SINGLE_NOT_ALLOWED"
    if panel.is_complex or panel.level < 3:
        return "SINGLE_COMPLEX"
    return "SINGLE_REVOTE" if panel.counted_rounds else None


# Constitution


@cites("2.4.2-d", "2.4.2-e", "2.4.2-f", "2.4.3-d", "2.4.2-c", "4.1.2-b", "D-01")
def reasons_against_constitution(
    panel: PanelFacts, members: int, *, unanswered: int, undecided: int, has_waiver: bool, panel_min: int,
    panel_min_complex: int,
) -> Fault | None:  # fmt: skip
    """组成专家组，邀请须已答复，利害关系须已审定，人数为奇数并达到最低要求，秘书和共同研判负责人须已明确。

    `members` accepted; `unanswered` invitations are open; `undecided` ties or objections wait.
    """
    least = panel_min_complex if panel.is_complex else panel_min
    code = gate(
        is_complex=panel.is_complex, present=members, has_waiver=has_waiver, panel_min=panel_min,
        panel_min_complex=panel_min_complex,
    )  # fmt: skip
    checks = (
        (unanswered > 0, Fault("ANSWERS_OUTSTANDING", "", {"count": unanswered})),
        (undecided > 0, Fault("CONFLICT_UNDECIDED", "", {"count": undecided})),
        (code is not None, Fault(code or "", "", {"present": members, "minimum": least})),
        (panel.secretary_id is None, Fault("SECRETARY_MISSING", "")),
        (panel.is_joint and not panel.has_lead, Fault("JOINT_LEAD", "")),
        (panel.session_mode is SessionMode.CORRESPONDENCE and not panel.mode_reason, Fault("MODE_WAIVER", "")),
    )
    return next((fault for holds, fault in checks if holds), None)


@cites("D-03", "A-27", "4.1.1-e", "D-17")
def constitution_warnings(
    panel: PanelFacts, members: Sequence[SeatFacts], *, main_share: Fraction, technical_share: Fraction,
    employer_share: Fraction,
) -> dict[str, dict[str, int | str]]:  # fmt: skip
    """主要学科或者技术类专家不足半数、同一单位超过三分之一、人数少于委托的，提示并说明理由后方可继续。

    Every share is of the members; a discipline counts as main or second one. Warnings with the
    numbers of their sentences.
    """
    count = len(members)
    main = sum(panel.main_discipline in {one.discipline, one.second_discipline} for one in members)
    technical = sum(one.group == TECHNICAL for one in members)
    employer, most = next(iter(Counter(one.employer for one in members).most_common(1)), ("", 0))
    found: dict[str, dict[str, int | str]] = {}
    if main < main_share * count:
        found["MAIN_DISCIPLINE"] = {"main": main, "count": count}
    if technical < technical_share * count:
        found["TECHNICAL_MINORITY"] = {"technical": technical, "count": count}
    if most > 1 and most > employer_share * count:
        found["EMPLOYER_SHARE"] = {"employer": employer, "most": most, "count": count}
    if count < panel.seats_wanted:
        found["FEWER_THAN_WANTED"] = {"wanted": panel.seats_wanted, "count": count}
    return found


@cites("A-21", "A-12", "2.4.2-f")
def seats_for_reconvening(members: int, panel_min_complex: int) -> int:
    """调查检测后重新研判的专家组不少于五人，且为奇数。"""
    wanted = max(members, panel_min_complex)
    return wanted if wanted % 2 else wanted + 1


@cites("4.1.2-a")
def answer_hours(level: int, hours: int, hours_grave: int) -> int:
    """邀请应在规定时限内答复，一级、二级事项时限更短。"""
    return hours if level == 3 else hours_grave


# The material pack


@cites("D-09")
def holds_opinion(text: str, opinion: str) -> bool:
    """部门的初步处理意见不得进入发给专家的材料。

    Compared without blanks and punctuation, since a copied text is seldom copied to the letter; an
    opinion of a few characters stands in every text and proves nothing.
    """
    bare = _bare(opinion)
    return len(bare) >= SHORTEST_OPINION and bare in _bare(text)


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@cites("D-09", "D-11", "2.5.5-c")
def may_read_pack(role: Role, *, is_member: bool) -> bool:
    """材料只发给已接受委托的成员；业务人员、负责人、秘书和审计人员可查阅。"""
    return is_member if role is Role.EXPERT else role in {Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR}


@cites("D-11")
def may_see_names(role: Role, state: PanelState) -> bool:
    """结论签发前，专家名单不向专家公开；签发后成员之间可见。"""
    if role is Role.EXPERT:
        return state in {PanelState.SIGNED, PanelState.ARCHIVED}
    return role in {Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR}


@cites("D-06", "D-11")
def may_see_whose_ballot(role: Role, peers: PeerVisibility) -> bool:
    """表决结束后，委托部门、秘书和审计人员可见谁投了哪一票；成员之间只在委托书写明记名的才可见。"""
    if role is Role.EXPERT:
        return peers is PeerVisibility.NAMED
    return role in {Role.OFFICIAL, Role.APPROVER, Role.SECRETARY, Role.AUDITOR}
