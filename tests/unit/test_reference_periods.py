"""A series beside a named time of its own past."""

from datetime import date
from typing import Final

import polars as pl
import pytest

from csc_metrics.change.reference import against_reference_periods
from csc_metrics.settings.dated import Rebase, ReferencePeriod
from csc_metrics.settings.model import Settings

BEFORE: Final = ReferencePeriod(name="before", first_on=date(2022, 4, 1), last_on=date(2023, 3, 31))
ENDS: Final = pl.date_range(date(2022, 1, 1), date(2024, 6, 1), "1mo", eager=True).dt.month_end()


def told(values: list[float | None], **key: str) -> pl.DataFrame:
    frame = pl.DataFrame({"period_end": ENDS.head(len(values)), "value": values}, schema_overrides={"value": float})
    return frame.with_columns(**{name: pl.lit(word) for name, word in key.items()})


def compared(values: pl.DataFrame, **settings: object) -> dict[str, object]:
    (row,) = against_reference_periods(values, settings=Settings(reference_periods=(BEFORE,), **settings)).to_dicts()
    return row


def test_its_limits_come_of_that_time_alone_and_what_came_after_is_held_to_them() -> None:
    row = compared(told([99.0] * 3 + [10.0, 12.0] * 6 + [30.0] * 4, measure="average_caseload"))
    assert (row["points"], row["centre"], row["is_trial"]) == (12, 11.0, False)
    assert (row["lower_limit"], row["upper_limit"]) == pytest.approx((11 - 2 * 2.66, 11 + 2 * 2.66))
    assert (row["latest"], row["latest_on"], row["variation"]) == (30.0, ENDS[18], "worsening")


def test_what_came_after_as_before_is_no_signal() -> None:
    assert compared(told([99.0] * 3 + [10.0, 12.0] * 8))["variation"] == "none"


def test_without_anything_after_it_or_within_it_nothing_is_known() -> None:
    row = compared(told([99.0] * 3 + [10.0, 12.0] * 6))
    assert (row["latest"], row["variation"], row["centre"]) == (None, "not_known", 11.0)
    row = compared(told([99.0] * 3))
    assert (row["points"], row["centre"], row["variation"], row["is_trial"]) == (0, None, "not_known", True)


def test_a_proportion_has_the_limits_of_its_newest_denominator() -> None:
    values = told([90.0] * 15, measure="assessments_within_45_working_days_pct").with_columns(
        numerator=pl.Series([90.0] * 15), denominator=pl.Series([100.0] * 15)
    )
    newest = told([80.0] * 16, measure="assessments_within_45_working_days_pct").tail(1)
    newest = newest.with_columns(numerator=pl.lit(20.0), denominator=pl.lit(25.0))
    row = compared(pl.concat([values, newest]))
    assert row["lower_limit"] == pytest.approx(90 - 300 * (0.09 / 25) ** 0.5)
    assert row["variation"] == "none"


def test_a_rebase_does_not_cut_what_is_given_by_its_dates() -> None:
    rebase = Rebase(rebased_on=date(2022, 10, 1), reason="New front door", measures=("average_caseload",))
    values = told([99.0] * 3 + [10.0, 12.0] * 8, measure="average_caseload")
    assert compared(values, rebases=(rebase,)) == compared(values)


def test_every_series_is_set_beside_every_reference_period() -> None:
    later = ReferencePeriod(name="later", first_on=date(2023, 4, 1), last_on=date(2023, 9, 30))
    values = pl.concat([told([1.0, 2.0] * 15, breakdown=part) for part in ("team=B", "team=A")])
    found = against_reference_periods(values, settings=Settings(reference_periods=(BEFORE, later)))
    assert found.select("breakdown", "reference").rows() == [
        (part, name) for part in ("team=A", "team=B") for name in ("before", "later")
    ]
    assert against_reference_periods(values).is_empty()
