"""Actions of the improvement plan as at a day: what was promised and done, how late, and which are slow by rule."""

from datetime import date
from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.change.verdict import verdicts
from csc_metrics.contracts.about_board import Actions
from csc_metrics.contracts.about_change import Variation, Verdict
from csc_metrics.planning.monthly import monthly_figures, whole_figures
from csc_metrics.planning.updates import newest_updates, read_updates
from csc_metrics.planning.whole_months import whole_months_between
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_DEFAULTS: Final = Settings()
UNCHANGED_FROM: Final = 2
"""So many updates in a row that bring nothing new make an action slow. Source: the board's rule, two updates."""
OF_NOW: Final = "3mo"
"""Three months: what an older figure says is not said of a rating of now. Source: the board's rule, a quarter."""
_NOT_MOVING: Final = (Variation.NONE.value, Variation.WORSENING.value)
_LINK: Final = ("la_code", "measure")


def actions_now(
    action_updates: pl.DataFrame | pd.DataFrame,
    *,
    as_at: date,
    values: pl.DataFrame | pd.DataFrame,
    settings: Settings = _DEFAULTS,
) -> pl.DataFrame:
    """Return each action of the improvement plan by its newest update, with what makes it slow to progress.

    An open action, neither done nor withdrawn, is slow by any of three rules. Overdue: its present due date lies before
    the day. Unchanged: its two newest updates, or more in a row, each left status, rating, due date and day done as
    they were; an empty cell means not said, so that the last said stands, and a day done that lay ahead of its update
    is none. Green but not moving: it is rated green, and the measure that it should move is within its usual variation
    or likely getting worse; where that measure has no figure by month, or fewer than 7, or none of the last three
    months, nothing is said, nor where it meets its target, nor where it moved as expected at a dated change that lies
    after the action's first update. Months are whole ones. What was updated or ended after the day never counts.

    action_updates: the columns of the clean table action_updates, polars or pandas; a row per update. as_at: the day.
    values: schema MeasureValues, polars or pandas, of the measures that actions should move. settings: as of
    `process_summaries`, and changes.
    Returns: schema Actions, one row per authority and action that had an update by the day.
    Raises: NotActionUpdates where a column is not there, or an action has two updates of one day.
    Source: the improvement board (needs of the suite): "slow to progress" by rule.
    """
    newest = newest_updates(read_updates(action_updates), as_at=as_at)
    monthly = monthly_figures(values, as_at=as_at)
    told = newest
    for known in (whole_figures(monthly, settings=settings), _moved_as_expected(monthly, settings)):
        told = told.join(known, on=_LINK, how="left", validate="m:1", maintain_order="left")
    told = told.with_columns(_variation(), *_lengths(as_at))
    judged = told.with_columns(_why_slow(as_at)).with_columns(
        pl.any_horizontal("is_overdue", "is_unchanged", "is_green_but_not_moving").alias("is_slow"),
        pl.when("is_overdue").then(pl.col("overdue_months")).alias("overdue_months"),
    )
    return Actions.validate(judged.select(list(Actions.columns())).sort(Actions.primary_key()), cast=True)


def _moved_as_expected(monthly: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return when each measure last moved as expected at a dated change. Returns: la_code, measure, moved_on."""
    told = verdicts(monthly.filter(breakdown=WHOLE), settings=settings).filter(verdict=Verdict.MOVED_AS_EXPECTED.value)
    named = told.select(pl.col("area_code").alias("la_code"), "measure", pl.col("changed_on").alias("moved_on"))
    return named.group_by(_LINK).agg(pl.col("moved_on").max())


def _variation() -> pl.Expr:
    """Return what the measure of an action says: not known where it has no figure, null where there is no measure."""
    told = pl.col("variation").fill_null(Variation.NOT_KNOWN.value)
    return pl.when(pl.col("measure").is_not_null()).then(told).alias("variation")


def _lengths(as_at: date) -> list[pl.Expr]:
    """Return how far the due date has moved, how long ago it was, and how late what is done was done, in months."""
    first, due = pl.col("original_due_on"), pl.col("due_on")
    return [
        whole_months_between(first, due).alias("delay_months"),
        whole_months_between(due, pl.lit(as_at)).alias("overdue_months"),
        pl.when("is_done").then(whole_months_between(first, pl.col("done_on"))).alias("done_late_months"),
    ]


def _why_slow(as_at: date) -> list[pl.Expr]:
    """Return for each rule whether it makes an action slow."""
    is_open = pl.col("is_open")
    is_of_now = pl.col("latest_on").dt.offset_by(OF_NOW).dt.month_end() >= as_at
    has_moved = pl.col("is_target_met") | (pl.col("moved_on") > pl.col("first_updated_on")).fill_null(value=False)
    is_still = pl.col("variation").is_in(_NOT_MOVING) & ~has_moved
    rules = {
        "is_overdue": pl.col("due_on") < as_at,
        "is_unchanged": pl.col("unchanged_updates") >= UNCHANGED_FROM,
        "is_green_but_not_moving": (pl.col("rag") == "green") & is_still & is_of_now,
    }
    return [(is_open & rule).fill_null(value=False).alias(name) for name, rule in rules.items()]
