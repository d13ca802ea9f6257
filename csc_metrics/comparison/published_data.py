"""Published measure values and neighbour lists, ready to compare: from a folder of DfE's files or as carried."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.comparison.compare import compare_with_others, report_rows
from csc_metrics.contracts.tables import MeasureValues, Neighbours
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.measures.select import complete_measure_values
from csc_metrics.progress import Tell, tell_nobody
from csc_metrics.published.carry import carried_published
from csc_metrics.published.neighbours import carried_neighbours, neighbour_inputs, read_neighbours
from csc_metrics.published.read import InputFile, read_published
from csc_metrics.settings.model import Settings

DEFAULT_PUBLISHED: Final = Path("data_raw/published")
"""Where DfE's files are looked for when no folder is named."""
CARRIED: Final = "carried"
_VALUES: Final = "values.parquet"
_NEIGHBOURS: Final = "neighbours.parquet"
_FILES: Final = "files.json"


@dataclass(frozen=True, kw_only=True)
class PublishedData:
    """Published measure values and neighbour lists, and what they were read from.

    values: schema MeasureValues, all areas and periods. neighbours: schema Neighbours, both models.
    inputs: the files that figures came from. unused: files in the folder that are not read.
    is_carried: whether it is the package's own small table.
    """

    values: pl.DataFrame
    neighbours: pl.DataFrame
    inputs: tuple[InputFile, ...]
    unused: tuple[str, ...]
    is_carried: bool

    def period_keys(self, measures: Sequence[Measure]) -> list[tuple[str, date]]:
        """Return every (measure code, period end) that the data hold for the measures."""
        wanted = self.values.filter(pl.col("measure").is_in([measure.code for measure in measures]))
        return wanted.select("measure", "period_end").unique().sort("measure", "period_end").rows()


def as_named(folder: Path | None) -> str:
    """Return what a person would write for `folder_of_published` to return this.

    >>> as_named(None), as_named(Path("carried")) == "./carried"
    ('carried', True)
    """
    if folder is None:
        return CARRIED
    return str(folder) if folder.is_absolute() else f"./{folder.as_posix()}"


_prepared: dict[Path | None, Path] = {}


def folder_of_published(named: str | None) -> Path | None:
    """Return the folder to read: the one named, else data_raw/published where it holds a CSV, else None (carried).

    named: as written by a person; None or nothing leaves the choice. The word "carried" asks for the figures that the
    package carries; a folder of that name is "./carried". data_raw stands here, or one folder up for a notebook that
    is run where it lies.
    """
    if named == CARRIED:
        return None
    if named:
        return Path(named)
    places = (DEFAULT_PUBLISHED, Path("..") / DEFAULT_PUBLISHED)
    return next(
        (
            place
            for place in places
            if place.is_dir() and any(path.suffix.casefold() == ".csv" for path in place.rglob("*"))
        ),
        None,
    )


def load_published_data(
    folder: Path | None, *, measures: Sequence[Measure], settings: Settings, tell: Tell = tell_nobody
) -> PublishedData:
    """Read published figures, count the measures, and read both models of neighbours.

    folder: of DfE's files; None is the package's own small table. Every table that a measure needs must be there.
    tell: is given a step for each file.
    Returns: values of the measures for every area and period that the files hold.
    Raises: the errors of csc_metrics.published, each naming file, line and remedy.
    """
    if folder in _prepared:
        return _load_prepared(_prepared[folder])
    if folder is None:
        read = carried_published()
        neighbours = carried_neighbours()
        lists: tuple[InputFile, ...] = ()
    else:
        read = read_published(folder, tables={table for one in measures for table in one.tables}, tell=tell)
        neighbours = read_neighbours(folder, workbooks=settings.neighbours.workbooks)
        lists = neighbour_inputs(folder, workbooks=settings.neighbours.workbooks)
    return PublishedData(
        values=published_measure_values(read.figures, measures=measures),
        neighbours=neighbours,
        inputs=(*read.inputs, *lists),
        unused=tuple(name for name in read.unused if name not in {file.name for file in lists}),
        is_carried=folder is None,
    )


def compare_authorities(
    data: PublishedData,
    *,
    la_codes: Sequence[str],
    period_ends: Sequence[tuple[str, date]],
    neighbour_model: str,
) -> pl.DataFrame:
    """Return the authorities' rows for the measures and period ends wanted, each beside its comparators.

    Returns: schema ReportRows, one row for each authority, measure and period end.
    """
    completed = complete_measure_values(
        data.values, measures=list(PUBLISHED_MEASURES.values()), la_codes=la_codes, period_ends=period_ends
    )
    compared = compare_with_others(
        data.values, completed=completed, neighbours=data.neighbours, neighbour_model=neighbour_model
    )
    return report_rows(compared, completed=completed)


def save_prepared(data: PublishedData, folder: Path) -> None:
    """Write the data for other processes of the same run, so that DfE's files are read and checked once."""
    data.values.write_parquet(folder / _VALUES)
    data.neighbours.write_parquet(folder / _NEIGHBOURS)
    files = {"inputs": [asdict(file) for file in data.inputs], "unused": data.unused, "is_carried": data.is_carried}
    (folder / _FILES).write_text(json.dumps(files), encoding="utf-8")


@contextmanager
def prepared(folder: Path | None, saved: Path) -> Iterator[None]:
    """Let load_published_data answer for a folder from what `save_prepared` wrote, within this process.

    saved: the folder that it was written to.
    """
    _prepared[folder] = saved
    try:
        yield
    finally:
        del _prepared[folder]


def _load_prepared(saved: Path) -> PublishedData:
    files = json.loads((saved / _FILES).read_text(encoding="utf-8"))
    return PublishedData(
        values=MeasureValues.validate(pl.read_parquet((saved / _VALUES).read_bytes())),
        neighbours=Neighbours.validate(pl.read_parquet((saved / _NEIGHBOURS).read_bytes())),
        inputs=tuple(InputFile(**file) for file in files["inputs"]),
        unused=tuple(files["unused"]),
        is_carried=files["is_carried"],
    )
