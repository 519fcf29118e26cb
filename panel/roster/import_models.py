"""Tables of imports: an upload with its preview, row by row, until it is confirmed or given up."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, JsonValue, UtcDateTime, technical
from panel.roster.import_facts import Choice, ImportState, Verdict

WORKING_PAPER = technical("a working paper: uploading and writing are recorded as events, and each expert's entry is")


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class RosterImport(Base):
    """An upload on its way into the roster."""

    __tablename__ = "roster_import"
    __table_args__ = (
        CheckConstraint(_one_of("state", ImportState), name="state"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refusal"),
        CheckConstraint("state <> 'writing' OR confirmed_at IS NOT NULL", name="confirmed"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done"),
        {"comment": "uploaded workbooks with their previews"} | WORKING_PAPER,
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the import")
    file_id: Mapped[int] = mapped_column(ForeignKey("files_file.id"), comment="the upload, sealed")
    file_name: Mapped[str] = mapped_column(String(200), comment="name it was uploaded under")
    sha256: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the upload before it was sealed")
    uploaded_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), index=True, comment="account that uploaded; empty for the command line"
    )
    address: Mapped[str] = mapped_column(String(64), default="", comment="network address, for the events")
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was uploaded")
    state: Mapped[str] = mapped_column(String(12), comment="see ImportState")
    tries: Mapped[int] = mapped_column(default=0, comment="how often reading or writing was begun")
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, comment="why it cannot be read: code, facts")
    notes: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonValue, default=list, comment="what was not read: code, facts"
    )
    counts: Mapped[dict[str, int]] = mapped_column(
        JsonValue, default=dict, comment="rows by verdict; after it, what was written"
    )
    is_1904: Mapped[bool] = mapped_column(default=False, comment="whether days count from 1904")
    is_stale: Mapped[bool] = mapped_column(default=False, comment="whether the roster changed under the first preview")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was confirmed")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was written")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated upload recognisable")


class RosterImportRow(Base):
    """One row of an upload with its verdict; removed when the import ends."""

    __tablename__ = "roster_import_row"
    __table_args__ = (
        CheckConstraint(_one_of("verdict", Verdict), name="verdict"),
        CheckConstraint(_one_of("choice", Choice), name="choice"),
        Index("ix_roster_import_row_import_id_verdict", "import_id", "verdict"),
        {"comment": "rows of an upload as they were judged"} | WORKING_PAPER,
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("roster_import.id"), primary_key=True, comment="import")
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="row in the file")
    verdict: Mapped[str] = mapped_column(String(12), comment="see Verdict")
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("roster_expert.id"), comment="the person on the roster")
    may_update: Mapped[bool] = mapped_column(comment="whether the uploader may change that person's entry")
    choice: Mapped[str | None] = mapped_column(String(8), comment="update or skip, for somebody on the roster")
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="cells, faults and changes as JSON, sealed")
