"""What `csc-metrics clean` writes: whole files or none, only what changed, and what it was made from."""

import hashlib
import json
from pathlib import Path

import pytest
from cleaned import CLEAN, RAW, check, clean, cleaned, everything_in, records, tables_in
from made_up_records import MONTHS, TABLES, put, put_tables

from csc_metrics.records import store
from csc_metrics.records.store import scan_clean


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def two_authorities() -> None:
    for la_code in ("001", "002"):
        put_tables(RAW, ["referrals", "meetings", "invitations", "workers"], la_code=la_code)


def changed_between(before: dict[str, tuple[bytes, int]], after: dict[str, tuple[bytes, int]]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_second_run_on_the_same_extracts_touches_no_file() -> None:
    two_authorities()
    cleaned()
    before = everything_in(CLEAN)
    assert "Nothing has changed" in cleaned().told
    assert changed_between(before, everything_in(CLEAN)) == set()


def test_a_changed_extract_touches_only_its_own_authority_and_table() -> None:
    two_authorities()
    cleaned()
    before = everything_in(CLEAN)
    late = TABLES["workers"].with_row(0, worker_id="W9")
    put(RAW, f"001/{MONTHS[1]}/workers.csv", late.csv())
    cleaned()
    changed = changed_between(before, everything_in(CLEAN))
    assert changed
    tables = {name for name in changed if name.endswith("records.parquet")}
    assert tables == {"workers/la_code=001/records.parquet"}
    assert {name for name in changed if "002" in name} == set()
    assert all("workers" in name or name == "provenance/001.json" for name in changed), changed


def test_the_same_extracts_give_the_same_bytes_wherever_they_are_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    two_authorities()
    cleaned()
    first = tables_in()
    other = Path("elsewhere")
    other.mkdir()
    RAW.rename(other / RAW)
    monkeypatch.chdir(other)
    cleaned()
    assert tables_in() == first != {}


@pytest.mark.parametrize("stops_at", range(7))
def test_a_run_that_breaks_off_leaves_whole_files_and_the_next_puts_all_right(
    stops_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_authorities()
    cleaned()
    old = tables_in()
    put(RAW, f"001/{MONTHS[1]}/workers.csv", TABLES["workers"].with_row(0, worker_id="W9").csv())
    put(RAW, f"002/{MONTHS[1]}/meetings.csv", TABLES["meetings"].with_row(0, meeting_id="M9").csv())
    replaced = [0]
    replace = Path.replace

    def breaks_off(self: Path, target: Path) -> Path:
        replaced[0] += 1
        if replaced[0] > stops_at:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", breaks_off)
        assert clean().exit_code == 1
    left = tables_in()
    cleaned()
    new = tables_in()
    assert new.keys() == old.keys() == left.keys()
    assert new != old
    assert all(left[name] in (old[name], new[name]) for name in left)
    assert [path for path in CLEAN.rglob(".*") if path.exists()] == []
    assert {row for (row,) in records("workers", "worker_id")} >= {"W9"}


def test_a_table_that_somebody_changed_is_written_anew() -> None:
    two_authorities()
    cleaned()
    whole = tables_in()
    (CLEAN / "workers/la_code=001/records.parquet").write_bytes(b"spoilt")
    (CLEAN / "meetings/la_code=002/records.parquet").unlink()
    cleaned()
    assert tables_in() == whole


def test_provenance_names_every_extract_and_what_became_of_its_rows() -> None:
    two_authorities()
    put(RAW, f"001/{MONTHS[1]}/workers.csv", TABLES["workers"].with_row(0, worker_id=None).csv())
    cleaned()
    told = json.loads((CLEAN / "provenance/001.json").read_text(encoding="utf-8"))
    files = {extract["file"]: extract for extract in told["extracts"]}
    path = RAW / f"001/{MONTHS[1]}/workers.csv"
    assert set(files) == {f"001/{MONTHS[1]}/{name}.csv" for name in ("referrals", "meetings", "invitations", "workers")}
    assert files[f"001/{MONTHS[1]}/workers.csv"] == {
        "file": f"001/{MONTHS[1]}/workers.csv",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "extracted_on": MONTHS[1],
    }
    (workers,) = (balance for balance in told["balances"] if balance["table"] == "workers")
    rows = len(TABLES["workers"].rows) + 1
    assert (workers["rows_in"], workers["clean"], workers["aside"], workers["duplicates"]) == (rows, rows - 1, 1, 0)
    assert told["rows"]["workers"] == rows - 1
    hashes = {name: hashlib.sha256((CLEAN / name).read_bytes()).hexdigest() for name in told["files"]}
    assert told["files"] == hashes


def test_the_clean_tables_are_read_for_some_authorities_or_for_all() -> None:
    two_authorities()
    cleaned()
    every, one = scan_clean(CLEAN, "workers"), scan_clean(CLEAN, "workers", la_codes=["002"])
    assert every is not None
    assert one is not None
    assert set(every.collect()["la_code"]) == {"001", "002"}
    assert set(one.collect()["la_code"]) == {"002"}
    assert scan_clean(CLEAN, "visits") is None


def test_a_check_writes_the_lists_of_faults_and_nothing_else() -> None:
    two_authorities()
    put(RAW, f"001/{MONTHS[1]}/workers.csv", TABLES["workers"].with_row(0, worker_id=None).csv())
    assert check().exit_code == 1
    assert {path.name for path in CLEAN.iterdir()} == {"faults"}
    lists = {
        f"{name}.{suffix}" for name in ("001-alderbeck", "002-brackenholt") for suffix in ("csv", "xlsx", "parquet")
    }
    assert {path.name for path in (CLEAN / "faults").iterdir()} == lists


def test_faults_hold_identifiers_and_are_never_written_below_reports() -> None:
    two_authorities()
    put(RAW, f"001/{MONTHS[1]}/workers.csv", TABLES["workers"].with_row(0, started_on="soon").csv())
    check()
    clean()
    assert not Path("reports").exists()
    assert TABLES["workers"].rows[0][0] in (CLEAN / "faults" / "001-alderbeck.csv").read_text(encoding="utf-8-sig")


def test_a_folder_that_cannot_be_written_is_told_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    two_authorities()

    def refuses(path: Path, content: bytes) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(store, "write_if_other", refuses)
    called = clean()
    assert (called.exit_code, called.machine) == (1, b"")
    assert called.told.startswith("csc-metrics: clean: cannot be written (Permission denied).")
    assert "Traceback" not in called.told
