"""Errors of measures counted from records, met by asking for what is not there; errors_met.py holds the others."""

from datetime import date
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pandas as pd
import polars as pl
from errors_met_in_records import Case, extract

from csc_metrics.change.process_chart import process_points
from csc_metrics.change.series import NotASeries
from csc_metrics.cli.figures import NotPublishedOf
from csc_metrics.cli.local_figures import NoSuchLocalPeriod
from csc_metrics.cli.rows import RowsOfWhat
from csc_metrics.comparison.intervals import NoInterval, count_interval, wilson_interval
from csc_metrics.disclosure import ledger_lock
from csc_metrics.disclosure.ledger import LedgerFault, one_edition_at_a_time
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.count import count_measure
from csc_metrics.measures.counting.behind import NoSuchPart, NothingBehind
from csc_metrics.measures.counting.own_frames import NotARecordFrame
from csc_metrics.measures.registry import NotPublished
from csc_metrics.records.clean import clean_records
from csc_metrics.settings.read import read_settings

_ASSESSMENTS: Final = "assessment_id,child_id,started_on,authorised_on,team\nA1,C1,2026-09-01,2026-09-30,North\n"
_COMPLETED: Final = ("--authority", "Tameside", "--measure", "assessments_completed")
_OVERDUE: Final = ("--authority", "Tameside", "--measure", "assessments_overdue")


def _cleaned() -> None:
    extract(_ASSESSMENTS, name="assessments.csv")
    clean_records(Path("data_raw"), Path("data_clean"), settings=read_settings(None))


def rows(*more: str) -> tuple[str, ...]:
    _cleaned()
    return ("rows", *more)


def figures(*more: str) -> tuple[str, ...]:
    _cleaned()
    return ("measures", "--source", "local", *more)


def published_with_a_spoilt_ledger() -> tuple[str, ...]:
    _cleaned()
    ledger = Path("data_clean/published_counts/357.parquet")
    ledger.parent.mkdir()
    ledger.write_text("no parquet", encoding="utf-8")
    return ("measures", "--source", "local", "--publication")


def published_where_nothing_can_be_kept() -> tuple[str, ...]:
    _cleaned()
    Path("data_clean/published_counts").write_text("a file", encoding="utf-8")
    return ("measures", "--source", "local", "--publication")


def published_while_another_run_publishes() -> None:
    folder = Path("data_clean/published_counts")
    folder.mkdir(parents=True)
    (folder / "357.parquet.lock").write_text("another", encoding="utf-8")
    with patch.object(ledger_lock, "WAIT_SECONDS", 0.0), one_edition_at_a_time(Path("data_clean"), "357"):
        pass


def frame_with_text_days() -> None:
    days = pd.DataFrame({"assessment_id": ["A1"], "started_on": ["03/03/2025"], "authorised_on": ["04/03/2025"]})
    count_measure("assessments_completed", assessments=days)


def frame_of_no_table() -> None:
    count_measure("assessments_completed", assessment=pl.DataFrame({"assessment_id": ["A1"]}))


def series_without_values() -> None:
    process_points(pl.DataFrame({"period_end": [date(2025, 3, 31)], "figure": [12.0]}))


def series_with_a_month_twice() -> None:
    process_points(pl.DataFrame({"period_end": [date(2025, 3, 31)] * 2, "value": [12.0, 13.0]}))


def share_of_nothing() -> None:
    wilson_interval([3, 0], [10, 0])


def share_below_nothing() -> None:
    wilson_interval([-1], [10])


def share_above_all() -> None:
    wilson_interval([12], [10])


def surer_than_sure() -> None:
    count_interval(12, confidence=95)


IN_MEASURES: Final[tuple[tuple[type[CscMetricsError], tuple[Case, ...]], ...]] = (
    (
        NoInterval,
        (
            ("of_denominator", "An interval is asked of nothing", share_of_nothing, ("denominator is 0",)),
            ("of_numerator", "An interval is asked of less than nothing", share_below_nothing, ("is -1",)),
            ("of_more_than_all", "A part is larger than its whole", share_above_all, ("12", "10")),
            ("of_confidence", "A confidence is told in percent", surer_than_sure, ("95", "0.95")),
        ),
    ),
    (
        NotPublished,
        (
            (
                "named",
                "A figure is asked of DfE that it does not publish",
                lambda: ("measures", "--measure", "assessments_overdue"),
                ("assessments_overdue", "--source local"),
            ),
        ),
    ),
    (
        NotPublishedOf,
        (
            (
                "made_up",
                "A figure is asked of DfE, of an authority that is made up",
                lambda: ("measures", "--authority", "Alderbeck"),
                ("Alderbeck", "made up", "--source local", "--clean"),
            ),
        ),
    ),
    (
        NoSuchLocalPeriod,
        (
            (
                "asked",
                "A month is asked for that the records do not tell of",
                lambda: figures("--period", "2031-01", "--measure", "assessments_completed"),
                ("2031-01", "2026-09-30"),
            ),
        ),
    ),
    (
        LedgerFault,
        (
            (
                "not_readable",
                "What was published before is spoilt",
                published_with_a_spoilt_ledger,
                ("357.parquet", "Put it back"),
            ),
            (
                "not_writable",
                "A file stands where it is kept what is published",
                published_where_nothing_can_be_kept,
                ("357.parquet", "nothing was published"),
            ),
            (
                "in_use",
                "Another run is publishing, or one was cut off just now",
                published_while_another_run_publishes,
                ("357.parquet", "Run the command again", "357.parquet.lock"),
            ),
        ),
    ),
    (
        RowsOfWhat,
        (
            (
                "neither",
                "Rows are asked for, of neither a figure nor a list of work",
                lambda: ("rows", "--authority", "Tameside"),
                ("--measure", "--worklist", "overdue"),
            ),
        ),
    ),
    (
        NoSuchPart,
        (
            (
                "of",
                "A part of a figure is misspelt",
                lambda: rows(*_OVERDUE, "--period", "2026-09", "--part", "taem=North"),
                ("'taem=North'", "team?"),
            ),
            (
                "of_no_record",
                "A team is misspelt that rows are asked of",
                lambda: rows(*_COMPLETED, "--period", "2026-09", "--part", "team=Nroth"),
                ("'team=Nroth'", "Did you mean North?"),
            ),
        ),
    ),
    (
        NothingBehind,
        (
            (
                "of",
                "Rows are asked for, behind a figure that no extract tells of",
                lambda: rows("--authority", "357", "--measure", "contacts", "--period", "2026-09"),
                ("contacts of 357", "no extract tells of contacts"),
            ),
            (
                "outside",
                "Rows are asked for, of a month for which the records are not whole",
                lambda: rows(*_OVERDUE, "--period", "2020-09"),
                ("assessments_overdue of 357", "2020-09-30"),
            ),
        ),
    ),
    (
        NotARecordFrame,
        (
            (
                "unknown_table",
                "An analyst's frame is given under another name",
                frame_of_no_table,
                ("'assessment'", "assessments"),
            ),
            (
                "wrong_type",
                "An analyst's frame has days as text",
                frame_with_text_days,
                ("assessments.started_on", "to_datetime"),
            ),
        ),
    ),
    (
        NotASeries,
        (
            (
                "lacking",
                "A series is given without a column of figures",
                series_without_values,
                ("value", "figure", "period_end"),
            ),
            (
                "twice",
                "A series is given that has a month twice",
                series_with_a_month_twice,
                ("2025-03-31", "Keep one of each"),
            ),
        ),
    ),
)
"""Error class and its cases."""
