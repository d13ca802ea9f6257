"""`report --against`: an older scorecard as Excel saves it, read once before anything is made, and shown internally."""

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

import pytest
from cleaned import CLEAN, RAW, clean
from figures_on_page import figures_not_in_tables
from lxml import html
from made_up_records import MONTHS, put_tables
from read_workbook import read_workbook
from unit.test_command_line import Called, call

OLD: Final = Path("scorecard.csv")
IN_NEED: Final = "Children in need (per 10,000 children)"
INTERNAL: Final = Path("reports/latest/001-alderbeck/internal")
AS_EXCEL_SAVES_IT: Final = (
    "Children's scorecard,,,,,\r\n"
    ",,,,,\r\n"
    "Indicator,As at,Outturn,Code,Num,Comments\r\n"
    "Vacancy rate,31/10/2026,50.0%,,,caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{EN DASH} signed off\r\n"
    ",,,,,\r\n"
    'CIN per 10 000,31/10/2026,"1,234.5",children_in_need_rate_per_10k,"2,592",\r\n'
    "Agency rate,31 October 2026,12.5%,,,\r\n"
    "Vacancies long ago,October 2020,40%,vacancy_rate_pct,,\r\n"
    "=NEET,31/10/2026,4%,none,,\r\n"
    "\r\n"
    "Overdue,31/10/2026,c,assessments_overdue,,\r\n"
    ",,,,,\r\n"
)
"""In October one of two posts is vacant, one of 21,000 children in need, and one worker, no agency's, holds a case."""


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put_records(*la_codes: str) -> None:
    for la_code in la_codes:
        for day in MONTHS:
            put_tables(RAW, day=day, la_code=la_code)
    assert clean().exit_code == 0


def report(*arguments: str) -> Called:
    return call("report", "--clean", str(CLEAN), "--workers", "1", "--published", "carried", *arguments)


def page_of(folder: Path, name: str = "performance.html") -> html.HtmlElement:
    return html.document_fromstring((folder / name).read_text(encoding="utf-8"))


def rows_of(page: html.HtmlElement, caption: str) -> list[list[str]]:
    """Return the cells of the table of the older scorecard whose caption begins so."""
    tables = page.xpath("//section[@id='reconciliation']//table")
    (table,) = (one for one in tables if one.findtext("caption").startswith(caption))
    return [[cell.text_content() for cell in row] for row in table.iterfind("tbody/tr")]


def manifest() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((INTERNAL / "manifest.json").read_text(encoding="utf-8"))
    return told


def written() -> set[str]:
    return {path.name for path in INTERNAL.iterdir()}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_both_internal_pages_show_an_older_scorecard_as_excel_saves_it_and_the_public_one_does_not(
    encoding: str,
) -> None:
    put_records("001")
    OLD.write_bytes(AS_EXCEL_SAVES_IT.encode(encoding))
    called = report("--authority", "Alderbeck", "--audience", "all", "--against", str(OLD))
    assert called.exit_code == 0, called.told

    for name in ("performance.html", "board.html"):
        page = page_of(INTERNAL, name)
        assert page.xpath("//nav//a[@href='#reconciliation']"), "the contents name it"
        assert [row[:4] for row in rows_of(page, "Older figures that differ")] == [
            [f"{IN_NEED} (there: CIN per 10 000)", "1,234.5", "0.5", "\N{MINUS SIGN}1,234.0"],
            ["Agency social workers (there: Agency rate)", "12.5%", "0.0%", "\N{MINUS SIGN}12.5 points"],
        ]
        assert [row[0] for row in rows_of(page, "Older figures that are not found")] == [
            "Social worker vacancies (there: Vacancies long ago)",
            "=NEET",
        ]
        assert [row[1:3] for row in rows_of(page, "Older figures that are as here")] == [["50.0%", "50.0%"]]
        assert [row[1] for row in rows_of(page, "Rows without an older figure")] == ["c"]
        assert any("scorecard.csv" in words for words in page.xpath("//section[@id='reconciliation']/p/text()"))
        many, wrong = figures_not_in_tables(INTERNAL / name)
        assert (many > 10, wrong) == (True, [])
    assert "older" not in page_of(INTERNAL.parent / "public", "scrutiny.html").text_content()


def test_its_tables_are_in_the_workbooks_and_every_row_is_in_a_csv_file_without_formulas_and_free_text() -> None:
    put_records("001")
    OLD.write_bytes(AS_EXCEL_SAVES_IT.encode())
    assert report("--authority", "001", "--audience", "performance", "--against", str(OLD)).exit_code == 0

    book = read_workbook((INTERNAL / "tables.xlsx").read_bytes())
    (sheet,) = [
        one
        for one in book.sheets.values()
        if one.tables and one.texts()[0][:2] == ["Measure", "Older"] and "Difference" in one.texts()[0]
    ]
    numbers = [[cell.text for cell in row if cell.kind == "n"] for row in sheet.grid[1:]]
    assert [[float(number) for number in row[:3]] for row in numbers] == [
        pytest.approx([1234.5, 1 / 2.1, 1 / 2.1 - 1234.5]),
        [12.5, 0.0, -12.5],
    ]
    text = (INTERNAL / "reconciliation.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["row"] for row in rows] == ["4", "6", "7", "8", "9", "11"]
    assert rows[4]["title"] == "'=NEET"
    assert "signed off" not in text
    assert manifest()["rows"]["reconciliation.csv"] == 6


def test_the_pages_are_made_anew_where_the_older_scorecard_has_changed_and_without_it_are_as_they_were() -> None:
    put_records("001")
    asked = ("--authority", "001", "--audience", "board")
    assert report(*asked).exit_code == 0
    before = {name: (INTERNAL / name).read_bytes() for name in written() if (INTERNAL / name).is_file()}
    assert manifest()["older_scorecard"] is None
    OLD.write_bytes(AS_EXCEL_SAVES_IT.encode())
    assert "up to date" not in report(*asked, "--against", str(OLD)).told
    first = manifest()["older_scorecard"]
    assert first["name"] == "scorecard.csv"
    assert "reconciliation.csv" in written()
    assert "1 up to date already" in report(*asked, "--against", str(OLD)).told

    OLD.write_bytes(AS_EXCEL_SAVES_IT.replace("12.5%", "13.5%").encode())
    assert "up to date" not in report(*asked, "--against", str(OLD)).told
    assert manifest()["older_scorecard"]["sha256"] != first["sha256"]
    assert rows_of(page_of(INTERNAL, "board.html"), "Older figures that differ")[1][1] == "13.5%"

    assert "up to date" not in report(*asked).told
    times = {"run_internal.json", "notebooks"}
    assert written() - times == before.keys() - times
    assert {name: (INTERNAL / name).read_bytes() for name in before.keys() - times} == {
        name: content for name, content in before.items() if name not in times
    }


@pytest.mark.parametrize(
    "more", [(), ("--audience", "scrutiny"), ("--publication",), ("--audience", "all", "--publication")]
)
def test_a_public_report_alone_has_no_place_for_an_older_scorecard(more: tuple[str, ...]) -> None:
    OLD.write_bytes(AS_EXCEL_SAVES_IT.encode())
    called = report("--authority", "Tameside", "--against", str(OLD), *more)
    assert (called.exit_code, called.machine) == (2, b"")
    assert "--against sets an older scorecard beside internal figures" in called.told
    assert not Path("reports").exists()


def test_without_any_records_there_is_nothing_to_set_it_beside_and_no_public_report_is_made_either() -> None:
    OLD.write_bytes(AS_EXCEL_SAVES_IT.encode())
    called = report("--all", "--audience", "all", "--against", str(OLD))
    assert (called.exit_code, called.machine) == (1, b"")
    assert "csc-metrics clean" in called.told
    assert not Path("reports").exists()


def test_a_file_that_cannot_be_read_is_one_error_before_anything_is_made() -> None:
    put_records("001", "002")
    OLD.write_text("Measure,Period,Value\nAgency rat,lately,1\n", encoding="utf-8")
    called = report("--all", "--audience", "all", "--against", str(OLD))
    assert (called.exit_code, called.machine) == (1, b"")
    assert called.told.count("scorecard.csv") == 1
    assert ("row 2, column Measure" in called.told, "row 2, column Period" in called.told) == (True, True)
    missing = report("--all", "--audience", "board", "--against", "absent.csv")
    assert (missing.exit_code, "absent.csv: cannot be opened" in missing.told) == (1, True)
    assert not Path("reports").exists()


def test_a_file_that_does_not_say_whose_figures_it_holds_is_for_one_report_alone() -> None:
    put_records("001", "002")
    OLD.write_bytes(AS_EXCEL_SAVES_IT.encode())
    called = report("--all", "--audience", "board", "--against", str(OLD))
    assert (called.exit_code, called.machine) == (2, b"")
    assert "6 rows (the first is row 4) name no authority, and reports of 2 authorities are asked for" in called.told
    assert not Path("reports").exists()


def test_of_all_authorities_those_that_it_tells_of_have_it_and_a_named_one_must_be_in_it() -> None:
    put_records("001", "002")
    OLD.write_text("Authority,Measure,Period,Value\nAlderbeck,Vacancy rate,31/10/2026,50%\n", encoding="utf-8")
    wrong = report("--authority", "Brackenholt", "--audience", "board", "--against", str(OLD))
    assert wrong.exit_code == 1
    assert "no figure of Brackenholt (002); it has those of Alderbeck (001)" in wrong.told
    assert not Path("reports").exists()

    called = report("--all", "--audience", "board", "--against", str(OLD))
    assert called.exit_code == 0, called.told
    assert "scorecard.csv: no figure of Brackenholt, whose pages are without it." in called.told
    other = INTERNAL.parent.parent / "002-brackenholt" / "internal"
    assert page_of(INTERNAL, "board.html").xpath("//section[@id='reconciliation']")
    assert not page_of(other, "board.html").xpath("//*[@id='reconciliation' or @id='older-chapter']")
    assert not (other / "reconciliation.csv").exists()


def test_beside_a_real_authority_s_own_figures_stand_those_of_dfe_with_their_files_in_the_manifest() -> None:
    put_records("357")
    (printed,) = call(
        *("measures", "--authority", "357", "--measure", "agency_rate_pct", "--period", "2024"),
        *("--published", "carried", "--format", "json"),
    ).rows
    OLD.write_text(
        f"Measure,Period,Value,Source\nAgency rate,2024,{printed['value']}%,DfE\nVacancy rate,31/10/2026,50%,Mosaic\n",
        encoding="utf-8",
    )
    called = report("--authority", "Tameside", "--audience", "performance", "--against", str(OLD))
    assert called.exit_code == 0, called.told
    folder = Path("reports/latest/357-tameside/internal")
    same = rows_of(page_of(folder), "Older figures that are as here")
    assert [row[-1] for row in same] == ["30 September 2024 (DfE)", "31 October 2026"]
    many, wrong = figures_not_in_tables(folder / "performance.html")
    assert (many > 10, wrong) == (True, [])
    published = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["published"]
    assert len(published) == len({file["name"] for file in published}) > 1
    assert not list(Path("reports/latest").glob(".prepared-*")), "what the processes shared is cleared away"
