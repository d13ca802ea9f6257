"""A child in two authorities: the same identifier and day of birth in the records of both."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import NO_FAULTS, all_faults, fault_rows, found_in
from csc_metrics.records.keys import record_of
from csc_metrics.records.store import RECORDS

CHILD_IN_TWO: Final = "child_in_two_authorities"
CHILDREN_AT_A_TIME: Final = 250_000
"""About so many children are compared at a time, so that the memory does not grow with the region."""
_REMEDY: Final = (
    "The records of another authority tell of a child with the same identifier and day of birth. If the child moved, "
    "nothing need be done; if extracts of one authority lie in the folder of another, move them."
)


def children_tables(clean: Path) -> dict[str, Path]:
    """Return authority → file of its clean table of children. clean: folder of clean tables."""
    found = sorted((clean / "children").glob(f"la_code=*/{RECORDS}"))
    return {path.parent.name.removeprefix("la_code="): path for path in found}


def children_in_two(paths: Sequence[Path]) -> pl.DataFrame:
    """Return a warning for each child whose identifier and day of birth stand in the records of two authorities.

    paths: clean tables of children, one of each authority. Returns: schema Faults, one row per child and authority.
    """
    if not paths[1:]:
        return NO_FAULTS
    children = pl.scan_parquet(list(paths), hive_partitioning=False)
    rows = children.select(pl.len()).collect().item()
    portions = rows // CHILDREN_AT_A_TIME + 1
    return all_faults([_told(_in_portion(children, portion, portions)) for portion in range(portions)])


def _in_portion(children: pl.LazyFrame, portion: int, portions: int) -> pl.DataFrame:
    """Return the children of one portion, told by their identifier, who stand in two authorities."""
    named = children.filter(pl.col("born_on").is_not_null() & (pl.col("child_id").hash() % portions == portion))
    seen = named.select("la_code", "child_id", "born_on", "source_file", "source_row", "extracted_on").collect()
    return seen.filter(pl.col("la_code").n_unique().over("child_id", "born_on") > 1)


def _told(children: pl.DataFrame) -> pl.DataFrame:
    others = pl.concat_str(
        pl.lit("in "),
        pl.col("la_code").unique().sort().str.join(" ").over("child_id", "born_on"),
    )
    found = fault_rows(
        children,
        rule=CHILD_IN_TWO,
        remedy=_REMEDY,
        severity=Severity.WARNING,
        place={"table": "children", "field": "child_id", "weakens": "children counted over several authorities"},
        value=others,
    )
    return found_in(children, found, record=record_of(RECORD_TABLES["children"]))
