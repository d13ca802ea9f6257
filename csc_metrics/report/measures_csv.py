"""The table that is given as measures.csv, and the data dictionary beside it: what each column and measure means."""

from collections.abc import Mapping
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.meanings import MEANINGS
from csc_metrics.contracts.vocabulary import POLARITY_WORDS
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import find_measures
from csc_metrics.records.fault_lists import without_formulas

DICTIONARY_FILE: Final = "measures_dictionary.csv"
PER_CENT: Final = "%"
IN_THE_MEASURES_UNIT: Final = (
    *("value", "lower", "upper", "change", "change_on_year", "change_on_baseline", "target", "baseline"),
    *("neighbour_mean", "neighbour_median", "neighbour_min", "neighbour_max", "region_value", "england_value"),
    *("centre", "lower_limit", "upper_limit"),
)
"""Columns whose numbers are in the unit, and print with the decimals, of the row's measure."""
CHANGES: Final = ("change", "change_on_year", "change_on_baseline")
"""Those of them that are a difference of two figures: of percentages it is in percentage points."""
_OF_THE_MEASURE: Final = "the measure's unit"
_DIFFERENCE: Final = "the measure's unit; percentage points where that is %"
_UNITS: Final[Mapping[str, str]] = {
    "numerator": "what the measure counts",
    "denominator": "what the measure counts it out of",
    "rows_aside": "rows",
    "neighbours_with_value": "authorities",
    "england_rank": "place",
    "england_ranked": "authorities",
}
_TYPES: Final[Mapping[type[dy.Column], str]] = {
    dy.String: "text",
    dy.Float64: "number",
    dy.Int64: "whole number",
    dy.Int16: "whole number",
    dy.Int8: "whole number",
    dy.Date: "date",
    dy.Bool: "true or false",
    dy.List: "text, several with spaces between",
}
_JOINED_BY: Final = "; "
COLUMN_WORDS: Final = ("column", "meaning", "type", "unit", "values")
"""Columns of `dictionary_of_columns`."""
MEASURE_WORDS: Final = (
    *("measure", "title", "definition", "numerator", "denominator", "unit", "decimals", "polarity", "source"),
    "caveats",
)
"""Columns of `dictionary_of_measures`."""


def measures_as_csv(values: pl.DataFrame) -> bytes:
    """Return figures as CSV: unrounded, nothing where there is no value, lists with spaces between.

    Text that a spreadsheet would take for a formula has an apostrophe before it.
    Input: values, schema MeasureValues, OwnRows or ReportRows. Returns: UTF-8 text with a line of headings and one for
    each row, in the given order.
    """
    lists = [name for name, kind in values.schema.items() if kind == pl.List(pl.String)]
    flat = values.with_columns(pl.col(lists).list.join(" "))
    return without_formulas(flat).write_csv().encode()


def dictionary_of_columns(rows: pl.DataFrame, *, schema: type[dy.Schema]) -> pl.DataFrame:
    """Return what each column of figures means, in the words of their schema.

    Input: rows, any of the columns of schema. schema: MeasureValues, OwnRows, ReportRows or another that describes its
    columns. Returns: one row per column, in the order of rows; column, meaning, type, unit, and values: the words that
    may stand in it, each with what it means; unit and values are null where there is none.
    Raises: ValueError for a column that the schema does not describe.
    """
    known = schema.columns()
    unknown = [name for name in rows.columns if name not in known or not known[name].description]
    if unknown:
        raise ValueError(f"{schema.__name__} does not say what {', '.join(unknown)} means.")
    told = [
        (name, str(known[name].description), _TYPES[type(known[name])], unit_of_column(name), _values_of(name))
        for name in rows.columns
    ]
    return pl.DataFrame(told, schema=dict.fromkeys(COLUMN_WORDS, pl.String), orient="row")


def dictionary_of_measures(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the words of each measure that occurs in figures.

    Input: rows with a column measure. Returns: one row per measure, in the order of reports; measure, title,
    definition, numerator, denominator, unit, decimals (places that a reader sees), polarity, source, caveats.
    Raises: UnknownMeasure.
    """
    codes = rows["measure"].unique().to_list()
    told = [_words_of(measure) for measure in find_measures(codes)] if codes else []
    schema = dict.fromkeys(MEASURE_WORDS, pl.String) | {"decimals": pl.Int64}
    return pl.DataFrame(told, schema=schema, orient="row")


def dictionary(rows: pl.DataFrame, *, schema: type[dy.Schema]) -> pl.DataFrame:
    """Return the data dictionary of figures: first their columns, then their measures.

    Input: rows, any of the columns of schema, measure among them. schema: as of `dictionary_of_columns`.
    Returns: one row per column and per measure; about ("column" or "measure"), name, title, meaning, type, unit,
    values, numerator, denominator, decimals, polarity, source, caveats; null where it does not apply.
    Raises: ValueError for a column that the schema does not describe; UnknownMeasure.
    """
    columns = dictionary_of_columns(rows, schema=schema).select(
        pl.lit("column").alias("about"), pl.col("column").alias("name"), pl.exclude("column")
    )
    measures = dictionary_of_measures(rows).select(
        pl.lit("measure").alias("about"),
        pl.col("measure").alias("name"),
        pl.col("definition").alias("meaning"),
        pl.exclude("measure", "definition"),
    )
    names = ("about", "name", "title", "meaning", "type", "unit", "values")
    joined = pl.concat([columns, measures], how="diagonal")
    return joined.select(*names, pl.exclude(names))


def dictionary_as_csv(rows: pl.DataFrame, *, schema: type[dy.Schema]) -> bytes:
    """Return the data dictionary of figures as CSV; see `dictionary`.

    Input: rows, any of the columns of schema, measure among them. schema: as of `dictionary_of_columns`.
    Raises: ValueError for a column that the schema does not describe; UnknownMeasure.
    """
    return without_formulas(dictionary(rows, schema=schema)).write_csv().encode()


def unit_of_column(name: str) -> str | None:
    """Return the unit of a column of figures in words; None where it has none, as text and dates have.

    >>> unit_of_column("neighbour_median"), unit_of_column("change"), unit_of_column("period_end")
    ("the measure's unit", "the measure's unit; percentage points where that is %", None)
    """
    if name in CHANGES:
        return _DIFFERENCE
    return _OF_THE_MEASURE if name in IN_THE_MEASURES_UNIT else _UNITS.get(name)


def _values_of(column: str) -> str | None:
    """Return the words that may stand in a column, each with what it means."""
    told = [f"{word.value}: {meaning}" for word, meaning in MEANINGS.get(column, {}).items()]
    return _JOINED_BY.join(told) or None


def _words_of(measure: Measure) -> tuple[str | int | None, ...]:
    return (
        measure.code,
        measure.title,
        measure.definition,
        measure.numerator,
        measure.denominator,
        measure.unit,
        measure.decimals,
        POLARITY_WORDS[measure.polarity],
        measure.source,
        " ".join(measure.caveats) or None,
    )
