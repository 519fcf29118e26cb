"""Walking every address as every kind of person, for the table of who may enter where.

The walk stands on the demo's archived panel of 白酒 (湘研委): `official` and `approver` belong to its
department, `secretary` runs it, `expert` is a member; `elsewhere` and `outsider` are an official and an
expert who have nothing to do with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

PEOPLE = {
    "nobody": None, "official": "u08", "elsewhere": "u05", "approver": "u09", "leader": "u03", "secretary": "u10",
    "expert": "e11", "outsider": "e26", "contact": "u33", "auditor": "u16", "admin": "u18",
}  # fmt: skip
IDS = {
    "matter_id": "SELECT matter_id FROM commissions_panel WHERE id = :panel",
    "round_id": "SELECT min(id) FROM voting_round WHERE panel_id = :panel",
    "seat_id": "SELECT id FROM commissions_seat WHERE panel_id = :panel AND account_id = :expert",
    "material_id": "SELECT min(id) FROM commissions_material WHERE panel_id = :panel",
    "waiver_id": "SELECT min(id) FROM commissions_waiver WHERE panel_id = :panel",
    "investigation_id": "SELECT min(id) FROM investigations_investigation WHERE panel_id = :panel",
    "order_id": "SELECT min(id) FROM institutions_work_order WHERE panel_id = :panel",
    "handover_id": "SELECT min(h.id) FROM institutions_handover h JOIN institutions_work_order o ON o.id ="
                   " h.work_order_id WHERE o.panel_id = :panel",
    "line_id": "SELECT min(l.id) FROM institutions_handed_sample l JOIN institutions_handover h ON h.id ="
               " l.handover_id JOIN institutions_work_order o ON o.id = h.work_order_id WHERE o.panel_id = :panel",
    "item_id": "SELECT min(i.id) FROM archive_item i JOIN archive_volume v ON v.id = i.volume_id"
               " WHERE v.panel_id = :panel",
    "result_id": "SELECT min(r.id) FROM matters_result r JOIN commissions_panel p ON p.adjudication_id ="
                 " r.adjudication_id WHERE p.id = :panel",
    "row_id": "SELECT min(m.id) FROM roster_employment m JOIN roster_expert e ON e.id = m.expert_id"
              " WHERE e.account_id = :expert",
    "term_id": "SELECT min(t.id) FROM roster_term t JOIN roster_expert e ON e.id = t.expert_id"
               " WHERE e.account_id = :expert",
    "expert_id": "SELECT id FROM roster_expert WHERE account_id = :expert",
    "committee_id": "SELECT committee_id FROM roster_expert WHERE account_id = :expert",
    "institution_id": "SELECT institution_id FROM institutions_work_order WHERE panel_id = :panel",
}  # fmt: skip
GIVEN = {"no": 1, "version": 1, "place": 0, "source_class": 1, "domain": "food", "filename": "panel.css"}
NONE_SUCH = 999_999


@dataclass(frozen=True, slots=True)
class Walk:
    """One address with one method, filled in for the archived panel."""

    method: str
    endpoint: str
    rule: str
    path: str

    @property
    def name(self) -> str:
        """Give the name the table knows it by."""
        return f"{self.method} {self.rule}"


def archived_panel(session: Session) -> int:
    """Give the archived panel that the walk stands on."""
    found = session.execute(
        text("SELECT p.id FROM commissions_panel p JOIN accounts_organisation o ON o.id = p.org_id"
             " WHERE o.code = 'B-430' AND p.state = 'ARCHIVED'")
    ).scalars().all()  # fmt: skip
    assert len(found) == 1
    return int(found[0])


def values_of(session: Session, panel: int | None = None) -> dict[str, int | str]:
    """Give a value for every part of an address; what the panel does not have is an unknown number.

    Without a panel, that of the table: the archived one.
    """
    panel = panel or archived_panel(session)
    expert = session.execute(
        text("SELECT id FROM accounts_account WHERE login = :login"), {"login": f"{PEOPLE['expert']}@example.org"}
    ).scalar_one()
    facts = {"panel": panel, "expert": expert}
    found: dict[str, int | str] = {"panel_id": panel, **GIVEN}
    for name, query in IDS.items():
        found[name] = session.execute(text(query), facts).scalar() or NONE_SUCH
    return found


def walks(app: Flask, values: dict[str, int | str]) -> Iterator[Walk]:
    """Give every address with each of its methods, in order."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        parts = {name: values.get(name, NONE_SUCH) for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Walk(method, rule.endpoint, rule.rule, _path(adapter, rule, parts))


def _path(adapter: object, rule: Rule, parts: dict[str, int | str]) -> str:
    return adapter.build(rule.endpoint, parts, method=None)  # type: ignore[attr-defined,no-any-return]


def outcome(walk: Walk, status: int, location: str) -> str:
    """Give the letter of an answer: in, refused (no), hidden (404), or sent to sign in."""
    if status in {301, 302, 303} and location.split("?", maxsplit=1)[0].endswith("/sign-in") and walk.endpoint not in {
        "accounts.sign_out", "accounts.sign_in", "accounts.change_password",
    }:  # fmt: skip
        return "sign-in"
    return {403: "no", 404: "hidden"}.get(status, "in")
