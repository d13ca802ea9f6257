"""The board's tables: what is slow first and why, whether a target is met, and words where there is no figure."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from made_up_board import QUORATE, months, update, updates, values_of

from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.planning.since import moved_since
from csc_metrics.report.page.board_tables import (
    NO_PRIORITY,
    actions_table,
    grades_table,
    limits_table,
    priorities_of,
    scorecard_table,
)
from csc_metrics.report.page.change_tables import target_words
from csc_metrics.report.page.model import Cell, DisplayTable, Picture
from csc_metrics.report.page.moved_tables import since_table
from csc_metrics.report.page.trend_pictures import trend_pictures
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

AS_AT = date(2026, 4, 30)
REFERRED = "contacts_became_referrals_pct"
STILL = [50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 52.0, 48.0, 51.0, 49.0, 50.0, 52.0, 48.0]


def text_of(cell: Cell) -> str:
    """Return a cell as it is read."""
    if isinstance(cell, tuple):
        return "".join(part if isinstance(part, str) else part.text for part in cell)
    if isinstance(cell, Picture):
        return cell.alternative
    return cell if isinstance(cell, str) else cell.text


def cells_of(table: DisplayTable, row: int = 0) -> dict[str, str]:
    """Return the cells of a row by their headings, the row's own among them."""
    name, cells = table.rows[row]
    return dict(zip(table.headings, [name, *map(text_of, cells)], strict=True))


def scores_of(values: pl.DataFrame, *partner_measures: PartnerMeasure) -> pl.DataFrame:
    return scorecard(values, settings=Settings(partner_measures=partner_measures))


def actions_of(*rows: dict[str, Any], values: pl.DataFrame | None = None) -> pl.DataFrame:
    return actions_now(updates(*rows), as_at=AS_AT, values=values if values is not None else values_of())


def test_a_partner_measure_is_told_in_one_row() -> None:
    partners = PartnerMeasure(measure=QUORATE, owner="Safeguarding partners", target=95.0)
    values = months([*STILL, None])
    scores = scores_of(values, partners)
    told = cells_of(scorecard_table("Board", scores, lines=trend_pictures(values, scores=scores)))

    assert told == {
        "Measure": "Strategy meetings that were quorate",
        "Owner": "Safeguarding partners",
        "Baseline": "50.2% (January 2024 to December 2024)",
        "The last two years": "From 50.0% in January 2024 to 48.0% in January 2025: lower. Target: 95.0%.",
        "Latest": "48.0% (January 2025); February 2025: too few to show",
        "Change": "\N{MINUS SIGN}2.2 points",
        "Movement": "within its usual variation",
        "Target": "95.0%: out of reach as things are",
        "Data grade": "defined; not known: complete, timely, checked",
        "Open actions": "n/a",
    }


@pytest.mark.parametrize(
    ("measure", "period_type", "expected"),
    [
        ("strategy_meetings_delayed", "month", "8 a month (January 2024 to December 2024)"),
        ("assessments_open", "snapshot", "8, the mean of its months (January 2024 to December 2024)"),
        ("assessment_median_working_days", "month", "8, the mean of its months (January 2024 to December 2024)"),
        (QUORATE, "month", "8.0% (January 2024 to December 2024)"),
    ],
)
def test_a_baseline_that_is_the_mean_of_its_months_says_so(measure: str, period_type: str, expected: str) -> None:
    """Ninety-six in twelve months are 8 a month; of what stands at month ends none comes a month."""
    values = months([*[6.0, 10.0] * 6, 9.0], measure=measure)
    if period_type == "snapshot":
        values = values.with_columns(
            pl.col("period_end").alias("period_start"), pl.lit("snapshot").alias("period_type")
        )
    scores = scores_of(values, PartnerMeasure(measure=measure, owner="Board"))

    assert cells_of(scorecard_table("Board", scores, lines={}))["Baseline"] == expected


def test_without_a_figure_no_word_is_said_of_how_it_moves_and_a_measure_without_direction_is_not_judged() -> None:
    police = PartnerMeasure(measure=REFERRED, owner="Police", target=40.0)
    scores = scores_of(months(STILL, measure=REFERRED), police, PartnerMeasure(measure=QUORATE, owner="Partners"))
    table = scorecard_table("Board", scores, lines={})

    assert cells_of(table)["Target"] == "40.0%: not judged, since no direction is good in itself"
    nothing = cells_of(table, 1)
    assert (nothing["Baseline"], nothing["Movement"], nothing["Target"]) == ("no figure", "no figure", "not set")
    assert nothing["The last two years"] == "no figure"
    assert nothing["Latest"] == "no figure: not available"
    assert cells_of(limits_table("Board", scores), 1)["Lower limit"] == "no figure"
    assert cells_of(grades_table("Board", scores), 1)["Least known"] == "not known"


def test_actions_slow_to_progress_come_first_with_the_reason() -> None:
    stuck = [
        update("2", title="Stuck", due_on=date(2026, 12, 31), updated_on=date(2026, month, 1)) for month in (1, 2, 3)
    ]
    late = update("3", title="Late", due_on=date(2026, 2, 28), original_due_on=date(2025, 12, 31))
    green = update("4", title="Green", rag="green", measure=QUORATE, due_on=date(2026, 10, 31), original_due_on=None)
    fine = update("1", title="Fine", due_on=date(2026, 5, 31), original_due_on=date(2026, 5, 31))
    done = update("5", title="Done", status="done", done_on=date(2026, 1, 31), original_due_on=date(2025, 11, 30))
    table = actions_table(
        "Plan", actions_of(fine, done, *stuck, late, green, values=months(STILL, first=date(2025, 4, 1)))
    )
    rows = {name: cells_of(table, place) for place, (name, _) in enumerate(table.rows)}

    assert list(rows) == ["Late", "Green", "Stuck", "Fine", "Done"]
    assert {name: row["Slow to progress"] for name, row in rows.items()} == {
        "Late": "overdue for 2 months",
        "Green": "green while its measure is not moving",
        "Stuck": "unchanged for 2 updates",
        "Fine": "no",
        "Done": "n/a",
    }
    assert rows["Late"]["Due"] == "31 December 2025, now 28 February 2026 (2 months later)"
    assert rows["Done"]["Done"] == "Done on 31 January 2026, 2 months after it was first due"
    assert (rows["Fine"]["Due"], rows["Green"]["Due"]) == (
        *("31 May 2026", "31 October 2026; when it was first due is not recorded"),
    )
    assert rows["Green"]["Should move"] == "Strategy meetings that were quorate: within its usual variation"
    assert rows["Fine"]["Should move"] == "no measure is named"


def test_a_withdrawn_action_is_not_done_whatever_day_it_bears() -> None:
    table = actions_table("Plan", actions_of(update(status="withdrawn", done_on=date(2026, 1, 20))))
    assert cells_of(table)["Done"] == "Withdrawn"


def test_a_change_is_printed_so_that_it_does_not_contradict_what_stands_beside_it() -> None:
    """40.15 prints as 40.2 and 61.50 as 61.5: 21.35 would print as 21.4, where the reader works out 21.3."""
    values = months([*[40.15] * 12, 61.5], tops=[40.15] * 12 + [61.5], bottoms=[100.0] * 13)
    told = cells_of(
        scorecard_table("Board", scores_of(values, PartnerMeasure(measure=QUORATE, owner="Partners")), lines={})
    )
    assert (told["Baseline"][:5], told["Latest"][:5], told["Change"]) == ("40.2%", "61.5%", "+21.35 points")


def test_a_measure_with_a_colon_in_its_title_has_a_comma_where_another_colon_follows() -> None:
    hours = "strategy_meeting_wait_median_hours"
    table = actions_table("Plan", actions_of(update(measure=hours), values=months(STILL, measure=hours)))
    assert cells_of(table)["Should move"] == (
        "Hours until strategy meetings are held, the median: within its usual variation"
    )


def test_what_was_told_late_says_so() -> None:
    rows = [
        update(updated_on=date(2025, 12, 1)),
        update(status="done", done_on=date(2025, 12, 20), updated_on=date(2026, 3, 3)),
    ]
    moved = moved_since(values_of(), updates(*rows), since=date(2025, 12, 31), as_at=AS_AT)
    told = cells_of(since_table("Front door", moved))
    assert told["Finding"] == "on 20 December 2025, first told on 3 March 2026"


def test_priorities_are_told_apart_and_what_has_none_stands_last() -> None:
    rows = [update("1", priority=None), update("2", priority="Workforce"), update("3", priority="Front door")]
    found = {name: of_it["action_id"].to_list() for name, of_it in priorities_of(actions_of(*rows))}
    assert found == {"Front door": ["3"], "Workforce": ["2"], NO_PRIORITY: ["1"]}
    assert list(found)[-1] == NO_PRIORITY


def test_evidence_for_progress_stands_before_evidence_against_it() -> None:
    begun = {"updated_on": date(2025, 12, 1), "measure": QUORATE}
    rows = [update("1", **begun), update("1", status="done", done_on=date(2026, 3, 3), updated_on=date(2026, 3, 31))]
    values = months([*STILL[:-1], 10.0], first=date(2025, 4, 1))
    moved = moved_since(values, updates(*rows), since=date(2025, 12, 31), as_at=AS_AT)
    table = since_table("Front door", moved)

    assert [cells_of(table, place)["Evidence"] for place in (0, 1)] == ["for progress", "against it"]
    assert cells_of(table)["Finding"] == "on 3 March 2026"
    assert cells_of(table, 1) == {
        "What": "Strategy meetings that were quorate",
        "Evidence": "against it",
        "Kind": "Measure",
        "Then": "51.0% (December 2025)",
        "Now": "10.0% (April 2026)",
        "Finding": "likely getting worse since April 2026",
    }


@pytest.mark.parametrize(
    ("assurance", "met", "expected"),
    [
        ("by_chance", 12, "met 12 of 12 months; others may miss it"),
        ("by_chance", 0, "met 0 of 12 months; others may meet it"),
        ("by_chance", 5, "met 5 of 12 months; can go either way"),
        (
            "moved",
            12,
            "met 12 of 12 months; the figure moved: too soon to judge",
        ),
        ("reliably", 12, "met reliably"),
        ("no_target", 0, "no target"),
    ],
)
def test_a_target_says_how_often_it_was_met_and_what_is_to_be_expected(assurance: str, met: int, expected: str) -> None:
    row = {"assurance": assurance, "target_met": met, "target_periods": 12}
    assert target_words(row, periods="target_periods", period_type="month") == expected
