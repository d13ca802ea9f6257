"""What breaks a rule of a table is told without its schema, and is just what the schema would refuse."""

import polars as pl
import pytest
from made_up_drafts import understood, whole_row

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.schema_rules import rules_broken

TABLES = sorted(RECORD_TABLES)


def rows_with_one_empty_cell_each(name: str) -> pl.DataFrame:
    """Return a row of a table that is whole, and for each of its columns one in which it is empty."""
    whole = understood(name, whole_row(name)).rows
    assert whole.height == 1
    emptied = [whole.with_columns(pl.lit(None, dtype=kind).alias(column)) for column, kind in whole.schema.items()]
    numbered = [
        rows.with_columns(pl.lit(f"{at}.csv").alias("source_file")) for at, rows in enumerate([whole, *emptied])
    ]
    return pl.concat(numbered)


@pytest.mark.parametrize("name", TABLES)
def test_rows_that_break_no_rule_are_those_that_the_schema_accepts(name: str) -> None:
    table = RECORD_TABLES[name]
    rows = rows_with_one_empty_cell_each(name)
    broken = pl.Series([False] * rows.height)
    for _, mask in rules_broken(rows, table):
        assert mask.any()
        broken = broken | mask

    assert broken.any()
    assert not broken[0]
    for is_broken, row in zip(broken, rows.iter_slices(1), strict=True):
        assert table.schema.is_valid(row) is not is_broken
