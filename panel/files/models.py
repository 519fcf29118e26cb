"""The table of stored files."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, UtcDateTime


class StoredFile(Base):
    """A file's name and digest; its bytes lie under `home/files` by that digest."""

    __tablename__ = "files_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_hex"),
        CheckConstraint("size >= 0", name="size"),
        {"comment": "files kept with a panel or matter; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the file")
    sha256: Mapped[str] = mapped_column(String(64), index=True, comment="SHA-256 of the bytes, hexadecimal")
    size: Mapped[int] = mapped_column(comment="bytes")
    name: Mapped[str] = mapped_column(String(200), comment="name to show and to download under")
    media_type: Mapped[str] = mapped_column(String(120), comment="media type, decided by us from the content")
    stored_by: Mapped[int | None] = mapped_column(comment="account that stored it; empty for the system")
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was stored")
