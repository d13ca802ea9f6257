"""DfE's older edition as an older scorecard beside the newest one: what is the same and what differs, told twice.

What must come out is told by Python's csv module and the printed text of both editions.
"""

import csv
from collections import Counter
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from csc_metrics.comparison.against_old import reconcile
from csc_metrics.comparison.old_scorecard import read_old_scorecard
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import MEASURES
from csc_metrics.published.read import read_published
from csc_metrics.settings.model import Settings

pytestmark = pytest.mark.shared

OLDER: Final = "superseded_with_rates/c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv"
NEWEST: Final = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
TAMESIDE, OLDHAM, WEST_SUSSEX, BIRMINGHAM = "357", "353", "938", "330"
CODES: Final = ("re_referral_pct", "referral_rate_per_10k")
LAST_YEAR_BEFORE_ONS_REVISED: Final = 2022
Printed = dict[tuple[str, str], dict[str, str]]


def printed(path: Path) -> Printed:
    """Return the rows of an edition by la_code and year."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["geographic_level"] == "Local authority"]
    return {(row["old_la_code"], row["time_period"]): row for row in rows}


@pytest.fixture(scope="module")
def older(shared_dfe: Path) -> Printed:
    return printed(shared_dfe / OLDER)


@pytest.fixture(scope="module")
def scorecard(older: Printed, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("older") / "older.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["LA code", "LA", "Indicator", "Year", "Value", "Numerator", "Denominator", "Source"])
        for (la_code, year), row in older.items():
            share = ("Re-referrals", year, row["Re_referrals_percent"], row["Re_referrals"], row["Referrals"])
            rate = ("Rate of referrals per 10,000", year, row["Referrals_rate"], row["Referrals"], "")
            writer.writerows([la_code, la_code, *told, "DfE"] for told in (share, rate))
    return read_old_scorecard(path)


@pytest.fixture(scope="module")
def values(shared_dfe: Path) -> pl.DataFrame:
    measures = [MEASURES[code] for code in CODES]
    tables = {table for measure in measures for table in measure.tables}
    return published_measure_values(read_published(shared_dfe, tables=tables).figures, measures=measures)


def reconciled(scorecard: pl.DataFrame, values: pl.DataFrame, *, la_code: str, measure: str) -> list[dict[str, Any]]:
    rows = reconcile(scorecard, values, la_code=la_code, settings=Settings())
    return rows.filter(pl.col("measure") == measure).to_dicts()


def test_every_row_of_the_older_edition_is_read(scorecard: pl.DataFrame, older: Printed) -> None:
    assert scorecard.height == 2 * len(older)
    assert len(older) > 1800
    assert set(scorecard["measure"]) == set(CODES)


@pytest.mark.parametrize("la_code", [TAMESIDE, OLDHAM, WEST_SUSSEX, BIRMINGHAM])
def test_a_share_is_the_same_exactly_where_both_editions_print_it_so(
    scorecard: pl.DataFrame, values: pl.DataFrame, older: Printed, shared_dfe: Path, la_code: str
) -> None:
    newest = printed(shared_dfe / NEWEST)
    rows = reconciled(scorecard, values, la_code=la_code, measure="re_referral_pct")
    assert len(rows) == sum(code == la_code for code, _ in older)
    for row in rows:
        before = older[la_code, row["period"]]["Re_referrals_percent"]
        now = newest[la_code, row["period"]]["rereferral_percent"]
        assert row["old_written"] == before
        assert row["outcome"] == ("same" if float(before) == float(now) else "differs"), row
        assert row["our_value"] == float(now)


def test_all_of_england_s_authorities_are_as_both_editions_print_them(
    scorecard: pl.DataFrame, values: pl.DataFrame, older: Printed, shared_dfe: Path
) -> None:
    newest = printed(shared_dfe / NEWEST)
    pairs = {key: (row["Re_referrals_percent"], newest[key]["rereferral_percent"]) for key, row in older.items()}
    numbers = {key: pair for key, pair in pairs.items() if all(text[:1].isdigit() for text in pair)}
    wanted = Counter("same" if float(before) == float(now) else "differs" for before, now in numbers.values())
    wanted["no_old_figure"] = sum(not before[:1].isdigit() for before, _ in pairs.values())
    wanted["not_found"] = len(pairs) - wanted.total()

    codes = sorted({la_code for la_code, _ in older})
    found: Counter[str] = Counter()
    for la_code in codes:
        found.update(
            row["outcome"] for row in reconciled(scorecard, values, la_code=la_code, measure="re_referral_pct")
        )
    assert +found == +wanted
    assert wanted["same"] > 1700


def test_a_rate_differs_where_ons_estimated_the_population_anew_and_is_explained_by_it(
    scorecard: pl.DataFrame, values: pl.DataFrame
) -> None:
    rows = reconciled(scorecard, values, la_code=TAMESIDE, measure="referral_rate_per_10k")
    by_year = {int(row["period"]): row for row in rows}
    before = [row for year, row in by_year.items() if year <= LAST_YEAR_BEFORE_ONS_REVISED]
    assert {row["outcome"] for row in before} == {"same"}
    revised = by_year[2024]
    assert (revised["old_value"], revised["outcome"], revised["numerator_difference"]) == (729.8, "differs", 0.0)
    assert (revised["explained"], revised["known_differences"]) == ("shown", "population")
