"""The package's own small table of published facts: how it is written, and how it is read.

It holds every figure of Tameside, its neighbours under both models, its region and England, and the latest year of
each series for every other authority and region, so that a rank and a quartile exist without DfE's files.
"""

import csv
import io
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.authorities import find_authority
from csc_metrics.contracts.tables import PublishedFigures
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS, AreaType, Status
from csc_metrics.progress import Tell, tell_nobody
from csc_metrics.published.neighbours import neighbour_inputs, read_neighbours
from csc_metrics.published.read import InputFile, Published, read_published
from csc_metrics.published.tables import PUBLISHED_TABLES, SERIES_TABLE

CARRIED_AUTHORITY: Final = "Tameside"
CARRIED_NAME: Final = "carried by csc_metrics"
_FACTS: Final = "published_figures.csv"
_SOURCES: Final = "sources.csv"
_NEIGHBOURS: Final = "neighbours.csv"
_POPULATION: Final = "population"
_ORACLE_ONLY: Final = "_as_printed"


def carried_series() -> list[str]:
    """Return the series that measures are made from; those that only check others are left out."""
    return [
        series
        for series, table in SERIES_TABLE.items()
        if not series.endswith(_ORACLE_ONLY) and not PUBLISHED_TABLES[table].is_oracle
    ]


def carried_years() -> list[int]:
    """Return DfE's years of which the package carries figures, the oldest first; populations only stand beneath rates.

    Source: DfE, in the package's own small table.

    >>> carried_years()[-1] >= 2025
    True
    """
    facts = (files("csc_metrics.published") / "carried" / _FACTS).read_text(encoding="utf-8")
    rows = csv.DictReader(facts.splitlines())
    return sorted({int(row["year"]) for row in rows if SERIES_TABLE[row["series"]] != _POPULATION})


def carried_published() -> Published:
    """Return the package's own small table as published figures, with the files that it was written from.

    Returns: schema PublishedFigures; whole years for Tameside and its comparators, the latest year for others.
    Source: DfE and ONS, under the Open Government Licence v3.0; `sources.csv` names file, edition and hash.
    """
    folder = files("csc_metrics.published") / "carried"
    facts = pl.read_csv(io.BytesIO((folder / _FACTS).read_bytes()), schema_overrides={"area_code": pl.String})
    figures = facts.select(
        "area_code",
        _area_type(),
        pl.col("year").cast(pl.Int16),
        _period_end(),
        "series",
        pl.col("value").cast(pl.Float64),
        pl.col("status").fill_null(Status.OK.value),
        pl.lit(CARRIED_NAME).alias("source_file"),
        pl.col("note").cast(pl.String),
    )
    sources = csv.DictReader((folder / _SOURCES).read_text(encoding="utf-8").splitlines())
    inputs = tuple(_input_file(row) for row in sources)
    return Published(figures=PublishedFigures.validate(figures), inputs=inputs, unused=())


def _area_type() -> pl.Expr:
    return (
        pl.when(pl.col("area_code") == ENGLAND_CODE)
        .then(pl.lit(AreaType.ENGLAND.value))
        .when(pl.col("area_code").is_in(list(REGIONS)))
        .then(pl.lit(AreaType.REGION.value))
        .otherwise(pl.lit(AreaType.AUTHORITY.value))
        .alias("area_type")
    )


def _period_end() -> pl.Expr:
    """The day on which a series' figures stand, by its table."""
    days = {series: PUBLISHED_TABLES[table].month_day for series, table in SERIES_TABLE.items()}
    month = pl.col("series").replace_strict({series: month for series, (month, _) in days.items()})
    day = pl.col("series").replace_strict({series: day for series, (_, day) in days.items()})
    return pl.date("year", month, day).alias("period_end")


def _input_file(row: dict[str, str]) -> InputFile:
    return InputFile(
        name=row["file"], table=row["table"], edition=int(row["edition"]), rows=int(row["rows"]), sha256=row["sha256"]
    )


def choose_carried(figures: pl.DataFrame, neighbours: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that the package carries: a row per area, year and series, in that order.

    Input: schemas PublishedFigures and Neighbours.
    Returns: columns area_code, year, series, value (in the unit that DfE prints), status (null where it is ok), note.
    """
    centre = find_authority(CARRIED_AUTHORITY)
    near = neighbours.filter(pl.col("la_code") == centre.la_code)["neighbour_code"].unique().to_list()
    whole = [centre.la_code, *near, centre.region_code, ENGLAND_CODE]
    wanted = figures.filter(pl.col("series").is_in(carried_series()))
    is_latest = pl.col("year") == pl.col("year").max().over("series")
    return (
        wanted.filter(pl.col("area_code").is_in(whole) | is_latest)
        .with_columns(status=pl.when(pl.col("status") != Status.OK.value).then("status"))
        .select("area_code", "year", "series", "value", "status", "note")
        .sort("area_code", "series", "year")
    )


def write_carried(published: Path, folder: Path, *, tell: Tell = tell_nobody) -> None:
    """Write the small table, the neighbour lists and the sources into a folder.

    published: the folder of DfE's files, which must hold every table that is read.
    tell: is given a step for each of them.
    Raises: the errors of `read_published` and `read_neighbours`.
    """
    read = read_published(published, tables=list(PUBLISHED_TABLES), tell=tell)
    neighbours = read_neighbours(published, workbooks={})
    chosen = choose_carried(read.figures, neighbours)
    folder.mkdir(parents=True, exist_ok=True)
    chosen.with_columns(pl.col("value").map_elements(lambda value: f"{value:.10g}", return_dtype=pl.String)).write_csv(
        folder / _FACTS
    )
    lists = neighbours.group_by("neighbour_model", "la_code", maintain_order=True).agg("neighbour_code")
    lists.select("neighbour_model", "la_code", neighbours=pl.col("neighbour_code").list.join(" ")).write_csv(
        folder / _NEIGHBOURS
    )
    _sources(read, neighbour_inputs(published, workbooks={})).write_csv(folder / _SOURCES)


def _sources(read: Published, lists: Sequence[InputFile]) -> pl.DataFrame:
    """Return the files that the small table rests on, with title, edition and hash: a row for each."""
    used = read.figures.filter(pl.col("series").is_in(carried_series()))["source_file"].unique().to_list()
    titled = [(file, PUBLISHED_TABLES[file.table].title) for file in read.inputs if file.name in used]
    titled += [(file, f"Statistical neighbours, model of {file.edition}") for file in lists]
    return pl.DataFrame(
        [(file.table, title, file.name, file.edition, file.rows, file.sha256) for file, title in titled],
        schema=["table", "title", "file", "edition", "rows", "sha256"],
        orient="row",
    )
