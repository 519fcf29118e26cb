"""Tables of panels: the commission, the seats, waivers, objections, and the material pack."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.commissions.facts import (
    Conflict,
    MaterialKind,
    Method,
    Option,
    PanelFacts,
    PanelState,
    PeerVisibility,
    SeatFacts,
    SeatKind,
    SeatState,
    Secrecy,
    SessionMode,
    WaiverKind,
)
from panel.db import Base, JsonValue, UtcDateTime, one_of

ACCOUNT = "accounts_account.id"
PANEL = "commissions_panel.id"
NOT_ENDED = "state NOT IN ('SIGNED', 'ARCHIVED', 'CANCELLED', 'CLOSED_OTHER', 'ESCALATED')"


class Panel(Base):
    """A panel: its formal commission, and where it stands."""

    __tablename__ = "commissions_panel"
    __table_args__ = (
        CheckConstraint(one_of("state", PanelState), name="state"),
        CheckConstraint("level IN (1, 2, 3)", name="level"),
        CheckConstraint(one_of("decision_method", Method), name="decision_method"),
        CheckConstraint(one_of("session_mode", SessionMode), name="session_mode"),
        CheckConstraint(one_of("secrecy", Secrecy), name="secrecy"),
        CheckConstraint(one_of("peer_visibility", PeerVisibility), name="peer_visibility"),
        CheckConstraint("is_ordinal OR decision_method = 'single_majority'", name="method_fits_question"),
        CheckConstraint("seats_wanted % 2 = 1 AND seats_wanted >= 3", name="seats_odd"),
        CheckConstraint("NOT is_complex OR seats_wanted >= 5", name="seats_complex"),
        CheckConstraint("level = 3 OR is_complex", name="grave_is_complex"),
        CheckConstraint("reserves_wanted >= 0", name="reserves"),
        CheckConstraint("state IN ('DRAFT', 'CANCELLED') OR NOT is_joint OR lead_name <> ''", name="joint_lead"),
        CheckConstraint(
            "state IN ('DRAFT', 'CANCELLED') OR session_mode <> 'correspondence' OR mode_reason <> ''",
            name="mode_reason",
        ),
        CheckConstraint("state IN ('DRAFT', 'CANCELLED') OR secretary_id IS NOT NULL", name="secretary"),
        CheckConstraint("approved_by IS NULL OR approved_by <> drafted_by", name="two_persons"),
        CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL) AND (approved_at IS NULL) = (number IS NULL)",
            name="approval",
        ),
        CheckConstraint("approved_at IS NULL OR neutrality_checked", name="neutrality"),
        CheckConstraint(
            "state IN ('DRAFT', 'PENDING_APPROVAL', 'CANCELLED') OR approved_at IS NOT NULL", name="commissioned"
        ),
        CheckConstraint(
            "state IN ('DRAFT', 'PENDING_APPROVAL', 'COMMISSIONED', 'DRAWN', 'INVITING', 'CANCELLED')"
            " OR constituted_at IS NOT NULL",
            name="constituted",
        ),
        CheckConstraint("is_replay = (replay_on IS NOT NULL)", name="replay"),
        Index("ix_commissions_panel_org_id_state", "org_id", "state"),
        Index(
            "uq_commissions_panel_open", "adjudication_id", unique=True,
            sqlite_where=text(NOT_ENDED), postgresql_where=text(NOT_ENDED),
        ),
        {"comment": "panels: the formal commission and where the panel stands"},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the panel")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters_matter.id"), index=True, comment="matter judged")
    adjudication_id: Mapped[int] = mapped_column(
        ForeignKey("matters_adjudication.id"), index=True, comment="adjudication that the panel serves"
    )
    org_id: Mapped[int] = mapped_column(ForeignKey("accounts_organisation.id"), comment="commissioning department")
    level: Mapped[int] = mapped_column(comment="level of adjudication, 1 the gravest")
    is_complex: Mapped[bool] = mapped_column(comment="complex by the checklist; never lowered after the draw")
    complexity_grounds: Mapped[list[str]] = mapped_column(JsonValue, default=list, comment="ticked grounds")
    complexity_note: Mapped[str] = mapped_column(default="", comment="what the grounds rest on, in words")
    state: Mapped[str] = mapped_column(String(24), comment="where the panel stands, see PanelState")
    version: Mapped[int] = mapped_column(default=1, comment="grows with every step; tells a stale page")
    title: Mapped[str] = mapped_column(String(200), comment="name of the commission")
    question: Mapped[str] = mapped_column(comment="the question put to the vote, neutral")
    options: Mapped[list[dict[str, str]]] = mapped_column(JsonValue, comment="answers: code and label")
    is_ordinal: Mapped[bool] = mapped_column(comment="whether the answers are the levels of risk")
    decision_method: Mapped[str] = mapped_column(String(24), comment="how a majority is found, see Method")
    session_mode: Mapped[str] = mapped_column(String(20), comment="how the panel meets, see SessionMode")
    mode_reason: Mapped[str] = mapped_column(default="", comment="why by correspondence")
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the panel is to meet")
    place: Mapped[str] = mapped_column(String(200), default="", comment="place or room of the meeting")
    deadline: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the conclusion is due")
    secrecy: Mapped[str] = mapped_column(String(20), comment="how far content may travel")
    secrecy_note: Mapped[str] = mapped_column(default="", comment="what must be kept confidential")
    is_joint: Mapped[bool] = mapped_column(comment="held together with other departments")
    joint_partners: Mapped[str] = mapped_column(String(400), default="", comment="the other departments")
    lead_name: Mapped[str] = mapped_column(String(80), default="", comment="person responsible for a joint panel")
    lead_unit: Mapped[str] = mapped_column(String(120), default="", comment="unit of the person responsible")
    lead_post: Mapped[str] = mapped_column(String(60), default="", comment="post of the person responsible")
    lead_phone: Mapped[str] = mapped_column(String(40), default="", comment="telephone of the person responsible")
    seats_wanted: Mapped[int] = mapped_column(comment="members wanted, odd")
    reserves_wanted: Mapped[int] = mapped_column(comment="reserves wanted")
    main_discipline: Mapped[str] = mapped_column(String(10), comment="main discipline of the matter")
    disciplines: Mapped[list[str]] = mapped_column(JsonValue, default=list, comment="further disciplines admitted")
    quotas: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict, comment="ranges and rules of the draw")
    number: Mapped[str | None] = mapped_column(String(60), unique=True, comment="number of the commission, 研委")
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), index=True, comment="secretary")
    peer_visibility: Mapped[str] = mapped_column(String(12), comment="how fellow members see ballots after close")
    drafted_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="official who drafted")
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was drafted")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it went to the approver")
    approved_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="head who approved")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was approved")
    neutrality_checked: Mapped[bool] = mapped_column(default=False, comment="approver found the question neutral")
    reject_reason: Mapped[str] = mapped_column(default="", comment="why the approver sent it back last")
    constituted_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="official who constituted")
    constituted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the panel was constituted")
    constitution_warnings: Mapped[list[str]] = mapped_column(
        JsonValue, default=list, comment="warnings shown at constitution"
    )
    constitution_reason: Mapped[str] = mapped_column(default="", comment="why it went on despite the warnings")
    counted_rounds: Mapped[int] = mapped_column(default=0, comment="rounds counted so far")
    has_disagreed: Mapped[bool] = mapped_column(default=False, comment="a round ended in major disagreement")
    is_replay: Mapped[bool] = mapped_column(default=False, comment="re-enacts a past panel")
    replay_on: Mapped[date | None] = mapped_column(comment="day on which terms are judged in a replay")
    replay_note: Mapped[str] = mapped_column(default="", comment="what the replay stands for")

    def facts(self) -> PanelFacts:
        """Give the panel as the rules see it."""
        return PanelFacts(
            id=self.id, matter_id=self.matter_id, adjudication_id=self.adjudication_id, org_id=self.org_id,
            number=self.number, title=self.title, state=PanelState(self.state), level=self.level,
            is_complex=self.is_complex, is_joint=self.is_joint, has_lead=bool(self.lead_name),
            secretary_id=self.secretary_id, drafted_by=self.drafted_by, approved_by=self.approved_by,
            question=self.question,
            options=tuple(Option(option["code"], option["label"]) for option in self.options),
            is_ordinal=self.is_ordinal, decision_method=Method(self.decision_method),
            session_mode=SessionMode(self.session_mode), mode_reason=self.mode_reason,
            seats_wanted=self.seats_wanted, reserves_wanted=self.reserves_wanted,
            main_discipline=self.main_discipline, deadline=self.deadline,
            peer_visibility=PeerVisibility(self.peer_visibility), counted_rounds=self.counted_rounds,
            has_disagreed=self.has_disagreed, is_replay=self.is_replay, replay_on=self.replay_on,
        )  # fmt: skip


class Seat(Base):
    """An expert's place on a panel, from the draw to the answer."""

    __tablename__ = "commissions_seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "expert_id"),
        UniqueConstraint("panel_id", "rank"),
        CheckConstraint(one_of("state", SeatState), name="state"),
        CheckConstraint(one_of("kind", SeatKind), name="kind"),
        CheckConstraint("(state = 'RELEASED') = (rank IS NULL)", name="rank"),
        CheckConstraint("state IN ('DRAWN', 'RELEASED') OR invited_at IS NOT NULL", name="invited"),
        CheckConstraint("(invited_at IS NULL) = (answer_by IS NULL)", name="answer_by"),
        CheckConstraint("state <> 'ACCEPTED' OR undertaking_sha256 IS NOT NULL", name="undertaking"),
        CheckConstraint("NOT is_constituted OR state IN ('ACCEPTED', 'RECUSED')", name="constituted"),
        Index("ix_commissions_seat_account_id_state", "account_id", "state"),
        {"comment": "seats: who was drawn, invited, and what they answered"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the seat")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), comment="panel")
    expert_id: Mapped[int] = mapped_column(ForeignKey("roster_expert.id"), index=True, comment="expert")
    account_id: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="account of the expert")
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw_draw.id"), comment="draw that gave the seat")
    name: Mapped[str] = mapped_column(String(80), comment="name at the time of the draw")
    title: Mapped[str] = mapped_column(String(60), default="", comment="professional title at the time of the draw")
    employer: Mapped[str] = mapped_column(String(160), comment="employer at the time of the draw")
    discipline: Mapped[str] = mapped_column(String(10), comment="main discipline of the expert")
    second_discipline: Mapped[str] = mapped_column(String(10), default="", comment="second discipline")
    discipline_group: Mapped[str] = mapped_column(String(24), comment="technical, legal or public_management")
    region: Mapped[str] = mapped_column(String(6), default="", comment="region of the expert")
    kind: Mapped[str] = mapped_column(String(10), comment="drawn as member or as reserve")
    rank: Mapped[int | None] = mapped_column(comment="place in the order of the draw; empty when released")
    state: Mapped[str] = mapped_column(String(12), comment="where the expert stands, see SeatState")
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when invited")
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the answer is due")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when answered or expired")
    reason: Mapped[str] = mapped_column(default="", comment="why declined, recused or released")
    conflict_answers: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonValue, default=list, comment="answers to the conflict questions, one by one"
    )
    conflict_decision: Mapped[str] = mapped_column(String(10), default="", comment="approver on a soft conflict")
    conflict_decided_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver who decided")
    conflict_decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was decided")
    conflict_reason: Mapped[str] = mapped_column(default="", comment="why the approver decided so")
    undertaking_sha256: Mapped[str | None] = mapped_column(String(64), comment="digest of the signed undertaking")
    signed_method: Mapped[str] = mapped_column(String(20), default="", comment="how identity was confirmed")
    is_constituted: Mapped[bool] = mapped_column(default=False, comment="member of the constituted panel")

    def facts(self) -> SeatFacts:
        """Give the seat as the rules see it."""
        return SeatFacts(
            id=self.id, expert_id=self.expert_id, account_id=self.account_id, kind=SeatKind(self.kind),
            rank=self.rank, state=SeatState(self.state), discipline=self.discipline,
            second_discipline=self.second_discipline, group=self.discipline_group, employer=self.employer,
            is_constituted=self.is_constituted,
        )  # fmt: skip


class Waiver(Base):
    """Something out of the ordinary that one person asks for and the approver decides (F-18)."""

    __tablename__ = "commissions_waiver"
    __table_args__ = (
        CheckConstraint(one_of("kind", WaiverKind), name="kind"),
        CheckConstraint("answer IS NULL OR answer IN ('agreed', 'refused')", name="answer"),
        CheckConstraint(
            "(answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_at IS NULL)", name="answered"
        ),
        CheckConstraint("answered_by IS NULL OR answered_by <> requested_by", name="two_persons"),
        {"comment": "waivers and special requests: one asks, the approver decides"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the request")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    kind: Mapped[str] = mapped_column(String(24), comment="what is asked for, see WaiverKind")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict, comment="facts of the request")
    reason: Mapped[str] = mapped_column(comment="why it is asked for")
    requested_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who asks")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was asked")
    answer: Mapped[str | None] = mapped_column(String(10), comment="agreed or refused; empty while open")
    answer_reason: Mapped[str] = mapped_column(default="", comment="the approver's words")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was answered")


class Objection(Base):
    """A written objection to a member, decided by the approver (D-01, S-15)."""

    __tablename__ = "commissions_objection"
    __table_args__ = (
        CheckConstraint(one_of("ground", Conflict), name="ground"),
        CheckConstraint("answer IS NULL OR answer IN ('upheld', 'rejected')", name="answer"),
        CheckConstraint(
            "(answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_at IS NULL)", name="answered"
        ),
        CheckConstraint("answered_by IS NULL OR answered_by <> filed_by", name="two_persons"),
        {"comment": "objections to members and their decision"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the objection")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), index=True, comment="panel")
    seat_id: Mapped[int] = mapped_column(ForeignKey("commissions_seat.id"), index=True, comment="member objected to")
    objector: Mapped[str] = mapped_column(String(120), comment="who objects, in words")
    ground: Mapped[str] = mapped_column(String(12), comment="conflict ground, see Conflict")
    reason: Mapped[str] = mapped_column(comment="reason in writing")
    filed_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="account that entered it")
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was entered")
    answer: Mapped[str | None] = mapped_column(String(10), comment="upheld or rejected; empty while open")
    answer_reason: Mapped[str] = mapped_column(default="", comment="the approver's words")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="approver")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was decided")


class Pack(Base):
    """A released material pack: what members were given, fixed by one digest."""

    __tablename__ = "commissions_pack"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        {"comment": "released material packs, one digest each; rows are never updated"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the release")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), comment="panel")
    no: Mapped[int] = mapped_column(comment="1 the first release, then supplements")
    sha256: Mapped[str] = mapped_column(String(64), comment="digest over all items released so far")
    released_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who released it")
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was released")


class Material(Base):
    """A piece of the pack: a file, or a text."""

    __tablename__ = "commissions_material"
    __table_args__ = (
        UniqueConstraint("panel_id", "no"),
        CheckConstraint(one_of("kind", MaterialKind), name="kind"),
        CheckConstraint("file_id IS NOT NULL OR text <> ''", name="content"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
        CheckConstraint("withdrawn_at IS NULL OR pack_no IS NULL", name="released_stays"),
        {"comment": "pieces of the material pack; a released one is never changed"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the piece")
    form_key: Mapped[str] = mapped_column(String(40), unique=True, comment="makes a repeated act recognisable")
    panel_id: Mapped[int] = mapped_column(ForeignKey(PANEL), comment="panel")
    no: Mapped[int] = mapped_column(comment="place in the list of the panel")
    pack_no: Mapped[int | None] = mapped_column(comment="release it went out with; empty until released")
    title: Mapped[str] = mapped_column(String(200), comment="what it is")
    kind: Mapped[str] = mapped_column(String(24), comment="kind of piece, see MaterialKind")
    source: Mapped[str] = mapped_column(String(200), default="", comment="where it comes from")
    text: Mapped[str] = mapped_column(default="", comment="text, where there is no file or beside it")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files_file.id"), comment="stored file")
    sha256: Mapped[str] = mapped_column(String(64), comment="digest of the file, or of the text")
    from_round: Mapped[int] = mapped_column(default=1, comment="first round that weighs it")
    added_by: Mapped[int] = mapped_column(ForeignKey(ACCOUNT), comment="who added it")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was added")
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT), comment="who took it out before release")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was taken out")


class Reading(Base):
    """A member's confirmation of having read a piece."""

    __tablename__ = "commissions_reading"
    __table_args__ = (
        UniqueConstraint("seat_id", "material_id"),
        {"comment": "read receipts"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="number of the receipt")
    seat_id: Mapped[int] = mapped_column(ForeignKey("commissions_seat.id"), comment="member")
    material_id: Mapped[int] = mapped_column(ForeignKey("commissions_material.id"), index=True, comment="piece")
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when it was confirmed")
