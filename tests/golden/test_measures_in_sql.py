"""Every measure of records, counted a second time in SQL from its definition: DuckDB over the clean Parquet.

The queries stand in `golden/sql/`, a subject a module. Only which months are counted is taken from the product. The
made-up region is made with many cells empty and days out of order, so that what is set aside is counted twice, too.
"""

from collections.abc import Iterator
from typing import Final

import duckdb
import polars as pl
import pytest
from golden.sql import assessments, caseloads, front_door, meetings, practice, protection
from golden.sql.compare import as_product, differences, in_words
from golden.sql.database import opened
from golden.sql.harness import Query
from golden.sql.region import COVERS_FROM, write_region

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import CaseloadSettings, RecordsSettings, Settings

SUBJECTS: Final = (assessments, caseloads, front_door, meetings, practice, protection)
QUERIES: Final[dict[str, Query]] = {code: query for subject in SUBJECTS for code, query in subject.QUERIES.items()}
WANTING: Final[dict[str, str]] = {}
"""Code of a measure that has no SQL yet → why."""
SETTINGS: Final = Settings(
    records=RecordsSettings(covers_from=COVERS_FROM),
    caseload=CaseloadSettings(
        limit_cases_per_fte=caseloads.LIMIT, newly_qualified_limit_cases_per_fte=caseloads.LIMIT_OF_NEWLY_QUALIFIED
    ),
)
FEWEST_FIGURES: Final = 400
"""Figures with a value of each measure that are counted twice, at least: no measure passes by being told of nothing."""
Both = tuple[dict[str, pl.DataFrame], duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The product's values by measure, and the database in which they are counted again."""
    folder = tmp_path_factory.mktemp("clean")
    counted = [
        values_from_records(
            AuthorityRecords(la_code, tables, settings=SETTINGS, population=made_up_population(la_code)),
            [LOCAL_MEASURES[code] for code in QUERIES],
        )
        for la_code, tables in write_region(folder).items()
    ]
    product = as_product(pl.concat(counted)).partition_by("measure", as_dict=True, include_key=False)
    with opened(folder) as connection:
        yield {str(code): rows for (code,), rows in product.items()}, connection


def test_every_measure_has_sql_of_its_own_and_no_other_has() -> None:
    assert sorted({*QUERIES, *WANTING}) == sorted(LOCAL_MEASURES)
    assert sum(len(subject.QUERIES) for subject in SUBJECTS) + len(WANTING) == len(LOCAL_MEASURES)


@pytest.mark.parametrize("code", QUERIES)
def test_sql_comes_to_the_same_figures(code: str, both: Both) -> None:
    values, connection = both
    about = LOCAL_MEASURES[code].from_records
    assert values[code]["value"].is_not_null().sum() >= FEWEST_FIGURES
    apart = differences(connection, values[code], query=QUERIES[code], about=about)
    assert apart.is_empty(), in_words(apart, of=values[code].height)


def test_a_definition_that_is_read_otherwise_is_seen(both: Both) -> None:
    """One working day more is enough for a thousand figures to differ: the comparison is not blind."""
    values, connection = both
    code = "assessments_within_45_working_days_pct"
    other = Query(shape=QUERIES[code].shape, rows=QUERIES[code].rows.replace("<= 45", "<= 46"))
    apart = differences(connection, values[code], query=other, about=LOCAL_MEASURES[code].from_records)
    assert apart.height > 1000
