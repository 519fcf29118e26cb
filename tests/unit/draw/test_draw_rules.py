"""The order of a draw, its limits, and the record that anyone can run again."""

import hashlib
import hmac
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.draw.facts import Candidate, Outcome, Plan
from panel.draw.rules import (
    draw_order,
    employer_limit,
    frozen_form,
    label_of,
    main_discipline_needed,
    position_of,
    read_frozen,
    reasons_against_draw,
    record_of,
    replay,
    written_result,
)
from panel.kernel.canonical import digest

MAIN = "T03"
SEED = bytes(range(32))
CASE = {"commission": "湘研委〔2026〕1号", "draw": 1, "purpose": "first"}
# The published example of draft-thomson-elegy-vrs-00: one-time codes and the public randomness.
CODE_9 = bytes.fromhex("5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456")
CODE_8 = bytes.fromhex("2f70f884997ce80771adbefbbbc6c71a1b921da71896c25ca0f64966bfd0c8ce")
PUBLIC = b"1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"


def pool_of(*rows: tuple[str, str, str]) -> list[Candidate]:
    """Make candidates of label, discipline and employer."""
    return [Candidate(label, discipline, "", employer) for label, discipline, employer in rows]


def plan_of(seats: int = 3, reserves: int = 0, main: int = 0, limit: int = 1, *fixed: Candidate) -> Plan:
    return Plan(seats, reserves, MAIN, main, limit, fixed)


def frozen(pool: list[Candidate], plan: Plan) -> dict[str, Any]:
    return frozen_form(CASE, pool, [], plan)


WIDE = pool_of(*((f"e{n}", MAIN if n % 2 else "T01", f"u{n}") for n in range(10)))


@pytest.mark.clause("D-02")
@pytest.mark.parametrize(
    ("code", "label", "head"),
    [
        (CODE_9, "lavenderblush", "002ed527ae0a44a86c205d1cdba6"),
        (CODE_9, "blue", "03f710be2b61"),
        (CODE_9, "darkgoldenrod", "08bab81380d7"),
        (CODE_9, "bisque", "0e1af5d1ccfd"),
        (CODE_8, "aqua", "00d1c59a9f1b"),
        (CODE_8, "cornflowerblue", "0337add95eac"),
    ],
)
def test_positions_are_those_of_the_published_example(code: bytes, label: str, head: str) -> None:
    assert position_of(label, code, PUBLIC).hex().startswith(head)


def test_a_position_is_hkdf_as_the_standard_library_computes_it() -> None:
    key = hmac.new(SEED, b"bound", hashlib.sha256).digest()
    expected = hmac.new(key, "专家".encode() + b"\x01", hashlib.sha256).digest()
    assert position_of("专家", SEED, b"bound") == expected


def test_labels_name_nobody_and_change_with_the_salt() -> None:
    label = label_of(SEED, "expert", "ZJ-0011")
    assert len(label) == 16
    assert "ZJ" not in label
    assert label != label_of(SEED[::-1], "expert", "ZJ-0011")
    assert label != label_of(SEED, "employer", "ZJ-0011")


@pytest.mark.clause("D-03")
@pytest.mark.parametrize(("seats", "least"), [(1, 1), (3, 2), (5, 3), (7, 4)])
def test_half_of_the_seats_rounded_up_go_to_the_main_discipline(seats: int, least: int) -> None:
    assert main_discipline_needed(seats, Fraction(1, 2)) == least


@pytest.mark.clause("D-17")
@pytest.mark.parametrize(("seats", "most"), [(1, 1), (3, 1), (5, 1), (6, 2), (7, 2), (9, 3)])
def test_an_employer_holds_at_most_a_third_and_at_least_one_seat(seats: int, most: int) -> None:
    assert employer_limit(seats, Fraction(1, 3)) == most


def test_the_frozen_form_reads_back_and_does_not_depend_on_the_order_of_the_roster() -> None:
    plan = plan_of(3, 2, 2, 1, Candidate("f1", MAIN, "T01", "u99"))
    form = frozen(WIDE, plan)
    assert form == frozen(WIDE[::-1], plan)
    pool, again = read_frozen(form)
    assert again == plan
    assert sorted(one.label for one in pool) == sorted(one.label for one in WIDE)
    excluded = [{"label": "z", "reasons": ["WORKLOAD"]}, {"label": "a", "reasons": ["DISCIPLINE"]}]
    assert [row["label"] for row in frozen_form(CASE, WIDE, excluded, plan)["excluded"]] == ["a", "z"]


@pytest.mark.clause("D-02")
def test_the_same_pool_and_seed_give_the_same_panel_again() -> None:
    form = frozen(WIDE, plan_of(5, 2, 3))
    assert draw_order(form, SEED) == draw_order(form, SEED)
    assert draw_order(form, SEED) != draw_order(form, SEED[::-1])


def test_another_case_or_pool_gives_another_order() -> None:
    form = frozen(WIDE, plan_of(5, 2, 3))
    other = form | {"case": {**CASE, "draw": 2}}
    first, second = ([step.label for step in draw_order(one, SEED).steps] for one in (form, other))
    assert first != second


@pytest.mark.clause("D-03")
def test_a_candidate_who_would_leave_the_main_discipline_short_is_passed_over_and_may_be_a_reserve() -> None:
    pool = pool_of(("a", "T01", "u1"), ("b", "T01", "u2"), ("c", "T01", "u3"), ("d", MAIN, "u4"), ("e", MAIN, "u5"))
    result = draw_order(frozen(pool, plan_of(3, 2, 2)), SEED)
    outcomes = {step.label: step.outcome for step in result.steps}
    assert {"d", "e"} <= set(result.members)
    assert len(result.members) == 3
    assert set(result.reserves) == {"a", "b", "c"} - set(result.members)
    without = draw_order(frozen(pool, plan_of(3, 0, 2)), SEED)
    left = {step.label: step.outcome for step in without.steps if step.label not in without.members}
    assert outcomes.keys() == {"a", "b", "c", "d", "e"}
    assert set(left.values()) <= {Outcome.SKIPPED_MAIN, Outcome.NOT_REACHED}


@pytest.mark.clause("D-17")
def test_a_second_expert_of_an_employer_is_passed_over() -> None:
    pool = pool_of(("a", MAIN, "u1"), ("b", MAIN, "u1"), ("c", MAIN, "u2"), ("d", MAIN, "u3"))
    result = draw_order(frozen(pool, plan_of(3)), SEED)
    outcomes = {step.label: step.outcome for step in result.steps}
    assert {"c", "d"} <= set(result.members)
    assert sorted([outcomes["a"], outcomes["b"]]) in (
        [Outcome.MEMBER, Outcome.SKIPPED_EMPLOYER], [Outcome.MEMBER, Outcome.NOT_REACHED],
    )  # fmt: skip


def test_members_who_sit_already_count_towards_both_limits() -> None:
    seated = (Candidate("f1", MAIN, "", "u1"), Candidate("f2", MAIN, "", "u2"))
    pool = pool_of(("a", "T01", "u1"), ("b", "T01", "u3"))
    result = draw_order(frozen(pool, plan_of(1, 0, 2, 1, *seated)), SEED)
    assert result.members == ("b",)


@pytest.mark.parametrize(
    ("pool", "plan", "code"),
    [
        (WIDE[:4], plan_of(3, 2), "INFEASIBLE_POOL"),
        (pool_of(("a", MAIN, "u1"), ("b", MAIN, "u1"), ("c", MAIN, "u2")), plan_of(3), "INFEASIBLE_EMPLOYER"),
        (pool_of(("a", MAIN, "u1"), ("b", "T01", "u2"), ("c", "T01", "u3")), plan_of(3, 0, 2), "INFEASIBLE_MAIN"),
        (pool_of(("a", MAIN, "u1"), ("b", MAIN, "u2")), plan_of(1, 0, 2), "INFEASIBLE_MAIN"),
    ],
)
def test_what_cannot_be_satisfied_is_named(pool: list[Candidate], plan: Plan, code: str) -> None:
    clash = reasons_against_draw(pool, plan)
    assert clash is not None
    assert clash.code == code


def test_two_of_one_discipline_at_one_employer_cannot_fill_two_seats_of_it() -> None:
    pool = pool_of(("a", MAIN, "u1"), ("b", MAIN, "u1"), ("c", "T01", "u2"), ("d", "T01", "u3"))
    clash = reasons_against_draw(pool, plan_of(3, 0, 2))
    assert clash is not None
    assert clash.facts == {"most": 1, "needed": 2}


def test_a_pool_that_suffices_is_not_refused() -> None:
    assert reasons_against_draw(WIDE, plan_of(5, 2, 3)) is None


def record() -> dict[str, Any]:
    form = frozen(WIDE, plan_of(5, 2, 3))
    return record_of(form, digest(form), SEED.hex(), written_result(draw_order(form, SEED)))


@pytest.mark.clause("D-02")
def test_an_untouched_record_runs_again_without_a_problem() -> None:
    assert replay(record()) == []


def _other_label(one: dict[str, Any]) -> None:
    one["frozen"]["pool"][0]["label"] = "someone else"


def _other_seed(one: dict[str, Any]) -> None:
    one["seed"] = SEED[::-1].hex()


def _other_members(one: dict[str, Any]) -> None:
    one["result"]["members"] = one["result"]["members"][::-1]


def _other_reserves(one: dict[str, Any]) -> None:
    one["result"]["reserves"] = one["result"]["reserves"][::-1]


@pytest.mark.clause("D-02")
@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (_other_label, "pool_sha256"), (_other_seed, "steps"), (_other_members, "members"),
        (_other_reserves, "reserves"),
    ],
)  # fmt: skip
def test_a_tampered_record_names_what_does_not_hold(tamper: Any, named: str) -> None:
    touched = record()
    tamper(touched)
    assert named in replay(touched)


@pytest.mark.parametrize("seed", ["", "zz", "00" * 31])
def test_a_seed_that_is_none_is_named(seed: str) -> None:
    assert replay(record() | {"seed": seed}) == ["seed"]


candidates = st.lists(
    st.tuples(st.sampled_from([MAIN, "T01", "T06"]), st.sampled_from("uvwxyz")), min_size=1, max_size=9
).map(lambda rows: pool_of(*((f"e{n}", discipline, employer) for n, (discipline, employer) in enumerate(rows))))
plans = st.builds(plan_of, st.sampled_from([1, 3, 5]), st.integers(0, 2), st.integers(0, 3), st.integers(1, 2))


def is_valid(chosen: list[Candidate], plan: Plan, reserves: list[Candidate]) -> bool:
    everybody = [*chosen, *reserves]
    most = max((sum(one.employer == other.employer for other in everybody) for one in everybody), default=0)
    main = sum(one.has_discipline(MAIN) for one in chosen)
    return most <= plan.employer_at_most and main >= plan.main_at_least


@given(pool=candidates, plan=plans, seed=st.binary(min_size=32, max_size=32))
def test_a_draw_is_valid_exactly_when_some_valid_panel_exists(pool: list[Candidate], plan: Plan, seed: bytes) -> None:
    exists = any(
        is_valid(list(chosen), plan, list(reserves))
        for chosen in combinations(pool, plan.seats)
        for reserves in combinations([one for one in pool if one not in chosen], plan.reserves)
    )
    assert (reasons_against_draw(pool, plan) is None) is exists
    if exists:
        result = draw_order(frozen(pool, plan), seed)
        by_label = {one.label: one for one in pool}
        members, reserves = [by_label[one] for one in result.members], [by_label[one] for one in result.reserves]
        assert (len(members), len(reserves)) == (plan.seats, plan.reserves)
        assert is_valid(members, plan, reserves)


def test_every_candidate_of_an_unlimited_pool_is_drawn_about_as_often() -> None:
    form = frozen(WIDE[:6], plan_of(3))
    seen = dict.fromkeys((one.label for one in WIDE[:6]), 0)
    for number in range(600):
        for label in draw_order(form, hashlib.sha256(str(number).encode()).digest()).members:
            seen[label] += 1
    assert all(230 < times < 370 for times in seen.values()), seen


def test_a_plan_is_not_changed_by_drawing() -> None:
    plan = plan_of(3, 1, 1)
    draw_order(frozen(WIDE, plan), SEED)
    assert plan == replace(plan)
