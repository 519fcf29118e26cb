"""A real mail server on this machine that keeps what it is given."""

import socket
from asyncio import AbstractServer
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

HOST = "127.0.0.1"


class MailServer(Controller):
    """An SMTP server on a free port; `messages` holds what came in, `refuses` makes it turn mail away."""

    def __init__(self) -> None:
        """Bind a free port, so that runs beside each other do not meet."""
        self._socket = socket.create_server((HOST, 0))
        super().__init__(self, hostname=HOST, port=self._socket.getsockname()[1])
        self.messages: list[EmailMessage] = []
        self.refuses = False

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)

    async def handle_DATA(self, _server: AbstractServer, _session: object, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message, or refuse it."""
        if self.refuses:
            return "451 try again later"
        message = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)  # type: ignore[arg-type]  # the default policy makes EmailMessages
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server meanwhile."""
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
