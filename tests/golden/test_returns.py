"""Samples of returns that others wrote: each reads, or says what is wrong, and every record in it is accounted for."""

import json
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
from cleaned import CLEAN, RAW, aside, check, clean, faults
from conftest import SHARED

from csc_metrics.contracts.records.tables import RECORD_TABLES

pytestmark = pytest.mark.shared
RETURNS = SHARED / "returns"
CIN = (
    "CIN2rows",
    "CIN_Census_2021",
    "CIN_Census_2021_copy",
    "CIN_Census_2021_no_assessment_factors",
    "CIN_Census_2024",
    "CIN_Census_2026",
    "CIN_header_issues_100",
    "CIN_la_issues_2887Q",
    "fake_CIN_data",
    "liia_BAR_cin_2022",
)
ELEMENTS = {
    "children": ("Child", "Child"),
    "referrals": ("CINdetails", "CINdetails"),
    "assessments": ("Assessments", "Assessments"),
    "assessment_factors": ("AssessmentFactors", "Factors"),
    "section_47_enquiries": ("Section47", "Section47"),
}
"""By clean table: the element that is one of its rows, and what the file is called with it."""
LISTS = {
    "List 1": "contacts",
    "List 2": "early_help",
    "List 3": "referrals",
    "List 4": "assessments",
    "List 5": "section_47_enquiries",
    "List 6": "referrals",
    "List 7": "plans",
    "List 8": "plans",
}
_CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put_sample(path: Path, folder: str) -> str:
    """Put a sample among the raw files, and return its name there."""
    (RAW / folder).mkdir(parents=True)
    shutil.copyfile(path, RAW / folder / path.name)
    return (Path(folder) / path.name).as_posix()


def elements_of(path: Path) -> Counter[str]:
    """Count the elements of a file, by their tag alone, that hold anything."""
    return Counter(
        element.tag.rpartition("}")[2]
        for element in ET.parse(path).iter()  # samples of our own, without a document type
        if len(element) or (element.text or "").strip()
    )


def accounted(table: str, file: str, *, la_code: str) -> tuple[int, int]:
    """Return rows that came in by the account, and rows found: in the clean table, aside, or counted as duplicates."""
    account = json.loads((CLEAN / "provenance" / f"{la_code}.json").read_text(encoding="utf-8"))
    told = [one for one in account["balances"] if (one["table"], one["file"]) == (table, file)]
    path = CLEAN / table / f"la_code={la_code}" / "records.parquet"
    kept = pl.read_parquet(path, hive_partitioning=False).filter(pl.col("source_file") == file).height
    lost = sum((row["table"], row["file"]) == (table, file) for row in aside(la_code))
    return sum(one["rows_in"] for one in told), kept + lost + sum(one["duplicates"] for one in told)


def test_every_sample_is_tried() -> None:
    assert sorted(path.stem for path in RETURNS.glob("cin_xml/*.xml")) == sorted(CIN)


@pytest.mark.parametrize("name", CIN)
def test_every_element_of_a_cin_census_is_clean_aside_or_a_duplicate(name: str) -> None:
    path = RETURNS / "cin_xml" / f"{name}.xml"
    file = put_sample(path, "census")
    called = clean()
    elements = elements_of(path)
    la_code = str(ET.parse(path).findtext(".//LEA"))

    assert called.exit_code == 0, called.told
    for table, (tag, part) in ELEMENTS.items():
        assert accounted(table, f"{file} [{part}]", la_code=la_code) == (elements[tag], elements[tag]), table
    for tag in ("CINPlanDates", "ChildProtectionPlans"):
        assert accounted("plans", f"{file} [{tag}]", la_code=la_code) == (elements[tag], elements[tag])
    assert elements["Child"] > 0


@pytest.mark.parametrize("name", CIN)
def test_check_names_a_remedy_for_each_row_of_a_census_that_would_be_lost(name: str) -> None:
    path = RETURNS / "cin_xml" / f"{name}.xml"
    put_sample(path, "census")
    called = check()
    lost = [fault for fault in faults(str(ET.parse(path).findtext(".//LEA"))) if fault["severity"] == "error"]

    assert called.exit_code == bool(lost)
    assert all(fault["remedy"] and fault["file"] and (fault["row"] or fault["value"]) for fault in lost)


def test_every_worker_of_the_workforce_census_is_clean_aside_or_a_duplicate() -> None:
    [path] = RETURNS.glob("csww/*.xml")
    file = put_sample(path, "census")
    called = clean()

    workers = elements_of(path)["CSWWWorker"]
    assert called.exit_code == 0
    assert workers > 0
    assert accounted("workers", f"{file} [CSWWWorker]", la_code="301") == (workers, workers)


def rows_of_sheets(path: Path) -> dict[str, int]:
    """Count the rows of each sheet that have a filled cell, without that of the headings."""
    with ZipFile(path) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        names = [str(sheet.get("name")) for sheet in book.iter(f"{_CELLS}sheet")]
        found = {}
        for place, name in enumerate(names, start=1):
            sheet = ET.fromstring(archive.read(f"xl/worksheets/sheet{place}.xml"))
            filled = [row for row in sheet.iter(f"{_CELLS}row") if row.find(f"{_CELLS}c/{_CELLS}v") is not None]
            found[name] = len(filled) - 1
    return found


def test_every_row_of_annex_a_is_clean_aside_or_a_duplicate() -> None:
    [path] = RETURNS.glob("annex_a/*.xlsx")
    file = put_sample(path, "357")
    called = clean()
    counted = rows_of_sheets(path)

    assert called.exit_code == 0, called.told
    for name, table in LISTS.items():
        came, found = accounted(table, f"{file} [{name}]", la_code="357")
        told_elsewhere = superseded(table, f"{file} [{name}]", of=f"{file} [")
        assert (came, found + told_elsewhere) == (counted[name], counted[name]), name
    assert {fault["file"].split("[")[1] for fault in faults("357") if fault["rule"] == "list_not_used"} == {
        "List 9]",
        "List 10]",
        "List 11]",
    }
    for name, table in RECORD_TABLES.items():
        for made in CLEAN.glob(f"{name}/*/records.parquet"):
            table.schema.validate(pl.read_parquet(made, hive_partitioning=False))


def superseded(table: str, file: str, *, of: str) -> int:
    """Return how many records of a list another list of the workbook tells of too, so that its row is named instead."""
    parts = {}
    for account in CLEAN.glob("snapshots/*/*/about.json"):
        for part in json.loads(account.read_text(encoding="utf-8"))["parts"]:
            if part["table"] == table and part["file"].startswith(of):
                parts[part["file"]] = pl.read_parquet(account.parent / part["name"], hive_partitioning=False)
    key = list(RECORD_TABLES[table].key)
    path = CLEAN / table / "la_code=357" / "records.parquet"
    newest = pl.read_parquet(path, hive_partitioning=False).filter(pl.col("source_file") != file)
    return parts[file].join(newest, on=key, how="semi", nulls_equal=True).height
