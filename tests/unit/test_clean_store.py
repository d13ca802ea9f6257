"""The folder of clean tables: written whole or not at all, only where something changed, and with an account of it."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, aside, check, clean, cleaned, everything_in, faults, path_of, records, tables_in
from made_up_records import AUTHORITIES, MONTHS, TABLES, Rows, put, put_annex_a, put_tables

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.store import scan_clean

NAMES = ("children", "meetings", "assessments")
CORRECTED = TABLES["meetings"].with_cell(1, "team", "West")
SPOILT = TABLES["assessments"].with_cell(1, "authorised_on", "soon")


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def two_authorities(**changed: Rows) -> None:
    """Put extracts of both authorities and both months, with one fault; changed: of authority 001's later month."""
    for code in AUTHORITIES:
        put_tables(RAW, NAMES, la_code=code, day=MONTHS[0], assessments=SPOILT)
        put_tables(
            RAW, NAMES, la_code=code, day=MONTHS[1], **({"assessments": SPOILT} | changed if code == "001" else {})
        )


def test_a_second_run_changes_nothing() -> None:
    two_authorities()
    cleaned()
    before = everything_in(CLEAN)
    called = cleaned()

    assert everything_in(CLEAN) == before
    assert "Nothing has changed since the last run." in called.told
    assert len(before) > 20


def test_a_changed_extract_touches_its_own_authority_and_table_only() -> None:
    two_authorities()
    cleaned()
    before = everything_in(CLEAN)
    two_authorities(meetings=CORRECTED)
    cleaned()
    after = everything_in(CLEAN)

    touched = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    outside = {
        name for name in touched if not name.startswith(f"snapshots/la_code=001/{MONTHS[1]} 001-2026-10-31-meet")
    }
    assert outside == {"meetings/la_code=001/records.parquet", "provenance/001.json", "restated/001.csv"}
    assert ("M2", "West") in records("meetings", "meeting_id", "team")


def test_bytes_do_not_depend_on_where_or_when_the_tables_were_made() -> None:
    two_authorities()
    cleaned()
    before = {name: content for name, (content, _) in everything_in(CLEAN).items()}
    shutil.rmtree(CLEAN)
    cleaned()

    assert {name: content for name, (content, _) in everything_in(CLEAN).items()} == before


class Died(OSError):
    """The disk is full, or the machine was switched off."""

    def __init__(self) -> None:
        super().__init__(ENOSPC, "No space left on device")


WRITES = (
    (Path, "replace"),
    (Path, "write_bytes"),
    (Path, "write_text"),
    (Path, "unlink"),
    (Path, "mkdir"),
    (pl.DataFrame, "write_parquet"),
)
"""Every way in which a run changes the disk."""


@contextmanager
def dying_at(number: int, monkeypatch: pytest.MonkeyPatch, *, half_done: bool = False) -> Iterator[list[int]]:
    """Let the write of this number, from 0, fail, and all after it. half_done: whether it writes a part first."""
    seen = [0]

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def write(*arguments: object, **more: object) -> object:
            is_to_disk = any(isinstance(one, Path) for one in arguments)
            seen[0] += is_to_disk
            if is_to_disk and seen[0] > number:
                if half_done and real.__name__ == "write_bytes":
                    real(arguments[0], bytes(arguments[1])[:7])
                raise Died
            return real(*arguments, **more)

        return write

    with monkeypatch.context() as patched:
        for owner, name in WRITES:
            patched.setattr(owner, name, dying(getattr(owner, name)))
        yield seen


def writes_of_a_run(monkeypatch: pytest.MonkeyPatch) -> int:
    with dying_at(10**6, monkeypatch) as seen:
        clean()
    return seen[0]


def a_changed_folder() -> None:
    """Make clean tables, then correct one extract, move one to another authority, and add one."""
    put_tables(RAW, ["children", "meetings"], la_code="001")
    put_tables(RAW, ["assessments"], la_code="002")
    cleaned()
    put_tables(RAW, ["meetings", "assessments"], la_code="001", meetings=CORRECTED, assessments=SPOILT)
    (RAW / "002").rename(RAW / "003")


@pytest.mark.parametrize("how", ["between writes", "within a write"])
def test_a_run_that_dies_at_any_write_leaves_old_or_new_files_and_the_next_run_mends_it(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_changed_folder()
    old = tables_in()
    shutil.copytree(CLEAN, "kept")
    count = writes_of_a_run(monkeypatch)
    new, whole = tables_in(), {name: content for name, (content, _) in everything_in(CLEAN).items()}
    assert count > 20
    assert old != new

    for number in range(how == "within a write", count, 6):
        shutil.rmtree(CLEAN)
        shutil.copytree("kept", CLEAN)
        with dying_at(number, monkeypatch, half_done=how == "within a write"):
            called = clean()
        assert called.exit_code == 1
        assert called.told.count("csc-metrics: ") == 1
        assert "cannot be written (No space left on device)" in called.told
        assert all(content in {old.get(name), new.get(name)} for name, content in tables_in().items())
        cleaned()
        assert {name: content for name, (content, _) in everything_in(CLEAN).items()} == whole


def test_a_snapshot_that_was_moved_out_when_a_run_died_is_put_back() -> None:
    """Its extract may be gone from the raw files by the time of the next run."""
    put_tables(RAW, ["children"])
    cleaned()
    [snapshot] = CLEAN.glob("snapshots/la_code=001/*")
    snapshot.rename(snapshot.with_name(f".{'0' * 32}-before"))
    shutil.copytree(snapshot.with_name(f".{'0' * 32}-before"), snapshot.with_name(f".{'1' * 32}"))
    shutil.rmtree(RAW)
    put_tables(RAW, ["visits"], la_code="002")
    cleaned()

    assert records("children", "child_id") == [("A1",), ("A2",)]
    assert [path.name for path in CLEAN.glob("snapshots/la_code=001/*")] == [snapshot.name]


def test_check_counts_nothing_that_a_run_left_half_written() -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    cleaned()
    [snapshot] = CLEAN.glob("snapshots/la_code=001/*")
    shutil.copytree(snapshot, snapshot.with_name(f".{'1' * 32}"))

    assert "1 row would be kept aside" in check().told


@pytest.mark.parametrize("command", [check, clean])
def test_a_folder_that_cannot_be_written_is_one_message(
    command: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    CLEAN.mkdir()
    monkeypatch.setattr(Path, "mkdir", refuse(Path.mkdir, within=CLEAN))
    called = command()

    assert (called.exit_code, called.machine) == (1, b"")
    assert called.told.count("\n") == 1
    assert "cannot be written (Permission denied)" in called.told
    assert "--clean" in called.told


def refuse(real: Callable[..., object], *, within: Path) -> Callable[..., object]:
    def make(path: Path, *arguments: object, **more: object) -> object:
        if path.is_relative_to(within):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **more)

    return make


def part_of_other_columns(snapshot: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(next(snapshot.glob("part-*")))


def part_with_fewer_rows(snapshot: Path) -> None:
    part = next(snapshot.glob("part-*"))
    pl.read_parquet(part, hive_partitioning=False).head(1).write_parquet(part)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a part is gone": lambda snapshot: next(snapshot.glob("part-*")).unlink(),
    "a part is cut off": lambda snapshot: cut(next(snapshot.glob("part-*"))),
    "a part is another table": part_of_other_columns,
    "a part has fewer rows": part_with_fewer_rows,
    "the faults are gone": lambda snapshot: (snapshot / "faults.arrow").unlink(),
    "the faults are another table": lambda snapshot: pl.DataFrame({"a": [1]}).write_ipc_stream(
        snapshot / "faults.arrow"
    ),
    "the faults are empty": lambda snapshot: (snapshot / "faults.arrow").write_bytes(b""),
    "its account is cut off": lambda snapshot: cut(snapshot / "about.json"),
    "its account lacks a day": lambda snapshot: (snapshot / "about.json").write_text('{"la_code": "001"}'),
    "its account is a list": lambda snapshot: (snapshot / "about.json").write_text("[]"),
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize("what", DAMAGE)
def test_a_snapshot_that_was_damaged_by_hand_is_one_message(what: str) -> None:
    put_tables(RAW, ["children"])
    cleaned()
    clean_tables = tables_in()
    [snapshot] = CLEAN.glob("snapshots/la_code=001/*")
    DAMAGE[what](snapshot)
    called = clean()

    assert (called.exit_code, called.machine) == (1, b"")
    assert called.told.count("csc-metrics: ") == 1
    assert snapshot.name in called.told
    assert "Traceback" not in called.told
    assert tables_in() == clean_tables
    assert check().exit_code == 1

    shutil.rmtree(snapshot)
    cleaned()
    assert tables_in() == clean_tables


@pytest.mark.parametrize("spoil", ["removed", "changed"])
def test_a_clean_table_that_somebody_spoilt_is_made_again(spoil: str) -> None:
    put_tables(RAW, ["children"])
    cleaned()
    before = tables_in()
    if spoil == "removed":
        path_of("children").unlink()
    else:
        path_of("children").write_bytes(b"PAR1")
    cleaned()

    assert tables_in() == before


def test_the_account_names_every_extract_with_its_hash_and_what_became_of_its_rows() -> None:
    put_tables(RAW, ["assessments"], day=MONTHS[0])
    path = put(RAW, f"001/{MONTHS[1]}/assessments.csv", SPOILT.with_row(0).csv())
    cleaned()

    told = json.loads((CLEAN / "provenance" / "001.json").read_text(encoding="utf-8"))
    name = f"001/{MONTHS[1]}/assessments.csv"
    assert [one["file"] for one in told["extracts"]] == [f"001/{MONTHS[0]}/assessments.csv", name]
    assert told["extracts"][1] == {
        "file": name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "extracted_on": MONTHS[1],
    }
    assert told["balances"][1] == {
        "la_code": "001",
        "table": "assessments",
        "file": name,
        "rows_in": 3,
        "clean": 1,
        "aside": 1,
        "duplicates": 1,
    }
    # The earlier extract's word on the record that the later one tells of in a spoilt row is kept aside with it.
    assert (told["rows"], told["rows_aside"]) == ({"assessments": 1}, 2)
    table = "assessments/la_code=001/records.parquet"
    assert told["files"][table] == hashlib.sha256((CLEAN / table).read_bytes()).hexdigest()


def test_the_package_reads_what_it_wrote() -> None:
    two_authorities()
    cleaned()

    both = scan_clean(CLEAN, "children")
    one = scan_clean(CLEAN, "children", la_codes=["002"])
    assert both is not None
    assert one is not None
    RECORD_TABLES["children"].schema.validate(one.collect())
    assert sorted(both.select("la_code", "child_id").collect().rows()) == [
        (code, child) for code in AUTHORITIES for child in ("A1", "A2")
    ]
    assert one.select("la_code").unique().collect().item() == "002"
    assert scan_clean(CLEAN, "audits") is None


def test_nothing_is_written_outside_of_the_clean_folder() -> None:
    """Lists of faults hold identifiers of children: never may one lie under reports."""
    two_authorities()
    put_annex_a(RAW)
    Path("reports").mkdir()
    before = everything_in(RAW)
    cleaned()
    check()

    assert {path.name for path in Path().iterdir()} == {"raw", "clean", "reports"}
    assert list(Path("reports").iterdir()) == []
    assert everything_in(RAW) == before
    assert aside()


def test_check_writes_lists_of_faults_and_nothing_else() -> None:
    two_authorities()
    check()
    assert {path.parts[1] for path in CLEAN.rglob("*")} == {"faults"}
    cleaned()
    before = everything_in(CLEAN)
    two_authorities(meetings=CORRECTED)
    check()

    after = everything_in(CLEAN)
    assert {name for name in after if before.get(name) != after[name]} <= {name for name in after if "faults/" in name}
    assert after.keys() == before.keys()


def test_check_finds_the_faults_that_clean_finds() -> None:
    two_authorities()
    check()
    found = faults("001"), faults("002")
    cleaned()

    assert (faults("001"), faults("002")) == found
    assert len(found[0]) > 1


OTHERWISE_SPOILT = TABLES["assessments"].with_cell(1, "authorised_on", "late")
"""As many faults as `SPOILT` has, but others."""


def lists() -> dict[str, bytes]:
    return {name: content for name, (content, _) in everything_in(CLEAN / "faults").items()}


@pytest.mark.parametrize("assessments", [OTHERWISE_SPOILT, TABLES["assessments"]], ids=["others", "none"])
def test_a_list_of_an_extract_that_was_checked_and_put_back_is_not_taken_for_the_right_one(assessments: Rows) -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    cleaned()
    tables, before = tables_in(), lists()
    put_tables(RAW, ["assessments"], assessments=assessments)
    check()
    assert lists() != before
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    cleaned()

    assert (tables_in(), lists()) == (tables, before)


def test_a_list_of_an_extract_that_was_checked_goes_when_one_without_a_fault_is_put_back() -> None:
    put_tables(RAW, ["assessments"], la_code="357")
    cleaned()
    assert lists() == {}
    put_tables(RAW, ["assessments"], la_code="357", assessments=SPOILT)
    check()
    assert len(lists()) == 3
    put_tables(RAW, ["assessments"], la_code="357")
    cleaned()

    assert lists() == {}


def test_a_list_that_somebody_changed_is_written_anew_though_it_has_as_many_faults() -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    cleaned()
    before = lists()
    path = CLEAN / "faults" / "001-alderbeck.parquet"
    pl.read_parquet(path).with_columns(value=pl.lit("sooner")).write_parquet(path)
    (CLEAN / "faults" / "001-alderbeck.csv").write_text("another's", encoding="utf-8")
    cleaned()

    assert lists() == before
    assert [fault["value"] for fault in faults() if fault["rule"] == "not_a_date"] == ["soon"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_somebody_noted_in_a_list_stays_while_its_faults_do(ending: str) -> None:
    """The list is worked through in Excel, and may be open there; what a program reads is the Parquet beside it."""
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    cleaned()
    path = CLEAN / "faults" / f"001-alderbeck.{ending}"
    path.write_bytes(path.read_bytes() + b" done")
    cleaned()

    assert path.read_bytes().endswith(b" done")


def test_a_list_of_a_run_that_died_is_not_taken_for_that_of_extracts_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are written before the account that names them, and are the ones that it names."""
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    cleaned()
    before = lists()
    shutil.copytree(CLEAN, "kept")
    put_tables(RAW, ["assessments"], assessments=OTHERWISE_SPOILT)
    count = writes_of_a_run(monkeypatch)
    assert count > 10
    for number in range(count + 1):
        shutil.rmtree(CLEAN)
        shutil.copytree("kept", CLEAN)
        put_tables(RAW, ["assessments"], assessments=OTHERWISE_SPOILT)
        with dying_at(number, monkeypatch):
            clean()
        account = json.loads((CLEAN / "provenance" / "001.json").read_text(encoding="utf-8"))
        is_new = account != json.loads((Path("kept") / "provenance" / "001.json").read_text(encoding="utf-8"))
        assert (lists() != before) or not is_new, "the account promises a list that is not there"
        put_tables(RAW, ["assessments"], assessments=SPOILT)
        cleaned()
        assert lists() == before, number


def test_the_account_names_the_hash_of_the_list_of_faults() -> None:
    put_tables(RAW, ["assessments"], assessments=SPOILT)
    put_tables(RAW, ["children"], la_code="357")
    cleaned()

    told = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in CLEAN.glob("provenance/*.json")}
    content = (CLEAN / "faults" / "001-alderbeck.parquet").read_bytes()
    assert told["001"]["fault_list"] == hashlib.sha256(content).hexdigest()
    assert told["357"]["fault_list"] is None


def test_a_list_of_faults_goes_when_its_faults_are_mended() -> None:
    put(RAW, f"{MONTHS[1]}/children.csv", TABLES["children"].csv())
    assert clean().exit_code == 1
    assert list((CLEAN / "faults").iterdir())
    (CLEAN / "faults" / "my notes.xlsx").write_bytes(b"mine")
    (RAW / MONTHS[1]).rename(RAW / f"357 {MONTHS[1]}")
    cleaned()

    assert [path.name for path in (CLEAN / "faults").iterdir()] == ["my notes.xlsx"]
    assert len(records("children", "child_id", la_code="357")) == 2
