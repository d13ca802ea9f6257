"""The spread of caseloads is drawn as its rows say: band, middle, average, highest where it is told, and the limit."""

from datetime import date

import pandas as pd
import pytest
from chart_words import faults_of_words
from made_up_months import areas, lines, month_rows, written

from csc_metrics.charts import caseload_spread as chart
from csc_metrics.charts.caseload_spread import draw_caseload_spread
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.narrow_months import compose_months
from csc_metrics.charts.style import BAND_COLOUR, DARK_BLUE, DARK_GREY, TURQUOISE, chart_style
from csc_metrics.contracts.vocabulary import Status

MEASURES = {
    "caseload_median": 16.0,
    "average_caseload": 16.5,
    "caseload_10th_percentile": 6.0,
    "caseload_90th_percentile": 26.4,
    "caseload_highest": 43.0,
    "caseload_above_limit_pct": 37.28,
}


def make_rows(*, months: int = 13, without: tuple[str, ...] = (), every: int = 1) -> pd.DataFrame:
    """Every measure the same at each month end."""
    held = {code: value for code, value in MEASURES.items() if code not in without}
    return pd.concat([month_rows(code, [value] * months, every=every) for code, value in held.items()])


def draw(rows: pd.DataFrame, *, limit: float | None = None) -> str:
    drawn = draw_caseload_spread(rows, limit=limit)
    assert drawn is not None
    return drawn


def drawing_of(rows: pd.DataFrame, *, limit: float | None) -> Drawing:
    picture = chart._read(rows, limit=limit)
    assert picture is not None
    with chart_style():
        return compose_months(picture)


def test_each_line_is_named_with_its_newest_figure() -> None:
    words = written(draw(make_rows(), limit=18.0))

    assert {
        "Middle",
        "16.0",
        "Average: 16.5",
        "Highest tenth:",
        "26.4 or more",
        "Lowest tenth:",
        "6.0 or fewer",
    } <= set(words)
    assert {"Highest: 43.0", "Limit: 18", "37.3% above it", "cases per social worker"} <= set(words)


def test_what_a_public_edition_does_not_hold_is_not_drawn() -> None:
    svg = draw(make_rows(without=("caseload_highest",)), limit=18.0)

    assert lines(svg, TURQUOISE) == []
    assert not [words for words in written(svg) if words.startswith("Highest:")]
    assert lines(draw(make_rows()), TURQUOISE)


def test_the_band_reaches_from_the_lowest_to_the_highest_tenth_and_the_limit_lies_where_it_should() -> None:
    """The axis of 43 ends at 50, 190 points up or more: 26.4 - 6.0 is 20.4 of 50, a limit of 18 is 12 of 50 above 6."""
    svg = draw(make_rows(), limit=18.0)
    (band,) = areas(svg, BAND_COLOUR)
    (middle,) = lines(svg, DARK_BLUE)
    ups = [y for _, y in band]
    per_case = (max(ups) - min(ups)) / 20.4
    limit = next(piece for piece in lines(svg, DARK_GREY) if len(piece) == 13)

    assert 50 * per_case >= 190.0 - 1e-6
    assert max(ups) - middle[0][1] == pytest.approx(10 * per_case)
    assert max(ups) - limit[0][1] == pytest.approx(12 * per_case)


def test_how_many_are_above_the_limit_is_said_only_where_the_newest_month_end_has_it() -> None:
    rows = make_rows()
    is_newest = (rows["measure"] == "caseload_above_limit_pct") & (rows["period_end"] == rows["period_end"].max())
    hidden = rows.assign(
        value=rows["value"].mask(is_newest), status=rows["status"].mask(is_newest, str(Status.SUPPRESSED))
    )

    assert "Limit: 18.5" in written(draw(hidden, limit=18.5))
    assert not [words for words in written(draw(hidden, limit=18.5)) if "above it" in words]
    assert not [words for words in written(draw(rows)) if "Limit" in words or "above it" in words]


def test_a_month_end_without_a_value_breaks_the_line_and_the_band_and_is_named() -> None:
    rows = pd.concat(
        [
            month_rows(code, [value, value, None, value, value], without=Status.SUPPRESSED)
            for code, value in MEASURES.items()
        ]
    )
    svg = draw(rows)

    assert len(lines(svg, DARK_BLUE)) == 2
    assert len(areas(svg, BAND_COLOUR)) == 2
    assert "No value: Jan 2025 (hidden)" in written(svg)


def test_a_value_that_is_not_ok_is_not_drawn() -> None:
    rows = month_rows("caseload_median", [16.0, 17.0, 18.0])

    assert draw(rows.assign(status=["ok", "too_few", "ok"])) == draw(month_rows("caseload_median", [16.0, None, 18.0]))


def test_a_line_that_ends_early_is_dated() -> None:
    rows = pd.concat(
        [month_rows("caseload_median", [16.0] * 4), month_rows("average_caseload", [16.5, 16.0, None, None])]
    )

    assert {"Average: 16.0", "(Dec 2024)"} <= set(written(draw(rows)))


def test_quarter_ends_are_joined_and_one_that_is_wanting_breaks_the_line() -> None:
    rows = make_rows(every=3, months=6)

    assert len(lines(draw(rows), DARK_BLUE)) == 1
    assert len(lines(draw(rows[rows["period_end"] != date(2025, 5, 31)]), DARK_BLUE)) == 2


@pytest.mark.parametrize("months", [1, 2, 13, 60, 130])
@pytest.mark.parametrize("limit", [None, 0.5, 16.0, 99.5])
@pytest.mark.parametrize("times", [0.0, 0.01, 1.0, 100.0])
def test_words_are_inside_the_chart_and_never_over_one_another(months: int, limit: float | None, times: float) -> None:
    rows = make_rows(months=months)

    assert faults_of_words(drawing_of(rows.assign(value=rows["value"] * times), limit=limit)) == []


def test_words_have_room_where_all_lines_end_early_at_one_place_and_months_are_missing() -> None:
    rows = pd.concat([month_rows(code, [16.0, None, 16.0, None, 16.0, None]) for code in MEASURES])

    assert faults_of_words(drawing_of(rows, limit=16.0)) == []


def test_other_measures_are_left_aside_and_without_a_value_there_is_no_chart() -> None:
    rows = pd.concat([make_rows(), month_rows("case_holders", [900.0] * 13)])

    assert draw(rows) == draw(make_rows())
    for none in (month_rows("caseload_median", [None, None]), month_rows("case_holders", [900.0]), make_rows(months=0)):
        assert draw_caseload_spread(none, limit=18.0) is None
    assert draw_caseload_spread(month_rows("caseload_above_limit_pct", [37.0]), limit=18.0) is None


def test_the_same_rows_in_any_order_give_the_same_bytes_and_are_left_alone() -> None:
    rows = make_rows()
    before = rows.copy(deep=True)

    assert draw(rows, limit=18.0) == draw(rows.iloc[::-1], limit=18.0)
    pd.testing.assert_frame_equal(rows, before)


def test_rows_of_two_authorities_parts_or_sources_or_of_one_day_twice_are_refused() -> None:
    rows = make_rows()
    for other in ({"area_code": "002"}, {"breakdown": "team=North"}, {"source": "published"}):
        with pytest.raises(ValueError, match="one authority"):
            draw(pd.concat([rows, rows.assign(**other)]))
    with pytest.raises(ValueError, match="two rows"):
        draw(pd.concat([rows, rows]))
