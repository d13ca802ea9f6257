"""Samples of returns that others wrote: every row is clean, aside for a reason that is named, or a repetition."""

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import polars as pl
import pytest
from conftest import SHARED

from csc_metrics.records.authority import Balance
from csc_metrics.records.clean import Cleaned, check_records, clean_records
from csc_metrics.records.store import scan_clean
from csc_metrics.settings.model import Settings

pytestmark = pytest.mark.shared
RETURNS: Final = SHARED / "returns"
CENSUSES: Final = sorted((RETURNS / "cin_xml").glob("*.xml")) if RETURNS.is_dir() else []
OF_ELEMENT: Final = {
    "Child": "children",
    "CINdetails": "referrals",
    "Assessments": "assessments",
    "Section47": "section_47_enquiries",
    "CINPlanDates": "plans",
    "ChildProtectionPlans": "plans",
}
FIRST_OF_LIST: Final = {
    "List 1": "contacts",
    "List 2": "early_help",
    "List 3": "referrals",
    "List 4": "assessments",
    "List 5": "section_47_enquiries",
    "List 6": "referrals",
    "List 7": "plans",
    "List 8": "plans",
}


def cleaned(path: Path, tmp_path: Path) -> Cleaned:
    """Clean one sample; a workbook says nothing of whose it is, so that its folder does."""
    place = tmp_path / "raw" / ("357" if path.suffix == ".xlsx" else "census")
    place.mkdir(parents=True)
    shutil.copyfile(path, place / path.name)
    return clean_records(tmp_path / "raw", tmp_path / "clean", settings=Settings())


def assert_balanced(found: Cleaned) -> None:
    assert found.balances
    for one in found.balances:
        assert one.rows_in == one.clean + one.aside + one.duplicates, one
        errors = found.faults.filter((found.faults["file"] == one.file) & (found.faults["severity"] == "error"))
        assert (one.aside > 0) <= (errors.height > 0), one


def elements_in(path: Path) -> Counter[str]:
    return Counter(element.tag for element in ET.parse(path).iter())


def sheet_of(one: Balance) -> str:
    """Return the sheet or element that rows were read from."""
    return one.file.partition(" [")[2].removesuffix("]")


def rows_read(balances: tuple[Balance, ...]) -> Counter[str]:
    """Count the rows that were read, by sheet or element."""
    counted: Counter[str] = Counter()
    for one in balances:
        counted[sheet_of(one)] += one.rows_in
    return counted


@pytest.mark.parametrize("path", CENSUSES, ids=lambda path: path.name)
def test_every_element_of_a_census_is_clean_aside_or_a_repetition(path: Path, tmp_path: Path) -> None:
    found = cleaned(path, tmp_path)
    assert_balanced(found)
    written, read = elements_in(path), rows_read(found.balances)
    assert {name: read[name] for name in OF_ELEMENT} == {name: written[name] for name in OF_ELEMENT}
    assert read["Factors"] == written["AssessmentFactors"]
    assert not any("Traceback" in text for text in found.faults["remedy"])


def test_the_large_census_keeps_every_child_and_all_but_the_episodes_that_lie_in_the_future(tmp_path: Path) -> None:
    path = RETURNS / "cin_xml" / "fake_CIN_data.xml"
    found = cleaned(path, tmp_path)
    children = scan_clean(tmp_path / "clean", "children")
    assert children is not None
    assert children.collect().height == elements_in(path)["Child"] == 332
    (episodes,) = (one for one in found.balances if one.table == "referrals")
    assert (episodes.rows_in, episodes.aside) == (402, 14)
    assert set(found.faults.filter(found.faults["severity"] == "error")["rule"]) == {"in_the_future"}


def rows_of_sheets(path: Path) -> dict[str, int]:
    """Count the rows below the headings of each sheet, by the sheet's XML alone."""
    with ZipFile(path) as book:
        names = re.findall(r'<sheet [^>]*name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = [book.read(f"xl/worksheets/sheet{at}.xml").decode() for at in range(1, len(names) + 1)]
    filled = [re.findall(r"<row .*?</row>", sheet, re.DOTALL) for sheet in sheets]
    return {name: sum("<v>" in row for row in rows) - 1 for name, rows in zip(names, filled, strict=True)}


def test_lists_1_to_8_of_annex_a_are_read_row_by_row_and_the_others_are_named_as_not_used(tmp_path: Path) -> None:
    path = RETURNS / "annex_a" / "Annex_A_2024_Jan.xlsx"
    found = cleaned(path, tmp_path)
    assert_balanced(found)
    read = {sheet_of(one): one.rows_in for one in found.balances if FIRST_OF_LIST[sheet_of(one)] == one.table}
    assert read == {name: rows for name, rows in rows_of_sheets(path).items() if name in FIRST_OF_LIST}
    unused = found.faults.filter(found.faults["rule"] == "list_not_used")["file"]
    assert sorted(file.partition(" [")[2].rstrip("]") for file in unused) == ["List 10", "List 11", "List 9"]
    assert not found.loses_data


def test_what_a_row_of_annex_a_says_is_what_the_clean_tables_say(tmp_path: Path) -> None:
    cleaned(RETURNS / "annex_a" / "Annex_A_2024_Jan.xlsx", tmp_path)
    referrals = scan_clean(tmp_path / "clean", "referrals")
    assert referrals is not None
    (first,) = referrals.filter(pl.col("child_id") == "6537810").collect().to_dicts()
    assert (str(first["referred_on"]), first["source"], first["is_no_further_action"]) == ("2020-09-16", "8", False)
    assert str(first["extracted_on"]) == "2024-01-31"
    assert (first["source_file"], first["source_row"]) == ("357/Annex_A_2024_Jan.xlsx [List 3]", 2)


def test_the_workforce_census_keeps_all_but_the_workers_without_a_first_day(tmp_path: Path) -> None:
    path = RETURNS / "csww" / "social_work_workforce_2022.xml"
    found = cleaned(path, tmp_path)
    assert_balanced(found)
    workers = list(ET.parse(path).iter("CSWWWorker"))
    without = sum(worker.find("RoleStartDate") is None for worker in workers)
    (balance,) = found.balances
    assert (balance.rows_in, balance.aside) == (len(workers), without)
    kept = scan_clean(tmp_path / "clean", "workers")
    assert kept is not None
    agency = sum(
        worker.findtext("AgencyWorker") == "1" and worker.find("RoleStartDate") is not None for worker in workers
    )
    assert (kept.collect()["employment"] == "agency").sum() == agency


def test_all_samples_together_are_checked_without_a_change_and_cleaned_with_the_same_faults(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    for path in [*CENSUSES, RETURNS / "csww" / "social_work_workforce_2022.xml"]:
        (raw / "census").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, raw / "census" / path.name)
    checked = check_records(raw, tmp_path / "clean", settings=Settings())
    assert {path.name for path in (tmp_path / "clean").iterdir()} == {"faults"}
    found = clean_records(raw, tmp_path / "clean", settings=Settings())
    assert checked.faults.equals(found.faults)
    assert clean_records(raw, tmp_path / "clean", settings=Settings()).changed == ()
