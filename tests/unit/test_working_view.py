"""The analyst's working view: figures as they are counted, in words where there is none, and who is behind them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from csc_metrics.contracts.made_up_region import MADE_UP_NOTE
from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.measures.counting.behind import NoSuchPart
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.worklists import NoSuchWorklist
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.sentence import Figure
from csc_metrics.records.clean import clean_records
from csc_metrics.report.page.figure_cells import change_cell, period_words, value_cell
from csc_metrics.report.page.figure_tables import figures_table, groups_of, months_table, newest_told
from csc_metrics.report.page.model import Cell, Count
from csc_metrics.report.page.months_picture import level_of
from csc_metrics.report.page.parts_of_figures import in_order, name_of_part
from csc_metrics.report.page.unit_rows import rows_table, teams_words
from csc_metrics.report.unknown_topic import UnknownTopic
from csc_metrics.report.working_view import (
    MOST_ROWS,
    WorkingView,
    by_part,
    figures,
    open_view,
    over_time,
    who_is_behind,
    whose,
    work_to_do,
)
from csc_metrics.sample.region import write_region
from csc_metrics.settings.model import CaseloadSettings, Settings
from csc_metrics.settings.partner import PartnerMeasure
from csc_metrics.settings.read import read_settings

TOPICS: Final = (
    "Assessments and conferences",
    "Caseloads and workforce",
    "Practice and its quality",
    "Strategy meetings, conferences and core groups",
)
MARCH: Final = date(2026, 3, 31)
OVERDUE = LOCAL_MEASURES["assessments_overdue"]
IN_TIME = LOCAL_MEASURES["assessments_within_45_working_days_of_referral_pct"]
MEDIAN = LOCAL_MEASURES["assessment_median_working_days"]
CASELOAD = LOCAL_MEASURES["average_caseload"]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clean tables of Brackenholt, a small part of its children, and settings beside them."""
    folder = tmp_path_factory.mktemp("region")
    settings = folder / "settings.toml"
    settings.write_text("[records]\ncovers_from = 2021-04-01\n", encoding="utf-8")
    write_region(folder / "raw", la_codes=["002"], size=0.5)
    clean_records(folder / "raw", folder / "clean", settings=read_settings(settings))
    return folder / "clean"


@pytest.fixture(scope="module")
def view(clean: Path) -> WorkingView:
    settings = clean.parent / "settings.toml"
    return open_view(authority="Brackenholt", clean=str(clean), settings=str(settings), topics=TOPICS)


@pytest.fixture
def without_records(view: WorkingView) -> WorkingView:
    """The same authority, of which no extract tells anything."""
    records = AuthorityRecords("002", {})
    return replace(view, records=records, values=values_from_records(records, view.measures))


def row(value: float | None, *, status: Status = Status.OK, note: Note | None = None) -> dict[str, object]:
    told = {"value": value, "status": status.value, "note": None if note is None else note.value}
    key = {"measure": OVERDUE.code, "breakdown": "all", "period_type": "snapshot", "source": "local"}
    return told | key | {"period_end": date(2026, 3, 31)}


def text_of(cell: Cell) -> str:
    return cell.text if isinstance(cell, Count | Figure) else str(cell)


def texts_of(cells: Sequence[Cell]) -> list[str]:
    return [text_of(cell) for cell in cells]


# what it opens with


def test_it_opens_with_whose_records_they_are_the_work_that_waits_and_that_it_is_internal(view: WorkingView) -> None:
    (block,) = whose(view)
    overdue = work_to_do(view, "overdue")[0].tables[0].rows
    assert block.title == "Brackenholt"
    assert block.words[:2] == (MADE_UP_NOTE, "Counted up to 31 March 2026.")
    assert block.words[2].startswith(f"Work on 31 March 2026: assessments beyond their time: {len(overdue)}; ")
    assert block.words[3].startswith("Internal: names children and workers.")


def test_an_authority_of_which_nothing_is_told_is_told_so(without_records: WorkingView) -> None:
    assert whose(without_records)[0].words[1].startswith("Nothing can be counted yet.")


def test_a_topic_that_no_measure_has_is_refused_with_the_nearest(clean: Path) -> None:
    with pytest.raises(UnknownTopic, match=r"'Caseload'.*Caseloads and workforce"):
        open_view(authority="002", clean=str(clean), topics=("Caseload",))


# every figure


def test_every_figure_shown_is_that_of_its_row(view: WorkingView) -> None:
    counted = values_from_records(view.records, view.measures).filter(breakdown="all")
    shown = {name: cells for table in tables_of_figures(view) for name, cells in table.rows}
    assert len(shown) == len(view.measures)
    for measure in view.measures:
        cells = shown.get(measure.title) or shown[f"{measure.title} ({measure.unit})"]
        newest = newest_told(measure, counted)
        assert newest is not None
        asked = {"measure": measure.code, "period_type": newest.period_type.value, "period_end": newest.end}
        (of_newest,) = counted.filter(**asked).to_dicts()
        told = [period_words(newest.period_type, newest.end), printed(of_newest["value"], measure, of_newest)]
        told += [of_parts(of_newest[name]) for name in ("numerator", "denominator", "rows_aside")]
        assert [*texts_of(cells[:4]), text_of(cells[7])] == told, measure.code


def printed(value: float | None, measure: Measure, of_newest: dict[str, object]) -> str:
    if value is None:
        return "no limit is set" if of_newest["note"] == Note.LIMIT_NOT_SET.value else "none to count"
    return format_number(value, decimals=measure.decimals) + ("%" if measure.unit == "%" else "")


def of_parts(value: float | None) -> str:
    return "n/a" if value is None else format_number(value, decimals=0 if value == int(value) else 1)


def tables_of_figures(view: WorkingView) -> list:
    (block,) = figures(view)
    return [*block.tables, *(table for _, tables in block.folded for table in tables)]


def test_the_year_before_and_the_year_to_then_are_of_the_same_month(view: WorkingView) -> None:
    counted = values_from_records(view.records, [IN_TIME]).filter(breakdown="all")
    ((_, cells),) = figures_table("", view.values, measures=[IN_TIME]).rows
    march, before = (
        counted.filter(period_type="month", period_end=day)["value"].item() for day in (MARCH, date(2025, 3, 31))
    )
    year = counted.filter(period_type="rolling_12_months", period_end=MARCH)["value"].item()
    assert texts_of(cells)[1] == f"{format_number(march, decimals=1)}%"
    assert texts_of(cells)[4] == f"{format_number(before, decimals=1)}%"
    assert texts_of(cells)[6] == f"{format_number(year, decimals=1)}%"


def test_meetings_of_the_other_kinds_are_folded(view: WorkingView) -> None:
    (block,) = figures(view)
    assert [summary for summary, _ in block.folded] == [
        "Initial child protection conferences: every figure",
        "Review child protection conferences: every figure",
        "Core groups: every figure",
    ]
    meetings = [one for one in view.measures if one.topic == TOPICS[3]]
    assert sum(len(measures) for _, measures in groups_of(TOPICS[3], meetings)) == len(meetings)


def test_a_month_that_is_not_yet_known_is_passed_over_and_one_without_anything_to_count_is_not() -> None:
    rows = pl.DataFrame(
        {
            "measure": IN_TIME.code,
            "breakdown": "all",
            "period_type": "month",
            "period_end": [date(2026, 1, 31), date(2026, 2, 28), MARCH],
            "status": ["ok", "zero_denominator", "not_yet_known"],
        }
    )
    newest = newest_told(IN_TIME, rows)
    assert newest is not None
    assert newest.end == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("status", "note", "words"),
    [
        (Status.ZERO_DENOMINATOR, None, "none to count"),
        (Status.NOT_YET_KNOWN, None, "not yet known"),
        (Status.NOT_COLLECTED, Note.NOT_IN_RECORDS, "no extract tells of it"),
        (Status.NOT_COLLECTED, Note.POPULATION_NOT_IN_FILES, "no population"),
        (Status.NOT_APPLICABLE, Note.LIMIT_NOT_SET, "no limit is set"),
        (Status.NOT_COLLECTED, None, "not available"),
    ],
)
def test_why_there_is_no_figure_is_said_in_words(status: Status, note: Note | None, words: str) -> None:
    assert value_cell(OVERDUE, row(None, status=status, note=note)) == words


@pytest.mark.parametrize("status", [status for status in Status if status != Status.OK])
def test_every_status_has_words_and_none_is_a_number(status: Status) -> None:
    cell = value_cell(OVERDUE, row(None, status=status))
    assert isinstance(cell, str)
    assert cell


def test_no_row_is_no_figure_and_never_nought() -> None:
    assert value_cell(OVERDUE, None) == "no figure"


@pytest.mark.parametrize(
    ("measure", "value", "text"),
    [
        (IN_TIME, 74.45, "74.5%"),
        (IN_TIME, 100.0, "100.0%"),
        (OVERDUE, 1414.0, "1,414"),
        (CASELOAD, 16.0106, "16.0"),
        (MEDIAN, 27.5, "28"),
    ],
    ids=lambda given: getattr(given, "code", str(given)),
)
def test_a_figure_is_printed_as_its_unit_and_decimals_say(measure: Measure, value: float, text: str) -> None:
    assert text_of(value_cell(measure, row(value))) == text


@pytest.mark.parametrize(
    ("measure", "now", "before", "text"),
    [
        (IN_TIME, 76.5, 78.1, "\N{MINUS SIGN}1.6 points"),
        (IN_TIME, 78.1, 76.5, "+1.6 points"),
        (IN_TIME, 76.5, 76.5, "0.0 points"),
        (OVERDUE, 14.0, 14.0, "0"),
        (MEDIAN, 27.5, 35.0, "\N{MINUS SIGN}7.5"),
    ],
)
def test_a_change_never_contradicts_the_figures_beside_it(
    measure: Measure, now: float, before: float, text: str
) -> None:
    assert text_of(change_cell(measure, row(now), row(before))) == text


def test_a_change_needs_two_figures() -> None:
    missing = row(None, status=Status.ZERO_DENOMINATOR)
    assert change_cell(IN_TIME, row(76.5), missing) == change_cell(IN_TIME, row(76.5), None) == "not compared"


def test_a_measure_of_which_no_extract_tells_is_words_in_every_cell(without_records: WorkingView) -> None:
    for table in tables_of_figures(without_records):
        for name, cells in table.rows:
            assert cells[1] in {"no extract tells of it", "no limit is set"}, name


# parts


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (
            ["age_band=10_to_15", "age_band=16_and_over", "age_band=1_to_4", "age_band=unborn", "age_band=under_1"],
            ["Unborn", "Under 1", "1 to 4", "10 to 15", "16 and over"],
        ),
        (["open_for=11_to_20", "open_for=1_to_10", "open_for=same_day"], ["Same day", "1 to 10", "11 to 20"]),
        (["team=East 10", "team=not_recorded", "team=East 2"], ["East 2", "East 10", "Not recorded"]),
        (["agency=education", "agency=health", "agency=social_worker"], ["Social worker", "Health", "Education"]),
        (["final_grade=inadequate", "final_grade=good"], ["Good", "Inadequate"]),
        (["ethnicity=white", "ethnicity=other", "ethnicity=asian"], ["Asian", "White", "Other"]),
    ],
)  # fmt: skip
def test_parts_stand_in_the_order_and_under_the_names_that_people_use(parts: list[str], names: list[str]) -> None:
    assert [name_of_part(part) for part in in_order(parts)] == names


def test_a_part_shows_its_figure_beside_a_year_before(view: WorkingView) -> None:
    (block,) = by_part(view, "assessments_open", "age_band")
    (table,) = block.tables
    open_now = view.values.filter(measure="assessments_open", breakdown="all", period_end=MARCH)["value"].item()
    in_order = ("Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", "Not recorded")
    names = [name for name, _ in table.rows]
    assert len(names) > 3
    assert names == [name for name in in_order if name in names]
    assert sum(int(text_of(cells[0])) for _, cells in table.rows if isinstance(cells[0], Figure)) == open_now
    assert table.caption == "Open assessments by age band, 31 March 2026, Brackenholt"


def test_a_part_that_has_gone_since_the_year_before_is_still_told(view: WorkingView) -> None:
    one_part = "team=Gone"
    year_before = view.values.filter(measure=OVERDUE.code, breakdown="all", period_end=date(2025, 3, 31))
    gone = year_before.with_columns(pl.lit(one_part).alias("breakdown"), pl.lit(3.0).alias("value"))
    (block,) = by_part(replace(view, values=pl.concat([view.values, gone])), OVERDUE.code, "team")
    told = dict(block.tables[0].rows)
    assert texts_of(told["Gone"]) == ["none to count", "n/a", "n/a", "3", "not compared", "n/a"]


def test_a_breakdown_that_a_measure_does_not_have_is_refused_with_those_that_it_has(view: WorkingView) -> None:
    with pytest.raises(NoSuchPart, match="team"):
        by_part(view, OVERDUE.code, "teem")
    with pytest.raises(NoSuchPart, match="team"):
        over_time(view, OVERDUE.code, "teem=North")


def test_without_records_no_part_is_told_and_why(without_records: WorkingView) -> None:
    (block,) = by_part(without_records, OVERDUE.code, "team")
    assert block.words == ("It cannot be told by team: no extract tells of assessments.",)
    assert block.tables == ()


# over the months


def test_over_time_has_a_chart_its_words_and_the_newest_thirteen_months_the_newest_first(view: WorkingView) -> None:
    (block,) = over_time(view, IN_TIME.code)
    (picture,) = block.pictures
    months = [name for name, _ in block.tables[0].rows]
    newest = text_of(block.tables[0].rows[0][1][0])
    assert picture.svg.startswith("<svg ")
    assert (len(months), months[0], months[-1]) == (13, "March 2026", "March 2025")
    assert f"to {newest} (March 2026); lowest" in picture.alternative
    assert 'role="img"' in over_time(view, IN_TIME.code)._repr_html_()


def test_lines_of_parts_have_a_column_each_in_the_table_beside_the_chart(view: WorkingView) -> None:
    code = "strategy_meeting_attended_pct"
    (block,) = over_time(view, code, "agency=police", "agency=health")
    (table,) = block.tables
    police = view.values.filter(measure=code, breakdown="agency=police", period_type="month", period_end=MARCH)
    assert table.headings == ("Period", "Police", "Health")
    assert text_of(table.rows[0][1][0]) == f"{format_number(police['value'].item(), decimals=1)}%"
    assert "Police: from" in block.pictures[0].alternative
    assert "Health: from" in block.pictures[0].alternative


def test_a_part_that_no_record_has_is_named_and_not_passed_over(view: WorkingView) -> None:
    (block,) = over_time(view, "strategy_meeting_attended_pct", "agency=police", "agency=polce")
    assert block.words == ("There is no figure of Polce.",)
    assert block.tables[0].headings == ("Period", "Police")


def test_months_without_a_figure_have_a_row_that_says_why(view: WorkingView) -> None:
    cohort = LOCAL_MEASURES["referrals_assessed_by_day_45_pct"]
    table = months_table("", view.values, measure=cohort)
    assert table.rows[0][1][0] == "not yet known"


def test_a_measure_without_records_has_no_chart_and_says_why(without_records: WorkingView) -> None:
    (block,) = over_time(without_records, IN_TIME.code)
    assert block.pictures == ()
    assert [cells[0] for _, cells in block.tables[0].rows] == ["no extract tells of it"]


def test_a_target_of_the_settings_lies_across_a_chart_before_any_limit() -> None:
    limit = CaseloadSettings(limit_cases_per_fte=18.0)
    target = PartnerMeasure(measure=CASELOAD.code, owner="Director", target=15.0)
    nothing, limited = level_of(CASELOAD, Settings()), level_of(CASELOAD, Settings(caseload=limit))
    aimed = level_of(CASELOAD, Settings(caseload=limit, partner_measures=(target,)))
    assert nothing is None
    assert limited is not None
    assert (limited.name, limited.value) == ("Limit for one worker", 18.0)
    assert aimed is not None
    assert (aimed.name, aimed.value) == ("Target", 15.0)
    assert level_of(OVERDUE, Settings(caseload=limit)) is None
    of_north = level_of(CASELOAD, Settings(caseload=limit, partner_measures=(target,)), part="team=North")
    assert of_north == limited, "the target of the whole is no target of a team"


# who is behind a figure, and lists of work


def test_those_behind_a_figure_are_as_many_as_it_says(view: WorkingView) -> None:
    newest = view.values.filter(measure="assessments_open", breakdown="all", period_end=MARCH)["value"].item()
    (block,) = who_is_behind(view, "assessments_open")
    assert 0 < newest <= MOST_ROWS
    assert block.words[0].startswith(f"{newest:,.0f} rows. Internal")
    assert len(block.tables[0].rows) == newest


def test_each_holder_stands_with_cases_fte_and_cases_per_fte_the_most_first(view: WorkingView) -> None:
    (block,) = who_is_behind(view, CASELOAD.code, largest_first="cases_per_fte")
    (table,) = block.tables
    assert table.headings[:2] == ("Team", "Worker ID")
    assert table.headings[-3:] == ("FTE", "Cases", "Cases per FTE")
    loads = [float(cells[-1].text) for _, cells in table.rows if isinstance(cells[-1], Count)]
    assert len(loads) > 5
    assert loads == sorted(loads, reverse=True)


def test_only_those_that_are_not_in_the_top_of_a_figure_can_be_asked_for(view: WorkingView) -> None:
    newest = view.values.filter(measure=IN_TIME.code, breakdown="all", period_type="month", period_end=MARCH)
    late = newest["denominator"].item() - newest["numerator"].item()
    (block,) = who_is_behind(view, IN_TIME.code, is_only_uncounted=True)
    assert late > 0
    assert len(block.tables[0].rows) == late + newest["rows_aside"].item()


def test_beyond_the_most_rows_it_says_how_many_there_are_and_where_all_are(view: WorkingView) -> None:
    (block,) = who_is_behind(view, "cases_held")
    many = view.values.filter(measure="cases_held", breakdown="all", period_end=MARCH)["value"].item()
    assert many > MOST_ROWS
    assert len(block.tables[0].rows) == MOST_ROWS
    assert block.words[0].startswith(f"{many:,.0f} rows.")
    assert block.words[-1] == "The first 100 are shown; `csc-metrics rows` writes all to a workbook."


def test_a_list_of_work_names_the_day_of_the_newest_extract(view: WorkingView) -> None:
    (block,) = work_to_do(view, "due_soon")
    assert block.title == "Assessments due within ten working days, 31 March 2026"


def test_a_list_or_a_figure_that_cannot_be_told_says_why_and_stops_no_notebook(without_records: WorkingView) -> None:
    (work,) = work_to_do(without_records, "overdue")
    (behind,) = who_is_behind(without_records, OVERDUE.code)
    assert work.words[0].startswith("assessments_overdue of 002 cannot be counted: no extract tells of assessments")
    assert "no extract tells of assessments" in behind.words[0]


def test_a_list_of_work_that_is_not_there_is_refused_with_the_nearest(view: WorkingView) -> None:
    with pytest.raises(NoSuchWorklist, match="Did you mean overdue"):
        work_to_do(view, "overdu")


def test_rows_say_what_tells_them_apart_and_leave_out_what_is_the_same_or_empty() -> None:
    rows = pl.DataFrame(
        {
            "on": [MARCH, MARCH],
            "is_counted": [True, True],
            "is_aside": [False, False],
            "plan_type": ["cp", None],
            "decided_at": [datetime.combine(date(2026, 3, 2), time(9, 30)), None],
            "child_id": ["A_1", "B2"],
            "held_on": [None, None],
            "team": ["East_1", None],
            "waited": [1234.5, 2.0],
            "is_late": [True, None],
        }
    )
    table = rows_table("", rows)
    assert table.headings == ("Team", "Child ID", "Plan type", "Decided at", "Waited", "Is late")
    assert table.rows[0] == (
        "East_1",
        ("A_1", "Child protection plan", "2 March 2026, 09:30", Count(text="1,234.5"), "yes"),
    )
    assert texts_of(table.rows[1][1]) == ["B2", "not recorded", "not recorded", "2", "not recorded"]


def test_rows_by_team_are_told_where_there_are_several_teams() -> None:
    rows = pl.DataFrame({"team": ["East 10", "East 2", None, "East 2"]})
    assert teams_words(rows) == "By team: East 2 (2), East 10 (1), Not recorded (1)."
    assert teams_words(rows.head(1)) == ""
    assert teams_words(pl.DataFrame({"child_id": ["A"]})) == ""


def test_what_a_record_holds_is_text_and_never_markup(view: WorkingView) -> None:
    shown = who_is_behind(view, CASELOAD.code)
    table = shown[0].tables[0]
    spoilt = replace(table, rows=((("<script>alert(1)</script>"), table.rows[0][1]),))
    html = type(shown)([replace(shown[0], tables=(spoilt,))])._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
