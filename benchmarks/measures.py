"""What counting all measures from clean tables takes, beside reading and passing over them once, and beside pandas."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.records.store import RECORDS, scan_clean
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON
from csc_metrics.settings.model import RecordsSettings, Settings

CLEAN: Final = "clean"
"""Name of the folder of clean tables."""
_SETTINGS: Final = Settings(records=RecordsSettings(covers_from=FIRST_ON))
_BOTH: Final = ("average_caseload", "assessments_within_45_working_days_of_referral_pct")
"""What the pandas way counts."""
_LIMIT: Final = 45


def pass_over(folder: Path, codes: Sequence[str]) -> int:
    """Read every clean table of each authority and pass once over all that is in it. Returns: rows."""
    rows = 0
    for code in codes:
        for table in RECORD_TABLES:
            path = folder / CLEAN / table / f"la_code={code}" / RECORDS
            if path.is_file():
                read = pl.read_parquet(path, hive_partitioning=False)
                read.select(pl.all().hash().sum())
                rows += read.height
    return rows


def count_without_parts(folder: Path, codes: Sequence[str]) -> int:
    """Count every measure of each authority, not broken down. Returns: rows of the long table."""
    return _count(folder, codes, [measure.without_breakdowns() for measure in LOCAL_MEASURES.values()])


def count_with_parts(folder: Path, codes: Sequence[str]) -> int:
    """Count every measure of each authority in every part of its breakdowns. Returns: rows of the long table."""
    return _count(folder, codes, list(LOCAL_MEASURES.values()))


def count_two(folder: Path, codes: Sequence[str]) -> int:
    """Count average caseload at month ends, and timeliness of assessments by month. Returns: rows."""
    return _count(folder, codes, [LOCAL_MEASURES[code].without_breakdowns() for code in _BOTH])


def count_two_in_pandas(folder: Path, codes: Sequence[str]) -> int:
    """Count the same two as an analyst writes them in pandas: month by month, with a business day of its own.

    Returns: rows.
    """
    rows = 0
    for code in codes:
        rows += len(_caseloads_in_pandas(folder, code)) + len(_timeliness_in_pandas(folder, code))
    return rows


def _count(folder: Path, codes: Sequence[str], measures: Sequence[Measure]) -> int:
    rows = 0
    for code in codes:
        scanned = {table: scan_clean(folder / CLEAN, table, la_codes=[code]) for table in RECORD_TABLES}
        tables = {table: found for table, found in scanned.items() if found is not None}
        rows += values_from_records(AuthorityRecords(code, tables, settings=_SETTINGS), measures).height
    return rows


def _read(folder: Path, code: str, table: str) -> pd.DataFrame:
    return pd.read_parquet(folder / CLEAN / table / f"la_code={code}" / RECORDS)


def _caseloads_in_pandas(folder: Path, code: str) -> list[float]:
    """Return cases per FTE at each month end."""
    held, workers = _read(folder, code, "allocations"), _read(folder, code, "workers")
    for frame, columns in ((held, ("started_on", "ended_on")), (workers, ("started_on", "left_on"))):
        for column in columns:
            frame[column] = pd.to_datetime(frame[column])
    found = []
    for day in pd.date_range(FIRST_ON, DRAWN_ON, freq="ME"):
        open_cases = held[(held.started_on <= day) & (held.ended_on.isna() | (held.ended_on >= day))]
        with_worker = open_cases[open_cases.worker_id.notna()].sort_values("started_on")
        cases = with_worker.drop_duplicates("person_id", keep="last")
        in_post = workers[(workers.started_on <= day) & (workers.left_on.isna() | (workers.left_on >= day))]
        both = cases.merge(in_post[["worker_id", "fte"]], on="worker_id")
        found.append(len(both) / both.drop_duplicates("worker_id").fte.sum())
    return found


def _timeliness_in_pandas(folder: Path, code: str) -> pd.DataFrame:
    """Return the share of first assessments within 45 business days of referral, by month of authorisation."""
    rows = _read(folder, code, "assessments")
    is_first = rows.is_first_of_referral.fillna(value=False).astype(bool)
    rows = rows[rows.authorised_on.notna() & rows.referred_on.notna() & is_first]
    spans = zip(rows.referred_on, rows.authorised_on, strict=True)
    took = [len(pd.bdate_range(start, end)) - 1 for start, end in spans]
    month = pd.to_datetime(rows.authorised_on).dt.to_period("M")
    return pd.DataFrame({"month": month, "in_time": [days <= _LIMIT for days in took]}).groupby("month").mean()


FLOOR_OF_COUNTING: Final = "reading the clean Parquet and passing over it once"
"""The step that the others are compared with."""
IN_PANDAS: Final = "the two in pandas, as an analyst writes them"
THE_TWO: Final = "average caseload and timeliness of assessments alone"
STEPS: Final[Mapping[str, Callable[[Path, Sequence[str]], int]]] = {
    FLOOR_OF_COUNTING: pass_over,
    "all measures, 60 months": count_without_parts,
    "all measures in every part of their breakdowns": count_with_parts,
    THE_TWO: count_two,
    IN_PANDAS: count_two_in_pandas,
}
"""By name, in the order in which they are run."""
