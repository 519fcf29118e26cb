"""The draw's own rules: labels, limits, what is frozen, and whether a reserve may take a seat.

Pure. Chances come from `lottery`, the rounding and every check from `verify_draw`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from panel.draw import chain, verify_draw
from panel.draw.facts import Clash, Method, Party, Plan, Range
from panel.draw.lottery import weigh
from panel.draw.network import Seating
from panel.draw.priority import Completion, take_in_order
from panel.guidance import cites

LABEL_LENGTH = 16
SALT_BYTES = 32
Json = dict[str, Any]


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


@cites("D-02", "D-03", "D-17")
def policy_of(plan: Plan, pool: verify_draw.Pool, apart: Sequence[tuple[str, str]] = ()) -> Json:
    """写明专家组的组成条件：人数、各学科和地区的名额范围、同一单位的上限及其他条件。

    `pool` includes those who sit already, marked `fixed`; `apart` are labels of pairs. Every discipline of the pool
    is named, so that who checks the draw sees that it is not limited. Limits that those who sit already go beyond
    are widened to what they hold: nobody is unseated by a draw for further seats.
    """
    fixed = [one for one in pool if one.get("fixed")]
    held = Counter(one["employer"] for one in fixed)
    in_region = Counter(one["region"] for one in fixed)
    regions = {
        code: _widened(bounds, plan.seats, in_region[code], in_region[code], len(fixed))
        for code, bounds in sorted(plan.quotas.regions.items())
    }
    policy: Json = {
        "size": len(fixed) + plan.seats, "reserves": plan.reserves,
        "employer_max": max(plan.employer_at_most, *held.values(), 1),
        "disciplines": dict(sorted(_disciplines(plan, pool, fixed).items())), "regions": regions,
    }  # fmt: skip
    rules = _beyond_network(plan, pool, fixed, apart)
    return policy | ({"rules": rules} if rules else {})


def _disciplines(plan: Plan, pool: verify_draw.Pool, fixed: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Give the range of each discipline; one that is not admitted only serves those who sit already by it."""
    size, stated = len(fixed) + plan.seats, plan.quotas.disciplines
    admitted = plan.admitted if stated else frozenset[str]()
    able = [set(one["disciplines"]) & admitted or set(one["disciplines"]) for one in fixed]
    elsewhere = sum(bool(admitted) and not names & admitted for names in able)
    found = {
        name: [0, size if not admitted or name in admitted else elsewhere]
        for one in pool
        for name in one["disciplines"]
    }
    for code, bounds in stated.items():
        only = sum(names == {code} for names in able)
        found[code] = _widened(bounds, plan.seats, sum(code in names for names in able), only, len(fixed))
    least, most = found.get(plan.main_discipline, [0, size])
    found[plan.main_discipline] = [max(least, plan.main_at_least), most]
    return found


def _widened(bounds: Range, seats: int, can_hold: int, must_hold: int, fixed: int) -> list[int]:
    """Fit a range to those who sit already: `can_hold` of them could count for it, `must_hold` of them do."""
    least, most = bounds
    size = fixed + seats
    return [min(least, can_hold + seats), max(size if most is None else min(most, size), must_hold)]


def _beyond_network(
    plan: Plan, pool: verify_draw.Pool, fixed: Sequence[Mapping[str, Any]], apart: Sequence[tuple[str, str]]
) -> Json:
    """Write the rules that the network cannot express, of the pairs those that can still be kept apart."""
    rules: Json = {}
    if plan.quotas.senior_min:
        rules["senior_min"] = min(plan.quotas.senior_min, sum(bool(one.get("senior")) for one in fixed) + plan.seats)
    if plan.quotas.insider_max is not None:
        rules["insider_max"] = max(plan.quotas.insider_max, sum(bool(one.get("insider")) for one in fixed))
    there, seated = {one["label"] for one in pool}, {one["label"] for one in fixed}
    pairs = sorted(sorted(pair) for pair in apart if set(pair) <= there and not set(pair) <= seated)
    return rules | ({"apart": pairs} if pairs else {})


@cites("D-02")
def method_of(policy: Mapping[str, Any]) -> Method:
    """选定抽取办法：条件都能写成名额网络的，按机会均等抽取；另有条件的，按随机次序逐一确定。"""
    return Method.PRIORITY if policy.get("rules") else Method.LEXIMIN


@cites("D-02", "D-03", "D-17")
def reasons_against_draw(pool: verify_draw.Pool, policy: Mapping[str, Any]) -> Clash | None:
    """可抽取的专家不能同时满足人数、候补、学科、地区和同一单位限制的，不得抽取，并指出互相冲突的条件。

    Asked before anything is committed or revealed: a draw that cannot succeed uses no randomness.
    """
    waiting = sum(not one.get("fixed") for one in pool)
    needed = policy["size"] - (len(pool) - waiting) + policy["reserves"]
    if waiting < needed:
        return Clash(needed, waiting, (("pool_max", "", waiting),))
    for kind, ranges in (("discipline", policy["disciplines"]), ("region", policy["regions"])):
        for name, (least, most) in ranges.items():
            if least > most:
                return Clash(least, most, ((f"{kind}_min", name, least), (f"{kind}_max", name, most)))
    shortage = Seating(pool, policy).shortage()
    if shortage is not None:
        return Clash(shortage.needed, shortage.most, shortage.limits)
    return _clash_beyond_network(pool, policy) if policy.get("rules") else None


def _is_possible(pool: verify_draw.Pool, policy: Mapping[str, Any], **changes: Any) -> bool:
    return Completion(pool, {**policy, **changes}).is_possible()


def _clash_beyond_network(pool: verify_draw.Pool, policy: Mapping[str, Any]) -> Clash | None:
    """Name the fewest of the further rules that no panel meets together, and by how much they fall short."""
    rules = dict(policy["rules"])
    if _is_possible(pool, policy, rules=rules):
        return None
    for name in sorted(rules):
        without = {other: bound for other, bound in rules.items() if other != name}
        if without and not _is_possible(pool, policy, rules=without):
            rules = without
    size = policy["size"]
    limits = tuple((name, "", len(bound) if name == "apart" else bound) for name, bound in sorted(rules.items()))
    if "senior_min" in rules:
        lower = (number for number in range(rules["senior_min"] - 1, 0, -1))
        most = next((one for one in lower if _is_possible(pool, policy, rules=rules | {"senior_min": one})), 0)
        return Clash(rules["senior_min"], most, limits)
    if "insider_max" in rules:
        needed = size - rules["insider_max"]
        higher = (number for number in range(rules["insider_max"] + 1, size))
        least = next((one for one in higher if _is_possible(pool, policy, rules=rules | {"insider_max": one})), size)
        return Clash(needed, size - least, (*limits, ("outsider_min", "", needed)))
    free = {name: [0, most] for name, (_least, most) in policy["disciplines"].items()}
    loose = {
        **policy,
        "disciplines": free,
        "regions": {code: [0, most] for code, (_, most) in policy["regions"].items()},
    }
    fewer = (number for number in range(size - 1, 0, -1))
    return Clash(size, next((one for one in fewer if _is_possible(pool, loose, rules=rules, size=one)), 0), limits)


@cites("D-02")
def freeze(
    case: Mapping[str, str | int], pool: Sequence[Mapping[str, Any]], excluded: Sequence[Mapping[str, Any]],
    policy: Mapping[str, Any], *, event: int, frozen_at: str,
) -> Json:  # fmt: skip
    """写明抽取事项、可抽取名单、排除名单、组成条件和每人的机会，作为公开抽取密码之前冻结的内容。

    Gives the beginning of the draw's part of the transcript, without what the reveals add. Who sits already stands
    in the pool, and nobody stands both there and among the excluded.
    """
    method, inside = method_of(policy), {one["label"] for one in pool}
    left_out = [row for row in excluded if row["label"] not in inside]
    frozen: Json = {
        "case": dict(case),
        "policy": dict(policy),
        "pool": sorted((dict(one) for one in pool), key=_label),
        "excluded": sorted(({"label": row["label"], "reasons": list(row["reasons"])} for row in left_out), key=_label),
        "method": method.value,
    }
    weights = weigh(frozen["pool"], policy) if method is Method.LEXIMIN else {}
    digests = {
        "pool_sha256": verify_draw.digest(list(frozen.values())),
        "weights": weights,
        "weights_sha256": verify_draw.digest(weights),
    }
    return {"event": event, "frozen_at": frozen_at} | frozen | digests


def _label(row: Mapping[str, Any]) -> str:
    return str(row["label"])


@cites("D-02", "S-12")
def finish(draw: Mapping[str, Any], reveals: Sequence[Mapping[str, str]]) -> Json:
    """两方的密码都公开后，由名单、机会和密码唯一地得出正选和候补，谁也不能更改。

    Gives the whole part of the transcript.
    """
    done: Json = dict(draw) | {"reveals": [dict(one) for one in reveals]}
    if draw["method"] == Method.PRIORITY:
        line = verify_draw.line_of(draw["pool"], verify_draw.key_of(done))
        taken = take_in_order(line, draw["pool"], draw["policy"])
        done |= {"taken": taken.labels, "passed": [[label, "solver"] for label in taken.passed]}
    return done | {"result": verify_draw.result_of(done)}


@cites("D-02")
def reason_against_link(link: str, published: str) -> str | None:
    """公开的密码须能由事先公布的承诺验证，否则不予接受。"""
    try:
        value = bytes.fromhex(link.strip())
    except ValueError:
        return "LINK_FORM"
    if len(value) != verify_draw.SECRET_BYTES:
        return "LINK_FORM"
    return None if chain.follows(value, bytes.fromhex(published)) else "LINK_MISMATCH"


@cites("D-02")
def transcript_of(commitments: Sequence[Mapping[str, str]], draws: Sequence[Mapping[str, Any]]) -> Json:
    """汇总成可以重复演算的抽取记录：双方承诺和每一次抽取。"""
    order = [party.value for party in Party]
    parties = sorted((dict(one) for one in commitments), key=lambda one: order.index(one["party"]))
    return {
        "version": verify_draw.VERSION,
        "hash": "sha256",
        "commitments": parties,
        "draws": [dict(draw) for draw in draws],
    }


@cites("D-02")
def replay(transcript: Mapping[str, Any]) -> list[str]:
    """任何人都可以用记录重新演算；名单、机会、密码或者结果被改动的，指出第一处不符。

    An empty list means that the transcript gives the same panels again.
    """
    try:
        verify_draw.verify(transcript)
    except verify_draw.Broken as broken:
        return [str(broken)]
    return []


@cites("D-02", "D-03", "D-17")
def may_follow(candidate: Mapping[str, Any], staying: Sequence[Mapping[str, Any]], policy: Mapping[str, Any]) -> bool:
    """候补按次序递补，递补后专家组仍须符合各项条件；不符合的，由次序在后的递补。

    While further seats stay empty, only what cannot be mended any more counts: a limit from above.
    """
    members = [*staying, candidate]
    known = {name for one in members for name in one["disciplines"]}
    free = {name: [0, len(members)] for name in sorted(known)}
    policy = {**policy, "disciplines": free | policy["disciplines"]}
    if len(members) >= policy["size"]:
        return not verify_draw.fault_of_panel(members, {**policy, "size": len(members)})
    open_ended = {name: [0, most] for name, (_least, most) in policy["disciplines"].items()}
    regions = {name: [0, most] for name, (_least, most) in policy["regions"].items()}
    rules = {name: value for name, value in policy.get("rules", {}).items() if name != "senior_min"}
    loose = {**policy, "size": len(members), "disciplines": open_ended, "regions": regions, "rules": rules}
    return not verify_draw.fault_of_panel(members, loose)
