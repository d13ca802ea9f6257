"""A measure of the product beside the same measure in SQL: every figure that the two do not share."""

from typing import Final

import duckdb
import polars as pl
from golden.sql.harness import Query, cells_sql, periods_sql

from csc_metrics.measures.counting.how import FromRecords

KEY: Final = ["la_code", "period_type", "start_day", "end_day", "breakdown"]
"""What a figure of one measure is told by."""
NOISE: Final = 1e-9
"""Most by which two values may differ, of one: binary noise."""


def as_product(values: pl.DataFrame) -> pl.DataFrame:
    """Return the product's values as the second opinion looks at them; what is not collected has no figure."""
    names = {"area_code": "la_code", "period_start": "start_day", "period_end": "end_day"}
    wanted = ["measure", *KEY, "numerator", "denominator", "value", "status", "rows_aside"]
    return values.filter(pl.col("status") != "not_collected").rename(names).select(wanted)


def differences(
    connection: duckdb.DuckDBPyConnection, product: pl.DataFrame, *, query: Query, about: FromRecords
) -> pl.DataFrame:
    """Return the figures of a measure that differ, are wanting, or are too many.

    Input: product, the product's values of one measure (`as_product`). Returns: KEY, the product's columns, and theirs:
    top, bottom, found, due (status), aside.
    """
    periods = covered_periods(connection, product, query=query, about=about)
    connection.register("periods", periods)
    cells = without_unborne(connection.sql(cells_sql(query, parts=about.breakdowns)).pl())
    everywhere = periods.select(*KEY[:-1], pl.lit("all").alias("breakdown"))
    told = pl.concat([cells, everywhere.join(cells, on=KEY, how="anti")], how="diagonal")
    there = product.select(KEY).with_columns(pl.lit(value=True).alias("is_there"))
    both = there.join(told, on=KEY, how="full", coalesce=True).join(product, on=KEY, how="left")
    beside = both.join(periods, on=KEY[:-1], how="left")
    found = with_figures(beside, query)
    return found.filter(~is_agreed()).sort(pl.col("breakdown") != "all", *KEY)


def without_unborne(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells without the parts "not recorded" of a breakdown of which no row of an authority bears a part."""
    name, part = (pl.col("breakdown").str.split("=").list.get(place, null_on_oob=True) for place in (0, 1))
    is_borne = (part != "not_recorded").any().over("la_code", name)
    return cells.filter(is_borne.fill_null(value=True) | (pl.col("breakdown") == "all"))


def covered_periods(
    connection: duckdb.DuckDBPyConnection, product: pl.DataFrame, *, query: Query, about: FromRecords
) -> pl.DataFrame:
    """Return the periods within the days for which the product counts. Returns: KEY without breakdown, children, …"""
    of_all = product.filter(breakdown="all").group_by("la_code")
    covered = of_all.agg(pl.col("start_day").min().alias("first_day"), pl.col("end_day").max().alias("last_day"))
    connection.register("covered", covered)
    return connection.sql(
        f"""
        SELECT la_code, period_type, start_day, end_day, ({query.known_by or "NULL::DATE"}) > drawn_on AS is_young,
               children
        FROM ({periods_sql(about.periods)}) JOIN drawn ON TRUE
        LEFT JOIN population USING (la_code)
        WHERE mid_year = make_date(year(end_day) - CASE WHEN month(end_day) > 6 THEN 0 ELSE 1 END, 6, 30)
        """
    ).pl()


def with_figures(beside: pl.DataFrame, query: Query) -> pl.DataFrame:
    """Add what the second opinion says: top, bottom, found (the value) and due (the status)."""
    shape = query.shape
    children = pl.col("children") if shape.is_rate else pl.col("bottom").fill_null(0)
    sums = beside.with_columns(
        (pl.col("top").fill_null(0) if shape.top else pl.lit(None)).cast(pl.Float64).alias("top"),
        (children if shape.bottom else pl.lit(None)).cast(pl.Float64).alias("bottom"),
        pl.col("aside").fill_null(0),
    )
    share = pl.when(pl.col("bottom") > 0).then(shape.per * pl.col("top") / pl.col("bottom")) if shape.per else None
    value = pl.col("quantile") if shape.quantile else pl.col("top") if share is None else share
    young = pl.when(pl.col("is_young")).then(pl.lit("not_yet_known"))
    known = pl.when(pl.col("found").is_null()).then(pl.lit("zero_denominator")).otherwise(pl.lit("ok"))
    told = sums.with_columns(value.alias("found")).with_columns(pl.coalesce(young, known).alias("due"))
    return told.with_columns(pl.when(pl.col("due") == "ok").then("found").alias("found"))


def is_agreed() -> pl.Expr:
    """Return whether the two say the same of a figure; a part of which nothing counts may as well be left out."""
    apart = (pl.col("value") - pl.col("found")).abs() / pl.max_horizontal(pl.col("found").abs(), pl.lit(1.0))
    is_same_value = pl.col("value").is_null() & pl.col("found").is_null() | (apart <= NOISE)
    is_nothing = pl.all_horizontal(pl.col("top", "bottom", "aside").fill_null(0) == 0)
    agreed = pl.all_horizontal(
        pl.col("is_there").fill_null(value=False),
        pl.col("numerator").eq_missing(pl.col("top")),
        pl.col("denominator").eq_missing(pl.col("bottom")),
        is_same_value.fill_null(value=False),
        pl.col("status").eq_missing(pl.col("due")),
        pl.col("rows_aside").eq_missing(pl.col("aside")),
    )
    return agreed | (pl.col("is_there").is_null() & is_nothing & (pl.col("breakdown") != "all"))


def in_words(apart: pl.DataFrame, *, of: int) -> str:
    """Return the first few differences as lines, ours before theirs."""
    ours = ("numerator", "denominator", "value", "status", "rows_aside")
    theirs = ("top", "bottom", "found", "due", "aside")
    lines = [
        f"{[*map(str, key)]}: {[*map(str, told)]}, in SQL {[*map(str, found)]}"
        for key, told, found in zip(*(apart.head(8).select(names).rows() for names in (KEY, ours, theirs)), strict=True)
    ]
    return "\n".join([f"{apart.height} of {of} figures differ:", *lines])
