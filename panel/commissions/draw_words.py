"""A draw in words, for the page and the paper: its course step by step, and what it waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from panel.commissions.facts import PanelState
from panel.draw.facts import DrawState, Kept, Party, Via
from panel.draw.words import KEPT, PARTIES

Commitments = Mapping[Party, Any]
Reveals = Mapping[Party, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draw: when, in words, and the digest or password that became public with it."""

    at: datetime
    words: str
    digest: str = ""


def eligible_of(draw: Any) -> list[Mapping[str, Any]]:
    """Give who could be drawn; those who sat already stand in the pool beside them, for the limits to be kept."""
    return [one for one in draw.frozen["pool"] if not one.get("fixed")]


def people_of(found: Iterable[Any], commitments: Commitments, reveals: Reveals) -> list[int | None]:
    """Give everybody who had a part in draws, by account; those who published are named before there is a draw."""
    return [
        *(number for draw in found for number in (draw.drawn_by, draw.witness_id, draw.approved_by)),
        *(number for one in commitments.values() for number in (one.account_id, one.received_by)),
        *(one.revealed_by for one in reveals.values()),
    ]


def course_of(draw: Any, commitments: Commitments, reveals: Reveals, people: Mapping[int, str]) -> list[Step]:
    """Tell a draw by lot step by step, in the order in which things happened."""
    steps = [step for party, one in commitments.items() for step in _committed(PARTIES[party], one, people)]
    frozen = _(
        "秘书%(name)s固定名单：可抽取 %(pool)s 人，排除 %(excluded)s 人，每人的机会同时确定",
        name=people.get(draw.drawn_by), pool=len(eligible_of(draw)), excluded=len(draw.excluded),
    )  # fmt: skip
    steps.append(Step(draw.prepared_at, frozen, draw.pool_sha256))
    steps += [_revealed(party, one, draw, commitments, people) for party, one in reveals.items()]
    if draw.state == DrawState.DONE:
        steps.append(Step(draw.done_at, _("两个密码与名单、机会一起得出结果，任何一方都不能事先知道或者改变")))
    return sorted(steps, key=lambda step: step.at)


def _committed(party: Any, one: Any, people: Mapping[int, str]) -> list[Step]:
    facts = {"party": party, "name": people.get(one.account_id), "kept": KEPT[one.kept]}
    steps = [Step(one.published_at, _("%(party)s%(name)s公布承诺（%(kept)s）", **facts), one.tip)]
    if one.received_by is not None:
        words = _("审批人%(name)s签收%(party)s的密封件", party=party, name=people.get(one.received_by))
        steps.append(Step(one.received_at, words))
    return steps


def _revealed(party: Party, one: Any, draw: Any, commitments: Commitments, people: Mapping[int, str]) -> Step:
    facts = {"party": PARTIES[party], "event": draw.event}
    if one.via == Via.PARTY:
        words = _("%(party)s%(name)s公开第 %(event)s 次密码", name=people.get(one.revealed_by), **facts)
    else:
        refused, opened = people.get(commitments[party].account_id), people.get(one.revealed_by)
        words = _(
            "%(party)s%(name)s没有公开密码，审批人%(opened)s启封第 %(event)s 次密码；理由：%(reason)s",
            name=refused, opened=opened, reason=one.reason, **facts,
        )  # fmt: skip
    return Step(one.revealed_at, words, one.link)


def awaited(sheet: Any, commitments: Commitments, prepared: Any, reveals: Reveals) -> str:
    """Say what a draw waits for and whose turn it is, or nothing where no draw is due."""
    if prepared is not None:
        return _awaited_link(prepared, reveals)
    if sheet.panel.state == PanelState.DRAWN:
        return _("专家已经选定，等待秘书发出邀请。")
    if sheet.panel.state != PanelState.COMMISSIONED:
        return ""
    if missing := [str(PARTIES[party]) for party in Party if party not in commitments]:
        return _("等待%(parties)s公布承诺。", parties="、".join(missing))
    if sealed := [
        str(PARTIES[party]) for party, one in commitments.items() if one.kept == Kept.OWN and one.received_by is None
    ]:
        return _("等待审批人签收%(parties)s的密封件。", parties="、".join(sealed))
    return _("双方承诺已经公布，等待秘书固定可抽取名单；名单固定之前，回避审查命中的情形须全部审定。")


def _awaited_link(prepared: Any, reveals: Reveals) -> str:
    missing = "、".join(str(PARTIES[party]) for party in Party if party not in reveals)
    if reveals:
        return _(
            "等待%(parties)s公开第 %(event)s 次密码；拒不公开的，由审批人启封。", parties=missing, event=prepared.event
        )
    return _("名单已经固定，等待%(parties)s公开第 %(event)s 次密码。", parties=missing, event=prepared.event)
