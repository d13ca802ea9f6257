"""Words as a spreadsheet can hold them: names of sheets and tables, headings, and text that is not too long."""

import re
from collections.abc import Collection, Sequence
from typing import Final

_MOST_IN_A_CELL: Final = 32_767
_MOST_IN_A_SHEET_NAME: Final = 31
_MOST_IN_A_HEADING: Final = 255
_MOST_IN_A_SLUG: Final = 40
"""Letters, as Excel counts them: one beyond the common planes counts twice. Source: Microsoft, Excel specifications."""
_RESERVED: Final = "history"
_NOT_IN_A_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NOT_IN_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"
_TWO_BYTES: Final = "utf-16-le"


def shortened(text: str, *, most: int = _MOST_IN_A_CELL) -> str:
    """Return text that a cell can hold: without what no XML may hold, and cut, with an ellipsis, where it is too long.

    >>> shortened("Neighbours", most=6)
    'Neigh…'
    """
    held = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    if _letters(held) <= most:
        return held
    return held.encode(_TWO_BYTES)[: 2 * (most - 1)].decode(_TWO_BYTES, errors="ignore") + _CUT


def one_line(words: str) -> str:
    r"""Return words as one line without control characters, as titles, headings and names have them.

    words: as given.

    >>> one_line(" Open\twork\n by team ")
    'Open work by team'
    """
    return shortened(_LOOKS_ESCAPED.sub("", " ".join(_CONTROL.sub(" ", words).split())))


def sheet_names(wanted: Sequence[str], *, taken: Collection[str] = ()) -> tuple[str, ...]:
    """Return names that sheets may bear, each borne once whatever the case of its letters.

    wanted: as given, in order. taken: names that others bear.

    >>> sheet_names(["Caseloads: all/by team", "caseloads  all by team", ""])
    ('Caseloads all by team', 'caseloads all by team (2)', 'Sheet')
    """
    used = {name.casefold() for name in (*taken, _RESERVED)}
    plain = [one_line(name.translate(_NOT_IN_A_SHEET_NAME)) or "Sheet" for name in wanted]
    return tuple(_unlike(used, name, most=_MOST_IN_A_SHEET_NAME) for name in plain)


def headings_for(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return headings that an Excel table may have: none empty, none twice. wanted: as given, in order.

    >>> headings_for(["Measure", "Figure", "figure", " "])
    ('Measure', 'Figure', 'figure (2)', 'Column 4')
    """
    used: set[str] = set()
    plain = [one_line(heading) or f"Column {place}" for place, heading in enumerate(wanted, start=1)]
    return tuple(_unlike(used, heading, most=_MOST_IN_A_HEADING) for heading in plain)


def table_name(number: int, name: str) -> str:
    """Return the name of an Excel table, which none of another number has. name: of its sheet.

    >>> table_name(3, "Caseloads by team (2)")
    'table_3_caseloads_by_team_2'
    """
    slug = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:_MOST_IN_A_SLUG]
    return f"table_{number}_{slug}".rstrip("_")


def _unlike(used: set[str], wanted: str, *, most: int) -> str:
    """Return a name no longer than allowed that is not among those used, and put it among them."""
    name, number = shortened(wanted, most=most), 2
    while name.casefold() in used:
        ending = f" ({number})"
        name, number = f"{shortened(wanted, most=most - len(ending))}{ending}", number + 1
    used.add(name.casefold())
    return name


def _letters(text: str) -> int:
    return len(text.encode(_TWO_BYTES)) // 2
