"""The draw: who stands where on the hash line, who is taken, and whether a record holds.

Pure: pool, plan and seed in, the outcome out. Anyone who has the record can run it again.

The order is that of draft-thomson-elegy-vrs-00 §4 on HKDF (RFC 5869): the seed is the salt, what the
seed is bound to is the input, a candidate's label is the `info`. Adding or taking away one candidate
does not change the order of the others, though it changes what the seed is bound to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from panel.draw.facts import Candidate, Clash, DrawResult, Outcome, Plan, Step
from panel.guidance import cites
from panel.kernel.canonical import digest

VERSION = "expert-panel-draw/v1"
LABEL_LENGTH = 16
SEED_BYTES = 32


@cites("D-02", "D-11")
def label_of(salt: bytes, kind: str, name: str) -> str:
    """抽取记录只用代号，姓名和单位另行保存。

    The label is the head of HMAC-SHA-256 over `kind|name` under the draw's own salt, in hexadecimal:
    without the salt nobody can tell who stands behind it, and the next draw gives other labels.
    """
    code = HMAC(salt, SHA256())
    code.update(f"{kind}|{name}".encode())
    return code.finalize().hex()[:LABEL_LENGTH]


@cites("D-03")
def main_discipline_needed(seats: int, share: Fraction) -> int:
    """主要学科的专家一般不少于专家组人数的二分之一。

    Of all seats of the panel, rounded up: two of three, three of five.
    """
    return -(-seats * share.numerator // share.denominator)


@cites("D-17")
def employer_limit(seats: int, share: Fraction) -> int:
    """同一单位的专家不超过专家组人数的三分之一，至少可有一人。

    Of all seats of the panel, rounded down: one of three and of five, two of seven.
    """
    return max(1, seats * share.numerator // share.denominator)


def frozen_form(
    case: Mapping[str, str | int], pool: Sequence[Candidate], excluded: Sequence[Mapping[str, Any]], plan: Plan
) -> dict[str, Any]:
    """写明抽取事项、可抽取名单、排除名单和抽取条件，作为抽取前冻结的内容。

    What the seed is bound to, as a JSON value. Everybody stands in the order of the labels, so that
    the order says nothing.
    """
    return {
        "version": VERSION,
        "case": dict(case),
        "pool": [_written(one) for one in sorted(pool, key=lambda one: one.label)],
        "excluded": sorted(({"label": row["label"], "reasons": list(row["reasons"])} for row in excluded), key=_label),
        "plan": {
            "seats": plan.seats, "reserves": plan.reserves, "main_discipline": plan.main_discipline,
            "main_at_least": plan.main_at_least, "employer_at_most": plan.employer_at_most,
            "fixed": [_written(one) for one in sorted(plan.fixed, key=lambda one: one.label)],
        },
    }  # fmt: skip


def _label(row: Mapping[str, Any]) -> str:
    return str(row["label"])


def _written(one: Candidate) -> dict[str, str]:
    return {
        "label": one.label, "discipline": one.discipline, "second_discipline": one.second_discipline,
        "employer": one.employer,
    }  # fmt: skip


def read_frozen(frozen: Mapping[str, Any]) -> tuple[list[Candidate], Plan]:
    """从冻结的内容读回可抽取名单和抽取条件。"""
    plan = frozen["plan"]
    fixed = tuple(Candidate(**one) for one in plan["fixed"])
    return [Candidate(**one) for one in frozen["pool"]], Plan(**{**plan, "fixed": fixed})


@cites("D-02")
def position_of(label: str, seed: bytes, bound_to: bytes) -> bytes:
    """每名专家在次序中的位置由种子和冻结内容共同决定，任何人都不能预知或者调整。

    32 bytes of HKDF-SHA-256 with the seed as salt; the lowest comes first.
    """
    return HKDF(SHA256(), length=32, salt=seed, info=label.encode()).derive(bound_to)


class _Seating:
    """Who sits already, and how much the limits still leave."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.employers = Counter(one.employer for one in plan.fixed)
        self.seats_left = plan.seats
        main = sum(one.has_discipline(plan.main_discipline) for one in plan.fixed)
        self.main_missing = max(0, plan.main_at_least - main)

    def is_main(self, one: Candidate) -> bool:
        return one.has_discipline(self.plan.main_discipline)

    def has_room(self, employer: str) -> bool:
        return self.employers[employer] < self.plan.employer_at_most

    def most(self, candidates: Iterable[Candidate], also: str = "") -> int:
        """Count how many of some candidates fit under the employers' limit, one of `also` taken before."""
        used = self.employers + Counter([also] if also else [])
        offered = Counter(one.employer for one in candidates)
        return sum(min(count, max(0, self.plan.employer_at_most - used[name])) for name, count in offered.items())

    def leaves_main(self, one: Candidate, later: Iterable[Candidate]) -> bool:
        """Tell whether the main discipline can still be satisfied after taking a candidate outside it."""
        if self.seats_left - 1 < self.main_missing:
            return False
        return self.most(filter(self.is_main, later), also=one.employer) >= self.main_missing

    def take(self, one: Candidate) -> None:
        self.employers[one.employer] += 1
        self.seats_left -= 1
        self.main_missing -= self.is_main(one) and self.main_missing > 0


@cites("D-02", "D-03", "D-17")
def reasons_against_draw(pool: Sequence[Candidate], plan: Plan) -> Clash | None:
    """可抽取的专家不能同时满足人数、候补、主要学科和同一单位限制的，不得抽取，并指出短缺之处。

    Asked before a seed is made: a draw that cannot succeed uses no randomness. The three questions
    are enough, because the limit per employer lets any valid choice be completed (a matroid).
    """
    needed, seating = plan.seats + plan.reserves, _Seating(plan)
    if len(pool) < needed:
        return Clash("INFEASIBLE_POOL", {"eligible": len(pool), "needed": needed})
    most = seating.most(pool)
    if most < needed:
        return Clash("INFEASIBLE_EMPLOYER", {"most": most, "needed": needed, "limit": plan.employer_at_most})
    most = min(seating.most(filter(seating.is_main, pool)), plan.seats)
    if most < seating.main_missing:
        return Clash("INFEASIBLE_MAIN", {"most": most, "needed": seating.main_missing})
    return None


@cites("D-02", "D-03", "D-17")
def draw_order(frozen: Mapping[str, Any], seed: bytes) -> DrawResult:
    """按次序逐一确定：其余席位仍能满足各项条件的才确定，不能满足的跳过并记录原因；候补按同一次序排定。

    Members are taken in one walk along the line, reserves in a second over those left. Members and
    reserves together keep the limit per employer, so that any reserve may take any seat.
    `reasons_against_draw` must have found nothing.
    """
    pool, plan = read_frozen(frozen)
    bound_to = digest(frozen).encode()
    line = sorted(((position_of(one.label, seed, bound_to), one) for one in pool), key=itemgetter(0))
    order = [one for _position, one in line]
    outcomes: dict[str, Outcome] = {}
    seating = _Seating(plan)
    for place, one in enumerate(order):
        if seating.seats_left:
            outcomes[one.label] = _member_or_reason(seating, one, order[place + 1 :])
    reserves = 0
    for one in order:
        if (
            outcomes.get(one.label) is not Outcome.MEMBER
            and reserves < plan.reserves
            and seating.has_room(one.employer)
        ):
            outcomes[one.label] = Outcome.RESERVE
            seating.employers[one.employer] += 1
            reserves += 1
    steps = tuple(
        Step(place, one.label, position.hex(), outcomes.get(one.label, Outcome.NOT_REACHED))
        for place, (position, one) in enumerate(line, 1)
    )
    return DrawResult(_with(steps, Outcome.MEMBER), _with(steps, Outcome.RESERVE), steps)


def _member_or_reason(seating: _Seating, one: Candidate, later: Sequence[Candidate]) -> Outcome:
    if not seating.has_room(one.employer):
        return Outcome.SKIPPED_EMPLOYER
    if not seating.is_main(one) and not seating.leaves_main(one, later):
        return Outcome.SKIPPED_MAIN
    seating.take(one)
    return Outcome.MEMBER


def _with(steps: Sequence[Step], outcome: Outcome) -> tuple[str, ...]:
    return tuple(step.label for step in steps if step.outcome is outcome)


def written_result(result: DrawResult) -> dict[str, Any]:
    """写明抽取结果：正选、候补和每一步。"""
    steps = [[step.place, step.label, step.position, step.outcome.value] for step in result.steps]
    return {"members": list(result.members), "reserves": list(result.reserves), "steps": steps}


def record_of(frozen: Mapping[str, Any], pool_sha256: str, seed: str, result: Mapping[str, Any]) -> dict[str, Any]:
    """汇总成可以重复演算的抽取记录：冻结内容及其摘要、种子、结果。"""
    return {"frozen": dict(frozen), "pool_sha256": pool_sha256, "seed": seed, "result": dict(result)}


@cites("D-02")
def replay(record: Mapping[str, Any]) -> list[str]:
    """任何人都可以用记录重新演算；名单、种子或者结果被改动的，逐项指出。

    Names the parts that do not hold, in the order they are checked: `pool_sha256`, `seed`,
    `members`, `reserves`, `steps`; an empty list means that the record gives the same result again.
    """
    problems = [] if digest(record["frozen"]) == record["pool_sha256"] else ["pool_sha256"]
    try:
        seed = bytes.fromhex(record["seed"])
    except ValueError:
        return [*problems, "seed"]
    if len(seed) != SEED_BYTES:
        return [*problems, "seed"]
    again = written_result(draw_order(record["frozen"], seed))
    return problems + [part for part in ("members", "reserves", "steps") if again[part] != record["result"][part]]
