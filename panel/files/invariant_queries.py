"""What must hold of stored files."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.files.models import StoredFile
from panel.files.service import path_of
from panel.kernel.canonical import sha256_hex


def list_violations(session: Session) -> list[str]:
    """Give one line per file whose bytes are gone, or are not those that were stored."""
    found = []
    for file in session.scalars(select(StoredFile).order_by(StoredFile.id)):
        path = path_of(file.sha256)
        content = path.read_bytes() if path.exists() else None
        if content is None:
            found.append(f"文件 {file.id}（{file.name}）的内容不在存储目录中")
        elif (sha256_hex(content), len(content)) != (file.sha256, file.size):
            found.append(f"文件 {file.id}（{file.name}）的内容与登记的摘要不符")
    return found
