"""The chart on the performance page: only where three days have the same columns, and of the rows of its table."""

from pathlib import Path

import pytest
from cleaned import RAW, clean
from made_up_records import MONTHS, TABLES, put_tables
from unit.test_performance_report import cells, page_of

from csc_metrics.report.performance import PAGE_FILE


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put_children_with_faults(*counts: int) -> None:
    """Put an extract of children on the last day of each month from July 2026, so many with an ethnicity of no code."""
    for day, count in zip(("2026-07-31", "2026-08-31", *MONTHS), counts, strict=False):
        children = TABLES["children"].with_row(0, child_id="A3").with_row(0, child_id="A4")
        for row in range(count):
            children = children.with_cell(row, "ethnicity", "X9")
        put_tables(RAW, ["children"], day=day, children=children)
    assert clean().exit_code == 0


def test_three_days_with_the_same_columns_have_a_chart_and_the_table_it_is_drawn_from(tmp_path: Path) -> None:
    put_children_with_faults(2, 3, 1)
    page = page_of(tmp_path / "page")

    assert cells(page, "Faults per 1,000 rows by day of extract") == [
        ["30 September 2026", "250.0"],
        ["31 August 2026", "750.0"],
        ["31 July 2026", "500.0"],
    ]
    (panel,) = page.xpath("//div[@role='img']")
    assert panel.get("aria-label") == (
        "Faults per 1,000 rows, 31 July 2026 to 30 September 2026, of the rule with most faults. Unknown code "
        "(children): from 500.0 on 31 July 2026 to 250.0 on 30 September 2026, at most 750.0 on 31 August 2026."
    )
    assert {"Faults per 1,000 rows", "31 Aug", "(children) 250.0"} <= {one.text for one in panel.iter("text")}


def test_two_days_with_the_same_columns_have_no_chart(tmp_path: Path) -> None:
    put_children_with_faults(2, 3)
    assert page_of(tmp_path / "page").xpath("//div[@role='img']") == []


def test_a_day_with_other_columns_is_not_on_the_chart(tmp_path: Path) -> None:
    put_children_with_faults(2, 3, 1, 1)
    put_tables(RAW, ["children"], day="2026-08-31", children=TABLES["children"].without_column("sex"))
    assert clean().exit_code == 0

    days = [row[0] for row in cells(page_of(tmp_path / "page"), "Faults per 1,000 rows by day of extract")]
    assert days == ["31 October 2026", "30 September 2026", "31 July 2026"]


def test_a_page_with_a_chart_is_the_same_each_time(tmp_path: Path) -> None:
    put_children_with_faults(2, 3, 1)
    page_of(tmp_path / "one")
    page_of(tmp_path / "other")

    assert (tmp_path / "one" / PAGE_FILE).read_bytes() == (tmp_path / "other" / PAGE_FILE).read_bytes()


def test_at_most_four_rules_are_drawn_those_with_most_faults_first(tmp_path: Path) -> None:
    """Three workers have four faults each; of one the start is no date, too."""
    workers = TABLES["workers"]
    for column, cell in (("fte", "many"), ("is_asye", "perhaps"), ("team", "x" * 4000), ("employment", "?!")):
        workers = workers.with_cell(0, column, cell)
    workers = workers.with_row(0, worker_id="W3", fte="many").with_row(0, worker_id="W4", started_on="soon")
    for day in ("2026-08-31", *MONTHS):
        put_tables(RAW, ["workers"], day=day, workers=workers)
    assert clean().exit_code == 0
    page = page_of(tmp_path / "page")

    (table,) = (one for one in page.iter("table") if one.findtext("caption").startswith("Faults per 1,000 rows by day"))
    assert [one.text for one in table.iterfind("thead/tr/th")] == [
        "Extract of",
        *("Not a number (workers)", "Not yes or no (workers)", "Text too long (workers)", "Unknown code (workers)"),
    ]
