"""Before and after a dated change: what is compared, what the runs leave out, what recording did, and what is said."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from simulations.impact import frame_of

from csc_metrics.change.impact import impacts
from csc_metrics.change.recording import recording_checks
from csc_metrics.change.verdict import verdicts
from csc_metrics.contracts.about_change import Impacts, Run, Verdict
from csc_metrics.narrative.impact import verdict_on_a_change
from csc_metrics.narrative.sentence_types import SentenceType
from csc_metrics.settings.model import Settings

QUORATE, NOT_RECORDED = "strategy_meeting_quorate_pct", "strategy_meeting_not_recorded_pct"
CHANGED_ON = date(2024, 7, 1)
"""30 months after the first one of `frame_of`."""


def settings_with(measure: str = QUORATE, *, shape: str = "level", **told: Any) -> Settings:
    change = {"changed_on": CHANGED_ON, "name": "Hub", "measures": (measure,), "expected_shape": shape}
    return Settings.model_validate({"changes": (change | told,)})


def values_of(
    numbers: list[float] | np.ndarray, *, measure: str = QUORATE, denominator: Any = 50.0, aside: Any = 0, **told: Any
) -> pl.DataFrame:
    frame = frame_of(np.atleast_2d(np.asarray(numbers, dtype=np.float64)))
    return frame.with_columns(
        pl.lit(measure).alias("measure"),
        pl.lit(denominator).cast(pl.Float64).alias("denominator") if np.isscalar(denominator) else denominator,
        pl.lit(aside).cast(pl.Int64).alias("rows_aside") if np.isscalar(aside) else aside,
        *(pl.lit(word).alias(name) for name, word in told.items()),
        status=pl.when(pl.col("value").is_nan()).then(pl.lit("too_few")).otherwise(pl.lit("ok")),
        value=pl.col("value").fill_nan(None),
    )


def noisy(before: float, after: float, *, months: int = 48, at: int = 30, spread: float = 3.0) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, spread, size=months)
    return np.where(np.arange(months) < at, before, after) + noise


def run_of(frame: pl.DataFrame, run: Run) -> dict[str, Any]:
    return frame.filter(run=run.value).row(0, named=True)


def verdict_of(values: pl.DataFrame, settings: Settings) -> dict[str, Any]:
    (row,) = verdicts(values, settings=settings).filter(measure=settings.changes[0].measures[0]).to_dicts()
    return row


def test_the_old_limits_are_those_of_the_months_before_and_are_carried_forward() -> None:
    before = [40.0, 44.0] * 15
    row = run_of(impacts(values_of([*before, 90.0, 42.0, 20.0]), settings=settings_with()), Run.ALL_MONTHS)

    assert (row["mean_before"], row["points_before"], row["points_after"]) == (42.0, 30, 3)
    assert (row["lower_limit"], row["upper_limit"]) == pytest.approx((42 - 2.66 * 4, 42 + 2.66 * 4))
    assert (row["outside_after"], row["baseline_from"], row["baseline_to"]) == (2, date(2022, 1, 31), date(2024, 6, 30))


def test_the_month_in_which_the_change_falls_is_after_it() -> None:
    settings = settings_with(changed_on=date(2024, 6, 30))
    assert run_of(impacts(values_of([40.0] * 48), settings=settings), Run.ALL_MONTHS)["points_after"] == 19
    assert run_of(impacts(values_of([40.0] * 48), settings=settings_with()), Run.ALL_MONTHS)["points_after"] == 18


def test_each_run_leaves_out_its_months_and_no_others() -> None:
    found = impacts(values_of(noisy(40, 80)), settings=settings_with(transition_months=2))
    points = {row["run"]: (row["points_before"], row["points_after"]) for row in found.to_dicts()}

    assert points == {"all_months": (30, 18), "without_transition": (30, 16), "without_months_before": (27, 18)}


def test_a_baseline_that_the_settings_begin_later_is_looked_at_from_then_on() -> None:
    settings = settings_with(baseline_from=date(2023, 7, 1))
    row = run_of(impacts(values_of([10.0] * 18 + [40.0] * 30), settings=settings), Run.ALL_MONTHS)

    assert (row["points_before"], row["mean_before"], row["baseline_from"]) == (12, 40.0, date(2023, 7, 31))


def test_with_fewer_than_8_months_after_there_is_no_step_and_no_chance() -> None:
    for months in (37, 38):
        row = run_of(impacts(values_of(noisy(40, 80, months=months)), settings=settings_with()), Run.ALL_MONTHS)
        fitted = {name for name in ("level", "level_p", "slope", "slope_p", "level_lower") if row[name] is not None}

        assert len(fitted) == (5 if months == 38 else 0)
        assert row["mean_after"] is not None


def test_quarters_and_rolling_years_are_not_tested_and_only_the_measures_of_the_change_are() -> None:
    for told in ({"period_type": "quarter"}, {"period_type": "rolling_12_months"}, {"measure": "re_referral_pct"}):
        values = values_of(noisy(40, 80), measure=told.pop("measure", QUORATE), **told)
        assert impacts(values, settings=settings_with()).is_empty()


def test_series_that_begin_at_other_months_are_each_cut_at_the_same_day() -> None:
    later = values_of(noisy(40, 80), area_code="002").filter(pl.col("period_end") >= date(2023, 1, 31))
    both = pl.concat([values_of(noisy(40, 80)), later])
    found = impacts(both, settings=settings_with()).filter(run=Run.ALL_MONTHS.value)

    assert found["points_before"].to_list() == [30, 18]
    assert found["points_after"].to_list() == [18, 18]


def test_pandas_gives_the_same_and_without_changes_there_is_nothing() -> None:
    values = values_of(noisy(40, 80))
    assert impacts(pd.DataFrame(values.to_dict(as_series=False)), settings=settings_with()).equals(
        impacts(values, settings=settings_with())
    )
    assert impacts(values).columns == list(Impacts.create_empty().schema)
    assert verdicts(values).is_empty()
    assert recording_checks(values).is_empty()


@pytest.mark.parametrize(
    ("measure", "before", "after", "expected"),
    [
        (QUORATE, 40, 80, Verdict.MOVED_AS_EXPECTED),
        (QUORATE, 80, 40, Verdict.MOVED_THE_OTHER_WAY),
        (QUORATE, 60, 60, Verdict.NO_CLEAR_MOVE),
        ("re_referral_pct", 40, 20, Verdict.MOVED_AS_EXPECTED),
        ("looked_after_rate_per_10k", 40, 20, Verdict.MOVED_OTHERWISE),
    ],
)
def test_the_verdict_depends_on_the_direction_that_is_good(
    measure: str, before: float, after: float, expected: Verdict
) -> None:
    row = verdict_of(values_of(noisy(before, after), measure=measure), settings_with(measure))
    assert (row["verdict"], row["is_robust"]) == (expected.value, True)


def test_a_step_is_no_turn_where_only_a_turn_was_expected() -> None:
    assert verdict_of(values_of(noisy(40, 80)), settings_with(shape="slope"))["verdict"] == Verdict.NO_CLEAR_MOVE.value
    assert (
        verdict_of(values_of(noisy(40, 80)), settings_with(shape="level_and_slope"))["verdict"]
        == Verdict.MOVED_AS_EXPECTED.value
    )


def test_what_rests_on_the_months_of_transition_alone_is_no_clear_move() -> None:
    numbers = noisy(60, 60, spread=1.0)
    numbers[30] += 60.0
    numbers[31:34] += 12.0
    row = verdict_of(values_of(numbers), settings_with(transition_months=4))

    assert (row["verdict"], row["is_robust"]) == (Verdict.NO_CLEAR_MOVE.value, False)


def test_a_baseline_that_was_bad_just_before_is_named_and_so_is_a_short_one() -> None:
    bad = noisy(60, 60)
    bad[27:30] -= 12.0
    assert verdict_of(values_of(bad), settings_with())["is_baseline_bad"]
    good = noisy(60, 60)
    good[27:30] += 12.0
    assert not verdict_of(values_of(good), settings_with())["is_baseline_bad"]
    short = settings_with(baseline_from=date(2023, 8, 1))
    assert verdict_of(values_of(noisy(60, 60)), short)["is_baseline_short"]
    assert not verdict_of(values_of(noisy(60, 60)), settings_with())["is_baseline_short"]


def test_too_few_months_in_any_run_are_not_enough_data() -> None:
    ten = settings_with(baseline_from=date(2023, 9, 1))  # ten before, seven without the three just before
    assert verdict_of(values_of(noisy(40, 80)), ten)["verdict"] == Verdict.NOT_ENOUGH_DATA.value


def changed(values: pl.DataFrame, settings: Settings) -> set[str]:
    checks = recording_checks(values, settings=settings).filter(measure=QUORATE)
    assert checks["check"].to_list() == ["aside", "attended_by_default", "definition", "denominator", "unknowns"]
    return set(checks.filter("is_changed")["check"])


IS_AFTER = pl.col("period_end") >= CHANGED_ON


def test_recording_that_did_not_change_is_not_called_changed() -> None:
    values = values_of(noisy(40, 80), denominator=(50 + (pl.col("value") * 7).mod(9)).alias("denominator"))
    unknown = values_of(noisy(5, 5, spread=0.5), measure=NOT_RECORDED)
    assert changed(pl.concat([values, unknown]), settings_with()) == set()


def test_each_change_of_recording_is_seen_and_makes_the_verdict() -> None:
    plain, settings = values_of(noisy(40, 80)), settings_with()
    jumps = pl.when(IS_AFTER).then(20.0).otherwise(50.0)
    aside = pl.when(IS_AFTER).then(9).otherwise(pl.col("period_end").dt.month() % 3).cast(pl.Int64)
    unknown = values_of(noisy(30, 5, spread=0.5), measure=NOT_RECORDED)
    by_default = values_of(np.append(noisy(40, 40)[:30], np.full(18, 100.0)))
    defined = {"changed_on": date(2024, 8, 1), "what": "New form", "measures": (QUORATE,)}
    told = settings.model_validate(settings.model_dump() | {"recording_changes": (defined,)})

    for values, chosen, check in (
        (plain.with_columns(denominator=jumps), settings, "denominator"),
        (plain.with_columns(rows_aside=aside), settings, "aside"),
        (pl.concat([plain, unknown]), settings, "unknowns"),
        (by_default, settings, "attended_by_default"),
        (plain, told, "definition"),
    ):
        assert changed(values, chosen) == {check}
        assert verdict_of(values, chosen)["verdict"] == Verdict.RECORDING_CHANGED.value


def test_a_change_of_definition_long_before_or_of_another_measure_does_not_count() -> None:
    base = settings_with()
    for day, measure in ((date(2024, 1, 1), QUORATE), (date(2024, 8, 1), NOT_RECORDED)):
        one = {"changed_on": day, "what": "New form", "measures": (measure,)}
        told = base.model_validate(base.model_dump() | {"recording_changes": (one,)})
        assert changed(values_of(noisy(40, 80)), told) == set()


def test_what_cannot_be_looked_at_is_named_as_not_checked() -> None:
    checks = recording_checks(values_of(noisy(40, 80)), settings=settings_with())
    assert checks.filter(~pl.col("is_checked"))["check"].to_list() == ["unknowns"]


def test_the_sentence_has_figures_dates_and_warnings_and_claims_no_cause() -> None:
    values, settings = values_of(noisy(40.2, 80.1)), settings_with()
    impact = run_of(impacts(values, settings=settings), Run.ALL_MONTHS)
    said = verdict_on_a_change(verdict_of(values, settings), impact=impact).plain

    assert said.startswith(f"Strategy meetings that were quorate: {impact['mean_before']:.1f}% before and ")
    assert "after 1 July 2024 (Hub), on average over 30 months and 18 months; it moved as expected" in said
    assert "does not prove that the change moved it" in said
    assert "because" not in said
    assert "unusually bad" not in said
    warned = verdict_of(values, settings) | {"is_baseline_bad": True, "is_baseline_short": True}
    bad = verdict_on_a_change(warned, impact=impact)
    assert bad.kind is SentenceType.VERDICT_ON_A_CHANGE
    assert bad.plain.endswith(
        "fewer than 12 months. The months just before were unusually bad, and would likely have been "
        "followed by better ones anyway."
    )


SAID_OF = {
    Verdict.MOVED_AS_EXPECTED: "it moved as expected, by more than chance, whichever months are counted; that does not "
    "prove that the change moved it.",
    Verdict.MOVED_THE_OTHER_WAY: "it moved the other way, by more than chance, whichever months are counted; that does "
    "not prove that the change moved it.",
    Verdict.MOVED_OTHERWISE: "it moved by more than chance, whichever months are counted; whether that is good cannot "
    "be said, nor that the change moved it.",
    Verdict.NO_CLEAR_MOVE: "that is no clear move, since it may be chance, or depend on which months are counted.",
    Verdict.RECORDING_CHANGED: "recording changed at about the same time, so that nothing can be said of it.",
    Verdict.NOT_ENOUGH_DATA: "there is not enough data, with fewer than 8 months on one side.",
}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_of_its_own(verdict: Verdict) -> None:
    values, settings = values_of(noisy(40, 80)), settings_with()
    impact = run_of(impacts(values, settings=settings), Run.ALL_MONTHS)
    row = verdict_of(values, settings) | {"verdict": verdict.value}
    said = verdict_on_a_change(row, impact=impact).plain
    assert said.partition(" months; ")[2] == SAID_OF[verdict]


def test_one_of_a_count_is_told_in_the_singular() -> None:
    values, settings = (
        values_of([1.0] * 29 + [2.0], measure="strategy_meetings_held"),
        settings_with("strategy_meetings_held", changed_on=date(2024, 6, 30)),
    )
    impact = run_of(impacts(values, settings=settings), Run.ALL_MONTHS)
    said = verdict_on_a_change(verdict_of(values, settings), impact=impact).plain
    assert ": 1 meeting before and 2 meetings after 30 June 2024 (Hub), on average over 29 months and 1 month; " in said


def test_one_change_may_be_expected_to_move_its_measures_in_different_shapes() -> None:
    step = {"changed_on": CHANGED_ON, "name": "Hub", "measures": (QUORATE,), "expected_shape": "level"}
    turn = step | {"measures": ("re_referral_pct",), "expected_shape": "slope"}
    values = pl.concat([values_of(noisy(40, 80)), values_of(noisy(40, 20), measure="re_referral_pct")])
    told = verdicts(values, settings=Settings.model_validate({"changes": (step, turn)}))

    assert dict(told.select("measure", "verdict").iter_rows()) == {
        QUORATE: Verdict.MOVED_AS_EXPECTED.value,
        "re_referral_pct": Verdict.NO_CLEAR_MOVE.value,
    }
