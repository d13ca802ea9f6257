"""What an XML return to DfE says of itself: collection, year, authority. Read without the records below it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from csc_metrics.records.safe_xml import LOCAL_NAMES, line_of, stream_tags
from csc_metrics.records.xml_faults import UnreadableXml

_HEAD: Final = ("Message", "Header")
"""The elements that a return begins with, each within the one before."""
_FIELDS: Final[Mapping[str, str]] = {
    "Collection": "collection",
    "Year": "year",
    "ReferenceDate": "reference_date",
    "LEA": "la_code",
    "DateTime": "date_time",
}


@dataclass(frozen=True, kw_only=True)
class XmlHeader:
    """The header of a return, each part as it is written; none where it is absent or empty.

    collection: "CIN", "CSWW". year: of the census. reference_date: last day of the year that the census is about.
    la_code: DfE's three-digit number of the authority. date_time: when the file was made.
    """

    collection: str | None = None
    year: str | None = None
    reference_date: str | None = None
    la_code: str | None = None
    date_time: str | None = None


def read_header(path: Path) -> XmlHeader | None:
    """Return the header of a return, or none for XML whose root is not Message or does not begin with a Header.

    path: of the file, read no further than its header.
    Raises: UnreadableXml for a file that is not XML, unsafe, or in whose header an element stands twice.
    UnreadableExtract where the system does not let us read.
    """
    depth = 0
    for event, element in stream_tags(path):
        if event == "start":
            if depth < len(_HEAD) and LOCAL_NAMES[element.tag] != _HEAD[depth]:
                return None
            depth += 1
        else:
            depth -= 1
            if depth == 1:
                return _header_of(path, element)
    return None


def open_header(path: Path, *, collection: str) -> XmlHeader:
    """Return the header of a return of this collection.

    path: of the file, read no further than its header.
    Raises: UnreadableXml where it is another collection's, no return, or not readable. UnreadableExtract where the
    system does not let us read.
    """
    header = read_header(path)
    if header is None:
        raise UnreadableXml.without_header(path)
    if header.collection != collection:
        raise UnreadableXml.of_another_collection(path, wanted=collection, found=header.collection or "nothing")
    return header


def xml_collection(path: Path) -> str | None:
    """Return what collection a file is of, as its header says: "CIN", "CSWW" or another; none for any other file.

    path: of the file, whatever it is, read no further than its header.
    Raises: UnreadableExtract for a file that begins as XML but is unsafe, cut off or not readable up to there.
    """
    try:
        header = read_header(path)
    except UnreadableXml as error:
        if error.rule == "not_xml":
            return None
        raise
    return header.collection if header else None


def _header_of(path: Path, header: etree._Element) -> XmlHeader:
    found: dict[str, str] = {}
    for tag, leaf, text in _filled(header):
        before = found.setdefault(_FIELDS[tag], text)
        if before != text:
            raise UnreadableXml.header_disagrees(path, line_of(leaf), tag=tag, values=(before, text))
    return XmlHeader(**found)


def _filled(header: etree._Element) -> Iterator[tuple[str, etree._Element, str]]:
    """Yield the tag, the element and the text of each part of the header that is known and not empty."""
    for leaf in header.iter():
        tag, text = LOCAL_NAMES[leaf.tag], (leaf.text or "").strip()
        if tag in _FIELDS and text:
            yield tag, leaf, text
