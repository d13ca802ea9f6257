"""DfE's newest figures of an authority on the funnel of its neighbours, and where neighbours' levels would put it."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from csc_metrics.charts.funnel import draw_funnel
from csc_metrics.charts.what_it_would_take import draw_what_it_would_take, draw_workers_it_would_take
from csc_metrics.comparison.against_others import against_others
from csc_metrics.comparison.compare import neighbour_lists
from csc_metrics.comparison.published_data import PublishedData
from csc_metrics.contracts.authorities import Authority, authorities
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends, complete_measure_values
from csc_metrics.narrative.chart_words import funnel_words
from csc_metrics.narrative.picture_words import what_it_would_take_words, workers_it_would_take_words
from csc_metrics.narrative.words import lower_first, when
from csc_metrics.report.page.model import Block, Picture
from csc_metrics.settings.partner import WHOLE

_FUNNELS: Final = {
    "The front door": ("referral_rate_per_10k", "re_referral_pct"),
    "Children in need, protected and looked after": ("children_in_need_rate_per_10k", "looked_after_rate_per_10k"),
}
"""Measures of a topic that are shown on a funnel: how many there should be. Source: needs of the suite."""
_MORE_THAN_CHANCE: Final = (
    "Small authorities differ more by chance than large ones. Between the broken lines lie nineteen in twenty "
    "authorities like these neighbours, and within the band nearly all of them. Who lies outside differs by more than "
    "chance and the neighbours' variety explain; that says nothing of why."
)
_DFE: Final = "DfE's published figures."


def newest_against(data: PublishedData, *, la_codes: Sequence[str], model: str) -> pl.DataFrame:
    """Return the newest of DfE's figures beside the neighbours', with the strength of evidence.

    data: DfE's figures. la_codes: whose. model: of neighbours. Returns: schema AgainstOthers, not broken down.
    """
    measures = list(PUBLISHED_MEASURES.values())
    ends = chosen_period_ends(data.values, measures=measures, period=None)
    completed = complete_measure_values(
        data.values, measures=measures, la_codes=list(la_codes), period_ends=list(ends.items())
    )
    found = against_others(data.values, completed=completed, neighbours=data.neighbours, neighbour_models=[model])
    return found.filter(breakdown=WHOLE)


def funnels_block(data: PublishedData, authority: Authority, topic: str, *, code: str, model: str) -> Block | None:
    """Return funnels of a topic's newest figures; None where it has none.

    data: DfE's figures. topic: as in the dictionary. code: names the topic on the page. model: of neighbours.
    """
    near = list(neighbour_lists(data.neighbours, model).get(authority.la_code, ()))
    if topic not in _FUNNELS or not near:
        return None
    rows = newest_against(data, la_codes=[authority.la_code, *near], model=model)
    pictures = tuple(_funnels(rows, authority, _FUNNELS[topic]))
    if not pictures:
        return None
    title = "Beside neighbours: more than chance?"
    return Block(code=f"{code}-funnels", title=title, words=(_MORE_THAN_CHANCE,), pictures=pictures)


def _funnels(rows: pl.DataFrame, authority: Authority, codes: Sequence[str]) -> Iterator[Picture]:
    names = {la_code: one.name for la_code, one in authorities().items()}
    for measure in (PUBLISHED_MEASURES[code] for code in codes):
        points = rows.filter(measure=measure.code)
        svg = draw_funnel(points.to_pandas(), measure=measure, la_code=authority.la_code, names=names)
        if svg is not None:
            words = " ".join(funnel_words(points, measure=measure, la_code=authority.la_code, names=names))
            day = lower_first(when(measure, points["period_end"].item(0)))
            caption = f"{measure.title} ({measure.unit}), {authority.name} and its neighbours, {day}. {_DFE}"
            yield Picture(svg=svg, alternative=words, caption=caption)


def would_take_pictures(rows: pl.DataFrame, *, whose: str) -> tuple[Picture, ...]:
    """Return how many children, referrals and workers there would be at neighbours' levels, as ranges.

    Input: rows, schema WhatItWouldTake, of one authority. whose: its name.
    """
    frame = rows.to_pandas()
    drawn = (
        (draw_what_it_would_take(frame), what_it_would_take_words(rows), "Children and referrals"),
        (draw_workers_it_would_take(frame), workers_it_would_take_words(rows), "Social workers (FTE)"),
    )
    return tuple(
        Picture(
            svg=svg,
            alternative=" ".join(words),
            caption=f"{what}, {whose}: now, and between what there would be at neighbours' levels. No target. {_DFE}",
        )
        for svg, words, what in drawn
        if svg is not None
    )
