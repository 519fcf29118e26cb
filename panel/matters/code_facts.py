"""What follows from a code: columns of the professional tables, fitting disciplines, departments."""

from collections.abc import Mapping

DOMAIN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "food": ("analyte", "value", "unit", "limit", "method", "report_no"),
    "product": ("item", "value", "unit", "limit", "part", "method"),
    "special_equipment": ("equipment", "registration_no", "parameters", "inspection_due"),
    "epidemic": ("disease", "host", "cases", "place", "method"),
    "other": ("item", "value", "unit", "limit", "method"),
}
"""The professional table of each domain (3.4.1-c), column by column."""

DISCIPLINE_HINTS: Mapping[str, tuple[str, ...]] = {
    "food": ("T01", "T02", "T03", "T04", "T05"),
    "product": ("T14", "T11", "T08", "T09"),
    "special_equipment": ("T15", "T13", "T14"),
    "epidemic": ("T18", "T16", "T17"),
    "other": ("T20", "T19"),
}
"""Disciplines that fit a domain first; codes of the list `disciplines`."""

CATEGORY_HINTS: Mapping[str, tuple[str, ...]] = {
    "0108": ("T06", "T01", "T03"),
    "02": ("T07", "T01"),
    "03": ("T09", "T08"),
    "04": ("T08",),
    "05": ("T11",),
    "06": ("T10", "T12", "T11"),
    "1104": ("T22",),
    "12": ("T15", "T13"),
    "13": ("T16", "T17"),
    "15": ("T21",),
}
"""Disciplines that fit a product category first, by the longest code that fits."""

CATEGORY_DEPARTMENTS: Mapping[str, str] = {
    "01": "HQ-FOOD", "02": "HQ-FOOD", "09": "HQ-QS", "12": "HQ-SE", "13": "HQ-AP",
}  # fmt: skip
"""Headquarters department of a product category's first two digits (3.1.1-b), by organisation code."""

DEPARTMENTS_OF_DOMAINS: Mapping[str, str] = {"food": "HQ-FOOD", "special_equipment": "HQ-SE", "epidemic": "HQ-AP"}
FOREIGN_DEPARTMENTS: Mapping[str, str] = {"food": "HQ-IEF", "epidemic": "HQ-AP"}
OTHER_FOREIGN_DEPARTMENT = "HQ-INSP"
OTHER_DEPARTMENT = "HQ-QS"
DUTY_DESK = "HQ-GO"
