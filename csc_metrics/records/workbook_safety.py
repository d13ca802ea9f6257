"""Before a workbook is read: is it one, how large is it really, and what do its sheets hold that needs a closer look.

A workbook is a zip file of XML. What its headers say of sizes may be wrong, so every part is unpacked once, piece by
piece, and counted; the pieces are looked through for signs on the way, which costs little beside the unpacking.
"""

import copy
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.sheet_signs import NO_SIGNS, SheetSigns, has_declaration, signs_of_sheet

_GIB: Final = 2**30
MOST_BYTES_UNPACKED: Final = 2 * _GIB
"""Of all parts of a workbook together. An Annex A of 20,000 rows a sheet has 0.2 GiB."""
MOST_PARTS: Final = 10_000
"""Files in the zip file; a workbook has about ten, and one for each sheet."""

_PIECE: Final = 2**17
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK"
_IS_ENCRYPTED: Final = 1
_BOOK: Final = "xl/workbook.xml"
_OTHER_FORMS: Final = {"xl/workbook.bin": "a binary workbook (.xlsb)", "content.xml": "an OpenDocument file (.ods)"}
_XML: Final = (".xml", ".rels")
_DOCTYPE: Final = b"<!DOCTYPE"
_LONGEST_TEXT: Final = 2**20
_CDATA: Final = b"<![CDATA["
_BROKEN: Final = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What Python's reader of zip files raises for one that is cut, spoilt, locked or packed in a way that it does not know
(a RuntimeError)."""


@dataclass(frozen=True, kw_only=True)
class CheckedArchive:
    """A workbook's parts, seen to be whole and of a bearable size. signs: of each part with rows, by its place."""

    path: Path
    content: bytes
    archive: ZipFile
    signs: dict[str, SheetSigns]


def check_workbook(path: Path) -> CheckedArchive:
    """Return a workbook's bytes once all its parts were unpacked and counted.

    Raises: UnreadableExtract for what is no workbook, is damaged, is protected, or would not fit into memory.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableExtract.not_openable(path, error) from error
    _require_zip(path, content)
    try:
        archive = ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise UnreadableExtract.damaged_workbook(path, str(error)) from error
    parts = archive.infolist()
    _require_bearable_headers(path, parts)
    _require_workbook(path, parts)
    return CheckedArchive(path=path, content=content, archive=archive, signs=_look_through(path, archive))


def _require_zip(path: Path, content: bytes) -> None:
    if not content:
        raise UnreadableExtract.empty(path)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise UnreadableExtract.password_protected(path)
    if content.startswith(_OLE):
        raise UnreadableExtract.other_format_of_excel(path, "a workbook of Excel 97 to 2003 (.xls)")
    if not content.startswith(_ZIP):
        raise UnreadableExtract.damaged_workbook(path, "its first bytes are not those of a workbook")


def _require_bearable_headers(path: Path, parts: list[ZipInfo]) -> None:
    """Refuse what is too large by its own account; that no part is larger than that is seen while it is unpacked."""
    if len(parts) > MOST_PARTS:
        raise UnreadableExtract.too_large(path, f"{len(parts):,} parts, more than {MOST_PARTS:,}")
    if sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
        raise UnreadableExtract.too_large(path, f"unpacked more than {MOST_BYTES_UNPACKED / _GIB:g} GiB")


def _require_workbook(path: Path, parts: list[ZipInfo]) -> None:
    names = Counter(part.filename.casefold() for part in parts)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise UnreadableExtract.damaged_workbook(path, f"{twice[0]} is in it twice")
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise UnreadableExtract.password_protected(path)
    if _BOOK not in names:
        for name, kind in _OTHER_FORMS.items():
            if name in names:
                raise UnreadableExtract.other_format_of_excel(path, kind)
        raise UnreadableExtract.damaged_workbook(path, f"a zip file without {_BOOK}")


def _look_through(path: Path, archive: ZipFile) -> dict[str, SheetSigns]:
    """Unpack every part once, count its bytes, and return the signs of each."""
    signs: dict[str, SheetSigns] = {}
    for part in archive.infolist():
        is_xml = part.filename.casefold().endswith(_XML)
        found, end = NO_SIGNS, b""
        for piece in _pieces(path, archive, part):
            if is_xml:
                tags, end = _cut_before_tag(path, part.filename, end + piece)
                found = _signs_of_xml(path, part.filename, tags, before=found)
        found = _signs_of_xml(path, part.filename, end, before=found)
        signs[part.filename] = found
    return signs


def _pieces(path: Path, archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """Yield a part piece by piece.

    The size that its header gives is not believed: Python would stop there, the reader in Rust would not. A part that
    is longer than its header says is refused as soon as that is seen.
    """
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableExtract.damaged_workbook(path, f"{part.filename} is packed in an unknown way")
    whole = copy.copy(part)
    whole.file_size = MOST_BYTES_UNPACKED + _PIECE
    seen = 0
    try:
        with archive.open(whole) as stream:
            while seen <= part.file_size and (piece := stream.read(_PIECE)):
                seen += len(piece)
                yield piece
    except _BROKEN as error:
        raise UnreadableExtract.damaged_workbook(path, f"{part.filename}: {error}") from error
    if seen != part.file_size:
        raise UnreadableExtract.damaged_workbook(path, f"{part.filename} has another size than its header says")


def _cut_before_tag(path: Path, part: str, piece: bytes) -> tuple[bytes, bytes]:
    """Return what ends where a tag begins, and what is left for the next piece."""
    cut = max(piece.rfind(b"<"), 0)
    if len(piece) - cut > _LONGEST_TEXT:
        raise UnreadableExtract.damaged_workbook(path, f"{part} has a text longer than Excel allows")
    return piece[:cut], piece[cut:]


def _signs_of_xml(path: Path, part: str, piece: bytes, *, before: SheetSigns) -> SheetSigns:
    """Return the signs of a part with those of this piece.

    Refuses document types, which may name other files, and what the reader of cells would pass over in silence.
    """
    if not before.has_begun and b"\0" in piece:
        raise UnreadableExtract.damaged_workbook(path, f"{part} is not UTF-8")
    if has_declaration(piece):
        if _DOCTYPE in piece:
            raise UnreadableExtract.with_dtd(path, part)
        if _CDATA in piece:
            raise UnreadableExtract.damaged_workbook(path, f"{part} has text as CDATA, which Excel never writes")
        before = replace(before, is_unusual=True)
    return signs_of_sheet(piece, before=before)
