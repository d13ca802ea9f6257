"""The scrutiny report, step by step as the notebook takes them: open, show, write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics import __version__
from csc_metrics.comparison.published_data import (
    PublishedData,
    compare_authorities,
    folder_of_published,
    load_published_data,
)
from csc_metrics.contracts.authorities import Authority, find_authority
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures.registry import MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends
from csc_metrics.narrative.choose import opening_sentences
from csc_metrics.narrative.history import History, histories
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.periods import parse_period
from csc_metrics.report.page.model import MeasureSection
from csc_metrics.report.page.render import render_in_notebook, render_page
from csc_metrics.report.page.scrutiny_page import PageFacts, measure_section, scrutiny_page
from csc_metrics.settings.read import read_settings, settings_file_of

PAGE_FILE: Final = "scrutiny.html"
ROWS_FILE: Final = "measures.csv"


class UnknownTopic(WrongUse):
    """No measure stands under this topic."""

    @classmethod
    def named(cls, topic: str, known: Iterable[str]) -> Self:
        """Word the error for a topic that a notebook asks for."""
        topics = sorted(known)
        hint = did_you_mean(topic, topics)
        return cls(f"No measure stands under the topic {topic!r}.{hint} Name one of: {'; '.join(topics)}.")


@dataclass(frozen=True, kw_only=True)
class ScrutinyReport:
    """One authority's report. rows: schema ReportRows, all years up to the period. found: a history per measure."""

    authority: Authority
    rows: pl.DataFrame
    found: tuple[History, ...]
    facts: PageFacts


class Shown(tuple[MeasureSection | Sentence, ...]):
    """Sentences and measures that show themselves under a notebook's cell."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return render_in_notebook(
            sentences=[part for part in self if isinstance(part, Sentence)],
            sections=[part for part in self if isinstance(part, MeasureSection)],
        )


def open_report(
    *, authority: str, period: str = "", published: str = "", settings: str = "", neighbour_model: str = ""
) -> ScrutinyReport:
    """Read the published figures and set one authority's beside its comparators.

    authority: code or any of its names. period: "2025", "2026-10" or "2026-Q1"; empty: each measure's latest.
    published: folder of DfE's files; empty: data_raw/published, else the figures that csc_metrics carries.
    settings: a settings file; empty: settings.toml, else the defaults.
    neighbour_model: "2021" or "2025"; empty: as the settings say.
    Raises: CscMetricsError with one message that says what, where and what to do.
    """
    one = find_authority(authority)
    chosen = read_settings(settings_file_of(settings), measure_codes=MEASURES, record_words=words_by_column())
    model = neighbour_model or chosen.neighbours.model
    measures = list(PUBLISHED_MEASURES.values())
    folder = folder_of_published(published)
    data = load_published_data(folder, measures=measures, settings=chosen)
    ends = chosen_period_ends(data.values, measures=measures, period=parse_period(period) if period else None)
    keys = sorted({key for key in data.period_keys(measures) if key[1] <= ends[key[0]]} | set(ends.items()))
    rows = compare_authorities(data, la_codes=[one.la_code], period_ends=keys, neighbour_model=model)
    return ScrutinyReport(
        authority=one,
        rows=rows,
        found=tuple(histories(rows, authority=one, measures=measures, period_ends=ends)),
        facts=_facts(data, model),
    )


def _facts(data: PublishedData, model: str) -> PageFacts:
    return PageFacts(
        version=__version__,
        neighbour_model=model,
        inputs=data.inputs,
        is_carried=data.is_carried,
        settings=(("neighbours.model", model),),
    )


def what_matters(report: ScrutinyReport) -> Shown:
    """Return the five sentences that open the page."""
    return Shown(opening_sentences(report.found))


def sections(report: ScrutinyReport, topic: str) -> Shown:
    """Return the parts of the page about one topic: for each measure the finding, chart, table and sources.

    Raises: UnknownTopic with the nearest topic that has measures.
    """
    of_topic = [history for history in report.found if history.measure.topic == topic]
    if not of_topic:
        raise UnknownTopic.named(topic, {history.measure.topic for history in report.found})
    return Shown(measure_section(history, report.rows) for history in of_topic)


def write_report(report: ScrutinyReport, *parts: Sequence[MeasureSection | Sentence], folder: str) -> list[str]:
    """Write the page and its rows into a folder, the parts in the order given; an empty folder writes nothing.

    Returns: the names of the files written.
    """
    if not folder:
        return []
    in_order = [section for part in parts for section in part if isinstance(section, MeasureSection)]
    page = scrutiny_page(report.authority, found=report.found, sections=in_order, facts=report.facts)
    place = Path(folder)
    (place / PAGE_FILE).write_text(render_page(page), encoding="utf-8", newline="\n")
    (place / ROWS_FILE).write_bytes(rows_as_csv(report.rows))
    return [PAGE_FILE, ROWS_FILE]


def rows_as_csv(rows: pl.DataFrame) -> bytes:
    """Return report rows as CSV: neighbours' codes separated by spaces, numbers unrounded, nothing where unknown.

    Input: schema ReportRows. Returns: UTF-8 text with a line of headings and one for each row, in the given order.
    """
    flat = rows.with_columns(pl.col("neighbours").list.join(" "))
    return flat.write_csv().encode()
