"""Errors of an older scorecard, met by giving one that cannot be read; errors_met.py holds the others."""

from pathlib import Path
from typing import Final

from errors_met_in_records import Case

from csc_metrics.comparison.against_old import OfAnotherAuthority, reconcile
from csc_metrics.comparison.old_scorecard import OldScorecardFault, read_old_scorecard
from csc_metrics.contracts.authorities import find_authority
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.errors import CscMetricsError
from csc_metrics.report.older_scorecard import ScorecardOfNobody, given_scorecard
from csc_metrics.settings.model import Settings

_HEADINGS: Final = "Measure,Period,Value\n"


def scorecard(content: str | bytes) -> None:
    path = Path("old.csv")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    read_old_scorecard(path)


def scorecard_of_oldham() -> None:
    Path("old.csv").write_text("Council,Measure,Period,Value\nOldham,Agency rate,2024,10%\n", encoding="utf-8")
    old = read_old_scorecard(Path("old.csv"))
    reconcile(old, MeasureValues.create_empty(), la_code="357", settings=Settings())


def scorecard_of_nobody_for_two() -> None:
    Path("old.csv").write_text(f"{_HEADINGS}Agency rate,2024,10%\n", encoding="utf-8")
    named = [find_authority(name) for name in ("Tameside", "Oldham")]
    given_scorecard(Path("old.csv"), named, is_each_named=True)


def scorecard_that_is_not_there() -> None:
    read_old_scorecard(Path("odl.csv"))


IN_RECONCILING: Final[tuple[tuple[type[CscMetricsError], tuple[Case, ...]], ...]] = (
    (
        OldScorecardFault,
        (
            (
                "of_faults",
                "An older scorecard has a title that nobody knows and a number that could be two",
                lambda: scorecard(f'{_HEADINGS}Agency rat,2024,10%\nVacancy rate,2023/24,"31,3"\n'),
                ("row 2, column Measure", "agency_rate_pct", "row 3, column Value", "31.3%"),
            ),
            (
                "without_columns",
                "An older scorecard has its months beside each other",
                lambda: scorecard("Measure,April,May\nAgency rate,10%,11%\n"),
                ("old.csv", "no column period", "April", "below each other"),
            ),
            ("without_rows", "An older scorecard is empty", lambda: scorecard(_HEADINGS), ("old.csv", "as CSV")),
            (
                "not_text",
                "A workbook is given as the older scorecard",
                lambda: scorecard(b"PK\3\4\0"),
                ("old.csv", "not a CSV file", "in Excel"),
            ),
            (
                "not_openable",
                "The name of the older scorecard is misspelt",
                scorecard_that_is_not_there,
                ("odl.csv", "Correct its name"),
            ),
        ),
    ),
    (
        OfAnotherAuthority,
        (("named", "The older scorecard is another authority's", scorecard_of_oldham, ("Tameside", "Oldham (353)")),),
    ),
    (
        ScorecardOfNobody,
        (
            (
                "for_several",
                "An older scorecard that names no authority is given for two reports",
                scorecard_of_nobody_for_two,
                ("old.csv: row 2 names no authority", "reports of 2 authorities", "one authority"),
            ),
        ),
    ),
)
"""Error class and its cases."""
