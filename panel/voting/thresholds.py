"""The thresholds of a day, read from the dated parameters."""

from datetime import date
from fractions import Fraction
from functools import cache

from panel.guidance import parameter
from panel.voting.facts import Thresholds


@cache
def thresholds_on(day: date) -> Thresholds:
    """Give the gate's and the count's numbers in force on a day; KeyError before the first value."""

    def count(name: str) -> int:
        return int(parameter(name, on=day))

    def share(name: str) -> Fraction:
        return Fraction(parameter(name, on=day))

    return Thresholds(
        panel_min=count("panel_min"),
        panel_min_complex=count("panel_min_complex"),
        extension_share=share("extension_share"),
        clear_majority=share("clear_majority"),
        insufficient_red=share("insufficient_red"),
        insufficient_amber=share("insufficient_amber"),
        contrast_red=share("contrast_red"),
        contrast_amber=share("contrast_amber"),
        opposite_from_roll=count("opposite_from_roll"),
        opposite_share=share("opposite_share"),
        ask_amber_count=count("ask_amber_count"),
        ask_amber_share=share("ask_amber_share"),
    )
