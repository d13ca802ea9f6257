"""Worked examples of measures that are counted from records: the tests run them, docs/methodology.md prints them.

Each measure has a module of its own in `spec/from_records/` that holds one SPEC (or SPECS, where a measure is told of
several kinds of meeting or plan). The records of an example are small tables as text, columns apart by spaces: "-" is
an empty cell, yes and no are true and false, a moment is written 2025-01-06T14:30. Records belong to one authority,
"357", unless a table has a column la_code.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.own_frames import values_of_frames
from csc_metrics.measures.registry import MEASURES
from csc_metrics.periods import period_ending
from csc_metrics.settings.model import Settings

Given = Mapping[str, str]
Cell = float | str | tuple[float | str, float | None, float | None]
EMPTY: Final = "-"
TAMESIDE: Final = "357"
_TRUTH: Final = {"yes": True, "no": False}


@dataclass(frozen=True, kw_only=True)
class RecordsExample:
    """One rule of a measure, with small tables that show it.

    rule: the rule as a sentence. sums: its sums, as one would write them by hand. given: clean table → rows as text.
    until: day up to which the records tell. gives: where → what: a value, or the status of one that is none; or value,
    numerator and denominator. Where is "month 2025-02", "quarter 2025-Q1", "year 2025" (ends on 31 March),
    "rolling 2025-02" or "at 2025-02-28", then the part where it is not all: "month 2025-02 team=North".
    aside: where → rows set aside. settings: other than the defaults. population: children by mid-year day, as text.
    """

    rule: str
    sums: str
    given: Given
    until: date
    gives: Mapping[str, Cell]
    aside: Mapping[str, int] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    population: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RecordsSpec:
    """What a measure of records is held to. code: of the measure. examples: its rules."""

    code: str
    examples: Sequence[RecordsExample]


def records_specs() -> dict[str, RecordsSpec]:
    """Return every measure's spec by code, in the order of the registry; unknown codes last."""
    folder = Path(__file__).parent / "from_records"
    modules = [import_module(f"spec.from_records.{found.name}") for found in pkgutil.iter_modules([str(folder)])]
    held = {spec.code: spec for module in modules for spec in getattr(module, "SPECS", None) or (module.SPEC,)}
    return {code: held[code] for code in sorted(held, key=[*MEASURES, *held].index)}


def frame_of(table: str, text: str) -> pl.DataFrame:
    """Return a small table of text as rows of a clean table. Raises: KeyError for a column it does not have."""
    lines = [line.split() for line in text.strip().splitlines()]
    columns = RECORD_TABLES[table].all_columns
    types = {name: columns[name].dtype for name in lines[0]}
    cells = {name: [_value(line[place], types[name]) for line in lines[1:]] for place, name in enumerate(lines[0])}
    return pl.DataFrame(cells, schema=types)


def _value(cell: str, dtype: pl.DataType) -> object:
    if cell == EMPTY:
        return None
    match dtype:
        case pl.Date:
            return date.fromisoformat(cell)
        case pl.Datetime:
            return datetime.fromisoformat(cell)
        case pl.Boolean:
            return _TRUTH[cell]
        case pl.Float64:
            return float(cell)
    return cell


def counted(code: str, example: RecordsExample) -> pl.DataFrame:
    """Return the measure values of an example. Returns: schema MeasureValues."""
    tables = {name: frame_of(name, text) for name, text in example.given.items()}
    tables = {
        name: rows if "la_code" in rows.columns else rows.with_columns(pl.lit(TAMESIDE).alias("la_code"))
        for name, rows in tables.items()
    }
    people = {date.fromisoformat(day): many for day, many in example.population.items()}
    return values_of_frames(
        [MEASURES[code]],
        tables,
        settings=example.settings,
        until=example.until,
        population={TAMESIDE: people},
    )


def row_at(values: pl.DataFrame, where: str) -> dict:
    """Return the one row of the values of an authority at a place such as "month 2025-02 team=North"."""
    kind, label, *part = where.split()
    period_type, end = _period(kind, label)
    period = period_ending(period_type, end)
    found = values.filter(
        period_type=period.period_type.value,
        period_start=period.start,
        period_end=period.end,
        breakdown=part[0] if part else "all",
        area_code=TAMESIDE,
    )
    assert found.height == 1, f"{found.height} rows at {where}; there are:\n{_places(values)}"
    return found.row(0, named=True)


def _period(kind: str, label: str) -> tuple[PeriodType, date]:
    match kind:
        case "month":
            return PeriodType.MONTH, _month_end(label)
        case "rolling":
            return PeriodType.ROLLING_12_MONTHS, _month_end(label)
        case "quarter":
            return PeriodType.QUARTER, _month_end(f"{label[:4]}-{int(label[-1]) * 3:02d}")
        case "year":
            return PeriodType.YEAR, date(int(label), 3, 31)
        case "at":
            return PeriodType.SNAPSHOT, date.fromisoformat(label)
    raise KeyError(kind)


def _month_end(label: str) -> date:
    first = date.fromisoformat(f"{label}-01")
    return pl.Series([first]).dt.month_end()[0]


def _places(values: pl.DataFrame) -> str:
    told = values.select("period_type", "period_end", "breakdown", "value", "status").rows()
    return "\n".join(map(str, told))
