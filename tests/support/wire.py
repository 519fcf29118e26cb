"""The server that serves the product, for what a test client does not do: putting an answer on the wire."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode

from flask import Flask
from waitress import create_server

from tests.support.visitor import Visitor

Address = tuple[str, int]


@contextmanager
def on_the_wire(app: Flask) -> Iterator[Address]:
    """Serve an application as `expert-panel serve` does; its headers go over the wire as Latin-1."""
    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield "127.0.0.1", int(server.effective_port)
    finally:
        server.trigger.pull_trigger(server.close)
        thread.join(timeout=5)


def posted(server: Address, visitor: Visitor, path: str) -> tuple[int, HTTPMessage, bytes]:
    """Post to the running server with a visitor's cookie and token; give status, headers and bytes."""
    body = urlencode({"csrf_token": visitor.token()})
    cookie = visitor.get_cookie("panel_session")
    assert cookie is not None
    headers = {"Cookie": f"panel_session={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection(*server, timeout=10)) as connection:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
