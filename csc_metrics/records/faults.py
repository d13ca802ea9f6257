"""Faults of an authority's own extracts: what is wrong, where, and what to do about it at the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.records import dates

AUTHORITY_DIFFERS: Final = "authority_differs"
"""Rule that a row or file is that authority's in whose folder it lies."""
LONGEST_VALUE: Final = 60
"""Characters of a cell that a list of faults shows."""


class Faults(dy.Schema):
    """Faults: one row per fault; a row of an extract may have several."""

    la_code = dy.String(nullable=True, description="The authority; empty where the file does not say whose it is")
    severity = dy.String(
        regex="^(" + "|".join(Severity) + ")$",
        description="error: the row or file is kept aside; warning: it weakens what the last column says; notice",
    )
    rule = dy.String(description="Short name of what is wrong")
    file = dy.String(description="File and sheet, below the folder of extracts")
    row = dy.Int64(nullable=True, description="Row of the sheet or line of the file; empty for the whole file")
    column = dy.String(nullable=True, description="Heading as it stands in the file; empty for the whole row")
    value = dy.String(nullable=True, description="What stands there, at most sixty characters")
    remedy = dy.String(description="What to do, at the source where the source is wrong")
    table = dy.String(nullable=True, description="Clean table that the row belongs to")
    weakens = dy.String(nullable=True, description="What can no longer be told of the row, for a warning")
    extracted_on = dy.Date(nullable=True, description="Day on which the file was drawn from the case system")
    record = dy.String(nullable=True, description="Key of the record, its parts with spaces between")
    field = dy.String(nullable=True, description="Columns of the clean table that are at fault, with spaces between")


NO_FAULTS: Final = pl.DataFrame(schema={name: column.dtype for name, column in Faults.columns().items()})
"""A list without a fault."""


@dataclass(frozen=True, kw_only=True)
class FaultKind:
    """What is to be said of one kind of fault in a cell or row. says: what is wrong. remedy: what to do."""

    rule: str
    says: str
    remedy: str


_KINDS: Final = (
    FaultKind(
        rule=dates.NOT_A_DATE,
        says="This is no date that we can read.",
        remedy="Write dates as 2025-04-03 or 03/04/2025 (3 April).",
    ),
    FaultKind(
        rule=dates.AMBIGUOUS_DATE,
        says="This could be more than one day.",
        remedy="Write the year in four digits, and the day before the month throughout the column.",
    ),
    FaultKind(
        rule=dates.DATE_OUT_OF_RANGE,
        says="No such thing happened in that year: it is a slip or a placeholder.",
        remedy="Correct the date; leave the cell empty where the day is not known or has not come yet.",
    ),
    FaultKind(
        rule=dates.TIME_MISSING,
        says="The time of day is missing, so that hours cannot be counted from it.",
        remedy="Have the extract show the time as well, as in 2025-04-03 14:30.",
    ),
    FaultKind(
        rule="in_the_future",
        says="This is said to have happened long after the extract was drawn.",
        remedy="Correct the date in the case system, or the date that the file or its folder bears.",
    ),
    FaultKind(
        rule="after_the_extract",
        says="This is said to have happened after the extract was drawn.",
        remedy="Correct the date in the case system, or the date that the file or its folder bears.",
    ),
    FaultKind(
        rule="unknown_code",
        says="This is none of the words that the column may hold.",
        remedy="Correct it, or say in settings.toml what it means: [codes.{table}.{column}] {value} = one of {words}.",
    ),
    FaultKind(
        rule="not_a_number", says="This is no number.", remedy="Write a plain number such as 0.8, without units."
    ),
    FaultKind(
        rule="number_out_of_range",
        says="This number is outside what is possible.",
        remedy="Correct the number at its source.",
    ),
    FaultKind(rule="not_yes_or_no", says="This is neither yes nor no.", remedy="Write yes or no, or leave it empty."),
    FaultKind(
        rule="odd_identifier",
        says="This identifier holds characters that cannot be seen, or is far too long.",
        remedy="Correct the identifier at its source.",
    ),
    FaultKind(
        rule="text_too_long",
        says="This text is far too long for the column.",
        remedy="Check whether cells have run together; shorten it at its source.",
    ),
    FaultKind(
        rule="missing", says="This must not be empty.", remedy="Fill it in at the source, or have the extract show it."
    ),
    FaultKind(
        rule="key_twice",
        says="Rows of one file tell different things of the same record.",
        remedy="Correct the record at its source so that one row tells of it, or give each record its own identifier.",
    ),
    FaultKind(
        rule="files_disagree",
        says="Files drawn on the same day tell different things of the same record.",
        remedy="Keep the right file and move the other out of the folder.",
    ),
    FaultKind(
        rule=AUTHORITY_DIFFERS,
        says="This row says another authority than the folder that its extract lies in.",
        remedy=(
            "Correct it at its source; or move the extract into the folder of its authority, one of several "
            "authorities into a folder that names none, such as 2026-10-31."
        ),
    ),
    FaultKind(
        rule="described_differently",
        says="Lists of one extract describe the same child differently.",
        remedy="Correct the child's record so that all lists agree; until then it counts as not known.",
    ),
)
FAULT_KINDS: Final[dict[str, FaultKind]] = {kind.rule: kind for kind in _KINDS}
"""Faults of cells and rows, by rule; rules across columns carry their own words (contracts/records)."""


def fault_rows(
    rows: pl.DataFrame,
    *,
    rule: str,
    remedy: str,
    severity: Severity,
    place: Mapping[str, str | None],
    value: pl.Expr | None = None,
) -> pl.DataFrame:
    """Return a fault for each row of an extract that has it.

    Input: rows with source_row, and whatever `value` reads. rule: its name. remedy: what is wrong and what to do.
    place: of all of them: la_code, file, column, table, weakens, field; what is not there is empty.
    value: what stands in the cell; none for a fault of the whole row.
    Returns: schema Faults, one row per row given.
    """
    shown = pl.lit(None, dtype=pl.String) if value is None else value.cast(pl.String).str.slice(0, LONGEST_VALUE)
    told = {"severity": severity.value, "rule": rule, "remedy": remedy, **place}
    constant = [
        pl.lit(told.get(name), dtype=kind).alias(name)
        for name, kind in NO_FAULTS.schema.items()
        if name not in {"row", "value"}
    ]
    found = rows.select(pl.col("source_row").cast(pl.Int64).alias("row"), shown.alias("value"), *constant)
    return found[NO_FAULTS.columns]


def file_fault(
    *, la_code: str | None, file: str, rule: str, remedy: str, severity: Severity, value: str | None = None
) -> pl.DataFrame:
    """Return the fault of a whole file. file, rule, remedy, value: as they stand in the list.

    Returns: schema Faults, one row.
    """
    told = {"la_code": la_code, "file": file, "rule": rule, "remedy": remedy, "severity": severity.value}
    row = {name: told.get(name) for name in Faults.columns()} | {"value": value}
    return pl.DataFrame([row], schema=NO_FAULTS.schema)


def faults_of_rule(rows: pl.DataFrame, rule: Rule, *, place: Mapping[str, str | None]) -> pl.DataFrame:
    """Return a fault for each row that breaks a rule across columns, showing the values at odds.

    Input: rows with source_row and the rule's columns, all of which break the rule. place: as of `fault_rows`.
    Returns: schema Faults, one row per row given.
    """
    cells = [
        pl.concat_str(pl.lit(f"{column} "), _shown(column, rows.schema[column]).fill_null("empty"))
        for column in rule.columns
    ]
    about = {"field": " ".join(rule.columns), "weakens": rule.weakens or None}
    remedy = f"{rule.says} {rule.remedy}"
    value = pl.concat_str(cells, separator=", ")
    return fault_rows(
        rows, rule=rule.name, remedy=remedy, severity=rule.severity, place={**place, **about}, value=value
    )


def _shown(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as text; times without seconds that are none, so that two of them fit into a value."""
    text = pl.col(column).cast(pl.String)
    return text.str.replace(r"(?::00)?\.0+$", "") if isinstance(dtype, pl.Datetime) else text


def found_in(rows: pl.DataFrame, faults: pl.DataFrame, *, record: pl.Expr) -> pl.DataFrame:
    """Return faults of rows of a clean table, each with the row's authority, file, day and record.

    Input: rows of a clean table; faults, schema Faults, one for each in the same order. record: the key as text.
    Returns: schema Faults.
    """
    where = rows.select("la_code", pl.col("source_file").alias("file"), "extracted_on", record.alias("record"))
    return faults.with_columns(where.get_columns())


def all_faults(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return lists of faults as one, in order of file, row and rule. parts: schema Faults. Returns: schema Faults."""
    found = [part for part in parts if not part.is_empty()]
    if not found:
        return NO_FAULTS
    return pl.concat(found).sort("la_code", "file", "row", "rule", "column", nulls_last=True, maintain_order=True)
