"""Editions: each file checked for the areas that it must hold, then the newest edition of each figure kept."""

from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import polars as pl

from csc_metrics.contracts.authorities import authorities, authority_codes_on
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS, AreaType, Note, Status
from csc_metrics.errors import CscMetricsError, list_faults
from csc_metrics.published.tables import PublishedTable
from csc_metrics.published.text import ASK_MAINTAINERS, FETCH_AGAIN

_FIGURE: Final = ("area_code", "series", "period_end")
_MOST_AREAS_NAMED: Final = 8
_NOTHING_THERE: Final = (Status.NOT_APPLICABLE.value, Status.NOT_COLLECTED.value)


class IncompleteFile(CscMetricsError):
    """A file lacks areas that it must hold, so that it may be cut off."""

    @classmethod
    def missing_areas(cls, path: Path, faults: list[str]) -> Self:
        """Word the error for the areas missing in each year."""
        return cls(f"{path}: areas are missing; the file may be cut off.\n{list_faults(faults)}\n{FETCH_AGAIN}")

    @classmethod
    def figures_too_early(cls, path: Path, faults: list[str]) -> Self:
        """Word the error for figures of an authority that did not exist."""
        return cls(
            f"{path}: figures of an authority for a day on which it did not exist.\n{list_faults(faults)}\n"
            f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
        )


class DisagreeingFigures(CscMetricsError):
    """The same figure stands twice, with two values, in files of one edition or within one file."""

    @classmethod
    def found(cls, faults: list[str], *, is_within_files: bool) -> Self:
        """Word the error for figures of one edition that disagree."""
        if is_within_files:
            return cls(f"The same figure stands twice in one file and differs.\n{list_faults(faults)}\n{FETCH_AGAIN}")
        return cls(
            f"Published figures of the same edition disagree.\n{list_faults(faults)}\n"
            "Keep one of the files and move the other out of the published folder."
        )


def complete_file(figures: pl.DataFrame, known: PublishedTable, *, path: Path) -> pl.DataFrame:
    """Return one file's figures with joint returns on both partners and without authorities that did not exist.

    Input and output: columns of PublishedFigures and `line`, a row per area, series and period end.
    Raises: IncompleteFile where England, a region or an authority of the day is missing from a year.
    """
    shared = _share_joint_returns(figures, known)
    living = _drop_unborn_and_ended(shared, path=path)
    _require_all_areas(living, path=path)
    return living


def merge_editions(figures: pl.DataFrame) -> pl.DataFrame:
    """Return each figure once: of the newest edition that has it.

    Input: columns of PublishedFigures, `line` and `edition` (the latest year in the file), a row per figure and file.
    Returns: the same columns, one row per area, series and period end; values as they were.
    Raises: DisagreeingFigures where two files of that edition, or two rows of one file, differ.
    """
    newest = figures.filter(pl.col("edition") == pl.col("edition").max().over(_FIGURE))
    distinct = newest.unique(subset=[*_FIGURE, "value", "status"], keep="first", maintain_order=True)
    twice = distinct.filter(pl.len().over(_FIGURE) > 1).sort(*_FIGURE, "source_file", "line")
    if twice.height:
        files = pl.col("source_file").n_unique().alias("files")
        faults = [_told_of(row) for row in twice.iter_rows(named=True)]
        raise DisagreeingFigures.found(faults, is_within_files=twice.group_by(_FIGURE).agg(files)["files"].max() == 1)
    return distinct.sort("area_type", *_FIGURE)


def _told_of(row: dict[str, Any]) -> str:
    """Return a figure as an analyst would look for it: file, line, area, year, what it is, what it says."""
    known = authorities().get(row["area_code"])
    area = f"{known.name} ({known.la_code})" if known else row["area_code"]
    said = f"{row['value']:.10g}" if row["status"] == Status.OK.value else row["status"]
    what = row["series"].replace("_", " ")
    return f"{row['source_file']}, line {row['line']}: {area}, {row['year']}, {what}: {said}"


def _share_joint_returns(figures: pl.DataFrame, known: PublishedTable) -> pl.DataFrame:
    """Give both partners the value of a joint return that an older edition prints on the first alone."""
    for holder, partner in known.joint_returns:
        days = [day for day in figures["period_end"].unique() if _is_unshared(figures, holder, partner, day)]
        of_days = pl.col("period_end").is_in(days)
        of_holder = (pl.col("area_code") == holder) & of_days
        kept = figures.filter(~((pl.col("area_code") == partner) & of_days)).with_columns(
            note=pl.when(of_holder).then(pl.lit(Note.JOINT_RETURN.value)).otherwise("note")
        )
        figures = pl.concat([kept, kept.filter(of_holder).with_columns(area_code=pl.lit(partner))])
    return figures


def _is_unshared(figures: pl.DataFrame, holder: str, partner: str, day: date) -> bool:
    """Whether on a day both partners exist and the file has figures of the holder alone."""
    if not (authorities()[holder].existed_on(day) and authorities()[partner].existed_on(day)):
        return False
    of_day = figures.filter(pl.col("period_end") == day)
    has_value = pl.col("status") == Status.OK.value
    return (
        of_day.filter((pl.col("area_code") == holder) & has_value).height > 0
        and of_day.filter((pl.col("area_code") == partner) & (pl.col("status") != Status.NOT_APPLICABLE.value)).height
        == 0
    )


def _drop_unborn_and_ended(figures: pl.DataFrame, *, path: Path) -> pl.DataFrame:
    """Leave out rows without figures for days on which an authority did not exist."""
    days = figures["period_end"].unique()
    living = pl.DataFrame(
        [(code, day) for day in days for code in sorted(authority_codes_on(day))],
        schema={"area_code": pl.String, "period_end": pl.Date},
        orient="row",
    ).with_columns(is_living=pl.lit(value=True))
    marked = figures.join(living, on=["area_code", "period_end"], how="left", validate="m:1", maintain_order="left")
    is_out = (pl.col("area_type") == AreaType.AUTHORITY.value) & pl.col("is_living").is_null()
    wrong = marked.filter(is_out & ~pl.col("status").is_in(_NOTHING_THERE))
    if wrong.height:
        faults = [f"line {row['line']}: {row['area_code']}, {row['period_end']}" for row in wrong.iter_rows(named=True)]
        raise IncompleteFile.figures_too_early(path, list(dict.fromkeys(faults)))
    return marked.filter(~is_out).drop("is_living")


def _require_all_areas(figures: pl.DataFrame, *, path: Path) -> None:
    held = figures.group_by("year", "period_end", maintain_order=True).agg(pl.col("area_code").unique())
    years = sorted(held["year"].unique())
    faults = [f"{year}: the whole year is missing" for year in range(years[0], years[-1]) if year not in years]
    for row in held.sort("year").iter_rows(named=True):
        expected = {ENGLAND_CODE, *REGIONS, *authority_codes_on(row["period_end"])}
        missing = sorted(expected - set(row["area_code"]))
        if missing:
            named = ", ".join(missing[:_MOST_AREAS_NAMED])
            faults.append(f"{row['year']}: {len(missing)} of {len(expected)} areas missing: {named}")
    if faults:
        raise IncompleteFile.missing_areas(path, faults)
