"""The service's own word: text that it writes beside the figures, section by section, as `commentary.md` holds it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.errors import CscMetricsError, did_you_mean
from csc_metrics.narrative.numbers import format_number
from csc_metrics.records.fault_lists import without_formulas
from csc_metrics.report.commentary_identifiers import lines_that_name_a_child
from csc_metrics.report.commentary_sections import (
    names_of_sections,
    names_of_topics,
    sections_called,
    title_of_section,
)
from csc_metrics.report.commentary_words import BulletList, Paragraph, Passage, passages_of, seen

MOST_KIB: Final = 64
MOST_BYTES: Final = MOST_KIB * 1024
"""Of a file: what is larger is no page of words."""
MOST_CHARACTERS: Final = 1_500
"""Of a section, as shown: about a quarter of a page, so that the figures stay what the page is about."""
MOST_PARAGRAPHS: Final = 20
"""Of a section, points of lists among them."""
_LONGEST_HEADING_SHOWN: Final = 60
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_MOST_FAULTS: Final = 20
"""Told at once; the nearest names of more would take longer to find than a reader has."""
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_HOW_TO_NAME: Final = "the title or code of a measure (`csc-metrics dictionary` lists them all)"


class CommentaryFault(CscMetricsError):
    """A page of the service's own words cannot be shown as it stands."""

    @classmethod
    def of_faults(cls, path: Path, faults: Sequence[str]) -> Self:
        """Word the error: all faults at once, one to a line."""
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        return cls("\n".join([f"{path}: {count} in the service's own words.", *(f"  {fault}" for fault in faults)]))

    @classmethod
    def of_encoding(cls, path: Path, reason: str) -> Self:
        """Word the error of a file that is not UTF-8 text."""
        return cls(f"{path}: not UTF-8 text ({reason}). Save it again as plain text with the encoding UTF-8.")

    @classmethod
    def too_large(cls, path: Path) -> Self:
        """Word the error of a file that no reader would get through."""
        return cls(
            f"{path}: larger than {MOST_KIB} KiB. Keep to what should be read beside the figures, as plain text."
        )

    @classmethod
    def of_access(cls, path: Path, error: OSError) -> Self:
        """Word the error of a file that the system does not let us read."""
        return cls(f"{path}: cannot be read ({error.strerror}). Close it elsewhere, or give a file that you may read.")


class ChildNamed(CscMetricsError):
    """The service's own words hold the identifier of a child."""

    @classmethod
    def on_lines(cls, path: Path, lines: Sequence[int]) -> Self:
        """Word the error: the lines alone, since a message is passed on."""
        where = ("line " if len(lines) == 1 else "lines ") + ", ".join(map(str, lines))
        return cls(
            f"{path}, {where}: holds what is the identifier of a child in the records. A report names no child. "
            "Correct it: say what happened, not to whom. A count of 10,000 or more is written with its comma."
        )


@dataclass(frozen=True, kw_only=True)
class Commentary:
    """What the service says. sections: the key of each section, with its paragraphs and lists.

    written_for: which figures it was written beside, in words such as "figures up to 31 October 2026"; may be empty.
    """

    sections: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    written_for: str = ""

    def of(self, key: str) -> tuple[Passage, ...]:
        """Return what is said of a section; nothing where nothing is.

        key: a measure's code, a topic as measures have it, or a key of `commentary_sections.OTHER_SECTIONS`.
        """
        return self.sections.get(key, ())


@dataclass(frozen=True, kw_only=True)
class _Section:
    """A section as written. name: its heading. begins: the number of its heading's line. lines: below it."""

    name: str
    begins: int
    lines: tuple[str, ...]

    @property
    def place(self) -> str:
        shown = self.name[:_LONGEST_HEADING_SHOWN] + (" …" if self.name[_LONGEST_HEADING_SHOWN:] else "")
        return f"line {self.begins}, ## {shown}".rstrip()


def read_commentary(path: Path, *, identifiers: Collection[str] = (), written_for: str = "") -> Commentary:
    """Read a page of the service's own words.

    A line that begins with ## names a section; what stands below it, up to the next such line, is shown beside that
    section. A line that begins with one # is a title for whoever writes. Characters that nobody sees are left out.
    identifiers: of children, none of which the words may hold. written_for: as of `Commentary`.
    Returns: the sections that have words, in the order in which they were written.
    Raises: CommentaryFault with the faults and the line of each; ChildNamed with the lines alone.
    """
    lines = tuple(seen(line) for line in _LINE_END.split(_text_of(path)))
    naming = lines_that_name_a_child(lines, identifiers=identifiers)
    if naming:
        raise ChildNamed.on_lines(path, naming)
    sections = _sections_of(lines)
    faults = list(islice(chain(_words_above(lines), _faults_of(sections)), _MOST_FAULTS))
    if faults:
        raise CommentaryFault.of_faults(path, faults)
    shown = {sections_called(one.name)[0]: passages_of(one.lines) for one in sections}
    return Commentary(sections={key: words for key, words in shown.items() if words}, written_for=written_for)


def commentary_rows(commentary: Commentary) -> pl.DataFrame:
    """Return what the service says as a table, for a workbook or a CSV file.

    commentary: as read. Returns: one row per paragraph or point of a list, in the order written; columns section (its
    key), title and words. Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    rows = [
        (key, title_of_section(key), paragraph.plain)
        for key, passages in commentary.sections.items()
        for paragraph in _paragraphs_of(passages)
    ]
    schema = {"section": pl.String, "title": pl.String, "words": pl.String}
    return without_formulas(pl.DataFrame(rows, schema=schema, orient="row"))


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommentaryFault.of_access(path, error) from error
    if content.startswith(_UTF_16_MARKS):
        raise CommentaryFault.of_encoding(path, "it looks like UTF-16")
    if len(content) > MOST_BYTES:
        raise CommentaryFault.too_large(path)
    if b"\0" in content:
        raise CommentaryFault.of_encoding(path, "it is no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CommentaryFault.of_encoding(path, f"line {line}") from error


def _heading_of(line: str) -> str | None:
    """Return what a line with ## names, a closing ## aside; None for any other line, one with ### among them."""
    return line[2:].rstrip("# ").lstrip() if line.startswith("##") and line[2:3] != "#" else None


def _sections_of(lines: Sequence[str]) -> list[_Section]:
    heads = [(number, name) for number, line in enumerate(lines) if (name := _heading_of(line)) is not None]
    bounds = pairwise([*heads, (len(lines), "")])
    return [
        _Section(name=name, begins=number + 1, lines=tuple(lines[number + 1 : end]))
        for (number, name), (end, _) in bounds
    ]


def _words_above(lines: Sequence[str]) -> Iterator[str]:
    """Give a fault where words stand above the first heading."""
    for number, line in enumerate(lines, start=1):
        if _heading_of(line) is not None:
            return
        is_title = line.startswith("#") and line[1:2] != "#"
        if line.strip() and not is_title:
            yield f"line {number}: these words stand under no section. Put a line above them: ## and {_HOW_TO_NAME}."
            return


def _faults_of(sections: Sequence[_Section]) -> Iterator[str]:
    begun: dict[str, _Section] = {}
    for one in sections:
        meant = sections_called(one.name)
        if len(meant) != 1:
            yield f"{one.place}: {_not_one(one.name, meant)}"
        elif meant[0] in begun:
            yield f"{one.place}: this section began on line {begun[meant[0]].begins}. Put its words in one place."
        else:
            begun[meant[0]] = one
        yield from _too_much(one)


def _not_one(name: str, meant: Sequence[str]) -> str:
    """Say what is wrong with a heading that names no section, or several."""
    if meant:
        written = (key if sections_called(key) == (key,) else title_of_section(key) for key in meant)
        return f"this may mean more than one section. Write {' or '.join(written)}."
    hint = did_you_mean(name, names_of_sections()) if name else ""
    others = "; ".join(names_of_topics())
    return f"no section of the reports is called that.{hint} Write {_HOW_TO_NAME}, or one of: {others}."


def _too_much(section: _Section) -> Iterator[str]:
    paragraphs = _paragraphs_of(passages_of(section.lines))
    for count, most, what in (
        (sum(len(one.plain) for one in paragraphs), MOST_CHARACTERS, "characters"),
        (len(paragraphs), MOST_PARAGRAPHS, "paragraphs and points"),
    ):
        if count > most:
            told, allowed = (format_number(number, decimals=0) for number in (count, most))
            yield f"{section.place}: {told} {what}, which is more than {allowed}. Keep to what a reader needs here."


def _paragraphs_of(passages: Sequence[Passage]) -> list[Paragraph]:
    nested = (passage.points if isinstance(passage, BulletList) else (passage,) for passage in passages)
    return [paragraph for several in nested for paragraph in several]
