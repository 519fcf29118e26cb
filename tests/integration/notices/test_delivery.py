"""Mail that waits: sent once, tried again, given up, asked for again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.kernel.clock import StoryClock
from panel.notices import queries, service
from panel.notices.jobs import deliver_waiting
from panel.notices.models import Message
from panel.notices.rules import PAUSES
from panel.proceedings.demo.basis import Basis
from tests.support.visitor import visible_text


@dataclass
class Outbox:
    """The outbox of one application."""

    app: Flask
    session_of: Callable[[], AbstractContextManager[Session]]
    basis: Basis
    clock: StoryClock

    def put(self, subject: str = "专家研判邀请") -> int:
        with self.session_of() as session:
            return service.enqueue(
                session, key="invite:1", to="zj0011@example.org", subject=subject, body="请登录系统答复。",
                org_id=self.basis.org_id("B-430"), at=self.clock(),
            )  # fmt: skip

    def message(self, number: int) -> Message:
        with self.session_of() as session:
            return session.scalars(select(Message).where(Message.id == number)).one()

    def deliver(self) -> int:
        with self.app.app_context():
            return deliver_waiting(self.app.extensions["panel.settings"], self.clock)


@pytest.fixture
def outbox(
    app: Flask, session_of: Callable[[], AbstractContextManager[Session]], basis: Basis, clock: StoryClock
) -> Outbox:
    return Outbox(app, session_of, basis, clock)


def test_a_mail_goes_out_once_however_often_it_is_asked_for(mail_server: Any, outbox: Outbox) -> None:
    first = outbox.put()
    assert outbox.put("另一主题") == first
    assert (outbox.deliver(), outbox.deliver()) == (1, 0)
    assert [(one["Subject"], one["X-Recipients"]) for one in mail_server.messages] == [
        ("专家研判邀请", "zj0011@example.org")
    ]
    kept = outbox.message(first)
    assert (kept.state, kept.sent_at, kept.tries) == ("sent", outbox.clock(), 1)


def test_a_subject_is_one_line(outbox: Outbox) -> None:
    assert outbox.message(outbox.put("第一行\nBcc: x@example.org")).subject == "第一行 Bcc: x@example.org"


def test_a_refused_mail_is_tried_again_later_and_given_up_in_the_end(mail_server: Any, outbox: Outbox) -> None:
    number = outbox.put()
    mail_server.refuses = True
    for pause in PAUSES:
        assert outbox.deliver() == 0
        assert outbox.message(number).due_at == outbox.clock() + timedelta(minutes=pause)
        outbox.clock.move(minutes=pause, seconds=-1)
        tries = outbox.message(number).tries
        outbox.deliver()
        assert outbox.message(number).tries == tries
        outbox.clock.move(seconds=1)
    outbox.deliver()
    kept = outbox.message(number)
    assert (kept.state, kept.tries) == ("failed", len(PAUSES) + 1)
    assert kept.last_error


@pytest.mark.clause("S-06", "3.5.0-a")
def test_a_mail_that_was_given_up_is_seen_and_sent_again(
    mail_server: Any, outbox: Outbox, visit: Callable[..., Any]
) -> None:
    number = outbox.put()
    mail_server.refuses = True
    outbox.deliver()
    secretary, admin, other, elsewhere = (visit(outbox.basis.login(key)) for key in ("u10", "u18", "u07", "u19"))
    assert "专家研判邀请" in visible_text(secretary.get("/notices"))
    shown = visible_text(admin.get("/notices"))
    assert "zj0011@example.org" in shown
    assert "专家研判邀请" not in shown
    assert "zj0011@example.org" not in visible_text(other.get("/notices"))
    assert "zj0011@example.org" not in visible_text(elsewhere.get("/notices"))  # another bureau's administrator
    for stranger in (other, elsewhere):
        assert stranger.post(f"/notices/{number}/again").status_code == 404
    mail_server.refuses = False
    assert "已安排重新发送" in visible_text(secretary.submit("/notices", form="重新发送"))
    assert outbox.deliver() == 1
    assert secretary.post(f"/notices/{number}/again").status_code == 409


@pytest.mark.clause("D-08")
def test_a_private_mail_is_shown_to_nobody_before_its_time(outbox: Outbox, visit: Callable[..., Any]) -> None:
    number, until = outbox.put(), outbox.clock() + timedelta(hours=1)
    with outbox.session_of() as session:
        kept = session.get_one(Message, number)
        kept.state, kept.private_until = "failed", until
        service.keep_private(session, "invite:", until=until + timedelta(minutes=30))
    people = [visit(outbox.basis.login(key)) for key in ("u10", "u18")]
    outbox.clock.move(minutes=89)
    for person in people:
        assert "zj0011@example.org" not in person.get("/notices").text
        assert "未送达" not in visible_text(person.get("/"))
        assert person.post(f"/notices/{number}/again").status_code == 404
    outbox.clock.move(minutes=1)
    for person in people:
        assert "zj0011@example.org" in person.get("/notices").text


def test_given_up_mail_stands_on_the_secretarys_desk(outbox: Outbox) -> None:
    number = outbox.put()
    with outbox.session_of() as session:
        session.get_one(Message, number).state = "failed"
    with outbox.session_of() as session:
        desks = {key: queries.list_tasks(session, outbox.basis.actor(key), outbox.clock()) for key in ("u10", "u08")}
    assert [task.endpoint for task in desks["u10"]] == ["notices.list_undelivered"]
    assert desks["u08"] == []


def test_without_a_mail_server_everything_waits(outbox: Outbox, visit: Callable[..., Any]) -> None:
    number = outbox.put()
    assert outbox.deliver() == 0
    assert outbox.message(number).tries == 0
    assert "没有配置邮件服务器" in visible_text(visit(outbox.basis.login("u18")).get("/notices"))
    assert visit(outbox.basis.login("u08")).get("/notices").status_code == 403
