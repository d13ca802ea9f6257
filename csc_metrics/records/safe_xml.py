"""An XML file piece by piece: nothing in it is expanded, fetched or run, and memory stays flat however long it is.

A document type definition is refused before lxml sees the file: a second reader (expat) looks at everything up to the
first element and stops at the first DOCTYPE. Depth, long text and elements without end are bounded.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NoReturn, cast

from lxml import etree

from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.xml_faults import UnreadableXml
from csc_metrics.records.xml_prologue import chunks_of, read_prologue

MOST_BYTES_WITHOUT_TAG: Final = 1_048_576
"""How long one text, comment or attribute may be; no return has any of more than a few hundred characters."""
MOST_BYTES_OF_ONE_RECORD: Final = 4_194_304
"""How much of a file may pass until a record ends; a child with hundreds of assessments has a tenth of it."""
_LAST_NARROW_LINE: Final = 65_535
"""libxml2 keeps the line of an element in 16 bits; beyond, it tells the line at the end of the nearest text."""
_MOST_NAMES_KEPT: Final = 10_000
_SEEN_LATE: Final = frozenset(
    {"ERR_NAME_REQUIRED", "ERR_ENTITYREF_SEMICOL_MISSING", "ERR_INVALID_DEC_CHARREF", "ERR_INVALID_HEX_CHARREF"}
)
"""What libxml2 may say of an & only at the end of the file, though the file is whole: it had waited for the ;."""
_BEYOND: Final = {
    "too_deep": "elements lie within each other deeper than in any return",
    "text_too_long": "a text, comment or attribute is longer than in any return (a million bytes)",
    "record_too_long": "four million bytes pass without the end of a record",
}
_HEADER: Final = "Header"
_AROUND: Final = frozenset({"Children"})
"""In what records lie, even where there are none."""
_ENCODING: Final = frozenset({"ERR_INVALID_ENCODING", "ERR_UNSUPPORTED_ENCODING", "ERR_UNKNOWN_ENCODING"})


class _Names(dict[str, str]):
    """Names of tags without their namespace, worked out once each."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < _MOST_NAMES_KEPT:
            self[tag] = name
        return name


LOCAL_NAMES: Final = _Names()
"""From an element's tag as lxml tells it to the same without its namespace."""


def stream_records(
    path: Path, *, tags: tuple[str, ...], beside: Counter[str] | None = None
) -> Iterator[etree._Element]:
    """Yield each finished element with one of these tags, in whatever namespace; it is emptied when the next is asked.

    What stands beside records is dropped with them. A record inside another is told with that one, not by itself.
    beside: gains the names of elements that were dropped, but for the header and what records lie in; whole at the end.
    Raises: UnreadableXml that names the line, when the place at fault is reached; records before it were told.
    UnreadableExtract where the system does not let us read.
    """
    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    parser = _parser(events=("end",), tags=wanted)
    dropped = _Dropped(tags, Counter() if beside is None else beside)
    with _opened(path) as file:
        bounds = _Bounds(path)
        for chunk in _fed(path, file, parser, ended=dropped.roots.append):
            bounds.add(chunk)
            for _, element in _elements(parser):
                if next(element.iterancestors(*wanted), None) is None:
                    yield element
                    _forget(element, dropped)
                    bounds.begin_record()
        dropped.count_rest()


def stream_tags(path: Path) -> Iterator[tuple[str, etree._Element]]:
    """Yield "start" and "end" with every element, from the first: for looking at the head of a file. Keeps all.

    Raises: UnreadableXml that names the line, when the place at fault is reached. UnreadableExtract where the system
    does not let us read.
    """
    parser = _parser(events=("start", "end"), tags=None)
    with _opened(path) as file:
        bounds = _Bounds(path)
        for chunk in _fed(path, file, parser):
            bounds.add(chunk)
            yield from _elements(parser)


def line_of(element: etree._Element) -> int:
    """Return the line, from 1, on which an element begins, also beyond the 65,535 lines that libxml2 counts exactly.

    Beyond, an element must have text in it or behind it, be it white space; else a line before it is told.
    """
    line = _told_line(element)
    return line if line < _LAST_NARROW_LINE else _line_by_text(element)


def _told_line(element: etree._Element) -> int:
    return cast("int", element.sourceline)  # none only for what was not read from a file


def _line_by_text(element: etree._Element) -> int:
    """Return an element's line by the text nearest to it: libxml2 keeps the line on which a text ends in full."""
    node: etree._Element | None = element
    while node is not None:
        if node.text:
            return _told_line(node) - node.text.count("\n")
        if len(node):
            node = node[0]
        elif node.tail:
            return _told_line(node) - node.tail.count("\n")
        else:
            node = node.getnext()
    return _told_line(element)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnreadableExtract.not_openable(path, error) from error
    with file:
        yield file


def _parser(*, events: tuple[Literal["start", "end"], ...], tags: tuple[str, ...] | None) -> etree.XMLPullParser:
    """Return the parser with everything off that a return does not need."""
    return etree.XMLPullParser(
        events=events,
        tag=tags,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _elements(parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    """Return the events that can be read now. Only elements are asked for, which the types of lxml do not know."""
    events: Iterator[tuple[str, etree._Element]] = cast("Any", parser.read_events())
    return events


def _fed(
    path: Path, file: BinaryIO, parser: etree.XMLPullParser, *, ended: Callable[[etree._Element], None] | None = None
) -> Iterator[bytes]:
    """Feed a file to the parser; yield each piece, and an empty one after the end, when its events can be read.

    ended: is given the root at the end.
    """
    last = b""
    for chunk in chain([read_prologue(path, file)], chunks_of(path, file)):
        _try(path, parser, chunk)
        last = chunk
        yield chunk
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        _raise_worded(path, parser, error, last=last)
    if ended is not None:
        ended(root)
    yield b""


def _try(path: Path, parser: etree.XMLPullParser, chunk: bytes) -> None:
    """Feed one piece. The log is asked too: lxml says nothing of an entity that is not declared, and begins anew."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        _raise_worded(path, parser, error, last=None)
    if len(parser.feed_error_log.filter_from_errors()):  # a namespace that is no whole URI is but a warning
        _raise_worded(path, parser, None, last=None)


def _raise_worded(
    path: Path, parser: etree.XMLPullParser, error: etree.XMLSyntaxError | None, *, last: bytes | None
) -> NoReturn:
    """Word the first that libxml2 found wrong. last: what was read last, where the file had come to its end."""
    told = parser.feed_error_log.filter_from_errors()
    if not len(told):
        raise UnreadableXml.broken(path, 1, str(error)) from error
    name, line, reason = told[0].type_name, told[0].line, " ".join(told[0].message.split())
    if name == "ERR_RESOURCE_LIMIT":
        rule = "too_deep" if "depth" in reason else "text_too_long"
        raise UnreadableXml.beyond_bounds(path, line, rule=rule, reason=_BEYOND[rule]) from error
    if last is not None and not (name in _SEEN_LATE and last.rstrip(b"\0 \t\r\n").endswith(b">")):
        raise UnreadableXml.truncated(path, line) from error
    if name in _ENCODING:
        raise UnreadableXml.encoded_otherwise(path, line, reason) from error
    raise UnreadableXml.broken(path, line, reason) from error


class _Bounds:
    """How much of a file has passed since a record ended, and since a tag was seen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line = 1
        self._without_tag = 0
        self._of_record = 0

    def begin_record(self) -> None:
        self._of_record = 0

    def add(self, chunk: bytes) -> None:
        """Raises: UnreadableXml where a text or a record goes on for too long."""
        self._line += chunk.count(b"\n")
        self._of_record += len(chunk)
        place = chunk.rfind(b"<")
        self._without_tag = self._without_tag + len(chunk) if place < 0 else len(chunk) - place
        if self._without_tag > MOST_BYTES_WITHOUT_TAG:
            self._refuse("text_too_long")
        if self._of_record > MOST_BYTES_OF_ONE_RECORD:
            self._refuse("record_too_long")

    def _refuse(self, rule: str) -> NoReturn:
        raise UnreadableXml.beyond_bounds(self._path, self._line, rule=rule, reason=_BEYOND[rule])


class _Dropped:
    """Counts the elements beside records. tags: of records. names: gains the name of each. roots: of the file."""

    def __init__(self, tags: tuple[str, ...], names: Counter[str]) -> None:
        self.roots: list[etree._Element] = []
        self._records = frozenset(tags)
        self._within = tuple(f"{{*}}{tag}" for tag in tags)
        self._names = names

    def add(self, element: etree._Element) -> None:
        """Count an element, or, if records lie in it, those beside them."""
        name = LOCAL_NAMES[element.tag]
        if name in self._records or name == _HEADER:
            return
        if name in _AROUND or next(element.iter(*self._within), None) is not None:
            for one in element:
                self.add(one)
        else:
            self._names[name] += 1

    def count_rest(self) -> None:
        """Count what stands behind the last record."""
        for root in self.roots:
            for one in root:
                self.add(one)


def _forget(element: etree._Element, dropped: _Dropped) -> None:
    """Empty a record and remove all before it. It stays itself: the parser may still be adding behind it."""
    del element[:]
    element.text = None
    element.attrib.clear()
    for node in (element, *element.iterancestors()):
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            dropped.add(parent[0])
            del parent[0]
