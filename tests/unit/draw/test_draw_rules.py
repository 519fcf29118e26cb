"""The draw's limits, the policy that follows from a plan, and what is frozen."""

from fractions import Fraction

import pytest

from panel.draw import rules
from panel.draw.facts import Clash, Method, Plan, Quotas, quotas_of
from panel.draw.verify_draw import line_of
from panel.kernel.canonical import digest
from tests.support.lots import AT, candidate, policy, roster

CASE = {"commission": "湘研委〔2026〕1号", "draw": 1, "purpose": "first"}
SALT = bytes(range(32))


def plan(seats: int = 3, **changes: object) -> Plan:
    values = {"seats": seats, "reserves": 2, "main_discipline": "A", "main_at_least": 2, "employer_at_most": 1}
    return Plan(**values | changes)  # type: ignore[arg-type]


def test_labels_name_nobody_and_change_with_the_salt() -> None:
    label = rules.label_of(SALT, "expert", "ZJ-0011")
    assert len(label) == 16
    assert "ZJ" not in label
    assert label != rules.label_of(SALT[::-1], "expert", "ZJ-0011")
    assert label != rules.label_of(SALT, "employer", "ZJ-0011")


@pytest.mark.clause("D-03")
@pytest.mark.parametrize(("seats", "least"), [(1, 1), (3, 2), (5, 3), (7, 4)])
def test_half_of_the_seats_rounded_up_go_to_the_main_discipline(seats: int, least: int) -> None:
    assert rules.main_discipline_needed(seats, Fraction(1, 2)) == least


@pytest.mark.clause("D-17")
@pytest.mark.parametrize(("seats", "most"), [(1, 1), (3, 1), (5, 1), (6, 2), (7, 2), (9, 3)])
def test_an_employer_holds_at_most_a_third_and_at_least_one_seat(seats: int, most: int) -> None:
    assert rules.employer_limit(seats, Fraction(1, 3)) == most


@pytest.mark.clause("D-03")
def test_the_policy_names_every_discipline_and_limits_those_asked_for() -> None:
    pool = [candidate("a", "A", "X"), candidate("b", "BC", "Y")]
    found = rules.policy_of(plan(quotas=Quotas({"B": (1, 9)}, {"0": (0, 2)})), pool)
    assert found == {
        "size": 3, "reserves": 2, "employer_max": 1, "disciplines": {"A": [2, 3], "B": [1, 3], "C": [0, 3]},
        "regions": {"0": [0, 2]},
    }  # fmt: skip
    assert rules.method_of(found) is Method.LEXIMIN


def test_further_rules_lead_to_drawing_by_order() -> None:
    quotas = Quotas(senior_min=2, insider_max=1)
    found = rules.policy_of(plan(quotas=quotas), [candidate("a", "A", "X")])
    assert found["rules"] == {"senior_min": 2, "insider_max": 1}
    assert rules.method_of(found) is Method.PRIORITY
    assert quotas_of(quotas.as_json()) == quotas
    assert quotas_of({}) == Quotas()


def test_those_who_sit_count_and_are_not_unseated_by_a_limit_they_break() -> None:
    pool = [candidate("a", "A", "X", fixed=True), candidate("b", "A", "X", fixed=True), candidate("c", "A", "Y")]
    found = rules.policy_of(plan(1), pool)
    assert (found["size"], found["employer_max"]) == (3, 2)
    assert rules.reasons_against_draw(pool, {**found, "reserves": 0}) is None


@pytest.mark.clause("D-02")
def test_too_few_for_members_and_reserves_is_a_clash() -> None:
    pool = [candidate(label, "A", label) for label in "abcd"]
    clash = rules.reasons_against_draw(pool, policy(pool, size=3, reserves=2))
    assert clash is not None
    assert (clash.needed, clash.most, clash.limits) == (5, 4, (("pool_max", "", 4),))


@pytest.mark.clause("D-02")
def test_rules_beyond_the_network_that_nobody_meets_are_a_clash() -> None:
    pool = [candidate(label, "A", label) for label in "abcd"]
    clash = rules.reasons_against_draw(pool, policy(pool, size=3, extra={"senior_min": 1}))
    assert clash is not None
    assert clash.limits == (("senior_min", "", 1),)


@pytest.mark.clause("D-02")
def test_a_clash_of_further_rules_names_the_fewest_and_by_how_much_they_fall_short() -> None:
    pool = [candidate("a", "A", "W", senior=True), *(candidate(label, "A", label, insider=True) for label in "bcd")]
    three = {"senior_min": 2, "insider_max": 3, "apart": [["c", "d"]]}
    clash = rules.reasons_against_draw(pool, policy(pool, size=3, extra=three))
    assert clash == Clash(2, 1, (("senior_min", "", 2),))
    clash = rules.reasons_against_draw(pool, policy(pool, size=3, extra=three | {"senior_min": 1, "insider_max": 1}))
    assert clash == Clash(2, 1, (("insider_max", "", 1), ("outsider_min", "", 2)))
    pairs = [["a", "b"], ["a", "c"], ["b", "c"], ["c", "d"]]
    clash = rules.reasons_against_draw(pool, policy(pool, size=3, extra={"senior_min": 1, "apart": pairs}))
    assert clash == Clash(3, 2, (("apart", "", 4),))
    assert rules.reasons_against_draw(pool, policy(pool, size=3, extra={"senior_min": 1, "insider_max": 2})) is None


@pytest.mark.clause("D-02")
def test_a_range_that_ends_before_it_begins_is_a_clash() -> None:
    pool = [candidate(label, "A", label) for label in "abcd"]
    found = rules.policy_of(plan(quotas=Quotas({"A": (0, 1)})), pool)
    clash = rules.reasons_against_draw(pool, {**found, "reserves": 0})
    assert clash == Clash(2, 1, (("discipline_min", "A", 2), ("discipline_max", "A", 1)))


@pytest.mark.clause("D-02", "D-03")
def test_ranges_are_seats_of_admitted_disciplines_and_bend_to_those_who_sit() -> None:
    pool = [candidate("a", "AZ", "X"), candidate("b", "B", "Y", region="1"), candidate("c", "A", "Z")]
    asked = plan(quotas=Quotas({"A": (0, 2), "B": (1, None)}, {"1": (1, None)}), admitted=frozenset("AB"))
    found = rules.policy_of(asked, pool)
    assert found["disciplines"] == {"A": [2, 2], "B": [1, 3], "Z": [0, 0]}
    assert found["regions"] == {"1": [1, 3]}
    seated = [candidate(label, "Z", label, fixed=True, insider=True) for label in "de"]
    quotas = Quotas({"A": (3, 3), "Z": (0, 1)}, {"0": (0, 1), "1": (2, 2)}, senior_min=3, insider_max=1)
    asked = plan(1, main_at_least=1, quotas=quotas, admitted=frozenset("AZ"))
    found = rules.policy_of(asked, [*pool, *seated], [("d", "e"), ("a", "d"), ("a", "gone")])
    assert found["disciplines"] == {"A": [1, 3], "B": [0, 0], "Z": [0, 2]}
    assert found["regions"] == {"0": [0, 2], "1": [1, 2]}
    assert found["rules"] == {"senior_min": 1, "insider_max": 2, "apart": [["a", "d"]]}


def test_what_is_frozen_does_not_depend_on_the_order_of_the_roster() -> None:
    pool = roster(40, 20, seed=3)
    asked = policy(pool, size=3, reserves=2)
    excluded = [{"label": "z", "reasons": ["WORKLOAD"]}, {"label": "a", "reasons": ["DISCIPLINE"]}]
    frozen = rules.freeze(CASE, pool, excluded, asked, event=1, frozen_at=AT)
    assert frozen == rules.freeze(CASE, pool[::-1], excluded[::-1], asked, event=1, frozen_at=AT)
    assert [row["label"] for row in frozen["excluded"]] == ["a", "z"]
    assert frozen["weights_sha256"] == digest(frozen["weights"])


def test_one_candidate_more_moves_nobody_else_in_the_line() -> None:
    pool = roster(40, 20, seed=3)
    order = [one["label"] for one in line_of(pool, SALT)]
    longer = [one["label"] for one in line_of([*pool, candidate("new", "A", "X")], SALT)]
    assert [label for label in longer if label != "new"] == order
