"""A chapter of the performance report for each topic: charts, every figure, parts, what moved, and definitions."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from csc_metrics.change.process_chart import ProcessCharts, process_charts
from csc_metrics.change.since import signals_since
from csc_metrics.charts.process_chart import draw_process_chart
from csc_metrics.contracts.about_change import Variation
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.own_sentences import newest_and_usual
from csc_metrics.report.chapters import ShownChapter, chapter_of
from csc_metrics.report.page.change_tables import process_table, process_words
from csc_metrics.report.page.figure_cells import period_words
from csc_metrics.report.page.figure_tables import figures_table, groups_of, newest_told, parts_table
from csc_metrics.report.page.model import Block, DisplayTable, Picture
from csc_metrics.report.page.own_definitions import definitions_table
from csc_metrics.report.page.parts_of_figures import title_with_unit
from csc_metrics.report.page.quality_words import listed
from csc_metrics.report.page.topic_pictures import OWN_RECORDS, topic_pictures
from csc_metrics.report.unknown_topic import UnknownTopic
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
_QUIET: Final = ("none", "not_known")
_WAYS: Final = {
    "for the worse": (Variation.WORSENING.value,),
    "for the better": (Variation.IMPROVING.value,),
    "up or down": (Variation.RISING.value, Variation.FALLING.value),
}
"""Ways in which figures move, the first to be told first."""
_MOST_CHARTS: Final = 4
_FIRST: Final = {
    "Caseloads and workforce": ("average_caseload", "agency_rate_pct", "cases_without_worker"),
    "Strategy meetings, conferences and core groups": (
        *("strategy_meeting_quorate_pct", "strategy_meeting_within_target_pct"),
        *("strategy_meeting_attended_pct", "strategy_meetings_delayed", "initial_conference_quorate_pct"),
    ),
    "Assessments and conferences": (
        *("assessments_within_45_working_days_pct", "assessments_overdue_pct", "icpc_within_15_working_days_pct"),
    ),
    "The front door": ("contacts", "referrals", "contacts_decided_in_one_working_day_pct", "re_referral_pct"),
    "Children in need, protected and looked after": (
        "children_in_need",
        "child_protection_plans",
        "children_looked_after",
    ),
}
"""Measures of a topic that are charted, and told by part, whether they moved or not. Source: needs of the suite."""
_PARTS: Final = ("team", "agency", "employment", "delay_agency", "source", "primary_need", "plan_type", "open_for")
"""Breakdowns that are told, in order: by whom the work is done, then what it is about."""


def topic_chapter(values: pl.DataFrame, topic: str, *, whose: str, settings: Settings) -> ShownChapter:
    """Return the chapter of one topic.

    Input: values, schema MeasureValues, of one authority, every figure in every part. topic: as in the dictionary.
    whose: name of the authority. settings: of it. Raises: UnknownTopic with the nearest that has measures.
    """
    measures = [one for one in LOCAL_MEASURES.values() if one.topic == topic]
    if not measures:
        raise UnknownTopic.named(topic, {one.topic for one in LOCAL_MEASURES.values()})
    code = topic.partition(",")[0].casefold().replace(" ", "-")
    own = values.filter(pl.col("measure").is_in([one.code for one in measures]))
    charts = process_charts(own.filter(pl.col("period_type").is_in(_MONTHLY), breakdown=WHOLE), settings=settings)
    moved = charts.summaries.filter(~pl.col("variation").is_in(_QUIET), pl.col("points") > 0)
    pictures = [
        *topic_pictures(own, whose=whose, settings=settings),
        *_process_pictures(topic, charts.points, charts.summaries),
    ]
    blocks = (
        Block(code=f"{code}-charts", title=f"{topic}: charts", words=(), pictures=tuple(pictures)),
        _moved_block(code, charts.summaries.filter(pl.col("points") > 0), moved),
        _figures_block(code, topic, own, measures=measures, whose=whose),
        _parts_block(code, topic, own, whose=whose),
        _definitions_block(code, measures, settings),
    )
    told = _opening(topic, charts)
    held = tuple(block for block in blocks if block.pictures or block.tables or block.folded or block.words)
    return chapter_of(f"chapter-{code}", topic, held, opening=(told,), said_under=(topic,))


def _opening(topic: str, charts: ProcessCharts) -> str:
    """Return what a page opens with of a topic: the measure that a reader must see first, and how many moved."""
    told = charts.summaries.filter(pl.col("points") > 0)
    if told.is_empty():
        return f"{topic}: no figure."
    since = {row["measure"]: row["since"] for row in signals_since(charts.points).to_dicts()}
    first = _headline(topic, told)
    sentence = newest_and_usual(first, since=since.get(str(first["measure"])))
    many = {way: told.filter(pl.col("variation").is_in(words)).height for way, words in _WAYS.items()}
    ways = listed([f"{count} {way}" for way, count in many.items() if count] or ["none"])
    counts = f"{topic}: {sum(many.values())} of {told.height} figures are likely moving ({ways})."
    return f"{sentence.plain} {counts}" if sentence is not None else counts


def _headline(topic: str, told: pl.DataFrame) -> dict[str, object]:
    """Return the row of the measure that got worse, else of one that a topic begins with that moved, else the first."""
    order = {code: place for place, code in enumerate(_FIRST.get(topic, ()))}
    ranks = {word: rank for rank, words in enumerate(_WAYS.values()) for word in words}
    variation, measure = pl.col("variation"), pl.col("measure")
    place = measure.replace_strict(order, default=len(order), return_dtype=pl.Int64)
    rank = variation.replace_strict(ranks, default=len(_WAYS), return_dtype=pl.Int64)
    # Of measures that a topic does not begin with, only one that got clearly worse comes before those that it does.
    is_outside = ~pl.col("latest").is_between("lower_limit", "upper_limit").fill_null(value=True)
    is_first = (place < len(order)) | ((variation == Variation.WORSENING.value) & is_outside)
    return told.sort(~is_first, rank, place, "measure").row(0, named=True)


def _process_pictures(topic: str, points: pl.DataFrame, summaries: pl.DataFrame) -> Iterator[Picture]:
    """Give a process chart of each measure that a topic begins with."""
    for code in _FIRST.get(topic, ())[:_MOST_CHARTS]:
        series, told = points.filter(measure=code), summaries.filter(measure=code)
        svg = draw_process_chart(series.to_pandas(), measure=LOCAL_MEASURES[code]) if code in LOCAL_MEASURES else None
        if svg is not None and told.height:
            title = LOCAL_MEASURES[code].title
            words = process_words(told.row(0, named=True))
            yield Picture(
                svg=svg, alternative=f"{title}. {words}", caption=f"{title}, on its process chart. {OWN_RECORDS}"
            )


def _moved_block(code: str, summaries: pl.DataFrame, moved: pl.DataFrame) -> Block:
    """Return what moved beyond its usual variation; the others folded."""
    others = summaries.join(moved, on="measure", how="anti")
    tables = (process_table("With a signal at the newest period", moved),) if moved.height else ()
    quiet = process_table("Within usual variation, or too short to tell", others)
    return Block(
        code=f"{code}-moved",
        title="What moved beyond its usual variation",
        words=() if moved.height else ("Nothing did.",),
        tables=tables,
        folded=((f"The other {others.height}", (quiet,)),) if others.height else (),
    )


def _figures_block(code: str, topic: str, own: pl.DataFrame, *, measures: Sequence[Measure], whose: str) -> Block:
    """Return every figure of the topic; of the kinds of meetings but the first they are folded."""
    first, *others = [
        (name, figures_table(f"{name}: every figure, {whose}", own, measures=of_group))
        for name, of_group in groups_of(topic, measures)
    ]
    folded = tuple((f"{name}: every figure", (table,)) for name, table in others)
    return Block(code=f"{code}-figures", title="Every figure", words=(), tables=(first[1],), folded=folded)


def _parts_block(code: str, topic: str, own: pl.DataFrame, *, whose: str) -> Block:
    """Return the parts of the measures that a topic begins with, by team, agency and what the work is about, folded."""
    folded = []
    for measure in (LOCAL_MEASURES[name] for name in _FIRST.get(topic, ()) if name in LOCAL_MEASURES):
        tables = tuple(_part_tables(own.filter(measure=measure.code), measure, whose=whose))
        if tables:
            folded.append((f"{title_with_unit(measure)}, by part", tables))
    return Block(code=f"{code}-parts", title="By team, agency and other parts", words=(), folded=tuple(folded))


def _part_tables(own: pl.DataFrame, measure: Measure, *, whose: str) -> Iterator[DisplayTable]:
    about, period = measure.from_records, newest_told(measure, own) if own.height else None
    if about is None or period is None:
        return
    when = period_words(period.period_type, period.end)
    for breakdown in (name for name in _PARTS if name in about.breakdowns):
        caption = f"{measure.title} by {breakdown.replace('_', ' ')}, {when}, {whose}"
        table = parts_table(caption, own, measure=measure, breakdown=breakdown, period_end=period.end)
        if table.rows:
            yield table


def _definitions_block(code: str, measures: Sequence[Measure], settings: Settings) -> Block:
    """Return how each measure of the topic is counted, folded."""
    table = definitions_table(measures, settings=settings)
    return Block(
        code=f"{code}-definitions",
        title="Definitions",
        words=(),
        folded=((f"How {len(table.rows)} figures are counted", (table,)),),
    )
