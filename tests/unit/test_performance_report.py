"""The performance report: every count on the page is that of its table, no identifier is, and who is refused what."""

import csv
import json
import re
from pathlib import Path

import pytest
from cleaned import CLEAN, RAW, clean
from lxml import html
from made_up_records import MONTHS, TABLES, cin_census, put, put_tables
from unit.test_command_line import Called, call

from csc_metrics.contracts.made_up_region import MADE_UP_AMONG, MADE_UP_NOTE
from csc_metrics.report import data_quality, performance
from csc_metrics.report.page.quality_words import share
from csc_metrics.report.performance import PAGE_FILE, TABLE_FILES

EARLIER, LATER = MONTHS
IDENTIFIERS = re.compile(r"\b(?:A[12]|W[129]|S[123]|R[12]|M[12]|P[12]|K[12]|E1|U1|X9)\b")
"""Of children, workers and records in the made-up extracts, and of a value that is none."""
INTERNAL = Path("reports/latest/001-alderbeck/internal")


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def report(*arguments: str) -> Called:
    return call("report", "--clean", str(CLEAN), "--workers", "1", *arguments)


def put_faulty_records() -> None:
    """Two months of Alderbeck's records.

    In October S1 lost its outcome, S2's start is no date, A1's ethnicity no code, and nobody tells of worker W9.
    """
    put_tables(RAW, day=EARLIER)
    put_tables(
        RAW,
        day=LATER,
        assessments=TABLES["assessments"].with_cell(0, "outcome", None).with_cell(1, "started_on", "2026-09-31"),
        children=TABLES["children"].with_cell(0, "ethnicity", "X9"),
        allocations=TABLES["allocations"].with_cell(0, "worker_id", "W9"),
    )
    assert clean().exit_code == 0


def page_of(folder: Path, *, authority: str = "001") -> html.HtmlElement:
    folder.mkdir(exist_ok=True)
    opened = performance.open_report(authority=authority, clean=str(CLEAN))
    performance.write_report(opened, performance.data_quality(opened), folder=str(folder))
    return html.document_fromstring((folder / PAGE_FILE).read_text(encoding="utf-8"))


def cells(page: html.HtmlElement, caption: str) -> list[list[str]]:
    """Return the cells of the table whose caption begins so, row by row."""
    (table,) = (one for one in page.iter("table") if one.findtext("caption").startswith(caption))
    return [[cell.text_content() for cell in row] for row in table.iterfind("tbody/tr")]


def opening(page: html.HtmlElement) -> list[str]:
    return [one.text_content().strip() for one in page.xpath("//section[contains(@class, 'opening')]//li")]


def test_the_page_opens_with_what_a_team_asks_first(tmp_path: Path) -> None:
    put_faulty_records()

    assert opening(page_of(tmp_path / "page")) == [
        "6 faults are open: 2 leave a row or file out of all figures, and 4 weaken a figure. 40 notices cost nothing. "
        "To fix first: Not a date (assessments), 1 record.",
        "Of 58 fields that can be judged, 55 are complete. "
        "Of 1 event whose recording can be judged, 1 came late (100%). "
        "The newest extract restated 2 figures of the last extract that told of them: 0 changed, 2 emptied, and 0 "
        "filled late, though that extract should have had them.",
    ]


def test_counts_on_the_page_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    put_faulty_records()
    page = page_of(tmp_path / "page")

    assert ["Not a date", "Assessments", "kept aside, counts nowhere", "1"] in cells(page, "Faults that stand")
    october = "31 October 2026"
    assert ["Not a date", "Assessments", "the extract alone", october, "1", "2", "500.0", "+500.0", "0"] in cells(
        page, "Faults in the newest extract"
    )
    # Of S1, the only assessment left, the outcome is gone: 1 of the 1 that was authorised.
    assert ["Assessments: outcome", "1", "0", "1", "0%", "North (0% of 1)"] in cells(page, "Fields with gaps")
    # S1 is clean, S2 is kept aside: one of two records.
    figure = "Every figure that counts assessments"
    assert [figure, "Not a date", "Assessments", "1", "2", "50.0%"] in cells(page, "Figures that faults weaken")
    assert cells(page, "Figures that the newest extract restated") == [
        ["Children: ethnicity", october, "2", "0", "1", "does not apply", "50.0%", "30 September 2026"],
        ["Assessments: outcome", october, "1", "0", "1", "does not apply", "100%", "30 September 2026"],
    ]


def test_the_page_names_no_child_no_worker_and_no_value_of_theirs(tmp_path: Path) -> None:
    put_faulty_records()
    page = page_of(tmp_path / "page")

    assert IDENTIFIERS.findall(page.text_content()) == []
    for name in TABLE_FILES:
        assert IDENTIFIERS.findall((tmp_path / "page" / name).read_text(encoding="utf-8")) == [], name
    listed = (CLEAN / "faults" / "001-alderbeck.csv").read_text(encoding="utf-8")
    assert {"W9", "S2", "X9"} <= set(IDENTIFIERS.findall(listed))
    assert "faults/001-alderbeck.xlsx in the folder of clean tables" in page.text_content()


def test_a_page_about_a_made_up_authority_says_so_first_and_one_about_another_does_not(tmp_path: Path) -> None:
    put_tables(RAW, ["children"])
    put_tables(RAW, ["children"], la_code="357")
    assert clean().exit_code == 0

    banner, approval = page_of(tmp_path / "made up").xpath("//body/aside")
    assert approval.text_content().strip() == "Draft: not yet approved."
    assert banner.text_content().strip() == MADE_UP_NOTE
    assert banner.getprevious().get("class") == "skip"
    (draft,) = page_of(tmp_path / "real", authority="Tameside").xpath("//body/aside")
    assert draft.get("class") == "approval draft"


def test_a_name_that_looks_like_markup_or_a_formula_is_text(tmp_path: Path) -> None:
    hostile = '=<script>alert("x")</script>'
    put_tables(RAW, ["workers"], workers=TABLES["workers"].with_cell(0, "team", hostile).with_cell(0, "role", None))
    assert clean().exit_code == 0
    page = page_of(tmp_path / "page")

    assert page.xpath("//script") == []
    assert hostile in page.text_content()
    with (tmp_path / "page" / "data_quality" / "to_fix.csv").open(encoding="utf-8") as file:
        assert f"'{hostile}" in {row["team"] for row in csv.DictReader(file)}


def test_an_authority_of_which_no_file_could_be_read_has_a_page_that_says_so(tmp_path: Path) -> None:
    put(RAW, f"001/{LATER}/children.csv", b"\xff\xfe\x00")
    assert clean().exit_code == 1
    page = page_of(tmp_path / "page")

    assert opening(page)[0].startswith("1 fault is open: 1 leaves a row or file out")
    assert "No extract of the authority's own records could be read." in page.text_content()
    assert opening(page)[1].startswith("No field can be judged yet")


def test_records_without_a_fault_have_nothing_to_fix(tmp_path: Path) -> None:
    put_tables(RAW, ["visits", "workers"], la_code="357")
    assert clean().exit_code == 0
    told = [words for block in page_of(tmp_path / "page", authority="357").xpath("//p") for words in [block.text]]

    assert {"There is nothing to fix.", "No fault that stands weakens a figure."} <= set(told)
    assert "No fault is open that leaves a row out or weakens a figure." in told
    assert not [words for words in told if words and "trend" in words], "without a fault there is none to tell of"


def test_where_nothing_was_restated_and_no_table_came_twice_that_is_said(tmp_path: Path) -> None:
    for day in MONTHS:
        put_tables(RAW, ["visits"], day=day)
    put_tables(RAW, ["children"], day=LATER, children=TABLES["children"].with_cell(0, "ethnicity", "X9"))
    assert clean().exit_code == 0
    told = page_of(tmp_path / "page").text_content()

    assert "No figure differs from what the last extract that told of it said." in told
    assert "There is no trend yet: no table with a fault stands in two extracts of the same kinds." in told


def test_extracts_with_other_columns_are_said_not_to_be_comparable(tmp_path: Path) -> None:
    wrong = TABLES["children"].with_cell(0, "ethnicity", "X9")
    put_tables(RAW, ["children"], day=EARLIER, children=wrong.without_column("sex"))
    put_tables(RAW, ["children"], day=LATER, children=wrong)
    assert clean().exit_code == 0
    page = page_of(tmp_path / "page")

    alone = ["Unknown code", "Children", "the extract alone"]
    assert [*alone, "31 October 2026", "1", "2", "500.0", "not comparable", "0"] in cells(
        page, "Faults in the newest extract"
    )
    assert "1 rule cannot be compared: the table's earlier extracts are of other kinds." in page.text_content()


def test_records_left_out_since_their_extracts_do_not_have_a_field_are_counted(tmp_path: Path) -> None:
    """The census has no teams; the extract of S1 and S2 has no day of their referral, and there is none to look up."""
    put(RAW, f"001/{EARLIER}/cin.xml", cin_census())
    put_tables(RAW, ["assessments"], day=LATER)
    assert clean().exit_code == 0
    page = page_of(tmp_path / "page")

    every = {row[0]: row[1:] for row in cells(page, "Completeness of every field")}
    assert every["Assessments: team"] == ["all", "2", "2", "0", "100%", "1"]
    assert "left out, in 4 fields; most of all in Assessments: referred on (2 records)." in page.text_content()


def test_a_day_whose_extract_cannot_show_a_fault_is_not_read(tmp_path: Path) -> None:
    put_tables(RAW, ["children"], day=EARLIER, children=TABLES["children"].with_cell(0, "ethnicity", "X9"))
    put_tables(RAW, ["children"], day=LATER, children=TABLES["children"].without_column("ethnicity").with_row(1))
    put_tables(RAW, ["visits"], day=LATER, visits=TABLES["visits"].with_cell(0, "visited_on", "soon"))
    assert clean().exit_code == 0

    alone = ["Unknown code", "Children", "the extract alone"]
    assert [*alone, "1", "not read"] in cells(page_of(tmp_path / "page"), "Faults by rule and day of extract")


def test_the_command_writes_page_tables_manifest_and_executed_notebook_and_is_done_once() -> None:
    put_faulty_records()
    first = report("--authority", "alderbeck", "--audience", "performance")
    assert first.exit_code == 0, first.told

    files = {path.relative_to(INTERNAL).as_posix() for path in INTERNAL.rglob("*") if path.is_file()}
    own = {
        PAGE_FILE,
        *TABLE_FILES,
        "tables.xlsx",
        "manifest.json",
        "run_internal.json",
        "notebooks/performance_report.ipynb",
    }
    assert files == own
    manifest = json.loads((INTERNAL / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"] == {"authority": "001", "period": "", "since": ""}
    assert len(manifest["inputs"]) == 40  # twenty tables on two days
    assert manifest["rows"]["data_quality/ages.csv"] == 20
    index = Path("reports/latest/index.html").read_text(encoding="utf-8")
    link = (
        'href="001-alderbeck/internal/performance.html" aria-label="Performance report (internal), Alderbeck (made up)"'
    )
    assert link in index
    assert MADE_UP_AMONG in index
    assert "1 up to date already" in report("--all", "--audience", "performance").told


def test_a_new_extract_makes_the_page_anew() -> None:
    put_tables(RAW, ["children"], day=EARLIER)
    assert clean().exit_code == 0
    assert report("--authority", "001", "--audience", "performance").exit_code == 0
    before = (INTERNAL / PAGE_FILE).read_bytes()
    put_tables(RAW, ["children"], day=LATER)
    assert clean().exit_code == 0
    called = report("--authority", "001", "--audience", "performance")

    assert "up to date already" not in called.told
    assert (INTERNAL / PAGE_FILE).read_bytes() != before


def test_each_edition_leaves_the_other_as_it_is() -> None:
    put_tables(RAW, ["children"], la_code="357")
    assert clean().exit_code == 0
    assert report("--authority", "357", "--audience", "all", "--published", "carried").exit_code == 0
    place = Path("reports/latest/357-tameside")
    both = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert {
        "public/scrutiny.html",
        "public/measures.csv",
        "internal/performance.html",
        "internal/run.json",
    } <= both.keys()

    (place / "public" / "measures.csv").unlink()  # so that the scrutiny report alone is made anew
    assert report("--authority", "357", "--published", "carried").exit_code == 0
    after = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    kept = [
        name for name in both if name.startswith("internal/") and "scrutiny" not in name and name != "internal/run.json"
    ]
    assert len(kept) == 18
    assert {name: after.get(name) for name in kept} == {name: both[name] for name in kept}
    assert after["public/measures.csv"] == both["public/measures.csv"]


def test_an_authority_without_records_fails_by_name_and_leaves_nothing_half_written() -> None:
    put_tables(RAW, ["children"])
    assert clean().exit_code == 0
    called = report("--authority", "Tameside", "--authority", "001", "--audience", "performance")

    assert called.exit_code == 1
    assert "357 performance: clean: holds no clean tables of Tameside (357)." in called.told
    assert "run `csc-metrics clean` first" in called.told
    assert {path.name for path in Path("reports/latest").iterdir()} == {"001-alderbeck", "failures.json", "index.html"}
    index = html.document_fromstring(Path("reports/latest/index.html").read_text(encoding="utf-8"))
    assert [one.text for one in index.iter("dt")] == ["Tameside, performance report"]


def failed_in_index() -> list[str | None]:
    index = html.document_fromstring(Path("reports/latest/index.html").read_text(encoding="utf-8"))
    return [one.text for one in index.iter("dt")]


def test_a_board_report_that_fails_leaves_the_performance_report_that_was_not_asked_for_as_it_was() -> None:
    put_tables(RAW, ["children"])
    assert clean().exit_code == 0
    assert report("--authority", "001", "--audience", "performance").exit_code == 0
    called = report("--authority", "001", "--audience", "board", "--since", "2027-01-01")

    assert called.exit_code == 1
    assert "csc-metrics: 1 report failed.\n  001 board: " in called.told
    assert "001 performance" not in called.told
    assert called.told.count("2027-01-01") == 1
    assert failed_in_index() == ["Alderbeck (made up), board report"]


def test_what_several_reports_fail_by_is_said_once() -> None:
    put_tables(RAW, ["children"])
    assert clean().exit_code == 0
    page = Path("data_raw/nobodys/2026-10-31/commentary.md")
    page.parent.mkdir(parents=True)
    page.write_text("# What the service says\n", encoding="utf-8")
    called = report("--authority", "001", "--audience", "all")

    assert called.exit_code == 1
    assert "csc-metrics: 3 reports failed.\n  001, 001 performance, 001 board: " in called.told
    assert called.told.count("it is not known whose words these are") == 1


def test_of_a_made_up_authority_all_editions_are_those_from_its_records() -> None:
    put_tables(RAW, ["children"])
    assert clean().exit_code == 0
    called = report("--authority", "001", "--audience", "all")

    assert called.exit_code == 0
    assert {path.name for path in Path("reports/latest/001-alderbeck").iterdir()} == {"internal", "public"}
    page = Path("reports/latest/001-alderbeck/public/scrutiny.html").read_text(encoding="utf-8")
    assert MADE_UP_NOTE in page


def test_a_public_edition_of_all_reports_is_the_scrutiny_report_alone_and_says_so() -> None:
    put_tables(RAW, ["children"])
    assert clean().exit_code == 0
    called = report("--authority", "001", "--audience", "all", "--publication")

    assert called.exit_code == 0
    assert "only the scrutiny report is made; those for the team and the board are internal.\n" in called.told
    assert not (INTERNAL / PAGE_FILE).exists()


def test_a_made_up_authority_without_records_has_no_report_and_nothing_is_written() -> None:
    called = report("--authority", "Alderbeck")

    assert called.exit_code == 1
    assert "holds no clean tables of Alderbeck (001)" in called.told
    assert not Path("reports").exists()


def test_a_notebook_shows_each_answer_as_the_page_does(tmp_path: Path) -> None:
    put_faulty_records()
    quality = data_quality.open_quality(authority="Alderbeck", clean=str(CLEAN))
    shown = html.fragment_fromstring(data_quality.what_it_costs(quality)._repr_html_(), create_parent=True)

    assert cells(shown, "Figures that faults weaken") == cells(page_of(tmp_path / "page"), "Figures that faults weaken")


@pytest.mark.parametrize(
    ("value", "printed"), [(0.0, "0%"), (0.04, "under 0.1%"), (99.96, "over 99.9%"), (100.0, "100%"), (33.35, "33.4%")]
)
def test_a_share_is_all_or_nothing_only_where_it_is(value: float, printed: str) -> None:
    assert share(value) == printed
