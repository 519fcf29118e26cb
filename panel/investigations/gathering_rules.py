"""What the ballots of a round leave to be cleared up, gathered without names."""

from collections.abc import Sequence

from panel.commissions.facts import INSUFFICIENT
from panel.guidance import cites
from panel.investigations.facts import Gathering, Side, TestWish, Vote


@cites("2.4.2-k", "2.4.2-h", "2.4.2-i0")
def gather(votes: Sequence[Vote]) -> Gathering:
    """待查问题从表决票汇总：各种意见及其理由、检测要求和调查要求，均不记名。

    Sides stand in the order of the ballot's options as given by the first vote for each; a reason or
    an item that several wrote stands once.
    """
    labels = {vote.option: vote.label for vote in votes}
    sides = tuple(
        Side(option, label, sum(vote.option == option for vote in votes), _reasons(votes, option))
        for option, label in labels.items()
    )
    wishes = wishes_of([vote.test_item for vote in votes])
    return Gathering(sides, wishes, sum(vote.asks_investigation for vote in votes))


@cites("2.4.2-i0")
def wishes_of(items: Sequence[str]) -> tuple[TestWish, ...]:
    """表决票提出的检测要求按项目汇总，相同的合并计数。"""
    written = [item.strip() for item in items if item.strip()]
    return tuple(TestWish(item, written.count(item)) for item in dict.fromkeys(written))


def _reasons(votes: Sequence[Vote], option: str) -> tuple[str, ...]:
    written = (vote.reasons.strip() for vote in votes if vote.option == option)
    return tuple(dict.fromkeys(reason for reason in written if reason))


@cites("2.4.2-k")
def questions_from(gathering: Gathering) -> tuple[str, ...]:
    """方案中的待查问题由各种意见的依据、尚缺的证据和检测要求组成，供业务人员修改。

    Written in Chinese whatever the page's language, as a part of an official document.
    """
    sides = [side for side in gathering.sides if side.option != INSUFFICIENT]
    lacking = [side for side in gathering.sides if side.option == INSUFFICIENT]
    found = [f"主张“{side.label}”的依据是否成立：{_joined(side.reasons)}" for side in sides if gathering.is_contested]
    found += [f"认为现有证据不足者所指的缺失：{_joined(side.reasons)}" for side in lacking]
    found += [f"需要检测或者查证：{wish.item}" for wish in gathering.wishes]
    return tuple(found)


def _joined(reasons: Sequence[str]) -> str:
    return "；".join(reason.rstrip("。；;. ") for reason in reasons)
