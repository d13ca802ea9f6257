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
_SCHEMA: Final = MeasureValues.create_empty().schema


class LongTable:
    """Measure values of one authority, counted from records. la_code: the authority."""

    def __init__(self, la_code: str) -> None:
        self.la_code = la_code
        self._words: list[str | None] = []
        self._places: dict[str | None, int] = {}
        self._columns: dict[str, list[np.ndarray]] = {name: [] for name in _WORDS + _DAYS + _NUMBERS}

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
        """Return what was added, in order of the key. Returns: schema MeasureValues."""
        added = {name: np.concatenate(parts) if parts else np.zeros(0) for name, parts in self._columns.items()}
        order = self._order(added)
        told = {name: values[order] for name, values in added.items()}
        words = pl.Series(self._words, dtype=pl.String)
        statuses = pl.Series([status.value for status in _STATUSES], dtype=pl.String)
        found = pl.DataFrame(
            {name: words.gather(told[name].astype(np.int64)) for name in _WORDS}
            | {name: pl.Series(told[name].astype(np.int32)).cast(pl.Date) for name in _DAYS}
            | {name: pl.Series(told[name], dtype=pl.Float64).fill_nan(None) for name in _AMOUNTS}
            | {"status": statuses.gather(told["status"].astype(np.int64))}
            | {"rows_aside": pl.Series(told["rows_aside"].astype(np.int64))}
        )
        same = {"area_code": self.la_code, "area_type": AreaType.AUTHORITY.value, "source": Source.LOCAL.value}
        intervals = [pl.lit(None).cast(_SCHEMA[name]).alias(name) for name in ("lower", "upper", "interval_kind")]
        whole = found.with_columns(*(pl.lit(word).alias(name) for name, word in same.items()), *intervals)
        return whole.select(list(_SCHEMA))

    def _order(self, added: dict[str, np.ndarray]) -> Ints:
        """Return the places of rows in order of the key: far quicker by number than by word, all in one number."""
        ranks = np.zeros(len(self._words) + 1, dtype=np.int64)
        ranks[sorted(range(len(self._words)), key=lambda place: self._words[place] or "")] = np.arange(len(self._words))
        first, last = (added[name].astype(np.int64) for name in _DAYS)
        key = np.zeros(len(first), dtype=np.int64)
        for numbers in (*(ranks[added[name].astype(np.int64)] for name in _WORDS_OF_KEY), first, last - first):
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
            self._columns[name].append(values)


_WORDS: Final = ("measure", "breakdown", "period_type", "note")
_WORDS_OF_KEY: Final = ("measure", "breakdown", "period_type")
_DAYS: Final = ("period_start", "period_end")
_AMOUNTS: Final = ("numerator", "denominator", "value")
_NUMBERS: Final = (*_AMOUNTS, "status", "rows_aside")
