"""The second opinion's own way from unit rows to periods and parts: range joins against a table of periods, in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

OF_CHILD: Final = {
    "age_band": "age_band(child.born_on, unit.on_day)",
    "ethnicity": "ethnic_group(child.ethnicity)",
}
"""Parts that every query with a child_id has without saying so."""
PERIODS: Final = {
    "month": ("1 month", "TRUE"),
    "quarter": ("3 months", "month(end_day) IN (3, 6, 9, 12)"),
    "year": ("12 months", "month(end_day) = 3"),
    "rolling_12_months": ("12 months", "TRUE"),
    "snapshot": ("0 months", "TRUE"),
}
"""Type of period → its length, and which month ends it can have."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """By what sum rows become a figure. top, bottom: aggregates in SQL, where it has them; quantile: the same.

    per: the value is so many times top by bottom. is_rate: whether the bottom is the population.
    """

    top: str | None = None
    bottom: str | None = None
    quantile: str | None = None
    per: int | None = None
    is_rate: bool = False


COUNTED: Final = "count(*) FILTER (top AND NOT is_aside)"
OF_THESE: Final = "count(*) FILTER (bottom AND NOT is_aside)"
DIFFERENT: Final = "count(DISTINCT key) FILTER (top AND NOT is_aside)"
OF_DIFFERENT: Final = "count(DISTINCT key) FILTER (bottom AND NOT is_aside)"
SUM: Final = "coalesce(sum(top::DECIMAL(18, 6)) FILTER (NOT is_aside), 0)::DOUBLE"
OF_SUM: Final = "coalesce(sum(bottom::DECIMAL(18, 6)) FILTER (NOT is_aside), 0)::DOUBLE"

COUNT: Final = Shape(top=COUNTED)
SHARE: Final = Shape(top=COUNTED, bottom=OF_THESE, per=100)
DISTINCT: Final = Shape(top=DIFFERENT)
DISTINCT_SHARE: Final = Shape(top=DIFFERENT, bottom=OF_DIFFERENT, per=100)
RATIO: Final = Shape(top=SUM, bottom=OF_SUM, per=1)
RATIO_PCT: Final = Shape(top=SUM, bottom=OF_SUM, per=100)
RATE: Final = Shape(top=COUNTED, bottom="0", per=10_000, is_rate=True)


def quantile(share: float) -> Shape:
    """Return the shape of a quantile of amounts, linear between the two next to it."""
    return Shape(
        bottom="count(*) FILTER (NOT is_aside)", quantile=f"quantile_cont(amount, {share}) FILTER (NOT is_aside)"
    )


@dataclass(frozen=True, kw_only=True)
class Query:
    """A measure in SQL. shape: its sum. rows: unit rows with la_code, on_day, is_aside, and as the shape needs them.

    top, bottom, amount or key; a column for each part; child_id where a part is told by the child. is_at_end: whether
    a row has a column at_end, which says that it counts where a period ends on its day and nowhere else.
    known_by: for cohorts, the day by which all of a period is known, an expression of end_day.
    """

    shape: Shape
    rows: str
    is_at_end: bool = False
    known_by: str | None = None


def periods_sql(types: Iterable[str]) -> str:
    """Return SQL for the periods of these types from the first to the last day for which each authority is counted."""
    of_types = [
        f"""
        SELECT la_code, '{name}' AS period_type, end_day,
               CASE '{name}' WHEN 'snapshot' THEN end_day
                             ELSE (end_day + INTERVAL 1 DAY - INTERVAL '{length}')::DATE END AS start_day
        FROM (SELECT *, last_day(month)::DATE AS end_day
              FROM (SELECT *, unnest(generate_series(date_trunc('month', first_day), last_day, INTERVAL 1 MONTH))
                              AS month
                    FROM covered))
        WHERE {wanted} AND start_day >= date_trunc('month', first_day)
        """
        for name, (length, wanted) in PERIODS.items()
        if name in types
    ]
    return " UNION ALL ".join(of_types)


def cells_sql(query: Query, *, parts: tuple[str, ...]) -> str:
    """Return SQL for the sums of a measure: one row per authority, period and part that has a unit in it.

    Returns: KEY, top, bottom, quantile, aside.
    """
    of_child = "".join(f", {sql} AS {name}" for name, sql in OF_CHILD.items() if name in parts)
    children = "LEFT JOIN children child USING (la_code, child_id)" if of_child else ""
    within = "unit.on_day BETWEEN period.start_day AND period.end_day"
    if query.is_at_end:
        within = f"CASE WHEN unit.at_end THEN unit.on_day = period.end_day ELSE {within} END"
    key = "la_code, period_type, start_day, end_day"
    sets = ", ".join([f"({key})", *(f"({key}, {part})" for part in parts)])
    named = "".join(
        f" WHEN grouping({part}) = 0 THEN '{part}=' || coalesce({part}::VARCHAR, 'not_recorded')" for part in parts
    )
    shape = query.shape
    return f"""
        WITH unit AS (SELECT unit.* {of_child} FROM ({query.rows}) unit {children}),
             placed AS (SELECT unit.*, period.period_type, period.start_day, period.end_day
                        FROM unit JOIN periods period ON unit.la_code = period.la_code AND {within})
        SELECT {key}, {f"CASE {named} ELSE 'all' END" if parts else "'all'"} AS breakdown,
               ({shape.top or "NULL"})::DOUBLE AS top, ({shape.bottom or "NULL"})::DOUBLE AS bottom,
               ({shape.quantile or "NULL"})::DOUBLE AS quantile, count(*) FILTER (is_aside) AS aside
        FROM placed GROUP BY GROUPING SETS ({sets})
    """


KEY: Final = ("la_code", "period_type", "start_day", "end_day", "breakdown")
"""What a figure of one measure is told by."""
