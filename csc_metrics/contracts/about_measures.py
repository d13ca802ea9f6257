"""Schemas of tables about measures: what moved one, and which a fault weakens."""

from typing import Final

import dataframely as dy
import polars as pl

_NOISE: Final = 1e-9
"""Below it two sums of binary numbers are the same."""


class SplitOfChange(dy.Schema):
    """What moved an average caseload: one row per area, part, month end and what it is compared with."""

    area_code = dy.String(primary_key=True, description="The authority")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "team=North"')
    source = dy.String(primary_key=True, description="local records, or published by DfE")
    period_end = dy.Date(primary_key=True, description="The day of the newer average")
    compared_with = dy.String(primary_key=True, regex="^(month_before|year_before)$", description="Of the older one")
    average_before = dy.Float64(description="Cases per FTE on the older day")
    average = dy.Float64(description="Cases per FTE on the newer day")
    change = dy.Float64(description="The newer less the older")
    from_cases = dy.Float64(description="What more or fewer cases did, in cases per FTE")
    from_workers = dy.Float64(description="What more or fewer FTE of holders did, in cases per FTE")
    cases_change = dy.Float64(description="Cases on the newer day less those on the older")
    fte_change = dy.Float64(description="FTE of holders on the newer day less that on the older")

    @dy.rule()
    def parts_make_the_whole(cls) -> pl.Expr:
        """What cases did and what workers did add up to the change."""
        return (pl.col("from_cases") + pl.col("from_workers") - pl.col("change")).abs() < _NOISE


class WeakenedMeasures(dy.Schema):
    """Measures that faults weaken: one row per rule, table, severity and measure."""

    la_code = dy.String(primary_key=True, description="The authority")
    rule = dy.String(primary_key=True, description="Short name of what is wrong")
    table = dy.String(primary_key=True, description="Clean table")
    severity = dy.String(primary_key=True, description="error: rows count nowhere; warning: a column is in doubt")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    title = dy.String(description="Its title")
