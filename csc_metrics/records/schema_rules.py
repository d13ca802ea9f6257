"""Which rules of its table's schema a row breaks: of one column, or across columns.

The schema itself (dataframely) would tell the same at several times the cost; tests hold the two to the same answer.
Types, words and bounds were settled as cells were understood, and keys before this; what is left are cells that must
not be empty, and the rules across columns.
"""

from dataclasses import dataclass

import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RecordTable


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """A rule about one column that a schema enforces. rule: its name in a list of faults. column: of the table."""

    rule: str
    column: str


def rules_broken(rows: pl.DataFrame, table: RecordTable) -> list[tuple[Rule | ColumnRule, pl.Series]]:
    """Return each rule that a table's schema enforces and some rows break, with a mask of those rows.

    Input: rows, the columns of the table, understood; no key stands twice.
    Returns: rule, and True for each row that breaks it.
    """
    required = [name for name, column in table.all_columns.items() if not column.nullable]
    empty: list[tuple[Rule | ColumnRule, pl.Series]] = [
        (ColumnRule(rule="missing", column=name), rows[name].is_null()) for name in required if rows[name].null_count()
    ]
    errors = [rule for rule in table.rules if rule.severity is Severity.ERROR]
    if not errors:
        return empty
    masks = rows.select(rule.is_broken.fill_null(value=False).alias(rule.name) for rule in errors)
    return empty + [(rule, masks[rule.name]) for rule in errors if masks[rule.name].any()]
