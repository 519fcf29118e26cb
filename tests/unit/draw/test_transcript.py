"""A transcript: it verifies by itself, and every change of it is found and named."""

import copy
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from panel.draw import chain, rules, verify_draw
from panel.kernel.canonical import canonical_bytes, digest
from tests.support.lots import candidate, drawn, nine_of, policy, roster, transcript

PROGRAM = Path(verify_draw.__file__)


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    """Give a transcript of two draws: a panel of nine, and a replacement beside those who stay."""
    pool = roster(120, 40, seed=7)
    excluded = [{"label": "x1", "reasons": ["TERM"]}, {"label": "x2", "reasons": ["PARTY", "WORKLOAD"]}]
    first = drawn(pool, nine_of(pool), excluded=excluded)
    staying = set(first["result"]["members"][1:])
    gone = first["result"]["members"][0]
    left = [{**one, "fixed": True} if one["label"] in staying else one for one in pool if one["label"] != gone]
    return transcript(first, drawn(left, nine_of(left), event=2))


def run(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), str(path)], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.clause("D-02", "S-12")
def test_the_program_runs_by_itself_and_prints_the_panels(whole: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "transcript.json"
    path.write_bytes(canonical_bytes(whole))
    found = run(path)
    assert found.returncode == 0, found.stderr
    assert " ".join(whole["draws"][0]["result"]["members"]) in found.stdout
    assert "everything holds: 2" in found.stdout


def test_the_program_says_what_does_not_hold_and_what_is_no_transcript(whole: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    changed = copy.deepcopy(whole)
    changed["draws"][0]["result"]["members"][0] = "nobody"
    path.write_bytes(canonical_bytes(changed))
    assert (run(path).returncode, "result event 1" in run(path).stderr) == (1, True)
    path.write_text("not json", encoding="utf-8")
    assert run(path).returncode == 2
    path.write_text("[]", encoding="utf-8")
    assert run(path).returncode == 1


def test_the_programs_bytes_are_those_of_the_system(whole: dict[str, Any]) -> None:
    assert verify_draw.canonical(whole) == canonical_bytes(whole)
    assert verify_draw.digest(whole) == digest(whole)


def places(value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """Give the path of every single value of a transcript that is covered by a check."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, *path, name)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from places(item, *path, place)
    else:
        yield path


def change(value: Any, lots: random.Random) -> Any:
    """Give another value of the same kind: a digit or a letter more or less, a flag turned."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + lots.choice([-1, 1])
    if not value:
        return "x"
    place = lots.randrange(len(value))
    other = lots.choice([letter for letter in "0123456789abcdef" if letter != value[place]])
    return value[:place] + other + value[place + 1 :]


UNBOUND = {"kept", "via", "at", "frozen_at"}
"""What a transcript tells beside the proof; times are compared, not proved."""


@pytest.mark.clause("D-02")
def test_each_of_a_thousand_changes_is_found(whole: dict[str, Any]) -> None:
    lots = random.Random(20260302)
    every = [path for path in places(whole) if path[-1] not in UNBOUND]
    for path in lots.choices(every, k=1000):
        changed = copy.deepcopy(whole)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = change(holder[path[-1]], lots)
        with pytest.raises(verify_draw.Broken) as found:
            verify_draw.verify(changed)
        assert found.value.item in {"form", "commitments", "pool", "weights", "fairness", "links", "result"}, path


def resealed(whole: dict[str, Any]) -> dict[str, Any]:
    """Work the digests of every draw out again, as somebody who forges a transcript would."""
    for draw in whole["draws"]:
        draw["weights_sha256"] = verify_draw.digest(draw["weights"])
        parts = ("case", "policy", "pool", "excluded", "method")
        draw["pool_sha256"] = verify_draw.digest([draw[part] for part in parts])
    return whole


FORGED = {
    "a candidate more": lambda draw: draw["pool"].append(candidate("zz", "A", "E9999", "R00")),
    "a candidate less": lambda draw: draw["pool"].pop(),
    "another employer": lambda draw: draw["pool"][5].update(employer="E9998"),
    "a wider limit": lambda draw: draw["policy"].update(employer_max=2),
    "a better chance": lambda draw: draw["weights"]["shares"].update(m00001="1"),
    "an exclusion less": lambda draw: draw["excluded"].pop(),
    "another case": lambda draw: draw["case"].update(commission="研委〔2026〕2号"),
    "reserves in another order": lambda draw: draw["result"]["reserves"].reverse(),
    "another event": lambda draw: draw.update(event=2),
}


@pytest.mark.clause("D-02")
@pytest.mark.parametrize("what", FORGED)
def test_a_forger_who_works_the_digests_out_again_is_found(what: str, whole: dict[str, Any]) -> None:
    forged = copy.deepcopy(whole)
    forged["draws"] = forged["draws"][:1]
    FORGED[what](forged["draws"][0])
    with pytest.raises(verify_draw.Broken):
        verify_draw.verify(resealed(forged))


def test_a_link_of_another_chain_and_a_link_out_of_turn_are_found(whole: dict[str, Any]) -> None:
    for link in (chain.link_at(b"\x03" * 32, 1), chain.link_at(b"\x01" * 32, 2)):
        forged = copy.deepcopy(whole)
        forged["draws"][0]["reveals"][0]["link"] = link.hex()
        with pytest.raises(verify_draw.Broken, match="links"):
            verify_draw.verify(forged)


def test_a_commitment_published_after_the_freezing_is_found(whole: dict[str, Any]) -> None:
    forged = copy.deepcopy(whole)
    forged["commitments"][1]["at"] = "2026-03-02T09:00:01+00:00"
    with pytest.raises(verify_draw.Broken, match="commitments"):
        verify_draw.verify(forged)


def test_a_draw_by_order_verifies_and_its_order_cannot_be_changed() -> None:
    pool = roster(120, 40, seed=7, senior=0.3, insider=0.6)
    asked = nine_of(pool, extra={"senior_min": 3, "insider_max": 4, "apart": [["m00001", "m00002"]]})
    made = transcript(drawn(pool, asked))
    assert made["draws"][0]["method"] == "priority"
    assert verify_draw.verify(made)[0]["members"] == sorted(made["draws"][0]["taken"])
    made["draws"][0]["taken"].reverse()
    with pytest.raises(verify_draw.Broken, match="order"):
        verify_draw.verify(made)


def test_the_national_hash_is_that_of_its_standard_where_the_machine_has_it() -> None:
    """SM3 (GB/T 32905) of `abc`; not every build of OpenSSL has it."""
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("no SM3 here")
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert verify_draw.link_before(b"abc", "sm3").hex() == expected


@pytest.mark.clause("D-02")
def test_everybody_drawn_keeps_the_policy_and_reserves_can_follow() -> None:
    pool = roster(200, 60, seed=1)
    asked = nine_of(pool, reserves=3)
    by_label = {one["label"]: one for one in pool}
    for event in range(1, 21):
        result = drawn(pool, asked, event=event)["result"]
        members = [by_label[label] for label in result["members"]]
        assert verify_draw.fault_of_panel(members, asked) == ""
        assert len(result["reserves"]) == 3
        for label in result["reserves"]:
            assert any(
                rules.may_follow(by_label[label], [*members[:place], *members[place + 1 :]], asked)
                for place in range(9)
            )


def test_a_reserve_that_breaks_a_limit_does_not_follow() -> None:
    pool = [candidate("a", "A", "X"), candidate("b", "A", "Y"), candidate("c", "B", "X"), candidate("d", "B", "Z")]
    asked = policy(pool, size=3, disciplines={"A": [1, 2], "B": [1, 2]})
    a, b, c, d = pool
    assert not rules.may_follow(c, [a, b], asked)
    assert rules.may_follow(d, [a, b], asked)
    assert not rules.may_follow(c, [a], asked)
    assert rules.may_follow(b, [a], asked)


def test_a_sheet_of_links_is_printed_for_who_keeps_the_secret(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_draw.print_chain(b"\x05" * 32) == 0
    tip, *links = [line.rpartition(" ")[2] for line in capsys.readouterr().out.strip().splitlines()]
    assert tip == chain.link_at(b"\x05" * 32, 0).hex()
    assert links == [chain.link_at(b"\x05" * 32, event).hex() for event in range(1, 26)]


def test_a_transcript_is_json_that_anyone_can_read(whole: dict[str, Any]) -> None:
    assert json.loads(canonical_bytes(whole)) == whole


@pytest.mark.clause("D-02", "D-17")
def test_a_fair_draw_is_not_passed_off_as_one_by_order(whole: dict[str, Any]) -> None:
    forged = copy.deepcopy(whole)
    draw = forged["draws"][0]
    draw["method"], draw["weights"], draw["weights_sha256"] = "priority", {}, verify_draw.digest({})
    draw["pool_sha256"] = verify_draw.digest([draw[key] for key in ("case", "policy", "pool", "excluded", "method")])
    with pytest.raises(verify_draw.Broken) as found:
        verify_draw.verify(forged)
    assert (found.value.item, found.value.where) == ("pool", "event 1")
