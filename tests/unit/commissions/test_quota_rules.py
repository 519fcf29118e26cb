"""What quotas may say, each bound from both sides, and how often in a row an expert may sit."""

from dataclasses import replace

import pytest

from panel.commissions.quota_rules import Setting, reasons_against_quotas
from panel.commissions.row_rules import rest_after_panels
from panel.draw.facts import Method, Pair, Quotas, quotas_of

SETTING = Setting(
    seats=5, main_discipline="A", main_at_least=3, employer_at_most=1, disciplines=("A", "B", "C"),
    regions=("X", "Y"), experts=("E1", "E2", "E3"),
)  # fmt: skip
PAIR = Pair("E1", "E2", "同一课题组")


def faults(quotas: Quotas, setting: Setting = SETTING) -> list[tuple[str, str]]:
    return [(fault.code, fault.field) for fault in reasons_against_quotas(quotas, setting)]


@pytest.mark.clause("D-02", "D-03", "D-17")
@pytest.mark.parametrize(
    ("quotas", "code", "field"),
    [
        (Quotas({"D": (1, None)}), "QUOTA_DISCIPLINE", "disciplines_D_least"),
        (Quotas(regions={"Z": (0, 1)}), "QUOTA_REGION", "regions_Z_least"),
        (Quotas({"B": (2, 1)}), "QUOTA_ORDER", "disciplines_B_most"),
        (Quotas(regions={"X": (2, 1)}), "QUOTA_ORDER", "regions_X_most"),
        (Quotas({"A": (0, 2)}), "QUOTA_MAIN", "disciplines_A_most"),
        (Quotas({"B": (2, None), "C": (1, None)}), "QUOTA_SUM_LEAST", "disciplines_C_least"),
        (Quotas({"A": (4, None), "C": (2, None)}), "QUOTA_SUM_LEAST", "disciplines_C_least"),
        (Quotas(regions={"X": (3, None), "Y": (3, None)}), "QUOTA_SUM_LEAST", "regions_Y_least"),
        (Quotas({"A": (0, 3), "B": (0, 1), "C": (0, 0)}), "QUOTA_SUM_MOST", "disciplines_A_most"),
        (Quotas(employer_max=2), "QUOTA_EMPLOYER", "employer_max"),
        (Quotas(employer_max=0), "QUOTA_EMPLOYER", "employer_max"),
        (Quotas(senior_min=6), "QUOTA_SENIOR", "senior_min"),
        (Quotas(apart=(Pair("E1", "", ""),)), "QUOTA_PAIR_FORM", "apart"),
        (Quotas(apart=(Pair("E1", "E9", "亲属"),)), "QUOTA_PAIR_UNKNOWN", "apart"),
        (Quotas(apart=(PAIR, Pair("E2", "E1", "亲属"))), "QUOTA_PAIR_TWICE", "apart"),
        (Quotas(apart=(Pair("E1", "E1", "亲属"),)), "QUOTA_PAIR_TWICE", "apart"),
        (Quotas(apart=(Pair("E1", "E2", " "),)), "QUOTA_PAIR_REASON", "apart"),
    ],
)  # fmt: skip
def test_quotas_that_contradict_themselves_are_refused_beside_their_field(
    quotas: Quotas, code: str, field: str
) -> None:
    assert faults(quotas) == [(code, field)]


@pytest.mark.clause("D-02", "D-03", "D-17")
def test_quotas_just_within_their_bounds_stand() -> None:
    ranges = {"A": (3, 3), "B": (1, 1), "C": (1, 1)}
    regions = {"X": (3, None), "Y": (2, 2)}
    quotas = Quotas(ranges, regions, employer_max=1, senior_min=5, insider_max=0, apart=(PAIR,))
    assert faults(quotas) == []
    assert quotas_of(quotas.as_json()) == quotas
    assert faults(quotas, replace(SETTING, seats=4, main_at_least=2)) != []
    assert faults(Quotas({"B": (6, None)})) == [
        ("QUOTA_OVER_SEATS", "disciplines_B_least"), ("QUOTA_SUM_LEAST", "disciplines_B_least"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("quotas", "method"),
    [
        (Quotas({"A": (3, 3)}, {"X": (0, 1)}, employer_max=1), Method.LEXIMIN),
        (Quotas(senior_min=1), Method.PRIORITY),
        (Quotas(insider_max=0), Method.PRIORITY),
        (Quotas(apart=(PAIR,)), Method.PRIORITY),
    ],
)
def test_only_what_no_network_expresses_changes_the_method(quotas: Quotas, method: Method) -> None:
    assert quotas.method is method


@pytest.mark.clause("D-18", "D-02")
def test_an_expert_of_the_last_two_panels_rests_in_the_third() -> None:
    first, second, without = frozenset({1, 2}), frozenset({2, 3}), frozenset({4})
    assert rest_after_panels([("二", second), ("一", first)], 2) == {2: "二、一"}
    assert rest_after_panels([("二", second)], 2) == {}
    assert rest_after_panels([("三", without), ("二", second), ("一", first)], 2) == {}
    assert rest_after_panels([("二", second), ("一", first), ("零", without)], 3) == {}
    assert rest_after_panels([("二", second)], 1) == {2: "二", 3: "二"}
    assert rest_after_panels([], 2) == {}
