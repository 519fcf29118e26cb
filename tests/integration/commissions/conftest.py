"""What the tests of panels share."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy.orm import Session

from panel.kernel.clock import StoryClock
from panel.proceedings.demo.basis import Basis
from tests.support.panels import Panels


@pytest.fixture
def panels(session_of: Callable[[], AbstractContextManager[Session]], basis: Basis, clock: StoryClock) -> Panels:
    return Panels(session_of, basis, clock)


@pytest.fixture
def person(visit: Callable[..., Any], basis: Basis) -> Callable[[str], Any]:
    """Give a signed-in visitor by the key of an account or the code of an expert; each keeps one window."""
    seen: dict[str, Any] = {}

    def of(key: str) -> Any:
        key = basis.expert_keys.get(key, key)
        if key not in seen:
            seen[key] = visit(basis.login(key))
        return seen[key]

    return of
