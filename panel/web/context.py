"""The request's actor and clock, as the views hand them to the use cases."""

from flask import current_app, request
from flask_login import current_user

from panel.kernel.actor import Actor
from panel.kernel.clock import Clock


def actor() -> Actor:
    """Give the signed-in person as the use cases see one; the address comes from this request."""
    found: Actor = current_user.actor(address())
    return found


def clock() -> Clock:
    """Give the application's clock."""
    found: Clock = current_app.extensions["panel.settings"].clock
    return found


def address() -> str:
    """Give the network address this request came from."""
    return (request.remote_addr or "")[:64]  # a proxy may hand on anything
