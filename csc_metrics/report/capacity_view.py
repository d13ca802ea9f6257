"""What it would take to be as neighbours are, for notebooks: children, cases and workers as ranges, and projections."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.comparison.compare import neighbour_lists
from csc_metrics.contracts.made_up_region import (
    authority_with_records,
    made_up_authorities,
    made_up_neighbours,
    note_on,
)
from csc_metrics.contracts.vocabulary import NEIGHBOURS_IN_A_LIST, PeriodType, Source, Status
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.as_neighbours import as_neighbours_have
from csc_metrics.narrative.numbers import format_number
from csc_metrics.planning.kept_projections import keep_projections, kept_projections
from csc_metrics.planning.projections import FEWEST_CHANGES, project, score_projections
from csc_metrics.planning.what_it_would_take import CASELOAD, CHILDREN_IN_NEED, LEVERS, would_take_beside
from csc_metrics.report.comparison_view import ComparisonView, open_view
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.folders import places_of
from csc_metrics.report.page.capacity_tables import (
    children_table,
    figures_words,
    no_workers,
    projections_table,
    scores_table,
    why_nothing,
    workers_table,
)
from csc_metrics.report.page.model import Block, DisplayTable
from csc_metrics.report.parameters import with_numbers_as_text

_YEAR_END: Final = 3
_ASSUMED: Final = (
    "Nobody says that the authority ought to be as its neighbours are: this is no target and no forecast. It says how "
    "many children, cases and workers there would be if one figure were as neighbours have it, and all else as it is.",
    "Each line is a line of its own. Looked-after children are children in need: the two are never added up, and "
    "neither are agency workers and vacancies.",
    "How far a level hangs on one neighbour is told by leaving each out in turn, so that the ends lie somewhat beyond "
    "the quartiles themselves; they allow for rounding, too, where figures are printed as whole numbers or to one "
    "decimal. More or fewer also allows for chance in the authority's own count (95%).",
)
_WORKERS: Final = (
    "Children in need are taken to be as many cases each as now, and chance in their number (95%) is allowed for in "
    "cases and in workers; where the caseload itself would be another, cases are as they are. Agency's share lies "
    "between what it would be if agency workers came, or went, first and what it would be if permanent ones did. "
    "Vacancies are not in it. Cases, workers and agency workers are all of one day."
)
_PROJECTED: Final = "Of each year ahead it is said that it will be as the newest, give or take the changes of the past."
_KEPT: Final = "What was said is kept, and held to what came."
_NOT_KEPT: Final = "What is said is not kept, since there is no folder of clean tables to keep it beside."
_NOTHING_SAID: Final = (
    f"Nothing is said of a figure without one of its newest year, or with fewer than {FEWEST_CHANGES} past changes of "
    "years."
)


@dataclass(frozen=True, kw_only=True)
class CapacityView:
    """What it would take for one authority. view: its figures beside its neighbours'.

    neighbours: the names of its neighbours, by the model of the settings. would_take: schema WhatItWouldTake. clean:
    folder of clean tables, where projections are kept. today: the day on which projections are made.
    """

    view: ComparisonView
    neighbours: tuple[str, ...]
    would_take: pl.DataFrame
    clean: Path
    today: date


@with_numbers_as_text
def open_capacity(
    *, authority: str, clean: str = "", published: str = "", settings: str = "", today: date | None = None
) -> CapacityView:
    """Read an authority's figures and its neighbours', and work out what it would take.

    Figures of records for one of the made-up region, whose neighbours share theirs; else DfE's. authority: code or
    name. clean: folder of clean tables; empty: data_clean. published: folder of DfE's files; empty: data_raw/published,
    else what the package carries. settings: file of the authority's own numbers; empty: settings.toml, else defaults.
    today: the day on which projections are made; None: this day.
    Raises: CscMetricsError with one message that says what, where and what to do.
    """
    view = open_view(authority=authority, clean=clean, published=published, settings=settings)
    code, model = view.authority.la_code, view.settings.neighbours.model
    is_made_up = code in made_up_authorities()
    lists = {code: list(made_up_neighbours(code))} if is_made_up else neighbour_lists(view.neighbours, model)
    values = view.everybody if is_made_up else view.published
    would_take = would_take_beside(values, lists=lists, neighbour_model=model, la_codes=[code], settings=view.settings)
    names = tuple(one.name for near in lists.get(code, []) if (one := authority_with_records(near)) is not None)
    day = today or datetime.now(tz=UTC).date()
    folder = places_of(authority, clean=clean).clean
    return CapacityView(view=view, neighbours=names, would_take=would_take, clean=folder, today=day)


def what_is_assumed(capacity: CapacityView) -> Shown:
    """Return whose figures these are, of when, beside whose, and what is assumed. capacity: of `open_capacity`."""
    by_lever = capacity.would_take.drop_nulls("period_end").partition_by("lever", maintain_order=True)
    held = [(figures_words(own), own["neighbours_with_value"].item(0)) for own in by_lever]
    told = [f"{words}, {many} of {NEIGHBOURS_IN_A_LIST} neighbours with a figure" for words, many in held]
    whose = f"Figures, and the neighbours': {'; '.join(told)}." if told else "There is no figure to work with."
    note = note_on(capacity.view.authority.la_code)
    words = (note, _beside_whom(capacity), whose, *_ASSUMED)
    return _shown("assumed", capacity.view.authority.name, words=tuple(filter(None, words)))


def _beside_whom(capacity: CapacityView) -> str:
    """Return who the neighbours are, and by which model; those of a made-up authority are made up with it."""
    if not capacity.neighbours:
        return ""
    names = ", ".join(capacity.neighbours)
    if capacity.view.authority.la_code in made_up_authorities():
        return f"Neighbours: {names}."
    return f"Neighbours by the model of {capacity.view.settings.neighbours.model}: {names}."


def children_then(capacity: CapacityView) -> Shown:
    """Return how many children or referrals there would be. capacity: of `open_capacity`."""
    rows = capacity.would_take.filter(pl.col("lever") != CASELOAD)
    ok, wanting = _apart(rows)
    by_lever = {lever: ok.filter(lever=lever) for lever in LEVERS}
    tables = tuple(children_table(MEASURES[lever].title, own) for lever, own in by_lever.items() if own.height)
    said = [sentence.plain for own in by_lever.values() if (sentence := as_neighbours_have(own)) is not None]
    return _shown("children", "Children and referrals", words=(*said, *wanting), tables=tables)


def workers_then(capacity: CapacityView) -> Shown:
    """Return how many workers there would be, and agency's share. capacity: of `open_capacity`."""
    rows = capacity.would_take.filter(pl.col("lever").is_in([CHILDREN_IN_NEED, CASELOAD]))
    ok, wanting = _apart(rows)
    held = ok.drop_nulls("fte_now")
    tables = tuple(
        workers_table(MEASURES[lever].title, held.filter(lever=lever))
        for lever in (CHILDREN_IN_NEED, CASELOAD)
        if held.filter(lever=lever).height
    )
    gaps = [told for row in ok.unique("lever", maintain_order=True).to_dicts() if (told := no_workers(row)) is not None]
    words = (_WORKERS, *_caseload_chosen(rows), *wanting, *gaps)
    return _shown("workers", "Cases and workers", words=words, tables=tables)


def _caseload_chosen(rows: pl.DataFrame) -> tuple[str, ...]:
    """Return a sentence with the caseload that the settings chose and the present one; none where they chose none.

    Input: rows, schema WhatItWouldTake, of one authority.
    """
    chosen = rows.filter("is_caseload_chosen").drop_nulls(["caseload", "cases_now", "fte_now"])
    if chosen.is_empty():
        return ()
    row = chosen.row(0, named=True)
    told, present = (
        format_number(many, decimals=MEASURES[CASELOAD].decimals)
        for many in (row["caseload"], row["cases_now"] / row["fte_now"])
    )
    return (
        f"For children in need, the settings choose {told} cases for each worker; at present it is {present}. Workers "
        "then are worked out by the one that is chosen, so that more or fewer is of both changes together.",
    )


def projections(capacity: CapacityView) -> Shown:
    """Return between what the next years' figures will probably lie, and how what was said before fared.

    What is said today is kept beside the clean tables, where there are any. capacity: of `open_capacity`.
    """
    code = capacity.view.authority.la_code
    values = _yearly(capacity.view)
    made = project(values, measures=LEVERS, projected_on=capacity.today).filter(la_code=code)
    before = kept_projections(capacity.clean, code)
    has_folder = capacity.clean.is_dir()
    if has_folder and made.height:
        keep_projections(capacity.clean, made, la_code=code)
    scores = score_projections(before, values)
    tables = [projections_table("The next years", made)] if made.height else []
    tables += [scores_table("What was said before, and what came", scores)] if scores.height else []
    kept = (_KEPT if has_folder else _NOT_KEPT,) if made.height else (_NOTHING_SAID,)
    words = (_PROJECTED, *kept)
    return _shown("projections", "Projections", words=words, tables=tuple(tables))


def _yearly(view: ComparisonView) -> pl.DataFrame:
    """Return yearly figures: DfE's of a real authority; of a made-up one its own years and 31 March."""
    if view.authority.la_code not in made_up_authorities():
        return view.published
    is_year_end = (pl.col("period_end").dt.month() == _YEAR_END) & (pl.col("source") == Source.LOCAL.value)
    is_year = pl.col("period_type").is_in([PeriodType.YEAR.value, PeriodType.SNAPSHOT.value])
    return view.everybody.filter(is_year & is_year_end)


def _apart(rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return rows that were worked out, and why others were not."""
    is_ok = pl.col("status") == Status.OK.value
    wanting = [why_nothing(row) for row in rows.filter(~is_ok).unique("lever", maintain_order=True).to_dicts()]
    return rows.filter(is_ok), tuple(wanting)


def _shown(code: str, title: str, *, words: tuple[str, ...] = (), tables: tuple[DisplayTable, ...] = ()) -> Shown:
    return Shown([Block(code=code, title=title, words=words, tables=tables)])
