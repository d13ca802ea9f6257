"""A trend line fits a cell of the scorecard and says what its rows say: two years, both ends, and the target."""

import pandas as pd
import pytest
from chart_words import faults_of_words
from made_up_months import lines, marks, month_rows, written

from csc_metrics.charts import trend_lines as chart
from csc_metrics.charts.style import DARK_BLUE, DARK_GREY, GRID_COLOUR, chart_style
from csc_metrics.charts.trend_lines import draw_trend_lines
from csc_metrics.measures.registry import LOCAL_MEASURES

QUORATE, CASELOAD = "strategy_meeting_quorate_pct", "average_caseload"
MEETINGS = "strategy_meetings_delayed"
TWO_YEARS = [50.0 + month for month in range(24)]


def make_scores(*figures: tuple[str, str, float | None]) -> pd.DataFrame:
    rows = [
        {"area_code": "001", "measure": code, "breakdown": part, "target": target} for code, part, target in figures
    ]
    return pd.DataFrame(rows).astype({"target": "float64"})


def draw(values: pd.DataFrame, *, target: float | None = None) -> str:
    (drawn,) = draw_trend_lines(values, scores=make_scores((QUORATE, "all", target))).values()
    return drawn


def quorate(values: list[float | None]) -> pd.DataFrame:
    return month_rows(QUORATE, values, period_type="month")


def test_a_share_of_half_and_a_target_of_95_lie_at_half_and_95_hundredths_of_the_height() -> None:
    svg = draw(quorate([50.0, 100.0]), target=95.0)
    (line,), (target,), (foot,) = lines(svg, DARK_BLUE), lines(svg, DARK_GREY), lines(svg, GRID_COLOUR)
    height = foot[0][1] - line[1][1]

    assert foot[0][1] - line[0][1] == pytest.approx(height / 2)
    assert {round((foot[0][1] - y) / height, 4) for _, y in target} == {0.95}


def test_both_ends_are_marked_and_written() -> None:
    svg = draw(quorate(TWO_YEARS))
    (line,) = lines(svg, DARK_BLUE)

    assert marks(svg, DARK_BLUE) == [line[0], line[-1]]
    assert written(svg) == ["50.0%", "73.0%"]
    assert lines(svg, DARK_GREY) == []


def test_no_more_than_two_years_are_drawn() -> None:
    svg = draw(quorate([0.0] * 12 + TWO_YEARS))

    assert svg == draw(quorate([0.0] * 12 + TWO_YEARS)[12:])
    assert written(svg)[0] == "50.0%"


def test_a_month_without_a_value_breaks_the_line_and_one_by_itself_is_a_dot() -> None:
    svg = draw(quorate([50.0, 60.0, None, 55.0, None, 70.0, 80.0]))

    assert [len(piece) for piece in lines(svg, DARK_BLUE)] == [2, 2]
    assert len(marks(svg, DARK_BLUE)) == 3
    assert len(marks(draw(quorate([50.0, 60.0, None, 70.0, 80.0])), DARK_BLUE)) == 2


def test_all_lines_end_with_the_same_month() -> None:
    values = pd.concat([quorate([50.0] * 12), month_rows(CASELOAD, [16.0] * 10)])
    drawn = draw_trend_lines(values, scores=make_scores((QUORATE, "all", None), (CASELOAD, "all", None)))
    ((longer,), (shorter,)) = (lines(svg, DARK_BLUE) for svg in drawn.values())

    assert shorter[-1][0] == pytest.approx(longer[-3][0])
    assert shorter[0][0] == pytest.approx(longer[0][0])


def test_what_is_no_share_stands_between_0_and_the_highest_of_line_and_target() -> None:
    values = month_rows(CASELOAD, [10.0, 20.0])
    (svg,) = draw_trend_lines(values, scores=make_scores((CASELOAD, "all", 40.0))).values()
    (line,), (target,), (foot,) = lines(svg, DARK_BLUE), lines(svg, DARK_GREY), lines(svg, GRID_COLOUR)

    assert (foot[0][1] - line[1][1]) * 2 == pytest.approx(foot[0][1] - target[0][1])
    assert written(svg) == ["10.0", "20.0"]


def test_there_is_a_line_for_each_partner_measure_in_their_order_and_none_without_a_value() -> None:
    police = ("strategy_meeting_attended_pct", "agency=police")
    values = pd.concat(
        [
            quorate([90.0, 91.0]),
            month_rows(police[0], [80.0, 81.0], part=police[1], period_type="month"),
            month_rows(MEETINGS, [None, None], period_type="month"),
        ]
    )
    scores = make_scores((*police, 95.0), (MEETINGS, "all", 2.0), (QUORATE, "all", None))

    assert list(draw_trend_lines(values, scores=scores)) == [police, (QUORATE, "all")]
    assert draw_trend_lines(values[:0], scores=scores) == {}


def test_figures_of_years_and_of_other_sources_are_left_aside() -> None:
    values = quorate([50.0, 60.0])
    others = [values.assign(period_type="quarter", value=1.0), values.assign(source="published", value=2.0)]

    assert draw(pd.concat([values, *others])) == draw(values)


@pytest.mark.parametrize(
    ("code", "value"), [(QUORATE, 0.0), (QUORATE, 99.95), (CASELOAD, 0.0), (CASELOAD, 99.95), (MEETINGS, 9999.0)]
)
@pytest.mark.parametrize("place", [0, 12, 23])
def test_words_are_inside_the_cell_and_apart(code: str, value: float, place: int) -> None:
    measure = LOCAL_MEASURES[code]
    values = [float("nan")] * 24
    values[place:] = [value] * (24 - place)
    with chart_style():
        for target in (float("nan"), 0.0, value):
            drawing = chart._compose(pd.Series(values).to_numpy(), measure=measure, target=target)
            assert faults_of_words(drawing) == []
            assert (drawing.width, drawing.height) == (160.0, 40.0)


def test_the_same_rows_in_any_order_give_the_same_bytes_and_ids_are_not_shared() -> None:
    values = pd.concat([quorate([90.0, 91.0]), month_rows(CASELOAD, [16.0, 17.0])])
    scores = make_scores((QUORATE, "all", 95.0), (CASELOAD, "all", None))
    drawn = draw_trend_lines(values, scores=scores)

    assert drawn == draw_trend_lines(values.iloc[::-1], scores=scores)
    ids = [{part.split('"')[0] for part in svg.split(' id="')[1:]} for svg in drawn.values()]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_rows_of_two_authorities_or_of_a_month_twice_are_refused() -> None:
    values, scores = quorate([90.0, 91.0]), make_scores((QUORATE, "all", 95.0))
    with pytest.raises(ValueError, match="one authority"):
        draw_trend_lines(pd.concat([values, values.assign(area_code="002")]), scores=scores)
    with pytest.raises(ValueError, match="one row a month"):
        draw_trend_lines(pd.concat([values, values]), scores=scores)
