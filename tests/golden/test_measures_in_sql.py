"""Every measure of records, counted a second time in SQL from its definition: DuckDB over the clean Parquet.

The queries stand in `golden/sql/`, a subject a module. Only which months are counted is taken from the product.
"""

from typing import Final

import duckdb
import polars as pl
import pytest
from golden.sql import assessments, caseloads
from golden.sql.compare import as_product, differences
from golden.sql.database import opened
from golden.sql.region import COVERS_FROM, write_region

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import CaseloadSettings, RecordsSettings, Settings

QUERIES: Final = {**assessments.QUERIES, **caseloads.QUERIES}
WANTING: Final[dict[str, str]] = {}
"""Code of a measure that has no SQL yet → why."""
LIMITS: Final = CaseloadSettings(limit_cases_per_fte=18.0, newly_qualified_limit_cases_per_fte=12.0)
SETTINGS: Final = Settings(records=RecordsSettings(covers_from=COVERS_FROM), caseload=LIMITS)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, pl.DataFrame], duckdb.DuckDBPyConnection]:
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
    return {code: rows for (code,), rows in product.items()}, opened(folder)


def test_every_measure_has_sql_of_its_own_and_no_other_has() -> None:
    assert sorted({*QUERIES, *WANTING}) == sorted(LOCAL_MEASURES)
    assert not QUERIES.keys() & WANTING.keys()


@pytest.mark.parametrize("code", QUERIES)
def test_sql_comes_to_the_same_figures(
    code: str, both: tuple[dict[str, pl.DataFrame], duckdb.DuckDBPyConnection]
) -> None:
    values, connection = both
    about = LOCAL_MEASURES[code].from_records
    apart = differences(connection, values[code], query=QUERIES[code], about=about)
    assert apart.is_empty(), f"{apart.height} of {values[code].height} figures differ:\n{apart.head(12)}"
