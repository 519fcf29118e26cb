"""Matters in the states that tests start from."""

from typing import Any

import pytest

from tests.support.matters import Matters


@pytest.fixture
def matters(session_of: Any, basis: Any, clock: Any) -> Matters:
    """Give the way to bring matters to a state."""
    return Matters(session_of, basis, clock)
