"""Which rules of its table's schema a row breaks: of one column, or across columns."""

from dataclasses import dataclass
from typing import Final

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

    Input: rows, the columns of the table; no key stands twice. Returns: rule, and True for each row that breaks it.
    """
    if _breaks_nothing(rows, table):
        return []
    # The schema drops columns that it does not know, so that the number of a row goes where its line stands.
    numbered = rows.with_columns(pl.int_range(1, pl.len() + 1).alias("source_row"))
    kept, failed = table.schema.filter(numbered)
    if kept.height == rows.height:
        return []
    details = failed.details()
    found: list[tuple[Rule | ColumnRule, pl.Series]] = []
    for name in failed.counts():
        if name != "primary_key":
            places = details.filter(pl.col(name) == "invalid")["source_row"]
            found.append((_rule_named(name, table), numbered["source_row"].is_in(places.to_list())))
    return found


def _breaks_nothing(rows: pl.DataFrame, table: RecordTable) -> bool:
    """Whether no row can break a rule of the schema, told at a fraction of the cost of the schema itself.

    Words, bounds and types were settled as the cells were understood; what is left are empty cells and the rules across
    columns.
    """
    required = [name for name, column in table.all_columns.items() if not column.nullable]
    if any(rows[name].null_count() for name in required):
        return False
    broken = [rule.is_broken.any().alias(rule.name) for rule in table.rules if rule.severity is Severity.ERROR]
    return not broken or not any(rows.select(broken).row(0))


def _rule_named(name: str, table: RecordTable) -> Rule | ColumnRule:
    rule = next((rule for rule in table.rules if rule.name == name), None)
    if rule is not None:
        return rule
    column, _, check = name.partition("|")
    return ColumnRule(rule=_RULES_OF_CHECKS[check], column=column)


_RULES_OF_CHECKS: Final = {
    "nullability": "missing",
    "min_length": "missing",
    "regex": "unknown_code",
    "min": "date_out_of_range",
    "max": "date_out_of_range",
}
