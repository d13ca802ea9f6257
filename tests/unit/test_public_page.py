"""What a public page tells of own records: what may be published alone, no old figure as if it were today's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from figures_on_page import figures_not_in_tables

from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.data_quality.held import find_authority_with_records, held_records
from csc_metrics.disclosure.ledger import LedgerFault, is_first_edition, read_published_counts
from csc_metrics.disclosure.public_measures import PUBLIC_MEASURES
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.about_editions import said_of_first_edition, said_of_known_counts
from csc_metrics.narrative.attendance_words import attendance_lines_words
from csc_metrics.narrative.sentence import Figure
from csc_metrics.periods import parse_period
from csc_metrics.records.clean import clean_records
from csc_metrics.records.store import scan_clean
from csc_metrics.report import scrutiny
from csc_metrics.report.page.change_tables import process_words
from csc_metrics.report.page.own_opening import OWN_MEASURES, own_opening
from csc_metrics.report.page.own_pictures import pictures_block
from csc_metrics.report.page.own_sections import own_section
from csc_metrics.report.page.scrutiny_parts import actions_part, questions_part
from csc_metrics.report.public_actions import public_actions, without_names
from csc_metrics.report.public_records import PublicRecords, keep_public_records, open_public_records, series_of
from csc_metrics.sample.region import write_region
from csc_metrics.sample.supply import SETTINGS
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import read_settings

ALDERBECK = "001"
NOTHING_PRINTED = MeasureValues.create_empty()
MEETINGS = "Strategy meetings, conferences and core groups"
ASSESSMENTS = "Assessments and conferences"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up authority's clean tables and the settings of its region."""
    found = tmp_path_factory.mktemp("public")
    (found / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    write_region(found / "raw", la_codes=[ALDERBECK])
    clean_records(found / "raw", found / "clean", settings=settings_of(found))
    return found


def settings_of(folder: Path) -> Settings:
    return read_settings(folder / "settings.toml", measure_codes=LOCAL_MEASURES)


@pytest.fixture(scope="module")
def alderbeck() -> Authority:
    return made_up_authorities()[ALDERBECK]


@pytest.fixture(scope="module")
def records(folder: Path, alderbeck: Authority) -> PublicRecords:
    found = open_public_records(
        folder / "clean", alderbeck, published=None, printed=NOTHING_PRINTED, settings=settings_of(folder)
    )
    assert found is not None
    return found


def words_of(blocks: Iterator[object]) -> str:
    return " ".join(map(str, blocks))


def test_no_month_no_team_and_no_count_of_few_is_told(records: PublicRecords) -> None:
    told = records.values.filter(source="local")
    assert PeriodType.MONTH.value not in told["period_type"]
    assert not [part for part in told["breakdown"].unique() if part.startswith("team=")]
    counts = told.filter(status=Status.OK.value)
    assert counts.filter(pl.col("numerator").is_between(1, 5)).is_empty()
    assert counts.height > 500
    assert records.rows.height == told.height


def test_only_public_measures_are_told_and_the_page_tells_of_no_other(records: PublicRecords) -> None:
    assert set(records.values["measure"]) == set(PUBLIC_MEASURES)
    assert set(OWN_MEASURES) <= set(PUBLIC_MEASURES)


def test_the_opening_tells_of_the_newest_quarter_alone(records: PublicRecords) -> None:
    newest = records.charts.summaries["last_on"].max()
    sentences = own_opening(records, most=6)
    assert len(sentences) == 6
    figures = [part for one in sentences for part in one.parts if isinstance(part, Figure)]
    assert {figure.period_end for figure in figures if figure.column == "value"} == {newest}


def test_an_old_figure_is_said_to_be_old_and_opens_no_page(records: PublicRecords) -> None:
    newest = records.charts.summaries["last_on"].max()
    old = records.charts.summaries.filter(pl.col("last_on") < newest)
    opened = {one.measure for one in own_opening(records, most=50)}
    assert not opened & set(old["measure"])
    told = [code for code in old["measure"] if own_section(LOCAL_MEASURES[code], records, whose="Alderbeck")]
    assert told, "the sample hides the newest figure of some measure"
    for code in told:
        section = own_section(LOCAL_MEASURES[code], records, whose="Alderbeck")
        assert section is not None
        assert section.meaning[0].startswith("This is the newest figure that may be shown, for ")
        assert re.search(r" \((quarter to|year to|on|in) .*\d{4}\)$", section.finding.plain), section.finding.plain
    new = own_section(LOCAL_MEASURES["average_caseload"], records, whose="Alderbeck")
    assert new is not None
    assert "newest figure that may be shown" not in words_of(iter(new.meaning))
    assert "(" not in new.finding.plain


def test_charts_by_quarter_stand_under_their_topic(records: PublicRecords, folder: Path) -> None:
    drawn = {
        topic: pictures_block(records, topic, code="x", whose="Alderbeck", settings=settings_of(folder))
        for topic in (MEETINGS, ASSESSMENTS, "The front door")
    }
    assert drawn["The front door"] is None
    meetings, assessments = drawn[MEETINGS], drawn[ASSESSMENTS]
    assert meetings is not None
    assert assessments is not None
    assert any(picture.caption.startswith("Hours until strategy meetings") for picture in meetings.pictures)
    assert any(picture.caption.startswith("Open and overdue") for picture in assessments.pictures)
    for picture in (*meetings.pictures, *assessments.pictures):
        assert picture.svg.startswith("<svg")
        assert picture.alternative.endswith(".")


def test_the_page_is_kept_as_an_edition_and_a_second_one_made_beside_it_is_refused(
    folder: Path, alderbeck: Authority
) -> None:
    clean, settings = folder / "clean", settings_of(folder)
    first, second = (
        open_public_records(clean, alderbeck, published=None, printed=NOTHING_PRINTED, settings=settings)
        for _ in range(2)
    )
    assert first is not None
    assert second is not None
    assert is_first_edition(clean, ALDERBECK)
    assert keep_public_records(clean, first, la_code=ALDERBECK) == ()  # nobody is behind a made-up authority
    kept = read_published_counts(clean, ALDERBECK)
    assert kept.height == first.counts.height > 0
    with pytest.raises(LedgerFault, match="another run is publishing"):
        keep_public_records(clean, second, la_code=ALDERBECK)
    assert read_published_counts(clean, ALDERBECK).equals(kept)


def test_who_publishes_for_the_first_time_or_tells_again_what_is_hidden_is_told(
    tmp_path: Path, records: PublicRecords
) -> None:
    assert said_of_first_edition(tmp_path, "357").startswith("357: no earlier edition is recorded. If one was ")
    assert said_of_known_counts(records.counts.clear(), "357") == ""
    seven = records.counts.unique(["measure", "breakdown", "period_type", "period_end"], maintain_order=True).head(7)
    said = said_of_known_counts(seven, "357")
    assert said.startswith("357: hidden here, though readers of earlier editions, of DfE's tables or ")
    assert said.endswith(" and 2 more.")


@pytest.mark.parametrize(("table", "column"), [("children", "child_id"), ("workers", "worker_id")])
def test_an_action_whose_words_name_a_child_or_a_worker_is_told_by_its_number_alone(
    folder: Path, tmp_path: Path, records: PublicRecords, monkeypatch: pytest.MonkeyPatch, table: str, column: str
) -> None:
    scanned = scan_clean(folder / "clean", table, la_codes=[ALDERBECK])
    assert scanned is not None
    somebody = str(scanned.collect()[column].sort()[3])
    red = records.actions.head(2).with_columns(is_open=True, rag=pl.lit("red"))
    titles = {red["action_id"][0]: f"Visit {somebody.lower()} at home", red["action_id"][1]: "Clear the backlog"}
    named = red.with_columns(pl.col("action_id").replace_strict(titles).alias("title"), pl.lit(somebody).alias("owner"))
    monkeypatch.setattr("csc_metrics.report.public_actions.actions_now", lambda *_, **__: named)

    held = held_records(folder / "clean", ALDERBECK)
    shown, said = public_actions(held, records.values, as_at=records.as_at, settings=settings_of(folder))

    assert shown["title"].to_list() == [f"Action {red['action_id'][0]}", "Clear the backlog"]
    assert said == (
        f"{ALDERBECK}: shown by number alone, since title or priority hold what is the identifier of a child or a "
        f"worker in the records: action {red['action_id'][0]}. Correct their words in the extract."
    )
    told = replace(records, actions=shown, left_out=said)
    asked = questions_part(None, told, authority=made_up_authorities()[ALDERBECK], model="2025")
    page = str((actions_part(told), asked))
    assert f"Action {red['action_id'][0]}" in page
    assert somebody.casefold() not in page.casefold()
    assert said in keep_public_records(tmp_path, told, la_code=ALDERBECK)
    assert without_names(red, identifiers=[somebody], la_code=ALDERBECK)[1] == ""


def test_lines_of_attendance_are_said_agency_by_agency() -> None:
    police = {date(2025, 3, 31): 58.25, date(2026, 3, 31): 99.05}
    words = attendance_lines_words(
        {"Police": police, "Health": {date(2025, 3, 31): 70.0}, "Probation": {}}, what="strategy meetings", decimals=1
    )
    assert words == (
        "Line chart: share of strategy meetings that agencies came to, by year: Police and Health.",
        "Police: 99.1% in the year to 31 March 2026, 58.3% a year before.",
        "Health: 70.0% in the year to 31 March 2025.",
    )
    assert attendance_lines_words({}, what="strategy meetings", decimals=1) == ()


def test_every_figure_on_the_page_stands_in_its_tables(folder: Path, tmp_path: Path) -> None:
    report = scrutiny.open_report(
        authority="Alderbeck",
        clean=str(folder / "clean"),
        settings=str(folder / "settings.toml"),
        raw=str(folder / "raw"),
    )
    topics = (MEETINGS, ASSESSMENTS, "Caseloads and workforce", "The front door")
    parts = [scrutiny.sections(report, topic) for topic in topics]
    parts += [scrutiny.what_it_would_take(report), scrutiny.actions(report), scrutiny.what_could_be_asked(report)]
    scrutiny.write_report(report, *parts, folder=str(tmp_path))
    many, wrong = figures_not_in_tables(tmp_path / "scrutiny.html")
    assert many > 500
    assert wrong == []


def test_of_a_measure_of_which_many_periods_are_hidden_it_is_not_said_what_is_usual(records: PublicRecords) -> None:
    """Late conferences are hidden where they are few: those shown alone would make worse what is usual."""
    series = series_of(records.values)
    charts = {row["measure"]: row for row in records.charts.summaries.to_dicts()}
    seen = set()
    for (measure,), rows in series.group_by("measure"):
        of_known = rows.filter(pl.col("status").is_in(["ok", "suppressed"]))
        is_hidden_often = rows.filter(status="suppressed").height > of_known.height / 5
        chart, points = charts[str(measure)], records.charts.points.filter(measure=measure)
        if is_hidden_often:
            assert (chart["centre"], chart["variation"]) == (None, "not_known")
            assert chart["assurance"] in {"not_known", "no_target"}
            assert points["upper_limit"].null_count() == points.height
            assert str(measure) not in records.since
        seen.add((is_hidden_often, chart["centre"] is None))

    assert {(True, True), (False, False)} <= seen


def test_what_dfe_has_printed_does_not_hang_on_the_period_that_is_asked_for() -> None:
    """What is hidden beside it would, too: two pages of different periods could tell together what neither tells."""
    tameside = find_authority_with_records("Tameside")
    asked = scrutiny._figures_of_dfe(tameside, None, parse_period("2024"), model="2025", settings=Settings())
    newest = scrutiny._figures_of_dfe(tameside, None, None, model="2025", settings=Settings())

    assert asked.data is not None
    assert asked.data.values["period_end"].max() < asked.printed["period_end"].max()
    assert asked.printed.equals(newest.printed)
    assert set(asked.printed["area_code"]) == {"357"}


def test_a_chart_without_limits_says_so_in_words_and_names_no_usual_figure(records: PublicRecords) -> None:
    without = [row for row in records.charts.summaries.to_dicts() if row["centre"] is None]
    assert without
    for row in without:
        words = process_words(row)
        assert "What is usual cannot be told from so few." in words
        assert "no figure" not in words
        assert "provisional" not in words
