"""A chart over the months says what its rows say: nothing joined over a gap, cut off or written over."""

from datetime import date
from typing import Final

import pandas as pd
import pytest
from chart_words import faults_of_words
from lxml import html

from csc_metrics.charts import over_months as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.narrow_months import Level, compose_months
from csc_metrics.charts.over_months import draw_over_months
from csc_metrics.charts.style import DARK_BLUE, DARK_GREY, chart_style
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.registry import LOCAL_MEASURES

SHARE, CASELOAD = LOCAL_MEASURES["strategy_meeting_attended_pct"], LOCAL_MEASURES["average_caseload"]
FIVE_YEARS: Final = [50.0 + 10 * (month % 5) for month in range(60)]
LIMIT: Final = Level(name="Limit for one worker", value=18.0)


def make_rows(
    values: list[float | None], *, part: str = "all", first: date = date(2024, 11, 30), status: Status = Status.TOO_FEW
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": "001",
            "measure": "any",
            "breakdown": part,
            "period_type": "month",
            "period_end": [day.date() for day in pd.date_range(first, periods=len(values), freq="ME")],
            "value": values,
            "status": [str(Status.OK if value is not None else status) for value in values],
        }
    )


def draw(rows: pd.DataFrame, *, names: dict[str, str] | None = None, level: Level | None = None) -> str:
    drawn = draw_over_months(rows, measure=CASELOAD, names=names or {"all": "Alderbeck"}, level=level)
    assert drawn is not None
    return drawn


def drawing_of(rows: pd.DataFrame, *, names: dict[str, str], level: Level | None = None) -> Drawing:
    picture = chart._read(rows, measure=CASELOAD, names=names, level=level)
    assert picture is not None
    with chart_style():
        return compose_months(picture)


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def pieces_of_line(svg: str) -> int:
    (path,) = html.fromstring(svg).xpath(f"//path[@stroke='{DARK_BLUE.lower()}']/@d")
    return str(path).count("M")


def test_a_month_without_a_value_breaks_the_line_and_is_named_with_its_reason() -> None:
    svg = draw(make_rows([16.0, 17.0, None, None, 18.0, 19.0]))

    assert pieces_of_line(svg) == 2
    assert "No value: Jan 2025 to Feb 2025 (too few to show)" in written(svg)
    assert pieces_of_line(draw(make_rows([16.0, 17.0, 18.0, 19.0]))) == 1


def test_a_month_that_has_no_row_breaks_the_line_too() -> None:
    rows = make_rows([16.0, 17.0, 18.0, 19.0, 20.0])
    svg = draw(rows[rows["period_end"] != date(2025, 1, 31)])

    assert pieces_of_line(svg) == 2
    assert "No value: Jan 2025 (not available)" in written(svg)


def test_a_value_that_is_not_ok_is_not_drawn() -> None:
    slipped = make_rows([16.0, 17.0, 18.0]).assign(status=["ok", "too_few", "ok"])

    assert draw(slipped) == draw(make_rows([16.0, None, 18.0]))


def test_many_gaps_are_counted_and_not_listed() -> None:
    svg = draw(make_rows([16.0, None] * 6))

    assert "No value: at 6 of 12 dates; the table says why" in written(svg)


def test_a_month_alone_is_a_short_stroke() -> None:
    (path,) = html.fromstring(draw(make_rows([16.0]))).xpath(f"//path[@stroke='{DARK_BLUE.lower()}']/@d")

    assert str(path).count("L") == 2


def test_the_newest_value_is_written_and_dated_where_it_is_not_of_the_last_month() -> None:
    assert {"Alderbeck", "18.0"} <= set(written(draw(make_rows([16.0, 18.0]))))
    assert {"Alderbeck", "(Nov 2024)", "16.0"} <= set(written(draw(make_rows([16.0, None]))))


def test_a_limit_is_a_dashed_line_with_its_name_and_number() -> None:
    without, with_limit = draw(make_rows([16.0, 17.0])), draw(make_rows([16.0, 17.0]), level=LIMIT)

    assert "worker: 18" in written(with_limit)
    dashed = f"//path[@stroke='{DARK_GREY.lower()}'][@stroke-dasharray]"
    assert len(html.fromstring(with_limit).xpath(dashed)) - len(html.fromstring(without).xpath(dashed)) == 1


def test_the_axis_reaches_from_nought_over_a_limit_above_all_values() -> None:
    svg = draw(make_rows([2.0, 3.0]), level=LIMIT)

    assert {"0", "20"} <= set(written(svg))


def test_januaries_are_named_and_without_two_of_them_the_first_and_the_last_month() -> None:
    assert [words for words in written(draw(make_rows(FIVE_YEARS))) if words.startswith("Jan ")] == [
        f"Jan {year}" for year in (2025, 2027, 2029)
    ]
    assert {"Nov 2024", "Feb 2025"} <= set(written(draw(make_rows([16.0] * 4))))


@pytest.mark.parametrize("first", [date(2024, 11, 30), date(2025, 1, 31), date(2025, 4, 30)], ids=str)
@pytest.mark.parametrize(
    "values",
    [FIVE_YEARS, [0.0] * 60, [16.0], [16.0, 17.0], [1234.5] * 130, [None, 16.0] * 6, [16.0, None, None]],
    ids=lambda values: f"{len(values)} from {values[0]} and {values[-1]}",
)
@pytest.mark.parametrize("level", [None, LIMIT, Level(name="Target", value=0.0)], ids=str)
def test_words_are_inside_the_chart_and_never_over_one_another(
    values: list[float | None], first: date, level: Level | None
) -> None:
    rows = make_rows(values, first=first)

    assert faults_of_words(drawing_of(rows, names={"all": "Bournemouth, Christchurch and Poole"}, level=level)) == []


@pytest.mark.parametrize("value", [0.0, 55.0, 100.0])
def test_labels_of_four_long_names_and_a_limit_have_room_where_lines_end_at_one_place(value: float) -> None:
    parts = {f"source={place}": f"Health services: other primary health services {place}" for place in range(4)}
    rows = pd.concat([make_rows([value] * 13, part=part) for part in parts])

    assert faults_of_words(drawing_of(rows, names=parts, level=LIMIT)) == []


def test_a_part_without_a_value_has_no_line() -> None:
    rows = pd.concat([make_rows([16.0, 17.0], part="team=A"), make_rows([None, None], part="team=B")])
    words = written(draw(rows, names={"team=A": "A", "team=B": "B"}))

    assert "A" in words
    assert "B" not in words


def test_with_no_value_anywhere_there_is_no_chart() -> None:
    for rows in (make_rows([None, None]), make_rows([]), make_rows([16.0], part="team=A")):
        assert draw_over_months(rows, measure=CASELOAD, names={"all": "Alderbeck"}) is None


def test_two_runs_give_the_same_bytes_and_leave_the_rows_alone() -> None:
    rows = make_rows(FIVE_YEARS)
    before = rows.copy(deep=True)

    assert draw(rows, level=LIMIT) == draw(rows, level=LIMIT)
    pd.testing.assert_frame_equal(rows, before)


def test_two_charts_of_one_measure_share_no_id() -> None:
    rows = pd.concat([make_rows([16.0, 17.0], part=f"team={team}") for team in "ABC"])
    ids = [html.fromstring(draw(rows, names={f"team={team}": team})).xpath("//@id") for team in "AB"]

    assert not set(ids[0]) & set(ids[1])


def test_rows_of_two_authorities_or_too_many_lines_are_refused() -> None:
    rows = make_rows([16.0, 17.0])
    with pytest.raises(ValueError, match="one authority"):
        draw(pd.concat([rows, rows.assign(area_code="002")]))
    with pytest.raises(ValueError, match="at most 4 lines"):
        draw(rows, names={f"team={number}": str(number) for number in range(5)})


def test_a_share_has_its_sign_on_axis_and_label() -> None:
    svg = draw_over_months(make_rows([70.0, 80.0]), measure=SHARE, names={"all": "Alderbeck"})

    assert svg is not None
    assert {"0%", "80%", "80.0%"} <= set(written(svg))
