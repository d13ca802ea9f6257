"""A chart says what its rows say: nothing is joined over a gap, drawn as 0, cut off or written over."""

import re
from datetime import date
from importlib.resources import files
from typing import Any

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pandas as pd
import polars as pl
import pytest
from chart_words import faults_of_words
from lxml import html

from csc_metrics.charts import years_against_neighbours as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.lines import LABELS_AT, WIDTH, wrap_name
from csc_metrics.charts.places import choose_ticks, spread_labels
from csc_metrics.charts.style import DARK_BLUE, LABEL_SIZE, chart_style
from csc_metrics.charts.years_against_neighbours import draw_years_against_neighbours
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES

NAMES = pl.read_csv(files("csc_metrics.contracts") / "authorities.csv", infer_schema=False)["name"].to_list()
LONG_NAMES = ["Tameside", "West Northamptonshire", "Bournemouth, Christchurch and Poole", "Kensington and Chelsea"]


AGENCY_RATE, CASELOAD = MEASURES["agency_rate_pct"], MEASURES["average_caseload"]

# One authority a line: its values by year, from 2021. None: no value. Neighbours run from 5 to 25 about 12; England 15.
VALUES: dict[str, list[float | None]] = {"357": [20.0, 22.0, None, 27.5, 31.3], "353": [10.0, 11.0, 12.0, 13.0, 12.4]}


def make_rows(values: list[float | None], *, status: Status = Status.SUPPRESSED, **columns: Any) -> pd.DataFrame:
    years = range(2021, 2021 + len(values))
    rows = pd.DataFrame(
        {
            "la_code": "357",
            "measure": "agency_rate_pct",
            "breakdown": "all",
            "source": "published",
            "period_end": [date(year, 9, 30) for year in years],
            "status": [str(Status.OK if value is not None else status) for value in values],
            "value": values,
            "neighbour_median": 12.0,
            "neighbour_min": 5.0,
            "neighbour_max": 25.0,
            "england_value": 15.0,
        }
    )
    return rows.assign(**columns)


def draw(rows: pd.DataFrame, *, name: str = "Tameside", measure: Measure = AGENCY_RATE) -> str:
    drawn = draw_years_against_neighbours(rows, measure=measure, authority_name=name)
    assert drawn is not None
    return drawn


def authority_path(svg: str) -> str:
    (path,) = html.fromstring(svg).xpath(f"//path[@stroke='{DARK_BLUE.lower()}' and @stroke-width='3']/@d")
    return str(path)


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def drawing_of(rows: pd.DataFrame, *, name: str) -> Drawing:
    years = chart._read_years(rows)
    assert years is not None
    with chart_style():
        return chart._draw(years, measure=CASELOAD, authority_name=name)


def test_a_gap_breaks_the_line() -> None:
    assert authority_path(draw(make_rows(VALUES["357"]))).count("M") == 2
    assert authority_path(draw(make_rows(VALUES["353"]))).count("M") == 1


def test_a_year_that_is_not_in_the_rows_breaks_the_line_too() -> None:
    rows = make_rows(VALUES["353"])

    assert authority_path(draw(rows[rows["period_end"] != date(2023, 9, 30)])).count("M") == 2


def test_a_suppressed_year_is_not_drawn_even_if_a_value_slips_through() -> None:
    rows = make_rows([20.0, 22.0, 24.0])
    slipped = rows.assign(status=["ok", "suppressed", "ok"])

    assert draw(slipped) == draw(make_rows([20.0, None, 24.0]))
    assert draw(slipped).count("<use") - draw(rows).count("<use") == -1


@pytest.mark.parametrize("status", [status for status in Status if status != Status.OK])
def test_a_year_without_a_value_is_named_with_its_reason(status: Status) -> None:
    words = " ".join(written(draw(make_rows(VALUES["357"], status=status))))

    assert f"No value: 2023 ({chart.STATUS_WORDS[status]})" in words


def test_the_authoritys_latest_value_is_written_and_dated_where_it_is_not_of_the_last_year() -> None:
    assert {"Tameside", "31.3%"} <= set(written(draw(make_rows(VALUES["357"]))))
    assert {"Tameside (2022)", "22.0%"} <= set(written(draw(make_rows([20.0, 22.0, None]))))


def test_one_year_alone_is_drawn() -> None:
    svg = draw(make_rows([18.9]))
    page = html.fromstring(svg)

    assert len(page.xpath("//use")) == 2, "the band and the authority's mark"
    assert len(page.xpath("//path[@stroke-dasharray]")) == 2, "England and the median as short strokes"


def test_with_no_value_anywhere_there_is_no_chart() -> None:
    nothing = {"neighbour_median": np.nan, "neighbour_min": np.nan, "neighbour_max": np.nan, "england_value": np.nan}

    assert (
        draw_years_against_neighbours(
            make_rows([None, None], **nothing), measure=AGENCY_RATE, authority_name="Tameside"
        )
        is None
    )
    assert draw_years_against_neighbours(make_rows([]), measure=AGENCY_RATE, authority_name="Tameside") is None


def test_comparators_are_drawn_where_the_authority_has_no_value() -> None:
    assert {"England", "No value: 2021 to 2022 (hidden)"} <= set(written(draw(make_rows([None, None]))))


def test_rows_of_two_authorities_or_two_in_one_year_are_refused() -> None:
    rows = make_rows(VALUES["353"])
    two_authorities = pd.concat([rows, make_rows(VALUES["357"], la_code="353")])
    two_in_one_year = pd.concat([rows, rows.tail(1).assign(period_end=date(2025, 3, 31))])

    for wrong in (two_authorities, two_in_one_year):
        with pytest.raises(ValueError, match="one"):
            draw(wrong)


@pytest.mark.parametrize("name", LONG_NAMES)
@pytest.mark.parametrize(
    "values", [VALUES["357"], [12.0] * 13, [15.0], [0.0, 0.0], [934.4, None] * 6, [100.0, None]], ids=str
)
def test_words_are_inside_the_chart_and_never_over_one_another(values: list[float | None], name: str) -> None:
    assert faults_of_words(drawing_of(make_rows(values), name=name)) == []


def test_every_authoritys_name_fits_at_the_right() -> None:
    lines = {line for name in NAMES for line in wrap_name(f"{name} (2021)").split("\n")}
    with chart_style():
        drawing = Drawing(width=WIDTH, height=20.0 * len(lines))
        for place, line in enumerate(sorted(lines)):
            drawing.write(line, at=(LABELS_AT, 20.0 * (place + 1)), size=LABEL_SIZE)

    assert faults_of_words(drawing) == []


def test_two_runs_give_the_same_bytes_and_leave_the_rows_alone() -> None:
    rows = make_rows(VALUES["357"])
    before = rows.copy(deep=True)

    assert draw(rows) == draw(rows)
    pd.testing.assert_frame_equal(rows, before)


@pytest.mark.parametrize(
    "settings",
    [{"savefig.bbox": "tight"}, {"lines.linestyle": ":"}, {"figure.constrained_layout.use": True}, "classic"],
)
def test_what_a_notebook_has_set_changes_no_byte(settings: dict[str, Any] | str) -> None:
    rows = make_rows(VALUES["357"])
    before = draw(rows)

    with mpl.rc_context():
        mpl.style.use(settings)
        after = draw(rows)

    assert after == before


def test_two_charts_on_a_page_share_no_id() -> None:
    rows = make_rows(VALUES["357"])
    one, other = draw(rows), draw(rows, measure=CASELOAD)
    ids = [html.fromstring(svg).xpath("//@id") for svg in (one, other)]

    assert ids[0]
    assert not set(ids[0]) & set(ids[1])
    assert all(f'id="{name}"' in one for name in re.findall(r'href="#([^"]+)"', one))


def test_a_chart_can_stand_under_a_strict_policy() -> None:
    svg = draw(make_rows(VALUES["357"]), name='<script>alert("x")</script>& style="y" $z$')

    assert svg.startswith("<svg ")
    assert svg.endswith("</svg>")
    assert not html.fromstring(svg).xpath("//@style | //style | //script | //metadata | //@height")
    assert "http" not in svg
    assert "<script" not in svg
    assert 'style="y"' in " ".join(written(svg)), "a name is written as it is"


@pytest.mark.parametrize("highest", [0.0, 0.004, 0.9, 1.0, 7.3, 18.9, 31.3, 97.8, 100.0, 934.4, 12_345.0])
def test_ticks_are_four_to_six_from_nought_to_the_highest(highest: float) -> None:
    ticks = choose_ticks(highest)

    assert 4 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-2] < max(highest, 1e-9) <= ticks[-1] or highest == 0


def test_labels_far_apart_stay_where_they_are_wanted() -> None:
    assert spread_labels([10, 50, 30], heights=[4, 4, 4], lowest=0, highest=60) == (10, 50, 30)


def test_labels_at_one_place_share_the_room_and_stay_within_it() -> None:
    assert spread_labels([60, 60, 60], heights=[4, 6, 4], lowest=0, highest=60) == (48, 53, 58)
