"""An analyst's working view of one authority's figures beside its neighbours', question by question, for notebooks."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.comparison.against_others import against_others
from csc_metrics.comparison.children import ChildrenOfAuthorities
from csc_metrics.comparison.local_data import local_against_others
from csc_metrics.comparison.out_of_step import false_flags_expected, furthest_out_of_step
from csc_metrics.comparison.published_data import PublishedData, folder_of_published, load_published_data
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import authority_with_records, made_up_neighbours, note_on
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.data_quality.held import (
    authorities_held,
    find_authority_with_records,
    require_records_of_made_up,
)
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends, complete_measure_values
from csc_metrics.narrative.numbers import format_number
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.folders import places_of
from csc_metrics.report.page.figure_tables import newest_row
from csc_metrics.report.page.model import Block
from csc_metrics.report.page.neighbour_tables import beside_neighbours_table, models_words, out_of_step_table
from csc_metrics.report.parameters import with_numbers_as_text
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import read_settings

_FURTHEST: Final = 20
_KEY: Final = ("measure", "breakdown", "period_type", "period_end")
_INTERNAL: Final = "Internal: counts of few are shown as they are. Not for publication."
_FROM_RECORDS: Final = "Figures are counted from the authority's own records."
_FROM_DFE: Final = (
    "No clean tables of its own records are there, so that every figure is DfE's. What needs months is empty below: "
    "put its extracts into data_raw, run `csc-metrics clean`, and run this again."
)


@dataclass(frozen=True, kw_only=True)
class ComparisonView:
    """One authority's figures beside its neighbours'. values: schema MeasureValues, its own or, without records, DfE's.

    against: schema AgainstOthers, the newest figure of each measure, by both models. everybody: schema MeasureValues,
    what is counted from records, the neighbours' too. published: schema MeasureValues, of DfE. neighbours: schema
    Neighbours.
    """

    authority: Authority
    settings: Settings
    values: pl.DataFrame
    against: pl.DataFrame
    everybody: pl.DataFrame
    published: pl.DataFrame
    neighbours: pl.DataFrame


@with_numbers_as_text
def open_view(*, authority: str, clean: str = "", published: str = "", settings: str = "") -> ComparisonView:
    """Read one authority's figures and its neighbours', and set the newest of each measure beside each other.

    authority: code or name, of a real authority or of the made-up region. clean: folder of clean tables; empty:
    data_clean. published: folder of DfE's files; empty: data_raw/published, else what the package carries. settings:
    file of the authority's own numbers; empty: settings.toml, else the defaults.
    Raises: CscMetricsError with one message that says what, where and what to do.
    """
    places = places_of(authority, clean=clean, settings=settings)
    chosen = read_settings(places.settings, measure_codes=MEASURES, record_words=words_by_column())
    whose_it_is = find_authority_with_records(authority)
    measures = list(PUBLISHED_MEASURES.values())
    folder = folder_of_published(published)
    data = load_published_data(folder, measures=measures, settings=chosen)
    children = ChildrenOfAuthorities(list(LOCAL_MEASURES.values()), folder)
    local = _local_values(places.clean, whose_it_is, neighbours=data.neighbours, children=children, settings=chosen)
    own = local.filter(area_code=whose_it_is.la_code)
    if own.is_empty():
        own, against = _published(whose_it_is, data)
    else:
        newest = [newest_row(measure, own) for measure in LOCAL_MEASURES.values()]
        keys = pl.DataFrame([row for row in newest if row is not None], schema=MeasureValues.create_empty().schema)
        completed = own.join(keys.select(_KEY), on=_KEY, how="semi")
        against = local_against_others(local, completed=completed, published=data.values, neighbours=data.neighbours)
    return ComparisonView(
        authority=whose_it_is,
        settings=chosen,
        values=own,
        against=against,
        everybody=local,
        published=data.values,
        neighbours=data.neighbours,
    )


def whose(view: ComparisonView) -> Shown:
    """Return whose figures these are, where they come from, and who the neighbours are. view: of `open_view`."""
    codes = {code for codes in view.against["neighbours"] for code in codes}
    names = {code: one.name for code in codes if (one := authority_with_records(code)) is not None}
    is_local = "local" in view.values["source"].unique()
    words = (
        note_on(view.authority.la_code),
        _FROM_RECORDS if is_local else _FROM_DFE,
        *models_words(view.against, names),
        _INTERNAL,
    )
    return _shown("whose", view.authority.name, words=tuple(filter(None, words)))


def beside_neighbours(view: ComparisonView) -> Shown:
    """Return the newest figure of each measure that neighbours have beside theirs, by both models.

    view: of `open_view`.
    """
    compared = _compared(view)
    if compared.is_empty():
        return _shown("beside", "Beside neighbours", words=("No neighbour has a figure to set beside these.",))
    topics = {code: measure.topic for code, measure in MEASURES.items()}
    told = compared.with_columns(pl.col("measure").replace_strict(topics).alias("topic"))
    first, *others = (
        (topic, beside_neighbours_table(f"{view.authority.name} beside its neighbours: {topic}", rows))
        for topic in dict.fromkeys(topics.values())
        if (rows := told.filter(topic=topic).drop("topic")).height
    )
    folded = tuple((topic, (table,)) for topic, table in others)
    return Shown([Block(code="beside", title="Beside neighbours", words=(), tables=(first[1],), folded=folded)])


def out_of_step(view: ComparisonView) -> Shown:
    """Return what is furthest out of step with neighbours, the strongest evidence first. view: of `open_view`.

    By the model of the settings.
    """
    model = view.settings.neighbours.model
    compared = _compared(view).filter(neighbour_model=model)
    if compared.is_empty():
        return _shown("out-of-step", "Furthest out of step", words=("Nothing can be compared.",))
    ordered = furthest_out_of_step(compared)
    caption = f"{view.authority.name}, by the model of {model}"
    first, others = (out_of_step_table(caption, rows) for rows in (ordered.head(_FURTHEST), ordered[_FURTHEST:]))
    folded = ((f"The other {len(others.rows)}, nearer to their neighbours", (others,)),) if others.rows else ()
    words = _chances(compared)
    return Shown([Block(code="out-of-step", title="Furthest out of step", words=words, tables=(first,), folded=folded)])


def _compared(view: ComparisonView) -> pl.DataFrame:
    return view.against.filter(pl.col("neighbours_with_value") > 0, breakdown="all")


def _local_values(
    folder: Path, authority: Authority, *, neighbours: pl.DataFrame, children: ChildrenOfAuthorities, settings: Settings
) -> pl.DataFrame:
    """Return what is counted from records of the authority and of its neighbours, not broken down for the latter."""
    require_records_of_made_up(authority, folder)
    held = {one.la_code for one in authorities_held(folder)}
    if authority.la_code not in held:
        return MeasureValues.create_empty()
    listed = neighbours.filter(la_code=authority.la_code)["neighbour_code"].unique().to_list()
    near = {*listed, *(made_up_neighbours(authority.la_code) if note_on(authority.la_code) else ())}
    whole = [one.without_breakdowns() for one in LOCAL_MEASURES.values()]
    wanted = {authority.la_code: list(LOCAL_MEASURES.values())} | dict.fromkeys(sorted(near & held), whole)
    return pl.concat(
        values_from_records(
            open_authority_records(folder, code, settings=settings, population=children.of(code)), measures
        )
        for code, measures in wanted.items()
    )


def _published(authority: Authority, data: PublishedData) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return an authority's published figures, and the newest of each measure beside its neighbours."""
    measures = list(PUBLISHED_MEASURES.values())
    ends = chosen_period_ends(data.values, measures=measures, period=None)
    completed = complete_measure_values(
        data.values, measures=measures, la_codes=[authority.la_code], period_ends=list(ends.items())
    )
    own = data.values.filter(area_code=authority.la_code)
    return own, against_others(data.values, completed=completed, neighbours=data.neighbours)


def _chances(compared: pl.DataFrame) -> tuple[str, ...]:
    """Return how many figures would lie outside limits by chance, in words."""
    return tuple(
        f"{row['compared']} figures have limits. If no authority differed from its neighbours but by chance, about "
        f"{format_number(row['expected'], decimals=1)} would lie outside the {_percent(row['confidence'])} limits."
        for row in false_flags_expected(compared).to_dicts()
    )


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _shown(code: str, title: str, *, words: tuple[str, ...]) -> Shown:
    return Shown([Block(code=code, title=title, words=words)])
