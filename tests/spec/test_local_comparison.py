"""Local figures stand beside local ones where records are shared, else beside what was published by then."""

from datetime import date

import polars as pl
import pytest
from spec.test_against_others import CODES, even, everybody_else, judged, values_of

from csc_metrics.comparison.against_others import against_others
from csc_metrics.comparison.both_models import both_models
from csc_metrics.comparison.local_data import local_against_others, local_comparisons
from csc_metrics.comparison.out_of_step import false_flags_expected, furthest_out_of_step
from csc_metrics.contracts.tables import MeasureValues

REGION = {f"{number:03d}": (200.0 + number, 1_000.0) for number in range(1, 12)}
NOTHING = MeasureValues.create_empty()


def locally(values: pl.DataFrame, published: pl.DataFrame = NOTHING) -> pl.DataFrame:
    return local_against_others(
        values, completed=values, published=published, neighbours=everybody_else(), neighbour_models=["2025"]
    )


def as_local(values: pl.DataFrame, day: date = date(2026, 3, 31)) -> pl.DataFrame:
    return values.with_columns(source=pl.lit("local"), period_end=pl.lit(day), period_start=pl.lit(date(2025, 4, 1)))


def test_made_up_authorities_stand_beside_the_other_ten_of_the_same_period() -> None:
    row = locally(as_local(values_of("re_referral_pct", dict(REGION)))).filter(la_code="001").row(0, named=True)

    assert (row["comparator_source"], row["comparator_period_end"]) == ("local", date(2026, 3, 31))
    assert (row["neighbours_with_value"], row["neighbour_mean"]) == (10, pytest.approx(20.65))


def test_an_authority_alone_stands_beside_what_was_published_by_then_with_its_own_date() -> None:
    own = as_local(values_of("re_referral_pct", {"350": (900.0, 1_000.0)}))
    against = locally(own, values_of("re_referral_pct", even(0.2)))
    row = against.row(0, named=True)

    assert (row["comparator_source"], row["comparator_period_end"]) == ("published", date(2025, 3, 31))
    assert (row["value"], row["neighbours_with_value"], row["is_flagged"]) == (90, 10, True)
    compared = local_comparisons(against, values=own).row(0, named=True)
    assert (compared["outcome"], compared["england_rank"]) == ("worse", None)


@pytest.mark.parametrize(("breakdown", "day"), [("team=North", date(2026, 3, 31)), ("all", date(2024, 12, 31))])
def test_parts_and_what_ended_before_anything_published_are_not_compared(breakdown: str, day: date) -> None:
    own = as_local(values_of("re_referral_pct", {"350": (900.0, 1_000.0)}), day)
    own = own.with_columns(breakdown=pl.lit(breakdown), period_start=pl.lit(date(2024, 1, 1)))
    row = locally(own, values_of("re_referral_pct", even(0.2))).row(0, named=True)

    assert (row["outcome"], row["comparator_period_end"]) == ("not_compared", None)


def test_what_is_furthest_out_comes_first_and_plain_counts_are_left_out() -> None:
    far = values_of("re_referral_pct", even(0.2) | {"350": (900.0, 1_000.0)})
    near = values_of("referral_rate_per_10k", even(0.05))
    values = pl.concat([near, far])
    found = against_others(values, completed=values, neighbours=everybody_else(), neighbour_models=["2025"])
    ordered = furthest_out_of_step(found.filter(la_code="350"))

    assert ordered["measure"].to_list() == ["re_referral_pct", "referral_rate_per_10k"]


def test_eleven_figures_raise_a_false_flag_as_often_as_the_methods_say() -> None:
    values = values_of("re_referral_pct", even(0.2))
    against = against_others(values, completed=values, neighbours=everybody_else(), neighbour_models=["2025"])
    found = false_flags_expected(against)

    assert found["compared"].to_list() == [len(CODES)] * 2
    assert found["chance_of_any"].to_list() == pytest.approx([0.431, 0.022], abs=5e-4)
    assert found["expected"].to_list() == pytest.approx([0.55, 0.022])


def test_both_models_stand_side_by_side() -> None:
    values = values_of("re_referral_pct", even(0.2) | {"350": (600.0, 1_000.0)})
    found = both_models(against_others(values, completed=values, neighbours=everybody_else()))
    row = found.filter(la_code="350").row(0, named=True)

    assert (row["shared_neighbours"], row["is_outcome_different"], row["outcome_2021"]) == (10, False, "worse")
    assert judged("re_referral_pct", even(0.2) | {"350": (600.0, 1_000.0)})["distance"] == row["distance_2025"]


def test_teams_of_the_same_name_in_two_authorities_are_not_the_same_team() -> None:
    values = as_local(values_of("re_referral_pct", dict(REGION))).with_columns(breakdown=pl.lit("team=North"))
    agency = values.with_columns(breakdown=pl.lit("agency=police"))

    assert set(locally(values)["outcome"]) == {"not_compared"}
    assert set(locally(agency)["neighbours_with_value"]) == {10}
