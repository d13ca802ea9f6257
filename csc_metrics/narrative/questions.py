"""Up to six questions that a panel could ask, each tied to the figure that raises it.

A question says what a figure is, then asks what is known, planned or expected. It blames nobody, claims no cause, and
is put only where the evidence is beyond chance, where a figure is worse than every neighbour's, where a target is out
of reach or an action late, or where something cannot be told.
"""

from collections.abc import Callable
from datetime import date
from itertools import islice, product
from typing import Final

import polars as pl

from csc_metrics.contracts.about_change import Assurance, Variation, Verdict
from csc_metrics.contracts.vocabulary import Outcome
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.own_sentences import Row, figure_of, how_it_lies, stated, unit_of
from csc_metrics.narrative.recommendations import longest_overdue_first
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.narrative.words import number_word

MOST_QUESTIONS: Final = 6
"""As many as a panel has time for. Source: scrutiny panels ask few questions and want them answered."""
_OF_A_KIND: Final = 2
_NOT_RECORDED: Final = "_not_recorded_pct"
_MUCH_NOT_RECORDED_PCT: Final = 10.0
"""From this share on, what is not recorded could turn a finding."""
_RED: Final = "red"
_ASKED_OF_OTHERS: Final = (Outcome.WORSE.value, Outcome.HIGHER.value, Outcome.LOWER.value)


def questions(
    *,
    against: pl.DataFrame,
    summaries: pl.DataFrame,
    verdicts: pl.DataFrame,
    actions: pl.DataFrame | None = None,
    most: int = MOST_QUESTIONS,
) -> tuple[Sentence, ...]:
    """Return the questions that an authority's figures raise, the strongest evidence first, one for each measure.

    Input: against, schema AgainstOthers, of one model; summaries, schema ProcessSummaries; verdicts, schema Verdicts;
    of one authority, figures of all units. actions: schema Actions, of it; None: none are asked about. most: no more
    than so many; one of each kind in turn and then a second, so that no kind takes all the room. A question that is not
    taken leaves its measure to the next kind.
    Returns: sentences that end with a question, each with its figures; their kinds are those of TYPES.
    """
    width = pl.col("upper_limit") - pl.col("lower_limit")
    away = (pl.col("latest") - pl.col("centre")).abs() / pl.when(width > 0).then(width)
    rows = {
        "against": _strongest_first(against, pl.col("distance").abs()),
        "summaries": _strongest_first(summaries, away),
        "verdicts": _strongest_first(_with_newest(verdicts, summaries), pl.col("changed_on")),
        "actions": [] if actions is None else longest_overdue_first(actions),
    }
    raised = {
        kind: [question for row in rows[_FROM[kind]] if (question := ask(row)) is not None]
        for kind, ask in TYPES.items()
    }
    return _in_turns(raised)[:most]


def _strongest_first(rows: pl.DataFrame, strength: pl.Expr) -> list[dict[str, object]]:
    return rows.sort(strength, "measure", descending=[True, False], nulls_last=True).to_dicts()


def _with_newest(verdicts: pl.DataFrame, summaries: pl.DataFrame) -> pl.DataFrame:
    """Return the verdicts, each with the newest figure of its series and the day that it stands for."""
    key = ["area_code", "measure", "breakdown", "source", "period_type"]
    newest = summaries.select(*key, "latest", "last_on")
    return verdicts.join(newest, on=key, how="left", validate="m:1", maintain_order="left")


def _in_turns(raised: dict[SentenceType, list[Sentence]]) -> tuple[Sentence, ...]:
    """Return one question of each kind, then a second, each the first of what no question before it is about."""
    taken: dict[str, Sentence] = {}
    for _, kind in product(range(_OF_A_KIND), raised):
        free = (question for question in raised[kind] if (question.measure or question.plain) not in taken)
        for question in islice(free, 1):
            taken[question.measure or question.plain] = question
    return tuple(taken.values())


def far_from_neighbours(row: Row) -> Sentence | None:
    """Ask what explains a figure further from the neighbours' than chance puts it; not where that is better.

    row: of AgainstOthers.
    """
    if not row["is_flagged"] or row["outcome"] not in _ASKED_OF_OTHERS:
        return None
    theirs = figure_of(row, "centre", "period_end")
    asked = f"{unit_of(row, 'centre')}. What explains the difference?"
    told = stated(row, "value", "period_end")
    return _question(SentenceType.FAR_FROM_NEIGHBOURS, row, *told, "; its neighbours together stand at ", theirs, asked)


def beyond_all_neighbours(row: Row) -> Sentence | None:
    """Ask about a figure that is worse than every neighbour's, be it by chance or not. row: of AgainstOthers."""
    if row["is_flagged"] or row["outcome"] != Outcome.WORSE.value:
        return None
    asked = ". Is it known why, and is that what was intended?"
    told = stated(row, "value", "period_end")
    return _question(SentenceType.BEYOND_ALL_NEIGHBOURS, row, *told, ": ", *how_it_lies(row), asked)


def action_is_late(row: Row) -> Sentence | None:
    """Ask what stops an open action that is overdue, or rated red. row: of Actions."""
    if not row["is_open"] or not (row["is_overdue"] or row["rag"] == _RED):
        return None
    late = int(str(row["overdue_months"] or 0))
    since = f" by {number_word(late)} {'month' if late == 1 else 'months'}" if late else ""
    state = f"is overdue{since}" if row["is_overdue"] else "is rated red"
    asked = f"“{row['title'] or row['action_id']}” {state}. What stops it, and who decides?"
    return Sentence(kind=SentenceType.ACTION_IS_LATE, measure="", parts=(asked,))


def target_out_of_reach(row: Row) -> Sentence | None:
    """Ask what needs to change where a target is not likely to be met. row: of ProcessSummaries."""
    if row["assurance"] != Assurance.NEVER.value:
        return None
    target = figure_of(row, "target", "last_on")
    asked = f"{unit_of(row, 'target')} is not likely to be met as things are. What needs to change?"
    return _question(
        SentenceType.TARGET_OUT_OF_REACH, row, *stated(row, "latest", "last_on"), "; the target of ", target, asked
    )


def getting_worse(row: Row) -> Sentence | None:
    """Ask what is being done about a figure that likely got worse. row: of ProcessSummaries."""
    if row["variation"] != Variation.WORSENING.value:
        return None
    usual = figure_of(row, "centre", "last_on")
    asked = f"{unit_of(row, 'centre')} is usual. What is being done, and by when will it show?"
    return _question(SentenceType.GETTING_WORSE, row, *stated(row, "latest", "last_on"), "; ", usual, asked)


def no_clear_move(row: Row) -> Sentence | None:
    """Ask how it will be known whether a dated change works that no figure shows yet.

    row: of Verdicts, with latest and last_on of ProcessSummaries; None without a newest figure.
    """
    if row["verdict"] != Verdict.NO_CLEAR_MOVE.value or not isinstance(row["latest"], float):
        return None
    when = _day_of_change(row)
    asked = f"; no clear move is seen since {when} ({row['change_name']}). How will it be known whether it works?"
    return _question(SentenceType.NO_CLEAR_MOVE, row, *stated(row, "latest", "last_on"), asked)


def recording_changed(row: Row) -> Sentence | None:
    """Ask when figures will be recorded alike, where recording changed beside a dated change.

    row: of Verdicts, with latest and last_on of ProcessSummaries; None without a newest figure.
    """
    if row["verdict"] != Verdict.RECORDING_CHANGED.value or not isinstance(row["latest"], float):
        return None
    asked = (
        f". Recording changed at about the same time as {_day_of_change(row)} ({row['change_name']}), so that nothing "
        "can be said of what that moved. By when will figures be recorded alike?"
    )
    return _question(SentenceType.RECORDING_CHANGED, row, *stated(row, "latest", "last_on"), asked)


def not_recorded(row: Row) -> Sentence | None:
    """Ask when something will be recorded that often is not. row: of ProcessSummaries."""
    latest = row["latest"]
    is_it = str(row["measure"]).endswith(_NOT_RECORDED) and isinstance(latest, float)
    if not is_it or float(str(latest)) < _MUCH_NOT_RECORDED_PCT:
        return None
    return _question(
        SentenceType.NOT_RECORDED, row, *stated(row, "latest", "last_on"), ". By when will that be recorded?"
    )


TYPES: Final[dict[SentenceType, Callable[[Row], Sentence | None]]] = {
    SentenceType.FAR_FROM_NEIGHBOURS: far_from_neighbours,
    SentenceType.GETTING_WORSE: getting_worse,
    SentenceType.TARGET_OUT_OF_REACH: target_out_of_reach,
    SentenceType.BEYOND_ALL_NEIGHBOURS: beyond_all_neighbours,
    SentenceType.ACTION_IS_LATE: action_is_late,
    SentenceType.NO_CLEAR_MOVE: no_clear_move,
    SentenceType.RECORDING_CHANGED: recording_changed,
    SentenceType.NOT_RECORDED: not_recorded,
}
"""Every type of question by kind, the strongest evidence first."""
_FROM: Final = {
    SentenceType.FAR_FROM_NEIGHBOURS: "against",
    SentenceType.BEYOND_ALL_NEIGHBOURS: "against",
    SentenceType.ACTION_IS_LATE: "actions",
    SentenceType.TARGET_OUT_OF_REACH: "summaries",
    SentenceType.GETTING_WORSE: "summaries",
    SentenceType.NO_CLEAR_MOVE: "verdicts",
    SentenceType.RECORDING_CHANGED: "verdicts",
    SentenceType.NOT_RECORDED: "summaries",
}


def _question(kind: SentenceType, row: Row, *parts: str | Figure) -> Sentence:
    return Sentence(kind=kind, measure=str(row["measure"]), parts=parts)


def _day_of_change(row: Row) -> str:
    day = row["changed_on"]
    return format_date(day) if isinstance(day, date) else ""
