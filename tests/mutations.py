"""Spoilt copies of files: cut, flipped and shuffled bytes, and columns, cells and elements that are not as they were.

Every copy is made by a seed, so that it can be made again.
"""

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

Spoil = Callable[[bytes, Random], bytes]
ODD: Final = (
    *("", " ", "0", "-1", "9" * 40, "1e400", "NaN", "inf", "NULL", "#REF!", "=1/0", "31/02/2026", "0000-00-00"),
    *("9999-12-31", "0001-01-01", "-271821-04-20", "+262143-01-01", "12/13/2026", "29/02/1900", "2026-13-01", "24:00"),
    *(
        "2026-10-25 01:30",
        "2026-03-29 01:30",
        "2026-07-01T25:61:61Z",
        "2026-07-01T10:00:00+14:59",
        "60",
        "61",
        "2958466",
    ),
    *(
        "\u0000",
        "\u0007",
        "\u001f",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\ufffd",
        "\U0010ffff",
        "\u202e",
        "e\u0301",
        "\u0660\u0661",
    ),
    *("a" * 3000, '"', '""', "'", ",", "\n", "\r", "\t", "<a>", "&amp;", "]]>", "_x0000_", "yes", "no", "?", "1904"),
)
"""Cells that no record has, or that a reader may stumble over."""
_INSERTED: Final = (
    *(b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b",", b";", b"\t", b"<", b"&"),
    *(b"&#0;", b"<!--", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"%PDF", b"PK\3\4", b"\x1a", b"\x80" * 9),
)
_MOST_STEPS: Final = 3
_DEEP: Final = (40, 300, 5_000)


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A spoilt copy. how: what was done."""

    name: str
    how: str
    content: bytes = field(repr=False)


# Bytes


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.choice((1, 2, 8, 64, 1024)))


def cut_off(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def cut_out(content: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[end:]


def repeated(content: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:end] + content[start:end] * random.choice((1, 3)) + content[end:]


def flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 4, 32)) if content else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def inserted(content: bytes, random: Random) -> bytes:
    place = random.randrange(len(content) + 1)
    return content[:place] + random.choice(_INSERTED) + content[place:]


def overwritten(content: bytes, random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + random.randbytes(end - start) + content[end:]


def otherwise_encoded(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp500", "utf-7")), errors="replace")


BYTES: Final[tuple[Spoil, ...]] = (*(cut_off, cut_out, repeated, flipped, inserted, overwritten, otherwise_encoded),)


# Delimited text

_Lines = list[list[str]]


def _lines(content: bytes) -> _Lines:
    text = content.decode("utf-8", errors="replace").replace("\0", "")
    return [line for line in csv.reader(io.StringIO(text, newline="")) if line]


def _delimited(lines: _Lines, *, separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(lines)
    return text.getvalue().encode("utf-8", errors="surrogatepass")


def _of_lines(change: Callable[[_Lines, Random], None]) -> Spoil:
    def spoil(content: bytes, random: Random) -> bytes:
        lines = _lines(content)
        if not lines:
            return content
        change(lines, random)
        return _delimited(lines, separator=random.choice(",,,;\t"))

    spoil.__name__ = change.__name__
    return spoil


def _column(lines: _Lines, random: Random) -> int:
    return random.randrange(max(1, len(lines[0])))


def column_gone(lines: _Lines, random: Random) -> None:
    place = _column(lines, random)
    lines[:] = [line[:place] + line[place + 1 :] for line in lines]


def column_twice(lines: _Lines, random: Random) -> None:
    place = _column(lines, random)
    lines[:] = [line[: place + 1] + line[place:] for line in lines]


def columns_shuffled(lines: _Lines, random: Random) -> None:
    order = random.sample(range(len(lines[0])), len(lines[0]))
    lines[:] = [[line[place] for place in order if place < len(line)] for line in lines]


def heading_odd(lines: _Lines, random: Random) -> None:
    if lines[0]:
        lines[0][_column(lines, random)] = random.choice((*ODD, "LA", "source_row", lines[0][0]))


def cell_odd(lines: _Lines, random: Random) -> None:
    for _ in range(random.choice((1, 2, 6))):
        line = random.choice(lines)
        if line:
            line[random.randrange(len(line))] = random.choice(ODD)


def cells_swapped(lines: _Lines, random: Random) -> None:
    line, other = random.choice(lines), random.choice(lines)
    if line and other:
        place, another = random.randrange(len(line)), random.randrange(len(other))
        line[place], other[another] = other[another], line[place]


def lines_shuffled(lines: _Lines, random: Random) -> None:
    lines[1:] = random.sample(lines[1:], len(lines) - 1)


def lines_repeated(lines: _Lines, random: Random) -> None:
    lines += [list(random.choice(lines)) for _ in range(random.choice((1, 3, 40)))]


def line_uneven(lines: _Lines, random: Random) -> None:
    line = random.choice(lines)
    line[:] = line + ["more"] * random.choice((1, 30)) if random.random() < 0.5 else line[: len(line) // 2]


LINES: Final = (
    *(column_gone, column_twice, columns_shuffled, heading_odd, cell_odd, cell_odd, cells_swapped, lines_shuffled),
    *(lines_repeated, line_uneven),
)
DELIMITED: Final[tuple[Spoil, ...]] = tuple(_of_lines(change) for change in LINES)


# XML

_LEAF: Final = re.compile(r"<(\w+)>([^<>]*)</\1>")
_TAG: Final = re.compile(r"<(\w+)[ >]")


def _of_text(change: Callable[[str, Random], str]) -> Spoil:
    def spoil(content: bytes, random: Random) -> bytes:
        return change(content.decode("utf-8", errors="surrogateescape"), random).encode("utf-8", "surrogateescape")

    spoil.__name__ = change.__name__
    return spoil


def _found(pattern: re.Pattern[str], text: str, random: Random) -> re.Match[str] | None:
    """Return a match from somewhere in the text."""
    start = random.randrange(max(1, len(text)))
    return pattern.search(text, start) or pattern.search(text)


def _element(text: str, random: Random) -> re.Match[str] | None:
    """Return an element, each tag as likely as any other, so that large ones are met as well as small ones."""
    tags = sorted(set(_TAG.findall(text)))
    if not tags:
        return None
    tag = re.escape(random.choice(tags))
    return _found(re.compile(rf"<({tag})(?: [^<>]*)?>(?:(?!<{tag}[ >]).)*?</{tag}>", re.DOTALL), text, random)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def leaf_odd(text: str, random: Random) -> str:
    found = _found(_LEAF, text, random)
    odd = _escaped(random.choice([one for one in ODD if one.isprintable()]))
    return text if found is None else text[: found.start(2)] + odd + text[found.end(2) :]


def leaves_swapped(text: str, random: Random) -> str:
    one, other = (
        sorted(
            (found for found in (_found(_LEAF, text, random) for _ in range(2)) if found),
            key=lambda found: found.start(),
        )
        or (None, None)
        if _LEAF.search(text)
        else (None, None)
    )
    if one is None or other is None or other.start() < one.end():
        return text
    return text[: one.start(2)] + other[2] + text[one.end(2) : other.start(2)] + one[2] + text[other.end(2) :]


def element_gone(text: str, random: Random) -> str:
    found = _element(text, random)
    return text if found is None else text[: found.start()] + text[found.end() :]


def element_twice(text: str, random: Random) -> str:
    found = _element(text, random)
    return text if found is None else text[: found.end()] + found[0] * random.choice((1, 5)) + text[found.end() :]


def element_moved(text: str, random: Random) -> str:
    found, place = _element(text, random), _element(text, random)
    if found is None or place is None or (found.start() < place.end() and place.start() < found.end()):
        return text
    if place.start() > found.end():
        return text[: found.start()] + text[found.end() : place.end()] + found[0] + text[place.end() :]
    return text[: place.end()] + found[0] + text[place.end() : found.start()] + text[found.end() :]


def element_renamed(text: str, random: Random) -> str:
    found = _element(text, random)
    if found is None:
        return text
    name, other = found[1], random.choice(("Other", found[1].lower(), "Child", "x:y", "Assessments"))
    inside = found[0].removeprefix(f"<{name}").removesuffix(f"</{name}>")
    return text[: found.start()] + f"<{other}{inside}</{other}>" + text[found.end() :]


def element_within_itself(text: str, random: Random) -> str:
    found, depth = _element(text, random), random.choice(_DEEP)
    if found is None:
        return text
    return text[: found.start()] + f"<{found[1]}>" * depth + found[0] + f"</{found[1]}>" * depth + text[found.end() :]


def with_namespace(text: str, random: Random) -> str:
    return text.replace("<Message>", random.choice(('<Message xmlns="urn:a">', '<Message a="b" xmlns:c="d">')), 1)


def with_comments(text: str, random: Random) -> str:
    found = _found(_LEAF, text, random)
    odd = random.choice(("<!-- -->", "<?a b?>", "<![CDATA[a]]>", "&#65;", "&undefined;", "<a/>"))
    return text if found is None else text[: found.end(2)] + odd + text[found.end(2) :]


_OF_ELEMENTS: Final = (
    *(leaf_odd, leaf_odd, leaves_swapped, element_gone, element_twice, element_moved, element_renamed),
    *(element_within_itself, with_namespace, with_comments),
)
XML: Final[tuple[Spoil, ...]] = tuple(_of_text(change) for change in _OF_ELEMENTS)


# Workbooks

_CELL: Final = re.compile(r"<c r=\"([A-Z]+)(\d+)\"[^>]*>.*?</c>", re.DOTALL)
_VALUE: Final = re.compile(r"<v>([^<]*)</v>()")
_ROW: Final = re.compile(r"<row .*?</row>", re.DOTALL)
_NUMBER_OF_ROW: Final = re.compile(r"<row r=\"(\d+)\"")
_SHEET_NAME: Final = re.compile(r"<sheet name=\"([^\"]*)\"()")


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return {one.filename: archive.read(one) for one in archive.infolist()}
    except (BadZipFile, OSError, ValueError, zlib.error, RuntimeError, EOFError):
        return {}


def _zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def _of_part(change: Spoil, *, wanted: str = "") -> Spoil:
    """Return what does to one part of a workbook what is done to a file. wanted: what the part's name has in it."""

    def spoil(content: bytes, random: Random) -> bytes:
        parts = _parts(content)
        names = [name for name in parts if wanted in name]
        if not names:
            return content
        name = random.choice(names)
        return _zipped({**parts, name: change(parts[name], random)})

    spoil.__name__ = f"{change.__name__} of a part"
    return spoil


def part_gone(content: bytes, random: Random) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[random.choice(list(parts))]
    return _zipped(parts) if parts else content


def value_odd(text: str, random: Random) -> str:
    found = _found(_VALUE, text, random)
    odd = random.choice(("-1", "0", "60", "9" * 30, "1e308", "NaN", "", "1.5", "99999", "TRUE", "46206.99999999", "x"))
    return text if found is None else text[: found.start(1)] + odd + text[found.end(1) :]


def cell_otherwise(text: str, random: Random) -> str:
    found = _found(_CELL, text, random)
    if found is None:
        return text
    column, row = found[1], found[2]
    place = random.choice((f"{column}{row}", "A1", f"XFD{row}", f"{column}1048576", "A0", f"{column}9999999", ""))
    inside = random.choice(
        (
            ' t="s"><v>99999</v>',
            ' t="e"><v>#N/A</v>',
            ' t="b"><v>1</v>',
            ' t="d"><v>2026-07-01</v>',
            ' t="str"><f>A1</f><v>a</v>',
            "><f>A1</f>",
            ' s="99"><v>1</v>',
            ' t="inlineStr"><is><t>&#7;</t></is>',
            "><v/>",
            ">",
        )
    )
    return text[: found.start()] + f'<c r="{place}"{inside}</c>' + text[found.end() :]


def rows_swapped(text: str, random: Random) -> str:
    found = list(_ROW.finditer(text))
    if len(found) < 2:
        return text
    one, other = sorted(random.sample(found, 2), key=lambda row: row.start())
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


def rows_moved(text: str, random: Random) -> str:
    """Move each row to the place of another, as sorting a sheet with its headings does."""
    rows = list(_ROW.finditer(text))
    numbers = [_NUMBER_OF_ROW.search(row[0]) for row in rows]
    told = [number[1] for number in numbers if number]
    if len(told) != len(rows) or not rows:
        return text
    moved = [
        re.sub(rf'r="([A-Z]*){number}"', rf'r="\g<1>{other}"', row[0])
        for row, number, other in zip(rows, told, random.sample(told, len(told)), strict=True)
    ]
    moved.sort(key=lambda row: int(_NUMBER_OF_ROW.findall(row)[0]))
    return text[: rows[0].start()] + "".join(moved) + text[rows[-1].end() :]


def row_twice(text: str, random: Random) -> str:
    found = _found(_ROW, text, random)
    return text if found is None else text[: found.end()] + found[0] + text[found.end() :]


def cells_merged(text: str, random: Random) -> str:
    cells = random.choice(("A1:B1", "A1:A3", "B2:C3", "A1:XFD1", "A1:A1048576", "B2", "", "ZZZZ1:A0"))
    return text.replace("</sheetData>", f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>', 1)


def sheet_renamed(text: str, random: Random) -> str:
    found = _found(_SHEET_NAME, text, random)
    odd = random.choice(("", "meetings", "List 1", "a" * 40, "&#7;", "\u2028", "[x]"))
    return text if found is None else text[: found.start(1)] + odd + text[found.end(1) :]


SHEETS: Final[tuple[Spoil, ...]] = tuple(
    _of_part(_of_text(change), wanted="worksheets/")
    for change in (
        value_odd,
        value_odd,
        cell_otherwise,
        cell_otherwise,
        rows_swapped,
        rows_moved,
        row_twice,
        cells_merged,
    )
)
WORKBOOKS: Final[tuple[Spoil, ...]] = (
    *SHEETS,
    *(_of_part(_of_text(change)) for change in (leaf_odd, element_gone, element_twice, element_within_itself)),
    _of_part(_of_text(sheet_renamed), wanted="workbook.xml"),
    *(_of_part(change) for change in (flipped, cut_off, inserted, cut_out)),
    part_gone,
)

BY_ENDING: Final[dict[str, tuple[Spoil, ...]]] = {
    "csv": DELIMITED,
    "xml": XML,
    "xlsx": WORKBOOKS,
    "parquet": (flipped, overwritten, cut_out, cut_off),
}
"""By the ending of a file's name: what is done to it, beside what is done to any bytes."""


def mutants(name: str, content: bytes, *, seed: int, count: int) -> Iterator[Mutant]:
    """Give spoilt copies of a file, some in one way, some in several. seed: of all of them."""
    random = Random(f"{seed} {name}")
    kinds: Sequence[Spoil] = BY_ENDING[name.rpartition(".")[2]]
    for _ in range(count):
        spoilt, done = content, []
        for _ in range(random.randint(1, _MOST_STEPS)):
            done.append(random.choice(kinds if random.random() < 0.75 else BYTES))
            spoilt = done[-1](spoilt, random)
        how = ", ".join(one.__name__ for one in done)
        yield Mutant(name=name, how=how, content=spoilt)
