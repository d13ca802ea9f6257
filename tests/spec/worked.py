"""Worked examples of measures, as values: the tests run them, and docs/methodology.md prints them.

Each measure has a module of its own in `spec/measures/` that holds one SPEC. The figures of an example are made up and
are always of the same two areas and years, written in the order Tameside 2024, Tameside 2025, Trafford 2024,
Trafford 2025; a population's are of the year before. A cell is a number, a status where DfE prints a symbol, or None
where the files have no row.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.tables import PublishedFigures
from csc_metrics.contracts.vocabulary import PeriodType, Polarity, Status
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.published.tables import PUBLISHED_TABLES, SERIES_TABLE

Cell = float | str | None

AREAS_AND_YEARS: Final = (("357", 2024), ("357", 2025), ("358", 2024), ("358", 2025))
NOTHING: Final = (None, None, None, None)
HIDDEN: Final = Status.SUPPRESSED.value
LOW: Final = Status.LOW.value
NOT_APPLICABLE: Final = Status.NOT_APPLICABLE.value
NOT_COLLECTED: Final = Status.NOT_COLLECTED.value
UNRELIABLE: Final = Status.UNRELIABLE.value
OF_ZERO: Final = Status.ZERO_DENOMINATOR.value
INCOMPLETE: Final = Status.INCOMPLETE.value


@dataclass(frozen=True, kw_only=True)
class Example:
    """One rule of a measure, with small figures that show it.

    rule: the rule as a sentence. sums: its sums, as one would write them by hand.
    given: series → four cells. gives: the four values, or the status of one that is none.
    tops, bottoms: the numerators and denominators; None where the example says nothing of them.
    notes: the four notes. bounds: (lower, upper) or None, four times. noted: a note that stands on every figure given.
    """

    rule: str
    sums: str
    given: Mapping[str, Sequence[Cell]]
    gives: Sequence[float | str]
    tops: Sequence[float | None] | None = None
    bottoms: Sequence[float | None] | None = None
    notes: Sequence[str | None] = NOTHING
    bounds: Sequence[tuple[float, float] | None] = NOTHING
    noted: str | None = None


@dataclass(frozen=True, kw_only=True)
class Printed:
    """One figure as DfE's own table has it: the proof that the definition is read aright.

    sums: its sum, as one would write it by hand. decimals: places of `value`. The area is Tameside.
    """

    year: int
    top: float
    bottom: float
    value: float
    sums: str
    decimals: int = 1


@dataclass(frozen=True, kw_only=True)
class MeasureSpec:
    """What a measure must do, apart from how it is done.

    years: the first and the latest of DfE's years in its table. lait: its name in LAIT's database, an independent
    working of the same figures; where it has none, no_lait_reason says why.
    lait_lacks: (year, area code) of cells that LAIT leaves empty and DfE's table does not; lait_lacks_reason: why.
    """

    code: str
    period_type: PeriodType
    polarity: Polarity
    examples: tuple[Example, ...]
    printed: Printed
    years: tuple[int, int]
    lait: str | None
    no_lait_reason: str | None = None
    lait_lacks: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    lait_lacks_reason: str | None = None


def specs() -> dict[str, MeasureSpec]:
    """Return every measure's spec by code, in the registry's order; one without a measure comes last."""
    names = sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent / "measures")]))
    held: dict[str, MeasureSpec] = {spec.code: spec for spec in (_spec_in(name) for name in names)}
    return {code: held[code] for code in sorted(held, key=[*MEASURES, *held].index)}


def _spec_in(name: str) -> MeasureSpec:
    spec: MeasureSpec = import_module(f"spec.measures.{name}").SPEC
    return spec


def figures(columns: Mapping[str, Sequence[Cell]], *, note: str | None = None) -> pl.DataFrame:
    """Return made-up figures (schema PublishedFigures). columns: series → four cells."""
    rows = []
    for series, cells in columns.items():
        table = PUBLISHED_TABLES[SERIES_TABLE[series]]
        for (area, year), cell in zip(AREAS_AND_YEARS, cells, strict=True):
            if cell is None:
                continue
            of_year = year - 1 if series == "population_0_to_17" else year
            is_number = not isinstance(cell, str)
            rows.append(
                {
                    "area_code": area,
                    "area_type": "authority",
                    "year": of_year,
                    "period_end": table.period_end(of_year),
                    "series": series,
                    "value": float(cell) if is_number else None,
                    "status": "ok" if is_number else cell,
                    "source_file": "made up",
                    "note": note,
                }
            )
    return PublishedFigures.validate(pl.DataFrame(rows, schema=PublishedFigures.create_empty().schema))


def measured(code: str, example: Example) -> list[dict]:
    """Return the measure's rows for an example's figures, in the order in which they are written."""
    given = figures(example.given, note=example.noted)
    return published_measure_values(given, measures=[MEASURES[code]]).sort("area_code", "period_end").to_dicts()
