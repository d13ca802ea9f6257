"""Updates of the improvement plan's actions, read strictly: what each action's newest one said on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Self

import pandas as pd
import polars as pl

from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.errors import CscMetricsError, did_you_mean

ACTION: Final = ("la_code", "action_id")
"""What an action is known by."""
PROGRESS: Final = ("status", "rag", "due_on", "was_done_on")
"""Columns by which an update says how far an action is; another owner or a title written anew is no progress."""
_STANDING: Final = ("priority", "title", "promised", "owner", "original_due_on", "due_on", "rag", "status", "measure")
"""Columns in which an empty cell means not said, so that what an earlier update said of it stands."""
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
    frame = polars_with_days(action_updates)
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

    An empty cell means not said: what an earlier one said of the action, how far it is, its rating, who answers for it
    or when it is due stands; so does the day done, until an update says that the action is neither done nor left as it
    was. An action without a due date of its own is due when it was first due, whether an update says so or not. A day
    done that lay ahead of its update was a promise, so that another such day brings nothing new.

    updates: columns of `read_updates`; one row per update. as_at: the day, itself included.
    Returns: one row per action that had an update by then: the columns of its newest one, due_on (the first where no
    other is told), done_on (null where it lies after the day), first_updated_on, updates, unchanged_updates (of the
    newest in a row, those that left the progress as the one before had it), is_done, is_open, state_told_on and
    due_told_on (the updates that first told that it is open, done or withdrawn, and when it is due, as they now say).
    """
    progress = [pl.col(name).eq_missing(pl.col(name).shift(1).over(ACTION)) for name in PROGRESS]
    place = pl.int_range(pl.len()).over(ACTION)
    told = (
        _as_they_stand(updates.filter(pl.col("updated_on") <= as_at))
        .with_columns((pl.all_horizontal(progress) & (place > 0)).alias("is_same"), place.alias("place"))
        .with_columns(_states(as_at))
    )
    columns = [name for name in updates.columns if name not in ACTION]
    return told.group_by(ACTION, maintain_order=True).agg(
        pl.col(*columns, "is_done", "is_open").last(),
        pl.col("updated_on").first().alias("first_updated_on"),
        pl.len().cast(pl.Int64).alias("updates"),
        (pl.col("place").max() - pl.col("place").filter(~pl.col("is_same")).max()).alias("unchanged_updates"),
        _first_of_newest_run("is_done", "is_open").alias("state_told_on"),
        _first_of_newest_run("due_on").alias("due_told_on"),
    )


def _as_they_stand(updates: pl.DataFrame) -> pl.DataFrame:
    """Return updates with what they leave out filled from the ones before, in order of action and day.

    A blank status says nothing new. A day done stands while later updates say that it is done, or say nothing; of
    was_done_on, it had come when its update said it. due_on: the first where no other is told.
    """
    speaks_otherwise = (pl.col("status").is_not_null() & (pl.col("status") != "done")).cum_sum().over(ACTION)
    had_come = pl.when(pl.col("done_on") <= pl.col("updated_on")).then(pl.col("done_on"))
    return (
        updates.sort(*ACTION, "updated_on")
        .with_columns(speaks_otherwise.alias("turn"), had_come.alias("was_done_on"))
        .with_columns(pl.col("done_on", "was_done_on").forward_fill().over(*ACTION, "turn"))
        .with_columns(pl.col(_STANDING).forward_fill().over(ACTION))
        .with_columns(pl.coalesce("due_on", "original_due_on").alias("due_on"))
        .drop("turn")
    )


def _states(as_at: date) -> list[pl.Expr]:
    """Return the day done as far as it had come by a day, and whether an action is done or open."""
    done_on = pl.when(pl.col("done_on") <= as_at).then(pl.col("done_on"))
    is_withdrawn = _IS_WITHDRAWN.fill_null(value=False)
    is_done = _IS_DONE.fill_null(value=False) | done_on.is_not_null()
    return [
        done_on.alias("done_on"),
        (is_done & ~is_withdrawn).alias("is_done"),
        (~is_done & ~is_withdrawn).alias("is_open"),
    ]


def _first_of_newest_run(*columns: str) -> pl.Expr:
    """Return the day of the first of the newest updates in a row that say the same in some columns."""
    is_new = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in columns)
    is_first = pl.int_range(pl.len()) == 0
    return pl.col("updated_on").filter(is_new | is_first).last()
