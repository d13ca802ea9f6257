"""Which rules of its table's schema a row breaks: an empty cell where none may be, or a rule across columns."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RecordTable

MISSING: Final = "missing"
"""Name, in a list of faults, of the rule that a column must be filled."""


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """A rule about one column that a schema enforces. rule: its name in a list of faults. column: of the table."""

    rule: str
    column: str


def rules_broken(rows: pl.DataFrame, table: RecordTable) -> list[tuple[Rule | ColumnRule, pl.Series]]:
    """Return each rule that a table's schema enforces and some rows break, with a mask of those rows.

    Words, lengths, bounds and types were settled as the cells were understood; what is left are empty cells and rules
    across columns. They are told here at a fraction of the cost of the schema itself, which says the same.
    Input: rows, the columns of the table; no key stands twice. Returns: rule, and True for each row that breaks it.
    """
    found: list[tuple[Rule | ColumnRule, pl.Series]] = []
    for name, column in table.all_columns.items():
        if not column.nullable and rows[name].null_count():
            found.append((ColumnRule(rule=MISSING, column=name), rows[name].is_null()))
    enforced = [rule for rule in table.rules if rule.severity is Severity.ERROR]
    broken = rows.select(rule.is_broken.fill_null(value=False).alias(rule.name) for rule in enforced)
    return found + [(rule, broken[rule.name]) for rule in enforced if broken[rule.name].any()]
