"""The made-up region through the front door: what was made up comes out whole, planted faults are found, no others."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.clean import check_records, clean_records
from csc_metrics.records.store import scan_clean
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.planting import Planted
from csc_metrics.sample.region import RegionNotWritten, write_region
from csc_metrics.sample.story import DRAWN_ON, story_of
from csc_metrics.sample.supply import SETTINGS
from csc_metrics.settings.read import read_settings

ONE_OF_EACH_KIND: Final = ("001", "002", "003")
"""Returns and an own case system; a case system alone; returns, with meetings printed in another way."""
SMALL: Final = 0.12


@pytest.fixture(scope="module")
def settings_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


def cleaned(folder: Path, settings_file: Path) -> pl.DataFrame:
    """Clean the extracts of a folder and return the faults that were found, notices left out."""
    found = clean_records(folder / "raw", folder / "clean", settings=read_settings(settings_file))
    return found.faults.filter(pl.col("severity") != "notice")


def placed(faults: pl.DataFrame) -> Counter[tuple[str, str, int, str]]:
    return Counter(faults.select("la_code", "file", "row", "rule").iter_rows())


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Planted]]:
    folder = tmp_path_factory.mktemp("faulty")
    return folder, write_region(folder / "raw", la_codes=ONE_OF_EACH_KIND, size=SMALL)


@pytest.fixture(scope="module")
def faultless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faultless")
    assert write_region(folder / "raw", la_codes=ONE_OF_EACH_KIND, size=SMALL, is_faulty=False) == []
    return folder


@pytest.mark.parametrize(
    ("la_code", "name"),
    [
        ("002", "002-brackenholt/2026-03-31/workers.csv"),
        ("001", "001-alderbeck/2026-03-31/Annex_A.xlsx"),
        ("001", "001-alderbeck/2022-03-31/CIN_2022.xml"),
    ],
)
def test_an_extract_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path, la_code: str, name: str) -> None:
    """A folder in the place of the file stands for one that is open elsewhere."""
    (tmp_path / name).mkdir(parents=True)

    with pytest.raises(RegionNotWritten, match=r"cannot be written \(.+\)\. Close .+ `csc-metrics demo`") as told:
        write_region(tmp_path, la_codes=[la_code], size=0.01)
    assert str(told.value).startswith(f"{tmp_path / name}: ")


def test_a_process_of_its_own_says_as_much(tmp_path: Path) -> None:
    (tmp_path / "002-brackenholt/2025-12-31/workers.csv").mkdir(parents=True)

    with ProcessForEach(workers=1) as executor, pytest.raises(RegionNotWritten, match=r"workers\.csv: .+ cannot be"):
        write_region(tmp_path, la_codes=["002"], size=0.01, executor=executor)


def test_every_planted_fault_is_found_where_it_was_planted_and_no_other(
    faulty: tuple[Path, list[Planted]], settings_file: Path
) -> None:
    folder, planted = faulty
    assert len({one.rule for one in planted}) > 25
    assert placed(cleaned(folder, settings_file)) == Counter(
        (one.la_code, one.file, one.row, one.rule) for one in planted
    )


def test_a_check_finds_the_same_before_anything_is_cleaned(
    faulty: tuple[Path, list[Planted]], settings_file: Path, tmp_path: Path
) -> None:
    folder, planted = faulty
    found = check_records(folder / "raw", tmp_path / "clean", settings=read_settings(settings_file)).faults
    assert placed(found.filter(pl.col("severity") != "notice")) == Counter(
        (one.la_code, one.file, one.row, one.rule) for one in planted
    )


def test_without_faults_none_is_found(faultless: Path, settings_file: Path) -> None:
    assert cleaned(faultless, settings_file).rows() == []


def told(folder: Path, name: str, la_code: str) -> pl.DataFrame:
    """Return the clean rows of a table of an authority, by its key, without where they come from."""
    columns = list(RECORD_TABLES[name].columns)
    rows = scan_clean(folder / "clean", name).filter(pl.col("la_code") == la_code).select(columns).collect()
    return rows.sort(columns)


@pytest.mark.parametrize("name", RECORD_TABLES)
@pytest.mark.parametrize("la_code", ["001", "002"])
def test_what_was_made_up_comes_out_of_the_raw_files_cell_by_cell(
    name: str, la_code: str, faultless: Path, settings_file: Path
) -> None:
    cleaned(faultless, settings_file)
    made = MadeUpAuthority(story_of(la_code, size=SMALL)).tables(on=number_of(DRAWN_ON))[name]
    ours = told(faultless, name, la_code).select(made.columns)
    assert ours.height == made.height
    assert ours.sort(pl.all()).equals(made.cast(dict(ours.schema)).sort(pl.all()))


def test_of_returns_alone_the_same_cases_come_out(faultless: Path, settings_file: Path) -> None:
    cleaned(faultless, settings_file)
    made = MadeUpAuthority(story_of("003", size=SMALL)).tables(on=number_of(DRAWN_ON))
    ours = {name: told(faultless, name, "003") for name in ("referrals", "assessments", "invitations", "meetings")}
    since = pl.col("referred_on") >= pl.date(2021, 4, 1)

    assert set(ours["referrals"].filter(since).select("child_id", "referred_on", "closed_on").rows()) == set(
        made["referrals"].filter(since).select("child_id", "referred_on", "closed_on").rows()
    )
    assert set(ours["assessments"].filter(since).select("child_id", "started_on", "authorised_on").rows()) == set(
        made["assessments"].filter(since).select("child_id", "started_on", "authorised_on").rows()
    )
    assert ours["meetings"].select("meeting_id", "held_at", "status").rows() == (
        made["meetings"].select("meeting_id", "held_at", "status").sort("meeting_id").rows()
    )
    came = pl.col("attendance").is_in(["attended", "deputised"])
    assert set(ours["invitations"].filter(came).select("meeting_id", "agency").rows()) == set(
        made["invitations"].filter(came).select("meeting_id", "agency").rows()
    )


def test_a_census_tells_the_years_before_the_own_extracts_begin(faultless: Path) -> None:
    folders = sorted(path.name for path in (faultless / "raw" / "001-alderbeck").iterdir())
    assert folders == ["2022-03-31", "2023-03-31", "2024-03-31", "2025-03-31", "2025-12-31", "2026-03-31"]


def test_what_a_newer_extract_says_otherwise_is_listed_as_restated(faultless: Path, settings_file: Path) -> None:
    cleaned(faultless, settings_file)
    provenance = json.loads((faultless / "clean" / "provenance" / "001.json").read_text(encoding="utf-8"))
    assert provenance["restated"] > 0


def is_census(path: Path) -> bool:
    return path.suffix == ".xml"


def is_annex_a(path: Path) -> bool:
    return path.stem == "Annex_A" or path.parent.name == "Annex A"


def is_return(path: Path) -> bool:
    return is_census(path) or is_annex_a(path)


def is_own(path: Path) -> bool:
    return not is_return(path)


@pytest.mark.parametrize("is_given", [is_census, is_annex_a, is_return, is_own])
def test_a_team_that_has_only_some_of_it_is_told_of_no_fault_either(
    is_given: Callable[[Path], bool], faultless: Path, settings_file: Path, tmp_path: Path
) -> None:
    given = [path for path in (faultless / "raw").rglob("*") if path.is_file() and is_given(path)]
    assert len(given) >= 3
    for path in given:
        place = tmp_path / path.relative_to(faultless)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    assert cleaned(tmp_path, settings_file).rows() == []
