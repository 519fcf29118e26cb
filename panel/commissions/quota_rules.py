"""What the quotas of a commission may say: ranges of seats, the employer's share, seniors, insiders, pairs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from panel.commissions.facts import Fault
from panel.draw.facts import Quotas, Range
from panel.guidance import cites


@dataclass(frozen=True, slots=True)
class Setting:
    """What quotas are measured by: the seats, whom the commission admits, and the limits that hold anyway."""

    seats: int
    main_discipline: str
    main_at_least: int
    employer_at_most: int
    disciplines: Collection[str]
    regions: Collection[str]
    experts: Collection[str]


@cites("D-02", "D-03", "D-17", "4.1.2-a")
def reasons_against_quotas(quotas: Quotas, setting: Setting) -> list[Fault]:
    """名额条件须与专家人数、可参加的学科和同一单位的上限一致，不得自相矛盾。

    Every fault at once, each with the field it concerns; whether the roster can meet the quotas is asked elsewhere.
    """
    return [
        *_against_ranges("disciplines", quotas.disciplines, setting.disciplines, setting.seats),
        *_against_ranges("regions", quotas.regions, setting.regions, setting.seats),
        *_against_main(quotas, setting),
        *_against_sums(quotas, setting),
        *_against_numbers(quotas, setting),
        *_against_pairs(quotas, setting.experts),
    ]


def _against_ranges(kind: str, ranges: Mapping[str, Range], known: Collection[str], seats: int) -> Iterator[Fault]:
    unknown = {"disciplines": "QUOTA_DISCIPLINE", "regions": "QUOTA_REGION"}[kind]
    for code, (least, most) in ranges.items():
        if code not in known:
            yield Fault(unknown, f"{kind}_{code}_least", {"name": code})
        elif most is not None and least > most:
            yield Fault("QUOTA_ORDER", f"{kind}_{code}_most", {"name": code, "least": least, "most": most})
        elif least > seats:
            yield Fault("QUOTA_OVER_SEATS", f"{kind}_{code}_least", {"name": code, "least": least, "seats": seats})


def _against_main(quotas: Quotas, setting: Setting) -> Iterator[Fault]:
    code, needed = setting.main_discipline, setting.main_at_least
    most = quotas.disciplines.get(code, (0, None))[1]
    if most is not None and most < needed:
        yield Fault("QUOTA_MAIN", f"disciplines_{code}_most", {"name": code, "needed": needed, "most": most})


def _against_sums(quotas: Quotas, setting: Setting) -> Iterator[Fault]:
    """Compare the sums with the seats; the half that goes to the main discipline counts whether stated or not."""
    least = {code: quotas.disciplines.get(code, (0, None))[0] for code in setting.disciplines}
    least[setting.main_discipline] = max(least.get(setting.main_discipline, 0), setting.main_at_least)
    for kind, wanted in (("disciplines", least), ("regions", {code: one[0] for code, one in quotas.regions.items()})):
        stated = [code for code in getattr(quotas, kind) if wanted.get(code)]
        if stated and (total := sum(wanted.values())) > setting.seats:
            yield Fault("QUOTA_SUM_LEAST", f"{kind}_{stated[-1]}_least", {"total": total, "seats": setting.seats})
    most = [quotas.disciplines.get(code, (0, None))[1] for code in setting.disciplines]
    total = sum(number for number in most if number is not None)
    if most and None not in most and total < setting.seats:
        code = next(iter(setting.disciplines))
        yield Fault("QUOTA_SUM_MOST", f"disciplines_{code}_most", {"total": total, "seats": setting.seats})


def _against_numbers(quotas: Quotas, setting: Setting) -> Iterator[Fault]:
    employer, limit = quotas.employer_max, setting.employer_at_most
    if employer is not None and not 1 <= employer <= limit:
        yield Fault("QUOTA_EMPLOYER", "employer_max", {"most": employer, "limit": limit})
    if quotas.senior_min > setting.seats:
        yield Fault("QUOTA_SENIOR", "senior_min", {"least": quotas.senior_min, "seats": setting.seats})


def _against_pairs(quotas: Quotas, experts: Collection[str]) -> Iterator[Fault]:
    seen: set[frozenset[str]] = set()
    for line, pair in enumerate(quotas.apart, 1):
        unknown = [code for code in (pair.first, pair.second) if code not in experts]
        if not pair.second:
            yield Fault("QUOTA_PAIR_FORM", "apart", {"line": line})
        elif unknown:
            yield Fault("QUOTA_PAIR_UNKNOWN", "apart", {"line": line, "number": unknown[0]})
        elif frozenset((pair.first, pair.second)) in seen or pair.first == pair.second:
            yield Fault("QUOTA_PAIR_TWICE", "apart", {"line": line})
        elif not pair.reason.strip():
            yield Fault("QUOTA_PAIR_REASON", "apart", {"line": line})
        seen.add(frozenset((pair.first, pair.second)))
