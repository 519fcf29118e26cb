"""When a sitting may go on, a round may open, a ballot may be cast, a round may end.

Pure: facts in, a code or a value out. Whether a majority and a disagreement exist stands in `rules`.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from panel.guidance import cites
from panel.roster.facts import PartyName
from panel.roster.rules import bare_name, is_same_body
from panel.voting.ballot_facts import (
    BallotContent,
    CloseCause,
    EvidenceSource,
    Participant,
    ReviewAnswer,
    RoundFacts,
    RoundState,
    VoidGround,
)
from panel.voting.facts import INSUFFICIENT

SHORTEST_ROUND = timedelta(minutes=5)
LONGEST_ROUND = timedelta(days=30)
MOST_EXTENSIONS = 1
EARLIEST_SIGN_IN = timedelta(hours=2)


@cites("D-12", "S-10", "S-11")
def barred_authors(participants: Iterable[Participant], sources: Sequence[EvidenceSource]) -> dict[int, str]:
    """承检机构人员和检测、调查报告的编制人不参加据以研判的表决，可以列席。

    Gives the seats concerned with the body or the person that bars each. A body bars by its code
    or its name, a signed name bars whoever bears it: a false match costs a vote and is seen on the
    sign-in sheet, a missed one would let an author judge the own work.
    """
    found: dict[int, str] = {}
    for member in participants:
        for source in sources:
            signed = {bare_name(name) for name in source.people}
            if _works_for(member, source) or bare_name(member.name) in signed:
                found.setdefault(member.seat_id, source.body or member.name)
    return found


def _works_for(member: Participant, source: EvidenceSource) -> bool:
    """Compare as the draw did, so that the width of a bracket cannot seat an author."""
    return bool(source.body) and is_same_body(
        member.employer, member.employer_code, PartyName(source.body, source.code, "institution")
    )


@cites("A-10", "S-08")
def waiver_holds(*, is_granted: bool, level: int, is_complex: bool, counted_rounds: int) -> bool:
    """一人研判的豁免只适用于三级研判的一般事项的首次表决，再次表决和复杂问题不适用。"""
    return is_granted and level == 3 and not is_complex and counted_rounds == 0


@cites("D-08")
def reasons_against_end(now: datetime, ends_at: datetime) -> str | None:
    """表决开启时须定明截止时间，给各位专家留出必要的时间。

    The bounds (five minutes, thirty days) catch a slip of the pen; the length is the secretary's choice.
    """
    if ends_at < now + SHORTEST_ROUND:
        return "ROUND_ENDS_SOON"
    return "ROUND_ENDS_LATE" if ends_at > now + LONGEST_ROUND else None


@cites("D-08", "A-04")
def is_open_for_ballots(round_: RoundFacts, now: datetime) -> bool:
    """表决在截止时间之前进行，以服务器时间为准，截止即不再接收。

    The instant `ends_at` itself is too late, and is the first at which the round can be closed for time.
    """
    return round_.state is RoundState.OPEN and now < round_.ends_at


@cites("4.1.2-c", "4.1.2-d", "A-06", "D-08")
def reasons_against_ballot(
    content: BallotContent, *, options: Collection[str], least_reasons: int, pack: Collection[int]
) -> tuple[str, str] | None:
    """表决票须选定一项意见并写明理由；认为需要检测的，须写明检测项目。

    Gives the code of the refusal and the field it concerns, or None. There is no abstaining: who
    cannot judge chooses `I`, with reasons. Blank characters do not count towards the reasons.
    """
    if content.option not in options:
        return "BALLOT_OPTION", "option"
    if len("".join(content.reasons.split())) < least_reasons:
        return "REASONS_SHORT", "reasons"
    if content.test_needed and not content.test_item.strip():
        return "TEST_ITEM_MISSING", "test_item"
    if any(item not in pack for item in content.evidence):
        return "EVIDENCE_UNKNOWN", "evidence"
    return None


@cites("A-04", "D-08")
def close_cause(round_: RoundFacts, now: datetime) -> CloseCause | None:
    """表决到截止时间结束；全部名册成员都已投票的，秘书可以提前结束。

    None means that neither holds yet. Time comes first, so that a round that ran out is never
    recorded as ended by a person.
    """
    if now >= round_.ends_at:
        return CloseCause.TIME
    return CloseCause.ALL_IN if round_.cast == round_.roll else None


@cites("D-10")
def must_be_extended(asking: int, round_: RoundFacts, *, is_enough: bool, extensions: int) -> bool:
    """申请延长的专家超过规定比例的，本轮自动延长一次，不再延长第二次。

    `is_enough` is the answer of `rules.must_extend` on the frozen roll.
    """
    return asking > 0 and is_enough and extensions < MOST_EXTENSIONS and round_.state is RoundState.OPEN


@cites("D-04", "A-03")
def reasons_against_void_request(ground: VoidGround, seat_id: int | None, roll_seats: Collection[int]) -> str | None:
    """表决开启后成员退出、发现应当回避或者技术故障的，本轮作废；前两种情形须指明成员。"""
    if ground is VoidGround.TECHNICAL_FAILURE:
        return None
    return None if seat_id in roll_seats else "VOID_MEMBER"


@cites("D-04", "A-03")
def may_leave(*, is_on_open_roll: bool) -> bool:
    """表决进行中名册成员不得按一般离会办理，须先申请本轮作废。"""
    return not is_on_open_roll


@cites("A-09", "S-08")
def reasons_against_review(
    answer: ReviewAnswer, *, answerer: int, organiser: int, graver_minority: int, graver_answer: str | None
) -> tuple[str, str | None] | None:
    """存在分歧的由审批人书面答复，答复人不得为组织研判的承办人；有更重的离群意见而继续形成结论的，须逐条答复其理由。

    Gives code and field, or None. The graver minority is answered only where the outcome stands;
    in the two other cases its reasons go to the investigation or to a further round.
    """
    if answerer == organiser:
        return "SOD_REVIEW", None
    needs_answer = graver_minority > 0 and answer is ReviewAnswer.PROCEED
    if needs_answer and not (graver_answer or "").strip():
        return "GRAVER_UNANSWERED", "graver_answer"
    return None


@cites("A-06", "2.4.0-c")
def is_full_ballot_asked(option: str | None) -> bool:
    """认为现有证据不足的专家，可以不填写风险性质、评分和措施。

    Everybody else states them, since the conclusion names the nature of the risk and the measures.
    """
    return option != INSUFFICIENT


@cites("2.4.2-c")
def is_too_early(now: datetime, held_at: datetime | None) -> bool:
    """会议在定好的时间召开，签到最早提前两小时开放。"""
    return held_at is not None and now < held_at - EARLIEST_SIGN_IN
