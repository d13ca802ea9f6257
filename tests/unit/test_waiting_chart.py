"""Waits over the months: half within and nine in ten within, never joined over a gap, beside the target."""

from datetime import date
from typing import Final

import pandas as pd
import polars as pl
import pytest
from chart_words import faults_of_words
from lxml import html

from csc_metrics.charts import waiting as chart
from csc_metrics.charts.narrow_months import Level, compose_months
from csc_metrics.charts.style import DARK_BLUE, TURQUOISE, chart_style
from csc_metrics.charts.waiting import draw_waiting
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.chart_words import waiting_words

MEDIAN: Final = LOCAL_MEASURES["strategy_meeting_wait_median_hours"]
NINETIETH: Final = LOCAL_MEASURES["strategy_meeting_wait_90th_percentile_hours"]
TARGET: Final = Level(name="Target", value=24.0)


def make_rows(
    half: list[float | None], nine: list[float | None], *, freq: str = "ME", period_type: str = "month"
) -> pd.DataFrame:
    days = pd.date_range("2025-03-31", periods=len(half), freq=freq)
    told = [
        {"measure": measure.code, "period_end": day, "value": value, "status": "too_few" if value is None else "ok"}
        for measure, values in ((MEDIAN, half), (NINETIETH, nine))
        for day, value in zip(days, values, strict=True)
    ]
    same = {"area_code": "001", "breakdown": "all", "source": "local", "period_type": period_type}
    return pd.DataFrame(told).assign(**same).astype({"value": "float64"})


def draw(rows: pd.DataFrame, *, target: Level | None = TARGET) -> str:
    drawn = draw_waiting(rows, median=MEDIAN, ninetieth=NINETIETH, target=target)
    assert drawn is not None
    return drawn


def say(rows: pd.DataFrame, *, target: float | None = 24.0) -> str:
    return " ".join(waiting_words(pl.from_pandas(rows), median=MEDIAN, ninetieth=NINETIETH, target=target))


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def pieces(svg: str, colour: str) -> int:
    return sum(str(path).count("M") for path in html.fromstring(svg).xpath(f"//path[@stroke='{colour.lower()}']/@d"))


def test_both_lines_are_named_with_their_newest_value_and_the_target_is_named() -> None:
    words = written(draw(make_rows([8.0, 7.5], [30.0, 26.0])))
    assert {"hours", "Half within", "7.5", "Nine in ten", "within", "26.0", "Target: 24"} <= set(words)
    assert not any("Target" in one for one in written(draw(make_rows([8.0], [30.0]), target=None)))


def test_a_month_without_a_value_breaks_both_lines_and_is_named_once() -> None:
    svg = draw(make_rows([8.0, 9.0, None, 8.0, 9.0], [30.0, 31.0, None, 30.0, 31.0]))
    assert (pieces(svg, DARK_BLUE), pieces(svg, TURQUOISE)) == (2, 2)
    assert "No value: May 2025 (too few to show)" in written(svg)


def test_quarters_are_joined_and_a_quarter_without_a_value_breaks_the_lines() -> None:
    whole = make_rows([8.0] * 5, [30.0] * 5, freq="QE", period_type="quarter")
    gap = whole[whole["period_end"] != pd.Timestamp("2025-09-30")]
    assert pieces(draw(whole), DARK_BLUE) == 1
    assert pieces(draw(gap), DARK_BLUE) == 2


def test_rows_of_two_parts_other_measures_or_other_units_are_refused() -> None:
    rows = make_rows([8.0], [30.0])
    with pytest.raises(ValueError, match="one authority, part"):
        draw(pd.concat([rows, rows.assign(breakdown="team=North")]))
    with pytest.raises(ValueError, match="one authority, part"):
        draw(pd.concat([rows, rows.assign(measure="average_caseload")]))
    in_days = LOCAL_MEASURES["strategy_meeting_wait_90th_percentile_working_days"]
    with pytest.raises(ValueError, match="hours and a 90th percentile in working days"):
        draw_waiting(rows, median=MEDIAN, ninetieth=in_days)


def test_without_a_value_there_is_no_chart_and_there_are_no_words() -> None:
    for rows in (make_rows([None], [None]), make_rows([8.0], [30.0])[:0]):
        assert draw_waiting(rows, median=MEDIAN, ninetieth=NINETIETH) is None
    rows = pl.from_pandas(make_rows([None], [None]))
    assert waiting_words(rows, median=MEDIAN, ninetieth=NINETIETH) == ()


@pytest.mark.parametrize("many", [1, 2, 14, 60, 130])
@pytest.mark.parametrize("level", [0.0, 24.0, 1234.5])
def test_words_are_inside_the_narrow_chart_and_never_over_one_another(many: int, level: float) -> None:
    gaps = [None if place % 7 == 3 else level for place in range(many)]
    for half in ([level] * many, gaps):
        rows = make_rows(list(half), list(half))
        picture = chart._read(rows, median=MEDIAN, ninetieth=NINETIETH, target=TARGET)
        assert picture is not None
        with chart_style():
            assert faults_of_words(compose_months(picture)) == []


def test_the_same_rows_in_any_order_give_the_same_bytes() -> None:
    rows = make_rows([8.0, 9.0, 7.0], [30.0, 31.0, 20.0])
    assert draw(rows) == draw(rows.iloc[::-1])


YEAR_BEFORE: Final = [6.0, *[5.0] * 11]


def test_the_words_give_newest_figures_a_year_before_and_the_target() -> None:
    assert say(make_rows([*YEAR_BEFORE, 8.06], [20.0] * 12 + [26.0])) == (
        "Line chart: hours until strategy meetings are held. In March 2026, half within 8.1 hours and nine in ten "
        "within 26.0 hours; the middle time was longer than a year before (6.0 hours and 20.0 hours). "
        "Between half and nine in ten met the target of 24 hours."
    )


@pytest.mark.parametrize(("newest", "told"), [(6.04, "the same as"), (5.0, "shorter than"), (7.0, "longer than")])
def test_the_direction_is_that_of_the_printed_figures(newest: float, told: str) -> None:
    assert f"the middle time was {told} a year before" in say(make_rows([*YEAR_BEFORE, newest], [20.0] * 13))


@pytest.mark.parametrize(
    ("half", "nine", "told"),
    [
        (8.0, 24.0, "Nine in ten or more met"),
        (8.0, 24.04, "Nine in ten or more met"),
        (24.0, 24.1, "Between half and nine in ten met"),
        (24.04, 24.06, "Between half and nine in ten met"),
        (24.06, 30.0, "Fewer than half met"),
    ],
)
def test_how_many_met_the_target_is_what_both_figures_say(half: float, nine: float, told: str) -> None:
    assert told in say(make_rows([half], [nine]))


def test_without_a_year_before_or_a_target_neither_is_told() -> None:
    rows = make_rows([8.0, None], [26.0, None])
    assert say(rows, target=None) == (
        "Line chart: hours until strategy meetings are held. In March 2025, half within 8.0 hours and nine in ten "
        "within 26.0 hours."
    )


def test_february_of_a_leap_year_is_found_a_year_later() -> None:
    rows = make_rows([8.0] * 13, [26.0] * 13)
    days = [day.date() for day in pd.date_range(date(2024, 2, 29), periods=13, freq="ME")] * 2
    assert "a year before" in say(rows.assign(period_end=pd.to_datetime(pd.Series(days, index=rows.index))))
