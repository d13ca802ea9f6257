"""Which measures each fault weakens, by code: those that count its table, or read a column at fault."""

from typing import Final

import polars as pl

from csc_metrics.contracts.about_measures import WeakenedMeasures
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES

_KEY: Final = ("la_code", "rule", "table", "severity")


def weakened_measures(weakened: pl.DataFrame) -> pl.DataFrame:
    """Return the measures that the faults of an authority weaken.

    A row that is kept aside is missing from every measure that reads its table; a doubtful column weakens those that
    read it. A notice weakens none, a whole file has no table.
    Input: schema WeakenedFigures. Returns: schema WeakenedMeasures, measures in the order of the registry.
    """
    rows = [
        {name: row[name] for name in _KEY} | {"measure": measure.code, "title": measure.title}
        for row in weakened.unique([*_KEY, "fields"], maintain_order=True).to_dicts()
        for measure in LOCAL_MEASURES.values()
        if _is_weakened(measure, row)
    ]
    found = pl.DataFrame(rows, schema=WeakenedMeasures.create_empty().schema)
    return WeakenedMeasures.validate(found.unique([*_KEY, "measure"], maintain_order=True))


def _is_weakened(measure: Measure, row: dict[str, object]) -> bool:
    """Whether a fault weakens a measure. row: with table, severity and fields."""
    reads = measure.from_records.reads if measure.from_records is not None else {}
    columns = reads.get(str(row["table"]))
    if columns is None or row["severity"] == Severity.NOTICE.value:
        return False
    at_fault = str(row["fields"] or "").split()
    return row["severity"] == Severity.ERROR.value or any(column in columns for column in at_fault)
