"""Keeping a file: bytes first, durable and whole, then its row."""

import os
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from panel.files import rules
from panel.files.models import StoredFile
from panel.kernel.actor import Actor
from panel.kernel.canonical import sha256_hex
from panel.kernel.clock import Clock
from panel.kernel.errors import BadInputError
from panel.kernel.tokens import new_key


def folder() -> Path:
    """Give the folder that holds the bytes."""
    home: Path = current_app.extensions["panel.settings"].home
    return home / "files"


def path_of(sha256: str) -> Path:
    """Give the place of a file's bytes by their digest."""
    return folder() / sha256[:2] / sha256


def keep_file(session: Session, name: str, content: bytes, *, actor: Actor, clock: Clock) -> int:
    """Store bytes under a name and give the file's number; the caller records the event.

    Refuses an empty file (`FILE_EMPTY`), one over the limit (`FILE_TOO_LARGE`) and a kind that
    is not accepted or does not match its suffix (`FILE_KIND`). The bytes are on disk before the
    row is; bytes whose act was rolled back stay behind unnamed and harm nothing.
    """
    limit = current_app.extensions["panel.settings"].upload_limit
    if not content:
        raise BadInputError("FILE_EMPTY", field="file", name=name)
    if len(content) > limit:
        raise BadInputError("FILE_TOO_LARGE", field="file", name=name, limit_mib=limit // 2**20)
    clean = rules.safe_name(name)
    media = rules.media_type(clean, content)
    if media is None:
        raise BadInputError("FILE_KIND", field="file", name=name, kinds="、".join(sorted(rules.TYPES)))
    return _keep(session, clean, content, media, actor=actor, clock=clock)


def keep_made_file(session: Session, name: str, content: bytes, media_type: str, *, actor: Actor, clock: Clock) -> int:
    """Store a file that the product itself made, such as a record for the archive; any kind and size."""
    return _keep(session, rules.safe_name(name), content, media_type, actor=actor, clock=clock)


def _keep(session: Session, name: str, content: bytes, media: str, *, actor: Actor, clock: Clock) -> int:
    sha256 = sha256_hex(content)
    _write_durably(path_of(sha256), content)
    row = StoredFile(
        sha256=sha256, size=len(content), name=name, media_type=media, stored_by=actor.id, stored_at=clock()
    )
    session.add(row)
    session.flush()
    return row.id


def _write_durably(path: Path, content: bytes) -> None:
    """Write to a neighbour, sync, rename: a file is whole or absent, even after a power cut."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name}.{new_key()}")
    try:
        with neighbour.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        neighbour.rename(path)
    finally:
        neighbour.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
