"""Errors of the service's own words, met by writing what cannot be shown; errors_met.py holds the others."""

from errno import EACCES
from pathlib import Path
from typing import Final
from unittest.mock import patch

from errors_met_in_records import Case

from csc_metrics.errors import CscMetricsError
from csc_metrics.report.commentary import MOST_BYTES, ChildNamed, CommentaryFault
from csc_metrics.report.commentary_places import CommentaryOutOfPlace, open_commentary
from csc_metrics.settings.model import Settings

_HERE: Final = "357/2026-10-31"


def _open(*, identifiers: tuple[str, ...] = ()) -> None:
    open_commentary(Path("data_raw"), la_code="357", settings=Settings(), identifiers=identifiers)


def words(text: str | bytes, *, place: str = _HERE) -> None:
    """Write a page of words and open what the service of Tameside says."""
    page = Path("data_raw") / place / "commentary.md"
    page.parent.mkdir(parents=True)
    page.write_bytes(text if isinstance(text, bytes) else text.encode())
    _open(identifiers=("C-1001",))


def words_that_may_not_be_read() -> None:
    with patch.object(Path, "open", side_effect=PermissionError(EACCES, "Permission denied")):
        words_in_place()


def words_in_place() -> None:
    page = Path("data_raw") / _HERE / "commentary.md"
    page.parent.mkdir(parents=True)
    page.touch()
    _open()


def words_written_twice() -> None:
    words("## Caseloads\nOne.", place="357/2026-10")
    words("## Caseloads\nTwo.")


IN_COMMENTARY: Final[tuple[tuple[type[CscMetricsError], tuple[Case, ...]], ...]] = (
    (
        CommentaryFault,
        (
            (
                "of_faults",
                "The service's own words stand under a heading that is misspelt, and under one twice",
                lambda: words("## Caselods\nOne.\n\n## Actions\nTwo.\n\n## actions\nThree.\n"),
                ("line 1", "Did you mean Caseloads", "line 7", "line 4"),
            ),
            (
                "of_encoding",
                "The service's own words were saved in another encoding",
                lambda: words(b"## Caseloads\ncaf\xe9"),
                ("commentary.md", "line 2", "UTF-8"),
            ),
            (
                "too_large",
                "A whole document is given as the service's own words",
                lambda: words(b"a" * (MOST_BYTES + 1)),
                ("commentary.md", "64 KiB"),
            ),
            (
                "of_access",
                "The service's own words cannot be read",
                words_that_may_not_be_read,
                ("commentary.md", "Permission denied"),
            ),
        ),
    ),
    (
        ChildNamed,
        (
            (
                "on_lines",
                "The service's own words hold the identifier of a child",
                lambda: words("## Caseloads\nChild C-1001 waited.\n"),
                ("commentary.md, line 2",),
            ),
        ),
    ),
    (
        CommentaryOutOfPlace,
        (
            (
                "of_nobody",
                "No folder says whose the service's own words are",
                lambda: words("", place="2026-10-31"),
                ("data_raw/2026-10-31/commentary.md", "357/2026-10-31", "[records]"),
            ),
            (
                "without_period",
                "No folder says beside which figures the service's own words stand",
                lambda: words("", place="357/2024-25"),
                ("data_raw/357/2024-25/commentary.md", "Did you mean 2025?"),
            ),
            (
                "twice",
                "Two pages of the service's own words are of the same month",
                words_written_twice,
                ("data_raw/357/2026-10-31", "data_raw/357/2026-10/"),
            ),
        ),
    ),
)
