"""What may be uploaded: the kind is decided by the first bytes, never by the name alone."""

import io
import unicodedata
import zipfile
from pathlib import PurePath

from panel.guidance import cites

LONGEST_NAME = 120
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes that an Office file may say it holds unpacked; a real one of the size we take in holds far less."""
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
"""The part without which a package is no document of its kind (ECMA-376)."""
TYPES = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".txt": ("text/plain", ()),
}


def safe_name(name: str) -> str:
    """文件名只保留最后一段，去除控制字符，过长的截短。

    Both separators are cut, since a name may come from Windows, and the text is brought to NFC, since one
    may come from macOS. The suffix survives the cut to 120 characters.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    path = PurePath(clean or "file")
    suffix = path.suffix[:LONGEST_NAME]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix


@cites("3.5.0-c")
def media_type(name: str, content: bytes) -> str | None:
    """只接收约定格式的文件，且内容须与扩展名一致。

    Gives the media type, or None for a kind that is not accepted; plain text must be UTF-8 without NUL.
    """
    kind = TYPES.get(PurePath(name).suffix.lower())
    if kind is None:
        return None
    media, starts = kind
    if not starts:
        return media if _is_text(content) else None
    if not content.startswith(starts):
        return None
    part = OFFICE_PARTS.get(PurePath(name).suffix.lower())
    return media if part is None or _is_office(content, part) else None


def _is_office(content: bytes, part: str) -> bool:
    """Tell whether a package holds its kind's main part and does not claim to unpack to an absurd size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return {"[Content_Types].xml", part} <= names and unpacked <= MOST_UNPACKED


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
