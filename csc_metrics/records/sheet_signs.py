"""Signs in the bytes of a sheet that it needs a closer look: found with numpy, far quicker than by reading its XML.

Nothing here decides anything: a sign that is seen without need costs time only. What must not happen is that one is
missed, so that a rule that is in doubt says yes. Pieces of XML come cut before a "<", so that no tag is cut in two,
and a value that opens at the very end of a piece is empty.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

_Bytes = npt.NDArray[np.uint8]
_Where = npt.NDArray[np.bool_]

_ROWS: Final = b"sheetData"
_END_OF_ROWS: Final = b"</sheetData"
_MERGE: Final = b"mergeCell"
_LETTER_OF_END: Final = b"h"
"""Stands in what ends the rows, and is rare among them; a single letter is found far quicker than a word."""
_LETTERS: Final = 26
_LONGEST_WORD: Final = 24
"""Letters in a row before a digit; where there are more, in doubt the XML is read."""
_SMALL: Final = 0x20
"""What makes a capital letter of ASCII a small one."""
_ZERO: Final = ord("0")
_TEN: Final = 10
_DIGITS_READ: Final = 6
_SHORT_NUMBERS: Final = 99_999
WITHOUT_END: Final = 10**9
"""A row or column that no sheet has: where the place of a cell cannot be told from its bytes alone."""


@dataclass(frozen=True, kw_only=True)
class SheetSigns:
    """What a part's bytes show. values: cells with a value. most_rows, most_columns: no cell lies beyond them.

    is_unusual: written in a way that these signs cannot judge, so that only its XML tells.
    """

    has_begun: bool = False
    has_ended: bool = False
    values: int = 0
    most_rows: int = 0
    most_columns: int = 0
    has_formulas: bool = False
    has_merges: bool = False
    is_unusual: bool = False

    @property
    def has_formulas_or_merges(self) -> bool:
        """Whether some of its cells may be empty only because of how they are written."""
        return self.has_formulas or self.has_merges


NO_SIGNS: Final = SheetSigns()
"""Of a part of which nothing was looked at yet, or that holds no rows."""


def has_declaration(piece: bytes) -> bool:
    """Whether "<!" stands in it: a document type, CDATA or a comment. A single letter is looked for first, quickly."""
    return b"!" in piece and b"<!" in piece


def signs_of_sheet(piece: bytes, *, before: SheetSigns) -> SheetSigns:
    """Return the signs of a part up to this piece. before: those of all pieces before it, comments among them."""
    if before.has_ended:
        return replace(before, has_merges=before.has_merges or _MERGE in piece)
    start = 0
    if not before.has_begun:
        start = piece.find(_ROWS)
        if start < 0:
            return before
        before = replace(before, has_begun=True, is_unusual=before.is_unusual or piece[start - 1 : start] != b"<")
    end = piece.find(_END_OF_ROWS, start) if _LETTER_OF_END in piece else -1
    if end < 0:
        return _with_rows(piece[start:] if start else piece, before=before)
    rows = _with_rows(piece[start:end], before=before)
    return replace(rows, has_ended=True, has_merges=_MERGE in piece[end:])


def _with_rows(rows: bytes, *, before: SheetSigns) -> SheetSigns:
    """Return the signs with those of a piece that lies among the rows."""
    found = np.frombuffer(rows, np.uint8)
    opens = found[:-3] == ord("<")
    first, third = found[1:-2], found[3:]
    values = np.count_nonzero(opens & (first == ord("v")))
    if b"i" in rows:
        values += np.count_nonzero(opens & (first == ord("i")))
    is_digit = (found - _ZERO) < _TEN
    return replace(
        before,
        values=before.values + int(values),
        most_rows=max(before.most_rows, _bound_of_rows(found, is_digit, has_apostrophes=b"'" in rows)),
        most_columns=max(before.most_columns, _bound_of_columns(found, is_digit)),
        has_formulas=before.has_formulas or (b"f" in rows and bool((opens & (first == ord("f"))).any())),
        is_unusual=before.is_unusual
        or (b"#" in rows and b"&#" in rows)
        or bool((opens & (first == ord("c")) & (third != ord("r"))).any()),
    )


def _bound_of_rows(found: _Bytes, is_digit: _Where, *, has_apostrophes: bool) -> int:
    """Return a row that none lies below: only numbers of six digits or more before a quotation mark are read."""
    after = found[_DIGITS_READ:]
    is_end = after == ord('"')
    if has_apostrophes:
        is_end |= after == ord("'")
    starts = np.flatnonzero(is_end & is_digit[:-_DIGITS_READ])
    for place in range(1, _DIGITS_READ):
        starts = starts[is_digit[starts + place]]
    if not len(starts):
        return _SHORT_NUMBERS
    above, further = np.maximum(starts - 1, 0), np.maximum(starts - 2, 0)
    if (is_digit[above] & is_digit[further]).any():
        return WITHOUT_END
    number = np.where(is_digit[above], found[above] - _ZERO, 0).astype(np.int64)
    for place in range(_DIGITS_READ):
        number = number * _TEN + (found[starts + place] - _ZERO)
    return int(number.max())


def _bound_of_columns(found: _Bytes, is_digit: _Where) -> int:
    """Return a column that none lies right of, from letters, capital or small, between a quotation mark and a digit."""
    is_letter = ((found | _SMALL) - ord("a")) < _LETTERS
    starts = np.flatnonzero(is_letter[:-2] & is_letter[1:-1] & is_digit[2:])
    is_begin = _is_mark(found[np.maximum(starts - 1, 0)])
    if _some_follow_a_mark(starts[~is_begin], found, is_letter):
        return WITHOUT_END
    letters = (found[starts[is_begin]] | _SMALL) - ord("a")
    return (int(letters.max()) + 2) * _LETTERS if len(letters) else _LETTERS


def _some_follow_a_mark(starts: npt.NDArray[np.intp], found: _Bytes, is_letter: _Where) -> bool:
    """Whether the letters before one of these places, if any, begin behind a quotation mark; words of text do not."""
    for _ in range(_LONGEST_WORD):
        starts = starts[is_letter[np.maximum(starts - 1, 0)]] - 1
        if not len(starts):
            return False
        if _is_mark(found[np.maximum(starts - 1, 0)]).any():
            return True
    return True


def _is_mark(letters: _Bytes) -> _Where:
    found: _Where = (letters == ord('"')) | (letters == ord("'"))
    return found
