"""Timeliness of recording: what an extract should have held and did not, as far as dated extracts can tell."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, cleaned
from made_up_records import MONTHS, TABLES, put, put_tables
from made_up_workbook import workbook_bytes

from csc_metrics.data_quality.timeliness import events_of, extract_ages, timeliness

EARLIER, LATER = MONTHS
VISITS = TABLES["visits"]
LIST_2 = "Child Unique ID,Assessment start date,Assessment completion date,Organisation completing assessment\n"


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(table: str, field: str) -> dict[str | None, tuple[int | None, int | None, float | None, object, object]]:
    """Return by team: events judged, those late, their share, and the median days at least and at most."""
    rows = timeliness(CLEAN, "001").filter((pl.col("table") == table) & (pl.col("field") == field))
    names = ("judged", "late", "value", "days_at_least", "days_at_most")
    return {row["team"]: tuple(row[name] for name in names) for row in rows.to_dicts()}  # type of each: see the schema


def status_of(table: str, field: str) -> str:
    rows = timeliness(CLEAN, "001").filter((pl.col("table") == table) & (pl.col("field") == field))
    return str(rows["status"][0])


def test_a_visit_is_late_where_an_extract_drawn_after_it_lacks_it() -> None:
    """Of three new visits one was before 30 September and is missing there: recorded 20 to 51 days after it."""
    put_tables(RAW, ["visits", "workers"], day=EARLIER)
    newer = (
        VISITS.with_row(0, visited_on="2026-09-10")
        .with_row(0, visited_on="2026-10-02")
        .with_row(1, visited_on="2026-10-05")
    )
    put_tables(RAW, ["visits", "workers"], day=LATER, visits=newer)
    cleaned()

    assert told("visits", "visited_on") == {
        None: (3, 1, pytest.approx(100 / 3), 20.0, 51.0),
        "North": (2, 1, 50.0, 20.0, 51.0),
        "South": (1, 0, 0.0, None, None),
    }


def test_what_came_with_the_first_extract_or_lies_before_it_is_not_judged() -> None:
    """The earlier extract begins on 3 August: whether a visit of July came late or lies outside, nobody can tell."""
    put_tables(RAW, ["visits"], day=EARLIER)
    put_tables(RAW, ["visits"], day=LATER, visits=VISITS.with_row(0, visited_on="2026-07-20"))
    cleaned()

    assert (status_of("visits", "visited_on"), told("visits", "visited_on")) == (
        "zero_denominator",
        {None: (None, None, None, None, None)},
    )


def test_an_end_that_an_open_record_should_have_borne_is_late_and_one_after_the_extract_is_not() -> None:
    """S2 was open on 30 September; its authorisation on 15 September came late, one on 2 October in time."""
    put_tables(RAW, ["assessments"], day=EARLIER)
    late = TABLES["assessments"].with_cell(1, "authorised_on", "2026-09-15")
    put_tables(RAW, ["assessments"], day=LATER, assessments=late)
    cleaned()
    assert told("assessments", "authorised_on")[None] == (1, 1, 100.0, 15.0, 46.0)

    in_time = TABLES["assessments"].with_cell(1, "authorised_on", "2026-10-02")
    put_tables(RAW, ["assessments"], day=LATER, assessments=in_time)
    cleaned()
    assert told("assessments", "authorised_on")[None] == (1, 0, 0.0, None, None)


def test_with_one_extract_nothing_is_known_yet() -> None:
    put_tables(RAW, ["visits"])
    cleaned()

    assert (status_of("visits", "visited_on"), status_of("contacts", "contacted_on")) == (
        "not_yet_known",
        "not_collected",
    )


def test_extracts_with_other_columns_are_not_held_against_one_another() -> None:
    """A list of last visits in September says nothing of what a full extract in October tells."""
    put_tables(RAW, ["visits"], day=EARLIER, visits=VISITS.without_column("is_seen_alone"))
    put_tables(RAW, ["visits"], day=LATER, visits=VISITS.with_row(0, visited_on="2026-09-10"))
    cleaned()

    assert status_of("visits", "visited_on") == "not_yet_known"


def test_days_are_the_median_of_late_events() -> None:
    """Late by 20 and 10 days at least, each 31 days more at most; on the day of the extract nothing is late."""
    put_tables(RAW, ["visits"], day=EARLIER)
    newer = VISITS
    for visited_on in ("2026-09-10", "2026-09-20", "2026-09-30"):
        newer = newer.with_row(0, visited_on=visited_on)
    put_tables(RAW, ["visits"], day=LATER, visits=newer)
    cleaned()

    assert told("visits", "visited_on") == {None: (3, 2, pytest.approx(200 / 3), 15.0, 46.0)}


def test_a_table_that_is_no_longer_extracted_is_behind() -> None:
    put_tables(RAW, ["visits", "workers"], day=EARLIER)
    put_tables(RAW, ["workers"], day=LATER)
    cleaned()

    ages = {row["table"]: row for row in extract_ages(CLEAN, "001").to_dicts()}
    assert (ages["visits"]["extracts"], ages["visits"]["days_behind"]) == (1, 31)  # 30 September to 31 October
    assert (ages["workers"]["extracts"], ages["workers"]["days_behind"]) == (2, 0)
    assert (ages["audits"]["extracts"], ages["audits"]["status"]) == (0, "not_collected")


def test_events_are_the_days_on_which_something_happened() -> None:
    assert events_of("visits") == ("visited_on",)
    assert "born_on" not in events_of("children")


def test_returns_and_own_extracts_of_the_same_columns_are_not_held_against_one_another() -> None:
    """Annex A's list of early help has the columns of an own extract, and tells of six months alone."""
    put(RAW, f"001/{EARLIER}/Annex A/List 2.csv", f"{LIST_2}A1,01/09/2026,,School\n")
    own = "child_id,started_on,completed_on,organisation\nA1,2026-09-01,,School\nA2,2024-01-01,2024-02-01,School\n"
    put(RAW, f"001/{LATER}/early_help.csv", own)
    cleaned()

    assert status_of("early_help", "started_on") == "not_yet_known"


@pytest.mark.parametrize("name", ["early help of a return", "extract"])
def test_a_list_of_a_return_is_told_by_what_it_was_read_as_and_not_by_its_name(name: str) -> None:
    own = "child_id,started_on,completed_on,organisation\nA1,2026-09-01,,School\nA2,2024-01-01,2024-02-01,School\n"
    put(RAW, f"001/{EARLIER}/{name}.csv", f"{LIST_2}A1,01/09/2026,,School\n")
    put(RAW, f"001/{LATER}/early_help.csv", own)
    cleaned()

    assert status_of("early_help", "started_on") == "not_yet_known"


def test_an_own_extract_is_of_its_kind_whatever_the_file_that_holds_it() -> None:
    put_tables(RAW, ["visits"], day=EARLIER)
    newer = VISITS.with_row(0, visited_on="2026-09-10")
    put(RAW, f"001/{LATER}/extracts.xlsx", workbook_bytes([newer.sheet("visits")]))
    cleaned()

    assert told("visits", "visited_on")[None] == (1, 1, 100.0, 20.0, 51.0)


def test_a_snapshot_of_an_older_version_that_says_no_source_is_told_by_its_name() -> None:
    """The older extracts are gone from the raw files: their snapshots stay as that version wrote them."""
    for month, rows in zip(MONTHS, (VISITS, VISITS.with_row(0, visited_on="2026-09-10")), strict=True):
        put_tables(RAW, ["visits"], day=month, visits=rows)
        put(RAW, f"001/{month}/List 2.csv", f"{LIST_2}A1,01/09/2026,,School of {month}\n")
    cleaned()
    shutil.rmtree(RAW / "001" / EARLIER)
    for about in (CLEAN / "snapshots").glob(f"la_code=001/{EARLIER}*/about.json"):
        said = json.loads(about.read_text(encoding="utf-8"))
        said["parts"] = [{name: cell for name, cell in part.items() if name != "source"} for part in said["parts"]]
        about.write_text(json.dumps(said), encoding="utf-8")
    cleaned()

    assert told("visits", "visited_on")[None] == (1, 1, 100.0, 20.0, 51.0)
    assert status_of("early_help", "started_on") == "zero_denominator", "both months are of one kind: nothing is new"


def test_the_day_of_a_referral_that_an_assessment_names_is_not_judged_as_the_assessment_s() -> None:
    assert events_of("assessments")[0] == "started_on"
    assert "referred_on" in events_of("referrals")
