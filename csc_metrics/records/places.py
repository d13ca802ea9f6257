"""What the place of an extract says of it: whose it is, and on which day it was drawn.

data_raw/357-tameside/2026-10-31/annex_a.xlsx      data_raw/2026-10/CIN.xml      data_raw/Annex_A_2024_Jan.xlsx
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from csc_metrics.contracts.authorities import authority_called

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED: Final = (
    "(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_GAP: Final = r"[ _.\-/]*"


def _forms(*forms: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![0-9])(?:{form})(?![0-9])", re.IGNORECASE) for form in forms)


_DAYS: Final = _forms(
    r"(?P<year>20[0-9]{2})(?P<mark>[-_. ]?)(?P<month>[0-9]{2})(?P<other_mark>[-_. ]?)(?P<day>[0-9]{2})",
    r"(?P<day>[0-9]{1,2})(?P<mark>[-_. ])(?P<month>[0-9]{1,2})(?P<other_mark>[-_. ])(?P<year>20[0-9]{2})",
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}{_NAMED}{_GAP}(?P<year>20[0-9]{{2}})",
)
"""Ways in which a name says a day."""
_WHOLE_MONTHS: Final = _forms(
    r"(?P<year>20[0-9]{2})(?P<gap>[-_. ])(?P<month>[0-9]{2})(?!(?P=gap)[0-9])",
    rf"(?P<year>20[0-9]{{2}}){_GAP}{_NAMED}",
    rf"{_NAMED}{_GAP}(?P<year>20[0-9]{{2}})",
)
"""Ways in which a name says a month, which means its last day."""
_CODE_FIRST: Final = re.compile(r"(?P<code>[0-9]{3})(?:[-_ ].*)?")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What folders and name say. la_code, extracted_on: None where they say nothing.

    in_doubt: the days, in order, where a name says more than one, so that none of them is taken and nothing else says
    any.
    """

    la_code: str | None
    extracted_on: date | None
    in_doubt: tuple[date, ...] = ()


def place_of(name: str) -> Place:
    """Return what a file's place says. name: the path below the folder of extracts, with forward slashes.

    The name of the file counts before its folder, and a nearer folder before one further out; one that says several
    days is passed over.

    >>> place_of("357-tameside/2026-10/annex_a.xlsx")
    Place(la_code='357', extracted_on=datetime.date(2026, 10, 31), in_doubt=())
    """
    path = PurePosixPath(name)
    parts = (path.stem, *reversed(path.parts[:-1]))
    codes = (code for part in parts[1:] if (code := _authority_in(part)) is not None)
    told = [days for part in parts if (days := days_in(part))]
    certain = next((days[0] for days in told if not days[1:]), None)
    in_doubt = told[0] if told and certain is None else ()
    return Place(la_code=next(codes, None), extracted_on=certain, in_doubt=in_doubt)


def day_in(name: str) -> date | None:
    """Return the day that a name says: the last of the month where it says a month alone; None for none or several.

    >>> day_in("Annex_A_2024_Jan"), day_in("extract 31.10.2026"), day_in("list 12")
    (datetime.date(2024, 1, 31), datetime.date(2026, 10, 31), None)
    """
    days = days_in(name)
    return days[0] if len(days) == 1 else None


def days_in(name: str) -> tuple[date, ...]:
    """Return the different days that a name says, in order; the months where it says no day.

    >>> [f"{day}" for day in days_in("annex_a_2026-04-01_2026-09-30")]
    ['2026-04-01', '2026-09-30']
    """
    told = [match for form in _DAYS for match in form.finditer(name)]
    if not told:  # a day that no calendar has (31 November) must not pass for its month
        told = [match for form in _WHOLE_MONTHS for match in form.finditer(name)]
    return tuple(sorted(set(_days_of(told))))


def _days_of(told: Sequence[re.Match[str]]) -> Iterator[date]:
    """Give the days of what fits a form.

    What has different marks between its parts gives way to what shares figures with it and has the same: in
    "2026-04-05 2025-26" nobody says 4 May 2025.
    """
    found = [(match, day) for match in told if (day := _day_of(match.groupdict())) is not None]
    even = [match for match, _ in found if match.groupdict().get("mark") == match.groupdict().get("other_mark")]
    for match, day in found:
        if match in even or not any(match.start() < one.end() and one.start() < match.end() for one in even):
            yield day


def _day_of(parts: dict[str, str | None]) -> date | None:
    word = parts.get("word")
    year = int(parts["year"] or 0)
    month = _MONTHS.index(word[:3].casefold()) + 1 if word else int(parts["month"] or 0)
    try:
        return date(year, month, int(parts.get("day") or monthrange(year, month)[1]))
    except ValueError:
        return None


def _authority_in(folder: str) -> str | None:
    """Return the code that a folder is named by: "357", "357-tameside" or a name; None for any other folder."""
    code = _CODE_FIRST.fullmatch(folder)
    if code:
        return code["code"]
    return known_authority(folder)


def known_authority(name: str) -> str | None:
    """Return the code of an authority by any of its names or codes; None where there is none of that name."""
    found = authority_called(name)
    return found.la_code if found else None


def is_code(text: str) -> bool:
    """Whether a text has the form of an authority's code, be it DfE's or a made-up region's."""
    return bool(re.fullmatch(r"[0-9]{3}", text))


def named_tables(name: str, tables: Sequence[str]) -> list[str]:
    """Return the clean tables that a file's or sheet's name speaks of, the longest name first. tables: their names.

    >>> named_tables("357 meeting children 2026-10", ["meetings", "meeting_children", "children"])
    ['meeting_children', 'children']
    """
    words = f" {' '.join(re.split(r'[^a-z0-9]+', name.casefold()))} "
    found = [table for table in tables if f" {table.replace('_', ' ')} " in words]
    return sorted(found, key=len, reverse=True)
