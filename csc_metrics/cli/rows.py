"""`csc-metrics rows`: who stands behind a figure, and each team's list of work, as CSV and workbook, internal only."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import click
import polars as pl

from csc_metrics.cli.local_figures import NoSuchLocalPeriod
from csc_metrics.cli.source import settings_of
from csc_metrics.data_quality.held import find_authority_with_records
from csc_metrics.errors import WrongUse
from csc_metrics.measures.counting.behind import ASIDE, COUNTED, rows_behind
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.select import newest_period, period_asked, period_ends_held
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import find_measures
from csc_metrics.measures.worklists import WORKLISTS, worklist
from csc_metrics.periods import Period, parse_period
from csc_metrics.records.row_lists import write_rows

FOLDER: Final = "rows"
"""Below the folder of clean tables."""


class RowsOfWhat(WrongUse):
    """It is not said of which figure or list of work rows are wanted."""

    @classmethod
    def neither(cls) -> Self:
        """Word the error for a call that names neither, or both."""
        return cls(
            "Name one figure with --measure CODE (and --period, --part), or one list of work with --worklist: "
            f"{', '.join(WORKLISTS)}."
        )


def write_rows_behind(
    *,
    authority_name: str,
    period: str,
    measure_code: str | None,
    part: str,
    worklist_name: str | None,
    clean_folder: Path,
    settings_file: Path | None,
) -> None:
    """Write the rows behind a figure, or a list of work. The arguments are the command's options.

    Raises: RowsOfWhat; NoSuchPart; NothingBehind; NoCleanRecords; UnknownAuthority; NoSuchLocalPeriod.
    """
    if (measure_code is None) == (worklist_name is None):
        raise RowsOfWhat.neither()
    la_code = find_authority_with_records(authority_name).la_code
    records = open_authority_records(clean_folder, la_code, settings=settings_of(settings_file))
    folder = clean_folder / FOLDER / la_code
    if worklist_name is not None:
        day, rows = worklist(records, worklist_name)
        paths = write_rows(folder / f"{worklist_name}-{day}", rows, title=f"{worklist_name} at {day}", sheet_by="team")
        _tell(paths, f"{_counted(rows)} at {day}, the newest extract's day.")
        return
    (measure,) = find_measures([measure_code or ""])
    of_period = _period(records, measure, period)
    rows = rows_behind(records, measure, period=of_period, part=part)
    name = "-".join([measure.code, of_period.label, *([part] if part != "all" else [])])
    paths = write_rows(folder / _as_file_name(name), rows, title=f"{measure.title}, {of_period.label}", sheet_by=None)
    _tell(paths, _parts_told(rows, of_period))


def _period(records: AuthorityRecords, measure: Measure, label: str) -> Period:
    """Return the period asked for, or the newest of which there is a figure. Raises: NoSuchLocalPeriod."""
    if label:
        return period_asked(measure, parse_period(label))
    values = values_from_records(records, [measure])
    newest = newest_period(measure, values)
    if newest is None:
        raise NoSuchLocalPeriod.asked(["the newest period"], period_ends_held(values))
    return newest


def _parts_told(rows: pl.DataFrame, period: Period) -> str:
    """Say how many rows there are, and how many of them stand in the figure's top, bottom, or beside it."""
    counted, aside = int(rows[COUNTED].sum()), int(rows[ASIDE].sum())
    return (
        f"{_counted(rows)} of {period.start} to {period.end}: {counted:,} in the top of the figure, "
        f"{rows.height - aside:,} in all that it is of, {aside:,} set aside."
    )


def _counted(rows: pl.DataFrame) -> str:
    return f"{rows.height:,} row{'' if rows.height == 1 else 's'}"


def _tell(paths: Sequence[Path], words: str) -> None:
    for path in paths:
        click.echo(str(path))
    click.echo(f"{words} Internal: it names children and workers.", err=True)


def _as_file_name(words: str) -> str:
    """Return words as the name of a file on any system."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in words)
