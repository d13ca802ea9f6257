"""The beginning of an XML file, up to its first element, looked at by expat before libxml2 may see any of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NoReturn
from xml.parsers import expat

from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.xml_faults import UnreadableXml

CHUNK_BYTES: Final = 65_536
"""How much of a file is read at a time."""
MOST_BYTES_OF_PROLOGUE: Final = 1_048_576
"""How long comments and white space before the first element, or that element's own tag, may be."""
ENCODINGS: Final = frozenset({"utf-8", "utf-16", "iso-8859-1", "us-ascii", "ascii", "windows-1252"})
"""Encodings that expat and libxml2 both know, so that both see the same characters; others are refused."""

_UTF_32_MARKS: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BLANK: Final = b"\0 \t\r\n"
"""White space, also in UTF-16."""
_ASCII: Final = 0x80
_CUT_OFF: Final = frozenset({"no element found", "unclosed token", "partial character"})
_ENCODING: Final = frozenset({"unknown encoding", "encoding specified in XML declaration is incorrect"})


class _FirstElement(Exception):
    """The first element begins: all before it was looked at."""


def read_prologue(path: Path, file: BinaryIO) -> bytes:
    """Return the bytes of an open file up to its first element, and what was read with them. path: for messages.

    Raises: UnreadableXml for a DOCTYPE, an encoding that is not known, a file that is no XML, cut off or empty.
    UnreadableExtract where the system does not let us read.
    """
    read = bytearray()
    parser = _parser(path)
    try:
        for chunk in chunks_of(path, file):
            read += chunk
            _require_known_mark(path, read)
            parser.Parse(chunk)
            if len(read) > MOST_BYTES_OF_PROLOGUE:
                raise UnreadableXml.broken(path, 1, "no element begins in its first million bytes")
        if not _without_mark(read).strip(_BLANK):
            raise UnreadableXml.empty(path)
        is_final = True
        parser.Parse(b"", is_final)
    except _FirstElement:
        return bytes(read)
    except (expat.ExpatError, ValueError, LookupError) as error:
        _raise_worded(path, read, parser, error)
    raise UnreadableXml.truncated(path, parser.CurrentLineNumber)


def chunks_of(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """Yield an open file's bytes, piece by piece. path: for messages. Raises: UnreadableExtract."""
    try:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
    except OSError as error:
        raise UnreadableExtract.not_openable(path, error) from error


def _parser(path: Path) -> expat.XMLParserType:
    """Return a parser that stops at whatever comes first: a DOCTYPE, or an element."""
    parser = expat.ParserCreate()

    def refuse_dtd(*_: object) -> NoReturn:
        raise UnreadableXml.with_doctype(path, parser.CurrentLineNumber)

    def require_known_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise UnreadableXml.encoded_otherwise(path, 1, f"{encoding} is not an encoding that is read")

    def stop(*_: object) -> NoReturn:
        raise _FirstElement

    parser.StartDoctypeDeclHandler = refuse_dtd
    parser.XmlDeclHandler = require_known_encoding
    parser.StartElementHandler = stop
    return parser


def _require_known_mark(path: Path, read: bytearray) -> None:
    if bytes(read[:4]) in _UTF_32_MARKS:
        raise UnreadableXml.encoded_otherwise(path, 1, "it looks like UTF-32")


def _without_mark(read: bytearray) -> bytes:
    content = bytes(read[:MOST_BYTES_OF_PROLOGUE])
    for mark in _MARKS:
        content = content.removeprefix(mark)
    return content


def _raise_worded(path: Path, read: bytearray, parser: expat.XMLParserType, error: Exception) -> NoReturn:
    """Word what expat found wrong. What does not begin as XML does is no XML, whatever its encoding."""
    reason, line, place = str(error).partition(":")[0], parser.ErrorLineNumber, parser.ErrorByteIndex
    if not _without_mark(read).lstrip(_BLANK).startswith(b"<"):
        raise UnreadableXml.not_xml(path) from error
    if reason in _CUT_OFF:
        raise UnreadableXml.truncated(path, line) from error
    is_foreign_byte = 0 <= place < len(read) and read[place] >= _ASCII
    if is_foreign_byte or reason in _ENCODING or not isinstance(error, expat.ExpatError):
        raise UnreadableXml.encoded_otherwise(path, line, reason) from error
    raise UnreadableXml.broken(path, line, reason) from error
