"""An extract that is corrected leaves clean tables as if it had been so from the start."""

from pathlib import Path

import polars as pl

from csc_metrics.records.clean import clean_records
from csc_metrics.settings.model import Settings

DAYS = ("2025-10-31", "2026-10-31")
AUTHORITIES = ("353", "357")


def write_workers(folder: Path, team: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = {"worker_id": ["w1", "w2"], "team": [team, None], "started_on": ["2020-01-01", "2021-01-01"]}
    pl.DataFrame(rows).write_csv(folder / "workers.csv")


def test_what_is_told_does_not_depend_on_which_extract_was_read_last(tmp_path: Path) -> None:
    raw, corrected, anew = (tmp_path / name for name in ("raw", "corrected", "anew"))
    for code in AUTHORITIES:
        for day in DAYS:
            write_workers(raw / code / day, "Duty")
    clean_records(raw, corrected, settings=Settings())
    write_workers(raw / AUTHORITIES[1] / DAYS[0], "Assessment")

    after_correction = clean_records(raw, corrected, settings=Settings())
    from_the_start = clean_records(raw, anew, settings=Settings())

    assert len(after_correction.balances) == len(AUTHORITIES) * len(DAYS)
    assert after_correction.balances == from_the_start.balances
    assert after_correction.faults.equals(from_the_start.faults)
