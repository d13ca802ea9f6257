"""The scorecard: baseline, latest month and change as they would be worked out by hand, and never 0 for none."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from made_up_board import CASELOAD, QUORATE, months, update, updates, values_of

from csc_metrics.measures.counting.behind import NoSuchPart
from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.months_of_parts import NoSuchWord, with_months_of_parts
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.settings.dated import RecordingChange
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

ATTENDED = "strategy_meeting_attended_pct"
DELAYED = "strategy_meetings_delayed"
TOPS = [1.0, 9.0, *[5.0] * 10, 8.0, 9.0]
BOTTOMS = [2.0, 18.0, *[10.0] * 10, 10.0, 10.0]
SHARES = [100 * top / bottom for top, bottom in zip(TOPS, BOTTOMS, strict=True)]


def settings_with(*partner_measures: PartnerMeasure, **told: Any) -> Settings:
    return Settings(partner_measures=partner_measures, **told)


def quorate(**told: Any) -> PartnerMeasure:
    return PartnerMeasure(measure=QUORATE, owner="Safeguarding partners", **told)


def row_of(values: pl.DataFrame, one: PartnerMeasure, **told: Any) -> dict[str, Any]:
    (row,) = scorecard(values, settings=settings_with(one, **told)).to_dicts()
    return row


def test_the_baseline_is_all_tops_over_all_bottoms_of_the_first_twelve_months() -> None:
    tops, bottoms = [0.0, 9.0, *TOPS[2:]], [10.0, 90.0, *BOTTOMS[2:]]
    values = [100 * top / bottom for top, bottom in zip(tops, bottoms, strict=True)]
    row = row_of(months(values, tops=tops, bottoms=bottoms), quorate(target=95.0))

    assert row["baseline"] == pytest.approx(100 * (0 + 9 + 10 * 5) / (10 + 90 + 10 * 10))
    assert (row["baseline_from"], row["baseline_to"], row["baseline_months"]) == (
        *(date(2024, 1, 1), date(2024, 12, 31)),
        12,
    )
    assert (row["latest_on"], row["latest"], row["numerator"], row["denominator"]) == (date(2025, 2, 28), 90.0, 9, 10)
    assert row["change"] == pytest.approx(90 - 29.5)
    assert (row["months"], row["target"], row["owner"], row["status"]) == (14, 95.0, "Safeguarding partners", "ok")


def test_the_baseline_of_a_count_is_the_mean_of_its_months() -> None:
    counts = [float(number) for number in range(12)]
    police = PartnerMeasure(measure=DELAYED, part="delay_agency=police", owner="Police")
    row = row_of(months([*counts, 3.0], measure=DELAYED, breakdown="delay_agency=police", tops=[*counts, 3.0]), police)
    assert (row["baseline"], row["latest"], row["change"]) == (sum(counts) / 12, 3.0, 3.0 - 5.5)


def test_a_baseline_of_the_settings_holds_the_months_that_lie_in_it_whole() -> None:
    values = months(SHARES, tops=TOPS, bottoms=BOTTOMS)
    asked = quorate(baseline_from=date(2024, 1, 15), baseline_to=date(2024, 4, 15))
    row = row_of(values, asked)
    assert (row["baseline_from"], row["baseline_to"], row["baseline_months"]) == (
        *(date(2024, 2, 1), date(2024, 3, 31)),
        2,
    )
    assert row["baseline"] == pytest.approx(100 * (9 + 5) / (18 + 10))
    a_year = row_of(values, quorate(baseline_from=date(2024, 2, 1)))
    assert (a_year["baseline_to"], a_year["baseline_months"]) == (date(2025, 1, 31), 12)


def test_a_latest_month_within_the_baseline_is_no_change() -> None:
    row = row_of(months(SHARES[:12], tops=TOPS[:12], bottoms=BOTTOMS[:12]), quorate())
    assert (row["latest"], row["baseline"], row["change"]) == (50.0, 50.0, None)


def test_what_is_missing_is_said_by_status_and_never_by_0() -> None:
    young = row_of(months([*SHARES, None]), quorate())
    nobody = row_of(months(SHARES, measure=ATTENDED), PartnerMeasure(measure=ATTENDED, part="agency=police", owner="P"))
    nothing = row_of(months(SHARES, measure=CASELOAD), quorate(target=95.0))
    never = row_of(months([None, None]), quorate())

    assert (young["latest_on"], young["latest"]) == (date(2025, 2, 28), 90.0)
    assert (young["newest_on"], young["status"]) == (date(2025, 3, 31), "too_few")
    assert (nobody["status"], nobody["latest"], nobody["months"]) == ("zero_denominator", None, 0)
    assert (nothing["status"], nothing["latest"], nothing["assurance"]) == ("not_collected", None, "not_known")
    assert (never["status"], never["baseline"], never["change"], never["variation"]) == (
        *("too_few", None, None),
        "not_known",
    )


def test_a_part_of_a_measure_without_a_value_says_what_its_measure_says() -> None:
    without = months([None], measure=ATTENDED).with_columns(pl.lit("not_applicable").alias("status"))
    row = row_of(without, PartnerMeasure(measure=ATTENDED, part="agency=police", owner="Police"))
    assert (row["status"], row["newest_on"], row["latest"]) == ("not_applicable", date(2024, 1, 31), None)


POLICE, HEALTH = (f"delay_agency={agency}" for agency in ("police", "health"))
WHOLE_COUNTS = [0.0, 4.0, *[6.0] * 10, 2.0, 3.0]


def delays_of(part: str, **told: Any) -> dict[str, Any]:
    """Return the row of a part of delayed meetings: in all of 14 months, by police in March to May 2024 alone."""
    by_police = months([6.0, 1.0, 5.0], measure=DELAYED, breakdown=POLICE, first=date(2024, 3, 1), tops=[6.0, 1.0, 5.0])
    whole = months(WHOLE_COUNTS, measure=DELAYED, tops=WHOLE_COUNTS)
    return row_of(values_of(whole, by_police), PartnerMeasure(measure=DELAYED, part=part, owner="Police", **told))


def test_a_part_of_a_count_is_0_in_every_month_of_its_measure_in_which_it_has_no_row() -> None:
    row = delays_of(POLICE)

    assert (row["baseline"], row["baseline_months"]) == (pytest.approx((6 + 1 + 5) / 12), 12)
    assert (row["baseline_from"], row["baseline_to"]) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (row["latest_on"], row["latest"], row["numerator"]) == (date(2025, 2, 28), 0.0, 0.0)
    assert (row["change"], row["months"], row["status"]) == (pytest.approx(-1.0), 14, "ok")


def test_an_agency_that_never_delayed_a_meeting_has_0_and_one_of_which_nothing_is_recorded_has_no_figure() -> None:
    never = delays_of(HEALTH)
    assert (never["latest"], never["baseline"], never["change"], never["status"]) == (0.0, 0.0, 0.0, "ok")

    some = months([3.0, 0.0, 2.0], measure=DELAYED, tops=[3.0, 0.0, 2.0])
    nobody = row_of(some, PartnerMeasure(measure=DELAYED, part=POLICE, owner="Police"))
    assert (nobody["latest_on"], nobody["latest"], nobody["months"]) == (date(2024, 2, 29), 0.0, 1), "0 of none is 0"
    assert (nobody["newest_on"], nobody["status"]) == (date(2024, 3, 31), "not_collected")


def test_a_share_of_a_part_says_of_newer_months_of_its_measure_that_there_was_none_to_count() -> None:
    part = "agency=police"
    told = months([80.0] * 10, measure=ATTENDED, breakdown=part, tops=[8.0] * 10, bottoms=[10.0] * 10)
    whole = months(SHARES, measure=ATTENDED, tops=TOPS, bottoms=BOTTOMS)
    row = row_of(values_of(whole, told), PartnerMeasure(measure=ATTENDED, part=part, owner="Police"))

    assert (row["latest_on"], row["latest"]) == (date(2024, 10, 31), 80.0)
    assert (row["newest_on"], row["status"]) == (date(2025, 2, 28), "zero_denominator")


def test_parts_are_filled_from_their_own_measure_and_authority_and_a_month_without_a_whole_value_stays_so() -> None:
    whole = values_of(
        months([4.0, None], measure=DELAYED, tops=[4.0, None]),
        months([5.0], measure=DELAYED, la_code="002", tops=[5.0]),
        months([4.0], measure=DELAYED, breakdown=HEALTH, tops=[4.0]),
    )
    filled = with_months_of_parts(whole, [(DELAYED, POLICE), (DELAYED, POLICE), (DELAYED, "all")])

    assert filled.head(whole.height).equals(whole)
    rows = filled.tail(-whole.height).sort("area_code", "period_end")
    assert rows.select("area_code", "breakdown", "value", "status").rows() == [
        ("001", POLICE, 0.0, "ok"),
        ("001", POLICE, None, "too_few"),
        ("002", POLICE, None, "not_collected"),
    ]
    assert set(rows["rows_aside"]) == {0}, "of a month without a unit none was set aside"
    assert with_months_of_parts(filled, [(DELAYED, POLICE)]).height == filled.height, "nothing is filled twice"


def test_each_authority_has_a_row_for_each_partner_measure_in_the_order_of_the_settings() -> None:
    values = values_of(months(SHARES), months(SHARES[:5], la_code="002"), months([15.0], measure=CASELOAD))
    asked = settings_with(PartnerMeasure(measure=CASELOAD, owner="Director"), quorate())
    told = scorecard(values, settings=asked)

    assert told.select("area_code", "place", "measure", "months").rows() == [
        ("001", 1, CASELOAD, 1),
        ("001", 2, QUORATE, 14),
        ("002", 1, CASELOAD, 0),
        ("002", 2, QUORATE, 5),
    ]
    assert scorecard(values.to_pandas(), settings=asked).equals(told)


def test_figures_of_quarters_and_of_dfe_are_passed_over() -> None:
    values = values_of(
        months(SHARES),
        months([1.0], period_type="quarter", first=date(2026, 1, 1)),
        months([2.0], source="published", first=date(2026, 2, 1)),
    )
    assert row_of(values, quorate())["latest"] == 90.0


@pytest.mark.parametrize(
    ("changed_on", "defined", "changes"),
    [
        (date(2023, 12, 31), "yes", 0),
        (date(2024, 1, 1), "yes", 0),
        (date(2024, 1, 2), "no", 1),
        (date(2024, 6, 1), "no", 1),
        (date(2025, 2, 28), "no", 1),
        (date(2025, 3, 1), "yes", 0),
    ],
)
def test_a_change_of_recording_after_the_baselines_first_day_and_up_to_the_latest_month_is_told(
    changed_on: date, defined: str, changes: int
) -> None:
    """With one of its first day, all months from January 2024 to February 2025 are recorded alike."""
    told = RecordingChange(changed_on=changed_on, what="New form", measures=(QUORATE,))
    row = row_of(months(SHARES), quorate(), recording_changes=(told,))
    assert (row["defined"], row["recording_changes"]) == (defined, changes)
    assert row["complete"] == row["timely"] == row["checked"] == "not_known", "no grades were given"


@pytest.mark.parametrize(
    ("changed_on", "defined"),
    [
        (date(2024, 1, 30), "yes"),
        (date(2024, 1, 31), "yes"),
        (date(2024, 2, 1), "no"),
        (date(2025, 2, 28), "no"),
        (date(2025, 3, 1), "yes"),
    ],
)
def test_of_a_figure_of_month_ends_the_first_is_the_end_of_its_first_month(changed_on: date, defined: str) -> None:
    """What is counted on 31 January 2024 is recorded as from that day on; only a later change parts it from others."""
    ends = months(SHARES, measure=CASELOAD).with_columns(
        pl.col("period_end").alias("period_start"), pl.lit("snapshot").alias("period_type")
    )
    told = RecordingChange(changed_on=changed_on, what="New form", measures=(CASELOAD,))
    row = row_of(ends, PartnerMeasure(measure=CASELOAD, owner="Director"), recording_changes=(told,))

    assert (row["baseline_from"], row["latest_on"]) == (date(2024, 1, 31), date(2025, 2, 28))
    assert row["defined"] == defined


def test_open_actions_that_should_move_a_measure_are_counted_and_the_slow_ones() -> None:
    rows = [
        update("1", measure=QUORATE, due_on=date(2026, 2, 1)),
        update("2", measure=QUORATE, due_on=date(2026, 12, 1)),
        update("3", measure=QUORATE, status="done"),
        update("4", measure=CASELOAD),
    ]
    done = actions_now(updates(*rows), as_at=date(2026, 3, 1), values=values_of())
    row = scorecard(months(SHARES), settings=settings_with(quorate()), actions=done).row(0, named=True)
    assert (row["actions_open"], row["actions_slow"]) == (2, 1)
    assert row_of(months(SHARES), quorate())["actions_open"] is None


def test_a_part_by_which_a_measure_is_not_broken_down_is_refused() -> None:
    with pytest.raises(NoSuchPart, match=r"agency=police.*It is broken down by team, out_of_hours"):
        scorecard(months(SHARES), settings=settings_with(quorate(part="agency=police")))


@pytest.mark.parametrize(("part", "is_refused"), [("delay_agency=police", False), ("delay_agency=police_nort", True)])
def test_a_part_that_is_proposed_to_every_board_is_no_slip_whatever_the_records_call_it(
    part: str, *, is_refused: bool
) -> None:
    by_other = months([4.0] * 8, measure=DELAYED, breakdown="delay_agency=police_north")
    values = values_of(months([9.0] * 8, measure=DELAYED), by_other)
    if is_refused:
        with pytest.raises(NoSuchWord, match="police_north"):
            with_months_of_parts(values, [(DELAYED, part)])
    else:
        assert with_months_of_parts(values, [(DELAYED, part)]).filter(breakdown=part)["value"].to_list() == [0.0] * 8
