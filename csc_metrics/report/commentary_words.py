"""What the service may write beside figures: paragraphs, lists and bold. All else stands as it was typed.

A small part of markdown, read by us: no link, no picture and no HTML, so that nothing in it can act on a page.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_BOLD: Final = "**"
_POINT: Final = re.compile(r"[-*\N{BULLET}]\s+(?P<words>.*)")
"""A line that begins a point of a list, however far it is set in; the bullet is what Word pastes."""
_NOT_SEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Kinds of character that nobody sees: controls, marks that turn the direction of writing, private signs."""
_SPACES: Final = frozenset("\t\v\f\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")


_PLANES: Final = range(0, 0x110000, 0x10000)
_NO_CHARACTERS: Final = frozenset(
    chr(number) for number in (*range(0xFDD0, 0xFDF0), *(plane + low for plane in _PLANES for low in (0xFFFE, 0xFFFF)))
)
"""What Unicode keeps free for ever, so that it stands for nothing."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words of one paragraph that are all bold, or all not."""

    text: str
    is_bold: bool


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph, or one point of a list, in runs."""

    runs: tuple[Run, ...]

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, kw_only=True)
class BulletList:
    """A list, point by point."""

    points: tuple[Paragraph, ...]


Passage = Paragraph | BulletList
"""What the words beside a section consist of."""


def seen(line: str) -> str:
    r"""Return a line as a reader sees it: without characters that nobody sees, every kind of space as one space.

    >>> seen("held\N{NO-BREAK SPACE}on\ttime\N{RIGHT-TO-LEFT OVERRIDE}")
    'held on time'
    """
    composed = unicodedata.normalize("NFC", line)
    return "".join(_as_seen(character) for character in composed).rstrip()


def _as_seen(character: str) -> str:
    kind = unicodedata.category(character)
    if character in _SPACES or kind == "Zs":
        return " "
    return "" if kind in _NOT_SEEN or character in _NO_CHARACTERS else character


def passages_of(lines: Sequence[str]) -> tuple[Passage, ...]:
    """Return the paragraphs and lists of a section.

    lines: each as of `seen`. An empty one ends a paragraph or point; one that begins with -, * or a bullet begins a
    point; any other goes on with what stands above it.

    >>> [type(passage).__name__ for passage in passages_of(["Two teams", "were merged:", "- **North**", "- East"])]
    ['Paragraph', 'BulletList']
    """
    passages: list[Passage] = []
    for is_point, words in _parts_of(lines):
        paragraph = Paragraph(runs=_runs_of(words))
        last = passages[-1] if passages else None
        if not is_point:
            passages.append(paragraph)
        elif isinstance(last, BulletList):
            passages[-1] = BulletList(points=(*last.points, paragraph))
        else:
            passages.append(BulletList(points=(paragraph,)))
    return tuple(passages)


def _parts_of(lines: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Give each paragraph and point in one line, and whether it is a point."""
    is_point, words = False, ""
    for line in (*lines, ""):
        point = _POINT.fullmatch(line.lstrip())
        if words and (point or not line.strip()):
            yield is_point, words
            is_point, words = False, ""
        if point:
            is_point, words = True, point["words"].strip()
        else:
            words = f"{words} {line.strip()}".strip()


def _runs_of(words: str) -> tuple[Run, ...]:
    """Return words in runs; a pair of ** that holds nothing, or a space at either end, stands as it was typed."""
    plain, *rest = words.split(_BOLD)
    runs: list[Run] = []
    at = 0
    while at < len(rest):
        inside, is_closed = rest[at], at + 1 < len(rest)
        if is_closed and inside and inside == inside.strip():
            runs += [Run(text=plain, is_bold=False), Run(text=inside, is_bold=True)]
            plain = rest[at + 1]
            at += 2
        else:
            plain += _BOLD + inside
            at += 1
    return tuple(run for run in (*runs, Run(text=plain, is_bold=False)) if run.text)
