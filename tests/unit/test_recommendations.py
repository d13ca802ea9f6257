"""What a board could decide follows from figures and dates by rule, with the evidence in the same words as the page."""

from datetime import date

import polars as pl
import pytest
from made_up_board import CASELOAD, QUORATE, months, update, updates, values_of

from csc_metrics.narrative.recommendations import RULES, Recommendation, recommendations
from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

AS_AT = date(2026, 4, 30)
NO_ACTIONS = actions_now(updates(), as_at=AS_AT, values=values_of(), settings=Settings())
NO_SCORES = scorecard(values_of(), settings=Settings(partner_measures=()))
FALLING = [90.0, 92.0] * 8 + [60.0]


WAIT = "strategy_meeting_wait_median_hours"


def scores_of(
    values: list[float | None],
    *,
    target: float | None = None,
    measure: str = QUORATE,
    breakdown: str = "all",
    is_snapshot: bool = False,
) -> pl.DataFrame:
    partner = PartnerMeasure(measure=measure, part=breakdown, owner="Police", target=target)
    told = months(values, measure=measure, breakdown=breakdown, tops=values)
    if is_snapshot:
        told = told.with_columns(pl.lit("snapshot").alias("period_type"), pl.col("period_end").alias("period_start"))
    return scorecard(values_of(told), settings=Settings(partner_measures=(partner,)))


def actions_of(*rows: dict[str, object], values: pl.DataFrame | None = None) -> pl.DataFrame:
    told = values_of(months([50.0, 52.0] * 14) if values is None else values)
    return actions_now(updates(*rows), as_at=AS_AT, values=told, settings=Settings())


def test_a_measure_that_likely_gets_worse_is_asked_about_with_its_figures() -> None:
    (told,) = recommendations(scores_of(FALLING), NO_ACTIONS)

    assert told == Recommendation(
        kind="ask_for_a_plan",
        about=QUORATE,
        owner="Police",
        words="Say what is being done about strategy meetings that were quorate, and by when it will show.",
        evidence="It is likely getting worse: 60.0% in May 2025, where 89.2% is usual.",
    )


@pytest.mark.parametrize(
    ("measure", "is_snapshot", "expected"),
    [
        (WAIT, False, "30.0 hours in May 2025, where 12.1 hours is usual."),
        (CASELOAD, True, "30.0 on 31 May 2025, where 12.1 is usual."),
        ("strategy_meetings_overdue", True, "30 on 31 May 2025, where 12 is usual."),
    ],
)
def test_a_figure_has_its_unit_of_time_and_its_month_or_its_day(
    measure: str, expected: str, *, is_snapshot: bool
) -> None:
    scores = scores_of([10.0, 12.0] * 8 + [30.0], measure=measure, is_snapshot=is_snapshot)
    (told,) = recommendations(scores, NO_ACTIONS)
    assert (told.kind, told.evidence) == ("ask_for_a_plan", f"It is likely getting worse: {expected}")


def test_a_target_out_of_reach_is_put_to_the_board_with_what_is_usual() -> None:
    (told,) = recommendations(scores_of([50.0, 52.0] * 9, target=95.0), NO_ACTIONS)

    assert (told.kind, told.owner) == ("change_how_or_what", "Police")
    assert told.words == "Agree what will change for strategy meetings that were quorate, or another target."
    assert told.evidence == (
        "The target of 95.0% is out of reach as things are: it was met in none of the last twelve months, and 45.7% to "
        "56.3% is usual."
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"lower_limit": 47.6, "upper_limit": 127.4}, "met in none of the last twelve months, and 47.6% to 100.0% is"),
        ({"lower_limit": -3.0, "upper_limit": 56.3}, "met in none of the last twelve months, and 0.0% to 56.3% is"),
        ({"target_months": 1}, "not met in the newest month, and 45.7% to 56.3% is"),
        ({"target_months": 1, "target_met": 1}, "met in the newest month, and 45.7% to 56.3% is"),
    ],
)
def test_what_is_usual_lies_within_all_and_how_often_it_was_met_reads_as_a_sentence(
    changed: dict[str, float], expected: str
) -> None:
    scores = scores_of([50.0, 52.0] * 9, target=95.0).with_columns(
        pl.lit(value).alias(name) for name, value in changed.items()
    )
    (told,) = recommendations(scores, NO_ACTIONS)
    assert told.evidence == f"The target of 95.0% is out of reach as things are: it was {expected} usual."


def test_a_target_of_a_time_has_its_unit() -> None:
    (told,) = recommendations(scores_of([30.0, 32.0] * 9, target=24.0, measure=WAIT), NO_ACTIONS)
    assert told.evidence.startswith("The target of 24.0 hours is out of reach as things are: it was met in none")
    assert told.evidence.endswith(", and 25.7 to 36.3 hours is usual.")


def test_recording_that_wants_something_is_to_be_put_right_first() -> None:
    wants = {"complete": "no", "timely": "no", "defined": "no", "checked": "no"}
    scores = scores_of([50.0, 52.0] * 9)
    (told,) = recommendations(
        scores.with_columns(pl.lit(grade).alias(part) for part, grade in wants.items()), NO_ACTIONS
    )
    assert told == Recommendation(
        kind="put_recording_right",
        about=QUORATE,
        owner="Police",
        words="Put right what is recorded, before relying on strategy meetings that were quorate.",
        evidence="The records behind it are not complete and come late and were defined otherwise when the baseline "
        "began and have too many faults.",
    )
    one = scores.with_columns(pl.lit("no").alias("complete"), pl.lit("yes").alias("timely"))
    assert [told.evidence for told in recommendations(one, NO_ACTIONS)] == ["The records behind it are not complete."]


def test_a_part_is_named_without_its_underscores() -> None:
    by_agency = scores_of(
        [2.0, 4.0] * 8 + [30.0], measure="strategy_meetings_delayed", breakdown="delay_agency=police_north"
    )
    (told,) = recommendations(by_agency, NO_ACTIONS)
    assert told.words == (
        "Say what is being done about delayed strategy meetings (police north), and by when it will show."
    )


def test_a_measure_without_a_figure_is_to_be_measured_and_one_within_its_usual_variation_is_left_alone() -> None:
    (told,) = recommendations(scores_of([None] * 12), NO_ACTIONS)
    assert told == Recommendation(
        kind="start_to_measure",
        about=QUORATE,
        owner="Police",
        words="Agree how strategy meetings that were quorate will be recorded, or choose another measure.",
        evidence="No month has a figure of it.",
    )
    assert recommendations(scores_of([50.0, 52.0] * 9), NO_ACTIONS) == ()


def test_slow_actions_are_decided_on_the_longest_overdue_first() -> None:
    told = recommendations(
        NO_SCORES,
        actions_of(
            update("1.1", title="Later", due_on=date(2026, 2, 28)),
            update("1.2", title="Longest", owner=None, due_on=date(2025, 10, 31)),
            update("1.3", title="In time", due_on=date(2026, 9, 30)),
        ),
    )

    assert [(one.about, one.owner) for one in told] == [("1.2", ""), ("1.1", "Police")]
    assert told[0].words == "Decide who carries out “Longest”, and by what day."
    assert told[0].evidence == "It is overdue for 6 months, and was due on 31 October 2025."


def test_an_action_that_is_done_while_its_measure_gets_worse_is_looked_at_again() -> None:
    worse = months([50.0, 52.0] * 6 + [10.0], first=date(2025, 4, 1))
    done = update("3.1", status="done", done_on=date(2026, 3, 1), measure=QUORATE, title="Weekly check")
    (told,) = recommendations(NO_SCORES, actions_of(done, values=worse))

    assert (told.kind, told.words) == (
        "look_again_at_done",
        "Decide whether “Weekly check”, which is done, was enough.",
    )
    assert told.evidence == (
        "The measure that it should move (strategy meetings that were quorate) is likely getting worse."
    )
    assert recommendations(NO_SCORES, actions_of(done, values=months([50.0, 52.0] * 6, first=date(2025, 5, 1)))) == ()
    for status, kinds in (("in_progress", ["look_again_at_done"]), (None, ["look_again_at_done"]), ("withdrawn", [])):
        other = actions_of(done | {"status": status}, values=worse)
        assert [one.kind for one in recommendations(NO_SCORES, other)] == kinds
    under_way = actions_of(done | {"status": "in_progress", "done_on": None, "due_on": date(2026, 9, 30)}, values=worse)
    assert recommendations(NO_SCORES, under_way) == ()


def test_an_action_that_never_changes_and_a_green_one_that_moves_nothing_are_told_apart() -> None:
    still = [update("2.1", due_on=date(2026, 9, 30), updated_on=date(2026, month, 1)) for month in (1, 2, 3)]
    green = update("2.2", rag="green", due_on=date(2026, 9, 30), measure=QUORATE, title="Train chairs")
    told = {one.kind: one for one in recommendations(NO_SCORES, actions_of(*still, green))}

    assert set(told) == {"ask_for_news", "look_again_at_green"}
    assert told["ask_for_news"].evidence == (
        "The last 2 updates gave the same status, rating and dates as the one before."
    )
    assert told["look_again_at_green"].evidence == (
        "The measure that it should move (strategy meetings that were quorate) is within its usual variation."
    )


def test_of_an_overdue_action_no_news_is_asked_for_besides() -> None:
    late = [update("2.1", due_on=date(2026, 2, 28), updated_on=date(2026, month, 1)) for month in (1, 2, 3)]
    actions = actions_of(*late)
    assert actions.select("is_overdue", "is_unchanged").row(0) == (True, True)
    assert [one.kind for one in recommendations(NO_SCORES, actions)] == ["put_off_or_carry_out"]


def test_no_kind_takes_all_the_room() -> None:
    late = [update(f"3.{n}", title=f"Late {n}", due_on=date(2026, 1, 31)) for n in range(12)]
    told = recommendations(scores_of(FALLING), actions_of(*late))

    assert len(told) == 10
    assert told[0].kind == "ask_for_a_plan"
    assert {one.kind for one in told} <= set(RULES)
