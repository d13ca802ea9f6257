"""The long table of one authority's measure values while it grows: arrays are put together once, at the end."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import AreaType, Note, Source, Status
from csc_metrics.measures.counting.cells import ALL, Cells
from csc_metrics.measures.counting.months import Floats, Ints, Periods

_STATUSES: Final = list(Status)
_STATUS_WORDS: Final = pl.Series([status.value for status in _STATUSES], dtype=pl.String)
_SCHEMA: Final = {name: column.dtype for name, column in MeasureValues.columns().items()}
"""No query: processes for reports are forked once this is loaded."""


class LongTable:
    """Measure values of one authority, counted from records. la_code: the authority."""

    def __init__(self, la_code: str) -> None:
        self.la_code = la_code
        self._words: list[str | None] = []
        self._places: dict[str | None, int] = {}
        self._columns: dict[str, list[np.ndarray]] = {name: [] for name in _KIND_OF}

    def number_of(self, status: Status) -> int:
        """Return the number by which `add` takes a status."""
        return _STATUSES.index(status)

    def add(
        self,
        code: str,
        cells: Cells,
        *,
        top: Floats,
        bottom: Floats,
        value: Floats,
        status: Ints,
        notes: Sequence[str | None],
    ) -> None:
        """Add the cells of a measure, those of parts that are not there left out.

        code: of the measure. top, bottom, value: as in `Cells`; nan is none. status: by `number_of`. notes: one for
        each period.
        """
        part, period = np.nonzero(cells.is_there)
        many = len(part)
        is_ok = status[part, period] == self.number_of(Status.OK)
        self._extend(
            measure=np.full(many, self._place(code)),
            breakdown=self._places_of(cells.parts)[part],
            period_type=self._places_of([one.value for one in cells.periods.types])[period],
            note=self._places_of(notes)[period],
            period_start=cells.periods.starts[period],
            period_end=cells.periods.ends[period],
            numerator=top[part, period],
            denominator=bottom[part, period],
            value=np.where(is_ok, value[part, period], np.nan),
            status=status[part, period],
            rows_aside=cells.aside[part, period],
        )

    def add_without_value(self, code: str, periods: Periods, *, status: Status, note: Note) -> None:
        """Add the newest period of each type of a measure of which nothing can be told.

        code: of the measure. status, note: why not.
        """
        newest = np.array([span.stop - 1 for span in periods.spans], dtype=np.int64)
        many = len(newest)
        nothing = np.full(many, np.nan)
        self._extend(
            measure=np.full(many, self._place(code)),
            breakdown=np.full(many, self._place(ALL)),
            period_type=self._places_of([periods.types[place].value for place in newest]),
            note=np.full(many, self._place(note.value)),
            period_start=periods.starts[newest],
            period_end=periods.ends[newest],
            numerator=nothing,
            denominator=nothing,
            value=nothing,
            status=np.full(many, self.number_of(status)),
            rows_aside=np.zeros(many, dtype=np.int64),
        )

    def rows(self) -> pl.DataFrame:
        """Return what was added, in order of the key, and forget it. Returns: schema MeasureValues."""
        order = self._order()
        many = len(order)
        told = {name: self._taken(name, order) for name in self._columns}
        same = {"area_code": self.la_code, "area_type": AreaType.AUTHORITY.value, "source": Source.LOCAL.value}
        told |= {name: pl.repeat(word, many, dtype=pl.String, eager=True) for name, word in same.items()}
        told |= {name: pl.repeat(None, many, dtype=_SCHEMA[name], eager=True) for name in _SCHEMA if name not in told}
        return pl.DataFrame({name: told[name] for name in _SCHEMA})

    def _taken(self, name: str, order: Ints) -> pl.Series:
        """Return a column of the table, and keep none of it: memory is that of one column at a time."""
        numbers = self._joined(name)[order]
        self._columns[name].clear()
        if name in _WORDS:
            return pl.Series(self._words, dtype=pl.String).gather(numbers)
        if name in _DAYS:
            return pl.Series(numbers).cast(pl.Date)
        if name in _AMOUNTS:
            return pl.Series(numbers).fill_nan(None)
        return _STATUS_WORDS.gather(numbers) if name == "status" else pl.Series(numbers).cast(pl.Int64)

    def _joined(self, name: str) -> np.ndarray:
        parts = self._columns[name]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=_KIND_OF[name])

    def _order(self) -> Ints:
        """Return the places of rows in order of the key: far quicker by number than by word, all in one number."""
        ranks = np.zeros(len(self._words) + 1, dtype=np.int64)
        ranks[sorted(range(len(self._words)), key=lambda place: self._words[place] or "")] = np.arange(len(self._words))
        first, last = (self._joined(name).astype(np.int64) for name in _DAYS)
        key = np.zeros(len(first), dtype=np.int64)
        for numbers in (*(ranks[self._joined(name)] for name in _WORDS_OF_KEY), first, last - first):
            key = key * (int(numbers.max(initial=0)) + 1) + numbers
        return np.asarray(np.argsort(key, kind="stable"), dtype=np.int64)

    def _place(self, word: str | None) -> int:
        """Return the place of a word among those that the table has met."""
        if word not in self._places:
            self._places[word] = len(self._words)
            self._words.append(word)
        return self._places[word]

    def _places_of(self, words: Sequence[str | None]) -> Ints:
        return np.array([self._place(word) for word in words], dtype=np.int64)

    def _extend(self, **columns: np.ndarray) -> None:
        for name, values in columns.items():
            self._columns[name].append(values.astype(_KIND_OF[name], copy=False))


_WORDS: Final = ("measure", "breakdown", "period_type", "note")
_WORDS_OF_KEY: Final = ("measure", "breakdown", "period_type")
_DAYS: Final = ("period_start", "period_end")
_AMOUNTS: Final = ("numerator", "denominator", "value")
_KIND_OF: Final = dict.fromkeys((*_WORDS, *_DAYS, "status", "rows_aside"), np.int32) | dict.fromkeys(
    _AMOUNTS, np.float64
)
"""Column → how its numbers are kept; words and statuses by their places."""
