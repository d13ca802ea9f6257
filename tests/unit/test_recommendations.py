"""What a board could decide follows from figures and dates by rule, with the evidence in the same words as the page."""

from datetime import date

import polars as pl
from made_up_board import QUORATE, months, update, updates, values_of

from csc_metrics.narrative.recommendations import RULES, Recommendation, recommendations
from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

AS_AT = date(2026, 4, 30)
NO_ACTIONS = actions_now(updates(), as_at=AS_AT, values=values_of(), settings=Settings())
NO_SCORES = scorecard(values_of(), settings=Settings(partner_measures=()))
FALLING = [90.0, 92.0] * 8 + [60.0]


def scores_of(values: list[float | None], *, target: float | None = None) -> pl.DataFrame:
    settings = Settings(partner_measures=(PartnerMeasure(measure=QUORATE, owner="Police", target=target),))
    return scorecard(values_of(months(values)), settings=settings)


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


def test_a_target_out_of_reach_is_put_to_the_board_with_what_is_usual() -> None:
    (told,) = recommendations(scores_of([50.0, 52.0] * 9, target=95.0), NO_ACTIONS)

    assert told.kind == "change_how_or_what"
    assert told.evidence == (
        "The target of 95.0% is out of reach as things are: it was met in none of the last twelve months, and 45.7% to "
        "56.3% is usual."
    )


def test_a_measure_without_a_figure_is_to_be_measured_and_one_within_its_usual_variation_is_left_alone() -> None:
    assert [one.kind for one in recommendations(scores_of([None] * 12), NO_ACTIONS)] == ["start_to_measure"]
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


def test_no_kind_takes_all_the_room() -> None:
    late = [update(f"3.{n}", title=f"Late {n}", due_on=date(2026, 1, 31)) for n in range(12)]
    told = recommendations(scores_of(FALLING), actions_of(*late))

    assert len(told) == 10
    assert told[0].kind == "ask_for_a_plan"
    assert {one.kind for one in told} <= set(RULES)
