"""Open work is drawn as its rows say: a bar for each band, the overdue apart and striped, and all of it over months."""

from datetime import date

import pandas as pd
import pytest
from chart_words import boxes_of, faults_of_words
from made_up_months import areas, lines, month_rows, written

from csc_metrics.charts import open_work as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.narrow_months import compose_months
from csc_metrics.charts.open_work import draw_open_work, draw_open_work_over_months
from csc_metrics.charts.style import DARK_BLUE, DARK_GREY, DARK_PINK, chart_style
from csc_metrics.contracts.vocabulary import Status

BANDS: dict[str, float | None] = {
    "same_day": 2.0,
    "1_to_10": 50.0,
    "11_to_20": 34.0,
    "21_to_30": 30.0,
    "31_to_40": 20.0,
    "41_to_45": 10.0,
    "46_to_50": 3.0,
    "51_to_60": 7.0,
    "61_or_more": 25.0,
}
ALL = 181.0
NEWEST = date(2025, 3, 31)


def band_rows(bands: dict[str, float | None], *, whole: float | None = ALL, on: date = NEWEST) -> pd.DataFrame:
    told = {"all": whole} | {f"open_for={band}": number for band, number in bands.items()}
    rows = [
        month_rows("assessments_open", [number], part=part, first=on, without=Status.SUPPRESSED)
        for part, number in told.items()
    ]
    return pd.concat(rows)


def over_months(*, months: int = 13) -> pd.DataFrame:
    told = {"assessments_open": 158.0, "assessments_overdue": 14.0, "assessments_due_soon": 12.0}
    return pd.concat([month_rows(code, [value] * months) for code, value in told.items()])


def draw(rows: pd.DataFrame) -> str:
    drawn = draw_open_work(rows)
    assert drawn is not None
    return drawn


def drawing_of(rows: pd.DataFrame) -> Drawing:
    ages = chart._read_ages(rows)
    assert ages is not None
    with chart_style():
        return chart._draw_ages(ages)


def drawing_over_months(rows: pd.DataFrame) -> Drawing:
    picture = chart._read_months(rows)
    assert picture is not None
    with chart_style():
        return compose_months(picture)


def lengths(pieces: list[list[tuple[float, float]]]) -> list[float]:
    """Return how long each bar is, from the top one down."""
    corners = sorted(pieces, key=lambda piece: min(y for _, y in piece))
    return [max(x for x, _ in piece) - min(x for x, _ in piece) for piece in corners]


def test_bars_are_as_long_as_their_numbers_filled_within_the_limit_and_striped_beyond() -> None:
    svg = draw(band_rows(BANDS))
    filled = lengths(areas(svg, DARK_BLUE))
    outlined = lengths([piece for piece in lines(svg, DARK_PINK) if len(piece) == 5])
    stripes = [piece for piece in lines(svg, DARK_PINK) if len(piece) == 2]

    assert [length / filled[1] for length in filled] == pytest.approx([0.04, 1.0, 0.68, 0.6, 0.4, 0.2], rel=1e-3)
    assert [length / filled[1] for length in outlined] == pytest.approx([0.06, 0.14, 0.5], rel=1e-3)
    assert len(stripes) > 10


def test_each_band_has_its_name_and_number_and_each_group_its_sum() -> None:
    words = written(draw(band_rows(BANDS)))

    assert words[0] == "assessments, by working days open on 31 March 2025"
    assert words[1:4] == ["146 within 45 working days", "Same day", "2"]
    assert words[-7:] == ["35 overdue, beyond 45 working days", "46 to 50", "3", "51 to 60", "7", "61 or more", "25"]


def test_a_band_that_no_assessment_is_in_has_a_0_and_no_bar() -> None:
    bands = {band: number for band, number in BANDS.items() if band != "61_or_more"}
    svg = draw(band_rows(bands, whole=156.0))

    assert written(svg)[-2:] == ["61 or more", "0"]
    assert "10 overdue, beyond 45 working days" in written(svg)
    assert len([piece for piece in lines(svg, DARK_PINK) if len(piece) == 5]) == 2


def test_a_band_that_is_hidden_says_so_and_no_sum_gives_it_away() -> None:
    svg = draw(band_rows(BANDS | {"46_to_50": None}))

    assert written(svg)[-6:-4] == ["46 to 50", "hidden"]
    assert "Overdue, beyond 45 working days" in written(svg)
    assert "146 within 45 working days" in written(svg)


def test_a_band_without_a_row_is_no_0_where_the_others_are_not_all_that_is_open() -> None:
    bands = {band: number for band, number in BANDS.items() if band != "61_or_more"}

    assert written(draw(band_rows(bands)))[-2:] == ["61 or more", "not available"]
    assert written(draw(band_rows(bands, whole=None)))[-2:] == ["61 or more", "not available"]


def test_the_newest_month_end_is_drawn_and_other_measures_and_parts_are_not() -> None:
    older = band_rows(dict.fromkeys(BANDS, 99.0), on=date(2025, 2, 28))
    others = [month_rows("assessments_overdue", [700.0], first=NEWEST)]
    others += [month_rows("assessments_open", [100.0], part="team=North", first=NEWEST)]

    assert draw(pd.concat([older, band_rows(BANDS), *others])) == draw(band_rows(BANDS))


@pytest.mark.parametrize("times", [0.0, 0.02, 1.0, 1000.0])
def test_words_on_bars_are_inside_and_apart(times: float) -> None:
    bands = {band: round((number or 0) * times) * 1.0 for band, number in BANDS.items()}

    assert faults_of_words(drawing_of(band_rows(bands, whole=sum(bands.values())))) == []
    assert faults_of_words(drawing_of(band_rows(bands | {"1_to_10": None, "46_to_50": None}))) == []


def test_no_words_lie_on_a_bar() -> None:
    boxes = [box for box in boxes_of(drawing_of(band_rows(BANDS))) if box.words == "50"]

    assert [box.left for box in boxes] > [92.0 + 236.0]


def test_without_a_number_there_are_no_bars() -> None:
    for rows in (band_rows(dict.fromkeys(BANDS)), month_rows("assessments_open", [158.0]), band_rows(BANDS)[:0]):
        assert draw_open_work(rows) is None


def test_over_months_each_line_is_named_with_its_newest_number() -> None:
    svg = draw_open_work_over_months(over_months())

    assert svg is not None
    assert {"Open", "158", "Overdue: 14", "Due within 10", "working days: 12", "assessments"} <= set(written(svg))
    (opened,), (overdue,) = lines(svg, DARK_BLUE), lines(svg, DARK_PINK)
    soon = next(piece for piece in lines(svg, DARK_GREY) if len(piece) == 13)
    assert (overdue[0][1] - opened[0][1]) / (soon[0][1] - opened[0][1]) == pytest.approx(144 / 146)


@pytest.mark.parametrize("months", [1, 2, 60])
@pytest.mark.parametrize("times", [0.0, 1.0, 30.0])
def test_words_over_months_are_inside_and_apart(months: int, times: float) -> None:
    rows = over_months(months=months)

    assert faults_of_words(drawing_over_months(rows.assign(value=rows["value"] * times))) == []
    assert faults_of_words(drawing_over_months(rows.assign(value=times))) == []


def test_over_months_without_a_value_there_is_no_chart() -> None:
    for rows in (month_rows("assessments_open", [None]), month_rows("case_holders", [9.0]), over_months(months=0)):
        assert draw_open_work_over_months(rows) is None


def test_the_same_rows_in_any_order_give_the_same_bytes_and_are_left_alone() -> None:
    rows, months = band_rows(BANDS), over_months()
    before = rows.copy(deep=True)

    assert draw(rows) == draw(rows.iloc[::-1])
    assert draw_open_work_over_months(months) == draw_open_work_over_months(months.iloc[::-1])
    pd.testing.assert_frame_equal(rows, before)


def test_rows_of_two_authorities_or_of_a_band_twice_are_refused() -> None:
    rows, months = band_rows(BANDS), over_months()
    with pytest.raises(ValueError, match="one authority"):
        draw(pd.concat([rows, rows.assign(area_code="002")]))
    with pytest.raises(ValueError, match="each band once"):
        draw(pd.concat([rows, rows]))
    with pytest.raises(ValueError, match="one authority and part"):
        draw_open_work_over_months(pd.concat([months, months.assign(breakdown="team=North")]))
