"""Visits that a return tells of without a worker, beside the authority's own extract: each visit is counted once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import NO_FAULTS, faults_of_rule, found_in
from csc_metrics.records.history import Part
from csc_metrics.records.keys import record_of

SEVERAL_VISITED: Final = Rule(
    name="several_visited",
    says="The authority's own extract has visits of several workers on this day; which of them is meant is not told.",
    columns=("child_id", "visited_on"),
    is_broken=pl.lit(value=True),  # which rows do takes another extract to tell
    remedy="It stands beside them and would be counted once too often. Have one source tell of these visits.",
    severity=Severity.WARNING,
    weakens="number of visits",
)
"""A return tells the day of a visit without its worker, and several workers visited on it."""
_VISIT: Final = ["child_id", "visited_on"]
_WORKER: Final = "_worker"


def with_workers(parts: Sequence[Part]) -> list[Part]:
    """Return the visits of all extracts; one without a column of workers takes the worker whom another extract names.

    Lists 6 to 8 of Annex A give the day on which a child was last seen, and not by whom. Where the authority's own
    extract has one worker's visit to that child on that day, both are one visit.
    parts: of the table `visits`. Returns: the same parts and rows.
    """
    named = _named(parts)
    only = named.filter(pl.len().over(_VISIT) == 1).rename({"worker_id": _WORKER})
    return list(parts) if only.is_empty() else [_with_worker(part, only) for part in parts]


def several_visited(parts: Sequence[Part]) -> pl.DataFrame:
    """Return a warning for each visit without a worker on a day on which several workers visited the child.

    parts: of the table `visits`, workers taken over. Returns: schema Faults.
    """
    several = _named(parts).filter(pl.len().over(_VISIT) > 1)
    if several.is_empty():
        return NO_FAULTS
    unnamed = pl.concat(part.rows for part in parts if not _names_workers(part))
    doubled = unnamed.filter(pl.col("worker_id").is_null()).join(several, on=_VISIT, how="semi", maintain_order="left")
    found = faults_of_rule(doubled, SEVERAL_VISITED, place={"table": "visits"})
    return found_in(doubled, found, record=record_of(RECORD_TABLES["visits"]))


def _names_workers(part: Part) -> bool:
    return "worker_id" in part.supplied


def _named(parts: Sequence[Part]) -> pl.DataFrame:
    """Return child, day and worker of each visit whose worker is told; none if no part leaves workers out."""
    named = [part.rows for part in parts if _names_workers(part)]
    if not named or len(named) == len(parts):
        return RECORD_TABLES["visits"].empty.select(*_VISIT, "worker_id")
    told = pl.concat(one.select(*_VISIT, "worker_id") for one in named)
    return told.filter(pl.col("worker_id").is_not_null()).unique(maintain_order=True)


def _with_worker(part: Part, only: pl.DataFrame) -> Part:
    if _names_workers(part):
        return part
    found = part.rows.join(only, on=_VISIT, how="left", validate="m:1", maintain_order="left")
    return replace(part, rows=found.with_columns(pl.col(_WORKER).alias("worker_id")).drop(_WORKER))
