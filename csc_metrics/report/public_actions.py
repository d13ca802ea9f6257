"""Actions of the improvement plan as a public page may tell of them: none whose words name a child or a worker."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.about_board import Actions
from csc_metrics.data_quality.held import HeldRecords
from csc_metrics.planning.actions import actions_now
from csc_metrics.records.store import scan_clean
from csc_metrics.report.commentary_identifiers import lines_that_name_a_child
from csc_metrics.settings.model import Settings

_UPDATES: Final = "action_updates"
_NAMED: Final = {"children": "child_id", "workers": "worker_id"}
"""Clean table → its identifiers, none of which a public page may hold."""


def public_actions(
    held: HeldRecords, values: pl.DataFrame, *, as_at: date, settings: Settings
) -> tuple[pl.DataFrame, str]:
    """Return the actions as they may be told, and what has to be said of those whose words are left out.

    Whether a measure moved is known of what is published alone. held: of one authority. Input: values, schema
    MeasureValues, disclosed. as_at: the day that is told of. settings: of the authority.
    Returns: schema Actions; words for whoever publishes, or nothing.
    """
    scanned = scan_clean(held.clean, _UPDATES, la_codes=[held.la_code])
    if scanned is None:
        return Actions.create_empty(), ""
    told = actions_now(scanned.collect(), as_at=as_at, values=values, settings=settings)
    return without_names(told, identifiers=_identifiers(held.clean, held.la_code), la_code=held.la_code)


def without_names(actions: pl.DataFrame, *, identifiers: Collection[str], la_code: str) -> tuple[pl.DataFrame, str]:
    """Return actions, those whose title or priority holds an identifier by their number alone, and words on these.

    Input and output: actions, schema Actions. identifiers: of children and workers. la_code: whose actions they are.
    """
    words = pl.concat_str("title", "priority", separator=". ", ignore_nulls=True).str.replace_all(r"\s+", " ")
    numbered = lines_that_name_a_child(actions.select(words).to_series().to_list(), identifiers=identifiers)
    if not numbered:
        return actions, ""
    naming = [line - 1 for line in numbered]
    is_one = pl.int_range(pl.len()).is_in(naming)
    number = pl.concat_str(pl.lit("Action "), "action_id")
    shown = actions.with_columns(
        pl.when(is_one).then(number).otherwise("title").alias("title"),
        pl.when(~is_one).then("priority").alias("priority"),
    )
    numbers = ", ".join(actions["action_id"].gather(naming))
    return shown, (
        f"{la_code}: shown by number alone, since title or priority hold what is the identifier of a child or a worker "
        f"in the records: action {numbers}. Correct their words in the extract."
    )


def _identifiers(clean: Path, la_code: str) -> list[str]:
    """Return every identifier of a child or a worker of whom there are clean tables."""
    found: list[str] = []
    for table, column in _NAMED.items():
        scanned = scan_clean(clean, table, la_codes=[la_code])
        found += [] if scanned is None else scanned.select(column).unique().collect()[column].to_list()
    return found
