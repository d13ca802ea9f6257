"""Where a notebook finds records, settings and words when nothing is named."""

from pathlib import Path

import pytest

from csc_metrics.contracts.authorities import UnknownAuthority, find_authority
from csc_metrics.data_quality.held import NoCleanRecords, find_authority_with_records, require_records_of_made_up
from csc_metrics.report.folders import DEMO_REGION, Places, places_of

CLEAN = Path("data_clean")
DEMO_CLEAN = DEMO_REGION / "data_clean"


def put_records(clean: Path, *codes: str) -> None:
    (clean / "provenance").mkdir(parents=True, exist_ok=True)
    for code in codes:
        (clean / "provenance" / f"{code}.json").write_text("{}", encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout as it is shipped; the work is done in it."""
    for folder in ("data_clean", "data_raw", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_demo(checkout: Path) -> None:
    put_records(checkout / DEMO_CLEAN, "001", "002")
    (checkout / DEMO_REGION / "settings.toml").write_text("", encoding="utf-8")


def test_in_a_checkout_all_is_read_from_its_own_folders(checkout: Path) -> None:
    make_demo(checkout)
    assert places_of("Tameside") == Places(clean=CLEAN, settings=Path("settings.toml"), raw=Path("data_raw"))


def test_a_notebook_that_is_run_where_it_lies_reads_one_folder_up(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout / "notebooks")
    up = Path("..")
    assert places_of("357") == Places(clean=up / CLEAN, settings=up / "settings.toml", raw=up / "data_raw")


@pytest.mark.parametrize(("at", "up"), [(".", Path()), ("notebooks", Path(".."))])
def test_a_made_up_authority_is_found_in_what_the_demo_left_with_its_settings_and_words(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, at: str, up: Path
) -> None:
    make_demo(checkout)
    monkeypatch.chdir(checkout / at)
    region = up / DEMO_REGION
    assert places_of("Alderbeck") == Places(
        clean=region / CLEAN, settings=region / "settings.toml", raw=region / "data_raw"
    )


def test_what_is_named_is_taken_and_so_are_made_up_records_among_ones_own(checkout: Path) -> None:
    make_demo(checkout)
    named = places_of("Alderbeck", clean="mine", settings="mine.toml", raw="words")
    assert named == Places(clean=Path("mine"), settings=Path("mine.toml"), raw=Path("words"))
    assert places_of("Alderbeck", settings="defaults").settings is None
    put_records(checkout / CLEAN, "001")
    assert places_of("001").clean == CLEAN
    assert places_of("002").clean == DEMO_CLEAN


def test_where_nothing_is_there_the_folder_is_named_as_if_it_were_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "deeper")
    assert places_of("Alderbeck") == Places(clean=CLEAN, settings=None, raw=Path("data_raw"))


def test_an_unknown_authority_is_refused() -> None:
    with pytest.raises(UnknownAuthority, match="Alderbeck"):
        places_of("Alderbek")


def test_a_made_up_authority_without_records_is_told_of_the_demo_and_a_real_one_of_its_extracts(tmp_path: Path) -> None:
    with pytest.raises(NoCleanRecords, match=r"Alderbeck.*csc-metrics demo"):
        require_records_of_made_up(find_authority_with_records("001"), tmp_path)
    require_records_of_made_up(find_authority("357"), tmp_path)
    put_records(tmp_path, "001")
    require_records_of_made_up(find_authority_with_records("001"), tmp_path)
    told = str(NoCleanRecords.of(find_authority("357"), tmp_path, held=()))
    assert "csc-metrics demo" not in told
    assert "in a notebook: clean, in its second cell" in told
