"""Tables of samples on their way to an institution, and of what is asked and answered on an order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.db import Base, UtcDateTime, one_of
from panel.institutions.custody_facts import SealFault, Side


class Handover(Base):
    """Samples given away and, later, taken in: two halves, written by two people."""

    __tablename__ = "institutions_handover"
    __table_args__ = (
        CheckConstraint("(taken_at IS NULL) = (taken_by IS NULL)", name="taken_by"),
        CheckConstraint("(taken_at IS NULL) = (taken_noted_by IS NULL)", name="taken_noted_by"),
        CheckConstraint("(taken_at IS NULL) = (taken_noted_at IS NULL)", name="taken_noted_at"),
        CheckConstraint("taken_at >= handed_at", name="order_of_times"),
        CheckConstraint("taken_noted_by <> handed_noted_by", name="two_persons"),
        {"comment": "samples handed over under a work order (样品交接)"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    work_order_id: Mapped[int] = mapped_column(
        ForeignKey("institutions_work_order.id"), index=True, comment="work order"
    )
    handed_by: Mapped[str] = mapped_column(String(80), comment="who gave the samples away")
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when they were given away")
    note: Mapped[str] = mapped_column(default="", comment="how they travel")
    handed_noted_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="official who entered it")
    handed_noted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when that was entered")
    taken_by: Mapped[str | None] = mapped_column(String(80), comment="who took the samples in")
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when they were taken in")
    taken_noted_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="contact who entered the arrival"
    )
    taken_noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when that was entered")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")


class HandedLine(Base):
    """One sample of a hand-over: its seal as sent, as found, and what was made of a difference."""

    __tablename__ = "institutions_handed_sample"
    __table_args__ = (
        UniqueConstraint("handover_id", "place"),
        CheckConstraint("seal_no <> ''", name="sealed"),
        CheckConstraint(
            "(lab_no IS NULL) = (is_whole IS NULL) AND (lab_no IS NULL) = (found_seal_no IS NULL) AND "
            "(lab_no IS NULL) = (found_condition IS NULL)",
            name="found",
        ),
        CheckConstraint(one_of("fault", SealFault), name="fault"),
        CheckConstraint("fault IS NOT NULL OR explained_at IS NULL", name="explained_fault"),
        CheckConstraint(
            "(explained_at IS NULL) = (explanation IS NULL) AND (explained_at IS NULL) = (is_usable IS NULL) AND "
            "(explained_at IS NULL) = (explained_by IS NULL)",
            name="explained",
        ),
        {"comment": "samples of a hand-over, with their seals"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    handover_id: Mapped[int] = mapped_column(ForeignKey("institutions_handover.id"), comment="hand-over")
    place: Mapped[int] = mapped_column(comment="line of the sample in the order, from 0")
    name: Mapped[str] = mapped_column(String(200), comment="name of the sample, as the order has it")
    seal_no: Mapped[str] = mapped_column(String(60), comment="number of the seal when it was given away")
    quantity: Mapped[str] = mapped_column(String(60), default="", comment="quantity given away")
    condition: Mapped[str] = mapped_column(String(200), default="", comment="condition when it was given away")
    found_seal_no: Mapped[str | None] = mapped_column(String(60), comment="number of the seal read on arrival")
    is_whole: Mapped[bool | None] = mapped_column(comment="whether the seal was unbroken on arrival")
    found_condition: Mapped[str | None] = mapped_column(String(200), comment="condition on arrival")
    lab_no: Mapped[str | None] = mapped_column(String(60), comment="number the institution gave the sample")
    fault: Mapped[str | None] = mapped_column(String(20), comment="see SealFault; empty when all is well")
    explanation: Mapped[str | None] = mapped_column(comment="how the fault came about")
    is_usable: Mapped[bool | None] = mapped_column(comment="whether the sample may be evidence all the same")
    explained_by: Mapped[int | None] = mapped_column(
        ForeignKey("accounts_account.id"), comment="official who explained it"
    )
    explained_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was explained")


class Message(Base):
    """A question on an order, or an answer to one; rows are only ever added."""

    __tablename__ = "institutions_message"
    __table_args__ = (
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint("answers_id < id", name="answers_earlier"),
        {"comment": "questions and answers between the ordering department and the institution; append only"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the row")
    work_order_id: Mapped[int] = mapped_column(
        ForeignKey("institutions_work_order.id"), index=True, comment="work order"
    )
    answers_id: Mapped[int | None] = mapped_column(
        ForeignKey("institutions_message.id"), comment="question this answers; empty for a question"
    )
    side: Mapped[str] = mapped_column(String(20), comment="see Side")
    text: Mapped[str] = mapped_column(comment="what is asked or answered")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files_file.id"), comment="a file sent with it")
    said_by: Mapped[int] = mapped_column(ForeignKey("accounts_account.id"), comment="who wrote it")
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was written")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
