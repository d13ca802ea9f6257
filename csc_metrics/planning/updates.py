"""Updates of the improvement plan's actions, read strictly: what each action's newest one said on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Self

import pandas as pd
import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.errors import CscMetricsError, did_you_mean

ACTION: Final = ("la_code", "action_id")
"""What an action is known by."""
PROGRESS: Final = ("status", "rag", "due_on", "done_on")
"""Columns by which an update says how far an action is; another owner or a title written anew is no progress."""
_STANDING: Final = ("priority", "title", "promised", "owner", "original_due_on", "due_on", "measure")
"""Columns in which an empty cell means not known, so that what an earlier update said of it stands."""
_TABLE: Final = "action_updates"
_TYPES: Final = {name: pl.Date if name.endswith("_on") else pl.String for name in RECORD_TABLES[_TABLE].columns}
_MOST_NAMED: Final = 3
_IS_DONE: Final = pl.col("status") == "done"
_IS_WITHDRAWN: Final = pl.col("status") == "withdrawn"


class NotActionUpdates(CscMetricsError):
    """A frame cannot be read as updates of actions."""

    @classmethod
    def lacking(cls, columns: Sequence[str], *, held: Sequence[str]) -> Self:
        """Word the error for columns that are not there."""
        hints = "".join(dict.fromkeys(did_you_mean(name, held) for name in columns))
        return cls(
            f"Updates of actions need {' and '.join(columns)}; the frame has {', '.join(held) or 'no columns'}.{hints} "
            "Give the clean table action_updates as `csc-metrics clean` writes it."
        )

    @classmethod
    def twice(cls, told: Sequence[str]) -> Self:
        """Word the error for actions that have two updates of one day."""
        return cls(
            f"An action has one update a day, and these have two or more: {'; '.join(told)}. Keep the last one of each "
            "day."
        )


def read_updates(action_updates: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Return updates of actions with the columns and types of the clean table, in order of action and day.

    action_updates: the columns of the clean table action_updates, polars or pandas; a row per update.
    Returns: la_code, then those columns; one row per update.
    Raises: NotActionUpdates where a column is not there, or an action has two updates of one day.
    """
    frame = pl.from_pandas(action_updates) if isinstance(action_updates, pd.DataFrame) else action_updates
    wanted = {"la_code": pl.String} | _TYPES
    lacking = [name for name in wanted if name not in frame.columns]
    if lacking:
        raise NotActionUpdates.lacking(lacking, held=frame.columns)
    told = frame.select(pl.col(name).cast(kind) for name, kind in wanted.items())
    key = [*ACTION, "updated_on"]
    twice = told.filter(pl.struct(key).is_duplicated()).select(key).unique().sort(key)
    if twice.height:
        named = [f"{row['action_id']} of {row['la_code']} on {row['updated_on']}" for row in twice.to_dicts()]
        raise NotActionUpdates.twice(named[:_MOST_NAMED])
    return told.sort(key)


def newest_updates(updates: pl.DataFrame, *, as_at: date) -> pl.DataFrame:
    """Return what each action's newest update up to a day said; those after it never count.

    Where it leaves out what the action is, who answers for it or when it is due, what an earlier one said stands.

    updates: columns of `read_updates`; one row per update. as_at: the day, itself included.
    Returns: one row per action that had an update by then: the columns of its newest one, first_updated_on, updates,
    unchanged_updates (of the newest in a row, those that said the same progress as the one before), is_done, is_open.
    """
    progress = [pl.col(name).eq_missing(pl.col(name).shift(1).over(ACTION)) for name in PROGRESS]
    place = pl.int_range(pl.len()).over(ACTION)
    told = (
        updates.filter(pl.col("updated_on") <= as_at)
        .sort(*ACTION, "updated_on")
        .with_columns(pl.col(_STANDING).forward_fill().over(ACTION))
        .with_columns((pl.all_horizontal(progress) & (place > 0)).alias("is_same"), place.alias("place"))
    )
    columns = [name for name in updates.columns if name not in ACTION]
    newest = told.group_by(ACTION, maintain_order=True).agg(
        *(pl.col(name).last() for name in columns),
        pl.col("updated_on").first().alias("first_updated_on"),
        pl.len().cast(pl.Int64).alias("updates"),
        (pl.col("place").max() - pl.col("place").filter(~pl.col("is_same")).max()).alias("unchanged_updates"),
    )
    is_done = (_IS_DONE | (pl.col("done_on") <= as_at)).fill_null(value=False)
    is_withdrawn = _IS_WITHDRAWN.fill_null(value=False)
    due = pl.coalesce("due_on", "original_due_on").alias("due_on")
    return newest.with_columns(
        due, (is_done & ~is_withdrawn).alias("is_done"), (~is_done & ~is_withdrawn).alias("is_open")
    )
