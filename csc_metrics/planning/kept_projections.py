"""Projections as they were made, kept beside an authority's clean tables: data_clean/projections/357.parquet."""

from io import BytesIO
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.about_planning import Projections
from csc_metrics.errors import CscMetricsError
from csc_metrics.records.store import write_if_other

FOLDER: Final = "projections"
_SAID: Final = ("la_code", "measure", "source", "period_end", "from_period_end", "value_now")
"""What a projection says, whatever the day: said again from the same newest year and figure, it is no other one."""


class ProjectionsFault(CscMetricsError):
    """Projections that were made before cannot be read or kept."""

    @classmethod
    def not_readable(cls, path: Path, error: Exception) -> Self:
        """Word the error for a file that cannot be read as what it is."""
        return cls(
            f"{path} holds projections that were made before, and cannot be read ({type(error).__name__}). Put it back "
            "from a copy, or move it away to begin anew."
        )

    @classmethod
    def not_writable(cls, path: Path, error: OSError) -> Self:
        """Word the error for a file that cannot be written."""
        reason = error.strerror or type(error).__name__
        return cls(f"{path} cannot be written: {reason}. Move what is in the way, or ask for the right to write there.")


def kept_projections(clean: Path, la_code: str) -> pl.DataFrame:
    """Return the projections that were made of an authority's figures, each as it was first said.

    clean: folder of clean tables. Returns: schema Projections. Raises: ProjectionsFault.
    """
    path = clean / FOLDER / f"{la_code}.parquet"
    if not path.is_file():
        return Projections.create_empty()
    try:
        return _first_said(Projections.validate(pl.read_parquet(path, hive_partitioning=False)))
    except (OSError, pl.exceptions.PolarsError, ValueError) as error:
        raise ProjectionsFault.not_readable(path, error) from error


def keep_projections(clean: Path, projections: pl.DataFrame, *, la_code: str) -> pl.DataFrame:
    """Keep projections beside those made before; what was once said of a year on a day is never said otherwise.

    What is said anew from the same newest year and figure is not kept again, however often a page is made.
    clean: folder of clean tables. Input: projections, schema Projections, of one authority.
    Returns: all that are kept, schema Projections. Raises: ProjectionsFault.
    """
    before, key = kept_projections(clean, la_code), Projections.primary_key()
    kept = _first_said(pl.concat([before, projections.join(before, on=key, how="anti")]).sort(key))
    content = BytesIO()
    kept.write_parquet(content, statistics=False)
    path = clean / FOLDER / f"{la_code}.parquet"
    try:
        write_if_other(path, content.getvalue())
    except OSError as error:
        raise ProjectionsFault.not_writable(path, error) from error
    return Projections.validate(kept)


def _first_said(projections: pl.DataFrame) -> pl.DataFrame:
    """Return the earliest of projections that say the same of the same newest year and figure; all in order of key."""
    return projections.unique(_SAID, keep="first", maintain_order=True)
