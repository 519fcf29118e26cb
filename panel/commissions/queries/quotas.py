"""Reading what a commission's quotas are measured by, and what is wrong with them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from panel.commissions import quota_rules
from panel.commissions.facts import Fault
from panel.commissions.models import Panel
from panel.draw import rules as draw_rules
from panel.draw.facts import Quotas, quotas_of
from panel.guidance import parameter
from panel.guidance.code_lists import codes, is_code, label
from panel.roster import queries as roster


def list_quota_faults(session: Session, panel: Panel, quotas: Quotas, on: date) -> list[Fault]:
    """List what is wrong with quotas that somebody wants to state for a draft."""
    named = {code for pair in quotas.apart for code in (pair.first, pair.second)}
    return _faults(panel, quotas, on, roster.known_codes(session, named))


def list_kept_faults(panel: Panel, on: date) -> list[Fault]:
    """List what is wrong with a draft's quotas since its seats or disciplines were changed."""
    quotas = quotas_of(panel.quotas)
    return _faults(panel, quotas, on, {code for pair in quotas.apart for code in (pair.first, pair.second)})


def general_limits(panel: Panel, on: date) -> tuple[int, int]:
    """Give what holds for every panel of this size: seats of the main discipline at least, of one employer at most."""
    main, employer = parameter("main_discipline_share", on=on), parameter("employer_share_warn", on=on)
    seats = panel.seats_wanted
    return draw_rules.main_discipline_needed(seats, main), draw_rules.employer_limit(seats, employer)


def _faults(panel: Panel, quotas: Quotas, on: date, experts: Collection[str]) -> list[Fault]:
    main_at_least, employer_at_most = general_limits(panel, on)
    setting = quota_rules.Setting(
        seats=panel.seats_wanted, main_discipline=panel.main_discipline, main_at_least=main_at_least,
        employer_at_most=employer_at_most,
        disciplines=[panel.main_discipline, *panel.disciplines],
        regions=[code.code for code in codes("provinces")], experts=experts,
    )  # fmt: skip
    return [_named(fault) for fault in quota_rules.reasons_against_quotas(quotas, setting)]


def _named(fault: Fault) -> Fault:
    """Put the label of a discipline or region in the place of its code."""
    code = str(fault.facts.get("name", ""))
    listed = next((name for name in ("disciplines", "provinces") if is_code(name, code)), None)
    return Fault(fault.code, fault.field, {**fault.facts, "name": label(listed, code, "zh")}) if listed else fault
