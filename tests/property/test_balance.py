"""No row is lost: of every file, rows in are rows clean, rows aside and exact duplicates, counted from the files.

Each row bears a marker of its own in a column that goes unchanged into a clean table, or into the cells of a row that
is kept aside, so that nothing that the code counts itself is asked.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from cleaned import CLEAN, RAW, aside, check, clean, path_of, rules
from errors_met import working_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_records import AUTHORITIES, MONTHS, Rows, put, put_annex_a

from csc_metrics.contracts.records.tables import RECORD_TABLES

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = ("2026-07-01", "02/07/2026", "3 July 2026", "46206", "2026-08-30", "2026-11-15", "2030-01-01", "30/02/2026")
MARKED: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "assessments": (
        "team",
        {
            "assessment_id": ("S1", "S2", "S3", "S\u200b4", " S1 "),
            "child_id": ("A1", "A2", "A 1"),
            "started_on": DAYS,
            "authorised_on": DAYS,
            "outcome": ("in_need", "Yes", "blue"),
        },
    ),
    "workers": (
        "role",
        {
            "worker_id": ("W1", "W2"),
            "started_on": DAYS,
            "left_on": DAYS,
            "fte": ("1", "0.5", "9", "half", "inf"),
            "employment": ("agency", "Permanent", "x"),
        },
    ),
    "invitations": (
        "role",
        {"meeting_id": ("M1", "M2"), "agency": ("Police", "Health", "!"), "attendance": ("Yes", "No", "DNA")},
    ),
    "audits": (
        "area",
        {"audit_id": ("D1", "D2"), "audited_on": DAYS, "element": ("Voice", "Plan"), "grade": ("good", "RI", "?")},
    ),
}
"""By table: the column of the marker, and words for the others, good and bad."""


@contextmanager
def in_an_empty_folder() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder, working_in(Path(folder)):
        yield


def cells(words: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.sampled_from(words), st.none(), st.text("aA1 /'\"=\u00e9,\t", max_size=4))


@st.composite
def extracts(draw: st.DrawFn, table: str) -> Rows:
    """Draw an extract with a marker to each row; some rows are repeated as they are, marker and all."""
    marker, columns = MARKED[table]
    drawn = draw(st.lists(st.tuples(*map(cells, columns.values())), min_size=1, max_size=8))
    rows = [(f"mark{number}", *row) for number, row in enumerate(drawn)]
    again = draw(st.lists(st.sampled_from(rows), max_size=3))
    return Rows((marker, *columns), tuple(rows + again))


def marks_in(table: str, file: str, *, la_code: str = "001") -> list[str]:
    """Return the markers of a file's rows that stand in the clean table or among the rows kept aside."""
    marker, _ = MARKED[table]
    clean_rows = pl.read_parquet(path_of(table, la_code), hive_partitioning=False)
    kept = clean_rows.filter(pl.col("source_file") == file)[marker].to_list()
    return kept + [row["cells"][marker] for row in aside(la_code) if (row["table"], row["file"]) == (table, file)]


def assert_schemas_hold(la_code: str = "001") -> None:
    for name, table in RECORD_TABLES.items():
        if path_of(name, la_code).exists():
            table.schema.validate(pl.read_parquet(path_of(name, la_code), hive_partitioning=False))


@pytest.mark.parametrize("table", MARKED)
def test_every_row_of_an_extract_is_clean_aside_or_an_exact_duplicate(table: str) -> None:
    @FEW
    @given(extracts(table))
    def every_marker_is_somewhere_once(rows: Rows) -> None:
        with in_an_empty_folder():
            put(RAW, f"001/{MONTHS[1]}/{table}.csv", rows.csv())
            called = clean()

            assert called.exit_code == 0, called.told
            assert sorted(marks_in(table, f"001/{MONTHS[1]}/{table}.csv")) == sorted({str(row[0]) for row in rows.rows})
            assert_schemas_hold()

    every_marker_is_somewhere_once()


@FEW
@given(st.lists(extracts("assessments"), min_size=2, max_size=2), st.sampled_from(MONTHS))
def test_of_several_files_each_row_is_clean_superseded_or_aside(several: list[Rows], first_day: str) -> None:
    """A row of an older file that a newer one tells of again is superseded: its key is then in the clean table."""
    with in_an_empty_folder():
        for number, (rows, day) in enumerate(zip(several, (first_day, MONTHS[1]), strict=True)):
            put(RAW, f"001/{day}/assessments {number}.csv", rows.csv())
        called = clean()

        assert called.exit_code == 0, called.told
        assert_schemas_hold()
        account = json.loads((CLEAN / "provenance" / "001.json").read_text(encoding="utf-8"))
        for one, rows in zip(sorted(account["balances"], key=lambda one: one["file"][-5:]), several, strict=True):
            assert one["rows_in"] == len(rows.rows) == one["clean"] + one["aside"] + one["duplicates"]
        told = {key for rows in several for key in keys_of(rows)}
        clean_keys = {key.strip() for key in pl.read_parquet(path_of("assessments"))["assessment_id"]}
        assert clean_keys | keys_aside() >= told


def keys_of(rows: Rows) -> set[str]:
    return {str(row[1]).strip() for row in rows.rows if row[1] is not None and row[1].strip()}


def keys_aside() -> set[str]:
    return {str(row["cells"].get("assessment_id", "")).strip() for row in aside()}


LISTS_MARKED = {
    "List 3": ("referrals", "Date of Referral", "Referral Source", ("6", "q) 6: Police", "1A", "x")),
    "List 7": ("plans", "Child Protection Plan Start Date", "Child Protection Plan End Date", DAYS),
    "List 8": ("plans", "Date Started to be Looked After", "Date Ceased to be Looked After", DAYS),
}


@FEW
@given(
    st.dictionaries(
        st.sampled_from(sorted(LISTS_MARKED)),
        st.lists(st.tuples(cells(DAYS), st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=6),
        min_size=1,
    )
)
def test_every_row_of_annex_a_is_clean_aside_or_an_exact_duplicate(
    drawn: dict[str, list[tuple[str | None, int, int]]],
) -> None:
    """The child is the marker: each row is another child's, but for rows that are repeated as they are."""
    lists = {}
    for name, rows in drawn.items():
        _, started, other, words = LISTS_MARKED[name]
        told = tuple(
            (f"{name[-1]}C{number}", started_on, words[word % len(words)])
            for number, (started_on, word, times) in enumerate(rows)
            for _ in range(1 + (times == 4))
        )
        lists[name] = Rows(("Child Unique ID", started, other), told)
    with in_an_empty_folder():
        put_annex_a(RAW, lists)
        called = clean()

        assert called.exit_code == 0, called.told
        assert_schemas_hold()
        for name, rows in lists.items():
            table = LISTS_MARKED[name][0]
            file = f"001/{MONTHS[1]}/annex_a.xlsx [{name}]"
            kept = pl.read_parquet(path_of(table)).filter(pl.col("source_file") == file)["child_id"].to_list()
            kept += [row["cells"]["child_id"] for row in aside() if (row["table"], row["file"]) == (table, file)]
            assert sorted(kept) == sorted({row[0] for row in rows.rows})


@FEW
@given(
    extracts("assessments"), st.lists(st.sampled_from([*AUTHORITIES, None, "0", "Nowhere"]), min_size=11, max_size=11)
)
def test_every_row_of_an_extract_of_several_authorities_goes_to_one_of_them_or_to_nobody(
    rows: Rows, codes: list[str | None]
) -> None:
    unique = Rows(rows.headings, tuple(dict.fromkeys(rows.rows)))
    told = unique.with_column("la_code", *codes[: len(unique.rows)])
    with in_an_empty_folder():
        put(RAW, f"{MONTHS[1]}/assessments.csv", told.csv())
        called = clean()

        assert called.exit_code == 0, called.told
        for code in AUTHORITIES:
            wanted = [str(row[0]) for row in told.rows if row[-1] == code]
            assert sorted(
                marks_in("assessments", f"{MONTHS[1]}/assessments.csv", la_code=code) if wanted else []
            ) == sorted(wanted)
        nobodys = [pl.read_ipc_stream(path) for path in CLEAN.glob("snapshots/la_code=unknown/*/aside.arrow")]
        lost = [json.loads(cells)["team"] for part in nobodys for cells in part["cells"]]
        assert sorted(lost) == sorted(str(row[0]) for row in told.rows if row[-1] not in AUTHORITIES)


@FEW
@given(
    extracts("assessments"), st.lists(st.sampled_from([*AUTHORITIES, None, " ", "Nowhere"]), min_size=11, max_size=11)
)
def test_every_row_in_an_authoritys_folder_is_its_own_or_kept_aside_there_whatever_a_column_says(
    rows: Rows, codes: list[str | None]
) -> None:
    unique = Rows(rows.headings, tuple(dict.fromkeys(rows.rows)))
    told = unique.with_column("la_code", *codes[: len(unique.rows)])
    file = f"002/{MONTHS[1]}/assessments.csv"
    with in_an_empty_folder():
        put(RAW, file, told.csv())
        called = clean()

        assert called.exit_code == 0, called.told
        assert_schemas_hold("002")
        assert sorted(marks_in("assessments", file, la_code="002")) == sorted(str(row[0]) for row in told.rows)
        others = {str(row[0]) for row in told.rows if row[-1] in {"001", "Nowhere"}}
        differ = {row["cells"]["team"] for row in aside("002") if "authority_differs" in str(row["rules"]).split()}
        assert differ == others
        assert not [path for path in CLEAN.glob("snapshots/*") if path.name != "la_code=002"]


CAME = ("attended", "apologies", "no response", "", "?")
PERSONS = st.tuples(st.sampled_from(("M1", "M2")), st.sampled_from(("police", "health")), st.sampled_from(("P1", "P2")))


@FEW
@given(
    st.dictionaries(PERSONS, st.sampled_from(CAME), min_size=1),
    st.dictionaries(st.sampled_from(("M1", "M2", "M3")), st.tuples(*[st.sampled_from(CAME)] * 2), min_size=1),
    st.tuples(*[st.sampled_from(MONTHS)] * 2),
)
def test_attendance_told_of_agencies_and_of_persons_is_clean_aside_or_told_already(
    persons: dict[tuple[str, str, str], str], agencies: dict[str, tuple[str, str]], days: tuple[str, str]
) -> None:
    """No agency stands at a meeting both by itself and by a person; each file's account is what lies in the folders."""
    with in_an_empty_folder():
        long = Rows(("meeting_id", "agency", "person_id", "attendance"), tuple((*k, v) for k, v in persons.items()))
        wide = Rows(("meeting_id", "police", "health"), tuple((name, *told) for name, told in agencies.items()))
        put(RAW, f"001/{days[0]}/invitations.csv", long.csv())
        put(RAW, f"001/{days[1]}/attendance.csv", wide.csv())
        called = clean()

        assert called.exit_code == 0, called.told
        assert_schemas_hold()
        rows = pl.read_parquet(path_of("invitations"), hive_partitioning=False)
        is_named = rows.group_by("meeting_id", "agency").agg(pl.col("person_id").is_not_null().unique())
        assert set(is_named["person_id"].list.len()) == {1}
        known = set(rows.select("meeting_id", "agency").rows())
        assert known == {key[:2] for key in persons} | {
            (name, one) for name in agencies for one in ("police", "health")
        }
        told = json.loads((CLEAN / "provenance" / "001.json").read_text(encoding="utf-8"))["balances"]
        for file, rows_in in ((f"{days[0]}/invitations", len(persons)), (f"{days[1]}/attendance", 2 * len(agencies))):
            name = f"001/{file}.csv"
            balance = {part: sum(one[part] for one in told if one["file"] == name) for part in COUNTED}
            kept = {
                "clean": rows.filter(pl.col("source_file") == name).height,
                "aside": len([row for row in aside() if row["file"] == name]),
            }
            assert {part: balance[part] for part in kept} == kept
            assert balance["rows_in"] == rows_in == sum(kept.values()) + balance["duplicates"]


COUNTED = ("rows_in", "clean", "aside", "duplicates")


@FEW
@given(st.binary(max_size=60), st.sampled_from(["csv", "xlsx", "xml", "parquet"]))
def test_bytes_of_any_kind_never_end_in_a_traceback(content: bytes, ending: str) -> None:
    with in_an_empty_folder():
        put(RAW, f"001/{MONTHS[1]}/children.{ending}", content)
        called = check()

        assert called.exit_code in {0, 1}
        assert rules() or called.exit_code == 0
        shutil.rmtree(RAW)
