"""Declared posts: their first and last days."""

from datetime import date

from panel.guidance import cites


@cites("D-01")
def reasons_against_span(from_on: date | None, to_on: date | None, today: date) -> tuple[str, str] | None:
    """申报的任职和利害关系，开始日期不晚于结束日期，两者都不晚于当日。

    Gives the code and the field that it concerns, or None. A first day may stay unstated.
    """
    for field, day in (("from_on", from_on), ("to_on", to_on)):
        if day is not None and day > today:
            return "SPAN_AHEAD", field
    if from_on is not None and to_on is not None and to_on < from_on:
        return "SPAN_ORDER", "to_on"
    return None
