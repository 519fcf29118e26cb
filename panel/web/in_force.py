"""Dated numbers in labels, hints and pages: the value that holds on the day the page is asked for."""

from panel.guidance import parameter
from panel.kernel.clock import beijing_date
from panel.web.context import clock


class InForce:
    """A parameter to be put into lazy words: it is read when the words are, not when the form is declared."""

    def __init__(self, name: str) -> None:
        """Remember the parameter's name."""
        self._name = name

    def __str__(self) -> str:
        """Write the value in force today; a share as `1/3`."""
        return in_force(self._name)


def in_force(name: str) -> str:
    """Write the value a parameter has today, Beijing time."""
    return str(parameter(name, on=beijing_date(clock()())))
