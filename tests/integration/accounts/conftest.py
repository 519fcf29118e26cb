"""What the tests of signing in share."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from panel.accounts.models import Try

SessionOf = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def tries(session_of: SessionOf) -> Callable[[], int]:
    """Give the way to count the failed tries that are kept."""

    def counted() -> int:
        with session_of() as session:
            return session.scalar(select(func.count()).select_from(Try)) or 0

    return counted
