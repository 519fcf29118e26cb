"""Tables of volumes and their items."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.archive.facts import ItemKind
from panel.db import Base, JsonValue, UtcDateTime

ACCOUNT = "accounts_account.id"
KINDS = ", ".join(repr(kind.value) for kind in ItemKind)


class Volume(Base):
    """The file of a panel as it was put together at one time."""

    __tablename__ = "archive_volume"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        CheckConstraint("state IN ('FILED','RETURNED','ARCHIVED')", name="state"),
        CheckConstraint("retention IN ('permanent','years_30','years_10')", name="retention"),
        CheckConstraint("(state = 'FILED') = (checked_at IS NULL)", name="checked"),
        CheckConstraint("(checked_at IS NULL) = (checked_by IS NULL)", name="checker"),
        CheckConstraint("checked_by IS NULL OR checked_by <> filed_by", name="two_persons"),
        Index(
            "uq_archive_volume_archived", "panel_id", unique=True, sqlite_where=text("state <> 'RETURNED'"),
            postgresql_where=text("state <> 'RETURNED'"),
        ),
        {"comment": "volumes: filed by the secretary, checked by an official"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the volume")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), index=True, comment="panel")
    no: Mapped[int] = mapped_column(comment="1 for the first try, higher after a return")
    state: Mapped[str] = mapped_column(String(10), comment="FILED, RETURNED or ARCHIVED")
    title: Mapped[str] = mapped_column(String(300), comment="title of the volume")
    retention: Mapped[str] = mapped_column(String(12), comment="class of keeping time")
    not_applicable: Mapped[dict[str, str]] = mapped_column(JsonValue, comment="kinds that do not apply, with reasons")
    note: Mapped[str] = mapped_column(default="", comment="备考: what is damaged, changed or moved")
    sha256: Mapped[str] = mapped_column(String(64), comment="digest over the list of items")
    filed_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="secretary")
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was filed")
    checked_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="official")
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was checked or returned")
    return_reason: Mapped[str] = mapped_column(default="", comment="why it was sent back")


class Item(Base):
    """A file of a volume, with its digest."""

    __tablename__ = "archive_item"
    __table_args__ = (
        UniqueConstraint("volume_id", "no"),
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
        {"comment": "items of a volume; never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    volume_id: Mapped[int] = mapped_column(ForeignKey("archive_volume.id"), comment="volume")
    no: Mapped[int] = mapped_column(comment="place in the volume")
    kind: Mapped[str] = mapped_column(String(20), comment="kind of item, see ItemKind")
    number: Mapped[str] = mapped_column(String(80), default="", comment="number of the document")
    author: Mapped[str] = mapped_column(String(120), comment="who is responsible for it")
    title: Mapped[str] = mapped_column(String(300), comment="title")
    dated: Mapped[datetime] = mapped_column(UtcDateTime, comment="date of the document")
    file_id: Mapped[int] = mapped_column(ForeignKey("files_file.id"), comment="stored file")
    sha256: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the file")
    size: Mapped[int] = mapped_column(comment="bytes")


class Attachment(Base):
    """A paper that was made outside the system and belongs into the volume, such as signed minutes."""

    __tablename__ = "archive_attachment"
    __table_args__ = (
        CheckConstraint("kind IN ('minutes','other')", name="kind"),
        {"comment": "papers added to a panel's file before it is archived"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the paper")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    panel_id: Mapped[int] = mapped_column(ForeignKey("commissions_panel.id"), index=True, comment="panel")
    kind: Mapped[str] = mapped_column(String(20), comment="minutes or other")
    title: Mapped[str] = mapped_column(String(300), comment="what it is")
    file_id: Mapped[int] = mapped_column(ForeignKey("files_file.id"), comment="stored file")
    added_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who added it")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when")
