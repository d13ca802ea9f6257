"""Spoilt copies of files: nothing ends in a traceback or hangs; each row is accounted for or told to be left out."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cleaning_worker import Job, Outcome
from conftest import SHARED
from fuzzing import MINUTES, SEED, SHARES_OF_SPOILT, Watched, kept, watched, wrong_with
from made_up_records import (
    ATTENDANCE,
    HERE,
    LISTS,
    TABLES,
    annex_a_bytes,
    child,
    cin_census,
    parquet_bytes,
    workforce_census,
)
from made_up_workbook import workbook_bytes
from mutations import Mutant, mutants
from rows_in_files import rows_of, unaccounted

_LOG = logging.getLogger(__name__)
SECONDS = 90.0
"""For one spoilt copy of a small file: it takes a tenth of one, or six where a cell stands in Excel's last row."""
SAMPLES = {
    **{f"{HERE}/{name}.csv": rows.csv() for name, rows in TABLES.items()},
    **{f"{HERE}/annex_a/{name}.csv": rows.csv() for name, rows in LISTS.items()},
    f"{HERE}/attendance.csv": ATTENDANCE.csv(),
    f"{HERE}/Annex A.xlsx": annex_a_bytes(),
    f"{HERE}/meetings.xlsx": workbook_bytes([TABLES["meetings"].sheet("Sheet1")]),
    f"{HERE}/referrals.xlsx": workbook_bytes([TABLES["referrals"].sheet("referrals")], shares_text=False),
    "census/cin.xml": cin_census(child(), child("A2")).encode(),
    "census/workforce.xml": workforce_census().encode(),
    **{f"{HERE}/{name}.parquet": parquet_bytes(TABLES[name].frame()) for name in ("meetings", "workers", "plans")},
}
"""Small made-up files of every kind."""


def found_wrong(mutant: Mutant, outcome: Outcome) -> Iterator[str]:
    yield from wrong_with(outcome)
    if not outcome.crash:
        yield from unaccounted(mutant.name, mutant.content, outcome)


def tried(name: str, content: bytes, *, seed: int, count: int) -> Iterator[str]:
    """Give what is wrong with what came of spoilt copies of a file."""
    for mutant in mutants(name, content, seed=seed, count=count):
        job = Job(steps=[{name: mutant.content}], is_whole=False)
        outcome = watched().outcome(job, seconds=SECONDS)
        for wrong in found_wrong(mutant, outcome):
            place = kept(job, f"{wrong}\nspoilt by: {mutant.how}; seed {seed}", name=Path(name).stem.replace(" ", "_"))
            yield f"{wrong}\n{mutant.how}, kept in {place}"


def all_tried(samples: dict[str, bytes], *, count: int) -> list[str]:
    """Return what is wrong after a round of copies of each file, or after as many as the minutes allow."""
    until, seed = time.monotonic() + MINUTES * 60 / SHARES_OF_SPOILT, SEED
    wrong = [one for name, content in samples.items() for one in tried(name, content, seed=seed, count=count)]
    while time.monotonic() < until:
        seed += 1
        _LOG.info("seed %s: %s spoilt copies, %s wrong so far", seed, len(samples) * count, len(wrong))
        for name, content in samples.items():
            wrong += tried(name, content, seed=seed, count=count)
    return wrong


def test_spoilt_copies_of_made_up_files_are_read_or_refused_and_every_row_is_accounted_for() -> None:
    assert all_tried(SAMPLES, count=10) == []


@pytest.mark.shared
def test_spoilt_copies_of_returns_that_others_wrote_are_read_or_refused_and_every_row_is_accounted_for() -> None:
    returns = [*SHARED.glob("returns/*/*.x*"), *SHARED.glob("returns/*/*.csv")]
    assert returns
    samples = {f"{HERE}/{path.name}": path.read_bytes() for path in sorted(returns) if path.stat().st_size < 50_000}
    assert all_tried(samples, count=10) == []


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.endswith("parquet")])
def test_of_a_sample_as_it_is_every_row_is_counted_and_comes_in(name: str) -> None:
    outcome = watched().outcome(Job(steps=[{name: SAMPLES[name]}], is_whole=False))

    assert sum(rows_of(name, SAMPLES[name]).values()) > 0
    assert [*wrong_with(outcome), *unaccounted(name, SAMPLES[name], outcome)] == []


def test_a_row_that_is_passed_over_in_silence_would_be_seen() -> None:
    name = f"{HERE}/meetings.csv"
    outcome = watched().outcome(Job(steps=[{name: TABLES["meetings"].only(0).csv()}], is_whole=False))

    assert [*unaccounted(name, TABLES["meetings"].csv(), outcome)] == [f"{name}: 2 rows stand in it, 1 came in"]


def test_a_process_that_hangs_or_dies_is_told_and_the_next_job_is_done_all_the_same() -> None:
    job = Job(steps=[{f"{HERE}/meetings.csv": TABLES["meetings"].csv()}], is_whole=False)
    own = Watched()

    assert "it hangs" in own.outcome(job, seconds=0.001).crash
    assert "FileExistsError" in own.outcome(Job(steps=[{"a": b"1"}, {"a/b": b"1"}])).crash
    assert not own.outcome(job).crash
    own.end()


def test_a_copy_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    name = f"{HERE}/meetings.csv"
    one, again, other = (
        [mutant.content for mutant in mutants(name, SAMPLES[name], seed=seed, count=20)] for seed in (1, 1, 2)
    )
    assert one == again != other
