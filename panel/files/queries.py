"""Reading stored files."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.files.models import StoredFile
from panel.files.service import path_of
from panel.kernel.canonical import sha256_hex
from panel.kernel.errors import NotFoundError, PanelError


def get_file(session: Session, file_id: int) -> StoredFile:
    """Give a file's row; whether the reader may see it is the caller's question."""
    found = session.get(StoredFile, file_id)
    if found is None:
        raise NotFoundError("NOT_FOUND")
    return found


def files_by_id(session: Session, ids: Collection[int]) -> Mapping[int, StoredFile]:
    """Give several rows at once, by number."""
    rows = session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)))
    return {row.id: row for row in rows}


def read_content(file: StoredFile) -> bytes:
    """Read a file's bytes and check them against the stored digest (`FILE_CHANGED`)."""
    path = path_of(file.sha256)
    content = path.read_bytes() if path.exists() else b""
    if sha256_hex(content) != file.sha256:
        raise PanelError("FILE_CHANGED", name=file.name)
    return content
