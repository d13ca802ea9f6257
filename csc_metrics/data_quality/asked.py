"""Which records were asked for a field: those of which an extract tells that has the field at all."""

from collections.abc import Sequence

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.data_quality.expected import is_filled
from csc_metrics.data_quality.held import HeldRecords
from csc_metrics.records.history import Part


def asked(field: str) -> str:
    """Return the name of the column that says whether a record was asked for a field. field: its name.

    >>> asked("team")
    'asked team'
    """
    return f"asked {field}"


def with_asked(held: HeldRecords, table: str, *, rows: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """Return rows of a table with a column for each field: whether an extract that has the field tells of the record.

    Where cleaning has filled a field of records whose extracts do not have it, it has looked all of them up in another
    table, so that every record was asked.
    fields: columns of the table. Input: rows, schema of the table. Returns: the same rows in the same order.
    """
    whole = rows
    for field in fields:
        with_field = [part for part in held.parts.get(table, []) if field in part.supplied]
        is_all = len(with_field) in {0, len(held.parts.get(table, []))}
        whole = _all_asked(whole, field) if is_all else _told_by(whole, with_field, table=table, field=field)
    return whole


def _all_asked(rows: pl.DataFrame, field: str) -> pl.DataFrame:
    return rows.with_columns(pl.lit(value=True).alias(asked(field)))


def _told_by(rows: pl.DataFrame, parts: Sequence[Part], *, table: str, field: str) -> pl.DataFrame:
    """Return rows with whether any of the parts tells of the record; all are told if others are filled too."""
    key = list(RECORD_TABLES[table].key)
    keys = pl.concat([part.rows.select(key) for part in parts]).unique().with_columns(pl.lit(value=True).alias("_told"))
    found = rows.join(keys, on=key, how="left", validate="m:1", nulls_equal=True, maintain_order="left")
    told = found["_told"].fill_null(value=False)
    is_looked_up = found.select((is_filled(table, field) & pl.col("_told").is_null()).any()).item()
    return _all_asked(rows, field) if is_looked_up else rows.with_columns(told.alias(asked(field)))
