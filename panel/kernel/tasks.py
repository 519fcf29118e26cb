"""One line of the desk 待我办理: what waits for somebody, where, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the signed-in person.

    `title` says the act in the reader's language; `about` names the matter or panel;
    `endpoint` and `values` lead to the page where it is done; `due_at` is an aware instant.
    """

    title: str
    about: str
    endpoint: str
    values: Mapping[str, int | str] = field(default_factory=dict)
    due_at: datetime | None = None
    since: datetime | None = None
    is_urgent: bool = False
