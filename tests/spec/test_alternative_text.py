"""A chart's alternative text names the measure, its latest value with the period, the comparators and the direction.

What it must say is worked out here from the long table of values and the lists of neighbours alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any, Final

import polars as pl
import pytest

from csc_metrics.comparison.published_data import PublishedData, compare_authorities, load_published_data
from csc_metrics.contracts.authorities import authorities, current_authorities
from csc_metrics.contracts.vocabulary import ENGLAND_CODE
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends
from csc_metrics.narrative.findings import chart_alternative
from csc_metrics.narrative.history import histories
from csc_metrics.settings.read import read_settings

MODEL: Final = "2025"
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBER: Final = r"(-?[\d,]+(?:\.\d+)?)"
WORDS_OF_DIRECTION: Final = {1: r"\bup (on|for)\b", -1: r"\bdown (on|for)\b", 0: r"\bunchanged on\b"}

Row = dict[str, Any]
"""A row of MeasureValues."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One chart in words, and the table that it must agree with."""

    la_code: str
    measure: Measure
    text: str
    table: "LongTable"


@dataclass(frozen=True, kw_only=True)
class LongTable:
    """Every area's values, by what they are of, and each authority's neighbours."""

    values: pl.DataFrame
    lists: pl.DataFrame

    @cached_property
    def by_cell(self) -> dict[tuple[str, str, date], Row]:
        return {(row["area_code"], row["measure"], row["period_end"]): row for row in self.values.to_dicts()}

    @cached_property
    def days(self) -> dict[str, list[date]]:
        found = self.values.group_by("measure").agg(pl.col("period_end").unique().sort())
        return dict(found.iter_rows())

    @cached_property
    def neighbours(self) -> dict[str, list[str]]:
        found = self.lists.filter(pl.col("neighbour_model") == MODEL).group_by("la_code").agg("neighbour_code")
        return dict(found.iter_rows())

    def held(self, area: str, measure: str) -> list[Row]:
        """Return the rows with a value, oldest first."""
        rows = [self.by_cell.get((area, measure, day)) for day in self.days[measure]]
        return [row for row in rows if row is not None and row["value"] is not None]

    def neighbour_values(self, own: Row) -> list[float] | None:
        """Return the values of an authority's neighbours beside one of its own; None where the table lacks a row."""
        found = []
        for code in self.neighbours.get(own["area_code"], []):
            row = self.by_cell.get((code, own["measure"], own["period_end"]))
            if row is None and authorities()[code].existed_on(own["period_end"]):
                return None
            is_shared = row is not None and row["note"] == own["note"] == "joint_return"
            if row is not None and row["value"] is not None and not (is_shared and row["value"] == own["value"]):
                found.append(row["value"])
        return found or None


def printed(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def is_rounded(number: str, *, value: float, fewest_decimals: int) -> bool:
    """Whether a printed number is the value, rounded to as many decimals as it shows, and shows enough of them."""
    decimals = len(number.partition(".")[2])
    away = abs(Decimal(number.replace(",", "")) - Decimal(f"{value:.9f}"))
    return decimals >= fewest_decimals and away <= Decimal(5).scaleb(-decimals - 1)


def number_after(words: str, text: str) -> str | None:
    found = re.search(rf"{words}{NUMBER}", text)
    return found[1] if found else None


def faults(told: Told) -> Iterator[str]:
    """Yield what a chart in words leaves out or gets wrong."""
    measure, text, table = told.measure, told.text, told.table
    held, latest = table.held(told.la_code, measure.code), table.days[measure.code][-1]
    if not text.startswith(f"Line chart: {measure.title}, {authorities()[told.la_code].name}"):
        yield "the measure and the authority"
    if not held:
        if "There is no figure" not in text:
            yield "that there is no figure"
        return
    last = held[-1]
    yield from faults_of_values(told, last)
    if last["period_end"] != latest and not re.search(rf"No figure .*{printed(latest)}\.$", text):
        yield "that the latest period has no figure"
    yield from faults_of_direction(text, held)


def faults_of_values(told: Told, last: Row) -> Iterator[str]:
    """Yield which of value, neighbours' median and England the words do not give, or give where none is held."""
    table, measure = told.table, told.measure
    neighbours = table.neighbour_values(last)
    england = table.by_cell.get((ENGLAND_CODE, measure.code, last["period_end"]), {}).get("value")
    when = "At" if measure.period_type.value == "snapshot" else "In the year to"
    wanted = {
        f"{when} {printed(last['period_end'])}: ": last["value"],
        r"; the median of [a-z ]+ was ": None if neighbours is None else median(neighbours),
        "; England ": england,
    }
    for words, value in wanted.items():
        number = number_after(words, told.text)
        is_right = number is None if value is None else number is not None
        if not is_right or (number and not is_rounded(number, value=value, fewest_decimals=measure.decimals)):
            yield f"{words}{value}"
    if measure.unit not in told.text:
        yield "the unit"


def faults_of_direction(text: str, held: list[Row]) -> Iterator[str]:
    """Yield the direction that the words lack: against the nearest earlier year with a value, which a gap must name."""
    if len(held) == 1:
        if "There is one year only" not in text:
            yield "that there is one year only"
        return
    before, last = held[-2], held[-1]
    difference = round(last["value"] - before["value"], 9)
    direction = (difference > 0) - (difference < 0)
    said = [way for way, words in WORDS_OF_DIRECTION.items() if re.search(words, text, flags=re.IGNORECASE)]
    if said != [direction]:
        yield f"the direction {direction} and no other: {said}"
    is_gap = (last["period_end"] - before["period_end"]).days > 366
    if is_gap and not re.search(rf" on (the year to )?{printed(before['period_end'])}\.", text):
        yield f"the year that it is set against: {before['period_end']}"


def tell_all(data: PublishedData) -> list[Told]:
    """Return every measure's chart in words for every current authority."""
    measures = list(PUBLISHED_MEASURES.values())
    ends = chosen_period_ends(data.values, measures=measures, period=None)
    rows = compare_authorities(
        data,
        la_codes=[one.la_code for one in current_authorities()],
        period_ends=data.period_keys(measures),
        neighbour_model=MODEL,
    )
    table = LongTable(values=data.values, lists=data.neighbours)
    return [
        Told(la_code=one.la_code, measure=history.measure, text=chart_alternative(history), table=table)
        for one in current_authorities()
        for history in histories(
            rows.filter(pl.col("la_code") == one.la_code), authority=one, measures=measures, period_ends=ends
        )
    ]


def load(published: Path | None) -> PublishedData:
    return load_published_data(published, measures=list(PUBLISHED_MEASURES.values()), settings=read_settings(None))


@pytest.fixture(scope="module")
def carried() -> list[Told]:
    return tell_all(load(None))


def test_every_alternative_from_the_carried_figures_says_what_the_chart_shows(carried: list[Told]) -> None:
    assert len(carried) == len(PUBLISHED_MEASURES) * len(current_authorities())
    assert [f"{told.text!r} lacks {fault}" for told in carried for fault in faults(told)] == []


@pytest.mark.shared
def test_every_alternative_from_dfes_files_says_what_the_chart_shows(shared_dfe: Path) -> None:
    told = tell_all(load(shared_dfe))
    wrong = [f"{one.text!r} lacks {fault}" for one in told for fault in faults(one)]

    assert wrong == []
    said = " ".join(one.text for one in told)
    for words in ("Up on the", "Down on the", "Unchanged on", "The year before has no figure; ", "one year only"):
        assert words in said, "the files hold every case"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Average caseload", "Chart"),
        ("Tameside", "Oldham"),
        ("At 30 September 2025", "At 30 September 2024"),
        (": 18.9 cases", ": 18.8 cases"),
        (": 18.9 cases", ": 19 cases"),
        (" cases per social worker", ""),
        ("was 16.5", "was 16.6"),
        ("; the median of all ten neighbours was 16.5", ""),
        ("England 15.2", "England 15.1"),
        ("; England 15.2", ""),
        ("Up on the year before", "Down on the year before"),
        ("Up on the year before.", "Up on the year before. Unchanged on the year before."),
        (" Up on the year before.", ""),
    ],
)
def test_an_alternative_that_leaves_out_or_changes_a_fact_is_found(carried: list[Told], old: str, new: str) -> None:
    (told,) = [one for one in carried if (one.la_code, one.measure.code) == ("357", "average_caseload")]
    assert old in told.text
    assert list(faults(told)) == []

    assert list(faults(replace(told, text=told.text.replace(old, new))))
