"""The table of the documents by which institutions were designated."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, UtcDateTime


class DesignationRecord(Base):
    """A document that designated an institution, or renewed it; rows are only ever added."""

    __tablename__ = "institutions_designation"
    __table_args__ = (
        CheckConstraint("dated_on <= until", name="order_of_days"),
        {"comment": "documents that designate institutions (确定文件); append only"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    institution_id: Mapped[int] = mapped_column(
        ForeignKey("institutions_institution.id"), index=True, comment="institution"
    )
    number: Mapped[str] = mapped_column(String(80), comment="number of the document")
    dated_on: Mapped[date] = mapped_column(Date, comment="day of the document")
    issued_by_org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), comment="who issued it")
    recommended_by_org_id: Mapped[int] = mapped_column(
        ForeignKey("accounts_organisation.id"), comment="recommending body"
    )
    until: Mapped[date] = mapped_column(Date, comment="last day of the designation")
    file_id: Mapped[int] = mapped_column(ForeignKey("files_file.id"), comment="the document itself")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="approver who designated")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
