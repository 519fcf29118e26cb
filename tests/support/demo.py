"""The loaded demo as tests name it: people, panels and matters by the keys of its data."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from panel.commissions import queries as commissions
from panel.kernel.actor import Actor
from panel.matters import queries as matters
from panel.proceedings.demo.basis import Basis, read_basis, rows
from panel.proceedings.demo.story import Row, key_of

FILES = ("", "present")


@dataclass(frozen=True)
class Demo:
    """The demo of a database; `panels` and `matters` hold numbers by key (`PN-05`, `XP-5`, `MT-05`, `XM-1`)."""

    basis: Basis
    panels: Mapping[str, int]
    matters: Mapping[str, int]

    def actor(self, key: str) -> Actor:
        """Give a person by account key or expert code."""
        return self.basis.expert_actor(key) if key.startswith("ZJ-") else self.basis.actor(key)


def data_of(name: str) -> list[Row]:
    """Give the rows of a name, those of the replays and those of the present."""
    return [row for file in FILES for row in rows(name, file)]


def read_demo(session: Session) -> Demo:
    """Find the demo again in a database that it was loaded into."""
    panels = {
        row["key"]: commissions.find_panel_by_form(session, key_of(row["key"], "panel")) for row in data_of("panels")
    }
    found = {row["key"]: matters.find_by_form_key(session, key_of(row["key"], "matter")) for row in data_of("matters")}
    return Demo(
        read_basis(session),
        {key: panel.id for key, panel in panels.items() if panel is not None},
        {key: matter.id for key, matter in found.items() if matter is not None},
    )
