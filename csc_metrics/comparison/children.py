"""How many children live in an authority, for rates that are counted from its own records."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.counting.opened import population_of
from csc_metrics.measures.measure import Measure
from csc_metrics.published.carry import carried_published
from csc_metrics.published.read import read_published


class ChildrenOfAuthorities:
    """Children of each authority by mid-year day, read once, and only where a rate is wanted of a real authority."""

    def __init__(self, measures: Sequence[Measure], published: Path | None) -> None:
        """Say what they are for. measures: those to be counted. published: folder of DfE's files; None: as carried."""
        self._is_wanted = any(one.from_records.how is How.RATE for one in measures if one.from_records is not None)
        self._published = published
        self._figures: pl.DataFrame | None = None

    def of(self, la_code: str) -> dict[date, float]:
        """Return mid-year day → children aged 0 to 17; nobody's where no rate is wanted. la_code: of the authority.

        Raises: the errors of csc_metrics.published.
        Source: ONS mid-year estimates, in DfE's population table; of the made-up region, made up.
        """
        if not self._is_wanted or made_up_population(la_code):
            return made_up_population(la_code)
        if self._figures is None:
            folder = self._published
            read = carried_published() if folder is None else read_published(folder, tables={"population"})
            self._figures = read.figures
        return population_of(self._figures, la_code)
