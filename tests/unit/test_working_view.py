"""The analyst's working view: figures as they are counted, in words where there is none, and who is behind them."""

import re
from datetime import date
from typing import Final

import pytest

from csc_metrics.charts.over_months import draw_over_months
from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.records.clean import clean_records
from csc_metrics.report.page.figure_tables import figures_table, months_table, name_of_part, value_cell
from csc_metrics.report.page.model import Count
from csc_metrics.report.working_view import (
    WorkingView,
    by_part,
    figures,
    open_view,
    over_time,
    who_is_behind,
    work_to_do,
)
from csc_metrics.sample.region import write_region
from csc_metrics.settings.read import read_settings

TOPIC: Final = "Assessments and conferences"
OVERDUE = LOCAL_MEASURES["assessments_overdue"]
IN_TIME = LOCAL_MEASURES["assessments_within_45_working_days_of_referral_pct"]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> WorkingView:
    """The assessments of Brackenholt, a small part of its children, from its extracts."""
    folder = tmp_path_factory.mktemp("region")
    settings = folder / "settings.toml"
    settings.write_text("[records]\ncovers_from = 2021-04-01\n", encoding="utf-8")
    write_region(folder / "raw", la_codes=["002"], size=0.5)
    clean_records(folder / "raw", folder / "clean", settings=read_settings(settings))
    return open_view(authority="Brackenholt", clean=str(folder / "clean"), settings=str(settings), topics=(TOPIC,))


def html_of(shown: object) -> str:
    return shown._repr_html_()


def test_it_shows_the_figures_that_are_counted(view: WorkingView) -> None:
    counted = (
        values_from_records(view.records, [OVERDUE]).filter(breakdown="all").sort("period_end").row(-1, named=True)
    )
    table = figures_table("", view.values, measures=[OVERDUE])
    ((name, cells),) = table.rows
    assert name == "Overdue assessments (assessments)"
    assert cells[0] == "31 March 2026"
    assert cells[1] == Count(text=f"{counted['value']:,.0f}")
    assert len(figures(view)[0].tables[0].rows) == len(view.measures)


def test_a_percentage_has_its_sign_and_its_change_is_in_points(view: WorkingView) -> None:
    table = figures_table("", view.values, measures=[IN_TIME])
    ((name, (_, figure, top, bottom, before, change, twelve, aside)),) = table.rows
    assert name == "Assessments completed within 45 working days of referral"
    assert all(re.fullmatch(r"\d+\.\d%", cell.text) for cell in (figure, before, twelve))
    assert re.fullmatch(r"[+\N{MINUS SIGN}]?\d+\.\d points", change.text)
    assert all(re.fullmatch(r"[\d,]+", cell.text) for cell in (top, bottom, aside))


@pytest.mark.parametrize(
    ("status", "note", "words"),
    [
        (Status.ZERO_DENOMINATOR, None, "none to count"),
        (Status.NOT_YET_KNOWN, None, "not yet known"),
        (Status.NOT_COLLECTED, Note.NOT_IN_RECORDS, "no extract tells of it"),
        (Status.NOT_COLLECTED, Note.POPULATION_NOT_IN_FILES, "no population"),
        (Status.NOT_APPLICABLE, Note.LIMIT_NOT_SET, "no limit is set"),
    ],
)
def test_why_there_is_no_figure_is_said_in_words(status: Status, note: Note | None, words: str) -> None:
    row = {"value": None, "status": status.value, "note": None if note is None else note.value}
    assert value_cell(OVERDUE, row) == words


def test_a_measure_of_which_no_extract_tells_has_words_in_each_cell() -> None:
    nothing = values_from_records(AuthorityRecords("357", {}), [OVERDUE])
    table = figures_table("", nothing, measures=[OVERDUE])
    assert table.rows[0][1][1] == "no extract tells of it"


def test_parts_are_named_as_people_write_them(view: WorkingView) -> None:
    shown = by_part(view, IN_TIME.code, "age_band")
    names = [name for name, _ in shown[0].tables[0].rows]
    assert {"1 to 4", "Under 1"} <= set(names)
    assert name_of_part("agency=social_worker") == "Social worker"


def test_over_time_has_a_chart_and_the_newest_thirteen_months(view: WorkingView) -> None:
    (block,) = over_time(view, IN_TIME.code)
    assert block.pictures[0].svg.startswith("<svg ")
    assert len(block.tables[0].rows) == 13
    assert block.tables[0].rows[-1][0] == "31 March 2026"
    assert 'role="img"' in html_of(over_time(view, IN_TIME.code))


def test_those_behind_a_figure_are_as_many_as_it_says(view: WorkingView) -> None:
    of_march = view.values.filter(measure="assessments_open", breakdown="all", period_end=date(2026, 3, 31))
    newest = of_march["value"].item()
    (block,) = who_is_behind(view, "assessments_open")
    assert newest > 0
    assert block.words[0].startswith(f"{newest:,.0f} rows. Internal")
    assert len(block.tables[0].rows) == newest


def test_a_list_of_work_names_the_day_of_the_newest_extract(view: WorkingView) -> None:
    (block,) = work_to_do(view, "due_soon")
    assert block.title == "Assessments due within ten working days, 31 March 2026"


def test_the_chart_over_months_is_the_same_each_time_and_breaks_where_a_month_has_no_value(view: WorkingView) -> None:
    rows = view.values.filter(measure=IN_TIME.code, period_type="month").to_pandas()
    drawn = [draw_over_months(rows, measure=IN_TIME, names={"all": "Brackenholt"}) for _ in range(2)]
    assert drawn[0] == drawn[1]
    is_gap = rows["period_end"] == rows["period_end"].min()
    with_gap = rows.assign(status=rows["status"].where(~is_gap, "not_collected"))
    assert draw_over_months(with_gap, measure=IN_TIME, names={"all": "Brackenholt"}) != drawn[0]


def test_a_chart_refuses_more_lines_than_can_be_told_apart(view: WorkingView) -> None:
    rows = view.values.filter(measure=IN_TIME.code, period_type="month").to_pandas()
    with pytest.raises(ValueError, match="at most 4 lines"):
        draw_over_months(rows, measure=IN_TIME, names={f"team={number}": str(number) for number in range(5)})
    with pytest.raises(ValueError, match="one measure"):
        draw_over_months(view.values.to_pandas(), measure=IN_TIME, names={"all": "Brackenholt"})


def test_months_without_a_figure_have_a_row_that_says_why(view: WorkingView) -> None:
    cohort = LOCAL_MEASURES["referrals_assessed_by_day_45_pct"]
    table = months_table("", view.values, measure=cohort)
    assert table.rows[-1][1][0] == "not yet known"
