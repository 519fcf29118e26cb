#!/usr/bin/env python3
"""Re-run a draw from its transcript: python3 -I verify_draw.py TRANSCRIPT.json

For a party that keeps its secret itself: python3 -I verify_draw.py chain   prints a commitment and its links.

One file, standard library only, no solver: what was worked out by linear programmes is checked here in whole
numbers. The product draws with these very functions, so that the one who checks runs what the one who drew ran.

What is checked, in this order, and the name under which a fault is reported:

  form         the file has the shape of a transcript
  commitments  two parties, two tips, published before the first pool was frozen
  pool         the frozen pool has the digest that the transcript gives
  weights      the table of probabilities has its digest, and obeys every limit exactly, in whole numbers
  fairness     no other lottery gives the least favoured a better chance (max-min, level by level)
  links        each revealed link hashes to the one before it, and in the end to the published tip
  result       the panel that follows from pool, weights and links is the panel in the transcript
"""

import hashlib
import hmac
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

VERSION = "expert-panel-draw/v2"
HASHES = ("sha256", "sm3")
PARTIES = ("organiser", "witness")
CHAIN_LENGTH = 25  # links: one for each draw of a panel, more than replacements are to be expected
SECRET_BYTES = 32
START, END = ("start",), ("end",)

Node = tuple[str, ...]
Group = tuple[tuple[str, ...], str, bool]  # disciplines, employer, sits already
Candidate = Mapping[str, Any]  # label, disciplines, employer, region; fixed, senior, insider where they are so
Pool = Sequence[Candidate]
Policy = Mapping[str, Any]  # size, reserves, employer_max, disciplines and regions {name: [least, most]}, rules
Weights = Mapping[str, Any]
Draw = Mapping[str, Any]
Transcript = Mapping[str, Any]
Limit = tuple[str, str, int]  # kind (size, discipline, employer or region, with _min or _max), name, bound


class Broken(Exception):  # noqa: N818  what is broken is a transcript
    """The first item of a transcript that does not hold: its name, where it stands, and what is wrong."""

    def __init__(self, item: str, where: str, why: str) -> None:
        super().__init__(f"{item} {where}: {why}".replace("  ", " "))
        self.item, self.where, self.why = item, where, why


# Bytes


def canonical(value: Any) -> bytes:
    """Give the bytes of a JSON value of objects, lists, strings, whole numbers and booleans (RFC 8785)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any, hash_name: str = "sha256") -> str:
    """Give the hexadecimal digest of a JSON value in its canonical form."""
    return hashlib.new(hash_name, canonical(value)).hexdigest()


def extract(salt: bytes, material: bytes, hash_name: str = "sha256") -> bytes:
    """Give the key behind a draw: HKDF-Extract of RFC 5869, the links as salt, what they are bound to as material."""
    return hmac.new(salt, material, hash_name).digest()


def expand(key: bytes, info: bytes, hash_name: str = "sha256") -> bytes:
    """Give the 32 bytes of a name under a key: the first block of HKDF-Expand of RFC 5869."""
    return hmac.digest(key, info + b"\x01", hash_name)[:32]


def link_before(link: bytes, hash_name: str = "sha256") -> bytes:
    """Give the link that was published before this one: its digest."""
    return hashlib.new(hash_name, link).digest()


class Stream:
    """Unbiased whole numbers from a key, in a fixed order."""

    def __init__(self, key: bytes, hash_name: str = "sha256") -> None:
        self.key, self.hash_name, self.counter, self.rest = key, hash_name, 0, b""

    def _bytes(self, count: int) -> bytes:
        while len(self.rest) < count:
            block = self.key + b"stream" + self.counter.to_bytes(8, "big")
            self.rest += hashlib.new(self.hash_name, block).digest()
            self.counter += 1
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def below(self, limit: int) -> int:
        """Give a number from 0 to `limit` - 1, each equally likely: what lies outside is thrown away and drawn anew."""
        bits = (limit - 1).bit_length()
        while True:
            number = int.from_bytes(self._bytes((bits + 7) // 8), "big") >> (-bits % 8)
            if number < limit:
                return number

    def shuffle(self, items: list[int]) -> None:
        """Put a list into a random order (Fisher and Yates)."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]


# The groups of a pool: experts with the same disciplines and the same employer have the same chance


def group_of(one: Candidate) -> Group:
    """Give the group of a candidate: disciplines, employer, and whether the candidate sits already."""
    return tuple(one["disciplines"]), one["employer"], bool(one.get("fixed"))


def groups_of(pool: Pool) -> dict[Group, list[str]]:
    """Give the members of each group, both in the order of their names."""
    groups: dict[Group, list[str]] = defaultdict(list)
    for one in pool:
        groups[group_of(one)].append(one["label"])
    return {key: sorted(groups[key]) for key in sorted(groups)}


def regions_of(pool: Pool) -> dict[str, str]:
    """Give the region of each employer."""
    return {one["employer"]: one["region"] for one in pool}


class Cut:
    """A set of nodes of the network, and what the limits across its border say.

    The network runs start - disciplines - groups - employers - regions - end, with a return of `size` from end to
    start. For any set of nodes the upper limits of what enters are at least the lower limits of what leaves
    (Hoffman's condition); where both are equal, the groups that leave can have no more than they have.
    """

    def __init__(
        self,
        disciplines: Iterable[str],
        employers: Iterable[str],
        regions: Iterable[str],
        has_start: bool,
        has_end: bool,
    ) -> None:
        self.disciplines, self.employers, self.regions = set(disciplines), set(employers), set(regions)
        self.has_start, self.has_end = has_start, has_end
        self.known: dict[tuple[str, ...], bool] = {}  # sets of disciplines are few and asked for once per group

    def border(self, policy: Policy, employers: Mapping[str, str]) -> list[Limit]:
        """Give the limits on the way out (lower ones) and on the way in (upper ones); not those of the groups.

        `employers` gives the region of each. What has no region in the policy leads straight to the end.
        """
        size, beyond = policy["size"], {name: name in self.regions for name in policy["regions"]}
        edges = [("size", "", self.has_end, self.has_start, size, size)]
        for name, (least, most) in policy["disciplines"].items():
            edges.append(("discipline", name, self.has_start, name in self.disciplines, least, most))
        for name, region in employers.items():
            is_in = beyond.get(region, self.has_end)
            edges.append(("employer", name, name in self.employers, is_in, 0, policy["employer_max"]))
        for name, (least, most) in policy["regions"].items():
            edges.append(("region", name, beyond[name], self.has_end, least, most))
        return [
            (f"{kind}_min", name, least) if is_tail_in else (f"{kind}_max", name, most)
            for kind, name, is_tail_in, is_head_in, least, most in edges
            if is_tail_in != is_head_in
        ]

    def around_limits(self, policy: Policy, employers: Mapping[str, str]) -> tuple[int, int]:
        """Give what may enter and what must leave through the limits, without the groups."""
        border = self.border(policy, employers)
        enters = sum(bound for kind, _name, bound in border if kind.endswith("_max"))
        return enters, sum(bound for kind, _name, bound in border if kind.endswith("_min"))

    def side_of(self, group: Group) -> int:
        """Tell whether a group leaves the set (1), enters it (-1), or neither (0)."""
        disciplines, employer, _fixed = group
        if (is_in := self.known.get(disciplines)) is None:
            is_in = self.known[disciplines] = self.disciplines.issuperset(disciplines)
        return is_in - (employer in self.employers)


def level_of(
    cut: Cut,
    policy: Policy,
    employers: Mapping[str, str],
    sizes: Mapping[Group, int],
    settled: Mapping[Group, Fraction],
) -> tuple[Fraction | None, list[Group]]:
    """Give the best common chance of the groups that leave a cut and are not settled, and those groups.

    `sizes` counts the members of each group, `settled` holds the chances settled before. Without such a group the
    chance is None.
    """
    limits = cut.around_limits(policy, employers)
    enters, leaves = Fraction(limits[0]), Fraction(limits[1])
    leaving, count = [], 0
    for group, number in sizes.items():
        side = cut.side_of(group)
        if side > 0 and group not in settled:
            leaving.append(group)
            count += number
        elif side > 0 and settled[group]:
            leaves += settled[group] * number
        elif side < 0:
            enters += settled.get(group, 1) * number
    return ((enters - leaves) / count if count else None), leaving


# Rounding: from chances to a panel


class _Flow:
    """The fractional edges of the network, in units of one M-th of a seat."""

    def __init__(self, unit: int, stream: Stream) -> None:
        self.unit, self.stream = unit, stream
        self.ends: list[tuple[Node, Node]] = []
        self.amount: list[int] = []
        self.at: dict[Node, dict[int, bool]] = defaultdict(dict)

    def add(self, tail: Node, head: Node, amount: int) -> int:
        """Add an edge and give its number."""
        self.ends.append((tail, head))
        self.amount.append(amount)
        return len(self.ends) - 1

    def round(self) -> None:
        """Move every edge to a whole seat, up or down, so that on average nothing has moved."""
        order = [edge for edge, amount in enumerate(self.amount) if amount % self.unit]
        self.stream.shuffle(order)
        for edge in order:
            for end in self.ends[edge]:
                self.at[end][edge] = True
        for edge in order:
            while self.amount[edge] % self.unit:
                self._walk(self.ends[edge][0])

    def _walk(self, start: Node) -> None:
        """Follow fractional edges from a node until a node comes up again, and push along the cycle found."""
        nodes, place = [start], {start: 0}
        edges: list[int] = []
        while True:
            node = nodes[-1]
            edge = next((one for one in self.at[node] if not edges or one != edges[-1]), None)
            if edge is None:
                return
            tail, head = self.ends[edge]
            other = head if node == tail else tail
            if other in place:
                first = place[other]
                self._push(nodes[first:], [*edges[first:], edge])
                for gone in nodes[first + 1 :]:
                    del place[gone]
                del nodes[first + 1 :], edges[first:]
            else:
                place[other] = len(nodes)
                nodes.append(other)
                edges.append(edge)

    def _push(self, nodes: list[Node], edges: list[int]) -> None:
        """Shift along a cycle, one way or the other, until an edge is whole; the ways are weighted to balance."""
        signs = [1 if self.ends[edge][0] == node else -1 for node, edge in zip(nodes, edges, strict=True)]
        parts = [self.amount[edge] % self.unit for edge in edges]
        rests = [self.unit - part for part in parts]
        pairs = list(zip(signs, rests, parts, strict=True))
        forth = min(rest if sign > 0 else part for sign, rest, part in pairs)
        back = min(part if sign > 0 else rest for sign, rest, part in pairs)
        shift = forth if self.stream.below(forth + back) < back else -back
        for sign, edge in zip(signs, edges, strict=True):
            self.amount[edge] += sign * shift
            if not self.amount[edge] % self.unit:
                for end in self.ends[edge]:
                    del self.at[end][edge]


def round_weights(pool: Pool, policy: Policy, weights: Weights, stream: Stream) -> list[str]:
    """Give the labels drawn: each expert with exactly the chance of the table, every limit kept in every draw.

    `weights` holds the unit, the share of each label, and what each set of disciplines gives to each discipline.
    """
    groups, unit = groups_of(pool), int(weights["unit"])
    flow = _Flow(unit, stream)
    through = _lay(flow, groups, regions_of(pool), policy, weights)
    flow.round()
    drawn: list[str] = []
    for group, labels in groups.items():
        seats, left = flow.amount[through[group]] // unit, list(labels)
        if not group[2]:
            for place in range(seats):
                other = place + stream.below(len(left) - place)
                left[place], left[other] = left[other], left[place]
            drawn += left[:seats]
    return sorted(drawn)


def _lay(
    flow: _Flow, groups: Mapping[Group, list[str]], regions: Mapping[str, str], policy: Policy, weights: Weights
) -> dict[Group, int]:
    """Lay the edges of the network in a fixed order, and give the edge of each group."""
    sums: dict[Node, Counter[str]] = defaultdict(Counter)
    for names, name, amount in weights["flows"]:
        flow.add(("discipline", name), ("set", *names), int(amount))
        sums[START][name] += int(amount)
    through = {}
    for group, labels in groups.items():
        amount = sum(int(weights["shares"][label]) for label in labels)
        through[group] = flow.add(("set", *group[0]), ("employer", group[1]), amount)
        region = regions[group[1]]
        sums[("region", region) if region in policy["regions"] else END][group[1]] += amount
    for name in sorted(sums[START]):
        flow.add(START, ("discipline", name), sums[START][name])
    for beyond in sorted(node for node in sums if node != START):
        for name in sorted(sums[beyond]):
            flow.add(("employer", name), beyond, sums[beyond][name])
        if beyond != END:
            flow.add(beyond, END, sums[beyond].total())
    return through


# A panel: is it one


def fault_of_panel(members: Pool, policy: Policy) -> str:
    """Name the limit that a whole panel breaks, or give an empty string.

    `members` are the candidates, those who sit already included. Each fills one of its disciplines.
    """
    if len(members) != policy["size"]:
        return "size"
    for name, count in sorted(Counter(one["employer"] for one in members).items()):
        if count > policy["employer_max"]:
            return f"employer {name}"
    by_region = Counter(one["region"] for one in members)
    for name, (least, most) in sorted(policy["regions"].items()):
        if not least <= by_region[name] <= most:
            return f"region {name}"
    return fault_beyond_network(members, policy) or fault_of_disciplines(members, policy)


def fault_beyond_network(members: Pool, policy: Policy) -> str:
    """Name the further rule that a whole panel breaks: seniors, insiders, pairs; or give an empty string."""
    rules = policy.get("rules", {})
    if sum(bool(one.get("senior")) for one in members) < rules.get("senior_min", 0):
        return "seniors"
    if sum(bool(one.get("insider")) for one in members) > rules.get("insider_max", len(members)):
        return "insiders"
    labels = {one["label"] for one in members}
    return next((f"pair {a} {b}" for a, b in rules.get("apart", []) if a in labels and b in labels), "")


def fault_of_disciplines(members: Pool, policy: Policy) -> str:
    """Tell whether each member can fill one discipline so that every range holds; name the disciplines if not."""
    names = sorted(policy["disciplines"])
    place = {name: index for index, name in enumerate(names)}
    least, most = zip(*(policy["disciplines"][name] for name in names), strict=True)
    reached = {(0,) * len(names)}
    for one in members:
        reached = {
            (*counts[:at], counts[at] + 1, *counts[at + 1 :])
            for counts in reached
            for at in (place[name] for name in one["disciplines"])
            if counts[at] < most[at]
        }
    is_found = any(all(count >= low for count, low in zip(counts, least, strict=True)) for counts in reached)
    return "" if is_found else "disciplines " + " ".join(policy["disciplines"])


# The draw itself


def bound_to(draw: Draw) -> bytes:
    """Give what the links of a draw are bound to: the case, the pool, the weights, the number of the event."""
    return canonical([draw["case"], draw["pool_sha256"], draw["weights_sha256"], draw["event"]])


def key_of(draw: Draw, hash_name: str = "sha256") -> bytes:
    """Give the key of a draw from its two links, the organiser's first."""
    links = {reveal["party"]: bytes.fromhex(reveal["link"]) for reveal in draw["reveals"]}
    return extract(b"".join(links[party] for party in PARTIES), bound_to(draw), hash_name)


def line_of(pool: Pool, key: bytes, hash_name: str = "sha256") -> list[Candidate]:
    """Give the candidates in the order of their places under a key; one more or less moves nobody else."""
    waiting = [one for one in pool if not one.get("fixed")]
    return sorted(waiting, key=lambda one: expand(key, b"place|" + one["label"].encode(), hash_name))


def result_of(draw: Draw, hash_name: str = "sha256") -> dict[str, list[str]]:
    """Give the panel that follows from pool, weights and links: members by label, reserves in their order.

    A reserve is one who can take at least one drawn member's seat while all others stay.
    """
    policy, pool, key = draw["policy"], draw["pool"], key_of(draw, hash_name)
    line = line_of(pool, key, hash_name) if policy["reserves"] else []
    if draw["method"] == "leximin":
        members = round_weights(pool, policy, draw["weights"], Stream(key, hash_name))
    else:
        members = sorted(draw["taken"])
    return {"members": members, "reserves": reserves_of(pool, policy, members, line)}


def reserves_of(pool: Pool, policy: Policy, members: list[str], line: Iterable[Candidate]) -> list[str]:
    """Give the first candidates of the line who can take a drawn member's seat."""
    by_label = {one["label"]: one for one in pool}
    fixed = [one for one in pool if one.get("fixed")]
    drawn = [by_label[label] for label in members]
    reserves: list[str] = []
    for one in line:
        if len(reserves) == policy["reserves"]:
            break
        if one["label"] not in members and any(
            not fault_of_panel([*fixed, *drawn[:place], one, *drawn[place + 1 :]], policy)
            for place in range(len(drawn))
        ):
            reserves.append(one["label"])
    return reserves


# Checking


def check_weights(draw: Draw) -> None:
    """Check the table of chances in whole numbers: every limit holds exactly, for the table as for each panel."""
    pool, policy, weights = draw["pool"], draw["policy"], draw["weights"]
    unit, shares = int(weights["unit"]), weights["shares"]
    if unit < 1 or set(shares) != {one["label"] for one in pool}:
        raise Broken("weights", "shares", "not the labels of the pool")
    for one in pool:
        share = int(shares[one["label"]])
        if not 0 <= share <= unit or (one.get("fixed") and share != unit):
            raise Broken("weights", one["label"], "the share is out of bounds")
    for group, labels in groups_of(pool).items():
        if len({shares[label] for label in labels}) > 1:
            raise Broken("weights", " ".join(group[0]), "members of one group have different shares")
    if sum(int(share) for share in shares.values()) != policy["size"] * unit:
        raise Broken("weights", "size", "the shares do not add up to the seats")
    _check_employers(pool, policy, shares, unit)
    _check_flows(pool, policy, weights, unit)


def _check_employers(pool: Pool, policy: Policy, shares: Mapping[str, str], unit: int) -> None:
    employers: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    home: dict[str, str] = {}
    for one in pool:
        employers[one["employer"]] += int(shares[one["label"]])
        regions[one["region"]] += int(shares[one["label"]])
        if home.setdefault(one["employer"], one["region"]) != one["region"]:
            raise Broken("weights", one["employer"], "an employer in two regions")
    for name, amount in employers.items():
        if amount > policy["employer_max"] * unit:
            raise Broken("weights", name, "the employer has more than its seats")
    for name, (least, most) in policy["regions"].items():
        if not least * unit <= regions[name] <= most * unit:
            raise Broken("weights", name, "the region is outside its range")


def _check_flows(pool: Pool, policy: Policy, weights: Weights, unit: int) -> None:
    given: Counter[tuple[str, ...]] = Counter()
    taken: Counter[str] = Counter()
    for names, name, amount in weights["flows"]:
        if name not in names or int(amount) < 0:
            raise Broken("weights", name, "a flow that cannot be")
        given[tuple(names)] += int(amount)
        taken[name] += int(amount)
    wanted: Counter[tuple[str, ...]] = Counter()
    for one in pool:
        wanted[tuple(one["disciplines"])] += int(weights["shares"][one["label"]])
    if +given != +wanted:
        raise Broken("weights", "flows", "the disciplines do not carry the shares")
    for name, (least, most) in policy["disciplines"].items():
        if not least * unit <= taken[name] <= most * unit:
            raise Broken("weights", name, "the discipline is outside its range")


def check_fairness(draw: Draw) -> None:
    """Check level by level that nobody's chance can rise without lowering one that is no better."""
    pool, policy, weights = draw["pool"], draw["policy"], draw["weights"]
    unit, groups, employers = int(weights["unit"]), groups_of(pool), regions_of(pool)
    sizes = {group: len(labels) for group, labels in groups.items()}
    shares = {group: int(weights["shares"][labels[0]]) for group, labels in groups.items()}
    settled = {group: Fraction(1) for group in groups if group[2]}
    for number, level in enumerate(weights["levels"], 1):
        cut = Cut(level["disciplines"], level["employers"], level["regions"], level["start"], level["end"])
        value, leaving = level_of(cut, policy, employers, sizes, settled)
        if value is None or value != Fraction(level["value"]) or (value * unit).denominator > 1:
            raise Broken("fairness", f"level {number}", "the limits do not settle this chance")
        share = int(value * unit)
        if any(shares[group] != share for group in leaving):
            raise Broken("fairness", f"level {number}", "the limits do not settle this chance")
        if any(shares[group] < share for group in groups if group not in settled):
            raise Broken("fairness", f"level {number}", "somebody has a smaller chance than the level")
        settled.update(dict.fromkeys(leaving, value))
    if any(shares[group] != unit for group in groups if group not in settled):
        raise Broken("fairness", "levels", "somebody's chance is settled by no level")


def check_links(transcript: Transcript, seen: dict[str, str], draw: Draw) -> None:
    """Check that the links of a draw are the next ones of both chains; `seen` holds the links published so far."""
    if sorted(reveal["party"] for reveal in draw["reveals"]) != sorted(PARTIES):
        raise Broken("links", f"event {draw['event']}", "not one link of each party")
    for reveal in draw["reveals"]:
        if link_before(bytes.fromhex(reveal["link"]), transcript["hash"]).hex() != seen[reveal["party"]]:
            raise Broken(
                "links", f"event {draw['event']} {reveal['party']}", "the link does not hash to the one before"
            )
        seen[reveal["party"]] = reveal["link"]


def check_priority(draw: Draw, hash_name: str) -> None:
    """Check a draw by order: who was taken stands in the order of the line, and the panel obeys every rule.

    That everybody passed over could not be completed to a panel is the solver's word; the transcript gives it.
    """
    line = [one["label"] for one in line_of(draw["pool"], key_of(draw, hash_name), hash_name)]
    passed = [label for label, _word in draw["passed"]]
    reached = line[: len(draw["taken"]) + len(passed)]
    if sorted([*draw["taken"], *passed]) != sorted(reached):
        raise Broken("result", "order", "not the head of the line")
    if [label for label in reached if label in set(draw["taken"])] != draw["taken"]:
        raise Broken("result", "order", "not taken in the order of the line")


def check_frozen(draw: Draw, hash_name: str) -> None:
    """Check what was fixed before any link was revealed: the pool, who is left out, and the table of chances."""
    event = f"event {draw['event']}"
    frozen = [draw["case"], draw["policy"], draw["pool"], draw["excluded"], draw["method"]]
    if digest(frozen, hash_name) != draw["pool_sha256"]:
        raise Broken("pool", event, "the digest is not that of the pool")
    if digest(draw["weights"], hash_name) != draw["weights_sha256"]:
        raise Broken("weights", event, "the digest is not that of the table")
    if draw["method"] != ("priority" if draw["policy"].get("rules") else "leximin"):
        raise Broken("pool", event, "the method is not the one its policy asks for")
    labels = [one["label"] for one in draw["pool"]]
    if labels != sorted(set(labels)):
        raise Broken("pool", event, "labels out of order or twice")
    if {row["label"] for row in draw["excluded"]} & set(labels):
        raise Broken("pool", event, "somebody excluded stands in the pool")
    if draw["method"] == "leximin":
        check_weights(draw)
        check_fairness(draw)


def check_draw(transcript: Transcript, seen: dict[str, str], draw: Draw) -> dict[str, list[str]]:
    """Check one draw of a transcript and give the panel."""
    event, hash_name = f"event {draw['event']}", transcript["hash"]
    check_frozen(draw, hash_name)
    check_links(transcript, seen, draw)
    if draw["method"] != "leximin":
        check_priority(draw, hash_name)
    result = result_of(draw, hash_name)
    if result != draw["result"]:
        raise Broken("result", event, "another panel follows from pool, weights and links")
    chosen = [one for one in draw["pool"] if one.get("fixed") or one["label"] in result["members"]]
    if fault := fault_of_panel(chosen, draw["policy"]):
        raise Broken("result", event, f"the panel breaks a limit: {fault}")
    return result


def verify(transcript: Transcript) -> list[dict[str, list[str]]]:
    """Check a whole transcript and give the panel of each draw; raises `Broken` at the first thing that fails."""
    try:
        if transcript["version"] != VERSION or transcript["hash"] not in HASHES:
            raise Broken("form", "version", "unknown version or hash")
        if sorted(one["party"] for one in transcript["commitments"]) != sorted(PARTIES):
            raise Broken("commitments", "", "not one of each party")
        seen = {one["party"]: one["tip"] for one in transcript["commitments"]}
        if [draw["event"] for draw in transcript["draws"]] != list(range(1, len(transcript["draws"]) + 1)):
            raise Broken("form", "draws", "an event is missing or out of order")
        frozen_at = min((draw["frozen_at"] for draw in transcript["draws"]), default="")
        if transcript["draws"] and any(one["at"] > frozen_at for one in transcript["commitments"]):
            raise Broken("commitments", "", "published after the first pool was frozen")
        return [check_draw(transcript, seen, draw) for draw in transcript["draws"]]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ZeroDivisionError) as error:
        raise Broken("form", type(error).__name__, str(error)) from error


def print_chain(secret: bytes, length: int = CHAIN_LENGTH, hash_name: str = "sha256") -> int:
    """Print a new commitment and the links behind it, one line for each draw: to be printed and sealed."""
    links = [secret]
    for _turn in range(length):
        links.append(link_before(links[-1], hash_name))
    print(f"承诺 commitment: {links.pop().hex()}")
    for event, link in enumerate(reversed(links), 1):
        print(f"第 {event} 次 draw {event}: {link.hex()}")
    return 0


def main(arguments: list[str]) -> int:
    """Check the file that is named and print the panels, or the first thing that does not hold."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if arguments[1] == "chain":
        return print_chain(os.urandom(SECRET_BYTES))
    try:
        with open(0 if arguments[1] == "-" else arguments[1], encoding="utf-8") as file:
            transcript = json.load(file)
        results = verify(transcript)
    except (OSError, ValueError) as error:
        print(f"不是可以读取的抽取记录 not a readable transcript: {error}", file=sys.stderr)
        return 2
    except Broken as broken:
        print(f"不符 does not hold: {broken}", file=sys.stderr)
        return 1
    for draw, result in zip(transcript["draws"], results, strict=True):
        chosen, reserves = " ".join(result["members"]), " ".join(result["reserves"])
        print(f"{draw['event']} {draw['method']}: {chosen} | {reserves}")
    print(f"全部相符 everything holds: {len(results)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
