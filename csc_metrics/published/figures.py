"""From a recognised file's cells to published figures: areas, periods, numbers and symbols."""

from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.vocabulary import ENGLAND_CODE, REGIONS, SYMBOL_STATUS, AreaType, Note, Status
from csc_metrics.errors import CscMetricsError, list_faults
from csc_metrics.published.recognise import category_column
from csc_metrics.published.tables import PublishedTable
from csc_metrics.published.text import ASK_MAINTAINERS, FETCH_AGAIN, TextTable

_LEVELS: Final = {
    "National": AreaType.ENGLAND.value,
    "Regional": AreaType.REGION.value,
    "Local authority": AreaType.AUTHORITY.value,
}
_NUMBER: Final = r"^\d+(\.\d+)?$"
_TIME_IDENTIFIER: Final = "Reporting year"


class FaultyCells(CscMetricsError):
    """Cells that are neither a number nor a symbol that DfE explains, or rows about no known area."""

    @classmethod
    def unknown_symbols(cls, path: Path, faults: list[str]) -> Self:
        """Word the error for cells that hold neither a number nor a known symbol."""
        known = ", ".join(SYMBOL_STATUS)
        return cls(
            f"{path}: neither a number nor one of DfE's symbols ({known}).\n{list_faults(faults)}\n"
            f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
        )

    @classmethod
    def unknown_areas(cls, path: Path, faults: list[str]) -> Self:
        """Word the error for rows whose area, level or year is not known."""
        return cls(
            f"{path}: rows about an area or a year that is not known.\n{list_faults(faults)}\n"
            f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
        )


def published_figures_of(table: TextTable, known: PublishedTable, *, source_file: str) -> pl.DataFrame:
    """Return one file's figures, a row per area, series and period end.

    Input: a file recognised as `known`. Joint returns ("314 / 318") become one row for each authority.
    Returns: columns of PublishedFigures, and `line` (of the file); value in the unit that DfE prints.
    Raises: FaultyCells naming file, lines, columns and values.
    """
    rows = _rows_with_area(table, known)
    headings = {series: _heading_of(table, names) for series, names in known.series.items()}
    cells = pl.DataFrame({series: table.column(heading) for series, heading in headings.items() if heading})
    wide = pl.concat([rows, cells], how="horizontal")
    if known.read_category is not None:
        wide = wide.filter(pl.col("category").str.contains(f"^(?:{known.read_category.pattern})$"))
    long = wide.unpivot(cells.columns, index=rows.columns, variable_name="series", value_name="cell")
    figures = _with_values(long, table=table, headings=headings)
    return figures.with_columns(source_file=pl.lit(source_file)).select(
        "area_code", "area_type", "year", "period_end", "series", "value", "status", "source_file", "note", "line"
    )


def _heading_of(table: TextTable, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in table.headings), None)


def _rows_with_area(table: TextTable, known: PublishedTable) -> pl.DataFrame:
    """Return area_code, area_type, year, period_end, category and line of each row of the file."""
    area = pl.col("area_type")
    named = _rows_as_printed(table).with_columns(
        area_code=pl.when(area == AreaType.ENGLAND.value)
        .then(pl.lit(ENGLAND_CODE))
        .when(area == AreaType.REGION.value)
        .then("region_code")
        .otherwise("old_la_code")
    )
    _require_known_areas(named, path=table.path)
    month, day = known.month_day
    period_end = pl.date("year", month, day).alias("period_end")
    return named.select("area_code", "area_type", "year", period_end, "category", "line")


def _rows_as_printed(table: TextTable) -> pl.DataFrame:
    """Return what each row says of its area, year and category, with the area type and the year read from it."""
    heading = category_column(table)
    return pl.DataFrame(
        {
            "line": table.lines,
            "time_period": table.column("time_period"),
            "time_identifier": table.column("time_identifier"),
            "level": table.column("geographic_level"),
            "region_code": table.column("region_code"),
            "old_la_code": table.column("old_la_code"),
            "category": table.column(heading) if heading else [""] * len(table.rows),
        },
        schema_overrides={"line": pl.Int64},
    ).with_columns(
        area_type=pl.col("level").replace_strict(_LEVELS, default=None, return_dtype=pl.String),
        year=pl.col("time_period").str.extract(r"^(20\d\d)$").cast(pl.Int16),
    )


def _require_known_areas(rows: pl.DataFrame, *, path: Path) -> None:
    codes = pl.col("area_code").str.split("/").list.eval(pl.element().str.strip_chars())
    authority_known = codes.list.eval(pl.element().is_in(list(authorities()))).list.all()
    known = (
        pl.when(pl.col("area_type") == AreaType.AUTHORITY.value)
        .then(authority_known)
        .when(pl.col("area_type") == AreaType.REGION.value)
        .then(pl.col("area_code").is_in(list(REGIONS)))
        .otherwise(pl.col("area_type").is_not_null())
    )
    is_labelled = pl.col("year").is_not_null()
    is_yearly = pl.col("time_identifier") == _TIME_IDENTIFIER
    faulty = rows.with_columns(
        fault=pl.when(~is_labelled)
        .then(pl.format("time_period '{}' is not a year such as 2025", "time_period"))
        .when(~is_yearly)
        .then(pl.format("time_identifier '{}' is not '{}'", "time_identifier", pl.lit(_TIME_IDENTIFIER)))
        .when(pl.col("area_type").is_null())
        .then(pl.format("geographic_level '{}' is not one of {}", "level", pl.lit(", ".join(_LEVELS))))
        .when(~known.fill_null(value=False))
        .then(pl.format("{} '{}' is not a code of DfE's that is known", "level", "area_code"))
    ).filter(pl.col("fault").is_not_null())
    if faulty.height:
        faults = [f"line {line}: {fault}" for line, fault in faulty.select("line", "fault").iter_rows()]
        raise FaultyCells.unknown_areas(path, faults)


def _with_values(long: pl.DataFrame, *, table: TextTable, headings: dict[str, str | None]) -> pl.DataFrame:
    """Turn the printed cells into value and status, and joint codes into one row for each authority."""
    is_number = pl.col("cell").str.contains(_NUMBER)
    known = long.with_columns(
        value=pl.when(is_number).then(pl.col("cell")).cast(pl.Float64),
        status=pl.when(is_number)
        .then(pl.lit(Status.OK.value))
        .otherwise(
            pl.col("cell").str.to_lowercase().replace_strict(SYMBOL_STATUS, default=None, return_dtype=pl.String)
        ),
        note=pl.when(pl.col("area_code").str.contains("/")).then(pl.lit(Note.JOINT_RETURN.value)),
    )
    faulty = known.filter(pl.col("status").is_null())
    if faulty.height:
        faults = [
            f"line {row['line']}, column {headings[row['series']]}: {row['cell']!r}"
            for row in faulty.iter_rows(named=True)
        ]
        raise FaultyCells.unknown_symbols(table.path, faults)
    return known.with_columns(pl.col("area_code").str.split("/").list.eval(pl.element().str.strip_chars())).explode(
        "area_code"
    )
