"""Rules that hold across the columns of a clean table: what is right, what breaks it, and what to do about it."""

import inspect
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import dataframely as dy
import polars as pl


class Severity(StrEnum):
    """What a fault costs: the row (or file) is kept aside, some measures are weakened, or nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule across the columns of a table.

    name: by subject, as in a list of faults. says: what is right, in a sentence. columns: those that are at odds; a
    measure that reads one of them leaves the row out where the rule only warns. is_broken: true on rows at odds (null:
    not). remedy: what to do at the source. weakens: what can no longer be told of the row, in words.
    """

    name: str
    says: str
    columns: tuple[str, ...]
    is_broken: pl.Expr
    remedy: str
    severity: Severity = Severity.ERROR
    weakens: str = ""


class Record(dy.Schema):
    """What every row of a clean table says: whose it is and where it came from."""

    la_code = dy.String(regex=r"^\d{3}$", description="The authority, by DfE's three-digit code")
    source_file = dy.String(description="File and sheet that the newest word on the record was read from")
    source_row = dy.Int64(min=1, description="Row of the sheet, or line of the file")
    extracted_on = dy.Date(description="Day on which that file was drawn from the case system")


WHERE_FROM: Final = ("la_code", "source_file", "source_row", "extracted_on")
"""Columns of `Record`."""


def enforced(rule: Rule) -> object:
    """Return a rule as one of dataframely's, for a schema: rows that break it are kept aside."""

    def holds(cls: type[dy.Schema]) -> pl.Expr:
        del cls
        return ~rule.is_broken.fill_null(value=False)

    holds.__doc__ = rule.says
    return dy.rule()(holds)


def told_once(*key: str) -> object:
    """Return the rule that no two rows tell of one record, for a key a part of which may be empty. key: its columns."""

    def holds(cls: type[dy.Schema]) -> pl.Expr:
        del cls
        return pl.struct(key).is_unique()

    holds.__doc__ = "No two rows tell of one record."
    return dy.rule()(holds)


def not_before(later: str, earlier: str, *, says: str, remedy: str = "", name: str = "") -> Rule:
    """Return the rule that one date does not lie before another.

    later, earlier: columns. says: in a sentence. remedy: what to do, if more than to correct a date.
    """
    return Rule(
        name=name or f"{_verb(later)}_before_{_verb(earlier)}",
        says=says,
        columns=(earlier, later),
        is_broken=pl.col(later) < pl.col(earlier),
        remedy=remedy or "Correct whichever of the two dates is wrong in the case system.",
    )


def _verb(column: str) -> str:
    return column.removesuffix("_on").removesuffix("_at")


def rules_enforced(schema: type[dy.Schema]) -> list[str]:
    """Return the names of the rules across columns that a schema enforces."""
    return [name for name, member in inspect.getmembers(schema) if type(member).__name__ == "RuleFactory"]
