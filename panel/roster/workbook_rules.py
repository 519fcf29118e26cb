"""Whether an upload is a workbook that may be opened at all: judged by its bytes and its table of contents."""

import io
import zipfile
from pathlib import PurePath

from panel.guidance import cites

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_MEMBERS = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_RATIO = 150
SMALL = 1024 * 1024
"""A part below this size cannot do harm, however well it was packed."""

IS_ENCRYPTED = 0x1
BOOK = "xl/workbook.xml"
MACRO_PARTS = ("xl/vbaproject.bin", "xl/macrosheets/")


@cites("3.5.0-c")
def reasons_against_workbook(name: str, content: bytes) -> str | None:
    """只接收不带宏、不加密、大小正常的 xlsx 工作簿；不合要求的在打开之前就拒绝。

    Gives the code of the refusal, or None. The sizes are those the archive declares: what unpacks them later
    stops at the declared size, and works under limits of its own.
    """
    if content.startswith(OLE):
        return "IMPORT_ENCRYPTED" if ENCRYPTED in content else "IMPORT_XLS"
    if not content.startswith(ZIP):
        return "IMPORT_TEXT" if _is_text(content[:4096]) else "IMPORT_NOT_EXCEL"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError):
        return "IMPORT_DAMAGED"
    return _against_members(members) or (None if PurePath(name).suffix.lower() == ".xlsx" else "IMPORT_SUFFIX")


def _is_text(start: bytes) -> bool:
    """Tell whether the bytes read as text: a table saved as CSV or as a page, under another name."""
    if b"\x00" in start:
        return start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return any(_decodes(start, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(start: bytes, encoding: str) -> bool:
    """Tell whether bytes are text of an encoding; a sign cut off at the end does not count against it."""
    for cut in range(4):
        try:
            return bool(start[: len(start) - cut].decode(encoding).strip())
        except UnicodeDecodeError:
            continue
    return False


def _against_members(members: list[zipfile.ZipInfo]) -> str | None:
    names = {member.filename.lower().lstrip("/") for member in members}
    if any(member.flag_bits & IS_ENCRYPTED for member in members):
        return "IMPORT_ENCRYPTED"
    if _is_bomb(members):
        return "IMPORT_ZIP_BOMB"
    if any(name.startswith(MACRO_PARTS) for name in names):
        return "IMPORT_MACROS"
    return None if BOOK in names else "IMPORT_NOT_EXCEL"


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether unpacking would cost far more than the file is worth."""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        return True
    return any(
        member.file_size > SMALL and member.file_size > MOST_RATIO * max(member.compress_size, 1) for member in members
    )
