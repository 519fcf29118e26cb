"""Parameters hold from their day on, and shares are exact."""

from datetime import date
from fractions import Fraction

import pytest

from panel.guidance import parameter
from panel.guidance.parameters import all_parameters, in_force, list_parameters, read_parameters

TWO_VALUES = """
[[parameter.panel_min]]
value = 5
from = 2027-01-01
basis = "2.4.2-e"
plan = "second"
zh = "人数"
en = "number"

[[parameter.panel_min]]
value = 3
from = 2009-06-01
basis = "2.4.2-e"
plan = "first"
zh = "人数"
en = "number"
"""


@pytest.mark.clause("5.6.0-a")
@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2009, 6, 1), 3),
        (date(2026, 12, 31), 3),
        (date(2027, 1, 1), 5),
        (date(2040, 1, 1), 5),
    ],
)
def test_a_value_holds_from_its_day_until_the_next_one(on: date, value: int) -> None:
    found = in_force(read_parameters(TWO_VALUES)["panel_min"], on)
    assert found is not None
    assert found.value == value


@pytest.mark.clause("5.6.0-a")
def test_before_its_first_day_a_parameter_has_no_value() -> None:
    assert in_force(read_parameters(TWO_VALUES)["panel_min"], date(2009, 5, 31)) is None


def test_asking_for_a_day_before_all_values_is_a_key_error() -> None:
    assert parameter("panel_min", on=date(2000, 1, 1)) == 3
    with pytest.raises(KeyError, match="panel_min"):
        parameter("panel_min", on=date(1999, 12, 31))


def test_an_unknown_parameter_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        parameter("panel_max", on=date(2026, 1, 1))


@pytest.mark.clause("A-09")
def test_a_share_is_an_exact_fraction() -> None:
    today = date(2026, 1, 1)
    assert parameter("insufficient_red", on=today) == Fraction(1, 3)
    assert parameter("clear_majority", on=today) == Fraction(2, 3)
    assert isinstance(parameter("contrast_red", on=today), Fraction)
    assert parameter("reasons_min_characters", on=today) == 20
    assert parameter("allow_single_expert", on=today) is True


@pytest.mark.clause("5.6.0-a")
def test_every_parameter_names_its_plan_and_says_what_it_is() -> None:
    for entries in all_parameters().values():
        for entry in entries:
            assert entry.plan
            assert entry.zh
            assert entry.en


def test_the_list_of_a_day_has_every_parameter_once() -> None:
    names = [entry.name for entry in list_parameters(on=date(2026, 1, 1))]
    assert names == list(all_parameters())
