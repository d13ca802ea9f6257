"""Rows that were kept aside: each with the rules that it breaks and every cell as it is written."""

import json
from collections.abc import Sequence
from typing import Final

import polars as pl

from csc_metrics.records.draft import Draft
from csc_metrics.records.raw import places_in

ASIDE_SCHEMA: Final = pl.Schema(
    {
        "la_code": pl.String,
        "table": pl.String,
        "file": pl.String,
        "row": pl.Int64,
        "extracted_on": pl.Date,
        "record": pl.String,
        "rules": pl.String,
        "cells": pl.String,
    }
)
"""Rows kept aside: one row per row and table. record: its key, ? for a part that is missing; rules: spaces between;
cells: as JSON, as written."""
NOTHING_ASIDE: Final = pl.DataFrame(schema=ASIDE_SCHEMA)
"""No row kept aside."""


def rows_aside(
    draft: Draft, *, cells: pl.DataFrame, records: Sequence[str], rules: Sequence[str | None]
) -> pl.DataFrame:
    """Return rows of a draft as they are kept aside.

    Input: cells, rows of the draft's own. records, rules: of each row, its record's key and the rules it breaks.
    Returns: schema ASIDE_SCHEMA.
    """
    as_written = _as_json(cells.drop(places_in(cells)))
    rows = [
        {
            "la_code": draft.la_code,
            "table": draft.table,
            "file": draft.file,
            "row": line,
            "extracted_on": draft.extracted_on,
            "record": record,
            "rules": broken,
            "cells": written,
        }
        for line, record, broken, written in zip(cells["source_row"], records, rules, as_written, strict=True)
    ]
    return pl.DataFrame(rows, schema=ASIDE_SCHEMA)


def _as_json(cells: pl.DataFrame) -> list[str]:
    return [
        json.dumps({name: cell for name, cell in row.items() if cell is not None}, default=str, ensure_ascii=False)
        for row in cells.iter_rows(named=True)
    ]
