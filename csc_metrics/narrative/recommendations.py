"""What a board could decide, by rule, each with the evidence that it rests on. None says what caused a figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.about_board import Grade
from csc_metrics.contracts.about_change import Assurance, Variation
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.own_sentences import figure_of, times_met, unit_of, when_of
from csc_metrics.narrative.words import lower_first

Row = dict[str, object]
MOST_RECOMMENDATIONS: Final = 10
"""As many as a board can decide on in an hour."""
_PART: Final = "="
_WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """What a board could decide. kind: by which rule. about: code of a measure, or an action's identifier.

    owner: who would do it; empty where nobody is named. words: what is recommended. evidence: what it rests on.
    """

    kind: str
    about: str
    owner: str
    words: str
    evidence: str


def recommendations(
    scores: pl.DataFrame, actions: pl.DataFrame, *, most: int = MOST_RECOMMENDATIONS
) -> tuple[Recommendation, ...]:
    """Return what a board could decide about its partner measures and its actions, one of each kind in turn.

    Input: scores, schema Scorecard, of one authority; actions, schema Actions, of it. most: no more than so many.
    """
    rows = {"scores": scores.sort("place").to_dicts(), "actions": longest_overdue_first(actions)}
    found = {kind: [told for row in rows[about] if (told := rule(row))] for kind, (about, rule) in RULES.items()}
    in_turns = [told for turn in zip(*map(_padded(found), found), strict=True) for told in turn if told is not None]
    return tuple(in_turns[:most])


def _padded(found: dict[str, list[Recommendation]]) -> Callable[[str], Iterator[Recommendation | None]]:
    longest = max(map(len, found.values()), default=0)

    def of_kind(kind: str) -> Iterator[Recommendation | None]:
        yield from found[kind]
        yield from [None] * (longest - len(found[kind]))

    return of_kind


def longest_overdue_first(actions: pl.DataFrame) -> list[Row]:
    """Return actions in the order in which they are spoken of. Input: actions, schema Actions."""
    return actions.sort("overdue_months", "action_id", descending=[True, False], nulls_last=True).to_dicts()


def _on_action(row: Row, *, kind: str, words: str, evidence: str) -> Recommendation:
    """Return a recommendation on an action. row: of Actions."""
    about, owner = str(row["action_id"]), str(row["owner"] or "")
    return Recommendation(kind=kind, about=about, owner=owner, words=words, evidence=evidence)


def _quoted(row: Row) -> str:
    return f"“{row['title'] or row['action_id']}”"


def _its_measure(row: Row) -> str:
    """Return the start of a sentence on the measure that an action should move. row: of Actions."""
    measure = MEASURES.get(str(row["measure"]))
    title = measure.title_within if measure is not None else str(row["measure"])
    return f"The measure that it should move ({lower_first(title)})"


def put_off_or_carry_out(row: Row) -> Recommendation | None:
    """Recommend a decision on an action whose present due date has passed. row: of Actions."""
    if not row["is_overdue"]:
        return None
    months, due = row["overdue_months"], row["due_on"]
    late = f" for {_months(months)}" if isinstance(months, int) and months else ""
    day = f", and was due on {format_date(due)}" if isinstance(due, date) else ""
    return _on_action(
        row,
        kind="put_off_or_carry_out",
        words=f"Decide who carries out {_quoted(row)}, and by what day.",
        evidence=f"It is overdue{late}{day}.",
    )


def ask_for_news(row: Row) -> Recommendation | None:
    """Recommend to ask for news of an action of which updates say the same again and again. row: of Actions."""
    if not row["is_unchanged"] or row["is_overdue"]:
        return None
    many = row["unchanged_updates"]
    return _on_action(
        row,
        kind="ask_for_news",
        words=f"Ask what has been done on {_quoted(row)} since it last changed.",
        evidence=f"The last {many} updates gave the same status, rating and dates as the one before.",
    )


def look_again_at_green(row: Row) -> Recommendation | None:
    """Recommend to look again at an action that is rated green while its measure does not move. row: of Actions."""
    if not row["is_green_but_not_moving"]:
        return None
    said = (
        "is likely getting worse" if row["variation"] == Variation.WORSENING.value else "is within its usual variation"
    )
    return _on_action(
        row,
        kind="look_again_at_green",
        words=f"Look again at the green rating of {_quoted(row)}.",
        evidence=f"{_its_measure(row)} {said}.",
    )


def look_again_at_done(row: Row) -> Recommendation | None:
    """Recommend to look again at an action that is done while its measure likely gets worse. row: of Actions."""
    is_done = not row["is_open"] and row["status"] != _WITHDRAWN
    if not is_done or row["variation"] != Variation.WORSENING.value:
        return None
    return _on_action(
        row,
        kind="look_again_at_done",
        words=f"Decide whether {_quoted(row)}, which is done, was enough.",
        evidence=f"{_its_measure(row)} is likely getting worse.",
    )


def ask_for_a_plan(row: Row) -> Recommendation | None:
    """Recommend that an owner brings a plan for a measure that likely gets worse. row: of Scorecard."""
    if row["variation"] != Variation.WORSENING.value:
        return None
    measure = MEASURES[str(row["measure"])]
    latest, usual = (_printed(row, name) for name in ("latest", "centre"))
    return Recommendation(
        kind="ask_for_a_plan",
        about=measure.code,
        owner=str(row["owner"]),
        words=f"Say what is being done about {_name(measure, row)}, and by when it will show.",
        evidence=f"It is likely getting worse: {latest} {_when(measure, row)}, where {usual} is usual.",
    )


def change_how_or_what(row: Row) -> Recommendation | None:
    """Recommend another way, or another target, where a target is out of reach as things are. row: of Scorecard."""
    if row["assurance"] != Assurance.NEVER.value:
        return None
    measure = MEASURES[str(row["measure"])]
    target, upper = (_printed(row, name) for name in ("target", "upper_limit"))
    lower = figure_of(row, "lower_limit", "latest_on").text
    met = times_met(row["target_met"], row["target_months"], PeriodType.MONTH.value)
    return Recommendation(
        kind="change_how_or_what",
        about=measure.code,
        owner=str(row["owner"]),
        words=f"Agree what will change for {_name(measure, row)}, or another target.",
        evidence=f"The target of {target} is out of reach as things are: it {met}, and {lower} to {upper} is usual.",
    )


def put_recording_right(row: Row) -> Recommendation | None:
    """Recommend to put recording right first where a figure cannot be trusted. row: of Scorecard."""
    wanting = [words for part, words in _WANTING.items() if row[part] == Grade.NO.value]
    if not wanting:
        return None
    measure = MEASURES[str(row["measure"])]
    return Recommendation(
        kind="put_recording_right",
        about=measure.code,
        owner=str(row["owner"]),
        words=f"Put right what is recorded, before relying on {_name(measure, row)}.",
        evidence=f"The records behind it {' and '.join(wanting)}.",
    )


def start_to_measure(row: Row) -> Recommendation | None:
    """Recommend to begin to record what no figure tells of. row: of Scorecard."""
    if row["months"]:
        return None
    measure = MEASURES[str(row["measure"])]
    return Recommendation(
        kind="start_to_measure",
        about=measure.code,
        owner=str(row["owner"]),
        words=f"Agree how {_name(measure, row)} will be recorded, or choose another measure.",
        evidence="No month has a figure of it.",
    )


RULES: Final[dict[str, tuple[str, Callable[[Row], Recommendation | None]]]] = {
    "ask_for_a_plan": ("scores", ask_for_a_plan),
    "put_off_or_carry_out": ("actions", put_off_or_carry_out),
    "ask_for_news": ("actions", ask_for_news),
    "look_again_at_done": ("actions", look_again_at_done),
    "look_again_at_green": ("actions", look_again_at_green),
    "change_how_or_what": ("scores", change_how_or_what),
    "put_recording_right": ("scores", put_recording_right),
    "start_to_measure": ("scores", start_to_measure),
}
"""Every rule by kind, the most pressing first, with what its rows are."""
_WANTING: Final = {
    "complete": "are not complete",
    "timely": "come late",
    "defined": "were defined otherwise when the baseline began",
    "checked": "have too many faults",
}


def _name(measure: Measure, row: Row) -> str:
    title = lower_first(measure.title_within)
    _, mark, part = str(row["breakdown"]).rpartition(_PART)
    return f"{title} ({part.replace('_', ' ')})" if mark else title


def _printed(row: Row, column: str) -> str:
    """Return a figure with its unit where that is % or one of time; others are in the measure's name."""
    return f"{figure_of(row, column, 'latest_on').text}{unit_of(row, column)}"


def _when(measure: Measure, row: Row) -> str:
    """Return when the latest figure is of: "in May 2025", and of what stands at a month's end "on 31 May 2025"."""
    periods = measure.from_records.periods if measure.from_records is not None else (PeriodType.MONTH,)
    return lower_first(when_of(row | {"period_type": periods[0].value}, "latest_on"))


def _months(count: int) -> str:
    return f"{count} month" if count == 1 else f"{count} months"
