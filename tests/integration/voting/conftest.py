"""Panels in the states that tests start from."""

from typing import Any

import pytest

from tests.support.sittings import Panels


@pytest.fixture
def panels(app: Any, session_of: Any, basis: Any, clock: Any) -> Panels:
    """Give the way to bring panels to a state."""
    return Panels(app, session_of, basis, clock)
