"""What reading and cleaning an authority's own extracts takes, beside the least that anybody could do; as tables."""

from typing import Final

from benchmarks.cin_xml import measure_cin_xml, table_of_cin_xml
from benchmarks.cleaning import measure_cleaning, table_of_cleaning
from benchmarks.workbooks import measure_workbooks, table_of_workbooks

CHILDREN: Final = (10_000, 100_000)
"""Of the two censuses that are read: memory must not grow from the one to the other."""
ROWS_OF_A_LIST: Final = 20_000
"""Of each of the eleven lists of Annex A."""


def measure_records(authorities: tuple[int, ...]) -> str:
    """Measure all of it and return the tables in markdown. authorities: how many are cleaned, run by run."""
    census = [row for children in CHILDREN for row in measure_cin_xml(children)]
    cleaning = [row for some in authorities for row in measure_cleaning(some)]
    return f"""
A CIN census of {" and ".join(f"{children:,}" for children in CHILDREN)} children:

{table_of_cin_xml(census)}

Annex A, eleven lists of {ROWS_OF_A_LIST:,} rows:

{table_of_workbooks(measure_workbooks(ROWS_OF_A_LIST))}

Extracts of authorities, each twenty tables as Parquet:

{table_of_cleaning(cleaning)}"""
