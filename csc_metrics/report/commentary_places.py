"""Which page of the service's own words belongs to a report: whose it is, and beside which figures it was written.

data_raw/357/2026-10-31/commentary.md      data_raw/357-tameside/2026-Q3/commentary.md      data_raw/2025/commentary.md
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from csc_metrics.contracts.period_labels import PERIOD_FORM, label_meant
from csc_metrics.errors import CscMetricsError
from csc_metrics.narrative.numbers import format_date
from csc_metrics.periods import parse_period
from csc_metrics.records.files import COMMENTARY_FILE, NOT_EXTRACTS
from csc_metrics.records.places import days_in, known_authority, place_of
from csc_metrics.records.store import scan_clean
from csc_metrics.report.commentary import Commentary, read_commentary
from csc_metrics.settings.model import Settings

LATEST: Final = "latest"
"""Name of the folder of words beside each measure's latest figures; reports without a period go by it too."""
_YEAR_ENDS: Final = (3, 31)
"""Month and day on which most of DfE's years end."""


DEFAULT_RAW: Final = Path("data_raw")
"""Where the service's own words are looked for when no folder is named."""
_CHILDREN, _CHILD = "children", "child_id"


class CommentaryOutOfPlace(CscMetricsError):
    """It cannot be told to which report a page of the service's own words belongs."""

    @classmethod
    def of_nobody(cls, path: Path) -> Self:
        """Word the error of a page that may be any authority's."""
        return cls(
            f"{path}: it is not known whose words these are. Put the page into a folder that says so, such as "
            '357/2026-10-31, or write authority = "357" under [records] in settings.toml.'
        )

    @classmethod
    def without_period(cls, path: Path) -> Self:
        """Word the error of a page that may belong to any figures."""
        meant = label_meant(path.parent.name)
        hint = f" Did you mean {meant}?" if meant else ""
        return cls(
            f"{path}: it is not known beside which figures these words stand.{hint} Put the page into a folder that is "
            "named by a year (2025), a quarter (2026-Q1), a month (2026-10), the day of an extract (2026-10-31) or "
            f"{LATEST}."
        )

    @classmethod
    def twice(cls, path: Path, other: Path) -> Self:
        """Word the error of two pages for the same figures."""
        return cls(f"{path} and {other}: both are the service's words for the same figures. Keep one of them.")


@dataclass(frozen=True, kw_only=True)
class CommentaryFile:
    """A page of the service's own words. la_code: whose it is. label: of its period, as reports are asked for.

    until: the last day that its figures go up to; None for those of `LATEST`.
    """

    path: Path
    la_code: str
    label: str
    until: date | None

    @property
    def written_for(self) -> str:
        """Beside which figures it was written, in words; nothing for whatever is latest."""
        if self.until is None:
            return ""
        if self.label.isdigit():
            return f"the year to {format_date(self.until)}, for the workforce to 30 September {self.label}"
        return f"figures up to {format_date(self.until)}"


def open_commentary(
    raw: Path, *, la_code: str, period: str = "", settings: Settings, identifiers: Collection[str] = ()
) -> Commentary:
    """Return what a service says beside the figures of a report; nothing where it has written nothing.

    raw: folder of extracts. period: a label such as "2026-10", as on the command line; empty: each measure's latest.
    settings: for the authority where no folder says it. identifiers: as of `read_commentary`.
    Raises: CommentaryOutOfPlace; CommentaryFault; ChildNamed.
    """
    file = find_commentary(raw, la_code=la_code, period=period, settings=settings)
    if file is None:
        return Commentary()
    return read_commentary(file.path, identifiers=identifiers, written_for=file.written_for)


def service_words(raw: str, clean: Path, *, la_code: str, period: str = "", settings: Settings) -> Commentary:
    """Return what a service says, once it is seen that it names no child of whom there are clean tables.

    raw: folder of extracts, as in a notebook; empty: data_raw. clean: folder of clean tables. period, settings, Raises:
    as of `open_commentary`.
    """
    scanned = scan_clean(clean, _CHILDREN, la_codes=[la_code])
    named = [] if scanned is None else scanned.select(_CHILD).collect()[_CHILD].to_list()
    folder = Path(raw) if raw else DEFAULT_RAW
    return open_commentary(folder, la_code=la_code, period=period, settings=settings, identifiers=named)


def find_commentary(raw: Path, *, la_code: str, period: str = "", settings: Settings) -> CommentaryFile | None:
    """Return the page of words that belongs to a report, or None.

    A folder that says a day or a month is of that month, and the later of two days in it counts. Without a period it
    is the page under `latest`, else that of the newest figures.
    raw, period, settings: as of `open_commentary`.
    Raises: CommentaryOutOfPlace where a page says neither whose it is nor of when, or two are of the same figures.
    """
    found = list(_files_of(raw, la_code=la_code, settings=settings))
    wanted = [file for file in found if file.label == (period or LATEST)] or ([] if period else found)
    newest_first = sorted(wanted, key=_order, reverse=True)
    if newest_first[1:] and _order(newest_first[0]) == _order(newest_first[1]):
        raise CommentaryOutOfPlace.twice(newest_first[1].path, newest_first[0].path)
    return newest_first[0] if newest_first else None


def _order(file: CommentaryFile) -> tuple[date, str]:
    """Return by what the newest is told; where several end on one day, that of the quarter comes before the month's."""
    return file.until or date.min, file.label


def _files_of(raw: Path, *, la_code: str, settings: Settings) -> Iterator[CommentaryFile]:
    said = settings.records.authority
    for path, relative in _pages_in(raw):
        whose = place_of(relative.as_posix()).la_code or known_authority(said) or said
        if not whose:
            raise CommentaryOutOfPlace.of_nobody(path)
        if whose == la_code:
            told = (told for folder in reversed(relative.parts[:-1]) if (told := _period_of(folder)) is not None)
            label, until = next(told, ("", None))
            if not label:
                raise CommentaryOutOfPlace.without_period(path)
            yield CommentaryFile(path=path, la_code=la_code, label=label, until=until)


def _pages_in(raw: Path) -> Iterator[tuple[Path, Path]]:
    """Give each page of words with its path below the folder of extracts."""
    for path in sorted(raw.rglob("*")):
        relative = path.relative_to(raw)
        is_hidden = any(part.startswith(".") for part in relative.parts)
        is_page = path.name.casefold() == COMMENTARY_FILE and relative.parts[0] not in NOT_EXTRACTS
        if is_page and not is_hidden and path.is_file():
            yield path, relative


def _period_of(folder: str) -> tuple[str, date | None] | None:
    """Return the label of the period that a folder is named by, and the last day of its figures; None for neither."""
    if folder.casefold() == LATEST:
        return LATEST, None
    days = days_in(folder)
    if PERIOD_FORM.fullmatch(folder):
        asked = parse_period(folder)
        return asked.label, asked.end or date(int(asked.label), *_YEAR_ENDS)
    return (f"{days[0]:%Y-%m}", days[0]) if len(days) == 1 else None
