"""The view of dated changes draws each with both sides named, tells its verdict, and says in words what is drawn."""

from datetime import date

import pandas as pd
import polars as pl
from lxml import html

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.report.dated_changes_view import before_and_after
from csc_metrics.settings.dated import DatedChange
from csc_metrics.settings.model import Settings

CODE = "strategy_meeting_quorate_pct"


def make_values(shares: list[float]) -> pl.DataFrame:
    """Months from January 2024, each of a hundred meetings."""
    ends = pl.Series([day.date() for day in pd.date_range("2024-01-31", periods=len(shares), freq="ME")])
    told = pl.DataFrame({"period_end": ends, "value": shares, "numerator": shares}).with_columns(
        area_code=pl.lit("001"),
        area_type=pl.lit("authority"),
        measure=pl.lit(CODE),
        breakdown=pl.lit("all"),
        period_type=pl.lit("month"),
        period_start=pl.col("period_end").dt.month_start(),
        source=pl.lit("local"),
        denominator=pl.lit(100.0),
        lower=None,
        upper=None,
        interval_kind=None,
        status=pl.lit("ok"),
        rows_aside=pl.lit(0),
        note=None,
    )
    return MeasureValues.validate(told.select(list(MeasureValues.create_empty().schema)), cast=True)


def test_a_change_is_drawn_with_both_means_and_its_day_and_told_in_its_verdict() -> None:
    change = DatedChange(changed_on=date(2025, 1, 1), name="Police rota", measures=(CODE,), expected_shape="level")
    (block,) = before_and_after(make_values([40.0, 42.0] * 6 + [60.0, 62.0] * 5), settings=Settings(changes=(change,)))
    (picture,) = block.pictures
    words = [str(text.text_content()) for text in html.fromstring(picture.svg).xpath("//text")]

    assert {"Before", "After", "Police rota, 1 January 2025", "Before: 41.0%", "After: 61.0%"} <= set(words)
    (verdict,) = block.words
    assert "41.0% before and 61.0% after 1 January 2025 (Police rota)" in verdict
    assert picture.alternative == (
        "Line chart: strategy meetings that were quorate, with a change marked (Police rota, 1 January 2025). On "
        "average it was 41.0% before and 61.0% after. The newest figure, in October 2025, is 62.0%, above what was "
        "usual before (35.7% to 46.3%)."
    )


def test_without_a_change_in_the_settings_that_is_said() -> None:
    (block,) = before_and_after(make_values([40.0]), settings=Settings())
    assert block.pictures == ()
    assert block.words[0].startswith("The settings name no dated change")
