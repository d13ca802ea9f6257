"""What has moved since a day, by priority of the improvement plan: evidence for and against its progress."""

from datetime import date
from typing import Final, Self

import pandas as pd
import polars as pl

from csc_metrics.change.charted import SIGN_OF
from csc_metrics.change.verdict import verdicts
from csc_metrics.contracts.about_board import Evidence, Moved, MovedSince
from csc_metrics.contracts.about_change import Variation, Verdict
from csc_metrics.errors import WrongUse
from csc_metrics.planning.monthly import monthly_figures, whole_figures
from csc_metrics.planning.updates import ACTION, newest_updates, read_updates
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_DEFAULTS: Final = Settings()
_LINK: Final = ("la_code", "measure")
_ONCE: Final = ("la_code", "priority", "measure")
_OF_VERDICT: Final = {
    Verdict.MOVED_AS_EXPECTED.value: Evidence.FOR.value,
    Verdict.MOVED_THE_OTHER_WAY.value: Evidence.AGAINST.value,
    Verdict.RECORDING_CHANGED.value: Evidence.AGAINST.value,
}
"""Whatever else a chart or a verdict says is evidence for neither."""


class SinceNotBefore(WrongUse):
    """The day since which something should have moved does not lie before the day of the figures."""

    @classmethod
    def of(cls, since: date, *, as_at: date) -> Self:
        """Word the error for two days of which the first is not the earlier."""
        return cls(
            f"since {since} does not lie before {as_at}, up to which the figures and the actions tell. Give an earlier "
            "day."
        )


def moved_since(
    values: pl.DataFrame | pd.DataFrame,
    action_updates: pl.DataFrame | pd.DataFrame,
    *,
    since: date,
    as_at: date,
    settings: Settings = _DEFAULTS,
) -> pl.DataFrame:
    """Return for each priority of the improvement plan what has moved since a day, as evidence for progress or against.

    Of actions: done since is for; become overdue, reopened (done or withdrawn before) or put off is against, brought
    forward for; opened and withdrawn are neither. Each is dated by the day done or due, else by the first update that
    said so; an action is overdue from the day on which it was open and due. What an update told since, of a day before
    it, has moved since too, for nobody knew it before: told_on is the day of that update. Of the measures that a
    priority's actions should move: the newest figure by month on each of the two days, and for where its process chart
    now says likely improving and has said so since a month after the day, and the figure is better than it was then;
    against where all that is for the worse. Else it speaks for neither: within its usual variation, where it moved
    before the day, without a figure then or a newer one now. A dated change of the settings that lies between the two
    days is for where its verdict is that the measure moved as expected, against where it moved the other way or
    recording changed, neither where it did not clearly move; an earlier one is no evidence of what moved since. A
    change of recording between the two days is against, since what moved may be that alone. None of it says what caused
    it.

    values: schema MeasureValues, polars or pandas, of the measures that actions should move, with the companions that
    `recording_checks` looks at. action_updates: the columns of the clean table action_updates, polars or pandas; a row
    per update. since, as_at: the two days; what is dated after as_at never counts. settings: changes and
    recording_changes are read.
    Returns: schema MovedSince, one row per authority, priority and piece of evidence, in the measure's unit.
    Raises: SinceNotBefore; NotActionUpdates where a column is not there, or an action has two updates of one day.
    Source: the improvement board (needs of the suite): self-assessment with the evidence for and against.
    """
    if since >= as_at:
        raise SinceNotBefore.of(since, as_at=as_at)
    updates = read_updates(action_updates)
    now = newest_updates(updates, as_at=as_at)
    monthly = monthly_figures(values, as_at=as_at).filter(breakdown=WHOLE)
    linked = now.filter(pl.col("measure").is_not_null()).select(_ONCE).unique(maintain_order=True)
    found = [
        *_of_actions(now, newest_updates(updates, as_at=since), since=since, as_at=as_at),
        _of_figures(linked, monthly, since=since, settings=settings),
        _of_dated_changes(linked, monthly, since=since, as_at=as_at, settings=settings),
        _of_recording(linked, since=since, as_at=as_at, settings=settings),
    ]
    schema = MovedSince.create_empty()
    rows = pl.concat([schema, *found], how="diagonal").select(schema.columns)
    order = pl.col("moved").replace_strict(
        {word.value: place for place, word in enumerate(Moved)}, return_dtype=pl.Int64
    )
    return MovedSince.validate(rows.sort("la_code", "priority", order, "about", "moved_on", "name"), cast=True)


def _of_actions(now: pl.DataFrame, then: pl.DataFrame, *, since: date, as_at: date) -> list[pl.DataFrame]:
    """Return what moved of actions: a frame for each way in which they can."""
    before = {"is_open": "was_open", "is_done": "was_done", "status": "status_then", "due_on": "due_then"}
    earlier = then.select(*ACTION, *(pl.col(name).alias(told) for name, told in before.items()))
    both = now.join(earlier, on=ACTION, how="left", validate="1:1", maintain_order="left").with_columns(
        pl.col("was_open", "was_done").fill_null(value=False), pl.col("due_on").alias("due_now")
    )
    was_overdue = (pl.col("was_open") & (pl.col("due_then") < since)).fill_null(value=False)
    was_over = pl.col("was_done") | (pl.col("status_then") == "withdrawn").fill_null(value=False)
    is_withdrawn = (pl.col("status") == "withdrawn") & pl.col("status_then").ne_missing("withdrawn")
    is_new = pl.col("first_updated_on") > since
    for_it, against, neither = (pl.lit(one.value) for one in (Evidence.FOR, Evidence.AGAINST, Evidence.NEITHER))
    put_off = pl.when(pl.col("due_now") > pl.col("due_then")).then(against).otherwise(for_it)
    state_on, due = pl.col("state_told_on"), pl.col("due_now")
    since_when = pl.max_horizontal(due, state_on)
    ways = {
        Moved.DONE: (pl.col("is_done") & ~pl.col("was_done"), for_it, pl.coalesce("done_on", state_on)),
        Moved.OPENED: (is_new, neither, pl.col("first_updated_on")),
        Moved.OVERDUE: (pl.col("is_open") & (due < as_at) & ~was_overdue, against, since_when),
        Moved.DATE_MOVED: (due != pl.col("due_then"), put_off, pl.lit(None, dtype=pl.Date)),
        Moved.REOPENED: (was_over & pl.col("is_open"), against, state_on),
        Moved.WITHDRAWN: (is_withdrawn, neither, state_on),
    }
    return [
        _told_of_actions(both.filter(held), moved, evidence, day, since=since)
        for moved, (held, evidence, day) in ways.items()
    ]


def _told_of_actions(rows: pl.DataFrame, moved: Moved, evidence: pl.Expr, day: pl.Expr, *, since: date) -> pl.DataFrame:
    """Return one way in which actions moved, with the update that told it where only the update lies after the day."""
    about = [pl.col("action_id").alias("about"), pl.col("title").alias("name")]
    told = [pl.lit(moved.value).alias("moved"), evidence.alias("evidence"), day.alias("moved_on")]
    update = pl.col("due_told_on" if moved is Moved.OVERDUE else "state_told_on")
    told_on = pl.when((day <= since) & (update > since)).then(update).alias("told_on")
    return rows.select("la_code", "priority", *about, *told, told_on, "due_then", "due_now")


def _of_figures(linked: pl.DataFrame, monthly: pl.DataFrame, *, since: date, settings: Settings) -> pl.DataFrame:
    """Return the figure then and now of each measure that a priority's actions should move."""
    charted = whole_figures(monthly, settings=settings)
    told = monthly.filter(pl.col("value").is_not_null(), pl.col("period_end") <= since).sort("period_end")
    by_then = told.group_by(pl.col("area_code").alias("la_code"), "measure", maintain_order=True).agg(
        pl.col("period_end").last().alias("then_on"), pl.col("value").last().alias("value_then")
    )
    rows = linked.join(charted, on=_LINK, how="left", validate="m:1", maintain_order="left")
    rows = rows.join(by_then, on=_LINK, how="left", validate="m:1", maintain_order="left")
    variation = pl.col("variation").fill_null(Variation.NOT_KNOWN.value)
    return rows.select(
        "la_code",
        "priority",
        pl.lit(Moved.FIGURE.value).alias("moved"),
        pl.col("measure").alias("about"),
        _evidence_of_figure(since).alias("evidence"),
        *("then_on", "value_then"),
        pl.col("latest_on").alias("now_on"),
        pl.col("latest").alias("value_now"),
        variation.alias("variation"),
        "signal_since",
    )


def _evidence_of_figure(since: date) -> pl.Expr:
    """Return what a figure speaks for: only what has moved after the day, and lies on that side of what it was then."""
    sign = pl.col("measure").replace_strict(SIGN_OF, default=0, return_dtype=pl.Int64)
    better_by = sign * (pl.col("latest") - pl.col("value_then"))
    is_newly_so = (pl.col("signal_since") > since) & (pl.col("latest_on") > since)
    is_for = is_newly_so & (pl.col("variation") == Variation.IMPROVING.value) & (better_by > 0)
    is_against = is_newly_so & (pl.col("variation") == Variation.WORSENING.value) & (better_by < 0)
    words = [pl.lit(word.value) for word in (Evidence.FOR, Evidence.AGAINST, Evidence.NEITHER)]
    return pl.when(is_for).then(words[0]).when(is_against).then(words[1]).otherwise(words[2])


def _of_dated_changes(
    linked: pl.DataFrame, monthly: pl.DataFrame, *, since: date, as_at: date, settings: Settings
) -> pl.DataFrame:
    """Return the verdict on each dated change of a priority's measures that lies between the two days."""
    told = verdicts(monthly, settings=settings).filter(pl.col("changed_on").is_between(since, as_at, closed="right"))
    named = told.filter(breakdown=WHOLE).select(
        pl.col("area_code").alias("la_code"), "measure", "change_name", "changed_on", "verdict"
    )
    rows = linked.join(named, on=_LINK, how="inner", validate="m:m")
    said = pl.col("verdict").replace_strict(_OF_VERDICT, default=Evidence.NEITHER.value, return_dtype=pl.String)
    return rows.select(
        "la_code",
        "priority",
        pl.lit(Moved.DATED_CHANGE.value).alias("moved"),
        pl.col("measure").alias("about"),
        pl.col("change_name").alias("name"),
        said.alias("evidence"),
        pl.col("changed_on").alias("moved_on"),
        "verdict",
    )


def _of_recording(linked: pl.DataFrame, *, since: date, as_at: date, settings: Settings) -> pl.DataFrame:
    """Return the changes of recording of a priority's measures that the settings name between the two days."""
    schema = {"measure": pl.String, "name": pl.String, "moved_on": pl.Date}
    named = [(code, one.what, one.changed_on) for one in settings.recording_changes for code in one.measures]
    changes = pl.DataFrame(named, schema=schema, orient="row").unique(maintain_order=True)
    within = changes.filter(pl.col("moved_on").is_between(since, as_at, closed="right"))
    rows = linked.join(within, on="measure", how="inner", validate="m:m")
    said = [(Moved.RECORDING_CHANGED, "moved"), (Evidence.AGAINST, "evidence")]
    words = [pl.lit(word.value).alias(name) for word, name in said]
    return rows.select("la_code", "priority", *words, pl.col("measure").alias("about"), "name", "moved_on")
